"""What stands around and over the board: list, details, strip, month, table, trays and notices."""
