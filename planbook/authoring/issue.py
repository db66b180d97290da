"""Issuing a plan: number and day come with the signature, and what is issued is sealed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planbook.authoring.rollover.times import day_off
from planbook.checks import findings
from planbook.loading.attached_files import attached_files
from planbook.loading.own_places import seal_path
from planbook.loading.workspace import load_files, plan_named, sound
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Refusal, Text, in_order
from planbook.model.borrowed import borrowed
from planbook.model.item import unused_id
from planbook.model.made_appendices import made_appendices
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.seal import file_seal, has_words, is_intact, is_sealed_file, reworded_since, seal, seal_file, sealed
from planbook.model.workspace import Workspace
from planbook.reading.edits import plain
from planbook.repository.data_files import write_data
from planbook.repository.files import Files, read_folder
from planbook.text.writer import Edit, canonical, write

_NUMBER = re.compile(r"\A(?P<number>[0-9]++)(?P<sign>[/-])(?P<symbol>\S++)")
_EARLIEST = 1  # a plan may be signed this many years before its period begins


class CannotIssue(Refusal):
    """A plan cannot be issued so; the text says everything that is in the way."""

    bullet = "- "


@dataclass(frozen=True)
class Signing:
    """What signing brings: number and symbol, the day, the name, and for an amendment its reason."""

    number: str
    day: dt.date
    signatory: str = ""
    amendment: str = ""


def issue(root: Path, name: str, signing: Signing) -> tuple[Text, ...]:
    """Issue a draft, or write down an amendment of an issued plan, and give a report of it.

    Raises `BuildStopped` with the errors of the plan as it would be, `CannotIssue` with all other reasons; nothing is
    written then.
    """
    files = read_folder(root / "data")
    workspace = sound(files)
    plan = plan_named(workspace, name)
    attached = attached_files(root / "data", workspace)[0]
    beside = {appendix: content for (of, appendix), content in attached.items() if of == name}
    reasons = [*(_amendment_problems if signing.amendment else _problems)(workspace, plan, signing, beside)]
    if reasons:
        raise CannotIssue(*reasons)
    contents = _sealed(files, plan, signing, beside)
    issued, errors = load_files(Files({**files.contents, **contents}))
    errors += [finding for finding in attached_files(root / "data", issued)[1] if finding.plan in (name, None)]
    _stop([*errors, *(finding for finding in findings(issued) if finding.plan == name)], issued)
    write_data(root, files.contents, contents)
    return tuple(_report(issued.plans[name], signing))


def _stop(diagnostics: list[Diagnostic], workspace: Workspace) -> None:
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.stops_the_build]
    if errors:
        raise BuildStopped(in_order(errors), workspace.lines)


def _problems(workspace: Workspace, plan: Plan, signing: Signing, beside: Mapping[str, bytes]) -> Iterator[Text]:
    """What keeps a draft from being issued under a number on a day."""
    if plan.status != "draft" and not _can_be_completed(workspace, plan, signing, beside):
        issued = {"plan": plan.id, "number": plan.number or "…", "day": str(plan.date or "…")}
        yield Text("{plan} is issued: {number}, {day}; an amendment needs --amendment with its reason", issued)
        return
    for decision in plan.todo:
        yield Text("to be decided: {what}", {"what": decision.what})
    if plan.todo:
        yield Text(
            "what is decided: tick or delete its row in the Word draft and pull it, or take it out of todo: in the data"
        )
    match = _NUMBER.fullmatch(signing.number)
    if match is None or f"{match['sign']}{match['symbol']}" != _behind_number(plan):
        yield _unlike(plan, signing)
    yield from _used(workspace, plan, signing)
    period = plan.period
    if not dt.date(period.first.year - _EARLIEST, 1, 1) <= signing.day <= period.last:
        values = {"day": official_day(signing.day), "period": str(period)}
        yield Text("{day} cannot be the day of a plan for {period}", values)


def _behind_number(plan: Plan) -> str:
    """The symbol with the sign before it: "/KH-UBND", of the Party "-KH/TU"."""
    return f"-{plan.symbol}" if "/" in plan.symbol else f"/{plan.symbol}"


def _unlike(plan: Plan, signing: Signing) -> Text:
    values = {"number": signing.number, "example": f"12{_behind_number(plan)}"}
    return Text("the number “{number}” is not like {example}", values)


def _can_be_completed(workspace: Workspace, plan: Plan, signing: Signing, beside: Mapping[str, bytes]) -> bool:
    """Whether an issued plan may take what its issue left out: its seal, or who signed."""
    is_same = plan.number in (None, signing.number)
    is_same = is_same and (plan.date is None or plan.date.first <= signing.day <= plan.date.last)
    lacks_name = plan.signatory is not None and plan.signatory.name is None and bool(signing.signatory)
    unedited = sealed(plan) is not None and is_intact(plan) and not plan.amendments
    unedited = unedited and not (has_words(plan) and _is_reworded(workspace, plan, beside))
    # As one that an earlier program sealed.
    lacks = lacks_name or not has_words(plan) or any(_unsealed(workspace, plan, beside))
    return plan.status == "issued" and is_same and (sealed(plan) is None or (lacks and unedited))


def _used(workspace: Workspace, plan: Plan, signing: Signing) -> Iterator[Text]:
    """What has the number already: numbers of an issuer begin anew every year."""
    number = _bare(signing.number)
    for plan_ in workspace.plans.values():
        for used, day in _numbers(plan_):
            if (
                plan_.id != plan.id
                and plan_.issuer == plan.issuer
                and day.year == signing.day.year
                and _bare(used) == number
            ):
                yield Text("{number} of {year} is {plan}", {"number": used, "year": day.year, "plan": plan_.id})
    for document in workspace.documents.values():
        if document.issuer == plan.issuer and document.number and document.date:
            # The plan itself may be registered already, under its own day.
            year, same_day = document.date.first.year, document.date.first == signing.day
            if year == signing.day.year and not same_day and _bare(document.number) == number:
                yield Text(
                    "{number} of {year} is {plan}", {"number": document.number, "year": year, "plan": document.id}
                )


def _numbers(plan: Plan) -> Iterator[tuple[str, dt.date]]:
    """The numbers of a plan and its amendments, with their days."""
    if plan.number and plan.date:
        yield plan.number, plan.date.first
    yield from ((amendment.number, amendment.date.first) for amendment in plan.amendments)


def _bare(number: str) -> str:
    """A number without the zeros that offices put before it."""
    return number.lstrip("0")


def _amendment_problems(
    workspace: Workspace, plan: Plan, signing: Signing, beside: Mapping[str, bytes]
) -> Iterator[Text]:
    """What keeps an amendment from being written down."""
    if plan.status == "draft" or sealed(plan) is None:
        yield Text("{plan} is not issued: there is nothing to amend", {"plan": plan.id})
        return
    if is_intact(plan) and not _is_reworded(workspace, plan, beside):
        yield Text("{plan} says what was issued: edit it first, then write the amendment down", {"plan": plan.id})
    if not _NUMBER.fullmatch(signing.number):
        yield _unlike(plan, signing)
    last = plan.amendments[-1].date if plan.amendments else plan.date
    if last and signing.day < last.first:
        values = {"day": official_day(signing.day), "last": official_day(last.first)}
        yield Text("{day} is before {last}, when the plan was issued or amended last", values)
    yield from _used(workspace, plan, signing)


def _is_reworded(workspace: Workspace, plan: Plan, beside: Mapping[str, bytes]) -> bool:
    """Whether a plan prints other words of the registers, or has other files beside it, than when it was sealed."""
    file = workspace.seals.get(plan.id)
    if file is None or any(True for _ in reworded_since(file.words, borrowed(workspace, plan))):
        return True
    unsealed = set(_unsealed(workspace, plan, beside))
    return any(not is_sealed_file(file, name, content) for name, content in beside.items() if name not in unsealed)


def _unsealed(workspace: Workspace, plan: Plan, beside: Iterable[str]) -> list[str]:
    """The appendices whose files its seal does not hold."""
    file = workspace.seals.get(plan.id)
    return [name for name in beside if file is not None and file_seal(file, name) is None]


def _sealed(files: Files, plan: Plan, signing: Signing, beside: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a plan with what signing brings, sealed: its own, and what it prints of the registers and has beside it."""
    path, before = plan.source.path, files.contents[plan.source.path].decode()
    text = write(before, _edits(plan, signing, seal(plan)))
    workspace, _ = load_files(Files({**files.contents, path: text.encode()}))
    signed = workspace.plans[plan.id]
    # The seal is that of the plan with its number and day: it can be written only once they stand.
    text = write(before, _edits(plan, signing, seal(signed)))
    return {path: text.encode(), seal_path(workspace, plan): canonical(seal_file(workspace, signed, beside)).encode()}


def _edits(plan: Plan, signing: Signing, sealed_as: str) -> Iterator[Edit]:
    head, day = plan.source, signing.day.isoformat()
    if signing.amendment:
        entries = plain(plan.amendments)
        entries.append({"number": signing.number, "date": day, "reason": signing.amendment, "seal": sealed_as})
        yield Edit(head, "amendments", entries, behind="seal")
        return
    yield Edit(head, "status", "issued")
    yield Edit(head, "number", signing.number, behind="status")
    yield Edit(head, "date", day, behind="symbol")
    yield Edit(head, "seal", sealed_as, behind="date")
    if plan.appendices is None and (appendices := _appendices(plan)):
        # What the draft has behind it goes out with it: an issued plan has those alone that it names.
        yield Edit(head, "appendices", appendices, behind="signatory" if plan.signatory else "archive")
    if signing.signatory and plan.signatory:
        yield Edit(plan.signatory.source, "name", signing.signatory)
    if "todo" in head.entries:
        yield Edit(head, "todo")


def _appendices(plan: Plan) -> list[dict[str, str]]:
    """The appendices that a draft has without naming them, as its file names them once it is issued."""
    names = {
        "targets": "phu-luc-chi-tieu",
        "shares": "phu-luc-giao-chi-tieu",
        "tasks": "phu-luc-nhiem-vu",
        "budget": "phu-luc-kinh-phi",
    }
    ids = {getattr(entry, "id", "") for entry in plan.walk()}
    return [{"id": unused_id(names[made], ids), "made": made} for made in made_appendices(plan)]


def _report(plan: Plan, signing: Signing) -> Iterator[Text]:
    day = {"day": official_day(signing.day)}
    if signing.amendment:
        yield Text("amended: {path}", {"path": plan.source.path})
    else:
        yield Text("issued: {path}", {"path": plan.source.path})
    if day_off(signing.day):
        yield Text("{day} is no working day: see whether it is right", day)
    if plan.signatory and not plan.signatory.name:
        yield Text("nobody is named as who signed: the same command with --signatory adds it")
