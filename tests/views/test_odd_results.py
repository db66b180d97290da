"""What came of small plans, in which a small wrong change of the program shows."""

from datetime import date
from decimal import Decimal

import pytest

from planbook.checks import findings
from planbook.loading.workspace import load_files
from planbook.model.achieved import Achieved, achieved_by, achievements, goal_of, share
from planbook.model.collection import Collection
from planbook.model.period import parse_when
from planbook.views.once import Views
from planbook.views.outcome import last_states
from planbook.views.paper import plan_called
from planbook.views.reported_work import WorkLine, agency_lines, next_work
from planbook.views.workbook.collection import collection_workbook
from planbook.views.workbook.collection_cover import FormRequest
from planbook.wording.results_text import ResultsText
from tests.offices import AGENCIES, MONEY, REGISTERS, SOURCES, files, office, part, task


def results(*tasks: dict, **fields) -> dict:
    """The results of the first quarter, as a register of an office."""
    return {
        "results/thu/2027-Q1": {"plan": "thu", "period": "2027-Q1", "as_of": "2027-03-31", "tasks": [*tasks], **fields}
    }


def led(id_: str, *lead: str, **fields) -> dict:
    return task(id_, assignment={"lead": [*lead], **fields})


def target(id_: str, value: str, *lead: str, **fields) -> dict:
    return {"id": id_, "text": "Đạt {value}.", "value": value, "unit": "hộ", "lead": [*lead], **fields}


def test_what_came_of_the_work_of_an_agency_and_of_its_groups_is_told_in_short(words):
    group = {"id": "hai-so", "name": "hai sở", "level": "province", "members": ["so-b", "so-c"]}
    outline = [
        part("muc-tieu", targets=[target("cua-b", "100", "so-b"), target("cua-c", "50", "so-c")]),
        part("nhiem-vu", tasks=[led("rieng", "so-b"), led("chung", "hai-so"), led("khac", "so-c")]),
    ]
    told = results(
        *({"task": id_, "state": "under-way"} for id_ in ("rieng", "chung", "khac")),
        targets=[{"target": "cua-b", "value": "40"}, {"target": "cua-c", "value": "20"}],
    )
    views = Views(office({"outline": outline}, agencies={**AGENCIES, "groups": [group]}, **told), words)
    progress = views.progress_by_period["thu"]["2027-q1"]
    work = [f"Làm {id_}: Đang thực hiện (không có ngày hạn để xét)" for id_ in ("rieng", "chung", "khac")]

    assert [*views.result_lines(progress, "so-b")] == [*work[:2], "Đạt 100 hộ: 40 hộ/100 hộ"]
    assert [*views.result_lines(progress, "so-c")] == [*work[1:], "Đạt 50 hộ: 20 hộ/50 hộ"]
    assert {plan: [row.id for row in rows] for plan, rows in views.reached_by("so-b").items()} == {"thu": ["cua-b"]}


def test_a_text_of_a_period_stands_under_its_heading_and_no_other_heading_comes(words):
    told = results(
        {"task": "viec", "state": "under-way"}, difficulties=[{"id": "kho", "text": "{agency:so-b} thiếu vốn."}]
    )
    views = Views(office({"outline": [part("nhiem-vu", tasks=[led("viec", "so-b")])]}, **told), words)
    ((heading, texts),) = views.progress_by_period["thu"]["2027-q1"].texts

    assert (heading, texts) == (words.say("results_difficulties"), ("Sở B thiếu vốn.",))


@pytest.mark.parametrize(("came", "left"), [((), [3, 6]), ((3,), [6]), ((6,), [3]), ((3, 6), [])])
def test_only_the_terms_of_a_report_are_left_by_which_none_came(words, came, left):
    duty = {"id": "bc", "agencies": "so-b", "to": "ubnd-tinh-a", "text": "Báo cáo.", "every": "quarter"}
    plan = {"outline": [part("bao-cao", reporting=[{**duty, "before_day": 20, "months": [3, 6]}])]}
    reports = [
        {"duty": "bc", "agency": "so-b", "date": f"2027-0{month}-10", "term": f"2027-Q{month // 3}"} for month in came
    ]
    told = {"plan": "thu", "period": "2027-Q2", "as_of": "2027-06-30", "reports": reports}
    views = Views(office(plan, **{"results/thu/2027-Q2": told}), words)
    terms = [day.month for commitment in views.outstanding.of(views.commitments, "so-b") for day, _ in commitment.terms]

    assert terms == left


@pytest.mark.parametrize(
    ("comparator", "upper", "value", "is_met"),
    [
        ("at-most", None, "10", True),
        ("at-most", None, "11", False),
        ("less-than", None, "10", False),
        ("less-than", None, "9", True),
        ("at-least", None, "10", True),
        ("more-than", None, "10", False),
        ("more-than", None, "11", True),
    ],
)
def test_a_value_meets_what_the_words_of_the_target_ask_for(comparator, upper, value, is_met):
    aim = target("ct", "10", comparator=comparator)
    workspace = office({"outline": [part("muc-tieu", targets=[aim])]})
    plan = workspace.plans["thu"]
    goal = goal_of(workspace, plan, next(iter(plan.targets())), "", date(2027, 6, 30))

    assert goal.is_met(Decimal(value)) is is_met


@pytest.mark.parametrize("years", [(2027, 2028), (2028, 2027)])
def test_the_value_of_a_year_is_not_that_of_another_that_is_written_before_it(years):
    aim = target("ct", "30", values=[{"year": str(year), "value": str(year)} for year in years])
    workspace = office({"period": "2027-2028", "outline": [part("muc-tieu", targets=[aim])]})
    plan = workspace.plans["thu"]
    (read,) = plan.targets()

    assert [goal_of(workspace, plan, read, "", date(year, 1, 1)).value for year in (2027, 2028)] == [2027, 2028]


@pytest.mark.parametrize(
    ("lead", "values", "agency", "body", "asked"),
    [
        (["hai-so"], [], "so-b", "so-b", None),  # a part of it, and nobody says how much
        (["hai-so"], [{"agency": "so-b", "value": "10"}], "so-b", "so-b", 10),
        ([], [{"agency": "so-b", "value": "10"}], "so-b", "so-b", 10),
        (["so-b"], [], "so-b", "", None),  # all of it
        (["so-b"], [], "so-c", None, None),
        ([], [{"agency": "so-b", "value": "10"}], "so-c", None, None),
    ],
)
def test_the_part_of_an_agency_is_what_it_is_asked_for(lead, values, agency, body, asked):
    group = {"id": "hai-so", "name": "hai sở", "level": "province", "members": ["so-b", "so-c"]}
    aim = target("ct", "30", *lead, values=values)
    workspace = office({"outline": [part("muc-tieu", targets=[aim])]}, agencies={**AGENCIES, "groups": [group]})
    plan, whole = workspace.plans["thu"], Achieved("ct", value=Decimal(5))
    achieved = achieved_by(workspace, plan, whole, workspace.agencies[agency], date(2027, 6, 30))

    assert (achieved.body if achieved else None) == body
    assert (achieved.goal.value if achieved and achieved.goal else None) == asked


@pytest.mark.parametrize(("day", "due"), [(None, "2027-03-19"), ("2027-03-19", "2027-03-19"), ("2027-03-20", None)])
def test_a_report_that_was_due_before_its_plan_is_asked_of_nobody(day, due):
    duty = {"id": "bc", "agencies": "so-b", "to": "ubnd-tinh-a", "text": "Báo cáo.", "every": "quarter"}
    signed = {"status": "issued", "number": "5/KH-UBND", "date": day} if day else {}
    plan = {**signed, "outline": [part("bao-cao", reporting=[{**duty, "before_day": 20}])]}
    workspace = office(plan)
    dues = Collection(workspace, workspace.plans["thu"], parse_when("2027-Q1")).dues

    assert {id_: due.last_day.isoformat() for id_, due in dues.items()} == ({"bc": due} if due else {})


@pytest.mark.parametrize("other", ["a", "z"])
def test_a_part_of_other_work_says_nothing_of_what_is_done(other):
    done = {"task": "giua", "state": "done", "done": "2027-02-01"}
    told = results(done, {"task": other, "state": "under-way", "agency": "so-b"})
    outline = [part("nhiem-vu", tasks=[led("giua", "so-b"), led(other, "so-b", "so-c")])]
    workspace = office({"outline": outline}, agencies=AGENCIES, **told)

    assert [finding.check for finding in findings(workspace, ["result-sum"])] == []


@pytest.mark.parametrize(("again", "ended"), [("2026-03-01", None), (None, date(2025, 3, 1))])
def test_an_agency_that_was_founded_anew_has_not_ended(words, again, ended):
    changes = [{"id": "giai-the", "kind": "dissolve", "date": "2025-03-01", "original": "so-b"}]
    changes += [{"id": "thanh-lap", "kind": "establish", "date": again, "resulting": "so-b"}] if again else []
    views = Views(office({}, agency_changes={"changes": changes}), words)

    assert views.agencies["so-b"].ended == ended


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ban Chỉ đạo giảm nghèo bền vững tỉnh họp hằng quý.", "Ban Chỉ đạo giảm nghèo bền vững"),
        ("Giao Ban Chỉ đạo giảm nghèo bền vững.", "Ban Chỉ đạo giảm nghèo bền vững"),
    ],
)
def test_a_committee_that_somebody_typed_is_called_by_its_own_words_alone(text, name):
    listed = [task("mot", text="Trình Ban Chỉ đạo bền vững tỉnh."), task("hai", text=text)]
    (finding,) = findings(office({"outline": [part("nhiem-vu", tasks=listed)]}), ["committee-named-twice"])

    assert finding.message.values == {"name": name, "other": "Ban Chỉ đạo bền vững"}


@pytest.mark.parametrize(
    ("parts", "words_"),
    [
        (("done", "done"), "Sở B: hoàn thành (không có ngày hạn để xét) (xong ngày 01/02/2027)"),
        (("under-way", "done"), "Sở B: đang thực hiện"),
    ],
)
def test_of_work_that_is_over_each_part_says_when_it_was_done(words, parts, words_):
    told = [
        {"task": "viec", "agency": agency, "state": state, **({"done": f"2027-02-0{at}"} if state == "done" else {})}
        for at, (agency, state) in enumerate(zip(("so-b", "so-c"), parts, strict=True), 1)
    ]
    outline = [part("nhiem-vu", tasks=[led("viec", "so-b", "so-c")])]
    views = Views(office({"outline": outline}, agencies=AGENCIES, **results(*told)), words)
    told_last = last_states(views.texts["thu"])["viec"].words

    assert [words_ in told_last, "Sở C" in told_last] == [True, parts[0] == "done"]


@pytest.mark.parametrize("reported", [(), ("so-b",), ("so-b", "so-c")])
def test_the_reports_of_each_agency_are_counted_in_time_late_and_missing(words, reported):
    duty = {"id": "bc", "agencies": ["so-b", "so-c"], "to": "ubnd-tinh-a", "text": "Báo cáo.", "every": "quarter"}
    reports = [{"duty": "bc", "agency": agency, "date": "2027-03-10"} for agency in reported]
    plan = {"outline": [part("bao-cao", reporting=[{**duty, "before_day": 20, "months": [3]}])]}
    views = Views(office(plan, agencies=AGENCIES, **results(reports=reports)), words)
    lines = agency_lines(ResultsText.on_day(views.texts["thu"], date(2027, 3, 31)), date(2027, 3, 31))

    assert {line.name: line.reports for line in lines if line.name in ("Sở B", "Sở C")} == {
        "Sở B": (1, 0, 0) if "so-b" in reported else (0, 0, 1),
        "Sở C": (1, 0, 0) if "so-c" in reported else (0, 0, 1),
    }


@pytest.mark.parametrize(
    ("title", "called"),
    [("Thử việc", "Kế hoạch thử việc"), ("GDP và việc", "Kế hoạch GDP và việc"), ("A", "Kế hoạch A")],
)
def test_a_title_begins_small_in_a_sentence_unless_it_begins_with_a_short_form(words, title, called):
    assert plan_called(Views(office({"title": title}), words).texts["thu"]) == called


@pytest.mark.parametrize(
    ("level", "is_told"), [("central", False), ("province", False), ("commune", True), ("village", True)]
)
@pytest.mark.parametrize("issuer", ["province", "commune", "village"])
def test_a_single_office_below_a_province_is_told_where_the_province_orders_it_to_lead(issuer, level, is_told):
    authority, department = REGISTERS["agencies"]["agencies"]
    agencies = [
        {**authority, "level": issuer, "name": "Cơ quan A", "full_name": "Cơ quan A"},
        {**department, "level": level, "name": "Trạm B", "branch": "other"},
    ]
    workspace = office({"outline": [part("nhiem-vu", tasks=[led("viec", "so-b")])]}, agencies={"agencies": agencies})
    told = [str(finding.message) for finding in findings(workspace, ["agency-at-other-level"])]

    assert any("is a single office below" in text for text in told) is (is_told and issuer == "province")


@pytest.mark.parametrize(
    ("begin", "missing"),
    [("2027-Q1", ()), ("2027-Q2", ("2027-01-01/2027-03-31",)), ("2027-Q3", ("2027-01-01/2027-06-30",))],
)
def test_the_days_before_the_first_period_of_a_sum_are_told_as_missing(begin, missing):
    indicators = {
        "indicators": [
            {"id": "ho", "name": "Số hộ", "unit": "hộ", "direction": "up", "accumulation": "period"},
        ]
    }
    last = {"2027-Q1": "2027-03-31", "2027-Q2": "2027-06-30", "2027-Q3": "2027-09-30"}
    told = {
        f"results/thu/{period}": {
            "plan": "thu", "period": period, "as_of": day, "targets": [{"target": "ct", "value": "5"}],
        }
        for period, day in last.items() if period >= begin
    }  # fmt: skip
    aim = target("ct", "100", indicator="ho")
    workspace, _ = load_files(files({"outline": [part("muc-tieu", targets=[aim])]}, indicators=indicators, **told))
    reached = achievements(workspace, workspace.plans["thu"], date(2027, 9, 30))["ct"]

    assert (reached.value, reached.missing) == (5 * len(told), missing)


@pytest.mark.parametrize(
    ("kind", "due", "in_which"),
    [
        ("under-way-late", "2027-03-30", "late"),
        ("unreported", "2027-03-31", "unreported"),
        ("unreported", "2027-04-01", "due"),
        ("under-way", "2027-03-31", "due"),  # it is not late yet
        ("not-begun", "2027-03-31", "due"),
        ("under-way", "2027-06-30", "due"),
        ("under-way", "2027-07-01", "later"),
        ("under-way", None, "later"),
    ],
)
def test_each_work_of_the_next_period_stands_in_one_list(words, kind, due, in_which):
    text = ResultsText.on_day(Views(office({}), words).texts["thu"], date(2027, 3, 31))
    line = WorkLine("viec", "", "Làm.", "", "", kind, "", date.fromisoformat(due) if due else None, is_over=False)
    work = next_work(text, [line], date(2027, 3, 31), parse_when("2027-Q2"), None)

    lists = {"late": len(work.late), "due": len(work.due), "unreported": len(work.unreported), "later": work.rest}
    assert lists == {name: int(name == in_which) for name in lists}


@pytest.mark.parametrize(
    ("lead", "told"),
    [((False,), ["viec-0"]), ((True,), []), ((False, False), ["2"]), ((False, True), ["viec-0"])],
)
def test_tasks_that_nobody_leads_are_told_together_where_nobody_leads_any(lead, told):
    listed = [led(f"viec-{at}", "so-b") if is_led else task(f"viec-{at}") for at, is_led in enumerate(lead)]
    outline = [part("nhiem-vu", tasks=listed)]
    said = [
        (str(finding.message.values.get("count", "")) or finding.item or "")
        for finding in findings(office({"outline": outline}), ["task-without-lead"])
    ]
    assert said == told


@pytest.mark.parametrize(
    ("whole", "parts", "is_told"),
    [
        (30, {"so-b": 10, "so-c": 20}, False),
        (30, {"so-b": 10, "so-c": 10}, True),
        (30, {"so-b": 20}, False),  # the rest may be of the other
        (30, {"so-b": 30}, False),
        (30, {"so-b": 31}, False),  # told as what cannot be
        (30, {"so-b": 31, "so-c": 0}, True),
        (30, {}, False),
        (0, {"so-b": 0, "so-c": 0}, False),
        (None, {"so-b": 10, "so-c": 10}, False),
    ],
)
@pytest.mark.parametrize("unit", ["hộ", "%"])
def test_a_whole_that_is_not_the_sum_of_its_parts_is_told_where_all_of_them_are_there(whole, parts, is_told, unit):
    aim = target("ct", "100", values=[{"agency": "so-b", "value": "50"}, {"agency": "so-c", "value": "50"}], unit=unit)
    told = [{"target": "ct", "agency": agency, "value": str(value)} for agency, value in parts.items()]
    told += [] if whole is None else [{"target": "ct", "value": str(whole)}]
    plan = {"outline": [part("muc-tieu", targets=[aim]), part("nhiem-vu", tasks=[led("viec", "so-b")])]}
    workspace, _ = load_files(files(plan, agencies=AGENCIES, **results(targets=told)))

    assert bool(findings(workspace, ["result-sum"])) is (is_told and unit != "%")


@pytest.mark.parametrize(
    ("content", "is_empty"),
    [
        ({"purposes": [{"id": "y", "text": "Ý."}]}, True),
        ({"tasks": [led("viec", "so-b")]}, False),
        ({"tasks": [task("viec", assignment={"deadlines": [{"by": "2027-05-01"}]})]}, False),
        ({"budget": MONEY}, False),
    ],
)
def test_a_plan_without_work_deadlines_and_money_has_no_picture(words, content, is_empty):
    views = Views(office({"outline": [part("phan", **content)]}, funding_sources=SOURCES), words)
    assert views.overviews["thu"].is_empty is is_empty


@pytest.mark.parametrize(
    ("period", "is_told"), [("2026-Q4", True), ("2027-Q1", False), ("2027-Q4", False), ("2028-Q1", True)]
)
def test_results_of_a_time_at_which_the_plan_does_not_run_are_told(period, is_told):
    day = {"2026-Q4": "2026-12-31", "2027-Q1": "2027-03-31", "2027-Q4": "2027-12-31", "2028-Q1": "2028-03-31"}[period]
    told = {"plan": "thu", "period": period, "as_of": day, "tasks": [{"task": "viec", "state": "under-way"}]}
    outline = [part("nhiem-vu", tasks=[led("viec", "so-b")])]
    workspace, _ = load_files(files({"outline": outline}, **{f"results/thu/{period}": told}))

    assert bool(findings(workspace, ["result-outsider"])) is is_told


@pytest.mark.parametrize(
    ("shared", "done", "state"),
    [(1, 0, "Đang thực hiện"), (1, 1, "Hoàn thành đúng hạn"), (2, 1, "1/2"), (2, 2, "2/2"), (3, 1, "1/3")],
)
def test_the_day_of_a_group_says_how_many_of_its_tasks_are_done_and_of_one_its_state(words, shared, done, state):
    group = part(
        "nhom",
        tasks=[task(f"viec-{at}") for at in range(shared)],
        assignment={"lead": "so-b", "deadlines": [{"by": "2027-06-30"}]},
    )
    told = [
        {"task": f"viec-{at}", **({"state": "done", "done": "2027-03-01"} if at < done else {"state": "under-way"})}
        for at in range(shared)
    ]
    views = Views(office({"outline": [part("nhiem-vu", task_groups=[group])]}, **results(*told)), words)
    (due,) = views.outstanding.dues(views.commitments)

    assert (due.state.partition(" việc")[0].startswith(state), due.is_done) == (True, done == shared)


@pytest.mark.parametrize(
    ("comparator", "is_told"),
    [
        ("exactly", True),
        ("about", False),
        ("at-least", False),
        ("at-most", False),
        ("less-than", False),
        ("more-than", False),
    ],
)
@pytest.mark.parametrize(("second", "differs"), [("20", False), ("10", True), ("30", True)])
def test_shares_that_are_exact_add_up_to_the_target(comparator, is_told, second, differs):
    values = [{"agency": "so-b", "value": "10"}, {"agency": "so-c", "value": second, "comparator": comparator}]
    aim = target("ct", "30", values=values)
    workspace, _ = load_files(files({"outline": [part("muc-tieu", targets=[aim])]}, agencies=AGENCIES))

    assert bool(findings(workspace, ["target-shares"])) is (is_told and differs)


@pytest.mark.parametrize(
    ("values", "told_of"), [((15, 8), [("2027-Q4", "period")]), ((20, 8), [("2027-Q4", "period")]), ((20, 10), [])]
)
def test_a_sum_of_parts_that_misses_the_target_is_told_of_the_last_period(values, told_of):
    parts = [{"agency": agency, "value": value} for agency, value in (("so-b", "20"), ("so-c", "10"))]
    outline = [
        part("muc-tieu", targets=[target("so", "30", values=parts)]),
        part("nhiem-vu", tasks=[led("viec", "so-b")]),
    ]
    told = {
        f"results/thu/2027-Q{quarter}": {"plan": "thu", "period": f"2027-Q{quarter}", "as_of": day, **more}
        for quarter, day, more in (
            (2, "2027-06-30", {}),
            (3, "2027-09-30", {"tasks": [{"task": "viec", "state": "under-way"}]}),
            (
                4,
                "2027-12-31",
                {
                    "tasks": [{"task": "viec", "state": "done", "done": "2027-12-01"}],
                    "targets": [
                        {"target": "so", "agency": agency, "value": f"{value}"}
                        for agency, value in zip(("so-b", "so-c"), values, strict=True)
                    ],
                },
            ),
        )
    }
    workspace = office({"outline": outline}, agencies=AGENCIES, **told)

    missed = findings(workspace, ["target-missed"])
    assert [(finding.span.path.split("/")[-1].removesuffix(".yaml"), finding.field) for finding in missed] == told_of


@pytest.mark.parametrize("reached", [True, False])
def test_the_form_of_an_agency_shows_what_it_told_before(words, reached):
    aims = [target("so", "30", "so-b"), {"id": "loi", "text": "Nâng cao nhận thức.", "lead": ["so-b"]}]
    told = results(targets=[{"target": "so", "value": "12"}, {"target": "loi", "reached": reached}])
    workspace = office({"outline": [part("muc-tieu", targets=aims)]}, **told)
    asked = Collection(workspace, workspace.plans["thu"], parse_when("2027-Q2"))
    book = collection_workbook(
        asked, Views(workspace, words).texts["thu"], FormRequest("so-b", date(2027, 6, 30), None, "")
    )
    cells = {row.id: row.cells for sheet in book.sheets for row in sheet.rows if row.id}

    assert "12 hộ" in cells["so"]
    assert words.say("target_met" if reached else "target_unmet") in cells["loi"]
    assert words.say("target_unmet" if reached else "target_met") not in cells["loi"]
    sides = {column.name: column.align for sheet in book.sheets if not sheet.hidden for column in sheet.columns}
    assert (sides["value"], sides["as_of"], sides["note"]) == ("right", "center", "left")


@pytest.mark.parametrize(
    ("name", "place", "apart"),
    [
        ("Sở C", "tinh-a", {"so-b": "", "so-c": ""}),
        ("Sở B", "tinh-a", {"so-b": "tỉnh A", "so-c": "tỉnh A từ ngày 01/3/2027"}),
        ("Sở B", "tinh-z", {"so-b": "tỉnh A", "so-c": "tỉnh Z"}),
    ],
)
def test_agencies_of_one_name_are_told_apart_by_place_else_by_time(words, name, place, apart):
    other = {"id": "so-c", "name": name, "level": "province", "locality": place}
    localities = [*REGISTERS["localities"]["localities"], {"id": "tinh-z", "name": "tỉnh Z", "level": "province"}]
    founded = {"id": "thanh-lap", "kind": "establish", "date": "2027-03-01", "resulting": "so-c"}
    workspace, _ = load_files(
        files(
            {"outline": [part("nhiem-vu", tasks=[led("viec", "so-b"), led("khac", "so-c")])]},
            agencies={"agencies": [*REGISTERS["agencies"]["agencies"], other]},
            localities={"localities": localities},
            agency_changes={"changes": [founded]},
        )
    )
    views = Views(workspace, words).agencies
    assert {id_: views[id_].apart for id_ in apart} == apart


@pytest.mark.parametrize("first", [None, "not-measured", "no-value"])
@pytest.mark.parametrize(
    ("comparator", "value", "is_told"),
    [
        ("at-most", "20", False),  # both can be meant
        ("at-most", "11", False),
        ("at-most", "10", True),
        ("at-most", "5", True),
        ("less-than", "20", False),
        ("at-least", "20", True),
        ("more-than", "20", True),
        ("exactly", "10", True),
        ("exactly", "20", True),
    ],
)
def test_a_second_target_of_one_thing_is_told_unless_both_can_be_meant(first, comparator, value, is_told):
    indicators = {"indicators": [{"id": "ho", "name": "Số hộ", "unit": "hộ", "direction": "up"}]}
    other = {
        "not-measured": [target("khac", "7")],
        "no-value": [{"id": "khac", "text": "Nâng cao.", "indicator": "ho"}],
    }
    aims = [
        *other.get(first, []),
        target("mot", "10", indicator="ho", comparator="at-least"),
        target("hai", value, indicator="ho", comparator=comparator),
    ]
    workspace, _ = load_files(files({"outline": [part("muc-tieu", targets=aims)]}, indicators=indicators))

    assert [finding.message.values["id"] for finding in findings(workspace, ["target-repeated"])] == ["mot"] * is_told


@pytest.mark.parametrize(("accumulation", "value"), [("period", 12), ("cumulative", 7)])
def test_what_was_counted_is_added_up_where_each_period_counts_its_own(accumulation, value):
    indicator = {"id": "ho", "name": "Số hộ", "unit": "hộ", "direction": "up", "accumulation": accumulation}
    told = {
        f"results/thu/{period}": {
            "plan": "thu", "period": period, "as_of": day, "targets": [{"target": "ct", "value": told_value}],
        }
        for period, day, told_value in (("2027-Q1", "2027-03-31", "5"), ("2027-Q2", "2027-06-30", "7"))
    }  # fmt: skip
    aim = target("ct", "100", indicator="ho")
    outline = {"outline": [part("muc-tieu", targets=[aim])]}
    workspace, _ = load_files(files(outline, indicators={"indicators": [indicator]}, **told))

    assert achievements(workspace, workspace.plans["thu"], date(2027, 9, 30))["ct"].value == value


def test_of_two_periods_that_end_together_the_longer_one_counts():
    told = {
        f"results/thu/{period}": {
            "plan": "thu", "period": period, "as_of": "2027-12-31", "targets": [{"target": "ct", "value": value}],
        }
        for period, value in (("2027", "50"), ("2027-Q4", "7"), ("2027-12", "3"))
    }  # fmt: skip
    workspace, _ = load_files(files({"outline": [part("muc-tieu", targets=[target("ct", "100")])]}, **told))

    assert [str(results.period) for results in workspace.results["thu"]] == ["2027-12", "2027-Q4", "2027"]
    assert achievements(workspace, workspace.plans["thu"], date(2027, 12, 31))["ct"].value == 50


@pytest.mark.parametrize(
    ("part_of", "whole", "percent"),
    [
        (1, 1, "100.0"),
        (1, 2, "50.0"),
        (0, 1, "0.0"),
        (9999, 10000, "99.9"),
        (3, 2, "150.0"),
        (0, 0, None),
        (1, -1, None),
    ],
)
def test_a_share_is_told_of_any_whole_that_is_something(part_of, whole, percent):
    told = share(Decimal(part_of), Decimal(whole))
    assert (None if told is None else str(told)) == percent


@pytest.mark.parametrize(
    ("years", "time"), [((2027,), "2027"), ((2027, 2028), "2027-2028"), ((2027, 2030), "2027-2030")]
)
def test_the_picture_of_deadlines_names_the_years_that_it_shows(words, years, time):
    deadlines = [{"by": f"{year}-05-01"} for year in years]
    plan = {"period": "2027-2030", "outline": [part("nhiem-vu", tasks=[led("viec", "so-b", deadlines=deadlines)])]}
    plot = Views(office(plan), words).overviews["thu"].deadline_plot

    assert plot.title.split()[-1] == time


@pytest.mark.parametrize(("kind", "source"), [("tien", ""), ("tu", " – Ngân sách tỉnh")])
def test_money_of_each_task_is_told_by_the_task_wherever_it_stands(words, kind, source):
    """No heading says what it is for: three lines “Tổng kinh phí” would be nobody's."""

    def funded(id_: str, **fields) -> dict:
        lines = [{"id": f"tu-{id_}", "source_of_funds": "tinh", "amount": "7"}]
        return task(id_, budget={"id": f"tien-{id_}", "unit": "ty", "total": "7", "lines": lines}, **fields)

    tasks = [funded("duong"), funded("cau", heading="Cầu treo"), funded("bien", short_text="Dựng biển.")]
    spent = [{"budget": f"{kind}-{id_}", "disbursed": 1} for id_ in ("duong", "cau", "bien")]
    workspace = office({"outline": [part("nhiem-vu", tasks=tasks)]}, funding_sources=SOURCES, **results(money=spent))
    views = Views(workspace, words)
    purposes = ["Làm duong", "Cầu treo", "Dựng biển"]
    told = [row.name for row in views.progress_by_period["thu"]["2027-q1"].money if row.id.startswith(kind + "-")]

    assert [row.purpose for row in views.money["thu"].rows] == purposes
    assert told == [purpose + source for purpose in purposes]


def test_money_of_a_part_of_the_plan_alone_is_its_total(words):
    workspace = office(
        {"outline": [part("kinh-phi", budget=MONEY)]},
        funding_sources=SOURCES,
        **results(money=[{"budget": MONEY["id"], "disbursed": 1}]),
    )
    assert [row.name for row in Views(workspace, words).progress_by_period["thu"]["2027-q1"].money] == ["Tổng kinh phí"]
