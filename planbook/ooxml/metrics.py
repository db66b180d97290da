"""How long a line of text is in Times New Roman; enough to compare a drawn line with the words above it."""

import unicodedata
from functools import cache
from itertools import repeat

# Advance widths of the letters from the space to the tilde, in 1/2048 of the size; the metric-compatible Tinos has them.
_UPRIGHT = (
    512, 682, 836, 1024, 1024, 1706, 1593, 369, 682, 682, 1024, 1155, 512, 682, 512, 569, 1024, 1024, 1024, 1024,
    1024, 1024, 1024, 1024, 1024, 1024, 569, 569, 1155, 1155, 1155, 909, 1886, 1479, 1366, 1366, 1479, 1251, 1139,
    1479, 1479, 682, 797, 1479, 1251, 1821, 1479, 1479, 1139, 1479, 1366, 1139, 1251, 1479, 1479, 1933, 1479, 1479,
    1251, 682, 569, 682, 961, 1024, 682, 909, 1024, 909, 1024, 909, 682, 1024, 1024, 569, 569, 1024, 569, 1593, 1024,
    1024, 1024, 1024, 682, 797, 569, 1024, 1024, 1479, 1024, 1024, 909, 983, 410, 983, 1108,
)  # fmt: skip
_BOLD = (
    512, 682, 1137, 1024, 1024, 2048, 1706, 569, 682, 682, 1024, 1167, 512, 682, 512, 569, 1024, 1024, 1024, 1024,
    1024, 1024, 1024, 1024, 1024, 1024, 682, 682, 1167, 1167, 1167, 1024, 1905, 1479, 1366, 1479, 1479, 1366, 1251,
    1593, 1593, 797, 1024, 1593, 1366, 1933, 1479, 1593, 1251, 1593, 1479, 1139, 1366, 1479, 1479, 2048, 1479, 1479,
    1366, 682, 569, 682, 1190, 1024, 682, 1024, 1139, 909, 1139, 909, 682, 1024, 1139, 569, 682, 1139, 569, 1706, 1139,
    1024, 1139, 1139, 909, 797, 682, 1139, 1024, 1479, 1024, 1024, 909, 807, 451, 807, 1065,
)  # fmt: skip
_UNITS = 2048
_SIGN_WIDTH = 1024  # dashes and quotation marks
_CROSSED_D = {"\u0111": "d", "\u0110": "D"}
_POINT = 25.4 / 72


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text of a size in points, in mm; marks above and below letters take no room."""
    return sum(map(_units, text, repeat(bold))) / _UNITS * size * _POINT


@cache
def _units(letter: str, bold: bool) -> int:  # asked for each letter of all texts
    widths = _BOLD if bold else _UPRIGHT
    units = 0
    for part in unicodedata.normalize("NFD", letter):
        if not unicodedata.combining(part):
            code = ord(_CROSSED_D.get(part, part)) - 32
            units += widths[code] if 0 <= code < len(widths) else _SIGN_WIDTH
    return units
