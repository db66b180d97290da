"""How each format looks."""
