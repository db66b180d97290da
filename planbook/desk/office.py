"""The office that a desk works for: its folder, its templates, the address below which its pages stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Response, redirect

from planbook.messages.diagnostics import Text
from planbook.messages.program_name import as_called
from planbook.outputs.edition import Edition, edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.templates import Templates
from planbook.repository.commits import commit_data
from planbook.repository.git import without_history
from planbook.repository.revisions import Commit

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
WORD_TYPE = f"{_OPEN_XML}.wordprocessingml.document"
WORKBOOK_TYPE = f"{_OPEN_XML}.spreadsheetml.sheet"
PAGE_LANGUAGE = "vi"  # pages are in the language of the data, as those of the site


@dataclass(frozen=True)
class DeskOffice:
    """`base` is the address of the first page; every link of a page begins with it."""

    root: Path
    base: str

    def render(self, name: str, **values: object) -> str:
        """A page of templates/desk/, filled."""
        # As they are read now: who edits one reloads the page.
        return Templates(self.root / "templates").render(
            f"desk/{name}", language=PAGE_LANGUAGE, base=self.base, **values
        )

    def goes_to(self, address: str, parameters: Iterable[tuple[str, str]]) -> Response:
        """The answer that leads on to another page, so that reloading it sends no form twice."""
        return redirect(f"{self.base}{address}?{urlencode(list(parameters))}", 303)  # type: ignore[return-value]

    def edition(self) -> Edition:
        """The data as they stand now, with all views of them; raises `BuildStopped`."""
        return edition(read_sources(self.root), made_at(self.root))

    def saved(
        self, lines: Iterable[str | Text], subject: Text, people: Iterable[str] = (), doubtful: Iterable[str] = ()
    ) -> str:
        """Put what was just written into the history, and say what was done; lead on to the plans with doubts."""
        names = list(dict.fromkeys(people))
        commit = commit_data(self.root, vietnamese(subject), names)
        return self.done(lines, commit, names, doubtful)

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
