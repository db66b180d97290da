"""For every agency that a plan gives work, all of it stands everywhere: first lists, calendar, sheet, register, open data.

What a plan gives whom is counted by its model alone, so that a view cannot leave out on all sides what it leaves out.
"""

import json
import re
from collections import defaultdict

import pytest
from lxml import html

from planbook.checks import examine
from planbook.model.task import Assignment, Duty, ReportingDuty, TaskGroup
from tests.conftest import FIVE, sampled
from tests.site.test_offline import nginx_headers

PLAN = "lao-cai-2026"
TODAY = "2026-09-21T09:00:00+07:00"  # the day of the build


@pytest.fixture(scope="module")
def plan():
    workspace, _ = examine(FIVE / "data")
    return workspace, workspace.plans[PLAN]


@pytest.fixture(scope="module")
def given(plan):
    """The items that the plan gives each agency, alone or in a group: tasks, targets with their shares, duties, reports."""
    workspace, entry = plan
    items = defaultdict(set)

    def give(item, agencies, receiving=()):
        for agency in agencies:
            for body in (agency, *(member for member in workspace.members(agency, entry) if member not in receiving)):
                items[body].add(item)

    for group in entry.task_groups():
        for task in group.tasks:
            assignment = task.assignment or group.assignment or Assignment()
            give(task.id, [part.agency for part in (*assignment.lead, *assignment.coordinating)])
    for duty in entry.walk():
        if isinstance(duty, Duty | ReportingDuty):
            assert not getattr(duty, "leads", ())  # else it leads tasks too
            give(duty.id, duty.agencies, getattr(duty, "to", ()))  # nobody reports to itself
    for target in entry.targets():
        give(target.id, [part.agency for part in (*target.lead, *target.coordinating)])
        give(target.id, [share.agency for share in target.values if share.agency])
    return items


@pytest.fixture(scope="module")
def whole(plan):
    """What each item with an id of its own is a part of: a task, a duty; the first task stands for its group."""
    owners = {}
    for group in plan[1].entries(TaskGroup):
        owners[group.id] = group.tasks[0].id
        for task in group.tasks:
            owners |= {part.id: task.id for part in task.walk() if getattr(part, "id", None)}
    for duty in plan[1].entries(Duty):
        owners |= {part.id: duty.id for part in duty.walk() if getattr(part, "id", None)}
    return lambda item: owners.get(item, item)


def items_of(rows, whole):
    """The items of the plan among texts like lao-cai-2026/x, each as what it is a part of."""
    pairs = (row.split("/")[:2] for row in rows)
    return {whole(item) for plan, item in pairs if plan == PLAN}


def test_the_plan_gives_work_to_twenty_bodies_of_the_province_and_to_the_communes(plan, given):
    levels = [plan[0].agencies[agency].level for agency in given]

    assert levels.count("province") >= 20
    assert levels.count("commune") == 1


def test_page_calendar_sheet_and_open_data_of_each_agency_have_all_that_the_plan_gives_it(project, given, whole):
    data = json.loads((project / "site/du-lieu/du-lieu.json").read_text("utf-8"))
    for agency, items in given.items():
        folder = project / f"site/co-quan/{agency}"
        page = html.parse(str(folder / "index.html"))
        calendar = (folder / f"{agency}.ics").read_text("utf-8").replace("\r\n ", "")

        assert items_of(page.xpath("//table[contains(@class, 'work')]//tr/@data-item"), whole) == items, agency
        assert page.xpath("//p[@class='no-work']/@hidden"), agency
        assert items_of(re.findall(r"^UID:(\S+)@planbook", calendar, re.MULTILINE), whole) == items, agency
        assert {row["item"] for row in data["work"] if (row["plan"], row["agency"]) == (PLAN, agency)} == items
        assert (project / f"site/ke-hoach/{PLAN}/co-quan/{agency}.pdf").is_file()  # test_pdf reads it


@pytest.mark.parametrize("hand", ["keys", "touch"])
def test_the_first_page_and_the_register_show_each_agency_all_of_it(project, serve, browser, given, whole, hand):
    # Of the agencies some, in make cases each on both pages by one hand at least: keys step over what stands before, a finger
    # reaches any at once.
    some = sampled([*given], 5)
    home = serve(project / "site", nginx_headers())
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.clock.set_fixed_time(TODAY)
    tab = context.new_page()
    tab.goto(home)
    field = tab.get_by_label("Cơ quan của tôi")
    ids = field.locator("option").evaluate_all("options => options.map((option) => option.value)")
    field.focus()
    on_first_page = ids[1 : len(sampled(ids, 3))] if hand == "keys" else some
    assert len(given.keys() & {*on_first_page}) >= 5
    for agency in on_first_page:
        if hand == "keys":
            tab.keyboard.press("ArrowDown")
        else:
            field.tap()
            field.select_option(agency)
        if agency not in given:
            continue
        tab.locator(f".my-agency output a[href$='/co-quan/{agency}/']").wait_for()
        rows = tab.locator(".my-work tr[data-item]:not([hidden])").evaluate_all(
            "rows => rows.map((row) => row.dataset.item)"
        )
        assert items_of(rows, whole) == given[agency], agency
    assert given.keys() <= {*ids}

    tab.goto(f"{home}nhiem-vu/?ke-hoach={PLAN}")
    field = tab.get_by_label("Cơ quan", exact=True)
    field.focus()
    for agency in [*given][: len(some)] if hand == "keys" else sampled([*given], 3):
        if hand == "keys":
            steps = field.evaluate(
                "(field, id) => [...field.options].filter((option) => !option.disabled).findIndex((option) => option.value === id)",
                agency,
            )
            at = field.evaluate(
                "(field) => [...field.options].filter((option) => !option.disabled).indexOf(field.selectedOptions[0])"
            )
            for _ in range(abs(steps - at)):
                tab.keyboard.press("ArrowDown" if steps > at else "ArrowUp")
        else:
            field.tap()
            field.select_option(agency)
        assert field.input_value() == agency
        rows = tab.locator("table.filtered tbody tr:not([hidden]) a[href*='#']").evaluate_all(
            "links => links.map((link) => link.hash.slice(1))"
        )
        assert set(rows) == given[agency], agency
        assert len(rows) == len(given[agency])
    context.close()
