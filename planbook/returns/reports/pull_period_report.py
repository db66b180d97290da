"""The report about a period that comes back from Word: texts, reasons, notes and figures into data/results/, each proved by printing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planbook.messages.diagnostics import Refusal, Text
from planbook.model.entry import as_id
from planbook.model.item import ItemId, unused_id
from planbook.model.results import PeriodText, closed_period
from planbook.ooxml.anchors import DraftManifest
from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import saved_by
from planbook.ooxml.returned import read_returned
from planbook.outputs.period_reports import ReportRequest, report_paper
from planbook.reading.not_taken import BRACES, GONE_IN_DATA, ODD, TWICE_SAID, NotTaken, Unread, attempted
from planbook.returns.answers.answer import Answer, EditChoice, FileComment, FileEdit, already_held, comments_at
from planbook.returns.answers.authors import with_authors
from planbook.returns.collected.collected_results import RowChange, disagree, file_edits
from planbook.returns.fields.trial import DataState, holding_together
from planbook.returns.reports.period_texts import reworded_text
from planbook.returns.reports.report_fields import COMPUTED, ReportFields
from planbook.returns.reports.report_lines import EditedLine, PrintedReport, file_lines, printed_report
from planbook.returns.word.draft import paragraph_place
from planbook.text.comparing import comparable
from planbook.text.writer import Edit, Insertion, write
from planbook.views.progress import PERIOD_TEXTS

_MARK = "report-"
_BY = "-by-"


@dataclass(frozen=True)
class ReportEdit:
    """An edit of a report: what it changes of results, or edits of texts; `fields` are those of its line that were edited."""

    edit: FileEdit
    item: ItemId
    changes: tuple[RowChange, ...] = ()
    texts: tuple[Edit | Insertion, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


def period_report_of(manifest: DraftManifest, state: DataState) -> ReportRequest | None:
    """Which report a file is; None where it is none about a period."""
    plan, _, part = manifest.document.partition("--")
    if not part.startswith(_MARK) or plan not in state.workspace.plans:
        return None
    period, _, issuer = part.removeprefix(_MARK).partition(_BY)
    return ReportRequest(plan, period.upper(), issuer)


def bring_period_report(
    root: Path, package: Package, manifest: DraftManifest, request: ReportRequest, state: DataState, choice: EditChoice
) -> tuple[Answer, dict[str, bytes]]:
    """What a report says otherwise than it was given out, and the file of its period with what is certain or chosen, by its path.

    Raises `Refusal`, and what `report_paper` does.
    """
    return PulledReport(root, package, manifest, request, state).bring(choice)


class PulledReport:
    """A returned report beside the data; raises `Refusal`."""

    def __init__(
        self, root: Path, package: Package, manifest: DraftManifest, request: ReportRequest, state: DataState
    ) -> None:
        self.root, self.request, self.state, self.revision = root, request, state, manifest.revision
        self.paper = report_paper(root, state.workspace, request, state.templates)
        if self.paper.results.seal:
            raise Refusal(closed_period(request.plan, request.period))
        self.returned, self.saved = read_returned(package), saved_by(package)
        self.lines = file_lines(self.returned, manifest)
        self.base = {ItemId(anchor.item): anchor.text for anchor in manifest.anchors}
        self.printed = printed_report(self.paper.html)
        self.fields = ReportFields(self.paper, state)
        self.path = self.paper.results.source.path
        self.already = 0
        self.ids = {text.id for text in self.paper.results.entries(PeriodText)}

    def bring(self, choice: EditChoice) -> tuple[Answer, dict[str, bytes]]:
        """The answer, and what is written."""
        edits = [replace(edit, edit=next(iter(with_authors([edit.edit], self.saved)))) for edit in self._edits()]
        edits = [_unless_contradicted(edit, edits) for edit in edits]
        chosen = [[edit] for edit in edits if choice.takes(edit.edit)]
        done, failed = holding_together(chosen, self._prove)
        reasons = {id(edit): reason for group, reason in failed for edit in group}
        made = {id(edit) for edit in done}
        answers = (
            replace(
                edit.edit,
                refused=edit.edit.refused or reasons.get(id(edit)),
                ours=None if id(edit) in made else edit.edit.ours,
            )
            for edit in edits
        )
        notes = (already_held(self.already),) if self.already else ()
        answer = Answer(self.request.plan, self.revision, tuple(answers), notes, tuple(self._comments()))
        return answer, {self.path: self._written(done).encode()} if done else {}

    def _edits(self) -> Iterator[ReportEdit]:
        for line in self.lines.edited:
            yield from self._edit(line)
        for item in self.lines.gone:
            yield from self._deletion(item)
        for number, item in self.lines.hidden:
            edit = FileEdit(item.entry or "-", paragraph_place(number), self.base.get(item, ""), refused=ODD)
            yield ReportEdit(edit, item)
        for words in self.lines.missing:
            yield ReportEdit(FileEdit("-", paragraph_place(0), words, kind="deleted", refused=_BY_PROGRAM), ItemId(""))

    def _edit(self, line: EditedLine) -> Iterator[ReportEdit]:
        """What an edited or a new line is."""
        item, now = line.item, self.printed.lines.get(line.item, "")
        if item and line.text == now:
            self.already += 1
            return
        if line.unit.is_odd:
            yield self._refused(line, ODD)
        elif not item or item.part in _OPEN:
            if line.text in self.printed.lines.values():  # taken over before
                self.already += 1
            else:
                yield self._new_text(line)
        elif not now:
            yield self._refused(line, GONE_IN_DATA)
        elif item.part == "text":
            yield self._reworded(line, now)
        else:
            yield from self._refigured(line, now)

    def _reworded(self, line: EditedLine, now: str) -> ReportEdit:
        edit = replace(self._file_edit(line), ours=now if now != line.base else None)
        answer = attempted(reworded_text, self.fields, self._text(line.item.entry), line.text)
        if isinstance(answer, Unread):
            return ReportEdit(replace(edit, refused=answer), line.item)
        return ReportEdit(edit, line.item, answer.changes, answer.edits)

    def _refigured(self, line: EditedLine, now: str) -> Iterator[ReportEdit]:
        """An edited line of figures: what clashes or was taken over before is seen field by field, for others follow from them."""
        item, edit = line.item, self._file_edit(line)
        new, old, ours = (self.printed.fields(item, text) for text in (line.text, line.base, now))
        if new is None or old is None or ours is None or item.part.partition("-")[0] not in _EDITABLE:
            yield self._refused(line, _BY_PROGRAM)
            return
        fields = {name: words for name, words in new.items() if words != old[name]}
        stated = [name for name in fields if name not in COMPUTED]
        if stated and all(_means(self.fields, item, ours, name, fields[name]) for name in stated):
            self.already += 1
            return
        if any(ours[name] != old[name] for name in stated):
            edit = replace(edit, ours=now)
        changes = attempted(self.fields.changes, item, old, fields)
        if isinstance(changes, Unread):
            yield ReportEdit(replace(edit, refused=changes), item)
        else:
            edit = replace(edit, doubt=self.fields.doubt(item, old, fields))
            yield ReportEdit(edit, item, changes, fields=tuple(fields.items()))

    def _file_edit(self, line: EditedLine) -> FileEdit:
        place = paragraph_place(line.unit.number)
        return FileEdit(line.item.entry or "-", place, line.base, line.text, revisions=_revisions(line))

    def _text(self, id_: str) -> PeriodText:
        return next(text for text in self.paper.results.entries(PeriodText) if text.id == id_)

    def _new_text(self, line: EditedLine) -> ReportEdit:
        """A new paragraph of the section that it stands in."""
        kind = line.item.entry if line.item.part == "new" else line.section
        if line.base and not line.item:
            return self._refused(line, _BY_PROGRAM)
        if kind not in PERIOD_TEXTS or line.unit.is_row:
            return self._refused(line, _NO_PLACE)
        if set(line.text) & set("{}"):
            return self._refused(line, BRACES)
        words = line.text.removeprefix("- ")
        id_ = self._free_id(words)
        report = self.paper.report
        body = {"agency": report.agency} if report.agency else {}
        listed = getattr(self.paper.results, kind)
        behind = next((entry for entry in listed if entry.id == line.behind.entry and line.behind.part == "text"), None)
        place = Insertion(
            self.paper.results.source, kind, {"id": id_, **body, "text": words}, behind.source if behind else None
        )
        edit = replace(self._file_edit(line), id=id_, old="", kind="inserted")
        return ReportEdit(edit, ItemId.of(id_, "text"), texts=(place,), fields=(("text", words),))

    def _free_id(self, words: str) -> str:
        name = "-".join(as_id(words).split("-")[:5])[:40].strip("-") or "y"
        id_ = unused_id(name, self.ids)
        self.ids.add(id_)
        return id_

    def _deletion(self, item: ItemId) -> Iterator[ReportEdit]:
        """What is gone from the file: a paragraph of the period goes from the data, anything else stays and is told."""
        if item not in self.printed.lines or item.part in _OPEN:
            return
        edit = FileEdit(item.entry, paragraph_place(0), self.base[item], kind="deleted")
        if item.part == "text":
            changed = comparable(self.base[item]) != self.printed.lines[item]
            ours = self.printed.lines[item] if changed else None
            yield ReportEdit(replace(edit, ours=ours), item, texts=(Edit(self._text(item.entry).source),))
        else:
            yield ReportEdit(replace(edit, refused=_BY_PROGRAM), item)

    def _refused(self, line: EditedLine, reason: Unread) -> ReportEdit:
        return ReportEdit(replace(self._file_edit(line), refused=reason), line.item)

    def _written(self, edits: Sequence[ReportEdit]) -> str:
        changes = [change for edit in edits for change in edit.changes]
        # The last first: each new paragraph comes right behind what stood before it.
        texts = [part for edit in reversed(edits) for part in edit.texts]
        results, workspace = self.paper.results, self.state.workspace
        return write(self.state.files.contents[self.path].decode(), [*file_edits(changes, results, workspace), *texts])

    def _prove(self, edits: Sequence[ReportEdit]) -> None:
        """Raise `NotTaken` where edits cannot be made together: the data would have an error, or print something else than the file says."""
        workspace = self.state.rewritten({self.path: self._written(edits)})
        paper = report_paper(self.root, workspace, self.request, self.state.templates)
        printed, fields = printed_report(paper.html), ReportFields(paper, replace(self.state, workspace=workspace))
        for edit in edits:
            _prove_printed(edit, printed, fields)

    def _comments(self) -> Iterator[FileComment]:
        """The comments that people made beside the text."""
        return comments_at(
            self.returned.comments.values(), {key: item for item, keys in self.lines.comments for key in keys}
        )


def _unless_contradicted(edit: ReportEdit, edits: Sequence[ReportEdit]) -> ReportEdit:
    """An edit, refused where another place of the file says something else of the same fact."""
    rivals = (rival for rival in edits if rival is not edit and disagree((*edit.changes, *rival.changes)))
    return replace(edit, edit=replace(edit.edit, refused=TWICE_SAID)) if next(rivals, None) else edit


def _prove_printed(edit: ReportEdit, printed: PrintedReport, fields: ReportFields) -> None:
    """Raise `NotTaken` where the data would not print what a file says."""
    now = printed.lines.get(edit.item)
    if edit.edit.kind == "deleted":
        if now is not None:
            raise _not_as_in_file("", now)
        return
    if now is None:
        raise _not_as_in_file(edit.edit.new, "")
    if edit.item.part == "text":
        if now.rstrip(".").casefold() != edit.edit.new.removeprefix("- ").rstrip(".").casefold():
            raise _not_as_in_file(edit.edit.new, now)
        return
    cells = printed.fields(edit.item, now) or {}
    for name, words in edit.fields:
        there = cells.get(name, "")
        if words != there and (
            name in COMPUTED or fields.names_lateness(words) or not _means(fields, edit.item, cells, name, words)
        ):
            raise _not_as_in_file(words, there)


def _means(fields: ReportFields, item: ItemId, printed: Mapping[str, str], name: str, words: str) -> bool:
    """Whether words in the place of a field mean what is printed there, a number without its unit for one."""
    answer = attempted(fields.changes, item, printed, {name: words})
    # Whether a target of words was reached stands in a column of its own.
    return words in (printed[name], printed.get("verdict")) or (
        not isinstance(answer, Unread) and answer == attempted(fields.changes, item, printed, {name: printed[name]})
    )


def _not_as_in_file(words: str, there: str) -> NotTaken:
    values = {"file": words or "–", "data": there or "–"}
    return NotTaken(
        Text("the file says {file}, and the data would print {data}", values),
        Text("change the value that it follows from, or leave it as it was"),
    )


def _revisions(line: EditedLine) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((made.author, made.date) for part in line.unit.lines for made in part.revisions))


_OPEN = ("new", "opinion")  # yellow lines in whose place the issuer writes
_EDITABLE = ("target", "result", "state", "amount", "money", "number", "date")
_BY_PROGRAM = Unread(
    Text("these words are put there by the program, out of the results of the period"),
    Text("change the value or the state that they follow from; the words themselves stand in templates/report/"),
)
_NO_PLACE = Unread(
    Text("a report has no text of its own here"),
    Text("write it below difficulties, causes, proposals or next steps; here it stays in your file alone"),
)
