"""What is measured: a copy of the project, and the very calls that a build of it makes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bench.bare_word import Block, blocks_of
from bench.large_plan import large_draft
from planbook.build import edition, lay_out, made_at, read_sources
from planbook.documents import task_list, word_draft
from planbook.render import word

PROJECT = Path(__file__).parent.parent
PARTS = ("build_docs.py", "mkdocs.yml", "content", "data", "planbook", "templates")


@dataclass
class Inputs:
    """The copy in `root`; for each plan the page of its matrix, the call that drafts it, and the draft's text.

    `large` gives the call that drafts a plan of so many items and rows.
    """

    root: Path
    pages: list[str] = field(default_factory=list)
    drafts: list[Callable[[], bytes]] = field(default_factory=list)
    texts: list[list[Block]] = field(default_factory=list)
    large: Callable[[int, int], Callable[[], bytes]] = field(init=False)


def prepare(folder: Path) -> Inputs:
    """Copy the project and gather its inputs; raises `BuildStopped` while data/ has errors."""
    inputs = Inputs(folder / "project")
    inputs.root.mkdir()
    for name in PARTS:
        part = PROJECT / name
        if part.is_dir():
            shutil.copytree(part, inputs.root / name)
        else:
            shutil.copy2(part, inputs.root)
    made = made_at(PROJECT)
    sources = read_sources(inputs.root)
    laid_out = lay_out(sources, made)
    whole = edition(sources, laid_out, made)
    # A build tells what it gives to the Word draft, so that nothing is put together twice.
    with patch.object(word, "draft", wraps=word.draft) as to_word:
        inputs.texts = [blocks_of(word_draft(whole, plan)) for plan in sources.workspace.plans.values()]
    inputs.pages = [job.html for plan in sources.workspace.plans.values() for job in task_list(whole, plan)]
    inputs.drafts = [partial(word.draft, *call.args, **call.kwargs) for call in to_word.call_args_list]
    inputs.large = partial(large_draft, sources, laid_out, to_word.call_args_list[0].args[2])
    return inputs


def write(inputs: Inputs, folder: Path) -> tuple[list[str], list[str]]:
    """Write what the bare processes read; gives the names of the HTML and of the JSON files."""
    pages = {str(folder / f"{index}.html"): page for index, page in enumerate(inputs.pages)}
    texts = {str(folder / f"{index}.json"): json.dumps(text) for index, text in enumerate(inputs.texts)}
    for name, content in (pages | texts).items():
        Path(name).write_text(content, "utf-8")
    return list(pages), list(texts)
