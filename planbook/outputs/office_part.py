"""Some plans of an office of many, read over the registers as the last check kept them: what others say stays on the disk.

What is read comes out as it does where all is read. Registers that are not as they were kept are read as ever.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from planbook.checks import checks, findings
from planbook.loading.data_file import REGISTER_PARTS
from planbook.loading.kept_registers import KeptRegisters, kept_registers
from planbook.loading.shared_registers import shared_ids_of, with_shared, words_of
from planbook.loading.workspace import load_files, load_with_ids
from planbook.messages.diagnostics import Allowance, BuildStopped, Diagnostic, in_order, stop_the_build
from planbook.model.plan_words import PlanWords
from planbook.model.workspace import Workspace
from planbook.outputs.check_record import CheckRecord
from planbook.outputs.findings_by_file import FindingsByFile
from planbook.outputs.last_findings import KEPT_REGISTERS, last_record, plans_to_read
from planbook.outputs.office_files import OfficeFiles
from planbook.repository.data_paths import plan_of
from planbook.repository.files import Files
from planbook.text.comments import allowances

# What these find hangs on registers alone (a test holds it), and takes long where there are many.
REGISTER_CHECKS = frozenset({"document-number-shape", "document-registered-twice", "document-year", "name-shared"})


@dataclass(frozen=True)
class _LastRegisters:
    """The registers that a check left, with what their files held, accept, and what is wrong with them by themselves."""

    entries: KeptRegisters
    contents: Mapping[str, bytes]
    allowances: tuple[Allowance, ...]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class OfficePart:
    """What is read of an office: all but some `unread` files of plans, the registers as the last check left them if it did."""

    unread: frozenset[str] = frozenset()
    words: PlanWords = field(default_factory=PlanWords)  # of the plans of these files
    last: _LastRegisters | None = None

    def load(self, files: Files) -> tuple[Workspace, list[Diagnostic]]:
        """The workspace of files, and what is wrong with those that are read."""
        left = dict.fromkeys(self.unread, ())
        if not self.last or self.last.contents != _registers(files):
            workspace, problems = load_files(files, unread=left)
            return replace(workspace, words_elsewhere=self.words), problems
        workspace, problems, ids = load_with_ids(files, unread=left, registers=self.last.entries)
        accepted = *workspace.allowances, *self.last.allowances
        workspace = replace(workspace, allowances=accepted, words_elsewhere=self.words)
        shared = shared_ids_of(ids)
        trees = (workspace.trees[path] for path in files.contents if plan_of(path) and path in workspace.trees)
        words = {word for tree in trees for word in words_of(tree) if word in shared}
        if words - {id_ for name in REGISTER_PARTS for id_ in getattr(workspace, name)}:
            workspace = with_shared(workspace, sorted(words))
        return workspace, problems

    def sound(self, files: Files) -> Workspace:
        """The workspace of files without an error; raises `BuildStopped` with all that is wrong."""
        workspace, problems = self.load(files)
        if stop_the_build(problems):
            raise BuildStopped(problems, workspace.lines)
        return workspace

    def findings(self, workspace: Workspace) -> list[Diagnostic]:
        """What the checks find in a workspace that was loaded so, in order."""
        if not self.last or not any(trees is self.last.entries.trees for trees in getattr(workspace.trees, "maps", ())):
            return findings(workspace)
        return in_order([*findings(workspace, checks().keys() - REGISTER_CHECKS), *self.last.findings])


def _registers(files: Files) -> dict[str, bytes]:
    """The files that belong to no plan."""
    return {path: content for path, content in files.contents.items() if not plan_of(path)}


def over_last_registers(root: Path, *states: Files) -> OfficePart:
    """All of states of an office, over the registers that the last check left if every state has these."""
    contents = _registers(states[-1])
    if any(_registers(state) != contents for state in states) or not (check := _last_check(root, states[-1])):
        return OfficePart()
    return OfficePart(last=_last(root, *check))


def part_around(root: Path, files: Files, plans: Collection[str]) -> OfficePart:
    """What has to be read of an office for what is done with some plans: these, what hangs on them, and what was edited since the last check.

    Where no check has left what it knows, that is everything.
    """
    if not (check := _last_check(root, files)):
        return OfficePart()
    data, record = check
    needed = plans_to_read(data, record, root, plans) if {*plans} <= data.plans.keys() else None
    last = _last(root, data, record) if needed else None
    if needed is None or last is None:
        return OfficePart()
    unread = data.plans.keys() - needed[1]
    left = frozenset(path for plan in unread for path in data.plans[plan])
    entries = [record["plans"][plan] for plan in unread]
    units, titles = (frozenset(chain.from_iterable(entry[name] for entry in entries)) for name in ("units", "titles"))
    return OfficePart(left, PlanWords(units, titles), last)


def _last_check(root: Path, files: Files) -> tuple[OfficeFiles, CheckRecord] | None:
    """The files with what the last check left about them; None where it left nothing, or about other registers."""
    data = OfficeFiles(files, None)
    record = last_record(root)
    return (data, record) if record and record["key"] == data.key else None


def _last(root: Path, data: OfficeFiles, record: CheckRecord) -> _LastRegisters | None:
    contents = _registers(data.files)
    entries = kept_registers(root / KEPT_REGISTERS, data.key, data.registers)
    accepted = chain.from_iterable(allowances(path, content) for path, content in contents.items())
    alone = tuple(finding for finding in FindingsByFile(record["findings"]) if finding.check in REGISTER_CHECKS)
    return _LastRegisters(entries, contents, tuple(accepted), alone) if entries else None
