"""A published folder against the data of the revision that it names: its list of files, then file after file."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from planbook.messages.diagnostics import Diagnostic, Refusal, Severity, Text
from planbook.model.period import official_day
from planbook.outputs.origin import made_of
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.git import is_shallow, outside
from planbook.repository.manifest import MANIFEST, verify
from planbook.repository.revisions import Revision, commit_of, holds_the_same
from planbook.verify.differences import compared_file, file_finding
from planbook.verify.pdf import NoReader, pdf_text
from planbook.verify.readers import (
    Reading,
    calendar_lines,
    csv_lines,
    feed_lines,
    json_lines,
    page_lines,
    script_lines,
    word_lines,
    workbook_lines,
)
from planbook.verify.state import NotOfTheData, ProofState, state_of, working_tree

_READERS = {
    ".html": page_lines,
    ".js": script_lines,
    ".xlsx": workbook_lines,
    ".csv": csv_lines,
    ".json": json_lines,
    ".ics": calendar_lines,
    ".atom": feed_lines,
}
_OTHER_FORMS = {
    ".docx": (".docm", ".dotx", ".dotm", ".doc", ".rtf", ".odt"),
    ".xlsx": (".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"),
}
_ANEW = Text("build the site anew: python build_docs.py build")


class NothingPublished(Refusal):
    """A folder holds no published site."""

    exit_code = 2


@dataclass
class Result:
    """What was found, with the lines of the files for excerpts; how much was read; and what to say of it in the end."""

    findings: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)
    read: int = 0
    hashed: int = 0
    agreed: int = 0
    summary: Text = field(default_factory=partial(Text, ""))


def verify_site(site: Path, root: Path, only: str = "") -> Result:
    """Hold every file of a published folder against the data, or `only` one of them.

    Raises `NothingPublished` and `BuildStopped`.
    """
    if not (site / MANIFEST).is_file():
        raise NothingPublished(
            Text("{folder} is no published site: it holds no {manifest}", {"folder": site, "manifest": MANIFEST})
        )
    result = Result()
    listing = _listing(site)
    result.findings += [finding for finding in _hashes(site) if not only or finding.span.path == str(site / only)]
    result.findings += of_another_build(site)
    state, doubts = _state(site, root, listing)
    result.findings += doubts
    revisions = listing.get("revisions", {})
    for path in sorted(entry["path"] for entry in listing.get("files", [])):
        if (site / path).is_file() and only in ("", path):
            _file(site, path, state, revisions, result)
    values = {"read": result.read, "agreed": result.agreed, "hashed": result.hashed, "state": state_in_words(state)}
    result.summary = Text(
        "{read} files read again: {agreed} figures, days, document numbers and agencies are those of {state};"
        " {hashed} files that say nothing of the data by their hash alone",
        values,
    )
    return result


def state_in_words(state: ProofState) -> Text:
    """Which data files were held against."""
    if state.commit is None:
        return Text("the data as they stand here")
    values = {"revision": state.commit.name[:7], "day": official_day(state.commit.day), "subject": state.commit.subject}
    return Text("revision {revision} of {day} ({subject})", values)


def _listing(site: Path) -> dict:  # type: ignore[type-arg]
    """What the manifest says; what cannot be read of it says nothing, and is a finding by its hashes."""
    try:
        content = json.loads(content_of(site / MANIFEST).decode())
        files = [entry for entry in content["files"] if isinstance(entry["path"], str) and _is_inside(entry["path"])]
        revisions = {str(plan): str(name) for plan, name in content.get("revisions", {}).items()}
        beside = [Path(str(name)).name for name in content.get("beside", [])]
        made = content.get("made") and datetime.fromisoformat(content["made"])
        as_of = content.get("as_of") and date.fromisoformat(content["as_of"])
        about = {"made": made, "as_of": as_of, "build": content.get("build"), "beside": beside}
    except (Unopened, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    return {"files": files, "revisions": revisions, **about}


def _is_inside(path: str) -> bool:
    """Whether a path of the manifest stays in its folder."""
    return bool(path) and "\0" not in path and not PurePosixPath(path).is_absolute() and ".." not in path.split("/")


def of_another_build(site: Path) -> Iterator[Diagnostic]:
    """Tell of a folder that was published together with this one, and is there, but of another build."""
    listing = _listing(site)
    for name in listing.get("beside", []):
        neighbour = Path(os.path.abspath(site)).parent / name
        build = _listing(neighbour).get("build")
        if build not in (None, listing["build"]):
            message = Text(
                "{site} and {other} are of two builds: one of them was stopped while it published",
                {"site": site, "other": neighbour},
            )
            yield file_finding(str(site / MANIFEST), "origin-differs", message, _ANEW)


def _hashes(site: Path) -> Iterator[Diagnostic]:
    """Tell of files that are not those which the manifest lists."""
    listed = {entry["path"]: entry for entry in _listing(site).get("files", [])}
    for fault in verify(site):
        kind, _, path = fault.partition(": ")
        name = str(site / path)
        values: dict[str, object] = {"path": path}
        if path == MANIFEST:
            yield file_finding(name, "file-differs", Text("the list of files cannot be read"), _ANEW)
        elif kind == "altered":
            try:
                digest: object = sha256(content_of(site / path)).hexdigest()
            except Unopened as refusal:
                digest = refusal.message
            values |= {"wanted": listed.get(path, {}).get("sha256", "-"), "found": digest}
            message = Text(
                "{path} is not the file that was published: its hash is {found}, manifest.json says {wanted}", values
            )
            yield file_finding(name, "file-differs", message, _ANEW)
        elif kind == "missing":
            yield file_finding(name, "file-differs", Text("{path} was published and is not there", values), _ANEW)
        else:
            yield file_finding(name, "file-differs", Text("{path} is there and was not published", values), _ANEW)


def _state(site: Path, root: Path, listing: dict) -> tuple[ProofState, list[Diagnostic]]:  # type: ignore[type-arg]
    """The data that the folder names, and why they are perhaps not those that it was made of."""
    revisions, path = listing.get("revisions", {}), str(site / MANIFEST)
    days = listing.get("made"), listing.get("as_of")
    revision = Revision.as_written(revisions.get("", ""))
    name = revision.commit
    if not name or revision.is_edited:
        return working_tree(root, *days), [unproven(path, revision)]
    commit = commit_of(root, name)
    if commit is None:
        return working_tree(root, *days), [unknown(path, name, root)]
    doubts = []
    for plan, own in revisions.items():
        last = commit_of(root, name, *made_of(plan))
        if last and last.name.startswith(own):
            continue
        # A build in a shallow clone names the oldest commit that it has, where the last change may be older.
        if last is None or Revision.as_written(own).is_edited or not holds_the_same(root, own, name, *made_of(plan)):
            values = {"plan": plan or "data/", "found": own, "wanted": last.name[: len(own)] if last else "?"}
            message = Text("{plan}: made of revision {found} as the file says, but of {wanted} as git says", values)
            doubts.append(file_finding(path, "origin-differs", message, _ANEW))
    return state_of(root, commit, revisions, *days), doubts


def unproven(path: str, revision: Revision) -> Diagnostic:
    """Tell that no revision holds the data that a file was made of."""
    message = (
        Text(
            "made of data that were edited after revision {found}: what they were cannot be proven",
            {"found": revision.commit},
        )
        if revision.commit
        else Text("the file names no revision, so it is held against the data as they stand here")
    )
    mend = Text("commit data/ and templates/, then build anew: python build_docs.py build")
    return file_finding(path, "origin-unproven", message, mend, Severity.WARNING)


def unknown(path: str, name: str, root: Path) -> Diagnostic:
    """Tell that this repository lacks the revision that a file names."""
    if reason := outside(root):
        mend = Text("{reason}; name the folder of a clone: --root FOLDER", {"reason": reason})
    elif is_shallow(root):
        mend = Text("fetch the whole history: git fetch --unshallow")
    else:
        mend = Text("fetch it: git fetch --all")
    return file_finding(
        path, "origin-unproven", Text("revision {found} is not in this repository", {"found": name}), mend
    )


def _file(site: Path, path: str, state: ProofState, revisions: dict[str, str], result: Result) -> None:
    """Hold one file against the data, and add what that gives to the result."""
    name = str(site / path)
    try:
        expected = state.expected(path)
        reading = None if expected is None else read_published(site / path)
    except NotOfTheData:
        message = Text("the data of the revision make no such file")
        result.findings.append(file_finding(name, "file-differs", message, _ANEW))
        return
    except Unopened as refusal:
        mend = refusal.mend if isinstance(refusal, NoReader) else _ANEW
        message = Text("the file cannot be read: {reason}", {"reason": refusal.message})
        result.findings.append(file_finding(name, "file-unread", message, mend))
        return
    if expected is None or reading is None:
        result.hashed += 1
        return
    result.read += 1
    comparison = compared_file(name, expected, reading, state)
    result.agreed += comparison.agreed
    result.findings += comparison.findings
    if comparison.findings:
        result.lines[name] = list(comparison.lines)
    if isinstance(reading, Reading) and reading.revision is not None:
        listed = revisions.get(expected.plan, "")
        if reading.revision != listed:
            values = {"plan": expected.plan or "data/", "found": reading.revision, "wanted": listed}
            message = Text(
                "{plan}: made of revision {found} as the file says, but of {wanted} as manifest.json says", values
            )
            result.findings.append(file_finding(name, "origin-differs", message, _ANEW))


def kind_of_file(path: Path) -> str:
    """The ending of what a file is proved as: other forms of Word and Excel are opened to be told what they are."""
    ending = path.suffix.lower()
    return next((form for form, endings in _OTHER_FORMS.items() if ending in endings), ending)


def read_published(path: Path) -> Reading | str:
    """Read a file by what its name says that it is; a PDF gives its text. Raises `Unopened`."""
    ending = kind_of_file(path)
    if ending == ".docx":
        return word_lines(path)
    content = content_of(path)
    return pdf_text(content) if ending == ".pdf" else _READERS[ending](content)
