"""Forms of national programmes that results are filled into: which columns, by which document, from when to when."""

from typing import Literal

from planbook.model.entry import Entry, Flag, Id, PlainWords
from planbook.model.period import Day

FormRows = Literal["targets", "tasks", "money"]
FormField = Literal[
    "index",
    "name",
    "unit",
    "goal",
    "before",
    "value",
    "percent",
    "verdict",
    "note",
    "lead",
    "deadline",
    "state",
    "done",
    "product",
    "document",
    "reason",
    "allotted",
    "disbursed",
]


class FormColumn(Entry):
    """A column with the heading that the form gives it, and what of the results stands in it; nothing where it stays for the pen."""

    heading: PlainWords
    field: FormField | None = None


class ReportForm(Entry):
    """A form as a document has it; `start` and `end` are the days between which it is used.

    Until somebody has held its columns against the document it is not `confirmed`, which the filled in form says.
    """

    id: Id
    code: PlainWords
    title: PlainWords
    document: PlainWords
    reference: PlainWords
    start: Day
    end: Day | None = None
    confirmed: Flag = False
    rows: FormRows
    columns: tuple[FormColumn, ...]
    note: PlainWords | None = None


class ReportForms(Entry):
    """templates/report/forms.yaml; `unconfirmed` is what a form says whose columns nobody has confirmed."""

    unconfirmed: PlainWords
    forms: tuple[ReportForm, ...]
