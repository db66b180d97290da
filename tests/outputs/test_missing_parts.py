"""A plan that lacks a part prints no phrase that speaks of it: in its text, on paper, in the workbook, in calendars."""

import io
import re

import openpyxl
import pytest

from planbook.loading.workspace import load_files
from planbook.outputs.catalogue import print_jobs
from planbook.outputs.documents import word_draft, workbook_of_plan
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.templates import Templates
from planbook.returns.fields.traced import traced_lines
from planbook.returns.fields.trial import read_state
from tests.conftest import ROOT, run
from tests.offices import PLAN, files, written
from tests.reading_back import docx_paragraphs

DUTY = PLAN["outline"][0]
TASK = {"id": "viec", "text": "Rà soát hộ nghèo"}
LEAD = {"lead": "so-b"}
BOTH = {"lead": "ubnd-tinh-a", "coordinating": "so-b"}
YEAR = {"deadlines": [{"within": "2027"}]}
TARGET = {"id": "muc", "text": "Đạt {value}.", "value": "30", "unit": "%"}
MONEY = {"id": "tien", "unit": "trieu", "total": "1.000"}


def section(name, **content):
    return {"id": name, "heading": name.upper(), **content}


def group(task=TASK, **fields):
    return section(
        "nhiem-vu", task_groups=[{"id": "nhom", "heading": "Nhóm", "tasks": [task] if task else [], **fields}]
    )


def sentence(assignment, **fields):
    return {"outline": [group(assignment=assignment)], "layout": {"assignment": "sentence"}, **fields}


OFFICES = {
    "nothing but duties": {},
    "issued, nothing but duties": {"status": "issued", "number": "7/KH-UBND", "date": "2027-01-15"},
    "issued, number and day unknown": {"status": "issued"},
    "month alone": {"date": "2027-03"},
    "over": {"status": "expired", "period": "2024-2025"},
    "several years": {"period": "2027-2030"},
    "no last words behind an assignment": {"closing": None, "outline": [group(assignment={**BOTH, **YEAR})]},
    "no outline": {"outline": []},
    "no recipients": {"recipients": []},
    "place with a comma": {"place": "Bắc Hà, Lào Cai", "outline": [section("muc-tieu", targets=[TARGET]), DUTY]},
    "text alone": {"outline": [section("chung", intro="Làm việc")]},
    "statements alone": {"outline": [section("muc-dich", purposes=[{"id": "m", "text": "Giảm nghèo"}])]},
    "targets alone": {"outline": [section("muc-tieu", targets=[TARGET])]},
    "targets of words": {"outline": [section("muc-tieu", targets=[{"id": "chu", "text": "Giảm nghèo."}])]},
    "money alone": {"outline": [section("kinh-phi", budget=MONEY)]},
    "money not allotted": {"outline": [section("kinh-phi", budget={**MONEY, "total": "unallocated"})]},
    "group without tasks": {"outline": [group(None)]},
    "group with money and without tasks": {"outline": [group(None, budget=MONEY)]},
    "task without assignment": {"outline": [group()]},
    "task with a heading alone": {"outline": [group({"id": "viec", "heading": "Rà soát"}, assignment=LEAD)]},
    "lead alone": {"outline": [group(assignment=LEAD)]},
    "coordinating alone": {"outline": [group(assignment={"coordinating": "so-b"})]},
    "deadline alone": {"outline": [group(assignment=YEAR)]},
    "empty assignment": {"outline": [group(assignment={})]},
    "sentence, lead and coordinating": sentence(BOTH),
    "sentence, lead alone": sentence(LEAD),
    "sentence, coordinating alone": sentence({"coordinating": "so-b", **YEAR}),
    "sentence, coordinating with a remark": sentence({"coordinating": [{"agency": "so-b", "remark": "cho vay"}]}),
    "sentence, deadline alone": sentence(YEAR),
    "sentence, work alone": sentence({"duty": "tổ chức thực hiện"}),
    "sentence, nothing": sentence({}),
    "sentence, attached": sentence(LEAD, signatory={"title": "Chủ tịch", "name": "A", "collective": "false"}),
    "attachment alone": {"outline": [section("a", intro="Xem", attachments=[{"id": "bieu", "label": "Biểu 1"}])]},
    "reporting alone": {
        "outline": [
            section("bao-cao", reporting=[{"id": "bc", "agencies": "so-b", "to": "ubnd-tinh-a", "text": "Báo cáo"}])
        ]
    },
    "only open decisions": {"todo": [{"id": "chon", "what": "chọn cơ quan"}]},
    "signatory in the place of": {"signatory": {"title": "Phó Chủ tịch", "acting_for": "Chủ tịch"}},
}

TEMPLATES = Templates(ROOT / "templates")
# A phrase around nothing: brackets with nothing in them, a mark after a space or another mark, a verb without who does it.
AROUND_NOTHING = re.compile(
    r"\(\s*\)|\(\S+(?: \S+)? \)|\s[,.;:)]|\(\s|[:,] ?[.;,]|[ ]{2}|^-? ?[;,.:](?!/\.)|^(?:chủ trì|phối hợp)\b|“\s*”|\bNone\b|[{}$]"
)


@pytest.mark.parametrize("kind", OFFICES)
def test_no_phrase_speaks_of_what_the_plan_lacks(tmp_path, kind):
    root = written(tmp_path, OFFICES[kind])
    made = edition(read_sources(root), made_at(root))
    plan = made.workspace.plans["thu"]
    (tmp_path / "draft.docx").write_bytes(word_draft(made, plan))
    lines = [one.text for one in traced_lines(made.workspace, plan, made.phrases, made.templates)]
    lines += [line for line in docx_paragraphs(tmp_path / "draft.docx") if line]
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook_of_plan(made, plan))):
        lines += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    for job in print_jobs(made):
        lines += text_of(job.html)
    lines += [text for one in made.commitments for text in (one.about, one.work, one.who) if text]

    assert [line for line in lines if AROUND_NOTHING.search(line.removesuffix("./."))] == []
    # An item always says something behind its name.
    body = made.views["thu"].body
    assert [one.id for one in body if getattr(one, "label", "x").endswith(":") and not one.text] == []
    assert ("Kèm theo" in made.views["thu"].closing) == bool(made.views["thu"].appendices)


def text_of(html):
    body = re.sub(r"(?s)^.*?<body>", "", html)
    texts = (re.sub(r"<[^>]+>", "", part) for part in re.split(r"</(?:p|h1|h2|td|th|li|div)>", body))
    return [text.strip() for text in texts if text.strip()]


def test_a_plan_without_appendices_ends_with_its_end_mark(words):
    for state in ("nothing but duties", "issued, nothing but duties"):
        workspace, found = load_files(files(OFFICES[state]))
        assert found == []
        closing = next(
            one.text
            for one in traced_lines(workspace, workspace.plans["thu"], words, TEMPLATES)
            if one.item == "thu--closing"
        )
        assert closing == "Trên đây là Kế hoạch./."


def test_an_appendix_names_the_day_of_its_plan_without_the_place(words):
    workspace, _ = load_files(files({**OFFICES["place with a comma"], "date": "2027-01-15", "number": "7/KH-UBND"}))
    lines = [one.text for one in traced_lines(workspace, workspace.plans["thu"], words, TEMPLATES)]
    assert "(Kèm theo Kế hoạch số 07/KH-UBND ngày 15 tháng 01 năm 2027 của Ủy ban nhân dân tỉnh A)" in lines


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"recipients": [{}]}, "names nobody"),
        ({"outline": [{**DUTY, "duties": [{"id": "d", "agencies": "so-b"}]}]}, "says nothing"),
        ({"outline": [{**DUTY, "duties": [{"id": "d", "agencies": [], "text": "Làm."}]}]}, "names no agency"),
        (
            {"outline": [section("b", reporting=[{"id": "d", "agencies": "so-b", "to": [], "text": "Báo cáo."}])]},
            "names no agency",
        ),
    ],
)
def test_what_could_only_print_a_phrase_around_nothing_is_an_error(fields, said):
    _, found = load_files(files(fields))
    assert [said in str(one.message) for one in found] == [True], found


@pytest.mark.parametrize("kind", ["nothing but duties", "no outline", "no last words behind an assignment"])
def test_an_untouched_draft_of_such_a_plan_changes_nothing(tmp_path, kind):
    root = written(tmp_path, OFFICES[kind])
    made = edition(read_sources(root), made_at(root))
    path = tmp_path / "draft.docx"
    path.write_bytes(word_draft(made, made.workspace.plans["thu"]))
    assert read_state(root).workspace.plans.keys() == {"thu"}
    assert "changes: 0 (to be confirmed: 0); conflicts: 0; refused: 0" in run(root, "pull", path, "--lang", "en").stdout
