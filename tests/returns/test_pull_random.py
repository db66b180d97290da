"""Drafts edited at random, tracked or not: what comes back is exactly what was edited."""

import difflib

import pytest

from planbook.loading.workspace import load_files
from planbook.ooxml.opening import read_package
from planbook.repository.files import Files
from planbook.returns.word.changed_items import draft_differences, edits_in_data
from planbook.returns.word.pull_word import bring_draft
from planbook.text.comparing import comparable
from tests.conftest import PLANS, sampled
from tests.drafts import as_edited, beside, bring_in, draft_of, returned, said, saved, state, state_of
from tests.libreoffice import converted
from tests.returns.word_scripts import Script, script

# The shortest plan most often: a script of it takes a third of the time.
_OFTEN = [*PLANS, *["quynh-nhai-2030"] * 5]
_AGAIN = 8  # of 2,000, which take an hour: all were run
TEXTS = ("edit", "edit", "insert", "delete", "split", "merge", "move")


def wanted(made_of: Script) -> list[tuple[str, str, str]]:
    return sorted(made_of.wanted)


def read(found) -> list[tuple[str, str, str]]:
    """What was found, without the ids of new items and without the texts of those that are gone."""
    return sorted(
        (kind, "" if kind in ("inserted", "split") else item, "" if kind in ("deleted", "merged") else new)
        for kind, item, new in said(found)
    )


@pytest.mark.parametrize("chunk", range(20))
def test_random_scripts_come_back_as_they_were(chunk):
    for seed in sampled(range(chunk * 100, chunk * 100 + 100), 25):
        made_of = script(_OFTEN[seed % len(_OFTEN)], seed)
        found = draft_differences(returned(made_of.plan, as_edited(made_of.plan, made_of.tree)))

        assert read(found) == wanted(made_of), (made_of.plan, seed)


def test_the_scripts_hold_every_kind_of_edit_tracked_and_not():
    scripts = [script(_OFTEN[seed % len(_OFTEN)], seed) for seed in range(150)]
    kinds = {(one[0], made_of.is_tracked) for made_of in scripts for one in made_of.wanted}

    assert kinds == {
        (kind, tracked)
        for kind in ("changed", "inserted", "deleted", "split", "merged", "moved")
        for tracked in (True, False)
    }


@pytest.mark.parametrize("seed", range(_AGAIN))
def test_a_script_that_was_taken_over_brings_nothing_again(seed):
    made_of = script(_OFTEN[seed % len(_OFTEN)], 7000 + seed, most=6)
    draft = returned(made_of.plan, as_edited(made_of.plan, made_of.tree))
    first = bring_in(draft, state_of(made_of.plan))
    later, now = beside(draft, state_of(made_of.plan), first.text)
    again = bring_in(later, now)

    assert (again.done, again.text) == ((), first.text)
    assert read(again.left) == read(first.left)
    assert bool(edits_in_data(later)) == bool(first.done)


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_brought_into_the_data_is_printed_as_the_draft_says(plan):
    done = 0
    for seed in range(3):
        made_of = script(plan, 5000 + seed, operations=TEXTS, most=3)
        draft = returned(plan, as_edited(plan, made_of.tree))
        applied = bring_in(draft, state_of(plan))
        done += len(applied.done)
        path = draft.context.plan.source.path
        workspace, problems = load_files(Files({**state_of(plan).files.contents, path: applied.text.encode()}))
        assert problems == []
        now = [comparable(line.text) for line in state_of(plan).lines(workspace, workspace.plans[plan])]
        for one in applied.done:
            if one.kind in ("changed", "inserted", "split"):
                assert one.new.rstrip(".") in {text.rstrip(".") for text in now}
            elif one.kind in ("deleted", "merged"):
                assert one.old not in now
        for one in applied.left:
            assert one.refused or one.doubt, one  # another share beside that of a target is a question
        changed = difflib.SequenceMatcher(
            None, state().files.contents[path].decode().splitlines(), applied.text.splitlines(), autojunk=False
        )
        assert changed.ratio() > 0.9
    assert done >= 2


def test_what_libreoffice_saves_comes_back_as_it_was_edited(tmp_path):
    scripts = [script(plan, 9000 + at, most=8) for at in range(3) for plan in PLANS]
    paths = []
    for at, made_of in enumerate(scripts):
        (tmp_path / f"{at}").mkdir()
        path = saved(tmp_path / f"{at}", made_of.plan, as_edited(made_of.plan, made_of.tree))
        paths.append(path.rename(tmp_path / f"{at}-{made_of.plan}.docx"))
    assert sum(made_of.is_tracked for made_of in scripts) >= 4
    for made_of, path in zip(scripts, converted(paths, "docx", tmp_path / "saved"), strict=True):
        found = draft_differences(returned(made_of.plan, read_package(path.read_bytes())))

        assert read(found) == wanted(made_of), path.name


def test_a_draft_that_was_only_opened_and_saved_says_nothing_and_changes_no_byte(tmp_path):
    paths = []
    for plan in PLANS:
        paths.append(tmp_path / f"{plan}.docx")
        paths[-1].write_bytes(draft_of(plan))
    for path in (*paths, *converted(paths, "docx", tmp_path / "saved")):
        draft = returned(path.stem, read_package(path.read_bytes()))
        found = draft_differences(draft)
        applied = bring_draft(draft, state())

        assert found == ()
        assert applied.text.encode() == state().files.contents[draft.context.plan.source.path]
