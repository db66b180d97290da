"""Collection workbooks that come back: what is read, what is refused with its cell, what meets what, and what the data say then."""

from datetime import date

import pytest

from planbook.returns.answers.answer import EditChoice
from tests.collected import (
    MONEY,
    PERIOD,
    PLAN,
    REPORTS,
    TARGETS,
    TASKS,
    TEXTS,
    Form,
    collecting,
    give_out,
    pulled,
    results,
    sound,
    written,
    year_office,
)
from tests.returns.collected_offices import answer_of, doubts, entry, why

DONE = {"state": "Hoàn thành", "done": date(2026, 12, 10)}


@pytest.fixture
def office(tmp_path):
    return year_office(tmp_path)


def test_what_is_no_value_or_cannot_be_is_refused_with_its_cell_and_the_rest_is_taken(office, forms, tmp_path):
    form = Form(forms["so-nn-mt"])
    wrong = {
        (TARGETS, "dao-tao", "value"): 1000,  # less than three quarters before
        (TARGETS, "o-nhiem", "value"): "108%",
        (TASKS, "ke-hoach-dao-tao", "done"): date(2026, 12, 1),
        (TASKS, "kiem-tra-lop", "state"): "Dừng thực hiện",
        (TASKS, "tram-xu-ly", "note"): "chưa rõ",
        (TASKS, "quan-trac", "state"): "Hoàn thành 80%",
        (TEXTS, "causes/1", "text"): "mới được {result:dao-tao}",
    }
    for (sheet, row, name), value in wrong.items():
        form.fill(sheet, row, **{name: value})
    form.fill(TEXTS, "proposals/1", text="Đề nghị cấp vốn.").fill(TARGETS, "cong-nhan", value="02")
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    cells = [(edit.at.values["sheet"], edit.at.values["cell"]) for edit in answer_of(pull).refused]
    assert sorted(cells) == sorted((place[0], form.cell(*place).coordinate) for place in wrong)
    assert pull.is_left()
    assert [one["text"] for one in written(office)["proposals"]] == ["Đề nghị cấp vốn."]
    assert written(office)["targets"] == [{"target": "cong-nhan", "value": "2"}]
    assert {"tasks", "causes"}.isdisjoint(written(office))
    assert sound(office)


@pytest.mark.parametrize(
    ("sheet", "agency", "row", "values"),
    [
        (TASKS, "so-nn-mt", "tram-xu-ly", {**DONE, "begun": date(2026, 12, 11)}),
        (TASKS, "so-nn-mt", "tram-xu-ly", {"state": "Hoàn thành", "done": "1/1/2027"}),
        (MONEY, "ubnd-tinh-mau", "ngan-sach-xa", {"allotted": 100, "disbursed": 200}),
    ],
)
def test_what_does_not_fit_together_is_refused_as_a_row(sheet, agency, row, values, office, forms, tmp_path):
    form = Form(forms[agency]).fill(sheet, row, **values)
    pull = pulled(office, form.save(tmp_path / "a.xlsx"))
    cells = ", ".join(
        form.cell(sheet, row, name).coordinate for name in sorted(values, key=lambda name: form.column(sheet, name))
    )
    assert [*why(pull)] == [cells]
    assert {"tasks", "money"}.isdisjoint(written(office))


def test_what_a_sheet_may_have_read_otherwise_waits_for_a_yes(office, forms, tmp_path):
    path = Form(forms["so-nn-mt"]).fill(TARGETS, "o-nhiem", value=0.11).save(tmp_path / "a.xlsx")
    assert len(doubts(pulled(office, path))) == 1
    assert "targets" not in written(office)
    pulled(office, path, choice=EditChoice(["o-nhiem"]))
    assert entry(office, "targets", target="o-nhiem")["value"] == "0,11"


def test_everything_that_is_filled_in_stands_in_the_data_in_the_order_of_the_plan(office, forms, tmp_path):
    one, place = Form(forms["so-nn-mt"]), Form(forms["ubnd-xa-hai"])
    one.fill(TARGETS, "o-nhiem", value=11, as_of=date(2026, 12, 20), data_source="Quan trắc đợt 4", note="mưa nhiều")
    one.fill(TARGETS, "dao-tao", value=3050)
    one.fill(TASKS, "quan-trac", state="Đang thực hiện", begun=date(2026, 4, 2))
    one.fill(TASKS, "kiem-tra-lop", **DONE, product="4 biên bản", document="12/BC-SNNMT", note="đủ 4 quý")
    one.fill(REPORTS, "bao-cao-quy/so-nn-mt", date=date(2026, 12, 17), document="88/BC-SNNMT")
    one.fill(TEXTS, "difficulties/2", text="Thiếu\n giáo viên.").fill(TEXTS, "proposals/1", text="Sớm giao vốn.")
    place.fill(TARGETS, "dao-tao/xa-hai", value=1030).fill(TASKS, "mo-lop/xa-hai", **DONE)
    place.fill(TARGETS, "thu-gom/xa-hai", value=93)
    paths = [one.save(tmp_path / "b.xlsx"), place.save(tmp_path / "a.xlsx")]
    assert not pulled(office, *paths).is_left()
    assert results(office).read_text("utf-8") == WHOLE
    assert sound(office)
    assert [answer.edits for _, answer, _ in pulled(office, *paths).answers] == [(), ()]
    assert results(office).read_text("utf-8") == WHOLE


WHOLE = """plan: lang-nghe-2026
period: 2026-Q4
as_of: 2026-12-31
targets:
  - target: dao-tao
    value: 3.050
  - target: dao-tao
    place: xa-hai
    value: 1.030
  - target: o-nhiem
    value: 11
    as_of: 2026-12-20
    data_source: Quan trắc đợt 4
    note: mưa nhiều
  - target: thu-gom
    place: xa-hai
    value: 93
tasks:
  - task: mo-lop
    place: xa-hai
    state: done
    done: 2026-12-10
  - task: kiem-tra-lop
    state: done
    done: 2026-12-10
    product: 4 biên bản
    document: 12/BC-SNNMT
    note: đủ 4 quý
  - task: quan-trac
    state: under-way
    begun: 2026-04-02
reports:
  - duty: bao-cao-quy
    agency: so-nn-mt
    date: 2026-12-17
    document: 88/BC-SNNMT
  - duty: bao-cao-quy
    agency: ubnd-xa-hai
    date: 2026-12-18
difficulties:
  - id: so-nn-mt-difficulties-2
    agency: so-nn-mt
    text: Thiếu giáo viên.
proposals:
  - id: so-nn-mt-proposals-1
    agency: so-nn-mt
    text: Sớm giao vốn.
"""


def test_a_file_with_results_keeps_its_comments_and_gets_entries_at_their_places(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    text = (
        results(office, "2026-Q2")
        .read_text("utf-8")
        .replace("state: under-way, reason: thiếu người}", "state: under-way, reason: thiếu người}  # hỏi lại")
    )
    results(office, "2026-Q2").write_text(text, "utf-8")
    form = Form(half["2026-Q2"]["so-nn-mt"])
    form.fill(TARGETS, "o-nhiem", value=14).fill(TASKS, "tram-xu-ly", state="Đang triển khai", note="đã giao thầu")
    assert not pulled(office, form.save(tmp_path / "a.xlsx")).is_left()
    before, after = text.splitlines(), results(office, "2026-Q2").read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == ["  - {target: o-nhiem, value: 15}"]
    assert [line for line in after if line not in before] == [
        "  - {target: o-nhiem, value: 14}",
        "  - task: tram-xu-ly",
        "    state: under-way",
        "    note: đã giao thầu",
    ]
    tasks = [one["task"] for one in written(office, "2026-Q2")["tasks"]]
    assert tasks.index("tram-xu-ly") == tasks.index("kiem-tra-lop") + 1


def test_a_cell_that_was_emptied_needs_a_yes_and_takes_the_entry_with_it(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    path = Form(half[PERIOD]["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=None).save(tmp_path / "a.xlsx")
    before = results(office).read_bytes()
    assert len(doubts(pulled(office, path))) == 1
    assert results(office).read_bytes() == before
    pulled(office, path, choice=EditChoice(["cong-nhan"]))
    assert [one for one in written(office)["targets"] if one["target"] == "cong-nhan"] == []
    assert sound(office)


def test_what_the_data_came_to_say_otherwise_meanwhile_is_a_clash(half, tmp_path):
    office = year_office(tmp_path, with_period=True)
    path = Form(half[PERIOD]["so-nn-mt"]).fill(TARGETS, "cong-nhan", value=3).fill(TARGETS, "dao-tao", value=3060)
    path = path.save(tmp_path / "a.xlsx")
    text = results(office).read_text("utf-8").replace("cong-nhan, value: 2", "cong-nhan, value: 1")
    results(office).write_text(text, "utf-8")
    pull = pulled(office, path)
    (clash,) = answer_of(pull).conflicts
    assert (clash.id, clash.old, clash.new, clash.ours) == (
        "cong-nhan", "Kết quả kỳ này: 2", "Kết quả kỳ này: 3", "Kết quả kỳ này: 1",
    )  # fmt: skip
    assert "dao-tao, value: 3.060" in results(office).read_text("utf-8")
    pull = pulled(office, path, choice=EditChoice(["cong-nhan"]))
    assert "cong-nhan, value: 3" in results(office).read_text("utf-8")
    assert not pull.is_left()


def two(office, forms, tmp_path, first, second):
    """Two files of one agency that say different things."""
    return [
        Form(forms["so-nn-mt"])
        .fill(TARGETS, "dao-tao", value=value)
        .fill(TASKS, "tram-xu-ly", **task)
        .save(tmp_path / name)
        for name, value, task in (
            ("a.xlsx", first, {"state": "Đang thực hiện"}),
            ("b.xlsx", second, {"state": "Đang thực hiện", "note": "đủ hồ sơ"}),
        )
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_two_files_that_say_different_things_are_told_and_none_is_taken(turned, office, forms, tmp_path):
    files = two(office, forms, tmp_path, 3050, 3060)
    pull = pulled(office, *(files[::-1] if turned else files))
    clashes = {
        sender.file: [(edit.id, edit.rivals[0].sender, edit.rivals[0].new) for edit in answer.conflicts]
        for sender, answer, _ in pull.answers
    }
    assert clashes["a.xlsx"] == [("dao-tao", "b.xlsx", "Kết quả kỳ này: 3.060")]
    assert clashes["b.xlsx"] == [("dao-tao", "a.xlsx", "Kết quả kỳ này: 3.050")]
    assert "targets" not in written(office)
    # What only one of them adds to what both say is no clash.
    assert entry(office, "tasks", task="tram-xu-ly") == {"task": "tram-xu-ly", "state": "under-way", "note": "đủ hồ sơ"}


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        (EditChoice(["dao-tao@b.xlsx"]), "3.060"),
        (EditChoice(excepted=["dao-tao@b.xlsx"]), "3.050"),
        (EditChoice(authors=["a.xlsx"]), "3.050"),
        (EditChoice(["all"]), None),
    ],
)
def test_somebody_chooses_between_two_files(choice, value, office, forms, tmp_path):
    pulled(office, *two(office, forms, tmp_path, 3050, 3060), choice=choice)
    assert (entry(office, "targets", target="dao-tao") or {}).get("value") == value


def test_two_agencies_that_share_a_task_agree_or_are_told(office, tmp_path):
    path = office / f"data/plans/{PLAN}.yaml"
    path.write_text(
        path.read_text("utf-8").replace("{lead: so-noi-vu, deadlines", "{lead: [so-noi-vu, so-tai-chinh], deadlines"),
        "utf-8",
    )
    forms = give_out(office)
    first = Form(forms["so-noi-vu"]).fill(TASKS, "giao-vien", **DONE).save(tmp_path / "a.xlsx")
    same = Form(forms["so-tai-chinh"]).fill(TASKS, "giao-vien", **DONE).save(tmp_path / "b.xlsx")
    other = Form(forms["so-tai-chinh"]).fill(TASKS, "giao-vien", state="Đang thực hiện").save(tmp_path / "c.xlsx")
    assert [len(answer.conflicts) for _, answer, _ in pulled(office, first, other).answers] == [1, 1]
    assert "tasks" not in written(office)
    assert not pulled(office, first, same).is_left()
    assert written(office)["tasks"] == [{"task": "giao-vien", "state": "done", "done": "2026-12-10"}]


def test_who_sent_is_kept_with_the_day_and_no_untouched_file_counts(office, forms, tmp_path):
    pull = pulled(office, forms["ubnd-xa-mot"])
    assert (answer_of(pull).edits, results(office).exists()) == ((), False)
    noi_vu = Form(forms["so-noi-vu"]).fill(TEXTS, "causes/1", text="Thiếu người.").save(tmp_path / "a.xlsx")
    place = Form(forms["ubnd-xa-mot"]).fill(TARGETS, "thu-gom/xa-mot", value=91).save(tmp_path / "b.xlsx")
    pulled(office, noi_vu, place)
    assert written(office)["reports"] == [
        {"duty": "bao-cao-quy", "agency": "ubnd-xa-mot", "date": "2026-12-18"},
        {"agency": "so-noi-vu", "date": "2026-12-18"},
    ]
    assert {"so-noi-vu", "ubnd-xa-mot"}.isdisjoint(collecting(office).missing)
    assert "ubnd-xa-hai" in collecting(office).missing
    assert sound(office)
