"""The report of opinions that comes back from Word: what somebody wrote into its last column becomes the answers."""

from collections.abc import Iterator
from dataclasses import replace

from planbook.loading.own_places import opinions_path
from planbook.messages.diagnostics import Text
from planbook.model.opinion import Opinion, OpinionAnswer
from planbook.model.plan import Plan
from planbook.ooxml.anchors import DraftManifest
from planbook.ooxml.opening import Package
from planbook.ooxml.returned import read_returned
from planbook.ooxml.saved_by import saved_by
from planbook.ooxml.states import final
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.returns.answers.answer import Answer, EditChoice, FileEdit
from planbook.returns.answers.authors import with_authors
from planbook.returns.fields.trial import DataState
from planbook.returns.opinions.opinions import cleaned_words
from planbook.returns.word.draft import paragraph_place
from planbook.returns.word.units import units
from planbook.text.comparing import comparable_row
from planbook.text.writer import Edit, write
from planbook.wording.phrases import Phrases

REPORT = "--opinions"  # behind the id of the plan in the name of the document
# The phrase of each answer; that of one begins like that of another.
_ANSWERS: dict[OpinionAnswer, str] = {
    "partly": "opinion_partly",
    "not-taken": "opinion_not_taken",
    "taken": "opinion_taken",
}
_BEHIND = " :;,.–-("


def plan_of_report(manifest: DraftManifest | None, state: DataState) -> Plan | None:
    """The plan about which a file reports opinions; None where it is no such report."""
    if manifest is None or not manifest.document.endswith(REPORT):
        return None
    return state.workspace.plans.get(manifest.document.removesuffix(REPORT))


def bring_answers(
    package: Package, manifest: DraftManifest, plan: Plan, state: DataState, choice: EditChoice
) -> tuple[Answer, dict[str, bytes]]:
    """What a report answers otherwise than the data do, and the file of opinions with it, by its path."""
    file = state.workspace.opinions.get(plan.id)
    opinions = {opinion.id: opinion for opinion in (file.opinions if file else ())}
    edits = [*with_authors(_answers(package, manifest, opinions, state.phrases), saved_by(package))]
    made = [part for edit in edits if choice.takes(edit) for part in edit.edits if isinstance(part, Edit)]
    path = opinions_path(state.workspace, plan)
    written = {path: write(state.files.contents[path].decode(), made).encode()} if made else {}
    return Answer(plan.id, manifest.revision, tuple(edits)), written


def _answers(
    package: Package, manifest: DraftManifest, opinions: dict[str, Opinion], phrases: Phrases
) -> Iterator[FileEdit]:
    ids = {anchor.bookmark: anchor.item for anchor in manifest.anchors}
    before = {anchor.item: comparable_row(anchor.text).split("\t")[-1] for anchor in manifest.anchors}
    for unit in units(final(read_returned(package)), ids):
        id_ = next((ids[name] for name in unit.spans if name in ids), "")
        if not id_ or not unit.is_row:
            continue
        new, opinion = unit.text.split("\t")[-1], opinions.get(id_)
        answer = attempted(_answer, new, phrases)
        if new == before[id_] or (opinion and answer == (opinion.answer, opinion.why)):
            continue
        edit = FileEdit(id_, paragraph_place(unit.number), before[id_], new)
        if isinstance(answer, Unread):
            yield replace(edit, refused=answer)
        elif opinion is None:
            yield replace(edit, refused=_GONE)
        else:
            values = Edit(opinion.source, "answer", answer[0]), Edit(opinion.source, "why", answer[1], behind="answer")
            yield replace(edit, edits=values)


def _answer(text: str, phrases: Phrases) -> tuple[OpinionAnswer | None, str | None]:
    """What a cell answers, and why; raises `NotTaken`."""
    if text in ("", phrases.say("opinion_open")):
        return None, None
    for answer, phrase in _ANSWERS.items():
        words = phrases.say(phrase)
        if text.casefold().startswith(words.casefold()):
            why = cleaned_words(text[len(words) :].strip(_BEHIND))
            if not why and answer != "taken":
                raise NotTaken(_WITHOUT_REASON)
            return answer, why or None
    names = "; ".join(f"“{phrases.say(phrase)}”" for phrase in reversed(_ANSWERS.values()))
    raise NotTaken(
        Text("the answer does not say whether the opinion is taken"),
        Text("begin it with one of: {names}", {"names": names}),
    )


_GONE = Unread(Text("the data do not have this opinion any more"), Text("write a new report and answer there"))
_WITHOUT_REASON = Unread(Text("the opinion is not taken, and nothing says why"), Text("write the reason behind it"))
