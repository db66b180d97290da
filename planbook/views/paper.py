"""The papers around a plan: who issues each under what number, to whom it goes, and what of the plan goes with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from planbook.loading.shared_registers import shared
from planbook.model.agency import AgencyGroup
from planbook.model.issuer import bare_name
from planbook.model.opinion import Opinion
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.views.agency import AgencyView
from planbook.views.agency_sheet import AgencySheet, agency_sheets
from planbook.views.appendices import document_type
from planbook.views.fitting import fitted
from planbook.views.plan import issuer_lines, printed_number, signature_lines, superior_line
from planbook.wording.blocks import Cell, Row, Table, capital
from planbook.wording.phrases import Phrases
from planbook.wording.seats import seat
from planbook.wording.speech import PlanText
from planbook.wording.wording import BLANK

PaperCode = Literal["", "TTr", "BC"]  # of a kind of document; letters have none
_KIND = "KH-"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head and the foot of a paper; number and day are filled in by hand when it is signed.

    `issuer` are the lines at its head, `called` is what its sentences call it, `plan_called` what they call the plan, and
    `plan_in_short` what its subject does.
    """

    is_party: bool
    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    called: str
    number_line: str
    place_and_day: str
    symbol: str
    plan_called: str
    plan_in_short: str
    archive: str
    signature: tuple[str, ...]
    signatory: str


@dataclass(frozen=True, slots=True)
class OpinionCount:
    """How many opinions there are, of how many bodies, and what became of them."""

    all: int
    senders: int
    agreements: int
    agreed: int
    partly: int
    not_taken: int
    open: int


def letterhead(text: PlanText, phrases: Phrases, code: PaperCode, agency: str, signatory: str, year: int) -> Letterhead:
    """The head and the foot of a paper that an agency issues about a plan."""
    workspace, plan, say = text.workspace, text.plan, phrases.say
    is_own = agency == plan.issuer
    issuer = workspace.agency_on(agency, plan.day)
    # A body of another place is below nobody's name, and writes from its own seat.
    place = workspace.localities.get(issuer.locality or plan.jurisdiction)
    is_elsewhere = not is_own and place is not None and place.id != plan.jurisdiction
    superior = superior_line(workspace, issuer, phrases)
    # What the Party, an association or the State orders has none of another branch below its name, nor a body of the country.
    is_below = issuer.branch == workspace.agencies[plan.issuer].branch and issuer.level != "central"
    above = (superior,) if superior else () if is_own or is_elsewhere or not is_below else issuer_lines(workspace, plan)
    own_signature = signature_lines(workspace, plan, phrases)
    symbol = _symbol(workspace, plan, code, agency)
    day = {"day": BLANK, "month": BLANK, "year": str(year)}
    return Letterhead(
        issuer.branch == "party",
        above,
        issuer_lines(workspace, plan, agency),
        capital(issuer.called),
        say("number_line", number=BLANK + symbol),
        say("place_and_day", place=seat(place, shared().place_names) if place and is_elsewhere else plan.place, **day),
        symbol,
        plan_called(text),
        plan_called(text, in_short=True),
        say("archive", archive=(plan.archive if is_own else None) or "VT"),
        own_signature if is_own else _signature_of(issuer.name, phrases),
        signatory or ((plan.signatory and plan.signatory.name) or "" if is_own else ""),
    )


def plan_called(text: PlanText, *, in_short: bool = False) -> str:
    """What other papers call a plan: once it is issued by number, day, issuer and what it is about, before that by its title."""
    plan = text.plan
    kind, title = document_type(text), text.fill(plan.short_title if in_short else plan.title)
    if title[1:2].islower():
        title = title[:1].lower() + title[1:]
    if plan.number and plan.date:
        say = text.wording.phrases.say
        day = say("citation_day", day=text.wording.time(plan.date)) if plan.date.precision == "day" else ""
        issuer = say("citation_issuer", issuer=text.agency(plan.issuer, "full"))
        number = say("citation_number", number=printed_number(plan))
        if in_short:
            return " ".join(filter(None, (kind, number, day)))
        # Some titles begin so themselves: "Về việc …".
        about = title if title.startswith(say("plan_title", title="")) else say("plan_title", title=title)
        return " ".join(filter(None, (kind, number, day, issuer, about)))
    return f"{kind} {title}"


def _symbol(workspace: Workspace, plan: Plan, code: PaperCode, agency: str) -> str:
    """What stands behind the number: "/UBND-VX" of a letter, "/TTr-SNNMT" of a submission; of the Party "-CV/TU"."""
    issuer = workspace.agencies[agency]
    own = plan.symbol
    if agency != plan.issuer:
        place = workspace.localities.get(issuer.locality or "")
        own = shared().issuers.symbol(issuer.name, bare_name(issuer, place, shared().place_names))
    if "/" in own:
        return f"-{code or 'CV'}/{own.partition('/')[2]}"
    body = own.removeprefix(_KIND)
    if code:
        return f"/{code}-{body}"
    unit = (plan.archive or "").split(",")[1:2] if agency == plan.issuer else []
    return "/" + "-".join((body, *(word for part in unit for word in part.split()[:1] if word.isalnum())))


def _signature_of(name: str, phrases: Phrases) -> tuple[str, ...]:
    """The lines above the name of who signs for another agency than the issuer of the plan: its head."""
    kind = shared().issuers.kind(name)
    title = (kind.title if kind else shared().issuers.otherwise).upper()
    if not kind or not kind.collective:
        return (title,)
    return (phrases.say("collective", issuer=(kind.signs_for or name).upper()), title)


def addressed(
    text: PlanText, work: Mapping[str, AgencyView], issuer: str, agency: str = ""
) -> Iterator[tuple[str, AgencySheet]]:
    """Whom a plan gives work, with what each has to do: one agency with all of it, else all but the issuer of the paper.

    Of these a group has its work once, and its members what the plan gives them alone; an open group is nobody's address.
    """
    own = {
        id_: view if id_ == agency else replace(view, shared=[]) for id_, view in work.items() if agency in ("", id_)
    }
    for sheet in agency_sheets(text, own):
        body = text.workspace.agencies[sheet.id]
        if sheet.id == agency or (sheet.id != issuer and not (isinstance(body, AgencyGroup) and body.open)):
            yield capital(text.agency(sheet.id)), sheet


def opinion_count(opinions: tuple[Opinion, ...]) -> OpinionCount:
    """The opinions by what became of them, and how many bodies agree as it is."""
    answers = [opinion.answer for opinion in opinions if opinion.kind != "agreement"]
    agreements = len({_sender(opinion) for opinion in opinions if opinion.kind == "agreement"})
    senders = {opinion.agency or opinion.author or opinion.file for opinion in opinions}
    return OpinionCount(
        len(answers),
        len(senders),
        agreements,
        *(answers.count(answer) for answer in ("taken", "partly", "not-taken", None)),
    )


def opinion_table(text: PlanText, opinions: tuple[Opinion, ...]) -> Table:
    """Every opinion in a row: who, at which place of the plan, what, taken or not and why."""
    say = text.wording.phrases.say
    order = list(dict.fromkeys(map(_sender, opinions)))
    rows = tuple(
        Row(
            opinion.id,
            (
                Cell(str(index), "center", index),
                Cell(_who(text, opinion)),
                Cell(_where(text, opinion)),
                Cell(_what(opinion, text.wording.phrases)),
                Cell(opinion_answer(opinion, text.wording.phrases)),
            ),
        )
        for index, opinion in enumerate(sorted(opinions, key=lambda opinion: order.index(_sender(opinion))), 1)
    )
    headings = [say(f"column_{name}") for name in ("index", "sender", "at_place", "opinion", "answer")]
    return Table(f"{text.plan.id}-opinions", say("opinions_table"), fitted(headings, rows), rows)


def opinion_answer(opinion: Opinion, phrases: Phrases) -> str:
    """What became of an opinion, in words."""
    if opinion.kind == "agreement":
        return "-"
    if opinion.answer is None:
        return phrases.say("opinion_open")
    answer = phrases.say(f"opinion_{opinion.answer.replace('-', '_')}")
    return f"{answer}: {opinion.why}" if opinion.why else answer


def _sender(opinion: Opinion) -> str:
    return opinion.agency or opinion.author or opinion.file


def _who(text: PlanText, opinion: Opinion) -> str:
    day = f"({text.wording.time(opinion.day)})" if opinion.day else ""
    agency = text.agency(opinion.agency) if opinion.agency else ""
    who = [capital(agency), opinion.author or ("" if agency else opinion.file)]
    return " ".join(filter(None, (", ".join(filter(None, who)), day)))


def _where(text: PlanText, opinion: Opinion) -> str:
    place = text.wording.phrases.say("item_part", number=opinion.place) if opinion.place else ""
    return capital(place) or text.wording.phrases.say("opinion_of_all")


def _what(opinion: Opinion, phrases: Phrases) -> str:
    if opinion.kind == "comment":
        return opinion.text or ""
    if opinion.kind == "agreement":
        return phrases.say("opinion_agreement")
    # What is only moved is kept with its words and, in brackets behind them, where it goes.
    _, moved, place = (opinion.text or "").partition(f"{opinion.old} ({phrases.say('moved_behind', place='')}")
    is_moved = bool(opinion.old and moved and place.endswith(")"))
    kind = (
        "moved" if is_moved else "changed" if opinion.old and opinion.text else "added" if opinion.text else "dropped"
    )
    blanks = {
        "old": opinion.old or "",
        "new": opinion.text or "",
        "place": phrases.say("item_part", number=place.removesuffix(")")),
    }
    used = {"changed": ("old", "new"), "added": ("new",), "dropped": ("old",), "moved": ("old", "place")}[kind]
    return phrases.say(f"opinion_{kind}", **{name: blanks[name] for name in used})
