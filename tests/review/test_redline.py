"""The Word file that shows leaders what changed: accepting all gives the new draft, rejecting all the old one."""

from itertools import permutations

import pytest

from tests import libreoffice
from tests.conftest import PLANS, sampled
from tests.reading_word import W, part
from tests.render.test_word_validity import audit_findings, sdk_findings
from tests.review.redlines import APPENDICES_OF, Sides, departures, of_appendices, of_edit, of_plans
from tests.word_edits import plain_breaks

SEEDS = range(200)
SHARES = 8  # so many tests, which two processes can share
HEADING_LINES = 12
OPENED = 25  # every so-manieth random edit is opened in LibreOffice


@pytest.mark.parametrize(("was", "now"), sampled([*permutations(PLANS, 2)], 5))
def test_between_any_two_plans_accepting_gives_one_draft_and_rejecting_the_other(was, now):
    assert departures(of_plans(was, now)) == []


@pytest.mark.parametrize("share", range(SHARES))
def test_of_random_edits_accepting_gives_the_new_draft_and_rejecting_the_old_one(share):
    found = {}
    for seed in sampled(SEEDS[share::SHARES], 25):
        name, pair = of_edit(seed)
        if wrong := departures(pair):
            found[name] = wrong
    assert found == {}


def test_libreoffice_gives_both_drafts_with_their_numbers(tmp_path):
    pairs = {f"plans-{was}-{now}": of_plans(was, now) for was, now in [PLANS[:2], PLANS[2:4], PLANS[3:1:-1]]}
    pairs |= {f"edit-{seed}": of_edit(seed)[1] for seed in sampled(SEEDS[::OPENED], 2)}
    # In the middle, the first, the last, the only one.
    pairs |= {f"appendix-{old}-{new}": of_appendices(old, new) for old, new in APPENDICES_OF}
    for name, pair in pairs.items():
        for side in ("redline", "old", "new"):
            (tmp_path / f"{name}-{side}.docx").write_bytes(getattr(pair, side))

    shown = libreoffice.decided(tmp_path, both="redline")

    assert len(shown) == 3 * len(pairs)
    for name in pairs:
        for decision, side in enumerate(("new", "old")):
            got, wanted = shown[f"{name}-redline"][decision], shown[f"{name}-{side}"][0]
            got, wanted = list(map(plain_breaks, got)), list(map(plain_breaks, wanted))
            assert len(got) > 20, "the file was opened"
            assert [*filter(None, got)] == [*filter(None, wanted)], name
            # LibreOffice 7.4 leaves empty cells where a column goes: below the heading block.
            end = HEADING_LINES if name.startswith("plans") else len(wanted)
            assert got[:end] == wanted[:end], name


def test_the_reader_of_changes_sees_what_is_wrong():
    pair = of_edit(1)[1]

    assert departures(Sides(pair.redline, pair.new, pair.new))
    assert departures(Sides(pair.new, pair.old, pair.new))


@pytest.mark.parametrize("seed", [0, 7, 23])
def test_both_validators_find_nothing(seed, tmp_path):
    path = tmp_path / "redline.docx"
    path.write_bytes(of_edit(seed)[1].redline)

    assert sdk_findings(path) == []
    assert audit_findings(path) == []


def test_a_redline_between_two_plans_is_valid_with_whole_rows_and_moves(tmp_path):
    path = tmp_path / "redline.docx"
    path.write_bytes(of_plans("lao-cai-2024", "lao-cai-2026").redline)
    document = part(path, "word/document.xml")

    assert sdk_findings(path) == []
    assert audit_findings(path) == []
    assert document.findall(f".//{W}trPr/{W}ins")
    assert document.findall(f".//{W}trPr/{W}del")
    assert document.findall(f".//{W}tc//{W}pPrChange")
    moves = [{start.get(f"{W}name") for start in document.iter(f"{W}move{way}RangeStart")} for way in ("From", "To")]
    assert moves[0] == moves[1]
