"""Footnotes: on the page below their section, in Word real ones, back from Word without a false edit."""

import io
import zipfile
from datetime import UTC, datetime

import yaml

from planbook.ooxml.blocks import Reviser
from planbook.ooxml.opening import read_package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final, original
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.proofs.documents import plan_lines
from planbook.render.article import article, article_lines
from planbook.render.templates import Templates
from planbook.review.redline import Version, read_dress, redline_of
from planbook.views.once import Views
from planbook.views.plan import texts_of
from tests.conftest import ROOT, run
from tests.offices import office, written
from tests.test_plan_forms import made
from tests.word_edits import W, edited, end, text_of

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
    return yaml.load((root / "data/plans/thu.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


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
    assert [line.text.strip() for line in lines if line.where == "footnote" and line.text.strip()] == [
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


def test_a_footnote_that_somebody_added_is_refused_and_changes_nothing(tmp_path):
    def added(trees):
        reference = next(trees["word/document.xml"].iter(f"{W}footnoteReference"))
        run_ = reference.getparent()
        new = run_.makeelement(run_.tag)
        new.append(reference.makeelement(reference.tag, {f"{W}id": "9"}))
        run_.getparent().append(new)
        notes = trees["word/footnotes.xml"]
        note = notes.makeelement(f"{W}footnote", {f"{W}id": "9"})
        paragraph = note.makeelement(f"{W}p")
        text = paragraph.makeelement(f"{W}t")
        text.text = "Chú thích mới"
        part = paragraph.makeelement(f"{W}r")
        part.append(text)
        paragraph.append(part)
        note.append(paragraph)
        notes.append(note)

    root, answer = pulled(tmp_path, added)

    assert answer.returncode == 1
    assert "Chú thích mới" in answer.stdout
    assert data(root)["footnotes"] == FOOTNOTES
    assert data(root)["outline"] == OUTLINE


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
        [line.text.strip() for line in state(returned) if line.where == "footnote" and line.text.strip()]
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
