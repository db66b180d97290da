"""Facts and lines side by side: what agrees, what differs, and what stands for what."""

import pytest

from planbook.outputs.proofs.lines import ExpectedLine
from planbook.verify.facts import AgencyNames, Fact, differing, facts
from planbook.verify.lines import FileLine, stands_in
from planbook.verify.pdf import placed


@pytest.mark.parametrize(
    ("part", "text", "stands"),
    [
        ("3.000", "vốn 3.000 triệu", True),
        ("3.000", "vốn 13.000 triệu", False),
        ("3.000", "vốn 3.000,5 triệu", False),
        ("9%", "giảm 1,9%", False),
        ("II.4", "mục III.4", False),
        ("Sở Y tế", "gửi Sở Y tế, Sở Tài chính", True),
    ],
)
def test_a_text_stands_in_another_only_as_words_of_its_own(part, text, stands):
    assert stands_in(part, text) is stands


def test_facts_are_figures_days_numbers_and_the_longest_names():
    names = AgencyNames(["Sở Nông nghiệp", "Sở Nông nghiệp và Môi trường"])
    text = "Sở Nông nghiệp và Môi trường: 3.695,5 triệu trước ngày 07/3/2026 theo 62-KH/TU, 27/2022/NĐ-CP, 1,5%"

    assert [(fact.kind, fact.text) for fact in facts(text, names)] == [
        ("agency", "Sở Nông nghiệp và Môi trường"),
        ("figure", "3.695,5"),
        ("date", "07/3/2026"),
        ("document", "62-KH/TU"),
        ("document", "27/2022/NĐ-CP"),
        ("figure", "1,5%"),
    ]
    assert differing(facts("ngày 07/3/2026", names), facts("ngày 7/3/2026", names)) == []


def test_facts_that_differ_are_set_side_by_side():
    wanted, found = ([Fact("figure", one) for one in text.split()] for text in ("1 2 3", "1 4 3 5"))

    pairs = [(one and one.text, other and other.text) for one, other in differing(wanted, found)]

    assert pairs == [("2", "4"), (None, "5")]


def test_cells_are_found_in_the_text_of_a_pdf_and_what_stands_for_a_changed_one():
    lines = [ExpectedLine("a", ("1", "Xây nhà", "20 m²")), ExpectedLine("b", ("2", "Dạy nghề", "3.000 người"))]
    text = "1 Xây\nnhà 20 m²\n2 Dạy nghề 13.000\nngười\nTrang 1/2\n"

    pairs, rest = placed(lines, text)

    assert pairs[0].printed == FileLine(1, lines[0].text)
    assert pairs[1].printed == FileLine(2, "2 Dạy nghề 13.000 người Trang 1/2")
    assert rest == ""
