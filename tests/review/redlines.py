"""Redlines with the drafts of both their sides."""

import difflib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planbook.loading.workspace import load_files
from planbook.model.workspace import Workspace
from planbook.ooxml.blocks import Reviser
from planbook.outputs.documents import word_origin
from planbook.render.word import draft
from planbook.repository.files import read_folder
from planbook.review.dress import read_dress
from planbook.review.redline import Version, redline_of
from planbook.views.plan import plan_view
from tests.conftest import FIVE, PLANS
from tests.offices import office
from tests.reading_word import W, lints, own_text
from tests.returns.random_edits import EditedPlan
from tests.tracked_changes import is_marked, printed, split, tree

MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DRESS = read_dress(FIVE)
FILES = read_folder(FIVE / "data")
DATA = load_files(FILES)[0]
APPENDICES_OF = [("abc", "ac"), ("ac", "abc"), ("ab", "b"), ("b", "ab"), ("ab", "a"), ("a", "ab"), ("a", ""), ("", "a")]


@dataclass(frozen=True)
class Sides:
    """A redline with the drafts of both its sides."""

    redline: bytes
    old: bytes
    new: bytes


def plain(of: Workspace, plan: str) -> bytes:
    view = plan_view(of, of.plans[plan], DRESS.phrases)
    return draft(
        DRESS.article(of, of.plans[plan]), DRESS.sheet, word_origin(DRESS.phrases, of.plans[plan], view, "", MADE)
    )


def sides(old: Workspace, new: Workspace, was: str, now: str) -> Sides:
    before, after = Version(old, old.plans[was], "", MADE), Version(new, new.plans[now], "", MADE)
    return Sides(redline_of(DRESS, before, after, Reviser("Phòng", MADE)), plain(old, was), plain(new, now))


def of_edit(seed: int) -> tuple[str, Sides]:
    """A redline of one plan before and after some random edits, with their names."""
    plan = PLANS[seed % len(PLANS)]
    edited = EditedPlan(FILES, plan, seed)
    old = edited.workspace
    done = edited.edited(1 + seed % 6)
    return f"{seed} {plan}: {', '.join(done)}", sides(old, edited.workspace, plan, plan)


def of_plans(was: str, now: str) -> Sides:
    return sides(DATA, DATA, was, now)


def of_appendices(old: str, new: str) -> Sides:
    """A redline of a plan with one table for each letter."""

    def table(letter: str) -> dict:
        columns = [{"key": "xa", "heading": "Xã"}, {"key": "so", "heading": "Số"}]
        rows = [{"id": f"dong-{letter}", "cells": [letter, "1"]}]
        return {"id": f"bieu-{letter}", "title": f"Biểu {letter}", "columns": columns, "rows": rows}

    both = (office({"appendices": [*map(table, letters)]}) for letters in (old, new))
    return sides(*both, "thu", "thu")


def departures(pair: Sides) -> list[str]:
    """What the redline holds otherwise than its two sides do."""
    document = tree(pair.redline)
    found = [*(f"split: {one}" for one in split(document)), *lints(document)]
    for accept, side in ((True, pair.new), (False, pair.old)):
        wanted, got = printed(side), printed(pair.redline, accept=accept)
        found += list(difflib.unified_diff(wanted, got, "wanted", f"accept={accept}", n=0, lineterm=""))
    return found


def marked(file: bytes | Path) -> list[str]:
    """What is yellow in each paragraph of a Word file."""
    document = tree(file if isinstance(file, bytes) else file.read_bytes())
    runs = ([one for one in paragraph.iter(f"{W}r") if is_marked(one)] for paragraph in document.iter(f"{W}p"))
    return [text for yellow in runs if (text := "".join(map(own_text, yellow)))]
