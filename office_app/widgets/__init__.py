"""Reusable controls of the office program that know no domain."""
