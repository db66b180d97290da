"""Assignments that a plan says in one sentence come back as what they are."""

import pytest

from tests.desk.desks import (
    FOLDER,
    desk,
    read,
    retyped,
    told,
)
from tests.returns.test_structure import entry

SENTENCE = "mo-lop--assignment"
SENTENCES = {
    "who leads": ("Sở Tài chính chủ trì, phối hợp với Sở Y tế mở lớp; trước ngày 30/6/2027", "so-c", ["so-e"], "mở lớp", "2027-06-30"),
    "another partner": ("Sở GD&ĐT chủ trì, phối hợp với Sở Y tế, Sở TC mở lớp; trước ngày 30/6/2027", "so-b", ["so-e", "so-c"], "mở lớp", "2027-06-30"),
    "no partner": ("Sở Giáo dục và Đào tạo chủ trì mở lớp; trước ngày 30/6/2027", "so-b", [], "mở lớp", "2027-06-30"),
    "by when": ("Sở Giáo dục và Đào tạo chủ trì, phối hợp với Sở Y tế mở lớp; trước 30/9/2027", "so-b", ["so-e"], "mở lớp", "2027-09-30"),
    "what": ("Sở Giáo dục và Đào tạo chủ trì, phối hợp với Sở Y tế mở 5 lớp; trước ngày 30/6/2027", "so-b", ["so-e"], "mở 5 lớp", "2027-06-30"),
}  # fmt: skip


@pytest.fixture(scope="module")
def in_sentences(tmp_path_factory):
    outline = read(FOLDER / "plan.yaml")["outline"]
    task = outline[1]["task_groups"][0]["tasks"][0]
    task["assignment"] |= {"coordinating": "so-e", "duty": "mở lớp"}
    plan = {"outline": outline, "layout": {"assignment": "sentence"}, "todo": None}
    return desk(tmp_path_factory.mktemp("sentences"), plan=plan)


@pytest.mark.parametrize("what", SENTENCES)
def test_an_assignment_in_one_sentence_comes_back(in_sentences, what):
    text, lead, partners, duty, day = SENTENCES[what]
    answer, plan = in_sentences.taken(retyped(SENTENCE, f"Phân công thực hiện: {text}."))

    assignment = entry(plan, "mo-lop").assignment
    assert told(answer) == [("*", SENTENCE)]
    assert [lead_.agency for lead_ in assignment.lead] == [lead]
    assert [partner.agency for partner in assignment.coordinating] == partners
    assert (assignment.duty, str(assignment.deadlines[0].before)) == (duty, day)


@pytest.mark.parametrize(
    "text",
    [
        "Sở Vũ trụ chủ trì mở lớp",
        "Mở lớp",
        "Sở Tài chính, Sở Y tế làm",
        "Sở Tài chính chủ trì; khi nào xong thì xong",
    ],
)
def test_a_sentence_that_assigns_nothing_is_no_assignment(in_sentences, text):
    answer, _ = in_sentences.pulled(retyped(SENTENCE, f"Phân công thực hiện: {text}."))

    assert told(answer) == [("x", SENTENCE)]
