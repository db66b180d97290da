"""What became of the findings between two states: each is known by its check, its item and its place, not by its sentence."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from planbook.messages.diagnostics import Diagnostic
from planbook.repository.data_paths import flat, register_of

FindingFate = Literal["accepted", "new", "changed", "gone"]
FATES: tuple[FindingFate, ...] = get_args(FindingFate)
_Key = Callable[[Diagnostic], Hashable]


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that somebody accepts now (`finding.allowed` says why), that is new, says otherwise, or is gone.

    `before` is what it was, if it was there; one that nobody accepts any more is new, and one that weighs more now.
    """

    fate: FindingFate
    finding: Diagnostic
    before: Diagnostic | None = None


def finding_changes(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic], names: Mapping[str, str] | None = None
) -> tuple[FindingChange, ...]:
    """What became of findings: what is accepted now first, then by weight; `names` are new ids of plans and items."""
    ids = names or {}
    gone, come = list(before), list(after)
    if not ids:
        gone, come = _of_other_paths(gone, come)
    pairs: list[tuple[Diagnostic, Diagnostic]] = []
    for level in range(4):
        _pair(gone, come, pairs, lambda finding, level=level: _identity(finding, ids, level))  # type: ignore[misc]
    changes = [change for pair in pairs if (change := _change(*pair))]
    changes += [FindingChange("accepted" if finding.allowed else "new", finding) for finding in come]
    changes += [FindingChange("gone", finding, finding) for finding in gone]
    return tuple(sorted(changes, key=lambda change: (FATES.index(change.fate), change.finding.severity.rank)))


def _of_other_paths(before: list[Diagnostic], after: list[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings of paths of which not all is as it was; no finding of one path is another one's."""
    sides: list[dict[str, list[Diagnostic]]] = [{}, {}]
    for by_path, findings in zip(sides, (before, after), strict=True):
        for finding in findings:
            by_path.setdefault(finding.span.path, []).append(finding)
    alike = {path for path, findings in sides[0].items() if sides[1].get(path) == findings}
    return [finding for finding in before if finding.span.path not in alike], [
        finding for finding in after if finding.span.path not in alike
    ]


def _pair(
    gone: list[Diagnostic], come: list[Diagnostic], pairs: list[tuple[Diagnostic, Diagnostic]], key: _Key
) -> None:
    """Put the findings of one identity side by side, those of most values in common first, and take them out of both lists."""
    waiting: dict[Hashable, list[Diagnostic]] = {}
    for finding in gone:
        waiting.setdefault(key(finding), []).append(finding)
    alike = [(earlier, finding) for finding in come if (is_of := key(finding)) for earlier in waiting.get(is_of, ())]
    was: set[int] = set()
    now: set[int] = set()
    for earlier, finding in sorted(alike, key=lambda pair: -len(_values(pair[0]) & _values(pair[1]))):
        if id(earlier) not in was and id(finding) not in now:
            pairs.append((earlier, finding))
            was.add(id(earlier))
            now.add(id(finding))
    gone[:] = [finding for finding in gone if id(finding) not in was]
    come[:] = [finding for finding in come if id(finding) not in now]


def _identity(finding: Diagnostic, names: Mapping[str, str], level: int) -> Hashable:
    """Check, file, item, place and values; then without the place, without the values, without both.

    A file of a plan is the same in another folder, and so are the files that a register is split into.
    """
    path = finding.span.path
    parts = (part.removesuffix(".yaml") for part in flat(path).split("/"))
    file = register_of(path) or tuple(names.get(part, part) for part in parts)
    where = (finding.check, file, names.get(finding.item, finding.item))
    values = tuple(sorted(_values(finding)))
    if level and not finding.item:
        return ()
    return (*where, finding.field if level in (0, 2) else "", values if level < 2 else ())


def _values(finding: Diagnostic) -> set[tuple[str, str]]:
    return {(key, str(value)) for key, value in finding.message.values.items() if key != "line"}


def _change(before: Diagnostic, after: Diagnostic) -> FindingChange | None:
    if before.allowed != after.allowed:
        return FindingChange("accepted" if after.allowed else "new", after, before)
    if after.severity.rank < before.severity.rank:
        return FindingChange("new", after, before)
    is_other = before.fact[4:] != after.fact[4:] or before.severity is not after.severity
    return FindingChange("changed", after, before) if is_other else None
