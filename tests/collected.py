"""Collection workbooks in the hands of agencies: given out, filled in cell by cell, saved, and taken back."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import yaml

from planbook.checks import examine
from planbook.model.period import parse_report_period
from planbook.outputs.collecting import Collecting, CollectRequest
from planbook.returns.answers.answer import EditChoice
from planbook.returns.pull_files import pull_files
from tests.conftest import ROOT

PLAN, PERIOD = "lang-nghe-2026", "2026-Q4"
RECEIVED = date(2026, 12, 18)
TARGETS, TASKS, MONEY, REPORTS, TEXTS = "Chỉ tiêu", "Nhiệm vụ", "Kinh phí", "Báo cáo", "Khó khăn, đề xuất"


def year_office(folder: Path, *, with_period=False) -> Path:
    """The invented office of the year, whose last quarter nobody has told of yet."""
    shutil.copytree(ROOT / "tests/workspaces/year/data", folder / "data")
    if not with_period:
        results(folder).unlink()
    return folder


def results(root: Path, period=PERIOD) -> Path:
    return root / f"data/results/{PLAN}/{period}.yaml"


def written(root: Path, period=PERIOD) -> dict:
    return (
        yaml.load(results(root, period).read_text("utf-8"), yaml.BaseLoader) if results(root, period).exists() else {}
    )


def collecting(root: Path, period=PERIOD, **request) -> Collecting:
    return Collecting(root, CollectRequest(PLAN, parse_report_period(period), **request))


def give_out(root: Path, period=PERIOD, **request) -> dict[str, Path]:
    """The workbooks by their agencies."""
    folder = root / "phieu"
    folder.mkdir(exist_ok=True)
    paths = {}
    for name, content in collecting(root, period, **request).workbooks():
        path = folder / name
        path.write_bytes(content)
        paths[path.stem.removeprefix(f"{PLAN}-{period.lower()}-")] = path
    return paths


class Form:
    """A workbook that somebody fills in: cells are named by the id of their row and the name of their column."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)

    def ids(self, sheet) -> list[str]:
        return [cell.value for cell in self.book[sheet]["A"][2:] if cell.value]

    def column(self, sheet, name) -> int:
        return [cell.value for cell in self.book[sheet][1]].index(name) + 1

    def cell(self, sheet, row, name):
        page = self.book[sheet]
        at = next(cell.row for cell in page["A"] if cell.value == row)
        return page.cell(at, self.column(sheet, name))

    def fill(self, sheet, row, **values) -> "Form":
        for name, value in values.items():
            self.cell(sheet, row, name).value = value
        return self

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def pulled(root: Path, *paths, choice=None, **more):
    return pull_files(root, paths, choice or EditChoice(), apply=True, received=RECEIVED, **more)


def sound(root: Path) -> bool:
    return not [finding for finding in examine(root / "data")[1] if finding.stops_the_build]
