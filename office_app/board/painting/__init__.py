"""How the board looks: colours, shapes and the layers that are painted."""
