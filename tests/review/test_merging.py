"""Two branches that changed one file: what merges by itself, what clashes, and that nothing is lost without a word."""

import os
import re
import subprocess
from collections import Counter

import pytest
import yaml

from planbook.messages.catalogue import speaking
from planbook.repository.files import Files
from planbook.review.merge import merge
from planbook.review.merge_blocks import Sides
from planbook.text.writer import canonical
from tests.checks.test_diagnostics_spec import BASE
from tests.returns.random_edits import EditedPlan
from tests.review.merge_clashes import CLASHES
from tests.review.merges import MERGES, PLAN

NAMES = Sides("base", "ours", "theirs")
PATH = "data/plans/mau-2026.yaml"
NEW_ID = re.compile(r"([\w-]+)-moi\b")  # what `random_edits` makes of an id


def edited(edits, text=PLAN):
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def by_lines(versions, folder):
    """What git makes of three versions, as `setup-git` tells it to."""
    for name, text in versions._asdict().items():
        (folder / name).write_text(text, encoding="utf-8")
    words = ["git", "merge-file", "-p", "--quiet", "-L", "ours", "-L", "base", "-L", "theirs", "ours", "base", "theirs"]
    return subprocess.run(words, cwd=folder, capture_output=True, check=False).stdout.decode()


def merged(versions, folder, path=PATH, names=NAMES):
    with speaking("en"):
        return merge(path, versions, by_lines(versions, folder), names)


@pytest.mark.parametrize("row", [*MERGES, *CLASHES], ids=lambda row: row.name)
def test_two_edits_of_one_plan(row, tmp_path):
    answer = merged(Sides(PLAN, edited(row.ours), edited(row.theirs)), tmp_path)

    if row.clash:
        assert not answer.is_clean
        assert [words for words in row.clash if words not in answer.text] == [], answer.text
    else:
        assert answer.text == edited(row.merged)
        assert answer.is_clean, answer.faults


def facts(node, item="", path=""):
    """What a plan's file says, piece by piece: fields by their item, sentences of texts, members of lists, homes of items."""
    if isinstance(node, dict):
        inner = node.get("id", "") if isinstance(node.get("id"), str) else ""
        if inner and path:
            yield item, path, "holds", inner
        for key, value in node.items():
            yield from facts(value, inner or item, key if inner else f"{path}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from facts(value, item, path)
    else:
        for sentence in re.split(r"(?<=[.;!?])\s+", node):
            yield item, path, "says", sentence


def both_sides(base, ours, theirs):
    """What must be there when all changes of both sides are."""
    every = base | ours | theirs
    return +Counter(
        {fact: ours[fact] if ours[fact] == theirs[fact] else ours[fact] + theirs[fact] - base[fact] for fact in every}
    )


def held_by(items, stated):
    """The facts without those of which item holds which, where one side has no such item."""
    return Counter({fact: count for fact, count in stated.items() if fact[2] != "holds" or fact[0] in items})


def orders(node, item="", path=""):
    """The ids in each list of a plan's file, by the item and the field that hold it."""
    if isinstance(node, dict):
        item, path = (node["id"], "") if isinstance(node.get("id"), str) else (item, path)
        return {
            place: ids for key, value in node.items() for place, ids in orders(value, item, f"{path}/{key}").items()
        }
    if not isinstance(node, list):
        return {}
    inner = [orders(value, item, path) for value in node]
    ids = [value["id"] for value in node if isinstance(value, dict) and "id" in value]
    return {(item, path): ids} | {place: ids for orders_ in inner for place, ids in orders_.items()}


def order_of_both(base, ours, theirs):
    """The order that items have when the side is heard that changed it; nothing where both did, each in its own way."""
    return theirs if ours == base else ours if base in (theirs, ours) or ours == theirs else None


@pytest.mark.parametrize("seed", range(1000) if os.environ.get("ALL_CASES") else range(7, 1000, 55))
def test_whatever_two_people_do_nothing_is_lost_without_a_word(seed, tmp_path):
    files = Files({path: text.encode() for path, text in BASE.items()} | {PATH: PLAN.encode()})
    plans = [EditedPlan(files, "mau-2026", seed * 2 + side) for side in range(2)]
    base = written(plans[0].tree)
    for plan in plans:
        plan.edited(2 + seed % 3)
    versions = Sides(base, *(written(plan.tree) for plan in plans))
    answer = merged(versions, tmp_path)

    assert {*re.findall(NEW_ID, versions.ours + versions.theirs)} <= {*re.findall(NEW_ID, answer.text)}
    text, *versions = (re.sub(NEW_ID, r"\1", text) for text in (answer.text, *versions))  # whatever an item is called
    trees = [yaml.load(version, Loader=yaml.CBaseLoader) for version in versions]
    stated = [Counter(facts(tree)) for tree in trees]
    # Where an item has another id, all that it holds is held by another item, and nothing of that was moved.
    items = set.intersection(*({fact[0] for fact in side} for side in stated))
    if answer.is_clean:
        tree = yaml.load(text, Loader=yaml.CBaseLoader)
        assert held_by(items, Counter(facts(tree))) == held_by(items, both_sides(*stated))
        lists = [orders(side) for side in (*trees, tree)]
        for place in lists[3]:
            common = set.intersection(*({*side.get(place, ())} for side in lists))
            base, ours, theirs, result = ([id_ for id_ in side.get(place, ()) if id_ in common] for side in lists)
            assert result == order_of_both(base, ours, theirs), place
    else:
        assert "<<<<<<< " in answer.text
        said = Counter(words for line in text.split("\n") for words in re.findall(r"[\w/%,.-]+", line))
        for side in stated[1:]:
            new = held_by(items, side) - stated[0]
            lost = {word for fact in new for word in re.findall(r"[\w/%,.-]+", fact[3])} - said.keys()
            assert not lost, "what a side brought stands somewhere in the file"


def written(tree) -> str:
    return canonical(
        yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, default_style='"', width=10_000)
    )
