"""How much time and memory planbook takes beside the bare libraries: `python -m bench` prints the ratios."""
