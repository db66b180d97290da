"""Items of a duty: who coordinates in one of them alone, and a time that no text of it says."""

from datetime import UTC, datetime

import pytest
import yaml

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.render.article import article, article_lines
from planbook.render.templates import Templates
from planbook.views.addresses import Address
from planbook.views.once import Views
from tests.conftest import ROOT, run
from tests.offices import REGISTERS, office, written
from tests.outputs.test_plan_forms import made
from tests.word_edits import edited, end

AGENCIES = {
    "agencies": [
        *REGISTERS["agencies"]["agencies"],
        *(
            {"id": f"so-{name}", "name": f"Sở {name.upper()}", "level": "province", "locality": "tinh-a"}
            for name in "cd"
        ),
    ]
}
ITEMS = [
    {"id": "ra-soat", "text": "Rà soát hồ sơ.", "coordinating": "so-d", "deadlines": [{"before": "2027-06-30"}]},
    {
        "id": "bao-cao",
        "text": "Báo cáo với {agency:so-d} trước 30/6.",
        "coordinating": "so-d",
        "deadlines": [{"before": "2027-06-30"}],
    },
]
DUTY = {"id": "so-b-lam", "agencies": "so-b", "coordinating": ["so-c"], "items": ITEMS}


def plan(duty=DUTY):
    return {"outline": [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [duty]}], "appendices": []}


def test_an_item_says_below_it_who_coordinates_and_by_when_unless_its_text_does(words):
    view = Views(office(plan(), agencies=AGENCIES), words).views["thu"]
    lines = [line.text for line in article_lines(article(Templates(ROOT / "templates"), view, words))]

    assert lines[lines.index("Sở B") :][:6] == [
        "Sở B",
        "Rà soát hồ sơ.",
        "Cơ quan phối hợp: Sở D.",
        "Thời gian hoàn thành: Trước ngày 30/6/2027.",
        "Báo cáo với Sở D trước 30/6.",
        "Cơ quan phối hợp: Sở C.",
    ]


def test_matrix_and_calendar_have_those_of_the_item_and_of_the_duty(words):
    views = Views(office(plan(), agencies=AGENCIES), words)
    rows = [row for group in views.matrices["thu"] for row in group.tasks]

    assert [row.coordinating for row in rows] == ["Sở C, Sở D"] * 2
    assert {commitment.coordinating_ids for commitment in views.deadlines} == {("so-c", "so-d")}


SAID = {
    "Xong trước ngày 30/6/2027.": True,
    "Xong trước 30/06.": True,
    "Làm 30 mô hình ở 6 xã.": False,
    "Xong trong quý II.": False,
}


@pytest.mark.parametrize("text", SAID)
def test_a_time_is_never_left_out_because_its_numbers_stand_elsewhere(words, text):
    duty = {**DUTY, "items": [{"id": "mot", "text": text, "deadlines": [{"before": "2027-06-30"}]}]}
    view = Views(office(plan(duty), agencies=AGENCIES), words).views["thu"]
    lines = [line.text for line in article_lines(article(Templates(ROOT / "templates"), view, words))]

    assert ("Thời gian hoàn thành: Trước ngày 30/6/2027." not in lines) == SAID[text]


@pytest.mark.parametrize(
    ("deadline", "text", "line"),
    [
        ({"within": "2027-Q2"}, "Xong trong quý II.", ""),
        ({"within": "2027-Q2"}, "Xong.", "Trong quý II năm 2027."),
        ({"within": "2027-06"}, "Xong tháng 6/2027.", ""),
        ({"every": "quarter"}, "Báo cáo hàng quý.", ""),
        ({"every": "quarter"}, "Báo cáo.", "Hằng quý."),
        ({"throughout": "2027"}, "Tuyên truyền.", "Thường xuyên trong năm 2027."),
        ({"since": "2027-03-01", "until": "2027-06-30"}, "Từ 30/6.", "Từ ngày 01/3/2027 đến ngày 30/6/2027."),
    ],
)
def test_times_of_every_kind_stand_in_the_text_once(words, deadline, text, line):
    duty = {"id": "so-b-lam", "agencies": "so-b", "text": text, "deadlines": [deadline]}
    view = Views(office(plan(duty), agencies=AGENCIES), words).views["thu"]
    lines = [line.text for line in article_lines(article(Templates(ROOT / "templates"), view, words))]

    assert [line for line in lines if line.startswith("Thời gian")] == [f"Thời gian hoàn thành: {line}"] * bool(line)


def test_the_lines_come_back_from_word(tmp_path):
    root = made(tmp_path, plan(), agencies=AGENCIES)
    draft = root / "draft.docx"
    untouched = run(root, "pull", draft)
    draft.write_bytes(
        edited(
            draft.read_bytes(),
            end("Thời gian hoàn thành", "30/6/2027.", "15/7/2027."),
            end("Cơ quan phối hợp: Sở D", "Sở D.", "Sở C."),
        )
    )
    answer = run(root, "pull", draft, "--apply")
    (duty,) = yaml.safe_load((root / "data/plans/thu.yaml").read_text("utf-8"))["outline"][0]["duties"]

    assert untouched.returncode == 0, untouched.stdout
    assert answer.returncode == 0, answer.stdout
    assert str(duty["items"][0]["deadlines"][0]["before"]) == "2027-07-15"
    assert duty["items"][0]["coordinating"] == "so-c"
    assert duty["items"][1]["coordinating"] == "so-d"
    assert run(root, "check").returncode == 0


def test_the_contents_of_a_page_have_each_duty_once_and_in_its_place(tmp_path):
    """A duty with items is a heading; those of one text are listed below the section or in a row with that heading."""
    duties = [
        {"id": "truoc", "agencies": "so-c", "text": "Làm."},
        DUTY,
        {"id": "sau", "agencies": "so-d", "text": "Làm."},
    ]
    outline = [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": duties}]
    root = written(tmp_path, {"outline": outline, "appendices": []}, agencies=AGENCIES)
    site = Site(edition(read_sources(root), datetime(2026, 11, 1, tzinfo=UTC)), {})
    (page,) = page_texts(site, {Address.PLAN}).values()
    (listed,) = (line.removeprefix("duties: ") for line in page.splitlines() if line.startswith("duties:"))

    assert {
        heading: [(item, is_beside) for item, _, is_beside in entries]
        for heading, entries in yaml.safe_load(listed).items()
    } == {"to-chuc": [("truoc", False)], "so-b-lam": [("sau", True)]}
