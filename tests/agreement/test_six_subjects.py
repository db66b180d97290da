"""Six invented plans of six bodies: other subjects and shapes than poverty in a province need no code."""

import pytest

from planbook.checks import examine
from planbook.outputs.office_settings import read_phrases
from planbook.views.once import Views
from tests.conftest import ROOT

SIX = ROOT / "tests/workspaces/six-subjects"
# For each plan: an agency that its matrix names, and the words of a time or a task in it.
PLANS = {
    "chuyen-doi-so-2027": ("Sở Khoa học và Công nghệ", "Từ tháng 3 đến tháng 9 năm 2027"),
    "nong-thon-moi-2027": ("Sở Xây dựng", "45 km"),
    "giao-duc-2027": ("Sở Giáo dục và Đào tạo", "Bồi dưỡng giáo viên"),
    "ve-sinh-moi-truong-2027": ("Phòng Kinh tế", "Quý II năm 2027"),
    "chuong-trinh-hanh-dong-2027": ("Bộ Nội vụ", "lộ trình của Chính phủ"),
    "phong-thu-dan-su-2027": ("Bộ Chỉ huy Quân sự tỉnh", "khi hết mùa lũ"),
}


@pytest.fixture(scope="module")
def office():
    workspace, findings = examine(SIX / "data")
    return workspace, findings


def test_nothing_is_wrong_with_them(office):
    workspace, findings = office
    assert set(workspace.plans) == set(PLANS)
    assert {finding.check for finding in findings} == {
        "deadline-in-words",
        "document-without-day",
        "group-members",
        "report-to-itself",
    }
    assert not [finding for finding in findings if finding.stops_the_build]


@pytest.mark.parametrize("plan", PLANS)
def test_its_matrix_says_who_does_what_by_when(office, plan):
    workspace, _ = office
    said = repr(Views(workspace, read_phrases(ROOT)).matrices[plan])
    assert all(words.casefold() in said.casefold() for words in PLANS[plan]), said


def test_they_register_no_province_ministry_or_department(office):
    """They come with the program."""
    assert not (SIX / "data/agencies.yaml").exists()
    assert {"so-kh-cn-tinh-dong-thap", "bo-noi-vu", "phong-kinh-te-xa-mau-mot"} <= set(office[0].agencies)
