"""The folds below the items of a plan's page: what changed in each lately."""

from collections.abc import Iterator

from planbook.changes.lately import edits_of_items
from planbook.outputs.edition import Edition

_EDITS = 5  # the last changes of an item that its fold shows
_FOLDED = ("figures", "responsibility", "deadlines", "legal-bases")  # the changes that a fold below an item is for


def item_folds(edition: Edition, plan: str) -> Iterator[tuple[str, list[tuple[str, str]], int]]:
    """The items of a plan's page that changed lately, each with its last changes in words and the names of the commits, and how many lie before these.

    Below an item stands what a reader of it must know: figures, who, by when, on what ground. Where only words or places
    changed, or an item came, a fold below every paragraph would tell nobody anything; the page of changes has it all.
    """
    with_author = not edition.workspace.office.history_without_names
    edits = edits_of_items(edition.changes, plan)
    lines = edition.article_lines(plan, is_word=False) if edits else ()
    for item in dict.fromkeys(line.item for line in lines if not line.is_row and "appendix" not in line.classes):
        if any(edit.sentence.kind != "add" and edit.sentence.weight in _FOLDED for edit in edits.get(item, ())):
            newest = edits[item][:_EDITS]
            words = [(edit.in_words(with_author=with_author), edit.commit.short) for edit in newest]
            yield item, words, len(edits[item]) - len(newest)
