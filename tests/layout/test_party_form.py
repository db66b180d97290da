"""A body of the Party issues its plan in the form of the Party's documents, and everything that goes out and comes back knows it."""

import datetime as dt

import pytest

from planbook.authoring.init import make_office
from planbook.checks import examine
from planbook.importing.import_plans import read_origins
from planbook.layout import examine_word
from planbook.layout.rules import load_rules
from planbook.ooxml.opening import read_package
from planbook.ooxml.reading import read_document
from planbook.outputs.papers import PaperRequest, write_paper
from tests.conftest import EPOCH, ROOT
from tests.desk.desks import Desk
from tests.importing.test_import import imported
from tests.word_edits import edited, instead, parts_of, plain_breaks

DOCUMENT = """\
documents:
  - {id: nq-1, type: nghi-quyet, number: 57-NQ/TW, date: 2024-12-22, issuer: bo-chinh-tri, title: về trồng cây}
"""


@pytest.fixture(autouse=True)
def _a_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def drafted(folder, body="Tỉnh ủy Sơn La", other="", *, sheet=False):
    """The draft of a plan that a body has begun, with a basis."""
    make_office(folder, body, "chuyển đổi số")
    (folder / "data/legal-documents.yaml").write_text(DOCUMENT, encoding="utf-8")
    (path,) = (folder / "data/plans").glob("*.yaml")
    text = path.read_text("utf-8").replace("legal_bases: []", "legal_bases:\n  - {document: nq-1, role: implements}")
    text = (
        text.replace("duties:\n", f"duties:\n      - {{id: viec, agencies: {other}, text: Trồng cây.}}\n", 1)
        if other
        else text
    )
    path.write_text(text if sheet else text[: text.index("\ntodo:") + 1], encoding="utf-8")
    return Desk(folder, path.stem)


def lines_of(content):
    lines = (plain_breaks(paragraph.text) for paragraph in read_document(read_package(content)).paragraphs)
    return [line for line in lines if line]


HEADS = {
    "Tỉnh ủy Sơn La": (["TỈNH ỦY SƠN LA"], ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"], "- Lưu Văn phòng Tỉnh ủy."),
    "Đảng ủy xã Trà Tân, tỉnh Lâm Đồng": (
        ["ĐẢNG BỘ TỈNH LÂM ĐỒNG", "ĐẢNG ỦY XÃ TRÀ TÂN"],
        ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"],
        "- Lưu Văn phòng Đảng ủy.",
    ),
    "Ban Tổ chức Tỉnh ủy Sơn La": (["TỈNH ỦY SƠN LA", "BAN TỔ CHỨC"], ["TRƯỞNG BAN"], "- Lưu Văn phòng Ban."),
    "Ủy ban Kiểm tra Đảng ủy xã Trà Tân, Lâm Đồng": (
        ["ĐẢNG ỦY XÃ TRÀ TÂN", "ỦY BAN KIỂM TRA"],
        ["T/M ỦY BAN KIỂM TRA", "CHỦ NHIỆM"],
        "- Lưu Ủy ban Kiểm tra.",
    ),
    "Ban Xây dựng Đảng, xã Trà Tân, Lâm Đồng": (
        ["ĐẢNG ỦY XÃ TRÀ TÂN", "BAN XÂY DỰNG ĐẢNG"],
        ["TRƯỞNG BAN"],
        "- Lưu Ban Xây dựng Đảng.",
    ),
}


@pytest.mark.parametrize("body", HEADS)
def test_its_draft_begins_and_ends_as_documents_of_the_party_do(tmp_path, body):
    head, signature, filed = HEADS[body]
    content = drafted(tmp_path / "office", body).content
    lines = lines_of(content)
    assert lines[: len(head) + 2] == [*head, "*", "ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert lines[len(head) + 2].startswith("Số ")
    assert "-----" in lines
    assert "- Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về trồng cây." in lines
    assert not [line for line in lines if "./." in line or "CỘNG HÒA" in line or line.startswith("TM.")]
    at = lines.index(filed)
    assert lines[at + 1 : at + 1 + len(signature)] == signature
    assert b'<w:u w:val="single"/>' in parts_of(content)["word/styles.xml"]


def test_it_is_not_held_to_the_decree_and_comes_back_without_an_edit(tmp_path):
    desk = drafted(tmp_path / "office", sheet=True)
    path = tmp_path / "draft.docx"
    path.write_bytes(desk.content)
    assert [finding.check for finding in examine_word(path, load_rules(ROOT))[0]] == ["party-document"]
    assert desk.pulled()[0].edits == ()


def test_another_body_that_it_is_signed_for_is_taken(tmp_path):
    desk = drafted(tmp_path / "office")
    answer, plan = desk.taken(instead("T/M BAN THƯỜNG VỤ", "T/M BAN CHẤP HÀNH"))
    assert [edit.refused for edit in answer.edits] == [None]
    assert (plan.signatory.body, plan.signatory.collective) == ("Ban chấp hành", True)
    answer, plan = desk.taken(instead("T/M BAN THƯỜNG VỤ", "T/M TỈNH ỦY"))
    assert plan.signatory.body is None


def test_its_word_file_is_imported_as_it_was_written(tmp_path):
    desk = drafted(tmp_path / "office")
    path = tmp_path / "office/old.docx"
    path.write_bytes(edited(desk.content, instead("Số", "Số 12-KH/TU")))
    answer = imported(tmp_path / "office", str(path), "--id", "cu-2027")
    assert answer.exit_code == 0, answer.output
    plan, first = (examine(tmp_path / "office/data")[0].plans[name] for name in ("cu-2027", desk.plan))
    for field in ("issuer", "symbol", "place", "archive", "title", "preamble"):
        assert getattr(plan, field) == getattr(first, field).replace(
            "{agency:tinh-uy-tinh-son-la|full}", "Tỉnh ủy Sơn La"
        )
    assert [basis.role for basis in plan.legal_bases] == ["implements"]
    assert (plan.signatory.body, plan.signatory.title) == ("Ban Thường vụ", "Bí thư")
    assert read_origins(tmp_path / "office", plan) is not None


def test_a_paper_has_the_form_of_who_issues_it(tmp_path):
    desk = drafted(tmp_path / "office", other="so-kh-cn-tinh-son-la")
    asked = PaperRequest(desk.plan, "consultation", by=dt.date(2026, 10, 30))
    own = lines_of(write_paper(desk.root, asked)[0])
    assert own[:3] == ["TỈNH ỦY SƠN LA", "*", "ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert {"T/M BAN THƯỜNG VỤ", "- Lưu Văn phòng Tỉnh ủy."} <= set(own)
    asked = PaperRequest(desk.plan, "submission", issuer="so-kh-cn-tinh-son-la")
    other = lines_of(write_paper(desk.root, asked)[0])
    assert other[:3] == ["UBND TỈNH SƠN LA", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert {
        "GIÁM ĐỐC",
        "- Lưu: VT.",
        "- Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về trồng cây.",
    } <= set(other)
