"""Who answered with a file, which plan it is of, and who made which edit of it: tracked changes, properties of the file, its name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from planbook.model.entry import as_id
from planbook.model.item import ItemId
from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.edges import Edge
from planbook.ooxml.opening import WORKBOOK, Package
from planbook.ooxml.pieces import Authorship, Piece, Returned
from planbook.ooxml.workbooks import book_properties
from planbook.reading.context import Context
from planbook.returns.answers.answer import FileEdit
from planbook.views.plan import issuer_lines


@dataclass(frozen=True, slots=True)
class Sender:
    """A file that came back: its name, the agency that answered with it if the register knows it, who saved it and when."""

    file: str
    agency: str
    saved: Authorship

    def is_called(self, name: str, context: Context) -> bool:
        """Whether somebody who names an agency or a file means this one."""
        names = {self.file, PurePath(self.file).stem, self.agency}
        if self.agency:
            names |= {*context.text.workspace.agencies[self.agency].names, context.text.agency(self.agency)}
        return name.casefold() in {text.casefold() for text in names if text}


def sender_of(file: str, saved: Authorship, context: Context) -> Sender:
    """Who sent a file of a plan: the agency whose name or abbreviation stands in the name of the file or is that of who saved it.

    What an unedited file says of itself, the issuer of the plan, is nobody who edited it.
    """
    text = context.text
    own = " ".join(issuer_lines(text.workspace, context.plan))
    if saved.author.casefold() == own.casefold():
        saved = Authorship("", saved.date)
    ids = {id_: (id_,) for id_ in text.workspace.agencies}
    for place in map(as_id, (PurePath(file).stem, saved.author)):
        names = {as_id(name): called for name, called in context.register.shortened(place.split("-")).items()} | ids
        called = max((name for name in names if name and f"-{name}-" in f"-{place}-"), key=len, default="")
        if called and len(names[called]) == 1:
            return Sender(file, names[called][0], saved)
    return Sender(file, "", saved)


def with_authors(edits: Iterable[FileEdit], saved: Authorship, returned: Returned | None = None) -> Iterator[FileEdit]:
    """Edits with who made each and when: who recorded it, else who saved the file."""
    gone = dict(_deleted_by(returned)) if returned else {}
    otherwise = ((saved.author, saved.date),) if saved.author or saved.date else ()
    for edit in edits:
        yield replace(edit, revisions=edit.revisions or gone.get(edit.item, ()) or otherwise)


def _deleted_by(returned: Returned) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Who deleted what stands in a control of its own, by the item."""
    for paragraph in returned.paragraphs:
        made = [part.deleted for part in paragraph.content if isinstance(part, Piece) and part.deleted]
        if made:
            by = tuple(dict.fromkeys((revision.author, revision.date) for revision in made))
            yield from (
                (part.name, by) for part in paragraph.content if isinstance(part, Edge) and part.of == "control"
            )


def plan_in_file(package: Package) -> str:
    """The plan that a draft or workbook names; nothing of a report, which tells of other plans too."""
    if package.form is WORKBOOK:
        return book_properties(package).get("Plan", "")
    manifest = read_manifest(package)
    return manifest.document if manifest and not ItemId(manifest.document).is_part else ""
