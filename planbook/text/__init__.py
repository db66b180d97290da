"""YAML as text: files of `data/` to trees of nodes with their places, and back. Knows nothing of plans.

May import messages.
"""
