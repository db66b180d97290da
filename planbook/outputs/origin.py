"""Where outputs come from: the time that they carry, and the revision of what they are made of."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from planbook.repository.revisions import Revision, commit_of, covers, edited, fixed_time


def made_at(root: Path) -> datetime:
    """The time that outputs carry: SOURCE_DATE_EPOCH, else that of the last commit, else of today's midnight."""
    time = fixed_time()
    if time is None and (last := commit_of(root, "HEAD")):
        time = last.time
    if time is None:
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    # Spreadsheets and archives know no time before 1980.
    return datetime.fromtimestamp(max(time, 315_532_800), UTC)


def made_of(plan: str) -> tuple[str, ...]:
    """The paths of all that the documents of a plan are made of; of all plans under ""."""
    return (f"data/plans/{plan}.yaml", "data/*.yaml", "templates") if plan else ("data", "templates")


def source_revision(root: Path, *paths: str) -> Revision:
    """The last commit that touched some files, with its day; an empty one outside git. Edits since show."""
    return revision_of_paths(root, edited(root, *{path.partition("/")[0] for path in paths}), paths)


def revision_of_paths(root: Path, changed: Collection[str], paths: Collection[str]) -> Revision:
    """The last commit that touched some files, of which those that are `changed` were edited since."""
    commit = commit_of(root, "HEAD", *paths)
    if commit is None:
        return Revision()
    is_edited = any(covers(pattern, path) for pattern in paths for path in changed)
    return Revision(commit.short, commit.day, is_edited)
