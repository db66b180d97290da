"""A draft of a small office on somebody's desk: what people do to it in Word, and what comes back of it."""

import copy
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from planbook.loading.workspace import load_files
from planbook.model.plan import Plan
from planbook.ooxml.anchors import bookmark_name
from planbook.ooxml.opening import read_package
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.repository.files import Files
from planbook.returns.answers.answer import Answer, EditChoice, FileEdit
from planbook.returns.fields.trial import DataState, read_state
from planbook.returns.word.pull_word import Applied, bring_draft, draft_answer, read_draft
from tests.conftest import ROOT
from tests.offices import files
from tests.word_edits import W, edited

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BY = {f"{W}author": "An", f"{W}date": "2026-11-02T08:00:00Z"}
FOLDER = Path(__file__).parents[1] / "workspaces/drafting"

Parts = Mapping[str, etree._Element]
WordEdit = Callable[[Parts], None]


class Desk:
    """A draft of a plan as it is given out, and the data that it comes back to."""

    def __init__(self, root: Path, plan: str) -> None:
        self.plan = plan
        self.root = root
        self.state = read_state(root)
        self.content = word_draft(edition(read_sources(root), made_at(root)), self.state.workspace.plans[plan])

    def pulled(
        self, *edits: WordEdit, accept: Collection[str] = (), state: DataState | None = None, content: bytes = b""
    ) -> tuple[Answer, str]:
        """What comes back of the draft after some edits, and the new text of the plan's file."""
        answer, applied = self.applied(*edits, accept=accept, state=state, content=content)
        return answer, applied.text

    def applied(
        self, *edits: WordEdit, accept: Collection[str] = (), state: DataState | None = None, content: bytes = b""
    ) -> tuple[Answer, Applied]:
        """The same with the texts of registers that get entries."""
        state = state or self.state
        draft = read_draft(self.root, read_package(content or edited(self.content, *edits)), state)
        applied = bring_draft(draft, state, EditChoice(accept))
        return draft_answer(draft, applied), applied

    def after(self, text: str, registers: Mapping[str, str] | None = None) -> DataState:
        """The data once the plan's file and registers have other texts, without any error that was not there."""
        path = self.state.workspace.plans[self.plan].source.path
        texts = {path: text, **(registers or {})}
        new = Files({**self.state.files.contents, **{path: text.encode() for path, text in texts.items()}})
        workspace, problems = load_files(new)
        assert [problem for problem in problems if problem.stops_the_build] == []
        state = replace(self.state, files=new, workspace=workspace)
        assert self.state.new_errors(workspace) == []
        return state

    def taken(self, *edits: WordEdit, accept: Collection[str] = ()) -> tuple[Answer, Plan]:
        """The same, with the plan as it is then; a second pull of the file finds nothing that is still to be taken."""
        answer, applied = self.applied(*edits, accept=accept)
        state = self.after(applied.text, applied.registers)
        again, _ = self.pulled(*edits, state=state)
        taken = {edit.id for edit in answer.edits if EditChoice(accept).takes(edit)}
        assert [edit.id for edit in again.edits if edit.id in taken] == []
        return answer, state.workspace.plans[self.plan]


def desk(
    folder: Path, *, plan: Mapping[str, Any] | None = None, earlier: Mapping[str, Any] | None = None, **more: Any
) -> Desk:
    """The draft of the small office in workspaces/drafting, whose plan and registers may have other fields."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "templates", folder / "templates", dirs_exist_ok=True)
    own = {path.stem.replace("-", "_"): read(path) for path in FOLDER.glob("*.yaml") if path.stem != "plan"}
    fields = read(FOLDER / "plan.yaml") | dict(plan or {})
    for name, content in files([fields, *([earlier] if earlier else [])], **(own | more)).contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Desk(folder, fields["id"])


def with_own_data(original: Desk, folder: Path) -> Desk:
    """The same draft, with data of its own that it comes back to."""
    own = copy.copy(original)
    own.root = Path(shutil.copytree(original.root, folder))
    own.state = read_state(own.root)
    return own


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


def told(answer: Answer) -> list[tuple[str, str]]:
    """Every edit by its id, each with what becomes of it: * certain, ? asked, ! in conflict, x refused."""
    return [(_sign(edit), edit.id) for edit in answer.edits]


def _sign(edit: FileEdit) -> str:
    return "x" if edit.refused else "!" if edit.is_conflict else "?" if edit.doubt else "*"


# What people do.


def typed(behind: str, *texts: str | tuple[str, str], tracked: bool = False) -> WordEdit:
    """Paragraphs typed behind an item, in its style or in that of another item; \\n is a line break."""

    def edit(parts: Parts) -> None:
        place = paragraph_of(parts, behind)
        for entry in reversed(texts):
            text, like = entry if isinstance(entry, tuple) else (entry, behind)
            place.addnext(_paragraph(paragraph_of(parts, like), text, tracked=tracked))

    return edit


def typed_before(item: str, *texts: str | tuple[str, str]) -> WordEdit:
    """The same before an item."""

    def edit(parts: Parts) -> None:
        place = paragraph_of(parts, item)
        for entry in texts:
            text, like = entry if isinstance(entry, tuple) else (entry, item)
            place.addprevious(_paragraph(paragraph_of(parts, like), text))

    return edit


def retyped(item: str, text: str, *, tracked: bool = False) -> WordEdit:
    """Another text in the paragraph of an item."""

    def edit(parts: Parts) -> None:
        holder = _holder(paragraph_of(parts, item))
        for run in list(holder.iter(f"{W}r")):
            if tracked:
                _mark_deleted(run)
            else:
                run.getparent().remove(run)
        place = etree.SubElement(holder, f"{W}ins", BY) if tracked else holder
        place.append(_run(text))

    return edit


def everywhere(old: str, new: str) -> WordEdit:
    """Replace all."""

    def edit(parts: Parts) -> None:
        places = [node for node in parts["word/document.xml"].iter(f"{W}t") if old in (node.text or "")]
        assert places, old
        for node in places:
            node.text = node.text.replace(old, new)

    return edit


def instead(old: str, *new: str) -> WordEdit:
    """Other paragraphs in the place of one of the words around the items."""

    def edit(parts: Parts) -> None:
        node = next(node for node in parts["word/document.xml"].iter(f"{W}t") if node.text == old)
        place = next(node.iterancestors(f"{W}p"))
        node.text = new[0]
        for text in reversed(new[1:]):
            place.addnext(_paragraph(place, text))

    return edit


def deleted(*items: str, tracked: bool = False) -> WordEdit:
    """Paragraphs gone, with the rows of what is a row."""

    def edit(parts: Parts) -> None:
        for item in items:
            place = paragraph_of(parts, item)
            if item.endswith("--row"):
                place = next(place.iterancestors(f"{W}tr"))
            if not tracked:
                place.getparent().remove(place)
                continue
            for run in list(place.iter(f"{W}r")):
                _mark_deleted(run)
            _mark_end(place, "del")

    return edit


def moved(behind: str, *items: str) -> WordEdit:
    """Paragraphs cut and put in behind an item."""

    def edit(parts: Parts) -> None:
        place = paragraph_of(parts, behind)
        for item in reversed(items):
            place.addnext(paragraph_of(parts, item))

    return edit


def copied(behind: str, texts: Mapping[str, str | None]) -> WordEdit:
    """Copies of items behind one, typed over where there is a text; the bookmarks stay with the originals."""

    def edit(parts: Parts) -> None:
        place = paragraph_of(parts, behind)
        for item, text in reversed(texts.items()):
            new = copy.deepcopy(paragraph_of(parts, item))
            for mark in list(new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
                mark.getparent().remove(mark)
            if text is not None:
                holder = _holder(new)
                for run in list(holder.iter(f"{W}r")):
                    run.getparent().remove(run)
                holder.append(_run(text))
            place.addnext(new)

    return edit


def in_cell(item: str, column: int, text: str) -> WordEdit:
    """Another text in a cell of a row."""

    def edit(parts: Parts) -> None:
        row = next(paragraph_of(parts, item).iterancestors(f"{W}tr"))
        place = row.findall(f"{W}tc")[column].find(f"{W}p")
        nodes = list(place.iter(f"{W}t"))
        if not nodes:
            place.append(_run(text))
            return
        for node in nodes:
            node.text = ""
        nodes[0].text = text

    return edit


def paragraph_of(parts: Parts, item: str) -> etree._Element:
    """The paragraph that has the bookmark of an item."""
    name = bookmark_name(item)
    marks = (mark for part in parts.values() for mark in part.iter(f"{W}bookmarkStart"))
    return next(next(mark.iterancestors(f"{W}p")) for mark in marks if mark.get(f"{W}name") == name)


def _paragraph(like: etree._Element, text: str, *, tracked: bool = False) -> etree._Element:
    new = etree.Element(f"{W}p")
    new.append(copy.deepcopy(like.find(f"{W}pPr")))
    for section in new.findall(f"{W}pPr/{W}sectPr"):
        section.getparent().remove(section)
    for at, part in enumerate(text.split("\n")):
        run = _run(part)
        if at:
            run.insert(0, etree.Element(f"{W}br"))
        (etree.SubElement(new, f"{W}ins", BY) if tracked else new).append(run)
    if tracked:
        _mark_end(new, "ins")
    return new


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = text
    return run


def _holder(place: etree._Element) -> etree._Element:
    control = place.find(f".//{W}sdtContent")
    return place if control is None else control


def _mark_deleted(run: etree._Element) -> None:
    mark = etree.Element(f"{W}del", BY)
    run.addprevious(mark)
    mark.append(run)
    for node in run.findall(f"{W}t"):
        node.tag = f"{W}delText"


def _mark_end(place: etree._Element, tag: str) -> None:
    properties = place.find(f"{W}pPr")
    dress = properties.find(f"{W}rPr")
    if dress is None:
        dress = etree.SubElement(properties, f"{W}rPr")
    dress.insert(0, etree.Element(f"{W}{tag}", BY))


def ticked(decision: str, *boxes: int) -> WordEdit:
    """Boxes of a decision ticked, as Word and LibreOffice do it."""
    w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

    def edit(parts: Parts) -> None:
        row = next(paragraph_of(parts, f"{decision}--row").iterancestors(f"{W}tr"))
        answers = row.findall(f"{W}tc")[-1].findall(f"{W}p")
        for box in boxes:
            next(answers[box - 1].iter(f"{w14}checked")).set(f"{w14}val", "1")
            next(answers[box - 1].iter(f"{W}t")).text = "☒"

    return edit
