"""Plans side by side: each against the one before it, drafts against what they were, targets through the years."""

import json

import pytest
from playwright.sync_api import Page

from planbook.changes.side_by_side import targets_of_place
from planbook.outputs import comparisons
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages import compared
from planbook.outputs.pages.site import Site
from planbook.verify.readers import page_lines
from planbook.views.addresses import Address
from planbook.views.lineage import predecessors
from planbook.views.once import Views
from tests.conftest import FIVE, run, workspace
from tests.offices import REGISTERS, written
from tests.verify.test_verify import git

KINDS = (Address.LINEAGE, Address.COMPARED, Address.STATES)


@pytest.fixture(scope="module")
def given():
    return edition(read_sources(FIVE), made_at(FIVE))


@pytest.fixture
def shown(project, serve, browser) -> Page:
    page = browser.new_page()
    page.goto(serve(project / "site") + "so-sanh/lao-cai-2026/")
    yield page
    page.close()


def test_a_plan_stands_beside_each_one_that_it_carries_on(given):
    plans = given.workspace.plans

    before = {plan.id: [one.id for one in predecessors(given.workspace, plan)] for plan in plans.values()}

    assert before["lao-cai-2026"] == ["lao-cai-2024", "lao-cai-2024-10-xa"]
    assert before["bac-ha-2022"] == []


def test_every_change_stands_on_the_page_with_both_sides(project):
    answer = run(project, "diff", "lao-cai-2024", "lao-cai-2026", "--format", "json")
    changes = [change for change in json.loads(answer.stdout)["changes"] if change["field"] != "id"]
    reading = page_lines((project / "site/so-sanh/lao-cai-2026/index.html").read_bytes())
    text = "\n".join(line.text for line in reading.lines)

    assert len(changes) > 50
    assert f"({len(changes)})" in text
    for change in changes:
        if change["kind"] == "set" and change["old_text"]:
            assert " ".join(change["old_text"].split()) in text
            assert " ".join((change["new_text"] or "").split()) in text


def test_the_table_is_whole_without_scripts(project, serve, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(project / "site") + "so-sanh/lao-cai-2026/")

    assert not page.locator("form.compare-filter").first.is_visible()
    rows = page.locator("table.compare tbody tr")
    assert rows.count() > 50
    assert rows.last.is_visible()
    context.close()


def test_the_table_is_narrowed_by_kind_and_agency(shown):
    form, table = shown.locator("form.compare-filter").first, shown.locator("div.compare").first
    every = table.locator("tbody tr:visible").count()

    form.locator("[name=weight]").select_option("deadlines")
    of_kind = table.locator("tbody tr:visible")
    kinds = {row.get_attribute("data-weight") for row in of_kind.all()}
    form.locator("[name=agency]").select_option(index=1)
    agency = form.locator("[name=agency]").input_value()
    agencies = [row.get_attribute("data-agencies").split(" ") for row in table.locator("tbody tr:visible").all()]

    assert kinds == {"deadlines"}
    assert all(agency in found for found in agencies)
    assert form.locator("output").inner_text() == f"{len(agencies)} / {every}"
    form.locator("[name=weight]").select_option("")
    form.locator("[name=agency]").select_option("")
    assert table.locator("tbody tr:visible").count() == every


def test_targets_stand_plan_by_plan(given):
    workspace, phrases = given.workspace, given.phrases
    views = Views(workspace, phrases)
    (lao_cai,) = [one for one in views.lineages if len(one.columns) > 1]

    rows = list(targets_of_place(lao_cai, views.indicators))

    assert sum(map(bool, rows[0].cells)) > 1
    for row in rows:
        for column, cell in zip(lao_cai.columns, row.cells, strict=True):
            assert {aim.plan for aim in cell} <= {column.plan}


def test_a_draft_stands_beside_what_it_was_at_every_commit(tmp_path):
    root = workspace(tmp_path / "work", FIVE / "data")
    path = root / "data/plans/lao-cai-2026.yaml"
    git(root, "init", "--quiet")
    text = path.read_text("utf-8")
    steps = [("first", text), ("more trainees", text.replace("value: 3.000", "value: 3.200")), ("broken", "id: [")]
    steps += [("mended", text.replace("value: 3.000", "value: 3.300"))]
    for message, content in steps:
        path.write_text(content, "utf-8")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", message)
    pages = page_texts(Site(edition(read_sources(root), made_at(root), history=True), {}), KINDS)

    page = pages["so-sanh/lao-cai-2026/cac-lan-sua/index.html"]
    later, broken, earlier = page.split("\n## ")[1:]

    assert "mended" in later
    assert "còn lỗi" in later
    assert "còn lỗi" in broken
    assert "khoảng 3.000 lao động" in earlier
    assert "khoảng 3.200 lao động" in earlier
    assert "so-sanh/lao-cai-2024/cac-lan-sua/index.html" not in pages
    assert "cac-lan-sua/" in pages["so-sanh/lao-cai-2026/index.html"]


@pytest.mark.parametrize(("most", "is_cut"), [(3, False), (2, True), (1, True)])
def test_states_of_a_draft_that_are_left_out_are_told(tmp_path, monkeypatch, most, is_cut):
    for module in (compared, comparisons):
        monkeypatch.setattr(module, "MAX_CHANGES", most)
    root = written(tmp_path / "office", {}, agencies=REGISTERS["agencies"])
    git(root, "init", "--quiet")
    path = root / "data/plans/thu.yaml"
    text = path.read_text("utf-8")
    for at in range(3):
        path.write_text(f"{text}# {at}\n", "utf-8")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", f"Lần {at}")
    pages = page_texts(Site(edition(read_sources(root), made_at(root), history=True), {}), {Address.STATES})
    page = pages[Address.STATES.path(plan="thu")]
    assert page.count("\n## ") == min(most, 2)
    assert (f"Chỉ gồm {most} lần sửa gần nhất" in page) == is_cut


def test_states_of_drafts_are_shown_on_request_only(project):
    assert not list((project / "site/so-sanh").rglob("cac-lan-sua"))


def test_outside_git_a_build_that_wants_them_has_none(tmp_path):
    root = workspace(tmp_path / "work", FIVE / "data")

    pages = page_texts(Site(edition(read_sources(root), made_at(root), history=True), {}), KINDS)

    assert "so-sanh/lao-cai-2026/index.html" in pages
    assert not [path for path in pages if "cac-lan-sua" in path]
