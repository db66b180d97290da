"""TEXT: files of `data/` in, trees of text nodes with their places out. Knows YAML, nothing of plans."""
