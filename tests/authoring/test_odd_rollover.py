"""Small plans carried into another year in which a small wrong change of the program shows."""

from datetime import date
from decimal import Decimal

import pytest
import yaml

from planbook.authoring.rollover.draft import new_id, rollover
from planbook.authoring.rollover.question import QuestionWords
from planbook.authoring.rollover.times import day_moves, day_off, times_left, year_moved
from planbook.checks import findings
from planbook.loading.workspace import load_files
from planbook.model.path import bounds
from planbook.model.period import parse_when
from planbook.text.writer import write
from planbook.views.decisions import passing_deadlines
from planbook.views.handover import handover
from planbook.views.once import Views
from tests.changes.test_odd_changes import DOCUMENT, TYPES, tasks, year_plan
from tests.offices import AGENCIES, MONEY, REGISTERS, SOURCES, files, office, part, task


@pytest.mark.parametrize(
    ("end", "asked"),
    [
        ("2027-12-30", "choose whose plan it is: huyện B is no more"),
        (
            "2028-01-01",
            "decide until when the plan runs, and whose it is then: huyện B ends on the way · it ends on 02/01/2028, on the way of the new plan",
        ),
        (
            "2028-12-30",
            "decide until when the plan runs, and whose it is then: huyện B ends on the way · it ends on 31/12/2028, on the way of the new plan",
        ),
        ("2028-12-31", None),
    ],
)
def test_a_place_that_ends_on_the_way_of_the_new_year_is_asked_about(words, end, asked):
    places = [
        {"id": "huyen-b", "name": "huyện B", "level": "district", "end": end, "successors": ["xa-c", "xa-d"]},
        *({"id": id_, "name": f"xã {id_[-1].upper()}", "level": "commune"} for id_ in ("xa-c", "xa-d")),
    ]  # fmt: skip
    localities = {"localities": [*REGISTERS["localities"]["localities"], *places]}
    workspace = office({"jurisdiction": "huyen-b"}, localities=localities)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    said = [
        " · ".join(filter(None, (str(one.what), str(one.why or ""))))
        for one in draft.questions
        if "whose" in str(one.what)
    ]
    assert said == ([asked] if asked else [])
    assert all(one.options == ("xã C", "xã D") for one in draft.questions if "whose" in str(one.what))


@pytest.mark.parametrize(
    ("text", "years", "moved"),
    [
        ("giai đoạn 2021-2025, đến năm 2025", 5, "giai đoạn 2026-2030, đến năm 2030"),
        ("giai đoạn 2021 - 2025", 4, "giai đoạn 2025 - 2029"),  # the new period begins with the last year of the old
        ("giai đoạn 2021–2025 và năm 2021", 1, "giai đoạn 2022–2026 và năm 2021"),
        ("giai đoạn 2016-2020, 2021-2024", 4, "giai đoạn 2016-2020, 2021-2024"),
    ],
)
def test_the_years_of_a_period_move_each_once(text, years, moved):
    assert year_moved(text, parse_when("2021-2025"), years, "năm") == moved


@pytest.mark.parametrize(
    ("aim", "value"),
    [
        ({"unit": "hộ", "value": "16.000"}, "3200"),  # a fifth of five years
        ({"unit": "%", "value": "2", "baseline": "12", "due": "2030"}, "8"),  # two of five years from 12 to 2
        ({"unit": "%/năm", "value": "2"}, "2"),
        ({"unit": "hộ", "value": "500", "due": "2027"}, "500"),
        ({"unit": "%", "value": "2", "due": "2030"}, None),  # from where nobody says
        ({"unit": "hộ", "value": "500", "due": "2026"}, "nothing"),  # it was due the year before
    ],
)
def test_what_a_longer_plan_wants_of_its_second_year(aim, value):
    indicators = {
        "standards": [],
        "indicators": [{"id": "muc", "name": "Mức", "unit": aim["unit"].split("/")[0], "direction": "up"}],
    }
    target = {"id": "ct", "text": "Đạt {value}.", "indicator": "muc", **aim}
    longer = office(
        {"period": "2026-2030", "outline": [part("muc-tieu", targets=[target])]}, indicators=indicators
    ).plans["thu"]
    (own,) = longer.targets()
    wanted = [bound.value for bound in bounds(longer, parse_when("2027"), own)]

    assert wanted == ([] if value == "nothing" else [value and Decimal(value)])


def test_a_task_that_continues_nothing_is_told_which_is_near():
    plans = [year_plan(2026, task("ra-soat")), year_plan(2027, task("viec", continues=["nam-2026/ra-soats"]))]
    (finding,) = [finding for finding in findings(office(plans)) if finding.check == "lineage-unknown"]

    assert str(finding.help) == "write it as plan-id/task-id of another plan: nam-2026/ra-soat"


@pytest.mark.parametrize(
    ("period", "day", "is_moved"),
    [
        ("2027", "2026-12-31", False),
        ("2027", "2027-01-01", True),
        ("2027", "2028-06-30", True),  # of a leap year
        ("2027", "2028-07-01", False),
        ("2026", "2027-06-30", True),
        ("2026", "2027-07-01", False),
    ],
)
def test_a_day_moves_with_a_plan_until_half_a_year_after_it(period, day, is_moved):
    assert day_moves(date.fromisoformat(day), parse_when(period)) is is_moved


def asked(words, plan: dict, **registers) -> list[tuple[str, str]]:
    """What is asked of a plan's draft for 2028, each with why."""
    workspace = office(plan, **registers)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    return [(str(question.what), str(question.why or "")) for question in draft.questions]


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ("2027-12-30", "it is in force until 30/12/2027"),
        ("2027-12-31", "it is in force until 31/12/2027"),
        ("2028-01-01", None),
    ],
)
def test_a_basis_that_ends_before_the_new_year_is_asked_about(words, end, why):
    documents = {"types": TYPES, "documents": [{**DOCUMENT, "end": end}]}
    questions = asked(words, {"legal_bases": [{"document": "qd-12", "role": "implements"}]}, legal_documents=documents)

    assert [reason for what, reason in questions if "find what replaces" in what] == ([why] if why else [])


@pytest.mark.parametrize(
    ("more", "is_asked"),
    [
        ({"title": "về giảm nghèo năm 2027"}, True),
        ({"title": "về giảm nghèo năm 2027", "period": "2026-2030"}, False),
        ({"title": "về giảm nghèo", "period": "2027"}, True),
        ({"title": "về giảm nghèo giai đoạn 2027-2030"}, False),
        ({"title": "về giảm nghèo năm 2026"}, False),
        ({"title": "về giảm nghèo"}, False),
    ],
)
def test_a_basis_of_the_year_is_asked_about_though_only_its_title_says_so(words, more, is_asked):
    documents = {"types": TYPES, "documents": [{**DOCUMENT, **more}]}
    questions = asked(words, {"legal_bases": [{"document": "qd-12", "role": "implements"}]}, legal_documents=documents)

    assert any("put the document of 2028 in the place of" in what for what, _ in questions) is is_asked


def test_the_decision_that_issued_a_plan_is_not_taken_for_that_of_the_next(words):
    documents = {"types": TYPES, "documents": [DOCUMENT]}
    questions = asked(words, {"issued_with": "qd-12", "recipients": []}, legal_documents=documents)

    assert "put the document of 2028 in the place of Quyết định 12/QĐ-UBND" in dict(questions)


def test_the_years_of_a_target_move_with_the_plan(words):
    values = [{"year": 2027, "value": 50}, {"year": 2028, "value": 60}]
    target = {"id": "muc", "text": "Đạt {value}.", "value": 60, "unit": "%", "due": 2028, "values": values}
    text = files({"period": "2027-2028", "outline": [part("muc-tieu", targets=[target])]})
    workspace, problems = load_files(text)
    assert problems == []
    draft = rollover(workspace, workspace.plans["thu"], 2029, QuestionWords(words))
    new = yaml.load(write(text.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.CBaseLoader)
    (moved,) = new["outline"][0]["targets"]
    assert (moved["due"], [value["year"] for value in moved["values"]]) == ("2030", ["2029", "2030"])


@pytest.mark.parametrize(
    ("years", "moved"),
    [
        ([2027, 2028, 2029], ["2027", "2028", "2029"]),
        ([2026, 2027], ["2026", "2027"]),
        ([2027], ["2028"]),
        ([2028, 2027], ["2028", "2027"]),
    ],
)
def test_no_year_of_a_target_moves_onto_one_that_is_there(words, years, moved):
    values = [{"year": year, "value": 50 + year % 10} for year in years]
    target = {"id": "muc", "text": "Trồng {value} rừng.", "value": 600, "unit": "ha", "values": values}
    text = files({"outline": [part("muc-tieu", targets=[target])]})
    workspace, problems = load_files(text)
    assert problems == []
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    new = yaml.load(write(text.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.CBaseLoader)
    (carried,) = new["outline"][0]["targets"]
    assert [value["year"] for value in carried["values"]] == moved
    assert any("muc" in question.at for question in draft.questions)


@pytest.mark.parametrize(("merged", "is_asked"), [(["so-b", "so-c"], True), (["so-b"], False)])
def test_duties_of_agencies_that_became_one_are_to_be_joined(words, merged, is_asked):
    change = {"id": "gop", "kind": "merge", "date": "2027-03-01", "original": merged, "resulting": "so-d"}
    duties = [{"id": f"{id_}-lam", "agencies": id_, "text": f"Làm {id_}."} for id_ in ("so-b", "so-c")]
    so_d = {"id": "so-d", "name": "Sở D", "level": "province", "locality": "tinh-a"}
    registers = {"agencies": {"agencies": [*AGENCIES["agencies"], so_d]}, "agency_changes": {"changes": [change]}}
    questions = asked(words, {"outline": [part("to-chuc", duties=duties)]}, **registers)

    assert [what for what, _ in questions if "join" in what] == (
        ["join the duties that Sở D now has in several places"] if is_asked else []
    )


@pytest.mark.parametrize(("replacing", "is_asked"), [(1, False), (2, True)])
def test_a_basis_that_several_documents_replace_is_to_be_decided(words, replacing, is_asked):
    later = [
        {**DOCUMENT, "id": f"moi-{at}", "number": f"{at}/QĐ-UBND", "date": "2027-06-01", "replaces": "qd-12"}
        for at in range(1, replacing + 1)
    ]
    documents = {"types": TYPES, "documents": [DOCUMENT, *later]}
    plan = {"date": "2027-01-05", "legal_bases": [{"document": "qd-12", "role": "implements"}]}
    workspace = office(plan, legal_documents=documents)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))

    assert any("find what replaces" in str(question.what) for question in draft.questions) is is_asked
    assert draft.replaced == ({} if is_asked else {"qd-12": ["moi-1"]})


def test_money_goes_and_tasks_are_carried_on_into_the_new_year(words):
    money = {**MONEY, "lines": MONEY["lines"][:1]}
    text = files(
        {"outline": [part("von-vay", budget=money), part("nhiem-vu", tasks=[task("viec")])]}, funding_sources=SOURCES
    )
    workspace, _ = load_files(text)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    outline = yaml.load(write(text.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.CBaseLoader)[
        "outline"
    ]

    kept = {key: value for key, value in money.items() if key not in ("approximate", "note")}
    line = {**money["lines"][0], "amount": "unallocated"}
    assert outline[0]["budget"] == {**kept, "total": "unallocated", "lines": [line]}
    assert outline[1]["tasks"][0]["continues"] == ["thu/viec"]


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("Giao {agency:so-b}, {agency:so-c} làm.", "Giao {agency:so-d} làm."),
        ("Giao {agency:so-b} và {agency:so-c} làm.", "Giao {agency:so-d} làm."),
        ("Giao {agency:so-b}, {agency:ubnd-tinh-a} làm.", "Giao {agency:so-d}, {agency:ubnd-tinh-a} làm."),
        ("Giao {agency:so-e}, {agency:so-e} làm.", "Giao {agency:so-e}, {agency:so-e} làm."),  # as the office wrote it
    ],
)
def test_agencies_that_became_one_are_named_once_in_a_text(words, text, carried):
    more = [
        {"id": id_, "name": f"Sở {id_[-1].upper()}", "level": "province", "locality": "tinh-a"}
        for id_ in ("so-d", "so-e")
    ]
    change = {"id": "gop", "kind": "merge", "date": "2027-03-01", "original": ["so-b", "so-c"], "resulting": "so-d"}
    shown = files(
        tasks(task("viec", text=text)),
        agencies={"agencies": [*AGENCIES["agencies"], *more]},
        agency_changes={"changes": [change]},
    )
    workspace, _ = load_files(shown)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    plan = yaml.load(write(shown.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.CBaseLoader)

    assert plan["outline"][0]["tasks"][0]["text"] == carried


@pytest.mark.parametrize(("period", "is_over"), [("2021-2027", True), ("2021-2028", False), ("2027-2030", False)])
def test_a_programme_that_is_over_before_the_new_year_needs_a_follower(words, period, is_over):
    programme = {"id": "ct", "name": "Chương trình", "period": period}
    questions = asked(words, {"programmes": ["ct"]}, programmes={"programmes": [programme]})

    assert [why for what, why in questions if "name the programme" in what] == (
        ["it is over at the end of 2027"] if is_over else []
    )


@pytest.mark.parametrize(
    ("stated", "goes_on", "old"),
    [
        ({"total": "45", "note": "từ ngân sách xã"}, None, "45 triệu đồng (từ ngân sách xã)"),
        ({"total": "45", "note": "của {agency:so-b}"}, None, "45 triệu đồng (của Sở B)"),
        ({"total": "45", "note": "dự toán năm 2027"}, None, "45 triệu đồng (dự toán năm 2027)"),
        ({"total": "45"}, None, "45 triệu đồng"),
        # Of money that nobody has allotted it says so, in the place of the amount.
        ({"total": "unallocated", "note": "Trung ương chưa giao"}, "Trung ương chưa giao", "Trung ương chưa giao"),
    ],
)
def test_a_note_on_last_years_amount_does_not_stand_in_its_place(words, stated, goes_on, old):
    text = files({"outline": [part("von-vay", budget={"id": "von", "unit": "trieu", **stated})]})
    workspace, _ = load_files(text)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    written = yaml.load(write(text.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.CBaseLoader)
    assert written["outline"][0]["budget"].get("note") == goes_on
    assert [str(one.what) for one in draft.questions if "money" in str(one.what)] == [
        f"set the money for năm 2028; năm 2027: {old}"
    ]


def test_money_is_asked_for_by_the_project_that_it_pays_for(words):
    programme = {
        "id": "ct",
        "name": "Chương trình",
        "period": "2026-2030",
        "projects": [{"id": "da-1", "number": 1, "name": "Đường"}],
    }
    budget = {"id": "von-duong", "unit": "trieu", "total": "7"}
    group = part("nhom", project="da-1", tasks=[task("viec")], budget=budget)
    roads = [task(id_, budget={**budget, "id": f"von-{id_}"}) for id_ in ("cau", "bien")]
    outline = [
        part("von-vay", budget={**budget, "id": "von"}),
        part("nhiem-vu", task_groups=[group]),
        part("viec-khac", tasks=roads),
    ]
    questions = asked(words, {"outline": outline}, programmes={"programmes": [programme]})

    assert [what for what, _ in questions if what.startswith("set the money")] == [
        "set the money for năm 2028; năm 2027: 7 triệu đồng",
        "set the money for “Đường” for năm 2028; năm 2027: 7 triệu đồng",
        "set the money for “Làm cau” for năm 2028; năm 2027: 7 triệu đồng",
        "set the money for “Làm bien” for năm 2028; năm 2027: 7 triệu đồng",
    ]


def test_money_of_several_parts_is_asked_for_by_the_part(words):
    budget = {"unit": "trieu", "total": "7"}
    outline = [
        part("von", budget={**budget, "id": "von-chung"}),
        part("quy", budget={**budget, "id": "von-quy", "heading": "Quỹ vì người nghèo"}),
    ]
    assert [what for what, _ in asked(words, {"outline": outline}) if what.startswith("set the money")] == [
        "set the money for “VON” for năm 2028; năm 2027: 7 triệu đồng",
        "set the money for “Quỹ vì người nghèo” for năm 2028; năm 2027: 7 triệu đồng",
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("giai đoạn 2016-2020", ["2016-2020"]),
        ("từ 2021 - 2026", ["2026", "2021-2026"]),
        ("giai đoạn 2026-2030", []),
        ("giai đoạn 2027-2030", ["2027-2030"]),  # which begins with the new year, beside the old one
        ("năm 2025, năm 2026, năm 2027", ["2025", "2027"]),
        ("số 07/2026/NĐ-CP ngày 31/12/2026", ["2026"]),
    ],
)
def test_times_that_a_text_states_by_hand_are_found(text, left):
    assert [*times_left(text, parse_when("2026"), 1, "năm")] == left


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize(("ends", "is_left"), [(-1, True), (0, True), (1, False), (2, False)])
def test_a_span_is_left_that_is_over_before_the_new_year(year, ends, is_left):
    span = f"{year - 4}-{year + ends}"
    assert (span in times_left(f"giai đoạn {span}", parse_when(f"{year}"), 1, "năm")) == is_left


def test_an_agency_that_was_founded_anew_ends_with_its_place_the_second_time_too():
    place = {"id": "huyen-b", "name": "huyện B", "level": "district", "end": "2026-06-30"}
    body = {"id": "phong-b", "name": "Phòng B", "level": "district", "locality": "huyen-b"}
    changes = [
        {"id": "giai-the", "kind": "dissolve", "date": "2024-03-01", "original": "phong-b"},
        {"id": "thanh-lap", "kind": "establish", "date": "2025-03-01", "resulting": "phong-b"},
    ]
    workspace = office(
        {},
        localities={"localities": [*REGISTERS["localities"]["localities"], place]},
        agencies={"agencies": [*REGISTERS["agencies"]["agencies"], body]},
        agency_changes={"changes": changes},
    )

    assert [(life.start, life.end) for life in workspace.lives("phong-b")] == [
        (None, date(2024, 3, 1)),
        (date(2025, 3, 1), date(2026, 7, 1)),
    ]


@pytest.mark.parametrize(
    ("id_", "period", "years", "new"),
    [
        ("thu", "2027", 1, "thu-2028"),
        ("thu", "2026-2030", 5, "thu-2031"),
        ("thu-2027", "2027", 1, "thu-2028"),
        ("thu-2030", "2026-2030", 5, "thu-2035"),
        ("2026-thu", "2026-2030", 5, "2031-thu"),
        ("thu-2027-2028", "2027-2028", 2, "thu-2029-2030"),
        ("thu-2026-2030", "2026-2030", 5, "thu-2031-2035"),
        ("thu-2027-2028", "2027-2028", 1, "thu-2028-2029"),
        ("thu-2025-2027", "2027", 1, "thu-2025-2028"),
    ],
)
def test_the_new_plan_is_called_by_its_year(id_, period, years, new):
    assert new_id(office({"id": id_, "period": period}).plans[id_], years) == new


@pytest.mark.parametrize(
    ("day", "is_off"),
    [
        ("2026-11-26", False),  # Thursday
        ("2026-11-27", False),
        ("2026-11-28", True),
        ("2026-11-29", True),
        ("2026-11-30", False),
        ("2026-09-02", True),  # a Wednesday, and the National Day
        ("2026-02-17", True),  # the first day of the lunar year
    ],
)
def test_offices_are_closed_at_both_days_of_the_weekend_and_on_holidays(day, is_off):
    assert day_off(date.fromisoformat(day)) is is_off


@pytest.mark.parametrize(("period", "value"), [("2027-2028", 15), ("2027-2029", 10), ("2026-2030", 6)])
def test_a_sum_of_some_years_wants_the_same_of_each(period, value):
    indicators = {"indicators": [{"id": "ho", "name": "Số hộ", "unit": "hộ", "direction": "up"}]}
    aim = {
        "id": "ct",
        "text": "Đạt {value}.",
        "value": "30",
        "unit": "hộ",
        "indicator": "ho",
        "due": f"{period[-4:]}-12",
    }
    plans = [
        {"id": "dai", "period": period, "outline": [part("muc-tieu", targets=[{**aim, "due": period}])]},
        {"outline": [part("muc-tieu", targets=[{**aim, "id": "nam", "due": "2027"}])]},
    ]
    workspace, _ = load_files(files(plans, indicators=indicators))
    year = workspace.plans["thu"]
    (bound,) = bounds(workspace.plans["dai"], year.period, next(iter(year.targets())))
    assert (bound.kind, bound.value) == ("share", Decimal(value))


def test_a_place_that_became_several_is_asked_about_though_one_of_these_became_another_since(words):
    places = [
        {"id": "huyen-b", "name": "huyện B", "level": "district", "end": "2026-12-31", "successors": ["xa-c", "xa-d"]},
        {"id": "xa-c", "name": "xã C", "level": "commune", "end": "2027-03-31", "successors": ["xa-e"]},
        *({"id": id_, "name": f"xã {id_[-1].upper()}", "level": "commune"} for id_ in ("xa-d", "xa-e")),
    ]
    localities = {"localities": [*REGISTERS["localities"]["localities"], *places]}
    workspace, _ = load_files(files({"jurisdiction": "huyen-b", "period": "2026"}, localities=localities))
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    (options,) = [question.options for question in draft.questions if "whose" in str(question.what)]
    assert options == ("xã C", "xã D")


def carried(words, plan: dict, **registers) -> dict:
    """The plan that is drafted for 2028."""
    shown = files(plan, **registers)
    workspace, problems = load_files(shown)
    assert problems == []
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    return yaml.load(write(shown.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.CBaseLoader)


def test_a_target_starts_from_the_value_that_was_reached_and_not_from_words(words):
    targets = [
        {"id": "so", "text": "Đạt {value}.", "value": "30", "unit": "hộ", "baseline": "5"},
        {"id": "chua", "text": "Đạt {value}.", "value": "30", "unit": "hộ", "baseline": "5"},
        {"id": "loi", "text": "Nâng cao nhận thức."},
    ]
    reached = [{"target": "so", "value": "20"}, {"target": "loi", "reached": True}]
    results = {"plan": "thu", "period": "2027", "as_of": "2027-12-31", "targets": reached}
    outline = [part("muc-tieu", targets=targets)]
    new = carried(words, {"outline": outline}, **{"results/thu/2027": results})

    assert [
        (target.get("baseline"), target.get("baseline_as_of")) for target in new["outline"][0]["targets"]
    ] == [("20", "2027-12-31"), ("5", None), (None, None)]  # fmt: skip


def test_money_of_a_part_of_a_project_is_asked_for_by_the_part(words):
    inner = [{"id": "tieu-1", "number": 1, "name": "Cầu"}]
    projects = [{"id": "da-1", "number": 1, "name": "Đường", "projects": inner}]
    programme = {"id": "ct", "name": "Chương trình", "period": "2026-2030", "projects": projects}
    budget = {"id": "von-cau", "unit": "trieu", "total": "7"}
    work = {"id": "viec", "project": "tieu-1", "measures": [{"id": "bp", "text": "Mở lớp."}], "budget": budget}
    outline = [part("nhiem-vu", task_groups=[{"id": "duong", "project": "da-1", "tasks": [work]}])]
    questions = asked(words, {"outline": outline}, programmes={"programmes": [programme]})

    assert [what for what, _ in questions if what.startswith("set the money")] == [
        "set the money for “Cầu” for năm 2028; năm 2027: 7 triệu đồng",
    ]


@pytest.mark.parametrize(
    ("key", "time", "new"),
    [
        ("before", "2027-01-01", "2027-01-01"),  # it ends the day before the period
        ("before", "2027-01-02", "2028-01-02"),
        ("by", "2027-01-01", "2028-01-01"),
        ("by", "2026-12-31", "2026-12-31"),
        ("before", "2028-07-01", "2029-07-01"),  # the last day is half a year behind it
        ("by", "2028-07-01", "2028-07-01"),
    ],
)
def test_a_deadline_moves_by_its_last_day(words, key, time, new):
    work = task("viec", assignment={"lead": "so-b", "deadlines": [{key: time}]})
    (moved,) = carried(words, tasks(work))["outline"][0]["tasks"][0]["assignment"]["deadlines"]
    assert moved == {key: new}


def test_an_heir_is_remarked_upon_where_it_stands_for_another(words):
    documents = [
        DOCUMENT,
        {**DOCUMENT, "id": "qd-13", "number": "13/QĐ-UBND", "date": "2027-06-01", "replaces": "qd-12"},
    ]
    so_d = {"id": "so-d", "name": "Sở D", "level": "province", "locality": "tinh-a"}
    change = {"id": "gop", "kind": "merge", "date": "2027-03-01", "original": ["so-b", "so-c"], "resulting": "so-d"}
    former, later = (
        {**tasks(task("viec", assignment={"lead": lead})), "legal_bases": [{"document": basis, "role": "implements"}]}
        for lead, basis in (("so-b", "qd-12"), ("so-d", "qd-13"))
    )
    workspace = office(
        [former, {"id": "thu-2028", "period": "2028", "follows": ["thu"], **later}],
        agencies={"agencies": [*AGENCIES["agencies"], so_d]},
        agency_changes={"changes": [change]},
        legal_documents={"types": TYPES, "documents": documents},
    )
    remarks = handover(Views(workspace, words).texts["thu-2028"])

    assert {item: "Sở B" in remark for item, remark in remarks.items()} == {"viec": True, "thu-2028--basis-1": False}


@pytest.mark.parametrize(
    ("at", "own", "shared", "owners"),
    [
        (["a", "b"], {}, [{"by": "2027-05-01"}, {"throughout": True}], 1),  # all that share it go
        (["a"], {}, [{"by": "2027-05-01"}, {"throughout": True}], 0),
        (["a", "b"], {}, [{"by": "2027-05-01"}], 0),  # no other goes on
        (["nhom"], {}, [{"by": "2027-05-01"}, {"throughout": True}], 1),
        (["a"], {"deadlines": [{"by": "2027-05-01"}, {"throughout": True}]}, [{"by": "2027-06-01"}], 1),
    ],
)
def test_days_of_a_group_may_be_dropped_where_all_that_share_them_are_decided_upon(at, own, shared, owners):
    listed = [task("a", assignment={"lead": "so-b", **own}) if own else task("a"), task("b")]
    group = part("nhom", tasks=listed, assignment={"lead": "so-b", "deadlines": shared})
    todo = [{"id": "chon", "what": "bỏ hạn", "at": at}]
    plan = office({"outline": [part("nhiem-vu", task_groups=[group])], "todo": todo}).plans["thu"]

    assert len(passing_deadlines(plan, plan.todo[0])) == owners


@pytest.mark.parametrize(
    ("text", "heir"),
    [("Làm đường.", "so-d"), ("Cấp nước.", "so-c"), ("Làm đường, cấp nước.", "so-b"), ("Việc.", "so-b")],
)
def test_an_agency_whose_work_was_divided_hands_each_on_to_who_got_it(words, text, heir):
    so_d = {"id": "so-d", "name": "Sở D", "level": "province", "locality": "tinh-a"}
    functions = [{"function": "đường", "to": "so-d"}, {"function": "nước", "to": "so-c"}]
    change = {"id": "chia", "kind": "split", "date": "2027-03-01", "original": "so-b", "resulting": ["so-d", "so-c"]}
    new = carried(
        words,
        tasks(task("viec", text=text, assignment={"lead": "so-b"})),
        agencies={"agencies": [*AGENCIES["agencies"], so_d]},
        agency_changes={"changes": [{**change, "functions": functions}]},
    )
    assert new["outline"][0]["tasks"][0]["assignment"]["lead"] == heir


@pytest.mark.parametrize(
    ("day", "lead", "is_asked"),
    [
        ("2027-06-01", "so-d", False),
        ("2028-01-01", "so-d", False),
        ("2028-01-02", "so-b", True),  # it ends on the way of the new year
        ("2028-12-31", "so-b", True),
        ("2029-01-01", "so-b", False),
    ],
)
def test_who_ends_on_the_way_of_the_new_year_is_asked_about_and_who_stays_is_not(words, day, lead, is_asked):
    so_d = {"id": "so-d", "name": "Sở D", "level": "province", "locality": "tinh-a"}
    change = {"id": "gop", "kind": "merge", "date": day, "original": ["so-b", "so-c"], "resulting": "so-d"}
    registers = {"agencies": {"agencies": [*AGENCIES["agencies"], so_d]}, "agency_changes": {"changes": [change]}}
    plan = tasks(task("viec", assignment={"lead": "so-b"}))
    new = carried(words, plan, **registers)

    assert new["outline"][0]["tasks"][0]["assignment"]["lead"] == lead
    assert any("Sở B" in what for what, _ in asked(words, plan, **registers)) is is_asked


def test_a_plan_that_was_replaced_is_said_to_be(words):
    later = {
        "id": "sau",
        "short_title": "Kế hoạch mới",
        "status": "issued",
        "number": "9/KH-UBND",
        "date": "2027-05-04",
    }
    asking = "decide whether this plan is carried on, and not Kế hoạch mới (sau), which replaced it"
    for standing, expected in (("issued", [(asking, "it was replaced from 04/5/2027 on")]), ("draft", [])):
        workspace = office([{"replaced_by": "sau"}, {**later, "status": standing}])
        draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
        told = [
            (str(question.what), str(question.why)) for question in draft.questions if "replaced" in str(question.what)
        ]
        assert told == expected


@pytest.mark.parametrize(
    ("key", "day", "year", "told"),
    [
        ("before", "2028-02-29", 2030, ["confirm 28/02/2030: it was 29/02/2028, and 2030 has no 29 February"]),
        ("until", "2028-02-29", 2029, ["confirm 28/02/2029: it was 29/02/2028, and 2029 has no 29 February"]),
        ("by", "2028-02-29", 2032, []),
        ("by", "2028-02-28", 2030, []),
        ("within", "2028-02", 2030, []),
    ],
)
def test_a_day_that_the_new_year_does_not_have_is_told(words, key, day, year, told):
    work = task("viec", assignment={"lead": "so-b", "deadlines": [{key: day}]})
    workspace = office({**tasks(work), "period": "2028"})
    draft = rollover(workspace, workspace.plans["thu"], year, QuestionWords(words))
    assert [str(question.what) for question in draft.questions if "February" in str(question.what)] == told
