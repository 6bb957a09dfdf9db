"""Flows of the screens without any Qt: both programs and the tests drive them."""
