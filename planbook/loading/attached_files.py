"""The files that come with plans as appendices, from `data/attachments/`, opened safely before they are published."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.model.appendix import PlanAppendix
from planbook.model.plan import Plan
from planbook.model.seal import file_seal, is_sealed_file, sealed
from planbook.model.workspace import Workspace
from planbook.ooxml.opening import WORD, WORKBOOK, read_package
from planbook.repository.files import ATTACHMENTS, not_a_file
from planbook.repository.foreign_files import MEGABYTE, Unopened, content_of

_MOST = 20 * MEGABYTE  # what people can take from a page
_FORMS = {".docx": WORD, ".xlsx": WORKBOOK}
# What a PDF does by itself when somebody opens it.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")

AttachedFiles = dict[tuple[str, str], bytes]  # by plan and appendix


def attached_files(
    folder: Path, workspace: Workspace, shown_as: str = "data"
) -> tuple[AttachedFiles, list[Diagnostic]]:
    """The content of every file that comes with a plan, and what keeps one from being published."""
    contents: AttachedFiles = {}
    findings: list[Diagnostic] = []
    expected: set[str] = set()
    for plan in workspace.plans.values():
        for appendix in (appendix for appendix in plan.appendices or () if appendix.file):
            name = f"{ATTACHMENTS}/{plan.id}/{appendix.file}"
            expected.add(name)
            path = folder / name
            if any(place.is_symlink() for place in (path, *path.parents[:2])):
                findings.append(not_a_file(f"{shown_as}/{name}"))
                continue
            try:
                content = contents[plan.id, appendix.id] = content_of(path, _MOST)
                _look_over(content, path.suffix)
                findings += _unlike_sealed(workspace, plan, appendix, content)
            except Unopened as refusal:
                values = {"path": f"{shown_as}/{name}", "reason": refusal.message}
                fact = Text("{path} cannot be published: {reason}", values)
                mend = refusal.mend if path.exists() else Text("put the file there, or write the name that it has")
                findings.append(Diagnostic("attached-file", appendix.source.span("file"), fact, mend, plan=plan.id))
    findings += _unnamed(folder, shown_as, workspace.plans, expected)
    return contents, findings


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
    if form := _FORMS.get(ending):
        read_package(content, form)
    elif not content.startswith(b"%PDF-"):
        raise Unopened(Text("this is no PDF file"), Text("save it as PDF, or name it by what it is"))
    elif any(mark in content for mark in _ACTIVE):
        raise Unopened(
            Text("the PDF holds a program or another file"), Text("print it to PDF anew, without forms and attachments")
        )


def _unnamed(folder: Path, shown_as: str, plans: Iterable[str], expected: set[str]) -> Iterator[Diagnostic]:
    """Find files that no appendix names, and that nobody would ever see."""
    top = folder / ATTACHMENTS
    for at, _, names in os.walk(top):
        for name in sorted(names):
            path = Path(at, name).relative_to(folder).as_posix()
            if path not in expected and not name.startswith("."):
                where = f"{shown_as}/{path}"
                yield Diagnostic(
                    "unexpected-file",
                    Span(where),
                    Text("no appendix names {name}", {"name": where}),
                    Text("write file: {name} in an appendix of its plan, or delete it", {"name": name}),
                    Severity.WARNING,
                    plan=next((plan for plan in plans if path.startswith(f"{ATTACHMENTS}/{plan}/")), None),
                )
