"""What the board shows and where it lies: rows, minutes and pixels, without any painting."""
