"""An office in folders by place is the office that it was: the same plans, findings and files, and what is written stands beside."""

import pickle
import re
import shutil
from pathlib import Path

import pytest

from planbook.authoring.begin import begin
from planbook.authoring.roll_over import roll_over
from planbook.checks import examine
from planbook.loading import register_pickle
from planbook.loading.kept_registers import keep_registers, kept_registers
from planbook.loading.own_places import additions_by_place, opinions_path, plan_path, results_path, seal_path
from planbook.loading.register_pickle import loaded
from planbook.loading.workspace import load
from planbook.messages.diagnostics import Refusal
from planbook.model.period import parse_when
from planbook.model.register_indexes import INDEXES_OF_NAMES
from planbook.model.workspace import Workspace
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.office_settings import read_phrases
from planbook.outputs.origin import made_at
from planbook.repository.data_paths import plan_of
from planbook.review.history import item_history
from planbook.review.states import differences
from planbook.text.writer import Addition
from tests.clones import changed, clone, commit, git
from tests.conftest import SMALL
from tests.foldered import into_folders


class Harmful:
    def __reduce__(self):
        return (print, ("a kept file was run",))


@pytest.mark.parametrize("content", [b"", b"x" * 99, pickle.dumps(Harmful()), pickle.dumps(Path)])
def test_kept_registers_that_hold_anything_else_are_none(content, tmp_path, capsys):
    from hashlib import sha256  # as somebody would who can write there

    (tmp_path / "kept").write_bytes(sha256(b"key" + content).digest() + content)
    assert kept_registers(tmp_path / "kept", "key", {}) is None
    assert capsys.readouterr().out == ""


def test_kept_registers_of_other_data_or_that_others_may_write_are_none(tmp_path):
    workspace, _ = load(SMALL)
    path = tmp_path / "build/kept"
    keep_registers(path, "key", workspace, {"agency": {"so"}})
    kept = kept_registers(path, "key", {})
    assert kept.registers["agencies"].keys() == workspace.agencies.keys()
    assert kept.ids == {"agency": {"so"}}
    from_the_program = next(entry for entry in kept.registers["document_types"].values())
    assert from_the_program.source.span("name") == workspace.document_types[from_the_program.id].source.span("name")
    assert kept_registers(path, "other", {}) is None
    anew = kept.put_into(Workspace())
    for index in INDEXES_OF_NAMES:
        assert index in vars(anew)
        assert getattr(anew, index) == getattr(workspace, index)
    assert [*map(repr, anew.agencies.items())] == [
        *map(repr, workspace.agencies.items())
    ]  # in the order of the register
    path.chmod(0o666)
    assert kept_registers(path, "key", {}) is None


def test_of_kept_registers_no_more_agencies_are_read_than_those_of_the_places_asked_for(tmp_path):
    workspace, _ = load(SMALL)
    keep_registers(tmp_path / "kept", "key", workspace, {})
    agencies = kept_registers(tmp_path / "kept", "key", {}).registers["agencies"]
    asked = next(iter(workspace.agencies.values()))
    read = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register_pickle, "loaded", lambda row, trees: read.append(row) or loaded(row, trees))
        assert agencies[asked.id].name == asked.name
        assert len(agencies) == len(workspace.agencies)
        assert "nobody" not in agencies
        with pytest.raises(KeyError):
            agencies["nobody"]
        for agency in workspace.agencies.values():
            if agency.locality == asked.locality:
                assert agencies[agency.id].name == agency.name
    assert len(read) == 1 < len({agency.locality for agency in workspace.agencies.values()})


def test_an_office_in_folders_says_what_it_said(tmp_path):
    root = clone(tmp_path / "office", plans=("lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026"))
    before, said = examine(root / "data")
    told = [(one.check, one.item, one.field, str(one.message), one.plan) for one in said]
    flat = edition(read_sources(root), made_at(root))
    into_folders(root / "data")
    commit(root, "in folders")
    after, says = examine(root / "data")
    assert sorted(told) == sorted((one.check, one.item, one.field, str(one.message), one.plan) for one in says)
    for name in ("plans", "results", "seals", "opinions", "agencies", "documents", "localities"):
        assert [*getattr(after, name)] == [*getattr(before, name)], name
    foldered = edition(read_sources(root), made_at(root))
    assert foldered.articles == flat.articles
    assert {plan: str(entry) for plan, entry in foldered.revisions.items() if plan} != {}
    assert not differences(root, "HEAD~1").plans  # a move is no change


def test_a_move_of_plans_alone_changes_no_revision_and_their_history_goes_on(tmp_path):
    root = clone(tmp_path / "office", plans=("lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026"))
    flat = edition(read_sources(root), made_at(root))
    changed(root, ("value: 1,5", "value: 1,75"))
    commit(root, "figure")
    for path in sorted((root / "data/plans").glob("*.yaml")):
        (root / "data/plans/lào cai").mkdir(exist_ok=True)
        path.rename(root / "data/plans/lào cai" / path.name)
    commit(root, "moved")
    foldered = edition(read_sources(root), made_at(root))
    others = ("lao-cai-2024", "lao-cai-2024-10-xa")
    assert [foldered.revisions[plan] for plan in others] == [flat.revisions[plan] for plan in others]
    assert str(foldered.revisions["lao-cai-2026"]) == git(root, "rev-parse", "--short=7", "HEAD~1").strip()
    assert foldered.changed_last == flat.changed_last
    item = next(
        entry.id
        for entry in foldered.workspace.plans["lao-cai-2026"].targets()
        if "1,75"
        in (root / "data/plans/lào cai/lao-cai-2026.yaml").read_text("utf-8").split(f"id: {entry.id}")[1][:300]
    )
    steps = [*item_history(root, "lao-cai-2026", item, read_phrases(root))]
    assert [step.commit.subject for step in steps if step.commit] == ["figure", "first"]
    assert not any(step.is_unread for step in steps)


@pytest.fixture
def office(tmp_path) -> Path:
    shutil.copytree(SMALL, tmp_path / "data")
    into_folders(tmp_path / "data")
    return tmp_path


def test_what_is_written_stands_beside_what_there_is(office):
    workspace, found = load(office / "data")
    assert not [one for one in found if one.stops_the_build]
    plan = workspace.plans["viec-lam-2026"]
    folders = plan.source.path.split("/")[2:-1]
    assert len(folders) == 2
    place = "/".join(folders)
    bare = Workspace(plans=workspace.plans)
    assert seal_path(bare, plan) == f"data/seals/{place}/viec-lam-2026.yaml"
    assert opinions_path(bare, plan) == f"data/opinions/{place}/viec-lam-2026.yaml"
    assert results_path(bare, plan, "2026-Q1") == f"data/results/{place}/viec-lam-2026/2026-Q1.yaml"
    assert plan_path(workspace, "moi", plan.jurisdiction) == f"data/plans/{place}/moi.yaml"
    assert plan_path(workspace, "moi", "khong-co") == "data/plans/moi.yaml"
    assert plan_path(workspace, plan.id, "khong-co") == plan.source.path


def test_a_next_plan_stands_beside_the_one_before_it_whatever_other_bodies_of_the_place_have(office):
    (own,) = (office / "data/plans").rglob("viec-lam-2027.yaml")
    other = office / "data/plans/so-y-te/so-y-te-2027.yaml"
    other.parent.mkdir()
    text = own.read_text("utf-8").replace("id: viec-lam-2027", "id: so-y-te-2027", 1)
    other.write_text(
        re.sub(r"(?m)^(number|issuer|follows|series):.*\n", "", text).replace(
            "\njurisdiction:", "\nissuer: so-noi-vu\njurisdiction:", 1
        ),
        "utf-8",
    )
    workspace, _ = load(office / "data")
    plan = workspace.plans["viec-lam-2027"]
    beside = f"{own.parent.relative_to(office).as_posix()}/moi.yaml"
    assert workspace.plans["so-y-te-2027"].jurisdiction == plan.jurisdiction
    assert plan_path(workspace, "moi", plan.jurisdiction, before=plan) == beside
    assert plan_path(workspace, "moi", plan.jurisdiction, plan.issuer) == beside
    assert plan_path(workspace, "moi", plan.jurisdiction, "so-noi-vu") == "data/plans/so-y-te/moi.yaml"


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((), "data/agencies.yaml"),
        (("data/agencies/khac.yaml",), "data/agencies.yaml"),
        (("data/agencies/a/b/z.yaml", "data/agencies/a.yaml"), "data/agencies/a/b/z.yaml"),
        (("data/agencies/a/b/z.yaml", "data/agencies/a/b.yaml"), "data/agencies/a/b.yaml"),
        (("data/agencies/a/x.yaml", "data/agencies/a/y.yaml", "data/agencies.yaml"), "data/agencies/a/y.yaml"),
    ],
)
def test_a_new_entry_comes_into_the_nearest_file_of_its_register(paths, expected):
    addition = Addition("data/agencies.yaml", "agencies", {"id": "so"})
    assert [one.path for one in additions_by_place([addition], paths, "data/plans/a/b/x.yaml")] == [expected]


def test_a_finding_names_the_file_that_the_entry_belongs_to(office):
    workspace, _ = load(office / "data")
    plan = workspace.plans["viec-lam-2026"]
    path, place = office / plan.source.path, plan.jurisdiction
    for register, entries in (("agencies", "agencies: []"), ("legal-documents", "documents: []")):
        (office / f"data/{register}/{place}.yaml").write_text(f"{entries}\n", "utf-8")
    text = path.read_text("utf-8").replace("short_title: ", "short_title: Sở Xyz theo 9/2025/QĐ-UBND ", 1)
    path.write_text(text, "utf-8")
    helps = {finding.check: str(finding.help) for finding in examine(office / "data")[1] if finding.plan == plan.id}
    assert f"add it to data/legal-documents/{place}.yaml" in helps["document-typed"]
    assert f"as data/agencies/{place}.yaml has it" in helps["spelling-unregistered"]


def test_a_plan_that_is_there_in_another_folder_is_not_begun_again(office):
    with pytest.raises(Refusal, match=r"data/plans/.+/năm/viec-lam-2027\.yaml"):
        roll_over(office, "viec-lam-2026", parse_when("2027"), "viec-lam-2027")
    assert plan_of("data/plans/x/viec-lam-2027.yaml") == "viec-lam-2027"
    roll_over(office, "viec-lam-2027", parse_when("2028"))
    assert [path.parent.name for path in (office / "data/plans").rglob("viec-lam-2028.yaml")] == ["năm"]
    with pytest.raises(Refusal, match=r"/năm/viec-lam-2027\.yaml"):
        begin(office, "viec-lam-2027", "province", "", parse_when("2027"))
