"""Redlines and comparisons of long plans and of many, beside python-redlines on the same pair of Word files."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from python_redlines import DocxodusEngine

from bench.inputs import PROJECT, Inputs
from bench.large_plan import large_view
from bench.measure import Cost, of_command
from planbook.ooxml.blocks import Reviser
from planbook.outputs.edition import Edition
from planbook.render import word
from planbook.review.dress import read_dress
from planbook.views.plan import PlanView
from planbook.wording.blocks import Item

SMALL, LARGE = 300, 3000
_WHO = {f"GIT_{who}_{what}": "bench" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class LongRedline:
    """A plan of so many items and rows, of which a tenth goes, a tenth comes and a fifth says something else."""

    def __init__(self, inputs: Inputs, size: int) -> None:
        edition, self.origin = inputs.edition, inputs.origin
        self.sheet, self.tokens = edition.sheet, read_dress(edition.root).tokens()
        whole = large_view(edition, self.origin.plan, size + size // 10, size + size // 10)
        self.old, self.new = _article(edition, whole, 3), _article(edition, _edited(whole), 7)

    def redline(self) -> bytes:
        """Ours."""
        reviser = Reviser("bench", datetime(2026, 1, 1, tzinfo=UTC))
        return word.redline(self.old, self.new, {}, self.sheet, self.origin, reviser, self.tokens)

    def others(self, folder: Path) -> Callable[[], Cost]:
        """The call that measures python-redlines on the two drafts."""
        files = [folder / f"{side}.docx" for side in ("old", "new", "redline")]
        for file, article in zip(files, (self.old, self.new), strict=False):
            file.write_bytes(word.draft(article, self.sheet, self.origin))
        engine = DocxodusEngine(target_path=str(folder / "python-redlines"))
        # The program itself, which its Python only calls.
        return partial(of_command, [engine.extracted_binaries_path, "bench", *map(str, files)], folder)


def _article(edition: Edition, view: PlanView, without: int) -> str:
    """The text of a plan without every tenth item and row, counted from one of them."""
    appendix = view.appendices[0]
    rows = tuple(row for at, row in enumerate(appendix.table.rows) if at % 10 != without)
    body = tuple(block for at, block in enumerate(view.body) if at % 10 != without or not isinstance(block, Item))
    shown = replace(view, body=body, appendices=(replace(appendix, table=replace(appendix.table, rows=rows)),))
    return edition.templates.render("plan/plan.html", plan=shown, words=edition.phrases)


def _edited(view: PlanView) -> PlanView:
    """The plan with other words in every fifth item and row."""

    def said(text: str) -> str:
        words = text.split()
        words[len(words) // 2 : len(words) // 2 + 1] = ["khác", "12,5%"]
        return " ".join(words)

    body = tuple(
        replace(block, text=said(block.text)) if at % 5 == 0 and isinstance(block, Item) else block
        for at, block in enumerate(view.body)
    )
    appendix = view.appendices[0]
    rows = tuple(
        replace(row, cells=tuple(replace(cell, text=said(cell.text)) for cell in row.cells)) if at % 5 == 0 else row
        for at, row in enumerate(appendix.table.rows)
    )
    return replace(view, body=body, appendices=(replace(appendix, table=replace(appendix.table, rows=rows)),))


def of_two_revisions(root: Path) -> Callable[[], Cost]:
    """Make a repository of a project with a change in one plan; gives the call that measures its `diff`."""

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, env={**os.environ, **_WHO})

    git("init", "-q")
    git("add", "data")
    git("commit", "-qm", "old")
    plan = max((root / "data/plans").glob("*.yaml"), key=lambda path: path.stat().st_size)
    _reword(plan)
    git("commit", "-qam", "new")
    return partial(of_command, [sys.executable, "build_docs.py", "diff", "HEAD~1", "HEAD"], root)


def of_many_plans(data: Path, folder: Path) -> Callable[[], Cost]:
    """Make two folders of many plans of which one differs; gives the call that measures their `diff`."""
    old, new = folder / "old", folder / "new"
    shutil.copytree(data, old / "data")
    shutil.copytree(data, new / "data")
    plan = next((new / "data/plans").glob("*.yaml"))
    _reword(plan)
    return partial(of_command, [sys.executable, "build_docs.py", "diff", str(old), str(new)], PROJECT)


def _reword(plan: Path) -> None:
    """Put a word before the first folded text of a plan."""
    text = re.sub(r"(text: >-\n +)", r"\1Mới ", plan.read_text("utf-8"), count=1)
    plan.write_text(text, "utf-8")
