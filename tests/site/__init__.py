"""The published pages in a real browser and file by file."""
