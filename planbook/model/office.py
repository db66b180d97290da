"""What an office says of itself, once: what its plans are called, its place, the words with which pages and new plans begin."""

from typing import Annotated

from planbook.model.agency import WordList
from planbook.model.entry import Entry, Id, PlainWords, Ref


class Office(Entry):
    """data/office.yaml

    What is left out is as templates/office.yaml of the program has it. `plans` is what the plans are called together; `place`
    whose they are, `issuer` who issues them where that is not the body that governs the place; `subject` what those are about that do not say so themselves; `standard` what those are called by which people or things (the `counted`) are counted, where there are such; `same_words`
    are rows of words that mean the same to the search. `lookalikes` begin like an agency's name and
    are none ("Bộ Chỉ số"). A new plan gets the title `new_title`, with the blanks $time and
    $place, and in a commune a group of tasks for each of `new_groups`.
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
    new_title: PlainWords | None = None
    new_short_title: PlainWords | None = None
    new_groups: WordList = ()

    def over(self, defaults: "Office") -> "Office":
        """These settings, and for what they leave out those of another."""
        settings = {name: value for name in type(self).model_fields if (value := getattr(self, name))}
        return defaults.model_copy(update=settings)
