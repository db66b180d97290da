"""Word plumbing after ECMA-376 (WordprocessingML); knows nothing of plans."""
