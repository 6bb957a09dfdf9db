"""Settings: the look, the firm, its people, the tablets, SMS, and what the tablets brought that needs a person."""
