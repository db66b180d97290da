"""Small changes of plans, from state to state and from year to year, in which a small wrong change of the program shows."""

import re
from datetime import date
from itertools import combinations, permutations

import pytest
import yaml

from planbook.authoring.rollover.draft import rollover
from planbook.authoring.rollover.questions import QuestionWords
from planbook.authoring.rollover.times import day_moves, times_left
from planbook.changes.compare import compare, longest_rise
from planbook.changes.marked_matrix import marked_words
from planbook.changes.needed import touched
from planbook.changes.report import report
from planbook.changes.sentences import change_log
from planbook.changes.words import side
from planbook.checks import findings, of_plans
from planbook.loading.workspace import load_files
from planbook.model.period import parse_when
from planbook.model.seal import seal, seal_file
from planbook.repository.files import Files
from planbook.text.writer import write
from planbook.views.once import Views
from tests.offices import REGISTERS, files, office
from tests.test_odd_plans import AGENCIES, MONEY, SOURCES, part, task

TYPES = [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}, {"id": "chi-thi", "name": "Chỉ thị", "code": "CT"}]
DOCUMENT = {"id": "qd-12", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2026-01-05", "issuer": "ubnd-tinh-a"}


def tasks(*listed: dict) -> dict:
    return {"outline": [part("nhiem-vu", tasks=[*listed])]}


def sentences(words, old: dict, new: dict, *registers: dict) -> list[str]:
    before, after = (office(plan, **(registers[at] if registers else {})) for at, plan in enumerate((old, new)))
    log = change_log(compare(before, after), side(before, "thu", words), side(after, "thu", words))
    return [str(change.sentence) for change in log]


@pytest.mark.parametrize("length", range(7))
def test_as_few_move_as_explain_another_order(length):
    for order in permutations(range(length)):
        staying = [order[at] for at in sorted(longest_rise([*order]))]
        longest = max(
            size for size in range(length + 1) for part in combinations(order, size) if [*part] == sorted(part)
        )
        assert (staying, len(staying)) == (sorted(staying), longest)


SAID = "Rà soát, lập danh sách hộ nghèo của từng thôn"  # eleven words


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        (SAID, True),
        (SAID.replace("từng thôn", "mỗi thôn"), True),
        (SAID.replace("hộ nghèo của từng thôn", "người có công theo năm"), False),
        ("Mở lớp dạy nghề cho lao động nông thôn", False),
    ],
)
def test_an_item_under_another_id_is_known_by_most_of_its_words(words, text, is_same):
    said = sentences(words, tasks(task("cu", text=SAID)), tasks(task("moi", text=text)))
    assert [line.split(":")[0] for line in said if line.startswith(("new", "task is gone"))] == (
        [] if is_same else ["new task", "task is gone"]
    )


def test_another_type_of_a_document_is_told_with_both(words):
    registers = [
        {"legal_documents": {"types": TYPES, "documents": [{**DOCUMENT, "type": type_}]}}
        for type_ in ("quyet-dinh", "chi-thi")
    ]
    (said,) = sentences(words, {}, {}, *registers)
    assert said.endswith("Quyết định becomes Chỉ thị")


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("120", "hộ", "figure raised from 100 hộ to 120 hộ (+20)"),
        ("99,5", "hộ", "figure lowered from 100 hộ to 99,5 hộ (-0,5)"),
        ("120", "người", "figure 100 hộ becomes 120 người"),
    ],
)
def test_a_value_is_raised_or_lowered_where_its_unit_stays(words, value, unit, told):
    def aiming(value: str, unit: str) -> dict:
        target = {"id": "ct", "text": "Đạt {value}.", "value": value, "unit": unit}
        return {"outline": [part("muc-tieu", targets=[target])]}

    (said,) = sentences(words, aiming("100", "hộ"), aiming(value, unit))
    assert said.endswith(told)


def test_who_is_new_and_who_is_gone_is_affected(words):
    def led(by: str) -> dict:
        return tasks(task("viec", assignment={"lead": by}), task("khac", assignment={"lead": "ubnd-tinh-a"}))

    without = {"agencies": [*REGISTERS["agencies"]["agencies"][:1], AGENCIES["agencies"][-1]]}
    old, new = office(led("so-b"), agencies=REGISTERS["agencies"]), office(led("so-c"), agencies=without)
    told = next(plan for plan in report(old, new, compare(old, new), words).plans if plan.plan == "thu")

    assert {affected.name: (len(affected.leads), len(affected.leads_no_more)) for affected in told.affected} == {
        "Sở B": (0, 1),
        "Sở C": (1, 0),
    }


@pytest.mark.parametrize(
    ("text", "is_read"),
    [(b"period: 2026\njurisdiction: a\n# nhu another\n", True), (b"period: 2026\njurisdiction: a\n", False)],
)
def test_a_plan_that_the_changed_one_names_has_to_be_read(text, is_read):
    other = b"period: 2026-2030\njurisdiction: b\n"
    old = {"data/plans/one.yaml": b"period: 2026\njurisdiction: a\n", "data/plans/another.yaml": other}

    assert ("data/plans/another.yaml" in touched(old, {**old, "data/plans/one.yaml": text + b"title: T\n"})) is is_read


def test_an_error_of_what_plans_share_keeps_a_plan_from_being_checked_a_warning_of_another_does_not():
    twice = task("viec"), task("viec")
    broken = files([tasks(*twice), {"id": "khac", **tasks(*twice)}])
    _, wrong = load_files(broken)

    assert {finding.span.path for finding in wrong} == {"data/plans/thu.yaml", "data/plans/khac.yaml"}
    assert {finding.span.path for finding in of_plans(wrong, ["thu"])} >= {"data/plans/thu.yaml"}
    alone = office([tasks(task("viec")), {"id": "khac", **tasks(task("viec-khac"))}])
    found = findings(alone)
    assert {finding.plan for finding in of_plans(found, ["khac"])} == {"khac"}


def year_plan(year: int, *listed: dict, **fields) -> dict:
    return {"id": f"nam-{year}", "period": str(year), **tasks(*listed), **fields}


def test_the_work_of_three_years_stands_under_the_headings_of_the_last(words):
    plans = [
        year_plan(2025, task("a-25"), task("xong")),
        year_plan(2026, task("a-26", continues=["nam-2025/a-25"])),
        {**year_plan(2027), "outline": [{**part("moi", tasks=[task("a-27", continues=["nam-2026/a-26"])])}]},
    ]
    (history,) = Views(office(plans), words).histories

    assert [(group.id, [row.title for row in group.rows]) for group in history.groups] == [
        ("moi", ["Làm a-27."]),
        ("nam-2025", ["Làm xong."]),
    ]


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
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords("en", words))
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


def test_who_has_an_unchanged_duty_has_nothing_to_confirm(words):
    def given(text: str) -> dict:
        duties = [{"id": "lam", "agencies": "so-b", "text": text}, {"id": "giu", "agencies": "so-c", "text": "Giữ."}]
        return {"outline": [part("to-chuc", duties=duties), part("nhiem-vu", tasks=[task("viec", text=text)])]}

    old, new = office(given("Làm."), agencies=AGENCIES), office(given("Làm khác."), agencies=AGENCIES)
    told = next(plan for plan in report(old, new, compare(old, new), words).plans if plan.plan == "thu")

    assert {affected.name: len(affected.confirms) for affected in told.affected} == {"Sở B": 1}


@pytest.mark.parametrize(("replacing", "is_asked"), [(1, False), (2, True)])
def test_a_basis_that_several_documents_replace_is_to_be_decided(words, replacing, is_asked):
    later = [
        {**DOCUMENT, "id": f"moi-{at}", "number": f"{at}/QĐ-UBND", "date": "2027-06-01", "replaces": "qd-12"}
        for at in range(1, replacing + 1)
    ]
    documents = {"types": TYPES, "documents": [DOCUMENT, *later]}
    plan = {"date": "2027-01-05", "legal_bases": [{"document": "qd-12", "role": "implements"}]}
    workspace = office(plan, legal_documents=documents)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords("en", words))

    assert any("find what replaces" in str(question.what) for question in draft.questions) is is_asked
    assert draft.replaced == ({} if is_asked else {"qd-12": ["moi-1"]})


def test_money_goes_and_tasks_are_carried_on_into_the_new_year(words):
    money = {**MONEY, "lines": MONEY["lines"][:1]}
    text = files(
        {"outline": [part("von-vay", budget=money), part("nhiem-vu", tasks=[task("viec")])]}, funding_sources=SOURCES
    )
    workspace, _ = load_files(text)
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords("en", words))
    outline = yaml.load(write(text.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.BaseLoader)[
        "outline"
    ]

    kept = {key: value for key, value in money.items() if key != "approximate"}
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
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords("en", words))
    plan = yaml.load(write(shown.contents["data/plans/thu.yaml"].decode(), draft.edits), Loader=yaml.BaseLoader)

    assert plan["outline"][0]["tasks"][0]["text"] == carried


def test_totals_and_sums_of_both_states_are_told_where_one_differs(words):
    def money(total: str, line: str) -> dict:
        lines = [{"id": "tu-tinh", "source_of_funds": "tinh", "amount": line}]
        return {"outline": [part("von-vay", budget={"id": "von", "unit": "trieu", "total": total, "lines": lines})]}

    def totals(old: tuple[str, str], new: tuple[str, str]) -> list[tuple[str, str]]:
        before, after = (office(money(*state), funding_sources=SOURCES) for state in (old, new))
        plans = report(before, after, compare(before, after), words).plans
        return [(total.before, total.after) for plan in plans for total in plan.totals]

    both = "100 triệu đồng (Σ 100 triệu đồng)"
    assert totals(("100", "100"), ("120", "110")) == [(both, "120 triệu đồng (Σ 110 triệu đồng)")]
    assert totals(("100", "100"), ("100", "90")) == [(both, "100 triệu đồng (Σ 90 triệu đồng)")]
    assert totals(("100", "100"), ("100", "100")) == []


@pytest.mark.parametrize(("period", "is_over"), [("2021-2027", True), ("2021-2028", False), ("2027-2030", False)])
def test_a_programme_that_is_over_before_the_new_year_needs_a_follower(words, period, is_over):
    programme = {"id": "ct", "name": "Chương trình", "period": period}
    questions = asked(words, {"programmes": ["ct"]}, programmes={"programmes": [programme]})

    assert [why for what, why in questions if "name the programme" in what] == (
        ["it is over at the end of 2027"] if is_over else []
    )


def test_money_is_asked_for_by_the_project_that_it_pays_for(words):
    programme = {
        "id": "ct",
        "name": "Chương trình",
        "period": "2026-2030",
        "projects": [{"id": "da-1", "number": 1, "name": "Đường"}],
    }
    budget = {"id": "von-duong", "unit": "trieu", "total": "7"}
    group = part("nhom", project="da-1", tasks=[task("viec")], budget=budget)
    outline = [part("von-vay", budget={**budget, "id": "von"}), part("nhiem-vu", task_groups=[group])]
    questions = asked(words, {"outline": outline}, programmes={"programmes": [programme]})

    assert [what for what, _ in questions if what.startswith("set the money")] == [
        "set the money for năm 2028; năm 2027: 7 triệu đồng",
        "set the money for “Đường” for năm 2028; năm 2027: 7 triệu đồng",
    ]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("Sở B chủ trì", "Sở C chủ trì", [("", "Sở "), ("old", "B"), ("new", "C"), ("", " chủ trì")]),
        ("Sở B", "Cả năm", [("old", "Sở B"), ("new", "Cả năm")]),
        ("", "Cả năm", [("new", "Cả năm")]),
        ("Sở B", "Sở B", [("", "Sở B")]),
    ],
)
def test_words_are_marked_one_by_one_where_most_stay(old, new, pieces):
    assert [*marked_words(old, new)] == pieces


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


ISSUED = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}


def sealed(agencies: list[dict], kept: str = "") -> list[str]:
    """What is wrong with an issued plan that was sealed with the words of the registers, after an edit of these."""
    signed = office(ISSUED)
    plan = {**ISSUED, "seal": seal(signed.plans["thu"])}
    words = kept or seal_file(signed, signed.plans["thu"])
    shown = files(plan, agencies={"agencies": agencies})
    workspace, _ = load_files(Files({**shown.contents, "data/seals/thu.yaml": words.encode()}))
    return [str(finding.message) for finding in findings(workspace) if finding.check == "issued-plan-edited"]


def test_an_edit_of_a_register_is_told_with_what_the_issued_plan_said():
    issuer, department = REGISTERS["agencies"]["agencies"]

    assert sealed([issuer, department]) == []
    (message,) = sealed([issuer, {**department, "name": "Sở Bê"}])
    assert "was issued with “Sở B”, and would print “Sở Bê” now" in message


@pytest.mark.parametrize("other", ["0" * 24, "f" * 24])
def test_words_of_a_seal_that_were_edited_are_told(other):
    signed = office(ISSUED)
    edited = re.sub(r"seal: \w+", f"seal: '{other}'", seal_file(signed, signed.plans["thu"]))

    assert sealed(REGISTERS["agencies"]["agencies"], edited) == [
        "data/seals/thu.yaml, which holds what the plan prints of the registers, was edited"
    ]
