"""The register of machines and one machine's card."""
