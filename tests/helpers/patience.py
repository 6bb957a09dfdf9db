"""How long a test waits for what must come: what is waited for ends the wait, so only what is broken waits so long."""

PATIENCE = 30_000
"""Milliseconds; other machines are slower and busier than the one where a test was written."""
