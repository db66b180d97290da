"""A Word file that came back: every visible character is read with its place, in both states of tracked changes."""

from itertools import chain

import pytest
from lxml import etree

from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import Package, read_package
from planbook.ooxml.pieces import Authorship, Piece
from planbook.ooxml.reading import read_document
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final, original
from tests.conftest import word_drafts
from tests.foreign_word import foreign_plan
from tests.reading_word import manifest

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
BY = 'w:author="An" w:date="2026-11-02T08:00:00Z"'
NUMBERING = (
    "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
    "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
)
LISTED = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"


def package(body: str, **parts: str) -> Package:
    texts = {
        "document": f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        "numbering": f"<w:numbering {DECLARED}>{NUMBERING}</w:numbering>",
        **{name: text.replace(">", f" {DECLARED}>", 1) for name, text in parts.items()},
    }
    return Package({f"word/{name}.xml": text.encode() for name, text in texts.items()}, "word/document.xml")


def run(text: str, dress: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{dress}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def ins(text: str) -> str:
    return f"<w:ins {BY}>{run(text)}</w:ins>"


def dele(text: str) -> str:
    return f"<w:del {BY}>{run(text, tag='delText')}</w:del>"


def paragraph(*inner: str, end: str = "", listed: str = "") -> str:
    mark = f"<w:rPr><w:{end} {BY}/></w:rPr>" if end else ""
    return f"<w:p><w:pPr>{listed}{mark}</w:pPr>{''.join(inner)}</w:p>"


def marked(name: str, inner: str, key: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{key}"/>'


def states(body: str, **parts: str) -> tuple[list[str], list[str]]:
    read = read_returned(package(body, **parts))
    return [one.label + one.text for one in final(read)], [one.label + one.text for one in original(read)]


TRACKED = {
    "words": (paragraph(run("a "), ins("new"), dele("old"), run(" z")), ["a new z"], ["a old z"]),
    "inserted, then deleted": (
        paragraph(run("a"), f"<w:ins {BY}>{dele('never')}</w:ins>"),
        ["a"],
        ["a"],
    ),
    "a move": (
        paragraph(f"<w:moveFrom {BY}>{run('m')}</w:moveFrom>", run("a"), f"<w:moveTo {BY}>{run('m')}</w:moveTo>"),
        ["am"],
        ["ma"],
    ),
    "a paragraph inserted": (
        paragraph(run("a")) + paragraph(ins("new"), end="ins") + paragraph(run("z")),
        ["a", "new", "z"],
        ["a", "z"],
    ),
    "a paragraph deleted": (
        paragraph(run("a")) + paragraph(dele("old"), end="del") + paragraph(run("z")),
        ["a", "z"],
        ["a", "old", "z"],
    ),
    "split": (paragraph(run("a"), end="ins") + paragraph(run("z")), ["a", "z"], ["az"]),
    "joined": (paragraph(run("a"), end="del") + paragraph(run("z")), ["az"], ["a", "z"]),
    "the last paragraph of a cell deleted": (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('a'))}{paragraph(dele('b'), end='del')}</w:tc></w:tr></w:tbl>",
        ["a"],
        ["a", "b"],
    ),
    "a row inserted": (
        f"<w:tbl><w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{paragraph(run('r'))}</w:tc></w:tr></w:tbl>",
        ["r"],
        [],
    ),
    "a row deleted": (
        f"<w:tbl><w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc>{paragraph(run('r'))}</w:tc></w:tr></w:tbl>"
        + paragraph(run("z")),
        ["z"],
        ["r", "z"],
    ),
    "list numbers": (
        paragraph(run("a"), listed=LISTED)
        + paragraph(ins("n"), end="ins", listed=LISTED)
        + paragraph(run("z"), listed=LISTED),
        ["1. a", "2. n", "3. z"],
        ["1. a", "2. z"],
    ),
}


@pytest.mark.parametrize("what", TRACKED)
def test_changes_are_accepted_and_rejected(what):
    body, accepted, rejected = TRACKED[what]

    assert states(body) == (accepted, rejected)


def test_who_changed_what_and_when_is_told():
    (line,) = final(read_returned(package(paragraph(run("a"), ins("new")))))

    assert line.revisions == (Authorship("An", "2026-11-02T08:00:00Z"),)


def test_a_bookmark_reaches_over_paragraphs_and_not_over_what_is_deleted():
    body = paragraph(run("1) "), '<w:bookmarkStart w:id="1" w:name="x"/>', run("ab"), end="ins")
    body += paragraph(run("cd"), '<w:bookmarkEnd w:id="1"/>', run("e")) + paragraph(marked("gone", dele("q"), 2))
    read = read_returned(package(body))

    assert [one.spans for one in final(read)] == [{"x": (3, 5)}, {"x": (0, 2)}, {}]
    assert [(one.text, one.spans) for one in original(read)] == [("1) abcde", {"x": (3, 7)}), ("q", {"gone": (0, 1)})]


def test_a_bookmark_between_paragraphs_belongs_to_those_that_it_encloses():
    body = paragraph(run("a")) + marked("x", paragraph(run("b")) + paragraph(run("c"))) + paragraph(run("d"))

    assert ["x" in one.spans for one in final(read_returned(package(body)))] == [False, True, True, False]


def test_a_control_is_known_by_its_tag():
    control = f'<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{run("b")}</w:sdtContent></w:sdt>'
    (line,) = final(read_returned(package(paragraph(run("a"), control, run("c")))))

    assert (line.text, line.controls) == ("abc", {"x": (1, 2)})


def test_comments_are_told_where_they_stand():
    said = f"<w:comments><w:comment w:id='7' {BY}><w:p>{run('Vì sao?')}</w:p></w:comment></w:comments>"
    body = paragraph(run("a")) + paragraph("<w:commentRangeStart w:id='7'/>", run("b"), "<w:commentRangeEnd w:id='7'/>")
    read = read_returned(package(body, comments=said))

    assert [one.comments for one in final(read)] == [(), ("7",)]
    assert read.comments["7"].text == "Vì sao?"


ODD = {
    "hidden text": (run("x", "<w:vanish/>"), "", "hidden"),
    "struck text": (run("x", "<w:strike/>"), "x", "struck"),
    "text struck twice": (run("x", "<w:dstrike/>"), "x", "struck"),
    "an equation": ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "x", "equation"),
    "a sign of a symbol font": ("<w:r><w:sym w:char='F0B7'/></w:r>", "\ufffd", "symbol"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_plain_text_is_told(what):
    inner, shown, kind = ODD[what]
    (line,) = final(read_returned(package(paragraph(run("a"), inner))))

    assert line.text == f"a{shown}"
    assert [one.kind for one in line.odd] == [kind]


def test_a_link_is_told_with_the_address_that_its_part_refers_to():
    relation = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='r1' Type='hyperlink' Target='https://a.vn/' TargetMode='External'/></Relationships>"
    )
    inner = "<w:hyperlink xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='r1'>"
    found = package("".join(paragraph(f"{inner}{run(text)}</w:hyperlink>") for text in ("đây", "https://a.vn")))
    found.contents["word/_rels/document.xml.rels"] = relation.encode()

    assert [(one.paragraph, one.text) for one in read_returned(found).unread] == [(1, "đây → https://a.vn/")]


def test_the_code_of_a_field_is_hidden_and_its_result_is_read():
    field = "".join(
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>",
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r>",
            run("x"),
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        )
    )
    ((line),) = final(read_returned(package(paragraph(run("a"), field, run("z")))))

    assert (line.text, line.odd) == ("axz", ())


BOX = "<w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent>"
UNREAD = {
    "a picture": (paragraph("<w:r><w:drawing><a:blip/></w:drawing></w:r>"), "picture"),
    "an embedded object": (paragraph("<w:r><w:object/></w:r>"), "object"),
    "drawn letters": (paragraph("<w:r><w:pict><v:textpath string='abc'/></w:pict></w:r>"), "diagram"),
    "an inserted file": ("<w:altChunk/>", "inserted file"),
    "a note": (paragraph("<w:r><w:footnoteReference w:id='2'/></w:r>"), "note"),
    "a link": (paragraph(f"<w:hyperlink w:anchor='x'>{run('b')}</w:hyperlink>"), "link"),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_cannot_be_read_is_told(what):
    body, kind = UNREAD[what]

    assert [one.what for one in read_returned(package(paragraph(run("a")) + body)).unread] == [kind]


EVERYTHING = {
    "document": paragraph(run("a"), ins("b"), dele("c"), *(inner for inner, _, _ in ODD.values()))
    + paragraph("<w:fldSimple w:instr='DATE'>", run("d"), "</w:fldSimple><w:hyperlink>", run("e"), "</w:hyperlink>")
    + f"<w:sdt><w:sdtContent>{paragraph(run('f'))}</w:sdtContent></w:sdt>"
    + f"<w:customXml>{paragraph('<w:smartTag>', run('g'), '</w:smartTag>')}</w:customXml>"
    + f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph(run('h'))}</w:tc></w:tr></w:tbl>{paragraph(run('i'))}"
    + "</w:tc></w:tr></w:tbl>"
    + paragraph(
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "<w:r><w:pict><v:textpath string='abc'/></w:pict></w:r>",
        f"<w:r><w:ruby><w:rt>{run('j')}</w:rt><w:rubyBase>{run('k')}</w:rubyBase></w:ruby></w:r>",
        f"<w:unknown>{run('l')}</w:unknown>",
        "<w:r><w:unknown><w:t>m</w:t></w:unknown></w:r>",
    ),
    "header1": f"<w:hdr>{paragraph(run('n'))}</w:hdr>",
    "footer1": f"<w:ftr>{paragraph(run('o'))}</w:ftr>",
    "footnotes": f"<w:footnotes><w:footnote>{paragraph(run('p'))}</w:footnote></w:footnotes>",
    "endnotes": f"<w:endnotes><w:endnote>{paragraph(run('q'))}</w:endnote></w:endnotes>",
    "diagrams/data1": "<a:data><a:t>r</a:t></a:data>",
}


def visible(contents: dict[str, bytes]) -> int:
    """How many characters the parts of a file show, counted without any knowledge of what holds them."""
    count = 0
    for name, content in contents.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            root = etree.fromstring(content)
            for fallback in root.iter(f"{{{SPACES['mc']}}}Fallback"):
                fallback.clear()
            tags = [
                f"{{{SPACES[prefix]}}}{tag}" for prefix, tag in (("w", "t"), ("w", "delText"), ("m", "t"), ("a", "t"))
            ]
            count += sum(len(node.text or "") for node in root.iter(*tags))
            count += sum(len(node.get("string")) for node in root.iter(f"{{{SPACES['v']}}}textpath"))
            count += sum(
                1
                for _ in root.iter(*(f"{{{SPACES['w']}}}{tag}" for tag in ("sym", "tab", "br", "noBreakHyphen")))
                if _.getparent().tag.endswith("}r")
            )
    return count


def accounted(read) -> int:
    pieces = chain.from_iterable(one.content for one in read.paragraphs)
    return sum(len(one.text) for one in pieces if isinstance(one, Piece)) + sum(len(one.text) for one in read.unread)


def test_every_visible_character_of_a_hard_file_is_accounted_for():
    parts = dict(EVERYTHING)
    found = package(parts.pop("document"), **parts)

    assert accounted(read_returned(found)) == visible(found.contents) == 29


@pytest.fixture(scope="module")
def saved(project, saved_drafts):
    """Every draft as it was made, and as LibreOffice saves it."""
    return [*word_drafts(project), *saved_drafts]


def test_every_visible_character_of_a_draft_is_accounted_for(saved):
    for path in saved:
        found = read_package(path.read_bytes())

        assert accounted(read_returned(found)) == visible(found.contents) > 20_000


def test_a_draft_nobody_changed_reads_as_it_is_printed(saved):
    for path in saved:
        found = read_package(path.read_bytes())
        read = read_returned(found)
        lines = [one.label + one.text for one in final(read) if one.where == "body" and one.text]

        assert final(read) == original(read)
        assert lines == [one.text for one in read_document(found).paragraphs if one.text]
        assert read.unread == ()


def test_the_manifest_is_read_back_as_it_was_written(project, saved):
    for path in saved:
        found = read_manifest(read_package(path.read_bytes()))
        written = manifest(path)

        assert (found.document, found.revision) == (written.get("document"), written.get("revision"))
        assert [(one.item, one.text) for one in found.anchors] == [
            (one.get("id"), one.text or "") for one in written if one.get("id")
        ]


def test_a_file_of_another_program_has_no_manifest():
    assert read_manifest(read_package(foreign_plan())) is None
