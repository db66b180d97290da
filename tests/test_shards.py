"""A site that is cut by places: what is made alone is what a build from nothing makes, and nothing else is touched."""

import random
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from planbook.messages.diagnostics import BuildStopped
from planbook.model.agency import Locality
from planbook.outputs import build as pipeline
from planbook.outputs import catalogue, last_findings
from planbook.outputs.division import Shard, Ties, shards_of
from planbook.outputs.shards.making import ShardRecord
from planbook.outputs.shards.records import forget, read_records, remember
from planbook.views.addresses import Address, folder_of, folder_of_place
from tests.conftest import SMALL, git, sampled, workspace
from tests.test_incremental import FIRST, change_by_chance, commit, published

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
    return ShardRecord(part, "a", ("x",), {f"{part}/planbook-frame-1/index.html": "# x"}, summary="{}")


def test_what_is_known_of_a_part_is_believed_while_it_is_as_it_was_written(tmp_path):
    remember(tmp_path, [record("xa/m"), record("xa/n")])
    assert read_records(tmp_path) == {"xa/m": record("xa/m"), "xa/n": record("xa/n")}
    (broken,) = (tmp_path / "build/shards").glob("*m.json")
    broken.write_bytes(broken.read_bytes().replace(b'"a"', b'"b"'))
    assert read_records(tmp_path) == {"xa/n": record("xa/n")}
    broken.write_bytes(sha256(b"{}").hexdigest().encode() + b"\n{}")
    assert read_records(tmp_path) == {"xa/n": record("xa/n")}
    forget(tmp_path, ["xa/n", "xa/o"])
    assert read_records(tmp_path) == {}


def test_what_git_holds_of_a_part_is_not_believed(tmp_path):
    git(tmp_path, "init", "--quiet")
    remember(tmp_path, [record("xa/m")])
    assert read_records(tmp_path)
    git(tmp_path, "add", "--force", "--all")
    assert read_records(tmp_path) == {}


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """The folder of an office in git with three plans of a province and one of each of its two communes."""
    monkeypatch.setattr(catalogue, "SHEETS", ())
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = workspace(tmp_path / "office", SMALL)
    for letter in "mn":
        add_plan(folder, f"nong-thon-xa-{letter}-2027", letter)
    (folder / "data/office.yaml").write_text("by_place: true\noffline: false\n", "utf-8")
    (folder / ".gitignore").write_text("/build/\n/site/\n/site-offline/\n/.site*\n", "utf-8")
    git(folder, "init", "--quiet")
    commit(folder, FIRST)
    pipeline.build(folder)
    return folder


def add_plan(root: Path, plan: str, letter: str) -> None:
    """A plan of a commune, which gives work to its own body and to a department of the province."""
    text = (SMALL / "plans/nong-thon-2027.yaml").read_text("utf-8")
    for old, new in {
        "nong-thon-2027": plan,
        "jurisdiction: tinh-a": f"jurisdiction: xa-{letter}",
        "ubnd-tinh-a": f"ubnd-xa-{letter}",
        "so-tai-chinh, ubnd-cac-xa": f"ubnd-xa-{letter}",
        "tỉnh A": f"xã {letter.upper()}",
        "[so-nn-mt, so-tai-chinh]": "[so-nn-mt]",
    }.items():
        text = text.replace(old, new)
    (root / f"data/plans/{plan}.yaml").write_text(text, "utf-8")


def edit(path: str, old: str, new: str) -> Callable[[Path, random.Random], None]:
    def change(root: Path, _: random.Random) -> None:
        file = root / path
        text = file.read_text("utf-8")
        file.write_text(text.replace(old, new, 1) if old in text else text + "\n", "utf-8")

    return change


def write(path: str, text: str) -> Callable[[Path, random.Random], None]:
    def change(root: Path, chance: random.Random) -> None:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and chance.random() < 0.5:
            file.unlink()
        else:
            file.write_text(text.replace("?", str(chance.randrange(10))), "utf-8")

    return change


def comes(root: Path, chance: random.Random) -> None:
    add_plan(root, f"them-{chance.randrange(3)}-2027", chance.choice("mn"))


def goes(root: Path, chance: random.Random) -> None:
    plans = [path for path in sorted((root / "data/plans").glob("*.yaml")) if "viec-lam" not in path.name]
    if len(plans) > 2:
        chance.choice(plans).unlink()


def is_renamed(root: Path, chance: random.Random) -> None:
    path = chance.choice(sorted((root / "data/plans").glob("*xa-*.yaml")) or [root / "data/plans/nong-thon-2027.yaml"])
    if path.exists():
        text = path.read_text("utf-8").replace(f"id: {path.stem}", f"id: {path.stem}-lai", 1)
        path.unlink()
        path.with_stem(f"{path.stem}-lai").write_text(text, "utf-8")


def moves(root: Path, chance: random.Random) -> None:
    for path in sorted((root / "data/plans").glob("*xa-*.yaml"))[:1]:
        text = path.read_text("utf-8")
        place = "xa-n" if "jurisdiction: xa-m" in text else "xa-m"
        path.write_text(yaml_with(text, jurisdiction=place), "utf-8")


def follows(root: Path, chance: random.Random) -> None:
    for path in sorted((root / "data/plans").glob("*xa-*.yaml"))[-1:]:
        path.write_text(yaml_with(path.read_text("utf-8"), follows=["viec-lam-2026"]), "utf-8")


def yaml_with(text: str, **values: object) -> str:
    return yaml.safe_dump({**yaml.safe_load(text), **values}, allow_unicode=True, sort_keys=False)


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (
    change_by_chance,
    change_by_chance,
    comes,
    goes,
    is_renamed,
    moves,
    follows,
    edit("data/plans/viec-lam-2027.yaml", "value: 3.000", "value: 3.100"),
    edit("data/agencies.yaml", "id: so-nn-mt, name: Sở", "id: so-nn-mt, name: Sở mới"),
    edit("data/agencies.yaml", "short_name: Sở TC", "short_name: Sở TChính"),
    edit("data/localities.yaml", "name: xã M", "name: xã Mới"),
    edit("data/legal-documents.yaml", "giao dự toán", "giao vốn"),
    edit("templates/plan/wording.yaml", "Nơi nhận", "Gửi"),
    edit("templates/site/plan.md", "Cơ quan ban hành", "Nơi ban hành"),
    edit("content/gioi-thieu.md", "Người", "Ai"),
    edit("mkdocs.yml", "Hướng dẫn", "Chỉ dẫn"),
    write("data/office.yaml", "by_place: true\noffline: false\nowner: Ban ?\n"),
    write(
        "data/results/viec-lam-2027/2027-Q1.yaml",
        "plan: viec-lam-2027\nperiod: 2027-Q1\nas_of: 2027-03-31\ntargets:\n  - {target: hoc-nghe, value: 1.?20}\n",
    ),
    write("data/opinions/viec-lam-2027.yaml", "plan: viec-lam-2027\nopinions: []\n"),
)


def as_from_nothing(root: Path, copy: Path) -> list[str]:
    """What of the published files is not byte for byte what a build of a copy publishes that knows of no other build."""
    for name in ("data", "templates", "content", ".git"):
        shutil.copytree(root / name, copy / name)
    shutil.copy(root / "mkdocs.yml", copy)
    shutil.copy(root / ".gitignore", copy)
    pipeline.build(copy)
    ours, anew = published(root), published(copy)
    shutil.rmtree(copy)
    return sorted(path for path in ours.keys() | anew.keys() if ours.get(path) != anew.get(path))


@pytest.mark.parametrize("seed", sampled(range(4, 304), 300))
def test_a_build_of_some_places_is_a_build_from_nothing(root, tmp_path, seed):
    chance = random.Random(seed)
    for number in range(1 + (seed != 4)):
        git(root, "tag", "--force", "before")
        for change in chance.sample(EDITS, chance.choice([1, 1, 2])):
            change(root, chance)
        if is_committed := chance.random() < 0.6:
            commit(root, FIRST + number * 600 + chance.choice([300, 90_000]))
        try:
            pipeline.build(root)
        except BuildStopped:  # what no check lets through
            git(root, "reset", "--quiet", "--hard", "before")
            git(root, "clean", "--quiet", "--force", "-d")
            pipeline.build(root)
        assert as_from_nothing(root, tmp_path / "copy") == [], is_committed
