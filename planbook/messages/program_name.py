"""How the program is called where somebody reads what it says: by the office's script, or as it was installed."""

import os.path

FRONT_DOOR = "build_docs.py"  # what messages call it by


def as_called(text: str) -> str:
    """A message that says what to type, for the folder in which it is read: the script, where there is one."""
    return text if os.path.isfile(FRONT_DOOR) else text.replace(f"python {FRONT_DOOR}", "planbook")
