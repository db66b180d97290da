"""The list of files of a published folder: where it says that they come from, and what is not as it says."""

import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Text
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.manifest import MANIFEST, is_inside, lists_for, verify
from planbook.verify.differences import ANEW, file_finding
from planbook.verify.state import NO_LIST, Listing


def read_listing(site: Path, name: str = MANIFEST) -> Listing:
    """What a list of a folder says; what cannot be read of it says nothing, and is told with its files."""
    try:
        content = json.loads(content_of(site / name).decode())
        return Listing(
            {path: entry.get("sha256", "-") for entry in content["files"] if is_inside(path := str(entry["path"]))},
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
        return NO_LIST


def _hashes(site: Path, only: str) -> dict[str, object]:
    """The hash of each file that the lists name, or of those in the list that names `only` one."""
    try:
        return {entry["path"]: entry.get("sha256", "-") for _, entry in lists_for(site, only).files()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


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


def other_files(site: Path, only: str = "") -> Iterator[Diagnostic]:
    """Tell of files that are not those which the lists name, or of `only` one of them."""
    listed = _hashes(site, only)
    for fault in verify(site, only):
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
