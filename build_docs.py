"""The front door: `python build_docs.py` builds everything; other commands as `planbook --help` lists them."""

from planbook.cli import main

if __name__ == "__main__":
    main()
