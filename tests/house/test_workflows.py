"""The ready files for GitHub and GitLab: what they run works, with least rights, and no text of a branch becomes a command."""

import os
import re
import subprocess

import click
import pytest
import yaml

from planbook.cli import main
from tests.clones import PLAN, changed, clone, commit, git
from tests.conftest import LAO_CAI, ROOT, run
from tests.forge import forge

GITHUB, INFORM, TEST, PUBLISH, INBOX = (
    yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
    for name in ("review", "inform", "test", "publish", "inbox")
)
GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
STEPS = [
    step for flow in (GITHUB, INFORM, TEST, PUBLISH, INBOX) for job in flow["jobs"].values() for step in job["steps"]
]
SCRIPTS = [step["run"] for step in STEPS if "run" in step] + [
    line
    for job in ("pack", "comment", "zensical", "test", "site", "inbox", "propose")
    for part in ("before_script", "script")
    for line in GITLAB[job].get(part, [])
]


def test_nobody_may_do_more_than_the_job_needs():
    assert GITHUB["permissions"] == {}
    assert {name: job["permissions"] for name, job in GITHUB["jobs"].items()} == {
        "pack": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }
    assert INFORM["permissions"] == TEST["permissions"] == PUBLISH["permissions"] == {}
    for job in (*INFORM["jobs"].values(), TEST["jobs"]["test"], PUBLISH["jobs"]["site"]):
        assert job["permissions"] == {"contents": "read"}
    assert INBOX["permissions"] == {}
    assert {name: job["permissions"] for name, job in INBOX["jobs"].items()} == {
        "take": {"contents": "read"},
        "propose": {"contents": "write", "pull-requests": "write"},
    }
    checkouts = [step for step in STEPS if "checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * 8


def test_actions_are_pinned_by_hash():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 14
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one) for one in used)


def test_no_text_of_an_event_stands_in_a_script():
    """A branch may be named like a command; so values come as variables, and in quotes."""
    assert SCRIPTS
    for script in SCRIPTS:
        assert "${{" not in script
        assert not re.search(r"(?<![\"\w/])\$[A-Z]", re.sub(r'"[^"]*"', "", script)), script


def test_what_may_write_runs_nothing_of_the_branch():
    comment = GITHUB["jobs"]["comment"]["steps"]
    assert not any("checkout" in step.get("uses", "") or "build_docs" in step.get("run", "") for step in comment)
    assert GITLAB["comment"]["variables"]["GIT_STRATEGY"] == "none"
    assert "REVIEW_TOKEN" not in str(GITLAB["pack"])
    for job in (INBOX["jobs"]["propose"], GITLAB["propose"]):
        assert "build_docs" not in str(job)
        assert ".ci/" not in str(job)
    assert "INBOX_TOKEN" not in str(GITLAB["inbox"])


def test_every_command_and_option_is_known():
    calls = [call for script in SCRIPTS for call in re.findall(r"build_docs\.py ([^\n|;&]*(?:\\\n[^\n]*)*)", script)]
    assert len(calls) == 13
    for call in calls:
        name, *words = call.replace("\\\n", " ").split()
        known = {option for one in main.commands[name].params if isinstance(one, click.Option) for option in one.opts}
        assert {word for word in words if word.startswith("-")} <= known


def test_every_goal_of_make_is_known():
    calls = [call.split() for script in SCRIPTS for call in re.findall(r"^make\b([^\n|]*)", script, re.MULTILINE)]
    assert calls == [[], ["zensical"], ["mutants"], ["cases"], [], ["zensical"]]
    for goals in calls:
        subprocess.run(["make", "--dry-run", *goals], cwd=ROOT, check=True, capture_output=True)


def test_every_push_and_every_proposal_is_tested_as_a_developer_tests():
    assert TEST[True] == {"push": None, "pull_request": None}  # YAML 1.1 reads "on" as true; of all branches and files
    assert "if" not in TEST["jobs"]["test"]
    assert TEST["jobs"]["test"]["steps"][-1]["run"].splitlines()[-1] == ".ci/run"
    assert GITLAB["test"]["script"] == [".ci/run"]
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
    assert not any(
        "continue-on-error" in part or "allow_failure" in part for part in (TEST["jobs"]["test"], GITLAB["test"])
    )


@pytest.mark.parametrize(
    ("source", "in_request", "touched", "jobs"),
    [
        ("push", False, "planbook/cli.py", {"test"}),
        ("push", True, "planbook/cli.py", set()),  # the request has its own pipeline
        ("merge_request_event", True, "planbook/cli.py", {"test"}),
        ("merge_request_event", True, "data/agencies.yaml", {"test", "pack", "comment"}),
        ("schedule", False, "", {"zensical"}),
        ("web", False, "", {"zensical"}),
    ],
)
def test_a_pipeline_of_gitlab_starts_what_it_is_for(source, in_request, touched, jobs):
    variables = {
        "CI_PIPELINE_SOURCE": source,
        "REVIEW_TOKEN": "x",
        "CI_OPEN_MERGE_REQUESTS": "g/r!1" if in_request else "",
    }

    def starts(rules: list[dict]) -> bool:
        for rule in rules:
            words = re.sub(r"\$(\w+)", lambda name: repr(variables[name[1]]), rule["if"])
            holds = eval(words.replace("&&", "and").replace("||", "or"))
            if holds and any(touched.startswith(place.partition("*")[0]) for place in rule.get("changes", ["*"])):
                return rule.get("when") != "never"
        return False

    started = {name for name in ("test", "pack", "comment", "zensical") if starts(GITLAB[name]["rules"])}
    assert (started if starts(GITLAB["workflow"]["rules"]) else set()) == jobs
    assert all(GITLAB[need["job"]]["stage"] for need in GITLAB["comment"]["needs"])


def test_what_informs_runs_weekly_and_on_request_and_fails_nothing():
    assert INFORM[True].keys() == {"workflow_dispatch", "schedule"}  # YAML 1.1 reads "on" as true
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", INFORM[True]["schedule"][0]["cron"])
    assert [job["continue-on-error"] for job in INFORM["jobs"].values()] == [True] * 3
    assert GITLAB["zensical"]["allow_failure"] is True
    asked = {name: GITLAB[name]["rules"][0]["if"] for name in ("pack", "comment", "zensical")}
    assert [name for name, rule in asked.items() if "merge_request_event" in rule] == ["pack", "comment"]


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_the_pack_and_its_links_are_made_as_a_runner_would(tmp_path, of):
    root = clone(tmp_path / "clone", plans=LAO_CAI)
    for name in (".venv", "build_docs.py", "planbook"):
        (root / name).symlink_to(ROOT / name)
    changed(root, ("value: 1,5\n", "value: 2\n"))
    commit(root, "second")
    head = git(root, "rev-parse", "HEAD").strip()
    variables = {
        "GITHUB_SERVER_URL": "https://git.example",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "HEAD_SHA": head,
        "BASE_SHA": git(root, "rev-parse", "HEAD~1").strip(),
        "CI_PROJECT_URL": "https://git.example/o/r",
        "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(root, "rev-parse", "HEAD~1").strip(),
    }
    if of == "github":
        script = next(step["run"] for step in GITHUB["jobs"]["pack"]["steps"] if step.get("id") == "changed")
    else:
        script = "\n".join(GITLAB["pack"]["script"])
    subprocess.run(["bash", "-e", "-c", script], cwd=root, check=True, env={**os.environ, **variables})

    said = (root / "build/review/tom-tat.md").read_text(encoding="utf-8")
    blob = "https://git.example/o/r/blob/" if of == "github" else "https://git.example/o/r/-/blob/"
    assert f"{blob}{head}/{PLAN}#L" in said
    assert of == "gitlab" or (tmp_path / "summary.md").read_text(encoding="utf-8") == said


MARK = "<!-- planbook: review -->"


def posted(of: str, server, folder, **more: str) -> None:
    """Run the step that posts the comment as the workflow has it, against a forge on this machine."""
    steps = GITHUB["jobs"]["comment"]["steps"]
    github = next(step for step in steps if "run" in step)
    script = github["run"] if of == "github" else "\n".join(GITLAB["comment"]["script"])
    summary = folder / ("review" if of == "github" else "build/review") / "tom-tat.md"
    summary.parent.mkdir(parents=True, exist_ok=True)
    summary.write_text(more.get("text", "**2 thay đổi** “<b>”\n\n| a | b |\n"), encoding="utf-8")
    variables = {
        "GITHUB_API_URL": server.url, "GITHUB_REPOSITORY": "o/r", "NUMBER": "7", "GH_TOKEN": "secret",
        "CI_API_V4_URL": server.url, "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "7", "REVIEW_TOKEN": "secret",
    }  # fmt: skip
    shell = ["bash", "-e", "-o", "pipefail", "-c"] if of == "github" else ["sh", "-e", "-c"]
    subprocess.run([*shell, script], cwd=folder, check=True, env={**os.environ, **variables})


def written_by(of: str, id_: int, who: str, body: str) -> dict:
    """A comment of ours, or of somebody else."""
    author = {"user": {"login": "github-actions[bot]" if who == "own" else who}}
    return {"id": id_, "body": body, **(author if of == "github" else {"author": {"id": 40 if who == "own" else 41}})}


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_the_comment_is_written_once_and_then_written_anew(of, tmp_path):
    strangers = [written_by(of, 1, "nguyen-van-a", f"{MARK}\nxem lại"), written_by(of, 2, "own", "of another workflow")]
    with forge(of, [dict(stranger) for stranger in strangers]) as server:
        posted(of, server, tmp_path)
        posted(of, server, tmp_path, text="**3 thay đổi**\n")

        assert server.comments[:2] == strangers, "a comment that is not ours is never touched"
        assert [comment["body"] for comment in server.comments[2:]] == [f"{MARK}\n**3 thay đổi**\n"]
        place = {"github": "/repos/o/r/issues/comments/1002", "gitlab": "/projects/5/merge_requests/7/notes/1002"}[of]
        assert [path for _, path in server.calls][1:] == [place]
        assert server.keys == {"Bearer secret" if of == "github" else "secret"}


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_the_comment_is_known_among_hundreds_and_its_text_comes_whole(of, tmp_path):
    comments = [written_by(of, id_, "nguyen-van-a", "xem lại") for id_ in range(1, 230)]
    comments[201] = written_by(of, 202, "own", f"{MARK}\nold")
    with forge(of, comments) as server:
        posted(of, server, tmp_path, text="“quoted” $HOME `id` \\n \\u0041 & <details>\n")

        assert len(server.comments) == 229
        assert server.comments[201]["body"] == f"{MARK}\n“quoted” $HOME `id` \\n \\u0041 & <details>\n"


@pytest.mark.parametrize("of", ["github", "gitlab"])
def test_a_forge_that_refuses_fails_the_job(of, tmp_path):
    with forge(of, []) as server:
        server.kind = {"github": "gitlab", "gitlab": "github"}[of]
        with pytest.raises(subprocess.CalledProcessError):
            posted(of, server, tmp_path)


def test_the_annotations_are_those_of_the_change_in_the_lines_of_its_commit(tmp_path):
    """The base has moved on meanwhile, and shifted the lines of the same file."""
    root = clone(tmp_path / "clone", plans=LAO_CAI)
    for name in (".venv", "build_docs.py", "planbook"):
        (root / name).symlink_to(ROOT / name)
    git(root, "switch", "-qc", "branch")
    changed(root, ("before: 2026-04-10", "before: 2025-04-10"))
    commit(root, "second")
    head = git(root, "rev-parse", "HEAD").strip()
    git(root, "switch", "-q", "main")
    changed(root, ("short_title: ", "# mới\nshort_title: "))
    commit(root, "third")
    base = git(root, "rev-parse", "HEAD").strip()
    git(root, "merge", "-q", "--no-edit", "branch")
    steps = [step["run"] for step in GITHUB["jobs"]["pack"]["steps"] if "build_docs.py check" in step.get("run", "")]
    answers = [
        subprocess.run(["bash", "-e", "-c", step], cwd=root, capture_output=True, text=True, check=False,
                       env={**os.environ, "HEAD_SHA": head, "BASE_SHA": base})
        for step in steps
    ]  # fmt: skip

    assert [answer.returncode for answer in answers] == [1, 1]
    line = next(at for at, line in enumerate((root / PLAN).read_text("utf-8").split("\n"), 1) if "2025-04-10" in line)
    annotations = [line for line in answers[1].stdout.splitlines() if line.startswith("::")]
    assert annotations[0].startswith(f"::error file={PLAN},line={line},"), "what weighs most comes first"
    assert len(annotations) <= 3, "what was there before is not annotated"


def test_a_commit_is_told_what_it_makes_wrong_and_no_more(tmp_path):
    root = clone(tmp_path / "clone", plans=LAO_CAI)
    hook = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"][0]
    words = hook["entry"].split()[2:]
    before = run(root, *words)
    changed(root, ("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: []"))
    after = run(root, *words)

    assert (before.returncode, before.stdout.count("]: ")) == (0, 0)
    assert "phát hiện khác đã có từ trước" in before.stdout
    assert "[task-without-lead]" in after.stdout
    assert after.stdout.count("]: ") <= 3


def test_before_the_first_commit_and_without_earlier_plans_all_is_new(tmp_path):
    root = clone(tmp_path / "clone", plans=LAO_CAI)
    git(root, "checkout", "-q", "--orphan", "other")
    git(root, "rm", "-rq", "--cached", ".")
    nothing = run(root, "check", "--since", "HEAD")
    whole = run(root, "check")

    assert sorted(nothing.stdout.split("\n")) == sorted(whole.stdout.split("\n"))
    assert run(root, "check", "--since", "no-such-branch").returncode in (0, 2)
