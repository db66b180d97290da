"""Word drafts of the real plans as a clerk gets them, and what a returned one says, without building the site."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from lxml import etree

from planbook.loading.workspace import load_files
from planbook.ooxml.anchors import Anchor, read_manifest
from planbook.ooxml.opening import Package, read_package
from planbook.ooxml.returned import read_returned
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.origin import made_at
from planbook.reading.context import Context
from planbook.repository.files import Files
from planbook.returns.answers.answer import TAKE_CERTAIN, Answer, EditChoice, FileEdit
from planbook.returns.fields.traced import Printed
from planbook.returns.fields.trial import DataState, read_state
from planbook.returns.pull_files import pull_files
from planbook.returns.word.pull_word import Applied, bring_draft
from planbook.returns.word.returned_draft import ReturnedDraft
from tests.conftest import FIVE, LAO_CAI
from tests.word_edits import with_plain_breaks

DOCUMENT = "word/document.xml"


@cache
def state() -> DataState:
    return read_state(FIVE)


@cache
def state_of(plan: str) -> DataState:
    """The data with a plan and those of its province only: whatever is tried reads all of them anew."""
    plans = LAO_CAI if plan in LAO_CAI else (plan,)
    paths = {state().workspace.plans[other].source.path for other in plans}
    every = state().files.contents.items()
    files = Files({path: content for path, content in every if "/plans/" not in path or path in paths})
    workspace, problems = load_files(files)
    assert problems == []
    return replace(state(), files=files, workspace=workspace)


@cache
def _edition() -> Edition:
    return edition(read_sources(FIVE), made_at(FIVE))


@cache
def draft_of(plan: str) -> bytes:
    """The draft of a plan as it is given out."""
    return word_draft(_edition(), _edition().workspace.plans[plan])


class Edited(Package):
    """A file whose main part was edited as a tree, so that nothing is packed or parsed again."""

    tree: etree._Element

    def part(self, name: str) -> etree._Element | None:
        if name == self.main:
            return self.tree
        return _parts(self, name)


_kept: dict[tuple[int, str], etree._Element | None] = {}


def _parts(package: Package, name: str) -> etree._Element | None:
    key = id(package.contents), name
    if key not in _kept:
        _kept[key] = Package.part(package, name)
    return _kept[key]


@cache
def opened(plan: str) -> tuple[Package, etree._Element, tuple[Anchor, ...], tuple[Printed, ...], Context]:
    package = read_package(draft_of(plan))
    entry = state().workspace.plans[plan]
    manifest = read_manifest(package)
    lines = state().printed(entry)
    # An editing tool takes spaces and hyphens that do not break for plain ones.
    tree = etree.fromstring(with_plain_breaks(package.contents[DOCUMENT]))
    return package, tree, manifest.anchors, lines, state().context(entry)


def as_edited(plan: str, tree: etree._Element) -> Edited:
    package = opened(plan)[0]
    found = Edited(package.contents, package.main)
    object.__setattr__(found, "tree", tree)
    return found


def returned(plan: str, package: Package) -> ReturnedDraft:
    """A returned draft of a plan beside its data."""
    _, _, anchors, lines, context = opened(plan)
    words = read_manifest(opened(plan)[0]).words
    return ReturnedDraft(read_returned(package), anchors, lines, context, given_out=words)


def bring_in(draft: ReturnedDraft, state: DataState, accepted: Collection[str] = ()) -> Applied:
    """What of a returned draft gets into the data."""
    return bring_draft(draft, state, EditChoice(accepted))


def pulled_file(root: Path, path: Path, choice: EditChoice = TAKE_CERTAIN, *, apply: bool = False) -> Answer:
    """What one returned file changes."""
    return pull_files(root, [path], choice, apply=apply).answers[0][1]


def beside(draft: ReturnedDraft, state: DataState, text: str) -> tuple[ReturnedDraft, DataState]:
    """The same draft beside the data after its plan's file got another text."""
    plan = draft.context.plan
    contents = {**state.files.contents, plan.source.path: text.encode()}
    after, printed, context = _with(tuple(contents.items()), plan.id)
    return replace(draft, printed=printed, context=context), after


@lru_cache(4)  # what one step of a test leaves, the next begins with
def _with(contents: tuple[tuple[str, bytes], ...], plan: str) -> tuple[DataState, tuple[Printed, ...], Context]:
    files = Files(dict(contents))
    workspace, problems = load_files(files)
    assert problems == []
    after = replace(state(), files=files, workspace=workspace)
    return after, after.printed(workspace.plans[plan]), after.context(workspace.plans[plan])


def said(found: tuple[FileEdit, ...]) -> list[tuple[str, str, str]]:
    """Kind, item and new text of everything that a draft changes."""
    return [(one.kind, one.item, one.new) for one in found]


def saved(folder: Path, plan: str, package: Edited) -> Path:
    """The file on the disk."""
    from tests.word_edits import packed, parts_of

    path = folder / f"{plan}.docx"
    path.write_bytes(packed(parts_of(draft_of(plan)) | {DOCUMENT: etree.tostring(package.tree, encoding="UTF-8")}))
    return path
