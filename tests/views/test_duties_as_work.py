"""Plans that assign only by agency ("Sở B: …"): their duties are work in every output, and come back from Excel."""

import pytest
import yaml

from planbook.checks import findings
from planbook.loading.workspace import load_entry, load_files
from planbook.reading.context import Context
from planbook.reading.edits import edits_of
from planbook.reading.not_taken import Unread, attempted
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.repository.files import Files
from planbook.returns.fields.duty_rows import duty_field
from planbook.returns.fields.task_fields import assignment_field
from planbook.text.writer import write
from planbook.views.load import loads
from planbook.views.matrix import task_rows
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.views.register import register
from planbook.views.workbook.task_sheets import grid_sheet, task_sheet
from planbook.wording.blocks import Item
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.offices import REGISTERS, files, office

AGENCIES = {
    "agencies": [
        *REGISTERS["agencies"]["agencies"],
        {"id": "so-c", "name": "Sở C", "level": "province", "locality": "tinh-a"},
    ]
}
DUTIES = {
    "id": "to-chuc",
    "heading": "TỔ CHỨC THỰC HIỆN",
    "duties": [
        {
            "id": "so-b-lam",
            "agencies": "so-b",
            "text": "Hướng dẫn {agency:so-c} {deadline:xong}.",
            "deadlines": [{"id": "xong", "by": "2027-06-30"}],
        },
        {
            "id": "so-c-lam",
            "agencies": ["so-c", "so-b"],
            "text": "Phối hợp:",
            "items": [
                {"id": "c-1", "text": "Rà soát nhu cầu.", "deadlines": [{"before": "2027-04-10"}]},
                {
                    "id": "c-2",
                    "text": "Tổ chức lớp học:",
                    "items": [{"id": "c-2-a", "text": "mở lớp;"}, {"id": "c-2-b", "text": "tổng kết."}],
                },
            ],
        },
        {"id": "de-nghi", "agencies": "so-c", "requested": True, "text": "Giám sát."},
    ],
}
LEADLESS = {"id": "nv", "heading": "NHIỆM VỤ", "tasks": [{"id": "viec", "text": "Truyền thông."}]}
NAMES = {
    "so-b-lam": ("Hướng dẫn Sở C chậm nhất ngày 30/6/2027.", "Sở B"),
    "c-1": ("Rà soát nhu cầu.", "Sở C, Sở B"),
    "c-2": ("Tổ chức lớp học: mở lớp; tổng kết", "Sở C, Sở B"),
    "de-nghi": ("Giám sát.", "Đề nghị Sở C"),
}
PATH = "data/plans/thu.yaml"


@pytest.fixture
def workspace():
    return office({"outline": [DUTIES]}, agencies=AGENCIES)


def test_matrix_sheet_and_open_data_have_every_duty_with_its_agencies(workspace, words):
    plan, views = workspace.plans["thu"], Views(workspace, words)
    rows = {row.id: (row.name, row.lead) for row in task_rows(views.matrices["thu"])}
    sheet = {
        row.id: (row.cells[1], row.cells[2])
        for row in task_sheet(plan, words, views.matrices["thu"]).rows
        if row.kind == "entry"
    }
    data = data_rows(views, plan.period.first)
    table = {row.item: row.cells[1].text for row in views.matrix_tables["thu"].rows}

    assert rows == sheet == NAMES
    assert {row["task"]: (row["name"], row["lead"]) for row in data["tasks"]} == NAMES
    assert [(row["task"], row["agency"]) for row in data["assignments"]] == [
        ("so-b-lam", "so-b"),
        ("c-1", "so-c"),
        ("c-1", "so-b"),
        ("c-2", "so-c"),
        ("c-2", "so-b"),
        ("de-nghi", "so-c"),
    ]
    assert table == {"to-chuc": "TỔ CHỨC THỰC HIỆN", **{id_: name for id_, (name, _) in NAMES.items()}}


def test_grid_and_counts_have_them(workspace, words):
    views = Views(workspace, words)
    marked = views.grids["thu"]
    counts = {one.agency: one.leads for one in loads(views.texts["thu"], views.matrices["thu"])}

    assert counts == {one.id: one.leads for one in marked.columns} == {"so-b": 3, "so-c": 3}
    assert next((task.id, task.marks) for task in marked.tasks) == ("so-b-lam", ("C", ""))
    assert len(grid_sheet(views.grids["thu"], words).rows) == 1 + 4 + 2


def test_register_and_calendar_have_them(workspace, words):
    plan, views = workspace.plans["thu"], Views(workspace, words)
    rows = list(register(workspace, {"thu": views.matrices["thu"]}, views.charges, plan.period.first))

    assert {row.task.id: (row.quarters, row.leading) for row in rows} == {
        "so-b-lam": (("2027-q2",), ("so-b",)),
        "c-1": (("2027-q2",), ("so-c", "so-b")),
        "c-2": ((), ("so-c", "so-b")),
        "de-nghi": ((), ("so-c",)),
    }
    dues = [(f"{due.day:%d/%m}", due.item, due.who) for due in views.deadlines]
    assert dues == [("09/04", "c-1", "Sở C, Sở B"), ("30/06", "so-b-lam", "Sở B")]


def test_an_agencys_page_and_sheet_have_them_once(workspace, words):
    views = Views(workspace, words)
    sheets = {sheet.id: sheet for sheet in views.agency_sheets["thu"]}

    assert [task.id for task in views.agencies["so-c"].leads] == ["c-1", "c-2", "de-nghi"]
    assert views.agencies["so-c"].duties == []
    assert ([row.item for row in sheets["so-b"].tables[0].rows], sheets["so-b"].lists) == (
        ["c-1", "so-b-lam", "c-2"],
        (),
    )


def test_the_draft_does_not_print_them_a_second_time(workspace, words):
    view = Views(workspace, words).views["thu"]

    assert (view.appendices, "Kèm theo" in view.closing) == ((), False)


def test_tasks_without_a_lead_stand_before_them(words):
    workspace = office({"outline": [LEADLESS, DUTIES], "layout": {"duties": "tasks"}}, agencies=AGENCIES)
    groups = Views(workspace, words).matrices["thu"]

    assert [(group.id, len(group.tasks)) for group in groups] == [("nv", 1), ("to-chuc", 4)]


def test_duties_of_a_plan_that_assigns_its_tasks_are_none(words):
    led = {**LEADLESS, "assignment": {"lead": "so-b"}}
    workspace = office({"outline": [led, DUTIES]}, agencies=AGENCIES)
    views = Views(workspace, words).agencies

    assert [row.id for row in task_rows(Views(workspace, words).matrices["thu"])] == ["viec"]
    assert [said.id for said in views["so-c"].duties] == ["so-c-lam", "de-nghi"]


def test_every_check_stands_them(workspace):
    assert [one.check for one in findings(workspace) if one.severity.value == "error"] == []


def edited(words, id_, field, value):
    shown = files({"outline": [DUTIES]}, agencies=AGENCIES)
    workspace, _ = load_files(shown)
    plan = workspace.plans["thu"]
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    text = PlanText(workspace, plan, Wording(words), numbers(plan), short_citations=True)
    context = Context(plan, text, SpellingReader(words, spellings))
    answer = attempted(duty_field, context, context.entries[id_], field, value)
    if isinstance(answer, Unread):
        return str(answer.message)
    new = write(shown.contents[PATH].decode(), edits_of(plan, answer))
    _after, found = load_files(Files({**shown.contents, PATH: new.encode()}))
    assert found == []
    return yaml.load(new, Loader=yaml.CBaseLoader)["outline"][0]


def test_what_a_sheet_says_of_them_otherwise_comes_back(words):
    texts = edited(words, "so-b-lam", "task", "Hướng dẫn và kiểm tra Sở C chậm nhất ngày 15/7/2027.")["duties"][0]
    assert texts["text"] == "Hướng dẫn và kiểm tra {agency:so-c} {deadline:xong}."
    assert texts["deadlines"] == [{"id": "xong", "by": "2027-07-15"}]
    assert edited(words, "so-b-lam", "lead", "Sở C")["duties"][0]["agencies"] == "so-c"
    assert (
        edited(words, "c-1", "task", "Rà soát lại nhu cầu.")["duties"][1]["items"][0]["text"] == "Rà soát lại nhu cầu."
    )
    assert edited(words, "to-chuc", "task", "PHÂN CÔNG")["heading"] == "PHÂN CÔNG"


HELPED = {
    "id": "to-chuc",
    "heading": "TỔ CHỨC THỰC HIỆN",
    "duties": [
        {"id": "mot", "agencies": "so-b", "coordinating": "so-c", "text": "Phối hợp với {agency:so-c} mở lớp."},
        {
            "id": "hai",
            "agencies": "so-b",
            "coordinating": [{"agency": "so-c", "remark": "cấp số liệu"}],
            "text": "Việc sau:",
            "items": [{"id": "hai-1", "text": "Tổng kết."}],
        },
    ],
}


def test_who_coordinates_a_duty_is_printed_once_and_stands_in_every_output(words):
    plain = office({"outline": [HELPED], "layout": {"duties": "tasks"}}, agencies=AGENCIES)
    views = Views(plain, words)
    rows = {row.id: row.coordinating for row in task_rows(views.matrices["thu"])}
    printed = [(block.id, block.text) for block in views.views["thu"].body if isinstance(block, Item)]

    assert rows == {"mot": "Sở C", "hai-1": "Sở C cấp số liệu"}
    assert [task.id for task in views.agencies["so-c"].coordinates] == ["mot", "hai-1"]
    assert views.grids["thu"].tasks[0].marks == ("C", "P")
    # Where the words of the duty name them no line repeats them.
    assert [text for id_, text in printed if "coordinating" in id_] == ["Sở C cấp số liệu."]
    assert [one.check for one in findings(plain) if one.severity.value == "error"] == []


def test_who_coordinates_a_duty_beside_tasks_is_charged_with_it(words):
    led = {**LEADLESS, "assignment": {"lead": "so-b"}}
    views = Views(office({"outline": [led, HELPED]}, agencies=AGENCIES), words)
    (sheet,) = (sheet for sheet in views.agency_sheets["thu"] if sheet.id == "so-c")

    assert {charge.role for charge in views.agencies["so-c"].duties} == {"duty-coordinating"}
    assert {charge.role for charge in views.agencies["so-b"].duties} == {"duty"}
    assert [heading for heading, _ in sheet.lists] == ["Phối hợp trong tổ chức thực hiện"]


def test_who_coordinates_a_duty_comes_back_from_a_sheet_and_from_a_draft(words):
    assert edited(words, "so-b-lam", "coordinating", "Sở C")["duties"][0]["coordinating"] == "so-c"
    line = [{"agency": "so-c", "remark": "cấp số liệu"}, "ubnd-tinh-a"]
    said = {**HELPED["duties"][0], "coordinating": line, "text": "Phối hợp với {agency:ubnd-tinh-a}."}
    plan = {"outline": [{**HELPED, "duties": [said]}]}
    workspace = office(plan, agencies=AGENCIES)
    plan = workspace.plans["thu"]
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    text = PlanText(workspace, plan, Wording(words), numbers(plan))
    (change,) = assignment_field(Context(plan, text, SpellingReader(words, spellings)), "mot", "coordinating", "Sở B")
    assert [partner.agency for partner in change.new] == ["ubnd-tinh-a", "so-b"]


def test_an_item_of_a_duty_takes_its_own_coordinating_agency_from_its_row(words):
    items = edited(words, "c-1", "coordinating", "Sở B")["duties"]
    assert [item["coordinating"] for duty in items for item in duty.get("items", ()) if item["id"] == "c-1"] == ["so-b"]


@pytest.mark.parametrize(
    ("id_", "field", "value", "why"),
    [
        ("c-1", "lead", "Sở B", "one of several of a duty"),
        ("c-2", "task", "Tổ chức lớp", "joins several paragraphs"),
        ("so-b-lam", "lead", "Sở C chủ trì", "without what each does"),
    ],
)
def test_what_a_duty_cannot_say_is_refused_with_its_reason(words, id_, field, value, why):
    assert why in edited(words, id_, field, value)
