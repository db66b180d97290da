"""What a part of a site reads of the registers: as much as its plans lead to, and what it says is what the whole office says."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planbook.loading.register_extract import RegisterGraph
from planbook.model.workspace import Workspace
from planbook.outputs import last_findings
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.shards.kept_extracts import EXTRACTS, KIN
from planbook.outputs.shards.making import edition_of
from planbook.outputs.shards.office import Call, cut_office, requests
from planbook.render import templates
from planbook.repository.fingerprint import fingerprint
from tests.conftest import ROOT, git
from tests.offices import written

MADE = datetime(2026, 11, 2, tzinfo=UTC)
_VIEWS = (
    "articles",
    "matrices",
    "sheets",
    "work_of_plans",
    "agency_sheets",
    "charges",
    "statuses",
    "progress_by_period",
)
LEVELS = {"tinh": "province", "xa": "commune"}
PLACES = [
    {"id": "tinh-a", "name": "tỉnh A", "level": "province"},
    {"id": "xa-m", "name": "xã M", "level": "commune", "part_of": "tinh-a"},
    {"id": "xa-n", "name": "xã N", "level": "commune", "part_of": "tinh-a"},
    {"id": "xa-o", "name": "xã O", "level": "commune", "part_of": "tinh-a"},
]
AGENCIES = [
    {"id": "ubnd-tinh-a", "name": "Ủy ban nhân dân tỉnh", "full_name": "Ủy ban nhân dân tỉnh A", "level": "province", "locality": "tinh-a"},
    {"id": "so-b", "name": "Sở B", "level": "province", "locality": "tinh-a"},
    {"id": "so-c", "name": "Sở C", "level": "province", "locality": "tinh-a"},
    {"id": "so-d", "name": "Sở D", "level": "province", "locality": "tinh-a"},
    *({"id": f"doi-{name}", "name": f"Đội {name}", "level": "commune", "locality": f"xa-{name}"} for name in "mno"),
    *({"id": f"hoi-{name}", "name": "Hội nghề nghiệp", "level": "province"} for name in "mno"),
]  # fmt: skip
GROUP = {
    "id": "cac-xa",
    "name": "ủy ban nhân dân các xã",
    "level": "commune",
    "locality": "tinh-a",
    "member_rule": {"level": "commune", "below": True},
}
DOCUMENTS = [
    {"id": "qd-1", "type": "quyet-dinh", "number": "1/QĐ-UBND", "date": "2024-01-02", "issuer": "ubnd-tinh-a", "title": "về việc một"},
    {"id": "qd-2", "type": "quyet-dinh", "number": "2/QĐ-UBND", "date": "2026-01-02", "issuer": "so-d", "title": "về việc hai", "replaces": ["qd-1"]},
    {"id": "qd-3", "type": "quyet-dinh", "number": "3/QĐ-UBND", "date": "2026-01-02", "issuer": "ubnd-tinh-a", "title": "về việc ba"},
]  # fmt: skip
CHANGES = [
    {
        "id": "gop-c",
        "kind": "merge",
        "date": "2027-07-01",
        "original": ["so-c"],
        "resulting": ["so-d"],
        "legal_basis": "qd-2",
    },
]


def duty(agency: str, text: str) -> Mapping[str, object]:
    return {"id": f"{agency}-lam", "agencies": agency, "text": text}


def plan(place: str, issuer: str, *duties: Mapping[str, object]) -> Mapping[str, object]:
    outline = [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [*duties]}]
    return {"id": f"ke-hoach-{place}", "jurisdiction": place, "issuer": issuer, "outline": outline}


PLANS = [
    plan("tinh-a", "ubnd-tinh-a", duty("cac-xa", "Làm theo {document:qd-1}."), duty("so-b", "Cùng Hội nghề nghiệp báo cáo.")),
    plan("xa-m", "ubnd-xa-m", duty("doi-m", "Cùng Sở B và Đội m làm theo số 3/QĐ-UBND ngày 02/01/2026.")),
    plan("xa-n", "ubnd-xa-n", duty("doi-n", "Cùng Đội m báo cáo Ủy ban nhân dân tỉnh A."), duty("so-c", "Báo cáo.")),
    plan("xa-o", "ubnd-xa-o", duty("doi-o", "Cùng Hội nghề nghiệp và Ủy ban nhân dân xã N làm.")),
]  # fmt: skip


def parts_of(root: Path) -> dict[str, Edition]:
    """The parts of a site by their folders, as they are made alone."""
    office = cut_office(root, Call(MADE))
    assert office
    work = requests(office, root / "build/making", root / "build/frames")
    return {part: edition_of(request) for part, request in work.items() if request.only is None}


def differences(root: Path) -> list[tuple[str, str]]:
    """What parts of a site say otherwise than the whole office: plan and view."""
    whole = edition(read_sources(root), MADE)
    return [
        (plan, view)
        for part in parts_of(root).values()
        for plan in part.workspace.plans
        for view in _VIEWS
        if repr(getattr(part, view)[plan]) != repr(getattr(whole, view)[plan])
    ]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """An office of a province and three communes, whose bodies are known by what every place has."""
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    return written(
        tmp_path / "office",
        PLANS,
        localities={"localities": PLACES},
        agencies={"agencies": AGENCIES, "groups": [GROUP]},
        legal_documents={"documents": DOCUMENTS},
        agency_changes={"changes": CHANGES},
        office={"by_place": "true"},
    )


def test_a_place_says_of_its_plans_what_the_whole_office_says(office):
    assert differences(office) == []


@pytest.mark.parametrize("name", ["six-subjects", "shapes"])
def test_so_it_does_in_offices_of_other_shapes(tmp_path, monkeypatch, name):
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    shutil.copytree(ROOT / f"tests/workspaces/{name}/data", tmp_path / "data")
    for folder in ("templates", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / "data/office.yaml").open("a", encoding="utf-8") as file:
        file.write("\nby_place: true\n")
    assert differences(tmp_path) == []


def test_a_place_holds_no_entry_of_another_that_none_of_its_plans_leads_to(office):
    parts = parts_of(office)
    held = {part: {*own.workspace.agencies, *own.workspace.documents} for part, own in parts.items()}
    assert {"doi-m", "so-b", "qd-3"} <= held["xa/m"]
    assert held["xa/m"].isdisjoint({"doi-n", "doi-o", "hoi-m", "so-c", "so-d", "qd-1", "qd-2"})
    assert {"so-c", "so-d", "doi-m"} <= held["xa/n"]  # what came of one, and whose name was typed
    assert {"qd-1", "qd-2", "doi-m", "doi-n", "doi-o"} <= held["tinh/a"]  # what replaces one, and members of a group
    assert len({"hoi-m", "hoi-n", "hoi-o"} & held["xa/o"]) == 2  # so that the name is nobody's alone


def test_what_changed_in_registers_and_plans_is_told_as_the_whole_office_tells_it(office):
    git(office, "init", "--quiet")

    def commit(subject: str, *edits: tuple[str, str, str]) -> None:
        for path, old, new in edits:
            text = (office / path).read_text("utf-8")
            assert old in text
            (office / path).write_text(text.replace(old, new, 1), "utf-8")
        git(office, "add", "--all")
        git(office, "commit", "--quiet", "--message", subject)

    commit("Bắt đầu")
    commit("Sửa tên", ("data/agencies.yaml", "name: Đội m", "name: Đội tuần tra m"))
    commit("Sửa việc", ("data/plans/ke-hoach-xa-m.yaml", "Cùng Sở B", "Cùng Sở B, Sở C"))
    commit("Tên của nơi khác", ("data/agencies.yaml", "name: Đội o", "name: Đội tuần tra o"))
    entry = "- id: doi-m\n  name: Đội tuần tra m\n  level: commune\n  locality: xa-m\n"
    (office / "data/agencies").mkdir()
    (office / "data/agencies/xa-m.yaml").write_text(f"agencies:\n{entry}", "utf-8")
    commit("Chuyển sang tệp riêng", ("data/agencies.yaml", entry, ""))
    commit("Sửa tên lần nữa", ("data/agencies/xa-m.yaml", "Đội tuần tra m", "Đội cơ động m"))
    part, whole = parts_of(office)["xa/m"], edition(read_sources(office), MADE)
    own = {*part.workspace.agencies}

    def told(changes, plans):
        return [
            (edit.plan, edit.commit.subject, change.sentence.sentence.in_language("vi"), {*change.agencies} & own)
            for edit in changes.sets
            for change in edit.changes
            if edit.plan in plans and (edit.plan or {*change.agencies} & {"doi-m"})
        ]

    plans, moved = {"", "ke-hoach-xa-m"}, "Chuyển sang tệp riêng"
    of_all = [row for row in told(whole.changes, plans) if row[1] != moved]  # of an order that the part does not show
    assert {row[1] for row in of_all} == {"Sửa việc", "Sửa tên lần nữa", "Sửa tên"}
    assert told(part.changes, plans) == of_all


def test_what_parts_read_of_registers_is_worked_out_again_only_for_other_words_or_registers(office, monkeypatch):
    def extracts() -> tuple[dict, list]:
        asked: list[set[str]] = []
        of = RegisterGraph.of
        with monkeypatch.context() as patch:
            patch.setattr(RegisterGraph, "of", lambda graph, words: asked.append(words) or of(graph, words))
            cut = cut_office(office, Call(MADE))
            work = requests(cut, office / "build/making", office / "build/frames")
        return {part: (request.extract, request.key) for part, request in work.items()}, asked

    first, asked = extracts()
    assert len(asked) == len(first)
    assert extracts() == (first, [])
    kept = office / EXTRACTS
    content = kept.read_bytes()
    for spoilt in (b"", b"{}", content[:-2], content.replace(b"doi-m", b"doi-n")):
        kept.write_bytes(spoilt)
        again, asked = extracts()
        assert (again, len(asked)) == (first, len(first)), spoilt
    plan = office / "data/plans/ke-hoach-xa-m.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Cùng Sở B", "Cùng Sở C"), "utf-8")
    other, asked = extracts()
    assert 0 < len(asked) < len(first)
    assert all("so-c" in words for words in asked)
    kept.unlink()
    assert extracts()[0] == other
    agencies = next((office / "data").rglob("agencies*.yaml"))
    agencies.write_text(agencies.read_text("utf-8") + "# x\n", "utf-8")
    assert len(extracts()[1]) == len(first)


def test_what_all_parts_are_made_with_is_hashed_once_for_a_process(office, monkeypatch):
    hashed = []

    def counted(folder, *patterns, extra=""):
        hashed.append(folder)
        return fingerprint(folder, *patterns, extra=extra)

    monkeypatch.setattr(templates, "fingerprint", counted)
    made_from = {part: edition.made_from for part, edition in parts_of(office).items()}

    assert len(made_from) > 1
    assert hashed == [office / "templates"]


def test_who_may_have_work_is_worked_out_again_only_for_other_words_or_registers(office, monkeypatch):
    def agencies() -> tuple[dict, list]:
        asked: list[set[str]] = []
        of = Workspace.with_kin
        with monkeypatch.context() as patch:
            patch.setattr(Workspace, "with_kin", lambda workspace, ids: asked.append(ids) or of(workspace, ids))
            cut = cut_office(office, Call(MADE))
        return {**cut.agencies}, asked

    first, asked = agencies()
    assert len(asked) == len(first)
    assert agencies() == (first, [])
    kept = office / KIN
    content = kept.read_bytes()
    for spoilt in (b"", b"{}", content[:-2], content.replace(b"doi-m", b"doi-n")):
        kept.write_bytes(spoilt)
        again, asked = agencies()
        assert (again, len(asked)) == (first, len(first)), spoilt
    plan = office / "data/plans/ke-hoach-xa-m.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Cùng Sở B", "Cùng {agency:so-c}"), "utf-8")
    other, asked = agencies()
    assert len(asked) == 1
    assert other != first
    assert "so-c" in asked[0]
    kept.unlink()
    assert agencies()[0] == other
    register = next((office / "data").rglob("agencies*.yaml"))
    register.write_text(register.read_text("utf-8") + "# x\n", "utf-8")
    assert len(agencies()[1]) == len(first)
