"""What is measured: a copy of the project, and the very calls that a build of it makes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bench.bare_word import Block, blocks_of
from bench.large_plan import large_draft
from planbook.outputs.catalogue import print_jobs
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render import word
from planbook.views.addresses import Address

PROJECT = Path(__file__).parent.parent
PARTS = ("build_docs.py", "mkdocs.yml", "content", "data", "planbook", "templates")


@dataclass(frozen=True)
class Inputs:
    """The copy in `root`, what its documents are made of, the HTML of all sheets and of the matrices alone.

    For each plan, `drafts` has the call that makes its Word draft and `texts` the text of that; `large` gives the
    call that drafts a plan of so many items and rows, the first one with its `origin`.
    """

    root: Path
    edition: Edition
    sheets: list[str]
    matrices: list[str]
    drafts: list[Callable[[], bytes]]
    texts: list[list[Block]]
    large: Callable[[int, int], Callable[[], bytes]]
    origin: word.DraftOrigin


def prepare(folder: Path) -> Inputs:
    """Copy the project and gather its inputs; raises `BuildStopped` while data/ has errors."""
    root = folder / "project"
    root.mkdir()
    for name in PARTS:
        part = PROJECT / name
        if part.is_dir():
            shutil.copytree(part, root / name)
        else:
            shutil.copy2(part, root)
    made = made_at(PROJECT)
    sources = read_sources(root)
    given = edition(sources, made)
    plans = sources.workspace.plans.values()
    # The program tells what it gives to the Word draft, so that nothing is put together twice.
    with patch.object(word, "draft", wraps=word.draft) as to_word:
        texts = [blocks_of(word_draft(given, plan)) for plan in plans]
    jobs = list(print_jobs(given))
    return Inputs(
        root,
        given,
        [job.html for job in jobs],
        [job.html for job in jobs if Address.MATRIX_SHEET.blanks(job.path)],
        [partial(word.draft, *call.args, **call.kwargs) for call in to_word.call_args_list],
        texts,
        partial(large_draft, given, to_word.call_args_list[0].args[2]),
        to_word.call_args_list[0].args[2],
    )


def write(inputs: Inputs, folder: Path) -> tuple[list[str], list[str]]:
    """Write what the bare processes read; gives the names of the HTML and of the JSON files."""
    pages = {str(folder / f"{index}.html"): page for index, page in enumerate(inputs.sheets)}
    texts = {str(folder / f"{index}.json"): json.dumps(text) for index, text in enumerate(inputs.texts)}
    for name, content in (pages | texts).items():
        Path(name).write_text(content, "utf-8")
    return list(pages), list(texts)
