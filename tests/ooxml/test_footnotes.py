"""Footnotes: on the page below their section, in Word real ones, back from Word without a false edit."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import yaml
from lxml import etree

from planbook.ooxml.blocks import Reviser
from planbook.ooxml.opening import read_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final, original
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.proofs.documents import plan_lines
from planbook.render.article import article, article_lines
from planbook.render.templates import Templates
from planbook.review.dress import read_dress
from planbook.review.redline import Version, redline_of
from planbook.views.once import Views
from planbook.views.plan import texts_of
from tests.conftest import ROOT, run
from tests.offices import office, written
from tests.outputs.test_plan_forms import made
from tests.returns.test_pull_again import typed
from tests.word_edits import W, edited, end, plain_breaks, text_of

MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DRESS = read_dress(ROOT)
OUTLINE = [
    {
        "id": "muc-tieu",
        "heading": "MỤC TIÊU",
        "purposes": [
            {"id": "mot", "text": "Giảm hộ nghèo{footnote:chuan} của {agency:so-b}, 5 m²{footnote:so-lieu}."},
            {"id": "hai", "text": "Rộng 5 m² đất."},
        ],
    },
    {
        "id": "to-chuc",
        "heading": "TỔ CHỨC",
        "duties": [{"id": "lam", "agencies": "so-b", "text": "Làm{footnote:viec}."}],
    },
]
FOOTNOTES = [
    {"id": "viec", "text": "Việc hằng ngày"},
    {"id": "chuan", "text": "Theo chuẩn của {agency:so-b}"},
    {"id": "so-lieu", "text": "Số liệu đến 31/12"},
]
PLAN = {"outline": OUTLINE, "footnotes": FOOTNOTES, "appendices": []}


def shown(words, plan=PLAN):
    return Views(office(plan), words).views["thu"]


def semantic(view, words):
    return article(Templates(ROOT / "templates"), view, words)


def data(root):
    return yaml.load((root / "data/plans/thu.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)


def test_footnotes_are_counted_as_they_come_and_stand_below_their_section(words):
    view = shown(words)
    lines = [(line.number, line.text) for line in article_lines(semantic(view, words), is_word=False)]
    begin = lines.index(("I.", "MỤC TIÊU"))

    assert lines[begin + 1 : begin + 7] == [
        ("-", "Giảm hộ nghèo¹ của Sở B, 5 m²²."),
        ("-", "Rộng 5 m² đất."),
        ("¹", "Theo chuẩn của Sở B."),
        ("²", "Số liệu đến 31/12."),
        ("II.", "TỔ CHỨC"),
        ("1.", "Sở B: Làm³."),
    ]
    assert "Việc hằng ngày." in list(texts_of(view))
    assert '<sup data-note="chuan"><a id="chuan--mark" href="#chuan">¹</a></sup>' in semantic(view, words)


def test_tables_and_lists_have_no_marks_of_footnotes(words):
    views = Views(office({**PLAN, "layout": {"duties": "tasks"}}), words)

    assert [row.name for group in views.matrices["thu"] for row in group.tasks] == ["Làm."]


def test_a_draft_has_real_footnotes_that_any_program_counts(tmp_path):
    content = (made(tmp_path, PLAN) / "draft.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        notes, body = archive.read("word/footnotes.xml").decode(), archive.read("word/document.xml").decode()
    lines = final(read_returned(read_package(content)))

    assert body.count("<w:footnoteReference ") == 3
    assert notes.count("<w:footnoteRef/>") == 3
    assert [plain_breaks(line.text.strip()) for line in lines if line.where == "footnote" and line.text.strip()] == [
        "Theo chuẩn của Sở B.",
        "Số liệu đến 31/12.",
        "Việc hằng ngày.",
    ]


def pulled(tmp_path, *edits):
    root = made(tmp_path, PLAN)
    draft = root / "draft.docx"
    draft.write_bytes(edited(draft.read_bytes(), *edits))
    return root, run(root, "pull", draft, "--apply")


def in_note(begin, old, new):
    def edit(trees):
        (note,) = (one for one in trees["word/footnotes.xml"].iter(f"{W}p") if text_of(one).strip().startswith(begin))
        for node in note.iter(f"{W}t"):
            node.text = (node.text or "").replace(old, new)

    return edit


def without_mark(number):
    """What Word does where somebody deletes the mark of a footnote."""

    def edit(trees):
        for name, tag in (("word/document.xml", "footnoteReference"), ("word/footnotes.xml", "footnote")):
            (element,) = (one for one in trees[name].iter(f"{W}{tag}") if one.get(f"{W}id") == str(number))
            element.getparent().remove(element)

    return edit


def test_a_draft_comes_back_as_it_went(tmp_path):
    root, answer = pulled(tmp_path)

    assert answer.returncode == 0, answer.stdout
    assert data(root)["footnotes"] == FOOTNOTES
    assert "0; " in answer.stdout or "không" in answer.stdout


def test_words_of_a_footnote_and_of_the_text_around_its_mark_come_back(tmp_path):
    root, answer = pulled(
        tmp_path, in_note("Số liệu", "31/12", "30/11"), in_note("Theo", "Theo", "Tính theo"), end("Giảm", ".", " nữa.")
    )

    assert answer.returncode == 0, answer.stdout
    assert data(root)["outline"][0]["purposes"][0]["text"].endswith("của {agency:so-b}, 5 m²{footnote:so-lieu} nữa.")
    assert [note["text"] for note in data(root)["footnotes"]] == [
        "Việc hằng ngày",
        "Tính theo chuẩn của {agency:so-b}",
        "Số liệu đến 30/11",
    ]


def test_a_footnote_goes_with_its_mark(tmp_path):
    root, answer = pulled(tmp_path, without_mark(1))

    assert answer.returncode == 0, answer.stdout
    assert data(root)["outline"][0]["purposes"][0]["text"] == "Giảm hộ nghèo của {agency:so-b}, 5 m²{footnote:so-lieu}."
    assert [note["id"] for note in data(root)["footnotes"]] == ["viec", "so-lieu"]


def added(begin, note, number="9", *, behind="", look="", in_table=False):
    """What Word does where somebody puts a footnote into a text, in front of its last letter or behind some words."""

    def edit(trees):
        document, notes = trees["word/document.xml"], trees["word/footnotes.xml"]
        (paragraph,) = (
            one
            for one in document.iter(f"{W}p")
            if text_of(one).strip().startswith(begin)
            and (not in_table or next(one.iterancestors(f"{W}tc"), None) is not None)
        )
        run_ = [one for one in paragraph.iter(f"{W}r") if text_of(one).strip()][-1]
        (text,) = run_.iter(f"{W}t")
        first, there, last = text.text.partition(behind) if behind else (text.text[:-1], "", text.text[-1])
        text.text = first + there
        mark, rest = run_.makeelement(run_.tag), run_.makeelement(run_.tag)
        mark.append(mark.makeelement(f"{W}footnoteReference", {f"{W}id": number}))
        rest.append(rest.makeelement(f"{W}t"))
        rest[0].text = last
        run_.addnext(mark)
        mark.addnext(rest)
        body = (
            f"<w:footnote xmlns:w='{W[1:-1]}' w:id='{number}'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> </w:t></w:r>"
        )
        notes.append(etree.fromstring(f"{body}<w:r>{look}<w:t>{note}</w:t></w:r></w:p></w:footnote>"))

    return edit


def notes_of(root):
    return {note["id"]: note["text"] for note in data(root)["footnotes"]}


def test_a_footnote_that_somebody_added_comes_into_the_data_at_its_place(tmp_path):
    root, answer = pulled(
        tmp_path,
        added("Rộng", "Theo Sở B.", "8", behind="Rộng"),
        added("Sở B: Làm", "Từ năm 2027.", look="<w:rPr><w:b/></w:rPr>"),
    )

    assert answer.returncode == 0, answer.stdout
    assert "Rộng[* Theo Sở B] 5 m² đất." in answer.stdout
    statements, (duty,) = data(root)["outline"][0]["purposes"], data(root)["outline"][1]["duties"]
    assert statements[1]["text"] == "Rộng{footnote:theo-so-b} 5 m² đất."
    assert duty["text"] == "Làm{footnote:viec}{footnote:tu-nam-2027}."
    assert notes_of(root) == {
        **{note["id"]: note["text"] for note in FOOTNOTES},
        "theo-so-b": "Theo Sở B",
        "tu-nam-2027": "Từ năm 2027",
    }
    again = run(root, "pull", root / "draft.docx")
    assert again.returncode == 0, again.stdout
    assert "Theo Sở B" not in again.stdout
    assert run(root, "check").returncode == 0


def test_a_new_paragraph_brings_its_footnote(tmp_path):
    root, answer = pulled(tmp_path, typed("Rộng", "Sâu 3 m."), added("Sâu", "Đo năm 2026"))

    assert "từ chối: 0" in answer.stdout
    run(root, "pull", root / "draft.docx", "--apply", "--accept", "1")
    assert data(root)["outline"][0]["purposes"][2]["text"] == "Sâu 3 m{footnote:do-nam-2026}."
    assert notes_of(root)["do-nam-2026"] == "Đo năm 2026"


def test_a_footnote_in_a_row_of_a_table_is_asked_about_for_the_text(tmp_path):
    task = {"id": "viec-moi", "text": "Trồng cây.", "assignment": {"lead": "so-b", "deadlines": [{"throughout": 2027}]}}
    root = made(
        tmp_path,
        {**PLAN, "outline": [*OUTLINE, {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": [task]}], "appendices": None},
    )
    draft = root / "draft.docx"
    in_row = added("Trồng cây", "Theo mùa", in_table=True)
    draft.write_bytes(edited(draft.read_bytes(), in_row))
    answer = run(root, "pull", draft)
    assert "chú thích đặt trong bảng" in answer.stdout
    assert "Trồng cây[* Theo mùa]." in answer.stdout
    run(root, "pull", draft, "--apply", "--accept", "viec-moi")
    assert data(root)["outline"][2]["tasks"][0]["text"] == "Trồng cây{footnote:theo-mua}."
    assert notes_of(root)["theo-mua"] == "Theo mùa"
    again = run(root, "pull", draft)
    assert (again.returncode, "Theo mùa" in again.stdout) == (0, False), again.stdout
    assert run(root, "check").returncode == 0


@pytest.mark.parametrize(
    "edit",
    [
        added("Sở B: Làm", "{value}"),
        added("Sở B: Làm", "chữ ẩn", look="<w:rPr><w:vanish/></w:rPr>"),
        added("Sở B: Làm", " "),
        added("Nơi nhận", "Ai"),
    ],
)
def test_a_footnote_that_cannot_be_taken_is_told_and_changes_nothing(tmp_path, edit):
    root, answer = pulled(tmp_path, edit)

    assert answer.returncode == 1
    assert (data(root)["footnotes"], data(root)["outline"]) == (FOOTNOTES, OUTLINE)


def test_a_redline_takes_footnotes_back_and_forth(tmp_path):
    later = [{**FOOTNOTES[1], "text": "Theo chuẩn mới"}, {"id": "moi", "text": "Chú thích mới"}, FOOTNOTES[2]]
    outline = [OUTLINE[0], {**OUTLINE[1], "duties": [{**OUTLINE[1]["duties"][0], "text": "Làm{footnote:moi}."}]}]
    before, after = (
        Version(workspace, workspace.plans["thu"], "", MADE)
        for workspace in (office(PLAN), office({**PLAN, "outline": outline, "footnotes": later}))
    )
    content = redline_of(DRESS, before, after, Reviser("Phòng", MADE))
    returned = read_returned(read_package(content))
    accepted, rejected = (
        [plain_breaks(line.text.strip()) for line in state(returned) if line.where == "footnote" and line.text.strip()]
        for state in (final, original)
    )

    assert accepted == ["Theo chuẩn mới.", "Số liệu đến 31/12.", "Chú thích mới."]
    assert rejected == ["Theo chuẩn của Sở B.", "Số liệu đến 31/12.", "Việc hằng ngày."]


def test_a_page_and_a_draft_must_hold_every_footnote_and_its_mark(tmp_path):
    office_made = edition(read_sources(written(tmp_path, PLAN)), made_at(tmp_path))
    page, draft = ([line.text for line in plan_lines(office_made, "thu", is_page=is_page)] for is_page in (True, False))

    assert page[page.index("1. Sở B: Làm³.") :][:2] == ["1. Sở B: Làm³.", "³ Việc hằng ngày."]
    assert draft[-3:] == ["Theo chuẩn của Sở B.", "Số liệu đến 31/12.", "Việc hằng ngày."]
    assert [text for text in (*page, *draft) if "\ufe0e" in text] == []
