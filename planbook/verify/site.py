"""A published folder against the data of the revision that it names: its list of files, then file after file.

Each file is read for what it says of the data, and held against what the program makes of them once more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from planbook.messages.diagnostics import Diagnostic, Refusal, Severity, Text
from planbook.model.period import official_day
from planbook.outputs.catalogue import output_at
from planbook.outputs.origin import made_of
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.git import is_shallow, outside
from planbook.repository.last_commits import holds_the_same, last_commits
from planbook.repository.manifest import MANIFEST
from planbook.repository.publishing import settle_site
from planbook.repository.revisions import Revision, commit_of
from planbook.verify.anew import MadeAnew, copy_pages, made_anew, not_as_made
from planbook.verify.differences import ANEW, compared_file, file_finding
from planbook.verify.listing import Listing, of_another_build, other_files, read_listing
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
_PROGRAM = Text("of the program, its theme or the pages in content/")


class NothingPublished(Refusal):
    """A folder holds no published site."""

    exit_code = 2


def site_of(path: Path) -> Path | None:
    """The published folder that a file stands in."""
    return next((folder for folder in path.parents if (folder / MANIFEST).is_file()), None)


@dataclass
class Result:
    """What was found, with the lines of the files for excerpts; how much was read; and what to say of it in the end.

    `hashed` has the files that nothing but their hash proves, by the reason.
    """

    findings: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)
    read: int = 0
    agreed: int = 0
    compared: int = 0
    notes: list[Text] = field(default_factory=list)
    hashed: dict[str, list[str]] = field(default_factory=dict)
    summary: Text = field(default_factory=partial(Text, ""))


def verify_site(site: Path, root: Path, only: str = "") -> Result:
    """Hold every file of a published folder against the data, or `only` one of them.

    Raises `NothingPublished` and `BuildStopped`.
    """
    settle_site(site)
    if not (site / MANIFEST).is_file():
        raise NothingPublished(
            Text("{folder} is no published site: it holds no {manifest}", {"folder": site, "manifest": MANIFEST})
        )
    result = Result()
    listing = read_listing(site)
    result.findings += [finding for finding in other_files(site) if not only or finding.span.path == str(site / only)]
    result.findings += of_another_build(site)
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy_pages(root, folder)
        state, doubts = _state(site, root, listing, folder)
        result.findings += doubts
        target, is_offline = folder / "build/anew", "site" in listing.beside
        anew = made_anew(state.edition, listing.made_by, target, only, offline=is_offline)
        for path in sorted(listing.files):
            if (site / path).is_file() and only in ("", path):
                _file(site, path, state, anew, listing.revisions, result)
        if not only:
            result.findings += _left_out(site, anew, listing)
    values = {"read": result.read, "agreed": result.agreed, "state": state_in_words(state)}
    result.summary = Text(
        "{read} files read again: {agreed} figures, days, document numbers and agencies are those of {state}", values
    )
    result.notes = list(_notes(anew, result))
    if anew.folder is None:
        result.findings += _not_made_anew(site, anew)
    return result


def _left_out(site: Path, anew: MadeAnew, listing: Listing) -> Iterator[Diagnostic]:
    """Tell of files that the program makes and a list of files does not name."""
    made = (
        (path.relative_to(anew.folder).as_posix() for path in anew.folder.rglob("*") if path.is_file())
        if anew.folder
        else ()
    )
    for path in sorted({*made} - listing.files.keys()):
        message = Text("{path} belongs to the site and is not there", {"path": path})
        yield file_finding(str(site / path), "file-differs", message, ANEW)


def _not_made_anew(site: Path, anew: MadeAnew) -> Iterator[Diagnostic]:
    """Tell why what is beside the data in the files could not be compared."""
    mend = Text("verify it with the program, the libraries and the folder that it was made with, or build it anew")
    for reason in anew.otherwise:
        message = Text("not every byte is proven, only what the files say of the data: {reason}", {"reason": reason})
        yield file_finding(str(site / MANIFEST), "origin-unproven", message, mend, Severity.WARNING)


def _notes(anew: MadeAnew, result: Result) -> Iterator[Text]:
    """What proves the files beside what they say: that they were made anew, or their hash alone, and why."""
    if anew.folder:
        yield Text("{count} files made anew of the same data and compared byte for byte", {"count": result.compared})
    if anew.folder and not anew.prints_the_same:
        yield Text("PDF files by their text, links and attached files: other fonts or libraries printed them")
    for reason, paths in sorted(result.hashed.items()):
        values = {
            "count": len(paths),
            "reason": Text(reason),
            "paths": ", ".join(paths[:3]) + (", …" if paths[3:] else ""),
        }
        yield Text("{count} files by their hash alone ({reason}): {paths}", values)


def state_in_words(state: ProofState) -> Text:
    """Which data files were held against."""
    if state.commit is None:
        return Text("the data as they stand here")
    values = {"revision": state.commit.name[:7], "day": official_day(state.commit.day), "subject": state.commit.subject}
    return Text("revision {revision} of {day} ({subject})", values)


def _state(site: Path, root: Path, listing: Listing, folder: Path) -> tuple[ProofState, list[Diagnostic]]:
    """The data that the folder names, and why they are perhaps not those that it was made of."""
    revisions, path = listing.revisions, str(site / MANIFEST)
    days = listing.made, listing.as_of
    how: dict[str, Any] = {"tracked": listing.tracked, "history": listing.history}
    revision = Revision.as_written(revisions.get("", ""))
    name = revision.commit
    if not name or revision.is_edited:
        return working_tree(root, *days, folder, **how), [unproven(path, revision)]
    commit = commit_of(root, name)
    if commit is None:
        return working_tree(root, *days, folder, **how), [unknown(path, name, root)]
    doubts = []
    last_of = last_commits(root, name, {plan: made_of(plan) for plan in revisions})
    for plan, own in revisions.items():
        last = last_of.get(plan)
        if last and last.name.startswith(own):
            continue
        # A build in a shallow clone names the oldest commit that it has, where the last change may be older.
        if last is None or Revision.as_written(own).is_edited or not holds_the_same(root, own, name, *made_of(plan)):
            values = {"plan": plan or "data/", "found": own, "wanted": last.name[: len(own)] if last else "?"}
            message = Text("{plan}: made of revision {found} as the file says, but of {wanted} as git says", values)
            doubts.append(file_finding(path, "origin-differs", message, ANEW))
    if commit_of(root, listing.head):
        how["head"] = listing.head
    return state_of(root, commit, revisions, *days, folder, **how), doubts


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


def _file(
    site: Path, path: str, state: ProofState, anew: MadeAnew, revisions: Mapping[str, str], result: Result
) -> None:
    """Hold one file against the data and against what was made anew, and add what that gives to the result."""
    before = len(result.findings)
    _content(site, path, state, anew, revisions, result)
    if anew.folder is None or len(result.findings) > before:
        return
    name = str(site / path)
    if not (anew.folder / path).is_file():
        message = Text("the data of the revision make no such file")
        result.findings.append(file_finding(name, "file-differs", message, ANEW))
        return
    try:
        content = content_of(site / path)
    except Unopened:
        return  # told already
    result.compared += 1
    result.findings += [not_as_made(name, place) for place in anew.differing(path, content)]


def _content(
    site: Path, path: str, state: ProofState, anew: MadeAnew, revisions: Mapping[str, str], result: Result
) -> None:
    """Hold what a file says against the data."""
    name = str(site / path)
    try:
        expected = state.expected(path)
        reading = None if expected is None else read_published(site / path)
    except NotOfTheData:
        message = Text("the data of the revision make no such file")
        result.findings.append(file_finding(name, "file-differs", message, ANEW))
        return
    except Unopened as refusal:
        mend = refusal.mend if isinstance(refusal, NoReader) else ANEW
        message = Text("the file cannot be read: {reason}", {"reason": refusal.message})
        result.findings.append(file_finding(name, "file-unread", message, mend))
        return
    if expected is None or reading is None:
        if anew.folder is None:
            proof = (output_at(path) or (None,))[0]
            reason = proof.proof if proof and isinstance(proof.proof, Text) else _PROGRAM
            result.hashed.setdefault(reason.english, []).append(path)
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
            result.findings.append(file_finding(name, "origin-differs", message, ANEW))


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
