"""Plans whose outline has parts (Phần) above all other sections: page, Word, references, and back again."""

from datetime import UTC, datetime

import pytest
import yaml

from planbook.ooxml.blocks import Reviser
from planbook.ooxml.opening import read_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final, original
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.outputs.proofs.documents import plan_lines
from planbook.render.article import article, article_lines
from planbook.render.site import article_markdown, parsed_text
from planbook.render.templates import Templates
from planbook.review.dress import read_dress
from planbook.review.redline import Version, redline_of
from planbook.text.comparing import comparable
from planbook.views.addresses import Address
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from tests.conftest import ROOT, run
from tests.offices import office, written
from tests.outputs.test_plan_forms import made
from tests.returns.test_pull_again import typed
from tests.word_edits import edited, end

MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
OUTLINE = [
    {
        "id": "chung",
        "heading": "QUAN ĐIỂM, MỤC TIÊU",
        "sections": [
            {"id": "quan-diem", "heading": "Quan điểm", "purposes": [{"id": "mot", "text": "Xem {item:giao-duc}."}]},
            {"id": "muc-tieu", "heading": "Mục tiêu", "purposes": [{"id": "hai", "text": "Đạt chuẩn."}]},
        ],
    },
    {
        "id": "viec",
        "heading": "NHIỆM VỤ",
        "sections": [
            {
                "id": "xa-hoi",
                "heading": "Xã hội",
                "task_groups": [
                    {
                        "id": "giao-duc",
                        "heading": "Giáo dục",
                        "tasks": [{"id": "day", "text": "Dạy.", "assignment": {"lead": "so-b"}}],
                    }
                ],
            }
        ],
    },
    {"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [{"id": "lam", "agencies": "so-b", "text": "Làm việc."}]},
]


def plan(parts="roman", **fields):
    return {"layout": {"parts": parts} if parts else None, "outline": OUTLINE, "appendices": [], **fields}


def semantic(words, shown):
    return article(Templates(ROOT / "templates"), shown, words)


def test_a_part_has_its_number_in_a_line_above_and_sections_begin_anew_below_it(words):
    shown = Views(office(plan()), words).views["thu"]
    lines = [(line.number, line.text) for line in article_lines(semantic(words, shown))]
    begin = lines.index(("", "Phần I"))

    assert lines[begin : begin + 9] == [
        ("", "Phần I"),
        ("", "QUAN ĐIỂM, MỤC TIÊU"),
        ("I.", "Quan điểm"),
        ("", "Xem khoản 1, mục I, phần II."),
        ("II.", "Mục tiêu"),
        ("", "Đạt chuẩn."),
        ("", "Phần II"),
        ("", "NHIỆM VỤ"),
        ("I.", "Xã hội"),
    ]
    assert ("1.", "Sở B: Làm việc.") in lines


@pytest.mark.parametrize(
    ("parts", "name", "place"),
    [("words", "Phần thứ hai", "khoản 1, mục I, phần thứ hai"), (None, "", "khoản 1.1, mục II")],
)
def test_a_part_in_words_is_referred_to_so(words, parts, name, place):
    shown = Views(office(plan(parts)), words).views["thu"]
    texts = [line.text for line in article_lines(semantic(words, shown))]

    assert (name in texts) == bool(name)
    assert f"Xem {place}." in texts


def test_parts_beyond_the_words_are_counted_in_roman_numbers(words):
    outline = [{"id": f"p-{at}", "heading": "P", "purposes": [{"id": f"m-{at}", "text": "M."}]} for at in range(11)]
    shown = Views(office({"layout": {"parts": "words"}, "outline": outline}), words).views["thu"]

    assert [block.above for block in shown.body if hasattr(block, "above")][-2:] == ["Phần thứ mười", "Phần XI"]


def test_the_matrix_and_the_contents_of_the_page_name_the_part(words):
    views = Views(office(plan()), words)
    markdown = article_markdown(parsed_text(semantic(words, views.views["thu"])))

    assert [(row.place, row.notes) for group in views.matrices["thu"] for row in group.tasks] == [
        ("II.I.1", "Khoản 1, mục I, phần II")
    ]
    assert '{: #viec data-id="viec" }' in markdown
    assert markdown.count("Phần II&#46; NHIỆM VỤ") == 1
    assert "\n#### 1&#46; Giáo dục" in markdown


def test_a_draft_with_parts_keeps_the_layout_and_comes_back_as_it_went(tmp_path):
    root = made(tmp_path, plan(signatory={"title": "Chủ tịch", "name": "Nguyễn Văn A"}))
    draft = root / "draft.docx"
    layout = run(root, "check-layout", draft)
    untouched = run(root, "pull", draft)
    draft.write_bytes(
        edited(draft.read_bytes(), end("QUAN ĐIỂM, MỤC TIÊU", "MỤC TIÊU", "MỤC ĐÍCH"), end("Dạy", ".", " nghề."))
    )
    answer = run(root, "pull", draft, "--apply")
    outline = yaml.safe_load((root / "data/plans/thu.yaml").read_text("utf-8"))["outline"]

    assert layout.returncode == 0, layout.stdout
    assert untouched.returncode == 0, untouched.stdout
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert outline[0]["heading"] == "QUAN ĐIỂM, MỤC ĐÍCH"
    assert outline[1]["sections"][0]["task_groups"][0]["tasks"][0]["text"] == "Dạy nghề."


def test_a_part_that_a_drafter_adds_or_renames_is_told_and_not_taken_for_something_else(tmp_path):
    root = made(tmp_path, plan())
    draft, data = root / "draft.docx", root / "data/plans/thu.yaml"
    before = data.read_text("utf-8")
    draft.write_bytes(edited(draft.read_bytes(), typed("Xã hội", "Phần III"), end("Phần II", "II", "IV")))
    answer = run(root, "pull", draft, "--apply")

    print(answer.stdout, answer.stderr)
    assert answer.returncode == 1
    assert data.read_text("utf-8") == before


def test_a_page_and_a_draft_must_hold_every_part_with_its_title(tmp_path):
    office_made = edition(read_sources(written(tmp_path, plan())), made_at(tmp_path))
    page, draft = ([line.text for line in plan_lines(office_made, "thu", is_page=is_page)] for is_page in (True, False))

    assert [text for text in page if text.startswith("Phần") or "NHIỆM VỤ" in text][:3] == [
        "Phần I. QUAN ĐIỂM, MỤC TIÊU",
        "Phần II. NHIỆM VỤ",
        "Phần III. TỔ CHỨC",
    ]
    assert [draft[draft.index("Phần II") + at] for at in (0, 1)] == ["Phần II", "NHIỆM VỤ"]
    assert "NHIỆM VỤ" not in page
    shown = page_texts(Site(office_made, {}), {Address.PLAN})["ke-hoach/thu/index.html"]
    assert '<a href="#viec">Phần II. NHIỆM VỤ</a>' in shown


def test_a_redline_of_plans_with_parts_reads_as_either_of_them(words):
    part = {"id": "kinh-phi", "heading": "KINH PHÍ", "purposes": [{"id": "ba", "text": "Ngân sách tỉnh."}]}
    renamed = {**OUTLINE[0], "heading": "QUAN ĐIỂM", "sections": OUTLINE[0]["sections"][:1]}
    before, after = (
        Version(workspace, workspace.plans["thu"], "", MADE)
        for workspace in (office(plan()), office(plan(outline=[renamed, part, *OUTLINE[1:]])))
    )
    redlined = read_returned(read_package(redline_of(read_dress(ROOT), before, after, Reviser("Phòng", MADE))))
    for version, state in ((before, original), (after, final)):
        draft = plan_lines_of(version, words)
        there = [comparable(line.text) for line in state(redlined) if line.where == "body" and line.text.strip()]
        assert [text for text in draft if text not in there] == []
    parts = [comparable(line.text) for line in final(redlined) if line.text.startswith("Phần")]
    assert parts == ["Phần I", "Phần II", "Phần III", "Phần IV"]


def plan_lines_of(version, words):
    shown = Views(version.workspace, words).views["thu"]
    return [comparable(line.text) for line in article_lines(semantic(words, shown)) if line.item]


def test_open_data_and_workbook_have_a_task_at_its_place_below_the_part(words):
    views = Views(office(plan()), words)
    (row,) = data_rows(views, MADE.date())["tasks"]

    assert (row["place"], row["group_name"]) == ("II.I.1", "Giáo dục")
