"""Collection workbooks filled in at random and saved by LibreOffice: the data say exactly what was typed, and nothing else."""

import pytest

from planbook.model.period import parse_report_period
from planbook.model.results import PeriodResults
from planbook.ooxml.opening import WORKBOOK, open_package
from planbook.ooxml.workbooks import read_book
from planbook.returns.answers.answer import TAKE_CERTAIN
from planbook.returns.collected.collected_book import collected_book
from planbook.returns.collected.collected_results import RowChange
from planbook.returns.collected.collected_rows import collected_file
from planbook.returns.collected.pull_collected import CollectedFiles
from planbook.returns.fields.trial import read_state
from planbook.views.workbook.collected_facts import FILLED, as_stated
from tests.collected import PERIOD, PLAN, RECEIVED, give_out, year_office
from tests.conftest import sampled
from tests.libreoffice import converted
from tests.random_collected import RandomForm


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """Some workbooks, each as LibreOffice saved it, with what the data have to say; the state of the data before."""
    root = year_office(tmp_path_factory.mktemp("year"))
    folder = root / "typed"
    folder.mkdir()
    blank = give_out(root)
    made = [RandomForm(seed, blank, folder / f"{seed}.xlsx") for seed in sampled(range(160), 27)]
    saved = converted([form.path for form in made], "xlsx", root / "saved")
    return read_state(root), list(zip(made, saved, strict=True))


def said_of(results: PeriodResults | None, agency: str, rows) -> dict:
    """What the results of a period say of some rows, by column."""
    said = {}
    for kind, row in rows:
        entry = RowChange(kind, row, agency, {}).entry(results)
        facts = {name: getattr(entry, name, None) for name in FILLED[kind]}
        if kind == "targets" and entry and entry.value is None:
            facts["value"] = str(entry.reached).lower()
        values = {name: as_stated(getattr(value, "first", value)) for name, value in facts.items()}
        said[kind, row] = {name: value for name, value in values.items() if value}
    return said


def test_what_was_typed_comes_back_exactly(forms):
    state, made = forms
    count = 0
    for form, path in made:
        book = read_book(open_package(path, WORKBOOK))
        collected = collected_book(book)
        assert collected, path
        file = collected_file(path.name, collected, book.saved, state)
        (answer,), _, after = CollectedFiles([file], state, RECEIVED).bring([TAKE_CERTAIN])
        assert (answer.refused, answer.conflicts, [edit.doubt for edit in answer.edits if edit.doubt]) == (
            (),
            (),
            [],
        ), path
        period = parse_report_period(PERIOD)
        results = next((one for one in after.workspace.results[PLAN] if one.period == period), None)
        # Who does not say when he sent it is noted as of the day.
        expected = {**{("reports", row): {"date": RECEIVED.isoformat()} for row in form.reports}, **form.expected}
        assert said_of(results, form.agency, expected) == expected, path
        stated = sum(
            len(getattr(results, name))
            for name in ("targets", "tasks", "money", "reports", "difficulties", "causes", "proposals")
        )
        assert stated == len(expected), path
        count += form.count
    print(f"{len(made)} workbooks, {count} edits")
