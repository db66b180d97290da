"""Over 200 hostile texts in every field of a plan: no page runs one, none is lost, and no page bursts."""

import json
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
import yaml

from planbook.outputs import catalogue
from tests.browsing import at_rest
from tests.conftest import ROOT, run, workspace
from tests.site.test_accessibility import LOOKS, SETTLED
from tests.site.test_offline import nginx_headers

FOLDER = ROOT / "tests/workspaces/hostile"
STRINGS = list(dict.fromkeys((FOLDER / "strings.txt").read_text("utf-8").splitlines()))
TEXTS = {
    "aliases",
    "archive",
    "closing",
    "heading",
    "name",
    "note",
    "place",
    "preamble",
    "remark",
    "result",
    "short_name",
    "short_title",
    "text",
    "title",
    "unit",
    "work",
}
BUDGET_UNITS = {"dong", "trieu", "ty"}


def filled(value: object, strings: Iterator[str], key: str = "") -> object:
    """Data with a hostile string in each field that takes any text; the placeholders of a text stay in it."""
    if isinstance(value, dict):
        return {name: filled(one, strings, name) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, strings, key) for one in value]
    if key not in TEXTS or not isinstance(value, str) or value in BUDGET_UNITS:
        return value
    kept = [mark for mark in ("{value}", "{figure:f-1}", "{document:1-kh|dated}") if mark in value]
    return " ".join([next(strings), *kept])


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site of a plan that says every hostile string once as an item, and in each field some of them."""
    folder = tmp_path_factory.mktemp("strings")
    data = shutil.copytree(FOLDER / "data", folder / "data")
    strings = cycle(STRINGS)
    for path in sorted(data.rglob("*.yaml")):
        content = filled(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader), strings)
        if path.stem == "hostile":
            content["outline"][0]["purposes"] = [
                {"id": f"m-{at}", "text": text} for at, text in enumerate(STRINGS, start=1)
            ]
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")  # JSON is YAML, quoted throughout
    root = workspace(folder / "work", data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "SHEETS", ())  # these are no pages
        answer = run(root, "build")
    assert answer.returncode == 0, answer.stderr
    return root / "site"


def bare(text: str) -> str:
    """A text without what a page may change: case of its first letter, full stop at its end, width of its gaps."""
    return "".join(text.split()).casefold().rstrip(".;")


def test_there_are_over_200_texts():
    assert len(STRINGS) > 200


def test_no_page_runs_a_text_or_asks_another_host_or_bursts(site, serve, browser):
    home = serve(site, nginx_headers())
    paths = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    paths = [path for path in paths if not path.startswith(("huong-dan", "developing"))]
    assert len(paths) > 12
    complaints, wide = [], []
    context = browser.new_context(**LOOKS["telephone"])
    context.on("request", lambda request: request.url.startswith(home) or complaints.append(request.url))
    context.on("dialog", lambda dialog: complaints.append(dialog.message))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    tabs = [context.new_page() for _ in range(6)]
    for address, tab in at_rest(tabs, [f"{home}{path}/" for path in paths]):
        for look in ("desk", "telephone"):
            tab.set_viewport_size(LOOKS[look]["viewport"])
            tab.evaluate(SETTLED)
            if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((look, address))
        if tab.evaluate("window.executed !== undefined"):
            complaints.append(f"{address} ran {tab.evaluate('window.executed')}")

    assert complaints == []
    assert wide == []


def test_every_text_stands_on_the_page_letter_by_letter(site, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(site) + "ke-hoach/hostile/")
    shown = [bare(tab.locator(f"#m-{at}").inner_text()) for at in range(1, len(STRINGS) + 1)]
    lost = [text for text, said in zip(STRINGS, shown, strict=True) if not said.endswith(bare(text))]

    assert lost == []


def test_the_search_finds_a_text_and_runs_none(site, serve, browser):
    tab = browser.new_page()
    tab.goto(serve(site, nginx_headers()))
    for words in ("executed 10", "onerror", "constructor", "HYPERLINK", "đường Đỗ Đức Dục"):
        tab.get_by_placeholder("Tìm kiếm").fill(words)
        tab.locator(".search-result", has=tab.locator("mark")).first.wait_for()

    assert tab.evaluate("window.executed === undefined")


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200e", "\u0007"])
def test_letters_that_hide_what_is_written_are_refused(tmp_path, letter):
    data = shutil.copytree(FOLDER / "data", tmp_path / "data")
    plan = data / "plans/hostile.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Năm tốt 61", f"Năm {letter}tốt 61"), "utf-8")
    answer = run(workspace(tmp_path / "work", data), "check")

    assert answer.returncode == 1
    assert "hostile.yaml" in answer.stdout
