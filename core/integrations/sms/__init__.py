"""SMS gateways: 46elks over HTTP, and one on this computer that shows what the customer's phone would show."""
