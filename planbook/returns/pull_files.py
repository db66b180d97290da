"""Files that came back, one or many of one plan: what each changes, put together edit by edit, and what of it clashes.

Every file is set against what it was given out with, so that ten answers to one draft meet as edits and not as drafts.
Each is brought into the data on top of those before it; what meets an edit of another file is taken from none of the two,
so that no order of the files decides anything.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from planbook.messages.diagnostics import BuildStopped, Refusal, Text
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.target import Figure
from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import WORD, WORKBOOK, Package, open_package
from planbook.ooxml.pieces import NOBODY
from planbook.ooxml.workbooks import read_book
from planbook.repository.data_files import write_data
from planbook.repository.files import Files
from planbook.returns.answer import TAKE_CERTAIN, Answer, EditChoice, FileEdit, Rival
from planbook.returns.answer_report import authors_and_days
from planbook.returns.authors import Sender, sender_of
from planbook.returns.opinions import Received, with_opinions
from planbook.returns.pull_report import bring_answers, plan_of_report
from planbook.returns.pull_word import bring_draft, draft_answer, read_draft
from planbook.returns.pull_workbook import compared_workbook, origin_of
from planbook.returns.trial import DataState, read_state

# What a table may come back as; all but the first are told what to save it as.
TABLE_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods", ".fods", ".ots", ".csv", ".et")
AT_FILE = "@"  # between an edit and the file that it is of, where several come at once

_Made = TypeVar("_Made")


class SeveralPlans(Refusal):
    """The files are of different plans, or two of them have one name."""

    exit_code = 2


class FilesRefused(Refusal):
    """Some of several files cannot be read; each sentence begins with the name of the file."""

    exit_code = 2


@dataclass(frozen=True)
class ReturnedFile:
    """One file that came back: who sent it, and how it is set against a state of the data."""

    sender: Sender
    plan: str
    bring: Callable[[DataState, EditChoice], tuple[Answer, str]]

    def answer(self, state: DataState) -> Answer:
        """What it changes of a state, nothing of it taken."""
        return self.bring(state, _NOTHING)[0]


@dataclass(frozen=True)
class Pulled:
    """What files say, file by file, with the choice that counts for each; `alone` is what each says set against the old data."""

    files: tuple[ReturnedFile, ...]
    answers: tuple[tuple[Sender, Answer, EditChoice], ...]
    alone: tuple[Answer, ...]
    before: DataState
    after: DataState  # the data with all that was taken

    def is_left(self) -> bool:
        """Whether something of a file is not taken over."""
        return any(answer.is_left(choice) for _, answer, choice in self.answers)

    def write(self, root: Path) -> None:
        """Write what was taken, and note every edit and comment of drafts and workbooks in data/opinions/."""
        contents, written = self.before.files.contents, dict(self.after.files.contents)
        if self.files:
            plan = self.before.workspace.plans[self.files[0].plan]
            written |= with_opinions(self.before, plan, self.received, self.after)
        write_data(root, contents, {path: text for path, text in written.items() if contents.get(path) != text})

    @cached_property
    def received(self) -> tuple[Received, ...]:
        """Every edit and every comment, and whether the data hold now what an edit wants."""
        return tuple(self._received(file, answer) for file, answer in zip(self.files, self.alone, strict=True))

    def _received(self, file: ReturnedFile, answer: Answer) -> Received:
        if len(self.files) == 1 and not file.sender.agency:
            # Who drafts the plan in Word answers nobody; what is written beside the text waits for an answer all the same.
            return Received(file.sender, (), answer.comments)
        left = set(map(_key, file.answer(self.after).edits))
        return Received(file.sender, tuple((edit, _key(edit) not in left) for edit in answer.edits), answer.comments)


@dataclass(frozen=True)
class _Nothing(EditChoice):
    def takes(self, edit: FileEdit) -> bool:  # noqa: ARG002
        return False


_NOTHING = _Nothing()


def pull_files(root: Path, paths: Sequence[Path], choice: EditChoice = TAKE_CERTAIN, *, apply: bool = False) -> Pulled:
    """What returned files of one plan change; with `apply` what is certain or chosen is written into the plan's file.

    All edits and comments are noted with it in data/opinions/; of a report of opinions the answers are. Raises what reading a
    file raises (`FilesRefused` where there are several), `SeveralPlans`, and `BuildStopped` where the data have errors of their own.
    """
    state = read_state(root)
    packages = _packages(paths)
    manifest = read_manifest(packages[0]) if len(paths) == 1 and packages[0].form is WORD else None
    if manifest and (reported := plan_of_report(manifest, state)):
        answer, written_answers = bring_answers(packages[0], manifest, reported, state, choice)
        after = replace(state, files=Files({**state.files.contents, **written_answers}))
        pulled = Pulled((), ((Sender(paths[0].name, "", NOBODY), answer, choice),), (), state, after)
    else:
        files = _all_of(
            [path.name for path in paths],
            [
                partial(_returned_file, root, path.name, package, state)
                for path, package in zip(paths, packages, strict=True)
            ],
        )
        _refuse_mixed(files)
        pulled = _put_together(files, state.workspace.plans[files[0].plan], state, choice)
    if apply:
        pulled.write(root)
    return pulled


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLE_ENDINGS


def _packages(paths: Sequence[Path]) -> list[Package]:
    opened = [partial(open_package, path, WORKBOOK if _is_table(path) else WORD) for path in paths]
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
        raise FilesRefused(*problems)
    return made


def _returned_file(root: Path, name: str, package: Package, state: DataState) -> ReturnedFile:
    if package.form is WORKBOOK:
        book = read_book(package)
        plan = origin_of(book, state).plan
        sender = sender_of(name, book.saved, state.context(state.workspace.plans[plan]))
        book = replace(book, saved=sender.saved)
        return ReturnedFile(sender, plan, lambda now, choice: compared_workbook(root, book, now, choice, earlier=state))
    draft = read_draft(root, package, state)
    sender = sender_of(name, draft.saved, draft.context)
    draft = replace(draft, saved=sender.saved)

    def bring(now: DataState, choice: EditChoice) -> tuple[Answer, str]:
        plan = now.workspace.plans[draft.context.plan.id]
        beside = replace(draft, printed=now.printed(plan), context=now.context(plan)) if now is not state else draft
        applied = bring_draft(beside, now, choice)
        return draft_answer(beside, applied), applied.text

    return ReturnedFile(sender, draft.context.plan.id, bring)


def _refuse_mixed(files: Sequence[ReturnedFile]) -> None:
    if len({file.plan for file in files}) > 1:
        listed = ", ".join(f"{file.sender.file} ({file.plan})" for file in files)
        raise SeveralPlans(
            Text("the files are of several plans, pull those of each by themselves: {files}", {"files": listed})
        )
    names = [file.sender.file for file in files]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise SeveralPlans(Text("two files are called {name}: give one another name", {"name": twice}))


def _put_together(files: Sequence[ReturnedFile], plan: Plan, state: DataState, choice: EditChoice) -> Pulled:
    choices = [_for_file(choice, file, state) for file in files]
    if len(files) == 1:
        answer, text = files[0].bring(state, choices[0])
        after = state.with_text(plan, text) if text != state.text(plan) else state
        return Pulled(tuple(files), ((files[0].sender, answer, choices[0]),), (answer,), state, after)
    alone = [file.answer(state) for file in files]
    rivals: dict[tuple[int, str], dict[str, Rival]] = {}  # by the place of the file and the edit
    while True:
        answers: list[Answer] = []
        edits_made: list[tuple[int, FileEdit]] = []
        is_new = False
        now = state
        for at, file in enumerate(files):
            uncontested = _without(choices[at], at, rivals, alone[at])
            answer, text = file.bring(now, uncontested)
            for edit in (edit for edit in answer.edits if not choices[at].leaves(edit)):
                if (at, _key(edit)) not in rivals and _meets_others(edit, alone[at]):
                    opposites = [(to, opposite) for to, opposite in edits_made if _touch(plan, edit, opposite)]
                    is_new |= _note(rivals, (at, edit), opposites, files)
            edits_made += [(at, edit) for edit in answer.edits if uncontested.takes(edit)]
            answers.append(answer)
            if text != now.text(plan):
                now = now.with_text(plan, text)
        if not is_new:
            break
    answers = [
        replace(answer, edits=tuple(_with_rivals(edit, at, rivals, choices[at]) for edit in answer.edits))
        for at, answer in enumerate(answers)
    ]
    senders = (file.sender for file in files)
    return Pulled(tuple(files), tuple(zip(senders, answers, choices, strict=True)), tuple(alone), state, now)


def _for_file(choice: EditChoice, file: ReturnedFile, state: DataState) -> EditChoice:
    """What somebody says about the edits of one file: of the names with a file behind them those that name it."""
    end = f"{AT_FILE}{file.sender.file}"
    context = state.context(state.workspace.plans[file.plan])
    accepted, excepted = (
        {name.removesuffix(end) for name in names if AT_FILE not in name or name.endswith(end)}
        for names in (choice.accepted, choice.excepted)
    )
    of_file = {name.removesuffix(end) for name in choice.accepted if name.endswith(end)}
    is_theirs = any(file.sender.is_called(name, context) for name in choice.authors)
    return _OfFile(accepted, excepted, () if is_theirs else choice.authors, frozenset(of_file))


@dataclass(frozen=True)
class _OfFile(EditChoice):
    """A choice for one file; `of_file` are the edits that somebody wants of just this file, whatever other files say."""

    of_file: frozenset[str] = frozenset()


def _without(choice: EditChoice, at: int, rivals: dict[tuple[int, str], dict[str, Rival]], alone: Answer) -> EditChoice:
    """A choice that takes nothing which meets an edit of another file, unless somebody named just that.

    `alone` is what the file says set against the data without any other.
    """
    assert isinstance(choice, _OfFile)
    contested = frozenset(key for to, key in rivals if to == at)
    of_data = frozenset(map(_key, alone.conflicts))
    return _Uncontested(choice.accepted, choice.excepted, choice.authors, choice.of_file, contested, of_data)


@dataclass(frozen=True)
class _Uncontested(_OfFile):
    contested: frozenset[str] = frozenset()
    of_data: frozenset[str] = frozenset()  # what clashes with the data themselves

    def takes(self, edit: FileEdit) -> bool:
        """Whether an edit is to be brought into the data."""
        key = _key(edit)
        is_contested = key in self.contested and edit.names.isdisjoint(self.of_file)
        # A clash with what another file brought first must show before anybody's yes to it counts.
        is_of_files = edit.is_conflict and key not in self.of_data
        return not is_contested and not is_of_files and super().takes(edit)


def _key(edit: FileEdit) -> str:
    """What an edit of a file is known by in whatever data it is set against; only what is new may get another id there."""
    item = "" if edit.kind in ("inserted", "split", "duplicated") else edit.id
    return f"{edit.at.english} {sorted(edit.at.values.items())} {item}"


def _meets_others(edit: FileEdit, alone: Answer) -> bool:
    """Whether an edit clashes or is refused only because other files were taken over before it."""
    if not edit.is_conflict and not edit.refused:
        return False
    before = next((opposite for opposite in alone.edits if _key(opposite) == _key(edit)), None)
    return before is not None and not before.is_conflict and not before.refused


def _touch(plan: Plan, edit: FileEdit, opposite: FileEdit) -> bool:
    """Whether two edits are of one item, of a target and what repeats it, or of a group and a task in it."""
    first, second = _about(plan, edit), _about(plan, opposite)
    ties, other_ties = ({id_, *_tied(plan, id_)} for id_ in (first, second))
    return first in other_ties or second in ties or bool(_repeated(plan, first) & _repeated(plan, second))


def _about(plan: Plan, edit: FileEdit) -> str:
    """What an edit is of: an item, or one of the lists at the head and the foot of the plan."""
    item = ItemId(edit.item)
    return ItemId.of(plan.id, item.kind) if item.entry == plan.id else item.entry


def _tied(plan: Plan, item: str) -> Iterator[str]:
    """The group or section in which an item stands, and whatever else stands around it."""
    for entry in plan.walk():
        id_ = getattr(entry, "id", None)
        if id_ and id_ not in (item, plan.id) and any(getattr(part, "id", None) == item for part in entry.walk()):
            yield id_


def _repeated(plan: Plan, item: str) -> set[str]:
    """The targets whose numbers an item prints, itself where it is a target."""
    own = next((entry for entry in plan.walk() if getattr(entry, "id", None) == item), None)
    figures = (part.stands_for for part in (own.walk() if own else ()) if isinstance(part, Figure) and part.stands_for)
    return {*figures, item}


def _note(
    rivals: dict[tuple[int, str], dict[str, Rival]],
    own: tuple[int, FileEdit],
    opposites: Sequence[tuple[int, FileEdit]],
    files: Sequence[ReturnedFile],
) -> bool:
    """Note an edit and those of other files that it meets as rivals of each other; whether that was not known yet."""
    rival = partial(_rival, files)
    before = len(rivals)
    for pair in ((own, opposite) for opposite in opposites):
        for (at, edit), (to, opposite) in (pair, pair[::-1]):
            rivals.setdefault((at, _key(edit)), {})[f"{to} {_key(opposite)}"] = rival(to, opposite)
    return len(rivals) > before


def _rival(files: Sequence[ReturnedFile], at: int, edit: FileEdit) -> Rival:
    return Rival(", ".join([files[at].sender.file, *authors_and_days(edit.revisions)]), edit.new or "–")


def _with_rivals(
    edit: FileEdit, at: int, rivals: dict[tuple[int, str], dict[str, Rival]], choice: EditChoice
) -> FileEdit:
    """An edit with what other files make of the same; a refusal because of them is a clash."""
    if (met := rivals.get((at, _key(edit)))) is None or (choice.takes(edit) and _is_named(edit, choice)):
        return edit
    return replace(edit, rivals=tuple(met.values()), ours=None, refused=None)


def _is_named(edit: FileEdit, choice: EditChoice) -> bool:
    return isinstance(choice, _OfFile) and not edit.names.isdisjoint(choice.of_file)
