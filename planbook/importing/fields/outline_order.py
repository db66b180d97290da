"""The parts of a section in one order: numbered paragraphs that stand where headings do become headings beside them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from planbook.importing.fields.texts import style_of
from planbook.importing.outline.parts import OutlineItem, OutlineSection, SectionKind

_FURTHER_NUMBER = re.compile(r"(\d{1,2}\.) ")
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
    parts = list(section.sections)
    styles = {style_of(_number(f"{part.number}.")) for part in parts if part.number}
    items = []
    for item in _promoted(section.items):
        number = item.marker
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


def _promoted(items: Iterable[OutlineItem]) -> Iterator[OutlineItem]:
    """Items with whole numbers ("2. 4." is 2.4), those beside them that stand one too deep among them."""
    for item in items:
        number, text = _number(item.marker), item.text
        if style_of(number) in ("arabic", "decimal") and (rest := _FURTHER_NUMBER.match(text)):
            number, text = f"{number.rstrip('.')}.{rest[1]}", text[rest.end() :]
        inner = [replace(part, marker=_number(part.marker)) for part in item.items]
        beside = [
            part
            for part in inner
            if style_of(number) == style_of(part.marker) == "decimal" and _above(part.marker) == _above(number)
        ]
        yield replace(item, marker=number, text=text, items=tuple(part for part in inner if part not in beside))
        yield from _promoted(beside)


def _above(number: str) -> str:
    return number.rstrip(".").rpartition(".")[0]


def _number(marker: str) -> str:
    return _SPACED_NUMBER.sub(".", marker.strip())


def _part(item: OutlineItem, number: str) -> OutlineSection:
    return OutlineSection(_KINDS[style_of(number)], number.rstrip(".)/"), item.text, item.passages, items=item.items)
