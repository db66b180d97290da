"""The rows of a collection workbook that came back: what each says else than it was given out with, and what nobody can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import Text
from planbook.model.achieved import goal_of
from planbook.model.collection import Collection, ReportedPart, statement_of
from planbook.model.number import parse_number
from planbook.model.period import official_day
from planbook.model.results import PeriodResults, TargetResult
from planbook.model.target import Target
from planbook.ooxml.pieces import Authorship
from planbook.reading.not_taken import GONE_IN_DATA, TWICE, Unread, attempted
from planbook.reading.spellings import SpellingReader
from planbook.returns.answers.answer import FileEdit
from planbook.returns.answers.authors import Sender, sender_of
from planbook.returns.collected.collected_beside import changed_beside, edited_beside
from planbook.returns.collected.collected_book import CollectedBook, FormSheet
from planbook.returns.collected.collected_cells import CellReading, read_cell
from planbook.returns.fields.trial import DataState
from planbook.returns.workbook.tables import GONE_COLUMN, GONE_SHEET, SheetLine, in_sheet
from planbook.views.workbook.collected_facts import (
    DAYS,
    FILLED,
    FormKind,
    as_stated,
    choices_of,
    paragraph_id,
    state_phrase,
    stated_facts,
    stated_paragraphs,
)
from planbook.views.workbook.collection import CellsBeside, cells_beside
from planbook.views.workbook.collection_cover import FormRequest
from planbook.wording.results_text import ResultsText

_NO_ROW = Unread(
    Text("the row was not given out to be filled in"),
    Text("write it on the sheet of difficulties and proposals, or in the data"),
)
_EMPTIED = Text("the cell was emptied")
_NO_BASE = Text("nobody knows what the cell held when the file was given out")
_RECEIVED = Text("the file does not say when it was sent; this is the day on which it was taken in")


@dataclass(frozen=True)
class CollectedFile:
    """A collection workbook that came back: who sent it, of which plan it is."""

    sender: Sender
    plan: str
    book: CollectedBook


def collected_file(name: str, book: CollectedBook, saved: Authorship, state: DataState) -> CollectedFile:
    """The file of an agency, with who saved it; raises `UnknownPlan`."""
    mark = book.mark
    sender = sender_of(name, saved, state.context(plan_named(state.workspace, mark.plan)))
    agency = mark.agency if mark.agency in state.workspace.agencies else ""
    return CollectedFile(replace(sender, agency=agency), mark.plan, book)


@dataclass(frozen=True)
class EditedRow:
    """A row of a file that says something else than it was given out with."""

    sheet: FormSheet
    row: SheetLine
    values: Mapping[str, str]
    base: Mapping[str, str]
    doubt: Text | None


@dataclass
class CollectedRows:
    """What a file says: rows that were edited, edits that cannot be read, how many the data hold already, and rows by their keys."""

    file: CollectedFile
    today: CellsBeside
    rows: dict[tuple[FormKind, str], EditedRow] = field(default_factory=dict)
    refused: list[FileEdit] = field(default_factory=list)
    already: int = 0
    notes: list[Text] = field(default_factory=list)


class RowReader:
    """Reads the rows of files of one period as the data have it now; `received` is the day on which they are taken in."""

    def __init__(
        self, collection: Collection, text: ResultsText, results: PeriodResults, received: date, reading: SpellingReader
    ) -> None:
        self._collection, self._text, self._results, self._received = collection, text, results, received
        self._reading = reading
        self._closing = results.as_of.first

    def read(self, file: CollectedFile) -> CollectedRows:
        """What a file says."""
        reading = CollectedRows(file, self._today(file))
        for kind in self._expected(file):
            sheet = file.book.sheets.get(kind)
            if sheet is None:
                at = in_sheet(self._text.wording.phrases.say(f"collect_{kind}"))
                reading.refused.append(FileEdit("-", at, refused=GONE_SHEET))
                continue
            missing = [name for name in FILLED[kind] if name not in sheet.columns]
            for name in missing:
                at = Text("sheet “{sheet}”, column “{column}”", {"sheet": sheet.page.name, "column": name})
                reading.refused.append(FileEdit("-", at, refused=GONE_COLUMN))
            self._read_sheet(file, sheet, reading)
        self._receive(file, reading)
        reading.notes += self._aside(file)
        return reading

    def _aside(self, file: CollectedFile) -> Iterator[Text]:
        """What of a file is not taken: cells beside its tables, other sheets, and that its figures are of another day than those of the data."""
        cover = self._text.wording.phrases.say("collect_cover_title")
        for sheet in file.book.sheets.values():
            for row in sheet.rows:
                for cell, text in sheet.cells_aside(row) if row.id else ():
                    values = {"sheet": sheet.page.name, "cell": cell, "text": text}
                    yield Text(
                        "sheet “{sheet}”, cell {cell}: “{text}” stands beside the table and is not taken", values
                    )
        for page in file.book.other_pages:
            if not any(cell.value == cover for cells in page.rows.values() for cell in cells.values()):
                yield Text("sheet “{sheet}” was not given out, and nothing of it is taken", {"sheet": page.name})
        if file.book.mark.closing != self._closing:
            days = {"asked": official_day(file.book.mark.closing), "day": official_day(self._closing)}
            yield Text("the file asks for figures up to {asked}, the data of the period are up to {day}", days)

    def _expected(self, file: CollectedFile) -> list[FormKind]:
        """The kinds of sheets that the file was given out with."""
        given_out = file.book.given_out
        return [kind for kind in FILLED if kind in file.book.sheets or (given_out and (kind, "-", "-") in given_out)]

    def _today(self, file: CollectedFile) -> CellsBeside:
        """What the data ask of the agency of a file now; of money for all, what it was asked when it was given out."""
        own, mark = self._collection, file.book.mark
        teller = mark.agency if "money" in file.book.sheets else ""
        collection = Collection(own.workspace, own.plan, own.period, teller)
        return cells_beside(collection, self._text, FormRequest(mark.agency, self._closing, None, mark.revision))

    def _read_sheet(self, file: CollectedFile, sheet: FormSheet, reading: CollectedRows) -> None:
        first_rows: dict[str, SheetLine] = {}
        for row in sheet.rows:
            if not row.id:
                words_ = sheet.words(row.number)
                reading.refused.append(FileEdit("-", sheet.place(row), new=words_, kind="inserted", refused=_NO_ROW))
            elif (first := first_rows.setdefault(row.id, row)) is not row:
                if first.values != row.values:
                    reading.rows.pop((sheet.kind, row.id), None)
                    reading.refused.append(
                        FileEdit(self.name(file, sheet.kind, row.id), sheet.place(row), refused=TWICE)
                    )
            else:
                self._read_row(file, sheet, row, reading)
        given_out = {row for kind, row, _ in file.book.given_out or () if kind == sheet.kind and row != "-"}
        if gone := [row for row in sorted(given_out) if row not in first_rows]:
            values = {"sheet": sheet.page.name, "items": ", ".join(gone)}
            reading.notes.append(Text("sheet “{sheet}”: rows that are gone from it stay in the data: {items}", values))

    def _read_row(self, file: CollectedFile, sheet: FormSheet, row: SheetLine, reading: CollectedRows) -> None:
        name_of_edit = self.name(file, sheet.kind, row.id)
        now = self.now(file, sheet.kind, row.id)
        given_out = file.book.given_out
        values: dict[str, str] = {}
        bases: dict[str, str] = {}
        doubt: Text | None = None
        for name in sheet.columns:
            base = now.get(name, "") if given_out is None else given_out.get((sheet.kind, row.id, name), "")
            read = attempted(read_cell, row.cells[name], self._how(sheet.kind, row.id, name, base))
            if isinstance(read, Unread):
                words_ = "" if row.cells[name].value is None else str(row.cells[name].value)
                reading.refused.append(FileEdit(name_of_edit, sheet.place(row, name), base, words_, refused=read))
            elif read.stated != base:
                if row.cells[name].trouble == "formula":
                    cell = f"{sheet.place(row, name).values['cell']}"
                    values_ = {"sheet": sheet.page.name, "cell": cell, "value": read.stated}
                    reading.notes.append(
                        Text("sheet “{sheet}”, cell {cell}: a formula; what came of it last is taken: {value}", values_)
                    )
                if read.stated == now.get(name, ""):
                    reading.already += 1
                    continue
                values[name], bases[name] = read.stated, base
                reasons = (read.doubt, None if read.stated else _EMPTIED, _NO_BASE if given_out is None else None)
                doubt = doubt or next(filter(None, reasons), None)
        apart = [edited_beside(sheet, row, given_out)] if given_out and sheet.beside else []
        if values and given_out and sheet.beside:
            apart.append(changed_beside(sheet, row, given_out, reading.today))
        reading.notes += [note for part in apart for note in part.notes]
        if not values:
            return
        doubt = next((part.doubt for part in apart if part.doubt), doubt)
        if not self._is_known(sheet.kind, row.id):
            words_ = self.in_words(sheet, values)
            reading.refused.append(FileEdit(name_of_edit, sheet.place(row, *values), new=words_, refused=GONE_IN_DATA))
            return
        reading.rows[sheet.kind, row.id] = EditedRow(sheet, row, values, bases, doubt)

    def _receive(self, file: CollectedFile, reading: CollectedRows) -> None:
        """Note the day on which an answer came that does not say its own."""
        sheet = file.book.sheets.get("reports")
        if sheet is None or not (reading.rows or reading.already) or "date" not in sheet.columns:
            return
        for row in sheet.rows:
            edited = reading.rows.get(("reports", row.id))
            has_day = row.cells["date"].value not in (None, "") or self.now(file, "reports", row.id).get("date")
            if row.id and not has_day and self._is_known("reports", row.id):
                values = {"date": self._received.isoformat(), **(edited.values if edited else {})}
                base = {"date": "", **(edited.base if edited else {})}
                reading.rows["reports", row.id] = EditedRow(sheet, row, values, base, edited.doubt if edited else None)
                reading.notes += [] if _RECEIVED in reading.notes else [_RECEIVED]

    def name(self, file: CollectedFile, kind: FormKind, row: str) -> str:
        """What a choice calls an edit: item, and body behind a dot."""
        if kind == "texts":
            return paragraph_id(file.book.mark.agency, row)
        item, _, body = row.partition("/")
        return ".".join(filter(None, (item or "report", body)))

    def now(self, file: CollectedFile, kind: FormKind, row: str) -> dict[str, str]:
        """What the data say of a row now, by column."""
        results = self._results
        if kind == "texts":
            facts = stated_paragraphs(self._text, results, file.book.mark.agency).get(row, {})
        else:
            item, _, body = row.partition("/")
            facts = stated_facts(self._text, results, ReportedPart(kind, item, body))
        return {name: as_stated(value) for name, value in facts.items()}

    def _is_known(self, kind: FormKind, row: str) -> bool:
        """Whether the data have what a row is of."""
        if kind == "texts":
            return True
        item, _, body = row.partition("/")
        ids = {part.item for parts in self._collection.parts.values() for part in parts if part.kind == kind}
        workspace = self._collection.workspace
        return item in ids and (not body or body in workspace.agencies or body in workspace.localities)

    def _how(self, kind: FormKind, row: str, name: str, base: str) -> CellReading:
        """How a cell is read: what may stand in it, and of what size it is likely to be."""
        item, _, body = row.partition("/")
        target = self._targets.get(item) if kind == "targets" else None
        is_chosen = name == "value" and target is not None and not target.is_measured
        phrases = self._text.wording.phrases
        words = choices_of("reached" if is_chosen else name, phrases)
        choices = {text.casefold(): value for value, text in words.items()}
        if name == "state":
            for state in words:
                spelled = self._reading.words(state_phrase(state))
                choices |= {text.casefold(): state for text in spelled}
                ways = ("", "_in_time", "_late") if state != "dropped" else ("",)
                choices |= {phrases.say(f"work_{state.replace('-', '_')}{way}").casefold(): state for way in ways}
        near = self._sizes(target, body) if target and name == "value" else ()
        if base and not choices and name not in DAYS and kind == "targets" and name == "value":
            near = (*near, parse_number(base))
        unit = target.unit or "" if target else self._units.get(item, "") if kind == "money" else ""
        return CellReading(name, choices, unit, near, self._collection.period.first, self._closing)

    @cached_property
    def _targets(self) -> dict[str, Target]:
        return {target.id: target for target in self._collection.plan.targets()}

    @cached_property
    def _units(self) -> dict[str, str]:
        """In what each budget and each line of it is counted, in words."""
        say = self._text.wording.phrases.say
        budgets = self._collection.plan.budgets()
        return {id_: say(f"unit_{budget.unit}") for id_, budget in budgets.items()}

    def _sizes(self, target: Target, body: str) -> tuple[Decimal, ...]:
        goal = goal_of(self._collection.workspace, self._collection.plan, target, body, self._closing)
        earlier = (
            statement_of(results, ReportedPart("targets", target.id, body))
            for results in self._collection.earlier(self._closing)
        )
        values = (entry.value for entry in earlier if isinstance(entry, TargetResult))
        return tuple(value for value in (goal.value if goal else None, *values) if value)

    def in_words(self, sheet: FormSheet, values: Mapping[str, str]) -> str:
        """Values of a row as people read them."""
        words_, phrases = [], self._text.wording.phrases
        for name, value in values.items():
            words = {**choices_of("reached", phrases), **choices_of(name, phrases)}
            text = official_day(date.fromisoformat(value)) if name in DAYS and value else words.get(value, value)
            words_.append(f"{sheet.heading(name)}: {text or '–'}")
        return "; ".join(words_)
