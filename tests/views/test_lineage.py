"""What became of a task from plan to plan, on the project's own plans and on small ones that do everything."""

import shutil
from pathlib import Path

import pytest

from planbook.loading.workspace import load, load_entry
from planbook.views.lineage import Lineage, Step, predecessors
from planbook.views.once import Views
from planbook.wording.phrases import WordingFile
from tests.checks.test_diagnostics_spec import BASE, changed
from tests.conftest import ROOT, run

TASKS = """\
outline:
  - id: nhiem-vu
    heading: Nhiệm vụ
    tasks:
"""
LOCALITIES = """\
localities:
  - {id: tinh-mau, name: tỉnh Mẫu, level: province}
  - {id: tinh-cu, name: tỉnh Mẫu, level: province, successors: tinh-mau, end: 2025-06-30}
  - {id: tinh-ban, name: tỉnh Bạn, level: province}
  - {id: huyen-cu, name: huyện Cũ, level: district, successors: [xa-mot, xa-hai], end: 2025-06-30}
  - {id: xa-mot, name: xã Một, level: commune}
  - {id: xa-hai, name: xã Hai, level: commune}
"""


def found_in(folder: Path) -> dict[str, Lineage]:
    workspace, _ = load(folder)
    phrases, _, _ = load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)
    return {one.id: one for one in Views(workspace, phrases).lineages}


@pytest.fixture
def lineage_of(tmp_path):
    """Write small plans, each as (id, jurisdiction, period, tasks), and give their lineages."""

    def write(*plans: tuple[str, str, str, list[str]]) -> dict[str, Lineage]:
        base = BASE | {"data/localities.yaml": LOCALITIES}
        plain = base.pop("data/plans/mau-2026.yaml")
        for id_, jurisdiction, period, tasks in plans:
            lines = "".join(f"      - {{{task}}}\n" for task in tasks)
            head = f"id: {id_}\nshort_title: Kế hoạch {id_}\njurisdiction: {jurisdiction}\nperiod: {period}\n"
            base[f"data/plans/{id_}.yaml"] = changed(plain, head + TASKS) + head + TASKS + lines
        for path, text in base.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        return found_in(tmp_path / "data")

    return write


def rows(lineage: Lineage) -> list[list[list[str]]]:
    """The ids of the tasks, cell by cell."""
    return [[[step.task.id for step in cell] for cell in chain.cells] for chain in lineage.rows]


def step_of(lineage: Lineage, plan: str, task: str) -> Step:
    (step,) = (one for chain in lineage.rows for one in chain.steps if (one.task.plan, one.task.id) == (plan, task))
    return step


def test_a_task_splits_and_merges_and_the_newest_plan_gives_the_order(lineage_of):
    found = lineage_of(
        ("mau-2022", "tinh-cu", "2022", ["id: y-te, text: Y tế", "id: nha-o, text: Nhà ở", "id: nuoc, text: Nước"]),
        ("mau-2024", "tinh-cu", "2024", ["id: y-te, text: Y tế, continues: [mau-2022/y-te]", "id: dien, text: Điện"]),
        (
            "mau-2026",
            "tinh-mau",
            "2026",
            [
                "id: nha-va-nuoc, text: Nhà và nước, continues: [mau-2022/nha-o, mau-2022/nuoc]",
                "id: bao-hiem, text: Bảo hiểm, continues: [mau-2024/y-te]",
                "id: kham-benh, text: Khám bệnh, continues: [mau-2024/y-te]",
                "id: so-hoa, text: Số hóa",
            ],
        ),
    )

    assert list(found) == ["tinh-mau"]
    lineage = found["tinh-mau"]
    assert [column.title for column in lineage.columns] == [f"Kế hoạch mau-{year}" for year in (2022, 2024, 2026)]
    assert rows(lineage) == [
        [["nha-o", "nuoc"], [], ["nha-va-nuoc"]],
        [["y-te"], ["y-te"], ["bao-hiem", "kham-benh"]],
        [[], [], ["so-hoa"]],
        [[], ["dien"], []],
    ]
    split = step_of(lineage, "mau-2024", "y-te")
    assert [task.id for task in split.earlier] == ["y-te"]
    assert [task.id for task in split.later] == ["bao-hiem", "kham-benh"]
    assert [task.id for task in step_of(lineage, "mau-2026", "nha-va-nuoc").earlier] == ["nha-o", "nuoc"]


def test_a_task_begins_only_after_an_older_plan_and_ends_only_before_a_newer_one(lineage_of):
    found = lineage_of(
        ("mau-2021", "tinh-mau", "2021-2025", ["id: dai, text: Dài"]),
        ("mau-2024", "tinh-mau", "2024", ["id: ngan, text: Ngắn"]),
        ("mau-2026", "tinh-mau", "2026", ["id: moi, text: Mới"]),
    )["tinh-mau"]

    told = {step.task.id: (step.begins, step.ends) for chain in found.rows for step in chain.steps}
    # The yearly plan stands inside the period of the long one: neither is before the other.
    assert told == {"dai": (False, True), "ngan": (False, True), "moi": (True, False)}
    assert [step.task.id for step in found.alone["mau-2024"]] == ["ngan"]


def test_a_jurisdiction_with_one_plan_has_no_lineage_and_a_divided_one_goes_to_nobody(lineage_of):
    assert not lineage_of(
        ("huyen-2024", "huyen-cu", "2024", ["id: viec, text: Việc"]),
        ("xa-2026", "xa-mot", "2026", ["id: viec, text: Việc"]),
        ("ban-2026", "tinh-ban", "2026", ["id: viec, text: Việc"]),
    )


def test_work_that_is_carried_on_across_a_border_is_told_with_that_work_only(lineage_of):
    found = lineage_of(
        ("huyen-2024", "huyen-cu", "2024", ["id: nha-o, text: Nhà ở", "id: duong, text: Đường"]),
        ("xa-2026", "xa-mot", "2026", ["id: nha-o, text: Nhà ở, continues: [huyen-2024/nha-o]"]),
    )

    assert rows(found["xa-mot"]) == [[["nha-o"], ["nha-o"]]]
    assert rows(found["huyen-cu"]) == [[["nha-o"], ["nha-o"]], [["duong"], []]]


def test_what_is_not_there_ties_nothing(lineage_of):
    found = lineage_of(
        ("mau-2024", "tinh-mau", "2024", ["id: viec, text: Việc"]),
        ("mau-2026", "tinh-mau", "2026", ["id: viec, text: Việc, continues: [mau-2024/khac, mau-2026/viec]"]),
    )["tinh-mau"]

    assert rows(found) == [[[], ["viec"]], [["viec"], []]]
    assert step_of(found, "mau-2026", "viec").begins


def test_a_task_is_called_by_its_heading_or_the_beginning_of_its_text(lineage_of):
    long = "Xây dựng và nhân rộng mô hình " * 8
    found = lineage_of(
        ("mau-2024", "tinh-mau", "2024", ["id: dau-de, heading: Về nhà ở, text: Hỗ trợ", f"id: dai, text: {long}"]),
        ("mau-2026", "tinh-mau", "2026", ["id: viec, text: Việc"]),
    )["tinh-mau"]

    assert step_of(found, "mau-2024", "dau-de").name == "Về nhà ở"
    name = step_of(found, "mau-2024", "dai").name
    assert len(name) <= 110
    assert long.startswith(name.removesuffix("…"))
    assert name.endswith("…")


def test_the_province_before_and_after_2025_is_one_table_with_every_task_of_its_plans(project):
    found = found_in(project / "data")

    assert list(found) == ["tinh-lao-cai"]
    lineage = found["tinh-lao-cai"]
    assert [column.plan for column in lineage.columns] == ["lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026"]
    told = [(step.task.plan, step.task.id) for chain in lineage.rows for step in chain.steps]
    assert len(told) == len(set(told))
    workspace, _ = load(project / "data")
    assert set(told) == {
        (plan, task.id)
        for plan in ("lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026")
        for group in workspace.plans[plan].task_groups()
        for task in group.tasks
    }
    training = step_of(lineage, "lao-cai-2024", "dao-tao-nghe-viec-lam")
    assert [task.id for task in training.later] == [
        "dao-tao-nghe-va-viec-lam",
        "ket-noi-viec-lam",
        "thieu-hut-viec-lam",
    ]
    assert training.task.lead == "Sở Lao động - Thương binh và Xã hội"


def place_with_plans(folder, *plans: tuple[str, str, str]) -> Path:
    """A folder of one place with plans: the id, the period and further keys of each."""
    for path, text in BASE.items():
        if path.startswith("data/plans/"):
            for id_, period, more in plans:
                own = text.replace("id: mau-2026", f"id: {id_}").replace("period: 2026", f"period: {period}")
                target = folder / f"data/plans/{id_}.yaml"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(own + more, "utf-8")
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder


@pytest.mark.parametrize(
    ("plans", "earlier"),
    [
        ([("b-2025", "2025", ""), ("a-2024", "2024", "")], "b-2025"),
        ([("b-2025", "2025", ""), ("a-2025", "2025", "")], ""),
        ([("b-2025", "2025", ""), ("a-2025", "2025", ""), ("c-2024", "2024", "")], ""),
        ([("b-2025", "2025", ""), ("a-2021-2026", "2021-2026", "")], "b-2025"),
        ([("b-2027", "2027", "")], ""),
    ],
)
def test_the_site_and_diff_say_alike_which_plan_one_follows(tmp_path, plans, earlier):
    root = place_with_plans(tmp_path, *plans, ("mau-2026", "2026", ""))
    workspace, problems = load(root / "data")
    assert problems == []
    assert [plan.id for plan in predecessors(workspace, workspace.plans["mau-2026"])] == [earlier][: bool(earlier)]

    answer = run(root, "diff", "mau-2026", "--lang", "en")
    assert (answer.returncode == 2) == (not earlier)
    told = "năm 2025 becomes năm 2026" if earlier else "mau-2026 carries on no plan"
    assert told in answer.stdout + answer.stderr


def test_a_plan_that_is_named_comes_before_the_last_one_of_the_place(tmp_path):
    root = place_with_plans(
        tmp_path, ("b-2025", "2025", ""), ("a-2024", "2024", ""), ("mau-2026", "2026", "follows: [a-2024]\n")
    )
    workspace, _ = load(root / "data")

    assert [plan.id for plan in predecessors(workspace, workspace.plans["mau-2026"])] == ["a-2024"]
