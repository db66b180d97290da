"""All outputs say the same, and what the printed plans say."""
