"""A check after a change says what a check of everything says, however it came to be checked."""

import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from planbook.checks import examine
from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import count_findings, findings_as_text
from planbook.outputs import last_findings, whole_check
from planbook.outputs.check_record import FINDINGS, keep_check, read_check
from planbook.outputs.last_findings import examine_again, examine_by_file
from planbook.outputs.printed_findings import PRINTED, printed_findings
from tests.conftest import FIVE, SMALL, git, sampled
from tests.foldered import into_folders
from tests.small_country import COUNTRY

LATER, SOME = "lao-cai-2026", "viec-lam-2027"
EDITS = {
    "a figure": (f"plans/{LATER}.yaml", "value: 1,5", "value: 2"),
    "a place": ("plans/quynh-nhai-2030.yaml", "jurisdiction: huyen-quynh-nhai", "jurisdiction: tinh-lao-cai"),
    "a series": (f"plans/{LATER}.yaml", "short_title:", "series: giam-ngheo\nshort_title:"),
    "what a later plan carries on": ("plans/lao-cai-2024.yaml", "dao-tao-nghe-viec-lam", "dao-tao-va-viec-lam"),
    "a comment that accepts": ("plans/bac-ha-2022.yaml", "short_title:", "# allow: report-overdue - x\nshort_title:"),
    "a name in a register": ("agencies.yaml", "short_name: Sở TC", "short_name: Sở TCX"),
    "a shared entry": (f"plans/{LATER}.yaml", "legal_bases:", "legal_bases:\n  - {document: nd-131-2025}"),
    "a group": (f"plans/{LATER}.yaml", "agencies: ubnd-xa-phuong", "agencies: so-tc"),
    "what cannot be read": (f"plans/{LATER}.yaml", "title: ", "title: {"),
    "an unknown id": (f"plans/{LATER}.yaml", "lead: ", "lead: khong-co-"),
    "another name of the file": (f"plans/{LATER}.yaml", f"id: {LATER}", "id: lao-cai-2027"),
}


@pytest.fixture
def office(request, tmp_path, monkeypatch) -> Path:
    """A folder of data that has been checked: of three plans, or of those that a test asks for."""
    monkeypatch.setattr(last_findings, "WORTH_KEEPING", 0)
    monkeypatch.setattr(whole_check, "AT_ONCE", 1)
    shutil.copytree(getattr(request, "param", SMALL), tmp_path / "data")
    examine_again(tmp_path)
    assert (tmp_path / FINDINGS).is_file()
    return tmp_path


def told(workspace, findings) -> list[tuple[str, ...]]:
    """All that a check says, with what other programs are told."""
    return [
        (findings_as_text([one], workspace.lines), one.item, one.field, one.allowed, str(one.plan)) for one in findings
    ]


def says_the_same(root: Path, day: date | None = None, *, all_plans: bool = False) -> bool:
    reference, findings = examine(root / "data", day=day)
    workspace, findings_again = examine_again(root, day, all_plans=all_plans)
    assert told(workspace, findings_again) == told(reference, findings)
    return not all_plans or workspace.plans.keys() == reference.plans.keys()


@pytest.mark.parametrize("office", [FIVE / "data"], indirect=True)
def test_whatever_is_edited(office):
    for number, (name, old, new) in enumerate(EDITS.values()):
        path = office / "data" / name
        text = path.read_text("utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), "utf-8")
        assert says_the_same(office, all_plans=number % 2 == 1), (old, new)  # as a build reads it, or a check
        path.write_text(text, "utf-8")
    assert says_the_same(office)
    # Only what can say something else was read.
    assert [*examine_again(office)[0].plans] == []
    path = office / "data/plans/bac-ha-2022.yaml"
    path.write_text(path.read_text("utf-8").replace("short_title: ", "short_title: Sửa ", 1), "utf-8")
    assert [*examine_again(office)[0].plans] == ["bac-ha-2022"]


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
def test_what_a_wider_plan_gives_a_place_is_held_against_the_plan_of_that_place(office):
    """Neither plan names the other one, and each may be edited alone."""

    def aim(plan: str, value: int, values: str = "") -> None:
        path = office / f"data/plans/{plan}.yaml"
        text = path.read_text("utf-8").partition("outline:\n")
        rest = re.sub(r"\A- id: chi-tieu-chung\n(?:  .*\n)*", "", text[2])
        target = (
            f'{{id: giao, indicator: viec-moi, text: "Đạt {{value}}", value: {value}, unit: người, values: [{values}]}}'
        )
        path.write_text(
            f"{text[0]}outline:\n- id: chi-tieu-chung\n  heading: Chung\n  targets:\n  - {target}\n{rest}", "utf-8"
        )

    def differing() -> list[str]:
        assert says_the_same(office)
        return [str(finding.plan) for finding in examine(office / "data")[1] if finding.check == "share-differs"]

    register = office / "data/indicators.yaml"
    register.write_text(
        register.read_text("utf-8").replace(
            "indicators:\n", "indicators:\n- {id: viec-moi, name: Việc làm mới, unit: người, direction: up}\n", 1
        ),
        "utf-8",
    )
    aim("viec-xa-m-2027", 20)
    assert differing() == []
    aim("nghe-a-2027", 90, "{place: xa-m, value: 30}")
    assert differing() == ["viec-xa-m-2027"]
    aim("viec-xa-m-2027", 30)
    assert differing() == []
    aim("nghe-a-2027", 90, "{place: xa-m, value: 40}, {place: xa-n, value: 50}")
    assert differing() == ["viec-xa-m-2027"]
    aim("viec-xa-n-2027", 10)
    assert differing() == ["viec-xa-m-2027", "viec-xa-n-2027"]
    aim("nghe-a-2027", 90)
    assert differing() == []


def test_plans_that_come_and_go_and_what_is_told_of_them(office):
    plan = office / "data/plans/viec-lam-2026.yaml"
    text = plan.read_text("utf-8")
    plan.unlink()
    assert says_the_same(office)
    plan.write_text(text, "utf-8")
    assert says_the_same(office, date(2030, 1, 1))
    results = office / "data/results/viec-lam-2027/2027-Q1.yaml"
    results.parent.mkdir(parents=True)
    results.write_text("plan: viec-lam-2027\nperiod: 2027-Q1\nas_of: 2027-03-31\n", "utf-8")
    assert says_the_same(office)
    (office / "data/attachments/nong-thon-2027").mkdir(parents=True)
    (office / "data/attachments/nong-thon-2027/them.pdf").write_text("%PDF-")
    assert says_the_same(office)


@pytest.mark.parametrize("seed", sampled(range(60), 30))
def test_edits_by_chance(office, seed):
    chance = random.Random(seed)
    if seed % 2:
        into_folders(office / "data")
        examine_again(office)
    paths = sorted((office / "data").rglob("*.yaml"))
    for _ in range(4):
        path = chance.choice(paths)
        text = path.read_text("utf-8")
        words = [*re.finditer(r"[\w-]+", text)]
        old, new = chance.choice(words), chance.choice(words)[0]
        path.write_text(text[: old.start()] + new + text[old.end() :], "utf-8")
        if any(finding.stops_the_build for finding in examine(office / "data")[1]) and chance.random() < 0.8:
            path.write_text(text, "utf-8")
    record = (office / FINDINGS).read_bytes()
    assert says_the_same(office)
    (office / FINDINGS).write_bytes(record)
    assert says_the_same(office, all_plans=True)


@pytest.mark.parametrize("broken", [b"", b"\xff\n{"])
def test_a_record_that_is_none_is_made_anew(office, broken):
    record = office / FINDINGS
    content = record.read_bytes()
    for wrong in (broken, content[:-9], content.replace(b'"findings":{', b'"findings":{"x":"[]",')):
        record.write_bytes(wrong)
        assert says_the_same(office)
        assert record.read_bytes() == content


def test_a_record_that_came_with_the_repository_is_not_believed(office):
    last = read_check(office)
    plans = last.record["plans"]
    keep_check(office, {**last.record, "plans": {**plans, SOME: {**plans[SOME], "findings": {}}}}, last)
    git(office, "init", "--quiet")
    git(office, "add", "--force", FINDINGS)
    assert says_the_same(office)


def test_an_office_that_cannot_keep_anything_is_checked_all_the_same(office):
    shutil.rmtree(office / "build")
    (office / "build").write_text("x")
    assert says_the_same(office)


def test_what_was_printed_is_printed_again_while_its_findings_and_lines_are_as_they_were(office):
    def printed() -> str:
        workspace, by_file, hashes = examine_by_file(office)
        assert hashes
        text, counts = printed_findings(office, by_file, workspace.lines, hashes)
        reference, findings = examine(office / "data")
        assert text == findings_as_text([one for one in findings if not one.allowed], reference.lines)
        assert counts == count_findings(findings)
        return text

    text = printed()
    (office / PRINTED).write_bytes(b"")
    assert printed() == text == printed()
    place = next(one.span for one in examine(office / "data")[1] if not one.allowed and "/plans/" in one.span.path)
    lines = (office / place.path).read_text("utf-8").split("\n")
    lines[place.line - 1] += "  # như trên"  # the line that is shown, and nothing that is found
    (office / place.path).write_text("\n".join(lines), "utf-8")
    assert "# như trên" in printed()
    with speaking("en"):
        printed()
