"""The site of sixty places that tests/search/places.md describes, and the queries that stand there."""

import re
from pathlib import Path

from bench.search_places import Copied, write_places
from tests.conftest import ROOT


def places() -> list[Copied]:
    """The places with their own items."""
    return [Copied(name, within, _items(items)) for name, within, items in _rows()["places"]]


def queries() -> list[list[str]]:
    """Where somebody types what, and where it must lead."""
    return _rows()["queries"]


def write_site(project: Path, folder: Path) -> dict[str, str]:
    """Write a folder in which somebody can search sixty places, with a page of each; the short names of places by their folders."""
    for path in (project / "site/assets").rglob("*"):
        if path.suffix in {".js", ".css"}:
            _write(folder / path.relative_to(project / "site"), path.read_text("utf-8"))
    (folder / "assets/search-index.js").unlink()
    shorts = write_places(project / "site", places(), folder)
    home = (project / "site/index.html").read_text("utf-8")
    _write(folder / "index.html", home)
    for where in shorts:
        page = re.sub(r'((?:href|src)=")(?=assets/)', r"\1../../", home)
        _write(folder / where / "index.html", page.replace("<article", f'<nav data-place="{where}"></nav><article', 1))
    return shorts


def short(address: str, shorts: dict[str, str]) -> str:
    """An address as the list has it: `bac-ha#x` is the item x of the plan of xã Bắc Hà, `bac-ha/…` any other page of it."""
    if plan := re.match(r"ke-hoach/([\w-]+)-2026/(#.*)?", address):
        return plan[1] + (plan[2] or "")
    if plan := re.match(r"(?:kiem-tra|so-sanh|ke-hoach)/([\w-]+)-2026/", address):
        return f"{plan[1]}/{address}"
    return next(
        (f"{name}/{address.removeprefix(where)}" for where, name in shorts.items() if address.startswith(where)),
        address,
    )


def leads(address: str, wanted: str, shorts: dict[str, str]) -> bool:
    """Whether an address is one of those that are wanted."""
    found = short(address, shorts)
    return any(found == place or ("#" not in place and re.split("[#/]", found)[0] == place) for place in wanted.split())


def _rows() -> dict[str, list[list[str]]]:
    text = (ROOT / "tests/search/places.md").read_text("utf-8")
    head, _, tail = text.partition("# Queries")
    row = re.compile(r"^\| (?!place|from|---)(.*?) \| (.*?) ?\| (.*?) ?\|$", re.MULTILINE)
    return {"places": row.findall(head), "queries": row.findall(tail)}


def _items(text: str) -> tuple[tuple[str, str], ...]:
    items = re.split(r"\. (?=[\w-]+: )", text) if text else []
    return tuple((code, words) for code, _, words in (item.partition(": ") for item in items))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
