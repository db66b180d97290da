"""check-layout on drafts that were broken on purpose, one rule at a time; on good ones; and on files of other programs."""

import json
import re

import pytest

from planbook.layout import examine_word
from planbook.layout.rules import RULES, load_rules
from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import BuildStopped, findings_as_text
from tests.conftest import FIVE, PLANS, ROOT, run
from tests.foreign_word import foreign_plan
from tests.layout.layout_cases import CASES, CLOSING, MOTTO, NATION, NUMBER, POINT, SENTENCE, SILENT
from tests.layout.official_documents import ATTACHED, OTHER, RIGHT
from tests.libreoffice import converted
from tests.word_edits import edited, end, flattened, instead, letters

# What is still wrong in our own drafts: faults of the draft or of its plan, not of the rule. To shrink to nothing.
EXPECTED = {
    "quynh-nhai-2030": {"signature"},  # the plan names no signatory
}


@pytest.fixture(scope="session")
def rules():
    return load_rules(FIVE)


@pytest.fixture(scope="session")
def draft(project) -> bytes:
    """A good draft whose numbers are text, and whose one point with a heading is not bold."""
    content = (project / "site/ke-hoach/lao-cai-2024/lao-cai-2024.docx").read_bytes()
    return edited(flattened(content), letters("a) Chú trọng đào tạo nghề", b="0"))


def checked(tmp_path, content: bytes, rules) -> list:
    path = tmp_path / "file.docx"
    path.write_bytes(content)
    found, lines = examine_word(path, rules)
    for language in ("vi", "en"):  # every finding can be told
        with speaking(language):
            assert findings_as_text(found, {str(path): lines}).count("]: ") >= len(found)
    return found


def test_the_draft_that_the_cases_break_is_good(draft, rules, tmp_path):
    assert checked(tmp_path, draft, rules) == []


@pytest.mark.parametrize(
    ("name", "edits", "said"),
    CASES,
    ids=[f"{at}-{case[0]}" for at, case in enumerate(CASES)],
)
def test_a_broken_draft_has_that_one_finding(draft, rules, tmp_path, name, edits, said):
    found = checked(tmp_path, edited(draft, *edits), rules)

    assert [one.check for one in found] == [name], findings_as_text(found, {})
    assert said in str(found[0].message)
    assert getattr(rules.rules, name.replace("-", "_")).says in str(found[0].help)


def test_limits_that_hold_nothing_are_told_where_they_stand(tmp_path):
    text = (ROOT / RULES).read_text(encoding="utf-8")
    (tmp_path / RULES).parent.mkdir(parents=True)
    (tmp_path / RULES).write_text(
        text.replace("at_least: 20, at_most: 25", "at_least: 25, at_most: 20", 1), encoding="utf-8"
    )
    with pytest.raises(BuildStopped) as stop:
        load_rules(tmp_path)
    line = next(at for at, words in enumerate(text.splitlines(), 1) if "at_least: 20, at_most: 25" in words)
    assert [(one.check, one.span.line) for one in stop.value.findings] == [("wrong-kind", line)]
    assert stop.value.findings[0].message.in_language("vi") == "at_least: 25 lớn hơn at_most: 20"


def test_every_rule_has_a_broken_draft(rules):
    assert {rule.name for rule in rules.rules.all()} == {case[0] for case in CASES} | {
        "party-document",
        "heading-block",
        "attachment",
    }


@pytest.mark.parametrize(("what", "edits"), SILENT, ids=[what for what, _ in SILENT])
def test_what_the_decree_allows_or_leaves_open_is_not_told(draft, rules, tmp_path, what, edits):
    found = checked(tmp_path, edited(draft, *edits), rules)

    assert found == [], findings_as_text(found, {})


@pytest.mark.parametrize("plan", PLANS)
def test_our_own_drafts_are_laid_out_as_the_decree_says(project, rules, plan):
    found, _ = examine_word(project / f"site/ke-hoach/{plan}/{plan}.docx", rules)

    assert {one.check for one in found} == EXPECTED.get(plan, set()), findings_as_text(found, {})


def test_a_finding_in_many_paragraphs_is_told_once_with_its_places(draft, rules, tmp_path):
    found = checked(tmp_path, edited(draft, letters(SENTENCE, sz="24"), letters(POINT, sz="24")), rules)

    assert [one.check for one in found] == ["body-size"]
    assert re.search(r"size 12, not 13 - 14; so in 1 more places \(paragraphs \d+\)", str(found[0].message))


def test_a_file_of_another_program_with_tabs_and_direct_formatting_is_understood(rules, tmp_path):
    assert checked(tmp_path, foreign_plan(), rules) == []


def test_the_faults_of_a_foreign_file_are_found_where_they_are(rules, tmp_path):
    points = ("a) Một;", "b) Hai;", "c) Ba;", "d) Bốn;", "e) Năm.")
    found = checked(tmp_path, foreign_plan(points, "Số: 5/KH-SYT", "PGS. TS. Nguyễn Văn An", size=12), rules)

    assert {(one.check, one.span.line) for one in found} == {
        ("number-padding", 4),
        ("body-size", 13),
        ("letter-order", 19),
        ("signatory-titles", 23),
    }


def test_a_draft_that_went_through_libreoffice_has_the_same_faults(draft, rules, tmp_path):
    path = tmp_path / "draft.docx"
    path.write_bytes(edited(draft, letters(POINT, sz="24"), instead(NUMBER, "Số: 5/KH-UBND"), letters(NATION, b="0")))
    (back,) = converted(converted([path], "odt", tmp_path / "odt"), "docx", tmp_path / "back")

    assert {one.check for one in examine_word(back, rules)[0]} == {
        "body-size",
        "number-padding",
        "national-title-style",
    }


def test_a_file_that_is_no_plan_is_told_what_is_missing(rules, tmp_path):
    found = checked(tmp_path, edited(foreign_plan(), *[lambda trees: trees["word/document.xml"][0].clear()]), rules)
    assert [one.check for one in found] == ["heading-block"]


def test_a_document_of_the_party_is_not_measured_by_the_decree(draft, rules, tmp_path):
    found = checked(tmp_path, edited(draft, instead(NATION, "ĐẢNG CỘNG SẢN VIỆT NAM")), rules)

    assert [(one.check, one.severity) for one in found] == [("party-document", "info")]


def test_the_command_answers_in_every_form_and_with_its_exit_code(draft, tmp_path):
    good, bad, other = tmp_path / "good.docx", tmp_path / "bad.docx", tmp_path / "other.txt"
    good.write_bytes(draft)
    bad.write_bytes(edited(draft, letters(MOTTO, sz="24")))
    other.write_text("Kế hoạch", encoding="utf-8")

    assert run(FIVE, "check-layout", str(good)).returncode == 0
    shown = run(FIVE, "check-layout", str(good), str(bad))
    assert shown.returncode == 1
    said = r"error\[motto-size\]: Tiêu ngữ \(bảng 1, hàng 1, ô 2\): cỡ chữ 12, phải là 13 - 14\n"
    line = re.search(rf":(\d):1: {said} +\1 \| Độc lập - Tự do - Hạnh phúc\n", shown.stdout)
    assert line
    assert "help: Tiêu ngữ cỡ chữ 13 - 14. (Phụ lục I, II.1b)" in shown.stdout
    assert "::error file=" in run(FIVE, "check-layout", str(bad), "--format", "github").stdout
    rows = json.loads(run(FIVE, "check-layout", str(bad), "--format", "json", "--lang", "en").stdout)["diagnostics"]
    assert [(row["check"], row["line"], row["severity"]) for row in rows] == [("motto-size", int(line[1]), "error")]
    assert run(FIVE, "check-layout", str(other), str(bad)).returncode == 2
    assert run(FIVE, "check-layout", str(tmp_path / "nothing.docx")).returncode == 2
    assert run(FIVE, "check-layout").returncode == 2


def test_a_warning_alone_does_not_fail(draft, tmp_path):
    path = tmp_path / "warned.docx"
    path.write_bytes(edited(draft, end(CLOSING, "./.", ".")))
    answer = run(FIVE, "check-layout", str(path))

    assert answer.returncode == 0
    assert "warning[end-mark]" in answer.stdout


def test_explain_quotes_the_rule():
    assert "Phụ lục I, II.1b" in run(FIVE, "explain", "motto-rule").stdout


SLIPS = [
    ("at_least: 20, at_most: 25, says: Lề trên", "at_least: hai, at_most: 25, says: Lề trên", "wrong-kind"),
    ("\n  margin-top:", "\n  margin-topp:", "unknown-key"),
    ("severity: error, one_of: [auto", "severity: fatal, one_of: [auto", "unknown-value"),
    ('pattern: ";$"', 'pattern: "(;$"', "wrong-kind"),
    ("one_of: [Times New Roman], ", "", "missing-field"),
]


@pytest.mark.parametrize(("right", "slip", "name"), SLIPS, ids=[slip[1].strip() for slip in SLIPS])
def test_a_slip_in_the_rules_is_a_finding_with_its_line(tmp_path, right, slip, name):
    text = (ROOT / RULES).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / RULES).parent.mkdir(parents=True)
    (tmp_path / RULES).write_text(text.replace(right, slip, 1), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1 + slip.startswith("\n")
    answer = run(tmp_path, "check-layout", str(ROOT / "README.md"))

    assert answer.returncode == 1
    assert f"{RULES}:{line}:" in answer.stderr
    assert f"error[{name}]" in answer.stderr


@pytest.mark.parametrize("what", RIGHT)
def test_a_right_document_of_another_kind_has_no_finding(tmp_path, rules, what):
    found = checked(tmp_path, RIGHT[what]().bytes(), rules)

    assert found == [], findings_as_text(found, {})


@pytest.mark.parametrize("what", ATTACHED)
def test_what_is_attached_behind_the_signature_is_not_judged_as_a_part_of_it(tmp_path, rules, what):
    found = checked(tmp_path, ATTACHED[what]().bytes(), rules)

    assert [one.check for one in found] == ["attachment"], findings_as_text(found, {})


@pytest.mark.parametrize("what", OTHER)
def test_a_file_that_the_rules_are_not_for_is_told_so_once(tmp_path, rules, what):
    found = checked(tmp_path, OTHER[what]().bytes(), rules)

    assert [one.check for one in found] == ["heading-block"], findings_as_text(found, {})
