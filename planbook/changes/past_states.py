"""The data before and after a commit, as far as a comparison needs them: all of them, or of registers what an extract of today holds."""

import re
from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from planbook.changes.needed import touched
from planbook.loading.refusals import Lines
from planbook.loading.register_extract import RegisterExtract
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import stop_the_build
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import (
    OFFICE,
    REGISTER_PATHS,
    RESULTS,
    place_beside,
    plan_of,
    plan_paths,
    register_of,
)
from planbook.repository.files import Files
from planbook.repository.revisions import Commit, NoSuchRevision, contents_of, read_revision, touched_by

_ID = re.compile(rb"[a-z0-9-]+")
_TELLING = ("agency", "agency change", "document")  # of which a change is told to whoever has work because of it

States = tuple[Workspace | None, Workspace | None]


def plans_around(
    root: Path,
    commit: Commit,
    plans: Collection[str] | None,
    extract: RegisterExtract | None,
    today: Workspace,
) -> States:
    """The data before and after a commit, of some plans or all, as far as they differ; None for a side that cannot be read.

    The `extract` of today is enough to read plans of before, or else all is read. The files of the plans are looked for first where they
    stand `today`, and what is still the same is not read again.
    """
    registers = {OFFICE, *extract.files} if extract else None
    places = {place for path in today.lines if plan_of(path) for place in (path, place_beside(path, RESULTS))}
    after = _files(root, commit.name, plans, registers, places)
    before = _files(root, commit.parents[0], plans, registers, places) if commit.parents else Files()
    needed = touched(before.contents, after.contents)
    sides = [
        Files({path: text for path, text in state.contents.items() if path in needed}, state.findings)
        for state in (before, after)
    ]
    states = _loaded(sides, extract, today)
    return plans_around(root, commit, plans, None, today) if extract and None in states else states


def registers_around(root: Path, commit: Commit, extract: RegisterExtract | None) -> States:
    """The registers before and after a commit that has a parent; None for a side that cannot be read."""
    revisions = commit.parents[0], commit.name
    if extract is None:
        all_files = (_files(root, revision, (), None, ()) for revision in revisions)
        return _loaded(
            [Files({path: text for path, text in files.contents.items() if not plan_of(path)}) for files in all_files],
            None,
        )
    strangers = {path for path in touched_by(root, commit, REGISTER_PATHS) if register_of(path)} - {*extract.files}
    contents = [contents_of(root, revision, OFFICE, *extract.files, *strangers) for revision in revisions]
    telling = {id_.encode() for kind in _TELLING for id_ in extract.ids[kind]}
    about_strangers = {
        path
        for path in strangers
        if not any(not telling.isdisjoint(_ID.findall(side.get(path, b""))) for side in contents)
    }
    sides = [Files({path: text for path, text in side.items() if path not in about_strangers}) for side in contents]
    states = _loaded(sides, extract)
    return registers_around(root, commit, None) if None in states else states


def _loaded(sides: Iterable[Files], extract: RegisterExtract | None, today: Workspace | None = None) -> States:
    """Two states; None for one that cannot be read. What is made of an extract is that of `today` where its files are."""
    states: list[Workspace | None] = []
    for files in sides:
        if extract and today and _is_of(today, files.contents):
            states.append(today)
            continue
        workspace, findings = load_files(files, extract=extract)
        states.append(None if stop_the_build(findings) and files.contents else workspace)
    return states[0], states[1]


def _is_of(workspace: Workspace, contents: Mapping[str, bytes]) -> bool:
    """Whether a workspace was read of such files, beside those that all offices share."""
    lines = workspace.lines.maps[-1] if isinstance(workspace.lines, ChainMap) else workspace.lines
    return isinstance(lines, Lines) and lines.are_of(contents)


def _files(
    root: Path, revision: str, plans: Collection[str] | None, registers: Collection[str] | None, places: Collection[str]
) -> Files:
    """The files of a revision, of some plans and registers or all; none where it holds no data yet.

    Where each plan has its file at one of some `places`, nothing else is looked at.
    """
    everywhere = ("data",)
    for below in ((*registers, *places), everywhere) if registers and plans and places else (everywhere,):
        with suppress(NoSuchRevision):
            files = read_revision(root, revision, plans=plans, registers=registers, below=below)
            if below == everywhere or plan_paths(files.contents).keys() >= {*(plans or ())}:
                return files
    return Files()
