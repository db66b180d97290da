"""Collection workbooks of agencies into the results of a period: cell by cell against what was given out, the data, and each rival."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from planbook.loading.own_places import results_path
from planbook.messages.diagnostics import Misuse, Refusal, Text
from planbook.model.collection import Collection
from planbook.model.entry import Entry
from planbook.model.results import PeriodResults, closed_period
from planbook.model.workspace import Workspace
from planbook.reading.not_taken import NotTaken, Unread, unread
from planbook.returns.answers.answer import Answer, EditChoice, FileEdit, Rival, already_held
from planbook.returns.answers.authors import with_authors
from planbook.returns.collected.collected_results import RowChange, disagree, shape_problem, united, with_rows
from planbook.returns.collected.collected_rows import CollectedFile, CollectedRows, RowReader
from planbook.returns.fields.trial import DataState, holding_together
from planbook.returns.workbook.changed_rows import sheet_remarks
from planbook.views.workbook.collected_facts import FormKind, as_stated
from planbook.wording.results_text import ResultsText

_REMARKS = Text(
    "what is written beside its cells is told here and kept nowhere: take what matters into a note or a text of the period"
)


class CollectedFiles:
    """Several workbooks of one period of a plan, against the data; raises `Refusal` and `Misuse`."""

    def __init__(self, files: Sequence[CollectedFile], state: DataState, received: date) -> None:
        marks = [file.book.mark for file in files]
        if len({str(mark.period) for mark in marks}) > 1:
            listed = ", ".join(f"{file.sender.file} ({file.book.mark.period})" for file in files)
            raise Misuse(
                Text("the files are of several periods, pull those of each by themselves: {files}", {"files": listed})
            )
        mark = marks[0]
        self.plan, self._period, self._closing = state.workspace.plans[mark.plan], mark.period, mark.closing
        self._path = results_path(state.workspace, self.plan, str(mark.period))
        self._before = state
        self._state = self._with_file(state)
        if self._results(self._state.workspace).seal:
            raise Refusal(closed_period(mark.plan, str(mark.period)))
        results = self._results(self._state.workspace)
        text = ResultsText.on_day(self._state.context(self.plan, short_citations=True).text, results.as_of.first)
        collection = Collection(self._state.workspace, self.plan, mark.period)
        self._reader = RowReader(collection, text, results, received, self._state.reading)
        self._readings = [self._reader.read(file) for file in files]

    def _with_file(self, state: DataState) -> DataState:
        """The data with a file for the period, an empty one where there is none."""
        if self._path in state.files.contents:
            return state
        text = f"plan: {self.plan.id}\nperiod: {self._period}\nas_of: {self._closing.isoformat()}\n"
        return state.with_texts({self._path: text})

    def _results(self, workspace: Workspace) -> PeriodResults:
        own = workspace.results[self.plan.id]
        return next(results for results in own if str(results.period) == str(self._period))

    def bring(self, choices: Sequence[EditChoice]) -> tuple[list[Answer], list[Answer], DataState]:
        """What each file says after its choice, what it says alone, and the data with all that is certain or chosen."""
        alone = [self._edits(reading) for reading in self._readings]
        listed = [
            {row: replace(edit, rivals=tuple(self._rivals(at, row, alone, choices))) for row, edit in edits.items()}
            for at, edits in enumerate(alone)
        ]
        chosen: dict[tuple[str, FormKind], list[tuple[int, RowChange]]] = {}
        for at, (reading, edits, choice) in enumerate(zip(self._readings, listed, choices, strict=True)):
            for (kind, id_), edit in edits.items():
                if choice.takes(edit):
                    change = RowChange(kind, id_, reading.file.book.mark.agency, reading.rows[kind, id_].values)
                    chosen.setdefault((edit.id, kind), []).append((at, change))
        groups = [rows for rows in chosen.values() if not disagree([change for _, change in rows])]
        shapes = [(rows, self._misshapen([change for _, change in rows])) for rows in groups]
        done, unwritten = holding_together([rows for rows, wrong in shapes if wrong is None], self._prove)
        failed = [*unwritten, *((rows, wrong) for rows, wrong in shapes if wrong)]
        for at, change in done:
            listed[at][change.kind, change.row] = replace(listed[at][change.kind, change.row], ours=None, rivals=())
        for rows, reason in failed:
            for at, change in rows:
                edit = listed[at][change.kind, change.row]
                listed[at][change.kind, change.row] = replace(edit, ours=None, rivals=(), refused=reason)
        state = self._state.with_texts(self._written([change for _, change in done])) if done else self._before
        answers = [
            [self._answer(reading, edits) for reading, edits in zip(self._readings, side, strict=True)]
            for side in (listed, alone)
        ]
        return answers[0], answers[1], state

    def _edits(self, reading: CollectedRows) -> dict[tuple[FormKind, str], FileEdit]:
        """The edits of a file by their rows, with what the data say otherwise since it was given out."""
        edits = {}
        for (kind, id_), row in reading.rows.items():
            now = self._reader.now(reading.file, kind, id_)
            clashing = {name: now.get(name, "") for name in row.values if now.get(name, "") != row.base[name]}
            edit = FileEdit(
                self._reader.name(reading.file, kind, id_),
                row.sheet.place(row.row, *row.values),
                self._reader.in_words(row.sheet, row.base),
                self._reader.in_words(row.sheet, row.values),
                ours=self._reader.in_words(row.sheet, clashing) if clashing else None,
                doubt=row.doubt,
            )
            edits[kind, id_] = next(iter(with_authors([edit], reading.file.sender.saved)))
        return edits

    def _rivals(
        self,
        at: int,
        key: tuple[FormKind, str],
        alone: Sequence[Mapping[tuple[FormKind, str], FileEdit]],
        choices: Sequence[EditChoice],
    ) -> Iterator[Rival]:
        """What other files say of a row, those that somebody leaves out aside."""
        own, agency = self._readings[at].rows[key], self._readings[at].file.book.mark.agency
        for to, reading in enumerate(self._readings):
            rival = reading.rows.get(key)
            is_of_it = key[0] != "texts" or reading.file.book.mark.agency == agency
            if to == at or rival is None or not is_of_it or choices[to].leaves(alone[to][key]):
                continue
            if any(rival.values.get(name, value) != value for name, value in own.values.items()):
                yield Rival(reading.file.sender.file, self._reader.in_words(rival.sheet, rival.values))

    def _answer(self, reading: CollectedRows, edits: Mapping[tuple[FormKind, str], FileEdit]) -> Answer:
        notes = [*reading.notes, *([already_held(reading.already)] if reading.already else [])]
        refused = with_authors(reading.refused, reading.file.sender.saved)
        sheets = reading.file.book.sheets.values()
        remarks = [remark for sheet in sheets for remark in sheet_remarks(sheet.page, sheet.column)]
        notes += [_REMARKS] if remarks else []
        revision = reading.file.book.mark.revision
        return Answer(self.plan.id, revision, (*edits.values(), *refused), tuple(notes), tuple(remarks))

    def _misshapen(self, changes: Sequence[RowChange]) -> Unread | None:
        """Why the fields of a row cannot stand together, which is told without reading all data anew."""
        results, workspace = self._results(self._state.workspace), self._state.workspace
        wrong = (shape_problem(change, results, workspace) for change in united(changes))
        return next((unread(error) for error in wrong if error), None)

    def _written(self, changes: Sequence[RowChange]) -> dict[str, str]:
        """The text of the file with rows in it, by its path."""
        text = self._state.files.contents[self._path].decode()
        return {
            self._path: with_rows(text, self._results(self._state.workspace), self._state.workspace, united(changes))
        }

    def _prove(self, rows: Sequence[tuple[int, RowChange]]) -> None:
        """Raise `NotTaken` where rows cannot be written together: the data would have an error, or not say what the rows say."""
        written = self._results(self._state.rewritten(self._written([change for _, change in rows])))
        if not all(_says(change.entry(written), change) for _, change in rows):
            raise NotTaken(Text("the data would not say what the cell says"), Text("write it in the data"))


def _says(entry: Entry | None, change: RowChange) -> bool:
    """Whether an entry says what a row does."""

    def stated(name: str) -> str:
        value = getattr(entry, name, None)
        if value is None and name == "value":
            value = getattr(entry, "reached", None)
        if isinstance(value, bool):
            return str(value).lower()
        return as_stated(value) if isinstance(value, Decimal) else str(value or "")

    return all(stated(name) == value for name, value in change.values.items())
