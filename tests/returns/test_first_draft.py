"""The first plan of a new office, drafted in Word: bodies that no register of the office has, legal bases and lines where there were none."""

import copy
import shutil

import pytest

from planbook.authoring.init import make_office
from planbook.checks import examine
from planbook.model.responsibility import assigned_leads
from planbook.model.task import Duty
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.reading.agencies import read_agencies
from planbook.reading.not_taken import Unread, attempted
from planbook.returns.answers.answer import EditChoice
from planbook.returns.fields.trial import read_state
from tests.conftest import EPOCH
from tests.drafts import pulled_file
from tests.word_edits import W, added, edited, found, words

PLAN, PLACE = "muong-khoa-2026", "xa-muong-khoa"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A new office of a commune, and the empty draft that it begins with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        root = tmp_path_factory.mktemp("office") / "xa"
        make_office(root, "xã Mường Khoa, tỉnh Sơn La", "")
        own = edition(read_sources(root), made_at(root))
        (draft := root / "draft.docx").write_bytes(word_draft(own, own.workspace.plans[PLAN]))
    return root, draft


KNOWN = {
    "Phòng Văn hóa - Xã hội": ["phong-van-hoa-xa-hoi-xa-muong-khoa"],
    "phòng kinh tế xã Mường Khoa": ["phong-kinh-te-xa-muong-khoa"],
    "Ủy ban MTTQ Việt Nam xã; Công an xã": ["ub-mttq-xa-muong-khoa", "cong-an-xa-muong-khoa"],
    "UBND xã, Trạm Y tế xã": ["ubnd-xa-muong-khoa", "tram-y-te-xa-muong-khoa"],
    "Bộ Tài chính": ["bo-tai-chinh"],
    "Sở Nông nghiệp và Môi trường; Sở Tài chính tỉnh Sơn La": ["so-nn-mt-tinh-son-la", "so-tai-chinh-tinh-son-la"],
    "các sở, ngành": ["cac-so-ban-nganh-tinh-son-la"],
    "Ủy ban nhân dân tỉnh": ["ubnd-tinh-son-la"],
}


@pytest.mark.parametrize("line", KNOWN)
def test_bodies_of_the_place_and_of_the_state_are_known_by_name(office, line):
    state = read_state(office[0])
    context = state.context(state.workspace.plans[PLAN])
    assert [body.agency for body in read_agencies(line, context.register)] == KNOWN[line]


@pytest.mark.parametrize("line", ["Phòng Văn hóa", "Phòng Kinh tế xã Khác", "Sở Nội vụ Hà Giang"])
def test_others_are_refused(office, line):
    state = read_state(office[0])
    assert isinstance(attempted(read_agencies, line, state.context(state.workspace.plans[PLAN]).register), Unread)


def test_a_draft_gives_them_work_and_the_data_hold_together(office, tmp_path):
    root, draft = office
    root = shutil.copytree(root, tmp_path / "xa")
    leads = words("Cơ quan chủ trì: Ủy ban nhân dân xã", "Cơ quan chủ trì: Phòng Văn hóa - Xã hội; Công an xã")
    duty = words("Ủy ban nhân dân xã:", "Phòng Kinh tế:")
    (returned := tmp_path / "draft.docx").write_bytes(edited(draft.read_bytes(), leads, duty))
    answer = pulled_file(root, returned, apply=True)
    assert [(edit.item, edit.new, str(edit.refused.message)) for edit in answer.refused] == []

    workspace, problems = examine(root / "data")
    (plan,) = workspace.plans.values()
    assert not any(problem.stops_the_build for problem in problems)
    assert {lead.agency for leads in assigned_leads(plan).values() for lead in leads} >= {
        f"phong-van-hoa-xa-hoi-{PLACE}",
        f"cong-an-{PLACE}",
    }
    assert [duty.agencies for duty in plan.entries(Duty)] == [(f"phong-kinh-te-{PLACE}",)]


def brought_in(office, folder, *edits):
    """The plan after the empty draft came back edited, and what of the file was refused or is a question."""
    root = shutil.copytree(office[0], folder / "xa")
    (returned := folder / "draft.docx").write_bytes(edited(office[1].read_bytes(), *edits))
    answer = pulled_file(root, returned, apply=True)
    workspace, problems = examine(root / "data")
    assert not any(problem.stops_the_build for problem in problems)
    (plan,) = workspace.plans.values()
    return plan, [edit.new for edit in answer.edits if edit.refused or not edit.is_certain]


LED = "Cơ quan chủ trì: Ủy ban nhân dân xã."


@pytest.mark.parametrize(
    ("line", "coordinating"),
    [
        ("Cơ quan phối hợp: Công an xã.", [f"cong-an-{PLACE}"]),
        ("Đơn vị phối hợp: Phòng Kinh tế; Ủy ban MTTQ Việt Nam xã", [f"phong-kinh-te-{PLACE}", f"ub-mttq-{PLACE}"]),
    ],
)
def test_who_coordinates_is_typed_where_nobody_did(office, tmp_path, line, coordinating):
    plan, open_edits = brought_in(office, tmp_path, added(LED, line))
    group = next(plan.task_groups())
    assert [body.agency for body in group.assignment.coordinating] == coordinating
    assert [body.agency for body in group.assignment.lead] == [plan.issuer]
    assert open_edits == []


@pytest.mark.parametrize(
    "line", ["Cơ quan phối hợp: Sở Vũ trụ.", "Cơ quan chủ trì: Công an xã.", "Thời gian hoàn thành: Quý I năm 2026."]
)
def test_a_line_that_is_no_agency_or_is_there_already_is_refused(office, tmp_path, line):
    plan, open_edits = brought_in(office, tmp_path, added("Thời gian hoàn thành", line))
    group = next(plan.task_groups())
    assert (group.assignment.coordinating, [body.agency for body in group.assignment.lead]) == ((), [plan.issuer])
    assert open_edits == [line]


AIM = "[Nêu chỉ tiêu]"
AIMS = {
    "Tập huấn cho ít nhất 80% cán bộ": ("Tập huấn cho {value} cán bộ.", "at-least", "80", "%", True),
    "Giảm tỷ lệ hộ nghèo 1,5%": ("Giảm tỷ lệ hộ nghèo {value}.", "exactly", "1.5", "%", True),
    "Sửa chữa 12 nhà": ("Sửa chữa {value}.", "exactly", "12", "nhà", False),  # a unit that no target has yet
}


@pytest.mark.parametrize("text", AIMS)
def test_what_is_written_for_a_target_that_was_left_open_has_its_number(office, tmp_path, text):
    written, comparator, value, unit, is_sure = AIMS[text]
    root = shutil.copytree(office[0], tmp_path / "xa")
    (returned := tmp_path / "draft.docx").write_bytes(edited(office[1].read_bytes(), words(AIM, text)))
    answer = pulled_file(root, returned)
    (edit,) = (edit for edit in answer.edits if edit.item == "chi-tieu-1")
    assert (edit.refused, edit.is_certain) == (None, is_sure)
    pulled_file(root, returned, EditChoice([edit.id]), apply=True)
    workspace, _ = examine(root / "data")
    (target,) = workspace.plans[PLAN].targets()
    assert (target.text, target.comparator, str(target.value), target.unit) == (written, comparator, value, unit)


def test_several_numbers_for_an_open_target_are_a_question(office, tmp_path):
    plan, open_edits = brought_in(office, tmp_path, words(AIM, "Giảm hộ nghèo từ 12,5% xuống 10% và cận nghèo 2%"))
    (target,) = plan.targets()
    assert (target.text, target.value) == ("[Nêu chỉ tiêu].", None)
    assert [text for text in open_edits if "cận nghèo" in text]


LAW = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
DECREE = "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27 tháng 01 năm 2021 của Chính phủ;"


def before_all(*texts):
    """Paragraphs before the preamble, as somebody types them who presses Enter at its beginning."""

    def edit(trees):
        place = found(trees, "Ủy ban nhân dân xã Mường Khoa")
        for text in texts:
            new = copy.deepcopy(place)
            for mark in [*new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                mark.getparent().remove(mark)
            nodes = list(new.iter(f"{W}t"))
            for node in nodes:
                node.text = ""
            nodes[0].text = text
            place.addprevious(new)

    return edit


@pytest.mark.parametrize("texts", [[LAW], [LAW, DECREE], [DECREE, LAW]])
def test_the_first_legal_bases_are_typed_before_the_preamble(office, tmp_path, texts):
    plan, open_edits = brought_in(office, tmp_path, before_all(*texts))
    bases = {LAW: "to-chuc-chinh-quyen-dia-phuong-2025", DECREE: "07-2021-nd-cp"}
    assert [basis.document for basis in plan.legal_bases] == [bases[text] for text in texts]
    assert open_edits == []
