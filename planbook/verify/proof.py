"""One published file against the data and against what the program makes of them once more, and what comes of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.model.period import official_day
from planbook.outputs.catalogue import output_at
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.git import is_shallow, outside
from planbook.repository.manifest import MANIFEST
from planbook.repository.revisions import Revision
from planbook.verify.anew import MadeAnew, not_as_made
from planbook.verify.differences import ANEW, compared_file, file_finding
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
from planbook.verify.state import NotOfTheData, ProofState

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


def state_in_words(state: ProofState) -> Text:
    """Which data files were held against."""
    if state.commit is None:
        return Text("the data as they stand here")
    values = {"revision": state.commit.name[:7], "day": official_day(state.commit.day), "subject": state.commit.subject}
    return Text("revision {revision} of {day} ({subject})", values)


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


def prove_file(
    site: Path, path: str, state: ProofState, anew: MadeAnew, revisions: Mapping[str, str], result: Result
) -> None:
    """Hold one file against the data and against what was made anew, and add what that gives to the result."""
    before = len(result.findings)
    _content(site, path, state, anew, revisions, result)
    if anew.folder is None or len(result.findings) > before:
        return
    compare_anew(site, path, anew, result)


def compare_anew(site: Path, path: str, anew: MadeAnew, result: Result) -> None:
    """Hold one file against what was made anew, and add what that gives to the result."""
    assert anew.folder
    name = str(site / path)
    if not (anew.folder / path).is_file():
        result.findings.append(no_such_file(site / path))
        return
    try:
        content = content_of(site / path)
    except Unopened:
        return  # told already
    result.compared += 1
    result.findings += [not_as_made(name, place) for place in anew.differing(path, content)]


def left_out(site: Path, anew: MadeAnew, listed: Collection[str]) -> Iterator[Diagnostic]:
    """Tell of files that the program makes and a list of files does not name."""
    made = (
        (path.relative_to(anew.folder).as_posix() for path in anew.folder.rglob("*") if path.is_file())
        if anew.folder
        else ()
    )
    for path in sorted({*made} - {*listed}):
        message = Text("{path} belongs to the site and is not there", {"path": path})
        yield file_finding(str(site / path), "file-differs", message, ANEW)


def not_made_anew(site: Path, anew: MadeAnew, mend: Text) -> Iterator[Diagnostic]:
    """Tell why what is beside the data in the files could not be compared."""
    for reason in anew.otherwise:
        message = Text("not every byte is proven, only what the files say of the data: {reason}", {"reason": reason})
        yield file_finding(str(site / MANIFEST), "origin-unproven", message, mend, Severity.WARNING)


def no_such_file(path: Path) -> Diagnostic:
    """Tell that a file has a name that the data do not make."""
    return file_finding(str(path), "file-differs", Text("the data of the revision make no such file"), ANEW)


def _content(
    site: Path, path: str, state: ProofState, anew: MadeAnew, revisions: Mapping[str, str], result: Result
) -> None:
    """Hold what a file says against the data."""
    name = str(site / path)
    try:
        expected = state.expected(path)
        reading = None if expected is None else read_published(site / path)
    except NotOfTheData:
        result.findings.append(no_such_file(site / path))
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
