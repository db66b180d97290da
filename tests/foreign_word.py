"""A plan as somebody else's program writes it: python-docx, direct formatting only, a heading block made with tabs."""

import io
from functools import cache

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Mm, Pt

from tests.layout.official_documents import page_number

POINTS = (
    "a) Có 100% người nghèo có thẻ;",
    "b) Giảm suy dinh dưỡng;",
    "c) Khám định kỳ;",
    "d) Cấp thuốc;",
    "đ) Báo cáo.",
)


@cache
def foreign_plan(points=POINTS, number="Số: 05/KH-SYT", signer="Nguyễn Văn An", size=14) -> bytes:
    """The file; the arguments are what a test wants otherwise."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True

    def write(*parts, align=ALIGN.JUSTIFY, first=1.27, after=6, tabs=()):
        paragraph = document.add_paragraph()
        paragraph.alignment = align
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(after), 1.0
        shape.first_line_indent = Cm(first) if align == ALIGN.JUSTIFY else None
        for tab in tabs:
            shape.tab_stops.add_tab_stop(Cm(tab), 1)
        for text, points_high, dress in parts:
            run = paragraph.add_run(text)
            run.font.name, run.font.size = "Times New Roman", Pt(points_high)
            run.bold, run.italic = "b" in dress, "i" in dress

    def block(left, right, after=0):
        write((f"\t{left[0]}\t", *left[1:]), right, align=ALIGN.LEFT, after=after, tabs=(3, 11))

    block(("UBND TỈNH LÀO CAI", 12, ""), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "b"))
    block(("SỞ Y TẾ", 12, "b"), ("Độc lập - Tự do - Hạnh phúc", 13, "b"))
    block(("____", 12, ""), ("_______________________", 13, ""))
    block((number, 13, ""), ("Lào Cai, ngày 05 tháng 01 năm 2026", 13, "i"), after=12)
    for text in ("KẾ HOẠCH", "Giảm nghèo về y tế năm 2026", "________"):
        write((text, 14, "b"), align=ALIGN.CENTER)
    write(("Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023;", 14, "i"))
    write(("Căn cứ Kế hoạch số 62/KH-UBND ngày 07/3/2026 của Ủy ban nhân dân tỉnh về giảm nghèo.", 14, "i"))
    write(("Sở Y tế ban hành Kế hoạch với các nội dung sau:", 14, ""))
    write(("I. MỤC TIÊU", 14, "b"))
    write(("1. Mục tiêu chung", 14, "b"))
    write(("Người nghèo được tiếp cận dịch vụ y tế cơ bản; mọi người thuộc hộ nghèo có thẻ bảo hiểm y tế.", size, ""))
    write(("2. Mục tiêu cụ thể", 14, "b"))
    for text in points:
        write((text, 14, ""))
    write(("Trên đây là Kế hoạch của Sở Y tế./.", 14, ""), after=12)
    write(("Nơi nhận:", 12, "bi"), ("\tGIÁM ĐỐC", 14, "b"), align=ALIGN.LEFT, after=0, tabs=(12,))
    write(("- UBND tỉnh;", 11, ""), align=ALIGN.LEFT, after=0)
    write(("- Các đơn vị;", 11, ""), (f"\t{signer}", 14, "b"), align=ALIGN.LEFT, after=0, tabs=(12,))
    write(("- Lưu: VT, NVY.", 11, ""), align=ALIGN.LEFT, after=0)
    page_number(section.header.paragraphs[0])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
