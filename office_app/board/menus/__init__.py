"""The menus of the board, one file for each thing that has one."""
