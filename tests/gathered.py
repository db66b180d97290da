"""Published sites of small offices, made without a site generator: open data, their description, the list of files."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from planbook.loading.own_templates import read_template
from planbook.model.workspace import Workspace
from planbook.render.open_data import all_rows, package
from planbook.repository.manifest import manifest
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.views.open_data.tables import DescriptionFile, tables
from planbook.wording.phrases import WordingFile
from tests.conftest import ROOT
from tests.offices import PLAN, office

MADE = datetime(2027, 3, 15, 1, 0, tzinfo=UTC)
DAY = date(2027, 3, 15)
Rows = dict[str, list[dict[str, Any]]]


def commune(name: str, poor: str = "7,5", **fields: Any) -> Workspace:
    """A commune's office: one plan with two tasks and a target of an indicator that others have too."""
    place = f"xa-{name}"
    tasks = [
        {
            "id": "mo-lop",
            "text": f"Mở lớp dạy nghề ở {name}",
            "assignment": {"lead": f"ubnd-{place}", "coordinating": "bo-y", "deadlines": [{"by": "2027-06-30"}]},
        },
        {"id": "lam-duong", "text": "Làm đường thôn", "assignment": {"lead": "bo-y"}},
    ]
    target = {
        "id": "giam-ngheo",
        "text": "Tỷ lệ hộ nghèo còn {value}",
        "value": poor,
        "unit": "%",
        "indicator": "ho-ngheo",
    }
    outline = [
        {"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": [target]},
        {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": tasks},
    ]
    plan = {
        "id": f"{name}-2027",
        "title": f"Giảm nghèo xã {name} năm 2027",
        "short_title": f"Giảm nghèo xã {name} năm 2027",
        "issuer": f"ubnd-{place}",
        "jurisdiction": place,
        "outline": outline,
        **fields,
    }
    agencies = [
        {
            "id": f"ubnd-{place}",
            "name": "Ủy ban nhân dân xã",
            "full_name": f"Ủy ban nhân dân xã {name}",
            "level": "commune",
            "locality": place,
        },
        {"id": "bo-y", "name": "Bộ Y", "level": "central"},
    ]
    return office(
        {**PLAN, **plan},
        localities={"localities": [{"id": place, "name": f"xã {name.title()}", "level": "commune"}]},
        agencies={"agencies": agencies},
        indicators={"indicators": [{"id": "ho-ngheo", "name": "Tỷ lệ hộ nghèo", "unit": "%", "direction": "down"}]},
    )


def publish(folder: Path, workspace: Workspace, edit: Callable[[Rows], object] = len, **about: Any) -> Path:
    """A folder with what is gathered of an office's site; `edit` changes the rows before they are listed with their hashes."""
    phrases = read_template(ROOT, "templates/plan/wording.yaml", WordingFile)
    descriptions = read_template(ROOT, "templates/data/tables.yaml", DescriptionFile)
    data = tables(descriptions, data_rows(Views(workspace, phrases), DAY))
    rows = json.loads(all_rows(data))
    edit(rows)
    here = folder / "du-lieu"
    here.mkdir(parents=True, exist_ok=True)
    (here / "du-lieu.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    described = json.loads(package(descriptions, data, MADE)) | about.pop("package", {})
    (here / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    sign(folder, **about)
    return folder


def sign(folder: Path, **about: Any) -> None:
    """The list of files of a folder as they stand there."""
    (folder / "manifest.json").unlink(missing_ok=True)
    listed = {"made": MADE.isoformat(), "as_of": DAY.isoformat(), "revisions": {"": "abc1234"}, **about}
    (folder / "manifest.json").write_text(json.dumps({**listed, **manifest(folder)}), "utf-8")


def listed(root: Path, offices: list[Mapping[str, Any]], **settings: Any) -> Path:
    """A folder whose offices.yaml lists some offices."""
    root.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(
        {"site_name": "Kế hoạch các xã", **settings, "offices": [*offices]}, allow_unicode=True, sort_keys=False
    )
    (root / "offices.yaml").write_text(text, "utf-8")
    return root


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
