"""Figures about the firm, exact by their definitions, each with the records behind it; no layout."""
