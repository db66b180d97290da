"""No mention reaches a reader unfilled: in every text of every model it is filled in, or an error at its place."""

import copy
import csv
import io
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, get_args

import openpyxl
import pytest
from lxml import etree, html

from planbook.loading.data_file import REGISTERS as MODELS
from planbook.loading.workspace import load_files
from planbook.model.agency import Agency
from planbook.model.entry import Entry
from planbook.model.plan import Plan
from tests.conftest import run
from tests.offices import PLAN, files, written
from tests.reading_back import docx_text, pdf_text

MENTION = "{agency:so-b}"
NAME = "Sở Bình"

# One entry of every model with all of its texts.
REGISTERS: dict[str, Any] = {
    "localities": {
        "localities": [{"id": "tinh-a", "name": "tỉnh A", "level": "province", "code": "01", "note": "ghi chú"}]
    },
    "agencies": {
        "agencies": [
            {
                "id": "ubnd-tinh-a",
                "name": "Ủy ban nhân dân tỉnh",
                "full_name": "Ủy ban nhân dân tỉnh A",
                "short_name": "UBND tỉnh",
                "level": "province",
                "locality": "tinh-a",
            },
            {
                "id": "so-b",
                "name": NAME,
                "level": "province",
                "locality": "tinh-a",
                "aliases": ["Sở Bình B"],
                "note": "n",
            },
            {"id": "so-c", "name": "Sở Cao", "level": "province", "locality": "tinh-a"},
        ],
        "groups": [
            {
                "id": "cac-so",
                "name": "các sở",
                "full_name": "các sở, ngành",
                "short_name": "CS",
                "aliases": ["những sở"],
                "level": "province",
                "note": "nhóm",
            }
        ],
    },
    "agency-changes": {
        "changes": [
            {
                "id": "doi-ten",
                "kind": "rename",
                "date": "2026-01-01",
                "original": "so-c",
                "former": {"name": "Sở Cũ", "full_name": "Sở Cũ tỉnh A", "short_name": "SC"},
                "functions": [{"function": "giảm nghèo", "words": ["xóa nghèo"], "to": "so-b"}],
                "note": "đổi tên",
            }
        ]
    },
    "legal-documents": {
        "types": [
            {"id": "ke-hoach", "name": "Kế hoạch", "code": "KH"},
            {"id": "luat", "name": "Luật", "cited_by_title": "true"},
        ],
        "documents": [
            {
                "id": "kh-1",
                "type": "ke-hoach",
                "number": "1/KH-UBND",
                "date": "2026-01-02",
                "issuer": "ubnd-tinh-a",
                "title": "về giảm nghèo",
                "note": "n",
            },
            {"id": "luat-a", "type": "luat", "date": "2026-01-02", "title": "sửa đổi {document:kh-1|dated}"},
        ],
    },
    "indicators": {
        "standards": [{"id": "chuan", "name": "chuẩn nghèo", "period": "2026-2030"}],
        "indicators": [{"id": "ty-le", "name": "Tỷ lệ", "unit": "%", "direction": "down", "standard": "chuan"}],
    },
    "programmes": {
        "programmes": [
            {
                "id": "ct",
                "name": "Chương trình",
                "short_name": "CT",
                "period": "2026-2030",
                "projects": [
                    {
                        "id": "da-1",
                        "number": "1",
                        "name": "Nhà ở",
                        "projects": [{"id": "tda-1", "number": "1", "name": "Nhà"}],
                    }
                ],
            }
        ]
    },
    "funding-sources": {"sources": [{"id": "nsnn", "name": "ngân sách nhà nước", "kind": "source"}]},
}
FIGURE = {"id": "con-so", "value": "5", "unit": "xã"}
BUDGET = {
    "id": "tien",
    "heading": "Tổng vốn",
    "unit": "trieu",
    "total": "unallocated",
    "note": "chờ giao vốn",
    "lines": [{"id": "dong", "source_of_funds": "nsnn", "amount": "1.000", "note": "đợt 1"}],
}
STATEMENT = {
    "id": "nd-1",
    "heading": "Nội dung",
    "text": "Làm",
    "deadlines": [{"id": "h-1", "work": "rà soát", "before": "2027-04-10"}],
    "items": [{"id": "nd-2", "text": "Nhỏ"}],
}
RICH: dict[str, Any] = {
    **PLAN,
    "title": "Kế hoạch thử",
    "document_type": "Kế hoạch",
    "appendices": [
        {
            "id": "bang",
            "title": "BẢNG",
            "note": "Đơn vị: hộ",
            "columns": [{"key": "xa", "heading": "Xã"}],
            "rows": [{"id": "xa-a", "cells": ["Xã A"]}],
        },
        {"id": "tep", "title": "TỆP", "file": "tep.pdf"},
        {"id": "bang-viec", "made": "tasks"},
    ],
    "number": "7/KH-UBND",
    "date": "2027-01-15",
    "programmes": ["ct"],
    "legal_bases": [{"document": "kh-1", "role": "implements"}, {"document": "luat-a", "role": "basis"}],
    "recipients": [{"text": "Như trên"}],
    "signatory": {"acting_for": "Chủ tịch", "title": "Phó Chủ tịch", "name": "A"},
    "as_printed": [{"id": "sai", "at": "viec", "what": "title", "printed": "chữ sai"}],
    "todo": [{"id": "chon", "at": "viec", "what": "chọn", "why": "chưa rõ", "options": ["một", "hai"]}],
    "amendments": [{"number": "9/KH-UBND", "date": "2027-02-01", "reason": "điều chỉnh", "seal": "0"}],
    "seal": "0",
    "outline": [
        {
            "id": "muc-dich",
            "heading": "MỤC ĐÍCH",
            "intro": "Mở",
            "purposes": [STATEMENT],
            "attachments": [{"id": "bieu", "label": "Biểu 1"}],
        },
        {
            "id": "muc-tieu",
            "heading": "MỤC TIÊU",
            "targets": [
                {
                    "id": "dat",
                    "text": "Đạt {value} ở {figure:con-so}",
                    "value": "3",
                    "unit": "%",
                    "indicator": "ty-le",
                    "scope": "toàn tỉnh",
                    "figures": [FIGURE],
                }
            ],
        },
        {
            "id": "nhiem-vu",
            "heading": "NHIỆM VỤ",
            "task_groups": [
                {
                    "id": "nhom",
                    "heading": "Nhóm",
                    "text": "Chung",
                    "budget": BUDGET,
                    "tasks": [
                        {
                            "id": "viec",
                            "heading": "Rà soát",
                            "text": "Rà soát hộ",
                            "result": "Báo cáo",
                            "continues": ["truoc/viec-truoc"],
                            "measures": [{"id": "bp", "text": "Biện pháp"}],
                            "assignment": {
                                "lead": [{"agency": "so-b", "remark": "chủ trì"}],
                                "duty": "tổ chức",
                                "deadlines": [
                                    {"work": "xong", "by": "2027-06-30"},
                                    {"work": "theo dõi", "until_event": "có văn bản mới"},
                                    {"work": "nhân rộng", "text": "theo lộ trình", "reason": "chưa có lộ trình"},
                                ],
                            },
                        }
                    ],
                },
                {
                    "id": "du-an",
                    "project": "da-1",
                    "tasks": [{"id": "tieu", "project": "tda-1", "text": "Nhà", "short_text": "Nhà ở"}],
                },
            ],
        },
        {
            "id": "to-chuc",
            "heading": "TỔ CHỨC",
            "sections": [
                {
                    "id": "phan",
                    "heading": "Phân công",
                    "duties": [
                        {"id": "tn", "agencies": "so-b", "text": "Làm", "items": [{"id": "tn-1", "text": "Việc"}]}
                    ],
                },
                {
                    "id": "bao-cao",
                    "heading": "Báo cáo",
                    "reporting": [
                        {
                            "id": "bc",
                            "agencies": "so-b",
                            "role": "đầu mối",
                            "to": "ubnd-tinh-a",
                            "every": "quarter",
                            "text": "Báo cáo",
                        }
                    ],
                },
            ],
        },
    ],
}
EARLIER = {
    **PLAN,
    "id": "truoc",
    "period": "2026",
    "short_title": "Trước",
    "outline": [{"id": "nv", "heading": "NHIỆM VỤ", "tasks": [{"id": "viec-truoc", "text": "Rà soát"}]}],
}
Place = tuple[str | int, ...]


def models(kind: type[Entry], seen: set[type[Entry]] | None = None) -> set[type[Entry]]:
    """A model with all that stand in it."""
    seen = set() if seen is None else seen
    if kind not in seen:
        seen.add(kind)
        for field in kind.model_fields.values():
            for part in parts(field.annotation):
                if isinstance(part, type) and issubclass(part, Entry):
                    models(part, seen)
    return seen


def parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for one in get_args(annotation):
        yield from parts(one)


def texts_of(kind: type[Entry]) -> set[str]:
    """The fields of a model that hold text which people write: those that the check of texts reads."""
    found = set()
    for name, field in kind.model_fields.items():
        notes = [
            *field.metadata,
            *(note for one in parts(field.annotation) for note in getattr(one, "__metadata__", ())),
        ]
        if any(
            isinstance(func := getattr(note, "func", None), partial) and func.func.__name__ == "_check_text"
            for note in notes
        ):
            found.add(name)
    return found


def places(content: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every single text of plain data with where it stands."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from places(value, (*at, key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from places(value, (*at, index))
    else:
        yield at, content


def edited(content: Any, at: Place, change: Any) -> None:
    for step in at[:-1]:
        content = content[step]
    content[at[-1]] = change(content[at[-1]])


def loaded(registers: dict[str, Any], plan: dict[str, Any]):
    return load_files(files([plan, EARLIER], **{name.replace("-", "_"): one for name, one in registers.items()}))


def every_text() -> list[Place]:
    """Where a text stands in the rich office, the plan under "plan"."""
    named = {name for kind in every_model() for name in texts_of(kind)}
    whole = {**REGISTERS, "plan": RICH}
    fields = ((at, next(step for step in reversed(at) if isinstance(step, str))) for at, _ in places(whole))
    return [at for at, field in fields if field in named and field != "projects"]


def every_model() -> set[type[Entry]]:
    return {
        part
        for kind in (*MODELS.values(), Plan)
        for part in models(kind)
        if part.__module__ not in ("planbook.model.seal", "planbook.model.office")
    }


def with_mention(at: Place, whole: dict[str, Any], mention: str = MENTION) -> dict[str, Any]:
    changed = copy.deepcopy(whole)
    edited(changed, at, lambda text: f"{text} {mention}")
    return changed


@pytest.fixture(scope="module")
def sorted_out() -> tuple[list[Place], list[Place]]:
    """The places where a mention is taken, and those where it is an error there and of no other kind."""
    whole = {**REGISTERS, "plan": RICH}
    taken, refused = [], []
    for at in every_text():
        changed = with_mention(at, whole)
        plan = changed.pop("plan")
        _, found = loaded(changed, plan)
        wrong = [one for one in found if one.check in ("mention-out-of-place", "unknown-reference")]
        assert len(wrong) <= 1, (at, wrong)
        if any(one.check == "unknown-value" for one in found):
            continue  # a field of another model has that name, and this one no text
        (refused if wrong else taken).append(at)
        if wrong:
            assert wrong[0].check == "mention-out-of-place", at
            assert wrong[0].span.path == ("data/plans/thu.yaml" if at[0] == "plan" else f"data/{at[0]}.yaml")
    return taken, refused


def test_the_office_has_every_text_of_every_model():
    named = {at[-1] if isinstance(at[-1], str) else at[-2] for at in every_text()}
    lacking = {name for kind in every_model() for name in texts_of(kind)} - named
    assert lacking - {"words", "of", "plan", "seal"} == set()
    assert loaded(REGISTERS, RICH)[1] == []
    assert issubclass(Agency, Entry)


def test_names_numbers_and_notes_refuse_a_mention(sorted_out):
    taken, refused = sorted_out
    fields = {at[-1] for at in refused if isinstance(at[-1], str)}
    assert {
        "name",
        "full_name",
        "short_name",
        "note",
        "code",
        "unit",
        "function",
        "what",
        "why",
        "label",
        "role",
    } <= fields
    in_registers = [at for at in taken if at[0] != "plan"]
    assert {at[-1] for at in in_registers} == {"title"}


def test_what_takes_a_mention_is_filled_in_all_outputs(sorted_out, tmp_path):
    taken, _ = sorted_out
    whole: dict[str, Any] = {
        **REGISTERS,
        "plan": {name: one for name, one in RICH.items() if name not in ("seal", "amendments")},
    }
    for at in taken:
        whole = with_mention(at, whole)
    plan = whole.pop("plan")
    registers = {name.replace("-", "_"): one for name, one in whole.items()}
    root = written(tmp_path / "new", [plan, EARLIER], **registers) if (tmp_path / "new").mkdir() is None else tmp_path
    answer = run(root, "build")
    assert answer.returncode == 0, answer.stderr
    raw = [
        f"{path.relative_to(root)}: {text}"
        for path in sorted((root / "site").rglob("*"))
        for text in shown(path)
        if BRACED.search(text)
    ]
    assert raw == []
    assert "error[" not in run(root, "verify", root / "site").stdout

    # What is told of the difference to an office without mentions is filled too.
    (tmp_path / "old").mkdir()
    old = written(
        tmp_path / "old",
        [RICH | {"seal": None, "amendments": None}, EARLIER],
        **{name.replace("-", "_"): one for name, one in REGISTERS.items()},
    )
    for form in ("text", "markdown", "html", "json"):
        said = run(root, "diff", old, root, "--format", form)
        assert said.returncode == 0, said.stderr
        assert BRACED.findall(said.stdout) == [], form
    run(root, "redline", old, root, "--plan", "thu", "--output", tmp_path / "red.docx")


# A mention, or what is left of one.
BRACED = re.compile(r"\{\s*(?:document|agency|figure|deadline|item|value)\b[^}]*\}?")


def shown(path) -> Iterator[str]:
    """The texts that a published file shows, piece by piece; guides and findings tell how mentions are written."""
    name = path.relative_to(path.parents[len(path.parts) - path.parts.index("site") - 2]).as_posix()
    if not path.is_file() or name.startswith(
        ("huong-dan", "developing", "kiem-tra", "assets/javascripts/bundle", "assets/stylesheets")
    ):
        return
    match path.suffix:
        case ".html":
            tree = html.fromstring(path.read_bytes())
            etree.strip_elements(tree, "script", "style", with_tail=False)
            yield from tree.itertext()
            yield from (value for element in tree.iter() for value in element.attrib.values())
        case ".docx":
            yield from docx_text(path).splitlines()
        case ".pdf":
            yield pdf_text(path)
        case ".xlsx":
            for sheet in openpyxl.load_workbook(path):
                yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
        case ".csv":
            yield from (cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) for cell in row)
        case ".json":
            yield from (str(text) for _, text in places(json.loads(path.read_text("utf-8"))) if "search" not in name)
        case ".ics" | ".xml" | ".txt":
            yield path.read_text("utf-8").replace("\r\n ", "")
