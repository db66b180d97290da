"""Edited files on the local page: what is ticked is taken and nothing else, what was previewed is written, all in one commit."""

import io
import re
from html import unescape

import docx
import pytest

from planbook.loading.workspace import load
from planbook.repository.commits import steps
from tests.conftest import git
from tests.desk.desk_pages import asking, committed_desk, words
from tests.desk.desks import retyped, typed
from tests.word_edits import edited


@pytest.fixture
def house(tmp_path, monkeypatch):
    return committed_desk(tmp_path / "house", monkeypatch)


@pytest.fixture
def ask(house, tmp_path):
    return asking(house.root, tmp_path / "dropped")


def dropped(ask, **files):
    """The page that shows what files change, and the fields of its form as they come."""
    form = {"files": [(io.BytesIO(content), f"{name}.docx") for name, content in files.items()]}
    answer = ask("returned", form)
    assert answer.status_code == 303, words(answer)
    page = ask(answer.headers["Location"])
    return page, fields_of(page)


def fields_of(page):
    assert page.status_code == 200, words(page)
    fields: dict[str, list[str]] = {}
    for tag in re.findall("<input [^>]+>", page.text):
        name, value = (unescape(re.search(f'{key}="([^"]*)"', tag)[1]) for key in ("name", "value"))
        if 'type="hidden"' in tag or " checked" in tag or name.startswith("why "):
            fields.setdefault(name, []).append(value)
    return fields


def texts(house):
    plan = load(house.root / "data")[0].plans["thu"]
    return {entry.id: entry.text for entry in plan.walk() if hasattr(entry, "text") and hasattr(entry, "id")}


def test_what_is_ticked_is_taken_and_the_rest_is_left(house, ask):
    before = texts(house)
    content = edited(
        house.content, retyped("von-mot", "Huy động vốn vay.", tracked=True), retyped("von-hai", "Lồng ghép vốn.")
    )
    page, fields = dropped(ask, so=content)
    assert fields["take"] == ["von-mot@so.docx", "von-hai@so.docx"]
    assert "An 02/11/2026" in page.text
    fields["take"].remove("von-hai@so.docx")

    preview = ask("preview", fields)
    assert "Huy động vốn vay." in preview.text
    assert "Lồng ghép vốn." not in preview.text
    assert texts(house) == before
    assert git(house.root, "status", "--porcelain") == ""

    answer = ask("take", fields_of(preview))
    assert answer.status_code == 200, words(answer)
    assert texts(house) == {**before, "von-mot": "Huy động vốn vay."}
    (step,) = steps(house.root)
    assert git(house.root, "log", "-1", "--format=%(trailers:key=Edited-by,valueonly)") == "An"
    assert git(house.root, "status", "--porcelain") == ""

    ask("undo", {"commit": step.commit.name})
    assert texts(house) == before


def test_what_two_files_want_otherwise_waits_until_one_is_ticked(house, ask):
    page, fields = dropped(
        ask,
        mot=edited(house.content, retyped("von-mot", "Huy động vốn vay.")),
        hai=edited(house.content, retyped("von-mot", "Huy động vốn tặng.")),
    )
    assert "take" not in fields
    assert fields["shown"] == ["von-mot@mot.docx", "von-mot@hai.docx"]
    assert "trong mot.docx" in page.text

    preview = ask("preview", {**fields, "take": ["von-mot@hai.docx"]})
    ask("take", fields_of(preview))
    assert texts(house)["von-mot"] == "Huy động vốn tặng."


def test_what_is_left_is_answered_on_the_page_and_what_nobody_answers_is_shown(house, ask):
    content = edited(
        house.content,
        retyped("von-mot", "Huy động vốn vay."),
        retyped("von-hai", "Lồng ghép vốn."),
        retyped("thu--preamble", "Sở Tài chính đề nghị"),
    )
    _, fields = dropped(ask, **{"So Tai chinh": content})
    answers = [name for name in fields if name.startswith("why ")]
    assert len(answers) == 3
    fields["take"] = ["von-hai@So Tai chinh.docx"]
    fields[next(name for name in answers if "von-mot" in name)] = " Đã nêu ở\tmục IV "

    preview = ask("preview", fields)
    assert "Để lại mà chưa giải trình (1)" in words(preview)
    again = ask(unescape(re.search(r'href="/token/(returned\?[^"]+)"', preview.text)[1]))
    assert 'value="Đã nêu ở mục IV"' in again.text
    ask("take", fields_of(preview))

    opinions = load(house.root / "data")[0].opinions["thu"].opinions
    assert {(opinion.at, opinion.answer, opinion.why) for opinion in opinions} == {
        ("von-mot", "not-taken", "Đã nêu ở mục IV"),
        ("von-hai", "taken", None),
        ("thu--preamble", None, None),
    }
    assert "Ý kiến góp ý: 3, chưa trả lời: 1." in words(ask("plan/thu"))
    report = ask("plan/thu/opinions")
    texts = [
        paragraph.text
        for table in docx.Document(io.BytesIO(report.data)).tables
        for cell in table._cells
        for paragraph in cell.paragraphs
    ]
    assert "Không tiếp thu: Đã nêu ở mục IV" in texts


def test_what_was_previewed_is_written_or_nothing(house, ask):
    _, fields = dropped(ask, so=edited(house.content, retyped("von-mot", "Huy động vốn vay.")))
    seen = fields_of(ask("preview", fields))
    path = house.root / "data/plans/thu.yaml"
    path.write_text(f"# ai đó vừa sửa\n{path.read_text('utf-8')}", "utf-8")
    before = texts(house)

    answer = ask("take", seen)
    assert "Dữ liệu vừa đổi" in answer.text
    assert texts(house) == before

    assert ask("take", fields_of(answer)).status_code == 409  # the edit of somebody else is in no commit yet
    assert texts(house) == before
    ask("save", {})
    ask("take", fields_of(answer))
    assert texts(house)["von-mot"] == "Huy động vốn vay."


def test_a_new_item_and_one_that_cannot_be_taken_are_told_apart(house, ask):
    content = edited(house.content, typed("von-hai", "Giám sát việc dùng vốn."))
    page, fields = dropped(ask, so=content)
    assert "Giám sát việc dùng vốn." in page.text
    ask("take", fields_of(ask("preview", fields)))
    assert "Giám sát việc dùng vốn." in texts(house).values()


def test_the_redline_of_what_is_chosen_is_a_word_file(house, ask):
    _, fields = dropped(ask, so=edited(house.content, retyped("von-mot", "Huy động vốn vay.")))

    answer = ask("redline", fields_of(ask("preview", fields)))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith("thu-so-sanh.docx")
    assert answer.data[:2] == b"PK"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("thu.docx", b"PK", "bị hỏng"),
        ("../../thu.docx", b"", "tệp rỗng"),
        ("thu.xlsx", b"\xd0\xcf\x11\xe0", "lưu thành bảng tính Excel"),
        ("thu.docx", None, "không phải dự thảo"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(house, ask, tmp_path, name, content, reason):
    if content is None:
        import docx

        other = docx.Document()
        other.add_paragraph("Không phải kế hoạch nào.")
        other.save(tmp_path / "other.docx")
        content = (tmp_path / "other.docx").read_bytes()
    answer = ask(ask("returned", {"files": (io.BytesIO(content), name)}).headers["Location"])
    assert answer.status_code == 409
    assert reason in words(answer)
    assert str(tmp_path) not in answer.text


def test_a_form_without_files_or_with_files_that_are_gone_is_refused(ask):
    assert ask("returned", {}).status_code == 409
    for path in ("returned", "returned?file=0123456789abcdef", "returned?file=../../etc"):
        assert ask(path).status_code == 409
    for path in ("preview", "take", "redline"):
        assert ask(path, {}).status_code == 409


def test_of_several_files_each_that_cannot_be_read_is_named(house, ask):
    files = [
        (io.BytesIO(content), name) for name, content in (("a.docx", b""), ("b.docx", house.content), ("c.docx", b"PK"))
    ]
    answer = ask(ask("returned", {"files": files}).headers["Location"])
    assert answer.status_code == 409
    assert "a.docx: tệp rỗng" in words(answer)
    assert "c.docx: tệp bị hỏng" in words(answer)
    assert "b.docx" not in words(answer)
