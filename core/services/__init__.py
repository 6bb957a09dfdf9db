"""Handlers that carry out commands, one file per scene of the story."""
