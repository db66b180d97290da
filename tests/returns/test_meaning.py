"""What a drafter writes in other words than the plan prints is read by what it means, and what means the same is no edit."""

import pytest

from planbook.returns.answers.answer import EditChoice
from tests.desk.desks import FOLDER, desk, everywhere, in_cell, instead, read, retyped, told, typed

TASK = "gioi-thieu-viec"


def line(key: str, text: str):
    labels = {"lead": "Cơ quan chủ trì", "coordinating": "Cơ quan phối hợp", "deadline": "Thời gian hoàn thành"}
    return retyped(f"{TASK}--{key}", f"{labels[key]}: {text}")


READ = {
    "short name": (line("lead", "Sở NN&MT."), "lead: so-d"),
    "letters for words": (line("lead", "Sở TC"), "lead: so-c"),
    "letters with a hyphen": (line("lead", "Sở NN-MT"), "lead: so-d"),
    "letters alone": (line("lead", "SYT"), "lead: so-e"),
    "and": (line("lead", "Sở Tài chính và Sở Y tế."), "lead: [so-c, so-e]"),
    "small letters": (line("lead", "sở tài chính"), "lead: so-c"),
    "a slash for a comma": (line("coordinating", "UBND các xã/phường"), "coordinating: ubnd-xa"),
    "tone marks and short names": (line("coordinating", "Uỷ ban nhân dân các xã, phường"), "coordinating: ubnd-xa"),
    "another label": (retyped(f"{TASK}--lead", "Đơn vị chủ trì: Sở Tài chính."), "lead: so-c"),
    "no label": (retyped(f"{TASK}--lead", "Sở Tài chính"), "lead: so-c"),
    "before a day": (line("deadline", "Trước 30/6/2027."), "before: 2027-06-30"),
    "a day in words": (line("deadline", "Trước ngày 30 tháng 6 năm 2027"), "before: 2027-06-30"),
    "at the latest": (line("deadline", "chậm nhất 15/5/2027"), "by: 2027-05-15"),
    "a quarter without a year": (line("deadline", "Quý IV"), "within: 2027-Q4"),
    "a rhythm": (line("deadline", "Hàng quý."), "every: quarter"),
    "a cell": (in_cell(f"{TASK}--row", 4, "Quý IV/2027"), "within: 2027-Q4"),
    "a number without its point": (
        retyped("day-nghe", "Đào tạo nghề cho khoảng 3200 lao động thuộc hộ nghèo."),
        "value: '3.200'",
    ),
    "a range": (
        retyped("day-nghe", "Đào tạo nghề cho từ 3.000 đến 3.500 lao động thuộc hộ nghèo."),
        "upper: 3.500",
    ),
    "a range that keeps its first number": (
        retyped("nha-o", "Xây từ 120 đến 150 căn nhà cho hộ nghèo."),
        "upper: 150",
    ),
    "a comparator": (retyped("nha-o", "Xây tối thiểu 120 căn nhà cho hộ nghèo."), "comparator: at-least"),
}


@pytest.mark.parametrize("how", READ)
def test_other_words_are_read_and_the_report_says_how_they_will_be_printed(office, how):
    edit, value = READ[how]
    answer, text = office.pulled(edit)
    (change,) = answer.edits

    assert EditChoice().takes(change)
    assert change.printed
    assert change.printed != change.new
    assert value in text
    again, _ = office.pulled(edit, state=office.after(text))
    assert again.edits == ()


@pytest.mark.parametrize(
    ("edit", "value"),
    [
        (retyped("so-b-lam", "SYT: Theo dõi, đôn đốc việc thực hiện."), "agencies: so-e"),
        (retyped("so-c-lam", "Sở Y tế"), "agencies: so-e"),
        (retyped("thu--recipient-2", "- Sở Y tế;"), "agencies: so-e"),
        (retyped("thu--recipient-2", "- Các doanh nghiệp;"), "text: Các doanh nghiệp"),
        (retyped("thu--basis-2", "Căn cứ Quyết định 55/QĐ-TTg ngày 01/4/2026."), "document: qd-3"),
    ],
)
def test_names_that_the_program_prints_can_be_typed_over(office, edit, value):
    answer, text = office.pulled(edit)

    assert [sign for sign, _ in told(answer)] == ["*"]
    assert value in text
    office.after(text)


SAME = {
    "short name": line("lead", "Sở GD&ĐT."),
    "label": retyped(f"{TASK}--lead", "Đơn vị chủ trì: Sở Giáo dục và Đào tạo."),
    "quarter": line("deadline", "Quý III/2027."),
    "quarter in figures, no year": line("deadline", "trong quý 3"),
    "cell": in_cell(f"{TASK}--row", 4, "Quý III/2027"),
    "number": retyped("day-nghe", "Đào tạo nghề cho khoảng 3000 lao động thuộc hộ nghèo."),
    "sign": retyped("day-nghe", "Đào tạo nghề cho ~3.000 lao động thuộc hộ nghèo."),
    "no full stop": retyped("von-hai", "Lồng ghép các nguồn vốn"),
    "tone mark": everywhere("xã hội hóa", "xã hội hoá"),
    "a name everywhere": everywhere("Ủy ban nhân dân các xã", "Uỷ ban nhân dân các xã"),
    "blanks before signs": retyped("von-mot", "Huy động vốn xã hội hóa\u00a0 ."),
    "a blank before a colon": line("lead", "Sở Giáo dục và Đào tạo ."),
    "duty": retyped("so-b-lam", "Sở GD&ĐT: Theo dõi, đôn đốc việc thực hiện."),
    "recipient": retyped("thu--recipient-2", "- Sở GD&ĐT;"),
    "shorter citation": retyped("thu--basis-2", "Căn cứ Nghị định 30/2026/NĐ-CP của Chính phủ."),
    "dashes of a fixed line": instead("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"),
}


@pytest.mark.parametrize("how", SAME)
def test_what_means_the_same_is_no_edit_and_is_told_in_one_line(office, how):
    answer, text = office.pulled(SAME[how])

    assert answer.edits == ()
    assert text == office.state.text(office.state.workspace.plans["thu"])
    assert sum("with the same meaning" in note.english for note in answer.notes) == 1


def test_spelling_of_the_keyboard_does_not_come_along_with_an_edit(office):
    _, text = office.pulled(retyped("von-mot", "Huy động  vốn xã hội hoá và vốn dân góp."))

    assert "text: Huy động vốn xã hội hóa và vốn dân góp." in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "Huy động vốn vay , vốn góp ( tự nguyện ) ; vốn xã hội hóa .",
            "vốn vay, vốn góp (tự nguyện); vốn xã hội hóa.",
        ),
        ("Huy động vốn vay\u00a0: 3 ,5 triệu.", "vốn vay: 3 ,5 triệu."),
    ],
)
@pytest.mark.parametrize("edit", [retyped, typed])
def test_blanks_that_slipped_in_before_signs_are_never_written(office, edit, text, written):
    _, data = office.pulled(edit("von-mot", text))

    assert written in " ".join(data.split())


WRONG = {
    "two agencies have these letters": (
        line("lead", "Sở TC"),
        {"id": "so-g", "name": "Sở Thủy chính", "level": "province", "locality": "tinh-a"},
        "can be several agencies",
    ),
    "no agency": (line("coordinating", "UBND các xã"), None, "no agency of the plan's day"),
    "misspelt": (line("lead", "Sỏ Y tế"), None, "no agency of the plan's day"),
    "another kind of line": (retyped(f"{TASK}--lead", "Cơ quan phối hợp: Sở Y tế."), None, "put there by the program"),
    "a title": (
        retyped("thu--basis-2", "Căn cứ Nghị định số 30/2026/NĐ-CP ngày 01/3/2026 của Chính phủ về hộ nghèo."),
        None,
        "the words of a citation",
    ),
    "nearly a recipient": (retyped("thu--recipient-2", "- Sỏ Y tế;"), None, "no agency of the plan's day"),
    "a day that is none": (line("deadline", "Trước 31/6/2027"), None, ""),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_can_mean_two_things_or_nothing_is_refused(office, tmp_path, what):
    edit, agency, why = WRONG[what]
    place = office
    if agency:
        registers = read(FOLDER / "agencies.yaml")
        registers["agencies"].append(agency)
        place = desk(tmp_path / "office", agencies=registers)
    answer, text = place.pulled(edit)
    (change,) = answer.refused

    assert why in change.refused.message.english
    assert text == place.state.text(place.state.workspace.plans["thu"])


def test_a_line_and_a_row_that_disagree_are_both_refused_and_agree_in_other_words(office):
    row = in_cell(f"{TASK}--row", 2, "Sở Y tế")
    answer, _ = office.pulled(row, line("lead", "Sở Tài chính."))
    assert told(answer) == [("x", f"{TASK}--lead"), ("x", f"{TASK}--row")]

    answer, text = office.pulled(row, line("lead", "SYT."))
    assert [sign for sign, _ in told(answer)] == ["*", "*"]
    assert "lead: so-e" in text


def test_dashes_and_quotation_marks_of_a_new_text_are_those_that_were_typed(office):
    _, text = office.pulled(typed("von-hai", 'Thi đua "Vì người nghèo" ở xã.'))

    assert 'Thi đua "Vì người nghèo" ở xã.' in text


@pytest.mark.parametrize("words", ["Huy động nguồn vốn xã hội hoá.", "Huy động vốn vay, vốn xã hội hoá."])
def test_other_words_are_taken_in_the_spelling_of_the_data(office, words):
    _, text = office.pulled(retyped("von-mot", words))
    assert words.replace("hoá", "hóa") in text
