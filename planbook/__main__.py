"""`python -m planbook`: the same as the command `planbook`."""

from planbook.cli import main

if __name__ == "__main__":
    main(prog_name="planbook")
