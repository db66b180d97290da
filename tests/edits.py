"""Single edits of a small workspace, each with what a reviewer must be told: tests/changes/edits.yaml."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from planbook.repository.files import Files, read_folder
from tests.conftest import ROOT

_MAIN = "plans/viec-lam-2027.yaml"
_ITEM = r"^(?P<indent> *)- (?:\{{)?id: {}(?![\w-]).*\n(?:(?:(?P=indent) .*)?\n)*"

Case = Mapping[str, Any]


@cache
def cases() -> list[Case]:
    """Every edit of the table."""
    return yaml.safe_load((ROOT / "tests/changes/edits.yaml").read_text(encoding="utf-8"))


def states(case: Case) -> tuple[Files, Files]:
    """The files before an edit and after it."""
    before = _edited(_texts(), case.get("before", ()))
    return _files(before), _files(_edited(before, case["do"]))


@cache
def _whole() -> Mapping[str, str]:
    contents = read_folder(ROOT / "tests/workspaces/edits/data").contents
    return {path.removeprefix("data/"): content.decode() for path, content in contents.items()}


def _texts() -> dict[str, str]:
    return dict(_whole())


def _files(texts: Mapping[str, str]) -> Files:
    return Files({f"data/{path}": text.encode() for path, text in sorted(texts.items())})


def _edited(texts: Mapping[str, str], steps: list[Mapping[str, Any]]) -> dict[str, str]:
    edited = dict(texts)
    for step in steps:
        _take(edited, step)
    return edited


def _take(texts: dict[str, str], step: Mapping[str, Any]) -> None:
    """One step of an edit."""
    match step:
        case {"delete": path}:
            del texts[path]
        case {"restore": path}:
            texts[path] = _whole()[path]
        case {"rename": path, "to": new}:
            texts[new] = texts.pop(path)
        case {"everywhere": old, "with": new}:
            for path in [step["file"]] if "file" in step else list(texts):
                texts[path] = _with_words(texts[path], {old: new})
        case {"swap": [first, second]}:
            for path, text in texts.items():
                texts[path] = _with_words(text, {first: second, second: first})
        case _:
            name = step.get("file", _MAIN)
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
