"""How a plan came out as far as anybody told: the last value of each target, and the state of each piece of work, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from planbook.model.achieved import Achieved, achievements
from planbook.model.lateness import WorkStatus, work_statuses
from planbook.model.period import official_day
from planbook.views.progress import plan_progress, progress_by_period, state_name
from planbook.views.reached import Reached
from planbook.wording.results_text import ResultsText
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class LastValue:
    """What was reached of a target when it was told last: as numbers, and in words with day and source."""

    achieved: Achieved
    words: str


@dataclass(frozen=True, slots=True)
class LastState:
    """The state of a task or duty when it was told last: as days, and in words with reasons and documents."""

    status: WorkStatus
    words: str


def last_values(text: PlanText) -> Mapping[str, LastValue]:
    """The last value of each target that anybody told of, by its id."""
    values = {}
    for progress in progress_by_period(text).values():
        reached = achievements(text.workspace, text.plan, progress.day)
        filled = ResultsText.on_day(text, progress.day)
        for row in progress.targets:
            if row.value or row.verdict:
                values[row.id] = _value(filled, reached[row.id], row)
    return values


def _value(text: ResultsText, achieved: Achieved, row: Reached) -> LastValue:
    source = text.fill(achieved.result.data_source) if achieved.result and achieved.result.data_source else ""
    percent = text.wording.phrases.say("result_percent", percent=row.percent) if row.percent else ""
    verdict = "" if percent and achieved.is_met else row.verdict.lower()
    parts = ", ".join(f"{part.name}: {part.value}" for part in row.parts if part.value)
    words = (row.value, percent, verdict, parts, row.as_of, source, row.note)
    return LastValue(achieved, "; ".join(filter(None, words)))


def last_states(text: PlanText) -> Mapping[str, LastState]:
    """The state of each task and duty that anybody told of, by its id."""
    progress = plan_progress(text)
    if not progress:
        return {}
    statuses = work_statuses(text.workspace, text.plan, progress.day)
    states = {}
    for id_, row in progress.work.items():
        if row.as_of:
            words = (row.name, *row.remarks, *_parts(text, statuses[id_]), row.as_of)
            states[id_] = LastState(statuses[id_], "; ".join(words))
    return states


def _parts(text: PlanText, status: WorkStatus) -> Iterator[str]:
    """What bodies that have not finished their parts say of them; of work that is over, when each finished."""
    for body, part in status.parts:
        why = (part.result.reason or "") if part.result else ""
        if status.is_over and part.result and part.result.done:
            why = text.wording.phrases.say("work_done_on", day=official_day(part.result.done.first))
        if status.is_over or not part.is_over:
            yield f"{text.body(body)}: {state_name(part.name, text).lower()}" + (f" ({why})" if why else "")
