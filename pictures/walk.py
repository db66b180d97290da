"""A guide as its reader follows it: commands, edits and pictures in the order in which it shows them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from pictures.office import Office
from pictures.typist import type_over

_STEP = re.compile(
    r"^```console\n(?P<console>.*?)^```$"
    r'|^```\{ \.diff title="(?P<path>[^"]+)" \}\n(?P<diff>.*?)^```$'
    r"|!\[[^\]]*\]\([^)]*hinh-anh/(?P<picture>[^)]+)\)",
    re.MULTILINE | re.DOTALL,
)
_CELL = re.compile(r"(?P<sheet>.+), (?P<cell>[A-Z]+[0-9]+): (?P<value>.+)")
_REST = "…"  # in a guide: and so on


@dataclass(frozen=True)
class Command:
    """A command line, and the lines of its answer that the guide shows."""

    line: str
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """What somebody writes into a file: lines that go, and lines that come in their place.

    The last line that goes may be `…`: then everything from the lines before it to the end of the file goes. In a Word
    file each line stands for words, in whose place those of the line at the same place among the new ones come; in a workbook
    new lines name sheet, cell and value (“Nhiệm vụ, G3: Hoàn thành”).
    """

    path: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A picture by its file name, of what the reader has at this place."""

    name: str


class DoesNotHold(Exception):
    """A guide shows what does not happen; the text says what."""


def steps(guide: str) -> Iterator[Command | Edit | Shown]:
    """The steps of a guide; what its other blocks show is not followed."""
    for match in _STEP.finditer(guide):
        if match["console"]:
            for part in re.split(r"^\$ ", match["console"], flags=re.MULTILINE)[1:]:
                line, *answer = part.rstrip("\n").split("\n")
                yield Command(line, tuple(one for one in answer if one.strip() not in ("", _REST)))
        elif match["diff"]:
            lines = match["diff"].splitlines()
            old, new = (tuple(one[1:] for one in lines if one[:1] == sign) for sign in "-+")
            yield Edit(match["path"], old, new)
        else:
            yield Shown(match["picture"])


def follow(office: Office, step: Command | Edit) -> None:
    """Do what a step says; raises `DoesNotHold` where something else happens than the guide shows."""
    if isinstance(step, Edit):
        how = {".docx": _type, ".xlsx": _fill_in}.get(Path(step.path).suffix, _edit)
        how(office.root / step.path, step)
        return
    found = office.answer(step.line)
    said = found.stdout + found.stderr
    if found.returncode:
        raise DoesNotHold(f"$ {step.line}\n{said}")
    rest = said
    for line in step.answer:
        _, there, rest = rest.partition(line)
        if not there:
            raise DoesNotHold(f"$ {step.line}\n{line!r} is not (in this order) in:\n{said}")


def _edit(path: Path, step: Edit) -> None:
    text = path.read_text(encoding="utf-8")
    to_the_end = bool(step.old) and step.old[-1].strip() == _REST
    old = "".join(f"{line}\n" for line in (step.old[:-1] if to_the_end else step.old))
    new = "".join(f"{line}\n" for line in step.new)
    if text.count(old) != 1:
        raise DoesNotHold(f"{step.path} holds {text.count(old)} times:\n{old}")
    before, _, behind = text.partition(old)
    path.write_text(before + new + ("" if to_the_end else behind), encoding="utf-8")


def _type(path: Path, step: Edit) -> None:
    if len(step.old) != len(step.new):
        raise DoesNotHold(f"{step.path}: {len(step.old)} texts go, and {len(step.new)} come")
    for old, new in zip(step.old, step.new, strict=True):
        if not type_over(path, old, new):
            raise DoesNotHold(f"{step.path} does not hold:\n{old}")


def _fill_in(path: Path, step: Edit) -> None:
    """Write values into cells of a workbook."""
    book = load_workbook(path)
    for line in step.new:
        match = _CELL.fullmatch(line)
        if match is None or match["sheet"] not in book.sheetnames:
            raise DoesNotHold(f"{step.path}: {line!r} names no cell")
        book[match["sheet"]][match["cell"]].value = match["value"]
    book.save(path)
