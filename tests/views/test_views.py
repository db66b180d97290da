"""What is decided before any output: numbers of items, wording of figures and days, citations, deadlines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planbook.loading.workspace import load, load_entry
from planbook.model.agency import AgencyChange, Former
from planbook.model.legal import DocumentType, LegalDocument
from planbook.model.mentions import mentions
from planbook.model.number import official, roman
from planbook.model.period import Deadline, official_day, parse_when
from planbook.views.matrix import matrix, task_rows
from planbook.views.once import Views
from planbook.views.plan import plan_view
from planbook.wording.numbering import letter, numbers
from planbook.wording.phrases import WordingFile
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording, count
from tests.conftest import FIVE, PLANS, ROOT


@pytest.fixture(scope="module")
def workspace():
    found, diagnostics = load(FIVE / "data")
    assert diagnostics == []
    return found


@pytest.fixture(scope="module")
def phrases():
    found, diagnostics, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    assert diagnostics == []
    return found


def printed(view) -> str:
    """A plan's text as lines of number, label and text."""
    lines = [
        " ".join(part for part in (block.number.printed, getattr(block, "label", ""), block.text) if part)
        for block in view.body
    ]
    return "\n".join([view.title, *view.legal_bases, view.preamble, *lines, view.closing, *view.recipients]) + "\n"


@pytest.mark.parametrize("plan", PLANS)
def test_no_mention_is_printed_as_it_is_written(workspace, phrases, plan):
    plan = workspace.plans[plan]
    rows = str(matrix(workspace, plan, phrases))

    assert not list(mentions(printed(plan_view(workspace, plan, phrases)) + rows))


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_prints_as_its_golden_text(workspace, phrases, golden, plan):
    golden(f"{plan}.txt", printed(plan_view(workspace, workspace.plans[plan], phrases)))


def test_points_follow_the_vietnamese_alphabet():
    assert [letter(at) for at in range(1, 13)] == list("abcdđeghiklm")
    assert letter(23) == "y"
    assert letter(24) == "aa"
    assert not {letter(at) for at in range(1, 24)} & set("fjwz")


def test_parts_have_roman_numbers():
    assert [roman(at) for at in (1, 4, 5, 9, 10, 14, 29)] == ["I", "IV", "V", "IX", "X", "XIV", "XXIX"]


def test_the_two_plans_are_numbered_as_they_are_built(workspace):
    block = numbers(workspace.plans["lao-cai-2026"])
    projects = numbers(workspace.plans["bac-ha-2022"])

    assert block["dao-tao-nghe-va-viec-lam"].place == "III.6(2)"
    assert block["nhiem-vu"].printed == "III."
    assert "4.1." in {one.printed for one in projects.values()}
    assert "đ)" in {one.printed for one in projects.values()}
    assert "6.10." in {one.printed for one in projects.values()}


@pytest.mark.parametrize(
    ("value", "text"),
    [("1500", "1.500"), ("148.4", "148,4"), ("1234567.5", "1.234.567,5"), ("0.9", "0,9"), ("10.50", "10,50")],
)
def test_numbers_are_printed_the_vietnamese_way(value, text):
    assert official(Decimal(value)) == text


def test_small_counts_are_padded_and_percentages_are_not():
    assert count(Decimal(2), "mô hình") == "02 mô hình"
    assert count(Decimal(7), "%/năm") == "7%/năm"
    assert count(Decimal("0.5"), "ha") == "0,5 ha"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2026-03-07", "07/3/2026"),
        ("2021-02-08", "08/02/2021"),
        ("2026-07-27", "27/7/2026"),
        ("2022-01-18", "18/01/2022"),
    ],
)
def test_days_follow_the_zero_rule_of_the_decree(written, printed):
    assert official_day(parse_when(written).first) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ({"before": "2026-04-10"}, "trước ngày 10/4/2026"),
        ({"by": "2026-11-15"}, "chậm nhất ngày 15/11/2026"),
        ({"within": "2026-Q3"}, "trong quý III năm 2026"),
        ({"within": "2026-04"}, "trong tháng 4 năm 2026"),
        ({"within": "2026-2030"}, "trong giai đoạn 2026-2030"),
        ({"throughout": "2026"}, "thường xuyên trong năm 2026"),
        ({"throughout": "true"}, "thường xuyên"),
        ({"every": ["quarter", "half-year"]}, "hằng quý, 6 tháng"),
    ],
)
def test_deadlines_are_said_in_words(phrases, written, printed):
    assert Wording(phrases).deadline(Deadline.model_validate(written)) == printed


def test_a_document_is_cited_in_full_first_and_short_later(workspace, phrases):
    plan = workspace.plans["bac-ha-2022"]
    text = PlanText(workspace, plan, Wording(phrases), numbers(plan))

    assert text.fill("{document:27-2022-nd-cp}") == (
        "Nghị định số 27/2022/NĐ-CP ngày 19/4/2022 của Chính phủ quy định cơ chế quản lý, tổ chức thực hiện các "
        "chương trình mục tiêu quốc gia"
    )
    assert text.fill("{document:27-2022-nd-cp}") == "Nghị định số 27/2022/NĐ-CP"
    assert text.fill("{document:27-2022-nd-cp|dated}") == "Nghị định số 27/2022/NĐ-CP ngày 19/4/2022 của Chính phủ"


def test_numbers_of_the_party_are_cited_as_the_decree_has_them_and_laws_have_none(workspace, phrases):
    wording = Wording(phrases)
    law = DocumentType(id="luat", name="Luật", cited_by_title="true")
    act = LegalDocument.model_validate(
        {"id": "72", "type": "luat", "number": "72/2025/QH15", "date": "2025-06-16", "title": "Tổ chức chính quyền"}
    )
    party, kind = workspace.documents["05-ct-tw-2021"], workspace.document_types["chi-thi"]

    assert wording.citation(party, kind, "Ban Bí thư", "dated") == "Chỉ thị số 05-CT/TW ngày 23/6/2021 của Ban Bí thư"
    assert wording.citation(party, kind, "Ban Bí thư", "short") == "Chỉ thị số 05-CT/TW"
    assert wording.citation(act, law, "Quốc hội", "full") == "Luật Tổ chức chính quyền ngày 16/6/2025"
    assert wording.citation(act, law, "Quốc hội", "short") == "Luật Tổ chức chính quyền"


def test_a_legal_basis_is_named_in_full_even_where_the_title_named_it(workspace, phrases):
    plan = workspace.plans["lao-cai-2026"]
    plan = plan.model_copy(update={"title": "Thực hiện {document:62-kh-tu-lao-cai-2026|full}"})
    view = plan_view(workspace, plan, phrases)

    assert view.legal_bases[0].endswith("về thực hiện mục tiêu giảm nghèo bền vững năm 2026.")


def test_an_agency_is_named_with_its_place_away_from_home(workspace, phrases):
    at_home, away = workspace.plans["lao-cai-2026"], workspace.plans["bac-ha-2022"]

    assert PlanText(workspace, at_home, Wording(phrases), {}).agency("ubnd-tinh-lao-cai") == "Ủy ban nhân dân tỉnh"
    assert PlanText(workspace, away, Wording(phrases), {}).agency("ubnd-tinh-lao-cai") == "Ủy ban nhân dân tỉnh Lào Cai"
    assert PlanText(workspace, away, Wording(phrases), {}).agency("ubnd-tinh-lao-cai", "short") == "UBND tỉnh"


def test_an_agency_has_the_name_of_the_plan_s_time(workspace, phrases):
    renamed = AgencyChange(
        id="doi-ten", kind="rename", date="2025-07-01", original="so-y-te", former=Former(name="Sở Y tế và Dân số")
    )
    workspace = replace(workspace, agency_changes={**workspace.agency_changes, "doi-ten": renamed})
    names = {
        plan.id: PlanText(workspace, plan, Wording(phrases), numbers(plan)).agency("so-y-te")
        for plan in workspace.plans.values()
    }
    assert names["lao-cai-2024"] == "Sở Y tế và Dân số"
    assert names["lao-cai-2026"] == "Sở Y tế"


def test_the_two_provinces_of_lao_cai_never_mix(workspace):
    assert workspace.agency_on("ubnd-tinh-lao-cai", date(2025, 6, 30)).locality == "tinh-lao-cai-truoc-2025"
    assert workspace.agency_on("ubnd-tinh-lao-cai", date(2025, 7, 1)).locality == "tinh-lao-cai"
    for plan in workspace.plans.values():
        assert workspace.agency_on(plan.issuer, plan.day).locality == plan.jurisdiction


def test_a_task_without_assignment_has_that_of_its_group(workspace, phrases):
    rows = {row.id: row for row in task_rows(matrix(workspace, workspace.plans["lao-cai-2026"], phrases))}

    assert rows["kien-toan-bo-may"].lead == "Sở Nông nghiệp và Môi trường"
    assert rows["kien-toan-bo-may"].deadline == "Thường xuyên trong năm 2026"
    assert rows["tin-dung-uu-dai"].lead == (
        "Sở Tài chính chủ trì tham mưu bố trí kinh phí; Ngân hàng Chính sách xã hội chủ trì triển khai cho vay"
    )


def test_unallocated_money_is_said_in_words_and_is_no_zero(workspace, phrases):
    groups = matrix(workspace, workspace.plans["bac-ha-2022"], phrases)
    money = [group.money for group in groups]

    assert money[0] == "72.916 triệu đồng (vốn đầu tư phát triển: 70.852 triệu đồng; vốn sự nghiệp: 2.064 triệu đồng)"
    assert money[4] == "Trung ương chưa phân bổ"


def test_deadlines_of_tasks_and_duties_come_in_the_order_of_time(workspace, phrases):
    found = Views(workspace, phrases).deadlines

    assert [due.day for due in found] == sorted(due.day for due in found)
    first = [(due.day.isoformat(), due.item) for due in found if due.plan == "lao-cai-2026"][2:4]
    assert first == [("2026-04-09", "ke-hoach-cua-xa-phuong"), ("2026-04-09", "quan-triet-va-lap-ke-hoach")]


def test_a_document_knows_who_cites_it(workspace, phrases):
    found = {view.id: view for view in Views(workspace, phrases).documents}

    assert found["20-nq-tu-lao-cai-2019"].citation == (
        "Nghị quyết số 20-NQ/TU ngày 24/5/2019 của Ban Thường vụ Tỉnh ủy Lào Cai"
    )
    places = {(link.plan, link.place) for link in found["20-nq-tu-lao-cai-2019"].cited_by}
    assert ("bac-ha-2022", "II.6.7") in places
    assert ("lao-cai-2026", "") in {(link.plan, link.place) for link in found["62-kh-tu-lao-cai-2026"].cited_by}


@pytest.mark.parametrize("plan", PLANS)
def test_every_citation_in_a_plan_is_a_backlink_to_the_item_that_prints_it(workspace, phrases, plan):
    view = plan_view(workspace, workspace.plans[plan], phrases)
    owner, printed = "", {}
    for block in view.body:
        # The lines of an assignment or a budget stand below their item and have no number of their own.
        owner = block.id if block.id in numbers(workspace.plans[plan]) else owner
        said = f"{getattr(block, 'label', '')} {block.text}"
        for id_ in {owner, *getattr(block, "also", ())}:
            printed[id_] = printed.get(id_, "") + said
    links = [
        (workspace.documents[document.id].number, link)
        for document in Views(workspace, phrases).documents
        for link in document.cited_by
        if link.plan == plan
    ]

    assert links
    for number, link in links:
        assert bool(link.item) == bool(link.place)
        if link.item:
            assert number in printed[link.item]
        else:
            assert link.part in {"title", "legal_bases", "closing", "recipients"}
    for number in {number for number, _ in links if number}:
        cited_in = {id_ for id_, said in printed.items() if number in said}
        assert cited_in == {link.item for other, link in links if other == number and link.item}


def test_a_figure_in_another_text_counts_for_its_indicator_too(workspace, phrases):
    found = {view.id: view for view in Views(workspace, phrases).indicators}
    (decline,) = found["muc-giam-ty-le-ho-ngheo-binh-quan"].aims
    (roads,) = found["ty-le-duong-tu-trung-tam-xa-den-ban-duoc-cung-hoa"].aims

    assert (decline.item, decline.period, decline.value) == ("ty-le-ho-ngheo-2030", "2030", "2%/năm")
    assert (roads.item, roads.period, roads.value) == ("dau-tu-ha-tang", "2022-2030", "100%")


def test_indicators_say_which_standard_and_which_standards_their_years_fall_under(workspace, phrases):
    views = Views(workspace, phrases).indicators
    measured = [view for view in views if view.standard]

    assert measured
    assert not [view.id for view in measured if view.standards]
    training = next(view for view in views if view.id == "ty-le-lao-dong-ngheo-duoc-dao-tao-nghe")
    assert training.is_shared
    assert training.standards == ("chuẩn nghèo đa chiều giai đoạn 2021-2025",)
    loans = next(view for view in views if view.id == "ty-le-ho-duoc-vay-von-uu-dai")
    assert len(loans.standards) == 2


def test_an_indicator_brings_the_targets_of_several_years_together_with_their_standard(workspace, phrases):
    found = {view.id: view for view in Views(workspace, phrases).indicators}["muc-giam-ty-le-ho-ngheo"]
    values = {(aim.plan, aim.value) for aim in found.aims}

    assert {("bac-ha-2022", "từ 7%/năm trở lên"), ("lao-cai-2026", "từ 1,5% trở lên")} <= values
    assert found.standard == "Chuẩn nghèo đa chiều giai đoạn 2021-2025"


def test_an_agency_page_names_what_was_there_before_and_says_what_is_not_confirmed(workspace, phrases):
    before = {one.id: one for one in Views(workspace, phrases).agencies["so-nn-mt"].predecessors}

    assert before["so-ldtbxh"].functions == ("giảm nghèo",)
    assert before["so-ldtbxh"].day == "01/3/2025"
    assert not before["so-ldtbxh"].confirmed
