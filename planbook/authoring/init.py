"""A new office's folder that builds at once: its settings, an empty plan, what make and CI need; nothing is a copy of the program."""

import json
import os
import shlex
import sys
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from string import Template

from planbook import __version__
from planbook.authoring.begin import begin
from planbook.loading.shared_registers import settings, shared
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Refusal, Text
from planbook.model.agency import Locality
from planbook.model.entry import as_id, nearest
from planbook.model.period import parse_when
from planbook.repository.output_files import empty_folder, write_folder
from planbook.repository.program_files import program_folder
from planbook.repository.revisions import VIETNAM, fixed_time
from planbook.wording.blocks import capital

# The files of templates/init/ and what they are called in the new folder.
OFFICE_FILES = {
    "README.md": "README.md",
    "Makefile": "Makefile",
    "mkdocs.yml": "mkdocs.yml",
    "office.yaml": "data/office.yaml",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "github.yml": ".github/workflows/planbook.yml",
    "gitlab.yml": ".gitlab-ci.yml",
}
FRONT_DOOR = "build_docs.py"
LAUNCHER = "build/planbook"
_TITLE, _SHORT_TITLE = Text("{subject} $time in $place").english, "{subject} $place $time"
_NEXT_YEAR_SINCE = 10  # from October on offices plan the next year


class CannotFound(Refusal):
    """An office's folder cannot be made so; the text says what to write instead."""

    exit_code = 2


@dataclass(frozen=True)
class OfficePlace:
    """The place of an office; `part_of` is the province of a commune."""

    locality: Locality
    part_of: str = ""

    @property
    def is_commune(self) -> bool:
        """Whether it is no province, so that the office's own register has to say it."""
        return self.locality.level == "commune"


def make_office(folder: Path, place: str, subject: str) -> tuple[Text, ...]:
    """Make an office's folder and say what was written and what comes next; raises `CannotFound`."""
    empty_folder(folder)
    office = _place(place) if place else _guessed(folder)
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
    plan = "-".join(
        filter(None, (as_id(subject)[:40].strip("-"), as_id(shared().place_names.parts(name)[1]), str(year)))
    )
    plans = f"{settings().plans} {subject}".strip()
    example = f"so-y-te-{id_}" if not office.is_commune else f"phong-van-hoa-xa-hoi-{id_}"
    site = f"{capital(plans)} {name}"
    about = {"subject": capital(subject)}
    titles = [translate(title, "vi").format(**about) if subject else "" for title in (_TITLE, _SHORT_TITLE)]
    blanks = {
        "plans": _quoted(plans),
        "site_name": site,
        "quoted_name": _quoted(site),
        "quoted_description": _quoted(f"{site}: {(settings().site_description or '').lower()}"),
        "quoted_place": _quoted(name),
        "place": name,
        "place_id": id_,
        "part_of": f", part_of: {office.part_of}" if office.part_of else "",
        "plan": plan,
        "example": example,
        "examples": ", ".join(
            map(
                _quoted, (example.replace("-", " ").removesuffix(f" {id_.replace('-', ' ')}"), "quy II", f"30/6/{year}")
            )
        ),
        "new_title": _quoted(titles[0] or settings().new_title or ""),
        "new_short_title": _quoted(titles[1] or settings().new_short_title or ""),
        "program": f"python {FRONT_DOOR}",
    }
    beginnings = program_folder() / "templates/init"
    names = {**OFFICE_FILES, **({"localities.yaml": "data/localities.yaml"} if office.is_commune else {})}
    texts = {
        target: Template((beginnings / source).read_text("utf-8")).substitute(blanks)
        for source, target in names.items()
    }
    return {**texts, "requirements.txt": _requirement(), FRONT_DOOR: _front_door(), LAUNCHER: _launcher()}, plan


def _place(text: str) -> OfficePlace:
    """The place that a text names: a province, or a commune with its province behind a comma."""
    name, _, around = (" ".join(part.split()) for part in text.partition(","))
    names = shared().place_names
    kind, bare = names.parts(name)
    if kind in names.communes:
        province = _province(around) if around else None
        locality = Locality.model_construct(id=as_id(name), name=f"{kind} {bare}", level="commune")
        return OfficePlace(locality, province.id if province else "")
    return OfficePlace(_province(name))


def _province(name: str) -> Locality:
    """The province of a name with or without its kind and marks; raises `CannotFound`."""
    provinces = [locality for locality in shared().entries("localities") if locality.level == "province"]
    current: dict[str, Locality] = {key: place for place in provinces if place.end is None for key in _keys(place)}
    former = {key: place for place in provinces if place.end for key in _keys(place)}
    key = as_id(name)
    if key not in current | former:
        key = as_id(shared().place_names.parts(name)[1])  # of a city that is written with its kind in short
    if key in current:
        return current[key]
    if key in former:
        names = {place.id: place.name for place in provinces}
        heirs = ", ".join(names[heir] for heir in former[key].successors)
        raise CannotFound(
            Text("{place} is no more since 1 July 2025: write {heirs}", {"place": former[key].name, "heirs": heirs})
        )
    close = current[nearest(key, current)].name if nearest(key, current) else ""
    values = {"place": name, "close": close}
    raise CannotFound(
        Text("“{place}” is no province; write {close}", values)
        if close
        else Text(
            "“{place}” is no place: write --place with a province, or with a commune, a comma and its province", values
        )
    )


def _keys(locality: Locality) -> tuple[str, str]:
    return as_id(locality.name), as_id(shared().place_names.parts(locality.name)[1])


def _guessed(folder: Path) -> OfficePlace:
    """The province that the name of the folder ends with; raises `CannotFound`."""
    name = f"-{as_id(folder.resolve().name)}"
    for locality in shared().entries("localities"):
        if locality.level == "province" and locality.end is None and name.endswith(f"-{_keys(locality)[1]}"):
            return OfficePlace(locality)
    raise CannotFound(
        Text("whose plans are they? write --place with a province, or with a commune, a comma and its province")
    )


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


def _front_door() -> str:
    return (
        '"""The front door: `python build_docs.py` builds everything; other commands as `planbook --help` lists them."""\n\n'
        'from planbook.cli import main\n\nif __name__ == "__main__":\n    main()\n'
    )


def _launcher() -> str:
    """What starts this very program on this machine; it lies in build/, which nobody commits."""
    package = shlex.quote(str(Path(__file__).parents[2]))
    python = shlex.quote(os.path.abspath(sys.executable))
    return f'#!/bin/sh\nPYTHONPATH={package}${{PYTHONPATH:+:$PYTHONPATH}} exec {python} -P -m planbook "$@"\n'
