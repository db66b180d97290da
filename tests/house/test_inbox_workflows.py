"""The ready files that make a merge request of what is put into inbox/: run as a runner would, against a forge on this machine."""

import os
import subprocess

import pytest
import yaml

from planbook.loading.workspace import load
from tests.conftest import ROOT, git
from tests.desk.desk_pages import in_git
from tests.desk.desks import desk, retyped
from tests.forge import forge
from tests.word_edits import edited

GITHUB = yaml.safe_load((ROOT / ".github/workflows/inbox.yml").read_text("utf-8"))["jobs"]
GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
TAKE = next(step["run"] for step in GITHUB["take"]["steps"] if step.get("id") == "take")
PROPOSE = {"github": GITHUB["propose"]["steps"][-1]["run"], "gitlab": "\n".join(GITLAB["propose"]["script"])}


def shell(script, folder, **variables):
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(
        command, check=False, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True
    )


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository of plans with an edited draft and a file that nobody can read in inbox/, as it stands at the forge."""
    house = desk(tmp_path / "house", plan={"todo": None})
    (house.root / ".gitignore").write_text("build/\n/.venv\n/planbook\n/build_docs.py\n")
    in_git(house.root, monkeypatch)
    (house.root / "inbox").mkdir()
    (house.root / "inbox/so-c.docx").write_bytes(edited(house.content, retyped("von-mot", "Huy động vốn vay.")))
    (house.root / "inbox/hong.docx").write_bytes(b"PK")
    git(house.root, "add", ".")
    git(house.root, "commit", "--quiet", "--message", "upload")
    for name in (".venv", "build_docs.py", "planbook"):
        (house.root / name).symlink_to(ROOT / name)
    return house.root


def test_an_uploaded_file_becomes_a_merge_request(repository, tmp_path):
    (tmp_path / "o").mkdir()
    origin = tmp_path / "o/r.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(origin))
    (tmp_path / "o/r").symlink_to(origin)
    git(origin, "config", "receive.advertisePushOptions", "true")
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "--quiet", str(origin), str(copy))
    notes = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "GITHUB_OUTPUT": str(tmp_path / "output")}
    made = shell(TAKE, repository, **notes)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "output").read_text() == "changed=yes\n"
    assert "hong.docx" in (tmp_path / "summary.md").read_text("utf-8")

    for of, name in (("github", "inbox-41"), ("gitlab", "inbox-42")):
        git(copy, "checkout", "--quiet", "--detach", "origin/HEAD")
        (copy / "build").mkdir(exist_ok=True)
        subprocess.run(["cp", "-r", str(repository / "build/inbox"), str(copy / "build")], check=True)
        (copy / "build/inbox/tham-dinh.zip").write_bytes(b"PK")  # as the job of GitLab puts it there
        with forge(of, []) as server:
            done = shell(
                PROPOSE[of], copy,
                GITHUB_RUN_ID="41", GH_TOKEN="secret", GITHUB_SERVER_URL=f"file://{tmp_path}", GITHUB_REPOSITORY="o/r",
                GITHUB_API_URL=server.url, GITHUB_REF_NAME="main",
                CI_PIPELINE_ID="42", INBOX_TOKEN="secret", CI_PROJECT_URL=f"file://{tmp_path}/o/r",
                CI_API_V4_URL=server.url, CI_PROJECT_ID="5", CI_COMMIT_BRANCH="main",
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            (proposal,) = server.proposals
            assert {name, "main"} <= set(proposal.values())
            assert "Huy động vốn vay." in proposal.get("body", proposal.get("description"))
            assert ("/actions/runs/41#artifacts" if of == "github" else "(/uploads/1)") in str(proposal)
            assert "von-mot" in server.comments[0]["body"] or "vốn vay" in server.comments[0]["body"]
            assert server.keys == {"Bearer secret" if of == "github" else "secret"}
        assert git(origin, "diff", "--name-only", f"HEAD..{name}").split() == [
            "data/opinions/thu.yaml",
            "data/plans/thu.yaml",
            "inbox/so-c.docx",
        ]


def test_where_nothing_can_be_read_the_job_fails_and_nothing_is_proposed(repository, tmp_path):
    git(repository, "rm", "--quiet", "inbox/so-c.docx")
    git(repository, "commit", "--quiet", "--message", "gone")
    notes = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "GITHUB_OUTPUT": str(tmp_path / "output")}
    assert shell(TAKE, repository, **notes).returncode == 1
    assert not (tmp_path / "output").exists()
    assert load(repository / "data")[0].opinions == {}
    git(repository, "rm", "--quiet", "inbox/hong.docx")
    git(repository, "commit", "--quiet", "--message", "merged")
    assert shell(TAKE, repository, **notes).returncode == 0


def test_both_forges_take_the_files_back_alike():
    core = [line for line in TAKE.splitlines() if "SUMMARY" not in line and "OUTPUT" not in line and " cp " not in line]
    other = "\n".join(GITLAB["inbox"]["script"])
    assert [line for line in core if not line.startswith("cp ") and line not in other] == []
