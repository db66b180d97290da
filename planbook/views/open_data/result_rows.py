"""The rows of open data that tell what came of plans, period by period, as it was known on the closing day."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from planbook.views.progress import PlanProgress, WorkStanding
from planbook.views.reached import Reached
from planbook.views.workbook.sheets import Value

ResultRow = Mapping[str, Value]


def result_rows(periods: Iterable[PlanProgress]) -> dict[str, list[ResultRow]]:
    """The rows of every table of results by its name."""
    tables: Mapping[str, Callable[[PlanProgress], Iterator[ResultRow]]] = {
        "work_states": _work,
        "target_results": _targets,
        "money_results": _money,
        "report_results": _reports,
    }
    listed = [*periods]
    return {
        name: [
            {"plan": progress.plan, "period": progress.key, "as_of": progress.closed, **row}
            for progress in listed
            for row in rows(progress)
        ]
        for name, rows in tables.items()
    }


def _work(progress: PlanProgress) -> Iterator[ResultRow]:
    for work in progress.work.values():
        yield {**_state(work), "item": work.id, "body": "", "remarks": "; ".join(work.remarks)}
        for body, share in work.shares.items():
            yield {**_state(share), "item": work.id, "body": body, "remarks": ""}


def _state(work: WorkStanding) -> ResultRow:
    return {
        "state": work.stage,
        "is_late": work.is_late,
        "official_state": work.official,
        "state_in_words": work.name,
        "due": work.due,
        "done": work.done,
        "told_on": work.as_of_day,
    }


def _targets(progress: PlanProgress) -> Iterator[ResultRow]:
    for target, row in _all(progress.targets):
        if row.as_of_day or not row.body:
            yield {
                "target": target,
                "body": row.body,
                "year": row.year,
                "value": row.number,
                "unit": row.unit,
                "value_in_words": row.value,
                "goal": row.aim,
                "goal_in_words": row.goal,
                "percent": row.rate,
                "is_met": row.is_met,
                "told_on": row.as_of_day,
                "missing": row.note,
            }


def _money(progress: PlanProgress) -> Iterator[ResultRow]:
    for line, row in _all(progress.money):
        yield {
            "line": line,
            "body": row.body,
            "disbursed_dong": row.number,
            "allotted_dong": row.aim,
            "percent": row.rate,
            "told_on": row.as_of_day,
            "note": row.note,
        }


def _all(rows: Iterable[Reached]) -> Iterator[tuple[str, Reached]]:
    """What was reached and its parts, each with the id of the whole."""
    return ((whole.id, row) for whole in rows for row in (whole, *whole.parts))


def _reports(progress: PlanProgress) -> Iterator[ResultRow]:
    for report in progress.reports:
        yield {
            "duty": report.duty,
            "agency": report.agency,
            "due": report.due,
            "reported": report.came,
            "is_late": report.is_late,
        }
