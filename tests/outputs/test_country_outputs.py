"""What is made over all places hangs on the aspects of places that the table names for it, and on no other."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planbook.outputs.aspects import Aspect, kind_of_aspect
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.shards.columns import PLACE_COLUMNS, LostAspects, keep_columns, kept_columns
from planbook.outputs.shards.country_outputs import BESIDE
from planbook.outputs.summary import rows_script, summary_of
from tests.conftest import FIVE
from tests.outputs.over_places import OverPlaces

PLACES = {"tinh/lao-cai/": ("lao-cai-2024", "lao-cai-2026"), "huyen/bac-ha/": ("bac-ha-2022",), "xa/quynh-nhai/": ("quynh-nhai-2030",)}  # fmt: skip
CHANGED, OTHER = "huyen/bac-ha", "tinh/lao-cai"


@pytest.fixture(scope="module")
def places():
    whole = edition(read_sources(FIVE), datetime(2026, 11, 1, tzinfo=UTC))
    plans = whole.workspace.plans
    parts = {
        folder: replace(
            whole,
            workspace=replace(whole.workspace, plans={id_: plan for id_, plan in plans.items() if id_ in own}),
            folder=folder,
            source_findings=[],
        )
        for folder, own in PLACES.items()
    }
    scripts = {folder: rows_script(folder, part.calendar_rows.values).decode() for folder, part in parts.items()}
    summaries = {folder: summary_of(part) for folder, part in parts.items()}
    without = replace(whole, workspace=replace(whole.workspace, plans={}), source_findings=[])
    return OverPlaces(without, summaries, scripts)


def other(places, aspect):
    """What an aspect of a place may be another time: what it is of another place, or of one of another name."""
    own, value = places.values[CHANGED][aspect], places.values[OTHER].get(aspect)
    if kind_of_aspect(aspect)[0] in (Aspect.PLACE, Aspect.COUNTS, Aspect.INDICATOR):
        return own.replace("ắc Hà", "ắc Hà mới")
    if kind_of_aspect(aspect)[0] in (Aspect.SEARCH, Aspect.SEARCH_WORDS, Aspect.SEARCH_NUMBERS, Aspect.SEARCH_KEYS):
        return json.dumps(["x"])  # nothing here is searched
    if kind_of_aspect(aspect)[0] is Aspect.CHANGE:
        plan = {"title": "x", "address": "ke-hoach/x/", "period": "2026", "status_name": "", "is_over": False}
        value = json.dumps({"place": "x", "plan": plan, "changed": {"day": "2026-10-01", "words": "x"}})
    assert value not in (None, own), aspect
    return value


def changed_places(places, aspect):
    """The places, one of which has another value of one aspect."""
    changed = replace(places)
    own = {**places.values[CHANGED], aspect: other(places, aspect)}
    vars(changed)["values"] = {**places.values, CHANGED: own}
    return changed


def made(places, names):
    """What some outputs are."""
    own = {name: places.outputs[name] for name in names}
    return {
        name: dict((output.texts or output.files)(places.country(name)))
        for name, output in own.items()
        if name not in BESIDE
    }


def test_an_aspect_that_changes_alone_changes_what_names_it_and_nothing_else(places):
    outputs, before = places.outputs, made(places, places.outputs)
    keys = {name: places.columns.digest(sorted(output.aspects)) for name, output in outputs.items()}
    differ = Counter()
    for aspect in places.values[CHANGED]:
        changed = changed_places(places, aspect)
        now = {name: changed.columns.digest(sorted(output.aspects)) for name, output in outputs.items()}
        naming = {name for name, output in outputs.items() if aspect in output.aspects}
        assert naming, aspect
        assert {name for name in outputs if now[name] != keys[name]} == naming
        rest = outputs.keys() - naming
        assert made(changed, rest) == {name: before[name] for name in rest if name in before}, aspect
        differ.update(name for name, files in made(changed, naming).items() if files != before[name])
    # Each output is another one for some aspect, so that no row of the table is there in vain.
    of_others = {name for name in before if name not in places.values[CHANGED] and "/" in name}
    assert {name for name in before if not differ[name]} - of_others <= {
        "former",
        "within",
        "findings of registers",
        "hashes",
    }


def test_an_output_may_ask_for_no_aspect_that_it_does_not_name(places):
    with pytest.raises(AssertionError, match="counts"):
        _ = places.country("indicators").provinces
    with pytest.raises(AssertionError, match="agencies"):
        places.country("hashes").remembered("names", dict, Aspect.AGENCIES)


def test_aspects_are_read_as_they_were_written_and_what_is_lost_is_told(tmp_path, places):
    digests = keep_columns(tmp_path, places.values, {}, places.values)
    again = kept_columns(tmp_path, digests)
    for aspect in places.columns.aspects:
        assert again.values(aspect) == places.columns.values(aspect)
    assert again.digest(again.aspects) == places.columns.digest(again.aspects)
    # A place that says something else is written behind the others, and one that is gone is not kept.
    value = other(places, Aspect.AGENCIES)
    made = {CHANGED: {**places.values[CHANGED], Aspect.AGENCIES: value}}
    untouched = (tmp_path / PLACE_COLUMNS / f"{Aspect.COUNTS}.rows").stat().st_mtime_ns
    now = {
        part: own for part, own in (digests | keep_columns(tmp_path, made, digests, digests)).items() if part != OTHER
    }
    assert (tmp_path / PLACE_COLUMNS / f"{Aspect.COUNTS}.rows").stat().st_mtime_ns == untouched
    values = kept_columns(tmp_path, now).values(Aspect.AGENCIES)
    assert [*values] == ["huyen/bac-ha/", "xa/quynh-nhai/"]
    assert values["huyen/bac-ha/"] == places.columns.values(Aspect.AGENCIES)["tinh/lao-cai/"]
    # What is another one than the record says is not believed.
    with pytest.raises(LostAspects) as lost:
        kept_columns(tmp_path, digests).values(Aspect.AGENCIES)
    assert lost.value.parts == [CHANGED]
    (tmp_path / PLACE_COLUMNS / f"{Aspect.COUNTS}.rows").write_bytes(b"x")
    with pytest.raises(LostAspects) as lost:
        kept_columns(tmp_path, now).values(Aspect.COUNTS)
    assert lost.value.parts == [*now]
