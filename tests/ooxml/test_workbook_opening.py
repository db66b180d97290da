"""Workbooks that are none, or that could hurt: refused at once, in one sentence; odd ones read as they are meant."""

import io
import resource
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from planbook.ooxml.opening import WORKBOOK, NotAWorkbook, read_package
from planbook.ooxml.workbooks import letters, read_book
from planbook.render.sheet import workbook
from planbook.views.workbook.sheets import Sheet, SheetColumn, SheetRow, Workbook
from tests.conftest import ROOT
from tests.foreign_word import foreign_plan
from tests.ooxml.test_word_opening import BOMB, LAUGHS, locked
from tests.word_edits import packed, parts_of

SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def plain() -> bytes:
    sheet = Sheet("Tờ", "TỜ", (SheetColumn("Một"),), (SheetRow("a", ("x",)), SheetRow("b", (Decimal("1.5"),))))
    view = Workbook("p", "Kế hoạch", "Kế hoạch", "UBND", "Dự thảo", "", "", "{page}/{pages}", (sheet,))
    return workbook(view, datetime(2026, 11, 21, tzinfo=UTC))


def with_part(name: str, content: bytes) -> bytes:
    return packed(parts_of(plain()) | {name: content})


def sheet(change) -> bytes:
    parts = parts_of(plain())
    return packed(parts | {SHEET: change(parts[SHEET])})


def rows(xml: bytes) -> bytes:
    return sheet(lambda whole: whole.replace(b"</sheetData>", xml + b"</sheetData>"))


HOSTILE = {
    "an empty file": (b"", "the file is empty"),
    "text with commas": (b"STT,Ten\n1,a\n", "this is not an Excel workbook"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "a file of old Word or Excel (.doc, .xls)"),
    "a password": (locked(), "protected by a password"),
    "a Word document": (foreign_plan(), "this is a Word document"),
    "OpenDocument": (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument file"),
    "cut off": (plain()[:2000], "damaged or was cut off"),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "the file holds macros"),
    "other workbooks": (with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "values from other workbooks"),
    "a bomb": (lambda: with_part("xl/media/image1.png", BOMB), "grow beyond all measure"),
    "entities": (sheet(lambda xml: xml.replace(b"?>", f"?>{LAUGHS}".encode(), 1)), "entities of its own"),
    "too many cells": (
        lambda: rows(b"".join(b'<c r="B%d"/>' % at for at in range(900_000))),
        "more cells than any plan",
    ),
    "XML that does not end": (sheet(lambda xml: xml[:600]), "damaged"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_in_one_sentence(what):
    content, said = HOSTILE[what]
    with pytest.raises(NotAWorkbook) as refusal:
        read_book(read_package(content() if callable(content) else content, WORKBOOK))

    assert said in str(refusal.value.message)
    assert "\n" not in str(refusal.value.message)


# Small files that a program which believes them would need all memory for.
WIDE = {
    "a merged world": (
        sheet(lambda xml: xml.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        3,
    ),
    "the last cell": (rows(b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'), 3),
    "odd places": (rows(b'<row r="99999999999"><c r="ZZZZ1" t="inlineStr"><is><t>x</t></is></c></row>'), 2),
}  # fmt: skip


@pytest.mark.parametrize("what", WIDE)
def test_places_far_away_cost_nothing(what):
    content, least = WIDE[what]
    (page,) = read_book(read_package(content, WORKBOOK)).pages

    assert least <= sum(map(len, page.rows.values())) < 1000


@pytest.mark.parametrize("what", ["a bomb", "too many cells", "entities", "a merged world"])
def test_the_command_answers_fast_and_small(what, tmp_path):
    content = (HOSTILE.get(what) or WIDE[what])[0]
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(content() if callable(content) else content)
    limit = 300_000_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = subprocess.run(
        [sys.executable, ROOT / "build_docs.py", "pull", path],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )

    assert answer.returncode == 2, answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
    assert len(answer.stderr.strip().splitlines()) <= 2
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Not by the clock: other programs may share the machine.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def only(change) -> object:
    """The cell B2 of a workbook of openpyxl, as it is read."""
    book = openpyxl.Workbook()
    change(book.active["B2"])
    stream = io.BytesIO()
    book.save(stream)
    return read_book(read_package(stream.getvalue(), WORKBOOK)).pages[0].rows.get(2, {}).get(2)


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        (1.1, "General", Decimal("1.1")),
        (81689, "#,##0", Decimal(81689)),
        (0.025, "0.0%", "2,5%"),
        (0.3, '0"%"', Decimal("0.3")),
        (date(2026, 4, 10), "dd/mm/yyyy", date(2026, 4, 10)),
        (date(2026, 4, 10), "[$-42A]dd/mm/yyyy", date(2026, 4, 10)),
        (date(2026, 6, 1), "mmm-yy", "6/2026"),
        (46122.3125, "dd/mm/yyyy hh:mm", Decimal("46122.3125")),
        ("007", "@", "007"),
        (True, "General", "TRUE"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_is_shown(value, number_format, read):
    def change(cell):
        cell.value, cell.number_format = value, number_format

    assert only(change).value == read


def test_runs_are_one_text_and_a_struck_one_is_told():
    def change(cell):
        cell.value = CellRichText("Sở ", TextBlock(InlineFont(strike=True), "Y tế"))

    assert (only(change).value, only(change).trouble) == ("Sở Y tế", "struck")


def test_columns_have_letters():
    assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
