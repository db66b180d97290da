"""How much time and memory planbook takes beside the bare libraries: `python -m bench` prints the ratios."""

import os
import sys

# As with every user, what was compiled is kept, also where the machine says otherwise.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
