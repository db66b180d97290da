"""The program's own words in the reader's language: English in the code, Vietnamese in `locale/vi`."""

import gettext
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    # English is the text in the code itself; a clone whose catalogue is not compiled yet falls back to it.
    return gettext.translation("planbook", Path(__file__).parent / "locale", languages=[language], fallback=True)


def translate(english: str, language: str) -> str:
    """Give an English message in `vi` or `en`; blanks in braces stay as they are."""
    return english if language == "en" else _catalogue(language).gettext(english)
