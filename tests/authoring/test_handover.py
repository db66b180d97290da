"""What a rolled-over draft says at the place: last time's value of a target, and whom or what an heir replaced."""

import pytest
from lxml import etree

from planbook.authoring.roll_over import roll_over
from planbook.messages.diagnostics import Misuse
from planbook.model.period import parse_when
from planbook.ooxml.opening import read_package
from planbook.ooxml.returned import read_returned
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.returns.fields.trial import read_state
from planbook.returns.word.pull_word import bring_draft, draft_answer, read_draft
from tests.desk.desks import FOLDER, desk, read
from tests.libreoffice import converted
from tests.word_edits import W, parts_of

CHANGE = {"id": "gop", "kind": "merge", "date": "2027-06-01", "original": ["so-c"], "resulting": "so-tc"}
SO_TC = {"id": "so-tc", "name": "Sở Tài chính và Kế hoạch", "level": "province", "locality": "tinh-a"}
NQ = {"id": "nq-9", "type": "nghi-dinh", "number": "31/2027/NĐ-CP", "date": "2027-09-01", "issuer": "chinh-phu",
      "title": "về chuẩn nghèo mới", "replaces": "nd-2"}  # fmt: skip


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    """The draft of 2028 of the small office, one of whose departments became another one and one document was replaced."""
    registers = {path.stem.replace("-", "_"): read(path) for path in FOLDER.glob("*.yaml") if path.stem != "plan"}
    registers["agencies"]["agencies"].append(SO_TC)
    registers["legal_documents"]["documents"].append(NQ)
    root = tmp_path_factory.mktemp("handover")
    desk(root, plan={"todo": None}, agency_changes={"changes": [CHANGE]}, **registers)
    roll_over(root, "thu", parse_when("2028"), new_name="thu-2028")
    made = edition(read_sources(root), made_at(root))
    return root, word_draft(made, made.workspace.plans["thu-2028"])


def remarks(content):
    """The comments of a Word file by the first words of the paragraphs that they stand at."""
    body = etree.fromstring(parts_of(content)["word/document.xml"])
    texts = {comment.key: comment.text for comment in read_returned(read_package(content)).comments.values()}
    starts = {mark.get(f"{W}id"): next(mark.iterancestors(f"{W}p")) for mark in body.iter(f"{W}commentRangeStart")}
    return {
        " ".join("".join(place.itertext()).replace("\u00a0", " ").split()[:4]): texts[key]
        for key, place in starts.items()
    }


def test_targets_show_last_year_s_value_and_heirs_whom_they_replaced(draft):
    _, content = draft

    assert remarks(content) == {
        "Căn cứ Nghị định": "thay cho Nghị định 30/2026/NĐ-CP ở kế hoạch trước",
        "Đào tạo nghề cho": "năm 2027: khoảng 3.000 lao động",
        "Xây 120 căn nhà": "năm 2027: 120 căn nhà",
        "Mở lớp dạy nghề": "thay cho Sở Tài chính ở kế hoạch trước",
        "Giới thiệu việc làm": "thay cho Sở Tài chính ở kế hoạch trước",
        "Nhà ở": "thay cho Sở Tài chính ở kế hoạch trước",
        "Sở Tài chính và": "thay cho Sở Tài chính ở kế hoạch trước",
        "- Sở Tài chính": "thay cho Sở Tài chính ở kế hoạch trước",
    }


def test_the_program_s_own_comments_are_no_edit_and_no_remark_of_people_through_libreoffice_either(draft, tmp_path):
    root, content = draft
    state = read_state(root)
    (tmp_path / "draft.docx").write_bytes(content)
    (saved,) = converted([tmp_path / "draft.docx"], "docx", tmp_path / "saved")
    for returned in (content, saved.read_bytes()):
        beside = read_draft(root, read_package(returned), state)
        answer = draft_answer(beside, bring_draft(beside, state))
        assert (answer.edits, answer.comments) == ((), ())


@pytest.mark.parametrize("period", ["2031-2034", "2031-2036", "2030"])
def test_a_plan_of_years_passes_into_as_many_years(tmp_path, period):
    desk(tmp_path, plan={"todo": None, "period": "2026-2030", "id": "thu-2030"})

    with pytest.raises(Misuse, match=r"not as long|name a later year"):
        roll_over(tmp_path, "thu-2030", parse_when(period))
    assert not (tmp_path / "data/plans/thu-2035.yaml").exists()
    report = roll_over(tmp_path, "thu-2030", parse_when("2031-2035"))
    plan = read_state(tmp_path).workspace.plans["thu-2035"]
    assert str(plan.period) == "2031-2035"
    assert "xác nhận thời kỳ" not in report
