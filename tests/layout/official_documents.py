"""Documents of offices, laid out as the decree says: what a clerk writes with direct formatting, kind by kind."""

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Mm, Pt

from bench.office_files import page_number as bare_page_number
from planbook.ooxml.metrics import text_width


def rule(text: str, size: float, share: float = 0.42) -> str:
    """A row of dashes below a bold text, as long as a share of it."""
    return "_" * round(share * text_width(text, size, bold=True) / text_width("_", size, bold=True))


def page_number(header) -> None:
    """The number of the page in the middle of a header, in the decree's letters."""
    font = bare_page_number(header).font
    font.name, font.size = "Times New Roman", Pt(14)


class Official:
    """A document under construction; every method writes one part as the decree has it."""

    def __init__(self) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.different_first_page_header_footer = True
        page_number(section.header.paragraphs[0])

    def line(self, text, size=14, dress="", align=ALIGN.JUSTIFY, place=None, after=6, new_page=False):
        paragraph = (place or self.document).add_paragraph()
        paragraph.alignment = align
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(after), 1.0
        shape.first_line_indent = Cm(1.27) if align == ALIGN.JUSTIFY else None
        shape.page_break_before = new_page or None
        run = paragraph.add_run(text)
        run.font.name, run.font.size = "Times New Roman", Pt(size)
        run.bold, run.italic = "b" in dress, "i" in dress
        return paragraph

    def centred(self, *lines, size=14, dress="b", **more):
        for text in lines:
            self.line(text, size, dress, ALIGN.CENTER, **more)
        return self

    def table(self, *columns):
        """One row, each cell a list of (text, size, dress), in the middle."""
        row = self.document.add_table(rows=1, cols=len(columns)).rows[0]
        for cell, lines in zip(row.cells, columns, strict=True):
            for text, size, dress, *align in lines:
                self.line(text, size, dress, align[0] if align else ALIGN.CENTER, cell, after=0)
            cell._tc.remove(cell.paragraphs[0]._p)
        return self

    def heading(self, number, agency, parent="", place="Lào Cai, ngày 05 tháng 01 năm 2026", subject=()):
        above = [(parent, 12, "")] if parent else []
        below = rule(agency[-1], 12)
        self.table(
            [*above, *((text, 12, "b") for text in agency), (below, 12, "")],
            [
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "b"),
                ("Độc lập - Tự do - Hạnh phúc", 13, "b"),
                ("_" * 24, 13, ""),
            ],
        )
        return self.table([(number, 13, ""), *((text, 12, "") for text in subject)], [(place, 13, "i")])

    def typed(self, kind, *title, issuer=()):
        self.centred(kind, *title, rule(title[-1], 14))
        return self.centred(*issuer) if issuer else self

    def bases(self, *lines):
        for text in lines:
            self.line(text, dress="i")
        return self

    def body(self, *lines):
        for text in lines:
            head, _, _ = text.partition(" ")
            self.line(text, dress="b" if head in ("I.", "II.") or text.startswith(("Chương", "1. Mục")) else "")
        return self

    def tail(self, *authority, recipients=("- Như trên;", "- Lưu: VT."), name="Nguyễn Văn An"):
        left = [("Nơi nhận:", 12, "bi", ALIGN.LEFT), *((text, 11, "", ALIGN.LEFT) for text in recipients)]
        right = [*((text, 14, "b") for text in authority), ("", 14, ""), (name, 14, "b")]
        return self.table(left, right)

    def grid(self, *rows):
        table = self.document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                run = cell.paragraphs[0].add_run(text)
                run.font.name, run.font.size = "Times New Roman", Pt(12)
        return self

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


COMMUNE = ("ỦY BAN NHÂN DÂN", "XÃ BẢO THẮNG")
PROVINCE = ("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI")
COUNCIL = ("HỘI ĐỒNG NHÂN DÂN", "TỈNH LÀO CAI")
CHAIR = "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BẢO THẮNG"
BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Theo đề nghị của Trưởng phòng Kinh tế tại Tờ trình số 12/TTr-PKT ngày 03 tháng 01 năm 2026.",
)
ARTICLES = (
    "Điều 1. Thành lập Tổ công tác giảm nghèo, gồm:",
    "1. Ông Nguyễn Văn An, Phó Chủ tịch, Tổ trưởng.",
    "2. Bà Trần Thị Bình, Trưởng phòng Kinh tế, Tổ phó.",
    "Điều 2. Tổ công tác có nhiệm vụ sau đây:",
    "1. Rà soát hộ nghèo:",
    "a) Lập danh sách;",
    "b) Niêm yết danh sách.",
    "2. Báo cáo Ủy ban nhân dân xã.",
    "Điều 3. Quyết định này có hiệu lực từ ngày ký./.",
)
PLAN = ("I. MỤC TIÊU", "1. Mục tiêu chung", "Giảm nghèo bền vững.", "- Không để tái nghèo;", "Các đơn vị thực hiện./.")
BY_DEPUTY = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def decision(**tail) -> Official:
    made = (
        Official()
        .heading("Số: 15/QĐ-UBND", COMMUNE)
        .typed("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác", issuer=(CHAIR,))
    )
    return made.bases(*BASES).centred("QUYẾT ĐỊNH:").body(*ARTICLES).tail("CHỦ TỊCH", **tail)


def letter(subject=("V/v rà soát hộ nghèo",), place=COMMUNE, number="Số: 26/UBND-KT") -> Official:
    made = Official().heading(number, place, subject=subject)
    made.centred("Kính gửi: Các thôn, tổ dân phố.", dress="")
    return made.body("Ủy ban nhân dân xã đề nghị các thôn rà soát hộ nghèo./.").tail(*BY_DEPUTY)


def to_several() -> Official:
    made = Official().heading("Số: 27/UBND-KT", COMMUNE, subject=("V/v báo cáo",))
    for text in ("Kính gửi:", "- Sở Nông nghiệp và Môi trường;", "- Sở Tài chính."):
        made.line(text, align=ALIGN.LEFT)
    return made.body("Ủy ban nhân dân xã báo cáo như sau./.").tail("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")


def proposal() -> Official:
    made = Official().heading("Số: 12/TTr-PKT", ("PHÒNG KINH TẾ",), "UBND XÃ BẢO THẮNG")
    made.typed("TỜ TRÌNH", "Về việc ban hành Kế hoạch giảm nghèo")
    made.centred("Kính gửi: Ủy ban nhân dân xã Bảo Thắng", dress="")
    return made.body("Phòng Kinh tế trình Ủy ban nhân dân xã xem xét./.").tail("TRƯỞNG PHÒNG")


def with_plan(new_page=True) -> Official:
    made = decision()
    made.centred("KẾ HOẠCH", new_page=new_page).centred("Giảm nghèo năm 2026")
    made.centred("(Kèm theo Quyết định số 15/QĐ-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân xã)", dress="i")
    return made.body("Nội dung gồm:", "Không thụt; không gạch", *PLAN)


def with_regulation() -> Official:
    made = decision()
    made.table(
        [("ỦY BAN NHÂN DÂN", 12, "b"), ("XÃ BẢO THẮNG", 12, "b")], [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "b")]
    )
    made.centred("QUY CHẾ", "Làm việc của Tổ công tác")
    made.centred("(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 05 tháng 01 năm 2026)", dress="i")
    made.centred("Chương I", "QUY ĐỊNH CHUNG")
    return made.body("Điều 1. Phạm vi", "1. Một.", "Điều 2. Đối tượng", "1. Một.")


def resolution(number="Số: 05/NQ-HĐND") -> Official:
    made = Official().heading(number, COUNCIL).typed("NGHỊ QUYẾT", "Về nhiệm vụ giảm nghèo năm 2026")
    made.centred("HỘI ĐỒNG NHÂN DÂN TỈNH LÀO CAI", "KHÓA XVI, KỲ HỌP THỨ NĂM")
    made.bases(BASES[0], "Xét Tờ trình số 1/TTr-UBND; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp.")
    made.centred("QUYẾT NGHỊ:", "Chương I", "Quy định chung").body(*ARTICLES)
    made.centred("Chương II", "TỔ CHỨC THỰC HIỆN")
    return made.body("Điều 4. Giao Ủy ban nhân dân tỉnh:", "1. Tổ chức thực hiện.", "2. Báo cáo kết quả./.").tail(
        "CHỦ TỊCH"
    )


def report(kind="BÁO CÁO", code="BC") -> Official:
    made = Official().heading(f"Số: 31/{code}-UBND", COMMUNE).typed(kind, "Kết quả giảm nghèo năm 2025")
    return made.bases("Thực hiện Kế hoạch số 62/KH-UBND ngày 07/3/2025 về giảm nghèo.").body(*PLAN).tail(*BY_DEPUTY)


def minutes() -> Official:
    made = Official().heading("Số: 02/BB-UBND", COMMUNE).typed("BIÊN BẢN", "Họp xét hộ nghèo")
    made.body(
        "Thời gian bắt đầu: 8 giờ ngày 05/01/2026.", "Thành phần tham dự: đại diện các thôn.", "Cuộc họp kết thúc./."
    )
    return made.tail("CHỦ TỌA", recipients=("- Lưu: VT.",))


# Without any finding.
RIGHT = {
    "a decision of the chair, clauses begin again under each article": decision,
    "a letter": letter,
    "a letter whose subject is missing": lambda: letter(subject=()),
    "a letter of a department": lambda: letter(place=("SỞ Y TẾ",), number="Số: 190/SYT-NVY"),
    "a letter to several, signed by order": to_several,
    "a letter without its number yet": lambda: letter(number="Số:        /UBND-KT"),
    "a proposal": proposal,
    "a resolution of a council": resolution,
    "a resolution that is law": lambda: resolution("Số: 05/2026/NQ-HĐND"),
    "a report": report,
    "an announcement": lambda: report("THÔNG BÁO", "TB"),
    "an invitation": lambda: report("GIẤY MỜI", "GM"),
    "minutes": minutes,
}

# With the one note that another document begins.
ATTACHED = {
    "a plan on a new page": with_plan,
    "a plan on the same page": lambda: with_plan(new_page=False),
    "a regulation with a heading of its own": with_regulation,
}


def appendix() -> Official:
    made = Official().centred("PHỤ LỤC", "DANH MỤC NHIỆM VỤ").centred("(Kèm theo Kế hoạch số 62/KH-UBND)", dress="i")
    return made.grid(("Số TT", "Nhiệm vụ", "Số hộ"), ("1", "Rà soát", "12"))


# None of what the rules are for: one finding.
OTHER = {
    "an appendix alone": appendix,
    "an appendix with a type in its title": lambda: Official().centred("PHỤ LỤC II", "KẾ HOẠCH", "Kinh phí"),
    "a blank document": Official,
    "a table only": lambda: Official().grid(("Số", "Số hộ"), ("1", "Số 5")),
    "an English letter": lambda: Official().body(
        "Dear Sir or Madam,", "We thank you for your letter.", "Yours sincerely,"
    ),
    "notes": lambda: Official().body("Số hộ nghèo đầu năm là 120.", "Số 5 đường Trần Phú.", "Họp lúc 8 giờ."),
}
