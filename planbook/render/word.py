"""The Word draft: the semantic text of templates/plan/plan.html in Word's own styles, alone or beside an earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from planbook.ooxml.anchors import manifest_id, manifest_xml
from planbook.ooxml.blocks import Body, Reviser
from planbook.ooxml.content import Content, words_around
from planbook.ooxml.numbering import ListDefinitions
from planbook.ooxml.package import PackageParts, Properties, docx_bytes, references
from planbook.ooxml.styles import styles_xml
from planbook.render.redline import called_anew, merged_bodies
from planbook.render.site import parsed_text
from planbook.render.style_sheet import StyleSheet
from planbook.render.tracked_words import Tokens
from planbook.render.word_blocks import WordBlocks
from planbook.render.word_lists import WordLists, no_lists


@dataclass(frozen=True)
class DraftOrigin:
    """What a draft tells of itself: its properties, the source that it was made of, and what stands at its foot.

    That is its mark as a draft, which an office may switch off, and a note that always stands there. `remarks` are comments
    at its paragraphs, by their items.
    """

    plan: str
    title: str
    subject: str
    author: str
    keywords: str
    revision: str
    modified: datetime
    mark: str = ""
    note: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)


def draft(article: str, sheet: StyleSheet, origin: DraftOrigin, *, track: bool = False) -> bytes:
    """The .docx of a plan from its semantic text; raises `UnknownElement`.

    `track` makes Word record the changes of whoever opens it.
    """
    text = parsed_text(article)
    sheet = _sheet_of(text, sheet)
    lists = _no_lists(sheet)
    body = WordBlocks(sheet, WordLists(lists), is_marked=bool(origin.mark)).body(text)
    return _file(body, lists, sheet, origin, track=track)


def redline(
    old: str,
    new: str,
    names: Mapping[str, str],
    sheet: StyleSheet,
    origin: DraftOrigin,
    reviser: Reviser,
    tokens: Tokens,
) -> bytes:
    """The .docx of a plan with every change from an earlier text of it tracked; raises `UnknownElement`.

    `names` are the new ids of items that had another one, `tokens` says what of a text is never split. Rejecting all
    changes gives the earlier text, numbers as printed included; the pages are those of the new one.
    """
    text = parsed_text(new)
    sheet = _sheet_of(text, sheet)
    lists = _no_lists(sheet)
    counted = WordLists(lists)
    # Whether each is a draft its own text says.
    before = WordBlocks(sheet, counted.beside(), is_marked=True).body(called_anew(parsed_text(old), names))
    after = WordBlocks(sheet, counted, is_marked=True).body(text)
    return _file(merged_bodies(before, after, tokens), lists, sheet, origin, reviser, track=True)


def _sheet_of(article: etree._Element, sheet: StyleSheet) -> StyleSheet:
    return sheet.of_party() if article.get("data-form") == "party" else sheet


def _no_lists(sheet: StyleSheet) -> ListDefinitions:
    return no_lists(sheet.inherited(sheet.style_for("p.item.level-0"), "first_line"))


def _file(
    body: Body,
    lists: ListDefinitions,
    sheet: StyleSheet,
    origin: DraftOrigin,
    reviser: Reviser | None = None,
    *,
    track: bool,
) -> bytes:
    footer = " · ".join(filter(None, (origin.mark if sheet.draft_mark else "", origin.note)))
    content = Content(references(footer), reviser, sheet.before_numbers, {} if reviser else origin.remarks)
    written = content.body(body)
    parts = PackageParts(
        body=written,
        styles=styles_xml(sheet.font, sheet.language, sheet.styles),
        numbering=lists.xml(),
        font=sheet.font,
        footer=footer,
        custom=manifest_xml(origin.plan, origin.revision, content.anchors.made, tuple(words_around(body))),
        custom_id=manifest_id(origin.plan),
        track=track,
        footnotes=content.footnotes,
        comments=content.comments,
    )
    properties = Properties(
        origin.title, origin.subject, origin.author, origin.keywords, sheet.language, origin.modified
    )
    return docx_bytes(parts, properties)
