"""The list of files of a published folder: where it says that they come from, and what is not as it says."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.manifest import MANIFEST, verify
from planbook.verify.differences import ANEW, file_finding


@dataclass(frozen=True)
class Listing:
    """What `manifest.json` says: the hash of each file by its path, the state of each plan's data, how all was made."""

    files: Mapping[str, str] = field(default_factory=dict)
    revisions: Mapping[str, str] = field(default_factory=dict)
    made: datetime | None = None
    as_of: date | None = None
    head: str = ""
    tracked: tuple[str, ...] = ()
    history: bool = False
    made_by: Mapping[str, str] = field(default_factory=dict)
    build: str | None = None
    beside: tuple[str, ...] = ()


def read_listing(site: Path) -> Listing:
    """What the manifest of a folder says; what cannot be read of it says nothing, and is told with its files."""
    try:
        content = json.loads(content_of(site / MANIFEST).decode())
        return Listing(
            {path: entry.get("sha256", "-") for entry in content["files"] if _is_inside(path := str(entry["path"]))},
            {str(plan): str(name) for plan, name in content.get("revisions", {}).items()},
            datetime.fromisoformat(content["made"]) if content.get("made") else None,
            date.fromisoformat(content["as_of"]) if content.get("as_of") else None,
            str(content.get("head", "")),
            tuple(map(str, content.get("tracked", ()))),
            content.get("history") is True,
            {str(part): str(digest) for part, digest in content.get("made_by", {}).items()},
            content.get("build"),
            tuple(Path(str(name)).name for name in content.get("beside", ())),
        )
    except (Unopened, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Listing()


def _is_inside(path: str) -> bool:
    """Whether a path of the manifest stays in its folder."""
    return bool(path) and "\0" not in path and not PurePosixPath(path).is_absolute() and ".." not in path.split("/")


def of_another_build(site: Path) -> Iterator[Diagnostic]:
    """Tell of a folder that was published together with this one, and is there, but of another build."""
    listing = read_listing(site)
    for name in listing.beside:
        neighbour = Path(os.path.abspath(site)).parent / name
        build = read_listing(neighbour).build
        if build not in (None, listing.build):
            message = Text(
                "{site} and {other} are of two builds: one of them was stopped while it published",
                {"site": site, "other": neighbour},
            )
            yield file_finding(str(site / MANIFEST), "origin-differs", message, ANEW)


def other_files(site: Path) -> Iterator[Diagnostic]:
    """Tell of files that are not those which the manifest lists."""
    listed = read_listing(site).files
    for fault in verify(site):
        kind, _, path = fault.partition(": ")
        name = str(site / path)
        values: dict[str, object] = {"path": path}
        if path == MANIFEST:
            yield file_finding(name, "file-differs", Text("the list of files cannot be read"), ANEW)
        elif kind == "altered":
            try:
                digest: object = sha256(content_of(site / path)).hexdigest()
            except Unopened as refusal:
                digest = refusal.message
            values |= {"wanted": listed.get(path, "-"), "found": digest}
            message = Text(
                "{path} is not the file that was published: its hash is {found}, manifest.json says {wanted}", values
            )
            yield file_finding(name, "file-differs", message, ANEW)
        elif kind == "missing":
            yield file_finding(name, "file-differs", Text("{path} was published and is not there", values), ANEW)
        else:
            yield file_finding(name, "file-differs", Text("{path} is there and was not published", values), ANEW)
