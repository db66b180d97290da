"""The files that come with plans as appendices, from `data/attachments/`, opened safely before they are published."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.model.appendix import PlanAppendix
from planbook.model.plan import Plan
from planbook.model.seal import file_seal, is_sealed_file, sealed
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import ATTACHMENTS, place_beside, plan_of
from planbook.repository.files import not_a_file
from planbook.repository.foreign_files import MEGABYTE, Unopened, content_of

_MOST = 20 * MEGABYTE  # what people can take from a page
# What a PDF does by itself when somebody opens it.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")

AttachedFiles = dict[tuple[str, str], bytes]  # by plan and appendix


def attached_files(folder: Path, workspace: Workspace) -> tuple[AttachedFiles, list[Diagnostic]]:
    """The content of every file that comes with a plan, and what keeps one from being published."""
    contents: AttachedFiles = {}
    findings: list[Diagnostic] = []
    expected: set[str] = set()
    listed = sorted(_listed(folder))
    there = {(plan_of(name), name.rpartition("/")[2]): name for name in reversed(listed)}
    for plan in workspace.plans.values():
        for appendix in (appendix for appendix in plan.appendices or () if appendix.file):
            usual = f"{place_beside(plan.source.path, ATTACHMENTS)}/{appendix.file}"
            name = there.get((plan.id, str(appendix.file)), usual)
            expected.add(name)
            path = folder.parent / name
            if any(place.is_symlink() for place in (path, *path.parents[: name.count("/") - 1])):
                findings.append(not_a_file(name))
                continue
            try:
                content = contents[plan.id, appendix.id] = content_of(path, _MOST)
                _look_over(content, path.suffix)
                findings += _unlike_sealed(workspace, plan, appendix, content)
            except Unopened as refusal:
                values = {"path": name, "reason": refusal.message}
                fact = Text("{path} cannot be published: {reason}", values)
                mend = refusal.mend if path.exists() else Text("put the file there, or write the name that it has")
                findings.append(Diagnostic("attached-file", appendix.source.span("file"), fact, mend, plan=plan.id))
    findings += _unnamed(listed, there, workspace.plans, expected)
    return contents, findings


def _listed(folder: Path) -> Iterator[str]:
    """The paths of all files that come with plans."""
    for at, _, names in os.walk(folder / ATTACHMENTS):
        yield from (f"data/{Path(at, name).relative_to(folder).as_posix()}" for name in names if name[0] != ".")


def _unlike_sealed(workspace: Workspace, plan: Plan, appendix: PlanAppendix, content: bytes) -> Iterator[Diagnostic]:
    """Find the file of an issued plan that is not the one that was issued, and one of which nobody can know."""
    file = workspace.seals.get(plan.id)
    if file is None or sealed(plan) is None or is_sealed_file(file, appendix.id, content):
        return
    is_edited = file_seal(file, appendix.id) is not None
    values = {"file": appendix.file or "", "number": plan.number or "…", "plan": plan.id}
    yield Diagnostic(
        "issued-plan-edited",
        appendix.source.span("file"),
        Text("{file} is not the file that was issued with {number}", values)
        if is_edited
        else Text("the seal does not hold the content of {file}: it is of an earlier program", values),
        Text(
            "bring the file back (git log shows it), or write down the document that amends the plan:"
            " python build_docs.py issue {plan} --number … --date … --amendment …",
            values,
        )
        if is_edited
        else Text("python build_docs.py issue {plan} --number … --date …", values),
        Severity.ERROR if is_edited else Severity.INFO,
        plan.id,
    )


def _look_over(content: bytes, ending: str) -> None:
    """Raise `Unopened` for a file that is not what its ending says, or does something by itself."""
    if ending in {".docx", ".xlsx"}:
        from planbook.ooxml.opening import WORD, WORKBOOK, read_package  # noqa: PLC0415  # most plans come without files

        read_package(content, WORD if ending == ".docx" else WORKBOOK)
    elif not content.startswith(b"%PDF-"):
        raise Unopened(Text("this is no PDF file"), Text("save it as PDF, or name it by what it is"))
    elif any(mark in content for mark in _ACTIVE):
        raise Unopened(
            Text("the PDF holds a program or another file"), Text("print it to PDF anew, without forms and attachments")
        )


def _unnamed(
    listed: Iterable[str], there: Mapping[tuple[str, str], str], plans: Collection[str], expected: Collection[str]
) -> Iterator[Diagnostic]:
    """Find files that no appendix names, and that nobody would ever see."""
    for path in listed:
        if path in expected:
            continue
        plan, name = plan_of(path), path.rpartition("/")[2]
        if (twin := there[plan, name]) in expected:
            fact = Text("{other} is there for the same already", {"other": twin})
            mend = Text("put into one of them what is right, and delete the other")
        else:
            fact = Text("no appendix names {name}", {"name": path})
            mend = Text("write file: {name} in an appendix of its plan, or delete it", {"name": name})
        of_plan = plan if plan in plans else None
        yield Diagnostic("unexpected-file", Span(path), fact, mend, Severity.WARNING, plan=of_plan)
