"""Any Word file held against the official layout, and an old plan brought into data."""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, request

from planbook.desk.dropped_files import DroppedFiles
from planbook.desk.office import DeskOffice
from planbook.importing.doubts import confirm, import_doubts
from planbook.importing.import_plans import import_plans
from planbook.importing.plan_drafts import ImportOptions, open_origins
from planbook.layout import examine_all
from planbook.layout.rules import load_rules
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import Text


def file_pages(office: DeskOffice, dropped: DroppedFiles) -> Blueprint:
    """The pages and forms, by their addresses below the desk's own."""
    pages = Blueprint("files", __name__)

    def doubtful() -> Iterable[str]:
        return sorted(open_origins(office.root))

    @pages.post("/layout")
    def layout() -> str:
        paths = _paths(dropped)
        findings, lines = examine_all(paths, load_rules(office.root))
        by_file = [
            (
                path.name,
                [
                    (finding, _words(lines.get(str(path), []), finding.span.line))
                    for finding in findings
                    if finding.span.path == str(path)
                ],
            )
            for path in paths
        ]
        return office.render("layout.html", files=by_file)

    @pages.post("/import")
    def import_old_plan() -> str:
        options = ImportOptions(follows=request.form.get("follows", "").strip())
        paths = _paths(dropped)

        def write() -> list[str]:
            report, _ = import_plans(office.root, paths, options)
            return [line.replace(f"{path.parent}/", "") for line in report.splitlines() for path in paths[:1]]

        names = ", ".join(path.name for path in paths)
        return office.step(Text("imported: {files}", {"files": names}), write, doubtful=doubtful)

    @pages.get("/imported/<name>")
    def doubts(name: str) -> str:
        edition = office.edition()
        plan = plan_named(edition.workspace, name)
        listed = import_doubts(office.root, edition.workspace, plan)
        return office.render("imported.html", plan=name, title=edition.views[name].short_title, doubts=listed)

    @pages.post("/imported/<name>")
    def confirm_doubts(name: str) -> str:
        subject = Text("{plan}: doubts of the import that were seen", {"plan": name})
        ids = request.form.getlist("done")
        return office.step(subject, lambda: confirm(office.root, name, ids), doubtful=doubtful)

    return pages


def _paths(dropped: DroppedFiles) -> list[Path]:
    return dropped.paths(dropped.keep(request.files.getlist("files")))


def _words(lines: list[str], number: int) -> str:
    """The beginning of a paragraph, by its number."""
    return lines[number - 1][:160] if 0 < number <= len(lines) else ""
