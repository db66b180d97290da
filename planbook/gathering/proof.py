"""Whether a gathered site says what the offices published: each row by the files that it keeps of them, and each byte made anew."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from planbook.gathering.foreign_tables import Unfit
from planbook.gathering.offices import OfficeState
from planbook.gathering.pages import Nation
from planbook.gathering.proof_of_rows import AGAIN, page_findings, row_findings
from planbook.gathering.publication import fault_of_signature, publication_of
from planbook.gathering.record import GATHERING_RECORD, SOURCE_FILES, kept_files, read_record
from planbook.gathering.site import GATHERED, made_by_here, make_gathered
from planbook.gathering.sources import SOURCES, read_offices
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.manifest import MANIFEST
from planbook.verify.anew import MadeAnew, made_otherwise
from planbook.verify.differences import file_finding
from planbook.verify.listing import other_files, read_listing
from planbook.verify.proof import Result, compare_anew, not_made_anew


def is_gathered(site: Path) -> bool:
    """Whether a published folder was gathered of other ones."""
    with suppress(Unopened, ValueError, AttributeError):
        return json.loads(content_of(site / MANIFEST)).get(GATHERED) is True
    return False


def verify_gathered(site: Path, root: Path, only: Path) -> Result:
    """Hold every row and page of a gathered site against the files of the offices that it keeps, and these against their own lists.

    Of `only` a file of it nothing else is told. Where the `offices.yaml` of a folder names keys, their signatures too. Raises `BuildStopped` and `MachineFault`.
    """
    result = Result()
    result.findings += other_files(site)
    record = read_record(site)
    if record.gathered is None:
        message = Text("{file} does not say what was gathered", {"file": GATHERING_RECORD})
        result.findings.append(file_finding(str(site / GATHERING_RECORD), "file-differs", message, AGAIN))
        return result
    states = []
    for office in record.offices:
        files = kept_files(site, office.id)
        try:
            states.append(OfficeState(office, files, publication_of(files) if files else None))
        except (Unfit, KeyError) as problem:
            reason = problem.message if isinstance(problem, Unfit) else Text("{file} is not there", {"file": MANIFEST})
            result.findings.append(_not_theirs(site / SOURCE_FILES / office.id, office.name, reason))
            states.append(OfficeState(office, {}, None))
    result.findings += _signatures(site, root, states)
    result.findings += row_findings(site, states, result)
    result.findings += page_findings(site, states, result)
    with TemporaryDirectory() as name:
        anew = _made_anew(site, root, Nation(states, record), Path(name))
        if anew.folder:
            _compare(site, anew, anew.folder, result)
        else:
            result.findings += not_made_anew(site, anew, AGAIN)
    present = sum(state.publication is not None for state in states)
    if only != site:
        result.findings = [finding for finding in result.findings if finding.span.path == str(only.absolute())]
    values = {"rows": result.agreed, "offices": present, "listed": len(states)}
    result.summary = Text(
        "{rows} rows agree with the files of {offices} of {listed} offices that the site keeps", values
    )
    result.notes = [
        Text("{count} files made anew of the same data and compared byte for byte", {"count": result.compared})
        if anew.folder
        else Text("no file was made anew")
    ]
    return result


def _signatures(site: Path, root: Path, states: Iterable[OfficeState]) -> Iterator[Diagnostic]:
    """What is wrong with the signatures of the kept lists of files, by the keys that a folder's `offices.yaml` names."""
    sources = read_offices(root).offices if (root / SOURCES).is_file() else ()
    keys = {office.id: root / office.key for office in sources if office.key}
    for state in states:
        fault = fault_of_signature(state.files, keys[state.id]) if state.id in keys and state.files else None
        if fault:
            yield _not_theirs(site / SOURCE_FILES / state.id / MANIFEST, state.record.name, fault.message)


def _not_theirs(path: Path, office: str, reason: Text) -> Diagnostic:
    details = {"office": office, "reason": reason}
    message = Text("the files that are kept of {office} are not those that it published: {reason}", details)
    return file_finding(str(path), "file-differs", message, AGAIN)


def _made_anew(site: Path, root: Path, nation: Nation, folder: Path) -> MadeAnew:
    """The site made once more of what it keeps, where this program and folder make what it was made by."""
    otherwise = made_otherwise(read_listing(site).made_by, made_by_here(root))
    if otherwise:
        return MadeAnew(None, otherwise, prints_the_same=True)
    (folder / "site").mkdir()
    make_gathered(root, nation, folder / "site", work=folder / "work")
    return MadeAnew(folder / "site", (), prints_the_same=True)


def _compare(site: Path, anew: MadeAnew, folder: Path, result: Result) -> None:
    """Hold every file against what was made anew, and tell of those that only one of the two folders has."""
    there, ours = (
        {path.relative_to(of).as_posix() for path in of.rglob("*") if path.is_file()} for of in (site, folder)
    )
    for path in sorted(ours):
        if path in there:
            compare_anew(site, path, anew, result)
        else:
            message = Text("{path} belongs to the site and is not there", {"path": path})
            result.findings.append(file_finding(str(site / path), "file-differs", message, AGAIN))
    for path in sorted(there - ours - {MANIFEST, f"{MANIFEST}.sig", f"{MANIFEST}.minisig"}):
        message = Text("{path} is there and was not published", {"path": path})
        result.findings.append(file_finding(str(site / path), "file-differs", message, AGAIN))
