"""The dispatch board: technicians and hours, the unplanned list beside it, details and what needs a person."""
