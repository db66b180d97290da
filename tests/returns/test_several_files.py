"""Several agencies answer one draft: their edits put together, what clashes by whose it is, every edit and comment noted."""

import io

import openpyxl
import pytest
import yaml
from lxml import etree

from planbook.loading.workspace import load
from planbook.messages.catalogue import speaking
from planbook.messages.diagnostics import Misuse, stop_the_build
from planbook.render.sheet import workbook
from planbook.returns.answers.answer import EditChoice
from planbook.returns.answers.answer_report import answers_as_text
from planbook.returns.answers.choices import refuse_unknown
from planbook.returns.pull_files import pull_files
from planbook.views.once import Views
from planbook.views.paper import opinion_count, opinion_table
from planbook.views.workbook.assembly import Origin, workbook_view
from tests.desk.desks import deleted, desk, moved, paragraph_of, retyped, typed, with_own_data
from tests.returns.workbook_edits import MADE, Hand
from tests.word_edits import W, edited


@pytest.fixture
def house(office, tmp_path):
    return with_own_data(office, tmp_path / "house")


def answer_of(house, name, *edits):
    path = house.root.parent / name
    path.write_bytes(edited(house.content, *edits))
    return path


def sub_figure(item, number):
    texts = {
        "mo-lop": f"Mở lớp dạy nghề cho khoảng {number} lao động ở các xã.",
        "day-nghe": f"Đào tạo nghề cho khoảng {number} lao động thuộc hộ nghèo.",
    }
    return retyped(item, texts[item])


def workbook_of(house, name, item, column, value, about="about_targets"):
    views = Views(house.state.workspace, house.state.phrases)
    view = workbook_view(views.texts["thu"], views.views["thu"], views.sheets["thu"], Origin("", MADE.date()))
    hand = Hand(house.state, "thu", openpyxl.load_workbook(io.BytesIO(workbook(view, MADE))))
    hand.cell(item, column, about).value = value
    hand.cell(item, column, about).comment = openpyxl.comments.Comment("Chỉ tiêu cao quá", "Lan")
    hand.book.properties.lastModifiedBy = "Lan"
    path = house.root.parent / name
    hand.book.save(path)
    return path


def commented(item, author, text):
    """A comment of Word at the paragraph of an item."""

    def edit(parts):
        place = paragraph_of(parts, item)
        mark = {f"{W}id": "7"}
        place.insert(1, etree.Element(f"{W}commentRangeStart", mark))
        place.append(etree.Element(f"{W}commentRangeEnd", mark))
        comments = etree.fromstring(
            f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="7" w:author="{author}" w:date="2026-11-03T09:00:00Z">'
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
        )
        parts["word/comments.xml"] = comments

    return edit


def told(pulled):
    return {
        sender.file: [edit.id for edit in answer.edits if not edit.is_conflict] for sender, answer, _ in pulled.answers
    }


def written(house):
    plan = load(house.root / "data")[0].plans["thu"]
    return {entry.id: entry.text for entry in plan.walk() if hasattr(entry, "text") and hasattr(entry, "id")}


def noted(house):
    return yaml.safe_load((house.root / "data/opinions/thu.yaml").read_text("utf-8"))["opinions"]


def test_edits_of_word_and_excel_that_do_not_touch_are_all_written(house):
    files = [
        answer_of(house, "So Tai chinh.docx", retyped("von-mot", "Huy động thêm vốn xã hội hóa.")),
        answer_of(house, "Sở Y tế.docx", retyped("von-mot", "Huy động vốn xã hội hóa, vốn vay.")),
        workbook_of(house, "so-d.xlsx", "nha-o", "value", 150),
        answer_of(
            house, "khac.docx", typed("von-hai", "Giám sát việc dùng vốn."), retyped("nguoi-mot", "Tập huấn cán bộ.")
        ),
    ]
    pulled = pull_files(house.root, files, apply=True)
    plan = load(house.root / "data")[0].plans["thu"]
    assert not pulled.is_left()
    assert written(house)["von-mot"] == "Huy động thêm vốn xã hội hóa, vốn vay."
    assert {"Giám sát việc dùng vốn.", "Tập huấn cán bộ."} <= {*written(house).values()}
    assert [target.value for target in plan.targets() if target.id == "nha-o"] == [150]
    assert [(one.get("agency"), one["answer"]) for one in noted(house) if one["kind"] == "edit"] == [
        ("so-c", "taken"),
        ("so-e", "taken"),
        ("so-d", "taken"),
        (None, "taken"),
        (None, "taken"),
    ]
    assert [one["text"] for one in noted(house) if one["kind"] == "comment"] == ["Chỉ tiêu cao quá"]
    assert not stop_the_build(load(house.root / "data")[1])
    again = pull_files(house.root, [path for path in files if path.suffix == ".docx"], apply=True)
    assert set(map(tuple, told(again).values())) == {()}


def test_what_a_new_target_would_become_is_noted_once(house):
    pull_files(house.root, [answer_of(house, "so-e.docx", typed("nha-o", "- Trồng 500 ha rừng."))], apply=True)

    assert [one["text"].count("Mức phấn đấu") for one in noted(house)] == [1]


def test_a_clash_about_a_number_leaves_who_leads_the_task_to_a_third_agency(house):
    files = [
        answer_of(house, "so-c.docx", sub_figure("mo-lop", "3.100"), sub_figure("day-nghe", "3.100")),
        answer_of(house, "so-d.docx", retyped("mo-lop--lead", "Cơ quan chủ trì: Sở Y tế.")),
        answer_of(house, "so-e.docx", sub_figure("day-nghe", "3.200")),
    ]
    for order in (files, files[::-1]):
        pulled = pull_files(house.root, order, EditChoice(("day-nghe@so-e.docx",)))
        clashes = {
            (sender.file, edit.id): edit.is_conflict for sender, answer, _ in pulled.answers for edit in answer.edits
        }
        assert [name for name, clashes_ in clashes.items() if clashes_] == [
            ("so-c.docx", "day-nghe"),
            ("so-c.docx", "mo-lop"),
        ]
        assert len(clashes) == 4


@pytest.mark.parametrize("turned", [False, True])
def test_what_two_agencies_want_otherwise_is_taken_of_neither_whatever_their_order(house, turned):
    files = [
        answer_of(house, "so-c.docx", retyped("von-mot", "Huy động vốn vay.", tracked=True)),
        answer_of(house, "so-e.docx", retyped("von-mot", "Huy động vốn tặng."), retyped("von-hai", "Lồng ghép vốn.")),
    ]
    before = written(house)
    pulled = pull_files(house.root, files[::-1] if turned else files, apply=True)
    assert pulled.is_left()
    assert written(house) == {**before, "von-hai": "Lồng ghép vốn."}
    conflicts = [edit for _, answer, _ in pulled.answers for edit in answer.conflicts]
    assert {(edit.new, edit.rivals[0].new) for edit in conflicts} == {
        ("Huy động vốn vay.", "Huy động vốn tặng."),
        ("Huy động vốn tặng.", "Huy động vốn vay."),
    }
    with speaking("en"):
        shown = answers_as_text([(sender.file, answer) for sender, answer, _ in pulled.answers])
    assert "in so-c.docx, An 02/11/2026: Huy động vốn vay." in shown
    assert [one.get("answer") for one in noted(house)].count("taken") == 1
    assert len(noted(house)) == 3


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (EditChoice(accepted=["von-mot@so-e.docx"]), "Huy động vốn tặng."),
        (EditChoice(excepted=["von-mot@so-e.docx"]), "Huy động vốn vay."),
        (EditChoice(authors=["Sở Tài chính"]), "Huy động vốn vay."),
        (EditChoice(authors=["An"]), "Huy động vốn vay."),
        (EditChoice(excepted=["von-mot"]), "Huy động vốn xã hội hóa."),
        (EditChoice(accepted=["all"]), "Huy động vốn xã hội hóa."),
    ],
)
def test_somebody_chooses_between_two_by_the_file_the_author_or_the_item(house, choice, words):
    files = [
        answer_of(house, "so-c.docx", retyped("von-mot", "Huy động vốn vay.", tracked=True)),
        answer_of(house, "so-e.docx", retyped("von-mot", "Huy động vốn tặng.")),
    ]
    pulled = pull_files(house.root, files, choice, apply=True)
    assert written(house)["von-mot"] == words
    assert pulled.is_left()


def test_the_same_edit_of_two_agencies_is_written_once_and_noted_of_both(house):
    files = [answer_of(house, f"{name}.docx", retyped("von-mot", "Huy động vốn vay.")) for name in ("so-c", "so-e")]
    assert not pull_files(house.root, files, apply=True).is_left()
    assert [(one["agency"], one["answer"]) for one in noted(house)] == [("so-c", "taken"), ("so-e", "taken")]


def test_one_cell_that_two_agencies_change_otherwise_is_taken_of_neither(house):
    texts = {"so-c.xlsx": "thêm lớp", "so-e.xlsx": "nhiều lớp"}
    files = [
        workbook_of(
            house, name, "mo-lop", "task", f"Mở {words} dạy nghề cho khoảng 3.000 lao động ở các xã.", "about_tasks"
        )
        for name, words in texts.items()
    ]
    pulled = pull_files(house.root, files)
    assert [[edit.rivals[0].sender.partition(",")[0] for edit in answer.edits] for _, answer, _ in pulled.answers] == [
        ["so-e.xlsx"],
        ["so-c.xlsx"],
    ]
    assert pulled.after.files == pulled.before.files


@pytest.mark.parametrize("turned", [False, True])
def test_words_that_two_agencies_change_apart_in_one_cell_are_all_written(house, turned):
    texts = {
        "so-c.xlsx": "Mở thêm lớp dạy nghề cho khoảng 3.000 lao động ở các xã.",
        "so-e.xlsx": "Mở lớp dạy nghề cho khoảng 3.000 lao động ở các xã, thôn.",
    }
    files = [workbook_of(house, name, "mo-lop", "task", text, "about_tasks") for name, text in texts.items()]
    pulled = pull_files(house.root, files[::-1] if turned else files, apply=True)
    assert not pulled.is_left()
    assert written(house)["mo-lop"] == "Mở thêm lớp dạy nghề cho {figure:hoc-vien} ở các xã, thôn."
    assert [entry.get("answer") for entry in noted(house)].count("taken") == 2


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("coordinating", "Sở Y tế, UBND các xã, phường", "Sở Tài chính, UBND các xã, phường, Sở NN&MT"),
        ("deadline", "Trước ngày 30/9/2027", "Trước ngày 15/6/2027"),
        (
            "task",
            "Mở lớp dạy nghề cho khoảng 3.500 lao động ở các xã.",
            "Mở lớp dạy nghề cho khoảng 3.200 lao động ở các xã.",
        ),
    ],
)
def test_agencies_times_and_figures_of_one_cell_that_two_agencies_change_are_not_put_together(
    house, column, first, second
):
    files = [
        workbook_of(house, name, "mo-lop", column, text, "about_tasks")
        for name, text in (("so-c.xlsx", first), ("so-e.xlsx", second))
    ]
    pulled = pull_files(house.root, files)
    assert not any(edit.is_certain for _, answer, _ in pulled.answers for edit in answer.edits)
    assert pulled.after.files == pulled.before.files


def test_a_moved_line_stands_in_the_table_of_opinions_as_a_move(house):
    pull_files(house.root, [answer_of(house, "so-c.docx", moved("nguoi-mot", "von-mot"))], apply=True)
    table = opinion_table(house.state.context(house.state.workspace.plans["thu"]).text, opinions_of(house))
    assert [row.cells[3].text for row in table.rows] == ["Đề nghị chuyển “Huy động vốn xã hội hóa.” ra sau mục III.2"]


def test_a_file_of_an_agency_without_any_edit_is_an_agreement(house):
    files = [
        answer_of(house, "so-c.docx", retyped("von-mot", "Huy động vốn vay.")),
        answer_of(house, "so-e.docx"),
        answer_of(house, "ai-do.docx"),
    ]
    for _ in range(2):  # the second time the data hold what the first one wants: it was edited all the same
        pull_files(house.root, files, apply=True)
        assert [(one["kind"], one["agency"], one["answer"]) for one in noted(house)] == [
            ("edit", "so-c", "taken"),
            ("agreement", "so-e", "taken"),
        ]
    table = opinion_table(house.state.context(house.state.workspace.plans["thu"]).text, opinions_of(house))
    assert [[cell.text for cell in row.cells][-2:] for row in table.rows][1] == ["Thống nhất với dự thảo", "-"]
    count = opinion_count(opinions_of(house))
    assert (count.all, count.senders, count.agreements, count.agreed) == (1, 2, 1, 1)


def opinions_of(house):
    return load(house.root / "data")[0].opinions["thu"].opinions


def test_a_comment_is_kept_with_its_author_day_and_place_until_it_is_answered(house):
    hostile = "Sao lại “bỏ”: {value} # [x] &lt;&lt;&lt;&lt;&lt;&lt;&lt; \u0430"
    path = answer_of(house, "du-thao.docx", commented("von-mot", "Bình", hostile))
    pull_files(house.root, [path], apply=True)
    (comment,) = noted(house)
    assert comment["text"].startswith("Sao lại “bỏ”: {value} # [x] <<<<<<<")
    assert {name: str(comment[name]) for name in ("author", "day", "at", "place")} == {
        "author": "Bình",
        "day": "2026-11-03",
        "at": "von-mot",
        "place": "III.1",
    }
    assert "answer" not in comment
    assert not stop_the_build(load(house.root / "data")[1])
    path = house.root / "data/opinions/thu.yaml"
    answered = path.read_text("utf-8") + "    answer: not-taken\n    why: Đã có ở mục IV\n"
    path.write_text(answered, "utf-8")
    pull_files(house.root, [house.root.parent / "du-thao.docx"], apply=True)
    assert path.read_text("utf-8") == answered


def test_what_is_not_taken_needs_a_reason(house):
    path = house.root / "data/opinions/thu.yaml"
    path.parent.mkdir()
    path.write_text(
        "plan: thu\nopinions:\n  - {id: a, kind: comment, file: a.docx, text: bỏ, answer: not-taken}\n", "utf-8"
    )
    (finding,) = load(house.root / "data")[1]
    assert (finding.check, finding.span.line) == ("missing-field", 3)


def test_files_of_two_plans_or_of_one_name_are_refused(house, tmp_path):
    path = answer_of(house, "a.docx")
    (tmp_path / "other").mkdir()
    twin = tmp_path / "other/a.docx"
    twin.write_bytes(path.read_bytes())
    with pytest.raises(Misuse, match="one another name"):
        pull_files(house.root, [path, twin])


@pytest.fixture(scope="module")
def two_answers(tmp_path_factory):
    house = desk(tmp_path_factory.mktemp("answers") / "house", plan={"todo": None})
    files = [
        answer_of(house, "so-c.docx", retyped("von-mot", "Huy động vốn vay.")),
        answer_of(house, "so-e.docx", retyped("von-hai", "Lồng ghép vốn.")),
    ]
    return house, pull_files(house.root, files)


@pytest.mark.parametrize(
    ("choice", "near"),
    [
        (EditChoice(excepted=["von-mott"]), ["von-mot, von-hai"]),
        (EditChoice(accepted=["von-mott"]), ["von-mot, von-hai"]),
        (EditChoice(accepted=["Von-mot"]), ["von-mot"]),
        (EditChoice(accepted=["nguoi-mot"]), ["von-mot"]),
        (EditChoice(accepted=["von-hai@so-c.docx"]), ["von-mot"]),
        (EditChoice(accepted=["von-mot@so-c.doc"]), ["so-c.docx, so-e.docx"]),
        (EditChoice(accepted=["all@so-c.doc"]), ["so-c.docx, so-e.docx"]),
        (EditChoice(excepted=["all"]), ["von-hai"]),
        (EditChoice(excepted=["von-mot@khac.docx"]), ["so-c.docx, so-e.docx"]),
        (EditChoice(authors=["Sở Tài chinh"]), ["Sở Tài chính, Sở Y tế"]),
        (EditChoice(["von-mott"], ["von-mot@khac.docx"], ["Lan"]), ["von-mot", "khac.docx", "so-e.docx"]),
    ],
)
def test_a_choice_that_names_nothing_of_the_files_is_refused_with_what_is_near(two_answers, choice, near):
    house, pulled = two_answers
    answers = [(sender, answer) for sender, answer, _ in pulled.answers]
    with pytest.raises(Misuse, match=r"is called|only of") as refusal:
        refuse_unknown(choice, answers, house.state.context(house.state.workspace.plans["thu"]))
    for sentence, words in zip(refusal.value.sentences, near, strict=True):
        assert words in sentence.in_language("en")


def test_nothing_is_written_by_a_choice_that_names_nothing(house):
    before = written(house)
    file = answer_of(house, "so-c.docx", retyped("von-mot", "Huy động vốn vay."))
    with pytest.raises(Misuse, match="von-mott"):
        pull_files(house.root, [file], EditChoice(accepted=["von-mott"]), apply=True)
    assert written(house) == before


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_deleted_as_a_whole_stays_whole_where_another_agency_works_in_it(house, turned):
    edits = [
        [deleted("giai-phap-von", "von-mot", "von-hai")],
        [typed("von-mot", "Giám sát việc dùng vốn ở các xã."), retyped("von-mot", "Huy động vốn vay.")],
    ]
    names = ("so-c.docx", "so-e.docx")[:: -1 if turned else 1]
    pulled = pull_files(
        house.root, [answer_of(house, *pair[:1], *pair[1]) for pair in zip(names, edits, strict=True)], apply=True
    )
    assert pulled.is_left()
    assert written(house)["von-hai"] == "Lồng ghép các nguồn vốn."
    assert written(house)["von-mot"] == "Huy động vốn xã hội hóa."


# What three agencies do in and around one section: none, some or all of it can be done with what the others want.
_EDITS = {
    "without the section": deleted("giai-phap-von", "von-mot", "von-hai"),
    "without an item": deleted("von-mot"),
    "a new item": typed("von-hai", "Giám sát việc dùng vốn ở các xã."),
    "an item elsewhere": moved("nguoi-mot", "von-mot"),
    "without the last item": deleted("von-hai"),
}


def outcome(house, edits, names):
    """The data, and what each file meets, whatever the files are called."""
    files = [answer_of(house, f"{name}.docx", _EDITS[edit]) for edit, name in zip(edits, names, strict=True)]
    whose = {f"{name}.docx": edit for edit, name in zip(edits, names, strict=True)}
    pulled = pull_files(house.root, sorted(files))
    said = {
        (whose[sender.file], edit.kind, edit.new, *sorted(whose[rival.sender] for rival in edit.rivals))
        for sender, answer, _ in pulled.answers
        for edit in answer.edits
    }
    refused = [edit.id for _, answer, _ in pulled.answers for edit in answer.refused]
    return pulled.after.text(pulled.after.workspace.plans["thu"]), said, refused


@pytest.mark.parametrize(
    "edits",
    [
        ("without the section", "without an item", "a new item"),
        ("without the section", "an item elsewhere", "a new item"),
        ("an item elsewhere", "without the last item"),
    ],
)
def test_no_name_of_a_file_decides_what_is_taken_or_told(house, edits):
    orders = ["abc", "bac", "bca"] if len(edits) > 2 else ["ab", "ba"]
    text, told_of, refused = outcome(house, edits, orders[0])
    assert all(outcome(house, edits, names) == (text, told_of, refused) for names in orders[1:])
    assert text == house.state.text(house.state.workspace.plans["thu"])
    assert {edit for edit, _, _, *rivals in told_of if rivals} == set(edits)
    assert not refused
