"""Adapters to what stands outside the program: SMS gateways, scanners and pictures of codes."""
