"""What `check` reports of the real plans: exactly the errors that somebody accepted, and not what is right."""

import json

import pytest

from planbook.checks import checks, examine
from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import findings_as_json
from planbook.model.workspace import Workspace
from planbook.outputs.office_part import REGISTER_CHECKS
from tests.conftest import FIVE


@pytest.fixture(scope="module")
def real():
    """The plans with everything that is found in them, each finding as `check --format json` tells it."""
    workspace, found = examine(FIVE / "data")
    with speaking("en"):
        return workspace, json.loads(findings_as_json(found))["diagnostics"]


def of(real, *names: str, plan: str = ""):
    return [one for one in real[1] if one["check"] in names and one["plan"] == (plan or one["plan"])]


def said(found) -> str:
    return "\n".join(one["message"] for one in found)


def test_the_only_errors_are_those_that_somebody_accepted(real):
    errors = [one for one in real[1] if one["severity"] == "error"]

    assert [(one["check"], one["plan"], one["message"]) for one in errors] == [
        ("document-type-code", None, "Chương trình hành động has the code CTr, 153-CT/TU has CT: a Chỉ thị"),
        (
            "budget-sum",
            "lao-cai-2024",
            "the total is 148,4, its parts add up to 148,8: -0,4 too much or too little",
        ),
    ]
    assert all(one["allowed"] for one in errors)


def test_nothing_is_accepted_in_vain(real):
    assert not of(real, "unused-allow")


@pytest.mark.parametrize(
    ("plan", "check", "words"),
    [
        ("lao-cai-2024-10-xa", "misprinted", "printed with “19/5/2024”, the register has “19/5/2021”"),
        ("lao-cai-2024-10-xa", "misprinted", "“ý 2, điểm 2, phần 4, mục II”"),
        ("lao-cai-2024", "figure-sum", "add up to 12.000 người"),
        ("lao-cai-2024", "figure-repeated-differently", "about 68,8%"),
        ("lao-cai-2024", "duty-repeated", "nhiem-vu-so-tai-chinh"),
        ("lao-cai-2024", "recipient-missing", "Ngân hàng Chính sách xã hội"),
        ("lao-cai-2024", "misprinted", "“26/8/2022”, the register has “26/8/2021”"),
        ("lao-cai-2026", "figure-repeated-differently", "at least 3.000 người"),
        ("lao-cai-2026", "reporting-conflict", "after nine months"),
        ("lao-cai-2026", "fixed-and-continuous", "26/7/2026"),
        ("lao-cai-2026", "programme-period-differs", "chuẩn nghèo giai đoạn 2027-2030"),
        ("bac-ha-2022", "misprinted", "239/KH - UBND"),
        ("quynh-nhai-2030", "task-without-lead", "none of the 17 tasks"),
    ],
)
def test_the_faults_of_the_printed_plans_are_found(real, plan, check, words):
    assert words in said(of(real, check, plan=plan))


# What must stay silent: no finding of any severity.


def test_bac_ha_adds_up_exactly(real):
    groups = [group.budget for group in real[0].plans["bac-ha-2022"].task_groups()]

    assert sum(budget.number(budget.total) or 0 for budget in groups) == 81_689
    assert not of(real, "budget-sum", plan="bac-ha-2022")


def test_5181_against_4328_and_852_is_rounding(real):
    (found,) = of(real, "budget-sum", plan="lao-cai-2026")

    assert (found["severity"], found["message"]) == (
        "info",
        "the total is 5.181, its parts add up to 5.180: rounding",
    )


def test_sub_projects_1_and_3_without_2_are_right(real):
    projects = real[0].programmes["gnbv-2021-2025"].projects[3].projects

    assert [project.number for project in projects] == ["1", "3"]
    assert not of(real, "numbering-typed", "reference-typed")


def test_agencies_of_2022_and_2024_are_right_in_their_time(real):
    assert not of(real, "agency-at-other-level", "spelling-unregistered", "agency-typed")
    # What a district's bodies have to do until 2030 outlives them: the district ended on 30 June 2025.
    outlived = of(real, "agency-dissolved")
    assert {one["plan"] for one in outlived} == {"quynh-nhai-2030"}
    assert all("ends on 01/7/2025, and has work until" in one["message"] for one in outlived)
    assert not [one for one in outlived if one["severity"] == "error"]


def test_different_periods_of_different_programmes_are_right(real):
    periods = {str(programme.period) for programme in real[0].programmes.values()}

    assert {"2020-2025", "2021-2025", "2021-2030", "2026-2030"} <= periods
    assert not of(real, "period-differs")
    assert {one["plan"] for one in of(real, "programme-period-differs") if not one["allowed"]} == {"lao-cai-2026"}


def test_party_and_state_documents_of_one_number_are_two(real):
    numbers = {document.number for document in real[0].documents.values()}

    assert {"62-KH/TU", "62/KH-UBND"} <= numbers
    assert not of(real, "document-registered-twice", "document-number-shape")


def test_the_blank_number_and_day_of_a_draft_are_right(real):
    drafts = [plan for plan in real[0].plans.values() if plan.status == "draft"]

    assert [plan.id for plan in drafts if plan.number is None and (not plan.date or plan.date.precision != "day")]
    assert not of(real, "missing-field", "document-dated-after-plan", "deadline-outside-period")


@pytest.mark.parametrize("document", ["994-qd-ubnd-lao-cai-2023", "05-2022-nq-hdnd-lao-cai", "62-kh-tu-lao-cai-2026"])
def test_days_on_a_weekend_are_right(real, document):
    day = real[0].documents[document].date.first

    assert day.weekday() >= 5
    assert not of(real, "document-year", "document-day-differs")


class _OfAPlan(Exception):
    """What belongs to a plan was asked for."""


class _RegistersAlone(Workspace):
    """The registers of an office; nobody may ask for what belongs to its plans."""

    def __getattribute__(self, name):
        if name in ("plans", "results", "opinions", "seals", "words_elsewhere"):
            raise _OfAPlan
        return object.__getattribute__(self, name)


def hangs_on_registers_alone(workspace, check) -> bool:
    try:
        [*check(workspace)]
    except _OfAPlan:
        return False
    return True


def test_what_is_kept_of_the_last_check_are_the_findings_that_hang_on_no_plan(real):
    registers = object.__new__(_RegistersAlone)
    vars(registers).update(vars(real[0]))

    assert {name for name, check in checks().items() if hangs_on_registers_alone(registers, check)} == REGISTER_CHECKS
