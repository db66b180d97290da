"""Plans of other forms: a programme, one under a decision, one that ends with its last item, duties beside reports."""

import pytest
import yaml

from planbook.loading.workspace import load_files
from planbook.render.templates import Templates
from planbook.returns.traced import traced_lines
from planbook.views.once import Views
from tests.conftest import ROOT
from tests.offices import files, office

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
BOTH = {
    "id": "to-chuc",
    "heading": "TỔ CHỨC",
    "duties": [{"id": "lam", "agencies": "so-b", "text": "Làm việc."}],
    "reporting": [{"id": "bao-cao", "agencies": "so-b", "to": "ubnd-tinh-a", "every": "year", "text": "Báo cáo."}],
}


def view(words, plan, **registers):
    return Views(office(plan, **registers), words).views["thu"]


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


def test_a_plan_without_last_words_ends_with_its_last_item(words):
    workspace = office({"closing": None, "outline": [BOTH]})
    shown = Views(workspace, words).views["thu"]
    lines = [one.text for one in traced_lines(workspace, workspace.plans["thu"], words, Templates(ROOT / "templates"))]

    assert (shown.closing, shown.body[-1].text) == ("", "Báo cáo./.")
    assert "Sở B: Báo cáo./." in lines


def test_with_an_appendix_its_last_item_points_to_it(words):
    shown = view(words, {"closing": None, "outline": [TARGETS]})

    assert shown.body[-1].text == "Đạt 30% (Kèm theo Phụ lục)./."


def test_duties_and_reports_of_one_section_are_counted_through(words):
    shown = view(words, {"outline": [BOTH]})

    assert [(block.id, block.number.printed) for block in shown.body] == [
        ("to-chuc", "I."),
        ("lam", "1."),
        ("bao-cao", "2."),
    ]


def test_a_basis_names_what_amended_it(words):
    bases = [{"document": "qd-12", "role": "basis", "amended_by": "qd-13"}]
    shown = view(words, {"legal_bases": bases}, legal_documents=DOCUMENTS)

    assert "được sửa đổi, bổ sung bởi Quyết định số 13/QĐ-UBND ngày 05/02/2027" in shown.legal_bases[0]


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
