"""Edited Word and Excel files taken back: each edit beside what stood there, a preview of what is chosen, one commit of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from planbook.changes.compare import compare
from planbook.changes.report import Report, report
from planbook.checks import findings
from planbook.desk.dropped_files import DroppedFiles
from planbook.desk.office import WORD_TYPE, DeskOffice, download
from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.ooxml.blocks import Reviser
from planbook.outputs.origin import made_at
from planbook.render.article import article
from planbook.repository.revisions import VIETNAM
from planbook.returns.answers.answer import AT_FILE, Answer, EditChoice, FileEdit
from planbook.returns.answers.answer_report import EDIT_TERMS, authors_and_days
from planbook.returns.fields.trial import DataState
from planbook.returns.opinions.opinions import cleaned_words
from planbook.returns.pull_files import Pulled, answer_key, pull_files
from planbook.review.dress import read_dress
from planbook.review.redline import AUTHOR, Version, redline_of
from planbook.review.report import REPORT_HEADINGS, SEVERITIES, report_values
from planbook.views.plan import plan_view
from planbook.wording.numbering import ItemNumber, numbers
from planbook.wording.tokens import MarkedText, marked_words

_FORM = ("file", "shown", "take")  # the fields of a choice; what was shown and is not taken is left
_WHY = "why "  # before the key of an edit, the field with what somebody answers to it


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit as the page shows it: by `name` a choice calls it; `rivals` are what the data or other files say of the same.

    `field` is that of the answer to it, `answer` what was typed there.
    `number` is that of its item in the plan as it is, `place` where it stands in the file.
    """

    name: str
    field: str
    answer: str
    number: str
    place: Text
    kind: Text | None
    marks: Sequence[MarkedText]
    by: Sequence[str]
    is_chosen: bool
    printed: str
    doubt: Text | None
    rivals: Sequence[tuple[Text, str]]
    reason: Text | None
    mend: Text | None


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file with its edits: those that can be taken, clashes behind the others, and those that cannot."""

    name: str
    notes: Sequence[Text]
    comments: Sequence[Text]
    edits: Sequence[EditRow]
    refused: Sequence[EditRow]


def returned_pages(office: DeskOffice, dropped: DroppedFiles) -> Blueprint:
    """The pages and forms, by their addresses below the desk's own."""
    pages = Blueprint("returned", __name__)

    def paths() -> list[Path]:
        return dropped.paths(request.values.getlist("file"))

    def pulled() -> Pulled:
        return pull_files(office.root, paths(), _choice(request.values))

    @pages.post("/returned")
    def receive() -> Response:
        keys = dropped.keep(request.files.getlist("files"))
        return office.goes_to("returned", [("file", key) for key in keys])

    @pages.get("/returned")
    def edits() -> str:
        pull = pulled()
        places = numbers(pull.before.workspace.plans[pull.plan])
        files = [
            _rows(sender.file, answer, choice, places, _answers(request.args))
            for sender, answer, choice in pull.answers
        ]
        return office.render(
            "returned.html", files=files, keys=request.args.getlist("file"), takes_answers=bool(pull.files)
        )

    def preview_of(pull: Pulled, *, is_stale: bool = False) -> str:
        plan, title, text = _article(pull.after, pull.plan)
        answers = _answers(request.values)
        fields = [(name, value) for name in _FORM for value in request.values.getlist(name)]
        fields += [(f"{_WHY}{key}", words) for key, words in answers.items()]
        places = numbers(pull.before.workspace.plans[pull.plan])
        unanswered = [(sender.file, _number(edit, places), edit.at) for sender, edit in pull.unanswered(answers)]
        return office.render(
            "preview.html",
            labels=REPORT_HEADINGS,
            severities=SEVERITIES,
            **report_values(_effect(pull.before, pull.after)),
            plan=plan,
            unanswered=unanswered,
            title=title,
            article=text,
            fields=[*fields, ("seen", _seal(pull.after))],
            query=urlencode(fields),
            is_stale=is_stale,
        )

    @pages.post("/preview")
    def preview() -> str:
        return preview_of(pulled())

    @pages.post("/take")
    def take() -> str:
        pull = pulled()
        if _seal(pull.after) != request.form.get("seen"):
            return preview_of(pull, is_stale=True)
        people = [
            author
            for _, answer, choice in pull.answers
            for edit in answer.edits
            if choice.takes(edit)
            for author, _ in edit.revisions
        ]
        answers = _answers(request.values)
        names = ", ".join(sender.file for sender, _, _ in pull.answers)
        subject = Text("{plan}: taken back from {files}", {"plan": pull.plan, "files": names})
        return office.step(subject, lambda: pull.write(office.root, answers), filter(None, people))

    @pages.post("/redline")
    def redline() -> Response:
        pull = pulled()
        name, when = pull.plan, made_at(office.root).astimezone(VIETNAM)
        earlier, later = (
            Version(side.workspace, side.workspace.plans[name], "", when) for side in (pull.before, pull.after)
        )
        content = redline_of(read_dress(office.root), earlier, later, Reviser(AUTHOR, when))
        return download(content, f"{name}-so-sanh.docx", WORD_TYPE)

    return pages


def _choice(values: MultiDict[str, str]) -> EditChoice:
    """What the boxes of the page say; before it was shown only what is certain is taken."""
    ticked = set(values.getlist("take"))
    return EditChoice(accepted=ticked, excepted={*values.getlist("shown")} - ticked)


def _answers(values: MultiDict[str, str]) -> dict[str, str]:
    """What somebody typed in answer to edits, by their keys."""
    fields = ((name.removeprefix(_WHY), text) for name, text in values.items() if name.startswith(_WHY))
    return {key: words for key, text in fields if (words := cleaned_words(text))}


def _number(edit: FileEdit, places: Mapping[str, ItemNumber]) -> str:
    """The number of the item of an edit in the plan as it is."""
    item = ItemId(edit.item).entry
    return places[item].place if item in places else ""


def _rows(
    file: str, answer: Answer, choice: EditChoice, places: Mapping[str, ItemNumber], answers: Mapping[str, str]
) -> FileRows:
    def row(edit: FileEdit) -> EditRow:
        kind = EDIT_TERMS.get(edit.kind)
        rivals = [] if edit.ours is None else [(Text("in the data"), edit.ours)]
        key = answer_key(file, edit)
        return EditRow(
            name=f"{edit.id}{AT_FILE}{file}",
            field=f"{_WHY}{key}",
            answer=answers.get(key, ""),
            number=_number(edit, places),
            place=edit.at,
            kind=Text(kind.english, {"with_": edit.with_ or "-"}) if kind else None,
            marks=marked_words(edit.old, edit.new),
            by=authors_and_days(edit.revisions),
            is_chosen=choice.takes(edit),
            printed=edit.printed,
            doubt=edit.doubt,
            rivals=[*rivals, *((Text("in {sender}", {"sender": rival.sender}), rival.new) for rival in edit.rivals)],
            reason=edit.refused.message if edit.refused else None,
            mend=edit.refused.mend if edit.refused else None,
        )

    possible = map(row, (*answer.proposals, *answer.conflicts))
    comments = [comment.words for comment in answer.comments]
    return FileRows(file, answer.notes, comments, [*possible], [*map(row, answer.refused)])


def _effect(before: DataState, after: DataState) -> Report:
    """What holds otherwise with the edits, and what the checks say to it."""
    states = before.workspace, after.workspace
    return report(*states, compare(*states), before.phrases, *map(findings, states))


def _article(state: DataState, plan: str) -> tuple[str, str, str]:
    """The id, the title and the whole text of a plan."""
    view = plan_view(state.workspace, state.workspace.plans[plan], state.phrases)
    return plan, view.short_title, article(state.templates, view, state.phrases)


def _seal(state: DataState) -> str:
    """What tells one state of the data from another: what was shown is what is written."""
    contents = sorted(state.files.contents.items())
    return sha256(repr([(path, sha256(text).hexdigest()) for path, text in contents]).encode()).hexdigest()
