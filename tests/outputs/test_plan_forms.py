"""Plans of other forms: a programme, one under a decision, one that ends with its last item, duties beside reports."""

import re
from datetime import UTC, date, datetime

import pytest
import yaml

from planbook.authoring.roll_over import roll_over
from planbook.checks import findings
from planbook.loading.workspace import load_files
from planbook.model.period import parse_when
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.article import article, article_lines
from planbook.render.ics import Calendars
from planbook.render.templates import Templates
from planbook.returns.fields.traced import traced_lines
from planbook.views.once import Views
from planbook.views.open_data.rows import data_rows
from planbook.wording.wording import BLANK
from tests.conftest import ROOT, run
from tests.offices import files, office, written
from tests.outputs.test_calendars import days_of, events
from tests.returns.test_pull_again import typed
from tests.word_edits import edited, end, without

DOCUMENTS = {
    "types": [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}],
    "documents": [
        {"id": "qd-12", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2027-01-05", "issuer": "ubnd-tinh-a"},
        {"id": "qd-13", "type": "quyet-dinh", "number": "13/QĐ-UBND", "date": "2027-02-05", "issuer": "ubnd-tinh-a"},
    ],
}
TARGETS = {
    "id": "muc-tieu",
    "heading": "MỤC TIÊU",
    "targets": [{"id": "ct", "text": "Đạt {value}.", "value": "30", "unit": "%"}],
}
TASK = {
    "id": "nhiem-vu",
    "heading": "NHIỆM VỤ",
    "assignment": {"lead": "so-b", "deadlines": [{"by": "2027-06-30"}]},
    "tasks": [{"id": "viec", "text": "Rà soát."}],
}
BOTH = {
    "id": "to-chuc",
    "heading": "TỔ CHỨC",
    "duties": [{"id": "lam", "agencies": "so-b", "text": "Làm việc."}],
    "reporting": [{"id": "bao-cao", "agencies": "so-b", "to": "ubnd-tinh-a", "every": "year", "text": "Báo cáo."}],
}


def view(words, plan, **registers):
    return Views(office(plan, **registers), words).views["thu"]


def made(root, plan, **registers):
    """An office with the Word draft of its plan."""
    office_made = edition(read_sources(written(root, plan, **registers)), made_at(root))
    (root / "draft.docx").write_bytes(word_draft(office_made, office_made.workspace.plans["thu"]))
    return root


def test_a_programme_calls_itself_so_in_its_heading_and_its_appendices(words):
    shown = view(words, {"document_type": "Chương trình hành động", "symbol": "CTr-UBND", "outline": [TARGETS]})

    assert shown.document_type == "CHƯƠNG TRÌNH HÀNH ĐỘNG"
    assert shown.appendices[0].origin.startswith("(Kèm theo Chương trình hành động số")
    assert view(words, {"outline": [TARGETS]}).appendices[0].origin.startswith("(Kèm theo Kế hoạch số")


def test_a_plan_under_a_decision_has_its_line_and_no_number_of_its_own(words):
    shown = view(words, {"issued_with": "qd-12", "outline": [TARGETS]}, legal_documents=DOCUMENTS)
    html = Templates(ROOT / "templates").render("plan/plan.html", plan=shown, words=words)
    citation = "Quyết định số 12/QĐ-UBND ngày 05/01/2027 của Ủy ban nhân dân tỉnh"

    assert shown.issued_with == f"(Ban hành kèm theo {citation})"
    assert shown.appendices[0].origin == f"(Kèm theo {citation})"
    assert f'<p class="issued-with">{shown.issued_with}</p>' in html
    assert "Số:" not in html


@pytest.mark.parametrize(
    ("kind", "symbol", "codes"),
    [
        ("Đề án", "ĐA-UBND", []),
        ("Đề án", "KH-UBND", ["document-type-code"]),
        ("Chương trình hành động", "CTr/TU", []),
        ("Kế hoạch hành động", "KH-UBND", []),
        ("Phụ lục", "PL-UBND", []),
        (None, "CTr-UBND", ["document-type-code"]),
    ],
)
def test_what_a_plan_calls_itself_has_its_code_in_the_symbol(kind, symbol, codes):
    workspace = office({"document_type": kind, "symbol": symbol})

    assert [finding.check for finding in findings(workspace) if finding.check == "document-type-code"] == codes


RESOLUTIONS = {
    "types": [{"id": "nghi-quyet", "name": "Nghị quyết", "code": "NQ"}],
    "documents": [
        {"id": "nq-12", "type": "nghi-quyet", "number": "12/NQ-HĐND", "date": "2027-01-05", "issuer": "ubnd-tinh-a"},
        {"id": "nq-moi", "type": "nghi-quyet", "issuer": "ubnd-tinh-a"},
        {"id": "nq-ngay", "type": "nghi-quyet", "date": "2027-02-02", "issuer": "ubnd-tinh-a"},
    ],
}


@pytest.mark.parametrize(
    ("document", "symbol", "named"),
    [
        ("nq-12", "NQ-HĐND", "số 12/NQ-HĐND ngày 05/01/2027"),
        ("nq-moi", "NQ-HĐND", f"số {BLANK}/NQ-HĐND ngày {BLANK}/{BLANK}/2027"),
        ("nq-ngay", "KH-UBND", f"số {BLANK}/NQ-UBND ngày 02/02/2027"),
    ],
)
def test_the_appendix_of_a_resolution_leaves_to_it_what_it_says(words, document, symbol, named):
    left = {"preamble": None, "legal_bases": None, "recipients": None, "archive": None, "closing": None}
    plan = {**left, "document_type": "Phụ lục", "symbol": symbol, "issued_with": document, "outline": [TARGETS]}
    shown = view(words, plan, legal_documents=RESOLUTIONS)
    lines = [line.text for line in article_lines(article(Templates(ROOT / "templates"), shown, words))]

    assert shown.issued_with == f"(Ban hành kèm theo Nghị quyết {named} của Ủy ban nhân dân tỉnh)"
    assert lines[lines.index("PHỤ LỤC") + 3 :][:2] == ["MỤC TIÊU", "Đạt 30% (Kèm theo Phụ lục)./."]
    assert "Nơi nhận:" not in lines


def test_a_plan_of_its_own_says_what_no_decision_says_for_it():
    _, problems = load_files(files({"preamble": None, "recipients": None}))

    assert [str(problem.message) for problem in problems] == ["“preamble” is missing", "“recipients” is missing"]


def test_a_plan_without_last_words_ends_with_its_last_item(words):
    workspace = office({"closing": None, "outline": [BOTH]})
    shown = Views(workspace, words).views["thu"]
    lines = [one.text for one in traced_lines(workspace, workspace.plans["thu"], words, Templates(ROOT / "templates"))]

    assert (shown.closing, shown.body[-1].text) == ("", "Hằng năm./.")
    assert lines[lines.index("Sở B: Báo cáo.") + 1] == "Thời hạn báo cáo: Hằng năm./."


def test_with_an_appendix_its_last_item_points_to_it(words):
    shown = view(words, {"closing": None, "outline": [TARGETS]})

    assert shown.body[-1].text == "Đạt 30% (Kèm theo Phụ lục)./."


@pytest.mark.parametrize(
    ("outline", "last", "closing"),
    [
        ([TASK], "Chậm nhất ngày 30/6/2027.", "(Kèm theo Phụ lục)./."),
        ([TARGETS, TASK], "Chậm nhất ngày 30/6/2027.", "(Kèm theo Phụ lục I, Phụ lục II)./."),
        ([{**TASK, "assignment": {"lead": "so-b"}}], "Sở B.", "(Kèm theo Phụ lục)./."),
        ([TASK, TARGETS], "Đạt 30% (Kèm theo Phụ lục I, Phụ lục II)./.", ""),
    ],
)
def test_behind_an_assignment_the_pointer_stands_in_a_line_of_its_own(words, outline, last, closing):
    shown = view(words, {"closing": None, "outline": outline})

    assert (shown.body[-1].text, shown.closing) == (last, closing)


def test_without_an_appendix_the_last_line_of_an_assignment_has_the_end_mark(words):
    signed = {"status": "issued", "number": "5/KH-UBND", "date": "2027-01-05"}
    shown = view(words, {**signed, "closing": None, "outline": [TASK]})

    assert (shown.body[-1].text, shown.closing) == ("Chậm nhất ngày 30/6/2027./.", "")


def test_the_line_that_points_to_appendices_comes_back_from_word_as_it_went(words):
    workspace = office({"closing": None, "outline": [TASK]})
    plan = workspace.plans["thu"]
    lines = [one.text for one in traced_lines(workspace, plan, words, Templates(ROOT / "templates"))]

    assert lines.count("(Kèm theo Phụ lục)./.") == 1


def test_duties_and_reports_of_one_section_are_counted_through(words):
    shown = view(words, {"outline": [BOTH]})

    assert [(block.id, block.number.printed) for block in shown.body] == [
        ("to-chuc", "I."),
        ("lam", "1."),
        ("bao-cao", "2."),
        ("bao-cao--reported", ""),
    ]


SEVERAL = {
    "id": "bao-cao",
    "agencies": "so-b",
    "to": "ubnd-tinh-a",
    "before_days": ["10/6", "15/12"],
    "text": "Báo cáo trước ngày 10/6 và 15/12.",
}


def test_each_day_of_a_report_is_in_calendars_and_open_data(words):
    plan = {"period": "2027-2028", "outline": [{"id": "cd", "heading": "BÁO CÁO", "reporting": [SEVERAL]}]}
    views = Views(office(plan), words)
    rows = list(data_rows(views, date(2027, 1, 1))["deadlines"])
    calendars = Calendars(views.views, words, lambda _: datetime(2027, 1, 1, tzinfo=UTC))
    entries = events(calendars.file("A", views.commitments, []))

    assert [(row["deadline"], row["time"]) for row in rows] == [
        ("thu/bao-cao/10-6", "trước ngày 10/6/2027"),
        ("thu/bao-cao/10-6", "trước ngày 10/6/2028"),
        ("thu/bao-cao/15-12", "trước ngày 15/12/2027"),
        ("thu/bao-cao/15-12", "trước ngày 15/12/2028"),
    ]
    assert {entry.uid.value: days_of(entry) for entry in entries} == {
        "thu/bao-cao/10-6@planbook": [date(2027, 6, 9), date(2028, 6, 9)],
        "thu/bao-cao/15-12@planbook": [date(2027, 12, 14), date(2028, 12, 14)],
    }
    assert [due.when for due in views.deadlines] == [rows[at]["time"] for at in (0, 2, 1, 3)]
    assert "Báo cáo trước ngày 10/6 và 15/12." in [block.text for block in views.views["thu"].body]


def test_days_of_a_report_pass_into_the_next_year_and_one_that_is_no_working_day_is_asked_about(tmp_path):
    written(tmp_path, {"outline": [{"id": "cd", "heading": "BÁO CÁO", "reporting": [SEVERAL]}]})
    roll_over(tmp_path, "thu", parse_when("2028"))
    (draft,) = (path for path in (tmp_path / "data/plans").iterdir() if path.stem != "thu")
    plan = yaml.load(draft.read_text("utf-8"), Loader=yaml.CBaseLoader)

    assert plan["outline"][0]["reporting"][0]["before_days"] == ["10/6", "15/12"]
    # 10 June 2028 is a Saturday, 15 December a Friday.
    assert [question["what"] for question in plan["todo"] if "10/6/2028" in question["what"]]
    assert not [question["what"] for question in plan["todo"] if "15/12/2028" in question["what"]]


ADDRESSEES = [{"agencies": "so-b"}, {"text": "Ủy ban nhân dân các xã, phường"}]


def addressed(*lines):
    # A letter's own line "Như trên" stands for whom it addresses.
    return {"addressed_to": list(lines), "recipients": [{"text": "Như trên"}], "signatory": {"title": "Chủ tịch"}}


def test_whom_a_plan_addresses_stands_between_title_and_legal_bases(words):
    bases = [{"document": "qd-12", "role": "basis"}]
    several = view(words, {**addressed(*ADDRESSEES), "legal_bases": bases}, legal_documents=DOCUMENTS)
    alone = view(words, addressed(ADDRESSEES[0]))
    lines = list(article_lines(article(Templates(ROOT / "templates"), several, words)))
    texts = [line.text for line in lines]
    at = texts.index("Kính gửi:")

    assert alone.addressed_to == ("Kính gửi: Sở B",)
    assert several.addressed_to == ("- Sở B;", "- Ủy ban nhân dân các xã, phường.")
    assert texts[at - 1 : at + 3] == ["Thử việc", "Kính gửi:", *several.addressed_to]
    assert texts[at + 3].startswith("Căn cứ Quyết định số 12")
    assert [line.item for line in lines[at + 1 : at + 3]] == ["thu--addressee-1", "thu--addressee-2"]


@pytest.mark.parametrize("lines", [ADDRESSEES, ADDRESSEES[:1]])
def test_a_draft_that_addresses_somebody_departs_from_no_rule_that_another_keeps(tmp_path, lines):
    answers = []
    for name, plan in (("with", addressed(*lines)), ("without", addressed())):
        (tmp_path / name).mkdir()
        root = made(tmp_path / name, plan)
        answer = run(root, "check-layout", root / "draft.docx")
        assert answer.returncode == 0, answer.stderr
        answers.append(re.findall(r"\[([a-z-]+)\]", answer.stdout))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("lines", "edits", "expected"),
    [
        (
            ADDRESSEES,
            [end("- Ủy ban nhân dân các xã", "phường.", "phường;"), typed("- Ủy ban nhân dân các xã", "- Sở C.")],
            [*ADDRESSEES, {"text": "Sở C"}],
        ),
        (
            ADDRESSEES,
            [end("- Ủy ban nhân dân các xã", "xã, phường.", "xã.")],
            [ADDRESSEES[0], {"text": "Ủy ban nhân dân các xã"}],
        ),
        (ADDRESSEES, [without("- Ủy ban nhân dân các xã")], ADDRESSEES[:1]),
        (ADDRESSEES[1:], [end("Kính gửi", ", phường", "")], [{"text": "Ủy ban nhân dân các xã"}]),
        (ADDRESSEES[1:], [typed("Kính gửi", "Sở C")], [*ADDRESSEES[1:], {"text": "Sở C"}]),
    ],
)
def test_whom_a_draft_addresses_comes_back(tmp_path, lines, edits, expected):
    root = made(tmp_path, addressed(*lines))
    draft = root / "draft.docx"
    draft.write_bytes(edited(draft.read_bytes(), *edits))
    for _ in range(2):  # what was taken over once is nothing new
        answer = run(root, "pull", draft, "--apply")
        assert answer.returncode == 0, answer.stdout + answer.stderr
        plan = yaml.load((root / "data/plans/thu.yaml").read_text("utf-8"), Loader=yaml.CBaseLoader)
        assert plan["addressed_to"] == expected


def test_whom_a_plan_addresses_stands_once_and_receives_it():
    leads = {"id": "viec", "heading": "VIỆC", "duties": [{"id": "lam", "agencies": "so-b", "text": "Làm."}]}
    for lines, names in (
        ([{"agencies": "so-b"}], []),
        ([{"agencies": "so-b"}, {"agencies": ["so-b"]}], ["stated-twice"]),
        ([{"text": "Các sở"}, {"text": "các sở"}], ["recipient-missing", "stated-twice"]),
        ([{}], ["missing-field"]),
    ):
        recipients = [{"agencies": "ubnd-tinh-a"}]
        workspace, problems = load_files(files({"addressed_to": lines, "recipients": recipients, "outline": [leads]}))
        found = problems or [one for one in findings(workspace) if one.check in ("stated-twice", "recipient-missing")]
        assert sorted(one.check for one in found) == names


def test_a_basis_names_what_amended_it(words):
    bases = [{"document": "qd-12", "role": "basis", "amended_by": "qd-13"}]
    shown = view(words, {"legal_bases": bases}, legal_documents=DOCUMENTS)

    assert "được sửa đổi, bổ sung bởi Quyết định số 13/QĐ-UBND ngày 05/02/2027" in shown.legal_bases[0]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (["a"], "bởi Quyết định A/QĐ"),
        (["a", "b"], "bởi Quyết định A/QĐ và Quyết định B/QĐ"),
        (["a", "b", "luat"], "bởi Quyết định A/QĐ, Quyết định B/QĐ và Luật sửa đổi Luật Ngân sách ngày 25/6/2026"),
    ],
)
def test_several_documents_that_amended_a_basis_are_one_list(words, later, said):
    kinds = [*DOCUMENTS["types"], {"id": "luat", "name": "Luật", "cited_by_title": "true"}]
    amending = [{"id": id_, "type": "quyet-dinh", "number": f"{id_.upper()}/QĐ"} for id_ in "ab"]
    amending.append({"id": "luat", "type": "luat", "title": "sửa đổi Luật Ngân sách", "date": "2026-06-25"})
    documents = {"types": kinds, "documents": [*DOCUMENTS["documents"], *amending]}
    shown = view(
        words, {"legal_bases": [{"document": "qd-12", "role": "basis", "amended_by": later}]}, legal_documents=documents
    )

    assert shown.legal_bases[0].replace("số ", "").endswith(f", được sửa đổi, bổ sung {said}.")


@pytest.mark.parametrize(
    ("unit", "total", "helps"),
    [
        ("eur", "10", "write one of these"),
        ("trieuu", "10", "write trieu"),
        ("trieu", "0.486", "write a number like 1.500 or 148,4; 0,486 if the dot divides the decimals"),
        ("trieu", "-0.5", "write a number like 1.500 or 148,4; -0,5 if the dot divides the decimals"),
    ],
)
def test_a_message_does_not_mislead(unit, total, helps):
    budget = {"id": "kp", "unit": unit, "total": total, "lines": []}
    shown = files({"outline": [{"id": "von", "heading": "VỐN", "budget": budget}]})
    _, found = load_files(shown)

    assert yaml.safe_load(shown.contents["data/plans/thu.yaml"])["outline"]
    assert [str(one.help) for one in found] == [helps]
