"""Old plans in Word files of anybody, in files of other word processors and in PDF: read as the same plan, or refused in words."""

import shutil

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from planbook.importing.fields.setting import read_import_state
from planbook.importing.files.any_file import read_original
from planbook.importing.files.office_conversion import NoOffice
from planbook.importing.original import Passage
from planbook.importing.outline.outlining import outline_of
from planbook.importing.outline.words import outline_words
from planbook.importing.plan_drafts import ImportOptions, draft_of_file
from planbook.repository.foreign_files import Unopened
from tests.conftest import ROOT
from tests.importing.imported import OWN
from tests.importing.passages import passages_of

WORDS = outline_words(ROOT)
TREE = [
    ("I", "MỤC TIÊU", ("1", "Mục tiêu chung"), ("2", "Mục tiêu cụ thể")),
    ("II", "TỔ CHỨC THỰC HIỆN", ("1", "Phòng Kinh tế"), ("2", "Các thôn")),
]
LINES = [
    ("I. MỤC TIÊU", True),
    ("1. Mục tiêu chung", True),
    ("Giảm nghèo bền vững, nâng cao đời sống của Nhân dân trong xã, nhất là ở các thôn xa trung tâm.", False),
    ("2. Mục tiêu cụ thể", True),
    ("a) Giảm 30 hộ nghèo;", False),
    ("b) 100% số hộ có nước sạch.", False),
    ("II. TỔ CHỨC THỰC HIỆN", True),
    ("1. Phòng Kinh tế", True),
    ("- Chủ trì, theo dõi việc thực hiện Kế hoạch này ở các thôn, báo cáo Ủy ban nhân dân xã hằng quý.", False),
    ("2. Các thôn", True),
    ("- Rà soát hộ nghèo.", False),
]


def tree(sections):
    return [(section.number, section.title, *tree(section.sections)) for section in sections]


def read(path):
    original = read_original(path, WORDS)
    plan = outline_of(original, WORDS)
    assert passages_of(plan) == {passage.number for passage in original.passages()}
    return original, plan


def add(holder, text, *, bold=False, align=ALIGN.JUSTIFY):
    paragraph = holder.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(14)
    return paragraph


def head_as_table(document):
    table = document.add_table(2, 2)
    texts = (
        (("UBND HUYỆN MẪU", False), ("UBND XÃ THỬ", True)),
        (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("Độc lập - Tự do - Hạnh phúc", True)),
        (("Số: 12/KH-UBND", False),),
        (("Thử, ngày 05 tháng 3 năm 2025", False),),
    )
    for at, lines in enumerate(texts):
        cell = table.cell(at // 2, at % 2)
        for text, bold in lines:
            add(cell, text, bold=bold, align=ALIGN.CENTER)


def head_as_lines(document):
    add(document, "UBND HUYỆN MẪU\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True)
    add(document, "UBND XÃ THỬ          Độc lập - Tự do - Hạnh phúc", bold=True)
    add(document, "Số: 12/KH-UBND            Thử, ngày 05 tháng 3 năm 2025")


def end_as_table(document):
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Nơi nhận:\n- UBND huyện;\n- Lưu: VT."
    table.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Mẫu"


def end_as_lines(document):
    for line in ("Nơi nhận:\t\tTM. ỦY BAN NHÂN DÂN", "- UBND huyện;\t\tCHỦ TỊCH", "- Lưu: VT.\t\tTrần Văn Mẫu"):
        add(document, line)


def old_plan(head=head_as_table, end=end_as_table, lines=LINES):
    document = Document()
    document.sections[0].header.paragraphs[0].text = "2"
    head(document)
    add(document, "KẾ HOẠCH", bold=True, align=ALIGN.CENTER)
    add(document, "Giảm nghèo\nnăm 2025", bold=True, align=ALIGN.CENTER)
    add(document, "Căn cứ Kế hoạch số 1/KH-UBND ngày 02/01/2025 của UBND huyện Mẫu;")
    for text, bold in lines:
        add(document, text, bold=bold)
    add(document, "Trên đây là Kế hoạch giảm nghèo năm 2025 của xã./.")
    end(document)
    return document


def saved(document, path):
    document.save(path)
    return path


@pytest.mark.parametrize("head", [head_as_table, head_as_lines])
@pytest.mark.parametrize("end", [end_as_table, end_as_lines])
def test_a_word_file_without_any_style_is_read_whole(tmp_path, head, end):
    original, plan = read(saved(old_plan(head, end), tmp_path / "plan.docx"))
    block = plan.heading

    assert (block.superior.text, block.issuer.text) == ("UBND HUYỆN MẪU", "UBND XÃ THỬ")
    assert (block.number.text, str(block.day), block.title.text) == ("12/KH-UBND", "2025-03-05", "Giảm nghèo năm 2025")
    assert tree(plan.sections) == TREE
    assert [basis.text[:7] for basis in plan.bases] == ["Căn cứ "]
    assert [closing.text[:9] for closing in plan.closing] == ["Trên đây "]
    assert [recipient.text for recipient in plan.recipients] == ["UBND huyện;", "Lưu: VT."]
    assert [capacity.text for capacity in plan.signature.capacity] == ["TM. ỦY BAN NHÂN DÂN"]
    assert (plan.signature.position.text, plan.signature.name.text) == ("CHỦ TỊCH", "Trần Văn Mẫu")
    assert [(left.text, str(left.why)) for left in original.left_out] == [("2", "above or below the pages")]


def numbered(document):
    """A list of Word with the levels I, 1, a."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            part = OxmlElement(tag)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    of = OxmlElement("w:abstractNumId")
    of.set(qn("w:val"), "77")
    number.append(of)
    numbering.append(number)


def test_the_numbers_that_word_counts_itself_are_numbers_of_headings(tmp_path):
    document = Document()
    numbered(document)
    for depth, text, bold in (
        (0, "MỤC TIÊU", True),
        (1, "Mục tiêu chung", True),
        (2, "Giảm nghèo;", False),
        (2, "Giữ rừng.", False),
        (1, "Mục tiêu cụ thể", True),
        (0, "TỔ CHỨC", True),
    ):
        properties = add(document, text, bold=bold)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, 77
    original, plan = read(saved(document, tmp_path / "plan.docx"))

    assert tree(plan.sections) == [
        ("I", "MỤC TIÊU", ("1", "Mục tiêu chung"), ("2", "Mục tiêu cụ thể")),
        ("II", "TỔ CHỨC"),
    ]
    assert [item.marker for item in plan.sections[0].sections[0].items] == ["a)", "b)"]
    assert [passage.listed for passage in original.passages()] == ["I.", "1.", "a)", "b)", "2.", "II."]


def test_merged_cells_cover_their_columns_and_rows(tmp_path):
    document = Document()
    table = document.add_table(3, 3)
    for at in range(9):
        table.cell(at // 3, at % 3).text = str(at)
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    (grid,) = read(saved(document, tmp_path / "plan.docx"))[0].blocks

    assert [[(cell.column, cell.columns, cell.rows, cell.text) for cell in row] for row in grid.rows] == [
        [(1, 1, 1, "0"), (2, 2, 1, "1\n2")],
        [(1, 1, 2, "3\n6"), (2, 1, 1, "4"), (3, 1, 1, "5")],
        [(2, 1, 1, "7"), (3, 1, 1, "8")],
    ]
    assert grid.cells_of_row(2)[1].text == "3\n6"


def test_what_is_hidden_drawn_or_said_in_a_comment_is_left_out_and_told(tmp_path):
    document = Document()
    paragraph = add(document, "Hỗ trợ 30 hộ")
    hidden = paragraph.add_run(", 999 triệu đồng")
    hidden.font.hidden = True
    shown = paragraph.add_run(" vay vốn")
    shown.font.hidden = False
    document.add_comment([paragraph.runs[0]], "Sửa là 35 hộ", "Thử", "T")
    paragraph.add_run().add_picture(str(next(ROOT.glob("content/hinh-anh/*.png"))))
    original, _ = read(saved(document, tmp_path / "plan.docx"))

    assert [passage.text for passage in original.passages()] == ["Hỗ trợ 30 hộ vay vốn"]
    assert [(left.text, str(left.why)) for left in original.left_out] == [
        (", 999 triệu đồng", "hidden text"),
        ("Sửa là 35 hộ", "a comment"),
        ("image1.png", "a picture: words and figures in it cannot be read"),
    ]


def test_a_deletion_is_left_out_and_told_and_an_insertion_is_read(tmp_path):
    document = Document()
    paragraph = add(document, "Giảm ")
    for tag, text_tag, text in (("w:del", "w:delText", "20"), ("w:ins", "w:t", "30")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    original, _ = read(saved(document, tmp_path / "plan.docx"))

    assert [passage.text for passage in original.passages()] == ["Giảm 30"]
    assert [left.text for left in original.left_out] == ["20"]


def test_a_soft_return_before_a_number_begins_an_item_and_within_a_sentence_nothing(tmp_path):
    _, plan = read(saved(old_plan(lines=[("I. VIỆC", True), ("1. Rà\nsoát;\n2. In sổ.", False)]), tmp_path / "a.docx"))

    assert [(item.marker, item.text) for item in plan.sections[0].items] == [("1.", "Rà soát;"), ("2.", "In sổ.")]


RTF = "{\\rtf1\\ansi " + "".join(
    f"\\pard {{\\b{int(bold)} {''.join(c if c.isascii() else f'{chr(92)}u{ord(c)}?' for c in text)}}}\\par "
    for text, bold in [("KẾ HOẠCH", True), ("Năm 2025", True), *LINES]
)


def test_a_file_of_another_word_processor_is_read_through_libreoffice(tmp_path):
    (tmp_path / "plan.rtf").write_text(RTF + "}", encoding="ascii")

    assert tree(read(tmp_path / "plan.rtf")[1].sections) == TREE


def test_without_libreoffice_its_name_is_said(tmp_path, monkeypatch):
    (tmp_path / "plan.rtf").write_text(RTF + "}", encoding="ascii")
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(NoOffice, match="LibreOffice"):
        read(tmp_path / "plan.rtf")


def pdf(body, path):
    from weasyprint import HTML

    style = "@page{size:A4;margin:20mm 15mm 20mm 30mm;@top-center{content:counter(page)}} body{font:14pt serif} "
    style += "p{text-align:justify;text-indent:12mm;margin:0 0 6pt} .c{text-align:center;text-indent:0} "
    style += "table{width:100%;border-collapse:collapse} td{vertical-align:top;padding:1mm 2mm;width:33%} .h td{width:50%;text-align:center}"
    HTML(string=f"<style>{style}</style>{body}").write_pdf(path)
    return path


def test_a_pdf_is_read_with_its_columns_and_table_and_without_page_numbers(tmp_path):
    filler = "".join(
        f"<p>- Việc số {at} của các thôn là rà soát, bổ sung và cập nhật danh sách hộ nghèo trong xã theo quy định hiện hành.</p>"
        for at in range(30)
    )
    lines = "".join(f"<p>{f'<b>{text}</b>' if bold else text}</p>" for text, bold in LINES)
    rows = "".join(
        f"<tr><td>{at}</td><td>Rà soát hộ nghèo ở các thôn xa trung tâm xã, lần thứ {at}</td><td>Phòng Kinh tế</td></tr>"
        for at in range(1, 40)
    )
    head = (
        "<table class=h><tr><td>UBND HUYỆN MẪU<br><b>UBND XÃ THỬ</b></td><td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        "<br>Độc lập - Tự do - Hạnh phúc</b></td></tr><tr><td>Số: 12/KH-UBND</td><td><i>Thử, ngày 05 tháng 3 năm 2025"
        "</i></td></tr></table><p class=c><b>KẾ HOẠCH</b></p><p class=c><b>Giảm nghèo năm 2025</b></p>"
    )
    end = (
        "<table class=h><tr><td>Nơi nhận:<br>- UBND huyện;<br>- Lưu: VT.</td><td><b>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br>"
        "Trần Văn Mẫu</b></td></tr></table><p class=c><b>PHỤ LỤC</b></p><p class=c><b>DANH MỤC VIỆC</b></p>"
    )
    table = f"<table><thead><tr><td>TT</td><td>Nội dung</td><td>Chủ trì</td></tr></thead>{rows}</table>"
    original, plan = read(pdf(head + lines + filler + end + table, tmp_path / "plan.pdf"))

    assert (plan.heading.number.text, str(plan.heading.day)) == ("12/KH-UBND", "2025-03-05")
    assert plan.heading.title.text == "Giảm nghèo năm 2025"
    assert tree(plan.sections) == TREE
    assert plan.sections[0].sections[0].items[0].text == LINES[2][0]
    assert len(plan.sections[1].sections[1].items) == 31
    assert (plan.signature.position.text, plan.signature.name.text) == ("CHỦ TỊCH", "Trần Văn Mẫu")
    (appendix,) = plan.appendices
    assert [[cell.text for cell in row] for row in appendix.grids[0].rows] == [
        ["TT", "Nội dung", "Chủ trì"],
        *(
            [str(at), f"Rà soát hộ nghèo ở các thôn xa trung tâm xã, lần thứ {at}", "Phòng Kinh tế"]
            for at in range(1, 40)
        ),
    ]
    assert [str(doubt.why)[:16] for doubt in plan.doubts] == ["a table of a PDF"]
    assert {str(left.why) for left in original.left_out} == {
        "above or below the pages",
        "the head of a table comes again",
    }


MOTTO = "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br><b>Độc lập - Tự do - Hạnh phúc</b>"
DATED = "<i>Thử, ngày 05 tháng 3 năm 2025</i>"


@pytest.mark.parametrize(
    ("rows", "superior", "issuer"),
    [
        # The look changes within a line: the space between the two stands before the second.
        ([("<b>ỦY BAN NHÂN DÂN</b> TỈNH MẪU -----", MOTTO.replace("<br>", " ")), ("Số: 12/KH-UBND", DATED)],
         "", "ỦY BAN NHÂN DÂN TỈNH MẪU"),
        ([("UBND TỈNH MẪU<br><b>SỞ NÔNG NGHIỆP<br>VÀ MÔI TRƯỜNG</b>", MOTTO), ("Số: 12/KH-UBND", DATED)],
         "UBND TỈNH MẪU", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        ([("ỦY BAN NHÂN DÂN<br>TỈNH MẪU<br><b>BAN QUẢN LÝ KHU KINH TẾ VÀ CÁC KHU CÔNG NGHIỆP</b>", MOTTO),
          ("Số: 12/KH-UBND", DATED)],
         "ỦY BAN NHÂN DÂN TỈNH MẪU", "BAN QUẢN LÝ KHU KINH TẾ VÀ CÁC KHU CÔNG NGHIỆP"),
        ([("UBND HUYỆN MẪU<br><b>UBND</b> XÃ THỬ<br>Số: 12/KH-UBND", f"{MOTTO}<br>{DATED}")],
         "UBND HUYỆN MẪU", "UBND XÃ THỬ"),
        ([(MOTTO, "UBND HUYỆN MẪU<br><b>UBND</b> XÃ THỬ"), (DATED, "Số: 12/KH-UBND")],
         "UBND HUYỆN MẪU", "UBND XÃ THỬ"),
    ],
    ids=["two looks in a line", "three lines", "both wrapped", "number below the issuer", "state on the left"],
)  # fmt: skip
def test_the_heading_block_of_a_pdf_is_read_in_any_shape(tmp_path, rows, superior, issuer):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    title = "<p class=c><b>KẾ HOẠCH</b></p><p class=c><b>Giảm nghèo</b> năm 2025</p><p><b>I. MỤC TIÊU</b></p>"
    block = read(pdf(f"<table class=h>{cells}</table>{title}<p>Giảm nghèo.</p>", tmp_path / "plan.pdf"))[1].heading

    assert (block.superior.text, block.issuer.text) == (superior, issuer)
    assert block.motto.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    assert (block.number.text, block.locality.text, str(block.day)) == ("12/KH-UBND", "Thử", "2025-03-05")
    assert (block.title.text, [excerpt.text for excerpt in block.rest]) == ("Giảm nghèo năm 2025", [])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.pdf", b"%PDF-1.7 nothing", "no PDF file"),
        ("a.txt", "KÕ ho¹ch gi¶m nghÌo bÒn v÷ng cña ñy ban nh©n d©n x·. ".encode() * 9, "old font"),
        ("a.md", b"--- \n ***", "no text"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.txt", b"", "empty"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Unopened, match=words):
        read(tmp_path / name)


@pytest.mark.parametrize("content", ["abc", "id: ke-hoach\nname: x", "탏ᇠ慢", "Mua 12 cây bút.\nGọi cho văn thư."])
def test_a_text_that_is_no_plan_is_refused_and_not_made_one(tmp_path, content):
    (tmp_path / "ghi-chu.txt").write_text(content, "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/office.yaml").write_text(OWN, "utf-8")

    with pytest.raises(Unopened, match="nothing in the file reads as in a plan"):
        draft_of_file(read_import_state(tmp_path), tmp_path / "ghi-chu.txt", ImportOptions())


def test_a_scan_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(Unopened, match="no text") as refusal:
        read(pdf("<svg width=300 height=300><rect width=300 height=300></rect></svg>", tmp_path / "scan.pdf"))

    assert "OCR" in str(refusal.value.mend)


def test_lines_that_a_page_broke_are_paragraphs_again(tmp_path):
    text = """KẾ HOẠCH
Thực hiện Đề án cây xanh
năm 2025

Căn cứ Đề án số 07-ĐA/HU ngày 03/4/2021 của Huyện uỷ về trồng cây lâu

năm; Ủy ban nhân dân xã ban hành Kế hoạch trồng cây năm 2025 như sau:
I. MỤC ĐÍCH
1. Mục đích
- Thôn nào cũng có vườn ươm, nhà nào cũng biết cách chăm cây, nhất là trong
mùa khô, giữ được toàn bộ số cây đã trồng trong giai đoạn 2021
- 2025, giữ vững kết quả.
- Trồng trên 2.000 cây phân tán theo định mức của giai đoạn 2021 -
2025 của Chính phủ.
2
II. TỔ CHỨC THỰC HIỆN
Ủy ban nhân dân xã giao các thôn thực hiện Kế hoạch này, định kỳ hằng quý
báo cáo kết quả.
"""
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    _, plan = read(tmp_path / "plan.txt")

    assert plan.heading.title.text == "Thực hiện Đề án cây xanh năm 2025"
    assert tree(plan.sections) == [("I", "MỤC ĐÍCH", ("1", "Mục đích")), ("II", "TỔ CHỨC THỰC HIỆN")]
    assert [item.text[-13:] for item in plan.sections[0].sections[0].items] == ["vững kết quả.", "ủa Chính phủ."]


def test_the_number_of_a_row_at_the_top_of_a_page_is_no_page_number(tmp_path):
    rows = "".join(
        f"<tr><td>{at}</td><td>Rà soát hộ nghèo ở thôn {at} của xã</td><td>Thôn {at}</td></tr>" for at in range(1, 90)
    )
    style = "<style>@page{margin-top:9mm} td{padding:0}</style>"
    original, _ = read(pdf(f"{style}<p>Các việc:</p><table>{rows}</table>", tmp_path / "plan.pdf"))

    numbers = [row[0].text for row in original.blocks[-1].rows]
    assert numbers == [str(at) for at in range(1, 90)]


BORDERS = "<style>td{border:0.5pt solid black;padding:0 1mm;width:auto} table{font-size:12pt}</style>"


def test_the_borders_of_a_pdf_tell_cells_that_are_merged_cut_by_a_page_or_close_to_each_other(tmp_path):
    head = "<thead><tr><td rowspan=2>TT</td><td rowspan=2>Nội dung công việc</td><td colspan=2>Phân công</td></tr><tr><td>Chủ trì</td><td>Phối hợp</td></tr></thead>"
    rows = "".join(
        f"<tr><td>{at}</td><td>Rà soát hộ nghèo ở các thôn xa của xã, lần thứ {at}</td><td style='white-space:nowrap'>Phòng Kinh tế số {at}</td>"
        f"<td style='white-space:nowrap'>Phòng Văn hóa</td></tr>"
        for at in range(1, 40)
    )
    group = "<tr><td>A</td><td colspan=3>VIỆC THƯỜNG XUYÊN</td></tr>"
    original, _ = read(pdf(f"{BORDERS}<p>Các việc:</p><table>{head}{group}{rows}</table>", tmp_path / "plan.pdf"))
    table = original.blocks[-1].rows

    assert [[(cell.column, cell.columns, cell.rows, cell.text) for cell in row] for row in table[:3]] == [
        [(1, 1, 2, "TT"), (2, 1, 2, "Nội dung công việc"), (3, 2, 1, "Phân công")],
        [(3, 1, 1, "Chủ trì"), (4, 1, 1, "Phối hợp")],
        [(1, 1, 1, "A"), (2, 3, 1, "VIỆC THƯỜNG XUYÊN")],
    ]
    assert [[" ".join(cell.text.split()) for cell in row] for row in table[3:]] == [
        [str(at), f"Rà soát hộ nghèo ở các thôn xa của xã, lần thứ {at}", f"Phòng Kinh tế số {at}", "Phòng Văn hóa"]
        for at in range(1, 40)
    ]


def test_a_frame_and_a_rule_below_a_title_are_no_table(tmp_path):
    frame = "<style>.f{border:1pt solid} hr{width:30%}</style><p class=c>KẾ HOẠCH</p><hr><div class=f><p>Một đoạn dài trong một cái khung quanh nó.</p><p>Đoạn nữa.</p></div>"
    original, _ = read(pdf(frame, tmp_path / "plan.pdf"))

    assert all(isinstance(block, Passage) for block in original.blocks)


def test_without_the_program_that_draws_borders_a_table_is_read_by_where_its_words_stand(tmp_path, monkeypatch):
    path = pdf(
        f"{BORDERS}<table><tr><td>Một</td><td>Hai</td></tr><tr><td>Ba</td><td>Bốn</td></tr></table><p>Hết.</p><p>{'a b c ' * 20}</p>",
        tmp_path / "plan.pdf",
    )
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "pdftocairo" else found(name))
    original, _ = read(path)

    assert {"Một", "Hai", "Ba", "Bốn"} <= set(" ".join(passage.text for passage in original.passages()).split())


def test_a_national_title_that_is_broken_in_its_cell_takes_nothing_from_the_issuer(tmp_path):
    cells = (
        "<b>ỦY BAN NHÂN DÂN</b><br>THÀNH PHỐ HÀ<br>NỘI",
        "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT<br>NAM</b> Độc lập - Tự do -<br>Hạnh phúc",
    )
    table = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in (cells, ("Số: 12/KH-UBND", DATED)))
    _, plan = read(
        pdf(
            f"<table class=h>{table}</table><p class=c><b>KẾ HOẠCH</b></p><p class=c><b>Trồng cây</b></p><p>{'Trồng cây. ' * 30}</p>",
            tmp_path / "plan.pdf",
        )
    )

    assert plan.heading.issuer.text == "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"
