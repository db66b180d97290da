"""The page that tells of a Word, Excel or PDF file where it came from and what was changed by hand, in a browser alone."""

import hashlib
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.verify.tamperings import BOOK as WORKBOOK
from tests.verify.tamperings import FOLDER, PLAN, WORD, add, book, hidden_sheet, packed, part, unpacked
from tests.site.test_accessibility import faults
from tests.site.test_offline import POLICY

MATRIX = f"{FOLDER}/{PLAN}-ma-tran.pdf"
HOSTILE = "<img src=x onerror=alert(1)>.docx"
RUN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p><w:sectPr"
REWORDED = ("word/document.xml", r"3\.695", "3.659")


def untouched(_: Path) -> None:
    """The file as it was published."""


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 200_000_000)


def entities(path: Path) -> None:
    packed(path, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'})


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(65_000_000)


def resaved(path: Path) -> None:
    """Pack the same parts in another way, as an office program that saves a file does."""
    parts = unpacked(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(parts.items()):
            archive.writestr(name, content)


def noted(path: Path) -> None:
    note = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>xem lại</w:t></w:r></w:p></w:comments>'
    packed(path, {"word/comments.xml": note.encode()})


def of_another_revision(path: Path) -> None:
    """A PDF says of which revision it is where every program can read it."""
    content, count = re.subn(rb"(<pdf:Keywords>[^<]*?)[0-9a-f]{7}", rb"\g<1>1234567", path.read_bytes())
    assert count == 1
    path.write_bytes(content)


# A file of the site, what is done to it, and what the page says of it.
FILES = [
    (WORD, untouched, ["trùng từng byte", "Giảm nghèo bền vững huyện Bắc Hà năm 2022"]),
    (WORKBOOK, untouched, ["trùng từng byte"]),
    (MATRIX, untouched, ["trùng từng byte"]),
    ("du-lieu/du-lieu.xlsx", untouched, ["trùng từng byte"]),
    (WORD, resaved, ["không trùng", "lưu lại bằng chương trình khác"]),
    (WORKBOOK, resaved, ["không trùng", "lưu lại bằng chương trình khác"]),
    (WORD, part(*REWORDED), ["1 chỗ khác", "Sửa", "3.695", "3.659"]),
    # The first of seven copies of a line.
    (WORD, part("word/document.xml", ">Nội dung hỗ trợ:", ">Nội dung hỗ trợ 2022:"), ["1 chỗ khác", "Sửa"]),
    (WORD, part("word/document.xml", "<w:sectPr", RUN.format(HOSTILE.replace("<", "&lt;"))), ["1 chỗ khác", "Thêm: <img"]),
    (WORD, part("word/document.xml", r"<w:t [^>]*>[^<]*3\.695[^<]*</w:t>", ""), ["1 chỗ khác"]),
    (WORD, part("word/document.xml", "<w:r><w:t ", "<w:r><w:rPr><w:vanish/></w:rPr><w:t "), ["Có chữ ẩn"]),
    (WORD, part("word/footer1.xml", "</w:p>", "<w:r><w:t> MẬT</w:t></w:r></w:p>"), ["MẬT"]),
    (WORD, noted, ["Có ghi chú: “xem lại”"]),
    (WORD, part("customXml/item1.xml", 'revision="[^"]*"', 'revision="1234567"'), ["bản dữ liệu 1234567", "Bản đang công bố là"]),
    (WORD, part("customXml/item1.xml", 'document="[^"]*"', 'document="__proto__"'), ["“__proto__”, mà trang này không có"]),
    (WORD, part("customXml/item1.xml", "urn:planbook:manifest:1", "urn:x"), ["không rõ nguồn"]),
    (WORKBOOK, part("xl/worksheets/sheet3.xml", "<v>3695</v>", "<v>3659</v>"), ["Trang tính “Kinh phí”, hàng", "3695", "3659"]),
    (WORKBOOK, book(hidden_sheet), ["Trang tính “Thêm” bị ẩn", "Thêm: Trang tính “Thêm”"]),
    (MATRIX, add("x"), ["không trùng", "tự ghi tên là “Biểu", "lập lúc 2026", "Đó cũng là bản đang công bố", "ai cũng sửa được"]),
    (MATRIX, of_another_revision, ["1234567", "không trùng", "có thể chỉ là của một bản trước", "ai cũng sửa được"]),
    # What is none of these files, or is made to harm.
    (WORD, bomb, ["nén nhiều hơn mọi tệp văn phòng"]),
    (WORD, entities, ["bị hỏng"]),
    (WORD, huge, ["lớn hơn 64 MB"]),
    (WORD, lambda path: path.write_bytes(path.read_bytes()[:-30]), ["bị hỏng"]),
    (WORD, lambda path: path.write_bytes(path.read_bytes()[:20] + path.read_bytes()[40:]), ["bị hỏng"]),
    (WORD, lambda path: path.write_bytes(b"PK"), ["bị hỏng"]),
    (WORD, lambda path: path.write_bytes(b""), ["không phải tệp Word"]),
    (WORD, lambda path: path.write_bytes(b"<script>alert(1)</script>"), ["không phải tệp Word"]),
    (WORD, lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" * 99), ["kiểu cũ"]),
    ("huong-dan/ke-hoach-cu.docx", untouched, ["trùng từng byte"]),
    (WORD, part("word/document.xml", "</w:body>", ""), ["bị hỏng"]),
]  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_a_file_is_judged_in_the_browser_alone(committed, tmp_path, serve, browser, width):
    is_narrow = width == 360
    base = (
        (committed / "site-offline").as_uri() + "/"
        if is_narrow
        else serve(committed / "site", {"Content-Security-Policy": POLICY})
    )
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab, complaints = context.new_page(), []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: complaints.append(dialog.message))
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.goto(f"{base}xac-minh/index.html")
    field, told = tab.get_by_label("Chọn tệp"), tab.locator(".proof")
    field.focus()
    expect(field).to_be_focused()

    for number, (path, alter, sentences) in enumerate(FILES):
        copy = Path(shutil.copy(committed / "site" / path, tmp_path / f"{number}{Path(path).suffix}"))
        alter(copy)
        named = copy.rename(tmp_path / f"{number} {HOSTILE.replace('.docx', copy.suffix)}")
        field.set_input_files(named)
        expect(told.locator("h2")).to_contain_text(f"{number} <img")
        expect(told).not_to_contain_text("Không đọc được tệp này")
        for sentence in sentences:
            assert sentence in " ".join(told.inner_text().split()), (number, path)
        assert tab.locator(".proof img, .proof script").count() == 0
    field.set_input_files(tmp_path / f"6 {HOSTILE}")
    expect(told.locator("del, ins")).to_have_text(["3.695", "3.659"])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    # Chromium draws its own error, with a style, into a document that it cannot parse.
    assert [words for words in complaints if not words.startswith("Applying inline style")] == []
    content = named.read_bytes()
    assert (
        tab.evaluate("text => sha256.bare(new TextEncoder().encode(text))", "Kế hoạch" * 99)
        == hashlib.sha256(("Kế hoạch" * 99).encode()).hexdigest()
    )
    assert (
        tab.evaluate("([...bytes]) => sha256.bare(Uint8Array.from(bytes))", [*content[:999]])
        == hashlib.sha256(content[:999]).hexdigest()
    )

    drop = """text => {
        const files = new DataTransfer();
        files.items.add(new File([text], "thả.docx"));
        document.querySelector(".file-proof").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: files }));
    }"""
    tab.evaluate(drop, "không phải tệp Word")
    expect(told.locator("h2")).to_have_text("thả.docx")
    context.close()
    looked_at = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    looked_at.goto(f"{base}xac-minh/index.html")
    looked_at.get_by_label("Chọn tệp").set_input_files(tmp_path / f"6 {HOSTILE}")
    expect(looked_at.locator(".proof ins")).to_have_count(1)
    assert faults(looked_at) == []
    looked_at.context.close()


def test_what_is_published_for_the_page_is_what_the_files_hold(committed):
    index = (committed / "site/xac-minh/tat_ca.js").read_text("utf-8")
    listed = dict(re.findall(r'"([0-9a-f]{64})": "([^"]+)"', index))
    documents = {path for path in (committed / "site").rglob("*") if path.suffix in (".docx", ".xlsx", ".pdf")}

    assert {committed / "site" / path for path in listed.values()} == documents
    assert all(
        hashlib.sha256((committed / "site" / path).read_bytes()).hexdigest() == digest
        for digest, path in listed.items()
    )
