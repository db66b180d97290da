"""A table of single edits: of each a reviewer is told every effect, in its class, with its agencies, and nothing else.

The tables are tests/changes/edits.yaml and shapes.yaml. They are read in all four forms of a comparison.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from planbook.changes.compare import compare
from planbook.changes.report import report
from planbook.changes.weights import WEIGHT_WORDS, WEIGHTS
from planbook.checks import findings
from planbook.commands.comparing import FAIL_ON
from planbook.loading.workspace import load_files
from planbook.model.workspace import Workspace
from planbook.outputs.office_settings import read_phrases
from planbook.render.templates import Templates
from planbook.repository.files import Files
from planbook.review.comment import as_markdown
from planbook.review.machine import report_as_json
from planbook.review.report import REPORT_HEADINGS, as_html, report_as_text
from tests.changes.edits import cases, states
from tests.conftest import ROOT

PHRASES = read_phrases(ROOT)
TEMPLATES = Templates(ROOT / "templates")
WITH_VALUES = (
    "a target is lowered",
    "the first of two deadlines of a group",
    "a word",
    "a plan goes",
    "a row of an appendix",
)
FORMS = ("text", "markdown", "html")
CLASSES = {text.in_language("vi"): weight for weight, text in WEIGHT_WORDS.items()}
FATES = {
    REPORT_HEADINGS[heading].in_language("vi"): fate
    for heading, fate in (
        ("accepted", "accepted"),
        ("new_findings", "new"),
        ("changed_findings", "changed"),
        ("gone_findings", "gone"),
    )
}
_HEADING = re.compile(r"^\W*(?P<name>[^()]+?) \(\d+\)\W*$")


@cache
def compared(edit: str) -> dict[str, str]:
    """What is said of an edit, by form."""
    case = next(case for case in cases() if case["edit"] == edit)
    files_before, files_after = states(case)
    before, after = _before(tuple(files_before.contents.items())), _sound(files_after)
    checked = map(findings, (before, after)) if "findings" in case else ((), ())
    whole = report(before, after, compare(before, after), PHRASES, *checked)
    page = as_html(whole, TEMPLATES)
    return {"text": report_as_text(whole), "markdown": as_markdown(whole), "html": page, "json": report_as_json(whole)}


def _sound(files: Files) -> Workspace:
    workspace, found = load_files(files)
    assert not [finding for finding in found if finding.stops_the_build]
    return workspace


@cache
def _before(contents: tuple[tuple[str, bytes], ...]) -> Workspace:
    """What was before an edit; most edits of a table begin with the same files."""
    return _sound(Files(dict(contents)))


def plain(text: str, form: str) -> Iterator[str]:
    """The lines of a form without its marks, one for each heading and each entry; marked words as {-gone-} and {+new+}."""
    if form == "html":
        text = re.sub(r"<(style|title)>.*?</\1>|\n", " ", text, flags=re.DOTALL)
        text = re.sub(r"<del>(.*?)</del>", r"{-\1-}", text)
        text = re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", text)
        text = re.sub(r"</t[dh]>", " | ", text)
        text = re.sub(r"<li\b", "\n- <li", re.sub(r"<(h\d|p|tr)\b", r"\n<\1", text))
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    elif form == "markdown":
        text = re.sub(r"<del>(.*?)</del>", r"{-\1-}", text.replace("<!-- -->", ""))
        text = re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", text)
        text = re.sub(r"\\(\W)", r"\1", re.sub(r"\n  - ", " ", text))
        text = re.sub(r"</?(?:details|summary)>", "", text)
    else:
        text = re.sub(r"\[-(.*?)-\]", r"{-\1-}", re.sub(r"\n {6}- ", " ", text))
    yield from (" ".join(line.split()) for line in text.splitlines() if line.strip())


def entries(lines: Iterable[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The sentences with their classes, and the findings with what became of them."""
    said: list[tuple[str, str]] = []
    found: list[tuple[str, str]] = []
    above = ""
    for line in lines:
        if not line.startswith("- "):
            heading = _HEADING.match(line)
            above = heading["name"].strip("*# ") if heading else ""
        elif above in CLASSES:
            said.append((CLASSES[above], line))
        elif above in FATES:
            found.append((FATES[above], line))
    return said, found


def are_told(wanted: list[list[str]], said: list[tuple[str, str]]) -> bool:
    """Whether there is for each wanted sentence one of its class with all its parts, and no other sentence."""
    left = list(said)
    for kind, *parts in wanted:
        fitting = [one for one in left if one[0] == kind and all(part in one[1] for part in parts)]
        if not fitting:
            return False
        left.remove(min(fitting, key=lambda one: len(one[1])))
    return not left


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["edit"].replace(" ", "-"))
def test_an_edit_is_told_with_all_its_effects_and_nothing_else(case, golden_part):
    forms = compared(case["edit"])
    golden_part(f"changes/{case['of']}.txt", case["edit"], forms["text"])
    rows = json.loads(forms["json"])
    sentences = [
        (row["weight"], " ".join(filter(None, (row["place"], row["sentence"], row["old_text"], row["new_text"]))), row)
        for row in rows["changes"]
    ]
    wanted = [[kind, *parts] for kind, _, *parts in case["told"]]
    assert are_told(wanted, [one[:2] for one in sentences]), sentences
    agencies = sorted((kind, *sorted(names.split())) for kind, names, *_ in case["told"])
    assert sorted((row["weight"], *sorted(row["agencies"])) for row in rows["changes"]) == agencies
    for form in FORMS:
        lines = list(plain(forms[form], form))
        said, found = entries(lines)
        whole = "\n".join(lines)
        # Of a text that is marked the words stand apart, which `words` looks at.
        count = [(row["weight"], row["sentence"]) for row in rows["changes"]]
        assert are_told([[kind, " ".join(sentence.split())] for kind, sentence in count], said), (form, lines)
        for piece in case.get("words", ()):
            mark, words = piece[0], piece[1:]
            assert any(words in marked for marked in re.findall(rf"\{{\{mark}(.*?)\{mark}\}}", whole)), (
                form,
                piece,
                whole,
            )
        for piece in case.get("whole", ()):
            assert piece in whole.replace(" | ", " → "), (form, whole)
        for piece in case.get("not", ()):
            assert piece not in "\n".join(sentence for _, sentence in said), (form, piece)
        if "findings" in case:
            checks = {check for _, check, *_ in case["findings"]}
            own = [one for one in found if not checks or any(check in one[1] for check in checks)]
            assert are_told(case["findings"], own), (form, found)


def test_the_json_is_what_the_reference_says():
    page = (ROOT / "content/developing/reference.md").read_text(encoding="utf-8")
    schema = json.loads(re.search(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[1])
    validator = Draft202012Validator(schema)
    validator.check_schema(schema)
    told = [
        json.loads(compared(case["edit"])["json"])
        for case in cases()
        if "findings" in case or case["edit"] in WITH_VALUES
    ]

    assert not [error.message for report in told for error in validator.iter_errors(report)]
    rows = {row["delta"]: row for report in told for row in report["changes"]}
    assert rows[-2500]["old"] == {"comparator": "about", "value": 12000, "unit": "lao động"}
    assert (rows[40]["unit"], rows[40]["new"]) == ("days", [{"work": "xây dựng kế hoạch", "before": "2027-05-20"}])
    assert rows[-2500]["new_place"] == {"path": "data/plans/viec-lam-2027.yaml", "line": 49}
    assert {
        finding["allowed"] for report in told for finding in report["findings"] if finding["fate"] == "accepted"
    } == {
        "Theo văn bản của trung ương",
        "Theo công văn 12",
    }


def test_a_gate_knows_every_class():
    assert (*WEIGHTS, "findings") == FAIL_ON


def test_the_table_has_edits_of_every_class():
    told = {kind for case in cases() for kind, *_ in case["told"]}

    assert len(cases()) >= 94
    assert told == set(WEIGHT_WORDS)
    assert len({case["edit"] for case in cases()}) == len(cases())
