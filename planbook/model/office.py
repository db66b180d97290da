"""What an office says of itself, once: what its plans are called, its place, the words with which pages and new plans begin."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from planbook.model.agency import WordList
from planbook.model.entry import AddressWords, Entry, Flag, Id, PlainWords, Ref, problem

_MAIL = re.compile(r"\A[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WEB = re.compile(r"https?://[^\s{}\"'<>\\]+(?:\{page\}[^\s{}\"'<>\\]*)?")


def _check_report_address(text: str) -> str:
    if not (_MAIL.fullmatch(text) or _WEB.fullmatch(text)):
        raise problem(
            "wrong-kind",
            "“{value}” is neither a mail address nor one of the web",
            "write it like {mail} or {web}",
            value=text,
            mail="gopy@tinh.gov.vn",
            web="https://tinh.gov.vn/gop-y?trang={page}",
        )
    return text


def _check_web_address(text: str) -> str:
    if not _WEB.fullmatch(text) or "{" in text:
        raise problem(
            "wrong-kind",
            "“{value}” is no address of the web",
            "write it like {web}",
            value=text,
            web="https://creativecommons.org/licenses/by/4.0/",
        )
    return text


ReportAddress = Annotated[AddressWords, AfterValidator(_check_report_address)]
WebAddress = Annotated[PlainWords, AfterValidator(_check_web_address)]


TrackerValue = Literal[
    "plan-number",
    "plan-day",
    "plan-title",
    "task",
    "group",
    "work",
    "product",
    "lead",
    "lead-code",
    "coordinating",
    "coordinating-code",
    "deadline",
    "due",
    "state",
    "done",
]


class Licence(Entry):
    """Under what terms the data may be used; `name` and `path` are those of a known licence."""

    name: PlainWords
    title: PlainWords
    path: WebAddress


class TrackerColumn(Entry):
    """A column of the list of tasks for a program that tracks work: its heading there, and what stands in it."""

    heading: PlainWords
    value: TrackerValue


class Office(Entry):
    """data/office.yaml

    What is left out is as templates/office.yaml of the program has it. `plans` is what the plans are called together; `place`
    whose they are, `issuer` who issues them where that is not the body that governs the place; `subject` what those are about that do not say so themselves; `standard` what those are called by which people or things (the `counted`) are counted, where there are such; `same_words`
    are rows of words that mean the same to the search. `lookalikes` begin like an agency's name and
    are none ("Bộ Chỉ số"). At the foot of every page stand the `owner` of the site, whom to ask (`contact`), where an error is
    reported (`report_errors`: a mail address, or one of the web with {page} for the page's own), and the `licence` of the data. A new plan gets the title `new_title`, with the blanks $time and
    $place, and in a commune a group of tasks for each of `new_groups`. With `history_without_names` the pages of plans do not say who changed an item;
    `offline` says whether the site is made as it opens from a folder too, and `by_place` whether it is cut by places, whatever the number of plans; with `matrix_states` the lists
    of tasks as PDF and workbook have a column of their states. `tracker` are the columns of the list of tasks that `export` writes.
    """

    plans: PlainWords | None = None
    subject: PlainWords | None = None
    place: Annotated[Id, Ref("locality")] | None = None
    issuer: Annotated[Id, Ref("agency")] | None = None
    site_name: PlainWords | None = None
    site_description: PlainWords | None = None
    search_examples: WordList = ()
    same_words: tuple[WordList, ...] = ()
    standard: PlainWords | None = None
    counted: PlainWords | None = None
    lookalikes: WordList = ()
    owner: PlainWords | None = None
    contact: PlainWords | None = None
    report_errors: ReportAddress | None = None
    licence: Licence | None = None
    new_title: PlainWords | None = None
    new_short_title: PlainWords | None = None
    new_groups: WordList = ()
    history_without_names: Flag | None = None
    offline: Flag | None = None
    by_place: Flag | None = None
    matrix_states: Flag | None = None
    tracker: tuple[TrackerColumn, ...] = ()

    def over(self, defaults: "Office") -> "Office":
        """These settings, and for what they leave out those of another."""
        values = ((name, getattr(self, name)) for name in type(self).model_fields)
        settings = {name: value for name, value in values if value not in (None, ())}
        return defaults.model_copy(update=settings)
