"""Issuing a plan: nothing is issued that is not ready, and what was issued stays what it was."""

import re

import pytest

from planbook.loading.workspace import load
from planbook.model.seal import seal
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.changes.test_compare import changed, diff
from tests.conftest import FIVE, LAO_CAI, run, workspace
from tests.reading_back import folded

PLAN = "data/plans/lao-cai-2026.yaml"
SIGNED = ("--number", "12/KH-UBND", "--date", "2026-03-12")


@pytest.fixture
def office(tmp_path):
    return workspace(tmp_path / "office", FIVE / "data", LAO_CAI)


def issued(office, *arguments, plan="lao-cai-2026"):
    return run(office, "issue", plan, *(arguments or SIGNED))


def found(office):
    answer = run(office, "check")
    return [line for line in answer.stdout.splitlines() if "[issued-plan-edited]: " in line]


def refused(answer, *sentences):
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert all(sentence in answer.stderr for sentence in sentences), answer.stderr
    return True


def test_signing_brings_number_day_and_seal_and_changes_nothing_else(office):
    before = (office / PLAN).read_text(encoding="utf-8").splitlines()
    answer = issued(office, *SIGNED, "--signatory", "Người Ký")
    assert answer.stdout == "đã ban hành: data/plans/lao-cai-2026.yaml\n"
    after = (office / PLAN).read_text(encoding="utf-8").splitlines()
    new = [line for line in after if line not in before]
    plan = load(office / "data")[0].plans["lao-cai-2026"]
    assert new == [
        "status: issued",
        "number: 12/KH-UBND",
        "date: 2026-03-12",
        f"seal: {seal(plan)}",
        "signatory: {collective: true, acting_for: Chủ tịch, title: Phó Chủ tịch, name: Người Ký}",
        "appendices:",
        "  - id: phu-luc-chi-tieu",
        "    made: targets",
        "  - id: phu-luc-nhiem-vu",
        "    made: tasks",
        "  - id: phu-luc-kinh-phi",
        "    made: budget",
    ]
    assert len(after) == len(before) + 9
    assert found(office) == []


def test_everything_in_the_way_is_told_at_once_and_nothing_is_written(office):
    run(office, "rollover", "lao-cai-2026", "2027")
    before = (office / "data/plans/lao-cai-2027.yaml").read_bytes()
    answer = issued(office, "--number", "12/QĐ-UBND", "--date", "2028-01-05", plan="lao-cai-2027")
    assert refused(
        answer,
        "cần quyết định: xác nhận",
        "đánh dấu hoặc xóa dòng của việc đó trong bản Word",
        "số “12/QĐ-UBND” không ghi như 12/KH-UBND",
        "05/01/2028 không thể là ngày ký",
    )
    assert (office / "data/plans/lao-cai-2027.yaml").read_bytes() == before


def test_a_plan_with_errors_is_not_issued_nor_one_that_rests_on_a_document_of_later(office):
    before = (office / PLAN).read_bytes()
    answer = issued(office, "--number", "12/KH-UBND", "--date", "2026-01-05")
    assert refused(answer, "error[document-dated-after-plan]")
    assert (office / PLAN).read_bytes() == before
    changed(office, ("value: 3.000\n", "value: 3.5\n"))
    assert refused(issued(office), "error[ambiguous-number]")
    assert b"status: draft" in (office / PLAN).read_bytes()


def test_a_number_is_given_once_a_year_whatever_zeros_stand_before_it(office):
    changed(office, ("status: issued", "status: expired\nnumber: 05/KH-UBND"), path="data/plans/lao-cai-2024.yaml")
    changed(office, ("symbol: KH-UBND", "symbol: KH-UBND\ndate: 2026-01-02"), path="data/plans/lao-cai-2024.yaml")
    number = ("--number", "5/KH-UBND", "--date", "2026-03-12")
    assert refused(issued(office, *number), "số 05/KH-UBND năm 2026 đã dùng cho lao-cai-2024")


def test_a_day_off_is_pointed_out_and_a_plan_is_issued_once(office):
    assert "14/3/2026 là ngày nghỉ" in issued(office, "--number", "12/KH-UBND", "--date", "2026-03-14").stdout
    assert refused(issued(office), "lao-cai-2026 đã ban hành: 12/KH-UBND, 2026-03-14")


def test_layout_comments_and_order_break_no_seal_an_edit_does(office):
    issued(office)
    text = (office / PLAN).read_text(encoding="utf-8")
    head, rest = text.split("place: Lào Cai\n")
    turned = f"# của văn phòng\n{head}{rest}place:   Lào Cai  # nơi ký\n"
    (office / PLAN).write_text(turned.replace("value: 3.000", "value: 3000"), encoding="utf-8")
    assert found(office) == []
    assert run(office, "fmt").returncode == 0
    assert found(office) == []
    changed(office, ("status: issued", "status: expired"))
    assert found(office) == []
    changed(office, ("value: 3000", "value: 3.001"))
    assert len(found(office)) == 1
    assert "không còn như bản đã ban hành số 12/KH-UBND" in found(office)[0]
    assert run(office, "build").returncode == 1


def test_an_amendment_names_its_document_and_seals_anew(office):
    amending = ("--number", "45/QĐ-UBND", "--date", "2026-06-01", "--amendment", "Điều chỉnh chỉ tiêu")
    assert refused(issued(office, *amending), "lao-cai-2026 chưa ban hành")
    issued(office)
    assert refused(issued(office, *amending), "còn nguyên như lúc ban hành")
    changed(office, ("work: tổ chức thực hiện", "work: tổ chức làm"))
    too_early = ("--number", "45/QĐ-UBND", "--date", "2026-02-01", "--amendment", "x")
    assert refused(issued(office, *too_early), "01/02/2026 trước ngày 12/3/2026")
    assert issued(office, *amending).returncode == 0
    assert found(office) == []
    changed(office, ("work: tổ chức làm", "work: thực hiện"))
    assert len(found(office)) == 1
    assert issued(office, "--number", "46/QĐ-UBND", "--date", "2026-07-01", "--amendment", "lần hai").returncode == 0
    plan = load(office / "data")[0].plans["lao-cai-2026"]
    assert [one.number for one in plan.amendments] == ["45/QĐ-UBND", "46/QĐ-UBND"]


def test_who_signed_can_be_added_once_and_a_plan_issued_by_hand_be_sealed(office):
    changed(office, (", name: Vũ Thị Hiền Hạnh}", "}"))
    assert "chưa ghi tên người ký" in issued(office).stdout
    assert refused(issued(office), "đã ban hành")
    assert issued(office, *SIGNED, "--signatory", "Người Ký").returncode == 0
    assert refused(issued(office, *SIGNED, "--signatory", "Người Khác"), "đã ban hành")
    assert found(office) == []

    by_hand = "data/plans/lao-cai-2024.yaml"
    changed(office, ("status: issued", "status: issued\nnumber: 7/KH-UBND\ndate: 2024-02-05"), path=by_hand)
    assert ["warning" in line for line in found(office)] == [True]
    answer = issued(office, "--number", "7/KH-UBND", "--date", "2024-02-05", plan="lao-cai-2024")
    assert answer.returncode == 0, answer.stderr
    assert found(office) == []


def test_the_plan_s_page_tells_number_day_and_amendments_and_diff_says_them_too(office, tmp_path):
    before = workspace(tmp_path / "before", FIVE / "data", LAO_CAI)
    issued(office)
    changed(office, ("work: tổ chức thực hiện", "work: tổ chức làm"))
    issued(office, "--number", "45/QĐ-UBND", "--date", "2026-06-01", "--amendment", "Đổi lời")
    given = edition(read_sources(office), made_at(office))
    page = page_texts(Site(given, {}), (Address.PLAN,))["ke-hoach/lao-cai-2026/index.html"]
    page = folded(re.sub("<[^>]*>", " ", page))
    assert "12/KH-UBND, Lào Cai, ngày 12 tháng 3 năm 2026" in page
    assert "45/QĐ-UBND, ngày 01/6/2026: Đổi lời" in page
    assert "văn bản điều chỉnh: thêm 45/QĐ-UBND (01/6/2026): Đổi lời" in diff(office, str(before), str(office))


def test_what_is_compared_is_what_the_plan_says(office, tmp_path):
    before = workspace(tmp_path / "before", FIVE / "data", LAO_CAI)
    issued(office)
    assert "seal" not in diff(office, str(before), str(office))


def test_next_year_s_draft_carries_no_seal(office):
    issued(office)
    run(office, "rollover", "lao-cai-2026", "2027")
    assert "seal:" not in (office / "data/plans/lao-cai-2027.yaml").read_text(encoding="utf-8")


REGISTER_EDITS = [
    # What a plan prints of each register, and what it would print then.
    ("agencies.yaml", "    name: Sở Nội vụ\n", "    name: Sở Nội vụ mới\n", "Sở Nội vụ", "Sở Nội vụ mới"),
    (
        "legal-documents.yaml",
        "về thực hiện mục tiêu giảm nghèo bền vững năm 2026",
        "về mục tiêu khác",
        "về thực hiện mục tiêu giảm nghèo bền vững năm 2026",
        "về mục tiêu khác",
    ),
    ("legal-documents.yaml", "number: 62-KH/TU", "number: 63-KH/TU", "62-KH/TU", "63-KH/TU"),
    ("legal-documents.yaml", "date: 2026-03-07", "date: 2026-03-06", "2026-03-07", "2026-03-06"),
    ("localities.yaml", "    name: tỉnh Lào Cai\n", "    name: tỉnh Lao Cai\n", "tỉnh Lào Cai", "tỉnh Lao Cai"),
    (
        "indicators.yaml",
        "name: Mức giảm tỷ lệ hộ nghèo trong năm",
        "name: Mức giảm hộ nghèo",
        "Mức giảm tỷ lệ hộ nghèo trong năm",
        "Mức giảm hộ nghèo",
    ),
]


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """An office whose plan is issued; every test takes a copy of its data."""
    root = workspace(tmp_path_factory.mktemp("signed") / "office", FIVE / "data", LAO_CAI)
    assert issued(root).returncode == 0
    return root


@pytest.fixture
def sealed_office(signed, tmp_path):
    return workspace(tmp_path / "sealed", signed / "data")


@pytest.mark.parametrize(("register", "before", "after", "old", "new"), REGISTER_EDITS)
def test_a_register_that_changes_an_issued_plan_is_found_with_both_texts(
    sealed_office, register, before, after, old, new
):
    changed(sealed_office, (before, after), path=f"data/{register}")
    lines = found(sealed_office)

    assert lines
    assert all(line.startswith(f"data/{register}:") and "error" in line for line in lines)
    assert f"“{old}”, nay sẽ in “{new}”" in lines[0]
    assert "12/KH-UBND" in lines[0]


def test_what_an_issued_plan_does_not_print_may_change(sealed_office):
    register = "data/agencies.yaml"
    changed(sealed_office, ("    name: Sở Nội vụ\n", "    name: Sở Nội vụ\n    aliases: Sở NV\n"), path=register)
    text = (sealed_office / register).read_text(encoding="utf-8")
    (sealed_office / register).write_text(f"# của văn phòng\n{text}", encoding="utf-8")
    assert run(sealed_office, "fmt").returncode == 0

    assert found(sealed_office) == []


def test_a_rename_after_the_plan_s_day_is_no_change_one_without_a_day_is(sealed_office):
    changed(sealed_office, ("    name: Sở Nội vụ\n", "    name: Sở Nội vụ mới\n"), path="data/agencies.yaml")
    assert len(found(sealed_office)) == 1
    rename = (
        "changes:\n  - {id: doi-ten, kind: rename, date: 2026-09-01, original: so-noi-vu, former: {name: Sở Nội vụ}}\n"
    )
    changed(sealed_office, ("changes:\n", rename), path="data/agency-changes.yaml")
    assert found(sealed_office) == []
    changed(sealed_office, ("date: 2026-09-01", "date: 2026-03-12"), path="data/agency-changes.yaml")
    assert len(found(sealed_office)) == 1


def test_the_comparison_names_the_issued_plan_that_a_register_changes(sealed_office, signed):
    changed(sealed_office, ("    name: Sở Nội vụ\n", "    name: Sở Nội vụ mới\n"), path="data/agencies.yaml")
    said = diff(sealed_office, str(signed), str(sealed_office))

    assert re.search(r"[1-9] kế hoạch", said)
    assert "kế hoạch đã ban hành này sẽ in chữ khác" in said
    assert said.count("- Sở Nội vụ {+mới+}") == 4  # in the register, and in each of three issued plans


def test_an_amendment_seals_the_words_of_registers_anew(sealed_office):
    changed(sealed_office, ("number: 62-KH/TU", "number: 63-KH/TU"), path="data/legal-documents.yaml")
    answer = issued(sealed_office, "--number", "45/QĐ-UBND", "--date", "2026-06-01", "--amendment", "Đính chính căn cứ")
    assert answer.returncode == 0, answer.stderr
    assert found(sealed_office) == []


def test_the_words_kept_beside_a_plan_are_neither_edited_nor_lost(sealed_office):
    kept = sealed_office / "data/seals/lao-cai-2026.yaml"
    text = kept.read_text(encoding="utf-8")
    assert '{of: agency/so-noi-vu/name, words: "Sở Nội vụ"}' in text
    assert run(sealed_office, "fmt", "--check").returncode == 0
    kept.write_text(text.replace('"Sở Nội vụ"', '"Sở Nội vụ mới"'), encoding="utf-8")
    assert "đã bị sửa" in found(sealed_office)[0]
    kept.unlink()
    assert "không còn tệp data/seals/lao-cai-2026.yaml" in found(sealed_office)[0]


def test_a_seal_of_an_earlier_program_holds_and_can_be_completed(sealed_office):
    plan = load(sealed_office / "data")[0].plans["lao-cai-2026"]
    changed(sealed_office, (f"seal: {seal(plan)}", f"seal: {seal(plan).removeprefix('2-')}"))
    (sealed_office / "data/seals/lao-cai-2026.yaml").unlink()
    assert ["info" in line for line in found(sealed_office)] == [True]
    assert issued(sealed_office).returncode == 0
    assert found(sealed_office) == []
    assert (sealed_office / "data/seals/lao-cai-2026.yaml").exists()
