"""What many places cost: how each stage of a build grows, and what a build costs in which nothing has changed."""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from math import log
from pathlib import Path
from unittest.mock import patch

from bench.inputs import PARTS, PROJECT
from bench.measure import Cost, of_call, of_command
from bench.nation import MODEL, PLACE, nation
from planbook.outputs import catalogue
from planbook.outputs.build import build
from planbook.outputs.catalogue import DOCUMENTS, FEEDS, PAGES, feed_files, page_texts, print_jobs
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.last_build import key_of_inputs
from planbook.outputs.last_files import FILES as FILES_OF_LAST
from planbook.outputs.last_findings import examine_again
from planbook.outputs.pages.site import Site
from planbook.outputs.published_state import record_build

FEW, MANY = 20, 50
COUNTRY = 1_000
ALIKE = 10  # plans of one register of bodies, which holds no thousand places
FILES, IN_FOLDER = 150, 5  # that one plan and its agencies publish, and that stand in one folder
VIEWS = ("articles", "sheets", "overviews", "agency_sheets", "plan_data")
WHOLE = ("work", "indicators", "documents", "lineages", "histories", "findings", "glossary", "open_data")


def project(folder: Path, places: int, *, split: bool = False) -> Path:
    """A copy of the project with the data of so many places, of each in folders of its own where they are `split`."""
    folder.mkdir()
    for name in PARTS:
        if (PROJECT / name).is_file():
            shutil.copy2(PROJECT / name, folder)
        elif name == "data":
            nation(PROJECT / name, folder / name, places, split=split)
        else:
            shutil.copytree(PROJECT / name, folder / name)
    return folder


def stages(root: Path) -> dict[str, float]:
    """The CPU seconds of each stage of a build but MkDocs and WeasyPrint; each is measured with its imports done."""
    costs: dict[str, float] = {}
    made: dict[str, Edition] = {}
    feeds: dict[str, bytes] = {}

    def views() -> None:
        for name in VIEWS:
            of_plans = getattr(made["edition"], name)
            for plan in of_plans:
                of_plans[plan]
        for name in WHOLE:
            getattr(made["edition"], name)

    def documents() -> None:
        for output in DOCUMENTS:
            for _, content in output.view(made["edition"]):
                assert callable(output.renderer)
                output.renderer(made["edition"], content)

    def read() -> None:
        made["edition"] = edition(read_sources(root), datetime.now(UTC))

    steps = {
        "read and check": read,
        "views": views,
        f"{len(FEEDS)} kinds of feeds": lambda: feeds.update(feed_files(made["edition"])),
        f"{len(PAGES)} kinds of pages": lambda: page_texts(
            Site(made["edition"], dict(zip(feeds, map(len, feeds.values()), strict=True)))
        ),
        "Word, Excel, JSON": documents,
        "HTML of sheets": lambda: sum(1 for _ in print_jobs(made["edition"])),
    }
    for name, step in steps.items():
        costs[name] = of_call(step).cpu
    return costs


def growth(folder: Path) -> Iterator[tuple[str, float, float]]:
    """Each stage with its CPU seconds for each place, and the exponent of its growth from few places to many."""
    stages(project(folder / "one", 1))  # imports, templates
    few, many = (stages(project(folder / str(places), places)) for places in (FEW, MANY))
    for name, cost in many.items():
        yield name, cost / MANY, log(cost / few[name]) / log(MANY / FEW)
    total = sum(many.values())
    yield "all of these", total / MANY, log(total / sum(few.values())) / log(MANY / FEW)


def one_place(folder: Path) -> Iterator[tuple[str, Cost]]:
    """What one place costs but its PDFs in a process that stays: from nothing, and when a figure of it has changed."""
    root = project(folder / "place", 1)
    (plan,) = (root / "data/plans").rglob("*.yaml")
    with patch.object(catalogue, "SHEETS", ()):
        build(root)  # imports, templates, frames of pages
        (root / FILES_OF_LAST).unlink()
        shutil.rmtree(root / "site")
        yield "from nothing", of_call(lambda: build(root))
        plan.write_text(plan.read_text("utf-8").replace("value: 3.000", "value: 3.500", 1), "utf-8")
        yield "one figure", of_call(lambda: build(root))


def one_plan_checked(folder: Path) -> Cost:
    """What a check of a thousand plans costs of which one has changed; ten plans name the bodies of each place."""
    root = project(folder / "checked", COUNTRY // ALIKE)
    localities = (root / "data/localities.yaml").read_text("utf-8")
    for path in [*(root / "data/plans").glob("*.yaml")]:
        text, ending = path.read_text("utf-8"), path.stem.removeprefix(MODEL)
        for number in range(1, ALIKE):
            name, place = f"{path.stem}-{number}", f"{PLACE}{ending}-{number}"
            twin = text.replace(f"id: {path.stem}", f"id: {name}", 1)
            twin = twin.replace(f"jurisdiction: {PLACE}{ending}", f"jurisdiction: {place}")
            path.with_stem(name).write_text(twin, "utf-8")
            localities += f"  - {{id: {place}, name: tỉnh {number}{ending}, level: province, start: 2025-07-01}}\n"
    (root / "data/localities.yaml").write_text(localities, "utf-8")
    return _checked(root, path)


def one_plan_of_split_registers_checked(folder: Path) -> Cost:
    """The same where each plan is of a place with 20 agencies of its own, in folders and files of its own."""
    root = project(folder / "split", COUNTRY, split=True)
    return _checked(root, next((root / "data/plans").rglob(f"{MODEL}-*.yaml")))


def _checked(root: Path, plan: Path) -> Cost:
    examine_again(root)
    plan.write_text(plan.read_text("utf-8").replace("value: 3.000", "value: 3.500", 1), "utf-8")
    return of_command([sys.executable, "build_docs.py", "check", "--root", str(root)], PROJECT)


def nothing_changed(folder: Path) -> Cost:
    """What a build of a country costs in which nothing has changed; its site is as many files as it would have."""
    root = project(folder / "country", COUNTRY)
    for number in range(COUNTRY * FILES):
        path = root / f"site/{number // FILES}/{number // IN_FOLDER}/{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    record_build(root, key_of_inputs(root))
    return of_command([sys.executable, "build_docs.py", "build", "--root", str(root)], PROJECT)
