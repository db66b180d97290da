"""The commands as a user types them."""

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from typing import Annotated, Any

import click
import pydantic
import pytest
import yaml
from jsonschema.validators import validator_for

from planbook.checks import checks
from planbook.cli import main
from planbook.commands.manners import overview_of, user_errors
from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text, count_findings
from planbook.outputs import build as pipeline
from planbook.outputs.catalogue import page_texts
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.checks.test_diagnostics_spec import BASE, changed
from tests.conftest import FIVE, ROOT, answered, run, workspace
from tests.reading_back import docx_text, folded


class TextLoader(yaml.SafeLoader):
    """YAML as an editor reads it: numbers and flags, but days stay text."""


TextLoader.yaml_implicit_resolvers = {
    letter: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def findings() -> list[dict[str, Any]]:
    """What `check` says of the five plans."""
    answer = run(FIVE, "check", "--format", "json")
    assert answer.returncode == 0
    return json.loads(answer.stdout)["diagnostics"]


def test_the_data_of_the_project_hold_no_error_that_nobody_accepted(findings):
    assert [one for one in findings if one["severity"] == "error" and not one["allowed"]] == []


def test_what_somebody_accepted_stays_in_the_data_for_programs_only(findings):
    accepted = [one for one in findings if one["allowed"]]
    shown = run(FIVE, "check").stdout

    assert ("budget-sum", "lao-cai-2024") in {(one["check"], one["plan"]) for one in accepted}
    for one in accepted:
        assert f"{one['path']}:{one['line']}:{one['column']}: {one['severity']}[{one['check']}]" not in shown


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema that the program exports, which is one."""
    schema = json.loads(answered("schema").stdout)
    validator_for(schema).check_schema(schema)
    return schema


@pytest.mark.parametrize("path", sorted(path.relative_to(FIVE).as_posix() for path in (FIVE / "data").rglob("*.yaml")))
def test_the_schema_accepts_our_files(path, schema):
    content = yaml.load((FIVE / path).read_text(encoding="utf-8"), Loader=TextLoader)
    kind = "Plan" if "plans/" in path else "".join(word.title() for word in path[5:-5].split("-"))
    names = {
        "Agencies": "AgencyFile",
        "AgencyChanges": "AgencyChangeFile",
        "FundingSources": "FundingSourceFile",
        "Indicators": "IndicatorFile",
    }
    names |= {"LegalDocuments": "LegalDocumentFile", "Localities": "LocalityFile", "Programmes": "ProgrammeFile"}

    of_its_kind = {**schema, "oneOf": [{"$ref": f"#/$defs/{names.get(kind, kind)}"}]}
    assert [*validator_for(schema)(of_its_kind).iter_errors(content)] == []


def test_the_schema_refuses_an_unknown_key(schema):
    localities = {"localities": [{"id": "x", "name": "x", "level": "province"}]}
    validator = validator_for(schema)(schema)
    assert validator.is_valid(localities)
    localities["localities"][0]["nme"] = "y"
    assert not validator.is_valid(localities)


def names_of_findings() -> set[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "planbook").rglob("*.py"))
    return {
        *checks(),
        *re.findall(r'(?:Diagnostic|problem|finding|Failure|OfficeRemark)\(\s*"([a-z-]+)"', code),
        *re.findall(r'(?:check, fact = |yield passage, |\bfile_finding\([^"]+)"([a-z-]+)"', code),
    }


def test_every_finding_is_explained_and_nothing_else_is():
    page = (ROOT / "content/kiem-tra/giai-thich.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^## `([a-z-]+)`", page, re.MULTILINE)) == names_of_findings()


TWO_NUMBERS = """\
outline:
  - id: muc-tieu
    heading: Mục tiêu
    targets:
      - {id: dao-tao, text: "Đào tạo {value}", value: 3.000, unit: người}
  - id: nhiem-vu
    heading: Nhiệm vụ
    tasks:
      - id: mo-lop
        text: Mở lớp cho {figure:hoc-vien}
        figures:
          - {id: hoc-vien, value: 2.500, target: dao-tao}
"""


@pytest.fixture
def two_plans(tmp_path):
    """A small workspace with two plans, of which there is something to say and nothing to stop for."""
    root = tmp_path / "work"
    shutil.copytree(ROOT / "templates", root / "templates")
    for path, text in BASE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    plan = root / "data/plans/mau-2026.yaml"
    outline = TWO_NUMBERS.replace("2.500", "3.000")
    text = changed(plan.read_text(encoding="utf-8"), outline) + outline
    plan.write_text(text, encoding="utf-8")
    (plan.parent / "mau-2027.yaml").write_text(text.replace("mau-2026", "mau-2027"), encoding="utf-8")
    return root


def broken(root, plan: str) -> None:
    path = root / f"data/plans/{plan}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "closng: x\n", encoding="utf-8")


def test_a_long_list_of_findings_ends_with_how_many_there_are_of_each_check_and_plan():
    """What weighs most stands first; a short list needs none."""

    def several(check: str, severity: Severity, plan: str, count: int) -> list[Diagnostic]:
        span = Span(f"data/plans/{plan}.yaml")
        return [Diagnostic(check, span, Text("wrong"), severity=severity, plan=plan or None) for _ in range(count)]

    findings = [
        *several("target-without-task", Severity.INFO, "a", 24),
        *several("budget-sum", Severity.WARNING, "b", 5),
    ]
    assert overview_of(count_findings(findings)) == ""
    findings += [*several("lead-differs", Severity.WARNING, "a", 7), *several("misprinted", Severity.ERROR, "c", 1)]
    assert overview_of(count_findings(findings)).split() == [
        "Theo",
        "loại:",
        "1",
        "error[misprinted]",
        "7",
        "warning[lead-differs]",
        "5",
        "warning[budget-sum]",
        "24",
        "info[target-without-task]",
        "Theo",
        "kế",
        "hoạch",
        "(lỗi,",
        "cảnh",
        "báo,",
        "thông",
        "tin):",
        "1",
        "0",
        "0",
        "c",
        "0",
        "7",
        "24",
        "a",
        "0",
        "5",
        "0",
        "b",
    ]
    many = [finding for number in range(24) for finding in several("misprinted", Severity.ERROR, f"p{number}", 2)]
    assert "4 kế hoạch khác có 8 điều" in overview_of(count_findings(many))


def test_check_ends_with_how_many_findings_there_are(two_plans):
    answer = run(two_plans, "check")
    errors, warnings, infos = (
        len(re.findall(rf"^data.*: {severity}\[", answer.stdout, re.MULTILINE))
        for severity in ("error", "warning", "info")
    )
    assert warnings > 1
    assert answer.stdout.splitlines()[-1] == (
        f"{errors} lỗi, {warnings} cảnh báo, {infos} thông tin; đã chấp nhận có ghi lý do: 0"
    )
    assert "lỗi," not in run(two_plans, "check", "--format", "json").stdout
    assert "lỗi," not in run(two_plans, "check", "--format", "github").stdout


def test_what_is_overdue_is_told_of_the_day_that_is_asked_for_alone():
    year = ROOT / "tests/workspaces/year"
    on_the_day, after_it = (run(year, "check", "--on", day).stdout for day in ("19/3/2026", "2026-03-20"))

    assert "report-overdue" not in run(year, "check").stdout + on_the_day
    assert "[report-overdue]: báo cáo hạn 19/3/2026 chưa có của: Sở Công Thương, Ủy ban nhân dân xã Ba\n" in after_it


def test_check_shows_what_weighs_enough_and_counts_all(two_plans):
    whole = run(two_plans, "check").stdout.splitlines()[-1]
    answer = run(two_plans, "check", "--severity", "error")
    assert (answer.returncode, answer.stdout.splitlines()) == (0, [whole])
    shown = run(two_plans, "check", "--severity", "warning", "--format", "json").stdout
    assert {one["severity"] for one in json.loads(shown)["diagnostics"]} == {"warning"}
    broken(two_plans, "mau-2026")
    assert run(two_plans, "check", "--severity", "error").returncode == 1


def test_check_of_a_plan_shows_that_plan_and_what_keeps_it_from_being_checked(two_plans):
    shown = run(two_plans, "check", "mau-2027").stdout
    assert "data/plans/mau-2027.yaml" in shown
    assert "mau-2026.yaml" not in shown
    broken(two_plans, "mau-2026")
    answer = run(two_plans, "check", "mau-2027")
    assert answer.returncode == 1, "nobody looked at the other plan"
    assert "data/plans/mau-2026.yaml" in answer.stdout
    answer = run(two_plans, "check", "mau-2028")
    assert answer.returncode == 2
    assert answer.stderr.strip() == "data/plans/ không có kế hoạch “mau-2028”, chỉ có: mau-2026, mau-2027"


def test_a_stopped_build_prints_what_stopped_it_and_counts_the_rest(two_plans):
    plan = two_plans / "data/plans/mau-2026.yaml"
    plan.write_text(changed(plan.read_text(encoding="utf-8"), TWO_NUMBERS) + TWO_NUMBERS, encoding="utf-8")
    answer = run(two_plans, "build")
    assert answer.returncode == 1
    lines = answer.stderr.splitlines()
    assert [line for line in lines if re.match(r"data/.*\[", line)] == [
        line for line in lines if "error[figure-repeated-differently]" in line
    ]
    assert re.fullmatch(r"\d+ phát hiện khác không làm dừng; lệnh check liệt kê đủ", lines[-1])


def test_explain_prints_the_page_of_a_finding():
    answer = run(FIVE, "explain", "duplicate-key")

    assert answer.returncode == 0
    assert "Cách sửa" in answer.stdout


def test_explain_knows_what_was_meant():
    answer = run(FIVE, "explain", "duplicate-kye")

    assert answer.returncode == 2
    assert "duplicate-key" in answer.stderr


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_says_what_it_does_and_stands_in_the_reference_with_its_options(name):
    rows = (ROOT / "content/developing/reference.md").read_text(encoding="utf-8").splitlines()
    named = [row for row in rows if re.match(rf"\| .*`{name}[ `]", row)]
    row = next((row for row in named if row.startswith(f"| `{name}")), named[0])
    options = {
        option.opts[-1] if "-o" not in option.opts else "-o"
        for option in main.commands[name].params
        if isinstance(option, click.Option)
    }
    assert main.commands[name].help
    assert {option for option in options - {"--root", "--lang"} if option not in row} == set()


@pytest.mark.parametrize("arguments", [["nonsense"], ["check", "--format", "xml"], ["build", "--as-of", "31/2/2026"]])
def test_wrong_usage_ends_with_2(arguments):
    assert answered(*arguments).returncode == 2


def test_the_day_that_counts_as_today_and_the_drafts_that_record_changes_can_be_said(monkeypatch):
    asked = []
    monkeypatch.setattr(pipeline, "build", lambda _, as_of, tracked, *__, **___: asked.append((as_of, [*tracked])))
    words = ("build", "--as-of", "2026-04-01", "--track", "lao-cai-2026", "--root", str(FIVE))
    assert answered(*words).returncode == 0
    ((day, tracked),) = asked
    assert tracked == ["lao-cai-2026"]

    given = edition(read_sources(FIVE), made_at(FIVE), day)
    home = page_texts(Site(given, {}), {Address.HOME})["index.html"]
    assert "trước ngày 10/4/2026" in home
    assert 'datetime="2026-04-01">01/4/2026' in home


def test_serve_follows_an_edit_without_git_and_on_a_day_that_nobody_names(tmp_path):
    root = workspace(tmp_path / "work", ROOT / "tests/workspaces/hostile/data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = f"http://127.0.0.1:{port}/ke-hoach/hostile/"
    command = [sys.executable, ROOT / "build_docs.py", "serve", "--root", root, "--port", str(port)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "", "GIT_DIR": str(tmp_path / "none")}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        assert wait_for(page, "khoảng 1.234.567,5")
        path = root / "data/plans/hostile.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace('"1.234.567,5"', "7.654.321"), encoding="utf-8")
        assert wait_for(page, "khoảng 7.654.321")
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, text: str) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if text in answer.read().decode():
                    return True
        except OSError:
            pass
        time.sleep(0.3)
    return False


ENGLISH = r"Open `(?P<file>[^`]+)`, find the target `(?P<id>[^`]+)`, change `(?P<old>[^`]+)` to `(?P<new>[^`]+)`"
VIETNAMESE = r"Trong `(?P<file>[^`]+)`.*?tìm `id: (?P<id>[^`]+)`.*?Sửa `(?P<old>[^`]+)` thành `(?P<new>[^`]+)`"


@pytest.mark.parametrize(
    ("guide", "exercise"), [("README.md", ENGLISH), ("content/huong-dan/soan-thao.md", VIETNAMESE)]
)
def test_the_first_exercise_changes_one_figure_and_every_place_says_it(guide, exercise, tmp_path):
    root = workspace(tmp_path / "work", FIVE / "data")
    told = re.search(exercise, (ROOT / guide).read_text(encoding="utf-8"), re.DOTALL)
    path = root / told["file"]
    before, target, after = path.read_text(encoding="utf-8").partition(f"- id: {told['id']}\n")
    path.write_text(before + target + after.replace(told["old"], told["new"], 1), encoding="utf-8")

    given = edition(read_sources(root), made_at(root))  # raises where the build would stop
    plan = given.workspace.plans["lao-cai-2026"]
    pages = page_texts(Site(given, {}), (Address.PLAN,))
    texts = {
        "page and table of targets": folded(re.sub("<[^>]*>", " ", pages["ke-hoach/lao-cai-2026/index.html"])),
        "draft": docx_text(io.BytesIO(word_draft(given, plan))),
        "data": given.plan_data[plan.id],
    }
    old, new = (told[name].removeprefix("value: ") for name in ("old", "new"))
    for kind, text in texts.items():
        assert f"khoảng {new}" in text, kind
        assert f"ít nhất {new}" in text, f"{kind}: the task that stands for the target"
        assert f"khoảng {old}" not in text, kind
        assert f"ít nhất {old}" not in text, kind


def test_the_error_that_the_readme_shows_is_the_one_a_user_gets(tmp_path):
    root = workspace(tmp_path / "work", FIVE / "data")
    path = root / "data/plans/lao-cai-2026.yaml"
    before, target, after = path.read_text(encoding="utf-8").partition("- id: dao-tao-nghe\n")
    path.write_text(before + target + after.replace("value: 3.000", "value: 3.5", 1), encoding="utf-8")

    shown = run(root, "check").stdout
    assert "ambiguous-number" in shown
    assert "".join(re.findall(r"^data.*?ambiguous-number.*?help:[^\n]*", shown, re.MULTILINE | re.DOTALL)) in (
        ROOT / "README.md"
    ).read_text(encoding="utf-8")


def test_an_unknown_plan_is_a_wrong_usage_that_lists_the_known_ones(two_plans):
    answer = run(two_plans, "build", "--track", "mau-2025")

    assert answer.returncode == 2
    assert "mau-2026" in answer.stderr


def test_an_interrupt_is_one_wherever_it_comes():
    def interrupted(number: int) -> int:
        raise KeyboardInterrupt(number)

    class Plan(pydantic.BaseModel):
        number: Annotated[int, pydantic.PlainSerializer(interrupted)] = 1

    with pytest.raises(KeyboardInterrupt), user_errors():
        Plan().model_dump()
    with pytest.raises(ValueError, match="no interrupt"), user_errors():
        raise ValueError("no interrupt")
