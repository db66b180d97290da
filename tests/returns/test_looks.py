"""Text that is struck, raised, unseen or drawn over is not what its letters say: it is refused with its place, or taken."""

import copy

import pytest
from lxml import etree

from planbook.returns.word.changed_items import draft_differences
from tests.drafts import as_edited, opened, returned, said
from tests.returns.word_looks import behind, between, dressed, element, wrapped
from tests.word_edits import W, found, words

MAIN = "word/document.xml"
PLAN = "lao-cai-2026"
ITEM = "phan-cong-ro-trach-nhiem"
TEXT = "Mỗi cơ quan, đơn vị có trách nhiệm rõ ràng"
STRUCK = "struck text is not taken back"
UNSEEN = "text that nobody sees is not taken back"
DRAWN = "what was drawn on the page"

LOOKS = {
    "struck": ("<w:strike/>", STRUCK),
    "struck twice": ("<w:dstrike/>", STRUCK),
    "struck with the yellow mark of a decision": ('<w:highlight w:val="yellow"/><w:strike/>', STRUCK),
    "raised letters": ('<w:vertAlign w:val="superscript"/>', "raised or lowered letters"),
    "letters lifted by hand": ('<w:position w:val="8"/>', "raised or lowered letters"),
    "white": ('<w:color w:val="FFFFFF"/>', UNSEEN),
    "black on a black pen": ('<w:highlight w:val="black"/>', UNSEEN),
    "in the colour of its shading": ('<w:color w:val="C00000"/><w:shd w:val="clear" w:fill="C00000"/>', UNSEEN),
    "tiny": ('<w:sz w:val="2"/>', UNSEEN),
    "in a font of signs": ('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>', "signs of a font of their own"),
    "in an old font": ('<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>', "signs of a font of their own"),
}
PLAIN = {
    "white on black": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
    "red": '<w:color w:val="FF0000"/>',
    "under a yellow pen": '<w:highlight w:val="yellow"/>',
    "no longer struck": '<w:strike w:val="0"/>',
    "bold and large": '<w:b/><w:sz w:val="40"/>',
}


def refusals(*edits) -> list[tuple[str, str, str]]:
    """Item, place and message of what is refused; nothing else may be found."""
    tree = copy.deepcopy(opened(PLAN)[1])
    for edit in edits:
        edit(tree)
    found = draft_differences(returned(PLAN, as_edited(PLAN, tree)))
    assert all(one.refused for one in found), said(found)
    return [(one.item, str(one.at), str(one.refused.message)) for one in found]


@pytest.mark.parametrize("what", LOOKS)
def test_a_look_that_changes_what_a_text_says_is_refused_with_its_place(what):
    look, message = LOOKS[what]
    ((item, place, told),) = refusals(dressed(TEXT, "rõ ràng", look))

    assert (item, place) == (ITEM, "paragraph 29")
    assert told.startswith(message)


def test_words_that_were_hidden_are_a_change_that_is_refused():
    tree = copy.deepcopy(opened(PLAN)[1])
    dressed(TEXT, " rõ ràng", "<w:vanish/>")(tree)
    ((one),) = draft_differences(returned(PLAN, as_edited(PLAN, tree)))

    assert (one.item, one.refused is None) == (ITEM, False)


@pytest.mark.parametrize("what", PLAIN)
def test_a_look_that_changes_nothing_is_no_edit(what):
    assert refusals(dressed(TEXT, "rõ ràng", PLAIN[what])) == []


def test_a_look_in_a_row_a_heading_and_fixed_words_is_refused_too():
    strike = "<w:strike/>"

    assert [item for item, _, _ in refusals(dressed("MỤC TIÊU NĂM 2026", "NĂM", strike))] == ["muc-tieu"]
    assert [item for item, _, _ in refusals(dressed("Độc lập - Tự do", "Tự do", strike))] == [""]
    row = next(one for one in opened(PLAN)[3] if one.item.endswith("--row") and "\t" in one.text)
    cell = row.text.split("\t")[1]
    assert [item for item, _, _ in refusals(dressed(cell, cell, strike))] == [row.item.removesuffix("--row")]


@pytest.mark.parametrize(("look", "sign"), [("superscript", "²"), ("subscript", "₂")])
def test_raised_figures_are_read_as_the_signs_that_they_are(look, sign):
    tree = copy.deepcopy(opened(PLAN)[1])
    words("Mỗi cơ quan, đơn vị có trách nhiệm rõ ràng", "Mỗi cơ quan, đơn vị có 10 km2 rõ ràng")({MAIN: tree})
    dressed("Mỗi cơ quan, đơn vị có 10 km2", "2", f'<w:vertAlign w:val="{look}"/>')(tree)
    ((kind, item, new),) = said(draft_differences(returned(PLAN, as_edited(PLAN, tree))))

    assert (kind, item) == ("changed", ITEM)
    assert new.startswith(f"Mỗi cơ quan, đơn vị có 10 km{sign} rõ ràng")


def picture(inner: str) -> str:
    return f"<w:r><w:drawing>{inner}</w:drawing></w:r>"


SHOWN = {
    "ink": (picture('<w14:contentPart r:id="rId8"/>'), "what was written by hand"),
    "ink of an old tablet": ("<w:r><w:pict><v:shape><o:ink/></v:shape></w:pict></w:r>", "what was written by hand"),
    "a line drawn over": (picture("<wps:wsp/>"), DRAWN),
    "an old line": ("<w:r><w:pict><v:line/></w:pict></w:r>", DRAWN),
    "a picture": (picture("<a:blip/>"), "a picture"),
    "a page break": ('<w:r><w:br w:type="page"/></w:r>', "a page break"),
    "a break of columns": ('<w:r><w:br w:type="column"/></w:r>', "a page break"),
    "a box to tick": (
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>FORMCHECKBOX</w:instrText>'
            '<w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "something is shown that cannot be read",
    ),
    "something of a program to come": ("<w:r><w14:shape3d/></w:r>", "something is shown that cannot be read"),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_was_put_over_or_beside_a_text_is_refused_with_its_place(what):
    xml, message = SHOWN[what]
    ((item, place, told),) = refusals(behind(TEXT, xml))

    assert (item, place) == (ITEM, "paragraph 29")
    assert told.startswith(message)


def field(code: str, result: str) -> str:
    """A field as old programs write links."""
    kinds = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    return f"<w:r>{kinds[0]}<w:instrText>{code}</w:instrText>{kinds[1]}<w:t>{result}</w:t>{kinds[2]}</w:r>"


def test_a_link_is_refused_with_where_it_leads():
    assert [item for item, _, _ in refusals(wrapped(TEXT, '<w:hyperlink w:anchor="x"/>'))] == [ITEM]


LINKS = {
    'HYPERLINK "https://vbpl.vn/62"': ("Kế hoạch 62", ["Kế hoạch 62 → https://vbpl.vn/62"]),
    'HYPERLINK "https://vbpl.vn/"': ("vbpl.vn", []),
    'HYPERLINK "mailto:vp@laocai.gov.vn"': ("vp@laocai.gov.vn", []),
}


@pytest.mark.parametrize("code", LINKS)
def test_an_address_that_links_to_itself_leads_nowhere_else(code):
    text, told = LINKS[code]
    tree = copy.deepcopy(opened(PLAN)[1])
    behind("Nơi nhận:", field(code, text))(tree)
    found = draft_differences(returned(PLAN, as_edited(PLAN, tree)))

    assert [one.new for one in found if str(one.refused and one.refused.message) == "a link is not taken back"] == told


@pytest.mark.parametrize("sign", ["<w:br/>", "<w:cr/>", "<w:tab/>"])
def test_a_break_or_a_tab_between_words_is_refused(sign):
    ((item, _, told),) = refusals(between(TEXT, "rõ ràng; ", sign))

    assert item == ITEM
    assert told.startswith("a line break or a tab")


def test_a_break_at_the_end_of_a_text_says_nothing():
    assert refusals(behind(TEXT, "<w:r><w:br/></w:r>")) == []


@pytest.mark.parametrize("break_", ['<w:r><w:br w:type="page"/></w:r>', "<w:pageBreakBefore/>"])
def test_a_page_break_before_an_appendix_is_how_the_program_lays_it_out(break_):
    def edit(tree: etree._Element) -> None:
        heading = found({MAIN: tree}, "Phụ lục II")
        (heading.find(f"{W}pPr") if "Before" in break_ else heading).insert(1, element(break_))

    assert refusals(edit) == []
