"""A text names in plain words what begins like an agency of the register, but is written as none of them.

A misspelt office is found by no search and stands in no list of who does what. What an agency begins like is learned
from the register: the first words that several names share ("Sở", "Trung tâm"), followed by a capital letter. Names,
full names, short names and aliases of agencies of any time are known. Silent: kinds in small letters ("các sở"),
kinds without a name ("Phòng, ban"), headings in capitals, names that only go on behind a registered one, short
mentions that are the beginning of one ("của Ban Chỉ đạo."), the lookalikes of the office's settings ("Bộ Chỉ số"), and
recipients, whose lines lump agencies together.
Source: Decree 30/2020, Annex II: the kind of an agency and the first syllable of what it does begin with a capital.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from planbook.loading.own_places import RegisterFiles
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import information
from planbook.model.plan import Recipient
from planbook.model.texts import texts
from planbook.model.workspace import Workspace

_WORD = re.compile(r"\w\S*")
_NAME = re.compile(r"[^\s.,;:(){}]+(?: (?![-–])[^\s.,;:(){}]+){0,5}")


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find names in running texts that look like an agency's and are nobody's."""
    if not workspace.plans:
        return  # to learn the names of 20,000 agencies takes long
    names, kinds = workspace.names.spellings, workspace.names.kinds
    lengths = sorted({*map(len, names)})
    begins = re.compile(rf"(?<!\w)(?:{_any_of(kinds)}) (?=(\w))")
    lookalikes = re.compile(rf"(?:{_any_of(workspace.office.lookalikes) or '(?!)'})(?!\w)", re.IGNORECASE)
    files = RegisterFiles(workspace.trees)
    for plan in workspace.plans.values():
        for entry, field, text in texts(plan):
            if isinstance(entry, Recipient):
                continue
            for match in begins.finditer(text):
                typed_name = _NAME.match(text, match.start())
                if not typed_name or not match[1].isupper() or _begins_with(text[match.start() :], names, lengths):
                    continue
                if lookalikes.match(text, match.start()):
                    continue
                if not any(f"{name} ".startswith(f"{typed_name.group()} ") for name in names):
                    yield information(
                        entry.source.span(field),
                        Text("no agency is called “{name}”", {"name": typed_name.group()}),
                        files.name_is_in(plan),
                        plan.id,
                    )


def _begins_with(text: str, names: AbstractSet[str], lengths: list[int]) -> bool:
    """Whether a text begins with a name, as a whole word."""
    return any(text[:length] in names and not _WORD.match(text, length) for length in lengths)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
