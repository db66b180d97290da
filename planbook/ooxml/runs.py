"""The runs of an edited Word file: their text by its look, their signs, fields, notes and drawings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from lxml import etree

from planbook.ooxml.blocks import FIRST_ADDED_SIGN, FOOTNOTE_SIGN
from planbook.ooxml.edges import Edge
from planbook.ooxml.inheritance import Look, Styles, look_kind, raised_signs
from planbook.ooxml.inline import MC, SIGNS, chosen_form
from planbook.ooxml.pieces import PROPERTIES, Piece, PieceKind, Surroundings, UnreadText, What
from planbook.ooxml.shown import Fields, ShownText
from planbook.ooxml.values import W, value_of

_TEXTS = {f"{W}t", f"{W}delText"}
_SIGN_TAGS = {**SIGNS, f"{W}br": "\n", f"{W}pgNum": "1"}
# What of a run's own properties can make its text another one.
_DRESS = (
    "rStyle",
    "vanish",
    "strike",
    "dstrike",
    "vertAlign",
    "position",
    "color",
    "sz",
    "highlight",
    "shd",
    "ascii",
    "hAnsi",
)


class RunReader:
    """Reads runs into the content of the paragraph that is open."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.counted = 0  # paragraphs
        self.content: list[Piece | Edge] = []
        self.boxes: list[tuple[etree._Element, int]] = []  # drawings, with the paragraph that each hangs on
        self.fields = Fields()
        self.unread: list[UnreadText] = []
        self.own_footnotes: frozenset[str] = frozenset()
        self.added_notes: dict[str, str] = {}  # the signs of all other footnotes, by their numbers
        self._looks: dict[tuple[object, ...], Look] = {}  # by what a run and its paragraph say of them

    def run(self, run: etree._Element, place: Surroundings) -> None:
        """Read a run; what its look hides, strikes out or raises is a piece of that kind."""
        direct = self.styles.run_values(run.find(f"{W}rPr"))
        dress = (place.style, place.table_style, place.shade, *(direct.get(name) for name in _DRESS))
        if dress not in self._looks:
            look = self.styles.look(direct, place.style, place.table_style)
            self._looks[dress] = replace(look, background=look.background or place.shade)
        self.within_run(run, place, self._looks[dress])

    def within_run(self, run: etree._Element, place: Surroundings, look: Look) -> None:
        """Read what stands in a run."""
        for child in run:
            if child.tag in _TEXTS:
                self._write(child.text or "", look, place)
            elif child.tag in _SIGN_TAGS and value_of(child, "type") in ("", "textWrapping"):
                self._write(_SIGN_TAGS[str(child.tag)], look, place)
            elif child.tag in _NOTED:
                self.note([(_NOTED[str(child.tag)], "")], place)
            elif read := _IN_RUN.get(child.tag):
                read(self, child, place)
            elif child.tag == f"{MC}AlternateContent":
                self.within_run(chosen_form(child), place, look)
            elif isinstance(child.tag, str) and child.tag not in PROPERTIES:
                if not child.tag.startswith(W):
                    self.note([("other", "")], place)
                self.within_run(child, place, look)

    def footnote(self, element: etree._Element, place: Surroundings) -> None:
        """Read the mark of a footnote as a sign of the text, of one that was added by hand as a sign of its own; note that."""
        number = value_of(element, "id")
        if number in self.own_footnotes:
            self.say(FOOTNOTE_SIGN, "text", place)
        else:
            sign = self.added_notes.setdefault(number, chr(ord(FIRST_ADDED_SIGN) + len(self.added_notes)))
            self.say(sign, "text", place)
            self.note([("note", sign)], place)

    def drawing(self, element: etree._Element, place: Surroundings) -> None:
        """Keep a drawing for what hangs on its paragraph."""
        if place.deleted is None:
            self.boxes.append((element, self.counted))

    def field(self, element: etree._Element, place: Surroundings) -> None:
        """Begin a field, its result, or end it."""
        kind = value_of(element, "fldCharType")
        if kind == "begin":
            self.fields.begin()
        elif kind == "separate":
            self.fields.separate()
        else:
            self.note(self.fields.end(), place)

    def note(self, extras: Iterable[ShownText], place: Surroundings) -> None:
        """Note what is shown and is no text, unless it is deleted; page numbers are the program's own."""
        for what, text in extras:
            if place.deleted is None and not (what == "other" and text and place.where in ("header", "footer")):
                self.unread.append(UnreadText(what, self.counted, text))

    def _write(self, text: str, look: Look, place: Surroundings) -> None:
        """Say a text in the look of its run."""
        kind = look_kind(text, look)
        self.say(raised_signs(text, look), "field" if self.fields and kind == "text" else kind, place)

    def say(self, text: str, kind: PieceKind, place: Surroundings) -> None:
        """Add a text to the last piece, or as one of its own."""
        if not text:
            return
        if self.fields.hide:
            kind = "hidden"
        self.fields.result(text)
        last = self.content[-1] if self.content else None
        dress = (kind, place.inserted, place.deleted)
        if isinstance(last, Piece) and (last.kind, last.inserted, last.deleted) == dress:
            self.content[-1] = Piece(last.text + text, *dress)
        else:
            self.content.append(Piece(text, *dress))


_IN_RUN: Mapping[object, Callable[..., None]] = {
    f"{W}sym": lambda reader, _, place: reader.say("\N{REPLACEMENT CHARACTER}", "symbol", place),
    f"{W}fldChar": RunReader.field,
    f"{W}instrText": lambda reader, element, _: reader.fields.code(element.text or ""),
    f"{W}r": RunReader.run,  # inside ruby
    f"{W}footnoteReference": RunReader.footnote,
    **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), RunReader.drawing),
}
# What is shown in a run and is no text; a sign that is no line break begins a page.
_NOTED: Mapping[str, What] = {**dict.fromkeys(_SIGN_TAGS, "page break"), f"{W}endnoteReference": "note"}
