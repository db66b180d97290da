"""What the checks found, for people: plan by plan and check by check, with the item that each finding is about."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planbook.messages.diagnostics import Diagnostic, Severity, Text
from planbook.messages.explanations import Explanation
from planbook.model.entry import Entry
from planbook.model.target import Figure, Target
from planbook.model.task import Duty, ReportingDuty
from planbook.model.texts import called
from planbook.model.workspace import Workspace
from planbook.views.addresses import Address
from planbook.views.places import place_in
from planbook.views.plan import PlanView
from planbook.wording.blocks import Item, beginning, capital
from planbook.wording.speech import PlanText


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with where its item stands on the site.

    `page` is the page from the root of the site and `item` the anchor on it, each empty where there is none; `place`
    says where in words, `message` is that of the finding with what items are called instead of their ids, and `part` is the key of the plan (legal_bases, recipients …) for what stands in no item.
    """

    diagnostic: Diagnostic
    message: Text
    page: str = ""
    item: str = ""
    place: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class CheckFindings:
    """What one check found in one plan or in the registers, the errors first."""

    check: str
    explanation: Explanation | None
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """What the check is called, as a heading."""
        return capital(self.explanation.title) if self.explanation else self.check


@dataclass(frozen=True, slots=True)
class FindingsView:
    """What was found in one plan, or in the registers and templates."""

    checks: tuple[CheckFindings, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counts = Counter(finding.diagnostic.severity for check in self.checks for finding in check.findings)
        return {severity: counts[severity] for severity in Severity}

    @property
    def accepted(self) -> dict[str, int]:
        """How many of them somebody accepted."""
        diagnostics = (finding.diagnostic for check in self.checks for finding in check.findings)
        accepted = Counter(diagnostic.severity for diagnostic in diagnostics if diagnostic.allowed)
        return {severity: accepted[severity] for severity in Severity}

    @property
    def total(self) -> int:
        """Count all findings."""
        return sum(len(check.findings) for check in self.checks)


def findings_views(
    workspace: Workspace,
    texts: Mapping[str, PlanText],
    plans: Mapping[str, PlanView],
    explanations: Mapping[str, Explanation],
    diagnostics: Iterable[Diagnostic],
) -> dict[str, FindingsView]:
    """The findings of every plan by its id, and under "" those that are of no plan."""
    sites = {plan.source.path: _Site(texts[plan.id], plans[plan.id]) for plan in workspace.plans.values()}
    places = _documents_by_place(workspace)
    sorted_out: dict[str, dict[str, list[Finding]]] = {id_: {} for id_ in (*workspace.plans, "")}
    for diagnostic in diagnostics:
        site = sites.get(diagnostic.span.path)
        plan = site.plan.id if site else diagnostic.plan or ""
        finding = site.locate(diagnostic) if site else _in_register(workspace, places, diagnostic)
        sorted_out[plan].setdefault(diagnostic.check, []).append(finding)
    return {id_: FindingsView(_weighed(checks, explanations)) for id_, checks in sorted_out.items()}


class _Site:
    """The page of a plan: which of its items have an anchor there, and where each stands in words."""

    def __init__(self, text: PlanText, view: PlanView) -> None:
        self.plan, self.text = text.plan, text
        self.anchors = {block.id for block in view.body}
        self.anchors.update(id_ for block in view.body if isinstance(block, Item) for id_ in block.also)

    def locate(self, diagnostic: Diagnostic) -> Finding:
        """A finding with the innermost item around its place that the page prints."""
        place = place_in(self.plan, diagnostic.span)
        item = next((id_ for id_ in place.ids if id_ in self.anchors), "")
        numbered = next((id_ for id_ in place.ids if id_ in self.text.numbers), "")
        return Finding(
            diagnostic,
            Text(
                diagnostic.message.english,
                {key: self._called(value) for key, value in diagnostic.message.values.items()},
            ),
            page=Address.PLAN.link(plan=self.plan.id),
            item=item,
            place=capital(self.text.place(numbered)) if numbered else "",
            part=place.part,
        )

    def _called(self, value: object) -> object:
        """What an item is called whose id stands in a message; anything else as it is."""
        entry = self._entries.get(value) if isinstance(value, str) else None
        if entry is None:
            return value
        if isinstance(entry, Duty | ReportingDuty):
            return capital(self.text.agencies(entry.agencies))
        if isinstance(entry, Figure):
            return self.text.value(entry)
        words = self.text.target(entry) if isinstance(entry, Target) else ""
        fields = (getattr(entry, field, None) for field in ("heading", "text", "short_text", "name"))
        return beginning((words or self.text.fill(next(filter(None, fields), ""))).rstrip(".;")) or value

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {id_: entry for entry in self.plan.walk() if (id_ := getattr(entry, "id", None))}


def _documents_by_place(workspace: Workspace) -> list[tuple[str, int, str]]:
    """Where each document begins: path and line, with its id, in the order of the files."""
    return sorted((document.source.path, document.source.line, id_) for id_, document in workspace.documents.items())


def _in_register(workspace: Workspace, places: Sequence[tuple[str, int, str]], diagnostic: Diagnostic) -> Finding:
    """A finding with the document that it is about; other registers have no page with their entries."""
    path, line = diagnostic.span.path, diagnostic.span.line
    before = bisect(places, (path, line + 1))
    if not before or places[before - 1][0] != path:
        return Finding(diagnostic, diagnostic.message)
    document = workspace.documents[places[before - 1][2]]
    return Finding(
        diagnostic,
        diagnostic.message,
        page=Address.DOCUMENTS.link(),
        item=document.id,
        place=called(workspace, document),
    )


def _weighed(checks: Mapping[str, list[Finding]], explanations: Mapping[str, Explanation]) -> tuple[CheckFindings, ...]:
    """The checks with the heaviest first, and so the findings of each."""

    def weight(finding: Finding) -> int:
        return finding.diagnostic.severity.rank

    weighed = [
        CheckFindings(check, explanations.get(check), tuple(sorted(findings, key=weight)))
        for check, findings in sorted(checks.items())
    ]
    return tuple(sorted(weighed, key=lambda check: weight(check.findings[0])))
