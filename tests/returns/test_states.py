"""A workbook against the state that it was made of: what both changed apart is merged, clashes and unknown states are told."""

import shutil

import pytest

from planbook.messages.diagnostics import Misuse
from planbook.returns.answers.answer import EditChoice
from tests.conftest import FIVE
from tests.drafts import pulled_file
from tests.returns.workbook_edits import commit, git, path_of, rewrite, saved


@pytest.fixture
def repository(tmp_path):
    """A clone with data and templates in git."""
    root = tmp_path / "clone"
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, root / name)
    git(root, "init", "-q")
    commit(root)
    return root


def test_what_the_data_and_the_file_changed_apart_is_merged_and_clashes_are_listed(hand, words, repository):
    revision = git(repository, "rev-parse", "--short", "HEAD")
    mine = hand()
    mine.book.custom_doc_props["Revision"].value = revision
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    mine.cell("ho-tro-san-xuat", "value", "about_targets").value = 9000
    (repository / "back.xlsx").write_bytes(saved(mine.book))
    rewrite(repository, "value: 12.000", "value: 13.000")
    rewrite(repository, "value: 8.000", "value: 8.500")
    commit(repository)

    answer = pulled_file(repository, repository / "back.xlsx", apply=True)

    assert not any("nobody knows" in str(note) for note in answer.notes)
    assert [(one.id, one.old, one.new, one.ours) for one in answer.conflicts] == [
        ("ho-tro-san-xuat.value", "8.000", "9.000", "8.500")
    ]
    text = path_of(repository).read_text("utf-8")
    assert all(f"value: {number}" in text for number in ("3.500", "13.000", "8.500"))


def test_a_workbook_of_an_unknown_state_needs_a_yes_for_every_edit(hand, repository):
    mine = hand()
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    (repository / "back.xlsx").write_bytes(saved(mine.book))
    rewrite(repository, "value: 12.000", "value: 13.000")

    answer = pulled_file(repository, repository / "back.xlsx", EditChoice(["dao-tao-nghe"]), apply=True)

    assert "nobody knows what the workbook was made of" in str(answer.notes[0])
    assert {one.id for one in answer.proposals if one.doubt} > {"dao-tao-nghe", "giai-quyet-viec-lam"}
    text = path_of(repository).read_text("utf-8")
    assert "value: 3.500" in text
    assert "value: 13.000" in text


def test_a_number_that_is_written_twice_changes_in_both_places_or_in_none(hand, repository):
    rewrite(
        repository,
        "- {id: ho-duoc-vay-von, target: vay-von-uu-dai}",
        "- {id: ho-duoc-vay-von, comparator: about, value: 10.000, target: vay-von-uu-dai}",
    )
    mine = hand()
    mine.cell("vay-von-uu-dai", "value", "about_targets").value = 11000
    (repository / "back.xlsx").write_bytes(saved(mine.book))

    path = repository / "data/plans/lao-cai-2026.yaml"
    before = path.read_text("utf-8")
    answer = pulled_file(repository, repository / "back.xlsx", apply=True)

    (edit,) = answer.proposals
    assert "its number stands in {items} too" in edit.doubt.english
    assert path.read_text("utf-8") == before
    pulled_file(repository, repository / "back.xlsx", EditChoice([edit.id]), apply=True)
    assert path.read_text("utf-8").count("value: 11.000") == before.count("value: 10.000") == 2


def test_an_edit_that_would_break_the_data_is_refused_and_the_others_are_taken(hand):
    mine = hand()
    mine.cell("dao-tao-nghe", "value", "about_targets").value = 3500
    mine.cell("giam-ty-le-ho-ngheo", "value", "about_targets").value = 250

    answer, text = mine.pulled()

    assert [str(one.refused.message).split(": ", 1)[1] for one in answer.refused] == ["250% is more than 100%"]
    assert [one.id for one in answer.proposals] == ["dao-tao-nghe"]
    assert "value: 3.500" in text


def test_a_workbook_of_no_plan_and_of_an_unknown_plan_are_said_so(hand):
    mine = hand()
    for name in ("Plan", "Revision", "Content"):
        del mine.book.custom_doc_props[name]
    answer, _ = mine.pulled()
    assert answer.plan == "lao-cai-2026"

    del mine.book["Nguồn"]
    with pytest.raises(Misuse, match="does not say which plan"):
        mine.pulled()
    mine = hand()
    mine.book.custom_doc_props["Plan"].value = "yen-bai-2020"
    with pytest.raises(Misuse, match="yen-bai-2020"):
        mine.pulled()
