"""Deadlines from a time on, between two, until an event, and in words: printed, listed and read back alike everywhere."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
import yaml

from planbook.authoring.rollover.draft import rollover
from planbook.authoring.rollover.question import QuestionWords
from planbook.changes.compare import compare
from planbook.changes.sentences import change_log
from planbook.changes.words import side
from planbook.checks import findings
from planbook.loading.workspace import load_entry, load_files
from planbook.model.period import Deadline
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import VIETNAM, Edition, Revision
from planbook.outputs.pages.site import Site
from planbook.reading.context import Context
from planbook.reading.edits import edits_of
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.reading.times import read_deadline
from planbook.render.templates import Templates
from planbook.repository.files import Files
from planbook.returns.fields.task_fields import task_day, task_field
from planbook.text.writer import write
from planbook.views.addresses import Address
from planbook.views.calendar import OPEN
from planbook.views.matrix import matrix, task_rows
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.views.register import register
from planbook.views.workbook.task_sheets import task_sheet
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import ROOT
from tests.offices import files, office

WAYS = {
    "tu-ngay": {"since": "2027-07-01"},
    "trong-khoang": {"since": "2027-03", "until": "2027-09"},
    "den-ngay": {"until": "2027-09-30"},
    "den-khi": {"since": "2027-07-01", "until_event": "{agency:so-b} có văn bản mới"},
    "bang-loi": {"text": "theo lộ trình của {agency:so-b}", "reason": "chưa có lộ trình"},
}
PRINTED = {
    "tu-ngay": "Từ ngày 01/7/2027 trở đi",
    "trong-khoang": "Từ tháng 3 đến tháng 9 năm 2027",
    "den-ngay": "Đến hết ngày 30/9/2027",
    "den-khi": "Từ ngày 01/7/2027 đến khi Sở B có văn bản mới",
    "bang-loi": "Theo lộ trình của Sở B",
}
PATH = "data/plans/thu.yaml"


def plan(ways=WAYS):
    tasks = [
        {"id": id_, "text": f"Việc {id_}", "assignment": {"lead": "so-b", "deadlines": [way]}}
        for id_, way in ways.items()
    ]
    return {"outline": [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": tasks}]}


@pytest.fixture
def shown():
    return files(plan())


@pytest.fixture
def workspace(shown):
    found, wrong = load_files(shown)
    assert wrong == []
    return found


@pytest.fixture
def context(workspace, words):
    spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
    found = workspace.plans["thu"]
    text = PlanText(workspace, found, Wording(words), numbers(found), short_citations=True)
    return Context(found, text, SpellingReader(words, spellings))


def after(shown, context, id_, answer) -> dict[str, str]:
    """How the deadline of a task stands in the file after an edit; nothing else of the file differs."""
    old = shown.contents[PATH].decode()
    new = write(old, edits_of(context.plan, answer))
    _, found = load_files(Files({**shown.contents, PATH: new.encode()}))
    assert found == []
    was, now = of_tasks(old), of_tasks(new)
    assert {**was, id_: None} == {**now, id_: None}
    return now[id_]


def of_tasks(text: str) -> dict[str, dict[str, str]]:
    tasks = yaml.load(text, Loader=yaml.CBaseLoader)["outline"][0]["tasks"]
    return {task["id"]: task["assignment"]["deadlines"][0] for task in tasks}


def test_matrix_sheet_and_open_data_say_them_in_the_same_words(workspace, words):
    rows = {row.id: row.deadline for row in task_rows(matrix(workspace, workspace.plans["thu"], words))}
    sheet = {
        row.id: row.cells[4]
        for row in task_sheet(workspace.plans["thu"], words, Views(workspace, words).matrices["thu"]).rows
    }
    data = data_rows(Views(workspace, words), workspace.plans["thu"].period.first)
    told = {row["item"]: (row["time"], str(row["last_day"])) for row in data["deadlines"]}

    assert rows == PRINTED
    assert {id_: sheet[id_] for id_ in PRINTED} == PRINTED
    assert {id_: time[:1].upper() + time[1:] for id_, (time, _) in told.items()} == PRINTED
    assert {id_: day for id_, (_, day) in told.items()} == {
        "tu-ngay": "None",
        "trong-khoang": "2027-09-30",
        "den-ngay": "2027-09-30",
        "den-khi": "None",
        "bang-loi": "None",
    }


@pytest.mark.parametrize(
    ("ways", "day", "is_noted"),
    [
        ([{"by": "2027-06-30"}], date(2027, 6, 30), False),
        ([{"within": "2027-Q1"}, {"within": "2027-Q3"}], None, False),
        ([{"by": "2027-09-30"}, {"by": "2027-06-30"}], date(2027, 6, 30), True),
        ([{"by": "2027-06-30"}, {"within": "2027-Q4"}], date(2027, 6, 30), True),
        ([{"throughout": True}, {"every": "month"}, {"by": "2027-06-30"}], date(2027, 6, 30), True),
    ],
)
def test_a_day_that_stands_for_several_times_says_so_in_its_row(words, ways, day, is_noted):
    tasks = [{"id": "viec", "text": "Làm.", "assignment": {"lead": "so-b", "deadlines": ways}}]
    views = Views(office({"outline": [{"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": tasks}]}), words)
    sheet = task_sheet(views.workspace.plans["thu"], words, views.matrices["thu"])
    (row,) = (row for row in sheet.rows if row.id == "viec")

    assert (row.cells[5], "sớm nhất" in row.cells[-1]) == (day, is_noted)


def test_the_calendar_has_days_and_those_without_one_apart(workspace, words):
    assert [due.item for due in Views(workspace, words).deadlines] == ["den-ngay", "trong-khoang"]
    assert {one.item: one.open for one in Views(workspace, words).all_commitments if one.open} == {
        "tu-ngay": "từ ngày 01/7/2027 trở đi",
        "den-khi": "từ ngày 01/7/2027 đến khi Sở B có văn bản mới",
        "bang-loi": "theo lộ trình của Sở B",
    }


def test_the_register_finds_them(workspace, words):
    matrices = {"thu": matrix(workspace, workspace.plans["thu"], words)}
    quarters = {
        row.task.id: row.quarters
        for row in register(workspace, matrices, Views(workspace, words).charges, workspace.plans["thu"].period.first)
    }

    assert quarters == {
        "tu-ngay": (OPEN,),
        "trong-khoang": ("2027-q3",),
        "den-ngay": ("2027-q3",),
        "den-khi": (OPEN,),
        "bang-loi": (OPEN,),
    }


def test_what_is_printed_changes_nothing_when_it_is_read_back(context):
    for id_, text in PRINTED.items():
        assert task_field(context, id_, "deadline", text) == (), id_


@pytest.mark.parametrize(
    ("id_", "text", "way"),
    [
        ("tu-ngay", "Từ tháng 8/2027", {"since": "2027-08"}),
        ("trong-khoang", "Từ tháng 3 đến tháng 10 năm 2027", {"since": "2027-03", "until": "2027-10"}),
        ("trong-khoang", "Chậm nhất tháng 9/2027", {"by": "2027-09"}),
        (
            "den-khi",
            "Từ ngày 01/7/2027 đến khi Sở B có văn bản thay thế",
            {"since": "2027-07-01", "until_event": "{agency:so-b} có văn bản thay thế"},
        ),
        (
            "bang-loi",
            "Theo kế hoạch của Sở B",
            {"text": "theo kế hoạch của {agency:so-b}", "reason": "chưa có lộ trình"},
        ),
        ("bang-loi", "Trong quý II năm 2027", {"within": "2027-Q2"}),
        (
            "den-ngay",
            "Khi có hướng dẫn",
            {"text": "khi có hướng dẫn", "reason": "ghi như vậy ở bản Word, Excel gửi lại"},
        ),
    ],
)
def test_an_edited_one_changes_what_was_edited(shown, context, id_, text, way):
    assert after(shown, context, id_, task_field(context, id_, "deadline", text)) == way


def test_the_day_of_a_sheet_moves_the_end(shown, context):
    answer = task_day(context, context.entries["den-ngay"], context.plan.period.last, None)

    assert after(shown, context, "den-ngay", answer) == {"until": "2027-12-31"}


def test_a_comparison_says_how_much_later(workspace, words):
    later, _ = load_files(files(plan(WAYS | {"trong-khoang": {"since": "2027-03", "until": "2027-12"}})))
    sides = (side(workspace, "thu", words), side(later, "thu", words))
    (said,) = change_log(compare(workspace, later), *sides)

    assert said.weight == "deadlines"
    assert "từ tháng 3 đến tháng 9 năm 2027" in str(said.sentence)
    assert "từ tháng 3 đến tháng 12 năm 2027, 92 days later" in str(said.sentence)


def test_next_year_shifts_what_it_can_and_asks_what_it_cannot(words):
    ways = WAYS | {"qua-nam": {"since": "2026-11", "until": "2027-02"}}
    text = files(plan(ways)).contents[PATH].decode()
    workspace, _ = load_files(files(plan(ways)))
    draft = rollover(workspace, workspace.plans["thu"], 2028, QuestionWords(words))
    asked = {one.at for one in draft.questions if "confirm this time" in str(one.what)}
    moved = {"trong-khoang": {"since": "2028-03", "until": "2028-09"}, "den-ngay": {"until": "2028-09-30"}}

    assert of_tasks(write(text, draft.edits)) == ways | moved
    assert asked == {("tu-ngay",), ("den-khi",), ("bang-loi",), ("qua-nam",)}


def test_a_calendar_page_has_them_apart(workspace, words):
    templates = Templates(ROOT / "templates")
    made = datetime(2027, 1, 5, tzinfo=VIETNAM)
    sources = (ROOT, workspace, [], words, None, SimpleNamespace(same=()), None, templates)
    how = {"made": made, "as_of": made.date(), "revisions": {"thu": Revision(), "": Revision()}, "site_url": ""}
    edition = Edition(*sources, ROOT, **how)
    pages = page_texts(Site(edition, {}), (Address.CALENDAR, Address.CALENDAR_OF_YEAR))
    dated, _, apart = pages["lich/2027/index.html"].partition("Không nêu ngày kết thúc")

    assert ("đến hết ngày 30/9/2027" in dated, "theo lộ trình của Sở B" in dated) == (True, False)
    assert [words in apart for words in ("theo lộ trình của Sở B", "từ ngày 01/7/2027 trở đi")] == [True, True]
    assert "theo lộ trình của Sở B" in pages["lich/index.html"]


def test_each_in_words_is_listed(workspace):
    (found,) = findings(workspace, ["deadline-in-words"])

    assert (found.severity.value, found.span.path) == ("info", PATH)


@pytest.mark.parametrize(
    ("text", "way", "printed"),
    [
        ("6 tháng đầu năm", {"within": "2027-H1"}, "trong 6 tháng đầu năm 2027"),
        ("nửa cuối năm 2027", {"within": "2027-H2"}, "trong 6 tháng cuối năm 2027"),
        ("chậm nhất 6 tháng đầu năm 2027", {"by": "2027-H1"}, "chậm nhất 6 tháng đầu năm 2027"),
        ("thường xuyên từ năm 2027", {"throughout": "true", "since": "2027"}, "thường xuyên từ năm 2027"),
        ("Hàng năm từ năm 2027 trở đi", {"every": ["year"], "since": "2027"}, "hằng năm, từ năm 2027"),
        ("từ quý II/2027, hằng quý", {"every": ["quarter"], "since": "2027-Q2"}, "hằng quý, từ quý II năm 2027"),
        ("hằng quý/hằng tháng", {"every": ["quarter", "month"]}, "hằng quý, hằng tháng"),
        ("6 tháng, năm", {"every": ["half-year", "year"]}, "6 tháng, hằng năm"),
        ("quý/lần", {"every": ["quarter"]}, "hằng quý"),
        ("từ ngày 08 đến ngày 10 tháng 12 năm 2027", {"since": "2027-12-08", "until": "2027-12-10"}, None),
        ("Quý IV/2026- Quý II/2027", {"since": "2026-Q4", "until": "2027-Q2"}, None),
        ("vào tháng 4", {"within": "2027-04"}, "trong tháng 4 năm 2027"),
        ("trong ngày 10/4/2027", {"within": "2027-04-10"}, "trong ngày 10/4/2027"),
    ],
)
def test_what_an_office_writes_is_read_as_the_time_that_it_is(context, text, way, printed):
    read = read_deadline(text, context.reading, context.plan.period)

    assert read == Deadline.model_validate(way)
    assert printed in (None, context.text.deadline(read))


@pytest.mark.parametrize(
    "text",
    [
        "cuối năm",
        "đầu năm 2027",
        "giữa năm",
        "đến hết nhiệm kỳ",
        "hết nhiệm kỳ 2025-2030",
        "trong quý",
        "trước Tết Nguyên đán",
        "trước ngày 15/12 hằng năm",
        "ngay sau khi có hướng dẫn",
        "năm học 2027-2028",
        "giai đoạn 2026-2030 và những năm tiếp theo",
        "thường xuyên, theo yêu cầu nhiệm vụ",
        "theo lộ trình, hướng dẫn của Bộ",
    ],
)
def test_a_time_that_no_calendar_has_stays_the_words_that_it_is(context, text):
    read = read_deadline(text[:1].upper() + text[1:], context.reading, context.plan.period)

    assert (read.text, context.text.deadline(read), read.is_open) == (text, text, True)


def test_what_comes_again_from_a_time_on_is_due_from_then_on_alone(words):
    ways = {
        "quy": {"every": "quarter", "since": "2027-07"},
        "ca-nam": {"every": "quarter"},
        "luon": {"throughout": "true", "since": "2027-04-01"},
        "nua": {"within": "2027-H1"},
    }
    workspace, wrong = load_files(files(plan(ways)))
    views = Views(workspace, words)
    days = {due.item: [] for due in views.deadlines}
    for due in views.deadlines:
        days[due.item].append(f"{due.day:%m-%d}")
    rows = {row.id: row.deadline for row in task_rows(matrix(workspace, workspace.plans["thu"], words))}

    assert wrong == []
    assert days == {"ca-nam": ["03-31", "06-30", "09-30", "12-31"], "quy": ["09-30", "12-31"], "nua": ["06-30"]}
    assert rows["luon"] == "Thường xuyên từ ngày 01/4/2027"


@pytest.mark.parametrize("way", [{"throughout": "2027", "since": "2027"}, {"within": "2027-H3"}, {"before": "2027-H0"}])
def test_a_time_that_cannot_be_is_refused(way):
    assert load_files(files(plan({"viec": way})))[1]
