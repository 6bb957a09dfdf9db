"""Reads codes from pictures, camera frames and scanners that type."""
