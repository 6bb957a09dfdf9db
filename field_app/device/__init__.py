"""The tablet's own parts: pen, camera and files."""
