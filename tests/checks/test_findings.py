"""Each finding with the item that it is about, in words for people: on small plans, and on the page of the project."""

import json
import re
from pathlib import Path

import pytest

from planbook.checks import examine
from planbook.loading.workspace import load_entry
from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text, in_order
from planbook.messages.explanations import PAGE, explanations
from planbook.views.findings import Finding, FindingsView, findings_views
from planbook.views.once import Views
from planbook.views.plan import plan_view
from planbook.wording.phrases import WordingFile
from tests.checks.test_diagnostics_spec import BASE, changed
from tests.conftest import PLANS, ROOT, run
from tests.reading_back import folded, html_text, page

PLAN = """\
outline:
  - id: muc-tieu
    heading: Mục tiêu
    targets:
      - {id: ho-thoat-ngheo, text: "Có {value} thoát nghèo", value: 100, unit: hộ}
  - id: nhiem-vu
    heading: Nhiệm vụ
    task_groups:
      - id: sinh-ke
        heading: Sinh kế
        tasks:
          - id: dao-tao-nghe
            text: >-
              Dạy nghề cho {figure:nguoi-hoc}
              ở các xã
            figures:
              - id: nguoi-hoc
                value: 90
                unit: người
          - id: vay-von
            text: Cho vay vốn
            assignment: {lead: [{agency: so-y-te, remark: chủ trì}]}
            budget:
              id: tien-vay
              unit: ty
              total: 3
              lines: [{id: tien-tinh, source_of_funds: von-su-nghiep, amount: 3}]
closing: Yêu cầu các cơ quan thực hiện
recipients:
  - {agencies: [so-y-te, ubnd-xa]}
archive: VT
as_printed:
  - {id: ten-sai, at: vay-von, what: agency, printed: Sở Y}
"""


@pytest.fixture
def small(tmp_path):
    """A plan and the places in its file: give what a finding at a piece of its text is about."""
    base = BASE["data/plans/mau-2026.yaml"]
    text = changed(base, PLAN) + PLAN
    for path, content in {**BASE, "data/plans/mau-2026.yaml": text}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    workspace, _ = examine(tmp_path / "data")
    phrases, _, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    views = {plan.id: plan_view(workspace, plan, phrases) for plan in workspace.plans.values()}

    def views_of(found: list[Diagnostic]) -> dict[str, FindingsView]:
        return findings_views(workspace, Views(workspace, phrases).texts, views, explanations(ROOT / PAGE), found)

    def about(marked: str, path: str = "data/plans/mau-2026.yaml") -> Finding:
        content = (tmp_path / path).read_text(encoding="utf-8")
        before = content[: content.index(marked)]
        span = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        (found,) = [view for view in views_of([Diagnostic("budget-sum", span, Text("…"))]).values() if view.checks]
        return found.checks[0].findings[0]

    about.views_of = views_of
    return about


@pytest.mark.parametrize(
    ("marked", "item", "place"),
    [
        ("100, unit: hộ", "ho-thoat-ngheo", "Mục I"),
        ("90", "dao-tao-nghe", "Điểm (1), khoản 1, mục II"),
        ("Dạy nghề", "dao-tao-nghe", "Điểm (1), khoản 1, mục II"),
        ("ở các xã", "dao-tao-nghe", "Điểm (1), khoản 1, mục II"),
        ("{agency: so-y-te, remark", "vay-von", "Điểm (2), khoản 1, mục II"),
        ("amount: 3", "tien-tinh", "Điểm (2), khoản 1, mục II"),
        ("Sinh kế", "sinh-ke", "Khoản 1, mục II"),
        ("printed: Sở Y", "vay-von", "Điểm (2), khoản 1, mục II"),
    ],
)
def test_a_finding_is_about_the_innermost_item_that_the_page_prints(small, marked, item, place):
    found = small(marked)

    assert (found.page, found.item, found.place) == ("ke-hoach/mau-2026/", item, place)


@pytest.mark.parametrize(
    ("marked", "part"),
    [("so-y-te, ubnd-xa]", "recipients"), ("1-nq-hdnd-2026, role", "legal_bases"), ("về giảm nghèo năm", "title")],
)
def test_a_finding_outside_the_items_says_which_part_of_the_plan(small, marked, part):
    found = small(marked)

    assert (found.page, found.item, found.place, found.part) == ("ke-hoach/mau-2026/", "", "", part)


def test_a_finding_in_a_register_leads_to_the_document_or_nowhere(small):
    document = small("1/NQ-HĐND", "data/legal-documents.yaml")
    agency = small("Sở Nội vụ", "data/agencies.yaml")

    assert (document.page, document.item, document.place) == ("van-ban/", "1-nq-hdnd-2026", "Nghị quyết 1/NQ-HĐND")
    assert (agency.page, agency.item) == ("", "")


def test_errors_come_first_and_what_was_accepted_is_counted(small):
    path = "data/plans/mau-2026.yaml"
    given = [
        Diagnostic("duty-without-task", Span(path, 20), Text("a"), severity=Severity.INFO),
        Diagnostic("budget-sum", Span(path, 21), Text("b"), severity=Severity.WARNING),
        Diagnostic("budget-sum", Span(path, 22), Text("c"), allowed="as issued"),
        Diagnostic("appendix-not-there", Span(path, 23), Text("d"), severity=Severity.WARNING, allowed="as issued"),
    ]
    view = small.views_of(in_order(given))["mau-2026"]

    assert [check.check for check in view.checks] == ["budget-sum", "appendix-not-there", "duty-without-task"]
    assert [str(one.diagnostic.message) for one in view.checks[0].findings] == ["c", "b"]
    assert view.counts == {"error": 1, "warning": 2, "info": 1}
    assert view.accepted == {"error": 1, "warning": 1, "info": 0}
    assert view.total == 4


def test_every_explanation_has_a_title_and_says_in_a_line_what_it_is_and_why_it_matters():
    for name, explanation in explanations(ROOT / PAGE).items():
        labels = re.findall(r"^\*\*([^*]+)\*\*", explanation.text, re.MULTILINE)
        assert labels[:3] == ["Nghĩa là gì.", "Vì sao cần sửa.", "Cách sửa."], name
        assert explanation.title != name
        assert explanation.what
        assert explanation.why
        assert "\n" not in explanation.what + explanation.why
        assert explanation.text.startswith(f"**Nghĩa là gì.** {explanation.what.split()[0]}")


def test_the_pages_tell_every_finding_with_its_place_its_mend_and_its_reason(project):
    folder = project / "site/kiem-tra"
    paths = {path.parent.name: path for path in folder.glob("*/index.html") if path.parent.name != "giai-thich"}
    told = {name: (folded(html_text(path)), page(path).ids) for name, path in paths.items()}
    in_short = page(folder / "index.html")
    found = json.loads(run(project, "check", "--format", "json").stdout)["diagnostics"]

    assert len(found) > 50
    assert sum(path.read_text(encoding="utf-8").count('<b class="severity">') for path in paths.values()) == len(found)
    for one in found:
        name = one["plan"] or "danh-muc"
        said, anchors = told[name]
        assert f"{name}--{one['check']}" in in_short.ids
        assert f"{name}/#{name}--{one['check']}" in in_short.links
        assert folded(one["message"]) in said
        assert f"{one['path']}:{one['line']}" in said
        assert one["help"] is None or folded(one["help"]) in said
        assert one["allowed"] is None or one["allowed"] in said
        assert f"{name}--{one['check']}" in anchors


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_says_how_many_findings_it_has_and_leads_to_each_kind(project, plan):
    found = json.loads(run(project, "check", "--format", "json").stdout)["diagnostics"]
    own = [one for one in found if Path(one["path"]).stem == plan]
    shown = page(project / f"site/ke-hoach/{plan}/index.html")

    assert {link.partition("#")[2] for link in shown.links if f"kiem-tra/{plan}/#" in link} == {
        f"{plan}--{one['check']}" for one in own
    }


TWICE_THE_SAME = """\
outline:
  - id: nhiem-vu
    heading: Nhiệm vụ
    tasks:
      - {id: viec-1, text: Làm đường, assignment: {lead: so-y-te, deadlines: [{before: 2026-06-30}]}, measures: [{id: viec-1a, text: Mua}]}
      - id: viec-2
        text: Làm cầu số 1
        measures: [{id: viec-2a, text: Mua}]
        assignment: {lead: so-y-te, deadlines: [{before: 2027-06-30}]}
"""


def test_findings_of_one_sentence_are_told_apart_by_what_they_are_about(tmp_path):
    def facts(text):
        for path, content in {**BASE, "data/plans/mau-2026.yaml": text}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content, encoding="utf-8")
        _, found = examine(tmp_path / "data")
        return [one for one in found if one.check == "deadline-outside-period"]

    plan = changed(BASE["data/plans/mau-2026.yaml"], TWICE_THE_SAME)
    before = facts(plan + TWICE_THE_SAME.replace("2026-06-30", "2027-06-30"))
    after = facts("# a line more\n" + plan + TWICE_THE_SAME)

    assert {(one.item, one.field) for one in before} >= {("viec-1", "assignment.deadlines.before")}
    assert {one.item for one in before} == {"viec-1", "viec-2"}
    assert {one.fact for one in after} < {one.fact for one in before}
    assert {one.item for one in after} == {"viec-2"}
