"""What a Word file shows, when styles, lists, controls, fields and tracked changes decide it together."""

import pytest

from planbook.ooxml.opening import Package
from planbook.ooxml.reading import Document, read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
    '<a:majorFont><a:latin typeface="Cambria"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


def read(body: str, styles: str = "", numbering: str = "", theme: str = THEME) -> Document:
    contents = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        "word/theme/theme1.xml": theme,
    }
    return read_document(Package({name: text.encode() for name, text in contents.items()}, "word/document.xml"))


def style(id_: str, inner: str, kind: str = "paragraph", based_on: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{id_}">{based}{inner}</w:style>'


def paragraph(text: str, properties: str = "", dress: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{dress}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def only(document: Document):
    (one,) = document.paragraphs
    return one


BOLD = "<w:rPr><w:b/></w:rPr>"
TOGGLES = [
    ("paragraph style alone", "<w:pStyle w:val='P'/>", "", True),
    ("paragraph and character style cancel each other", "<w:pStyle w:val='P'/>", "<w:rStyle w:val='C'/>", False),
    ("a derived style says no", "<w:pStyle w:val='Q'/>", "", False),
    ("direct formatting decides", "<w:pStyle w:val='P'/>", "<w:b w:val='0'/>", False),
    ("direct formatting is no toggle", "<w:pStyle w:val='P'/>", "<w:b/>", True),
]


@pytest.mark.parametrize(("what", "properties", "dress", "bold"), TOGGLES, ids=[one[0] for one in TOGGLES])
def test_bold_of_several_styles_is_a_toggle(what, properties, dress, bold):
    styles = style("P", BOLD) + style("Q", "<w:rPr><w:b w:val='false'/></w:rPr>", based_on="P")
    styles += style("C", BOLD, "character")

    assert only(read(paragraph("a", properties, dress), styles)).stretches[0].look.bold is bold


def test_a_bold_document_default_stays_bold():
    defaults = f"<w:docDefaults><w:rPrDefault>{BOLD}</w:rPrDefault></w:docDefaults>"

    assert only(read(paragraph("a", "<w:pStyle w:val='P'/>"), defaults + style("P", BOLD))).stretches[0].look.bold


def test_a_theme_font_is_resolved_and_a_named_one_takes_its_place():
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme='minorHAnsi' w:hAnsiTheme='majorHAnsi'/>"
        "</w:rPr></w:rPrDefault></w:docDefaults>"
    )
    named = style("P", "<w:rPr><w:rFonts w:ascii='Times New Roman'/></w:rPr>")
    document = read(paragraph("a") + paragraph("b", "<w:pStyle w:val='P'/>"), defaults + named)

    assert [one.stretches[0].look.fonts for one in document.paragraphs] == [
        ("Calibri", "Cambria"),
        ("Times New Roman", "Cambria"),
    ]


def test_a_table_style_stands_below_the_paragraph_style():
    styles = style("T", "<w:rPr><w:sz w:val='20'/><w:i/></w:rPr>", "table") + style(
        "P", "<w:rPr><w:sz w:val='26'/></w:rPr>"
    )
    cell = f"<w:tc><w:tcPr/>{paragraph('a')}{paragraph('b', '<w:pStyle w:val=`P`/>'.replace('`', chr(39)))}</w:tc>"
    body = f"<w:tbl><w:tblPr><w:tblStyle w:val='T'/></w:tblPr><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>"
    looks = [one.stretches[0].look for one in read(body, styles).paragraphs]

    assert [(look.size, look.italic) for look in looks] == [(10, True), (13, True)]


LEVELS = "".join(
    f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
    f"<w:pPr><w:ind w:left='720' w:hanging='360'/></w:pPr></w:lvl>"
    for depth, form, text in ((0, "upperRoman", "%1."), (1, "decimal", "%1.%2."), (2, "lowerLetter", "%3)"))
)
NUMBERING = (
    f"<w:abstractNum w:abstractNumId='0'>{LEVELS}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='0'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
)


def item(text: str, depth: int, number: int = 1) -> str:
    return paragraph(text, f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr>")


def test_the_numbers_of_lists_are_counted_as_word_does():
    depths = [(0, 1), (1, 1), (2, 1), (2, 1), (1, 1), (2, 1), (0, 1), (1, 1), (0, 2), (1, 2)]
    document = read("".join(item("x", *one) for one in depths), numbering=NUMBERING)

    assert [one.text for one in document.paragraphs] == [
        "I. x",
        "I.1. x",
        "a) x",
        "b) x",
        "I.2. x",
        "a) x",
        "II. x",
        "II.1. x",
        "I. x",
        "I.1. x",
    ]


def test_a_list_level_indents_unless_the_paragraph_says_otherwise():
    own = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:ind w:left='0' w:firstLine='720'/>"
    listed, direct = read(item("a", 0) + paragraph("b", own), numbering=NUMBERING).paragraphs

    assert (round(listed.shape.first_line, 2), round(listed.shape.left, 2)) == (6.35, 12.7)
    assert (round(direct.shape.first_line, 2), round(direct.shape.left, 2)) == (12.7, 0)


def test_a_style_that_brings_a_list_in_may_indent_it():
    brings = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:ind w:left='0' w:firstLine='567'/></w:pPr>"
    one = only(read(paragraph("a", "<w:pStyle w:val='P'/>"), style("P", brings), NUMBERING))

    assert one.text == "I. a"
    assert round(one.shape.first_line, 1) == 10


TEXTS = [
    ("a control", "<w:sdt><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>", "a"),
    ("an insertion", "<w:ins><w:r><w:t>a</w:t></w:r></w:ins>", "a"),
    ("a deletion", "<w:del><w:r><w:delText>a</w:delText></w:r></w:del>", ""),
    ("a deletion as some programs write it", "<w:del><w:r><w:t>a</w:t></w:r></w:del>", ""),
    ("a move", "<w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>b</w:t></w:r></w:moveTo>", "b"),
    ("a field", "<w:fldSimple w:instr=' DATE '><w:r><w:t>a</w:t></w:r></w:fldSimple>", "a"),
    ("a link", "<w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink>", "a"),
    ("hidden text", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>", ""),
    ("signs", "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:noBreakHyphen/><w:softHyphen/></w:r>", "a\tb\n-"),
]


@pytest.mark.parametrize(("what", "inner", "text"), TEXTS, ids=[one[0] for one in TEXTS])
def test_the_text_is_what_is_printed(what, inner, text):
    assert only(read(f"<w:p>{inner}</w:p>")).text == text


def test_a_block_in_a_control_and_a_table_in_it_are_read():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    body = f"<w:sdt><w:sdtContent>{paragraph('a')}{table}</w:sdtContent></w:sdt>{paragraph('c')}"

    assert [(one.number, one.text) for one in read(body).paragraphs] == [(1, "a"), (2, "b"), (3, "c")]


def test_a_text_box_is_read_once_where_old_and_new_forms_stand_side_by_side():
    box = f"<w:txbxContent>{paragraph('a')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    assert [one.text for one in read(body).paragraphs] == ["", "a"]


@pytest.mark.parametrize(
    ("said", "meant"), [("start", "left"), ("end", "right"), ("both", "both"), ("center", "center")]
)
def test_alignments_have_two_names(said, meant):
    assert only(read(paragraph("a", f"<w:jc w:val='{said}'/>"))).shape.alignment == meant


def test_sections_have_their_own_pages_and_inherit_nothing_else():
    turned = "<w:sectPr><w:pgSz w:w='16838' w:h='11906'/><w:pgMar w:left='1701' w:gutter='283'/></w:sectPr>"
    document = read(paragraph("a", turned) + paragraph("b") + "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>")

    assert [one.section for one in document.paragraphs] == [0, 1]
    assert [round(each.width) for each in document.sections] == [297, 210]
    assert round(document.sections[0].margins["left"]) == 35


def test_the_room_in_a_cell_is_what_its_margins_leave():
    styles = style(
        "T", "<w:tblPr><w:tblCellMar><w:left w:w='85'/><w:right w:w='85'/></w:tblCellMar></w:tblPr>", "table"
    )
    own = "<w:tcMar><w:left w:w='0'/></w:tcMar>"
    cells = "".join(
        f"<w:tc><w:tcPr><w:tcW w:w='1440' w:type='dxa'/>{more}</w:tcPr>{paragraph('a')}</w:tc>" for more in ("", own)
    )
    body = f"<w:tbl><w:tblPr><w:tblStyle w:val='T'/></w:tblPr><w:tr>{cells}</w:tr></w:tbl>"

    assert [round(one.width, 1) for one in read(body, styles).paragraphs] == [22.4, 23.9]


WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
EXTENT = f"<wp:extent {WP} cx='1800000' cy='{{}}'/>"
LINES = [
    ("a line shape", f"<w:drawing>{EXTENT.format(0)}<a:prstGeom {A} prst='line'/></w:drawing>", (50.0,)),
    ("an old line", f"<w:pict><v:line {V} from='0,10pt' to='72pt,10pt'/></w:pict>", (25.4,)),
    ("an old flat shape", f"<w:pict><v:shape {V} style='width:72pt;height:0'/></w:pict>", (25.4,)),
    ("a picture", f"<w:drawing>{EXTENT.format(900000)}<a:blip {A}/></w:drawing>", ()),
    ("a box", f"<w:drawing>{EXTENT.format(900000)}<a:prstGeom {A} prst='rect'/></w:drawing>", ()),
]


@pytest.mark.parametrize(("what", "drawing", "lengths"), LINES, ids=[one[0] for one in LINES])
def test_a_drawn_line_has_its_length(what, drawing, lengths):
    lines = only(read(f"<w:p><w:r>{drawing}</w:r></w:p>")).lines

    assert tuple(round(line, 1) for line in lines) == lengths
