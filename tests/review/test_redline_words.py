"""What of a redline is marked, word by word and paragraph by paragraph."""

import copy
import io
from dataclasses import replace
from itertools import permutations
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from python_redlines import DocxodusEngine

from planbook.ooxml.blocks import Body, Reviser, Run, WordCell, WordPage, WordParagraph, WordRow, WordTable
from planbook.ooxml.content import Content
from planbook.ooxml.numbering import ListPlace
from planbook.render.redline import merged_bodies
from planbook.render.tracked_words import Tokens, tracked
from planbook.views.plan import plan_view
from tests.reading_word import W, own_text
from tests.review.redlines import DATA, DRESS, MADE
from tests.tracked_changes import decide, tree


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
