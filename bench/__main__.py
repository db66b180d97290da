"""Print what planbook costs beside the bare libraries. It reports and never fails a build: CPU seconds, medians."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from math import log10
from pathlib import Path

from bench import bare_docxtpl, bare_pdf, bare_word, bare_yaml, checks, redlines, scale, search
from bench.grids import AGENCIES, LARGE, MIDDLE, SMALL, LongGrids, exponent, stages
from bench.inputs import PROJECT, Inputs, prepare, write
from bench.measure import Cost, medians, of_call, of_command, peak_memory
from bench.rows import HEADINGS, LAYOUT, Row
from bench.sheets_of_plan import sheets_of_one_plan
from planbook.loading.workspace import load
from planbook.messages.diagnostics import BuildStopped, findings_as_text
from planbook.render.pdf import pdf

MEGABYTE = 1_000_000


def in_process(inputs: Inputs) -> Iterator[Row]:
    """Measure loader, sheets and draft after their imports."""
    data = inputs.root / "data"
    yield _rivals("loader: load(data) / CSafeLoader", lambda: load(data), lambda: bare_yaml.load(data), 0.7, times=10)
    yield _rivals(
        "matrix: pdf(html) / WeasyPrint",
        lambda: [pdf(page) for page in inputs.matrices],
        lambda: [bare_pdf.pdf(page) for page in inputs.matrices],
        1.2,
    )
    grids = LongGrids(inputs.edition)
    pages, plain = grids.pages(MIDDLE), grids.plain(MIDDLE)
    yield _rivals(
        f"grid {MIDDLE} x {AGENCIES}: pdf(html) / plain table",
        lambda: [pdf(page) for page in pages],
        lambda: bare_pdf.pdf(plain),
        0.6,
    )
    yield Row(f"grid: growth from {SMALL} to {LARGE} tasks", exponent(grids), None, 1.1, "")
    for stage, share in stages(grids):
        yield Row(f"grid: share of {stage}", share * 100, None, 100, "%")
    yield _rivals(
        "Word: draft(article) / python-docx",
        lambda: [draft() for draft in inputs.drafts],
        lambda: [bare_word.word(text) for text in inputs.texts],
        0.6,
    )


def _rivals(what: str, ours: Callable[[], object], bare: Callable[[], object], target: float, *, times: int = 1) -> Row:
    own, other = medians(partial(of_call, ours, times), partial(of_call, bare, times))
    return Row(what, own.cpu, other.cpu, target)


def drafts(inputs: Inputs, folder: Path) -> Iterator[Row]:
    """Measure drafts of one plan of 200 items and 60 rows beside other programs, and how their cost grows."""
    draft = inputs.large(200, 60)
    blocks = bare_word.blocks_of(draft())
    template = bare_docxtpl.template(max(len(block[0]) for block in blocks if isinstance(block, list)))
    page = folder / "large.html"
    page.write_text(bare_word.html(blocks), "utf-8")
    own, *others = medians(
        partial(of_call, draft),
        partial(of_call, lambda: bare_word.word(blocks)),
        partial(of_call, lambda: bare_docxtpl.word(template, blocks)),
        partial(of_command, ["pandoc", str(page), "--output", str(folder / "large.docx")], PROJECT),
    )
    for (name, target), other in zip({"python-docx": 0.6, "docxtpl": 1, "pandoc": 1}.items(), others, strict=True):
        yield Row(f"Word: 200 items, 60 rows / {name}", own.cpu, other.cpu, target)
    small, large = medians(partial(of_call, inputs.large(300, 300)), partial(of_call, inputs.large(3000, 3000)))
    yield Row("  3,000 items, 3,000 rows", large.cpu, None, 2)
    yield Row("  exponent of growth from 300", log10(large.cpu / small.cpu), None, 1.1, "")


def comparisons(inputs: Inputs, folder: Path) -> Iterator[Row]:
    """Measure redlines beside python-redlines on the same pair of drafts, and whole comparisons."""
    small, middle, large = (redlines.LongRedline(inputs, size) for size in (redlines.SMALL, 1000, redlines.LARGE))
    (own,) = medians(partial(of_call, middle.redline))
    yield Row("redline: 1,000 items, 1,000 rows", own.cpu, None, 3)
    # Not of the long pair: the other's cost grows with the square, over a minute there.
    own, other = medians(partial(of_call, small.redline), small.others(folder))
    yield Row("  300 items, 300 rows / python-redlines", own.cpu, other.cpu, 1)
    few, many = medians(partial(of_call, small.redline), partial(of_call, large.redline))
    yield Row("  exponent of growth from 300 to 3,000", log10(many.cpu / few.cpu), None, 1.1, "")
    (revisions,) = medians(redlines.of_two_revisions(inputs.root))
    yield Row("diff of two revisions with its start-up", revisions.cpu, None, 1.5)


def commands(inputs: Inputs, folder: Path) -> Iterator[Row]:
    """Measure whole processes, each with its start-up."""
    pages, texts = write(inputs, folder)
    ours = [sys.executable, "build_docs.py"]
    # Cold: without the PDFs that an earlier build has kept.
    cold = ["sh", "-c", 'rm -rf build/documents && exec "$0" build_docs.py', sys.executable]
    site = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "site")]
    build, *bare = medians(
        partial(of_command, cold, inputs.root),
        partial(of_command, site, inputs.root),
        partial(of_command, [sys.executable, "-m", "bench.bare_pdf", *pages], PROJECT),
        partial(of_command, [sys.executable, "-m", "bench.bare_word", *texts], PROJECT),
    )
    libraries = sum(bare, Cost(0, 0))
    yield Row("build / MkDocs + WeasyPrint + python-docx", build.cpu, libraries.cpu, 1.5)
    yield Row("  the same on the clock", build.wall, libraries.wall, 1.5)
    (again,) = medians(partial(of_command, ours, inputs.root))
    yield Row("build again / the same libraries", again.cpu, libraries.cpu, 1.0)
    (check,) = medians(partial(of_command, [*ours, "check"], inputs.root))
    yield Row("check with its start-up", check.cpu, None, 0.6)
    peak = max(peak_memory(cold, inputs.root) for _ in range(3))
    yield Row("peak memory of a build", peak / MEGABYTE, None, 400, "MB")
    names = [str(folder / f"grid-{number}.html") for number, _ in enumerate(LongGrids(inputs.edition).pages(LARGE))]
    for name, page in zip(names, LongGrids(inputs.edition).pages(LARGE), strict=True):
        Path(name).write_text(page, "utf-8")
    peak = peak_memory([sys.executable, "-m", "bench.grids", *names], PROJECT)
    yield Row(f"peak memory of a grid of {LARGE} tasks", peak / MEGABYTE, None, 400, "MB")


def searches(inputs: Inputs, folder: Path) -> Iterator[Row]:
    """Measure the search of the page over the site that was built last, a query for each title of its registers."""
    titles = [indicator.name for indicator in inputs.edition.workspace.indicators.values()]
    titles += [agency.name for agency in inputs.edition.workspace.agencies.values()]
    (cost,) = search.search_costs(inputs.root / "site", titles, folder, [search.LARGE])
    yield Row(f"search: ready with {search.LARGE} tasks", cost.ready / 1000, None, 1)
    yield Row("  half of the queries cost at most", cost.median / 1000, None, 0.05)
    yield Row("  the dearest query", max(cost.queries) / 1000, None, 0.06)


def main() -> None:
    """Print both tables, row by row as they are measured."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        try:
            _print_tables(folder)
        except BuildStopped as stopped:
            print(
                findings_as_text(stopped.findings, stopped.lines), "Nothing is measured while data/ has errors.", sep=""
            )


def _print_tables(folder: Path) -> None:
    inputs = prepare(folder)
    print(LAYOUT.format(*HEADINGS))
    try:
        for rows in (
            in_process(inputs),
            drafts(inputs, folder),
            comparisons(inputs, folder),
            commands(inputs, folder),
            sheets_of_one_plan(inputs, folder),
            searches(inputs, folder),
            scale.rows(folder / "places"),
        ):
            for row in rows:
                print(row, flush=True)
    except subprocess.CalledProcessError as failure:
        print(f"A command failed: {failure}")
    print("", checks.LAYOUT.format(*checks.HEADINGS), sep="\n")
    for growth in checks.growth(PROJECT / "data", folder):
        print(growth, flush=True)
    many = redlines.of_many_plans(folder / "multiplied", folder)()
    print("", Row("diff of 1,000 plans, one of them changed", many.cpu, None, 10), sep="\n")


if __name__ == "__main__":
    main()
