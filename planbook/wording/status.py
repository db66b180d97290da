"""The status of a plan in the one set of words that all outputs have for it."""

from dataclasses import dataclass
from datetime import date

from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.status import Standing, Status, standing
from planbook.model.workspace import Workspace
from planbook.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status of a plan with its name, and what there is to say about it: since when, why, what to do with it.

    `stopped` is the day on which one that was replaced, or whose place was dissolved, ended before its time.
    """

    status: Status
    name: str
    note: str
    is_over: bool
    stopped: date | None = None

    @property
    def text(self) -> str:
        """The name with the note."""
        return f"{self.name}: {self.note}" if self.note else self.name


def status_view(workspace: Workspace, plan: Plan, day: date, phrases: Phrases) -> StatusView:
    """What a plan is on a day, in words."""
    standing_ = standing(workspace, plan, day)
    name, note = status_name(standing_.status, phrases), _note(plan, standing_, phrases)
    stopped = standing_.since if standing_.replaced_by or standing_.place else None
    return StatusView(standing_.status, name, note, standing_.is_over, stopped)


def status_name(status: Status, phrases: Phrases) -> str:
    """What a status is called."""
    return phrases.say(f"status_{status}")


def _note(plan: Plan, standing_: Standing, phrases: Phrases) -> str:
    if standing_.status == "draft":
        return phrases.say("status_note_draft")
    day = official_day(standing_.since) if standing_.since else ""
    if standing_.replaced_by:
        return phrases.say("status_note_replaced", day=day, plan=standing_.replaced_by.short_title)
    if standing_.place:
        return phrases.say("status_note_dissolved", day=day, place=standing_.place.name)
    notes = [phrases.say("status_note_over", day=day)] if day else []
    if standing_.status == "over" and plan.status != "draft" and not (plan.number and plan.date):
        notes.append(phrases.say("status_note_unnumbered"))
    if standing_.status == "over" and plan.status == "draft":
        notes.append(phrases.say("status_note_never_issued"))
    return "; ".join(notes)
