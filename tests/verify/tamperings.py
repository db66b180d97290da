"""What somebody could change in a published site: by hand, one of each kind, and by chance."""

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl

PLAN = "bac-ha-2022"
FOLDER = f"ke-hoach/{PLAN}"
WORD, BOOK = f"{FOLDER}/{PLAN}.docx", f"{FOLDER}/{PLAN}-ma-tran.xlsx"
MATRIX, GRID, AT_A_GLANCE = (f"{FOLDER}/{PLAN}-{name}.pdf" for name in ("ma-tran", "luoi", "tong-quan"))
HEALTH = "co-quan/so-y-te"
Alter = Callable[[Path], None]


def swap(pattern: str, new: str) -> Alter:
    """Put something else where a pattern stands first."""

    def alter(path: Path) -> None:
        path.write_bytes(swapped(path.read_bytes(), pattern, new))

    return alter


def swapped(content: bytes, pattern: str, new: str) -> bytes:
    text = content.decode()
    changed = re.sub(pattern, new, text, count=1, flags=re.DOTALL)
    assert changed != text, pattern
    return changed.encode()


def add(text: str) -> Alter:
    def alter(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return alter


def part(name: str, pattern: str, new: str) -> Alter:
    """Change a part of a Word file or workbook."""

    def alter(path: Path) -> None:
        packed(path, {name: swapped(unpacked(path)[name], pattern, new)})

    return alter


def more(**parts: str) -> Alter:
    """Put further parts into a Word file or workbook."""
    return lambda path: packed(path, {f"word/{name}.xml": text.encode() for name, text in parts.items()})


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> None:
    parts = unpacked(path) | parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def book(change: Callable[[openpyxl.Workbook], object]) -> Alter:
    def alter(path: Path) -> None:
        workbook = openpyxl.load_workbook(path)
        change(workbook)
        workbook.save(path)

    return alter


def object_in_pdf(text: str) -> Alter:
    """Add an object to a PDF, as a later revision of it."""
    return lambda path: path.write_bytes(path.read_bytes() + f"\n9999 0 obj\n{text}\nendobj\n".encode())


def hidden_sheet(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.create_sheet("Thêm")
    sheet.append(["Tổng", 99_999])
    sheet.sheet_state = "hidden"


def hide_row(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0].row_dimensions[3].hidden = True


def hide_column(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0].column_dimensions["E"].hidden = True


def white_cell(workbook: openpyxl.Workbook) -> None:
    cell = workbook.worksheets[0]["C3"]
    cell.font = openpyxl.styles.Font(color="FFFFFFFF")


def noted_cell(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0]["C3"].comment = openpyxl.comments.Comment("đã đổi", "ai đó")


def linked_cell(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0]["C3"].hyperlink = "https://example.org/"


def reckoned_cell(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0]["C3"] = "=1+1"


def far_cell(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[0]["ZZ999"] = 12_345


def renamed_sheet(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[1].title = "Khác"


HIDDEN = r"<w:r><w:rPr><w:vanish/></w:rPr><w:t>thêm 999 hộ</w:t></w:r></w:p>"
# For each kind of change what it is, the file, and how. Files may come again: they are changed in turns.
BY_HAND: list[tuple[str, str, Alter]] = [
    ("a figure of a plan", f"{FOLDER}/index.html", swap(r"72\.916 triệu", "72.961 triệu")),
    ("a word of a plan", f"{FOLDER}/index.html", swap("giảm nghèo bền vững", "giảm nghèo nhanh")),
    ("a paragraph less", f"{FOLDER}/index.html", swap(r"<p>(?:(?!</p>).)*</p>", "")),
    ("a paragraph that is hidden", f"{FOLDER}/index.html", swap("<p>", "<p hidden>")),
    ("a download that leads elsewhere", f"{FOLDER}/index.html", swap(rf'href="{PLAN}\.docx"', 'href="khac.docx"')),
    ("a download less", f"{FOLDER}/index.html", swap(rf'<a [^>]*href="{PLAN}\.docx"[^>]*>.*?</a>', "")),
    ("a script more", f"{FOLDER}/index.html", swap("</body>", '<script src="/x.js"></script></body>')),
    ("a comment that a script may read", f"{FOLDER}/index.html", swap("</body>", "<!-- 1 --></body>")),
    ("the anchor of an item", f"{FOLDER}/index.html", swap('id="cong-tac-chi-dao"', 'id="cong-tac"')),
    ("a link of the contents", f"{FOLDER}/index.html", swap('href="#cong-tac-chi-dao"', 'href="#x"')),
    ("the foot of a page", "kinh-phi/index.html", swap(r"<footer", "<footer hidden")),
    ("an amount of money", "kinh-phi/index.html", swap(r"72\.916 triệu", "72.961 triệu")),
    ("a link of the navigation", "chi-tieu/index.html", swap('href="../kinh-phi/"', 'href="../lich/"')),
    ("a name in the navigation", "van-ban/index.html", swap("Nhiệm vụ", "Công việc")),
    ("the title of a window", "lich/index.html", swap("<title>", "<title>2023 ")),
    ("the description of a page", "so-sanh/index.html", swap('<meta name="description"', '<meta name="x"')),
    ("the home page's count", "index.html", swap("trong 1 kế hoạch", "trong 9 kế hoạch")),
    ("the home page's link", "index.html", swap('href="ke-hoach/', 'href="co-quan/')),
    ("a name on the home page", "index.html", swap("Bắc Hà", "Bảo Hà")),
    ("the list of plans", "ke-hoach/index.html", swap("Bắc Hà", "Bảo Hà")),
    ("an agency of the list", "co-quan/index.html", swap("Sở Y tế", "Sở Yên tế")),
    ("an agency's link", "co-quan/index.html", swap('href="so-y-te/"', 'href="so-tu-phap/"')),
    ("a row of the register", "nhiem-vu/index.html", swap(r"<tr data-loai=.*?</tr>", "")),
    ("who leads in the register", "nhiem-vu/index.html", swap('data-chu-tri="[^"]*"', 'data-chu-tri="so-y-te"')),
    ("a row that is hidden in the register", "nhiem-vu/index.html", swap("<tr data-loai=", "<tr hidden data-loai=")),
    ("the tasks of a year", "nhiem-vu/nam/2022/index.html", swap(r"II\.4\.2", "II.4.3")),
    ("the overview's count", f"{FOLDER}/tong-quan/index.html", swap(r"<td[^>]*>(\d+)</td>", "<td>77</td>")),
    ("a label in a picture", f"{FOLDER}/tong-quan/index.html", swap(r"<text([^>]*)>[^<]*</text>", r"<text\1>9</text>")),
    ("a bar in a picture", f"{FOLDER}/tong-quan/index.html", swap(r"h\d+\.\dv14", "h3v14")),
    ("a change that was", f"{FOLDER}/thay-doi/index.html", swap("30/11/2022", "30/12/2022")),
    ("a finding", "kiem-tra/index.html", swap(r"\(1\)", "(0)")),
    ("a finding of a plan", f"kiem-tra/{PLAN}/index.html", swap(r"<li.*?</li>", "")),
    ("a finding of registers", "kiem-tra/danh-muc/index.html", swap("</h1>", " (không có gì)</h1>")),
    ("an abbreviation", "viet-tat/index.html", swap("Ủy ban nhân dân", "Ủy ban nhân nhân")),
    ("an indicator's name", "chi-tieu/muc-giam-ty-le-ho-ngheo/index.html", swap("hộ nghèo", "hộ giàu")),
    ("an indicator's value", "chi-tieu/muc-giam-ty-le-ho-can-ngheo/index.html", swap("0,9%", "0,8%")),
    ("a document", "van-ban/index.html", swap("90/QĐ-TTg", "91/QĐ-TTg")),
    ("an agency's page", f"{HEALTH}/index.html", swap("Sở Y tế", "Sở Yên tế")),
    ("an agency's calendar link", f"{HEALTH}/index.html", swap("thay-doi.atom", "../so-tu-phap/thay-doi.atom")),
    ("a calendar of a year", "lich/2022/index.html", swap("30/11/2022", "30/12/2022")),
    ("fields of open data", "du-lieu/index.html", swap("<td>", "<td>x")),
    ("a guide", "huong-dan/soan-thao/index.html", swap("git", "got")),
    ("a statement of privacy", "rieng-tu/index.html", swap("không", "có")),
    ("the page of errors", "404.html", swap("</body>", " </body>")),
    ("a picture of the guide", "hinh-anh/ban-word.png", add("x")),
    ("the drawing of the program", "developing/packages.svg", swap("<text", "<text x='1'")),
    ("an entry of a calendar", f"{FOLDER}/{PLAN}.ics", swap("20221130", "20221129")),
    ("the name of an entry", f"{FOLDER}/{PLAN}.ics", swap("SUMMARY[^:]*:", "SUMMARY:Hoãn: ")),
    ("an entry more", f"{FOLDER}/{PLAN}.ics", swap("END:VCALENDAR", "BEGIN:VTODO\r\nUID:x\r\nEND:VTODO\r\nEND:VCALENDAR")),
    ("a reminder", f"{FOLDER}/{PLAN}.ics", swap("END:VEVENT", "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT")),
    ("no entry at all", "co-quan/phong-ldtbxh-bac-ha/phong-ldtbxh-bac-ha.ics", swap("BEGIN:VEVENT.*END:VEVENT\r\n", "")),
    ("a link in a calendar", "co-quan/phong-ldtbxh-bac-ha/phong-ldtbxh-bac-ha.ics", swap("END:VEVENT", "URL:https://example.org/\r\nEND:VEVENT")),
    ("a sentence of a feed", f"{FOLDER}/thay-doi.atom", swap("30/11/2022", "30/12/2022")),
    ("an entry of a feed less", f"{HEALTH}/thay-doi.atom", swap(r"<entry>.*?</entry>\s*", "")),
    ("the day of a feed", "co-quan/so-tu-phap/thay-doi.atom", swap(r"<updated>\d{4}", "<updated>2020")),
    ("a link of a feed", "co-quan/so-noi-vu/thay-doi.atom", swap('href="../../co-quan', 'href="//example.org/co-quan')),
    ("work in a script", f"{HEALTH}/viec.js", swap("Vai trò", "Vai diễn")),
    ("a call in a script", "co-quan/so-tu-phap/viec.js", add(";alert(1)")),
    ("a value of a table", "du-lieu/kinh-phi.csv", swap("72916000000", "72961000000")),
    ("a row of a table less", "du-lieu/muc-phan-dau.csv", swap(r"\nbac-ha-2022[^\n]*", "")),
    ("two rows of a table in another order", "du-lieu/phan-cong.csv", swap(r"\n([^\n]+)\n([^\n]+)\n", r"\n\2\n\1\n")),
    ("the name of a field", "du-lieu/nhiem-vu.csv", swap("coordinating", "leading")),
    ("a table that a program runs", "du-lieu/co-quan.csv", add("=1+1\r\n")),
    ("an agency's table", f"{HEALTH}/nhiem-vu.csv", swap("bac-ha-2022", "bac-ha-2023")),
    ("a plan's table", f"{FOLDER}/chi-tieu.csv", swap("at-least", "at-most")),
    ("a value of the data", "du-lieu/du-lieu.json", swap("72916000000", "72961000000")),
    ("a plan's data", f"{FOLDER}/{PLAN}.json", swap("72916", "72961")),
    ("a hash in a plan's data", f"{FOLDER}/{PLAN}.json", swap('"made_from": "..', '"made_from": "zz')),
    ("a kind in the schema", "du-lieu/du-lieu.schema.json", swap('"number"', '"string"')),
    ("the licence", "du-lieu/datapackage.json", swap("licenses", "license")),
    ("a cell of all data", "du-lieu/du-lieu.xlsx", part("xl/sharedStrings.xml", "Sở Y tế", "Sở Yên tế")),
    ("a hidden sheet of all data", "du-lieu/du-lieu.xlsx", book(hidden_sheet)),
    ("a number in a workbook", BOOK, part("xl/worksheets/sheet3.xml", "<v>3695</v>", "<v>3659</v>")),
    ("a hidden sheet", BOOK, book(hidden_sheet)),
    ("a hidden row", BOOK, book(hide_row)),
    ("a hidden column", BOOK, book(hide_column)),
    ("a cell in white", BOOK, book(white_cell)),
    ("a note at a cell", BOOK, book(noted_cell)),
    ("a cell that leads away", BOOK, book(linked_cell)),
    ("a cell that reckons", BOOK, book(reckoned_cell)),
    ("a cell far outside", BOOK, book(far_cell)),
    ("another name of a sheet", BOOK, book(renamed_sheet)),
    ("what a workbook says of itself", BOOK, part("docProps/custom.xml", PLAN, "bac-ha-2023")),
    ("a number in Word", WORD, part("word/document.xml", r"3\.695", "3.659")),
    ("a hidden text in Word", WORD, part("word/document.xml", "</w:p>", HIDDEN)),
    ("the head of a Word page", WORD, part("word/header1.xml", "<w:p>|<w:p ", r"<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>\g<0>")),
    ("the foot of a Word page", WORD, part("word/footer1.xml", "<w:p>|<w:p ", r"<w:p><w:r><w:t>9</w:t></w:r></w:p>\g<0>")),
    ("a comment in Word", WORD, more(comments="<w:comments/>")),
    ("a macro in Word", WORD, more(vbaProject="x")),
    ("a style in Word", WORD, part("word/styles.xml", '<w:sz w:val="28"/>', '<w:sz w:val="2"/>')),
    ("what a Word file says of itself", WORD, part("customXml/item1.xml", r"3\.695", "3.659")),
    ("behind the end of a Word file", WORD, add("x")),
    ("a file inside a PDF", MATRIX, object_in_pdf("<</Type /EmbeddedFile /Length 1>>\nstream\nx\nendstream")),
    ("a script inside a PDF", GRID, object_in_pdf("<</S /JavaScript /JS (app.alert\\(1\\))>>")),
    ("a note over a PDF", AT_A_GLANCE, object_in_pdf("<</Type /Annot /Subtype /FreeText /Contents (9)>>")),
    ("an address inside a PDF", f"{FOLDER}/co-quan/so-y-te.pdf", object_in_pdf("<</S /URI /URI (https://example.org)>>")),
    ("a byte of a PDF", f"{FOLDER}/co-quan/so-tu-phap.pdf", lambda path: path.write_bytes(path.read_bytes()[:-1])),
    ("a PDF of another agency", f"{FOLDER}/co-quan/so-noi-vu.pdf", lambda path: path.write_bytes((path.parent / "so-khdt.pdf").read_bytes())),
    ("where the search leads", "assets/search-index.js", swap('"co-quan/so-y-te/"', '"co-quan/so-tu-phap/"')),
    ("what the search finds", "assets/search-index.js", swap("Sở Y tế", "Sở Yên tế")),
    ("how the search finds", "assets/javascripts/search-engine.js", swap("return", "return 0;return")),
    ("colours", "assets/stylesheets/colours.css", add("article{display:none}")),
    ("a picture in a style", "assets/favicon.svg", swap("<svg", "<svg onload='x'")),
    ("what pages may run", "csp.txt", swap("'none'", "*")),
    ("what a server sends", "web.config", swap("no-referrer", "unsafe-url")),
    ("the list for robots", "sitemap.xml", swap("</urlset>", "<url/></urlset>")),
    ("a page more", "co-quan/so-moi/index.html", add("<h1>Sở Mới</h1>")),
    ("a document more", f"{FOLDER}/co-quan/so-moi.pdf", add("%PDF-1.7")),
    ("a page less", "tro-nang/index.html", Path.unlink),
    ("a document less", f"{FOLDER}/co-quan/so-vhtt.pdf", Path.unlink),
    ("a table less", f"{FOLDER}/nhiem-vu.csv", Path.unlink),
    ("an empty page", "phuong-phap/index.html", partial(Path.write_text, data="")),
]  # fmt: skip


def rounds(tamperings: list[tuple[str, str, Alter]]) -> list[list[tuple[str, str, Alter]]]:
    """The changes so that each file is changed once in a round."""
    turns: list[list[tuple[str, str, Alter]]] = []
    for tampering in tamperings:
        free = (turn for turn in turns if tampering[1] not in {path for _, path, _ in turn})
        turn = next(free, None)
        if turn is None:
            turns.append(turn := [])
        turn.append(tampering)
    return turns


CHANCE = (
    ("a number", rb"\d+(?=[ .,<\"])", lambda found, _: str(int(found) + 1).encode()),
    ("a day", rb"\d{1,2}/\d{1,2}/20\d\d", lambda *_: b"31/12/2020"),
    ("a name", '(?:Sở|Phòng|Ban|Ủy ban) [^<>",.;()|\\\\]{3,40}'.encode(), lambda *_: "Sở Khác".encode()),
    ("a name less", '(?:Sở|Phòng|Ban|Ủy ban) [^<>",.;()|\\\\]{3,40}'.encode(), lambda *_: b""),
    ("a link", rb"(?:href|src)=\"[^\"]*\"", lambda *_: b'href="https://example.org/"'),
    ("a link less", rb"(?:href|src)=\"[^\"]*\"", lambda *_: b""),
    ("a word more", rb"[ >,](?=[^<>\W\d_]{3})", lambda found, _: found + "không ".encode()),
    ("a word less", rb" [a-zA-Z]{2,8}(?=[ ,.<])", lambda *_: b""),
    ("a line twice", rb"[^\n]+\n", lambda found, _: 2 * found),
    ("a byte", rb"(?s).", lambda found, chance: bytes([found[0] ^ 1 << chance.randrange(8)])),
)


def by_chance(site: Path, many: int, seed: int) -> Iterator[tuple[str, str, Alter]]:
    """Changes at random places of random files: of numbers, days, names, links, words, bytes."""
    chance = random.Random(seed)
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    paths.remove("manifest.json")
    while many:
        path = chance.choice(paths)
        what, pattern, change = chance.choice(CHANCE)
        content = (site / path).read_bytes()
        name = ""
        if zipfile.is_zipfile(BytesIO(content)):
            parts = unpacked(site / path)
            name = chance.choice(sorted(parts))
            content = parts[name]
        places = [found for found in re.finditer(pattern, content) if change(found[0], chance) != found[0]]
        if not places:
            continue
        found = chance.choice(places)
        new = content[: found.start()] + change(found[0], chance) + content[found.end() :]
        many -= 1
        yield f"{what} in {path} {name}", path, partial(_write, name=name, content=new)


def _write(path: Path, name: str, content: bytes) -> None:
    if name:
        packed(path, {name: content})
    else:
        path.write_bytes(content)
