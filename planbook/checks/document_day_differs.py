"""A day is typed behind the mention of a document, and it is not the day that the register has.

The plan then cites one document with two days, and whoever looks it up finds another or none. Silent: the same day,
documents whose day the register does not know, and days of other things ("trước ngày 20/6/2026").
Source: Decree 30/2020, Annex I, II.6b (a citation holds the day of the document).
"""

import re
from collections.abc import Iterator

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import error
from planbook.model.period import official_day
from planbook.model.texts import called, texts
from planbook.model.workspace import Workspace

_STEP = r"(?:[/.-]|\s\w+\s)"  # 23/6/2021, 23.6.2021, "23 tháng 6 năm 2021"


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find days behind citations that differ from the register."""
    # Plans are Vietnamese, whatever language the findings are told in.
    before = rf"\{{document:(?P<id>[^{{}}|]*+)[^{{}}]*+\}},?\s{translate('on the day', 'vi')}\s"
    dated = re.compile(rf"{before}(?P<day>\d{{1,2}}){_STEP}(?P<month>\d{{1,2}}){_STEP}(?P<year>\d{{4}})")
    for plan in workspace.plans.values():
        for entry, field, text in texts(plan):
            for match in dated.finditer(text):
                document = workspace.documents[match["id"]]
                day = document.date and document.date.first
                if day and (day.day, day.month, day.year) != tuple(
                    int(match[part]) for part in ("day", "month", "year")
                ):
                    yield error(
                        entry.source.span(field),
                        Text(
                            "{document} is dated {typed} here, {day} in the register",
                            {
                                "document": called(workspace, document),
                                "typed": f"{match['day']}/{match['month']}/{match['year']}",
                                "day": official_day(day),
                            },
                        ),
                        Text("correct the day, or write {mention}", {"mention": f"{{document:{document.id}|dated}}"}),
                        plan.id,
                    )
