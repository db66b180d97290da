"""The ready files for GitHub and GitLab: what they run works, with least rights, and no text of a branch becomes a command."""

import os
import re
import subprocess

import click
import pytest
import yaml

from planbook.cli import main
from tests.clones import PLAN, changed, clone, commit, git
from tests.conftest import ROOT

GITHUB, INFORM, TEST, PUBLISH = (
    yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
    for name in ("review", "inform", "test", "publish")
)
GITLAB = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
STEPS = [step for flow in (GITHUB, INFORM, TEST, PUBLISH) for job in flow["jobs"].values() for step in job["steps"]]
SCRIPTS = [step["run"] for step in STEPS if "run" in step] + [
    line
    for job in ("pack", "comment", "zensical", "test", "site")
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
    checkouts = [step for step in STEPS if "checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * 6


def test_actions_are_pinned_by_hash():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 9
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


def test_every_command_and_option_is_known():
    calls = [call for script in SCRIPTS for call in re.findall(r"build_docs\.py ([^\n|;&]*(?:\\\n[^\n]*)*)", script)]
    assert len(calls) == 8
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
    root = clone(tmp_path / "clone")
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
        "CI_PROJECT_URL": "https://git.example/o/r",
        "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(root, "rev-parse", "HEAD~1").strip(),
    }
    script = next(one for one in SCRIPTS if "build_docs.py review" in one and ("GITHUB" in one) == (of == "github"))
    subprocess.run(["bash", "-e", "-c", script], cwd=root, check=True, env={**os.environ, **variables})

    said = (root / "build/review/tom-tat.md").read_text(encoding="utf-8")
    blob = "https://git.example/o/r/blob/" if of == "github" else "https://git.example/o/r/-/blob/"
    assert f"{blob}{head}/{PLAN}#L" in said
    assert of == "gitlab" or (tmp_path / "summary.md").read_text(encoding="utf-8") == said
