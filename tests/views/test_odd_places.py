"""Pages over some places, of small summaries in which a small wrong change of the program shows."""

from datetime import date
from types import SimpleNamespace

import pytest

from planbook.views import country
from planbook.views.country import change_of, head_of, newest_changes, row_of, shared_terms, terms_in_order
from planbook.views.summary import AbbreviationSummary, LastChange


def plan(id_: str, first: int, last: int, *, is_over: bool, changed: str = "", done: int | None = None, **counts: int):
    """What a summary says of a plan."""
    numbers = {name: counts.get(name, 0) for name in ("tasks", "targets", "deadlines", "errors", "warnings", "infos")}
    change = LastChange(date.fromisoformat(changed), "") if changed else None
    named = {"id": id_, "title": id_, "address": id_, "period": f"{first}-{last}", "status_name": "", "place": "tinh-a"}
    days = {"first": date(first, 1, 1), "last": date(last, 12, 31)}
    return SimpleNamespace(**named, **days, **numbers, is_over=is_over, changed=change, tasks_done=done)


def summary(place: str, *plans, within: tuple[str, ...] = (), level: str = "commune", **fields):
    """What a site of one place says of itself."""
    outer = [
        SimpleNamespace(id=id_, name=id_, level={"vn": "central"}.get(id_, "province"), within=()) for id_ in within
    ]
    places = (SimpleNamespace(id=place, name=place, level=level, within=within), *outer)
    lists = dict.fromkeys(("agencies", "documents", "indicators", "money", "abbreviations"), ())
    named = {"place": place, "title": place, "folder": place, "register": None, "calendar": None}
    return SimpleNamespace(places=places, plans=plans, **{**named, **lists, **fields})


def provinces_of(summaries):
    """The provinces of some places."""
    rows = {summary.folder: row_of(summary) for summary in summaries}
    return country.provinces_of(map(head_of, summaries), rows)


@pytest.mark.parametrize(
    ("ends", "running", "current"),
    [
        ((2025, 2026), (), ["2026"]),  # all are over: the last one
        ((2026, 2025), (), ["2026"]),
        ((2025, 2026, 2027), (2026,), ["2026"]),
        ((2025, 2026, 2027), (2026, 2027), ["2027", "2026"]),
        ((), (), []),
    ],
)
def test_a_place_shows_the_plans_that_run_else_the_last_one(ends, running, current):
    plans = [plan(str(end), end, end, is_over=end not in running) for end in ends]
    ((province,),) = [provinces_of([summary("tinh-a", *plans, level="province")])]

    assert [listed.title for listed in province.rows[0].current] == current
    assert (province.total.plans, province.total.running) == (len(ends), len(running))


def test_places_stand_in_their_province_which_comes_first_and_sums_them_up():
    own = plan("tinh", 2026, 2027, is_over=False, tasks=5, done=2, errors=1, changed="2026-05-01")
    inner = plan("xa", 2025, 2025, is_over=True, tasks=3, warnings=2, changed="2026-06-01")
    summaries = [
        summary("xa-b", inner, within=("tinh-a", "vn")),
        summary("tinh-a", own, within=("vn",), level="province"),
        summary("xa-a", within=("tinh-a", "vn")),
        summary("bo", level="central"),
    ]
    alone, province = provinces_of(summaries)
    total = province.total

    assert ([row.folder for row in alone.rows], [row.folder for row in province.rows]) == (
        ["bo"],
        ["tinh-a", "xa-a", "xa-b"],
    )
    assert (total.tasks, total.tasks_told, total.tasks_done, total.errors, total.warnings) == (8, 5, 2, 1, 2)
    assert (total.years, total.changed and total.changed.day) == ((2025, 2026, 2027), date(2026, 6, 1))


@pytest.mark.parametrize(("most", "listed"), [(1, ["b-2"]), (2, ["b-2", "a-1"]), (3, ["b-2", "a-1"])])
def test_each_place_has_its_last_change_the_newest_first(most, listed):
    first = summary("a", plan("a-1", 2026, 2026, is_over=False, changed="2026-05-01"))
    second = summary(
        "b",
        plan("b-1", 2026, 2026, is_over=False, changed="2026-04-01"),
        plan("b-2", 2026, 2026, is_over=False, changed="2026-06-01"),
        plan("b-3", 2026, 2026, is_over=False),
    )
    silent = summary("c", plan("c-1", 2026, 2026, is_over=False))

    assert [change.plan.title for change in newest_changes(map(change_of, [first, second, silent]), most)] == listed


def test_short_forms_of_all_places_are_counted_by_place():
    def term(short: str, full: str) -> AbbreviationSummary:
        return AbbreviationSummary(short=short, full=full, kind="agency")

    summaries = [
        summary("a", abbreviations=(term("SB", "Sở B"), term("SB", "Sở B"), term("Đ", "Đường"))),
        summary("b", abbreviations=(term("SB", "Sở B"), term("SB", "Số Bê"))),
    ]
    assert [
        (term.short, term.full, term.places)
        for term in terms_in_order(shared_terms(summary.abbreviations for summary in summaries))
    ] == [
        ("Đ", "Đường", 1),
        ("SB", "Số Bê", 1),
        ("SB", "Sở B", 2),
    ]
