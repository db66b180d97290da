"""A plan's words read with all that is shared: what its place may name and no file of the office names yet."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from planbook.loading.shared_registers import shared, with_shared
from planbook.model.agency import Agency, Locality
from planbook.model.entry import as_id
from planbook.model.legal import LegalDocument
from planbook.model.workspace import Workspace
from planbook.reading.context import Context
from planbook.text.writer import Addition
from planbook.wording.numbering import numbers
from planbook.wording.speech import PlanText


def localities(workspace: Workspace) -> dict[str, Locality]:
    """Every place that is known, those that are no more too."""
    places = {place.id: place for place in shared().entries("localities")}
    return {**places, **workspace.localities}


def widened(context: Context) -> Context:
    """The context of a plan with the bodies of its place and of the state, and all shared documents."""
    own, plan = context.text.workspace, context.plan
    place = localities(own).get(plan.jurisdiction)
    workspace = with_shared(own, _of_the_place(place, own.agencies.values()))
    is_short = context.text.short_citations
    text = PlanText(workspace, plan, context.text.wording, numbers(plan), short_citations=is_short)
    return replace(context, text=text)


def with_documents(context: Context, additions: Iterable[Addition]) -> Context:
    """The context of a plan as it will be when a register has got these documents."""
    text = context.text
    new = (LegalDocument.model_validate(addition.value) for addition in additions)
    workspace = replace(text.workspace, documents={**text.workspace.documents, **{entry.id: entry for entry in new}})
    filled = PlanText(workspace, context.plan, text.wording, text.numbers, short_citations=text.short_citations)
    return replace(context, text=filled)


def _of_the_place(place: Locality | None, own: Iterable[Agency]) -> Iterator[str]:
    """The ids of what is shared that a plan of a place may name: its bodies and those of the state, all documents.

    A body that the office's `own` register calls so in this place is no second one.
    """
    for listed in ("agencies", "documents", "programmes", "sources"):
        yield from (entry.id for entry in shared().entries(listed))
    if place:
        names = shared().place_names
        spellings = {as_id(name) for agency in own if agency.locality == place.id for name in agency.names}
        for department in (*shared().entries("departments"), *shared().entries("groups")):
            if department.is_of(place, names) and as_id(department.filled(place, names)["name"]) not in spellings:
                yield department.id_in(place.id)
        if place.part_of:
            yield f"ubnd-{place.part_of}"
