"""What git tells of a small office, whole: its last changes, for whom they are, and the history of single items."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planbook.changes import past_states
from planbook.changes.lately import change_history, edits_of_items, last_changes, lately
from planbook.loading.register_extract import RegisterGraph
from planbook.loading.workspace import load, load_files
from planbook.repository.files import Files, read_data_files
from planbook.review.history import item_history
from tests.changes.edits import edited, whole
from tests.clones import commit, git

PLAN, RESULTS = "plans/viec-lam-2027.yaml", "results/viec-lam-2026/2026.yaml"
DAY = date(2027, 1, 10)
FIRST = 1_790_000_000
TOLD = """\
plan: viec-lam-2026
period: 2026
as_of: 2026-12-31
tasks:
  - {task: mo-lop-2026, state: under-way, reason: thiếu thầy}
"""
# Each commit with what it edits, in the words of edits.yaml; of some a branch that is merged a day later.
COMMITS = (
    ("first", [{"delete": "plans/nong-thon-2027.yaml"}]),
    ("one more plan", [{"restore": "plans/nong-thon-2027.yaml"}]),
    ("cannot be read", [{"replace": "symbol: KH-UBND\n", "with": "symbol: KH-UBND\nsymbols: 1\n"}]),
    ("read again", [{"replace": "symbols: 1\n", "with": ""}, {"replace": "heading: Giám sát\n", "with": "heading: Giám sát, đánh giá\n"}]),
    ("figures", [{"replace": "value: 3.000", "with": "value: 3.200"}, {"replace": "{agency: ubnd-xa-m, value: 300}", "with": "{agency: ubnd-xa-m, value: 350}"}]),
    ("layout alone", [{"replace": "# Invented.\n", "with": "# Invented: a draft.\n"}]),
    ("who leads a group", [{"replace": "          lead: so-gd-dt\n          coordinating: [so-tai-chinh, cac-so]", "with": "          lead: so-noi-vu\n          coordinating: [so-tai-chinh, cac-so]"}]),
    ("other ids", [{"everywhere": "mo-lop", "with": "mo-lop-nghe"}, {"everywhere": "hoc-nghe", "with": "so-nguoi-hoc"}]),
    ("registers", [
        {"file": "agencies.yaml", "replace": "name: Sở Y tế", "with": "name: Sở Sức khỏe"},
        {"file": "legal-documents.yaml", "replace": "title: phê duyệt Đề án dạy nghề", "with": "title: duyệt Đề án dạy nghề"},
        {"file": "funding-sources.yaml", "replace": "name: vốn xã hội hóa", "with": "name: vốn góp"},
    ]),
    ("a register that cannot be read", [{"file": "funding-sources.yaml", "replace": "name: vốn góp", "with": "names: vốn góp"}]),
    ("a figure meanwhile", [{"replace": "value: 350}", "with": "value: 360}"}]),
    ("a register read again", [{"file": "funding-sources.yaml", "replace": "names: vốn góp", "with": "name: vốn góp"}]),
    ("a document that replaces another", [{"file": "legal-documents.yaml", "replace": "title: giao dự toán năm 2027}", "with": "title: giao dự toán năm 2027, replaces: [25-qd-ubnd]}"}]),
    ("on a branch: a task goes", [{"cut": "tu-van"}]),
    ("another basis", [{"replace": "  - {document: 25-qd-ubnd, role: basis}\n", "with": "  - {document: 31-qd-ubnd, role: basis}\n"}, {"replace": "follows: [viec-lam-2026]\n", "with": "follows: [viec-lam-2026]\nseries: viec-lam\n"}]),
)  # fmt: skip
BRANCH = "on a branch"
ITEMS = (
    *(
        ("viec-lam-2027", item)
        for item in ("so-nguoi-hoc", "mo-lop-nghe", "nhom-giam-sat", "khao-sat", "viec-lam-2027")
    ),
    ("viec-lam-2026", "mo-lop-2026"),
    ("nong-thon-2027", "duong-lang"),
    ("viec-lam-2027", "nowhere"),
)
NOT_COMMITTED = {"replace": "value: 3.200", "with": "value: 3.500"}


def written(root: Path, texts: dict[str, str]) -> None:
    """Make the data of a folder these."""
    for path in (root / "data").rglob("*.yaml"):
        if str(path.relative_to(root / "data")) not in texts:
            path.unlink()
    for name, text in texts.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """The office with its commits, a day apart each, and an edit that nobody committed."""
    folder, texts = tmp_path_factory.mktemp("office"), dict(whole("edits"))
    git(folder, "init", "-q", "-b", "main")
    for day, (message, steps) in enumerate(COMMITS):
        when = {f"GIT_{who}_DATE": f"{FIRST + day * 86_400} +0700" for who in ("AUTHOR", "COMMITTER")}
        texts = edited(texts, steps, "edits")
        written(folder, texts)
        if message.startswith(BRANCH):
            git(folder, "switch", "-qc", "branch")
        commit(folder, message, **when)
        if message.startswith(BRANCH):
            git(folder, "switch", "-q", "main")
            git(folder, "merge", "-q", "--no-ff", "-m", "merged", "branch", **when)
    for day, text in enumerate((TOLD, TOLD.replace("under-way, reason: thiếu thầy", "done, done: 2026-12-30"))):
        written(folder, {**texts, RESULTS: text})
        time = f"{FIRST + (len(COMMITS) + day) * 86_400} +0700"
        commit(folder, f"results {day + 1}", GIT_AUTHOR_DATE=time, GIT_COMMITTER_DATE=time)
    written(folder, {**edited(texts, [NOT_COMMITTED], "edits"), RESULTS: text})
    return folder


def of_sets(history) -> list[str]:
    return [
        line
        for change_set in history.sets
        for line in (
            f"{change_set.commit.day} {change_set.commit.subject} | {change_set.plan} {'new' * change_set.is_new}{'unread' * change_set.is_unread}".rstrip(),
            *(
                f"  {change.sentence.anchor} {change.sentence.field}: {change.sentence.sentence.spoken()} | {' '.join(change.agencies)}"
                for change in change_set.changes
            ),
        )
    ]


def test_the_last_changes_are_told_whole(root, words, golden):
    workspace, _ = load(root / "data")
    history = change_history(root, workspace, words, DAY)
    told = [
        history.reach,
        *of_sets(history),
        "= in short",
        *(f"{entry.plan} {entry.day} {entry.change and entry.change.sentence.spoken()} +{entry.more}" for entry in lately(history)[:4]),
        "= changed last",
        *(f"{plan} {day}" for plan, day in last_changes(root, workspace.plans).items()),
        "= by item",
        *(
            f"{item}: {edit.in_words(with_author=True)}"
            for item, edits in edits_of_items(history, "viec-lam-2027").items()
            for edit in edits
        ),
    ]  # fmt: skip
    golden("changes/lately.txt", "\n".join(told) + "\n")


@pytest.mark.parametrize("plans", [("viec-lam-2026", "viec-lam-2027"), ("nong-thon-2027",)])
@pytest.mark.parametrize("is_moved", [False, True])
def test_with_an_extract_of_the_registers_the_changes_of_plans_are_the_same(root, words, plans, is_moved, tmp_path):
    """Of those that name each other, as a part of a site holds them; also of one that stood in another folder."""
    if is_moved:
        root = Path(shutil.copytree(root, tmp_path / "moved"))
        git(root, "checkout", "-q", "data")
        places = root / f"data/plans/{plans[-1]}.yaml", root / f"data/plans/2027/{plans[-1]}.yaml"
        places[1].parent.mkdir()
        for number, place in enumerate(places):
            places[0].rename(place)
            text = place.read_text("utf-8").replace("heading: ", f"heading: {'Mới ' * (number + 1)}", 1)
            place.write_text(text, "utf-8")
            commit(root, f"edited {number}")
    workspace, _ = load(root / "data")
    texts = [path.read_text("utf-8") for plan in plans for path in root.glob(f"data/plans/**/{plan}.yaml")]
    own = re.findall(r"[a-z0-9-]+", " ".join(texts))
    alone = replace(workspace, plans={plan: workspace.plans[plan] for plan in plans})
    every, extracted = (
        [change_set for change_set in change_history(root, alone, words, DAY, extract=extract).sets if change_set.plan]
        for extract in (None, RegisterGraph(workspace).of(own))
    )

    assert extracted == every
    assert not is_moved or [change_set.commit.subject for change_set in every][:2] == ["edited 1", "edited 0"]


@pytest.mark.parametrize(("depth", "is_whole"), [(2, False), (30, True)])
def test_the_history_of_an_item_says_where_a_clone_has_no_more(root, words, depth, is_whole, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", str(depth), root.as_uri(), "clone")
    steps = [*item_history(tmp_path / "clone", "viec-lam-2027", "so-nguoi-hoc", words)]
    assert steps[-1].is_unread is not is_whole
    assert any(sentence.kind == "add" for step in steps for sentence in step.sentences) is is_whole


def test_what_both_branches_changed_is_told_from_what_each_had(tmp_path, words):
    """As the pages of changes tell it: the branch that was merged into counts, and the merge as one."""

    def saved(value, message):
        written(tmp_path, edited(whole("edits"), [{"replace": "value: 3.000", "with": f"value: {value}"}], "edits"))
        commit(tmp_path, message)

    git(tmp_path, "init", "-q", "-b", "main")
    saved("3.000", "first")
    git(tmp_path, "switch", "-qc", "theirs")
    saved("3.100", "theirs")
    git(tmp_path, "switch", "-q", "main")
    saved("3.200", "ours")
    git(tmp_path, "merge", "-q", "-s", "ours", "--no-commit", "theirs")
    saved("3.150", "by hand")
    told = [
        (step.commit and step.commit.subject, sentence.was, sentence.now)
        for step in item_history(tmp_path, "viec-lam-2027", "hoc-nghe", words)
        for sentence in step.sentences
        if sentence.kind == "set"
    ]
    about = "khoảng {} lao động".format
    assert told == [
        ("by hand", about("3.200"), about("3.150")),
        ("ours", about("3.000"), about("3.200")),
    ]


@pytest.mark.parametrize("with_extract", [False, True])
def test_a_plan_that_got_another_id_is_not_new_and_its_figures_are_told(root, words, with_extract, tmp_path):
    """The file of a plan renamed with its id and an edit in one commit."""
    root = Path(shutil.copytree(root, tmp_path / "renamed"))
    git(root, "checkout", "-q", "data")
    path = root / "data/plans/nong-thon-2027.yaml"
    text = path.read_text("utf-8").replace("id: nong-thon-2027", "id: nong-thon-tinh-a-2027")
    path.with_stem("nong-thon-tinh-a-2027").write_text(text.replace("heading: ", "heading: Mới ", 1), "utf-8")
    path.unlink()
    commit(root, "renamed")
    workspace, _ = load(root / "data")
    alone = replace(workspace, plans={id_: plan for id_, plan in workspace.plans.items() if "nong-thon" in id_})
    extract = RegisterGraph(workspace).of(re.findall(r"[a-z0-9-]+", text)) if with_extract else None
    newest = change_history(root, alone, words, DAY, extract=extract).sets[0]
    sentences = [change.sentence.sentence.spoken() for change in newest.changes]
    assert not newest.is_new
    assert len(sentences) == 2
    assert "nong-thon-2027 → nong-thon-tinh-a-2027" in sentences[-1]


def test_what_is_today_as_the_last_commit_left_it_is_not_read_again(root, words, tmp_path, monkeypatch):
    """A part of a site has read it; where anything is otherwise, what was is read."""
    root = Path(shutil.copytree(root, tmp_path / "copy"))
    git(root, "checkout", "-q", "data")
    workspace, _ = load(root / "data")
    own = [path for path in workspace.lines if "plans/viec-lam" in path]
    extract = RegisterGraph(workspace).of(
        re.findall(r"[a-z0-9-]+", " ".join((root / path).read_text("utf-8") for path in own))
    )
    files = read_data_files(root, ["data/office.yaml", *extract.files, *own])
    today, _ = load_files(files, extract=extract)
    loaded = []
    monkeypatch.setattr(
        past_states, "load_files", lambda files, **more: loaded.append(files) or load_files(files, **more)
    )

    def read(workspace):
        loaded.clear()
        return change_history(root, workspace, words, DAY, extract=extract).sets, len(loaded)

    told, count = read(today)
    again, whole_count = read(replace(today, lines=dict.fromkeys(today.lines, ())))

    assert (told, count) == (again, whole_count - 1)
    path = own[-1]
    edited_since = Files({**files.contents, path: files.contents[path] + b"# edited\n"})
    assert read(load_files(edited_since, extract=extract)[0]) == (again, whole_count)


def test_the_history_of_each_item_is_told_whole(root, words, golden):
    told = []
    for plan, item in ITEMS:
        told.append(f"= {item}")
        for step in item_history(root, plan, item, words):
            told.append(step.commit.subject if step.commit else "not committed")
            told += ["  cannot be read before"] * step.is_unread
            told += [f"  {sentence.item} {sentence.field}: {sentence.sentence.spoken()}" for sentence in step.sentences]
    golden("changes/item-history.txt", "\n".join(told) + "\n")
