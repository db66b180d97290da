"""The guide to a year of a plan: its files and commands, in their order, in an invented office."""

import re
import shutil

import openpyxl

from planbook.loading.workspace import load
from tests.conftest import ROOT, run

GUIDE = ROOT / "content/huong-dan/bao-cao.md"
BLOCK = re.compile(
    r'^```(?:\{ \.yaml title="(?P<path>[^"]+)" \}|console)\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)


def test_a_year_goes_as_the_guide_says(tmp_path, monkeypatch):
    office = shutil.copytree(ROOT / "tests/workspaces/year", tmp_path / "office")
    shutil.rmtree(office / "data/results")
    monkeypatch.chdir(office)
    for block in BLOCK.finditer(GUIDE.read_text("utf-8")):
        if block["path"]:
            path = office / block["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], "utf-8")
            continue
        for line in block["text"].splitlines():
            words = line.removeprefix("$ python build_docs.py ").split()
            answer = run(office, *words)
            assert answer.returncode == 0, (line, answer.stdout, answer.stderr)

    workspace, findings = load(office / "data")
    assert [finding for finding in findings if finding.stops_the_build] == []
    assert [str(results.period) for results in workspace.results["lang-nghe-2026"] if results.seal] == [
        "2026-Q1",
        "2026",
    ]
    assert {path.name for path in office.glob("b*")} == {
        *(f"bao-cao-quy-{quarter}.docx" for quarter in (1, 2, 3, 4)),
        "bao-cao-nam.docx",
        "bao-cao-nam.pdf",
        "bieu-02.xlsx",
    }
    cells = [cell for row in openpyxl.load_workbook(office / "bieu-02.xlsx").worksheets[0].values for cell in row]
    assert 3050 in cells
    targets = {target.id: target for target in workspace.plans["lang-nghe-2027"].targets()}
    assert targets["dao-tao"].baseline == 3050
