"""Single edits of two small workspaces, each with what a reviewer must be told: tests/changes/."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from planbook.repository.files import Files, read_folder
from tests.conftest import ROOT

# The plan that an edit means which names no file, by the workspace; the first two have a table of their own.
_MAIN = {
    "edits": "plans/viec-lam-2027.yaml",
    "shapes": "plans/chuyen-doi-so-2027.yaml",
    "five-plans": "plans/lao-cai-2026.yaml",
    "six-subjects": "plans/nong-thon-moi-2027.yaml",
    "year": "plans/lang-nghe-2026.yaml",
}
_TABLES = ("edits", "shapes")
_ITEM = r"^(?P<indent> *)- (?:\{{)?id: {}(?![\w-]).*\n(?:(?:(?P=indent) .*)?\n)*"

Case = Mapping[str, Any]


@cache
def cases() -> list[Case]:
    """Every edit of both tables."""
    tables = {
        of: yaml.load((ROOT / f"tests/changes/{of}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for of in _TABLES
    }
    return [{"of": of, **case} for of, table in tables.items() for case in table]


def states(case: Case) -> tuple[Files, Files]:
    """The files before an edit and after it."""
    of = case["of"]
    before = edited(whole(of), case.get("before", ()), of)
    return _files(before), _files(edited(before, case["do"], of))


@cache
def whole(of: str) -> Mapping[str, str]:
    contents = read_folder(ROOT / f"tests/workspaces/{of}/data").contents
    return {path.removeprefix("data/"): content.decode() for path, content in contents.items()}


def _files(texts: Mapping[str, str]) -> Files:
    return Files({f"data/{path}": text.encode() for path, text in sorted(texts.items())})


def edited(texts: Mapping[str, str], steps: list[Mapping[str, Any]], of: str) -> dict[str, str]:
    edited = dict(texts)
    for step in steps:
        _take(edited, step, of)
    return edited


def _take(texts: dict[str, str], step: Mapping[str, Any], of: str) -> None:
    """One step of an edit."""
    match step:
        case {"delete": path}:
            del texts[path]
        case {"restore": path}:
            texts[path] = whole(of)[path]
        case {"rename": path, "to": new}:
            texts[new] = texts.pop(path)
        case {"everywhere": old, "with": new}:
            for path in [step["file"]] if "file" in step else list(texts):
                texts[path] = _with_words(texts[path], {old: new})
        case {"swap": [first, second]}:
            for path, text in texts.items():
                texts[path] = _with_words(text, {first: second, second: first})
        case _:
            name = step.get("file", _MAIN[of])
            path = name if name in texts else f"{name}.yaml"
            texts[path] = _text_after(texts[path], step)


def _with_words(text: str, words: Mapping[str, str]) -> str:
    pattern = "|".join(map(re.escape, words))
    return re.sub(rf"(?<![\w-])(?:{pattern})(?![\w-])", lambda match: words[match[0]], text)


def _text_after(text: str, step: Mapping[str, Any]) -> str:
    if "replace" in step:
        assert text.count(step["replace"]) == 1, f"{text.count(step['replace'])} times: {step['replace']}"
        return text.replace(step["replace"], step["with"])
    if "add" in step:
        place = _item(text, step["before"])
        return text[: place.start()] + step["add"] + text[place.start() :]
    item = _item(text, step.get("cut") or step["move"])
    text = text[: item.start()] + text[item.end() :]
    if "cut" in step:
        return text
    place = _item(text, step["before"])
    return text[: place.start()] + item.group() + text[place.start() :]


def _item(text: str, id_: str) -> re.Match[str]:
    item = re.search(_ITEM.format(re.escape(id_)), text, re.MULTILINE)
    assert item, id_
    return item
