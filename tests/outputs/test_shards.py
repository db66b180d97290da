"""A site that is cut by places: what is made alone is what a build from nothing makes, and nothing else is touched."""

from dataclasses import replace

import pytest

from planbook.model.agency import Locality
from planbook.outputs.division import Shard, Ties, shards_of
from planbook.outputs.shards.making import ShardRecord
from planbook.outputs.shards.records import RECORDS, forget, keys_of_records, read_records, remember
from planbook.repository.kept_rows import keep_rows
from planbook.views.addresses import Address, folder_of, folder_of_place
from tests.conftest import git, sampled
from tests.outputs.edited_sites import IN_A_ROW, EditedSite, without_what_is_dear

PLACES = [
    Locality(id=id_, name=id_, level=level)
    for id_, level in [("tinh-a", "province"), ("xa-m", "commune"), ("xa-n", "commune"), ("lang-o", "village")]
]


def in_shards(**ties: tuple[str, str]) -> list[tuple[str, str]]:
    """The shards of plans with their places and the plans that they name: their places, and their plans in a line."""
    tied = {plan: Ties(frozenset([place]), frozenset(names.split())) for plan, (place, names) in ties.items()}
    return [(shard.place, " ".join(shard.plans)) for shard in shards_of(tied, {place.id: place for place in PLACES})]


@pytest.mark.parametrize(
    ("ties", "shards"),
    [
        ({"a": ("tinh-a", ""), "b": ("xa-m", "")}, [("tinh-a", "a"), ("xa-m", "b")]),
        ({"a": ("xa-m", ""), "b": ("xa-m", ""), "c": ("xa-n", "")}, [("xa-m", "a b"), ("xa-n", "c")]),
        ({"a": ("xa-n", ""), "b": ("tinh-a", "a")}, [("tinh-a", "a b")]),
        ({"a": ("xa-n", "b"), "b": ("xa-m", "c"), "c": ("lang-o", "")}, [("xa-m", "a b c")]),
        ({}, []),
    ],
)
def test_plans_of_one_place_or_that_name_each_other_are_one_shard_of_the_widest_place(ties, shards):
    assert in_shards(**ties) == shards


@pytest.mark.parametrize(
    ("place", "folder"),
    [
        ("tinh-lao-cai", "tinh/lao-cai/"),
        ("xa-bac-ha", "xa/bac-ha/"),
        ("thanh-pho-ha-noi", "thanh-pho/ha-noi/"),
        ("thi-tran-sa-pa", "thi-tran/sa-pa/"),
        ("ca-nuoc", "noi/ca-nuoc/"),
        ("xa", "noi/xa/"),
    ],
)
def test_a_place_has_a_folder_by_its_kind_and_paths_in_it_are_known(place, folder):
    assert folder_of_place(place) == Shard(place, ()).folder == folder
    assert Address.TASKS_OF_YEAR.path(folder, year=2027) == f"{folder}nhiem-vu/nam/2027/index.html"
    assert folder_of(Address.HOME.path(folder)) == folder
    assert Address.TASKS_OF_YEAR.blanks(f"{folder}nhiem-vu/nam/2027/index.html") == {"year": "2027"}
    assert Address.PLAN.path(folder, plan="x") == Address.PLAN.path(plan="x")
    assert Address.PLAN.blanks(f"{folder}ke-hoach/x/index.html") is None


def record(part: str) -> ShardRecord:
    return ShardRecord(part, "a", ("x",), {f"{part}/planbook-frame-1/index.html": "# x"}, aspects={"place": "0"})


def test_what_is_known_of_a_part_is_believed_while_it_is_as_it_was_written(tmp_path):
    remember(tmp_path, [record("xa/m"), record("xa/n")])
    assert read_records(tmp_path) == {"xa/m": record("xa/m"), "xa/n": record("xa/n")}
    assert keys_of_records(tmp_path) == {"xa/m": "a", "xa/n": "a"}
    forget(tmp_path, ["xa/n", "xa/o"])
    assert [*read_records(tmp_path)] == [*keys_of_records(tmp_path)] == ["xa/m"]
    remember(tmp_path, [replace(record("xa/n"), key="b"), replace(record("xa/m"), frames={})])
    assert keys_of_records(tmp_path) == {"xa/m": "a", "xa/n": "b"}
    assert read_records(tmp_path) == {
        "xa/m": replace(record("xa/m"), frames={}),
        "xa/n": replace(record("xa/n"), key="b"),
    }
    content = (tmp_path / RECORDS).read_bytes()
    for other in (content.replace(b'"a"', b'"b"'), content[:-1], b""):
        (tmp_path / RECORDS).write_bytes(other)
        assert read_records(tmp_path) == keys_of_records(tmp_path) == {}
    keep_rows(tmp_path / RECORDS, {"xa/m": b"{}"})  # of another version of the program
    assert read_records(tmp_path) == keys_of_records(tmp_path) == {}


def test_what_git_holds_of_a_part_is_not_believed(tmp_path):
    git(tmp_path, "init", "--quiet")
    remember(tmp_path, [record("xa/m")])
    assert read_records(tmp_path)
    git(tmp_path, "add", "--force", "--all")
    assert read_records(tmp_path) == {}


@pytest.mark.parametrize("seed", sampled(range(13, 58), 45))
def test_whatever_is_edited_a_build_is_one_from_nothing(tmp_path, monkeypatch, seed):
    without_what_is_dear(monkeypatch)
    site = EditedSite(tmp_path, seed)
    compared = sampled((False, True), 2)[-1]  # a build from nothing behind each edit, or one behind all
    for _ in sampled(range(IN_A_ROW), 4):
        site.step(compared=compared)
    site.build()  # the last edit may have been refused, and its commit stays
    site.compare()
