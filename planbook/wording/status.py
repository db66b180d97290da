"""The status of a plan in the one set of words that all outputs have for it."""

from dataclasses import dataclass
from datetime import date

from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.status import Standing, Status, runs_until, standing
from planbook.model.workspace import Workspace
from planbook.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status of a plan with its name, and what there is to say about it: since when, why, what to do with it.

    One that ran to its end still has its last reports, which are due after it. `runs_until` is the last day on which
    anything else of it is to be done; None where nothing is any more.
    """

    status: Status
    name: str
    note: str
    is_over: bool
    has_last_reports: bool = False
    runs_until: date | None = None

    @property
    def said(self) -> str:
        """The name with the note."""
        return f"{self.name}: {self.note}" if self.note else self.name


def status_view(workspace: Workspace, plan: Plan, day: date, phrases: Phrases) -> StatusView:
    """What a plan is on a day, in words."""
    found = standing(workspace, plan, day)
    name, note = status_name(found.status, phrases), _note(plan, found, phrases)
    return StatusView(found.status, name, note, found.is_over, found.has_last_reports, runs_until(workspace, plan))


def status_name(status: Status, phrases: Phrases) -> str:
    """What a status is called."""
    return phrases.say(f"status_{status}")


def _note(plan: Plan, found: Standing, phrases: Phrases) -> str:
    if found.status == "draft":
        return phrases.say("status_note_draft")
    day = official_day(found.since) if found.since else ""
    if found.replaced_by:
        return phrases.say("status_note_replaced", day=day, plan=found.replaced_by.short_title)
    if found.place:
        return phrases.say("status_note_dissolved", day=day, place=found.place.name)
    notes = [phrases.say("status_note_over", day=day)] if day else []
    if found.status == "over" and plan.status != "draft" and not (plan.number and plan.date):
        notes.append(phrases.say("status_note_unnumbered"))
    if found.status == "over" and plan.status == "draft":
        notes.append(phrases.say("status_note_never_issued"))
    return "; ".join(notes)
