"""What is to be known of the gathered offices beside their figures: who is not current, whose data are old, what is published twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planbook.gathering.offices import OfficeState
from planbook.messages.diagnostics import Severity, Text
from planbook.model.period import official_day

_LISTED = 5  # of many things that a sentence names


@dataclass(frozen=True, slots=True)
class OfficeRemark:
    """A sentence about an office, with what its people or ours can do."""

    check: str
    office: str
    message: Text
    mend: Text
    severity: Severity


def remarks(states: Sequence[OfficeState], old_after: int, today: date) -> list[OfficeRemark]:
    """Everything that is to be said of the offices, in their order."""
    listed = [*_failures(states), *_old(states, old_after, today), *_of_versions(states), *_twice(states)]
    order = [state.id for state in states]
    return sorted(listed, key=lambda remark: order.index(remark.office))


def _failures(states: Iterable[OfficeState]) -> Iterator[OfficeRemark]:
    for state in states:
        failure, read = state.record.failure, state.record.read
        if failure:
            values = {"office": state.record.name, "reason": failure.message.read()}
            if state.publication and read:
                message = Text("{office} is shown as of {day}: {reason}", {**values, "day": official_day(read.date())})
            else:
                message = Text("{office} is missing: {reason}", values)
            mend = Text("ask the office; the others are shown, and every page says that this one is not as it is now")
            yield OfficeRemark(failure.check, state.id, message, mend, Severity.ERROR)


def _old(states: Iterable[OfficeState], old_after: int, today: date) -> Iterator[OfficeRemark]:
    for state in states:
        publication = state.publication
        if publication is None:
            continue
        values = {"office": state.record.name, "day": official_day(publication.as_of)}
        if state.record.went_back:
            earlier = {**values, "before": official_day(state.record.went_back.date())}
            message = Text("{office} publishes an older state, of {day}, where one of {before} stood before", earlier)
            yield OfficeRemark(
                "source-old", state.id, message, Text("ask the office whether it took something back"), Severity.WARNING
            )
        elif (today - publication.as_of).days > old_after:
            message = Text("the data of {office} are of {day}", values)
            yield OfficeRemark(
                "source-old", state.id, message, Text("ask the office to build its site anew"), Severity.WARNING
            )


def _of_versions(states: Iterable[OfficeState]) -> Iterator[OfficeRemark]:
    for state in states:
        publication = state.publication
        if publication and publication.lacking:
            values = {"office": state.record.name, "columns": _listed(publication.lacking)}
            message = Text(
                "{office} uses an older version, which does not say {columns}: these are empty, not none", values
            )
            yield OfficeRemark(
                "source-version", state.id, message, Text("ask the office to update planbook"), Severity.INFO
            )
        if publication and publication.beyond:
            values = {"office": state.record.name, "columns": _listed(publication.beyond)}
            message = Text("{office} uses a newer version, whose {columns} are not shown", values)
            yield OfficeRemark("source-version", state.id, message, Text("update planbook here"), Severity.INFO)


def _twice(states: Sequence[OfficeState]) -> Iterator[OfficeRemark]:
    """Plans and places that several offices publish: nothing of them is put together; sums count a plan of one place once.

    Of a place that is of such a plan nothing more is said.
    """
    names = {state.id: state.record.name for state in states}
    plans, places = dict[str, dict[str, str]](), dict[str, dict[str, str]]()
    for state in states:
        for plan in state.rows("plans"):
            plans.setdefault(str(plan["plan"]), {})[state.id] = str(plan["short_title"])
    for state in states:
        for plan in state.rows("plans"):
            if len(plans[str(plan["plan"])]) == 1:
                places.setdefault(str(plan["jurisdiction"]), {})[state.id] = str(plan["jurisdiction_name"])
    for listed, is_plan in ((plans, True), (places, False)):
        for key, titles in listed.items():
            for office in [*titles][1:]:
                neighbours = ", ".join(names[neighbour] for neighbour in titles if neighbour != office)
                values = {"office": names[office], "title": titles[office], "id": key, "others": neighbours}
                if is_plan:
                    message = Text("{office} publishes the plan {title} ({id}), which {others} publishes too", values)
                    mend = Text("ask which of the two publishes it; both are listed, each under its office")
                else:
                    message = Text("{office} publishes plans of {title} ({id}), as {others} does", values)
                    mend = Text("look whether a plan of this place is listed twice")
                yield OfficeRemark("published-twice", office, message, mend, Severity.WARNING)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
