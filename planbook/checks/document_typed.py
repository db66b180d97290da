"""A text holds the number of a document as somebody typed it, not as a mention.

The document's page does not know that the plan cites it, no check sees whether it is in force or dated after the
plan, and a slip in the number is found by nobody. Silent: mentions, the plan's own number, and numbers inside the
titles of the register, which are printed as the documents have them.
Source: Decree 30/2020, Annex I, II.6 (cited in full the first time, by type and number later: mentions do both).
"""

from collections.abc import Iterator

from planbook.loading.own_places import RegisterFiles
from planbook.messages.diagnostics import Diagnostic, Text
from planbook.messages.findings import warning
from planbook.model.texts import sentences, typed
from planbook.model.workspace import Workspace
from planbook.wording.typed_names import NUMBER, is_document


def check(workspace: Workspace) -> Iterator[Diagnostic]:
    """Find numbers of documents in running texts."""
    ids_by_number: dict[str, list[str]] = {}
    for document in workspace.documents.values():
        ids_by_number.setdefault((document.number or "").casefold(), []).append(document.id)
    files = RegisterFiles(workspace.trees)
    for plan in workspace.plans.values():
        for entry, field, text in sentences(plan):
            for number in NUMBER.findall(typed(text)):
                if number == plan.number or not is_document(number):
                    continue
                ids = ids_by_number.get(number.casefold(), ())
                yield warning(
                    entry.source.span(field),
                    Text("{number} is typed; the page of the document does not know this place", {"number": number})
                    if ids
                    else Text("{number} is typed, and the register has no document of this number", {"number": number}),
                    Text("write {mentions}", {"mentions": " / ".join(f"{{document:{id_}}}" for id_ in ids)})
                    if ids
                    else Text(
                        "add it to {path} and write {mention}",
                        {"path": files.nearest("legal-documents", plan.source.path), "mention": "{document:…}"},
                    ),
                    plan.id,
                )
