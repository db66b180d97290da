"""Edits of a plan's file as people make them, by chance but the same every time, each of which loads."""

import copy
import random
from collections.abc import Iterator

import yaml

from planbook.loading.workspace import load_files
from planbook.model.workspace import Workspace
from planbook.repository.files import Files

Tree = dict | list
SAID = ["text", "heading", "title", "preamble", "closing", "result", "short_title", "work", "what", "why", "label"]
WORDS = [
    *("rà", "soát", "cập", "nhật", "kế", "hoạch", "giảm", "nghèo", "đa", "chiều", "và", "các", "của"),
    "62-KH/TU",
    "10,77%",
    "07/3/2026",
    "1.234,5 triệu đồng",
    "ngày 07 tháng 3 năm 2026",
    "quý II năm 2026",
    "(2021-2025)",
    "A & B <c>",
    "≥ 5%",
]


class EditedPlan:
    """One plan of the data with all registers, whose file is changed step by step."""

    def __init__(self, files: Files, name: str, seed: int) -> None:
        self.path = f"data/plans/{name}.yaml"
        self.rest = {path: content for path, content in files.contents.items() if "/plans/" not in path}
        self.tree = yaml.load(files.contents[self.path], Loader=yaml.CBaseLoader)
        # What comes from other plans is not there.
        self.tree.pop("follows", None)
        for one in maps(self.tree):
            one.pop("continues", None)
        self.chance = random.Random(seed)
        self.workspace = self.loaded(self.tree)
        assert self.workspace, name

    def loaded(self, tree: Tree) -> Workspace | None:
        text = yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, default_style='"').encode()
        workspace, found = load_files(Files({**self.rest, self.path: text}))
        return None if any(one.stops_the_build for one in found) else workspace

    def edited(self, steps: int) -> list[str]:
        """Change the plan in so many ways; gives their names."""
        done = []
        while len(done) < steps:
            tree = copy.deepcopy(self.tree)
            edit = self.chance.choice(EDITS)
            if edit(tree, self.chance) and (workspace := self.loaded(tree)):
                self.tree, self.workspace = tree, workspace
                done.append(edit.__name__)
        return done


def maps(tree: Tree) -> Iterator[dict]:
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree:
        if isinstance(child, dict | list):
            yield from maps(child)


def lists(tree: Tree) -> list[tuple[str, list]]:
    return [(key, value) for one in maps(tree) for key, value in one.items() if isinstance(value, list) and value]


def words(tree: Tree, chance: random.Random) -> bool:
    """Some words more, less or others."""
    one, key = chance.choice([(one, key) for one in maps(tree) for key in SAID if key in one])
    parts = one[key].split()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(parts) + 1)
        new = [chance.choice(WORDS)] if chance.random() < 0.7 else []
        parts[at : at + chance.randint(0, 2)] = new
    one[key] = " ".join(parts)
    return True


def number(tree: Tree, chance: random.Random) -> bool:
    """Another figure or amount."""
    keys = ("value", "amount", "total")
    found = [(one, key) for one in maps(tree) for key in keys if one.get(key, "x")[-1:].isdigit()]
    if found:
        one, key = chance.choice(found)
        one[key] = chance.choice(["7", "12,5", "1.250", "81.689"])
    return bool(found)


def removal(tree: Tree, chance: random.Random) -> bool:
    """One entry of a list is gone."""
    _, entries = chance.choice(lists(tree))
    entries.pop(chance.randrange(len(entries)))
    return bool(entries)


def addition(tree: Tree, chance: random.Random) -> bool:
    """A new entry, like one that is there, with other words."""
    _, entries = chance.choice(lists(tree))
    new = copy.deepcopy(chance.choice(entries))
    if not isinstance(new, dict):
        return False
    for one in maps(new):
        if "id" in one:
            one["id"] += f"-{chance.randrange(1000)}"
    if any(key in one for one in maps(new) for key in SAID):
        words(new, chance)
    entries.insert(chance.randrange(len(entries) + 1), new)
    return True


def move(tree: Tree, chance: random.Random) -> bool:
    """An entry stands elsewhere: in its list, or in another one of the same name."""
    key, entries = chance.choice(lists(tree))
    moved = entries.pop(chance.randrange(len(entries)))
    target = chance.choice([other for name, other in lists(tree) if name == key] or [entries])
    target.insert(chance.randrange(len(target) + 1), moved)
    return bool(entries)


def renaming(tree: Tree, chance: random.Random) -> bool:
    """An item has another id."""
    one = chance.choice([one for one in maps(tree) if "id" in one and one is not tree])
    one["id"] += "-moi"
    return True


def numbering(tree: Tree, chance: random.Random) -> bool:
    """Items are counted in another way."""
    one = chance.choice([one for one in maps(tree) if "heading" in one])
    one["numbering"] = chance.choice(["arabic", "decimal", "letter", "parenthesis", "bullet", "none", "roman"])
    return True


def issue(tree: Tree, chance: random.Random) -> bool:
    """The draft is issued: with number and day, without open decisions."""
    tree |= {"status": "issued", "number": f"{chance.randint(1, 400)}/KH-UBND", "date": f"{tree['period'][:4]}-01-07"}
    tree.pop("todo", None)
    return True


EDITS = [words, words, words, number, removal, removal, addition, addition, move, move, renaming, numbering, issue]
