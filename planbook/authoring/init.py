"""A new office's folder that builds at once: its settings, an empty plan, what make and CI need; nothing is a copy of the program."""

import json
import os
import shlex
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from string import Template

from planbook import __version__
from planbook.authoring.begin import begin, title_patterns
from planbook.authoring.office_place import OfficePlace, guessed, office_place
from planbook.loading.shared_registers import settings, shared
from planbook.messages.diagnostics import Text
from planbook.messages.program_name import FRONT_DOOR
from planbook.model.entry import as_id
from planbook.model.period import parse_when
from planbook.repository.output_files import empty_folder, write_folder
from planbook.repository.program_files import program_folder
from planbook.repository.revisions import VIETNAM, fixed_time
from planbook.wording.blocks import capital

# The files of templates/init/ and what they are called in the new folder.
OFFICE_FILES = {
    "front-door": FRONT_DOOR,
    "README.md": "README.md",
    "Makefile": "Makefile",
    "mkdocs.yml": "mkdocs.yml",
    "office.yaml": "data/office.yaml",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "github.yml": ".github/workflows/planbook.yml",
    "gitlab.yml": ".gitlab-ci.yml",
}
LAUNCHER = "build/planbook"
_NEXT_YEAR_SINCE = 10  # from October on offices plan the next year


def make_office(folder: Path, place: str, subject: str) -> tuple[Text, ...]:
    """Make an office's folder and say what was written and what comes next; raises `CannotFound`."""
    empty_folder(folder)
    office = office_place(place) if place else guessed(folder)
    year = _year()
    texts, plan = _files(office, subject, year)
    with write_folder(folder, texts, executable={LAUNCHER}) as staged:
        begin(staged, plan, "", office.locality.id, parse_when(str(year)))
        written = sorted(path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file())
    return (
        Text("written into {folder}: {files}", {"folder": folder, "files": ", ".join(written)}),
        Text(
            "next: cd {folder} && make; then open site-offline/index.html, and write the plan: {plan}",
            {"folder": shlex.quote(str(folder)), "plan": f"data/plans/{plan}.yaml"},
        ),
    )


def _year() -> int:
    """The year that an office plans now."""
    time = fixed_time()
    today = datetime.now(VIETNAM) if time is None else datetime.fromtimestamp(time, VIETNAM)
    return today.year + (today.month >= _NEXT_YEAR_SINCE)


def _files(office: OfficePlace, subject: str, year: int) -> tuple[dict[str, str], str]:
    """The files of the folder by path, and the id of its first plan."""
    id_, name = office.locality.id, office.locality.name
    owner = name if office.heads_place else office.issuer.called
    whose = (
        shared().place_names.parts(name)[1] if office.heads_place else office.issuer.short_name or office.issuer.name
    )
    plan = "-".join(filter(None, (as_id(subject)[:40].strip("-"), as_id(whose)[:40].strip("-"), str(year))))
    plans = f"{settings().plans} {subject}".strip()
    example = {"commune": f"phong-van-hoa-xa-hoi-{id_}", "central": "bo-tai-chinh"}.get(
        office.locality.level, f"so-y-te-{id_}"
    )
    site = f"{capital(plans)} {owner}"
    blanks = {
        **{name: _quoted(title) for name, title in title_patterns(subject, office.issuer).items()},
        "subject": f"subject: {_quoted(subject)}" if subject else "# subject:",
        "issuer": office.issuer.id,
        "plans": _quoted(plans),
        "site_name": site,
        "quoted_name": _quoted(site),
        "quoted_description": _quoted(f"{site}: {(settings().site_description or '').lower()}"),
        "quoted_place": _quoted(name),
        "issuer_name": _quoted(office.issuer.name),
        "issuer_full_name": _quoted(office.issuer.called),
        "superior": f"superior: {_quoted(office.issuer.superior)}" if office.issuer.superior else "# superior:",
        "level": office.issuer.level,
        "branch": office.issuer.branch,
        "owner": owner,
        "place_id": id_,
        "part_of": f", part_of: {office.part_of}" if office.part_of else "",
        "plan": plan,
        "example": example,
        "examples": ", ".join(
            map(
                _quoted, (example.replace("-", " ").removesuffix(f" {id_.replace('-', ' ')}"), "quy II", f"30/6/{year}")
            )
        ),
        "program": f"python3 {FRONT_DOOR}",
    }
    beginnings = program_folder() / "templates/init"
    registers = {"localities.yaml": office.is_commune, "agencies.yaml": office.is_own}
    names = OFFICE_FILES | {name: f"data/{name}" for name, is_needed in registers.items() if is_needed}
    texts = {
        target: Template((beginnings / source).read_text("utf-8")).substitute(blanks)
        for source, target in names.items()
    }
    return {**texts, "requirements.txt": _requirement(), LAUNCHER: _launcher()}, plan


def _quoted(text: str) -> str:
    """A text as YAML takes it whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def _requirement() -> str:
    """The program as pip takes it: from where it was installed, if that is no place of this machine."""
    try:
        origin = json.loads(distribution("planbook").read_text("direct_url.json") or "{}").get("url", "")
    except PackageNotFoundError:
        origin = ""
    return f"planbook @ {origin}\n" if origin.startswith("http") else f"planbook=={__version__}\n"


def _launcher() -> str:
    """What starts this very program on this machine; it lies in build/, which nobody commits."""
    package = shlex.quote(str(Path(__file__).parents[2]))
    python = shlex.quote(os.path.abspath(sys.executable))
    return f'#!/bin/sh\nPYTHONPATH={package}${{PYTHONPATH:+:$PYTHONPATH}} exec {python} -P -m planbook "$@"\n'
