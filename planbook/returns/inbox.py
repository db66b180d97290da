"""A folder into which people put edited files by a page of their forge: all taken back, plan by plan, and told in Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planbook.messages.diagnostics import BuildStopped, Refusal, Text
from planbook.repository.durable import remove
from planbook.returns.answers.answer_report import answers_as_text, warnings_as_text
from planbook.returns.pull_files import Pulled, pull_files

_ABOUT = "README.md"  # what says to people what the folder is for
_LONGEST = 40_000  # letters of a text that a forge takes as the body of a proposal


@dataclass(frozen=True)
class InboxReport:
    """What was made of a folder of files: in Markdown, and whether something of it is not taken over."""

    text: str
    is_left: bool


def take_inbox(root: Path, folder: Path) -> InboxReport:
    """Take back every file of a folder and remove what was read; what cannot be read stays, with the reason.

    What is certain is written, as `pull --apply` does. Raises `BuildStopped` where the data have errors of their own.
    """
    groups: dict[str, list[Path]] = {}
    refused: dict[Path, tuple[Text, ...]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name != _ABOUT and not path.name.startswith("."):
            try:
                pulled = pull_files(root, [path])
                # Drafts and workbooks of one plan meet; what comes of a report or of a collection of results goes by itself.
                groups.setdefault(pulled.plan if pulled.files else f"{pulled.plan} {path.name}", []).append(path)
            except BuildStopped:
                raise
            except Refusal as refusal:
                refused[path] = refusal.sentences
    parts, is_left = [], bool(refused)
    for paths in groups.values():
        pulled = pull_files(root, paths, apply=True)
        for path in paths:
            remove(path)
        parts += [f"## {pulled.plan}", *_in_words(pulled)]
        is_left |= pulled.is_left()
    parts += _unread(refused)
    return InboxReport(_shortened("\n\n".join(parts)), is_left)


def _in_words(pulled: Pulled) -> Iterator[str]:
    """What files say, as it stands: nothing that somebody wrote in them is a mark of Markdown."""
    for sender, answer, _ in pulled.answers:
        yield _as_written(f"{sender.file}\n{answers_as_text([(sender.file, answer)])}")
    if warnings := warnings_as_text(pulled.new_warnings, pulled.after.workspace.lines):
        yield _as_written(warnings)


def _unread(refused: dict[Path, tuple[Text, ...]]) -> Iterator[str]:
    if refused:
        yield f"## {Text('files that cannot be read, and stay').spoken()}"
    for path, sentences in refused.items():
        yield _as_written("\n".join([path.name, *(sentence.spoken() for sentence in sentences)]))


def _as_written(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return f"{text}\n"
    rest = Text("the rest is too long to stand here; pull the files to see all of it").spoken()
    return f"{text[:_LONGEST].rpartition(chr(10))[0]}\n\n{rest}\n"
