"""Two parts of a plan ask for reports to the same receiver in rhythms that do not fit together.

"6 tháng, 9 tháng, cả năm" in the common duties and "hằng quý, hằng năm" in those of the agency that collects the
reports: the collector has to report on a quarter on which nobody reports to it. Compared are sentences of duties that
say "báo cáo" with a rhythm, and reporting duties; the agencies must be the same, one a member of the other, or one must pass on what the
other sends. Silent: one part that names only some of the rhythms of the other, other receivers, and what
reporting-conflict says of tasks.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Diagnostic, Span, Text
from planbook.messages.findings import warning
from planbook.model.mentions import mention_ids
from planbook.model.period import Rhythm
from planbook.model.plan import Plan
from planbook.model.recurrence import RHYTHMS
from planbook.model.responsibility import duties
from planbook.model.task import Duty, ReportingDuty, Statement
from planbook.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Regime:
    """How often some agencies report to others, in one place."""

    span: Span
    item: str
    agencies: frozenset[str]
    to: frozenset[str]
    rhythms: tuple[Rhythm, ...]
    is_typed: bool = True


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find the places whose rhythms do not fit an earlier one."""
    words = _words()
    for plan in workspace.plans.values():
        reported: set[Span] = set()
        for earlier, later in combinations(_regimes(plan, words, workspace), 2):
            apart = {*earlier.rhythms} - {*later.rhythms} and {*later.rhythms} - {*earlier.rhythms}
            related = earlier.agencies & (later.agencies | later.to) or later.agencies & earlier.to
            is_new = later.span not in reported and (earlier.is_typed or later.is_typed)
            if apart and related and earlier.to & later.to and is_new:
                reported.add(later.span)
                yield warning(
                    later.span,
                    Text(
                        "reports are {rhythms} here, “{id}” says {stated}",
                        {"rhythms": _listed(later.rhythms), "id": earlier.item, "stated": _listed(earlier.rhythms)},
                    ),
                    Text("name the same reports in both places, or say which are passed on when"),
                    plan.id,
                )


def _regimes(plan: Plan, words: dict[Rhythm, re.Pattern[str]], workspace: Workspace) -> Iterator[_Regime]:
    def with_members(agencies: tuple[str, ...], to: Collection[str]) -> frozenset[str]:
        members = (member for agency in agencies for member in workspace.members(agency, plan))
        return frozenset((*agencies, *(member for member in members if member not in to)))

    report = re.compile(rf"(?<!\w){translate('report', 'vi')}(?!\w)", re.IGNORECASE)
    for duty in duties(plan):
        paragraphs: list[Duty | Statement] = [duty, *duty.entries(Statement)]
        for entry in paragraphs:
            for clause in re.split(r"[.;](?:\s|$)", entry.text or ""):
                rhythms = tuple(rhythm for rhythm, pattern in words.items() if pattern.search(clause))
                receivers = frozenset(mention_ids(clause, "agency"))
                if rhythms and report.search(clause):
                    agencies = with_members(duty.agencies, receivers)
                    yield _Regime(entry.source.span("text"), entry.id, agencies, receivers - agencies, rhythms)
    for report_duty in plan.entries(ReportingDuty):
        if every := report_duty.every:
            agencies, to = with_members(report_duty.agencies, report_duty.to), frozenset(report_duty.to)
            yield _Regime(report_duty.source.span("every"), report_duty.id, agencies, to, every, is_typed=False)


def _words() -> dict[Rhythm, re.Pattern[str]]:
    """How texts name the rhythms of reports. Plans are Vietnamese, whatever language the findings are told in."""
    names = translate("every month;quarter;half a year;nine months;every year|the whole year", "vi").split(";")
    return {
        rhythm: re.compile(rf"(?<!\w)(?:{name})(?!\w)", re.IGNORECASE)
        for rhythm, name in zip(RHYTHMS, names, strict=True)
    }


def _listed(rhythms: tuple[Rhythm, ...]) -> Text:
    names = (RHYTHMS[rhythm] for rhythm in rhythms)
    return reduce(lambda first, second: Text("{first}, {second}", {"first": first, "second": second}), names)
