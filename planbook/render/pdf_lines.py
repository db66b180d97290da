"""Lines that sheets share: where a text breaks and how wide it is are worked out once in a process, not once on each sheet.

A task stands on the sheets of all who lead or help, in columns as wide: of five lines four have been broken before.
"""

from collections.abc import Callable
from copy import copy
from operator import itemgetter
from typing import Any

import weasyprint
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration

# The one version that is known to break a line by these properties and nothing else of a style; another one breaks each line anew.
KNOWN_VERSION = "70.0"
_READ = itemgetter(
    *("direction", "font_feature_settings", "font_kerning", "font_language_override", "font_size", "font_stretch"),
    *(
        "font_style",
        "font_variant_alternates",
        "font_variant_caps",
        "font_variant_east_asian",
        "font_variant_ligatures",
    ),
    *("font_variant_numeric", "font_variant_position", "font_variation_settings", "font_weight", "hyphenate_character"),
    *(
        "hyphenate_limit_chars",
        "hyphenate_limit_zone",
        "hyphens",
        "lang",
        "letter_spacing",
        "overflow_wrap",
        "tab_size",
    ),
    *("white_space", "word_break", "word_spacing"),
)
_MOST = 20_000  # lines, about 20 MB

_Line = tuple[Any, ...]


def share_lines(fonts: FontConfiguration) -> None:
    """Let all that is laid out with some fonts share its lines from now on."""
    if weasyprint.VERSION == KNOWN_VERSION:
        inline.split_first_line = preferred.split_first_line = _sharing(line_break.split_first_line, fonts)


def _sharing(split_first_line: Callable[..., _Line], fonts: FontConfiguration) -> Callable[..., _Line]:
    lines: dict[tuple[object, ...], _Line] = {}

    def split(text: str, style: Any, context: Any, *more: Any, **options: Any) -> _Line:
        if style.font_config is not fonts:
            return split_first_line(text, style, context, *more, **options)
        key = (
            text,
            more,
            *options.items(),
            tuple(style["font_family"]),
            frozenset(style["text_decoration_line"]),
            *_READ(style),
        )
        line = lines.get(key)
        if line is None:
            if len(lines) >= _MOST:
                lines.clear()
            lines[key] = line = split_first_line(text, style, context, *more, **options)
        return copy(line[0]), *line[1:]  # who draws a line fills in what it is drawn with, and takes it out again

    return split
