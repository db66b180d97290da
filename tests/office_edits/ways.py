"""Ways of editing the folder of an office that many kinds of edits share."""

import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT
from tests.returns.random_edits import maps
from tests.small_country import FIRST, write_yaml

OF_PLANS = ("plans", "results", "seals", "opinions", "attachments")


@dataclass
class EditedOffice:
    """The folder of an office, what chance says of it, the options of the next build, the time of its last commit."""

    root: Path
    chance: random.Random
    options: dict[str, Any] = field(default_factory=dict)
    time: int = FIRST

    def files(self, name: str) -> list[Path]:
        """The files of a register, or of all plans."""
        data = self.root / "data"
        return sorted([*data.glob(f"{name}.yaml"), *(data / name).rglob("*.yaml")])

    def plan(self) -> Path:
        """Some plan."""
        return self.chance.choice(self.files("plans"))

    def other(self, *values: Any, now: object) -> Any:
        """One of some values that is not the present one."""
        return self.chance.choice([value for value in values if value != now])


Edit = Callable[[EditedOffice], bool]


def read(path: Path) -> Any:
    """A file of the data as a tree of texts."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


def put(holder: dict[str, Any], key: str, value: Any) -> None:
    """Say something of an entry; None takes it away."""
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value


def edited(path: Path, edit: Callable[[dict[str, Any]], bool | None]) -> bool:
    """Edit the tree of a file, which is written if the edit does not say False."""
    tree = read(path)
    if edit(tree) is False:
        return False
    write_yaml(path, tree)
    return True


def value_of(name: str, id_: str, key: str, *values: Any) -> Edit:
    """An entry of a register, or an item of any plan, says another one of some values; None is nothing."""

    def edit(office: EditedOffice) -> bool:
        for path in office.files(name):
            tree = read(path)
            for entry in (entry for entry in maps(tree) if entry.get("id") == id_):
                put(entry, key, office.other(*values, now=entry.get(key)))
                write_yaml(path, tree)
                return True
        return False

    return edit


def entry_of(name: str, key: str, entry: Mapping[str, Any]) -> Edit:
    """An entry of a register comes, first or last in its file or in one of its own, or goes."""

    def edit(office: EditedOffice) -> bool:
        for path in office.files(name):
            tree = read(path)
            entries = tree.get(key, [])
            if entry["id"] in (listed["id"] for listed in entries):
                tree[key] = [listed for listed in entries if listed["id"] != entry["id"]]
                if any(tree.values()):
                    write_yaml(path, tree)
                else:
                    path.unlink()
                return True
        path = office.root / f"data/{name}.yaml"
        if path.exists() and (tree := read(path)):
            tree.setdefault(key, []).insert(office.chance.choice([0, 99]), dict(entry))
            write_yaml(path, tree)
        else:
            place = office.chance.choice(["", "a/"])
            lists = dict.fromkeys((key for own in office.files(name) for key in read(own)), ())
            write_yaml(office.root / f"data/{name}/{place}{entry['id']}.yaml", {**lists, key: [dict(entry)]})
        return True

    return edit


def setting(key: str, *values: Any) -> Edit:
    """The office says something else of itself."""

    def edit(office: EditedOffice) -> bool:
        return edited(
            office.root / "data/office.yaml", lambda tree: put(tree, key, office.other(*values, now=tree.get(key)))
        )

    return edit


def file_of(path: str, *contents: str | bytes | None) -> Edit:
    """A file says something else; None is no file."""

    def edit(office: EditedOffice) -> bool:
        place = office.root / path
        wanted = [content.encode() if isinstance(content, str) else content for content in contents]
        content = office.other(*wanted, now=place.read_bytes() if place.exists() else None)
        if content is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return True

    return edit


def text_of(path: str, old: str, new: str) -> Edit:
    """A file that comes with the program is the office's own with other words, or is not its own any more."""

    def edit(office: EditedOffice) -> bool:
        text = (ROOT / path).read_text("utf-8")
        assert old in text, path
        return file_of(path, None, text.replace(old, new), text)(office)

    return edit


def of_plan(key: str, *values: Any) -> Edit:
    """Some plan says something else."""

    def edit(office: EditedOffice) -> bool:
        return edited(office.plan(), lambda tree: put(tree, key, office.other(*values, now=tree.get(key))))

    return edit


def of_items(key: str, *values: Any) -> Edit:
    """Some item of some plan that says such a thing says another."""

    def edit(office: EditedOffice) -> bool:
        def change(tree: dict[str, Any]) -> bool:
            holders = [holder for holder in maps(tree) if key in holder and holder is not tree]
            if holders:
                holder = office.chance.choice(holders)
                put(holder, key, office.other(*values, now=holder[key]))
            return bool(holders)

        return edited(office.plan(), change)

    return edit


def option(key: str, *values: Any) -> Edit:
    """The next builds are called otherwise."""

    def edit(office: EditedOffice) -> bool:
        put(office.options, key, office.other(*values, now=office.options.get(key)))
        return True

    return edit


def gone(*paths: str) -> Edit:
    """What is kept of earlier builds, or was published, is lost."""

    def edit(office: EditedOffice) -> bool:
        there = [path for pattern in paths for path in sorted(office.root.glob(pattern))]
        if there:
            path = office.chance.choice(there)
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return bool(there)

    return edit


def spoiled(pattern: str, content: bytes) -> Edit:
    """A file that a build wrote holds something else."""

    def edit(office: EditedOffice) -> bool:
        there = [path for path in sorted(office.root.glob(pattern)) if path.is_file()]
        if there:
            office.chance.choice(there).write_bytes(content)
        return bool(there)

    return edit
