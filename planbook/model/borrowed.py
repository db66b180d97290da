"""The words that a plan prints of the registers: names of its day, citations, projects, sources of money, indicators."""

from collections.abc import Iterator
from dataclasses import dataclass

from planbook.messages.diagnostics import Span
from planbook.model.agency import Agency
from planbook.model.assigned import Assigned
from planbook.model.budget import BudgetLine
from planbook.model.entry import Entry
from planbook.model.mentions import mentions
from planbook.model.plan import Plan, Recipient
from planbook.model.target import Target
from planbook.model.task import Duty, ReportingDuty, Task, TaskGroup
from planbook.model.texts import texts
from planbook.model.workspace import Workspace

Form = str | None  # of a mention: full, dated, short, or none


@dataclass(frozen=True, slots=True)
class Borrowed:
    """One text of a register that a plan prints: of which entry of which kind, and of what in it."""

    kind: str
    id: str
    field: str
    words: str
    span: Span | None

    @property
    def key(self) -> str:
        """What the text is of, as seals name it: agency/so-y-te/name."""
        return f"{self.kind}/{self.id}/{self.field}"


def printed_name(agency: Agency, jurisdiction: str, form: Form = None) -> str:
    """The name of an agency as a plan prints it: with its place where that is not the plan's own."""
    if form == "short":
        return agency.short_name or agency.name
    if form == "full" or agency.locality not in (None, jurisdiction):
        return agency.called
    return agency.name


def borrowed(workspace: Workspace, plan: Plan) -> dict[str, Borrowed]:
    """Everything that a plan prints of the registers, by its key, in the order in which the plan names it."""
    words_by_key: dict[str, Borrowed] = {}
    references = list(_references(workspace, plan))
    for kind, id_, form in references:  # grows while it is read: titles cite documents and name agencies
        for entry, field, words in _words(workspace, plan, kind, id_, form):
            if words:
                span = entry.source.span(field) if entry.source else None
                text = Borrowed(kind, id_, (form or "name") if kind == "agency" else field, words, span)
                words_by_key.setdefault(text.key, text)
                inner = ((mention["kind"], mention["id"], mention["form"]) for mention in mentions(words))
                references += [
                    reference
                    for reference in inner
                    if reference not in references and reference[0] in ("document", "agency")
                ]
    return words_by_key


def _references(workspace: Workspace, plan: Plan) -> Iterator[tuple[str, str, Form]]:
    """What a plan names of the registers: kind, id, and in which form."""
    yield "locality", plan.jurisdiction, None
    yield "agency", plan.issuer, "full"
    for basis in plan.legal_bases:
        yield "document", basis.document, "full"
        yield from (("document", amendment, "dated") for amendment in basis.amended_by)
    if plan.issued_with:
        yield "document", plan.issued_with, "dated"
    if any(appendix.made == "shares" for appendix in plan.printed_appendices):
        for share in (share for target in plan.targets() for share in target.shares):
            yield "agency" if share.agency else "locality", share.body, None
    for _, _, text in texts(plan):
        for mention in mentions(text):
            if mention["kind"] in ("document", "agency"):
                yield mention["kind"], mention["id"], mention["form"]
    for entry in plan.walk():
        yield from _of_entry(workspace, entry)


def _of_entry(workspace: Workspace, entry: Entry) -> Iterator[tuple[str, str, Form]]:
    if isinstance(entry, Assigned):
        yield "agency", entry.agency, None
    elif isinstance(entry, Duty):
        yield from (("agency", agency, None) for agency in entry.agencies)
    elif isinstance(entry, ReportingDuty):
        yield from (("agency", agency, None) for agency in (*entry.agencies, *entry.to))
    elif isinstance(entry, Recipient) and not entry.text:
        yield from (("agency", agency, None) for agency in entry.agencies)
    elif isinstance(entry, Task | TaskGroup) and entry.project:
        yield "project", entry.project, None
    elif isinstance(entry, BudgetLine):
        yield "funding-source", entry.source_of_funds, None
    elif isinstance(entry, Target) and entry.indicator and entry.value is not None:
        yield "indicator", entry.indicator, None
        if standard := workspace.indicators[entry.indicator].standard:
            yield "standard", standard, None


def _words(workspace: Workspace, plan: Plan, kind: str, id_: str, form: Form) -> Iterator[tuple[Entry, str, str]]:
    """The fields of an entry that a plan prints, each with what it prints of it."""
    match kind:
        case "agency":
            agency = workspace.agency_on(id_, plan.day)
            name = printed_name(agency, plan.jurisdiction, form)
            fields = (field for field in ("name", "full_name", "short_name") if getattr(agency, field) == name)
            yield workspace.agencies[id_], next(fields, "name"), name
        case "document":
            yield from _citation(workspace, plan, id_, form)
        case "project":
            project = workspace.projects[id_]
            yield project, "number", project.number
            yield project, "name", project.name
        case "locality":
            yield workspace.localities[id_], "name", workspace.localities[id_].name
        case "funding-source":
            yield workspace.funding_sources[id_], "name", workspace.funding_sources[id_].name
        case "indicator":
            yield workspace.indicators[id_], "name", workspace.indicators[id_].name
        case "standard":
            yield workspace.standards[id_], "name", workspace.standards[id_].name


def _citation(workspace: Workspace, plan: Plan, id_: str, form: Form) -> Iterator[tuple[Entry, str, str]]:
    """What a citation prints of a document; without a form it is in full the first time."""
    document = workspace.documents[id_]
    kind = workspace.document_types[document.type]
    is_full = form not in ("short", "dated")
    issuer = workspace.issuer(document, plan.day)
    yield document, "type", kind.name
    if not kind.cited_by_title:
        yield document, "number", document.number or ""
        if issuer and (form != "short" or not document.number):
            yield document, "issuer", printed_name(issuer, plan.jurisdiction)
    if document.date and (form != "short" or not (document.number or kind.cited_by_title)):
        yield document, "date", str(document.date)
    if is_full or kind.cited_by_title:
        yield document, "title", document.title or ""
