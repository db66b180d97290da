"""Small changes of plans, from state to state and from year to year, in which a small wrong change of the program shows."""

import re
from itertools import combinations, permutations

import pytest

from planbook.changes.compare import compare, longest_rise
from planbook.changes.in_force import CitedDocuments
from planbook.changes.marked_matrix import marked_words
from planbook.changes.needed import touched
from planbook.changes.report import report
from planbook.changes.sentences import change_log
from planbook.changes.words import side
from planbook.checks import findings, of_plans
from planbook.loading.workspace import load_files
from planbook.model.seal import seal, seal_file
from planbook.repository.files import Files
from planbook.views.once import Views
from planbook.wording.tokens import marked_words as text_marks
from tests.offices import AGENCIES, REGISTERS, SOURCES, files, office, part, task

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

    assert [(group.id, group.number, [row.title for row in group.rows]) for group in history.groups] == [
        ("moi", "I", ["Làm a-27."]),
        ("nam-2025", "II", ["Làm xong."]),
    ]


def test_who_has_an_unchanged_duty_has_nothing_to_confirm(words):
    def given(text: str) -> dict:
        duties = [{"id": "lam", "agencies": "so-b", "text": text}, {"id": "giu", "agencies": "so-c", "text": "Giữ."}]
        return {"outline": [part("to-chuc", duties=duties), part("nhiem-vu", tasks=[task("viec", text=text)])]}

    old, new = office(given("Làm."), agencies=AGENCIES), office(given("Làm khác."), agencies=AGENCIES)
    told = next(plan for plan in report(old, new, compare(old, new), words).plans if plan.plan == "thu")

    assert {affected.name: len(affected.confirms) for affected in told.affected} == {"Sở B": 1}


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


ISSUED = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}


def sealed(agencies: list[dict], kept: str = "") -> list[str]:
    """What is wrong with an issued plan that was sealed with the words of the registers, after an edit of these."""
    signed = office(ISSUED)
    plan = {**ISSUED, "seal": seal(signed.plans["thu"])}
    words = kept or seal_file(signed, signed.plans["thu"], {})
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
    edited = re.sub(r"seal: \w+", f"seal: '{other}'", seal_file(signed, signed.plans["thu"], {}))

    assert sealed(REGISTERS["agencies"]["agencies"], edited) == [
        "data/seals/thu.yaml, which holds what the plan prints of the registers, was edited"
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (["so-b"], ["so-c"], "Làm viec: lead: Sở C instead of Sở B"),
        (["so-b"], ["so-b", "so-c"], "Làm viec: lead: Sở C comes in"),
        (["so-b", "so-c"], ["so-c"], "Làm viec: lead: Sở B goes out"),
    ],
)
def test_who_comes_in_and_who_goes_out_is_named(words, old, new, sentence):
    def led(by: list[str]) -> dict:
        return {"outline": [part("nhiem-vu", tasks=[task("viec", assignment={"lead": by})])]}

    assert sentences(words, led(old), led(new), *[{"agencies": AGENCIES}] * 2) == [sentence]


@pytest.mark.parametrize(("kind", "edit"), [("agency", {"name": "Sở Bê"}), ("locality", {"name": "tỉnh Á"})])
def test_what_an_issued_plan_would_print_otherwise_is_called_by_name_and_not_by_its_key(words, kind, edit):
    def registers(**other: str) -> dict:
        issuer, department = REGISTERS["agencies"]["agencies"]
        (place,) = REGISTERS["localities"]["localities"]
        agencies = {"agencies": [issuer, {**department, **(other if kind == "agency" else {})}]}
        localities = {"localities": [{**place, **(other if kind == "locality" else {})}]}
        return {"agencies": agencies, "localities": localities}

    before, after = office(ISSUED, **registers()), office(ISSUED, **registers(**edit))
    said = report(before, after, compare(before, after), words)
    sentences_ = [str(change.sentence) for plan in said.plans if plan.plan for change in plan.changes]

    assert [sentence for sentence in sentences_ if "/" in sentence] == []
    assert f"this issued plan would print other words, by the register: {edit['name']}" in sentences_


def test_a_footnote_stands_where_a_text_has_it(words):
    def noted(said: str) -> dict:
        section = part("nhiem-vu", tasks=[task("khac"), {"id": "viec", "text": "Làm{footnote:a} việc."}])
        return {"outline": [section], "footnotes": [{"id": "a", "text": said}]}

    before, after = office(noted("Ghi một")), office(noted("Ghi hai"))
    (change,) = change_log(compare(before, after), side(before, "thu", words), side(after, "thu", words))

    assert (change.place, change.anchor) == (side(after, "thu", words).place("viec"), "viec")
    assert change.place


NOTE_READS = "text reads otherwise"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "Làm một{footnote:a} việc.",
            "Làm hai{footnote:b} việc.",
            [NOTE_READS, "footnote: Ghi b comes in, Ghi a goes out"],
        ),
        ("Làm một{footnote:a} việc.", "Làm hai việc.", [NOTE_READS, "footnote: Ghi a goes out"]),
        ("Làm một việc.", "Làm hai{footnote:a} việc{footnote:b}.", [NOTE_READS, "footnote: Ghi a; Ghi b comes in"]),
        ("Làm một{footnote:a} việc.", "Làm một{footnote:b} việc.", ["footnote: Ghi b comes in, Ghi a goes out"]),
        ("Làm một{footnote:a} việc.", "Làm hai{footnote:a} việc.", [NOTE_READS]),
        ("Làm một{footnote:a} việc.", "Làm một việc{footnote:a}.", []),
    ],
)
def test_words_and_footnotes_that_both_change_are_both_told(words, before, after, told):
    def noted(text: str) -> dict:
        # Each stands once in a plan: those that the text has not stand in another one.
        rest = "".join(f"{{footnote:{id_}}}" for id_ in "ab" if f":{id_}}}" not in text)
        section = part("nhiem-vu", tasks=[{"id": "viec", "text": text}, {"id": "khac", "text": f"Xem{rest}."}])
        return {"outline": [section], "footnotes": [*map(note, "ab")]}

    def note(id_: str) -> dict:
        return {"id": id_, "text": f"Ghi {id_}"}

    said = [sentence for sentence in sentences(words, noted(before), noted(after)) if sentence.startswith("Làm")]
    assert [any(ending in sentence for sentence in said) for ending in told] == [True] * len(told)
    assert len(said) == len(told)


@pytest.mark.parametrize(("there", "other"), [("dau", "sau"), ("sau", "dau")])
def test_what_moved_to_another_part_is_told_whatever_the_parts_are_called(words, there, other):
    def standing(at: str) -> dict:
        moving = {"dau": [task("o-dau")], "sau": [task("o-sau")]}
        moving[at].append(task("viec"))
        return {"outline": [part(id_, tasks=tasks) for id_, tasks in moving.items()]}

    (sentence,) = sentences(words, standing(there), standing(other))
    assert "moved from" in sentence


def test_other_members_of_a_group_that_only_has_a_share_are_told_with_its_plan(words):
    target = {"id": "ct", "text": "Đạt {value}.", "value": "30", "unit": "hộ"}
    target["values"] = [{"agency": "nhom", "value": "30"}]
    plan = {"outline": [part("muc-tieu", targets=[target])]}
    groups = [
        {"id": "nhom", "name": "các sở", "level": "province", "members": members} for members in (["so-b"], ["so-c"])
    ]
    registers = [{"agencies": {**AGENCIES, "groups": [group]}} for group in groups]
    before, after = (office(plan, **register) for register in registers)
    told = [
        str(sentence.sentence)
        for own in report(before, after, compare(before, after), words).plans
        for sentence in own.changes
    ]

    assert (
        [text for text in told if "members" in text] == [text for text in told if "has work in 1 plans" in text] != []
    )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ({"since": "2027-03-01"}, {"since": "2027-03-11"}, "begins 10 days later"),
        (
            {"since": "2027-03-01", "until": "2027-09-30"},
            {"since": "2027-02", "until": "2027-09-30"},
            "begins 28 days earlier",
        ),
        ({"since": "2027-03", "until": "2027-09"}, {"since": "2027-04", "until": "2027-08"}, "2027, 30 days earlier"),
    ],
)
def test_work_that_begins_on_another_day_is_told_by_how_much(words, was, now, told):
    plans = [tasks(task("viec", assignment={"lead": "so-b", "deadlines": [way]})) for way in (was, now)]
    (said,) = sentences(words, *plans)
    assert said.endswith(told)


def test_of_a_long_text_only_what_changed_is_marked():
    """From 200 words on, difflib takes those that come often for noise, if it is let."""
    old = "đào tạo nghề " * 80
    new = old.replace("đào", "Đào", 1)
    assert text_marks(old, new) == [("old", "đào"), ("new", "Đào"), ("", old[3:])]


def test_of_texts_that_have_little_in_common_neither_is_taken_apart():
    old, new = "Rà soát hộ nghèo", "Xây nhà cho mười hai hộ ở ba thôn gần sông lớn"
    assert text_marks(old, new) == [("old", old), ("new", new)]
    assert text_marks(old, old) == [("", old)]


@pytest.mark.parametrize(
    ("kinds", "has_any"),
    [
        (("wording",), True),
        (("wording", "findings"), True),
        (("findings",), False),
        (("deadlines",), False),
        ((), False),
    ],
)
def test_a_comparison_fails_on_what_it_is_asked_to_and_on_nothing_else(words, kinds, has_any):
    old, new = (office(tasks(task("viec", text=text))) for text in ("Làm.", "Làm ngay."))
    assert report(old, new, compare(old, new), words).has_any(kinds) is has_any


@pytest.mark.parametrize("name", ["Sở Bê", "Sở A", "Sở", "Ban B", "Cục 12", "Sở Ng"])
def test_whatever_a_register_says_otherwise_now_is_told(name):
    """Words are kept as they are, so no order of theirs hides a change."""
    issuer, department = REGISTERS["agencies"]["agencies"]
    (message,) = sealed([issuer, {**department, "name": name}])
    assert f"was issued with “Sở B”, and would print “{name}” now" in message


def ids_of(old: dict, new: dict) -> dict[str, str]:
    """The new ids of items that have another one; nothing else may have changed but their order."""
    changes = compare(office(old), office(new))
    assert {change.field for change in changes if change.kind == "set"} == {"id"}
    return {str(change.old): str(change.new) for change in changes if change.kind == "set"}


def test_of_items_under_other_ids_each_is_known_by_what_it_is_most_like():
    """All are like enough to all, so the most alike come first."""
    other = SAID.replace("từng thôn", "mỗi thôn")
    old = tasks(task("a", text=SAID), task("b", text=other))

    assert ids_of(old, tasks(task("c", text=other), task("d", text=SAID))) == {"a": "d", "b": "c"}
    assert ids_of(old, tasks(task("c", text=SAID), task("d", text=other))) == {"a": "c", "b": "d"}


def test_items_that_have_each_other_s_id_are_known_by_what_they_say():
    first, second = "Rà soát hộ nghèo của từng thôn", "Mở lớp dạy nghề cho lao động"
    old, new = ({"a": first, "b": second}, {"b": first, "a": second})
    before, after = (tasks(*(task(id_, text=text) for id_, text in side.items())) for side in (old, new))

    assert ids_of(before, after) == {"a": "b", "b": "a"}


def test_only_who_has_the_item_that_cites_a_document_is_concerned_by_it():
    listed = [
        task("theo", text="Làm theo {document:qd-12}.", assignment={"lead": "so-b"}),
        task("khac", text="Làm.", assignment={"lead": "so-c"}),
    ]
    documents = {"types": TYPES, "documents": [DOCUMENT, {**DOCUMENT, "id": "qd-13", "number": "13/QĐ-UBND"}]}
    base = {"legal_bases": [{"document": "qd-13", "role": "implements"}]}
    workspace = office({**tasks(*listed), **base}, agencies=AGENCIES, legal_documents=documents)

    assert [*CitedDocuments(workspace).agencies(["qd-12"])] == [("thu", "so-b")]
    assert {*CitedDocuments(workspace).agencies(["qd-13"])} == {("thu", "so-b"), ("thu", "so-c")}


def test_each_change_concerns_who_has_the_work_before_it_and_now(words):
    def led(**leads: str) -> dict:
        return tasks(*(task(id_, assignment={"lead": lead}) for id_, lead in leads.items()))

    def concerned(old: dict, new: dict) -> dict[str, tuple[str, ...]]:
        before, after = (office(plan, agencies=AGENCIES) for plan in (old, new))
        log = change_log(compare(before, after), side(before, "thu", words), side(after, "thu", words))
        return {change.kind: change.agencies for change in log}

    held, more = led(viec="so-b"), led(viec="so-b", khac="so-c")
    assert concerned(held, more) == {"add": ("so-c",)}
    assert concerned(more, held) == {"remove": ("so-c",)}
    assert concerned(held, led(viec="so-c")) == {"set": ("so-b", "so-c")}


def test_a_report_calls_a_plan_by_its_title_of_now_and_one_that_is_gone_by_its_last(words):
    def titles(old: list[dict], new: list[dict]) -> dict[str, str]:
        before, after = office(old), office(new)
        return {own.plan: own.title for own in report(before, after, compare(before, after), words).plans}

    first, other = {"short_title": "Thử"}, {"id": "khac", "short_title": "Khác", **tasks(task("viec-khac"))}
    assert titles([first], [{"short_title": "Mới"}])["thu"] == "Mới"
    assert titles([first], [first, other]) == {"khac": "Khác"}
    assert titles([first, other], [first]) == {"khac": "Khác"}


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ("Danh sách hộ", "; result: Danh sách hộ)"),
        ("Báo cáo của {agency:so-b}.", "; result: Báo cáo của Sở B)"),
        (None, "Sở B)"),
    ],
)
def test_work_that_is_new_or_gone_is_told_with_its_result(words, result, told):
    work = task("viec", assignment={"lead": "so-b"}, **({"result": result} if result else {}))
    for old, new in ([[task("khac")], [task("khac"), work]], [[task("khac"), work], [task("khac")]]):
        (sentence,) = sentences(words, tasks(*old), tasks(*new))
        assert sentence.endswith(told)


@pytest.mark.parametrize(("own", "shared"), [(0, 1), (0, 2), (1, 2), (1, 1), (0, 3)])
def test_another_lead_of_a_group_is_told_with_the_number_of_tasks_that_it_holds_for(words, own, shared):
    def group(lead: str) -> dict:
        listed = [task(f"rieng-{at}", assignment={"lead": "ubnd-tinh-a"}) for at in range(own)]
        listed += [task(f"chung-{at}") for at in range(shared)]
        return {"outline": [part("phan", task_groups=[part("nhom", tasks=listed, assignment={"lead": lead})])]}

    (said,) = sentences(words, group("so-b"), group("so-c"), *[{"agencies": AGENCIES}] * 2)
    count = re.search(r"\(tasks of the group that it holds for: (\d+)\)", said)
    assert (count and int(count[1])) == (shared if shared > 1 else None)


def aimed(**values: str) -> dict:
    listed = [{"agency": agency.replace("_", "-"), "value": value} for agency, value in values.items()]
    return {
        "outline": [
            part(
                "muc-tieu",
                targets=[{"id": "ct", "text": "Đạt {value}.", "value": "30", "values": listed, "unit": "hộ"}],
            )
        ]
    }


def duty_of(*items: str, text: str = "Gồm:") -> dict:
    points = [{"id": f"y-{at}", "text": item} for at, item in enumerate(items)]
    return {"outline": [part("to-chuc", duties=[{"id": "lam", "agencies": "so-b", "text": text, "items": points}])]}


def measured(*measures: str) -> dict:
    return tasks(task("viec", measures=[{"id": f"bp-{at}", "text": text} for at, text in enumerate(measures)]))


def solved(*texts: str) -> dict:
    return {
        "outline": [part("giai-phap", solutions=[{"id": f"gp-{at}", "text": text} for at, text in enumerate(texts)])]
    }


def based(*documents: str) -> dict:
    return {"legal_bases": [{"document": id_, "role": "implements"} for id_ in documents]}


@pytest.mark.parametrize(
    ("old", "new", "weights"),
    [
        (aimed(so_b="10"), aimed(so_c="10"), ["responsibility"]),
        (aimed(so_c="10"), aimed(so_b="10"), ["responsibility"]),
        (aimed(so_b="10"), aimed(so_b="20"), ["figures"]),
        (aimed(so_b="10"), aimed(so_b="10", so_c="20"), ["figures"]),
        (duty_of("Một."), duty_of("Một.", "Hai."), ["responsibility"]),
        (duty_of("Một.", "Hai."), duty_of("Một."), ["responsibility"]),
        (measured("Một."), measured("Một.", "Hai."), ["responsibility"]),
        (measured("Một.", "Hai."), measured("Một."), ["responsibility"]),
        (solved("Một."), solved("Một.", "Hai."), ["wording"]),
        (solved("Một.", "Mở 5 lớp."), solved("Một."), ["figures"]),
        (solved("Một."), solved("Một khác."), ["wording"]),
        (solved("Mở 5 lớp."), solved("Mở 6 lớp."), ["figures"]),
        (solved("Họp ngày 20."), solved("Họp ngày 25."), ["deadlines"]),
        (solved("Họp tháng 6."), solved("Họp tháng 7."), ["deadlines"]),
        (solved("Họp quý II."), solved("Họp quý III."), ["deadlines"]),
        (solved("Giao {agency:so-b}."), solved("Giao {agency:so-c}."), ["responsibility"]),
        (solved("Theo {document:qd-12}."), solved("Theo {document:qd-13}."), ["legal-bases"]),
        (based("qd-12"), based("qd-12", "qd-13"), ["legal-bases"]),
        (based("qd-12", "qd-13"), based("qd-13", "qd-12"), ["structure"]),
        ({"symbol": "KH-UBND"}, {"symbol": "KH-UB"}, ["standing"]),
        ({}, {"layout": {"assignment": "sentence"}}, ["structure"]),
    ],
)
def test_each_change_weighs_what_it_is_about(words, old, new, weights):
    documents = {"types": TYPES, "documents": [DOCUMENT, {**DOCUMENT, "id": "qd-13", "number": "13/QĐ-UBND"}]}
    before, after = (load_files(files(plan, agencies=AGENCIES, legal_documents=documents))[0] for plan in (old, new))
    log = change_log(compare(before, after), side(before, "thu", words), side(after, "thu", words))

    assert [change.weight for change in log] == weights


@pytest.mark.parametrize(
    ("mention", "number", "is_told"),
    [
        ("{document:qd-12}", "12/QĐ-UBND", True),
        ("{document:qd-12|short}", "12/QĐ-UBND", False),
        ("{document:qd-12|short}", None, True),
    ],
)
def test_a_citation_by_number_alone_does_not_hang_on_the_name_of_who_issued_the_document(mention, number, is_told):
    document = {key: value for key, value in {**DOCUMENT, "issuer": "so-c", "number": number}.items() if value}
    plan = {**ISSUED, **tasks(task("viec", text=f"Làm theo {mention}."))}
    documents = {"types": TYPES, "documents": [document]}
    signed = office(plan, agencies=AGENCIES, legal_documents=documents)
    kept = seal_file(signed, signed.plans["thu"], {})
    renamed = [*AGENCIES["agencies"][:-1], {**AGENCIES["agencies"][-1], "name": "Sở Xê"}]
    shown = files(
        {**plan, "seal": seal(signed.plans["thu"])}, agencies={"agencies": renamed}, legal_documents=documents
    )
    workspace, _ = load_files(Files({**shown.contents, "data/seals/thu.yaml": kept.encode()}))

    told = [finding for finding in findings(workspace, ["issued-plan-edited"]) if "Sở Xê" in str(finding.message)]
    assert bool(told) is is_told


@pytest.mark.parametrize(("count", "is_long"), [(19, False), (20, False), (21, True)])
def test_more_than_twenty_changes_are_grouped(words, count, is_long):
    before, after = (
        office(tasks(*(task(f"viec-{at}", text=text) for at in range(count)))) for text in ("Làm.", "Xong.")
    )
    (own,) = report(before, after, compare(before, after), words).plans
    assert (len(own.changes), report(before, after, compare(before, after), words).is_long) == (count, is_long)


@pytest.mark.parametrize(("was", "now"), [("Thiếu vốn.", "Mưa lũ."), ("Mưa lũ.", "Thiếu vốn."), ("Mưa lũ.", "Mưa lũ.")])
def test_another_text_of_a_period_is_told(words, was, now):
    def told(text: str) -> dict:
        difficulties = [{"id": "kho", "text": text}]
        period = {"plan": "thu", "period": "2027-Q1", "as_of": "2027-03-31", "difficulties": difficulties}
        return {"results/thu/2027-Q1": period}

    before, after = (office({}, **told(text)) for text in (was, now))
    said = [change for own in report(before, after, compare(before, after), words).plans for change in own.changes]
    assert [(change.old, change.new) for change in said] == ([(was, now)] if was != now else [])


def in_unit(unit: str, total: str, *lines: str, **more) -> dict:
    sources = ("tinh", "dan")
    listed = [
        {"id": source, "source_of_funds": source, "amount": amount}
        for source, amount in zip(sources, lines, strict=False)
    ]
    return {"outline": [part("von-vay", budget={"id": "von", "unit": unit, "total": total, "lines": listed, **more})]}


@pytest.mark.parametrize(
    ("state", "weights", "told"),
    [
        (in_unit("ty", "0,42", "0,3", "0,12"), ["wording"], ["total 420 triệu đồng is now written 0,42 tỷ đồng, the same amount"]),
        (in_unit("dong", "420.000.000", "300.000.000", "120.000.000"), ["wording"],
         ["total 420 triệu đồng is now written 420.000.000 đồng, the same amount"]),
        (in_unit("ty", "0,42", "0,31", "0,11"), ["figures", "figures", "wording"],
         ["amount 300 triệu đồng becomes 0,31 tỷ đồng", "amount 120 triệu đồng becomes 0,11 tỷ đồng",
          "total 420 triệu đồng is now written 0,42 tỷ đồng, the same amount"]),
        (in_unit("ty", "0,5", "0,3", "0,12"), ["figures"], ["total 420 triệu đồng becomes 0,5 tỷ đồng"]),
        (in_unit("ty", "420", "300", "120"), ["figures"] * 3,
         ["total 420 triệu đồng becomes 420 tỷ đồng", "amount 300 triệu đồng becomes 300 tỷ đồng",
          "amount 120 triệu đồng becomes 120 tỷ đồng"]),
        (in_unit("ty", "0,42", "0,3", "0,12", approximate=True), ["figures"],
         ["total 420 triệu đồng becomes khoảng 0,42 tỷ đồng"]),
    ],
)  # fmt: skip
def test_the_same_money_in_another_unit_is_no_other_figure(words, state, weights, told):
    before, after = (office(each, funding_sources=SOURCES) for each in (in_unit("trieu", "420", "300", "120"), state))
    (plan,) = report(before, after, compare(before, after), words).plans
    assert [change.weight for change in plan.changes] == weights
    assert [str(change.sentence).split(": ", 1)[-1] for change in plan.changes] == told
    assert bool(plan.totals) == ("figures" in weights)


SHARED_DOCUMENT, SHARED_BODY = "to-chuc-chinh-quyen-dia-phuong-2025", "so-tai-chinh-thanh-pho-can-tho"


@pytest.mark.parametrize(
    "named",
    [
        {"legal_bases": [{"document": SHARED_DOCUMENT, "role": "basis"}]},
        {"recipients": [{"agencies": [SHARED_BODY]}]},
        {"preamble": f"Thực hiện {{document:{SHARED_DOCUMENT}}}"},
    ],
)
def test_what_the_program_brings_is_no_addition_of_the_office(named):
    before, after = office({}), office(named)
    assert {*after.documents, *after.agencies} > {*before.documents, *before.agencies}
    for changes in (compare(before, after), compare(after, before)):
        assert changes
        assert {change.plan for change in changes} == {"thu"}


def test_what_an_office_writes_in_its_first_register_is_its_addition():
    own = {
        "id": "q1",
        "type": "quyet-dinh",
        "number": "1/QĐ-UBND",
        "date": "2027-01-02",
        "issuer": "ubnd-tinh-a",
        "title": "x",
    }
    basis = {"legal_bases": [{"document": SHARED_DOCUMENT, "role": "basis"}]}
    changes = compare(office({}), office(basis, legal_documents={"documents": [own]}))
    assert [(change.kind, change.item) for change in changes if not change.plan] == [("add", "q1")]
    shared = office(basis).documents[SHARED_DOCUMENT]
    written = {
        "id": SHARED_DOCUMENT,
        "type": shared.type,
        "number": "1/2025/QH15",
        "issuer": "ubnd-tinh-a",
        "date": str(shared.date),
        "title": "khác",
    }
    changes = compare(office(basis), office(basis, legal_documents={"documents": [written]}))
    assert ("set", SHARED_DOCUMENT, "title") in [(change.kind, change.item, change.field) for change in changes]
