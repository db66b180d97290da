"""What returned files say, noted beside the plan: every edit and every comment, until somebody has answered each.

The answers come back in the report of opinions: what somebody wrote into its last column.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, zip_longest

from planbook.loading.own_places import opinions_path
from planbook.messages.diagnostics import Text
from planbook.model.entry import as_id
from planbook.model.item import ItemId
from planbook.model.opinion import Opinion, OpinionAnswer
from planbook.model.plan import Plan
from planbook.ooxml.anchors import DraftManifest
from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import Authorship, saved_by
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final
from planbook.reading.not_taken import NotTaken, Unread, attempted
from planbook.returns.answers.answer import Answer, EditChoice, FileComment, FileEdit
from planbook.returns.answers.answer_report import iso_day
from planbook.returns.answers.authors import Sender, with_authors
from planbook.returns.fields.trial import DataState
from planbook.returns.word.draft import paragraph_place
from planbook.returns.word.units import units
from planbook.text.alike import alike
from planbook.text.comparing import cleaned_line, comparable_row
from planbook.text.writer import Edit, write
from planbook.wording.numbering import numbers
from planbook.wording.phrases import Phrases

_LONGEST_ID = 40  # letters of the name in front of the number
_Fields = dict[str, str]
REPORT = "--opinions"  # behind the id of the plan in the name of the document
# The phrase of each answer; that of one begins like that of another.
_ANSWERS: dict[OpinionAnswer, str] = {
    "partly": "opinion_partly",
    "not-taken": "opinion_not_taken",
    "taken": "opinion_taken",
}
_BEHIND = " :;,.–-("
_GONE = Unread(Text("the data do not have this opinion any more"), Text("write a new report and answer there"))
_WITHOUT_REASON = Unread(Text("the opinion is not taken, and nothing says why"), Text("write the reason behind it"))


@dataclass(frozen=True)
class Received:
    """One file: its edits, each with whether the data hold it now and what somebody answered, and its comments.

    `agrees` is a file that came back as it was given out.
    """

    sender: Sender
    edits: tuple[tuple[FileEdit, bool, str], ...]
    comments: tuple[FileComment, ...]
    agrees: bool = False


def with_opinions(state: DataState, plan: Plan, received: Sequence[Received], after: DataState) -> dict[str, bytes]:
    """The file of opinions with what some files say, by its path; what stands there stays, and what was taken since says so."""
    file = state.workspace.opinions.get(plan.id)
    there = {_identity(_fields(opinion)): opinion for opinion in (file.opinions if file else ())}
    ids = {opinion.id for opinion in there.values()}
    # What is new has its place in the data after it was taken over.
    places = {
        item: number.place for now in (after, state) for item, number in numbers(now.workspace.plans[plan.id]).items()
    }
    edits: list[Edit] = []
    new: list[_Fields] = []
    for fields in (fields for file_ in received for fields in _opinions(places, plan, file_, state.phrases)):
        opinion = there.get(_identity(fields))
        if opinion is None:
            fields["id"] = _free_id(fields, ids)
            new.append(fields)
        elif opinion.answer is None and "answer" in fields:
            edits.append(Edit(opinion.source, "answer", fields["answer"]))
            edits += [Edit(opinion.source, "why", fields["why"], behind="answer")] if "why" in fields else []
    if not (edits or new):
        return {}
    path = opinions_path(state.workspace, plan)
    text = state.files.contents[path].decode() if file else f"plan: {plan.id}\n"
    text = write(text, edits) if edits else text
    if file is None or not file.opinions:
        text = (
            "".join(line for line in text.splitlines(keepends=True) if not line.startswith("opinions:")) + "opinions:\n"
        )
    return {path: (text.rstrip("\n") + "\n" + "".join(map(_entry, new))).encode()}


def _opinions(places: Mapping[str, str], plan: Plan, received: Received, phrases: Phrases) -> Iterator[_Fields]:
    """The entries of one file, without their ids."""

    def entry(kind: str, item: str, by: Authorship, **words: str) -> _Fields:
        id_ = ItemId(item).entry
        fields = {
            "id": "",
            "kind": kind,
            "agency": received.sender.agency,
            "author": by.author,
            "day": iso_day(by.date),
            "file": received.sender.file,
            "at": item if id_ in places or id_ == plan.id else "",
            "place": places.get(id_, ""),
            **words,
        }
        return {
            name: words if name in ("id", "answer") else cleaned_words(words)
            for name, words in fields.items()
            if words or name == "id"
        }

    for edit, is_taken, why in received.edits:
        by = Authorship(*edit.revisions[0]) if edit.revisions else received.sender.saved
        # What is proposed says its further lines itself.
        text = " ".join(filter(None, (edit.new, *(line for line in edit.lines if line not in edit.new))))
        old = "" if edit.kind in ("inserted", "duplicated") else edit.old
        if edit.kind == "moved":
            place = places.get(ItemId(edit.with_).entry) or "-"
            text = f"{text or old} ({phrases.say('moved_behind', place=place)})"
        elif not (old or text):
            # What has no words of its own is told as people are told of it.
            text = f"({(edit.refused.message if edit.refused else edit.at).in_language('vi')})"
        if edit.kind == "changed" and "\t" in old:
            old, text = _edited_cells(old, text)
        answer = {"answer": "taken" if is_taken else "not-taken"} if is_taken or why else {}
        yield entry("edit", edit.item, by, old=old, text=text, **answer, why=why)
    for comment in received.comments:
        by = Authorship(comment.author or received.sender.saved.author, comment.date or received.sender.saved.date)
        yield entry("comment", comment.item, by, text=comment.text or "–")
    if received.agrees:
        yield entry("agreement", "", received.sender.saved, answer="taken")


def _edited_cells(old: str, new: str) -> tuple[str, str]:
    """What stood and what stands in the cells of a row that were edited."""
    cells = [*zip_longest(old.split("\t"), new.split("\t"), fillvalue="")]
    before, now = zip(*([pair for pair in cells if pair[0] != pair[1]] or cells), strict=True)
    return "; ".join(before), "; ".join(now)


def _fields(opinion: Opinion) -> _Fields:
    stated = ((name, getattr(opinion, name)) for name in ("kind", "agency", "author", "file", "at", "old", "text"))
    return {name: str(value) for name, value in stated if value}


def _identity(fields: _Fields) -> tuple[str, ...]:
    """What tells one opinion from another: a file that comes again says the same again."""
    who = fields.get("agency") or fields.get("author") or fields["file"]
    return (who, *(fields.get(name, "") for name in ("kind", "at", "old", "text")))


def _free_id(fields: _Fields, ids: set[str]) -> str:
    name = fields.get("agency") or as_id(fields["file"].rpartition(".")[0]) or "y-kien"
    id_ = next(id_ for at in count(1) if (id_ := f"{name[:_LONGEST_ID].strip('-')}-{at}") not in ids)
    ids.add(id_)
    return id_


def cleaned_words(text: str) -> str:
    """A text as a data file may hold it: in one line, without letters that only look like others, control signs, merge marks."""
    line = cleaned_line("".join(letter if letter.isprintable() or letter in "\t\n" else " " for letter in text))
    for letter in [*alike(line)]:
        line = line.replace(letter.letter, letter.intended or "?")
    return line


def _entry(fields: _Fields) -> str:
    """An entry as it stands in the file; what others wrote is in quotes."""
    lines = (
        f"{name}: {words if name in ('id', 'kind', 'agency', 'day', 'answer') else json.dumps(words, ensure_ascii=False)}"
        for name, words in fields.items()
    )
    return "".join(f"{'    ' if at else '  - '}{line}\n" for at, line in enumerate(lines))


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
