"""Lines that say beside a task, a target or an amount what no text of it says: edited and deleted in Word, back in the data."""

import pytest
import yaml

from tests.agreement.random_plan import OFFICE
from tests.offices import written
from tests.returns.test_pull_appendices import from_word, plan_of
from tests.word_edits import added, instead, without

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
    {
        "id": "giai-phap",
        "heading": "GIẢI PHÁP",
        "solutions": [{"id": "ra-soat", "text": "Rà soát.", "deadlines": [{"before": "2027-05-15"}]}],
    },
    {
        "id": "bao-cao",
        "heading": "BÁO CÁO",
        "reporting": [
            {
                "id": "gui",
                "agencies": "so-b",
                "to": "ubnd-tinh-a",
                "text": "Gửi kết quả.",
                "every": ["quarter"],
                "before_day": "20",
            }
        ],
    },
]
TIMES = [
    {"id": "xong", "work": "xong {figure:nha}", "by": "2027-03-31"},
    {"id": "noi", "work": "nói", "within": "2027-Q1"},
]
TIMED = {
    "id": "xay",
    "text": "Xây {figure:nha}, nói {deadline:noi}.",
    "figures": [{"id": "nha", "value": "40", "unit": "nhà"}],
    "deadlines": TIMES,
}
ASSIGNED = {"assignment": {"lead": "so-b", "deadlines": [{"within": "2027-Q2"}]}}


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


def test_times_of_statements_and_reports_are_edited_in_their_lines(root):
    answer = from_word(
        root,
        instead("Thời gian hoàn thành: ", "Thời gian hoàn thành: Trước ngày 20/5/2027."),
        instead(
            "Thời hạn báo cáo: ", "Thời hạn báo cáo: Hằng quý, hằng năm; trước ngày 10, 25; tháng thứ 1 sau kỳ báo cáo."
        ),
    )
    assert answer.returncode == 0, answer.stdout
    *_, solutions, reports = plan_of(root)["outline"]
    (report,) = reports["reporting"]
    assert solutions["solutions"][0]["deadlines"] == [{"before": "2027-05-20"}]
    assert (report["every"], report["before_days"], report["months_after"]) == (["quarter", "year"], ["10", "25"], "1")
    assert "before_day" not in report


def reporting(root, text, **times):
    report = {"id": "gui", "agencies": "so-b", "to": "ubnd-tinh-a", "text": text, **times}
    return written(root, {"outline": [{"id": "bao-cao", "heading": "BÁO CÁO", "reporting": [report]}]}, **OFFICE)


@pytest.mark.parametrize(
    ("text", "times", "edited", "changed"),
    [
        ("Gửi trước ngày 20 hằng quý.", {"every": "quarter", "before_day": "20"}, "Gửi trước ngày 25 hằng quý.", {"before_day": "25"}),
        ("Gửi trước ngày 20.", {"every": "quarter", "before_day": "20"}, "Gửi bản giấy trước ngày 25.", {"before_day": "25"}),
        ("Gửi trước ngày 10/6 và 15/12.", {"every": "year", "before_days": ["10/6", "15/12"]}, "Gửi trước ngày 10/6 và 20/12.", {"before_days": ["10/6", "20/12"]}),
        ("Gửi trước ngày 15 các tháng 6, 12.", {"every": "year", "before_day": "15", "months": ["6", "12"]}, "Gửi trước ngày 15 các tháng 5, 11.", {"months": ["5", "11"]}),
    ],
)  # fmt: skip
def test_a_day_edited_in_the_text_of_a_report_is_the_day_of_the_data(tmp_path, text, times, edited, changed):
    root = reporting(tmp_path, text, **times)
    answer = from_word(root, instead("Sở B: Gửi", f"Sở B: {edited}"))
    assert answer.returncode == 0, answer.stdout
    (report,) = plan_of(root)["outline"][0]["reporting"]
    assert report == {"id": "gui", "agencies": "so-b", "to": "ubnd-tinh-a", **times, **changed, "text": edited}


@pytest.mark.parametrize(
    "edited",
    [
        "Gửi trước ngày 20 hằng tháng.",
        "Gửi ngày 5 và ngày 25 hằng quý.",
        "Gửi trước ngày 40 hằng quý.",
        "Gửi ngày cuối quý.",
    ],
)
def test_a_text_of_a_report_that_says_other_times_is_a_question(tmp_path, edited):
    root = reporting(tmp_path, "Gửi trước ngày 20 hằng quý.", every="quarter", before_day="20")
    before = plan_of(root)
    answer = from_word(root, instead("Sở B: Gửi", f"Sở B: {edited}"))
    assert answer.returncode == 1, answer.stdout
    assert "trước ngày 20" in answer.stdout
    assert plan_of(root) == before


@pytest.mark.parametrize(
    "edited", ["Gửi bản giấy trước ngày 20 hằng quý.", "Hằng quý, trước ngày 20, gửi.", "Gửi hằng quý."]
)
def test_a_text_of_a_report_that_says_the_same_times_or_says_them_no_more_is_taken(tmp_path, edited):
    root = reporting(tmp_path, "Gửi trước ngày 20 hằng quý.", every="quarter", before_day="20")
    answer = from_word(root, instead("Sở B: Gửi", f"Sở B: {edited}"))
    assert answer.returncode == 0, answer.stdout
    (report,) = plan_of(root)["outline"][0]["reporting"]
    assert (report["text"], report["before_day"]) == (edited, "20")


def test_times_of_statements_and_reports_are_deleted_with_their_lines(root):
    answer = from_word(root, without("Thời gian hoàn thành: "), without("Thời hạn báo cáo: "))
    assert answer.returncode == 0, answer.stdout
    *_, solutions, reports = plan_of(root)["outline"]
    assert "deadlines" not in solutions["solutions"][0]
    assert {*reports["reporting"][0]} == {"id", "agencies", "to", "text"}


UNTIMED = [
    {
        "id": "gp",
        "heading": "GIẢI PHÁP",
        "solutions": [{"id": "ra", "text": "Rà soát."}, {"id": "tap", "text": "Tập huấn."}],
    },
    {"id": "tc", "heading": "TỔ CHỨC", "duties": [{"id": "giao", "agencies": "so-b", "text": "Đào tạo."}]},
    {
        "id": "bc",
        "heading": "BÁO CÁO",
        "reporting": [{"id": "gui", "agencies": "so-b", "to": "ubnd-tinh-a", "text": "Gửi kết quả."}],
    },
]


@pytest.fixture
def untimed(tmp_path):
    return written(tmp_path, {"outline": UNTIMED, "closing": "Hết."}, **OFFICE)


@pytest.mark.parametrize(
    ("below", "line", "key", "stated"),
    [
        ("Rà soát", "Thời gian hoàn thành: trước ngày 20/5/2027.", "ra", [{"before": "2027-05-20"}]),
        ("Rà soát", "Thời hạn hoàn thành: Quý II năm 2027", "ra", [{"within": "2027-Q2"}]),
        (
            "Tập huấn",
            "Thời gian hoàn thành: hằng quý; mở lớp: năm 2027.",
            "tap",
            [{"every": "quarter"}, {"work": "mở lớp", "within": "2027"}],
        ),
        ("Sở B: Đào", "Thời gian hoàn thành: Thường xuyên.", "giao", [{"throughout": "true"}]),
    ],
)
def test_a_new_line_of_times_below_an_item_that_had_none_comes_back(untimed, below, line, key, stated):
    answer = from_word(untimed, added(below, line))
    assert answer.returncode == 0, answer.stdout
    solutions, duties, _ = plan_of(untimed)["outline"]
    entries = {entry["id"]: entry for entry in (*solutions["solutions"], *duties["duties"])}
    assert entries.pop(key)["deadlines"] == stated
    assert not any("deadlines" in entry for entry in entries.values())


def test_a_new_line_below_a_report_says_when_it_is_due(untimed):
    answer = from_word(untimed, added("Sở B: Gửi", "Thời hạn báo cáo: Hằng quý; trước ngày 20."))
    assert answer.returncode == 0, answer.stdout
    (report,) = plan_of(untimed)["outline"][2]["reporting"]
    assert (report["every"], report["before_day"]) == ("quarter", "20")


@pytest.mark.parametrize(
    ("below", "line"),
    [("Rà soát", "Thời gian hoàn thành: khi nào rảnh."), ("Sở B: Gửi", "Thời hạn báo cáo: Bao giờ cũng được.")],
)
def test_a_new_line_that_says_no_time_is_refused_by_its_place(untimed, below, line):
    before = plan_of(untimed)
    answer = from_word(untimed, added(below, line))
    assert answer.returncode == 1
    assert line in answer.stdout
    assert plan_of(untimed) == before


def test_what_is_no_time_of_a_report_is_refused(root):
    assert from_word(root, instead("Thời hạn báo cáo: ", "Thời hạn báo cáo: Khi nào xong.")).returncode == 1
    assert plan_of(root)["outline"][-1]["reporting"][0]["before_day"] == "20"


SHARED = {"id": "nhom", "heading": "Nhóm", "tasks": [TIMED], **ASSIGNED}
OWN = {"id": "nhom", "heading": "Nhóm", "tasks": [{**TIMED, **ASSIGNED}]}
LINES = {
    ("block", "own"): "Thời gian hoàn thành: Xong 40 nhà: chậm nhất ngày 31/3/2027; trong quý II năm 2027.",
    ("block", "shared"): "Thời gian hoàn thành: Xong 40 nhà: chậm nhất ngày 31/3/2027.",
    (
        "sentence",
        "own",
    ): "Phân công thực hiện: Sở B chủ trì; xong 40 nhà: chậm nhất ngày 31/3/2027; trong quý II năm 2027.",
    ("sentence", "shared"): "Thời gian hoàn thành: Xong 40 nhà: chậm nhất ngày 31/3/2027.",
}


@pytest.fixture(params=LINES)
def timed(tmp_path, request):
    layout, whose = request.param
    outline = [{"id": "viec", "heading": "VIỆC", "task_groups": [OWN if whose == "own" else SHARED]}]
    return written(tmp_path, {"outline": outline, "layout": {"assignment": layout}}, **OFFICE), LINES[request.param]


def times(root):
    (group,) = plan_of(root)["outline"][0]["task_groups"]
    (task,) = group["tasks"]
    assignments = [entry["assignment"] for entry in (task, group) if "assignment" in entry]
    return task.get("deadlines"), [assignment.get("deadlines") for assignment in assignments]


def test_a_time_that_a_task_does_not_say_is_edited_below_it_and_the_others_stay(timed):
    root, line = timed
    answer = from_word(root, instead(line, line.replace("31/3", "15/4")))
    assert answer.returncode == 0, answer.stdout
    assert times(root) == ([{**TIMES[0], "by": "2027-04-15"}, TIMES[1]], [[{"within": "2027-Q2"}]])


def test_a_time_that_a_task_does_not_say_is_deleted_below_it_and_the_others_stay(timed):
    root, line = timed
    is_own = "quý II" in line
    edit = (
        instead(
            line,
            line.replace("xong 40 nhà: chậm nhất ngày 31/3/2027; ", "").replace(
                "Xong 40 nhà: chậm nhất ngày 31/3/2027; ", ""
            ),
        )
        if is_own
        else without(line)
    )
    answer = from_word(root, edit)
    assert answer.returncode == 0, answer.stdout
    assert times(root) == ([TIMES[1]], [[{"within": "2027-Q2"}]])


def test_a_time_below_a_statement_in_the_line_of_its_heading_is_deleted(tmp_path):
    statement = {"id": "chung", "text": "Nâng nhận thức", "deadlines": [{"before": "2027-08-10"}]}
    outline = [{"id": "y-thuc", "heading": "Ý THỨC", "run_in": "true", "purposes": [statement]}]
    root = written(tmp_path, {"outline": outline}, **OFFICE)
    assert from_word(root, without("Thời gian hoàn thành: ")).returncode == 0
    assert plan_of(root)["outline"][0]["purposes"] == [{"id": "chung", "text": "Nâng nhận thức"}]


RESULT = {"id": "lap", "text": "Lập {figure:nha} và danh sách hộ.", "result": "báo cáo của {agency:so-d}; sổ theo dõi"}
LISTED = {"id": "ghi", "text": "Ghi sổ theo dõi, lập {figure:nha}.", "result": "Sổ theo dõi; {figure:nha}"}
NONE = {"id": "hop", "text": "Họp dân.", "measures": [{"id": "loa", "text": "Phát loa."}]}


@pytest.fixture(params=["block", "sentence"])
def resulting(tmp_path, request):
    figure = {"figures": [{"id": "nha", "value": "40", "unit": "nhà"}]}
    tasks = [{**RESULT, **figure, "assignment": {"lead": "so-b"}}, LISTED, NONE]
    outline = [{"id": "viec", "heading": "VIỆC", "task_groups": [{"id": "nhom", "heading": "Nhóm", "tasks": tasks}]}]
    return written(
        tmp_path,
        {"outline": outline, "layout": {"assignment": request.param}, "closing": "Hết.", "appendices": []},
        **OFFICE,
    )


def results(root):
    (group,) = plan_of(root)["outline"][0]["task_groups"]
    return [task.get("result") for task in group["tasks"]]


def test_a_result_that_a_task_does_not_say_is_edited_in_its_line(resulting):
    answer = from_word(resulting, instead("Kết quả: ", "Kết quả: Báo cáo gửi Sở Dài; sổ theo dõi hộ."))
    assert answer.returncode == 0, answer.stdout
    assert results(resulting) == ["báo cáo gửi {agency:so-d}; sổ theo dõi hộ", LISTED["result"], None]


def test_a_result_is_deleted_with_its_line(resulting):
    answer = from_word(resulting, without("Kết quả: "))
    assert answer.returncode == 0, answer.stdout
    assert results(resulting) == [None, LISTED["result"], None]


@pytest.mark.parametrize("below", ["Họp dân", "Phát loa"])
def test_a_new_line_below_a_task_says_its_result(resulting, below):
    answer = from_word(resulting, added(below, "Sản phẩm: Biên bản họp."))
    assert answer.returncode == 0, answer.stdout
    assert results(resulting) == [RESULT["result"], LISTED["result"], "Biên bản họp"]


def test_a_second_result_of_a_task_is_refused(resulting):
    before = plan_of(resulting)
    answer = from_word(resulting, added("Kết quả: ", "Kết quả: Biên bản họp."))
    assert answer.returncode == 1
    assert "Biên bản họp" in answer.stdout
    assert plan_of(resulting) == before


def test_a_label_with_nothing_behind_it_is_refused(resulting):
    before = plan_of(resulting)
    assert from_word(resulting, instead("Kết quả: ", "Kết quả:")).returncode == 1
    assert plan_of(resulting) == before


def test_a_result_is_said_once_where_the_table_of_tasks_is_printed(resulting):
    path = resulting / "data/plans/thu.yaml"
    path.write_text(
        yaml.dump({**plan_of(resulting), "appendices": [{"id": "bang", "made": "tasks"}]}, allow_unicode=True)
    )
    with pytest.raises(AssertionError, match="no paragraph begins with"):
        from_word(resulting, without("Kết quả: "))
