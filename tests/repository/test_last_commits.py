"""The last commits of all plans at once: what git says of each by itself, whatever met in the history, with as few questions."""

import random
import subprocess

import pytest

from planbook.outputs.edition import edition, read_sources
from planbook.outputs.input_hashes import input_hashes
from planbook.outputs.origin import made_at, made_of, source_revision
from planbook.repository import git as git_module
from planbook.repository.last_commits import holds_the_same, last_commit_of_plan, last_commits, revisions_of
from planbook.repository.revisions import Revision, commit_of, edited
from tests.clones import clone, commit, git

PLANS = ("a", "b", "c")
PATHS = ("data/plans/a.yaml", "data/plans/b.yaml", "data/results/a/2026.yaml", "data/agencies.yaml",
         "data/agencies/x.yaml", "data/plans/c.yaml", "templates/plan.html", "data/seals/a.yaml")  # fmt: skip


def history(root, seed: int, commits: int) -> None:
    """A repository with commits by chance, a third of which bring two lines together, some against both."""
    chance, states, stream = random.Random(seed), [], []
    for number in range(1, commits + 1):
        parents = sorted({chance.randrange(max(0, number - 6), number) for _ in range(chance.choice((1, 1, 2)))})
        parents = [parent for parent in parents if parent] if number > 1 else []
        state = {
            path: chance.choice([states[parent - 1].get(path, "") for parent in parents] or [""]) for path in PATHS
        }
        for path in chance.sample(PATHS[: chance.choice((3, 6, 8))], chance.choice((0, 1, 1, 2))):
            state[path] = chance.choice(("", "1", f"{number}"))
        states.append(state)
        stream.append(
            f"commit refs/heads/main\nmark :{number}\ncommitter n <n@n> {1_700_000_000 + number} +0000\ndata 1\nx\n"
        )
        stream += [f"{'merge' if at else 'from'} :{parent}\n" for at, parent in enumerate(reversed(parents))]
        stream.append("deleteall\nM 100644 inline README\ndata 0\n\n")
        stream += [f"M 100644 inline {path}\ndata {len(text)}\n{text}\n" for path, text in state.items() if text]
    git(root, "init", "-q", "-b", "main")
    subprocess.run(["git", "fast-import", "--quiet", "--force"], cwd=root, input="".join(stream), text=True, check=True)


@pytest.mark.parametrize("seed", range(6))
def test_the_last_commits_are_those_that_git_names_plan_by_plan(seed, tmp_path):
    history(tmp_path, seed, 40)
    paths = {plan: made_of(plan) for plan in (*PLANS, "")} | {"own": ("data/plans/a.yaml",), "none": ("data/x",)}

    for head in ("main", "main~7"):
        expected = {name: commit_of(tmp_path, head, *own) for name, own in paths.items()}
        assert {name: one.name for name, one in last_commits(tmp_path, head, paths).items()} == {
            name: one.name for name, one in expected.items() if one
        }
        firsts = {"a": ("data/plans/a.yaml",), "b": ("data/plans/b.yaml",)}
        one_line = {name: commit_of_first_parents(tmp_path, head, *own) for name, own in firsts.items()}
        lasts = last_commits(tmp_path, head, firsts, first_parent=True)
        assert {name: one.name for name, one in lasts.items()} == {name: one for name, one in one_line.items() if one}
        for plan in ("a", "b"):
            alone = last_commit_of_plan(tmp_path, head, plan)
            assert (alone and alone.name) == (lasts[plan].name if plan in lasts else None)


def commit_of_first_parents(root, head: str, path: str) -> str:
    return git(root, "log", "--first-parent", "-1", "--format=%H", head, "--", path).strip()


def test_where_nothing_was_committed_or_nobody_knows_git_there_is_no_revision(tmp_path):
    asked = {"a": made_of("a")}
    assert revisions_of(tmp_path, "HEAD", (), asked) == {"a": Revision()}
    git(tmp_path, "init", "-q")
    assert revisions_of(tmp_path, "HEAD", (), asked) == {"a": Revision()}
    assert not holds_the_same(tmp_path, "HEAD", "HEAD", "data")
    assert revisions_of(tmp_path, "HEAD", (), {}) == {}


def all_edited(root):
    """The edited files of data, whoever knows what stands there."""
    edits = edited(root, "data")
    assert edits == edited(root, "data", blobs={path: blob for path, _, blob in input_hashes(root) if blob})
    return edits


def test_a_plan_that_only_moved_keeps_its_revision_and_an_edit_on_the_way_does_not(tmp_path):
    root = clone(tmp_path / "office")
    before = {plan: str(source_revision(root, *made_of(plan))) for plan in ("lao-cai-2026", "bac-ha-2022")}
    folder = root / "data/plans/Lào Cai [cũ]/xã"
    folder.mkdir(parents=True)
    (root / "data/plans/lao-cai-2026.yaml").rename(folder / "lao-cai-2026.yaml")
    (root / "data/plans/bac-ha-2022.yaml").rename(folder / "bac-ha-2022.yaml")
    assert all_edited(root) == frozenset()
    (folder / "bac-ha-2022.yaml").write_text((folder / "bac-ha-2022.yaml").read_text("utf-8") + "# x\n", "utf-8")
    assert all_edited(root) == {"data/plans/Lào Cai [cũ]/xã/bac-ha-2022.yaml"}
    commit(root, "moved")

    after = {plan: str(source_revision(root, *made_of(plan))) for plan in before}
    assert after == {**before, "bac-ha-2022": git(root, "rev-parse", "--short=7", "HEAD").strip()}
    assert holds_the_same(root, "HEAD", "HEAD~1", *made_of("lao-cai-2026"))
    for plan, last in (("lao-cai-2026", "HEAD~1"), ("bac-ha-2022", "HEAD")):
        assert last_commit_of_plan(root, "HEAD", plan).name == git(root, "rev-parse", last).strip()
    assert not holds_the_same(root, "HEAD", "HEAD~1", *made_of("bac-ha-2022"))
    folder.rename(root / "data/plans/elsewhere")
    (root / "data/plans/elsewhere/lao-cai-2026.yaml").unlink()
    assert "data/plans/Lào Cai [cũ]/xã/lao-cai-2026.yaml" in all_edited(root)
    assert str(source_revision(root, *made_of("lao-cai-2026"))).endswith("+")


def test_git_is_asked_as_often_for_five_plans_as_for_two(tmp_path, monkeypatch):
    asked = []
    real = git_module._run
    monkeypatch.setattr(
        git_module, "_run", lambda root, words, content=b"": asked.append(words) or real(root, words, content)
    )
    counts = []
    for name, plans in (("two", ("bac-ha-2022", "quynh-nhai-2030")), ("five", ())):
        root = clone(tmp_path / name, plans=plans)
        sources = read_sources(root)
        asked.clear()
        made = edition(sources, made_at(root))
        assert made.changed_last.keys() == sources.workspace.plans.keys()
        counts.append(len(asked))
    assert counts[0] == counts[1]
