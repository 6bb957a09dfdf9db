"""Suggests technicians and times from facts: an insertion heuristic, no solver."""
