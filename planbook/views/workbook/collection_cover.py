"""The first sheet of a collection workbook: who asks whom, about what, by when, to whom, and how it is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planbook.model.collection import Collection
from planbook.model.period import official_day
from planbook.views.paper import plan_called
from planbook.views.plan import issuer_lines
from planbook.views.workbook.sheets import Cover, Sheet
from planbook.wording.blocks import capital
from planbook.wording.speech import PlanText
from planbook.wording.wording import BLANK


@dataclass(frozen=True)
class FormRequest:
    """Whose workbook it is, the day that its figures are of, the last day on which it is wanted, and the state of the data that it is made of."""

    agency: str
    closing: date
    last_day: date | None
    revision: str


def form_cover(collection: Collection, text: PlanText, request: FormRequest, sheets: Iterable[Sheet]) -> Cover:
    """The first sheet: who asks whom, about what, by when, to whom, and how it is filled in."""
    say, plan, closing = text.wording.phrases.say, text.plan, request.closing
    parts = collection.parts[request.agency]
    dues = [collection.dues[part.item].duty for part in parts if part.item in collection.dues]
    receiving = dict.fromkeys(agency for duty in dues for agency in duty.to) or {plan.issuer: None}
    day = official_day(request.last_day) if request.last_day else f"{BLANK}/{BLANK}/{closing.year}"
    period = say("collect_until", period=text.wording.time(collection.period), day=official_day(closing))
    facts = (
        (say("collect_cover_of"), capital(text.workspace.agency_on(request.agency, closing).called)),
        (say("collect_cover_period"), capital(period)),
        (say("collect_cover_plan"), capital(plan_called(text))),
        (say("collect_cover_by"), say("collect_by", day=day)),
        (say("collect_cover_to"), capital(text.agencies(receiving))),
        *((say("fact_sheet", sheet=sheet.name), sheet.caption) for sheet in sheets),
        (say("fact_revision"), request.revision or "–"),
    )
    steps = ("fill", "empty", "state", "money", "rows", "send")
    return Cover(
        say("collect_cover"),
        issuer_lines(text.workspace, plan),
        tuple(filter(None, (say("nation"), say("motto")))),
        (say("collect_cover_title"), text.fill(plan.short_title)),
        facts,
        (say("collect_cover_how"), *(say(f"collect_step_{step}") for step in steps)),
    )
