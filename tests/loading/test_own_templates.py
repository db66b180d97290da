"""An office that has its own words for some things takes a new version of the program without merging files."""

import pytest

from planbook.importing.outline.words import OldPlanMarks
from planbook.layout.rules import load_rules
from planbook.loading.own_templates import load_template
from planbook.model.report_form import ReportForms
from planbook.outputs.edition import read_sources
from planbook.outputs.office_settings import read_phrases
from planbook.reading.spellings import SpellingsFile
from planbook.reading.words import ImportWords
from planbook.render.search_index import SearchWords
from planbook.render.style_sheet import StyleSheet
from planbook.repository import program_files
from planbook.wording.phrases import WordingFile
from tests.conftest import ROOT
from tests.offices import written


def own(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_phrase_of_the_office_stands_for_that_of_the_program_and_all_others_are_the_programs(tmp_path):
    own(tmp_path, "templates/plan/wording.yaml", "end_mark: ' *.'\n")
    name = "templates/plan/wording.yaml"
    phrases, shipped = (load_template(root, name, WordingFile)[0] for root in (tmp_path, ROOT))

    assert phrases.end_mark == "*."
    assert {**phrases.model_dump(), "end_mark": shipped.end_mark} == shipped.model_dump()


def test_a_style_of_the_office_is_that_of_its_id_and_new_ones_of_the_program_are_there(tmp_path):
    own(
        tmp_path,
        "templates/word/styles.yaml",
        "font: Tinos\npage: {left: 35}\nstyles:\n  - {id: PlanBasis, name: B, for: p.basis, size: 13}\n  - {id: Own, name: O}\n",
    )
    sheet, wrong, _ = load_template(tmp_path, "templates/word/styles.yaml", StyleSheet)
    shipped, _, _ = load_template(ROOT, "templates/word/styles.yaml", StyleSheet)

    assert wrong == []
    assert (sheet.font, sheet.page.left, sheet.page.right) == ("Tinos", 35, shipped.page.right)
    assert (sheet.style_for("p.basis").size, sheet.style_for("p.basis").italic) == (13, None)
    assert [style.id for style in sheet.styles] == [*(style.id for style in shipped.styles), "Own"]


COPIED = {
    "templates/plan/wording.yaml": WordingFile,
    "templates/plan/spellings.yaml": SpellingsFile,
    "templates/word/styles.yaml": StyleSheet,
    "templates/import/words.yaml": ImportWords,
    "templates/import/outline.yaml": OldPlanMarks,
    "templates/report/forms.yaml": ReportForms,
    "templates/site/search.yaml": SearchWords,
}


@pytest.mark.parametrize("name", COPIED)
def test_a_file_that_an_office_copied_whole_says_what_the_programs_says(tmp_path, name):
    own(tmp_path, name, (ROOT / name).read_text("utf-8"))
    copy, shipped = (load_template(root, name, COPIED[name])[0] for root in (tmp_path, ROOT))

    assert copy == shipped


def test_a_list_of_entries_without_ids_stands_for_that_of_the_program(tmp_path):
    name = "templates/import/words.yaml"
    own(
        tmp_path,
        name,
        "rhythms:\n  - {rhythm: quarter, words: [ba tháng một lần]}\n  - {rhythm: year, words: [cuối năm]}\n",
    )
    words, shipped = (load_template(root, name, ImportWords)[0] for root in (tmp_path, ROOT))

    assert [(entry.rhythm, entry.words) for entry in words.rhythms] == [
        ("quarter", ("ba tháng một lần",)),
        ("year", ("cuối năm",)),
    ]
    assert words.sections == shipped.sections


def test_a_rule_of_the_office_leaves_the_other_rules_as_they_are(tmp_path):
    rules = "templates/word/rules/nghi-dinh-30-2020.yaml"
    party = "rules: {party-document: {clause: Điều 1, severity: error, says: Không dùng cho văn bản của Đảng.}}\n"
    own(tmp_path, rules, party)
    mine, shipped = load_rules(tmp_path), load_rules(ROOT)

    assert mine.rules.party_document.severity == "error"
    assert mine.rules.heading_block == shipped.rules.heading_block
    assert mine.marks == shipped.marks


def test_a_new_version_of_the_program_brings_what_an_older_copy_of_its_files_lacks(tmp_path, monkeypatch):
    # The office copied a whole file of an earlier version and changed one word; the new one has a phrase more.
    root = written(tmp_path / "office", {})
    path = root / "templates/plan/wording.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(("part:", "issued_with:"))), "utf-8")

    assert read_sources(root).phrases.part == "Phần {number}"


@pytest.mark.parametrize(
    ("text", "check"),
    [("end_mak: x\n", "unknown-key"), ("end_mark: '{day}'\n", "unknown-blank"), ("- một\n", "wrong-kind")],
)
def test_what_is_wrong_in_the_offices_own_file_is_told(tmp_path, text, check):
    own(tmp_path, "templates/plan/wording.yaml", text)
    _, findings, _ = load_template(tmp_path, "templates/plan/wording.yaml", WordingFile)

    assert [finding.check for finding in findings] == [check]
    assert findings[0].span.path == "templates/plan/wording.yaml"


def test_a_changed_template_of_the_program_is_used_at_once_where_the_office_has_none(tmp_path, monkeypatch):
    shipped = tmp_path / "program"
    own(shipped, "templates/plan/wording.yaml", (ROOT / "templates/plan/wording.yaml").read_text("utf-8") + "")
    monkeypatch.setattr(program_files, "program_folder", lambda: shipped)
    text = (shipped / "templates/plan/wording.yaml").read_text("utf-8").replace("draft: DỰ THẢO", "draft: BẢN THẢO")
    own(shipped, "templates/plan/wording.yaml", text)

    assert read_phrases(tmp_path / "office").draft == "BẢN THẢO"
