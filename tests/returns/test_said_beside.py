"""Lines that say beside a task, a target or an amount what no text of it says: edited and deleted in Word, back in the data."""

import pytest
import yaml

from tests.agreement.random_plan import OFFICE
from tests.offices import written
from tests.returns.test_pull_appendices import from_word, plan_of
from tests.word_edits import instead, without

TASK = {
    "id": "viec",
    "text": "Rà soát hộ nghèo.",
    "assignment": {"lead": "so-b", "duty": "tham mưu ban hành đề án"},
    "budget": {
        "id": "tien",
        "unit": "trieu",
        "total": "3.000",
        "note": "chưa gồm vốn xã",
        "lines": [{"id": "von", "source_of_funds": "nstw", "amount": "3.000", "note": "đợt 1"}],
    },
}
OUTLINE = [
    {
        "id": "y-thuc",
        "heading": "Ý THỨC",
        "run_in": "true",
        "purposes": [
            {"id": "chung", "heading": "Chung", "text": "Nâng nhận thức", "items": [{"id": "rieng", "text": "Hộ trẻ"}]}
        ],
    },
    {
        "id": "muc-tieu",
        "heading": "MỤC TIÊU",
        "targets": [{"id": "dat", "text": "Đạt chuẩn.", "lead": "so-c", "coordinating": ["so-d"]}],
    },
    {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "tasks": [TASK]},
]


@pytest.fixture(params=["block", "table"])
def root(tmp_path, request):
    return written(tmp_path, {"outline": OUTLINE, "layout": {"assignment": request.param}}, **OFFICE)


def after(root, *edits):
    answer = from_word(root, *edits)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    outline = plan_of(root)["outline"]
    return outline[0]["purposes"][0], outline[1]["targets"][0], outline[2]["tasks"][0]


def test_what_is_edited_there_comes_back(root):
    statement, target, task = after(
        root,
        instead("Nội dung thực hiện: ", "Nội dung thực hiện: Tham mưu ban hành kế hoạch."),
        instead("Tổng kinh phí: ", "Tổng kinh phí: 3.000 triệu đồng (đã gồm vốn xã), trong đó:"),
        instead("Ngân sách trung ương", "Ngân sách trung ương: 3.000 triệu đồng (đợt 2)."),
        instead("Hộ trẻ", "Hộ già."),
        instead("Ý THỨC", "Ý THỨC: Chung: Nâng cao nhận thức."),
        instead("Cơ quan chủ trì: Sở Cao", "Cơ quan chủ trì: Sở Dài."),
    )
    assert task["assignment"]["duty"] == "tham mưu ban hành kế hoạch"
    assert task["budget"]["note"] == "đã gồm vốn xã"
    assert task["budget"]["lines"][0]["note"] == "đợt 2"
    assert (task["budget"]["total"], task["budget"]["lines"][0]["amount"]) == ("3.000", "3.000")
    assert (statement["text"], statement["items"][0]["text"]) == ("Nâng cao nhận thức", "Hộ già")
    assert target["lead"] == "so-d"


def test_an_amount_is_still_an_amount_beside_its_note(root):
    total = instead("Tổng kinh phí: ", "Tổng kinh phí: 2.500 triệu đồng (chưa gồm vốn xã), trong đó:")
    line = instead("Ngân sách trung ương", "Ngân sách trung ương: 2.500 triệu đồng (đợt 1).")
    _, _, task = after(root, total, line)
    assert (task["budget"]["total"], task["budget"]["lines"][0]["amount"]) == ("2.500", "2.500")
    assert task["budget"]["note"] == "chưa gồm vốn xã"


def test_lines_that_are_deleted_go(root):
    _, target, task = after(root, without("Nội dung thực hiện: "), without("Cơ quan chủ trì: Sở Cao"))
    assert ("duty" in task["assignment"], "lead" in target, target["coordinating"]) == (False, False, ["so-d"])


def test_the_data_read_as_before_where_nothing_is_edited(root):
    before = yaml.dump(plan_of(root))
    from_word(root)
    assert yaml.dump(plan_of(root)) == before
