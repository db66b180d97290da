"""Files that came back, one or many of one plan: what each changes, put together edit by edit, and what of it clashes.

Every file is set against what it was given out with, so that ten answers to one draft meet as edits and not as drafts.
Each is brought into the data on top of those before it; what meets an edit of another file is taken from none of the two,
so that no order of the files decides anything.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from planbook.messages.diagnostics import BuildStopped, Diagnostic, Misuse, Refusal, Text
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import WORD, WORKBOOK, Package, open_package
from planbook.ooxml.pieces import NOBODY
from planbook.ooxml.workbooks import read_book
from planbook.repository.data_files import write_data
from planbook.repository.files import Files
from planbook.repository.revisions import VIETNAM
from planbook.returns.answers.answer import TAKE_CERTAIN, Answer, EditChoice, FileEdit
from planbook.returns.answers.authors import Sender, plan_in_file, sender_of
from planbook.returns.answers.choices import FileChoice, choice_for, refuse_unknown
from planbook.returns.answers.rivals import FileAndEdit, Rivals, edit_key
from planbook.returns.collected.collected_book import collected_book
from planbook.returns.collected.collected_rows import CollectedFile, collected_file
from planbook.returns.collected.pull_collected import CollectedFiles
from planbook.returns.fields.trial import DataState, read_state
from planbook.returns.opinions.opinions import Received, bring_answers, plan_of_report, with_opinions
from planbook.returns.word.pull_word import bring_draft, draft_answer, read_draft
from planbook.returns.workbook.pull_workbook import compared_workbook, origin_of

# What a table may come back as; all but the first are told what to save it as.
TABLE_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods", ".fods", ".ots", ".csv", ".et")

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class ReturnedFile:
    """A draft or workbook of a plan that came back: who sent it, and how it is set against a state of the data."""

    sender: Sender
    plan: str
    bring: Callable[[DataState, EditChoice], tuple[Answer, DataState]]

    def answer(self, state: DataState) -> Answer:
        """What it changes of a state, nothing of it taken."""
        return self.bring(state, _NOTHING)[0]


@dataclass(frozen=True)
class Pulled:
    """What files say, file by file, with the choice that counts for each; `alone` is what each says set against the old data.

    Reports and collection workbooks are none of its `files`: what they say is no opinion.
    """

    files: tuple[ReturnedFile, ...]
    answers: tuple[tuple[Sender, Answer, EditChoice], ...]
    alone: tuple[Answer, ...]
    before: DataState
    after: DataState  # the data with all that was taken

    @property
    def plan(self) -> str:
        """The id of the plan that the files are of."""
        return self.answers[0][1].plan

    def is_left(self) -> bool:
        """Whether something of a file is not taken over."""
        return any(answer.is_left(choice) for _, answer, choice in self.answers)

    @cached_property
    def new_warnings(self) -> list[Diagnostic]:
        """What the checks warn of once everything that is taken is in the data, and did not before."""
        return self.before.new_warnings(self.after.workspace)

    @property
    def report(self) -> list[tuple[str, Answer]]:
        """The answer of each file by its name."""
        return [(sender.file, answer) for sender, answer, _ in self.answers]

    def write(self, root: Path, answers: Mapping[str, str] | None = None) -> None:
        """Write what was taken, and note every edit and comment of drafts and workbooks in data/opinions/.

        `answers` are what somebody says to edits, by their `answer_key`: of what is left, why.
        """
        contents, written = self.before.files.contents, dict(self.after.files.contents)
        if self.files:
            plan = self.before.workspace.plans[self.plan]
            written |= with_opinions(self.before, plan, self._received(answers or {}), self.after)
        write_data(root, contents, {path: text for path, text in written.items() if contents.get(path) != text})

    def unanswered(self, answers: Mapping[str, str]) -> list[tuple[Sender, FileEdit]]:
        """The edits of agencies that are left and to which nobody says anything."""
        return [
            (received.sender, edit)
            for received in self._received(answers)
            for edit, is_taken, why in received.edits
            if not (is_taken or why)
        ]

    def _received(self, answers: Mapping[str, str]) -> list[Received]:
        """Every edit and every comment, and whether the data hold now what an edit wants."""
        pairs = zip(self.files, self.alone, strict=True) if self.files else ()
        return [self._of_file(*pair, answers) for pair in pairs]

    def _of_file(self, file: ReturnedFile, answer: Answer, answers: Mapping[str, str]) -> Received:
        left = set(map(edit_key, file.answer(self.after).edits))
        edits = tuple(
            (edit, edit_key(edit) not in left, answers.get(answer_key(file.sender.file, edit), ""))
            for edit in answer.edits
        )
        if len(self.files) == 1 and not file.sender.agency:
            # Who drafts the plan in Word answers nobody; what is written beside the text waits for an answer all the same.
            return Received(file.sender, tuple(part for part in edits if part[2]), answer.comments)
        agrees = bool(file.sender.agency) and answer.is_untouched
        return Received(file.sender, edits, answer.comments, agrees)


def answer_key(file: str, edit: FileEdit) -> str:
    """What a typed answer to an edit of a file is known by."""
    return f"{file} {edit_key(edit)}"


@dataclass(frozen=True)
class _Nothing(EditChoice):
    def takes(self, edit: FileEdit) -> bool:  # noqa: ARG002
        return False


_NOTHING = _Nothing()


def pull_files(
    root: Path,
    paths: Sequence[Path],
    choice: EditChoice = TAKE_CERTAIN,
    *,
    apply: bool = False,
    received: date | None = None,
) -> Pulled:
    """What returned files of one plan change; with `apply` what is certain or chosen is written into the plan's file.

    Collection workbooks go into the results of their period, as `received` on a day, today's if none is named, and so does a report
    about one. All other edits and comments are noted with it in data/opinions/; of a report of opinions the answers are. Raises what reading a
    file raises (`Misuse` for several at once), and `BuildStopped` where the data have errors of their own.
    """
    packages: list[Package] = []
    with suppress(Refusal, OSError):  # what is wrong with the data is said before that
        packages = _packages(paths)
    plans = [*map(plan_in_file, packages)]
    state = read_state(root, plans=plans if all(plans) else ())
    packages = packages or _packages(paths)
    sender, own = Sender(paths[0].name, "", NOBODY), choice.for_file(paths[0].name)
    if len(paths) == 1 and (reported := _report(root, packages[0], state, own)):
        answer, written = reported
        refuse_unknown(choice, [(sender, answer)], state.context(state.workspace.plans[answer.plan]))
        after = replace(state, files=Files({**state.files.contents, **written}))
        pulled = Pulled((), ((sender, answer, own),), (), state, after)
    else:
        files = _all_of(
            [path.name for path in paths],
            [
                partial(_returned_file, root, path.name, package, state)
                for path, package in zip(paths, packages, strict=True)
            ],
        )
        _refuse_mixed(files)
        plan = state.workspace.plans[files[0].plan]
        forms = [file for file in files if isinstance(file, CollectedFile)]
        drafts = [file for file in files if isinstance(file, ReturnedFile)]
        if forms:
            pulled = _collected(forms, plan, state, choice, received or datetime.now(VIETNAM).date())
        else:
            pulled = _put_together(drafts, plan, state, choice)
        alone = ((file.sender, answer) for file, answer in zip(files, pulled.alone, strict=True))
        together = ((sender, answer) for sender, answer, _ in pulled.answers)
        refuse_unknown(choice, [*alone, *together], state.context(plan))
    if apply:
        pulled.write(root)
    return pulled


def _report(
    root: Path, package: Package, state: DataState, choice: EditChoice
) -> tuple[Answer, dict[str, bytes]] | None:
    """What a report says otherwise, and what is written of it; None where the file is no report."""
    manifest = read_manifest(package) if package.form is WORD else None
    if manifest is None or not ItemId(manifest.document).is_part:
        return None
    # A draft needs nothing of what reports are made with.
    from planbook.returns.reports.pull_period_report import (  # noqa: PLC0415
        bring_period_report,
        period_report_of,
    )

    if request := period_report_of(manifest, state):
        return bring_period_report(root, package, manifest, request, state, choice)
    plan = plan_of_report(manifest, state)
    return bring_answers(package, manifest, plan, state, choice) if plan else None


def _packages(paths: Sequence[Path]) -> list[Package]:
    opened = [partial(open_package, path, WORKBOOK if path.suffix.lower() in TABLE_ENDINGS else WORD) for path in paths]
    return _all_of([path.name for path in paths], opened)


def _all_of(names: Sequence[str], makers: Sequence[Callable[[], _Made]]) -> list[_Made]:
    """What is made of each of some files; of several all that are refused are told at once, each by its name."""
    if len(makers) == 1:
        return [makers[0]()]
    made: list[_Made] = []
    problems: list[Text] = []
    for name, make in zip(names, makers, strict=True):
        try:
            made.append(make())
        except BuildStopped:
            raise
        except Refusal as refusal:
            problems += [
                Text("{file}: {problem}", {"file": name, "problem": sentence}) for sentence in refusal.sentences
            ]
    if problems:
        raise Misuse(*problems)
    return made


def _collected(
    files: Sequence[CollectedFile], plan: Plan, state: DataState, choice: EditChoice, received: date
) -> Pulled:
    choices = [choice_for(choice, file.sender, state.context(plan)) for file in files]
    answers, alone, after = CollectedFiles(files, state, received).bring(choices)
    triples = zip((file.sender for file in files), answers, choices, strict=True)
    return Pulled((), tuple(triples), tuple(alone), state, after)


def _returned_file(root: Path, name: str, package: Package, state: DataState) -> ReturnedFile | CollectedFile:
    if package.form is WORKBOOK:
        book = read_book(package)
        if form := collected_book(book):
            return collected_file(name, form, book.saved, state)
        plan = origin_of(book, state).plan
        sender = sender_of(name, book.saved, state.context(state.workspace.plans[plan]))
        book = replace(book, saved=sender.saved)

        def bring_rows(now: DataState, choice: EditChoice) -> tuple[Answer, DataState]:
            answer, text = compared_workbook(root, book, now, choice, earlier=state)
            return answer, now.with_texts({now.workspace.plans[plan].source.path: text})

        return ReturnedFile(sender, plan, bring_rows)
    draft = read_draft(root, package, state)
    sender = sender_of(name, draft.saved, draft.context)
    draft = replace(draft, saved=sender.saved)

    def bring(now: DataState, choice: EditChoice) -> tuple[Answer, DataState]:
        plan = now.workspace.plans[draft.context.plan.id]
        beside = replace(draft, printed=now.printed(plan), context=now.context(plan)) if now is not state else draft
        applied = bring_draft(beside, now, choice)
        path = beside.context.plan.source.path
        return draft_answer(beside, applied), now.with_texts({path: applied.text, **applied.registers})

    return ReturnedFile(sender, draft.context.plan.id, bring)


def _refuse_mixed(files: Sequence[ReturnedFile | CollectedFile]) -> None:
    if len({file.plan for file in files}) > 1:
        listed = ", ".join(f"{file.sender.file} ({file.plan})" for file in files)
        raise Misuse(
            Text("the files are of several plans, pull those of each by themselves: {files}", {"files": listed})
        )
    names = [file.sender.file for file in files]
    drafts = [file.sender.file for file in files if isinstance(file, ReturnedFile)]
    if 0 < len(drafts) < len(files):
        raise Misuse(
            Text("files beside collection workbooks, pull these by themselves: {files}", {"files": ", ".join(drafts)})
        )
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Misuse(Text("two files are called {name}: give one another name", {"name": twice}))


def _put_together(files: Sequence[ReturnedFile], plan: Plan, state: DataState, choice: EditChoice) -> Pulled:
    choices = [choice_for(choice, file.sender, state.context(plan)) for file in files]
    if len(files) == 1:
        answer, after = files[0].bring(state, choices[0])
        return Pulled(tuple(files), ((files[0].sender, answer, choices[0]),), (answer,), state, after)
    alone = [file.answer(state) for file in files]
    rivals = Rivals(plan, [file.sender.file for file in files], alone)
    # What stands first must not win: it is looked for what meets in both orders, which hang on no name.
    order = sorted(range(len(files)), key=lambda at: [(edit_key(edit), edit.new, edit.old) for edit in alone[at].edits])
    before = -1
    while len(rivals) > before:
        before = len(rivals)
        if rivals.may_meet():
            _in_turn(files, order[::-1], state, choices, rivals, alone)
        answers, after = _in_turn(files, order, state, choices, rivals, alone)
        rivals.note_wholes(choices)
    reports = (
        replace(answers[at], edits=tuple(_with_rivals(at, edit, rivals, choices[at]) for edit in answers[at].edits))
        for at in range(len(files))
    )
    senders = (file.sender for file in files)
    return Pulled(tuple(files), tuple(zip(senders, reports, choices, strict=True)), tuple(alone), state, after)


def _in_turn(
    files: Sequence[ReturnedFile],
    order: Sequence[int],
    state: DataState,
    choices: Sequence[FileChoice],
    rivals: Rivals,
    alone: Sequence[Answer],
) -> tuple[dict[int, Answer], DataState]:
    """The answers of files brought one on top of the other, and the data with all of them; what meets is noted."""
    answers: dict[int, Answer] = {}
    edits_made: list[FileAndEdit] = []
    now = state
    for at in order:
        choice = choices[at].without(rivals.contested(at), frozenset(map(edit_key, alone[at].conflicts)))
        answers[at], brought = files[at].bring(now, choice)
        for edit in answers[at].edits:
            if not choice.leaves(edit):
                rivals.note(at, edit, edits_made)
        edits_made += [(at, edit) for edit in answers[at].edits if choice.takes(edit)]
        now = brought
    return answers, now


def _with_rivals(at: int, edit: FileEdit, rivals: Rivals, choice: FileChoice) -> FileEdit:
    """An edit with what other files make of the same; a refusal because of them is a clash."""
    if not (met := rivals.of(at, edit)) or (choice.takes(edit) and choice.is_wanted(edit)):
        return edit
    return replace(edit, rivals=met, ours=None, refused=None)
