"""Commands as a user types them, and what they refuse."""
