"""A text edited to say another day than the deadline of its item is a question, from Word as from Excel."""

import pytest

from tests.desk.desks import FOLDER, desk, read, retyped, told
from tests.returns.test_one_figure import from_excel

DUE = "2027-09-30"
TASK, MEASURE, ASSIGNED = (
    "Tuyên truyền về giảm nghèo trước ngày 30/9/2027.",
    "Huy động vốn xong trước ngày 30/9/2027.",
    "Mở lớp trước ngày 30/6/2027 ở các xã.",
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """The office with a task and a measure that say their deadlines, and a task that says that of its assignment."""
    outline = read(FOLDER / "plan.yaml")["outline"]
    groups = outline[1]["task_groups"]
    groups[2]["tasks"][0] |= {"text": TASK, "deadlines": [{"before": DUE}]}
    del groups[0]["tasks"][0]["figures"]
    groups[0]["tasks"][0]["text"] = ASSIGNED
    outline[2]["sections"][0]["solutions"][0] |= {"text": MEASURE, "deadlines": [{"before": DUE}]}
    return desk(tmp_path_factory.mktemp("dated"), plan={"outline": outline, "todo": None})


@pytest.mark.parametrize(
    ("item", "text", "due"),
    [
        ("viec-mot", TASK.replace("30/9", "15/10"), "trước ngày 30/9/2027"),
        ("viec-mot", TASK.replace("trước ngày 30/9/2027", "trong quý IV"), "trước ngày 30/9/2027"),
        ("von-mot", MEASURE.replace("30/9", "30/8"), "trước ngày 30/9/2027"),
        ("mo-lop", ASSIGNED.replace("30/6", "31/7"), "trước ngày 30/6/2027"),
    ],
)
def test_another_time_in_a_text_is_a_question(dated, item, text, due):
    answer, _ = dated.pulled(retyped(item, text))

    assert told(answer) == [("?", item)]
    assert answer.edits[0].doubt.values == {"deadline": due}


def test_the_same_from_excel(dated):
    answer, _ = from_excel(dated, [("Nhiệm vụ", "viec-mot", 3, TASK.replace("30/9", "15/10"))])

    assert told(answer) == [("?", "viec-mot")]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("viec-mot", TASK.replace("Tuyên truyền", "Tập huấn")),
        ("viec-mot", TASK.replace("Tuyên truyền", "Tuyên truyền ở 12 xã")),
        ("mo-lop", "Mở lớp ở các xã."),
    ],
)
def test_other_words_beside_a_time_are_none(dated, item, text):
    answer, _ = dated.pulled(retyped(item, text))

    assert told(answer) == [("*", item)]
