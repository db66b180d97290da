"""Word files against the decree."""
