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
from tests.agreement.whole_office import EARLIER, MENTION, REGISTERS, RICH, Place
from tests.conftest import run
from tests.loading.test_attached_files import PDF, put
from tests.offices import files, written
from tests.reading_back import docx_text, pdf_text


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


def test_what_takes_a_mention_is_filled_in_all_outputs(sorted_out, tmp_path, as_built):
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
    put(root, tep_pdf=PDF)
    as_built(root)
    answer = run(root, "build")
    assert answer.returncode == 0, answer.stderr
    raw = [
        f"{path.relative_to(root)}: {text}"
        for path in sorted((root / "site").rglob("*"))
        if "phu-luc" not in path.parts  # as it came
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
    put(old, tep_pdf=PDF)
    for form in ("text", "markdown", "html", "json"):
        said = run(root, "diff", old, root, "--format", form)
        assert said.returncode == 0, said.stderr
        assert BRACED.findall(printed_texts(said.stdout) if form == "json" else said.stdout) == [], form
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


def printed_texts(comparison: str) -> str:
    """A comparison as JSON without the values that stand there as data hold them."""
    content = json.loads(comparison)
    for change in content["changes"]:
        assert {"old", "new", "old_text", "new_text"} <= change.keys()
        del change["old"], change["new"]
    return json.dumps(content, ensure_ascii=False)
