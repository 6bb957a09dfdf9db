"""The technician's tablet program (Qt Quick): a touch screen over the same core, useful without a network."""
