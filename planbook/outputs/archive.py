"""The package in which an issued plan goes into an archive: what was signed, what the data print, the data, and records of all."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from planbook import __version__
from planbook.loading.schema import json_schema
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import Refusal, Text
from planbook.model.plan import Plan
from planbook.outputs import catalogue
from planbook.outputs.documents import plan_data, word_draft
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.information_package import Record, information_package
from planbook.render.press import press
from planbook.repository.data_paths import plan_of
from planbook.repository.files import read_folder
from planbook.views.addresses import Address


def archive_package(root: Path, plan: str, signed: Mapping[str, bytes]) -> tuple[dict[str, bytes], datetime]:
    """The files of the package of a plan by their paths, and the time that they carry; `signed` are those that were signed, as they came.

    Raises `BuildStopped`, `UnknownPlan` and `Refusal`.
    """
    made = edition(read_sources(root), made_at(root))
    entry = plan_named(made.workspace, plan)
    if entry.status == "draft" or not entry.number:
        raise Refusal(Text("{plan} is not issued: it goes into the archive with its number and day", {"plan": plan}))
    data = {
        path: content for path, content in read_folder(root / "data").contents.items() if plan_of(path) in ("", plan)
    }
    representations = {"signed": dict(signed)} if signed else {}
    representations |= {"printed": _printed(made, entry, root), "data": data}
    readme = made.phrases.say("archive_note", title=entry.title, number=entry.number).encode() + b"\n"
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=1).encode() + b"\n"
    record = _record(made, entry)
    return information_package(record, representations, {"README.txt": readme}, {"data.schema.json": schema}), made.made


def _printed(made: Edition, plan: Plan, root: Path) -> dict[str, bytes]:
    """What the data of a plan print: the text in Word, the table of tasks on paper, the values for programs."""
    paths = {kind: kind.path(plan=plan.id) for kind in (Address.WORD_DRAFT, Address.MATRIX_SHEET, Address.PLAN_DATA)}
    names = {kind: path.rpartition("/")[2] for kind, path in paths.items()}
    matrix = paths[Address.MATRIX_SHEET]
    with press(catalogue.document_store(root)) as begin:
        sheets = [(names[Address.MATRIX_SHEET], begin(job)) for job in catalogue.print_jobs(made) if job.path == matrix]
        printed = {names[Address.WORD_DRAFT]: word_draft(made, plan), names[Address.PLAN_DATA]: plan_data(made, plan)}
        return printed | {name: sheet() for name, sheet in sheets}


def _record(made: Edition, plan: Plan) -> Record:
    issuer = made.workspace.agencies[plan.issuer]
    return Record(
        id=plan.id,
        title=made.views[plan.id].short_title,
        issuer=issuer.full_name or issuer.name,
        issuer_code=plan.issuer,
        number=plan.number or "",
        day=plan.date.first if plan.date else None,
        period=(plan.period.first, plan.period.last),
        made=made.made,
        program="planbook",
        version=__version__,
    )
