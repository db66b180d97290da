"""A Word file with comments at what was found: its own text stays letter by letter, whatever it is made of."""

import io
import zipfile

from docx import Document

from planbook.importing.files.word_comments import Remark, with_comments
from planbook.importing.original import Passage
from planbook.ooxml.opening import read_package


def file_of(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def texts(content: bytes) -> list[str]:
    root = read_package(content).part("word/document.xml")
    assert root is not None
    return [node.text or "" for node in root.iter("{*}t")]


def commented(content: bytes) -> list[tuple[str, str]]:
    """The words that each comment is at, and what it says."""
    root = read_package(content).part("word/document.xml")
    assert root is not None
    said = {str(comment.comment_id): comment.text for comment in Document(io.BytesIO(content)).comments}
    at: dict[str, str] = {}
    is_open: list[str] = []
    for node in root.iter():
        key = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), "")
        if str(node.tag).endswith("}commentRangeStart"):
            is_open.append(key)
        elif str(node.tag).endswith("}commentRangeEnd"):
            is_open.remove(key)
        elif str(node.tag).endswith("}t"):
            at |= {key: at.get(key, "") + (node.text or "") for key in is_open}
    return [(at[key], text) for key, text in said.items()]


def a_plan() -> bytes:
    document = Document()
    paragraph = document.add_paragraph("Hạn: ")
    paragraph.add_run("trước ngày 31/02/2026").bold = True
    paragraph.add_run("; quý III.")
    document.add_paragraph("")
    cell = document.add_table(rows=1, cols=2).rows[0].cells[1]
    cell.text = "Sở Y\u00a0tế"
    document.add_paragraph("dòng một\ndòng hai")
    return file_of(document)


def test_a_comment_stands_at_the_runs_that_hold_its_words():
    remarks = [
        Remark(Passage(1, "Hạn: trước ngày 31/02/2026; quý III."), "31/02/2026", "tháng 2 không có ngày 31"),
        Remark(Passage(2, "Sở Y tế"), "", "một"),
        Remark(Passage(3, "dòng một"), "dòng một", "hai"),
        Remark(Passage(4, "dòng hai"), "dòng hai", "ba"),
    ]
    written = with_comments(a_plan(), remarks, "planbook")
    assert commented(written) == [
        ("trước ngày 31/02/2026", "tháng 2 không có ngày 31"),
        ("Sở Y\u00a0tế", "một"),
        ("dòng mộtdòng hai", "hai"),
        ("dòng mộtdòng hai", "ba"),
    ]


def test_the_text_of_the_file_and_its_other_parts_stay_as_they_were():
    plan = a_plan()
    written = with_comments(plan, [Remark(Passage(2, "Sở Y tế"), "Sở", "một")], "planbook")
    assert texts(written) == texts(plan)
    with zipfile.ZipFile(io.BytesIO(plan)) as before, zipfile.ZipFile(io.BytesIO(written)) as after:
        same = [name for name in before.namelist() if name in ("word/styles.xml", "word/settings.xml")]
        assert [after.read(name) for name in same] == [before.read(name) for name in same]


def test_comments_that_the_file_has_already_stay():
    first = with_comments(a_plan(), [Remark(Passage(1, "Sở Y tế"), "", "của người soát trước")], "planbook")
    written = with_comments(first, [Remark(Passage(1, "Sở Y tế"), "", "thêm")], "planbook")
    assert sorted(text for _, text in commented(written)) == ["của người soát trước", "thêm"]


def test_a_passage_that_the_text_does_not_hold_gets_none_and_keeps_no_other_from_its_own():
    remarks = [Remark(Passage(1, "không có ở đây"), "", "một"), Remark(Passage(2, "Sở Y tế"), "", "hai")]
    assert commented(with_comments(a_plan(), remarks, "planbook")) == [("Sở Y\u00a0tế", "hai")]
