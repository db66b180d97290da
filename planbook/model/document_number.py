"""The number and symbol of a document, taken apart: "27/2022/NĐ-CP", "90/QĐ-TTg", 2690/UBND-TH, 62-KH/TU."""

import re
from dataclasses import dataclass

# The Party joins number and type by a hyphen, the State by a slash; only legal normative documents hold a year.
_PARTY = re.compile(r"\A(?P<number>\d++)-(?P<code>[^\W\d_]++)/(?P<body>[\w&-]++)")
_STATE = re.compile(r"\A(?P<number>\d++[a-z]?(?:\.\d++)?)/(?:(?P<year>\d{4})/)?(?P<symbol>[\w&.]++(?:-[\w&.]++)*+)")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number without leading zeros, its year, type code and what stands behind them, if it has them.

    `code` is what stands where the type's code belongs; an official letter has its issuer there (2690/UBND-TH).
    """

    number: str
    year: int | None
    code: str | None
    body: str
    party: bool


def parse_document_number(text: str) -> DocumentNumber | None:
    """Take a number and symbol apart; None where they have neither the Party's shape nor the State's."""
    if match := _PARTY.fullmatch(text):
        return DocumentNumber(match["number"].lstrip("0"), None, match["code"], match["body"], party=True)
    if match := _STATE.fullmatch(text):
        first, hyphen, rest = match["symbol"].partition("-")
        year = int(match["year"]) if match["year"] else None
        code, body = (first, rest) if hyphen else (None, first)
        return DocumentNumber(match["number"].lstrip("0"), year, code, body, party=False)
    return None
