"""What an office gave out yesterday comes back tomorrow: the program, the data and the day have moved on, nobody edited."""

import copy
import io

import openpyxl
import pytest
from lxml import etree

from planbook.ooxml.anchors import Anchor, read_manifest
from planbook.ooxml.returned import read_returned
from planbook.render.sheet import workbook
from planbook.returns.fields.trial import read_state
from planbook.returns.word.changed_items import draft_differences
from planbook.returns.word.returned_draft import ReturnedDraft
from planbook.returns.workbook.pull_workbook import (
    with_numbered_totals,
    with_standards,
    with_totals,
    without_appendices,
    without_duties,
    without_first_days,
)
from planbook.views.once import Views
from planbook.views.workbook.assembly import Origin, sheets_fingerprint, workbook_view
from tests.agreement.random_plan import OFFICE
from tests.clones import PLAN as DATA
from tests.clones import changed, clone, commit, git
from tests.drafts import DOCUMENT, as_edited, beside, opened, pulled_file, returned, said, saved, state
from tests.offices import part, written
from tests.returns.test_pull_again import NEW, typed
from tests.returns.test_pull_sheet_again import ABOVE
from tests.returns.test_pull_sheet_again import NEW as ROW
from tests.returns.workbook_edits import MADE, TASKS, Hand, exported, refusals
from tests.word_edits import W, end, found, instead, text_of, without

PLAN = "lao-cai-2026"
BARE = "quynh-nhai-2030"  # no target of it has a standard
TIME, STANDARD = "Thời gian", "Chuẩn nghèo"


def of_an_earlier_version(plan: str, *edits) -> ReturnedDraft:
    """A draft without the times of its targets, with a column of standards, its mark, and a manifest of items only."""
    tree = copy.deepcopy(opened(plan)[1])
    place = found({DOCUMENT: tree}, "Số:")
    mark = copy.deepcopy(place)
    for node in mark.iter(f"{W}t"):
        node.text = "DỰ THẢO"
    if state().workspace.plans[plan].status != "draft":  # once it was
        place.addnext(mark)
    head = next(row for row in tree.iter(f"{W}tr") if TIME in [text_of(cell) for cell in row])
    headings = [text_of(cell) for cell in head.iterchildren(f"{W}tc")]
    at = headings.index(TIME)
    for row in head.getparent().iterchildren(f"{W}tr"):
        cell = row.findall(f"{W}tc")[at]
        if STANDARD in headings:
            row.remove(cell)
        else:
            for node in cell.iter(f"{W}t"):
                node.text = STANDARD if row is head else ""
    for edit in edits:
        edit({DOCUMENT: tree})
    ids = {target.id for target in state().workspace.plans[plan].targets()}

    def before(one: Anchor) -> Anchor:
        cells = one.text.split("\t")
        if one.item.removesuffix("--row") in ids and len(cells) == len(headings):
            cells[at : at + 1] = [] if STANDARD in headings else [""]
        return Anchor(one.item, one.bookmark, "\t".join(cells), one.shared_with)

    _, _, anchors, lines, context = opened(plan)
    return ReturnedDraft(read_returned(as_edited(plan, tree)), tuple(map(before, anchors)), lines, context)


@pytest.mark.parametrize("plan", [PLAN, BARE])
def test_a_draft_of_an_earlier_version_that_nobody_edited_changes_nothing(plan):
    assert said(draft_differences(of_an_earlier_version(plan))) == []


def cell_of_target(id_: str, old: str, new: str):
    def edit(trees):
        base = opened(PLAN)[2]
        text = next(one.text for one in base if one.item == f"{id_}--row").split("\t")[1]
        row = next(row for row in trees[DOCUMENT].iter(f"{W}tr") if text in [text_of(cell) for cell in row])
        node = next(node for node in row.iter(f"{W}t") if old in (node.text or ""))
        node.text = node.text.replace(old, new)

    return edit


def test_an_edit_of_a_narrower_table_is_read_in_the_columns_of_now():
    (row,) = draft_differences(of_an_earlier_version(PLAN, cell_of_target("dao-tao-nghe", "3.000", "3.100")))

    assert (row.item, row.refused, row.is_conflict) == ("dao-tao-nghe--row", None, False)
    assert [edit.key for edit in row.edits]
    assert "3.100" in row.new
    assert len(row.new.split("\t")) == len(row.old.split("\t")) == 6


def test_what_was_typed_into_a_column_that_is_no_more_is_refused():
    def typed(trees):
        head = next(row for row in trees[DOCUMENT].iter(f"{W}tr") if STANDARD in [text_of(cell) for cell in row])
        cell = head.getnext().findall(f"{W}tc")[[text_of(one) for one in head.findall(f"{W}tc")].index(STANDARD)]
        etree.SubElement(etree.SubElement(cell.find(f"{W}p"), f"{W}r"), f"{W}t").text = "Chuẩn mới"

    (row,) = draft_differences(of_an_earlier_version(BARE, typed))
    assert row.refused
    assert row.new.endswith("\tChuẩn mới")


def test_fixed_words_that_were_edited_in_an_earlier_draft_are_still_told():
    draft = of_an_earlier_version(PLAN, instead("Số:", "Số: 12/KH-UBND"), without("Nơi nhận"))
    assert {one.old for one in draft_differences(draft)} >= {"Nơi nhận:"}
    assert all(one.refused for one in draft_differences(draft))


def dated() -> str:
    """The file of a plan that was given number and day after its draft was sent out."""
    text = state().files.contents[state().workspace.plans[PLAN].source.path].decode()
    assert text.count("\ndate: 2026-03\n") == 1
    return text.replace("\ndate: 2026-03\n", "\nnumber: 12/KH-UBND\ndate: 2026-03-17\n")


def test_a_draft_that_comes_back_after_its_plan_got_a_number_and_a_day_changes_nothing():
    draft = returned(PLAN, opened(PLAN)[0])
    after, _ = beside(draft, state(), dated())

    assert "Số: 12/KH-UBND" in [line.text for line in after.printed]
    assert draft_differences(after) == ()
    typed = copy.deepcopy(opened(PLAN)[1])
    number = next(line.text for line in after.printed if line.text.startswith("Số: 12"))
    instead("Số:", number)({DOCUMENT: typed})
    same, _ = beside(returned(PLAN, as_edited(PLAN, typed)), state(), dated())
    assert draft_differences(same) == ()
    other = copy.deepcopy(opened(PLAN)[1])
    instead("Số:", "Số: 13/KH-UBND")({DOCUMENT: other})
    wrong, _ = beside(returned(PLAN, as_edited(PLAN, other)), state(), dated())
    assert [one.new for one in draft_differences(wrong)] == ["Số: 13/KH-UBND"]


def test_a_draft_says_its_fixed_words():
    words = read_manifest(opened(PLAN)[0]).words
    assert words[:2] == tuple(line.text for line in opened(PLAN)[3] if not line.item)[:2]
    assert any(TIME in text.split("\t") for text in words)


def test_a_workbook_of_an_earlier_version_that_nobody_edited_changes_nothing(plans, words):
    plan = plans.plans[BARE]
    sheets = Views(plans, words).sheets[plan.id]
    wide = with_standards(sheets, words)
    book = openpyxl.load_workbook(io.BytesIO(exported(plans, words, BARE)))
    sheet = book["Chỉ tiêu"]
    at = [cell.value for cell in sheet[1]].index("Thời gian") + 1
    sheet.insert_cols(at)
    sheet.cell(1, at).value = STANDARD
    book.custom_doc_props["Content"].value = sheets_fingerprint(wide)
    book.properties.contentStatus = "Đã ban hành"
    next(row for row in book["Nguồn"].iter_rows() if row[1].value == "Trạng thái")[2].value = "Đã ban hành"
    mine = Hand(state(), BARE, book)
    answer, text = mine.pulled()

    assert (answer.proposals, refusals(answer), answer.notes, answer.conflicts) == ((), [], (), ())
    assert text == mine.state.text(plan)
    mine.cell(next(plan.targets()).id, "standard", "about_targets").value = "Chuẩn mới"
    assert len(mine.pulled()[0].refused) == 1


TWO_DAYS = [{"by": "2027-03-31"}, {"by": "2027-06-30"}]
PAID = {
    "id": "viec",
    "text": "Xây nhà.",
    "assignment": {"lead": "so-b", "duty": "rà soát hộ nghèo", "deadlines": TWO_DAYS},
    "budget": {"id": "tien", "unit": "trieu", "total": "3.000"},
}
EARLIER = {
    "as it is made now": lambda sheets, _: sheets,
    "without a column of what agencies do": lambda sheets, _: without_duties(sheets),
    "with money that is called a total": with_totals,
    "without a word on other days": lambda sheets, text: without_first_days(sheets, text.wording.phrases),
    "with a total that is numbered": with_numbered_totals,
    "without and with both": lambda sheets, text: without_appendices(without_duties(with_totals(sheets, text))),
}


@pytest.fixture(scope="module")
def paying(tmp_path_factory):
    total = {"id": "tong", "unit": "ty", "total": "3"}
    outline = [{"id": "viec-lam", "heading": "VIỆC", "tasks": [PAID]}, part("kinh-phi", budget=total)]
    return read_state(written(tmp_path_factory.mktemp("paying") / "office", {"outline": outline}, **OFFICE))


@pytest.mark.parametrize("form", EARLIER)
def test_a_workbook_of_an_earlier_version_changes_what_was_edited_and_no_more(paying, form):
    views = Views(paying.workspace, paying.phrases)
    sheets = EARLIER[form](views.sheets["thu"], views.texts["thu"])
    assert (sheets_fingerprint(sheets) == sheets_fingerprint(views.sheets["thu"])) == (form == "as it is made now")
    view = workbook_view(views.texts["thu"], views.views["thu"], sheets, Origin("", MADE.date()))
    mine = Hand(paying, "thu", openpyxl.load_workbook(io.BytesIO(workbook(view, MADE))))
    answer, text = mine.pulled()
    assert (answer.proposals, refusals(answer), answer.notes, answer.conflicts) == ((), [], (), ())
    assert text == paying.text(paying.workspace.plans["thu"])
    if "column" not in form and "both" not in form:
        tasks = mine.book[TASKS]
        at = [cell.value for cell in tasks[1]].index("Nội dung thực hiện") + 1
        assert tasks.cell(mine.row("viec"), at).value == "Rà soát hộ nghèo"
        tasks.cell(mine.row("viec"), at).value = "Rà soát hộ cận nghèo"
        answer, text = mine.pulled()
        assert [edit.item for edit in answer.proposals] == ["viec"]
        assert "duty: rà soát hộ cận nghèo" in text


def test_a_workbook_that_comes_back_after_its_plan_got_a_number_and_a_day_changes_nothing(tmp_path, words):
    root = clone(tmp_path)
    given_out = exported(state().workspace, words, PLAN, git(root, "rev-parse", "--short", "HEAD").strip())
    changed(root, ("\ndate: 2026-03\n", "\nnumber: 12/KH-UBND\ndate: 2026-03-17\n"))
    path = tmp_path / "given-out.xlsx"
    path.write_bytes(given_out)

    answer = pulled_file(root, path)
    assert (answer.proposals, refusals(answer), answer.conflicts) == ((), [], ())


def test_a_second_pull_finds_nothing_before_and_after_the_result_is_committed(tmp_path, words):
    root = clone(tmp_path / "clone")
    revision = git(root, "rev-parse", "--short", "HEAD").strip()
    named = "Tạo sự tham gia đồng bộ"
    trees = {DOCUMENT: copy.deepcopy(opened(PLAN)[1])}
    for edit in (end(named, ".", " ở cơ sở."), typed(named, NEW)):
        edit(trees)
    book = openpyxl.load_workbook(io.BytesIO(exported(state().workspace, words, PLAN, revision)))
    mine = Hand(state(), PLAN, book)
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    book[TASKS].insert_rows(mine.row(ABOVE) + 1)
    for at, value in enumerate(ROW, 1):
        book[TASKS].cell(mine.row(ABOVE) + 1, at).value = value
    book.save(tmp_path / "edited.xlsx")
    files = (saved(tmp_path, PLAN, as_edited(PLAN, trees[DOCUMENT])), tmp_path / "edited.xlsx")
    for path in files:
        first = pulled_file(root, path, apply=True)
        assert len(first.proposals) > 1, first
        text = (root / DATA).read_bytes()
        for is_committed in (False, True):
            if is_committed:
                commit(root, "taken over")
            again = pulled_file(root, path, apply=True)
            assert (again.proposals, again.conflicts, refusals(again)) == ((), (), refusals(first))
            assert (root / DATA).read_bytes() == text
