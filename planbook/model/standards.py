"""By which standard of counting a target is measured: that which its text names, else that of its indicator."""

import re
from functools import cache

from planbook.model.programme import Standard
from planbook.model.target import Target
from planbook.model.texts import typed
from planbook.model.workspace import Workspace


def counting_standard(workspace: Workspace, target: Target) -> Standard | None:
    """The standard by which a target is counted, as far as anybody says."""
    text = typed(target.text)
    if stated := next((entry for entry in workspace.standards.values() if named_as(entry).search(text)), None):
        return stated
    indicator = workspace.indicators.get(target.indicator or "")
    return workspace.standards.get((indicator and indicator.standard) or "")


def named_as(standard: Standard) -> re.Pattern[str]:
    """A standard in texts, which leave out or add words ("chuẩn … áp dụng cho giai đoạn"): its first two words and its years."""
    return _pattern(" ".join(standard.name.split()[:2]), standard.period.first.year, standard.period.last.year)


@cache
def _pattern(words: str, first: int, last: int) -> re.Pattern[str]:
    name, years = re.escape(words), rf"{first}\s*[-\u2013]\s*{last}"
    return re.compile(rf"(?<!\w){name}(?: [^\W\d_]+){{0,8}} \(?{years}", re.IGNORECASE)
