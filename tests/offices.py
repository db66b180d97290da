"""Small offices made in a test: one province, one department, one plan, and whatever the test adds to them."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from planbook.loading.workspace import load_files
from planbook.model.workspace import Workspace
from planbook.repository.files import Files
from tests.conftest import ROOT

PLAN: Mapping[str, Any] = {
    "id": "thu",
    "title": "Thử việc",
    "short_title": "Thử",
    "status": "draft",
    "symbol": "KH-UBND",
    "issuer": "ubnd-tinh-a",
    "jurisdiction": "tinh-a",
    "place": "A",
    "period": "2027",
    "legal_bases": [],
    "preamble": "Ủy ban nhân dân tỉnh A ban hành Kế hoạch",
    "outline": [
        {"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [{"id": "so-b-lam", "agencies": "so-b", "text": "Làm việc."}]}
    ],
    "closing": "Trên đây là Kế hoạch",
    "recipients": [{"text": "Như trên"}],
    "archive": "VT",
}
REGISTERS: Mapping[str, Any] = {
    "localities": {"localities": [{"id": "tinh-a", "name": "tỉnh A", "level": "province"}]},
    "agencies": {
        "agencies": [
            {
                "id": "ubnd-tinh-a",
                "name": "Ủy ban nhân dân tỉnh",
                "full_name": "Ủy ban nhân dân tỉnh A",
                "level": "province",
                "locality": "tinh-a",
            },
            {"id": "so-b", "name": "Sở B", "level": "province", "locality": "tinh-a"},
        ]
    },
}


def files(plans: Mapping[str, Any] | list[Mapping[str, Any]], **registers: Any) -> Files:
    """The files of an office whose plans have these fields beside the usual ones; a field that is None is left out."""
    listed = plans if isinstance(plans, list) else [plans]
    whole = [{key: value for key, value in {**PLAN, **plan}.items() if value is not None} for plan in listed]
    entries = {f"{name.replace('_', '-')}.yaml": entry for name, entry in {**REGISTERS, **registers}.items()}
    entries |= {f"plans/{plan['id']}.yaml": plan for plan in whole}
    texts = {
        name: yaml.dump(entry, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        for name, entry in entries.items()
    }
    return Files({f"data/{name}": text.encode() for name, text in texts.items()})


def office(plans: Mapping[str, Any] | list[Mapping[str, Any]], **registers: Any) -> Workspace:
    """The same, read; nothing in it is wrong."""
    workspace, found = load_files(files(plans, **registers))
    assert found == []
    return workspace


def written(folder: Path, plans: Mapping[str, Any] | list[Mapping[str, Any]], **registers: Any) -> Path:
    """The same as a folder that commands run in, with the templates and guides of this one."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name, content in files(plans, **registers).contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


MONEY = {
    "id": "von",
    "unit": "trieu",
    "total": "1.500",
    "approximate": True,
    "note": "dự kiến",
    "lines": [
        {"id": "a", "source_of_funds": "tinh", "amount": "1.200"},
        {"id": "b", "source_of_funds": "dan", "amount": "unallocated"},
    ],
}


SOURCES = {
    "sources": [
        {"id": "tinh", "name": "ngân sách tỉnh", "kind": "source"},
        {"id": "dan", "name": "nhân dân đóng góp", "kind": "source"},
    ]
}


AGENCIES = {
    "agencies": [
        *REGISTERS["agencies"]["agencies"],
        {"id": "so-c", "name": "Sở C", "level": "province", "locality": "tinh-a"},
    ]
}


def part(id_: str, **content) -> dict:
    return {"id": id_, "heading": id_.upper(), **content}


def task(id_: str, **content) -> dict:
    return {"id": id_, "text": f"Làm {id_}.", **content}
