"""The local page: only itself may ask it, it does what the commands do, and each step is one commit that can be undone."""

import io
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from planbook.repository.commits import steps
from planbook.repository.unfinished import note_step
from tests.conftest import ROOT, git
from tests.desk.desk_pages import asking, small_office, words

PLAN = "viec-lam-2027"


@pytest.fixture
def office(tmp_path, monkeypatch):
    return small_office(tmp_path / "office", monkeypatch)


@pytest.fixture
def ask(office, tmp_path):
    return asking(office, tmp_path / "dropped")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/tokens/", {}),
        ("/toke/", {}),
        ("/desk.css", {}),
        ("", {"Host": "office.example:8765"}),
        ("", {"Host": "127.0.0.1:1"}),
        ("", {"Origin": "http://office.example"}),
        ("", {"Origin": "http://127.0.0.1:1"}),
        ("", {"Sec-Fetch-Site": "cross-site"}),
        ("", {"Sec-Fetch-Site": "same-site"}),
        ("", {"Origin": "null", "Sec-Fetch-Site": "cross-site"}),
    ],
)
@pytest.mark.parametrize("form", [None, {"plan": PLAN, "year": "2028"}])
def test_nobody_else_is_answered(ask, office, path, headers, form):
    answer = ask(path if path.startswith("/") else f"{path}rollover" if form else "", form, **headers)

    assert answer.status_code == 403
    assert "viec-lam" not in answer.text
    assert git(office, "status", "--porcelain") == ""


def test_every_answer_keeps_to_itself(ask):
    for answer in (ask(""), ask("/"), ask("desk.css"), ask("plan/none"), ask("nowhere"), ask("rollover", {})):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"


def test_next_years_draft_is_one_commit_and_can_be_undone(ask, office):
    answer = ask("rollover", {"plan": PLAN, "year": "2028"})

    assert answer.status_code == 200
    assert "data/plans/viec-lam-2028.yaml" in answer.text
    assert git(office, "show", "--name-only", "--format=", "HEAD") == "data/plans/viec-lam-2028.yaml"
    (step,) = steps(office)

    answer = ask("undo", {"commit": step.commit.name})

    assert answer.status_code == 200
    assert git(office, "diff", "--name-only", "HEAD~2") == ""
    assert [step.is_taken_back for step in steps(office)] == [False, True]
    assert "đã hoàn tác" in ask("").text


def test_a_step_on_which_a_later_one_stands_is_not_undone(ask, office):
    ask("rollover", {"plan": PLAN, "year": "2028"})
    plan = office / "data/plans/viec-lam-2028.yaml"
    plan.write_text(plan.read_text("utf-8").replace("status: draft", "status: draft # chờ"), "utf-8")
    ask("save", {})
    first = steps(office)[-1].commit.name

    answer = ask("undo", {"commit": first})

    assert answer.status_code == 409
    assert "# chờ" in plan.read_text("utf-8")
    assert git(office, "status", "--porcelain") == ""
    assert len(steps(office)) == 2


def test_a_commit_that_the_desk_did_not_make_is_not_undone(ask, office):
    before = git(office, "rev-parse", "HEAD")

    assert ask("undo", {"commit": before}).status_code == 409
    assert git(office, "rev-parse", "HEAD") == before


@pytest.mark.parametrize(
    ("path", "form", "reason"),
    [
        ("rollover", {"plan": PLAN, "year": "2026"}, "hãy ghi một năm sau đó"),
        ("rollover", {"plan": PLAN, "year": "sang năm"}, "không phải là năm"),
        ("rollover", {"plan": PLAN, "year": "٢٠٢٨"}, "không phải là năm"),
        ("rollover", {"plan": "none", "year": "2028"}, "không có kế hoạch"),
        ("rollover", {}, "không phải là năm"),
        ("issue", {"plan": PLAN, "number": "12/KH-UBND", "day": "31/2/2027"}, "31/2/2027"),
        ("issue", {"plan": PLAN, "number": "12/KH-UBND", "day": ""}, "không phải là ngày"),
        ("issue", {"plan": "viec-lam-2026", "number": "12/KH-UBND", "day": "3/2/2026"}, "đã ban hành"),
        ("layout", {}, "Hãy chọn ít nhất một tệp"),
        ("import", {"files": (io.BytesIO(b""), "")}, "Hãy chọn ít nhất một tệp"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(ask, office, path, form, reason):
    answer = ask(path, form)

    assert answer.status_code == 409
    assert reason.lower() in words(answer).lower()
    assert git(office, "status", "--porcelain") == ""
    assert steps(office) == []


def test_data_with_errors_are_told_with_their_lines_and_can_be_taken_back(ask, office):
    plan = office / f"data/plans/{PLAN}.yaml"
    right = plan.read_text("utf-8")
    plan.write_text(right.replace("status: draft", "status: dratf"), "utf-8")

    answer = ask("")

    assert answer.status_code == 409
    assert f"data/plans/{PLAN}.yaml:5" in answer.text
    assert "Lập dự thảo" not in answer.text
    assert "Lưu các chỗ sửa này" in answer.text
    ask("save", {})
    assert "Hoàn tác" in ask("").text
    ask("undo", {"commit": steps(office)[0].commit.name})
    assert plan.read_text("utf-8") == right
    assert ask("").status_code == 200


@pytest.mark.parametrize("path", ["rollover", "issue", "import", "imported/viec-lam-2027"])
def test_a_step_takes_no_edit_along_that_somebody_else_made(ask, office, path):
    plan = office / "data/plans/viec-lam-2026.yaml"
    plan.write_text(f"# tự sửa\n{plan.read_text('utf-8')}", "utf-8")
    forms = {
        "rollover": {"plan": PLAN, "year": "2028"},
        "issue": {"plan": PLAN, "number": "12/KH-UBND", "day": "15/3/2027"},
        "import": {"files": (io.BytesIO(b"x"), "cu.txt")},
    }

    answer = ask(path, forms.get(path, {}))

    assert answer.status_code == 409
    assert "trước hết hãy lưu" in words(answer).lower()
    assert git(office, "status", "--porcelain").split() == ["M", "data/plans/viec-lam-2026.yaml"]
    assert steps(office) == []


def test_undoing_leaves_alone_what_stands_outside_the_data(ask, office):
    ask("rollover", {"plan": PLAN, "year": "2028"})
    (office / "mkdocs.yml").write_text("site_name: Khác\n")
    git(office, "add", "mkdocs.yml")

    assert ask("undo", {"commit": steps(office)[0].commit.name}).status_code == 200

    assert git(office, "show", "--name-only", "--format=", "HEAD") == "data/plans/viec-lam-2028.yaml"
    assert git(office, "status", "--porcelain") == "M  mkdocs.yml"


def test_undoing_that_does_not_work_leaves_alone_what_stands_outside_the_data(ask, office):
    ask("rollover", {"plan": PLAN, "year": "2028"})
    plan = office / "data/plans/viec-lam-2028.yaml"
    plan.write_text(plan.read_text("utf-8").replace("status: draft", "status: draft # chờ"), "utf-8")
    ask("save", {})
    (office / "mkdocs.yml").write_text("site_name: Khác\n")
    git(office, "add", "mkdocs.yml")

    assert ask("undo", {"commit": steps(office)[-1].commit.name}).status_code == 409

    assert git(office, "status", "--porcelain") == "M  mkdocs.yml"
    assert "# chờ" in plan.read_text("utf-8")


def test_without_a_history_it_is_said_that_nothing_can_be_undone(ask, office):
    (office / ".git").rename(office / "git-away")

    answer = ask("rollover", {"plan": PLAN, "year": "2028"})

    assert "data/plans/viec-lam-2028.yaml" in answer.text
    assert "Chưa có lịch sử" in answer.text
    assert "Không có gì để lưu" not in answer.text


@pytest.mark.parametrize(("address", "form"), [("", None), ("rollover", {"plan": PLAN, "year": "2028"}), ("save", {})])
def test_of_a_repository_without_a_commit_it_is_said_that_nothing_goes_into_the_history(ask, office, address, form):
    (office / ".git").rename(office / "git-away")
    git(office, "init", "--quiet")

    answer = ask(address, form)

    assert answer.status_code == 200
    assert "Chưa có lịch sử" in answer.text
    assert "chưa có lần ghi (commit) nào" in answer.text
    assert "Không có gì để lưu" not in answer.text


def test_edits_that_no_commit_holds_are_shown_and_saved(ask, office):
    plan = office / f"data/plans/{PLAN}.yaml"
    plan.write_text(f"# tự sửa\n{plan.read_text('utf-8')}", "utf-8")

    assert f"data/plans/{PLAN}.yaml" in ask("").text
    ask("save", {})

    assert "chưa lưu" not in ask("").text
    assert git(office, "status", "--porcelain") == ""


def test_a_commit_that_git_refuses_is_said_and_the_edit_stays(ask, office):
    hook = office / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'gate: closed' >&2\nexit 1\n")
    hook.chmod(0o755)

    answer = ask("rollover", {"plan": PLAN, "year": "2028"})

    assert answer.status_code == 409
    assert "gate: closed" in answer.text
    assert "rồi lưu ở trang đầu" in answer.text
    assert "Có chỗ sửa chưa lưu" in ask("").text
    assert "git từ chối trước khi lưu: viec-lam-2027: dự thảo" in words(ask(""))
    assert steps(office) == []
    hook.unlink()
    ask("save", {})
    assert steps(office)[0].commit.subject.startswith("viec-lam-2027: dự thảo")
    assert "git từ chối" not in ask("").text


def test_an_undoing_that_was_stopped_is_taken_back_and_the_next_page_says_so(ask, office):
    ask("rollover", {"plan": PLAN, "year": "2028"})
    note_step(office, "hoàn tác: X\n", steps(office)[0].commit.name)
    git(office, "revert", "--no-commit", "HEAD")

    assert "“hoàn tác: X” bị ngắt giữa chừng" in words(ask(""))
    assert (office / "data/plans/viec-lam-2028.yaml").exists()
    assert "bị ngắt giữa chừng" not in ask("").text


def test_while_a_stopped_undoing_cannot_be_put_back_the_plans_are_read_all_the_same(ask, office):
    ask("rollover", {"plan": PLAN, "year": "2028"})
    note_step(office, "hoàn tác: X\n", steps(office)[0].commit.name)
    git(office, "revert", "--no-commit", "HEAD")
    (office / ".git/index.lock").touch()

    answer = ask("")

    assert answer.status_code == 200
    assert "một chương trình khác đang dùng git" in words(answer)
    assert "index.lock" in answer.text
    assert f"plan/{PLAN}" in answer.text
    (office / ".git/index.lock").unlink()
    assert "bị ngắt giữa chừng" in ask("").text


def test_any_word_file_is_held_against_the_layout(ask, tmp_path):
    draft = ask("plan/viec-lam-2026/docx").data

    answer = ask(
        "layout", {"files": [(io.BytesIO(draft), "C:\\Users\\dự thảo.docx"), (io.BytesIO(b"PK"), "../hỏng.docx")]}
    )

    assert answer.status_code == 200
    assert "dự thảo.docx" in answer.text
    assert "Không có chỗ nào lệch thể thức" in answer.text
    assert "hỏng.docx" in answer.text
    assert str(tmp_path) not in answer.text


def test_the_plan_is_seen_with_its_findings(ask):
    answer = ask(f"plan/{PLAN}")

    assert answer.status_code == 200
    assert '<article class="plan"' in answer.text
    assert ask("plan/none").status_code == 409


def test_a_hostile_template_is_stopped_and_the_desk_goes_on(office, tmp_path):
    template = office / "templates/desk/home.html"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text("{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}")
    program = (
        "import planbook.render.sandbox as sandbox; from planbook.cli import main;"
        f"sandbox.MAX_TEMPLATE_SECONDS = 1; main(['desk', '--no-browser', '--root', {str(office)!r}])"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment) as desk:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{30,}/", desk.stdout.readline())[0]
            with pytest.raises(urllib.error.HTTPError) as answer:
                urllib.request.urlopen(address)
            assert "templates/desk/home.html:1" in answer.value.read().decode()
            assert "background" in urllib.request.urlopen(f"{address}desk.css").read().decode()
        finally:
            desk.terminate()
            assert desk.wait(30) == 0


def test_the_command_serves_it_on_this_machine_until_it_is_ended(office, tmp_path):
    command = [sys.executable, str(ROOT / "build_docs.py"), "desk", "--no-browser", "--root", str(office)]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        line = program.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{30,}/", line)[0]
        page = urllib.request.urlopen(address).read().decode()
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address[:-2] + "/")
        folders = [*tmp_path.glob("planbook-desk-*")]
        program.terminate()
        try:
            assert program.wait(30) == 0
        finally:
            program.kill()

    assert "<h1>Việc cần làm</h1>" in page
    assert len(folders) == 1
    assert not folders[0].exists()


def test_what_the_guide_calls_by_name_stands_on_the_pages():
    guide = (ROOT / "content/huong-dan/ban-lam-viec.md").read_text("utf-8")
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates/desk").glob("*.html")).lower()
    named = re.findall(r"\*\*([^*]+)\*\*|“([^”]+)”", guide)
    assert len(named) > 10
    for name in ("".join(pair).lower().replace("\n", " ") for pair in named):
        assert re.search(re.escape(name).replace("\\ ", r"\s+"), pages), name


def test_every_form_of_the_first_page_is_one_that_the_guide_tells_of(ask):
    guide = " ".join((ROOT / "content/huong-dan/ban-lam-viec.md").read_text("utf-8").lower().split())
    headings = re.findall("<h2>([^<]+)</h2>", ask("").text)
    assert len(headings) >= 5
    for heading in headings:
        first = " ".join(heading.lower().split()[:3])
        assert first in guide, heading
