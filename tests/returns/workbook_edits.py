"""Workbooks in somebody's hands: given out, edited cell by cell, saved, and what comes back of them."""

import io
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl

from planbook.checks import findings
from planbook.loading.workspace import load_files
from planbook.model.budget import Budget
from planbook.model.task import Assignment, Task
from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.workbooks import read_book
from planbook.reading.agencies import Register, folded_name
from planbook.render.sheet import workbook
from planbook.repository.files import Files
from planbook.returns.answers.answer import EditChoice
from planbook.returns.fields.trial import DataState
from planbook.returns.workbook.pull_workbook import compared_workbook
from planbook.returns.workbook.tables import COLUMNS, names_of
from planbook.views.once import Views
from planbook.views.workbook.assembly import Origin, workbook_view
from tests.conftest import FIVE

MADE = datetime(2026, 11, 21, tzinfo=UTC)
TASKS, GRID, BUDGET, TARGETS = "Nhiệm vụ", "Phân công", "Kinh phí", "Chỉ tiêu"
SHEETS = {"about_tasks": TASKS, "about_budget": BUDGET, "about_targets": TARGETS}


def exported(workspace, words, plan, revision="") -> bytes:
    found = workspace.plans[plan]
    origin = Origin(revision, MADE.date())
    views = Views(workspace, words)
    return workbook(workbook_view(views.texts[found.id], views.views[found.id], views.sheets[found.id], origin), MADE)


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass
class Hand:
    """A workbook in somebody's hand: cells are named by the id of their row and the name of their column."""

    state: DataState
    plan: str
    book: openpyxl.Workbook

    def row(self, id_, about="about_tasks") -> int:
        return next(cell.row for cell in self.book[SHEETS[about]]["A"] if cell.value == id_)

    def names(self, about, name="index") -> tuple[str, ...]:
        """The columns of a sheet, those of an earlier version where only these have the one that is named."""
        sheet = Views(self.state.workspace, self.state.phrases).sheets[self.plan].get(about)
        now = names_of(about, sheet) if sheet else ()
        return now if name in now else COLUMNS[about]

    def cell(self, id_, name, about="about_tasks"):
        return self.book[SHEETS[about]].cell(self.row(id_, about), self.names(about, name).index(name) + 2)

    def pulled(self, accepted=()):
        return compared_workbook(
            FIVE, read_book(read_package(saved(self.book), WORKBOOK)), self.state, EditChoice(accepted)
        )

    def after(self, text):
        path = f"data/plans/{self.plan}.yaml"
        workspace, found = load_files(Files({**self.state.files.contents, path: text.encode()}))
        assert found == []
        return workspace


def lines_of(answer):
    return [(one.id, one.old, one.new) for one in answer.proposals]


def refusals(answer) -> list[str]:
    return [f"{one.at}: {one.refused.message}" for one in answer.refused]


# What people write, and what it means.
TIMES = {
    "trước ngày {d}/{m}/{y}": lambda day: {"before": day.isoformat()},
    "{d}/{m}/{y}": lambda day: {"by": day.isoformat()},
    "chậm nhất ngày {d:02}/{m:02}/{y}": lambda day: {"by": day.isoformat()},
    "tháng {m} năm {y}": lambda day: {"within": f"{day:%Y-%m}"},
    "Quý {q}/{y}": lambda day: {"within": f"{day.year}-Q{(day.month + 2) // 3}"},
    "hằng quý": lambda _: {"every": ["quarter"]},
    "hàng năm": lambda _: {"every": ["year"]},
    "Thường xuyên": lambda _: {"throughout": True},
    "thường xuyên năm {y}": lambda day: {"throughout": f"{day.year}"},
}
WORDS = ["rà soát", "danh sách", "hộ nghèo,", "đối thoại;", "vay vốn:", "mỗi xã", "(nếu có)", "mọi nơi", "kịp thời"]


def a_time(chance):
    day = date(2026, chance.randint(4, 12), chance.randint(1, 28))  # behind the day on which the plan was signed
    form = chance.choice(list(TIMES))
    quarter = ("I", "II", "III", "IV")[(day.month - 1) // 3]
    return form.format(d=day.day, m=day.month, y=day.year, q=quarter), TIMES[form](day)


def some_agencies(chance, register):
    """Names, short names and aliases of one to three agencies, with their ids."""
    clear = [name for name, ids in register.names.items() if len(ids) == 1 and not register.ended(ids[0])]
    spelled = {}
    for id_, agency in register.text.workspace.agencies.items():
        for name in {*agency.names, register.text.agency(id_, "full")}:
            if folded_name(name) in clear and register.names[folded_name(name)] == (id_,):
                spelled.setdefault(id_, []).append(name)
    ids = chance.sample(sorted(spelled), chance.randint(1, 3))
    names = [chance.choice(sorted(spelled[id_])) for id_ in ids]
    if chance.random() < 0.2:
        names = [name.upper() for name in names]
    return chance.choice([", ", "; ", "\n", " + ", ", và "]).join(names), ids


def random_edits(chance, hand, count):
    """Edit some cells; give what each now has to say: by row and column, as a function of the entry."""
    plan = hand.state.workspace.plans[hand.plan]
    context = hand.state.context(plan)
    register = Register(context.text, context.reading, context.text.workspace)
    edited = {}
    cells = [(id_, name) for id_ in context.groups for name in ("lead", "coordinating", "deadline", "result", "task")]
    cells += [(target.id, name) for target in plan.targets() for name in ("value", "target")]
    for id_, name in chance.sample(cells, min(count, len(cells))):
        entry = context.entries[id_]
        if name in ("lead", "coordinating"):
            if name == "lead" and id_ in context.led_by_duty:
                continue
            text, wanted = some_agencies(chance, register)
            hand.cell(id_, name).value = text
            edited[id_, name] = wanted
        elif name == "deadline" and not entry.deadlines:
            text, wanted = a_time(chance)
            hand.cell(id_, name).value = text
            edited[id_, name] = wanted
        elif name == "result" and "{figure" not in (entry.result or ""):
            text = " ".join(chance.sample(WORDS, 6)).capitalize()
            hand.cell(id_, name).value = text
            edited[id_, name] = text
        elif name == "task" and (entry.text or entry.heading):
            cell = hand.cell(id_, name)
            added = " ".join(chance.sample(WORDS, 4))
            cell.value = f"{cell.value.rstrip('.')} {added}"
            edited[id_, name] = f"{(entry.text or entry.heading).rstrip('.')} {added}"
        elif name == "value" and entry.value is not None and entry.upper is None and not entry.unit.startswith("%"):
            wanted = Decimal(chance.randint(1, 99_999))
            hand.cell(id_, name, "about_targets").value = int(wanted)
            edited[id_, name] = wanted
        elif name == "target" and entry.text.endswith("."):
            cell = hand.cell(id_, name, "about_targets")
            added = " ".join(chance.sample(WORDS, 3))
            cell.value = f"{cell.value[:-1]} {added}."
            edited[id_, name] = f"{entry.text[:-1]} {added}."
    edited |= more_money(chance, hand)
    return edited


def more_money(chance, hand):
    """All money of a plan by one factor, so that it still adds up where it did."""
    plan = hand.state.workspace.plans[hand.plan]
    is_rounded = any(finding.plan == plan.id for finding in findings(hand.state.workspace, ["budget-sum"]))
    factor = 1 if is_rounded else chance.randint(2, 9)
    edited = {}
    for budget in (entry for entry in plan.walk() if isinstance(entry, Budget)):
        for id_, amount in ((budget.id, budget.total), *((line.id, line.amount) for line in budget.lines)):
            if amount != "unallocated":
                edited[id_, "amount"] = amount[0] * factor
                hand.cell(id_, "amount", "about_budget").value = float(amount[0] * factor)
    return edited


def said(plan, id_, name):
    """What an entry of a plan says in a column, as the random edits write it."""
    entries = {entry.id: entry for entry in plan.walk() if getattr(entry, "id", None)}
    entry = entries[id_]
    group = next((one for one in plan.task_groups() if entry in one.tasks), None)
    assignment = getattr(entry, "assignment", None) or (group and group.assignment) or Assignment()
    if name in ("lead", "coordinating"):
        return [one.agency for one in getattr(assignment, name)]
    if name == "deadline":
        (deadline,) = assignment.deadlines
        return deadline.model_dump(mode="json", exclude_none=True, exclude={"report", "id", "work"})
    if name == "task":
        return entry.text or entry.heading
    if name == "amount":
        return (entry.total if isinstance(entry, Budget) else entry.amount)[0]
    return getattr(entry, {"target": "text"}.get(name, name))


def differing(old, new) -> set[tuple[str, str]]:
    """The cells of two states of the sheets that differ, by row and column."""
    found = set()
    for about in SHEETS.keys() & old.keys():
        rows = {row.id: row.cells for row in new[about].rows}
        for row in old[about].rows:
            pairs = zip(names_of(about, old[about]), row.cells, rows[row.id], strict=True)
            found |= {(row.id, name) for name, one, other in pairs if one != other}
    return found


def check_edits(hand, edited, answer, text, words):
    assert refusals(answer) == []
    assert answer.conflicts == ()
    after = hand.after(text)
    plan = after.plans[hand.plan]
    assert {cell: said(plan, *cell) for cell in edited} == edited
    old = Views(hand.state.workspace, words).sheets[hand.plan]
    # Beside the edited cells only what follows from them: the day of a deadline and the note that it is the first of several,
    # the number in a target's text,
    # the money of a line in the row of its task.
    follows = {(id_, name) for id_, edit in edited if edit == "deadline" for name in ("day", "notes")}
    follows |= {(id_, "target") for id_, name in edited if name == "value"}
    # What stands for a target says the target's number, in the rows of tasks too.
    targets = {id_ for id_, name in edited if name in ("value", "target")}
    follows |= {
        (task.id, name)
        for task in plan.walk() if isinstance(task, Task)
        for entry in task.walk() if getattr(entry, "stands_for", "") in targets
        for name in ("task", "result")
    }  # fmt: skip
    shown = {cell for cell in differing(old, Views(after, words).sheets[plan.id]) if cell[1] != "money"}
    assert shown <= edited.keys() | follows


def state_text(hand) -> str:
    return hand.state.files.contents[f"data/plans/{hand.plan}.yaml"].decode()


NEW = ["", "", "Hỗ trợ nhà vệ sinh cho hộ nghèo", "Sở Y tế", "UBND các xã, phường", "trước ngày 30/9/2026", None,
       "Báo cáo kết quả", "1,5 tỷ đồng"]  # fmt: skip


def git(root, *words) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def commit(root) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "data")
    return git(root, "rev-parse", "--short", "HEAD")


def path_of(root):
    return root / "data/plans/lao-cai-2026.yaml"


def rewrite(root, old, new):
    path = path_of(root)
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
