"""The doubts of an imported plan on the local page: the original's words beside what was read, confirmed one by one."""

import re

import pytest

from planbook.importing.import_plans import import_plans
from planbook.importing.plan_drafts import ImportOptions
from planbook.loading.workspace import load
from planbook.repository.commits import steps
from tests.conftest import git
from tests.desk.desk_pages import asking, in_git, words
from tests.importing.test_import import PLAN

NAME = "trong-cay-2026"


@pytest.fixture
def office(tmp_path, monkeypatch):
    root = tmp_path / "office"
    (root / "data").mkdir(parents=True)
    (root / "data/office.yaml").write_text("place: tinh-son-la\n", encoding="utf-8")
    (tmp_path / "cu.txt").write_text(PLAN, encoding="utf-8")
    import_plans(root, [tmp_path / "cu.txt"], ImportOptions(plan_id=NAME))
    return in_git(root, monkeypatch)


@pytest.fixture
def ask(office, tmp_path):
    return asking(office, tmp_path / "dropped")


def rows(page):
    """The left and the right side of each doubt, with its id."""
    return {
        re.search('name="done" value="([^"]+)"', row)[1]: row.partition("</td>")[::2]
        for row in re.findall("<tr><td>.*?</tr>", page.text, re.DOTALL)
    }


def test_the_words_of_the_original_stand_left_and_what_was_read_of_them_right(ask):
    listed = rows(ask(f"imported/{NAME}"))
    left, right = next(pair for pair in listed.values() if "Khi trời mát" in pair[0])
    assert "<q>" in left
    assert "thời hạn" in right.lower()
    assert any("Hội Làm vườn tỉnh" in right for _, right in listed.values())
    assert f"còn {len(listed)} chỗ phải xem" in words(ask(f"plan/{NAME}"))


def test_what_is_confirmed_is_decided_and_with_the_last_one_the_plan_is_accepted(ask, office):
    first, *rest = rows(ask(f"imported/{NAME}"))
    answer = ask(f"imported/{NAME}", {"done": [first]})
    assert answer.status_code == 200, words(answer)
    plan = load(office / "data")[0].plans[NAME]
    assert [decision.id for decision in plan.todo] == rest
    assert len(steps(office)) == 1

    ask(f"imported/{NAME}", {"done": rest})
    assert load(office / "data")[0].plans[NAME].todo == ()
    assert not (office / f"data/plans/{NAME}.import.json").exists()
    assert "chỗ phải xem" not in words(ask(f"plan/{NAME}"))
    assert git(office, "status", "--porcelain") == ""


@pytest.mark.parametrize("done", [[], ["nhap-999"], ["nhap-1", "x"]])
def test_a_form_that_names_no_open_doubt_writes_nothing(ask, office, done):
    answer = ask(f"imported/{NAME}", {"done": done})
    assert answer.status_code == 409
    assert git(office, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"plan": "trong-cay-2026", "decisions": ["nhap-1"], "values": []}',
        "\ufeff",
        '{"plan": "trong-cay-2026", "decisions": ["nhap-1"], "values": [7]}',
    ],
)
def test_a_broken_file_of_origins_is_told_and_no_plan_without_doubts(ask, office, content):
    (office / f"data/plans/{NAME}.import.json").write_text(content, "utf-8")
    is_whole = content.endswith('"values": []}')
    assert ask(f"imported/{NAME}").status_code == (200 if is_whole else 409)
    for page in (f"plan/{NAME}", f"imported/{NAME}"):
        assert ("không phải nội dung mà lần nhập đã ghi" in words(ask(page))) != is_whole
    assert ("còn 1 chỗ phải xem" in words(ask(f"plan/{NAME}"))) == is_whole
    assert ask(f"plan/{NAME}").status_code == 200
