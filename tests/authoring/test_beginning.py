"""A plan that follows none begins with a file that loads, checks, builds, and asks for all that is to be written."""

import pytest
import yaml

from tests.changes.test_compare import changed
from tests.conftest import FIVE, LAO_CAI, run, workspace

BODY = """agencies:
  - id: ubnd-xa-bac-ha
    name: Ủy ban nhân dân xã Bắc Hà
    level: commune
    locality: xa-bac-ha
"""
KINDS = {
    "province": ("--jurisdiction", "tinh-lao-cai", "--year", "2028"),
    "commune": ("--jurisdiction", "xa-bac-ha", "--year", "2027"),
    "project": ("--jurisdiction", "tinh-lao-cai", "--year", "2026-2030", "--programme", "gnbv-2021-2025"),
}


@pytest.fixture
def office(tmp_path):
    root = workspace(tmp_path / "office", FIVE / "data", LAO_CAI)
    changed(root, ("agencies:\n", BODY), path="data/agencies.yaml")
    return root


def begun(office, kind, *arguments, name="moi"):
    return run(office, "new", name, "--kind", kind, *(arguments or KINDS[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plan_has_nothing_but_open_decisions_and_can_be_built_and_not_issued(office, kind):
    answer = begun(office, kind)
    assert answer.returncode == 0, answer.stderr
    text = (office / "data/plans/moi.yaml").read_text(encoding="utf-8")
    assert "$" not in text
    assert sum(line.lstrip().startswith("#") for line in text.splitlines()) > 8  # guidance
    said = run(office, "check").stdout.splitlines()
    of_it = [line for line in said if line.startswith("data/plans/moi.yaml")]
    assert of_it
    assert all("info[decision-open]" in line for line in of_it if "programme-period-differs" not in line), of_it
    # Every blank in the text is asked for.
    plan = yaml.load(text, Loader=yaml.CBaseLoader)
    asked = {
        item for one in plan["todo"] for item in ([one["at"]] if isinstance(one.get("at"), str) else one.get("at", []))
    }
    blanks = {node["id"] for node in walk(plan["outline"]) if "[" in node.get("text", "")}
    assert blanks == asked
    assert run(office, "fmt", "--check").returncode == 0
    assert run(office, "issue", "moi", "--number", "1/KH-UBND", "--date", "2027-03-15").returncode == 1


def test_a_beginning_that_somebody_broke_is_told_and_nothing_is_written(office):
    template = office / "templates/new/province.yaml"
    template.write_text(template.read_text(encoding="utf-8") + "lap: [\n", encoding="utf-8")
    answer = begun(office, "province")
    assert answer.returncode == 1
    assert "error[" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (office / "data/plans/moi.yaml").exists()


def walk(node):
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for part in node if isinstance(node, list) else ():
        yield from walk(part)


def test_without_a_kind_it_begins_as_its_place_does(office):
    answer = run(office, "new", "moi", "--jurisdiction", "tinh-lao-cai", "--year", "2028")
    assert answer.returncode == 0, answer.stderr
    assert (office / "data/plans/moi.yaml").is_file()


def test_a_body_of_the_centre_hears_at_once_that_a_programme_is_wanted(office):
    centre = "  - {id: trung-uong, name: trung ương, level: central}\n"
    changed(office, ("localities:\n", f"localities:\n{centre}"), path="data/localities.yaml")
    stated = ("new", "moi", "--jurisdiction", "trung-uong", "--year", "2027", "--lang", "en")
    for kind in ((), ("--kind", "province"), ("--kind", "commune"), ("--kind", "project")):
        answer = run(office, *stated, *kind)
        assert answer.returncode == 2
        assert (
            "only begin by the projects of a programme: write --kind project --programme and one of: g" in answer.stderr
        )
    answer = run(office, *stated, "--programme", "gnbv-2021-2025")
    assert "--issuer and the id of the ministry" in answer.stderr
    (office / "data/programmes.yaml").write_text("programmes: []\n", encoding="utf-8")
    for plan in (office / "data/plans").glob("*.yaml"):
        plan.unlink()
    for kind in ((), ("--kind", "province"), ("--kind", "project")):
        assert "register the programme in data/programmes.yaml first" in run(office, *stated, *kind).stderr


def test_a_special_zone_has_its_own_name_before_the_day_and_all_of_it_at_the_head(office):
    zone = "  - {id: dac-khu-ly-son, name: đặc khu Lý Sơn, level: commune}\n"
    body = "  - {id: ubnd-ly-son, name: Ủy ban nhân dân đặc khu Lý Sơn, level: commune, locality: dac-khu-ly-son}\n"
    changed(office, ("localities:\n", f"localities:\n{zone}"), path="data/localities.yaml")
    changed(office, ("agencies:\n", f"agencies:\n{body}"), path="data/agencies.yaml")
    answer = begun(office, "commune", "--jurisdiction", "dac-khu-ly-son", "--year", "2027")
    assert answer.returncode == 0, answer.stderr
    text = (office / "data/plans/moi.yaml").read_text(encoding="utf-8")
    assert "\nplace: Lý Sơn\n" in text
    assert "trên địa bàn đặc khu Lý Sơn" in text


@pytest.mark.usefixtures("without_sheets")
def test_new_plans_build(office):
    for kind in KINDS:
        assert begun(office, kind, name=f"moi-{kind}").returncode == 0
    for name in LAO_CAI:
        (office / f"data/plans/{name}.yaml").unlink()
    answer = run(office, "build")
    assert answer.returncode == 0, answer.stderr
    for kind in KINDS:
        assert (office / f"site/ke-hoach/moi-{kind}/moi-{kind}.docx").is_file()


def test_every_project_of_the_programme_has_its_group(office):
    begun(office, "project")
    plan = yaml.load((office / "data/plans/moi.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    groups = next(section["task_groups"] for section in plan["outline"] if "task_groups" in section)
    assert [group["project"] for group in groups] == [f"gnbv-da-{number}" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("kind", "arguments", "said"),
    [
        ("province", ("--jurisdiction", "tinh-lao-cay", "--year", "2027"), "tinh-lao-cai"),
        ("province", ("--jurisdiction", "xa-bac-ha", "--year", "2027"), "--kind commune"),
        ("province", ("--jurisdiction", "huyen-bac-ha", "--year", "2024"), "--kind project"),
        ("province", ("--jurisdiction", "tinh-lao-cai", "--year", "2027-Q1"), "2027-Q1"),
        ("province", ("--jurisdiction", "tinh-lao-cai", "--year", "2027", "--issuer", "so-y-tee"), "so-y-te"),
        ("province", ("--jurisdiction", "ca-nuoc", "--year", "2027", "--issuer", "bo-yte"), "--issuer: "),
        ("project", ("--jurisdiction", "tinh-lao-cai", "--year", "2027"), "gnbv-2021-2025"),
    ],
)
def test_what_cannot_be_begun_is_said_with_what_to_write(office, kind, arguments, said):
    answer = begun(office, kind, *arguments)
    assert answer.returncode == 2
    assert said in answer.stderr
    assert not (office / "data/plans/moi.yaml").exists()


def test_a_plan_that_is_there_is_never_written_over(office):
    before = (office / "data/plans/lao-cai-2026.yaml").read_bytes()
    answer = begun(office, "province", name="lao-cai-2026")
    assert answer.returncode == 1
    assert (office / "data/plans/lao-cai-2026.yaml").read_bytes() == before


def test_a_register_that_is_empty_is_said_to_be(office):
    (office / "data/programmes.yaml").write_text("programmes: []\n", encoding="utf-8")
    for plan in (office / "data/plans").glob("*.yaml"):
        plan.unlink()
    stated = ("--jurisdiction", "tinh-lao-cai", "--issuer", "ubnd-tinh-lao-cai", "--year", "2027", "--lang", "en")
    answer = begun(office, "project", *stated)
    assert answer.returncode == 2
    assert "data/ has nothing yet that it could name" in answer.stderr
