"""A draft that was taken over comes back once more: nothing comes in twice, and what is new in it comes in."""

import copy
import unicodedata
from collections.abc import Callable

import pytest
from lxml import etree

from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import read_package
from planbook.returns.word.changed_items import draft_differences, edits_in_data
from planbook.returns.word.pull_word import read_draft
from tests.conftest import FIVE
from tests.drafts import DOCUMENT, as_edited, beside, bring_in, opened, returned, said, saved, state, state_of
from tests.libreoffice import converted
from tests.word_edits import W, end, found, instead, text_of, without

PLAN = "quynh-nhai-2030"
SUPPORT = "Phát huy đoàn kết"
STAFF = "Đào tạo, bồi dưỡng cán bộ"
NEW = "Mở thêm lớp học nghề ở các bản xa."
Edit = Callable[[dict], None]


def typed(after: str, *texts: str) -> Edit:
    """Paragraphs typed behind one, as Enter makes them: its form, and no mark."""

    def edit(trees):
        place = found(trees, after)
        for text in reversed(texts):
            new = etree.Element(f"{W}p")
            new.append(copy.deepcopy(place.find(f"{W}pPr")))
            etree.SubElement(etree.SubElement(new, f"{W}r"), f"{W}t").text = text
            place.addnext(new)

    return edit


def split(begin: str, second: str) -> Edit:
    """A paragraph cut in two where its second half begins."""

    def edit(trees):
        text = text_of(found(trees, begin))
        at = text.index(second)
        typed(begin, text[at:])(trees)
        instead(begin, text[:at].strip())(trees)

    return edit


def put_behind(begin: str, other: str) -> Edit:
    return lambda trees: found(trees, other).addnext(found(trees, begin))


def recipient(text: str) -> Edit:
    return typed("- Các phòng, ban", text)


def file_of(*edits: Edit, plan: str = PLAN):
    tree = copy.deepcopy(opened(plan)[1])
    for edit in edits:
        edit({DOCUMENT: tree})
    return as_edited(plan, tree)


class Office:
    """The data of an office that takes drafts over, one after the other."""

    def __init__(self, plan: str = PLAN) -> None:
        self.plan = plan
        self.state = state_of(plan)
        self.path = self.state.workspace.plans[plan].source.path

    @property
    def text(self) -> str:
        return self.state.files.contents[self.path].decode()

    def beside(self, *edits: Edit, file=None):
        file = file or file_of(*edits, plan=self.plan)
        return beside(returned(self.plan, file), self.state, self.text)[0]

    def takes(self, *edits: Edit, file=None, accepted=()):
        draft = self.beside(*edits, file=file)
        applied = bring_in(draft, self.state, accepted)
        _, self.state = beside(draft, self.state, applied.text)
        return applied

    def writes(self, old: str, new: str) -> None:
        assert self.text.count(old) == 1
        _, self.state = beside(self.beside(), self.state, self.text.replace(old, new))

    def prints(self) -> list[str]:
        lines = self.state.printed(self.state.workspace.plans[PLAN])
        return [line.text for line in lines if not line.is_row]


EDITS = {
    "new words": [end(SUPPORT, ".", " trong huyện.")],
    "new words without a full stop": [end(SUPPORT, ".", " trong huyện")],
    "a new paragraph": [typed(SUPPORT, NEW)],
    "the same new paragraph twice": [typed(SUPPORT, NEW, NEW)],
    "two new paragraphs and words beside them": [typed(SUPPORT, NEW, "Việc hai."), end(SUPPORT, ".", " ở bản.")],
    "a new task": [typed(STAFF, "Thăm hộ nghèo dịp Tết.")],
    "a new task with a typed number": [typed(STAFF, "(10) Thăm hộ nghèo dịp Tết.")],
    "two halves": [split("Kiện toàn cán bộ", "Cán bộ")],
    "a paragraph gone": [without("Phối hợp chặt hơn")],
    "a paragraph gone for a new one": [without("Phối hợp chặt hơn"), typed("Theo mục tiêu, nhiệm vụ", NEW)],
    "a move": [put_behind("Phối hợp chặt hơn", "Sơ kết")],
    "two moves": [put_behind("Phối hợp chặt hơn", "Sơ kết"), put_behind("Chủ động tuyên", "Làm rõ nhiệm vụ")],
    "a recipient more": [recipient("- Báo và Phát thanh, truyền hình Sơn La;")],
    "a recipient less": [without("- Chủ tịch, các PCT")],
    "two recipients less, two more, one with other words": [
        without("- Thường trực Huyện ủy"),
        without("- Ủy ban nhân dân các xã"),
        recipient("- Báo Sơn La;"),
        recipient("- Kho bạc Nhà nước huyện;"),
        instead("- MTTQ và các đoàn thể", "- MTTQ, các đoàn thể và hội của huyện;"),
    ],
    "refused": [instead("Số:", "Số: 12/KH-UBND"), typed("KẾ HOẠCH", "Một dòng lạ")],
}


@pytest.mark.parametrize("what", EDITS)
def test_what_was_taken_over_is_not_found_again(what):
    office = Office()
    first = office.takes(*EDITS[what])
    text = office.text
    again = office.takes(*EDITS[what])

    assert (again.done, office.text) == ((), text)
    assert said(again.left) == said(first.left)
    assert (text != state().files.contents[office.path].decode()) == (what != "refused")
    assert bool(edits_in_data(office.beside(*EDITS[what]))) == (what != "refused")


def test_a_later_version_of_a_file_brings_only_what_is_new_in_it():
    office = Office()
    office.takes(typed(SUPPORT, NEW), end(STAFF, ".", " thôn bản."), without("- Chủ tịch, các PCT"))
    later = office.takes(
        typed(SUPPORT, NEW, "Việc của lần hai."),
        end(STAFF, ".", " thôn bản, có theo dõi."),
        without("- Chủ tịch, các PCT"),
        end("Phối hợp chặt hơn", ".", " mỗi quý."),
    )

    assert [(kind, new[-20:]) for kind, _, new in said(later.done)] == [
        ("inserted", "Việc của lần hai."),
        ("changed", "thôn bản, có theo dõi."[-20:]),
        ("changed", "ơ sở thực hiện mỗi quý."[-20:]),
    ]
    assert later.left == ()
    lines = office.prints()
    at = lines.index(NEW)
    assert lines[at + 1] == "Việc của lần hai."
    assert lines.count(NEW) == 1


def test_what_somebody_wrote_after_the_file_was_taken_over_is_neither_undone_nor_doubled():
    office = Office()
    edits = (typed(SUPPORT, NEW), end("Phối hợp chặt hơn", ".", " mỗi quý."))
    office.takes(*edits)
    office.writes("Mở thêm lớp học nghề ở các bản xa.", "Mở thêm lớp học nghề ở các bản xa, bản vùng cao.")
    office.writes("thực hiện mỗi quý.", "thực hiện mỗi quý, có biên bản.")
    text = office.text
    again = office.takes(*edits)

    assert (again.done, office.text) == ((), text)
    # Whether the paragraph is the item or another one nobody knows: both are asked.
    assert [(one.kind, one.item) for one in again.left] == [
        ("changed", "mo-them-lop-hoc-nghe-o-cac"),
        ("inserted", "mo-them-lop-hoc-nghe-o-cac-2"),
    ]


def test_what_the_file_and_the_data_both_changed_since_is_asked():
    office = Office()
    office.takes(end("Phối hợp chặt hơn", ".", " mỗi quý."))
    office.writes("thực hiện mỗi quý.", "thực hiện mỗi tháng.")
    again = office.takes(end("Phối hợp chặt hơn", ".", " mỗi quý."))

    assert [(one.kind, one.is_conflict) for one in again.left] == [("changed", True)]


def test_a_new_paragraph_with_other_words_in_a_later_version_can_be_taken_as_the_same_or_as_another():
    for accepted, count in (("mo-them-lop-hoc-nghe-o-cac", 1), ("mo-them-lop-hoc-nghe-o-cac-2", 2)):
        office = Office()
        office.takes(typed(SUPPORT, NEW))
        later = NEW.replace("bản xa", "bản xa, bản giáp ranh")
        assert office.takes(typed(SUPPORT, later)).done == ()
        office.takes(typed(SUPPORT, later), accepted=[accepted])
        text = office.text
        assert office.takes(typed(SUPPORT, later)).left == ()
        assert office.text == text
        assert sum(line.startswith("Mở thêm lớp học nghề") for line in office.prints()) == count


def test_what_was_left_at_first_comes_in_later():
    office = Office()
    copied = text_of(found({DOCUMENT: opened(PLAN)[1]}, "Phối hợp chặt hơn"))
    edits = (typed(SUPPORT, NEW), typed("Sơ kết", copied))
    (left,) = office.takes(*edits).left
    assert said(office.takes(*edits).left) == said([left])
    later = office.takes(*edits, accepted=[left.item])

    assert [one.item for one in later.done] == [left.item]
    assert office.takes(*edits).left == ()
    assert office.prints().count(copied) == 2


def test_two_people_who_write_the_same_write_it_once_and_different_words_are_both_there():
    office = Office()
    office.takes(typed(SUPPORT, NEW))
    second = office.takes(typed(SUPPORT, NEW, "Khảo sát nhu cầu vay vốn."))
    third = office.takes(typed(SUPPORT, "Tặng quà hộ nghèo dịp Tết."))

    assert [new for _, _, new in said(second.done)] == ["Khảo sát nhu cầu vay vốn."]
    assert [new for _, _, new in said(third.done)] == ["Tặng quà hộ nghèo dịp Tết."]
    assert office.prints().count(NEW) == 1
    assert office.takes(typed(SUPPORT, NEW)).left == ()


def test_the_same_words_in_another_list_need_a_yes():
    office = Office()
    office.takes(typed(SUPPORT, NEW))
    second = office.takes(typed("Phối hợp chặt hơn", NEW))

    assert second.done == ()
    assert [(one.kind, one.with_) for one in second.left] == [("duplicated", "mo-them-lop-hoc-nghe-o-cac")]


def test_what_came_in_and_stands_elsewhere_by_now_is_asked():
    office = Office()
    office.takes(typed(SUPPORT, NEW))
    later = office.takes(typed("Ủy ban Mặt trận Tổ quốc Việt Nam huyện và các tổ chức chính trị", NEW))

    assert [(one.kind, one.item) for one in later.left] == [("moved", "mo-them-lop-hoc-nghe-o-cac")]
    assert later.done == ()


def test_a_move_is_not_made_again_beside_one_that_the_data_made_since():
    office = Office()
    office.takes(put_behind("Phối hợp chặt hơn", "Sơ kết"))
    office.takes(put_behind("Phối hợp chặt hơn", "Sơ kết"), put_behind("Chủ động tuyên", "Làm rõ nhiệm vụ"))
    text = office.text

    assert office.takes(put_behind("Phối hợp chặt hơn", "Sơ kết")).left == ()
    assert office.text == text


def test_a_cell_and_the_text_of_one_row_are_both_taken_and_not_found_again():
    office = Office("lao-cai-2026")

    def later(trees):
        for text in trees[DOCUMENT].iter(f"{W}t"):
            text.text = (text.text or "").replace("Trong quý II năm 2026", "trong quý III năm 2026")

    named = "Tạo sự tham gia đồng bộ"
    edits = (later, end(named, ".", " ở cơ sở."), typed(named, NEW))
    first = office.takes(*edits)
    text = office.text
    again = office.takes(*edits)

    assert {one.kind for one in first.done} == {"changed", "inserted"}
    assert (again.done, office.text) == ((), text)
    assert said(again.left) == said(first.left) == []


def test_a_file_that_libreoffice_saved_after_it_was_taken_over_brings_nothing(tmp_path):
    edits = (typed(SUPPORT, NEW), split("Kiện toàn cán bộ", "Cán bộ"), end("Chủ động tuyên", ".", " thôn bản."),
             without("- Chủ tịch, các PCT"), put_behind("Phối hợp chặt hơn", "Sơ kết"))  # fmt: skip
    office = Office()
    office.takes(*edits)
    text = office.text
    path = saved(tmp_path, PLAN, file_of(*edits))
    (odt,) = converted([path], "odt", tmp_path / "odt")
    for file in converted([path, odt.rename(odt.with_stem("back"))], "docx", tmp_path / "word"):
        package = read_package(file.read_bytes())
        if read_manifest(package):
            again = office.takes(file=package)
            assert (again.done, again.left) == ((), ())
        else:
            draft = read_draft(FIVE, package, office.state)
            assert said(draft_differences(draft)) == []
            assert draft.origin == "none"
        assert office.text == text


def behind_number(begin: str, number: str) -> Edit:
    """A number typed inside the mark of a paragraph, before its first word."""

    def edit(trees):
        first = next(node for node in found(trees, begin).iter(f"{W}t") if node.text)
        first.text = number + first.text

    return edit


@pytest.mark.parametrize("number", ["a) ", "1.2. ", "1/ ", "5.", "3.- ", "IV. ", "\u2022 "])
def test_a_number_that_is_typed_before_an_item_is_not_taken_for_its_words_unasked(number):
    old = Office().beside(behind_number(SUPPORT, number))
    new = Office().beside(typed(STAFF, f"{number}Thăm hộ nghèo dịp Tết."))

    assert [(one.item, one.is_certain) for one in draft_differences(old)] == [("doan-ket-tuong-tro", False)]
    assert [(one.kind, one.is_certain) for one in draft_differences(new)] == [("inserted", False)]


@pytest.mark.parametrize("number", ["(9) ", "(10) ", "(123) "])
def test_a_number_like_those_of_its_neighbours_is_taken_off_whatever_it_counts(number):
    (new,) = draft_differences(Office().beside(typed(STAFF, f"{number}Thăm hộ nghèo dịp Tết.")))
    assert (new.new, new.is_certain) == ("Thăm hộ nghèo dịp Tết.", True)


@pytest.mark.parametrize("text", ["5.000 hộ nghèo được vay vốn của huyện.", "30/4 là ngày tặng quà cho hộ nghèo."])
def test_a_number_that_is_a_word_of_the_text_is_taken(text):
    (new,) = draft_differences(Office().beside(typed(STAFF, text)))
    assert (new.new, new.is_certain) == (text, True)


def test_lines_about_a_task_are_read_however_their_letters_are_stored():
    lines = ("Cơ quan chủ trì: Ủy ban nhân dân các xã.", "Thời gian hoàn thành: Trước ngày 30/9/2026.")
    for stored in (unicodedata.normalize("NFD", "\n".join(lines)), "\n".join(lines).replace(" ", "\u00a0\u200b")):
        (new,) = draft_differences(Office().beside(typed(STAFF, "Thăm hộ nghèo dịp Tết.", *stored.split("\n"))))
        assert (new.kind, new.new, new.lines, new.is_certain) == ("inserted", "Thăm hộ nghèo dịp Tết.", lines, True)
