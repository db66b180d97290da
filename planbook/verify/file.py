"""One file by itself: which revision it says that it came from, and what in it is not what that revision says.

That holds for files that no site publishes, too: reports about a period, workbooks of results, lists of tasks.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from planbook.messages.diagnostics import Misuse, Text
from planbook.model.collection import Collection
from planbook.model.item import ItemId
from planbook.model.period import parse_report_period
from planbook.outputs.catalogue import SHEETS
from planbook.outputs.edition import Edition
from planbook.outputs.period_reports import ReportRequest, report_paper
from planbook.outputs.proofs.documents import printed_line, sheet_lines
from planbook.outputs.proofs.lines import Expected, ExpectedLine
from planbook.render.article import article_lines
from planbook.render.sheet import workbook
from planbook.repository.manifest import MANIFEST, lists_for
from planbook.repository.revisions import Revision, commit_of
from planbook.verify.differences import compared_file
from planbook.verify.places import is_of_places
from planbook.verify.proof import Result, kind_of_file, read_published, state_in_words, unknown, unproven
from planbook.verify.readers import Reading, workbook_lines
from planbook.verify.site import site_of, verify_site
from planbook.verify.state import NotOfTheData, ProofState, state_of, working_tree
from planbook.views.addresses import Address
from planbook.views.tracker import tracker_sheet
from planbook.views.workbook.collection import MARK, collection_workbook
from planbook.views.workbook.collection_cover import FormRequest

_NAMES_ITSELF = (".docx", ".xlsx", ".pdf")  # what is handed on by itself, and says where it came from
_REPORT = re.compile(r"report-(?P<period>\d{4}(?:-\w+)?)(?:-by-(?P<agency>.+))?")
_GIVEN_OUT = re.compile(
    rf"\b{MARK} \S+ (?P<plan>\S+) (?P<period>\S+) (?P<agency>\S+) (?P<closing>\S+) (?P<revision>\S+)"
)


def verify_file(path: Path, root: Path) -> Result:
    """Hold one file against the data of the revision that it names.

    A page, calendar or table of open data names none, so it is verified in the published folder that it stands in; so is
    whatever a site lists that is cut by places, by which no more is read than its place. Raises `Misuse`, `Unopened` and `BuildStopped`.
    """
    if kind_of_file(path) not in _NAMES_ITSELF or _is_listed_by_place(path.absolute()):
        return _in_its_site(path.absolute(), root)
    reading = read_published(path)
    revision = reading.revision if isinstance(reading, Reading) else _revision_on_paper(reading, root)
    if revision is None:
        raise Misuse(
            Text("{path} does not say of which data it was made, so nothing can be verified in it", {"path": path})
        )
    result = Result(read=1)
    with TemporaryDirectory() as folder:  # with the templates of the revision, which a report is written with once more
        state = _state(str(path), revision, root, result, Path(folder))
        name, expected = _expected(path, reading, state)
    comparison = compared_file(str(path), expected, reading, state)
    result.findings += comparison.findings
    result.lines[str(path)] = list(comparison.lines)
    result.summary = Text(
        "{name}: made of {state}; {agreed} figures, days, document numbers and agencies agree, {differing} places differ",
        {"name": name, "state": state_in_words(state), "agreed": comparison.agreed, "differing": comparison.differing},
    )
    return result


def _is_listed_by_place(path: Path) -> bool:
    """Whether a file is one that a published site lists that is cut by places."""
    site = site_of(path)
    if site is None or not is_of_places(site):
        return False
    name = path.relative_to(site).as_posix()
    return any(entry["path"] == name for _, entry in lists_for(site, name).files())


def _expected(path: Path, reading: Reading | str, state: ProofState) -> tuple[str, Expected]:
    """What a file is called, and what it must say; raises `Misuse` where these data make no such file."""
    if isinstance(reading, Reading) and (own := beside(state.edition, reading)):
        return path.name, own
    name = _published_as(path, reading, state)
    try:
        expected = state.expected(name)
    except NotOfTheData as error:
        raise Misuse(Text("the data of the revision make no file {path}", {"path": path})) from error
    if expected is None:
        raise Misuse(Text("{path} holds nothing that data could prove", {"path": path}))
    return name, expected


def _in_its_site(path: Path, root: Path) -> Result:
    site = site_of(path)
    if site is None:
        raise Misuse(
            Text(
                "{path} stands in no published site: no folder above it holds a {manifest}",
                {"path": path, "manifest": MANIFEST},
            )
        )
    return verify_site(site, root, only=path.relative_to(site).as_posix())


def _state(path: str, revision: str, root: Path, result: Result, folder: Path) -> ProofState:
    """The data of the revision that a file names, with a word where they are perhaps not what it was made of."""
    origin = Revision.as_written(revision)
    commit = commit_of(root, origin.commit) if origin.commit else None
    if not origin.commit or origin.is_edited:
        result.findings.append(unproven(path, origin))
    elif commit is None:
        result.findings.append(unknown(path, origin.commit, root))
    if commit is None:
        return working_tree(root)
    # Edited since: nearest is the tree, if it still is that edit.
    return working_tree(root) if origin.is_edited else state_of(root, commit, folder=folder)


def _revision_on_paper(text: str, root: Path) -> str | None:
    """The revision in the foot of a printed sheet, with + for edits since; None where it names none."""
    words = working_tree(root).edition.phrases
    folded = " ".join(text.split())
    for is_edited in (True, False):
        inner = words.say("revision_edited", revision="\0") if is_edited else "\0"
        shape = re.escape(words.say("revision", revision=inner, day="\1"))
        pattern = shape.replace("\0", "(?P<revision>[0-9a-f]{7,40})").replace("\1", r"[\d/]+")
        if match := re.search(" ".join(pattern.split()), folded):
            return str(Revision(match["revision"], is_edited=is_edited))
    return None


def _published_as(path: Path, reading: Reading | str, state: ProofState) -> str:
    """Under which path the site has a file, whatever it is called now."""
    if isinstance(reading, Reading):
        if ItemId(reading.plan).is_part:
            raise Misuse(
                Text(
                    "{path} is a paper about {plan} ({kind}): people write on it, and nothing says what it was made with",
                    {"path": path, "plan": ItemId(reading.plan).entry, "kind": ItemId(reading.plan).part},
                )
            )
        if not reading.plan:
            return Address.DATA_WORKBOOK.path()
        kind = Address.WORD_DRAFT if kind_of_file(path) == ".docx" else Address.WORKBOOK
        return kind.path(plan=reading.plan)
    letters = "".join(reading.split())
    for name, expected in _on_paper(state):
        if all("".join(text.split()) in letters for text in expected.known_by):
            return name
    raise Misuse(
        Text(
            "{path} is no printed sheet of a plan of these data: {plans}",
            {"path": path, "plans": ", ".join(state.edition.workspace.plans)},
        )
    )


def _on_paper(state: ProofState) -> Iterator[tuple[str, Expected]]:
    """Every printed sheet by its path, with what must stand in it."""
    for output in SHEETS:
        for blanks, _ in output.view(state.edition):
            if not isinstance(output.proof, Text):
                yield output.address.path(**blanks), output.proof(state.edition, **blanks)


def beside(edition: Edition, reading: Reading) -> Expected | None:
    """What a file must say that stands beside the published ones; None for one that is none of those that can be proved.

    Raises what the data refuse: a period without results, an agency that the register does not have.
    """
    document = ItemId(reading.plan)
    plan = document.entry
    if plan not in edition.workspace.plans:
        return None
    if match := _REPORT.fullmatch(document.part):
        return _report(edition, ReportRequest(plan, match["period"].upper(), match["agency"] or ""))
    if document.is_part:
        return None
    if match := next((match for line in reading.lines if (match := _GIVEN_OUT.search(line.item))), None):
        return _collected(edition, plan, match)
    sheet = tracker_sheet(edition.texts[plan], edition.matrices[plan], edition.workspace.office.tracker)
    lines = tuple(sheet_lines(sheet))
    is_tracker = reading.lines and reading.lines[0].text == lines[0].text
    return Expected(lines, whole=True, plan=plan) if is_tracker else None


def _report(edition: Edition, request: ReportRequest) -> Expected:
    """Every paragraph and row of a report, as its Word file has them."""
    paper = report_paper(edition.root, edition.workspace, request)
    lines = (printed_line(line, request.plan) for line in article_lines(paper.html))
    return Expected(tuple(lines), whole=True, plan=request.plan)


def _collected(edition: Edition, plan: str, mark: re.Match[str]) -> Expected | None:
    """Every row of the workbook that an agency was given; what it filled in stands there more."""
    agency = mark["agency"]
    collection = Collection(edition.workspace, edition.workspace.plans[plan], parse_report_period(mark["period"]))
    if agency not in collection.parts:
        return None
    request = FormRequest(
        agency, date.fromisoformat(mark["closing"]), collection.last_day(agency), mark["revision"].strip("-")
    )
    content = workbook(collection_workbook(collection, edition.texts[plan], request), edition.made)
    lines = (ExpectedLine(line.item, (line.text,)) for line in workbook_lines(content).lines)
    return Expected(tuple(lines), whole=True, plan=plan)
