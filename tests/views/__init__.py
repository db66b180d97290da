"""What a page says, before it looks like anything."""
