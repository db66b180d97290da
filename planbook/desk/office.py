"""The office that a desk works for: its folder, its templates, the address below which its pages stand."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Response, redirect

from planbook.messages.diagnostics import Text
from planbook.messages.program_name import as_called
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.templates import Templates
from planbook.repository.commits import take_step
from planbook.repository.git import without_history
from planbook.repository.revisions import Commit

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
WORD_TYPE = f"{_OPEN_XML}.wordprocessingml.document"
WORKBOOK_TYPE = f"{_OPEN_XML}.spreadsheetml.sheet"
PAGE_LANGUAGE = "vi"  # pages are in the language of the data, as those of the site


class Notices(logging.Handler):
    """What happened beside the work, such as a stopped write that was taken back, for the next page."""

    def __init__(self) -> None:
        super().__init__()
        self._sentences: list[Text] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one notice."""
        self._sentences.append(record.msg if isinstance(record.msg, Text) else Text(record.getMessage()))

    def take_all(self) -> list[Text]:
        """The notices that no page has told yet."""
        sentences, self._sentences = self._sentences, []
        return sentences


@dataclass(frozen=True)
class DeskOffice:
    """`base` is the address of the first page; every link of a page begins with it."""

    root: Path
    base: str
    notices: Notices = field(default_factory=Notices)

    def render(self, name: str, **values: object) -> str:
        """A page of templates/desk/, filled."""
        # As they are read now: who edits one reloads the page.
        return Templates(self.root / "templates").render(
            f"desk/{name}", language=PAGE_LANGUAGE, base=self.base, notices=self.notices.take_all(), **values
        )

    def goes_to(self, address: str, parameters: Iterable[tuple[str, str]]) -> Response:
        """The answer that leads on to another page, so that reloading it sends no form twice."""
        return redirect(f"{self.base}{address}?{urlencode(list(parameters))}", 303)  # type: ignore[return-value]

    def edition(self) -> Edition:
        """The data as they stand now, with all views of them; raises `BuildStopped`."""
        return edition(read_sources(self.root), made_at(self.root))

    def step(
        self,
        subject: Text,
        write: Callable[[], Iterable[str | Text] | None],
        people: Iterable[str] = (),
        doubtful: Callable[[], Iterable[str]] = tuple,
    ) -> str:
        """Let `write` write as one step of the history, and say what was done; lead on to the plans with doubts."""
        names = list(dict.fromkeys(people))
        lines, commit = take_step(self.root, vietnamese(subject), write, names)
        return self.done(lines or (), commit, names, doubtful())

    def done(
        self,
        lines: Iterable[str | Text],
        commit: Commit | None,
        people: Iterable[str] = (),
        doubtful: Iterable[str] = (),
    ) -> str:
        """The page that says what was done."""
        no_history = without_history(self.root)
        values = {"lines": [*lines], "commit": commit, "people": people, "doubtful": doubtful}
        return self.render("done.html", no_history=no_history, **values)


def vietnamese(text: Text) -> str:
    """A sentence in the language of the pages."""
    return as_called(text.in_language(PAGE_LANGUAGE))


def download(content: bytes, name: str, kind: str) -> Response:
    """A file that the browser saves under its name."""
    return Response(
        content, mimetype=kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )
