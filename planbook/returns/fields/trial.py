"""What every returned file is brought into: the data as they are now, and as many of its edits as hold together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from planbook.loading.own_templates import load_template
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Severity, Text
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.outputs.office_part import OfficePart, part_around
from planbook.outputs.office_settings import read_phrases
from planbook.reading.context import Context
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.reading.spellings import SpellingReader, SpellingsFile
from planbook.reading.words import ImportWords, read_words
from planbook.render.templates import Templates
from planbook.repository.files import Files, read_folder
from planbook.returns.fields.traced import Printed, draft_lines, traced_lines
from planbook.views.plan import plan_view
from planbook.wording.numbering import numbers
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording

_Edit = TypeVar("_Edit")
_FEW = 12  # edits that fail together, each of which is left out once


@dataclass(frozen=True)
class DataState:
    """The data as they are now, and the words in which they are printed and read."""

    files: Files
    workspace: Workspace
    reading: SpellingReader
    templates: Templates
    words: ImportWords
    part: OfficePart = field(default_factory=OfficePart)

    @property
    def phrases(self) -> Phrases:
        """The fixed words of plans."""
        return self.reading.phrases

    @cached_property
    def _earlier_findings(self) -> frozenset[tuple[object, ...]]:
        return frozenset(finding.fact for finding in self.part.findings(self.workspace))

    def context(self, plan: Plan, *, short_citations: bool = False) -> Context:
        """A plan with its words; in a draft a document is cited in full the first time, in a sheet never."""
        text = PlanText(self.workspace, plan, Wording(self.phrases), numbers(plan), short_citations=short_citations)
        return Context(plan, text, self.reading, self.words)

    def printed(self, plan: Plan) -> tuple[Printed, ...]:
        """What the data print of a plan now, with the fields that it is made of."""
        return traced_lines(self.workspace, plan, self.phrases, self.templates)

    def lines(self, workspace: Workspace, plan: Plan) -> tuple[Printed, ...]:
        """What other data would print of a plan."""
        return draft_lines(plan_view(workspace, plan, self.phrases), self.phrases, self.templates)

    def text(self, plan: Plan) -> str:
        """The text of a plan's file."""
        return self.files.contents[plan.source.path].decode()

    def rewritten(self, texts: Mapping[str, str], before: Plan | None = None) -> Workspace:
        """The data as other texts of some files make them; raises `NotTaken` for an error that these do not have, of a plan before it."""
        workspace, findings_read = self.part.load(self._with(texts))
        wrong = [finding for finding in findings_read if finding.stops_the_build]
        if errors := wrong or self.new_errors(workspace):
            raise NotTaken(_refused_for(errors[0], before))
        return workspace

    def with_texts(self, texts: Mapping[str, str]) -> "DataState":
        """The data once some files have other texts; the very same where none has."""
        files = self._with(texts)
        is_same = files.contents == self.files.contents
        return self if is_same else replace(self, files=files, workspace=self.part.load(files)[0])

    def _with(self, texts: Mapping[str, str]) -> Files:
        return Files({**self.files.contents, **{path: text.encode() for path, text in texts.items()}})

    def new_errors(self, workspace: Workspace) -> list[Diagnostic]:
        """The errors that the checks find in other data and not in these, each once."""
        return [finding for finding in self._new_findings(workspace) if finding.stops_the_build]

    def new_warnings(self, workspace: Workspace) -> list[Diagnostic]:
        """The warnings that the checks find in other data and not in these, each once."""
        new = self._new_findings(workspace) if workspace is not self.workspace else ()
        return [finding for finding in new if finding.severity is Severity.WARNING and not finding.allowed]

    def _new_findings(self, workspace: Workspace) -> Iterable[Diagnostic]:
        new = {finding.fact: finding for finding in reversed(self.part.findings(workspace))}
        return [new[fact] for fact in reversed(new) if fact not in self._earlier_findings]


def read_state(root: Path, files: Files | None = None, plans: Collection[str] = ()) -> DataState:
    """Read the data, or take those of some files, and their words; raises `BuildStopped` where they have errors.

    Where some plans are named, no more is read than what they can hang on.
    """
    files = files or read_folder(root / "data")
    part = part_around(root, files, plans) if plans else OfficePart()
    workspace, findings_read = part.load(files)
    path = "templates/plan/spellings.yaml"
    spellings, more, lines = load_template(root, path, SpellingsFile)
    if spellings is None or any(finding.stops_the_build for finding in findings_read):
        raise BuildStopped([*findings_read, *more], {**workspace.lines, path: lines})
    reading, templates = SpellingReader(read_phrases(root), spellings), Templates(root / "templates")
    return DataState(files, workspace, reading, templates, read_words(root), part)


def _refused_for(error: Diagnostic, before: Plan | None) -> Unread:
    """The refusal of an edit after which the data would have an error: that of an item of the plan before it says what still names it."""
    place = {"path": error.span.path, "line": error.span.line}
    fact = Text("{path}:{line}: {message}", {**place, "message": error.message})
    mend = error.help or Text("write it in the data")
    gone = error.message.values.get("id") if error.check == "unknown-reference" else None
    if gone and before and any(gone == getattr(entry, "id", None) for entry in before.walk()):
        values = {**place, "what": error.message.values["what"], "id": gone}
        fact = Text("{path}:{line} still names the {what} “{id}”", values)
        mend = Text("keep it, or take out first what names it there")
    return Unread(fact, mend, f"{error.span.path}:{error.span.line}", error.check)


def holding_together(
    groups: Sequence[Sequence[_Edit]], prove: Callable[[list[_Edit]], None]
) -> tuple[list[_Edit], list[tuple[Sequence[_Edit], Unread]]]:
    """The edits that can be made together, and the groups that cannot be made on top of them, with the reason.

    All groups are tried at once; where that fails its halves are, in their order, each on top of what went well. Those
    that fail alone at the same place of the data, or by the same check, may need each other (a target, and the figure that
    repeats it; an amount, and the totals above it) and are tried together. What `prove` let pass last is what is given; it raises `NotTaken`.
    """
    done: list[_Edit] = []
    left: list[tuple[Sequence[_Edit], Unread]] = []
    pending = [groups] if groups else []
    while pending:
        tried = pending.pop()
        more = list(chain.from_iterable(tried))
        reason = attempted(prove, [*done, *more])
        if reason is None:
            done += more
        elif len(tried) == 1:
            left.append((tried[0], reason))
        else:
            pending += [tried[len(tried) // 2 :], tried[: len(tried) // 2]]
    for name in ("place", "check"):
        alike: dict[str, list[Sequence[_Edit]]] = {}
        for group, reason in left:
            alike.setdefault(getattr(reason, name), []).append(group)
        for groups_there in alike.values():
            # One of them may be wrong by itself.
            fewer = [[part for part in groups_there if part is not out] for out in groups_there[:_FEW]]
            for tried in [groups_there, *fewer]:
                more = list(chain.from_iterable(tried))
                if len(tried) > 1 and attempted(prove, [*done, *more]) is None:
                    done += more
                    left = [(group, reason) for group, reason in left if group not in tried]
                    break
    return done, left
