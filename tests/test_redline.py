"""The Word file that shows leaders what changed: accepting all gives the new draft, rejecting all the old one."""

import copy
import difflib
import io
import os
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from python_redlines import DocxodusEngine

from planbook.loading.workspace import load_files
from planbook.model.workspace import Workspace
from planbook.ooxml.blocks import Body, Reviser, Run, WordCell, WordPage, WordParagraph, WordRow, WordTable
from planbook.ooxml.content import Content
from planbook.ooxml.numbering import ListPlace
from planbook.outputs.documents import word_origin
from planbook.render.redline import merged_bodies
from planbook.render.tracked_words import Tokens, tracked
from planbook.render.word import draft
from planbook.repository.files import read_folder
from planbook.review.dress import read_dress
from planbook.review.redline import Version, redline_of
from planbook.views.plan import plan_view
from tests import libreoffice
from tests.conftest import FIVE, PLANS, run, sampled, workspace
from tests.offices import office
from tests.random_edits import EditedPlan
from tests.reading_word import W, lints, own_text, part
from tests.test_word_validity import audit_findings, sdk_findings
from tests.tracked_changes import decide, is_marked, printed, split, tree
from tests.word_edits import plain_breaks

MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DRESS = read_dress(FIVE)
FILES = read_folder(FIVE / "data")
DATA = load_files(FILES)[0]
SEEDS = range(200)
SHARES = 8  # so many tests, which two processes can share
HEADING_LINES = 12
APPENDICES_OF = [("abc", "ac"), ("ac", "abc"), ("ab", "b"), ("b", "ab"), ("ab", "a"), ("a", "ab"), ("a", ""), ("", "a")]
OPENED = 25  # every so-manieth random edit is opened in LibreOffice


@dataclass(frozen=True)
class Sides:
    """A redline with the drafts of both its sides."""

    redline: bytes
    old: bytes
    new: bytes


def plain(of: Workspace, plan: str) -> bytes:
    view = plan_view(of, of.plans[plan], DRESS.phrases)
    return draft(
        DRESS.article(of, of.plans[plan]), DRESS.sheet, word_origin(DRESS.phrases, of.plans[plan], view, "", MADE)
    )


def sides(old: Workspace, new: Workspace, was: str, now: str) -> Sides:
    before, after = Version(old, old.plans[was], "", MADE), Version(new, new.plans[now], "", MADE)
    return Sides(redline_of(DRESS, before, after, Reviser("Phòng", MADE)), plain(old, was), plain(new, now))


def of_edit(seed: int) -> tuple[str, Sides]:
    """A redline of one plan before and after some random edits, with their names."""
    plan = PLANS[seed % len(PLANS)]
    edited = EditedPlan(FILES, plan, seed)
    old = edited.workspace
    done = edited.edited(1 + seed % 6)
    return f"{seed} {plan}: {', '.join(done)}", sides(old, edited.workspace, plan, plan)


def of_plans(was: str, now: str) -> Sides:
    return sides(DATA, DATA, was, now)


def of_appendices(old: str, new: str) -> Sides:
    """A redline of a plan with one table for each letter."""

    def table(letter: str) -> dict:
        columns = [{"key": "xa", "heading": "Xã"}, {"key": "so", "heading": "Số"}]
        rows = [{"id": f"dong-{letter}", "cells": [letter, "1"]}]
        return {"id": f"bieu-{letter}", "title": f"Biểu {letter}", "columns": columns, "rows": rows}

    both = (office({"appendices": [*map(table, letters)]}) for letters in (old, new))
    return sides(*both, "thu", "thu")


def departures(pair: Sides) -> list[str]:
    """What the redline holds otherwise than its two sides do."""
    document = tree(pair.redline)
    found = [*(f"split: {one}" for one in split(document)), *lints(document)]
    for accept, side in ((True, pair.new), (False, pair.old)):
        wanted, got = printed(side), printed(pair.redline, accept=accept)
        found += list(difflib.unified_diff(wanted, got, "wanted", f"accept={accept}", n=0, lineterm=""))
    return found


@pytest.mark.parametrize(("was", "now"), sampled([*permutations(PLANS, 2)], 5))
def test_between_any_two_plans_accepting_gives_one_draft_and_rejecting_the_other(was, now):
    assert departures(of_plans(was, now)) == []


@pytest.mark.parametrize("share", range(SHARES))
def test_of_random_edits_accepting_gives_the_new_draft_and_rejecting_the_old_one(share):
    found = {}
    for seed in sampled(SEEDS[share::SHARES], 25):
        name, pair = of_edit(seed)
        if wrong := departures(pair):
            found[name] = wrong
    assert found == {}


def test_libreoffice_gives_both_drafts_with_their_numbers(tmp_path):
    pairs = {f"plans-{was}-{now}": of_plans(was, now) for was, now in [PLANS[:2], PLANS[2:4], PLANS[3:1:-1]]}
    pairs |= {f"edit-{seed}": of_edit(seed)[1] for seed in sampled(SEEDS[::OPENED], 2)}
    # In the middle, the first, the last, the only one.
    pairs |= {f"appendix-{old}-{new}": of_appendices(old, new) for old, new in APPENDICES_OF}
    for name, pair in pairs.items():
        for side in ("redline", "old", "new"):
            (tmp_path / f"{name}-{side}.docx").write_bytes(getattr(pair, side))

    shown = libreoffice.decided(tmp_path)

    assert len(shown) == 3 * len(pairs)
    for name in pairs:
        for decision, side in enumerate(("new", "old")):
            got, wanted = shown[f"{name}-redline"][decision], shown[f"{name}-{side}"][0]
            got, wanted = list(map(plain_breaks, got)), list(map(plain_breaks, wanted))
            assert len(got) > 20, "the file was opened"
            assert [*filter(None, got)] == [*filter(None, wanted)], name
            # LibreOffice 7.4 leaves empty cells where a column goes: below the heading block.
            end = HEADING_LINES if name.startswith("plans") else len(wanted)
            assert got[:end] == wanted[:end], name


def test_the_reader_of_changes_sees_what_is_wrong():
    pair = of_edit(1)[1]

    assert departures(Sides(pair.redline, pair.new, pair.new))
    assert departures(Sides(pair.new, pair.old, pair.new))


@pytest.mark.parametrize("seed", [0, 7, 23])
def test_both_validators_find_nothing(seed, tmp_path):
    path = tmp_path / "redline.docx"
    path.write_bytes(of_edit(seed)[1].redline)

    assert sdk_findings(path) == []
    assert audit_findings(path) == []


def test_a_redline_between_two_plans_is_valid_with_whole_rows_and_moves(tmp_path):
    path = tmp_path / "redline.docx"
    path.write_bytes(of_plans("lao-cai-2024", "lao-cai-2026").redline)
    document = part(path, "word/document.xml")

    assert sdk_findings(path) == []
    assert audit_findings(path) == []
    assert document.findall(f".//{W}trPr/{W}ins")
    assert document.findall(f".//{W}trPr/{W}del")
    assert document.findall(f".//{W}tc//{W}pPrChange")
    moves = [{start.get(f"{W}name") for start in document.iter(f"{W}move{way}RangeStart")} for way in ("From", "To")]
    assert moves[0] == moves[1]


def marked(file: bytes | Path) -> list[str]:
    """What is yellow in each paragraph of a Word file."""
    document = tree(file if isinstance(file, bytes) else file.read_bytes())
    runs = ([one for one in paragraph.iter(f"{W}r") if is_marked(one)] for paragraph in document.iter(f"{W}p"))
    return [text for yellow in runs if (text := "".join(map(own_text, yellow)))]


def test_what_a_rolled_over_plan_leaves_open_is_yellow_and_resolving_it_takes_the_yellow_away(repository, tmp_path):
    assert run(repository, "rollover", "lao-cai-2026", "2027").returncode == 0
    data = load_files(read_folder(repository / "data"))[0]
    pair = sides(data, data, "lao-cai-2026", "lao-cai-2027")
    back = sides(data, data, "lao-cai-2027", "lao-cai-2026")
    yellow = [line for line in printed(pair.new) if "‹" in line]

    assert len(yellow) > 10
    assert not any("‹" in line for line in printed(pair.old))
    for name, both in {"redline": pair, "back": back}.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(both.redline)
        assert departures(both) == []
        assert sdk_findings(path) == []
        assert audit_findings(path) == []
    opened = libreoffice.decided_files(tmp_path)
    marks = {name: [marked(path) for path in both] for name, both in opened.items()}
    assert marks == {"redline": [marked(pair.new), marked(pair.old)], "back": [marked(back.new), marked(back.old)]}


def test_words_that_stay_are_not_written_twice_for_the_pen_alone():
    old, new = (Run("giảm 1,5% một năm"),), (Run("giảm 2% một năm", marked=True),)

    assert tracked(old, new, TOKENS) == (
        Run("giảm ", marked=True, remarked=True),
        Run("1,5%", change="del"),
        Run("2%", change="ins", marked=True),
        Run(" một năm", marked=True, remarked=True),
    )


TOKENS = DRESS.tokens()
DAYS = "Số 1, [-ngày 07 tháng 3 năm 2026-]{+ngày 08 tháng 3 năm 2026+}"


def shown(old: str, new: str) -> str:
    """Both texts as one: [-deleted-], {+inserted+}."""
    marks = {"": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    runs = tracked((Run(old),), (Run(new),), TOKENS)
    return "".join(marks[one.change].format(one.text) for one in runs)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("giảm từ 1,5% trở lên", "giảm từ 2% trở lên", "giảm từ [-1,5%-]{+2%+} trở lên"),
        ("số 62-KH/TU,", "số 62-KH/TW,", "số [-62-KH/TU-]{+62-KH/TW+},"),
        ("ngày 07/3/2026", "ngày 08/3/2026", "ngày [-07/3/2026-]{+08/3/2026+}"),
        ("cần 1.234,5 triệu đồng.", "cần 1.234,5 tỷ đồng.", "cần [-1.234,5 triệu đồng-]{+1.234,5 tỷ đồng+}."),
        ("trước ngày 27/7/2026;", "trước ngày 27/7/2026.", "trước ngày 27/7/2026[-;-]{+.+}"),
        ("Số 1, ngày 07 tháng 3 năm 2026", "Số 1, ngày 08 tháng 3 năm 2026", DAYS),
        ("trong quý II năm 2026", "trong quý III năm 2026", "trong [-quý II năm 2026-]{+quý III năm 2026+}"),
        ("giai đoạn 2021-2025", "giai đoạn 2021-2030", "giai đoạn [-2021-2025-]{+2021-2030+}"),
        ("Sở A chủ trì", "Sở A chủ trì, phối hợp", "Sở A chủ trì{+, phối hợp+}"),
        ("như cũ", "như cũ", "như cũ"),
    ],
)
def test_words_change_one_by_one_and_figures_dates_and_symbols_as_a_whole(old, new, expected):
    assert shown(old, new) == expected


def test_words_that_stay_by_chance_do_not_break_a_change_up():
    assert (
        shown("rà soát và lập danh sách", "công bố và phát hành mới")
        == "[-rà soát và lập danh sách-]{+công bố và phát hành mới+}"
    )


def test_tokens_are_those_of_the_offices_own_words():
    tokens = Tokens(["USD"], ["week {}"])

    assert [run.text for run in tokens([Run("5 USD in week 7")])] == ["5 USD", " ", "in", " ", "week 7"]


PAGE = WordPage(210, 297, 20, 20, 30, 15)
WRAPPED = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w15="urn:w15"'
    ' xmlns:r="urn:r"><w:body>{}</w:body></w:document>'
)


def paragraphs(texts: list[str]) -> bytes:
    """A Word file of plain paragraphs."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain_table(*cell: WordParagraph) -> WordTable:
    return WordTable("table", "TableNormal", (100,), (WordRow((WordCell(cell),)),))


def word_paragraph(style: str, text: str, depth: int | None = None) -> WordParagraph:
    return WordParagraph(style, (Run(text),), place=None if depth is None else ListPlace(1, depth))


def shapes(body: Body, *, accept: bool = True) -> list[tuple[str, str, str]]:
    """Every paragraph of a body with its style and place in a list, after a decision, empty ones too."""
    document = ET.fromstring(WRAPPED.format(Content("", Reviser("x", MADE)).body(body)))
    decide(document, accept=accept)
    return [
        (
            one.find(f"{W}pPr/{W}pStyle").get(f"{W}val"),
            "".join(level.get(f"{W}val") for level in one.iterfind(f"{W}pPr/{W}numPr/{W}ilvl")),
            own_text(one),
        )
        for one in document.iter(f"{W}p")
    ]


NUMBER, DRAFT = word_paragraph("PlanNumber", "Số:      /KH-UBND"), word_paragraph("PlanDraft", "DỰ THẢO")
APPENDICES = [
    (word_paragraph("PlanAppendix", f"Phụ lục {number}"), plain_table(DRAFT), word_paragraph("PlanAppendixEnd", "./."))
    for number in ("I", "II", "III")
]


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        pytest.param([plain_table(NUMBER)], [plain_table(NUMBER, DRAFT)], id="a cell ends in another style"),
        pytest.param([plain_table(NUMBER)], [plain_table(NUMBER, DRAFT, NUMBER, DRAFT)], id="three more in a cell"),
        pytest.param(
            [plain_table(NUMBER)], [plain_table(NUMBER, word_paragraph("PlanItem", "x", 1))], id="a cell ends in a list"
        ),
        pytest.param([NUMBER, plain_table(DRAFT)], [NUMBER, DRAFT, plain_table(DRAFT)], id="before a table"),
        pytest.param([*APPENDICES[0]], [*APPENDICES[0], *APPENDICES[1]], id="another appendix"),
        pytest.param([*APPENDICES[0]], [*APPENDICES[0], *APPENDICES[1], *APPENDICES[2]], id="two more appendices"),
        pytest.param([NUMBER, APPENDICES[0][2]], [NUMBER, *APPENDICES[0]], id="the only appendix"),
    ],
)
def test_no_line_is_left_behind_nor_changes_its_style_where_something_comes_or_goes(shorter, longer):
    bodies = [Body(tuple(blocks), PAGE) for blocks in (shorter, longer)]

    for old, new in permutations(bodies):
        redline = merged_bodies(old, new, TOKENS)

        assert shapes(redline, accept=True) == shapes(new)
        assert shapes(redline, accept=False) == shapes(old)


def test_a_paragraph_that_stays_is_no_move_where_its_end_alone_comes():
    last = word_paragraph("PlanItem", "x")
    old = Body((NUMBER, plain_table(DRAFT), replace(NUMBER, style="PlanItem"), last), PAGE)
    new = Body((NUMBER, DRAFT, plain_table(DRAFT), last), PAGE)

    redline = merged_bodies(old, new, TOKENS)

    assert shapes(redline, accept=True) == shapes(new)
    assert shapes(redline, accept=False) == shapes(old)


def test_a_section_ends_where_the_paragraph_does_that_takes_the_end_of_another():
    section, table = replace(NUMBER, ends=PAGE), plain_table(DRAFT)

    redline = merged_bodies(Body((NUMBER, DRAFT, table), PAGE), Body((section, table), PAGE), TOKENS)

    assert [block.ends for block in redline.blocks[:2]] == [None, PAGE]


def touched(redline: ET.Element) -> set[str]:
    """The paragraphs, as they are with all changes accepted, in which something is tracked."""
    decided, found = copy.deepcopy(redline), set()
    decide(decided, accept=True)
    kept = {own_text(one) for one in decided.iter(f"{W}p")}
    for one in redline.iter(f"{W}p"):
        if any(True for tag in ("ins", "del") for _ in one.iter(f"{W}{tag}")):
            alone = ET.Element("body")
            alone.append(copy.deepcopy(one))
            decide(alone, accept=True)
            found |= {own_text(left) for left in alone.iter(f"{W}p")} & kept
    return found - {""}


def test_python_redlines_tracks_the_same_paragraphs(tmp_path):
    view = plan_view(DATA, DATA.plans["lao-cai-2026"], DRESS.phrases)
    old = list(dict.fromkeys(block.text for block in view.body if len(block.text) > 40))
    new = [text.replace("giảm nghèo", "thoát nghèo") for text in old]
    ids = [f"item-{at}" for at in range(len(old))]
    texts = [list(zip(ids, side, strict=True)) for side in (old, new)]
    texts[1][5:5] = [("new", "Một việc mới mà bản cũ không có, giao cho một cơ quan khác.")]
    del texts[1][20]
    old, new = ([text for _, text in side] for side in texts)
    bodies = [Body(tuple(WordParagraph("Normal", (Run(text),), id_) for id_, text in side), PAGE) for side in texts]
    ours = ET.fromstring(WRAPPED.format(Content("", Reviser("x", MADE)).body(merged_bodies(*bodies, TOKENS))))

    theirs, _, _ = DocxodusEngine(target_path=str(tmp_path)).run_redline("x", paragraphs(old), paragraphs(new))

    theirs = tree(theirs)
    assert touched(ours) == touched(theirs)
    for redline in (ours, theirs):
        for accept, side in ((True, new), (False, old)):
            one = copy.deepcopy(redline)
            decide(one, accept=accept)
            assert [own_text(left) for left in one.iter(f"{W}p") if own_text(left)] == side


@pytest.fixture
def repository(tmp_path) -> Path:
    root = workspace(tmp_path / "clone", FIVE / "data")
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "first"]):
        git(root, *words)
    return root


def git(root: Path, *words: str) -> None:
    who = {f"GIT_{who}_{what}": "planbook" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    day = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-03-07T08:00:00+07:00")
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, env={**os.environ, **who, **day})


def changed(root: Path, plan: str, before: str, after: str) -> None:
    path = root / f"data/plans/{plan}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def revisions(path: Path) -> list[ET.Element]:
    return [one for one in part(path, "word/document.xml").iter() if one.tag in (f"{W}ins", f"{W}del")]


def test_the_command_writes_the_changes_since_a_revision_with_author_and_day(repository, tmp_path):
    changed(repository, "lao-cai-2026", 'value: 1,5\n            unit: "%"', 'value: 2\n            unit: "%"')
    path = tmp_path / "redline.docx"
    words = ["redline", "HEAD", "-o", str(path), "--author", "Phòng Tổng hợp", "--date", "2026-03-10"]

    assert run(repository, *words).returncode == 0
    first = path.read_bytes()
    assert run(repository, *words).returncode == 0

    found = revisions(path)
    assert path.read_bytes() == first, "the same states give the same bytes"
    assert {"".join(one.itertext()) for one in found} >= {"1,5%", "2%"}
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in found} == {
        ("Phòng Tổng hợp", "2026-03-10T00:00:00Z")
    }


def test_changes_between_revisions_carry_the_time_of_the_new_one(repository, tmp_path):
    changed(repository, "bac-ha-2022", "preamble: >-\n", "preamble: >-\n  Mới.\n")
    git(repository, "commit", "-qam", "second")
    path = tmp_path / "redline.docx"

    answer = run(repository, "redline", "HEAD~1", "HEAD", "-o", str(path))

    assert answer.returncode == 0, answer.stderr
    assert {one.get(f"{W}date") for one in revisions(path)} == {"2026-03-07T08:00:00Z"}


def test_a_plan_alone_is_compared_with_the_one_that_it_follows(repository, tmp_path):
    path = tmp_path / "redline.docx"
    changed(repository, "lao-cai-2026", "period: 2026\n", "period: 2026\nfollows: [lao-cai-2024]\n")

    answer = run(repository, "redline", "lao-cai-2026", "-o", str(path))

    assert answer.returncode == 0, answer.stderr
    assert printed(path.read_bytes(), accept=True) == printed(plain(DATA, "lao-cai-2026"))


def test_each_side_is_printed_with_the_templates_of_its_own_revision(repository, tmp_path):
    words, path = repository / "templates/plan/wording.yaml", tmp_path / "redline.docx"
    words.write_text(words.read_text(encoding="utf-8").replace("\nlead: Cơ quan chủ trì", "\nlead: Chủ trì"))
    git(repository, "commit", "-qam", "other words")
    words.write_text(words.read_text(encoding="utf-8").replace("\nlead: Chủ trì", "\nlead: Nơi làm"))
    draft = repository / "templates/plan/plan.html"
    draft.write_text("{{ no_such_value }}", encoding="utf-8")
    git(repository, "commit", "-qam", "of no use")
    git(repository, "checkout", "-q", "HEAD~1", "--", ".")

    answer = run(repository, "redline", "HEAD~2", "HEAD~1", "-o", str(path), "--plan", "lao-cai-2026")
    broken = run(repository, "redline", "HEAD~2", "HEAD", "-o", str(tmp_path / "b.docx"), "--plan", "lao-cai-2026")

    assert answer.returncode == 0, answer.stderr
    assert printed(path.read_bytes(), accept=False) == printed(plain(DATA, "lao-cai-2026"))
    assert "Chủ trì: Sở" in "\n".join(printed(path.read_bytes(), accept=True))
    assert broken.returncode == 0, broken.stderr
    assert printed((tmp_path / "b.docx").read_bytes(), accept=True) == printed(path.read_bytes(), accept=True)


def test_where_several_plans_differ_one_must_be_named(repository, tmp_path):
    path = tmp_path / "redline.docx"
    for plan in ("bac-ha-2022", "lao-cai-2026"):
        changed(repository, plan, "preamble: >-\n", "preamble: >-\n  Mới.\n")

    answer = run(repository, "redline", "HEAD", "-o", str(path))

    assert answer.returncode == 2
    assert "--plan" in answer.stderr
    assert "bac-ha-2022, lao-cai-2026" in answer.stderr
    assert not path.exists()
    assert run(repository, "redline", "HEAD", "-o", str(path), "--plan", "bac-ha-2022").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["HEAD"], "không"),
        (["HEAD", "--plan", "no-plan"], "no-plan"),
        (["no-revision"], "no-revision"),
        (["bac-ha-2022", "no-plan"], "bac-ha-2022"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(repository, tmp_path, words, said):
    answer = run(repository, "redline", *words, "-o", str(tmp_path / "redline.docx"))

    assert answer.returncode == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "redline.docx").exists()


def test_a_plan_of_one_side_only_is_refused_with_the_side(repository, tmp_path):
    git(repository, "rm", "-q", "--cached", "data/plans/quynh-nhai-2030.yaml")
    git(repository, "commit", "-qm", "without")

    answer = run(repository, "redline", "HEAD", "-o", str(tmp_path / "r.docx"), "--plan", "quynh-nhai-2030")

    assert answer.returncode == 2
    assert "HEAD" in answer.stderr
    assert "quynh-nhai-2030" in answer.stderr
