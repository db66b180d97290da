"""Two states side by side for a person: redline, pack, merge, comment."""
