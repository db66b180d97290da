"""How an official says it."""
