"""A data file that two branches changed: merged by id and field, then held to what neither of the two said.

Where one branch gave an item another id, all versions are read by it, so that what the others changed is merged by it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from planbook.changes.compare import compare_plans
from planbook.changes.renamed import OF_ITEMS
from planbook.checks import findings
from planbook.loading.data_file import kind_of
from planbook.loading.workspace import entry_of
from planbook.messages.diagnostics import Diagnostic, Span, Text, in_order
from planbook.model.agency import AgencyChangeFile
from planbook.model.budget import Budget
from planbook.model.entry import Entry, reference_kind
from planbook.model.number import known_sum, official
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.review.merge_blocks import MergedLines, Sides, as_pieces, merge_blocks
from planbook.review.merge_effects import clashes_of_effects, endings_of_both

_OF_ONE_PLAN = ("budget-sum", "figure-sum", "figure-repeated-differently")  # what can be told without registers
_CONFLICT = re.compile("^<{7,} ours$", re.MULTILINE)


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


@dataclass(frozen=True)
class Merge:
    """What comes of two versions: the text, how many places of it show more than one, what does not hold, the lines it is of."""

    text: str
    clashes: int
    faults: list[Diagnostic]
    lines: Mapping[str, list[str]]

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to look at it."""
        return not (self.clashes or self.faults)


def merge(path: str, versions: Sides, by_lines: str, names: Sides) -> Merge:
    """The file `path` (below the repository's top) out of its versions; out of what git made of their lines where one cannot be read.

    Only the file itself is looked at: other files are merged at the same time, and nobody can say yet what they hold.
    """
    versions = _with_common_ids(path, versions)
    merged = merge_blocks(versions, names)
    if merged is None and _CONFLICT.search(by_lines):
        return Merge(by_lines, 1, [], {})
    pieces, moved_twice = merged or (as_pieces(by_lines), [])
    text = "".join(f"{line}\n" for piece in pieces for line in piece.ours)
    faults, lines = _faults(path, versions, text, names)
    faults += [_moved(path, text, id_, names) for id_ in moved_twice]
    # Where several versions are is_clash, nobody needs to hear that an id stands twice.
    is_clash = [piece.ours != piece.written for piece in pieces for _ in piece.ours]
    faults = [fault for fault in faults if fault.check != "duplicate-id" or not is_clash[fault.span.line - 1]]
    clashes = sum(piece.ours != piece.written for piece in pieces)
    return Merge(marked(pieces, faults), clashes, in_order(faults), {path: lines})


def _faults(path: str, versions: Sides, text: str, names: Sides) -> tuple[list[Diagnostic], list[str]]:
    """What is wrong in a merged text and in neither side, and its lines."""
    parts = PurePosixPath(path).parts
    below_data = parts[len(parts) - parts[::-1].index("data") :] if "data" in parts else ()
    kind = kind_of("/".join(("data", *below_data))) if below_data else None
    if kind is None:
        return [], []
    result = _read(text, path, kind)
    base, *sides = (_read(version, path, kind) for version in versions)
    known_facts = sides[0].facts | sides[1].facts
    faults = [finding for finding in result.findings if finding.stops_the_build and finding.fact not in known_facts]
    entries = [version.entry for version in (base, *sides, result)]
    match entries:  # one that cannot be read is None
        case Plan() as old, Plan() as own, Plan() as brought, Plan() as merged:
            places = {fault.span for fault in faults}
            faults += [fault for fault in _money_of_both(old, own, brought, merged) if fault.span not in places]
            faults += clashes_of_effects(old, own, brought, merged, names)
        case (
            AgencyChangeFile(),
            AgencyChangeFile() as first,
            AgencyChangeFile() as second,
            AgencyChangeFile() as events,
        ):
            faults += endings_of_both(first, second, events)
    return faults, result.lines


def _moved(path: str, text: str, id_: str, names: Sides) -> Diagnostic:
    """That both sides moved an entry, each elsewhere."""
    entry = re.compile(rf"(?<![\w-])id[\"']?: [\"']?{id_}(?![\w-])")
    line = next((at for at, line in enumerate(text.split("\n"), 1) if entry.search(line)), 1)
    return Diagnostic(
        "moved-by-both-sides",
        Span(path, line),
        Text("both branches moved “{id}”; it stands where {ours} put it, {theirs} put it elsewhere",
             {"id": id_, "ours": names.ours, "theirs": names.theirs}),
        Text("leave it here, or move it where it belongs"),
    )  # fmt: skip


def marked(pieces: Iterable[MergedLines], faults: Iterable[Diagnostic]) -> str:
    """The text of a merged file, with each finding as a conflict above its line, so that nobody overlooks it.

    A comment in a line of its own stays with what it is about: the conflict stands above both.
    """
    written: list[list[str]] = []
    starts: list[int] = []  # for each line of our side where in `written` it stands
    for piece in pieces:
        if piece.ours == piece.written:
            starts += range(len(written), len(written) + len(piece.ours))
            written += [[line] for line in piece.ours]
        else:
            starts += [len(written)] * len(piece.ours)
            written.append([*piece.written])
    for fault in sorted(faults, key=lambda fault: fault.span, reverse=True):
        sentences = [fault.message, *([fault.help] if fault.help else [])]
        words = [f"# {' '.join(sentence.spoken().split())}" for sentence in sentences]
        at = starts[fault.span.line - 1] if starts else 0
        while at and written[at - 1][0].lstrip().startswith("#"):
            at -= 1
        written[at][:0] = ["<<<<<<< planbook", *words, "=======", ">>>>>>> planbook"]
    return "".join(f"{line}\n" for lines in written for line in lines)


def _read(text: str, path: str, kind: type[Entry]) -> _Version:
    entry, findings_, lines = entry_of(text.encode(), path, kind)
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
    added = known_sum(budget.number(line.amount) for line in budget.lines)
    return bool(budget.lines) and added is not None and added == budget.number(budget.total)


def _written(budget: Budget) -> str:
    number = budget.number(budget.total)
    return "-" if number is None else official(number)


def _with_common_ids(path: str, versions: Sides) -> Sides:
    """The versions of a plan with the ids that one side gave to what the other one has by the old ids; others as they are."""
    plans = [plan for text in versions if isinstance(plan := entry_of(text.encode(), path, Plan)[0], Plan)]
    if len(plans) < len(versions):
        return versions
    base, *sides = plans
    ids = [_ids(plan) for plan in plans]
    # Who has both ids means two things by them.
    own, brought = (
        {was: now for was, now in _new_ids(base, side).items() if was in facing and now not in ids[0] | facing}
        for side, facing in zip(sides, (ids[2], ids[1]), strict=True)
    )
    texts = zip(versions, plans, ({**own, **brought}, brought, own), strict=True)
    return Sides(*(_called(text, plan, names) if names else text for text, plan, names in texts))


def _ids(plan: Plan) -> set[str]:
    return {id_ for part in plan.walk() if (id_ := getattr(part, "id", None))}


def _new_ids(base: Plan, side: Plan) -> dict[str, str]:
    """The new id of each item that a side has under another one."""
    changes = (change for change in compare_plans(base, side) if (change.kind, change.field) == ("set", "id"))
    return {str(change.old): change.item for change in changes}


def _called(text: str, plan: Plan, names: Mapping[str, str]) -> str:
    """The text of a plan with other ids, where items have them and where others name these."""
    lines = text.split("\n")
    for span, id_ in sorted(_places(plan, names), key=lambda place: place[0], reverse=True):
        line = lines[span.line - 1]
        begin = line.find(id_, span.column - 1)
        lines[span.line - 1] = line[:begin] + names[id_] + line[begin + len(id_) :]
    mentions = re.compile(rf"(\{{(?:item|figure|deadline):)({'|'.join(names)})(?=[|}}])")
    return mentions.sub(lambda match: match[1] + names[match[2]], "\n".join(lines))


def _places(plan: Plan, names: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Where ids of some items stand in a plan."""
    for part in plan.walk():
        for field, value in part:
            if field != "id" and reference_kind(type(part), field) not in OF_ITEMS:
                continue
            for at, id_ in enumerate(value if isinstance(value, tuple) else (value,)):
                if id_ in names:
                    yield part.source.span(field, at), id_
