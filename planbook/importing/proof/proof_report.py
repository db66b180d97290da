"""A proof as people read it: a summary and what is missing as text, or every passage beside its print as an HTML page."""

from collections import Counter
from collections.abc import Iterator

from planbook.importing.original import Passage
from planbook.importing.proof.proof import PlanProof
from planbook.messages.catalogue import spoken_language
from planbook.messages.diagnostics import Text
from planbook.render.templates import Templates

_LABELS = {
    "title": Text("Proof by printing back"),
    "number": Text("No."),
    "original": Text("Original"),
    "print": Text("Print of the import"),
    "missing": Text("not in the print"),
    "added": Text("Figures of the print that the original does not have there"),
    "own_labels": Text("In words of its own the print has these labels"),
    "own_words": Text("In words of its own the print says, as it was read for certain"),
    "left_out": Text("Left out, no part of the plan's text"),
}


def coverage_sentence(proof: PlanProof) -> Text:
    """How much of the original the print has."""
    values = {
        "words": proof.words,
        "printed": proof.words - proof.missing_words,
        # Cut, not rounded: 99.97 percent are not all.
        "share": f"{int(proof.coverage * 1000) / 10:.1f}".replace(".", ","),
        "figures": proof.figures,
        "printed_figures": proof.figures - proof.missing_figures,
    }
    return Text(
        "{printed} of {words} words of the original are in the print ({share}%), {printed_figures} of {figures} figures",
        values,
    )


def passage_place(passage: Passage) -> Text:
    """Where a passage stands in its file."""
    place, values = passage.place, {"number": passage.number}
    if place.table and place.row:
        row = {**values, "table": place.table, "row": place.row, "column": place.column or 1}
        return Text("passage {number}, table {table}, row {row}, column {column}", row)
    if place.page:
        return Text("passage {number}, page {page}", {**values, "page": place.page})
    if place.line:
        return Text("passage {number}, line {line}", {**values, "line": place.line})
    return Text("passage {number}", values)


def proof_sentences(proof: PlanProof) -> Iterator[Text]:
    """The report as sentences: the summary, what is missing, what the print adds, what was left out on purpose."""
    yield coverage_sentence(proof)
    for passage in proof.passages:
        words = " … ".join(piece.text.strip() for piece in passage.missing)
        if words:
            yield Text(
                "{place}: not in the print: “{words}”", {"place": passage_place(passage.passage), "words": words}
            )
    for line, figures in proof.added:
        values = {"figures": "; ".join(figures), "line": line}
        yield Text("only the print has {figures}: “{line}”", values)
    if labels := _counted(proof.labels):
        yield Text("in words of its own the print has these labels: {labels}", {"labels": labels})
    if words := _counted(proof.worded):
        yield Text("in words of its own the print says, as it was read for certain: {words}", {"words": words})
    for part in proof.left_out:
        yield Text("left out ({why}): “{words}”", {"why": part.why, "words": part.text})


def _counted(words: Counter[str]) -> str:
    return "; ".join(f"{text} ({count})" for text, count in words.items())


def proof_page(proof: PlanProof, name: str, templates: Templates) -> str:
    """The HTML page of a proof: every passage beside the lines of the print that answer for it."""
    rows = [
        {
            "number": passage.passage.number,
            "place": passage_place(passage.passage).spoken(),
            "pieces": [(piece.text, piece.state) for piece in passage.pieces],
            "lines": passage.lines,
            "complete": not passage.missing,
        }
        for passage in proof.passages
    ]
    return templates.render(
        "import/proof.html",
        language=spoken_language(),
        name=name,
        summary=coverage_sentence(proof).spoken(),
        labels={key: label.spoken() for key, label in _LABELS.items()},
        passages=rows,
        added=[(line, "; ".join(figures)) for line, figures in proof.added],
        own_labels=_counted(proof.labels),
        own_words=_counted(proof.worded),
        left_out=[(part.text, part.why.spoken()) for part in proof.left_out],
    )
