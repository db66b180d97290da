"""Whatever is changed in a published site is found, though the list of files was made anew over it."""

import shutil
from pathlib import Path

import pytest

from planbook.verify.site import verify_site
from tests.conftest import sampled
from tests.verify.tamperings import BY_HAND, by_chance, rounds
from tests.verify.test_verify import listed_anew, replaced

pytestmark = pytest.mark.usefixtures("made_once")


def not_found(committed: Path, folder: Path, tamperings) -> list[str]:
    """Change files of a copy of the site, and say which changes are not found, and what is found that was not changed."""
    site = Path(shutil.copytree(committed / "site", folder / "site"))
    for _, path, alter in tamperings:
        alter(site / path)
    listed_anew(site)
    found = {Path(finding.span.path).relative_to(site).as_posix() for finding in verify_site(site, committed).findings}
    return [
        *(f"not found: {what}" for what, path, _ in tamperings if path not in found),
        *(f"found: {path}" for path in found - {path for _, path, _ in tamperings}),
    ]


@pytest.mark.parametrize("turn", sampled(rounds(BY_HAND), 20))
def test_every_change_of_every_kind_of_file_is_found(committed, tmp_path, turn):
    assert len(BY_HAND) >= 86
    assert not_found(committed, tmp_path, turn) == []


@pytest.mark.parametrize("seed", sampled(range(5), 5))
def test_changes_by_chance_are_found(committed, tmp_path, seed):
    (turn, *_) = rounds(sampled(list(by_chance(committed / "site", 100, seed)), 3))
    assert len(turn) > 25
    assert not_found(committed, tmp_path, turn) == []


def test_the_form_for_a_shared_folder_is_held_against_its_own_pages(committed, tmp_path):
    site = Path(shutil.copytree(committed / "site-offline", tmp_path / "site-offline"))
    replaced(site / "index.html", 'href="ke-hoach/index.html"', 'href="co-quan/index.html"')
    listed_anew(site)

    assert [finding.span.path for finding in verify_site(site, committed).findings] == [str(site / "index.html")]


def test_what_another_program_made_is_proved_by_what_it_says_and_the_rest_is_named(committed, tmp_path):
    site = Path(shutil.copytree(committed / "site", tmp_path / "site"))
    replaced(site / "manifest.json", '"program": "', '"program": "0')
    replaced(site / "assets/stylesheets/colours.css", "{", "{ ")
    listed_anew(site)

    result = verify_site(site, committed)

    (doubt,) = result.findings
    assert (doubt.check, doubt.severity) == ("origin-unproven", "warning")
    assert "another version of the program" in str(doubt.message)
    notes = " ".join(map(str, result.notes))
    for named in ("tells of earlier revisions too", "of the program, its theme", "describes fields"):
        assert named in notes


def test_another_machine_s_pdfs_are_held_by_their_text_and_what_they_hold(committed, tmp_path):
    site = Path(shutil.copytree(committed / "site", tmp_path / "site"))
    replaced(site / "manifest.json", '"machine": "', '"machine": "0')
    pdfs = [entry for entry in BY_HAND if entry[1].endswith(".pdf") and "inside a PDF" in entry[0]]
    for _, path, alter in pdfs:
        alter(site / path)
    listed_anew(site)

    result = verify_site(site, committed)

    assert {finding.span.path for finding in result.findings} == {str(site / path) for _, path, _ in pdfs}
    assert any("other fonts" in str(note) for note in result.notes)
