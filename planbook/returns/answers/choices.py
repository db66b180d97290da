"""What somebody says about the edits of several files, file by file, and what of it names nothing that is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from planbook.messages.diagnostics import Misuse, Text
from planbook.reading.context import Context
from planbook.returns.answers.answer import ALL, AT_FILE, Answer, EditChoice, FileEdit
from planbook.returns.answers.authors import Sender
from planbook.returns.answers.rivals import edit_key

_NEAR = 3  # names that a refusal gives


@dataclass(frozen=True)
class FileChoice(EditChoice):
    """A choice for one file; `of_file` are the edits that somebody wants of just this file, whatever other files say.

    Nothing is taken that is `contested` and not one of these. `of_data` are the clashes with the data themselves.
    """

    of_file: frozenset[str] = frozenset()
    contested: frozenset[str] = frozenset()
    of_data: frozenset[str] | None = None

    def without(self, contested: frozenset[str], of_data: frozenset[str]) -> "FileChoice":
        """The same without edits that meet those of other files."""
        return replace(self, contested=contested, of_data=of_data)

    def is_wanted(self, edit: FileEdit) -> bool:
        """Whether somebody named the edit of just this file."""
        return not edit.names.isdisjoint(self.of_file)

    def takes(self, edit: FileEdit) -> bool:
        """Whether an edit is to be brought into the data."""
        key = edit_key(edit)
        # A clash with what another file brought first must show before anybody's yes to it counts.
        is_of_files = self.of_data is not None and edit.is_conflict and key not in self.of_data
        return not is_of_files and (key not in self.contested or self.is_wanted(edit)) and super().takes(edit)


def choice_for(choice: EditChoice, sender: Sender, context: Context) -> FileChoice:
    """What somebody says about the edits of one file: of the names with a file behind them those that name it."""
    end = f"{AT_FILE}{sender.file}"
    own = choice.for_file(sender.file)
    of_file = {name.removesuffix(end) for name in choice.accepted if name.endswith(end)}
    is_theirs = any(sender.is_called(name, context) for name in choice.authors)
    return FileChoice(own.accepted, own.excepted, () if is_theirs else choice.authors, frozenset(of_file))


def refuse_unknown(choice: EditChoice, answers: Sequence[tuple[Sender, Answer]], context: Context) -> None:
    """Refuse a choice that names nothing of the files: a slip in it would let pass, or leave, what nobody meant.

    A file may have several answers. Raises `Misuse` with all such names.
    """
    problems = [*_unknown_edits(choice, answers), *_unknown_authors(choice, answers, context)]
    if problems:
        raise Misuse(*problems)


def _unknown_edits(choice: EditChoice, answers: Sequence[tuple[Sender, Answer]]) -> Iterator[Text]:
    files = dict.fromkeys(sender.file for sender, _ in answers)
    for name in dict.fromkeys((*choice.accepted, *choice.excepted)):
        edit, _, file = name.partition(AT_FILE)
        if file and file not in files:
            values = {"file": file, "name": name, "known": ", ".join(files)}
            yield Text("no file is called {file}: {name}; the files are: {known}", values)
            continue
        of_file = [answer for sender, answer in answers if file in ("", sender.file)]
        names = {own for answer in of_file for part in answer.edits for own in part.names}
        is_all = edit == ALL and name in choice.accepted
        if edit not in names and not is_all:
            values = {"name": edit, "files": file or ", ".join(files), "near": _near(edit, names)}
            yield Text("no edit of {files} is called “{name}”; the nearest names: {near}", values)


def _unknown_authors(choice: EditChoice, answers: Sequence[tuple[Sender, Answer]], context: Context) -> Iterator[Text]:
    senders = [sender for sender, _ in answers]
    authors = dict.fromkeys(author for _, answer in answers for edit in answer.edits for author, _ in edit.revisions)
    agencies = (context.text.agency(sender.agency) for sender in senders if sender.agency)
    people = dict.fromkeys(filter(None, (*authors, *agencies, *(sender.file for sender in senders))))
    for name in choice.authors:
        is_author = name.casefold() in {author.casefold() for author in authors}
        if not is_author and not any(sender.is_called(name, context) for sender in senders):
            yield Text(
                "no edit, agency or file is of “{name}”, only of: {known}", {"name": name, "known": ", ".join(people)}
            )


def _near(name: str, names: set[str]) -> str:
    return ", ".join(get_close_matches(name[:100], sorted(names), n=_NEAR, cutoff=0.5) or sorted(names)[:_NEAR]) or "-"
