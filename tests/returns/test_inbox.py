"""Files put into inbox/ by a page of a forge: taken back plan by plan, removed, told so that nobody's words are marks of Markdown."""

import shutil

import pytest

from planbook.loading.workspace import load
from planbook.returns.inbox import take_inbox
from tests.conftest import run
from tests.desk.desks import desk, retyped
from tests.returns.test_several_files import commented
from tests.word_edits import edited


@pytest.fixture
def house(tmp_path):
    return desk(tmp_path / "house", plan={"todo": None})


@pytest.fixture
def put(house):
    folder = house.root / "inbox"
    folder.mkdir()
    (folder / "README.md").write_text("Thả tệp vào đây")
    (folder / ".gitkeep").touch()

    def put_in(name, *edits, content=None):
        (folder / name).write_bytes(edited(house.content, *edits) if content is None else content)
        return folder

    return put_in


def test_what_is_certain_is_written_and_the_files_are_gone(house, put):
    put(
        "Sở Tài chính.docx",
        retyped("von-mot", "Huy động vốn vay."),
        commented("von-hai", "@binh", "**đậm** &lt;b&gt;\n# mục"),
    )
    folder = put("so-e.docx", retyped("von-hai", "Lồng ghép vốn."))
    report = take_inbox(house.root, folder)
    plan = load(house.root / "data")[0].plans["thu"]
    assert {"Huy động vốn vay.", "Lồng ghép vốn."} <= {getattr(entry, "text", "") for entry in plan.walk()}
    assert sorted(path.name for path in folder.iterdir()) == [".gitkeep", "README.md"]
    assert not report.is_left
    assert all(not line.strip() or line.startswith(("## thu", "    ")) for line in report.text.splitlines())
    assert "**đậm** <b>" in report.text
    assert take_inbox(house.root, folder).text == "\n"


def test_what_cannot_be_read_stays_and_says_why_and_the_rest_is_taken(house, put):
    put("khac.pdf", content=b"%PDF-1.7")
    put("hong.docx", content=b"PK\x03\x04")
    folder = put("so-c.docx", retyped("von-mot", "Huy động vốn vay."), retyped("thu--preamble", "Sở C đề nghị"))
    report = take_inbox(house.root, folder)
    assert report.is_left
    assert {"khac.pdf", "hong.docx"} <= {path.name for path in folder.iterdir()}
    assert not (folder / "so-c.docx").exists()
    assert report.text.index("    hong.docx") < report.text.index("    khac.pdf")


def test_two_agencies_in_one_place_are_a_clash_in_the_text(house, put):
    put("so-c.docx", retyped("von-mot", "Huy động vốn vay."))
    folder = put("so-e.docx", retyped("von-mot", "Huy động vốn tặng."))
    report = take_inbox(house.root, folder)
    assert report.is_left
    assert "trong so-e.docx" in report.text


def test_the_command_writes_the_text_and_says_by_its_code_that_something_is_left(house, put):
    folder = put("khac.docx", retyped("von-mot", "Huy động vốn vay."))
    done = run(house.root, "inbox", "-o", str(house.root / "build/inbox/tom-tat.md"))
    assert (done.returncode, done.stdout) == (0, "")
    assert "Huy động vốn vay." in (house.root / "build/inbox/tom-tat.md").read_text("utf-8")
    shutil.rmtree(folder)
    assert run(house.root, "inbox").stdout == "\n"
