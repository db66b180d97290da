"""`offices.yaml`: whose published data are gathered, and what the gathered site says of itself."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from planbook.loading.workspace import load_entry
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Severity, Span, Text
from planbook.model.entry import Entry, Id, PlainWords, problem
from planbook.model.office import ReportAddress, WebAddress

SOURCES = "offices.yaml"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_MOST_DAYS = 3650


def _check_place(text: str) -> str:
    """A folder, or an address of https; plain http only of this machine, whom nobody can listen to."""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    if not host or not is_safe or parts.username is not None or parts.query or parts.fragment:
        raise problem(
            "wrong-kind",
            "“{value}” is no address to read a site from",
            "write it like {web}, without a name or password, or name a folder",
            value=text,
            web="https://kehoach.tinh.gov.vn/",
        )
    return text.rstrip("/") + "/"


def _check_days(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST_DAYS):
        raise problem("wrong-kind", "“{value}” is no number of days", "write a number from 1 to 3650", value=text)
    return text


class GatheredOffice(Entry):
    """An office whose site is read: a folder, or an address of https.

    `site` is where its pages can be read, if it is read from a folder. `province` is whose communes it belongs to: only there two offices
    can mean the same commune body. `key` is the file of the public key that it signs with, `places` are the only ones that it may publish plans of.
    """

    id: Id
    name: PlainWords
    at: Annotated[PlainWords, AfterValidator(_check_place)]
    site: WebAddress | None = None
    province: PlainWords | None = None
    key: PlainWords | None = None
    places: tuple[Id, ...] = ()

    @property
    def is_remote(self) -> bool:
        """Whether it is read over the network."""
        return "://" in self.at

    @property
    def address(self) -> str:
        """Where its pages can be read, with a slash at its end; empty where nobody says."""
        return self.at if self.is_remote else self.site.rstrip("/") + "/" if self.site else ""


class OfficesFile(Entry):
    """offices.yaml

    The gathered site is called `site_name`, stands at `site_url`, and names its `owner`, whom to ask, and where an error is reported. An office
    whose data are of a day more than `old_after` days ago is told (30 where nothing is said).
    """

    site_name: PlainWords | None = None
    site_description: PlainWords | None = None
    site_url: WebAddress | None = None
    owner: PlainWords | None = None
    contact: PlainWords | None = None
    report_errors: ReportAddress | None = None
    old_after: Annotated[PlainWords, AfterValidator(_check_days)] = "30"
    offices: tuple[GatheredOffice, ...]


def read_offices(root: Path) -> OfficesFile:
    """The offices that a folder gathers; raises `BuildStopped` with all that is wrong in the file."""
    path = root / SOURCES
    if not path.is_file():
        message = Text("{file} is not there: it lists the offices whose sites are gathered", {"file": SOURCES})
        mend = Text("write offices: with an id, a name and at: (a folder or an https address) for each")
        raise BuildStopped([Diagnostic("missing-field", Span(SOURCES), message, mend)], {})
    entry, findings, lines = load_entry(path, SOURCES, OfficesFile)
    if entry is None:
        raise BuildStopped(findings, {SOURCES: lines})
    findings += _same_place_twice(entry)
    if findings or not entry.offices:
        findings = findings or [
            Diagnostic("missing-field", Span(SOURCES), Text("no office is listed"), Text("list one below offices:"))
        ]
        raise BuildStopped(findings, {SOURCES: lines})
    return entry


def span_of(office: GatheredOffice) -> Span:
    """Where an office stands in the file."""
    node = office.source
    return Span(SOURCES, node.line, node.column) if node is not None else Span(SOURCES)


def source_finding(
    check: str, office: GatheredOffice, message: Text, mend: Text, severity: Severity = Severity.ERROR
) -> Diagnostic:
    """A finding about what an office publishes, at its place in the file."""
    return Diagnostic(check, span_of(office), message, mend, severity)


def _same_place_twice(entry: OfficesFile) -> list[Diagnostic]:
    """An error for each office that is read from where another one is: everything of it would count twice."""
    findings, places = [], dict[str, str]()
    for office in entry.offices:
        place = office.at.rstrip("/").lower()
        if place in places:
            values = {"office": office.id, "other": places[place], "place": office.at}
            message = Text("{office} is read from the same place as {other}: {place}", values)
            findings.append(
                Diagnostic("duplicate-id", span_of(office), message, Text("delete one of the two, or mend its at:"))
            )
        places.setdefault(place, office.id)
    return findings
