"""The parts of a section in one order: numbered paragraphs that stand where headings do become headings beside them."""

import re
from dataclasses import replace

from planbook.importing.outline import OutlineItem, OutlineSection, SectionKind
from planbook.importing.texts import style_of

_SPACED_NUMBER = re.compile(r"(?<=\d)\. (?=\d)")
_KINDS: dict[str, SectionKind] = {
    "arabic": "decimal",
    "decimal": "nested",
    "letter": "letter",
    "parenthesis": "bracketed",
    "roman": "roman",
}


def with_parts(section: OutlineSection) -> OutlineSection:
    """A section whose numbered paragraphs are parts, where it has parts that are numbered alike."""
    if not section.sections:
        return section
    parts = list(section.sections)
    styles = {style_of(_number(f"{part.number}.")) for part in parts if part.number}
    items = []
    for item in section.items:
        number = _number(item.marker)
        style = style_of(number)
        above = next(
            (at for at, part in enumerate(parts) if part.number and number.startswith(f"{part.number}.")), None
        )
        if style == "decimal" and "decimal" not in styles and above is not None:
            parts[above] = replace(parts[above], sections=(*parts[above].sections, _part(item, number)))
        elif style in styles and style in _KINDS:
            parts.append(_part(item, number))
        else:
            items.append(item)
    parts.sort(key=lambda part: part.passages)
    return replace(section, items=tuple(items), sections=tuple(parts))


def _number(marker: str) -> str:
    return _SPACED_NUMBER.sub(".", marker.strip())


def _part(item: OutlineItem, number: str) -> OutlineSection:
    return OutlineSection(_KINDS[style_of(number)], number.rstrip(".)/"), item.text, item.passages, items=item.items)
