"""A cell of a collection workbook: what people type, what it means, and what nobody may guess."""

from datetime import date
from decimal import Decimal

import pytest

from planbook.ooxml.workbooks import SheetCell
from planbook.reading.not_taken import Unread, attempted
from planbook.returns.collected.collected_cells import CellReading, CellValue, read_cell

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
STATES = {"đang thực hiện": "under-way", "hoàn thành": "done", "hoàn thành quá hạn": "done"}


def read(typed, name="value", unit="người", near=(3000,), trouble=""):
    choices = STATES if name == "state" else {}
    value = Decimal(str(typed)) if isinstance(typed, int | float) else typed
    reading = CellReading(name, choices, unit, tuple(map(Decimal, near)), FIRST, LAST)
    return attempted(read_cell, SheetCell(value, trouble), reading)


@pytest.mark.parametrize(
    ("typed", "unit", "stated"),
    [
        (3050, "người", "3.050"),
        ("3.050", "người", "3.050"),
        (" 3 050 ", "người", "3.050"),
        ("3\u00a0050", "người", "3.050"),
        ("3.050 người", "người", "3.050"),
        ("3050 NGƯỜI", "người", "3.050"),
        ("3,050.0", "người", "3.050"),
        ("1,234,567", "người", "1.234.567"),
        ("02", "làng nghề", "2"),
        ("8%", "%", "8"),
        ("8,5 %", "%", "8,5"),
        (8.5, "%", "8,5"),
        ("0,5%", "%/năm", "0,5"),
        ("43,25", "tỷ đồng", "43,25"),
        ("43,25 tỷ đồng", "tỷ đồng", "43,25"),
        ("0", "tỷ đồng", "0"),
        (1.0, "người", "1"),
        (None, "người", ""),
        ("  ", "người", ""),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed, unit, stated):
    near = {"%": (10,), "%/năm": (1,), "tỷ đồng": (40,), "làng nghề": (4,)}.get(unit, (3000,))
    assert read(typed, unit=unit, near=near) == CellValue(stated)


@pytest.mark.parametrize(
    "typed",
    [
        "3,050",
        "80%",
        "khoảng 3.000",
        "≥ 3000",
        "3.05.0",
        "Q3",
        "-5",
        -5,
        date(2026, 3, 5),
        "3 nghìn",
        "không",
        "1.5",
        "3000 ha",
        "1e3",
    ],
)
def test_what_is_no_number_or_may_be_two_is_refused(typed):
    assert isinstance(read(typed), Unread)


@pytest.mark.parametrize(
    ("typed", "unit", "near", "meant"),
    [(3.05, "người", 3000, "3.050"), (1.52, "người", 1120, "1.520"), (0.11, "%", 18, "11"), (0.9, "%", 90, "90")],
)
def test_a_number_that_a_sheet_may_have_read_otherwise_needs_a_yes(typed, unit, near, meant):
    answer = read(typed, unit=unit, near=(near,))
    assert answer.stated == str(typed).replace(".", ",")
    assert answer.doubt.values["meant"] == meant


@pytest.mark.parametrize(("typed", "unit", "near"), [(31.5, "tỷ đồng", 40), (0.5, "%", 1), (1.52, "ha", 2)])
def test_small_numbers_that_are_likely_are_taken(typed, unit, near):
    assert read(typed, unit=unit, near=(near,)).doubt is None


@pytest.mark.parametrize(
    ("typed", "day", "doubt"),
    [
        (date(2026, 12, 10), "2026-12-10", ""),
        ("10/12/2026", "2026-12-10", ""),
        (" 10-12-2026", "2026-12-10", ""),
        ("10.12.2026", "2026-12-10", ""),
        ("2026-12-10", "2026-12-10", ""),
        ("10/12", "2026-12-10", "10/12/2026"),
        ("10/12/26", "2026-12-10", "10/12/2026"),
        (46366, "2026-12-10", "10/12/2026"),
        (46366.354, "2026-12-10", "10/12/2026"),
        (date(2026, 5, 11), "2026-05-11", "05/11/2026"),
        (date(2026, 9, 30), "2026-09-30", ""),  # what was done before it was told of
    ],
)
def test_a_day_is_read_however_it_was_typed(typed, day, doubt):
    assert read(typed, "begun").stated == day
    answer = read(typed, "done")
    assert answer.stated == day
    assert doubt == (answer.doubt.values.get("meant") or answer.doubt.values["day"] if answer.doubt else "")


def test_work_that_began_before_the_period_is_no_slip():
    assert read(date(2026, 8, 10), "begun").doubt is None


@pytest.mark.parametrize("typed", ["Q3", "quý IV/2026", "31/11/2026", "hôm qua", "12/2026", 5, "30/2"])
def test_what_is_no_day_is_refused(typed):
    assert isinstance(read(typed, "done"), Unread)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Đang thực hiện", "under-way"),
        ("đang  thực hiện.", "under-way"),
        ("HOÀN THÀNH", "done"),
        ("Hoàn thành quá hạn", "done"),
        ("Hoàn thành 80%", None),
        ("xong", None),
        (1, None),
    ],
)
def test_a_state_is_one_of_the_list_or_of_the_official_ones(typed, state):
    answer = read(typed, "state")
    assert isinstance(answer, Unread) if state is None else answer == CellValue(state)


@pytest.mark.parametrize(
    ("typed", "stated"),
    [("Thiếu\n giáo viên", "Thiếu giáo viên"), (12, "12"), (2026, "2026"), (date(2026, 3, 5), "05/3/2026")],
)
def test_words_are_taken_in_one_line(typed, stated):
    assert read(typed, "note") == CellValue(stated)


def test_a_mention_is_not_typed():
    assert isinstance(read("mới được {result:dao-tao}", "text"), Unread)


@pytest.mark.parametrize("trouble", ["struck", "raised", "unseen", "symbol", "error", "merged"])
def test_what_a_cell_only_seems_to_say_is_refused(trouble):
    assert isinstance(read(3050, trouble=trouble), Unread)


def test_a_formula_counts_by_what_came_of_it():
    assert read(0.1 + 0.2 + 42, unit="tỷ đồng", near=(40,), trouble="formula") == CellValue("42,3")
    assert isinstance(read("", trouble="formula"), Unread)
