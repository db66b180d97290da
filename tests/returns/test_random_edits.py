"""A workbook that comes back says what was edited, whoever saved it, and nothing else."""

import io
import random
from itertools import product

import openpyxl
import pytest

from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.returns.workbook.pull_workbook import compared_workbook
from tests.conftest import FIVE, PLANS, sampled
from tests.libreoffice import converted
from tests.returns.workbook_edits import check_edits, exported, random_edits, saved


@pytest.fixture(scope="session")
def saved_by_libreoffice(plans, words, tmp_path_factory):
    """Every workbook as it is given out, opened and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("calc")
    files = [folder / f"{plan}.xlsx" for plan in PLANS]
    for path in files:
        path.write_bytes(exported(plans, words, path.stem))
    return {path.stem: path.read_bytes() for path in converted(files, "xlsx", folder / "saved")}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("program", ["as it is", "openpyxl", "LibreOffice"])
def test_a_workbook_that_was_only_opened_and_saved_changes_nothing(
    state, plans, words, saved_by_libreoffice, plan, program
):
    content = exported(plans, words, plan)
    if program == "openpyxl":
        content = saved(openpyxl.load_workbook(io.BytesIO(content)))
    elif program == "LibreOffice":
        content = saved_by_libreoffice[plan]

    answer, text = compared_workbook(FIVE, read_book(read_package(content, WORKBOOK)), state)

    assert (answer.plan, answer.proposals, answer.refused, answer.conflicts, answer.notes) == (plan, (), (), (), ())
    assert text.encode() == state.files.contents[f"data/plans/{plan}.yaml"]


@pytest.mark.parametrize(("plan", "seed"), sampled([*product(PLANS, range(2))], 3))
def test_random_edits_of_cells_come_back_exactly(hand, words, plan, seed):
    mine = hand(plan)
    edited = random_edits(random.Random(f"{plan} {seed}"), mine, 60)

    answer, text = mine.pulled()

    assert len(edited) > 10
    check_edits(mine, edited, answer, text, words)


def test_random_edits_saved_by_libreoffice_come_back_exactly(hand, words, tmp_path):
    hands = {plan: hand(plan) for plan in PLANS}
    edits = {plan: random_edits(random.Random(plan), mine, 30) for plan, mine in hands.items()}
    for plan, mine in hands.items():
        (tmp_path / f"{plan}.xlsx").write_bytes(saved(mine.book))
    files = converted([tmp_path / f"{plan}.xlsx" for plan in PLANS], "xlsx", tmp_path / "saved")
    for path in files:
        mine = hands[path.stem]
        answer, text = compared_workbook(FIVE, read_book(read_package(path.read_bytes(), WORKBOOK)), mine.state)
        check_edits(mine, edits[path.stem], answer, text, words)
