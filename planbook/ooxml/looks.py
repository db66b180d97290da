"""What the look of a run says beside its letters: raised figures, text struck out, unseen, or in letters of a font's own."""

from typing import Literal

from planbook.ooxml.inheritance import Look

LookKind = Literal["text", "hidden", "struck", "raised", "unseen", "symbol"]

_SMALLEST = 4.0  # points; nobody reads what is smaller
# Fonts that show other signs than the letters that they are given: signs, and Vietnamese before Unicode.
_SIGNS = ("wingdings", "webdings", "symbol", "marlett", "zapf dingbats")
_OLD_LETTERS = (".vn", "vni-", "vni ")
_UP = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_DOWN = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_FIGURES = frozenset("0123456789+-\u2212")
_WHITE, _BLACK = "FFFFFF", "000000"


def raised_signs(text: str, look: Look) -> str:
    """A text with its raised or lowered figures as the signs that Unicode has for them: m² and not m2."""
    if not look.raised or not set(text.strip()) <= _FIGURES:
        return text
    return text.translate(_UP if look.raised == "up" else _DOWN)


def look_kind(text: str, look: Look) -> LookKind:
    """What a text is in a look, the first that keeps it from being plain; blanks are always plain."""
    if look.hidden:
        return "hidden"
    if not text.strip():
        return "text"
    if look.struck:
        return "struck"
    if look.raised and not set(text.strip()) <= _FIGURES:
        return "raised"
    if is_unseen(look.colour, look.background) or look.size < _SMALLEST:
        return "unseen"
    return "symbol" if _is_in_another_font(text, look) else "text"


def is_unseen(colour: str, background: str) -> bool:
    """Whether letters have the colour of what is behind them; letters of no colour of their own are black on a pen."""
    behind = background.removeprefix("pen ") or _WHITE
    front = _BLACK if colour == "auto" and background.startswith("pen ") else colour
    return front == behind


def _is_in_another_font(text: str, look: Look) -> bool:
    fonts = [font.casefold() for font in look.fonts]
    if any(font.startswith(_SIGNS) for font in fonts):
        return True
    # Plain letters and figures are the same in the old fonts.
    return not text.isascii() and any(font.startswith(_OLD_LETTERS) for font in fonts)
