"""YAML as text with places."""
