"""What can be asked of the system: small frozen messages, one file per scene of the story."""
