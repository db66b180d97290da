"""The beginning of a plan that follows none: one of templates/new/ with its blanks filled, guidance as comments."""

import json
import os
from collections.abc import Mapping as Mapping_
from pathlib import Path
from string import Template

from planbook.loading.own_places import RegisterFiles, plan_path
from planbook.loading.shared_registers import settings, shared, with_shared
from planbook.loading.workspace import sound
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import BuildStopped, Misuse, Refusal, Text
from planbook.model.agency import Agency, AgencyGroup, Locality
from planbook.model.entry import as_id, no_id
from planbook.model.issuer import bare_name
from planbook.model.nearness import nearest
from planbook.model.office import Office
from planbook.model.period import When
from planbook.model.series import newest_locality
from planbook.model.workspace import Workspace
from planbook.outputs.office_settings import read_phrases
from planbook.render.sandbox import TemplateProblem
from planbook.repository.data_files import write_data
from planbook.repository.files import Files, not_a_file, read_folder, read_own_file
from planbook.repository.program_files import place_of
from planbook.text.node import Mapping, Scalar
from planbook.text.reader import read
from planbook.text.writer import canonical
from planbook.wording.blocks import capital
from planbook.wording.seats import seat
from planbook.wording.wording import Wording


def begin(
    root: Path,
    name: str,
    kind: str,
    jurisdiction: str,
    period: When,
    issuer: str = "",
    programme: str = "",
    subject: str = "",
) -> tuple[Text, ...]:
    """Write an empty plan into data/plans/ and give a report of it.

    Raises `Refusal`, `Misuse`, or `BuildStopped` where data/ cannot be read.
    """
    files = read_folder(root / "data")
    workspace = sound(files)
    jurisdiction = jurisdiction or workspace.office.place or ""
    own = (workspace.office.issuer or "") if jurisdiction == workspace.office.place else ""
    path = plan_path(workspace, name, jurisdiction, issuer or own)
    if os.path.lexists(root / path):
        raise Refusal(Text("{path} is there already; give the new plan another id", {"path": path}))
    if jurisdiction == workspace.office.place and not issuer:
        issuer = workspace.office.issuer or ""
    # A place that is named by nothing yet is known by its id alone.
    workspace = with_shared(workspace, (jurisdiction, issuer, programme, f"ubnd-{jurisdiction}"))
    if not kind and jurisdiction in workspace.localities:
        kind = _kind(workspace, workspace.localities[jurisdiction], issuer)
    wrong = _wrong(workspace, name, kind, jurisdiction, issuer, programme)
    if wrong:
        raise Misuse(wrong)
    body = workspace.agencies[issuer or _bodies(workspace, jurisdiction)[0]]
    blanks = {
        "id": name,
        "issuer": body.id,
        "issuer_name": body.called,
        **_numbered_and_signed(body, workspace.localities[jurisdiction]),
        "jurisdiction": jurisdiction,
        "place": workspace.localities[jurisdiction].name,
        "seat": seat(workspace.localities[jurisdiction], shared().place_names),
        "period": str(period),
        "time": Wording(read_phrases(root)).time(period),
    }
    blanks |= _called(workspace, body, subject, blanks)
    if kind == "commune":
        blanks |= _of_groups(root, workspace.office, blanks)
    if kind == "project":
        blanks |= _of_programme(root, workspace, programme, blanks)
    text = _filled(root, kind, blanks)
    begun = sound(Files({**files.contents, path: text.encode()}))
    text = canonical(text)
    write_data(root, files.contents, {path: text.encode()})
    todo = begun.plans[name].todo
    listed = (Text("  - {what}", {"what": decision.what}) for decision in todo)
    return Text("written: {path}", {"path": path}), Text("to be decided: {count}", {"count": len(todo)}), *listed


def _filled(root: Path, kind: str, blanks: dict[str, str]) -> str:
    path = f"templates/new/{kind}.yaml"
    content = read_own_file(place_of(root, path), path)
    if content is None:
        raise BuildStopped([not_a_file(path)], {})
    try:
        return Template(content.decode()).substitute(blanks)
    except UnicodeDecodeError as error:
        raise TemplateProblem(path, Text("the file is not UTF-8")) from error
    except KeyError as error:
        raise TemplateProblem(path, Text("there is no blank ${name}", {"name": error.args[0]})) from error
    except ValueError as error:
        raise TemplateProblem(
            path, Text("a $ stands before no name of a blank; write $$ for the sign itself")
        ) from error


def title_patterns(subject: str, issuer: Agency) -> dict[str, str]:
    """The titles of an issuer's plans about something, with blanks, as settings have them; without a subject what all begin with."""
    kind = shared().issuers.kind(issuer.name)
    governs = bool(kind and kind.collective)
    if not subject and governs:
        return {"new_title": settings().new_title or "", "new_short_title": settings().new_short_title or ""}
    about = capital(subject or translate("work of an office", "vi"))
    pattern = translate("{subject} $time in $place" if governs else "{subject} $time of $issuer_name", "vi")
    whose = "$place" if governs else "$issuer_name"
    return {"new_title": pattern.format(subject=about), "new_short_title": f"{about} {whose} $time"}


def _series(workspace: Workspace, subject: str, jurisdiction: str) -> set[str]:
    """The series that the plans of a place about something name."""
    plans = (plan for plan in workspace.plans.values() if as_id(workspace.subjects[plan.id]) == as_id(subject))
    home = newest_locality(workspace.localities, jurisdiction)
    return {plan.series for plan in plans if plan.series and workspace.series[plan.id].place == home}


def _called(workspace: Workspace, issuer: Agency, subject: str, blanks: dict[str, str]) -> dict[str, str]:
    """The title of a new plan and what it is about, as somebody says, else as the office's settings have it."""
    patterns = {
        "new_title": workspace.office.new_title or "",
        "new_short_title": workspace.office.new_short_title or "",
    }
    if subject:
        patterns = title_patterns(subject, issuer)
    blanks = {**blanks, "issuer_name": f"{{agency:{issuer.id}|full}}"}
    titles = {name: _plain_or_quoted(Template(title).safe_substitute(blanks)) for name, title in patterns.items()}
    about = subject or workspace.office.subject
    line = f"subject: {_plain_or_quoted(about)}" if about else "# subject:"
    if len(series := _series(workspace, about or "", blanks["jurisdiction"])) == 1:
        line += f"\nseries: {series.pop()}"
    return {"title": titles["new_title"], "short_title": titles["new_short_title"], "subject": line}


def _numbered_and_signed(issuer: Agency, place: Locality) -> dict[str, str]:
    """The symbol of an issuer's plans, and who signs them."""
    issuers = shared().issuers
    kind = issuers.kind(issuer.name)
    is_body, title = bool(kind and kind.collective), kind.title if kind else issuers.otherwise
    body = f" body: {kind.signs_for}," if kind and kind.signs_for else ""
    title = json.dumps(title, ensure_ascii=False) if "," in title else title
    signatory = f"{{collective: {str(is_body).lower()},{body} title: {title}}}"
    return {
        "symbol": issuers.symbol(issuer.name, bare_name(issuer, place, shared().place_names)),
        "signatory": signatory,
        "archive": kind.archive if kind else "VT",
    }


def _plain_or_quoted(text: str) -> str:
    """A text as YAML reads it back, in quotes where it must be."""
    node, problems = read("", f"a: {text}".encode())
    plain = node.entries["a"] if isinstance(node, Mapping) and not problems else None
    return text if isinstance(plain, Scalar) and plain.text == text else json.dumps(text, ensure_ascii=False)


def _of_groups(root: Path, office: Office, blanks: dict[str, str]) -> dict[str, str]:
    """The blanks of a plan with the groups of tasks that the office's settings name."""
    tasks = [f"nhiem-vu-{number}" for number in range(1, len(office.new_groups) + 1)]
    groups = [
        _filled(
            root,
            "group",
            {
                **blanks,
                "group": f"nhom-{as_id(heading)[:58]}".strip("-"),
                "heading": json.dumps(heading, ensure_ascii=False),
                "task": task,
            },
        )
        for heading, task in zip(office.new_groups, tasks, strict=True)
    ]
    return {"groups": "".join(groups).rstrip("\n"), "group_tasks": ", ".join(tasks)}


def _of_programme(root: Path, workspace: Workspace, programme: str, blanks: dict[str, str]) -> dict[str, str]:
    """The blanks of a plan by project: the programme, and a group of tasks for each of its projects."""
    entry = workspace.programmes[programme]
    groups = [_filled(root, "project-group", {**blanks, "project": project.id}) for project in entry.projects]
    return {
        "programme": entry.name,
        "programme_short": entry.short_name or entry.name,
        "programme_id": entry.id,
        "projects": "".join(groups).rstrip("\n"),
        "tasks": ", ".join(f"noi-dung-{project.id}" for project in entry.projects),
    }


def _wrong(workspace: Workspace, name: str, kind: str, jurisdiction: str, issuer: str, programme: str) -> Text | None:
    """The first thing that keeps a plan from being begun."""
    if wrong := no_id(name):
        return wrong
    if issuer and issuer not in workspace.agencies:
        return _unknown("--issuer", issuer, workspace.agencies)
    return (
        _wrong_place(workspace, kind, jurisdiction, issuer)
        or _wrong_programme(workspace, kind, jurisdiction, programme)
        or _wrong_issuer(workspace, jurisdiction, issuer)
    )


def _wrong_place(workspace: Workspace, kind: str, jurisdiction: str, issuer: str) -> Text | None:
    if jurisdiction not in workspace.localities:
        return _unknown("--jurisdiction", jurisdiction, workspace.localities)
    place = workspace.localities[jurisdiction]
    if kind not in ("project", fitting := _kind(workspace, place, issuer)):
        values = {"place": place.name, "level": place.level, "kind": fitting}
        if fitting == "project":
            return _needs_programme(workspace, values)
        return Text("{place} is of the level {level}: write --kind {kind}", values)
    return None


def _wrong_issuer(workspace: Workspace, jurisdiction: str, issuer: str) -> Text | None:
    """What is wrong with who issues; without a name there must be one body alone that can."""
    if issuer:
        return None
    bodies = _bodies(workspace, jurisdiction)
    if len(bodies) == 1:
        return None
    if bodies:
        return Text("write --issuer, one of: {agencies}", {"agencies": ", ".join(bodies)})
    place = workspace.localities[jurisdiction]
    if place.level == "central":
        return Text(
            "no body of {place} is known that could issue a plan: write --issuer and the id of the ministry or office",
            {"place": place.name},
        )
    path = RegisterFiles(workspace.trees).nearest("agencies", plan_path(workspace, "", jurisdiction))
    return Text(
        "no agency of {place} is known that could issue a plan; add to {path}, under agencies:, and"
        " write --issuer ubnd-{id}\n  - id: ubnd-{id}\n    name: People's Committee of {place}\n    level: {level}\n"
        "    locality: {id}",
        {"place": place.name, "id": jurisdiction, "level": place.level, "path": path},
    )


def _wrong_programme(workspace: Workspace, kind: str, jurisdiction: str, programme: str) -> Text | None:
    if programme and kind != "project":
        return Text("--programme {name} is for --kind project; leave it out", {"name": programme})
    if kind == "project" and programme not in workspace.programmes:
        place = workspace.localities[jurisdiction]
        if not programme and _kind(workspace, place) == "project":
            return _needs_programme(workspace, {"place": place.name, "level": place.level})
        return _unknown("--programme", programme, workspace.programmes)
    return None


def _needs_programme(workspace: Workspace, values: Mapping_[str, object]) -> Text:
    """What to write for a place whose plans have one beginning alone, by the projects of a programme."""
    programmes = ", ".join(workspace.programmes)
    if not programmes:
        return Text(
            "{place} is of the level {level}, whose plans can only begin by the projects of a programme: register the"
            " programme in data/programmes.yaml first, or write the file of the plan by hand",
            values,
        )
    return Text(
        "{place} is of the level {level}, whose plans can only begin by the projects of a programme: write"
        " --kind project --programme and one of: {known}",
        {**values, "known": programmes},
    )


def _kind(workspace: Workspace, place: Locality, issuer: str = "") -> str:
    """The beginning for a place: that of its level, for a body of the centre that of a province, else that by project.

    A body that governs nobody (a school, a department of a commune) begins with work of its own.
    """
    body = workspace.agencies.get(issuer)
    kind = shared().issuers.kind(body.name) if body else None
    if body and body.id != f"ubnd-{place.id}" and not (kind and kind.collective):
        if place.level == "commune" or (place.level == "province" and kind and kind.several):
            return "unit"
        if place.level == "central":
            return "province"
    return place.level if place.level in ("province", "commune") else "project"


def _unknown(option: str, name: str, ids: object) -> Text:
    listed = [str(id_) for id_ in ids]  # type: ignore[attr-defined]
    close = nearest(name, listed) if name else ""
    values = {"option": option, "name": name, "close": close, "known": ", ".join(listed)}
    if not listed:
        return Text("{option} is wanted, and data/ has nothing yet that it could name: register it first", values)
    if not name:
        return Text("{option} is missing; write one of: {known}", values)
    if close:
        return Text("{option}: nothing is called “{name}”; write {close}", values)
    return Text("{option}: nothing is called “{name}”; write one of: {known}", values)


def _bodies(workspace: Workspace, jurisdiction: str) -> list[str]:
    """The agencies that issue plans of a place: those that did, else the one of the place itself."""
    issued = dict.fromkeys(plan.issuer for plan in workspace.plans.values() if plan.jurisdiction == jurisdiction)
    if issued:
        return list(issued)
    if (head := f"ubnd-{jurisdiction}") in workspace.agencies:
        return [head]
    of_place = workspace.agencies.values()
    return [
        agency.id
        for agency in of_place
        if agency.locality == jurisdiction and agency.branch == "state" and not isinstance(agency, AgencyGroup)
    ]
