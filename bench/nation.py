"""A folder of data with many places, each with agencies and groups of its own and the plan of the real province."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

MODEL, PLACE, NAME = "lao-cai-2026", "tinh-lao-cai", "Lào Cai"
_OF_OTHERS = re.compile(r"(?m)^ *(?:former|successors|legal_basis):.*\n")  # events that nobody copies
_FORERUNNERS = re.compile(r"(?m)^ *continues:.*\n(?: +- lao-cai-20.*\n)*|^follows:.*\n")


def nation(data: Path, folder: Path, places: int, *, split: bool = False) -> None:
    """Write a new folder with so many places, all of the size of the real one; `split` in a folder for each, with registers of its own."""
    shutil.copytree(data, folder)
    shutil.rmtree(folder / "plans")
    (folder / "plans").mkdir()
    shutil.rmtree(folder / "seals", ignore_errors=True)
    plan = _FORERUNNERS.sub("", (data / f"plans/{MODEL}.yaml").read_text("utf-8"))
    bodies, heading, groups = (data / "agencies.yaml").read_text("utf-8").partition("groups:\n")
    copied = _of_the_place(bodies, groups)
    ids = "|".join(map(re.escape, sorted({**copied[0], **copied[1]}, key=len, reverse=True)))
    named = re.compile(rf"(?<![a-z0-9-])(?:{ids}|{PLACE}|{MODEL})(?![a-z0-9-])")
    localities = (data / "localities.yaml").read_text("utf-8")
    for number in range(1, places + 1):
        ending = f"-{number:05}"
        own, own_groups = (_moved("".join(part.values()), named, ending) for part in copied)
        locality = f"  - {{id: {PLACE}{ending}, name: tỉnh {NAME}{ending}, level: province, start: 2025-07-01}}\n"
        place = f"{PLACE}{ending}/" if split else ""
        texts = {f"plans/{place}{MODEL}{ending}.yaml": _moved(plan, named, ending)}
        if split:
            texts[f"agencies/{PLACE}{ending}.yaml"] = f"agencies:\n{own}{heading}{own_groups}"
            texts[f"localities/{PLACE}{ending}.yaml"] = f"localities:\n{locality}"
        else:
            bodies, groups, localities = bodies + own, groups + own_groups, localities + locality
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    (folder / "agencies.yaml").write_text(bodies + heading + groups, "utf-8")
    (folder / "localities.yaml").write_text(localities, "utf-8")


def _moved(text: str, named: re.Pattern[str], ending: str) -> str:
    """A text of the model as that of another place."""
    return named.sub(lambda name: name[0] + ending, text).replace(NAME, NAME + ending)


def _of_the_place(bodies: str, groups: str) -> tuple[dict[str, str], dict[str, str]]:
    """The bodies of the place by their ids, and the groups that are of it or have such members."""
    of_place = re.compile(rf"locality: {PLACE}\b(?!-)")
    own = {id_: _placed(entry) for id_, entry in _entries(bodies) if of_place.search(entry)}
    members = re.compile(rf"members:.*(?<![a-z0-9-])(?:{'|'.join(own)})(?![a-z0-9-])")
    return own, {
        id_: _placed(entry) for id_, entry in _entries(groups) if of_place.search(entry) or members.search(entry)
    }


def _placed(entry: str) -> str:
    """A body or group of the place, which says so, with a name that no other place's has: who names a thousand alike has a thousand findings each."""
    name = re.search(r"(?m)^    name: (.*)$", entry)
    if name and "full_name:" not in entry:
        entry = entry.replace(name[0], f"{name[0]}\n    full_name: {name[1]} tỉnh {NAME}", 1)
    return entry if "locality:" in entry or not name else f"{entry}    locality: {PLACE}\n"


def _entries(register: str) -> Iterator[tuple[str, str]]:
    for entry in re.split(r"(?m)^(?=  - (?:id: |\{id: ))", register)[1:]:
        if id_ := re.match(r"  - \{?id: ([a-z0-9-]+)", entry):
            yield id_[1], _OF_OTHERS.sub("", entry).rstrip("\n") + "\n"
