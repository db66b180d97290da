"""The Word draft as a drafter opens it: styles, heading block, tables, pages; and LibreOffice reads all of it."""

import re
import subprocess
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import PLANS, ROOT, word_drafts
from tests.reading_back import NUMBER, docx_paragraphs, docx_text, folded, pdf_text
from tests.reading_word import W, numbered, own_text, part


def outline(path) -> str:
    """Style and text of every paragraph, tables as rows: what a reviewer can read in a diff."""
    lines, listed = [], iter(numbered(path))
    for child in part(path, "word/document.xml").find(f"{W}body"):
        if child.tag == f"{W}p":
            lines.append(paragraph_line(*next(listed)))
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                cells = [
                    " / ".join(paragraph_line(*next(listed)) for _ in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")
                ]
                header = "# " if row.find(f"{W}trPr/{W}tblHeader") is not None else ""
                lines.append(f"    {header}| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def paragraph_line(paragraph, text) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
    size = paragraph.find(f"{W}pPr/{W}sectPr/{W}pgSz")
    ends = "" if size is None else f" ({size.get(f'{W}orient', 'upright')} section ends)"
    return f"[{style}] {text}".rstrip() + ends


@pytest.mark.parametrize("plan", PLANS)
def test_the_draft_reads_as_its_golden_outline(project, plan, golden):
    golden(f"{plan}.docx.txt", outline(project / f"site/ke-hoach/{plan}/{plan}.docx"))


@pytest.mark.parametrize("plan", PLANS)
def test_every_style_that_is_used_is_defined_and_names_times_new_roman(project, plan):
    path = project / f"site/ke-hoach/{plan}/{plan}.docx"
    styles = part(path, "word/styles.xml")
    defined = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = {node.get(f"{W}val") for node in part(path, "word/document.xml").iter(f"{W}pStyle")}

    assert used <= defined
    assert {"Heading1", "Heading2"} <= used
    assert styles.find(f".//{W}rFonts").get(f"{W}ascii") == "Times New Roman"
    assert styles.find(f".//{W}lang").get(f"{W}val") == "vi-VN"


@pytest.mark.parametrize("plan", PLANS)
def test_pages_are_a4_with_the_margins_of_the_decree(project, plan):
    sections = list(part(project / f"site/ke-hoach/{plan}/{plan}.docx", "word/document.xml").iter(f"{W}sectPr"))
    sizes = [(size.get(f"{W}w"), size.get(f"{W}h")) for size in (one.find(f"{W}pgSz") for one in sections)]
    margins = {
        tuple(round(int(one.find(f"{W}pgMar").get(f"{W}{side}")) / 56.7) for side in ("top", "bottom", "left", "right"))
        for one in sections
    }

    assert sizes[0] == ("11906", "16838")
    assert sizes.count(("16838", "11906")) == 1, "the matrix alone lies across"
    assert set(sizes) == {("11906", "16838"), ("16838", "11906")}
    assert margins == {(20, 20, 30, 15)}
    assert all(one.find(f"{W}titlePg") is not None for one in sections), "page 1 carries no number"


@pytest.mark.parametrize("plan", PLANS)
def test_tables_repeat_their_header_and_split_the_long_rows_alone(project, plan):
    tables = part(project / f"site/ke-hoach/{plan}/{plan}.docx", "word/document.xml").findall(f".//{W}tbl")
    data = [one for one in tables if one.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "TableGrid"]

    assert len(data) >= 2
    for table in data:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        for row in rows:
            may_split = row.find(f"{W}trPr/{W}cantSplit").get(f"{W}val") == "off"
            lines = max(_lines(cell) for cell in row.findall(f"{W}tc"))
            assert may_split if lines > 10 else not may_split or lines > 8, own_text(row)


def _lines(cell) -> float:
    """About how many lines a cell has, of letters 2.1 mm wide."""
    return len(own_text(cell)) * 2.1 / (int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) / 56.7 - 4)


@pytest.mark.parametrize("plan", PLANS)
def test_every_bookmark_has_a_name_of_its_own_and_an_end(project, plan):
    document = part(project / f"site/ke-hoach/{plan}/{plan}.docx", "word/document.xml")
    starts = [(node.get(f"{W}id"), node.get(f"{W}name")) for node in document.iter(f"{W}bookmarkStart")]
    ends = [node.get(f"{W}id") for node in document.iter(f"{W}bookmarkEnd")]

    assert len(starts) > 100
    assert len({name for _, name in starts}) == len(starts)
    assert sorted(ends) == sorted(number for number, _ in starts)
    assert all(len(name) <= 40 for _, name in starts)


def test_the_heading_block_is_that_of_the_decree(project):
    first = docx_paragraphs(project / "site/ke-hoach/bac-ha-2022/bac-ha-2022.docx")

    assert [folded(text) for text in first if text][:8] == [
        "ỦY BAN NHÂN DÂN",
        "HUYỆN BẮC HÀ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /KH-UBND",
        "Bắc Hà, ngày tháng 7 năm 2022",
        "KẾ HOẠCH",
        (
            "Thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền vững năm 2022 thuộc Chương trình mục tiêu quốc gia "
            "giảm nghèo bền vững giai đoạn 2021-2025 trên địa bàn huyện Bắc Hà"
        ),
    ]


@pytest.mark.parametrize(("plan", "lines"), [("lao-cai-2026", 4), ("bac-ha-2022", 3)])
def test_the_signature_block_names_authority_and_person(project, plan, lines):
    paragraphs = docx_paragraphs(project / f"site/ke-hoach/{plan}/{plan}.docx")
    at = paragraphs.index("TM. ỦY BAN NHÂN DÂN")

    assert (
        paragraphs[at : at + lines]
        == {
            "lao-cai-2026": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Vũ Thị Hiền Hạnh"],
            "bac-ha-2022": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Đinh Văn Đăng"],
        }[plan]
    )
    assert any(text.endswith("./.") for text in paragraphs)


def test_libreoffice_shows_every_number_of_the_drafts(project, printed_drafts):
    for draft, pdf in zip(word_drafts(project), printed_drafts, strict=True):
        shown = pdf_text(pdf)
        # A line break may follow a hyphen or a slash inside a number.
        joined = re.sub(r"(?<=[/-])\s+", "", shown)

        assert set(NUMBER.findall(docx_text(draft))) <= set(NUMBER.findall(shown)) | set(NUMBER.findall(joined))


def lines_of(pdf) -> list[tuple[str, float]]:
    """The lines of the first page with their lengths in mm."""
    command = ["pdftotext", "-bbox-layout", "-l", "1", pdf, "-"]
    page = ET.fromstring(subprocess.run(command, capture_output=True, check=True).stdout)
    return [
        (" ".join(word.text or "" for word in line), (float(line.get("xMax")) - float(line.get("xMin"))) * 25.4 / 72)
        for line in page.iter("{http://www.w3.org/1999/xhtml}line")
    ]


def rule_lengths(path) -> list[float]:
    """The lengths in mm of the lines below issuer, motto and title."""
    document, found = part(path, "word/document.xml"), []
    widths = {
        paragraph: int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) - 170  # less the margins of a cell
        for cell in document.iter(f"{W}tc")
        for paragraph in cell.iter(f"{W}p")
    }
    for paragraph in document.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "PlanRule":
            indent = paragraph.find(f"{W}pPr/{W}ind")
            taken = int(indent.get(f"{W}left")) + int(indent.get(f"{W}right"))
            found.append((widths.get(paragraph, 9354) - taken) * 25.4 / 1440)
    return found


def test_the_rules_have_the_lengths_of_the_decree(project, printed_drafts):
    for draft, pdf in zip(word_drafts(project), printed_drafts, strict=True):
        lines = dict(lines_of(pdf))
        issuer, motto, title = rule_lengths(draft)
        place = next(text for text in lines if re.match("(TỈNH|HUYỆN) ", text))
        longest = max(length for text, length in list(lines.items())[:12] if length < 166)

        assert motto == pytest.approx(lines["Độc lập - Tự do - Hạnh phúc"], rel=0.02)
        assert 1 / 3 <= issuer / lines[place] <= 1 / 2
        assert 1 / 3 <= title / longest <= 1 / 2


@pytest.mark.parametrize("plan", PLANS)
def test_headings_and_the_signature_are_never_alone_on_a_page(project, plan):
    path = project / f"site/ke-hoach/{plan}/{plan}.docx"
    styles = {style.get(f"{W}styleId"): style for style in part(path, "word/styles.xml").iter(f"{W}style")}
    kept = {name for name, style in styles.items() if style.find(f"{W}pPr/{W}keepNext") is not None}
    body = list(part(path, "word/document.xml").find(f"{W}body"))
    signature = max(at for at, node in enumerate(body) if node.tag == f"{W}tbl" and "Nơi nhận:" in own_text(node))

    assert {"Heading1", "Heading2", "Heading3", "PlanClosing", "PlanAppendixOrigin"} <= kept
    assert body[signature - 1].find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "PlanClosing"
    assert len(body[signature].findall(f"{W}tr")) == 1
    assert body[signature].find(f"{W}tr/{W}trPr/{W}cantSplit") is not None
    # LibreOffice keeps no heading of page 1 where a document begins with a table.
    assert body[0].tag == f"{W}p"


def test_the_style_sheet_speaks_only_of_paragraphs_that_exist():
    folders = (ROOT / "templates/plan", ROOT / "templates/papers")
    template = "".join(path.read_text("utf-8") for folder in folders for path in folder.glob("*.html"))
    selectors = re.findall(r"for: p\.([a-z-]+)", (ROOT / "templates/word/styles.yaml").read_text(encoding="utf-8"))

    assert selectors
    assert not [name for name in selectors if name not in template and name not in ("item", "assignment")]
