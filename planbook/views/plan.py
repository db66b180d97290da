"""The official text of a plan, from the heading block to the recipients, as blocks in printing order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from planbook.model.agency import Agency
from planbook.model.period import official_day, official_month
from planbook.model.plan import Plan, Recipient
from planbook.model.workspace import Workspace
from planbook.views.appendices import Appendix, document_type, printed_appendices
from planbook.views.decisions import DecisionSheet, OpenDecision, decision_sheet, open_decisions, open_places
from planbook.views.matrix import matrix, printed_groups, table_of
from planbook.wording.blocks import FOOTNOTE_MARK, Block, FootnoteLine, Heading, Item, Table, capital, full_stop
from planbook.wording.numbering import numbers
from planbook.wording.outline import body_blocks
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.wording import BLANK, Wording

_FEW = 3  # appendices, of which each is named


@dataclass(frozen=True)
class PlanView:
    """Everything that a plan prints, in order and in words.

    `wording_note` says under the title that the sentences are not the plan's own, `wording_foot` at the foot of every
    page; both are empty where they are. `footnotes` are those of a section by its last block. `decisions` are those that are open in a
    draft, `sheet` is what they stand on in front of it, `open` are the ids of the paragraphs that they are about.
    """

    id: str
    short_title: str
    is_draft: bool
    is_party: bool
    wording_note: str
    wording_foot: str
    superior: str
    issuer: tuple[str, ...]
    number_line: str
    place_and_day: str
    document_type: str
    issued_with: str
    title: str
    addressed_to: tuple[str, ...]
    legal_bases: tuple[str, ...]
    preamble: str
    body: tuple[Block, ...]
    footnotes: Mapping[str, tuple[FootnoteLine, ...]]
    has_parts: bool
    closing: str
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    signatory: str
    appendices: tuple[Appendix, ...]
    decisions: tuple[OpenDecision, ...]
    sheet: DecisionSheet | None
    open: tuple[str, ...]


def plan_view(workspace: Workspace, plan: Plan, phrases: Phrases, filler: type[PlanText] = PlanText) -> PlanView:
    """The text of a plan; `filler` is what fills its texts."""
    text = filler(workspace, plan, Wording(phrases), numbers(plan))
    groups = printed_groups(plan, matrix(workspace, plan, phrases, filler))
    return view_of(text, table_of(groups, plan, phrases))


def view_of(text: PlanText, printed_matrix: Table) -> PlanView:
    """The same from what fills its texts, and from the matrix that it prints."""
    workspace, plan, phrases = text.workspace, text.plan, text.wording.phrases
    marking = text.with_footnotes()
    title = marking.fill(plan.title)
    bases = [_basis(text, index) for index in range(len(plan.legal_bases))]
    preamble = marking.fill(plan.preamble)
    body = tuple(body_blocks(marking, plan))
    appendices = tuple(printed_appendices(text, printed_matrix, printed_number(plan), _day(plan)))
    end = marking.fill(plan.closing) or (body[-1].text if body else "")
    pointer, mark = _pointer(appendices, phrases, end), phrases.say("end_mark")
    closing = end + pointer + mark if plan.closing else ""
    if not plan.closing and pointer and body and not _is_sentence(body[-1]):
        # Behind who leads or by when it would read as a part of the assignment.
        closing = pointer.strip() + mark
    elif not plan.closing and body:
        body = (*body[:-1], replace(body[-1], text=body[-1].text.removesuffix(".") + pointer + mark))
    return PlanView(
        id=plan.id,
        short_title=text.fill(plan.short_title),
        is_draft=plan.status == "draft",
        is_party=workspace.is_of_party(plan),
        wording_note=phrases.say("wording_own") if plan.wording == "own" else "",
        wording_foot=phrases.say("wording_own_foot") if plan.wording == "own" else "",
        superior=superior_line(workspace, workspace.agency_on(plan.issuer, plan.day), phrases),
        issuer=issuer_lines(workspace, plan),
        # What a decision is issued with has neither: these are those of the decision.
        number_line="" if plan.issued_with else phrases.say("number_line", number=printed_number(plan)),
        place_and_day="" if plan.issued_with else _place_and_day(plan, phrases),
        document_type=document_type(text).upper(),
        issued_with=_issued_with(text),
        title=title,
        addressed_to=_addressees(text),
        legal_bases=tuple(base + (";" if at < len(bases) else ".") for at, base in enumerate(bases, 1)),
        # What announces nothing is a sentence of its own.
        preamble=preamble + ":" if body and preamble else full_stop(preamble),
        body=body,
        footnotes=_footnotes(marking, (title, preamble), body),
        has_parts=plan.layout.parts is not None,
        closing=closing,
        recipients=tuple(_recipients(text)),
        signature=signature_lines(workspace, plan, phrases),
        signatory=(plan.signatory and plan.signatory.name) or "",
        appendices=appendices,
        decisions=open_decisions(plan, text),
        sheet=decision_sheet(plan, text),
        open=tuple(dict.fromkeys(open_places(plan))),
    )


def texts_of(view: PlanView) -> Iterator[str]:
    """Everything that a plan prints, piece by piece."""
    yield from (
        view.superior,
        *view.issuer,
        view.number_line,
        view.place_and_day,
        view.document_type,
        view.title,
        view.issued_with,
        *view.addressed_to,
        *view.legal_bases,
        view.preamble,
    )
    for block in view.body:
        yield from (block.label, block.text) if isinstance(block, Item) else (block.above, block.text)
    yield from (footnote.text for footnotes in view.footnotes.values() for footnote in footnotes)
    yield from (view.closing, *view.recipients, *view.signature, view.signatory)
    for appendix in view.appendices:
        yield from (appendix.heading, appendix.title, appendix.origin, appendix.note, appendix.left_out)
        yield appendix.table.caption
    if view.sheet:
        yield from (view.sheet.heading, view.sheet.title, view.sheet.note, view.sheet.table.caption)
    for table in (*(appendix.table for appendix in view.appendices), *([view.sheet.table] if view.sheet else [])):
        yield from (column.heading for column in table.columns)
        yield from (cell.text for row in table.rows for cell in row.cells)


def _footnotes(text: PlanText, head: Iterable[str], body: Sequence[Block]) -> dict[str, tuple[FootnoteLine, ...]]:
    """The footnotes of each section by the last block of it, behind which a page prints them; those of the head first."""
    left = {footnote.mark: footnote for footnote in text.footnotes()}
    placed: dict[str, tuple[FootnoteLine, ...]] = {}
    texts = "".join(head)
    for block, following in zip_longest(body, body[1:]):
        texts += block.text if isinstance(block, Heading) else block.label + block.text
        if following is None or (isinstance(following, Heading) and following.level <= 1):
            # What the closing words mention stands behind the last section.
            marks = [mark.group() for mark in FOOTNOTE_MARK.finditer(texts)] if following else list(left)
            if noted := tuple(left.pop(mark) for mark in marks if mark in left):
                placed[block.id] = noted
            texts = ""
    return placed


def _is_sentence(block: Block) -> bool:
    """Whether a block is a sentence of the plan, neither a heading nor a line of an assignment."""
    return isinstance(block, Item) and block.style == "item"


def _pointer(appendices: tuple[Appendix, ...], phrases: Phrases, end: str) -> str:
    """What points to the appendices behind the last words; nothing where there are none, or the words do it themselves."""
    if phrases.say("appendix", number="").strip().casefold() in end.casefold():
        return ""
    headings = [appendix.heading for appendix in appendices]
    listed = ", ".join(headings)
    if len(headings) > _FEW:
        numbers = (heading.rpartition(" ")[2] for heading in (headings[0], headings[-1]))
        listed = phrases.say("appendices_from", **dict(zip(("first", "last"), numbers, strict=True)))
    return f" {phrases.say('appendix_pointer', appendices=listed)}" if headings else ""


def draft_mark(phrases: Phrases, made: date, revision: str, decisions: int) -> str:
    """What a draft says at the foot of its pages, with how many decisions are open: "DỰ THẢO ngày 21/11/2026, bản cdfd46f"."""
    mark = phrases.say("draft_of_day", draft=phrases.draft, day=official_day(made))  # type: ignore[attr-defined]
    mark = phrases.say("draft_of_revision", draft=mark, revision=revision) if revision else mark
    return phrases.say("draft_open", draft=mark, count=decisions) if decisions else mark


def printed_number(plan: Plan) -> str:
    """Number and symbol; a number below ten has a zero before it (Decree 30/2020, Annex I, II.3).

    The Party has a hyphen between them: its symbols hold a slash themselves.
    """
    sign = "-" if "/" in plan.symbol else "/"
    number, sign, symbol = (plan.number or f"{BLANK}{sign}{plan.symbol}").partition(sign)
    return (f"0{number}" if number.isdigit() and len(number) == 1 else number) + sign + symbol


def _basis(text: PlanText, index: int) -> str:
    """A legal basis; it names its document in full even where the title did so before."""
    basis = text.plan.legal_bases[index]
    say, citation = text.wording.phrases.say, text.citation(basis.document, "full")
    if basis.amended_by:
        *documents, last = (text.citation(id_, "dated") for id_ in basis.amended_by)
        amending = say("and_last", others=", ".join(documents), last=last) if documents else last
        citation = say("amended_by", citation=citation, others=amending)
    return say(f"basis_{basis.role}", citation=citation)


def _issued_with(text: PlanText) -> str:
    """The line under the title that names the decision with which a plan is issued; nothing where there is none."""
    document = text.plan.issued_with
    return text.wording.phrases.say("issued_with", citation=text.decision(document)) if document else ""


def superior_line(workspace: Workspace, issuer: Agency, phrases: Phrases) -> str:
    """The body above an issuer in capitals; a Party committee of a commune is of the Party organisation of its province."""
    place = workspace.localities.get(issuer.locality or "")
    if issuer.branch == "party" and not issuer.superior and place and place.part_of:
        return phrases.say("party_superior", place=workspace.localities[place.part_of].name).upper()
    return (issuer.superior or "").upper()


def issuer_lines(workspace: Workspace, plan: Plan, agency: str = "") -> tuple[str, ...]:
    """The issuer in capitals, with its place in a line of its own: "ỦY BAN NHÂN DÂN / TỈNH SƠN LA"; that of a superior body says the place.

    A body of the Party has one line, without its superior: "BAN TỔ CHỨC" of "Ban Tổ chức Tỉnh ủy Sơn La". Another `agency` may issue
    what goes with the plan.
    """
    place = workspace.localities[plan.jurisdiction].name
    issuer = workspace.agency_on(agency or plan.issuer, plan.day)
    if issuer.branch == "party":
        is_own_name = issuer.superior and not issuer.called.endswith(issuer.superior)
        return ((issuer.name if is_own_name else issuer.called.removesuffix(f" {issuer.superior}")).upper(),)
    if issuer.superior:
        return (issuer.name.upper(),)
    name = issuer.called
    # Registers write the unit as it stands in a sentence or at the head of one: "thành phố", "Thành phố".
    body = name[: -len(place)].strip() if name.casefold().endswith(place.casefold()) else ""
    return (body.upper(), place.upper()) if body else (name.upper(),)


def _place_and_day(plan: Plan, phrases: Phrases) -> str:
    """Place and day; what is not known yet stays blank (Decree 30/2020, Annex I, II.4)."""
    return phrases.say("place_and_day", place=plan.place, **_day(plan))


def _day(plan: Plan) -> dict[str, str]:
    day, month, year = BLANK, BLANK, str(plan.period.first.year)
    if plan.date:
        year = str(plan.date.first.year)
        if plan.date.precision in ("month", "day"):
            month = official_month(plan.date.first.month)
        if plan.date.precision == "day":
            day = f"{plan.date.first.day:02}"
    return {"day": day, "month": month, "year": year}


def _addressees(text: PlanText) -> tuple[str, ...]:
    """Whom the plan addresses: one behind the words "Kính gửi", several in lines of their own (Decree 30/2020, Annex I, II.9)."""
    names = [_name(recipient, text) for recipient in text.plan.addressed_to]
    if len(names) == 1:
        return (f"{text.wording.phrases.say('addressed_to')} {names[0]}",)
    return tuple(f"- {name}{';' if at < len(names) else '.'}" for at, name in enumerate(names, 1))


def _name(recipient: Recipient, text: PlanText) -> str:
    """The words of a line of recipients, else its agencies."""
    return capital(text.fill(recipient.text) or ", ".join(text.agency(agency) for agency in recipient.agencies))


def _recipients(text: PlanText) -> Iterator[str]:
    yield from (f"- {_name(recipient, text)};" for recipient in text.plan.recipients)
    if text.plan.archive:
        yield "- " + text.wording.phrases.say("archive", archive=text.plan.archive)


def collective_body(workspace: Workspace, plan: Plan) -> str:
    """For whom a collective signs that names no other body: the issuer, without its place where that has a line of its own."""
    issuer = workspace.agency_on(plan.issuer, plan.day)
    return issuer.name if issuer.branch == "party" else issuer_lines(workspace, plan)[0]


def signature_lines(workspace: Workspace, plan: Plan, phrases: Phrases) -> tuple[str, ...]:
    """The lines above the name: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", "T/M BAN THƯỜNG VỤ / BÍ THƯ"."""
    signatory = plan.signatory
    if signatory is None:
        return ()
    lines = []
    if signatory.collective:
        body = signatory.body or collective_body(workspace, plan)
        lines.append(phrases.say("collective", issuer=body.upper()))
    if signatory.acting_for:
        lines.append(phrases.say("acting_for", title=signatory.acting_for.upper()))
    return (*lines, signatory.title.upper())
