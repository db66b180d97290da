"""What is wrong since a state of the data: the findings that a change brought, those of its own files first."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from planbook.changes.finding_changes import finding_changes
from planbook.messages.diagnostics import Diagnostic
from planbook.outputs.last_findings import findings_of
from planbook.repository.files import Files, read_folder
from planbook.repository.git import has_commit
from planbook.repository.revisions import NoSuchRevision, is_revision, read_revision
from planbook.review.states import resolved_states


@dataclass(frozen=True)
class NewFindings:
    """The findings that were not there, or said otherwise, and how many are as they were."""

    new: list[Diagnostic]
    old: int


def new_findings(root: Path, name: str, now: Iterable[Diagnostic]) -> NewFindings:
    """What is new of findings since a revision, or since this branch left another one; errors that nobody accepted stay.

    Of the files that the change touches come first, and what weighs more: a forge shows only the first ten of a kind.
    Raises `NoSuchRevision` and `Misuse`.
    """
    before, after = _files(root, name), read_folder(root / "data")
    paths = before.contents.keys() | after.contents.keys()
    touched = {path for path in paths if before.contents.get(path) != after.contents.get(path)}
    listed = list(now)
    fates = finding_changes(findings_of(root, before), listed)
    come = {id(change.finding) for change in fates if change.fate != "gone"}
    new = [finding for finding in listed if id(finding) in come or finding.stops_the_build]
    new.sort(key=lambda finding: (finding.span.path not in touched, finding.severity.rank, finding.span))
    return NewFindings(new, len(listed) - len(new))


def _files(root: Path, name: str) -> Files:
    """The data of a state; none before the first commit, and of a revision in which there were no plans yet."""
    if not has_commit(root):
        return Files()
    old = resolved_states(root, name, None).old
    if is_revision(root, old):
        try:
            return read_revision(root, old)
        except NoSuchRevision:
            return Files()
    return read_revision(root, old)  # says that there is none
