"""A draft comes back from Word: what people did to it is told, and brought into the YAML where it can be."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from planbook.changes.change import Change
from planbook.messages.diagnostics import Text
from planbook.reading.edits import edits_of
from planbook.reading.not_taken import Unread
from planbook.returns.answers.answer import Answer, FileEdit
from planbook.returns.answers.answer_report import answer_as_text, answers_as_json
from tests.conftest import FIVE, LAO_CAI, PLANS, run
from tests.drafts import draft_of
from tests.foreign_word import foreign_plan
from tests.ooxml.test_word_opening import content_of
from tests.word_edits import W, added, edited, end, found, instead, packed, parts_of, text_of, without, words

PLAN = "lao-cai-2026"
FILE = f"data/plans/{PLAN}.yaml"


@pytest.fixture
def root(tmp_path) -> Path:
    """The data of a province and templates in a folder of their own, outside git."""
    others = [f"{plan}.yaml" for plan in PLANS if plan not in LAO_CAI]
    for name in ("data", "templates"):
        shutil.copytree(FIVE / name, tmp_path / "work" / name, ignore=shutil.ignore_patterns(*others))
    return tmp_path / "work"


def pulled(root: Path, *edits, options=(), plan=PLAN):
    """What the command says of a draft after some edits, in English; and what it changes in the plan's file."""
    path = root.parent / "draft.docx"
    path.write_bytes(edited(draft_of(plan), *edits) if edits else draft_of(plan))
    return asked(root, path, *options)


def asked(root: Path, path: Path, *options: str):
    before = (root / FILE).read_text(encoding="utf-8")
    answer = run(root, "pull", str(path), "--lang", "en", *options)
    assert "Traceback" not in answer.stderr
    after = (root / FILE).read_text(encoding="utf-8")
    if after == before:
        return answer, set()
    return answer, {line.strip() for line in after.splitlines()} ^ {line.strip() for line in before.splitlines()}


def data(root: Path, *edits, options=()) -> dict:
    return json.loads(pulled(root, *edits, options=("--format", "json", *options))[0].stdout)


TRAINING = "Đào tạo nghề cho khoảng 3.000"


def test_a_report_shows_both_texts_and_writes_nothing(root):
    answer, changed = pulled(root, end(TRAINING, "thoát nghèo.", "thoát nghèo tại xã."))

    assert "* dao-tao-nghe  [paragraph 35]" in answer.stdout
    assert (
        "+ Đào tạo nghề cho khoảng 3.000 lao động thuộc hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo tại xã."
        in answer.stdout
    )
    assert (answer.returncode, changed) == (0, set())


def test_what_is_applied_is_a_change_of_that_field_alone_and_mentions_stay(root):
    answer, changed = pulled(root, end(TRAINING, "thoát nghèo.", "thoát nghèo tại xã."), options=["--apply"])

    assert answer.returncode == 0
    assert changed == {
        "text: Đào tạo nghề cho {value} thuộc hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo.",
        "text: Đào tạo nghề cho {value} thuộc hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo tại xã.",
    }
    assert run(root, "check").returncode == 0
    assert run(root, "fmt", "--check").stdout == ""
    again, _ = asked(root, root.parent / "draft.docx")
    assert "changes: 0" in again.stdout


def everywhere(old: str, new: str):
    """An edit by "Replace all"."""

    def replace_all(trees):
        for text in trees["word/document.xml"].iter(f"{W}t"):
            text.text = (text.text or "").replace(old, new)

    return replace_all


TRAINED = "Đào tạo nghề cho khoảng 3.500 lao động thuộc hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo."


def everywhere_but_in_the_target(trees):
    everywhere("ít nhất 3.000", "ít nhất 3.500")(trees)


@pytest.mark.parametrize("edit", [instead(TRAINING, TRAINED), everywhere("3.000", "3.500")])
def test_the_number_of_a_target_is_taken_whether_or_not_what_repeats_it_was_changed_too(root, edit):
    answer, changed = pulled(root, edit, options=["--apply"])
    assert "refused: 0" in answer.stdout
    assert changed == {"value: 3.000", "value: 3.500"}
    assert (root / FILE).read_text("utf-8").count("value: 3.500") == 1
    assert run(root, "check").returncode == 0


def test_the_number_of_a_target_is_not_changed_by_what_repeats_it_alone(root):
    """The drafter may mean the task only, or both."""
    answer, changed = pulled(root, everywhere_but_in_the_target, options=["--apply"])
    assert "the number is that of the target “dao-tao-nghe”, which the draft leaves as it is" in answer.stdout
    assert (answer.returncode, changed) == (1, set())


@pytest.mark.parametrize("comparator", ["at-least", "exactly"])
def test_how_a_text_says_the_number_of_a_target_is_its_own(comparator, plans):
    plan = plans.plans[PLAN]
    figure = next(entry for entry in plan.walk() if getattr(entry, "id", "") == "ho-huong-du-an-san-xuat")
    old = (figure.comparator, figure.value, figure.upper, figure.unit)
    new = (comparator, Decimal(9000), None, figure.unit)
    made = edits_of(plan, [Change("set", PLAN, figure.id, figure, figure, "value", old, new)])
    assert {(one.at.entries["id"].text, one.key, one.value) for one in made} == {
        ("ho-tro-san-xuat", "value", "9.000"),
        ("ho-huong-du-an-san-xuat", "comparator", comparator),
    }


def test_a_figure_that_is_changed_wherever_it_stands_is_taken_though_none_of_its_places_could_change_alone(root):
    path = root / FILE
    text = path.read_text("utf-8")
    own = "comparator: at-least  # the target says about\n                "
    assert own in text
    path.write_text(text.replace(own, own + "value: 3.000\n                "), "utf-8")
    alone, changed = pulled(root, instead(TRAINING, TRAINED), options=["--apply"])
    assert "to be confirmed: 1" in alone.stdout
    assert changed == set()
    answer, changed = pulled(root, everywhere("3.000", "3.500"), options=["--apply"])

    assert "refused: 0" in answer.stdout
    assert changed == {"value: 3.000", "value: 3.500"}
    assert path.read_text("utf-8").count("value: 3.500") == 2
    assert run(root, "check").returncode == 0


def test_a_deadline_typed_in_small_letters_in_a_row_is_taken(root):
    answer, changed = pulled(root, everywhere("Trong quý II năm 2026", "trong quý III năm 2026"), options=["--apply"])

    assert "refused: 0" in answer.stdout
    assert changed == {"- {within: 2026-Q2}", "- {within: 2026-Q3}"}


def test_agencies_come_back_as_agencies(root):
    old = "Cơ quan chủ trì: Sở Giáo dục và Đào tạo, Sở Nội vụ."
    _, changed = pulled(root, words(old, "Cơ quan chủ trì: Sở GD&ĐT, Sở Y tế."), options=["--apply"])
    answer, _ = pulled(root, words(old, "Cơ quan chủ trì: Sở Giáo dục và Đào tạo, Sở Y tế."), options=["--apply"])

    assert changed <= {"lead: [so-gd-dt, so-noi-vu]", "lead: [so-gd-dt, so-y-te]"}
    assert "refused: 0" in answer.stdout


def test_an_unknown_agency_is_refused_and_the_rest_is_taken(root):
    old = "Cơ quan chủ trì: Sở Giáo dục và Đào tạo, Sở Nội vụ."
    answer, changed = pulled(
        root,
        words(old, "Cơ quan chủ trì: Sở Vũ trụ."),
        end(TRAINING, "thoát nghèo.", "thoát nghèo tại xã."),
        options=["--apply"],
    )

    assert answer.returncode == 1
    assert "no agency of the plan's day is called" in answer.stdout
    assert len(changed) == 2


def test_new_paragraphs_become_entries_beside_their_neighbour(root):
    answer, changed = pulled(
        root, added("Tạo sự tham gia đồng bộ", "Một việc mới của văn phòng.", "Việc thứ hai."), options=["--apply"]
    )

    assert answer.returncode == 0
    assert changed == {
        "- id: mot-viec-moi-cua-van-phong",
        "text: Một việc mới của văn phòng.",
        "- id: viec-thu-hai",
        "text: Việc thứ hai.",
    }


def test_an_item_that_others_name_is_not_deleted(root):
    answer, _ = pulled(
        root, without("Thực hiện hiệu quả Đề án số 06-ĐA/TU"), options=["--apply"], plan="lao-cai-2024-10-xa"
    )

    assert answer.returncode == 1
    assert re.search(r"lao-cai-2024-10-xa.yaml:\d+ still names the item “de-an-06-giao-duc”", answer.stdout)
    path = "data/plans/lao-cai-2024-10-xa.yaml"
    assert (root / path).read_bytes() == (FIVE / path).read_bytes()


def test_a_copy_needs_a_yes(root):
    original = text_of(found({"word/document.xml": _tree()}, "Đổi mới cách tuyên"))
    copy = added("Tạo sự tham gia đồng bộ", original)
    answer, changed = pulled(root, copy, options=["--apply"])
    told = data(root, copy)["changes"]

    assert (answer.returncode, changed) == (1, set())
    assert [(one["kind"], one["with"]) for one in told] == [("duplicated", "doi-moi-tuyen-truyen-van-dong")]
    answer, changed = pulled(root, copy, options=["--apply", "--accept", told[0]["id"]])
    assert answer.returncode == 0
    assert f"- id: {told[0]['id']}" in changed


def _tree():
    from tests.drafts import opened

    return opened(PLAN)[1]


def test_a_conflict_shows_all_three_texts_and_needs_a_yes(root):
    path = root / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("hộ mới thoát nghèo.\n", "hộ mới thoát.\n", 1), "utf-8")
    edit = end(TRAINING, "thoát nghèo.", "thoát nghèo tại xã.")
    answer, changed = pulled(root, edit, options=["--apply"])

    assert "! dao-tao-nghe" in answer.stdout
    told = "Đào tạo nghề cho khoảng 3.000 lao động thuộc hộ nghèo, hộ cận nghèo, hộ"
    assert f"when the file was made: {told} mới thoát nghèo." in answer.stdout
    assert f"in the file: {told} mới thoát nghèo tại xã." in answer.stdout
    assert f"in the data: {told} mới thoát." in answer.stdout
    assert (answer.returncode, changed) == (1, set())
    answer, changed = pulled(root, edit, options=["--apply", "--accept", "dao-tao-nghe"])
    assert (answer.returncode, len(changed)) == (0, 2)


def test_what_the_source_changed_elsewhere_stays(root):
    path = root / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("hợp thực tiễn từng nơi", "hợp từng nơi"), "utf-8")
    answer, _ = pulled(root, end(TRAINING, "thoát nghèo.", "thoát nghèo tại xã."), options=["--apply"])

    assert answer.returncode == 0
    text = path.read_text(encoding="utf-8")
    assert "hợp từng nơi" in text
    assert "thoát nghèo tại xã" in text


def test_number_and_day_typed_by_hand_are_refused_by_name(root):
    answer, changed = pulled(root, words("Số:", "Số: 12"), options=["--apply"])

    assert answer.returncode == 1
    assert "fixed words of the plan were edited" in answer.stdout
    assert changed == set()


def test_a_file_without_a_manifest_is_compared_and_every_edit_needs_a_yes(root):
    content = edited(draft_of(PLAN), end(TRAINING, "thoát nghèo.", "thoát nghèo tại xã."))
    path = root.parent / "bare.docx"
    path.write_bytes(packed({name: part for name, part in parts_of(content).items() if "customXml/item1" not in name}))
    answer, changed = asked(root, path, "--apply")

    assert "the file does not say what it was made of" in answer.stdout
    assert "? dao-tao-nghe" in answer.stdout
    assert (answer.returncode, changed) == (1, set())


def test_a_draft_of_no_plan_is_said_so(root):
    path = root.parent / "other.docx"
    path.write_bytes(foreign_plan())
    answer, _ = asked(root, path)

    assert answer.returncode == 2
    assert "the file is no draft of a plan" in answer.stderr


def test_a_draft_of_a_plan_that_is_not_here_is_said_so(root):
    answer, _ = pulled(root, plan="bac-ha-2022")

    assert answer.returncode in (1, 2)
    assert "bac-ha-2022" in answer.stderr


ODD = {
    "hidden": ("<w:rPr><w:vanish/></w:rPr>", "hidden text is not taken back"),
    "struck": ("<w:rPr><w:strike/></w:rPr>", "the paragraph holds text that is hidden, unseen, struck or raised"),
}


@pytest.mark.parametrize("what", ODD)
def test_text_that_is_not_plainly_there_is_refused_by_name(root, what):
    from lxml import etree

    dress, said = ODD[what]

    def edit(trees):
        run = etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}">{dress}<w:t> bí mật</w:t></w:r>')
        next(found(trees, TRAINING).iter(f"{W}r")).addnext(run)

    answer, changed = pulled(root, edit, options=["--apply"])

    assert said in answer.stdout
    assert (answer.returncode, changed) == (1, set())


@pytest.mark.parametrize("what", ["a bomb of XML", "entities", "macros", "a password", "a PDF file"])
def test_a_file_that_could_hurt_is_refused_in_one_sentence(root, what):
    path = root.parent / "hostile.docx"
    path.write_bytes(content_of(what))
    answer, _ = asked(root, path)

    assert answer.returncode == 2
    assert 1 <= len(answer.stderr.strip().splitlines()) <= 2


def test_a_comment_is_told_with_its_item(root):
    from lxml import etree

    def edit(trees):
        node = found(trees, TRAINING)
        for kind, at in (("Start", 1), ("End", len(node))):
            node.insert(at, etree.Element(f"{W}commentRange{kind}", {f"{W}id": "1"}))

    path = root.parent / "commented.docx"
    comments = (
        f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="1" w:author="An"><w:p><w:r><w:t>Đủ chưa?</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )
    path.write_bytes(packed(parts_of(edited(draft_of(PLAN), edit)) | {"word/comments.xml": comments.encode()}))
    answer, _ = asked(root, path)

    assert "# An at dao-tao-nghe: Đủ chưa?" in answer.stdout
    assert answer.returncode == 0


def test_a_text_with_braces_is_refused(root):
    answer, changed = pulled(root, instead("Tạo sự tham gia đồng bộ", "Việc {agency:so-y-te}."), options=["--apply"])

    assert answer.returncode == 1
    assert "braces" in answer.stdout
    assert changed == set()


def test_no_more_is_printed_of_what_is_refused_than_a_person_reads(in_english):
    why = Unread(Text("the text is empty"), Text("delete it"))
    refused = (FileEdit(f"p{number}", Text("the text is empty"), "", "x", refused=why) for number in range(500))
    answer = Answer("mau-2026", "", tuple(refused))

    lines = answer_as_text(answer).splitlines()
    assert len([line for line in lines if line.startswith("x p")]) == 200
    assert "300 more refused places" in lines[-2]
    assert lines[-1].endswith("refused: 500")
    assert len(json.loads(answers_as_json([("", answer)]))["refused"]) == 500
