"""The papers around a plan as Word files: asking for opinions, submission, tasks given out, opinions answered, correction, signing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from planbook.loading.workspace import load_files, sound
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.agency import known_agency
from planbook.model.item import ItemId
from planbook.model.number import roman
from planbook.model.period import official_day
from planbook.model.plan import Misprint, Plan
from planbook.model.seal import is_intact, sealed
from planbook.model.workspace import Workspace
from planbook.outputs.paper_desk import PaperDesk, open_desk
from planbook.render.article import article, article_lines
from planbook.render.word import draft
from planbook.repository.data_paths import ever_of
from planbook.repository.files import read_folder
from planbook.repository.revisions import commits_of, read_revision
from planbook.views.paper import PaperCode, addressed, opinion_count, opinion_table
from planbook.views.plan import plan_view
from planbook.wording.blocks import ArticleLine, Heading, capital, full_stop
from planbook.wording.purposes import budgets, paid_for
from planbook.wording.wording import BLANK

PaperKind = Literal["consultation", "opinions", "submission", "signing", "assignment", "correction"]
KINDS: Mapping[PaperKind, PaperCode] = {
    "consultation": "",
    "opinions": "BC",
    "submission": "TTr",
    "signing": "",
    "assignment": "",
    "correction": "",
}
_MOST_COMMITS = 200  # of a plan's file, among which that with the text that was sealed is looked for


@dataclass(frozen=True)
class PaperRequest:
    """Which paper of which plan, who issues it (else the issuer of the plan), who signs, whom it is for, by when an answer is wanted."""

    plan: str
    kind: PaperKind
    issuer: str = ""
    signatory: str = ""
    agency: str = ""
    by: date | None = None


@dataclass(frozen=True)
class PaperPart:
    """One appendix: the heading, and what its agency has to do."""

    heading: str
    sheet: Any


@dataclass(frozen=True)
class CorrectedPlace:
    """A place of an issued plan: what it printed, and what is right."""

    place: str
    old: str
    new: str


def write_paper(root: Path, request: PaperRequest) -> tuple[bytes, tuple[Text, ...]]:
    """A paper as a Word file, and what its writer must know beside it.

    Raises `UnknownPlan`, `Misuse`, `BuildStopped` where the data cannot be read, `TemplateProblem` and `UnknownElement`.
    """
    workspace = sound(read_folder(root / "data"))
    desk = open_desk(root, workspace, request.plan, KINDS[request.kind], request.issuer, request.signatory)
    if request.agency:
        known_agency(workspace.agencies, request.agency)
    if request.kind == "signing":
        return _signing(desk), ()
    values, notes = _VALUES[request.kind](desk, request)
    return desk.word(desk.render(f"papers/{request.kind}.html", **values), request.kind), notes


def _article(desk: PaperDesk, workspace: Workspace, plan: Plan) -> str:
    """The semantic text of the plan in some state of the data."""
    return article(desk.templates, plan_view(workspace, plan, desk.phrases), desk.phrases)


def _signing(desk: PaperDesk) -> bytes:
    """The plan as it is signed: no mark of a draft, no word at the foot about whose sentences these are, number and day for the pen."""
    if desk.plan.todo:
        open_ = ", ".join(decision.id for decision in desk.plan.todo)
        raise Misuse(
            Text("the plan has open decisions, which no signing copy may have: {decisions}", {"decisions": open_})
        )
    return draft(_article(desk, desk.views.workspace, desk.plan), desk.sheet, replace(desk.origin(), mark="", note=""))


_Values = tuple[dict[str, object], tuple[Text, ...]]


def _parts(desk: PaperDesk, request: PaperRequest) -> dict[str, object]:
    """Whom the paper addresses, and the part of each as an appendix."""
    id_ = desk.plan.id
    own = [*addressed(desk.views.texts[id_], desk.views.work_of_plans[id_], desk.issuer, request.agency)]
    if not own:
        raise Misuse(Text("the plan gives nobody anything to do that could go with the paper"))
    say = desk.phrases.say
    headings = (say("appendix", number=roman(at) if len(own) > 1 else "").strip() for at in range(1, len(own) + 1))
    parts = tuple(PaperPart(heading, sheet) for heading, (_, sheet) in zip(headings, own, strict=True))
    return {"addressees": tuple(name for name, _ in own), "parts": parts}


def _consultation(desk: PaperDesk, request: PaperRequest) -> _Values:
    if desk.plan.status != "draft":
        raise Misuse(Text("{plan} is issued: there is no draft to ask opinions about", {"plan": desk.plan.id}))
    say = desk.phrases.say
    blank = say("place_and_day", place="", day=BLANK, month=BLANK, year=desk.made.year).lstrip(", ")
    day = say("before", day=official_day(request.by)) if request.by else say("before_time", time=blank)
    return {**_parts(desk, request), "deadline": day}, ()


def _assignment(desk: PaperDesk, request: PaperRequest) -> _Values:
    if desk.plan.status == "draft":
        raise Misuse(Text("{plan} is a draft: issue it before its tasks are given out", {"plan": desk.plan.id}))
    return _parts(desk, request), ()


def _opinions(desk: PaperDesk, _: PaperRequest) -> _Values:
    file = desk.views.workspace.opinions.get(desk.plan.id)
    if file is None or not file.opinions:
        raise Misuse(
            Text("nobody has answered to {plan} yet: pull --apply notes what files say", {"plan": desk.plan.id})
        )
    count = opinion_count(file.opinions)
    left = Text("opinions that still wait for an answer: {count}", {"count": count.open})
    table = opinion_table(desk.views.texts[desk.plan.id], file.opinions)
    return {"count": count, "table": table}, (left,) if count.open else ()


def _submission(desk: PaperDesk, _: PaperRequest) -> _Values:
    plan, text = desk.plan, desk.views.texts[desk.plan.id]
    if desk.issuer == plan.issuer:
        raise Misuse(
            Text(
                "a submission goes to {issuer}: write --from and the id of who submits the plan",
                {"issuer": plan.issuer},
            )
        )
    view = desk.views.views[plan.id]
    file = desk.views.workspace.opinions.get(plan.id)
    in_all = {row.item for row in desk.views.money[plan.id].years if row.total}
    funded = [entry for entry in budgets(plan) if entry.owner.id in in_all]
    total = text.wording.phrases.say("budget_total")
    tasks = [row for group in desk.views.matrices[plan.id] for row in group.tasks]
    top = min((block.level for block in view.body if isinstance(block, Heading)), default=1)
    values = {
        "addressees": (desk.plan_issuer,),
        "bases": tuple(full_stop(basis.lstrip("- ").rstrip(";.")) for basis in view.legal_bases),
        "count": opinion_count(file.opinions if file else ()),
        "sections": tuple(
            block.text.capitalize() if block.text.isupper() else block.text
            for block in view.body
            if isinstance(block, Heading) and block.level == top
        ),
        "targets": tuple(full_stop(text.target(target)) for target in plan.targets()),
        "tasks": len(tasks),
        "leads": len({lead for row in tasks for lead in row.lead_ids}),
        "money": tuple(
            full_stop(capital(f"{paid_for(entry, text) if len(funded) > 1 else total}: {text.budget(entry.budget)}"))
            for entry in funded
        ),
    }
    return values, ()


def _correction(desk: PaperDesk, _: PaperRequest) -> _Values:
    if desk.plan.status == "draft":
        raise Misuse(Text("{plan} is a draft: edit it, nothing of it was sent out", {"plan": desk.plan.id}))
    edited = [*_edited_since(desk)]
    rows = (*_misprinted(desk), *edited)
    if not rows:
        raise Misuse(
            Text(
                "{plan} says what was issued, and no misprint of it is noted: nothing to correct",
                {"plan": desk.plan.id},
            )
        )
    substance = Text(
        "a letter corrects form alone; what changes a figure, who does it or by when needs a document of the kind of the plan (Decree"
        " 30/2020), written down by issue --amendment"
    )
    recipients = desk.views.views[desk.plan.id].recipients[: len(desk.plan.recipients)]
    return {"rows": rows, "addressees": tuple(line.strip("- ;") for line in recipients)}, (substance,) if edited else ()


def _misprinted(desk: PaperDesk) -> Iterator[CorrectedPlace]:
    """What the plan printed wrongly, each beside the right words, in the order of the print."""
    lines = {line.item: line for line in article_lines(_article(desk, desk.views.workspace, desk.plan), is_word=False)}
    places = list(lines)
    for misprint in sorted(
        desk.plan.as_printed, key=lambda misprint: places.index(misprint.at) if misprint.at in lines else -1
    ):
        line = lines.get(misprint.at) if misprint.at else None
        place = _place(desk, desk.plan, misprint.at or "", line)
        if misprint.document and not line:
            citation = desk.views.texts[desk.plan.id].citation(misprint.document, "short")
            place = desk.phrases.say("place_of_citation", citation=citation)
        yield CorrectedPlace(place, misprint.printed, _right(desk, misprint, line))


def _right(desk: PaperDesk, misprint: Misprint, line: ArticleLine | None) -> str:
    whole = line.text.rstrip(".;") if line else ""
    if misprint.document:
        whole = desk.views.texts[desk.plan.id].citation(misprint.document, "full")
    return _part_alike(misprint.printed, whole) or whole


def _part_alike(printed: str, text: str) -> str:
    """The part of a text that differs from what was printed by capitals and spaces beside signs alone; nothing where there is none."""
    pattern = "".join(
        rf"\s*{re.escape(part)}\s*" if re.match(r"[^\w\s]", part) else re.escape(part).replace(r"\ ", r"\s+")
        for part in re.findall(r"[^\w\s]|\w+(?: \w+)*", " ".join(printed.split()))
    )
    match = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return match.group().strip() if match and match.group() != printed else ""


def _edited_since(desk: PaperDesk) -> Iterator[CorrectedPlace]:
    """The lines that read otherwise than when the plan was sealed last."""
    earlier = _as_sealed(desk)
    if earlier is None:
        return
    before, now = (
        {
            line.item: line
            for line in article_lines(_article(desk, side, side.plans[desk.plan.id]), is_word=False)
            if line.item and not line.is_row
        }
        for side in (earlier, desk.views.workspace)
    )
    for item in {**now, **before}:
        old, new = (side[item].text if item in side else "" for side in (before, now))
        if old != new:
            plan = desk.plan if item in now else earlier.plans[desk.plan.id]
            yield CorrectedPlace(
                _place(desk, plan, item, now.get(item) or before[item]), old.rstrip(".;"), new.rstrip(".;")
            )


def _as_sealed(desk: PaperDesk) -> Workspace | None:
    """The data of the last commit that holds the plan as it was sealed; None where it still says that, or no commit does."""
    plan = desk.plan
    if sealed(plan) is None or is_intact(plan):
        return None
    for commit in commits_of(desk.root, ever_of(plan.id)[0], _MOST_COMMITS):
        workspace, _ = load_files(read_revision(desk.root, commit.name))
        there = workspace.plans.get(plan.id)
        if there and sealed(there) == sealed(plan) and is_intact(there):
            return workspace
    raise Misuse(
        Text(
            "{plan} is no more as it was issued, and no commit holds it so: nothing to compare with", {"plan": plan.id}
        )
    )


def _place(desk: PaperDesk, plan: Plan, item: str, line: ArticleLine | None) -> str:
    """Where something stands, for a reader of the print: its number, else how its paragraph begins."""
    entry = ItemId(item).entry
    number = desk.views.numbered[plan.id].get(entry) if plan is desk.plan else None
    if number and number.place:
        return capital(desk.phrases.say("item_part", number=number.place))
    return capital(" ".join((line.text if line else plan.short_title).split()[:8]))


_VALUES: Mapping[str, Callable[[PaperDesk, PaperRequest], _Values]] = {
    "consultation": _consultation,
    "opinions": _opinions,
    "submission": _submission,
    "assignment": _assignment,
    "correction": _correction,
}
