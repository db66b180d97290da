"""Files that come from anywhere: each reader refuses in words what is no file of its kind, and never waits for it."""

import ast
import os
import socket
from datetime import date
from decimal import Decimal

import pytest

from planbook.layout import examine_all
from planbook.layout.rules import load_rules
from planbook.messages.diagnostics import Text
from planbook.ooxml.opening import WORKBOOK, NotAWordFile, NotAWorkbook, read_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.workbooks import read_book
from planbook.repository.foreign_files import Unopened, content_of
from planbook.verify.proof import read_published
from planbook.verify.readers import calendar_lines, csv_lines, json_lines, workbook_lines
from tests.conftest import FIVE, ROOT
from tests.foreign_word import foreign_plan
from tests.ooxml.test_workbook_opening import plain, rows, sheet
from tests.word_edits import packed, parts_of

ENDINGS = (".docx", ".xlsx", ".pdf", ".html", ".csv", ".json", ".ics")
DOCUMENT = "word/document.xml"


def odd_files(folder):
    """Everything that can bear a name and is no file, by what it is."""
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "gone").symlink_to(folder / "nowhere")
    (folder / "to-folder").symlink_to(folder / "folder")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "socket"))
    server.close()
    return [*map(folder.joinpath, ("pipe", "folder", "loop", "gone", "to-folder", "socket")), "/dev/zero", "/dev/null"]


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path):
    for path in odd_files(tmp_path):
        with pytest.raises(Unopened) as refusal:
            content_of(path)
        assert isinstance(refusal.value.message, Text), path
        assert refusal.value.message.in_language("vi") != refusal.value.message.in_language("en")


def test_a_link_to_a_file_is_that_file(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")

    assert content_of(tmp_path / "b") == b"x"


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(Unopened, match="larger than 64 MB"):
        content_of(tmp_path / "sparse")


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_reader_of_verify_refuses_what_is_no_file(tmp_path, ending):
    os.mkfifo(tmp_path / f"pipe{ending}")
    (tmp_path / f"folder{ending}").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(Unopened, match="a folder, a pipe or a device"):
            read_published(tmp_path / f"{name}{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
def test_bytes_of_another_kind_are_refused_in_the_users_language(tmp_path, ending):
    for content in (b"\0\xff\xfe" * 50, b"\xd0\xcf\x11\xe0" + bytes(600), b"[" * 100_000, b"PK\x03\x04" + bytes(100)):
        path = tmp_path / f"x{ending}"
        path.write_bytes(content)
        refused = None
        try:
            read_published(path)
        except Unopened as refusal:
            refused = refusal.message
        assert refused is None or refused.in_language("vi") != refused.in_language("en")


def test_check_layout_goes_on_behind_a_file_that_it_cannot_open(tmp_path):
    good = tmp_path / "good.docx"
    good.write_bytes(foreign_plan())
    found, lines = examine_all([*odd_files(tmp_path), good], load_rules(FIVE))

    assert [one.check for one in found].count("not-a-word-file") == 8
    assert str(good) in lines


def test_nothing_else_opens_a_foreign_file():
    """All readers get their bytes from `content_of`, and no other library unpacks a file of Word or Excel."""
    allowed = {
        "ooxml/opening.py": {"ZipFile", "open"},
        "ooxml/package.py": {"ZipFile"},  # only writes
        # Takes from a published file no more parts, and of each no more bytes, than its own of the same path has.
        "verify/anew.py": {"ZipFile", "open", "read_bytes"},
    }
    readers = [
        path for part in ("ooxml", "layout", "returns", "verify") for path in (ROOT / "planbook" / part).glob("*.py")
    ]
    assert len(readers) > 40
    for path in readers:
        calls = [one.func for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.Call)]
        names = {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls}
        opened = names & {"read_bytes", "open", "ZipFile", "load_workbook"}
        assert opened <= allowed.get(path.relative_to(ROOT / "planbook").as_posix(), set()), path


# Workbooks: what a cell may hold that is no value.
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B9" t="d"><v>soon</v></c>', "soon"),
        ('<c r="B9" t="d"><v>2026-04-09T00:00:00</v></c>', date(2026, 4, 9)),
        ('<c r="B9" t="d"><v>2026-02-30</v></c>', "2026-02-30"),
        ('<c r="B9" t="d"/>', None),
        ('<c r="B9" t="s"><v>\u00b2</v></c>', None),
        ('<c r="B9" t="s"><v>-1</v></c>', None),
        (f'<c r="B9" t="s"><v>{"9" * 5000}</v></c>', None),
        ('<c r="B9" s="\u00b2"><v>5</v></c>', Decimal(5)),
        (f'<c r="B9" s="{"9" * 5000}"><v>5</v></c>', Decimal(5)),
        ("<c r='B9'><v>Infinity</v></c>", "Infinity"),
        ("<c r='B9'><v>NaN</v></c>", "NaN"),
        ("<c r='B9'><v>1e999</v></c>", "1e999"),
        ("<c r='B9'><v>1_000</v></c>", "1_000"),
        ("<c r='B9'><v>.</v></c>", "."),
        ("<c r='B9'><v>\u0661</v></c>", "\u0661"),
        ("<c r='B9' t='str'><v>_xD800_</v></c>", "\ufffd"),
    ],
)
def test_a_cell_that_holds_no_value_of_its_kind_is_text_or_empty(cell, value):
    content = rows(f'<row r="9">{cell}</row>'.encode())
    cells = read_book(read_package(content, WORKBOOK)).pages[0].rows.get(9, {})

    assert (cells[2].value if 2 in cells else None) == value
    assert workbook_lines(content).lines


def test_a_row_or_style_without_a_number_is_read(tmp_path):
    content = sheet(lambda xml: xml.replace(b'<row r="1"', '<row r="\u00b9"'.encode(), 1))
    assert read_book(read_package(content, WORKBOOK)).pages[0].rows


def merged(*areas: str) -> bytes:
    xml = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return sheet(lambda whole: whole.replace(b"</sheetData>", f"</sheetData><mergeCells>{xml}</mergeCells>".encode()))


def test_one_huge_merged_area_is_read_at_once():
    assert workbook_lines(merged("A1:XFD1048576")).lines == ()


def test_merged_areas_that_lie_over_each_other_are_refused():
    with pytest.raises(NotAWorkbook, match="merged cells"):
        workbook_lines(merged(*["A1:XFD1048576"] * 9_000))


def test_one_sheet_under_many_names_is_refused():
    names = b"".join(b'<sheet name="%d" sheetId="%d" r:id="rId1"/>' % (at, at) for at in range(2, 3000))
    parts = parts_of(plain())
    content = packed(parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"</sheets>", names + b"</sheets>")})
    with pytest.raises(NotAWorkbook, match="two sheets"):
        workbook_lines(content)


# Word.
def word(change) -> bytes:
    parts = parts_of(foreign_plan())
    return packed(parts | {DOCUMENT: change(parts[DOCUMENT])})


@pytest.mark.parametrize("count", [1, 500])
def test_a_field_that_never_ends_is_refused(count):
    begin = b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    content = word(lambda xml: xml.replace(b"<w:r>", begin + b"<w:r>", count))
    with pytest.raises(NotAWordFile, match="a field of the file begins and does not end"):
        read_returned(read_package(content))


def test_text_boxes_in_text_boxes_are_read_once():
    box = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"
    inner = "<w:p><w:r><w:t>trong cung</w:t></w:r></w:p>"
    for _ in range(40):
        inner = box.format(inner)
    content = word(lambda xml: xml.replace(b"<w:body>", f"<w:body>{inner}".encode(), 1))
    found = read_returned(read_package(content)).paragraphs

    assert sum("trong cung" in "".join(getattr(one, "text", "") for one in each.content) for each in found) == 1


# The other formats.
def test_json_with_numbers_that_no_plan_has_is_read_or_refused():
    assert "NaN" in json_lines(b'{"a": NaN}').lines[0].text
    assert "Infinity" in json_lines(b'{"a": Infinity, "b": 1E999999999}').lines[0].text
    for content in (b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000):
        with pytest.raises(Unopened):
            json_lines(content)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MINUTELY;COUNT=9999999"])
def test_a_calendar_of_endless_rhythms_is_refused(rule):
    entry = f"BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:{rule}\r\nEND:VEVENT\r\n"
    with pytest.raises(Unopened, match="no calendar"):
        calendar_lines(f"BEGIN:VCALENDAR\r\n{entry}END:VCALENDAR\r\n".encode())


def test_a_calendar_without_an_end_is_due_a_thousand_times_at_most():
    entry = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=MONTHLY\r\nEND:VEVENT\r\n"
    found = calendar_lines(f"BEGIN:VCALENDAR\r\n{entry}END:VCALENDAR\r\n".encode())

    assert found.lines[0].text.count(", ") == 999


def test_only_the_apostrophe_before_a_formula_is_taken_off():
    assert [one.text for one in csv_lines(b"'=a '=b,'c,''=d\n").lines] == ["=a '=b | 'c | '=d"]
