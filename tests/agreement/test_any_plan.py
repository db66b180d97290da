"""Whatever shape a plan has, its page and its Word draft print every text and every number that it holds."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from planbook.model.number import official
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.documents import sheet_html, sheets_of_agencies, word_draft
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.agreement.random_plan import OFFICE, RandomPlan
from tests.conftest import sampled
from tests.offices import files, written
from tests.reading_back import docx_text

ELSEWHERE = {"short_text": "how tables, calendars and letters word a task"}
NAMES = {"so-b": "Sở B", "so-c": "Sở Cao", "so-d": "Sở Dài", "cac-so": "ác sở, ngành"}
RHYTHMS = {
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half-year": "6 tháng",
    "nine-months": "9 tháng",
    "year": "hằng năm",
}
MARK = re.compile(r"q\d+z|\b\d\.\d{3}\b")
LISTED = re.compile(r"<li>(.*?)</li>")


def texts_of(plain: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """The key and each word or number to be looked for of plain data, but for what is printed elsewhere."""
    if isinstance(plain, dict):
        for report in plain.get("reporting", ()):
            yield "reporting", times_of(report)
        for name, value in plain.items():
            yield from texts_of(value, name)
    elif isinstance(plain, list):
        for value in plain:
            yield from texts_of(value, key)
    elif key not in ELSEWHERE:
        yield from ((key, mark) for mark in MARK.findall(plain))


def times_of(report: dict[str, Any]) -> str:
    """How often and before which days a report is due, as the line below it says."""
    days = [day.split("/") for day in report.get("before_days") or filter(None, [report.get("before_day")])]
    written = ", ".join("/".join([f"{int(day):02}", *month]) for day, *month in days)
    parts = (
        ", ".join(RHYTHMS[rhythm] for rhythm in report.get("every", ())),
        f"trước ngày {written}" if written else "",
        f"các tháng {', '.join(report['months'])}" if "months" in report else "",
        f"tháng thứ {report['months_after']} sau kỳ báo cáo" if "months_after" in report else "",
        "khi có yêu cầu" if "on_request" in report else "",
    )
    return "; ".join(filter(None, parts))


def works_of(plain: Any) -> Iterator[str]:
    """A word of the work of each deadline of plain data that ends or comes again."""
    if isinstance(plain, dict):
        times = (time for time in plain.get("deadlines", ()) if "throughout" not in time)
        yield from (MARK.findall(time.get("work") or plain.get("text") or plain["heading"])[0] for time in times)
    for value in plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ():
        yield from works_of(value)


def marks_of(plain: Any) -> Iterator[tuple[str, str]]:
    """Each word and number of plain data, as open data write it."""
    if isinstance(plain, dict | list):
        for value in plain.values() if isinstance(plain, dict) else plain:
            yield from marks_of(value)
    else:
        yield from (("", mark) for mark in MARK.findall(plain))


def in_sheets(plain: Any) -> Iterator[str]:
    """The words of targets and tasks, and the numbers of targets and money, which a workbook holds."""
    for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ():
        if key in ("targets", "results"):
            yield from (
                mark
                for entry in value
                for mark in MARK.findall(f"{entry['text']} {entry.get('value')} {entry.get('values')}")
            )
        elif key == "budget":
            yield from MARK.findall(f"{value['total']} {value.get('note')} {value.get('lines')}")
        yield from in_sheets(value)


def cells_of(made: Edition) -> Iterator[str]:
    """What stands in the cells of the workbook, numbers as an official writes them."""
    for sheet in made.sheets["thu"].values():
        for row in sheet.rows:
            yield from (official(cell) if isinstance(cell, Decimal) else f"{cell}" for cell in row.cells)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("any") / "office", {}, **OFFICE)


def times_in(task: dict[str, Any]) -> Iterator[Any]:
    """The deadlines of what stands in a task, and what each is of that says no work."""
    for part in (part for key in ("aims", "beneficiaries", "measures", "items") for part in task.get(key, ())):
        for time in part.get("deadlines", ()):
            yield time.get("work") or part.get("heading") or part["text"]
        yield from times_in(part)


def tasks_of(plain: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each task of plain data with the assignment that holds for it."""
    if isinstance(plain, dict):
        for task in plain.get("tasks", ()):
            yield task, task.get("assignment", plain.get("assignment", {}))
    for value in plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ():
        yield from tasks_of(value)


def targets_of(plain: Any) -> Iterator[dict[str, Any]]:
    """The targets and expected results of plain data."""
    for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ():
        yield from value if key in ("targets", "results") else targets_of(value)


def entries_of(plain: Any) -> Iterator[dict[str, Any]]:
    """The duties and reports of plain data, a report with its times."""
    for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ():
        if key == "duties" and isinstance(value, list):
            yield from value
        elif key == "reporting":
            yield from ({"id": report["id"], "reporting": [report]} for report in value)
        else:
            yield from entries_of(value)


def made_of(folder: Path, plan: dict[str, Any]) -> Edition:
    (folder / "data/plans/thu.yaml").write_bytes(files(plan, **OFFICE).contents["data/plans/thu.yaml"])
    return edition(read_sources(folder), made_at(folder))


@pytest.mark.parametrize("seed", sampled(range(200), 10))
def test_every_text_and_number_of_a_plan_stands_on_its_page_and_in_its_draft(folder, seed):
    plan = RandomPlan(seed).plan()
    made = made_of(folder, plan)
    (folder / "draft.docx").write_bytes(word_draft(made, made.workspace.plans["thu"]))
    sizes = {path: len(content) for path, content in feed_files(made).items()}
    page = page_texts(Site(made, sizes))[Address.PLAN.path(plan="thu")]
    with ZipFile(folder / "draft.docx") as package:
        notes = " ".join(package.read(name).decode() for name in package.namelist() if "footnotes.xml" in name)
    outputs = {"page": page.casefold(), "draft": docx_text(folder / "draft.docx").casefold() + notes.casefold()}
    lost = {(output, *text) for text in texts_of(plan) for output, read in outputs.items() if text[1] not in read}
    assert not lost


@pytest.mark.parametrize("seed", sampled(range(200), 10))
def test_the_matrix_says_of_every_task_who_by_when_with_what_result_and_money(folder, seed):
    plan = RandomPlan(seed).plan()
    made = made_of(folder, plan)
    rows = {row.id: row for group in made.matrices["thu"] for row in group.tasks}
    calendar = {*MARK.findall(" ".join(commitment.work for commitment in made.all_commitments))}
    assert {*works_of(plan)} <= calendar
    assert not {mark for _, mark in marks_of(plan)} - {*MARK.findall(made.plan_data["thu"])}
    assert not {*in_sheets(plan)} - {*MARK.findall(" ".join(cells_of(made)))}
    tasks = next(table for table in made.open_data if table.name == "tasks")
    data = {row["task"]: row for row in tasks.rows_by_name()}
    lost = []
    for task, assignment in tasks_of(plan):
        row = rows[task["id"]]
        money = {key: part for key, part in task.get("budget", {}).items() if key != "heading"}
        cells = [
            (row.name, task.get("short_text") or [task.get("heading"), task.get("text")]),
            (row.lead, assignment.get("lead")),
            (row.coordinating, assignment.get("coordinating")),
            (row.deadline, [task.get("deadlines"), assignment.get("deadlines"), *times_in(task)]),
            (row.duty, assignment.get("duty")),
            (row.result, task.get("result")),
            (row.money, money),
        ]
        lost += [(task["id"], mark) for cell, part in cells for mark in MARK.findall(f"{part}") if mark not in cell]
        columns = ("name", "lead", "coordinating", "deadline", "duty", "result", "money")
        published = " ".join(f"{data[task['id']][column]}" for column in columns)
        lost += [(task["id"], mark) for cell, _ in cells for mark in MARK.findall(cell) if mark not in published]
    assert not lost


@pytest.mark.parametrize("seed", sampled(range(200), 10))
def test_the_sheets_of_agencies_say_of_targets_duties_and_reports_what_the_plan_does(folder, seed):
    plan = RandomPlan(seed).plan()
    made = made_of(folder, plan)
    sheets = {
        sheet.id: {charge.id: " ".join(charge.printed) for _, charges in sheet.lists for charge in charges}
        for sheet in made.agency_sheets["thu"]
    }
    lost = []
    for target in targets_of(plan):
        bodies = [*target.get("lead", ()), *target.get("coordinating", ())]
        for body in bodies:
            printed = sheets[body["agency"]][target["id"]]
            others = [NAMES[other["agency"]] for other in bodies if other["agency"] != body["agency"]]
            told = [name for name in others if name not in printed]
            told += [other["remark"] for other in bodies if other.get("remark", "") not in printed]
            lost += [(target["id"], body["agency"], words) for words in told]
    entries = {id_: lines for sheet in sheets.values() for id_, lines in sheet.items()}
    for entry in entries_of(plan):
        for key, wanted in texts_of(entry) if entry["id"] in entries else ():
            lost += [(entry["id"], key, wanted)] * (wanted not in entries[entry["id"]].casefold())
    assert not lost
    for _, content in sheets_of_agencies(made):
        on_paper = {unescape(line) for line in LISTED.findall(sheet_html(made, "pdf/agency.html", content))}
        charged = [charge for _, charges in content.values["sheet"].lists for charge in charges]
        assert {line for charge in charged for line in charge.printed} == on_paper
