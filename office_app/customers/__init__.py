"""The register of customers and one customer's card."""
