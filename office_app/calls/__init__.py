"""Ärenden: the list of calls, the card of one, and taking a new one."""
