"""A data file that git merged line by line: what the result says that neither of the two sides said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

from planbook.changes.compare import compare_plans
from planbook.checks import findings
from planbook.loading.data_file import kind_of
from planbook.loading.workspace import load_entry
from planbook.messages.diagnostics import Diagnostic, Span, Text, in_order
from planbook.model.budget import Budget
from planbook.model.entry import Entry
from planbook.model.number import official
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace

_OF_ONE_PLAN = ("budget-sum", "figure-sum", "figure-repeated-differently")  # what can be told without registers


@dataclass(frozen=True)
class _Version:
    """One version of a file, as far as it can be read by itself."""

    entry: Entry | None
    findings: list[Diagnostic]
    lines: list[str]

    @property
    def facts(self) -> set[tuple[object, ...]]:
        """The findings, in whatever lines they stand."""
        return {finding.fact for finding in self.findings}


def check_merge(
    path: str, base: Path, ours: Path, theirs: Path, merged: Path
) -> tuple[list[Diagnostic], dict[str, list[str]]]:
    """What is wrong in the merged file `path` (below the repository's top) and in neither side, and its lines.

    The other arguments are where its versions lie. Only the file itself is looked at: other files are merged at
    the same time, and nobody can say yet what they will hold.
    """
    parts = PurePosixPath(path).parts
    below_data = parts[len(parts) - parts[::-1].index("data") :] if "data" in parts else ()
    kind = kind_of("/".join(below_data)) if below_data else None
    if kind is None:
        return [], {}
    result = _read(merged, path, kind)
    sides = [_read(side, path, kind) for side in (ours, theirs)]
    known_facts = sides[0].facts | sides[1].facts
    faults = [finding for finding in result.findings if finding.stops_the_build and finding.fact not in known_facts]
    plans = [side.entry for side in (_read(base, path, kind), *sides, result) if isinstance(side.entry, Plan)]
    if len(plans) == 4:  # else one of the versions cannot be read
        places = {fault.span for fault in faults}
        faults += [fault for fault in _money_of_both(*plans) if fault.span not in places]
    return in_order(faults), {path: result.lines}


def marked(text: str, faults: Iterable[Diagnostic], language: str = "vi") -> str:
    """The text of a merged file with each finding as a conflict above its line, so that nobody overlooks it.

    A comment in a line of its own stays with what it is about: the conflict stands above both.
    """
    lines = text.split("\n")
    for fault in sorted(faults, key=lambda fault: fault.span, reverse=True):
        sentences = [fault.message, *([fault.help] if fault.help else [])]
        words = [f"# {' '.join(sentence.in_language(language).split())}" for sentence in sentences]
        at = fault.span.line - 1
        while at and lines[at - 1].lstrip().startswith("#"):
            at -= 1
        lines[at:at] = ["<<<<<<< planbook", *words, "=======", ">>>>>>> planbook"]
    return "\n".join(lines)


def _read(file: Path, path: str, kind: type[Entry]) -> _Version:
    entry, findings_, lines = load_entry(file, path, kind)
    if isinstance(entry, Plan) and not findings_:
        findings_ = findings(Workspace(plans={entry.id: entry}, trees={path: entry.source}), _OF_ONE_PLAN)
    return _Version(entry, findings_, lines)


def _money_of_both(base: Plan, ours: Plan, theirs: Plan, merged: Plan) -> Iterator[Diagnostic]:
    """Find budgets that both sides changed, each in its own way, and of which nobody can say that they add up."""
    # What differs between a side and the result is what the other side brought in.
    touched = [_budgets_changed(ours, merged) & _budgets_changed(base, ours)]
    touched.append(_budgets_changed(theirs, merged) & _budgets_changed(base, theirs))
    for budget in merged.entries(Budget):
        if budget.id in touched[0] & touched[1] and not _adds_up(budget):
            span: Span = budget.source.span("total")
            yield Diagnostic(
                "money-of-both-sides",
                span,
                Text("both branches changed the amounts of the budget “{id}”", {"id": budget.id}),
                Text("see whether the total {total} is still right", {"total": _written(budget)}),
                plan=merged.id,
            )


def _budgets_changed(old: Plan, new: Plan) -> set[str]:
    """The budgets of which the total or a line is another."""
    owner = {line.id: budget.id for plan in (old, new) for budget in plan.entries(Budget) for line in budget.lines}
    changed = (
        change.item
        for change in compare_plans(old, new)
        if change.kind in ("add", "remove") or change.field in ("total", "amount")
    )
    budgets = {budget.id for budget in new.entries(Budget)}
    return {owner.get(item, item) for item in changed} & budgets


def _adds_up(budget: Budget) -> bool:
    """Whether the lines come to the stated total, as far as anybody can know."""
    amounts = [budget.number(line.amount) for line in budget.lines]
    numbers = [amount for amount in amounts if amount is not None]
    return len(numbers) == len(amounts) > 0 and sum(numbers, Decimal()) == budget.number(budget.total)


def _written(budget: Budget) -> str:
    number = budget.number(budget.total)
    return "-" if number is None else official(number)
