"""A report about a period that somebody edited in Word: texts and figures into the results, or told with both sides and the place to mend."""

import shutil
from functools import cache

import pytest
import yaml

from planbook.authoring.close_period import close
from planbook.loading.workspace import load
from planbook.messages.diagnostics import Refusal
from planbook.outputs.period_reports import ReportRequest, write_report
from planbook.returns.answers.answer import EditChoice
from planbook.returns.pull_files import pull_files
from tests.conftest import ROOT
from tests.desk.desks import deleted, everywhere, in_cell, paragraph_of, retyped, told, typed
from tests.returns.test_hidden_items import hidden
from tests.returns.test_several_files import commented
from tests.word_edits import W, edited

PLAN = "lang-nghe-2026"
HARD = "thieu-giao-vien--text"


@pytest.fixture
def office(tmp_path):
    return shutil.copytree(ROOT / "tests/workspaces/year", tmp_path / "office")


@cache
def given_out(period, issuer):
    return write_report(ROOT / "tests/workspaces/year", ReportRequest(PLAN, period, issuer))


def in_sentence(item, old, new):
    """Other words in a sentence, which stays in one paragraph."""

    def edit(parts):
        text = "".join(node.text or "" for node in paragraph_of(parts, item).iter(f"{W}t"))
        assert old in text
        retyped(item, text.replace(old, new))(parts)

    return edit


def path_of(office, period="2026-Q1"):
    return office / f"data/results/{PLAN}/{period}.yaml"


def pulled(office, *edits, period="2026-Q1", issuer="", **choice):
    """What comes back of a report after some edits, taken over."""
    path = office / "report.docx"
    path.write_bytes(edited(given_out(period, issuer), *edits))
    return pull_files(office, [path], EditChoice(**choice), apply=True).answers[0][1]


def results(office, period="2026-Q1"):
    workspace, findings = load(office / "data")
    assert [finding for finding in findings if finding.stops_the_build] == []
    return next(entry for entry in workspace.results[PLAN] if str(entry.period) == period)


def target(office, id_, period="2026-Q1", body=""):
    return next(entry for entry in results(office, period).targets if (entry.target, entry.body) == (id_, body))


def task(office, id_, period="2026-Q1", body=""):
    return next(entry for entry in results(office, period).tasks if (entry.task, entry.body) == (id_, body))


def test_an_untouched_report_changes_nothing(office):
    for period, issuer in (("2026-Q1", ""), ("2026-Q3", ""), ("2026-Q2", "ubnd-xa-mot")):
        before = path_of(office, period).read_bytes()
        answer = pulled(office, period=period, issuer=issuer)
        assert (answer.edits, answer.notes, path_of(office, period).read_bytes()) == ((), (), before)


def test_a_text_comes_back_and_what_it_mentions_stays_mentioned(office):
    said = "Giáo viên dạy nghề còn rất thiếu, mới đào tạo được 1.120 người, bằng 37,3% kế hoạch năm."
    answer = pulled(office, retyped(HARD, said))
    assert told(answer) == [("*", "thieu-giao-vien")]
    text = results(office).difficulties[0].text
    assert text == (
        "Giáo viên dạy nghề còn rất thiếu, mới đào tạo được {result:dao-tao}, bằng {result:dao-tao|percent} kế hoạch năm."
    )


def test_new_paragraphs_come_in_where_they_stand_and_deleted_ones_go(office):
    answer = pulled(
        office,
        typed(HARD, "Thiếu phòng học.", "Mưa lũ kéo dài."),
        retyped("causes--new", "Chưa chủ động tuyển giáo viên."),
        deleted("som-giao-von--text"),
    )
    period = results(office)
    assert [entry.text for entry in period.difficulties][1:] == ["Thiếu phòng học.", "Mưa lũ kéo dài."]
    assert [entry.text for entry in period.causes] == ["Chưa chủ động tuyển giáo viên."]
    assert period.proposals == ()
    assert sorted(told(answer)) == [
        ("*", "chua-chu-dong-tuyen-giao"),
        ("*", "mua-lu-keo-dai"),
        ("*", "som-giao-von"),
        ("*", "thieu-phong-hoc"),
    ]


def test_a_text_below_next_work_is_one_of_the_next_steps(office):
    pulled(office, typed("next_steps--heading", ("Mở thêm lớp ở xã Ba.", HARD)))
    assert [entry.text for entry in results(office).next_steps] == ["Mở thêm lớp ở xã Ba."]


def test_a_figure_in_a_sentence_is_the_value_of_the_data(office):
    answer = pulled(
        office, in_sentence("dao-tao--target", "đạt 1.120 người, bằng 37,3%", "đạt 1.130 người, bằng 37,7%")
    )
    assert told(answer) == [("*", "dao-tao")]
    assert str(target(office, "dao-tao").value) == "1130"


def test_per_cent_follows_where_nobody_corrected_it(office):
    pulled(office, in_sentence("dao-tao--target", "đạt 1.120 người", "đạt 1.130 người"))
    assert str(target(office, "dao-tao").value) == "1130"


def test_what_follows_from_data_or_cannot_be_read_is_refused_with_both(office):
    before = path_of(office).read_bytes()
    count = "Kế hoạch có 6 chỉ tiêu; đến ngày 31/3/2026 có số liệu của 4 chỉ tiêu, trong đó"
    answer = pulled(
        office,
        in_sentence("dao-tao--target", "bằng 37,3% mức", "bằng 38% mức"),
        in_sentence("cong-nhan--target", "đạt 01 làng nghề, bằng 25%", "đạt 02 làng nghề, bằng 60%"),
        in_sentence("o-nhiem--target", "đạt 17%", "đạt 17 hộ"),
        in_sentence("doanh-thu-lang-nghe--target", "Doanh thu đạt 40", "Doanh thu đạt 41"),
        in_sentence("thu-gom--target", "chưa có số liệu", "gần hết"),
        everywhere(count, count.replace("có 6", "có 7")),
    )
    assert [sign for sign, _ in told(answer)] == ["x"] * 6
    assert all(edit.old and edit.new and edit.refused for edit in answer.edits)
    assert path_of(office).read_bytes() == before


@pytest.mark.parametrize("value", ["1.130%", "1.130 thôn"])
def test_a_value_in_another_unit_is_refused_whichever_comes_first(office, value):
    answer = pulled(office, in_sentence("dao-tao--target", "đạt 1.120 người", f"đạt {value}"))
    assert [sign for sign, _ in told(answer)] == ["x"]


def test_a_value_in_the_table_and_in_a_sentence_is_one_fact(office):
    same = pulled(
        office,
        in_cell("dao-tao--result", 3, "1.130 người"),
        in_sentence("dao-tao--target", "đạt 1.120 người", "đạt 1.130 người"),
    )
    assert told(same) == [("*", "dao-tao"), ("*", "dao-tao")]
    assert str(target(office, "dao-tao").value) == "1130"


def test_two_values_of_one_fact_are_taken_from_neither(office):
    before = path_of(office).read_bytes()
    edits = in_cell("dao-tao--result", 3, "1.140 người"), in_sentence("dao-tao--target", "đạt 1.120", "đạt 1.150")
    assert told(pulled(office, *edits)) == [("x", "dao-tao"), ("x", "dao-tao")]
    assert path_of(office).read_bytes() == before


def test_the_part_of_a_commune_is_edited_in_its_row(office):
    pulled(office, in_cell("dao-tao--result-xa-mot", 3, "410"))
    assert str(target(office, "dao-tao", body="xa-mot").value) == "410"


def test_what_nobody_told_of_comes_in(office):
    pulled(office, in_cell("thu-gom--result", 3, "70%"), in_cell("quang-ba--result", 3, "Đạt"))
    assert str(target(office, "thu-gom").value) == "70"
    assert target(office, "quang-ba").reached is True


def test_a_sum_is_not_typed_over(office):
    answer = pulled(office, in_cell("dao-tao--result", 4, "2.300 người"), period="2026-Q3")
    assert told(answer) == [("x", "dao-tao")]
    assert "2.240 người" in str(answer.edits[0].refused.message)


def test_state_day_reason_and_note_of_work_come_back(office):
    pulled(
        office,
        in_cell("tram-xu-ly--state", 8, "chờ giải phóng mặt bằng"),
        in_cell("giao-vien--state", 4, "Đang triển khai"),
        in_cell("trang-thong-tin--state", 4, "Hoàn thành đúng hạn"),
        in_cell("trang-thong-tin--state", 5, "30/3/2026"),
        in_cell("trang-thong-tin--state", 6, "01 trang"),
    )
    assert task(office, "tram-xu-ly").reason == "chờ giải phóng mặt bằng"
    assert task(office, "giao-vien").state == "under-way"
    done = task(office, "trang-thong-tin")
    assert (done.state, str(done.done), done.product) == ("done", "2026-03-30", "01 trang")


def test_a_state_that_the_data_would_not_print_is_refused(office):
    before = path_of(office).read_bytes()
    answer = pulled(
        office,
        in_cell("giao-vien--state", 4, "Hoàn thành đúng hạn"),  # without a day
        in_cell("nhan-hieu--state", 4, "Xong rồi"),
        in_cell("tram-xu-ly--state", 5, "30/3/2026"),  # and not done
        in_cell("kiem-tra-lop--state", 1, "Kiểm tra lớp."),
        in_cell("quan-trac--state", 8, "chưa có máy"),  # nobody told of it
        in_cell("mo-lop--state", 8, "thiếu lớp"),  # follows from its parts
        in_cell("hoi-cho--state", 4, "Dừng thực hiện"),  # without a reason
        in_cell("bo-tri-von--state", 4, "Hoàn thành quá hạn"),
        in_cell("bo-tri-von--state", 5, "30/3/2026"),  # which is in time
    )
    assert [sign for sign, _ in told(answer)] == ["x"] * 8
    assert path_of(office).read_bytes() == before


@pytest.mark.parametrize("words", ["100 tỷ đồng", "100 đồng", "100.000 triệu đồng"])
def test_money_in_another_unit_alone_is_a_question(office, words):
    answer = pulled(office, in_sentence("ngan-sach-xa--amount", "giải ngân 100 triệu đồng", f"giải ngân {words}"))

    assert told(answer) == [("?", "ngan-sach-xa")]
    assert answer.edits[0].doubt.values["new"].startswith("100")


def test_hidden_text_deletes_nothing(office):
    answer = pulled(office, hidden(HARD))

    assert told(answer) == [("x", "thieu-giao-vien")]
    assert [text.id for text in results(office).difficulties] == [
        text.id for text in results(ROOT / "tests/workspaces/year").difficulties
    ]


def test_money_comes_back_in_the_unit_of_its_budget(office):
    pulled(
        office,
        in_cell("ngan-sach-tinh--money", 3, "0,3 tỷ đồng"),
        in_sentence("ngan-sach-xa--amount", "giải ngân 100 triệu đồng", "giải ngân 120 triệu đồng"),
    )
    money = {entry.budget: entry.disbursed for entry in results(office).money}
    assert {id_: int(amount) for id_, amount in money.items()} == {"ngan-sach-tinh": 300, "ngan-sach-xa": 120}
    assert told(pulled(office, in_cell("tong-kinh-phi--money", 3, "500 triệu đồng"))) == [("x", "tong-kinh-phi")]


def test_number_and_day_that_somebody_fills_in_come_back(office):
    values = yaml.load(path_of(office, "2026-Q4").read_text("utf-8"), yaml.BaseLoader)
    assert "number" not in values
    answer = pulled(
        office,
        retyped("report--number", "Số: 12/BC-UBND"),
        retyped("report--date", "Mẫu, ngày 05 tháng 01 năm 2027"),
        period="2026-Q4",
    )
    assert [sign for sign, _ in told(answer)] == ["*", "*"]
    assert (results(office, "2026-Q4").number, str(results(office, "2026-Q4").date)) == ("12/BC-UBND", "2027-01-05")


def test_what_was_edited_on_both_sides_is_a_clash(office):
    path = path_of(office)
    path.write_text(path.read_text("utf-8").replace("value: 1.120", "value: 1.125"), "utf-8")
    edit = in_sentence("dao-tao--target", "đạt 1.120 người", "đạt 1.130 người")
    assert told(pulled(office, edit)) == [("!", "dao-tao")]
    assert str(target(office, "dao-tao").value) == "1125"
    pulled(office, edit, accepted=["dao-tao"])
    assert str(target(office, "dao-tao").value) == "1130"


def test_what_was_taken_over_is_not_taken_again(office):
    edits = (typed(HARD, "Thiếu phòng học."), retyped(HARD, "Khó khăn khác."), in_cell("cong-nhan--result", 3, "02"))
    pulled(office, *edits)
    before = path_of(office).read_bytes()
    again = pulled(office, *edits)
    assert (told(again), path_of(office).read_bytes()) == ([], before)
    assert again.notes[0].values == {"count": 3}


def test_a_closed_period_is_refused(office):
    (office / "report.docx").write_bytes(edited(given_out("2026-Q1", ""), retyped(HARD, "Khó khăn khác.")))
    close(office, PLAN, "2026-Q1")
    with pytest.raises(Refusal, match="is closed"):
        pull_files(office, [office / "report.docx"])


def test_a_report_about_what_is_gone_is_refused_in_words(office):
    (office / "report.docx").write_bytes(given_out("2026-Q1", ""))
    path_of(office).unlink()
    with pytest.raises(Refusal, match="no results"):
        pull_files(office, [office / "report.docx"])


def test_what_stands_elsewhere_or_is_gone_is_told(office):
    answer = pulled(
        office,
        typed("targets--heading", ("Một đoạn ở phần chỉ tiêu.", HARD)),
        deleted("o-nhiem--target"),
        commented(HARD, "Bình", "Ghi rõ số giáo viên"),
    )
    assert sorted(told(answer)) == [("x", "-"), ("x", "o-nhiem")]
    assert [(comment.author, comment.text) for comment in answer.comments] == [("Bình", "Ghi rõ số giáo viên")]


def test_a_commune_edits_its_own_report(office):
    pulled(
        office,
        in_cell("dao-tao--result", 4, "610"),
        retyped("causes--new", "Thiếu đất."),
        period="2026-Q2",
        issuer="ubnd-xa-mot",
    )
    assert str(target(office, "dao-tao", "2026-Q2", "xa-mot").value) == "610"
    (cause,) = results(office, "2026-Q2").causes
    assert (cause.agency, cause.text) == ("ubnd-xa-mot", "Thiếu đất.")


def test_what_a_body_told_becomes_a_text_of_the_issuer_where_it_is_rewritten(office):
    told_by = [
        {"id": "xa", "place": "xa-mot", "text": "Thiếu phòng học"},
        {"id": "so", "agency": "so-noi-vu", "text": "Thiếu người"},
    ]
    path = path_of(office)
    values = {**yaml.load(path.read_text("utf-8"), yaml.BaseLoader), "causes": told_by}
    path.write_text(yaml.safe_dump(values, allow_unicode=True), "utf-8")
    file = office / "report.docx"
    file.write_bytes(
        edited(
            write_report(office, ReportRequest(PLAN, "2026-Q1")),
            retyped("xa--opinion", "Nhiều xã thiếu phòng học."),
            deleted("so--opinion"),
        )
    )
    answer = pull_files(office, [file], EditChoice(), apply=True).answers[0][1]
    assert [edit.refused for edit in answer.edits] == [None]
    assert {entry.body: entry.text for entry in results(office).causes} == {
        "": "Nhiều xã thiếu phòng học.",
        "xa-mot": "Thiếu phòng học",
        "so-noi-vu": "Thiếu người",
    }
