"""The pages of the desk as one application, with its guard before it and people's mistakes told as pages."""

import logging
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, abort, request

from planbook.desk.dropped_files import DroppedFiles
from planbook.desk.files import file_pages
from planbook.desk.guard import guarded, is_allowed
from planbook.desk.office import DeskOffice
from planbook.desk.returning import returned_pages
from planbook.desk.steps import step_pages
from planbook.messages.diagnostics import BuildStopped, Refusal, Text
from planbook.repository.machine import reason_with_place

MOST_BYTES = 64 * 1024 * 1024  # of one form with all its files: forty drafts with some pictures
_LOG = logging.getLogger("planbook")
_FIELDS = 10_000  # of one form: each edit has three


def make_desk(root: Path, folder: Path, token: str) -> Flask:
    """The application over an office's folder; what is dropped on it is kept below `folder`.

    `HOSTS` of its configuration are the names by which it may be asked; all its addresses begin with the token.
    """
    desk = Flask("planbook.desk", static_folder=None)
    desk.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_PARTS=_FIELDS, HOSTS=())
    office, dropped = DeskOffice(root, f"/{token}/"), DroppedFiles(folder)

    @desk.before_request
    def from_the_page_alone() -> None:
        if not is_allowed(request, token, desk.config["HOSTS"]):
            abort(403)
        _LOG.addHandler(office.notices)

    @desk.teardown_request
    def told_to_the_page_alone(_: BaseException | None) -> None:
        _LOG.removeHandler(office.notices)

    @desk.get(f"/{token}/desk.css")
    def style() -> Response:
        return Response(office.render("desk.css"), mimetype="text/css")

    desk.after_request(guarded)
    for kind in (Refusal, OSError):
        desk.register_error_handler(kind, _error_page(office))
    for pages in (step_pages(office), returned_pages(office, dropped), file_pages(office, dropped)):
        desk.register_blueprint(pages, url_prefix=f"/{token}")
    return desk


def _error_page(office: DeskOffice) -> Callable[[Refusal | OSError], tuple[str, int]]:
    """How what a user or the machine caused becomes a page."""

    def page(error: Refusal | OSError) -> tuple[str, int]:
        if isinstance(error, OSError):
            sentence = Text("the machine refuses: {problem}", {"problem": reason_with_place(error)})
            return office.render("refused.html", sentences=[sentence], findings=()), 500
        findings = error.findings if isinstance(error, BuildStopped) else ()
        return office.render("refused.html", sentences=error.sentences, findings=findings), 409

    return page
