"""The last commit of each plan's files, for all plans at once: how often git is asked hangs on no number of plans.

What counts as one's files is said by patterns of flat paths (`data_paths.flat`), so a file that only moved to another folder
did not change. The answers are those of `git log --max-count=1 -- …`: where branches met, the line that holds the files as
they are is followed.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import reduce
from pathlib import Path

from planbook.repository.data_paths import PLANS, flat, holds_plans
from planbook.repository.git import ask
from planbook.repository.revisions import Commit, Revision, commit_of, commits_of, is_revision

_COMMIT = "--format=%H %T %ct %h %P"
_Paths = Mapping[str, Collection[str]]


def revisions_of(root: Path, head: str, changed: Collection[str], paths: _Paths) -> dict[str, Revision]:
    """The last commit up to `head` to what each name stands for, with its time and whether any of it is among what `changed` since.

    A pattern is the flat path of a file or a folder, and may have `*` in its last part.
    """
    index = _Index(paths)
    edited = {name for path in changed for name in index.names(flat(path))}
    last = last_commits(root, head, paths)
    return {
        name: Revision(last[name].short, last[name].moment, name in edited) if name in last else Revision()
        for name in paths
    }


def last_commits(root: Path, head: str, paths: _Paths, *, first_parent: bool = False) -> dict[str, Commit]:
    """The last commit up to `head` to what each name stands for; no name of what nobody ever committed.

    With `first_parent` what was merged changed with the merge.
    """
    if not paths:
        return {}
    # What all have in common changed last in a commit behind which nobody has to look.
    common = reduce(lambda first, second: first & second, ({*patterns} for patterns in paths.values()))
    common = {pattern for pattern in common if not holds_plans(pattern)}  # a plan may only have moved
    bound = commit_of(root, head, *sorted(common)) if common else None
    if bound is None and not is_revision(root, head):
        return {}
    commits, trees = _line(root, head, bound, *(["--first-parent"] if first_parent else []))
    differences = dict(_differences(root, [pair for commit in commits for pair in _pairs(commit, trees)]))
    index = _Index(paths)
    last: dict[str, Commit] = {}
    start = commits[0].name if commits else bound.name if bound else ""
    waiting = {start: {*paths}}
    for commit in commits:
        names = waiting.pop(commit.name, set())
        for parent, pair in zip(commit.parents or ("",), _pairs(commit, trees), strict=True):
            touched = {name for path in differences.get(pair, ()) for name in index.names(path)}
            if unchanged := names - touched:
                waiting[parent] = waiting.get(parent, set()) | unchanged
                names &= touched
        last |= dict.fromkeys(names, commit)
    waiting.pop("", None)
    if bound:
        last |= dict.fromkeys(waiting.pop(bound.name, ()), bound)
    for older, names in waiting.items():  # a branch from before the bound, merged since
        last |= last_commits(root, older, {name: paths[name] for name in names}, first_parent=first_parent)
    return last


def last_commit_of_plan(root: Path, head: str, plan: str) -> Commit | None:
    """What `last_commits` says of the file of one plan where what was merged changed with the merge; no older commit is looked at."""
    for commit in commits_of(root, f"data/{PLANS}/**/{plan}.yaml", 1, "--first-parent", head):
        before, *_ = (*commit.parents, "")
        if before and holds_the_same(root, before, commit.name, f"data/{PLANS}/{plan}.yaml"):  # it only moved
            return last_commit_of_plan(root, before, plan)
        return commit
    return None


def holds_the_same(root: Path, first: str, second: str, *patterns: str) -> bool:
    """Whether two revisions hold the same under some patterns of flat paths; not where one of them is none."""
    if not is_revision(root, first) or not is_revision(root, second):
        return False
    trees = ask(root, "rev-parse", f"{first}^{{tree}}", f"{second}^{{tree}}").stdout.decode().split()
    index = _Index({"": patterns})
    return not any(index.names(path) for _, paths in _differences(root, [(trees[0], trees[1])]) for path in paths)


def _line(root: Path, head: str, bound: Commit | None, *options: str) -> tuple[list[Commit], dict[str, str]]:
    """The commits from a head back to a bound, children before parents, and the trees of them and of their parents."""
    words = ("log", "-z", "--abbrev=7", "--topo-order", "--boundary", f"{_COMMIT}%x00%m", *options)
    answer = ask(root, *words, f"{bound.name}..{head}" if bound else head, "--").stdout
    fields = iter(answer.decode().split("\0"))
    commits, trees = [], {}
    for about, side in zip(fields, fields, strict=False):
        name, tree, time, short, *parents = about.split()
        trees[name] = tree
        if side != "-":
            commits.append(Commit(name, int(time), "", tuple(parents[:1] if options else parents), short))
    return commits, trees


def _pairs(commit: Commit, trees: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a commit is compared with: the trees of its parents, of the first one of all an empty one; and its own."""
    own = trees[commit.name]
    for parent in commit.parents:
        yield trees[parent], own
    if not commit.parents:
        kind = hashlib.sha1 if len(own) == 40 else hashlib.sha256  # git's own names, no secret
        yield kind(b"tree 0\0").hexdigest(), own


def _differences(root: Path, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], set[str]]]:
    """The flat paths of data and templates in which trees differ, pair by pair; what only moved is none."""
    question = "".join(f"{first} {second}\n" for first, second in dict.fromkeys(pairs) if first != second)
    if not question:
        return
    words = ("-r", "-z", "--relative", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
    answer = ask(root, "diff-tree", "--stdin", *words, "--", "data", "templates", content=question.encode()).stdout
    fields = iter(answer.decode("utf-8", "surrogateescape").split("\0"))
    pair = "", ""
    before: list[tuple[str, tuple[str, str]]] = []
    after: list[tuple[str, tuple[str, str]]] = []
    for about in fields:
        *heads, change = about.split("\n")
        if heads:
            yield pair, {path for path, _ in {*before} ^ {*after}}
            first, second = heads[-1].split()
            pair, before, after = (first, second), [], []
        if change:
            path = flat(next(fields))
            old_mode, mode, old, new, _ = change.removeprefix(":").split()
            before += [(path, (old_mode, old))] if old.strip("0") else []
            after += [(path, (mode, new))] if new.strip("0") else []
    yield pair, {path for path, _ in {*before} ^ {*after}}


class _Index:
    """Which names have a pattern that covers a path; looked up, however many names there are."""

    def __init__(self, paths: _Paths) -> None:
        self._whole: dict[str, set[str]] = {}
        self._marked: dict[str, list[tuple[str, str]]] = {}  # by the folder that they stand in
        for name, patterns in paths.items():
            for pattern in patterns:
                if "*" in pattern:
                    self._marked.setdefault(pattern.rpartition("/")[0], []).append((pattern, name))
                else:
                    self._whole.setdefault(pattern, set()).add(name)

    def names(self, path: str) -> set[str]:
        """The names that a flat path belongs to."""
        parts = path.split("/")
        names = set().union(*(self._whole.get("/".join(parts[:end]), ()) for end in range(1, len(parts) + 1)))
        fitting = self._marked.get("/".join(parts[:-1]), ())
        return names | {name for pattern, name in fitting if fnmatchcase(path, pattern)}
