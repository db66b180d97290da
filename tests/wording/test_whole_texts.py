"""What typed texts name, and what of two texts is other: for a list of texts, whole."""

from decimal import Decimal

import pytest

from planbook.loading.workspace import load
from planbook.views.once import Views
from planbook.wording.blocks import first_words
from planbook.wording.linked_text import LinkedText, without_marks
from planbook.wording.speech import says_time
from planbook.wording.tokens import marked_words, other_matters, token_pattern
from planbook.wording.typed_names import TypedNames, is_document
from planbook.wording.wording import Wording, count
from tests.conftest import ROOT

TEXTS = (
    *("Giao Sở Nước chủ trì.", "giao sở nước chủ trì", "Sở Nướcx", "Sở Nước, Sở Vốn", "Sở Nước và Sở Vốn", "Sở Nước và Vốn"),
    *("Sở Nước và các xã", "Thanh tra Sở Nước", "của Sở Nước", "Sở Nước Bắc", "Sở Nước tỉnh", "Sở Thủy lợi", "Sở Ngân khố"),
    *("SN giao", "Trạm Nước", "Chi cục Nước sạch", "Ủy ban nhân dân tỉnh C", "Ủy ban nhân dân tỉnh", "UBND tỉnh", "Ủy ban nhân dân xã K"),
    *("Ủy ban nhân dân hai xã", "Các cơ quan khác", "Tỉnh ủy", "Chính phủ", "Bộ Tài chính và Sở Nước"),
    *("Quyết định số 7/QĐ-UBND ngày 01/02/2024", "Quyết định 7/QĐ-UBND ngày 1/2/2024", "7/QĐ-UBND ngày 02/02/2024", "7/QĐ-UBND"),
    *("7/QĐ-UBND. Ngày 01/02/2024", "7/QĐ-UBND rồi có rất nhiều chữ ngày 01/02/2024", "17/QĐ-UBND ngày 01/02/2024", "Nghị quyết 9-NQ/TU ngày 10/10/2025"),
    *("2/ngày", "1-2/tháng", "{document:qd-cu}, 7/QĐ-UBND ngày 01/02/2024", "theo {agency:so-nuoc} và Sở Nước"),
    *("xem mục I", "xem phần II", "Mục II.I.1", "mục II, phần thứ hai", "tại khoản 1 mục I phần II", "khoản 1 Điều 5", "khoản 1, mục II, phần III", "điểm a khoản 3"),
    *("khoản 1 Nghị quyết", "mục 5 hộ", "mục I của {document:qd-cu}", "{document:qd-cu} mục I", "điểm a", "Các mục 1, 2 phần II", "mục 1.250"),
)  # fmt: skip
PAIRS = (
    ("Làm đường.", "Làm đường."),
    ("Làm đường.", "Làm cầu."),
    ("Làm 5 km đường trong năm 2026", "Làm 7,5 km đường trong năm 2027"),
    ("Làm đường, làm cầu, làm cống", "Làm đường, xây cầu, xây cống"),
    ("Một hai ba bốn", "Năm sáu bảy tám"),
    ("từ 1,5 - 2%", "từ 1,5 - 2,5 %"),
    ("ngày 07/3/2026", "ngày 08/3/2026"),
    ("Kế hoạch 62-KH/TU", "Kế hoạch 63-KH/TU"),
    ("", "Mới hoàn toàn"),
    ("Cũ thôi", ""),
    ("a b c d e", "a x c y e"),
    ("a b c", "b c a"),
    ("số \u00a0\u00a0\u00a0/KH", "số 5/KH"),
    ("giảm -1,5 điểm", "giảm 1,5 điểm"),
    ("giai đoạn 2026-2030", "giai đoạn 2026-2031"),
)
MATTERS = (
    *PAIRS,
    ("Giao {agency:so-nuoc}", "Giao {agency:so-von}"),
    ("{agency:so-nuoc} và {agency:so-von}", "{agency:so-von} và {agency:so-nuoc}"),
    ("{figure:a} hộ", "{figure:b} hộ"),
    ("{deadline:a}", "{deadline:b}"),
    ("{document:a}", "{document:b}"),
    ("{item:a}", "{item:b}"),
    ("quý I", "quý II"),
    ("quý I", "Quý I"),
    ("trước ngày 5", "trước ngày 6"),
    ("theo 12/QĐ-UBND", "theo 13/QĐ-UBND"),
    ("5 hộ và 5 hộ", "5 hộ"),
    ("12/3 và 12/3/2026", "12/3"),
)
TIMES = ("quý {}", "ngày {}")


@pytest.fixture(scope="module")
def odd():
    return load(ROOT / "tests/workspaces/odd/data")[0]


@pytest.mark.parametrize("plan", ["nuoc-sach-2026", "nuoc-sach-2027"])
def test_what_typed_texts_name(odd, words, golden, plan):
    views = Views(odd, words)
    text = LinkedText(odd, odd.plans[plan], Wording(words), views.numbered[plan], short_citations=True)
    lines = []
    for typed in TEXTS:
        marked = text.fill(typed)
        plain = without_marks(marked)
        named = (f"{plain[begin:end]} = {kind} {id_}" for begin, end, (kind, id_) in text.stretches(marked))
        lines.append(f"{plain}: {'; '.join(named)}".rstrip() + "\n")
        text._names.clear()
    tellers = TypedNames(odd, odd.plans[plan], {})
    lines += [f"{typed} told by {sorted(tellers.bearer_ids(typed, ('so-von', 'tram-l')))}\n" for typed in TEXTS[:27]]
    golden(f"wording/typed-{plan}.txt", "".join(lines))


@pytest.mark.parametrize(("text", "is_it"), [("7/QĐ-UBND", True), ("9-NQ/TU", True), ("2/ngày", False), ("12", False), ("x", False)])  # fmt: skip
def test_a_symbol_begins_with_a_capital(text, is_it):
    assert is_document(text) is is_it


def test_two_texts_as_one_and_what_they_speak_of(golden):
    marks = {"": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    told = ["".join(marks[mark].format(text) for mark, text in marked_words(*pair)) + "\n" for pair in PAIRS]
    for times in ((), TIMES):
        told += [
            f"{old} > {new}: {', '.join(sorted(other_matters(old, new, times)))}".rstrip() + "\n"
            for old, new in MATTERS
        ]
    tokens = token_pattern(("hộ", "hộ nghèo", "km"), TIMES)
    text = "Quý II giúp 1.200 hộ nghèo, 5 hộ ở ngày 12/3, -1,5 %; 62-KH/TU: 3 kmx, quý \u00a0\u00a0"
    golden("wording/texts.txt", "".join(told) + "|".join(tokens.findall(text)) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "mot hai ba bon nam sau bay",
        "a b c d e f g h i j",
        "mothaibabonnamsau bay",
        "một  hai\nba",
        "mot hai ba bonnamsaubay",
    ],
)
def test_the_first_words_are_as_many_as_there_is_room_for(text):
    whole = " ".join(text.split())
    for letters in range(1, 40):
        shown = first_words(text, letters)
        ways = [whole, *(f"{whole[:at]}…" for at in range(len(whole), 0, -1) if whole[at : at + 1] == " "), "…"]
        assert shown == next(way for way in ways if len(way) <= letters), letters


@pytest.mark.parametrize(
    ("text", "when", "is_said"),
    [
        ("Xong trước 30/6", "trước ngày 30/6/2027", True),
        ("Xong trước 30/06", "trước ngày 30/6/2027", True),
        ("Xong trước 30/5", "trước ngày 30/6/2027", False),
        ("Làm trong quý II", "trong quý II năm 2027", True),
        ("Làm trong quý III", "trong quý II năm 2027", False),
        ("Làm II/2027", "trong quý II năm 2027", True),
        ("Làm II/2028", "trong quý II năm 2027", False),
        ("Làm năm 2027", "năm 2027", True),
        ("Làm 2027", "năm 2027", True),
        ("Làm năm 2028", "năm 2027", False),
        ("Làm thường xuyên", "thường xuyên", True),
        ("Làm mãi", "thường xuyên", False),
        ("Làm hằng quý và hằng năm", "hằng quý", True),
        ("Từ tháng 3 đến tháng 9", "từ tháng 3 đến tháng 9 năm 2027", False),
        ("Từ 3-9", "từ tháng 3 đến tháng 9 năm 2027", True),
    ],
)
def test_a_text_says_a_time_in_its_own_words_or_nearly(text, when, is_said):
    assert says_time(text, when, "2027") is is_said


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("0", "hộ", "0 hộ"),
        ("1", "hộ", "01 hộ"),
        ("9", "hộ", "09 hộ"),
        ("10", "hộ", "10 hộ"),
        ("0.5", "hộ", "0,5 hộ"),
        ("-1", "hộ", "-1 hộ"),
        ("1200", "hộ", "1.200 hộ"),
        ("1", "%", "1%"),
        ("1.50", "%/năm", "1,50%/năm"),
    ],
)
def test_counts_below_ten_have_a_zero_before_them(value, unit, written):
    assert count(Decimal(value), unit) == written
