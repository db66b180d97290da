"""What a plan charges agencies with beside its tasks: targets, duties, reports."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from planbook.model.assigned import Assigned
from planbook.model.mentions import mention_ids
from planbook.model.period import Deadline
from planbook.model.recurrence import reports
from planbook.model.target import Target, TargetValue
from planbook.model.task import Duty, ReportingDuty, Statement
from planbook.model.work import assigns_by_duties
from planbook.views.calendar import due_quarters
from planbook.views.matrix import TaskRow
from planbook.wording.blocks import capital
from planbook.wording.outline import unsaid_lines
from planbook.wording.report_times import unsaid_times
from planbook.wording.speech import PlanText, says_time

ChargeKind = Literal["target", "duty", "report"]
ChargeRole = Literal["target-lead", "target-coordinating", "target-share", "duty", "duty-coordinating", "report"]


@dataclass(frozen=True, slots=True)
class Charge:
    """A target, a duty or a report as its plan prints it, in the row of a table; `text` is its texts.

    `printed` are these with lines of what they do not say: who leads and coordinates, by when, how much each year; a target's only lead needs no
    `lead_line`. Something of it is due in its `quarters`, all of a target by its `day`. `shares` are the parts of a target that single agencies have, in words.
    `role` is that of the agency or group to which it was handed; a report is for the `receiving`.
    """

    kind: ChargeKind
    row: TaskRow
    text: tuple[str, ...]
    quarters: tuple[str, ...] = ()
    day: date | None = None
    shares: tuple[tuple[str, str], ...] = ()
    role: ChargeRole = "target-share"
    receiving: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    lead_line: str = ""

    @property
    def plan(self) -> str:
        """The plan that it is of."""
        return self.row.plan

    @property
    def id(self) -> str:
        """Its id in the plan."""
        return self.row.id

    @property
    def agencies(self) -> tuple[str, ...]:
        """Whom the plan names for it, each once."""
        sharing = (agency for agency, _ in self.shares)
        return tuple(dict.fromkeys((*self.row.lead_ids, *self.row.coordinating_ids, *sharing)))

    def of(self, agency: str) -> "Charge":
        """The same as an agency is charged with it: in its role, with what its texts do not say and its own part behind."""
        role: ChargeRole = "target-share"
        if self.kind != "target":
            helps = self.kind == "duty" and agency not in self.row.lead_ids
            role = "duty-coordinating" if helps else self.kind
        elif agency in self.row.lead_ids:
            role = "target-lead"
        elif agency in self.row.coordinating_ids:
            role = "target-coordinating"
        own = tuple(words for id_, words in self.shares if id_ == agency)
        lead = (self.lead_line,) if self.lead_line and self.row.lead_ids != (agency,) else ()
        printed = (*self.printed[:1], *lead, *self.printed[1:], *own)
        return replace(self, role=role, text=(*self.text, *own), printed=printed)


def charges(text: PlanText) -> Iterator[Charge]:
    """The targets of a plan, then its duties and reports in their order; duties that are its tasks stand among these."""
    plan = text.plan
    yield from (_target(target, text) for target in plan.targets())
    by_duties = assigns_by_duties(plan)
    for entry in plan.walk():
        if isinstance(entry, Duty) and not by_duties:
            row = _row(
                text,
                entry.id,
                _texts(entry, text),
                entry.agencies,
                tuple(dict.fromkeys(partner.agency for partner in entry.partners)),
                coordinating=text.assigned(entry.partners),
                deadline=text.deadlines(entry.deadlines),
            )
            quarters, printed = due_quarters(plan, entry.entries(Deadline)), tuple(_paragraphs(entry, text))
            yield Charge("duty", row, tuple(_texts(entry, text)), quarters, printed=printed)
        elif isinstance(entry, ReportingDuty):
            days = (last for due in reports(entry, plan) for last, _ in due.days)
            paragraphs = (text.fill(entry.text),)
            row = _row(text, entry.id, paragraphs, entry.agencies)
            paragraph = ": ".join(filter(None, (capital(entry.role or ""), *paragraphs)))
            printed = (paragraph, *_lines({"reported": unsaid_times(entry, text)}, text))
            quarters = due_quarters(plan, (), days)
            yield Charge("report", row, paragraphs, quarters, receiving=entry.to, printed=printed)


def _target(target: Target, text: PlanText) -> Charge:
    paragraphs = (text.target(target),)
    row = _row(
        text,
        target.id,
        paragraphs,
        tuple(lead.agency for lead in target.lead),
        tuple(helper.agency for helper in target.coordinating),
        lead=text.assigned(target.lead),
        coordinating=text.assigned(target.coordinating),
        deadline=text.wording.time(target.due) if target.due else "",
    )
    shares = tuple((share.agency, _share(target, share, text)) for share in target.shares if share.agency)
    day = target.due.last if target.due else None
    quarters = due_quarters(text.plan, (), (day,) if day else ())
    lead = _lines({"lead": text.assigned(_unsaid(target, target.lead))}, text)
    below = _lines(
        {
            "coordinating": text.assigned(_unsaid(target, target.coordinating)),
            "deadline": _unsaid_time(target, text),
            "by_year": "; ".join(_of_year(target, share, text) for share in target.by_year.values()),
        },
        text,
    )
    # What its only lead does in it is said to itself too.
    is_told = any(body.remark or body.requested for body in target.lead)
    printed = (*paragraphs, *(lead if is_told else ()), *below)
    lead_line = "" if is_told else "".join(lead)
    return Charge("target", row, paragraphs, quarters, day, shares, printed=printed, lead_line=lead_line)


def _unsaid(target: Target, bodies: tuple[Assigned, ...]) -> tuple[Assigned, ...]:
    """The bodies in a role of a target; none where its text names them all and nothing more is said of them."""
    in_text = {*mention_ids(target.text, "agency")}
    return bodies if any(body.remark or body.agency not in in_text for body in bodies) else ()


def _unsaid_time(target: Target, text: PlanText) -> str:
    """By when a target is to be reached; nothing where its text says it, or it is the time of the plan."""
    if target.due in (None, text.plan.period):
        return ""
    time = text.wording.time(target.due)
    return "" if says_time(text.target(target), time, str(text.plan.period.first.year)) else time


def _of_year(target: Target, share: TargetValue, text: PlanText) -> str:
    return f"{text.wording.time(share.year)}: {_amount(target, share, text)}" if share.year else ""


def _amount(target: Target, share: TargetValue, text: PlanText) -> str:
    return text.wording.figure(share.comparator, share.value, share.upper, target.unit or "")


def _share(target: Target, share: TargetValue, text: PlanText) -> str:
    """The part of an agency in words: "Sở Y tế, năm 2026: 120 lao động"."""
    whose = [text.agency(share.body), *([text.wording.time(share.year)] if share.year else [])]
    return f"{capital(', '.join(whose))}: {_amount(target, share, text)}"


def _row(
    text: PlanText,
    id_: str,
    paragraphs: Iterable[str],
    leading: tuple[str, ...],
    helping: tuple[str, ...] = (),
    *,
    lead: str = "",
    coordinating: str = "",
    deadline: str = "",
) -> TaskRow:
    name = " ".join(paragraphs)
    return TaskRow(
        plan=text.plan.id,
        id=id_,
        place=text.numbers[id_].place,
        title=name,
        name=name,
        lead=capital(lead or text.agencies(leading)),
        coordinating=capital(coordinating),
        deadline=capital(deadline),
        lead_ids=leading,
        coordinating_ids=helping,
    )


def _texts(duty: Duty, text: PlanText) -> Iterator[str]:
    if duty.text:
        yield text.fill(duty.text)
    yield from (_text(item, text) for item in duty.entries(Statement))


def _text(item: Statement, text: PlanText) -> str:
    return ": ".join(filter(None, (text.fill(item.heading), text.fill(item.text))))


def _paragraphs(duty: Duty, text: PlanText) -> Iterator[str]:
    """The texts of a duty and its items, each with lines of what it does not say, as its plan prints them."""
    if duty.text:
        yield text.fill(duty.text)
    for item in duty.items:
        yield from _item(item, text)
    yield from _lines(unsaid_lines(duty, text), text)


def _item(item: Statement, text: PlanText) -> Iterator[str]:
    yield _text(item, text)
    for part in item.items:
        yield from _item(part, text)
    yield from _lines(unsaid_lines(item, text), text)


def _lines(lines: Mapping[str, str], text: PlanText) -> tuple[str, ...]:
    """Lines below a text, each with its label; those that say nothing are left out."""
    say = text.wording.phrases.say
    return tuple(f"{say(key)}: {capital(line)}" for key, line in lines.items() if line)
