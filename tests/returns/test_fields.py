"""An edited field of a task, a target or money, put back into the data: the file changes there and nowhere else."""

import difflib
from decimal import Decimal

import pytest

from planbook.changes.compare import compare
from planbook.loading.workspace import load_entry, load_files
from planbook.model.number import parse_number, written_number
from planbook.model.target import Figure
from planbook.model.task import Task
from planbook.reading.context import Context
from planbook.reading.edits import edits_of, plain
from planbook.reading.not_taken import attempted
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.repository.files import Files, read_folder
from planbook.returns.fields.figures import budget_field, money_field, read_source
from planbook.returns.fields.target_fields import target_field
from planbook.returns.fields.task_fields import assignment_field, group_field, task_field
from planbook.text.reader import read
from planbook.text.writer import Insertion, write
from planbook.views.matrix import matrix, task_rows
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording
from tests.conftest import FIVE, PLANS, ROOT
from tests.reading.test_spellings import in_words, refusal


class Edited:
    """A plan with what edits make of its file."""

    def __init__(self, workspace, plan, words):
        spellings, _, _ = load_entry(ROOT / "templates/plan/spellings.yaml", "spellings.yaml", SpellingsFile)
        self.workspace, self.plan = workspace, workspace.plans[plan]
        text = PlanText(workspace, self.plan, Wording(words), numbers(self.plan), short_citations=True)
        self.context = Context(self.plan, text, SpellingReader(words, spellings))
        self.rows = {row.id: row for row in task_rows(matrix(workspace, self.plan, words))}
        self.files = read_folder(FIVE / "data")

    def difference(self, answer) -> list[str]:
        """The lines of the file that changes take away and bring; nothing but them differs in the data."""
        path = f"data/plans/{self.plan.id}.yaml"
        old = self.files.contents[path].decode()
        new = write(old, edits_of(self.plan, answer))
        after, found = load_files(Files({**self.files.contents, path: new.encode()}))
        assert found == []
        items, meant = ({change.item for change in changes} for changes in (compare(self.workspace, after), answer))
        # A figure that stands for a target follows it.
        follow = {figure.id for figure in self.plan.walk() if isinstance(figure, Figure) and figure.target in meant}
        assert items - follow == meant
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        return [f"{line[0]}{line[1:].strip()}" for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


@pytest.fixture
def edited(plans, words):
    return lambda plan: Edited(plans, plan, words)


@pytest.mark.parametrize("plan", PLANS)
def test_what_a_sheet_prints_changes_nothing_when_it_is_read(edited, plan):
    found = edited(plan)
    for id_, row in found.rows.items():
        columns = {"lead": row.lead, "coordinating": row.coordinating, "deadline": row.deadline, "result": row.result}
        for field, text in columns.items():
            answer = attempted(task_field, found.context, id_, field, text)
            assert answer == () or found.context.led_by_duty.get(id_), (id_, field, in_words(answer))
        named = attempted(task_field, found.context, id_, "task", row.name)
        assert named == () or "no name of its own" in in_words(named)


def test_a_name_that_no_register_has_is_shown_as_it_was_typed_beside_the_one_that_is_meant(edited):
    context = edited("lao-cai-2026").context
    name = next(iter(context.text.workspace.funding_sources.values())).name

    said = refusal(read_source, context, f"{name} KHÁC")

    assert said == f"“{name} KHÁC” is not in data/funding-sources.yaml; write one of: {name}"


def test_who_leads_is_changed_in_the_assignment_of_the_group_that_has_one_task_with_it(edited):
    found = edited("lao-cai-2026")
    answer = task_field(found.context, "quan-triet-va-lap-ke-hoach", "lead", "Sở Y tế, Sở NN&MT")

    assert found.difference(answer) == ["-lead: [so-nn-mt, ubnd-xa-phuong]", "+lead: [so-y-te, so-nn-mt]"]


def test_a_task_that_has_the_assignment_of_its_group_gets_one_of_its_own(edited):
    found = edited("lao-cai-2026")
    answer = task_field(found.context, "quan-triet-chu-truong-chinh-sach", "deadline", "trước ngày 01/5/2026; hằng quý")

    assert found.difference(answer) == [
        "+assignment:",
        "+lead: so-nn-mt",
        "+coordinating: [cac-so-ban-nganh-lien-quan, ubnd-xa-phuong]",
        "+deadlines:",
        "+- before: 2026-05-01",
        "+- every: quarter",
    ]


def test_a_changed_time_of_several_is_one_line_and_keeps_the_work(edited):
    found = edited("lao-cai-2026")
    row = found.rows["quan-triet-va-lap-ke-hoach"]
    answer = task_field(found.context, row.id, "deadline", row.deadline.replace("10/4/2026", "20/4/2026"))

    assert found.difference(answer) == [
        "-- {work: xây dựng và ban hành kế hoạch triển khai, before: 2026-04-10}",
        "+- {work: xây dựng và ban hành kế hoạch triển khai, before: 2026-04-20}",
    ]


def test_an_edited_text_keeps_what_it_mentions(edited):
    found = edited("lao-cai-2026")
    row = found.rows["quan-triet-va-lap-ke-hoach"]
    answer = task_field(found.context, row.id, "result", row.result.replace("Kế hoạch", "Các kế hoạch"))

    assert found.difference(answer) == [
        "-result: Kế hoạch triển khai của các sở, ngành và {agency:ubnd-xa-phuong|short}",
        "+result: Các kế hoạch triển khai của các sở, ngành và {agency:ubnd-xa-phuong|short}",
    ]


def test_another_agency_in_a_text_is_a_mention_again(edited):
    found = edited("lao-cai-2026")
    row = found.rows["quan-triet-va-lap-ke-hoach"]
    answer = task_field(found.context, row.id, "result", row.result.replace("UBND các xã, phường", "Sở Y tế"))

    assert found.difference(answer)[-1].endswith("các sở, ngành và {agency:so-y-te|short}")


def test_words_of_a_document_are_refused(edited):
    found = edited("lao-cai-2024")
    cited = next(row for row in found.rows.values() if "số 05-CT/TW" in row.name or "Quyết định số" in row.name)
    answer = attempted(task_field, found.context, cited.id, "task", cited.name.replace(" số ", " số 1"))

    assert "where the plan cites a document" in in_words(answer)


def test_an_edited_number_in_the_text_of_a_target_is_its_value(edited):
    found = edited("lao-cai-2026")
    target = found.context.entries["dao-tao-nghe"]
    text = found.context.text.target(target).replace("khoảng 3.000", "ít nhất 3.200")

    assert found.difference(target_field(found.context, target, "target", {"target": text})) == [
        "-comparator: about",
        "-value: 3.000",
        "+comparator: at-least",
        "+value: 3.200",
    ]


def test_number_comparator_and_unit_change_together_or_not_at_all(edited):
    context = edited("lao-cai-2026").context
    target, cells = context.entries["dao-tao-nghe"], {"value": Decimal(3500), "comparator": "chừng"}

    for field in cells:
        assert "is no comparator" in in_words(attempted(target_field, context, target, field, cells))


def test_money_in_another_unit_is_written_in_that_of_its_budget(edited):
    found = edited("bac-ha-2022")
    row = {"amount": Decimal("10.9"), "unit": "tỷ đồng"}
    answer = budget_field(found.context, found.context.entries["kinh-phi-2022-su-nghiep"], "amount", row)

    assert found.difference(answer)[-1].endswith("amount: 10.900}")


def test_money_that_is_allotted_loses_the_note_that_it_is_not(edited):
    found = edited("bac-ha-2022")
    budget, row = found.context.entries["kinh-phi-du-an-5"], {"amount": "khoảng 1.200", "unit": "triệu đồng"}
    answer = budget_field(found.context, budget, "amount", row)

    assert found.difference(answer) == [
        "-total: unallocated",
        "-note: Trung ương chưa phân bổ",
        "+total: 1.200",
        "+approximate: true",
    ]


def test_an_amount_in_the_line_of_a_group_is_changed_where_it_stands(edited):
    found = edited("bac-ha-2022")
    group = next(group for group in found.plan.task_groups() if group.budget)
    line = found.context.text.budget(group.budget)

    assert found.difference(money_field(found.context, group.id, line.replace("2.064", "2.065")))[-1].endswith(
        "amount: 2.065}"
    )
    assert "only the amounts" in refusal(money_field, found.context, group.id, line.replace("vốn", "tiền"))


def test_a_task_without_money_gets_a_budget(edited):
    found = edited("bac-ha-2022")
    task = next(id_ for id_, entry in found.context.entries.items() if isinstance(entry, Task) and not entry.budget)

    assert found.difference(money_field(found.context, task, "khoảng 2,5 tỷ đồng")) == [
        "+budget:",
        f"+id: kinh-phi-{task}",
        "+unit: ty",
        "+total: 2,5",
        "+approximate: true",
    ]
    assert "names no unit" in refusal(money_field, found.context, task, "2.500")


def test_a_heading_and_a_text_of_a_group_are_told_apart(edited):
    found = edited("lao-cai-2026")
    group = found.plan.task_groups()
    group = next(one for one in group if one.heading)
    answer = group_field(found.context, group.id, "task", f"{found.context.text.fill(group.heading)} hằng năm")

    assert [change.field for change in answer] == ["heading"]


def test_a_line_of_an_assignment_in_word_changes_its_own_field(edited):
    found = edited("lao-cai-2026")
    answer = assignment_field(found.context, "lanh-dao-chi-dao", "coordinating", "Sở Tài chính")

    assert found.difference(answer)[-1] == "+coordinating: so-tai-chinh"


def test_a_new_entry_comes_behind_another_and_keeps_the_comments():
    text = "id: a\ntasks:\n  - id: one  # first\n    text: x  # of one\n  - id: two\n    text: y\n"
    root, _ = read("a.yaml", text.encode())
    one = root.entries["tasks"].items[0]
    new = {"id": "new", "text": "z"}

    assert write(text, [Insertion(root, "tasks", new, one)]).splitlines() == [
        "id: a",
        "tasks:",
        "  - id: one  # first",
        "    text: x  # of one",
        "  - id: new",
        "    text: z",
        "  - id: two",
        "    text: y",
    ]
    assert write(text, [Insertion(root, "tasks", new)]).startswith(
        "id: a\ntasks:\n  - id: new\n    text: z\n  - id: one"
    )
    assert write(text, [Insertion(root, "more", new)]).endswith("more:\n  - id: new\n    text: z\n")


@pytest.mark.parametrize("number", ["3.695", "3.6951", "1500", "0.125", "1234.567", "10.50", "12.345", "148.4", "5"])
def test_a_number_is_written_so_that_it_is_read_as_itself(number):
    assert parse_number(written_number(Decimal(number))) == Decimal(number)


def test_an_entry_is_written_as_files_hold_it(plans):
    budget = next(entry for entry in plans.plans["bac-ha-2022"].walk() if getattr(entry, "id", "") == "kinh-phi-2022")

    assert plain(budget) == {
        "id": "kinh-phi-2022",
        "heading": "Tổng nhu cầu kinh phí năm 2022",
        "unit": "trieu",
        "total": "81.689",
        "lines": [
            {"id": "kinh-phi-2022-dau-tu", "source_of_funds": "von-dau-tu-phat-trien", "amount": "70.852"},
            {"id": "kinh-phi-2022-su-nghiep", "source_of_funds": "von-su-nghiep", "amount": "10.837"},
        ],
    }
