"""The office's stock: warehouses and vans, their articles, and every movement."""
