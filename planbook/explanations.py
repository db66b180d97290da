"""What each finding means, from the page that people read on the site: content/kiem-tra/giai-thich.md."""

import re
from pathlib import Path

_SECTION = re.compile(r"^## `(?P<name>[a-z-]+)`[^\n]*\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
PAGE = "content/kiem-tra/giai-thich.md"


def explanations(root: Path) -> dict[str, str]:
    """Give the explanation of every finding by its name; raises `OSError` where the page cannot be read."""
    page = (root / PAGE).read_text(encoding="utf-8")
    return {match["name"]: match["text"].strip() for match in _SECTION.finditer(page)}
