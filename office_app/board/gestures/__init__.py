"""What hands do on the board: mouse, drag and keys, up to what a drop means."""
