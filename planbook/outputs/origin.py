"""Where outputs come from: the time that they carry, the revision of what they are made of, and what makes them."""

import zlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from planbook import __version__
from planbook.render.store import machine, what_draws
from planbook.repository.data_paths import REGISTER_PATHS
from planbook.repository.fingerprint import fingerprint, program
from planbook.repository.last_commits import revisions_of
from planbook.repository.libraries import version_of
from planbook.repository.program_files import program_folder
from planbook.repository.revisions import Commit, Revision, commit_of, edited, fixed_time

# What reads data and lays out pages, Word files and workbooks; `machine` names what draws on paper.
_LIBRARIES = (
    "icalendar",
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "mkdocs",
    "mkdocs-material",
    "numpy",
    "pandas",
    "pydantic",
    "python-docx",
    "pyyaml",
    "xlsxwriter",
)

_WRITTEN, SETTINGS_OF_PAGES = "content/**/*", "mkdocs.yml"


def made_by(root: Path, pages: Sequence[str] = (_WRITTEN, SETTINGS_OF_PAGES)) -> dict[str, str]:
    """What makes outputs out of data and templates, each part as a hash: only where all are the same, the files are too.

    Of what stands around generated `pages` a part of a site hangs on the settings alone: the rest is in its frames.
    """
    parts = {
        "program": program(),
        "pages": "".join(fingerprint(folder, *pages) for folder in (root, program_folder())),
        "libraries": repr([*_libraries().items()]),
        "machine": machine() + zlib.ZLIB_RUNTIME_VERSION,
    }
    return {name: sha256(text.encode()).hexdigest()[:12] for name, text in parts.items()}


def what_makes() -> dict[str, str]:
    """What makes outputs out of the folder of an office, by names: two machines for which all of it is the same make the same bytes."""
    pages = fingerprint(program_folder(), _WRITTEN, SETTINGS_OF_PAGES)
    code = {"planbook": f"{__version__} ({sha256((program() + pages).encode()).hexdigest()[:12]})"}
    return {**code, **_libraries(), **what_draws(), "zlib": zlib.ZLIB_RUNTIME_VERSION}


@cache
def _libraries() -> dict[str, str]:
    return {name: version_of(name) for name in _LIBRARIES}


def made_at(root: Path, last: Commit | None = None) -> datetime:
    """The time that outputs carry: SOURCE_DATE_EPOCH, else that of the `last` commit, which git is asked for, else of today's midnight."""
    time = fixed_time()
    if time is None and (last := last or commit_of(root, "HEAD")):
        time = last.time
    if time is None:
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    # Spreadsheets and archives know no time before 1980.
    return datetime.fromtimestamp(max(time, 315_532_800), UTC)


def made_of(plan: str, registers: Collection[str] | None = None) -> tuple[str, ...]:
    """The flat paths of all that the documents of a plan are made of; of all plans under "".

    Of registers in folders some `registers` alone may count, which are all that the plan can name.
    """
    read = (REGISTER_PATHS[0], *registers) if registers is not None else REGISTER_PATHS
    return (
        (f"data/plans/{plan}.yaml", f"data/results/{plan}", *read, "templates")
        if plan
        else ("data", *read, "templates")
    )


def source_revision(root: Path, *paths: str) -> Revision:
    """The last commit that touched some files, by their flat paths, with its day; an empty one outside git. Edits since show."""
    changed = edited(root, *{path.partition("/")[0] for path in paths})
    return revisions_of(root, "HEAD", changed, {"": paths})[""]
