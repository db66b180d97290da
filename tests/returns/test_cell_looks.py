"""A cell whose letters stayed and whose look did not is no plain value: it is refused with its place."""

import io

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, PatternFill

from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.returns.workbook.pull_workbook import compared_workbook
from planbook.returns.workbook.tables import COLUMNS
from tests.conftest import FIVE
from tests.drafts import state
from tests.returns.workbook_edits import TASKS, exported, saved

PLAN = "lao-cai-2026"
ROW = 5  # of a task


def answered(edit):
    """What a workbook says in which somebody changed the name of a task."""
    book = openpyxl.load_workbook(io.BytesIO(exported(state().workspace, state().phrases, PLAN)))
    cell = book[TASKS].cell(ROW, COLUMNS["about_tasks"].index("task") + 2)
    edit(book[TASKS], cell)
    answer, text = compared_workbook(FIVE, read_book(read_package(saved(book), WORKBOOK)), state())
    return answer, text, cell


def rich(cell, **font) -> CellRichText:
    """The text of a cell whose first word has a font of its own."""
    first, _, rest = cell.value.partition(" ")
    return CellRichText(TextBlock(InlineFont(**font), first), f" {rest}")


def in_look(**font):
    return lambda _, cell: setattr(cell, "font", Font(**font))


def in_part(**font):
    return lambda _, cell: setattr(cell, "value", rich(cell, **font))


LOOKS = {
    "struck": (in_look(strike=True), "the cell is struck through"),
    "struck in part": (in_part(strike=True), "the cell is struck through"),
    "raised in part": (in_part(vertAlign="superscript"), "letters of the cell are raised or lowered"),
    "white": (in_look(color="FFFFFFFF"), "letters of the cell cannot be seen"),
    "white of the theme": (in_look(color=Color(theme=0)), "letters of the cell cannot be seen"),
    "tiny": (in_look(sz=1), "letters of the cell cannot be seen"),
    "hidden by its format": (
        lambda _, cell: setattr(cell, "number_format", ";;;"),
        "letters of the cell cannot be seen",
    ),
    "in a font of signs": (in_look(name="Wingdings"), "letters of the cell are shown as other signs"),
    "in an old font": (in_look(name=".VnTime"), "letters of the cell are shown as other signs"),
    "broken in two": (
        lambda _, cell: setattr(cell, "value", cell.value.replace(" ", "\n", 1)),
        "a line break inside the cell",
    ),
}


@pytest.mark.parametrize("what", LOOKS)
def test_a_look_that_changes_what_a_cell_says_is_refused_with_its_place(what):
    edit, message = LOOKS[what]
    answer, text, _ = answered(edit)
    (one,) = answer.refused

    assert str(one.refused.message).startswith(message)
    assert (one.at.values["sheet"], one.at.values["row"]) == (TASKS, ROW)
    assert answer.proposals == ()
    assert text.encode() == state().files.contents[f"data/plans/{PLAN}.yaml"]


def white_on_blue(_, cell):
    cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")


PLAIN = {
    "white on blue": white_on_blue,
    "red and bold": in_look(color="FFFF0000", bold=True),
    "bold in part": in_part(b=True),
    "yellow": lambda _, cell: setattr(cell, "fill", PatternFill("solid", fgColor="FFFFFF00")),
}


@pytest.mark.parametrize("what", PLAIN)
def test_a_look_that_changes_nothing_is_no_edit(what):
    answer, _, _ = answered(PLAIN[what])

    assert (answer.proposals, answer.refused, answer.conflicts) == ((), (), ())


def linked(_, cell):
    cell.hyperlink = "https://example.vn/62"


def drawn_over(sheet, _):
    sheet.add_chart(BarChart(), "D7")


def struck_by_a_condition(sheet, _):
    sheet.conditional_formatting.add("C2:C9", FormulaRule(formula=['$A2<>""'], font=Font(strike=True)))


def heading_struck(sheet, _):
    sheet["C1"].font = Font(strike=True)


SHOWN = {
    "a link": (linked, "the cell leads elsewhere than it says", "C5"),
    "a chart": (drawn_over, "something is drawn over the sheet", "D7"),
    "a condition that strikes out": (struck_by_a_condition, "a conditional format strikes letters", "C2:C9"),
    "a heading": (heading_struck, "the cell is struck through", "C1"),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_a_sheet_shows_beside_its_values_is_refused_with_its_place(what):
    edit, message, place = SHOWN[what]
    answer, _, _ = answered(edit)
    (one,) = answer.refused

    assert str(one.refused.message).startswith(message)
    assert one.at.values["cell"] == place


def test_raised_figures_are_read_as_the_signs_that_they_are():
    def edit(_, cell):
        cell.value = CellRichText(
            f"{cell.value.rstrip('.')} trên 10 km", TextBlock(InlineFont(vertAlign="superscript"), "2")
        )

    answer, _, _ = answered(edit)

    assert [one.new.endswith("10 km²") for one in answer.proposals] == [True]
    assert answer.refused == ()
