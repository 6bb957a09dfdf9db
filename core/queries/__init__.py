"""One file per question that a screen asks; each answers with frozen rows."""
