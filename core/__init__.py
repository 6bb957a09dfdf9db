"""The product without a screen: model, rules, commands, services, queries and sync."""
