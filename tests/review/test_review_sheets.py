"""What a review says to each agency, and of the order of tasks, in small offices of their own."""

import re

import pytest

from planbook.changes.compare import compare
from planbook.changes.marked_matrix import marked_matrix
from planbook.changes.report import report
from planbook.review.agency_changes import changes_of_agencies
from planbook.review.pack import cover
from planbook.review.report import states_of
from planbook.review.states import compared, differences
from tests.clones import commit, git
from tests.offices import AGENCIES, REGISTERS, office, part, task, written

GROUP = {"id": "cac-so", "name": "các sở", "level": "province", "members": ["so-b", "so-c"]}
WITH_GROUP = {**AGENCIES, "groups": [GROUP]}


def plan(*tasks: dict, **more) -> dict:
    return {"outline": [part("nhom", tasks=[*tasks]), *more.pop("parts", ())], **more}


def to_agencies(words, old: dict, new: dict) -> dict[str, list]:
    """For each agency the rows of its work, then the changes of its own and of its groups' work, place and sentence."""
    before, after = (office(fields, agencies=WITH_GROUP) for fields in (old, new))
    whole = report(before, after, compare(before, after), words)
    return {
        agency.id: [
            [(str(row.label), row.place, row.words) for row in part.works]
            + [f"{one.place} {one.sentence} {one.words}".strip() for one in part.own]
            + [f"* {one.place} {one.sentence}" for one in part.of_groups]
            for part in agency.parts
        ]
        for agency in changes_of_agencies(whole, after.agencies)
    }


def test_an_agency_hears_of_its_own_work_in_words_and_of_its_groups_by_number(words):
    old = plan(task("mot", assignment={"lead": "so-b"}), task("hai", assignment={"lead": "so-b"}))
    new = plan(
        task("mot", assignment={"lead": "so-c"}),
        task("hai", assignment={"lead": "cac-so"}),
        task("ba", assignment={"lead": "cac-so"}),
    )
    (own,) = to_agencies(words, old, new)["so-c"]
    group = words.say("group", group="các sở")
    assert own[:2] == [("leads now", "I", "Làm mot"), ("leads now", "", f"{group}: I Làm hai; I Làm ba")]
    assert own[2] == "I Làm mot: lead: Sở C instead of Sở B"
    assert [line for line in own[3:] if not line.startswith("*")] == []
    (before,) = to_agencies(words, old, new)["so-b"]
    assert ("leads no more", "I", "Làm mot") in before


def test_numbered_work_of_groups_is_told_by_its_numbers(words):
    shared = [task(f"viec-{at}", assignment={"lead": "cac-so"}) for at in range(3)]
    before, after = ({"outline": [part("nhom", numbering="parenthesis", tasks=tasks)]} for tasks in (FOUR, shared))
    (own,) = to_agencies(words, before, after)["so-c"]
    assert own[0] == ("leads now", "", f"{words.say('group', group='các sở')}: I(1), I(2), I(3)")


def test_what_is_only_new_or_gone_is_told_once(words):
    (own,) = to_agencies(words, plan(task("mot")), plan(task("mot"), task("hai", assignment={"lead": "so-c"})))["so-c"]
    assert own == [("leads now", "I", "Làm hai")]


def test_words_that_changed_are_told_to_whose_work_it_is_and_another_heading_to_nobody(words):
    old = plan(task("mot", text="Làm một việc.", assignment={"lead": "so-b"}))
    new = plan(task("mot", text="Làm một việc lớn.", assignment={"lead": "so-b"}))
    new["outline"][0]["heading"] = "NHÓM KHÁC"
    sheets = to_agencies(words, old, new)
    ((line,),) = sheets["so-b"]
    assert "text reads otherwise" in line
    assert line.endswith("việc [thêm: lớn].")
    assert "so-c" not in sheets


def moves(words, old: dict, new: dict, heirs: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    before, after = (office(fields, agencies=AGENCIES) for fields in (old, new))
    table = marked_matrix((before, before.plans["thu"]), (after, after.plans["thu"]), words, heirs or {})
    return [(row.row.item, row.mark, row.moved_from) for row in table.rows if row.mark or row.moved_from]


FOUR = [task(name) for name in ("mot", "hai", "ba", "bon")]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ([0, 1, 2, 3], []),
        ([0, 2, 1, 3], [("ba", "", "I, STT 3")]),
        ([3, 0, 1, 2], [("bon", "", "I, STT 4")]),
        ([1, 2, 3, 0], [("mot", "", "I, STT 1")]),
        ([0, 2, 3], [("hai", "gone", "")]),
    ],
)
def test_as_few_rows_as_explain_another_order_say_where_they_stood(words, order, told):
    assert moves(words, plan(*FOUR), plan(*(FOUR[at] for at in order))) == told


def test_a_task_that_goes_to_another_group_says_from_where_and_what_else_changed(words):
    old = {"outline": [part("nhom", tasks=FOUR[:2]), part("khac", tasks=FOUR[2:])]}
    other = {**FOUR[0], "assignment": {"lead": "so-c"}}
    new = {"outline": [part("nhom", tasks=FOUR[1:2]), part("khac", tasks=[*FOUR[2:], other])]}
    assert moves(words, old, new) == [("mot", "changed", "I, STT 1")]


def test_groups_that_change_places_are_told_and_not_their_tasks(words):
    groups = [part("nhom", tasks=FOUR[:2]), part("khac", tasks=FOUR[2:])]
    ((item, mark, place),) = moves(words, {"outline": groups}, {"outline": groups[::-1]})
    assert (mark, place) in (("", "STT I"), ("", "STT II"))
    assert item in ("nhom", "khac")


def rows(root, *states: str | None) -> dict[str, tuple[str, str]]:
    from planbook.outputs.office_settings import read_phrases

    return {str(label): (str(old), str(new)) for label, old, new in cover(compared(root, *states), read_phrases(root))}


def test_the_cover_says_what_is_known_of_a_working_tree_a_branch_and_a_tag(tmp_path):
    root = written(tmp_path / "office", plan(*FOUR), agencies=REGISTERS["agencies"])
    git(root, "init", "-q", "-b", "main")
    commit(root, "first")
    git(root, "tag", "v1")
    git(root, "switch", "-qc", "sua")
    path = root / "data/plans/thu.yaml"
    path.write_text(path.read_text("utf-8").replace("Làm hai.", "Làm hai lần."), "utf-8")
    edited = rows(root, "main")
    first = git(root, "log", "-1", "--format=%h", "--abbrev=7").strip()
    assert edited["State"] == (f"main ({first})", "the data as they are now")
    assert edited["Commit"] == (f"{first} first", f"{first}, edited since")
    assert edited["Branch"] == ("main", "sua")
    commit(root, "second")
    between = rows(root, "v1", "sua")
    assert between["Branch"] == ("", "sua")
    assert between["Commit"][1].endswith(" second")
    assert re.fullmatch(r"\d\d?/\d\d?/\d{4}", between["Day of the commit"][0])


def test_the_cover_of_two_plans_names_their_titles_and_of_folders_without_git_the_folders(tmp_path):
    later = plan(*FOUR[:3], id="sau", short_title="Sau", period="2028")
    root = written(tmp_path / "office", [plan(*FOUR), later], agencies=REGISTERS["agencies"])
    assert rows(root, "thu", "sau") == {"State": ("thu", "sau"), "Plan": ("Thử", "Sau")}
    other = written(tmp_path / "other", plan(*FOUR[:2]), agencies=REGISTERS["agencies"])
    assert rows(root, str(other))["State"] == (str(other), "the data as they are now")
    assert "Commit" not in rows(root, str(other))


def test_a_comparison_of_two_plans_says_which_of_them_was_replaced_and_since_when(tmp_path):
    later = plan(
        *FOUR[:3], id="sau", short_title="Sau", period="2028", status="issued", number="9/KH-UBND", date="2027-12-30"
    )
    root = written(tmp_path / "office", [plan(*FOUR, replaced_by="sau"), later], agencies=REGISTERS["agencies"])
    assert (
        str(states_of(differences(root, "thu", "sau")))
        == "Compared: thu (before) and sau (after); thu was replaced from 30/12/2027 on by sau"
    )
