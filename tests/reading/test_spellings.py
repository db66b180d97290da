"""What people write in Word and Excel, read back: every printed form exactly, every other one once or not at all."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from planbook.loading.workspace import load_entry
from planbook.model.budget import Budget
from planbook.model.period import Deadline, parse_when
from planbook.model.target import Figure, Target
from planbook.model.task import Assignment
from planbook.reading.agencies import Register, folded_name, read_agencies, read_agency
from planbook.reading.amounts import Money, Stated, read_comparator, read_decimal, read_figure, read_money
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.reading.times import read_deadline, read_deadlines, read_time
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import PLANS, ROOT

YEAR = parse_when("2026")


@pytest.fixture(scope="session")
def reading(words) -> SpellingReader:
    found, diagnostics, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    assert diagnostics == []
    return SpellingReader(words, found)


@pytest.fixture
def text_of(plans, words):
    def text(plan) -> PlanText:
        found = plans.plans[plan]
        return PlanText(plans, found, Wording(words), numbers(found), short_citations=True)

    return text


def entries(plans, *kinds):
    return [(plan, entry) for plan in plans.plans.values() for entry in plan.walk() if isinstance(entry, kinds)]


def said(deadline) -> dict:
    return deadline.model_dump(mode="json", exclude_none=True, exclude={"id", "work", "report"})


def in_words(answer) -> str:
    assert isinstance(answer, Unread), answer
    return f"{answer.message}; {answer.mend}"


def refusal(read, *asked) -> str:
    return in_words(attempted(read, *asked))


def test_every_printed_deadline_is_read_as_itself(plans, reading):
    deadlines = entries(plans, Deadline)
    for plan, deadline in deadlines:
        printed = Wording(reading.phrases).deadline(deadline)
        assert said(read_deadline(printed, reading, plan.period)) == said(deadline), printed

    assert len(deadlines) > 30


def test_every_line_of_deadlines_is_read_as_itself(plans, reading, text_of):
    for plan, assignment in entries(plans, Assignment):
        text = text_of(plan.id)
        line = text.deadlines(assignment.deadlines)
        strange = read_deadlines(line, reading, text, ())

        assert read_deadlines(line, reading, text, assignment.deadlines) == assignment.deadlines
        assert [said(one) for one in strange] == [said(one) for one in assignment.deadlines]
        assert [one.work for one in strange] == [text.fill(one.work) or None for one in assignment.deadlines]


@pytest.mark.parametrize(
    "way",
    [
        *(
            {way: when}
            for way in ("before", "by", "since", "until")
            for when in ("2026-04-10", "2026-04", "2026-Q2", "2027")
        ),
        {"since": "2026-03", "until": "2026-09"},
        {"since": "2025-11", "until": "2026-03"},
        {"since": "2026-Q1", "until": "2026-Q1"},
        {"since": "2026-03-01", "until": "2026-09-30"},
        {"since": "2026", "until": "2028"},
        {"since": "2026-03", "until": "2027-Q2"},
        {"until_event": "Nghị quyết mới có hiệu lực"},
        {"since": "2026-07", "until_event": "hết dịch"},
    ],
    ids=str,
)
def test_every_way_to_say_a_deadline_is_read_as_itself(reading, way):
    deadline = Deadline.model_validate(way)

    assert said(read_deadline(Wording(reading.phrases).deadline(deadline), reading, parse_when("2026-2030"))) == way


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Hoàn thành trước: 30/6/2026", {"before": "2026-06-30"}),
        ("Chậm nhất: 30/6/2026.", {"by": "2026-06-30"}),
        ("Hạn chót: tháng 6/2026", {"by": "2026-06"}),
    ],
)
def test_what_says_before_which_day_is_no_work_whatever_its_colon(reading, text_of, text, way):
    (deadline,) = read_deadlines(text, reading, text_of("lao-cai-2026"), ())

    assert (said(deadline), deadline.work) == (way, None)


@pytest.mark.parametrize("precision", ["2026-04-10", "2026-04", "2026-Q3", "2026", "2025-2030"])
def test_every_time_is_read_as_itself(reading, precision):
    when = parse_when(precision)

    assert read_time(Wording(reading.phrases).time(when), reading, YEAR) == when


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("trước ngày 10/4/2026", {"before": "2026-04-10"}),
        ("Trước 10/4/2026.", {"before": "2026-04-10"}),
        ("trước ngày 10/4", {"before": "2026-04-10"}),
        ("trước ngày 10 tháng 4 năm 2026", {"before": "2026-04-10"}),
        ("xong trước ngày 10.4.2026", {"before": "2026-04-10"}),
        ("31/12/2026", {"by": "2026-12-31"}),
        ("chậm nhất là ngày 31-12-2026", {"by": "2026-12-31"}),
        ("đến ngày 30/6/2026", {"by": "2026-06-30"}),
        ("quý II/2026", {"within": "2026-Q2"}),
        ("Quý 2/2026", {"within": "2026-Q2"}),
        ("trong Quý IV", {"within": "2026-Q4"}),
        ("tháng 6", {"within": "2026-06"}),
        ("Tháng 5/2025", {"within": "2025-05"}),
        ("06/2025", {"within": "2025-06"}),
        ("6/2025", {"within": "2025-06"}),
        ("2025", {"within": "2025"}),
        ("năm 2026", {"within": "2026"}),
        ("2025 - 2026", {"within": "2025-2026"}),
        ("giai đoạn 2026–2030", {"within": "2026-2030"}),
        ("THƯỜNG XUYÊN", {"throughout": True}),
        ("thường xuyên, liên tục", {"throughout": True}),
        ("thường xuyên năm 2026", {"throughout": "2026"}),
        ("hàng năm", {"every": ["year"]}),
        ("hằng quý và hằng năm", {"every": ["quarter", "year"]}),
        ("định kỳ 6 tháng", {"every": ["half-year"]}),
        ("hằng\u00a0quý", {"every": ["quarter"]}),
        ("Chậm nhất tháng 6/2026", {"by": "2026-06"}),
        ("chậm nhất trong quý II/2026", {"by": "2026-Q2"}),
        ("đến năm 2030", {"by": "2030"}),
        ("hạn chót 30/6/2026", {"by": "2026-06-30"}),
        ("Hoàn thành trước 30/6", {"before": "2026-06-30"}),
        ("Hoàn thành trước tháng 6/2026", {"before": "2026-06"}),
        ("trước 6/2025", {"before": "2025-06"}),
        ("trước quý II", {"before": "2026-Q2"}),
        ("trước năm 2027", {"before": "2027"}),
        ("2025 và những năm tiếp theo", {"since": "2025"}),
        ("Năm 2025 và các năm tiếp theo", {"since": "2025"}),
        ("từ năm 2026", {"since": "2026"}),
        ("kể từ ngày 01/7/2026", {"since": "2026-07-01"}),
        ("01/7/2026 trở đi", {"since": "2026-07-01"}),
        ("từ tháng 3 đến tháng 9", {"since": "2026-03", "until": "2026-09"}),
        ("tháng 3-9/2026", {"since": "2026-03", "until": "2026-09"}),
        ("từ quý 1 đến quý 3/2026", {"since": "2026-Q1", "until": "2026-Q3"}),
        ("từ 01/3 đến 30/9/2026", {"since": "2026-03-01", "until": "2026-09-30"}),
        ("từ năm 2026 đến năm 2028", {"since": "2026", "until": "2028"}),
        ("từ tháng 11/2025 đến hết tháng 3/2026", {"since": "2025-11", "until": "2026-03"}),
        ("tháng 6-2026", {"within": "2026-06"}),
        ("2026 - 2028", {"within": "2026-2028"}),
        ("đến hết năm 2026", {"until": "2026"}),
        ("hết quý II/2026", {"until": "2026-Q2"}),
        ("cho đến khi có văn bản thay thế", {"until_event": "có văn bản thay thế"}),
        ("từ 01/7/2026 đến khi có Nghị quyết mới.", {"since": "2026-07-01", "until_event": "có Nghị quyết mới"}),
        (
            "Theo lộ trình của Chính phủ",
            {"text": "theo lộ trình của Chính phủ", "reason": "ghi như vậy ở bản Word, Excel gửi lại"},
        ),
    ],
)
def test_a_deadline_is_read_in_every_form_that_people_write(reading, text, meant):
    assert said(read_deadline(text, reading, YEAR)) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("trước ngày 31/4/2026", "month 4 of 2026 has 30 days, not 31"),
        ("10/13/2026", "there is no month 13"),
        ("10/4/26", "is no time that can be read"),
        ("trước ngày 15", "is no time that can be read"),
        ("trước và trong ngày 10/4/2026", "is no time that can be read"),
        ("hằng năm, từ 2026-2030", "is no time that can be read"),
        ("năm, quý", "is no time that can be read"),
        ("từ ngày 31 đến ngày 10/02/2026", "month 2 of 2026 has 28 days, not 31"),
        ("cuối quý II", "is no time that can be read"),
        ("", "is no time that can be read"),
        ("từ tháng 9 đến tháng 3/2026", "ends with 2026-03, before it begins with 2026-09"),
        ("từ năm 2026-2030", "is no time that can be read"),
        ("trong 6 tháng", "is no time that can be read"),
    ],
)
def test_a_deadline_that_is_not_clear_is_refused(reading, text, why):
    assert why in refusal(read_deadline, text, reading, YEAR)


def test_a_time_without_a_year_is_refused_where_the_plan_runs_for_several(reading):
    for text in ("quý II", "6 tháng đầu năm", "vào tháng 4", "hằng năm, từ tháng 4"):
        assert "does not say which year" in refusal(read_deadline, text, reading, parse_when("2026-2030"))


def test_a_spelling_that_makes_a_text_ambiguous_has_it_refused(reading):
    spellings = reading.spellings.model_copy(update={"by": ("{day}",), "before": ("{day}",)})

    assert "can mean" in refusal(read_deadline, "31/12/2026", replace(reading, spellings=spellings), YEAR)


def test_a_changed_day_keeps_the_work_the_id_and_the_report(plans, reading, text_of):
    text = text_of("lao-cai-2024")
    known = [one for _, one in entries(plans, Deadline) if one.id == "bao-cao-6-thang"]
    line = text.deadlines(known).replace("10/6/2024", "15/6/2024")

    (read,) = read_deadlines(line, reading, text, known)

    assert (read.id, read.work) == ("bao-cao-6-thang", known[0].work)
    assert said(read) == {"before": "2024-06-15"}


@pytest.mark.parametrize("plan", PLANS)
def test_every_printed_list_of_agencies_is_read_as_itself(plans, reading, text_of, plan):
    register = Register(text_of(plan), reading, text_of(plan).workspace)
    for entry in plans.plans[plan].walk():
        for role in ("lead", "coordinating") if isinstance(entry, Assignment) else ():
            assigned = getattr(entry, role)
            read = read_agencies(register.text.assigned(assigned), register)

            assert [one.model_dump() for one in read] == [
                one.model_dump() | {"remark": register.text.fill(one.remark) or None} for one in assigned
            ]


@pytest.mark.parametrize("plan", PLANS)
def test_a_name_is_read_as_the_agency_that_has_it_or_refused(plans, reading, text_of, plan):
    register = Register(text_of(plan), reading, text_of(plan).workspace)
    for id_ in plans.agencies:
        full = register.text.agency(id_, "full")
        others = [one for one in plans.agencies if folded_name(register.text.agency(one, "full")) == folded_name(full)]
        if len(others) == 1 and not register.ended(id_):
            assert read_agency(full, register) == id_


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sở NN&MT, Sở Tài chính", ["so-nn-mt", "so-tai-chinh"]),
        ("Sở Nông nghiệp và Môi trường và Sở Tài chính", ["so-nn-mt", "so-tai-chinh"]),
        ("sở nn & mt; SỞ TC", ["so-nn-mt", "so-tai-chinh"]),
        ("Sở NNMT\nSở Nội vụ.", ["so-nn-mt", "so-noi-vu"]),
        ("UBND các xã, phường", ["ubnd-xa-phuong"]),
        ("Uỷ ban nhân dân các xã, phường, Sở Y tế", ["ubnd-xa-phuong", "so-y-te"]),
        ("Sở Y tế tỉnh Lào Cai + Sở GD&ĐT", ["so-y-te", "so-gd-dt"]),
        ("-", []),
        ("không", []),
    ],
)
def test_agencies_are_read_by_name_abbreviation_and_alias(reading, text_of, text, ids):
    assert [
        one.agency
        for one in read_agencies(text, Register(text_of("lao-cai-2026"), reading, text_of("lao-cai-2026").workspace))
    ] == ids


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sở Y tê", "no agency of the plan's day is called “Sở Y tê”; write one of: Sở Y tế"),
        ("Sở Y tế, Sở Nội Vu", "called “Sở Nội Vu”"),
        ("Sở Lao động - Thương binh và Xã hội", "does not exist while the plan runs"),
        ("Sở Y tế, Sở Y tế", "stands twice"),
        ("Sở Y tế tỉnh Yên Bái", "called “Sở Y tế tỉnh Yên Bái”"),
        ("SỞ NN  & MT, Hoà Xá;", "called “Hoà Xá”"),
        (unicodedata.normalize("NFD", "Sở Y tế và Hòa Xã, Sở Nội vụ"), "called “Hòa Xã”"),
        ("x" * 3000, "3000 letters"),
    ],
)
def test_an_agency_that_is_not_clear_is_refused(reading, text_of, text, why):
    assert why in refusal(
        read_agencies, text, Register(text_of("lao-cai-2026"), reading, text_of("lao-cai-2026").workspace)
    )


def test_an_abbreviation_that_several_have_is_refused(reading, text_of):
    answer = refusal(
        read_agencies, "UBND huyện", Register(text_of("lao-cai-2024"), reading, text_of("lao-cai-2024").workspace)
    )

    assert (
        "“UBND huyện” can be several agencies: Ủy ban nhân dân huyện Bắc Hà; Ủy ban nhân dân huyện Quỳnh Nhai" in answer
    )


def test_a_remark_and_a_request_are_kept(reading, text_of):
    register = Register(text_of("lao-cai-2026"), reading, text_of("lao-cai-2026").workspace)
    lead, asked = read_agencies(
        "Sở Tài chính chủ trì tham mưu, bố trí kinh phí; đề nghị Ủy ban MTTQ Việt Nam tỉnh", register
    )

    assert (lead.agency, lead.remark, lead.requested) == ("so-tai-chinh", "chủ trì tham mưu, bố trí kinh phí", False)
    assert (asked.agency, asked.remark, asked.requested) == ("ub-mttq-tinh", None, True)


def test_every_printed_amount_is_read_as_itself(plans, reading):
    for _, budget in entries(plans, Budget):
        for amount, about in [
            (budget.total, budget.approximate),
            *((line.amount, line.approximate) for line in budget.lines),
        ]:
            read = read_money(Wording(reading.phrases).amount(budget, amount, approximate=about), reading)
            assert read == ("unallocated" if amount == "unallocated" else Money(amount[0], budget.unit, about))


@pytest.mark.parametrize(
    ("text", "number", "unit", "about"),
    [
        ("148,4 tỷ", "148.4", "ty", False),
        ("khoảng 5.181 tỷ đồng", "5181", "ty", True),
        ("1.500 tr.đ", "1500", "trieu", False),
        ("81.689", "81689", None, False),
        ("2.000.000 đ", "2000000", "dong", False),
    ],
)
def test_money_is_read_with_its_unit(reading, text, number, unit, about):
    assert read_money(text, reading) == Money(Decimal(number), unit, about)


def test_money_is_moved_exactly_to_the_unit_of_a_budget():
    assert Money(Decimal("1.5"), "ty").written("trieu")[0] == 1500
    assert str(Money(Decimal(1), "trieu").written("ty")[0]) == "0.001"
    assert str(Money(Decimal("10.50"), None).written("ty")[0]) == "10.50"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.5 tỷ", "can mean"),
        ("3,695 tỷ", "can mean"),
        ("-5 triệu", "no number"),
        ("năm tỷ", "no number"),
        ("5 nghìn", "no unit of money"),
        ("5 + 3 tỷ", "no unit of money"),
    ],
)
def test_money_that_is_not_clear_is_refused(reading, text, why):
    assert why in refusal(read_money, text, reading)


def test_every_printed_figure_is_read_as_itself(plans, reading, text_of):
    for plan, figure in entries(plans, Figure, Target):
        if figure.value is not None:
            stated = Stated(figure.comparator, figure.value, figure.upper, figure.unit)
            assert read_figure(text_of(plan.id).value(figure), reading) == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("≥ 1,5%", Stated("at-least", Decimal("1.5"), None, "%")),
        ("từ 90% trở lên", Stated("at-least", Decimal(90), None, "%")),
        ("không quá 05 hộ", Stated("at-most", Decimal(5), None, "hộ")),
        ("từ 2 đến 3 mô hình", Stated("exactly", Decimal(2), Decimal(3), "mô hình")),
        ("hơn 1.000 lao động", Stated("more-than", Decimal(1000), None, "lao động")),
        ("3.500", Stated("exactly", Decimal(3500), None, "")),
    ],
)
def test_a_figure_is_read_in_every_form_that_people_write(reading, text, stated):
    assert read_figure(text, reading) == stated


@pytest.mark.parametrize("text", ["1.5%", "vài hộ", "3,695 hộ", "", "1,2,3 hộ"])
def test_a_figure_that_is_not_clear_is_refused(reading, text):
    refusal(read_figure, text, reading)


def test_a_comparator_and_a_number_stand_alone_in_a_sheet(reading):
    assert read_comparator("Ít nhất", reading) == "at-least"
    assert read_comparator("", reading) == "exactly"
    assert read_comparator("≤", reading) == "at-most"
    assert "write one of: khoảng, ít nhất" in refusal(read_comparator, "ngang", reading)
    assert read_decimal("1.500") == 1500
    assert "can mean" in refusal(read_decimal, "1.5")


@pytest.mark.parametrize("line", ["before: [trước ngay]", "before: ['trước {tuần}']", "before: ['trước {day']"])
def test_a_spelling_without_its_blank_is_told(tmp_path, line):
    (tmp_path / "spellings.yaml").write_text(f"{line}\n", encoding="utf-8")
    found, (wrong,), _ = load_entry(tmp_path / "spellings.yaml", "spellings.yaml", SpellingsFile)

    assert found is None
    assert (wrong.check, wrong.span.line) == ("unknown-blank", 1)
