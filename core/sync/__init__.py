"""Keeps tablets and office in step: commands go up, row states come down, and no work is ever lost."""
