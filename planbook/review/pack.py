"""The pack for a review: what changed as pages, redlines and marked matrices, whom to ask, all in one archive.

Its cover says which two states it compares, by name, plan, commit, day and branch.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from planbook.changes.compare import heirs
from planbook.changes.marked_matrix import marked_matrix
from planbook.messages.diagnostics import Misuse, Text
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.ooxml.blocks import Reviser
from planbook.outputs.office_settings import site_url, source_url
from planbook.outputs.origin import made_at, source_revision
from planbook.render.templates import Templates
from planbook.repository.manifest import MANIFEST, verify
from planbook.repository.output_files import write_files, zipped
from planbook.repository.publishing import publishing
from planbook.repository.revisions import branch_of, commit_of
from planbook.review.agency_changes import AgencyChanges, changes_of_agencies
from planbook.review.comment import Places, as_markdown
from planbook.review.dress import Dress, dresses, read_dress
from planbook.review.redline import AUTHOR, redline_of, version
from planbook.review.report import CoverRow, as_html, findings_html, page, states_of
from planbook.review.states import Comparison, State, compared
from planbook.views.plan import plan_view
from planbook.wording.phrases import Phrases

ARCHIVE = "tham-dinh.zip"
_SHEETS = "co-quan"  # the folder of Word files for agencies, and the name of the PDF
_SUMMARY, _COMMENT, _AGENCIES, _FINDINGS = "tom-tat.html", "tom-tat.md", "co-quan.html", "phat-hien.html"
_LABELS = {
    "name": Text("State"),
    "plan": Text("Plan"),
    "number": Text("Number and day"),
    "commit": Text("Commit"),
    "day": Text("Day of the commit"),
    "branch": Text("Branch"),
}


@dataclass(frozen=True)
class Review:
    """Two states with all that is needed to print them; `made` is the time that the files carry.

    Pages are laid out with the templates of now, the texts of plans on both `sides` with their own.
    """

    root: Path
    between: Comparison
    dress: Dress
    sides: tuple[Dress, Dress]
    made: datetime

    @property
    def phrases(self) -> Phrases:
        """The fixed words of plans."""
        return self.dress.phrases

    @property
    def _created(self) -> str:
        return self.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def templates(self) -> Templates:
        """The templates of all outputs."""
        return self.dress.templates

    @cached_property
    def agencies(self) -> list[AgencyChanges]:
        """What changes for each agency."""
        workspaces = self.between.before.workspace, self.between.after.workspace
        return list(changes_of_agencies(self.between.report, {**workspaces[0].agencies, **workspaces[1].agencies}))

    def sheets(self) -> Iterator[tuple[str, bytes]]:
        """What changes for each agency as a Word file to send, and all of them to print, each on a page of its own."""
        from planbook.render.pdf import pdf
        from planbook.render.word import DraftOrigin, draft

        states = states_of(self.between.report)
        articles = [page("agency", self.templates, agency=agency, states=states) for agency in self.agencies]
        for agency, article in zip(self.agencies, articles, strict=True):
            origin = DraftOrigin("", agency.name, agency.name, AUTHOR, agency.id, "", self.made.astimezone(UTC))
            yield f"{_SHEETS}/{agency.id}.docx", draft(article, self.dress.sheet, origin)
        if articles:
            values = {"agencies": self.agencies, "states": states, "created": self._created}
            yield f"{_SHEETS}.pdf", pdf(page("agency-sheets", self.templates, **values))

    def pages(self, documents: Mapping[str, Text], files: Collection[str], source: str = "") -> dict[str, bytes]:
        """The pages of the pack by path; the summary lists the documents, the page of agencies the Word files of theirs."""
        report = self.between.report
        pages = {
            _COMMENT: (Text("the summary as a comment of a pull request"), self._comment(source)),
            _AGENCIES: (
                Text("agencies to ask: what each gains, loses, must confirm anew"),
                page("agencies", self.templates, agencies=self.agencies, files=files),
            ),
            _FINDINGS: (
                Text("findings: new, changed, gone"),
                findings_html(report, self.between.after.diagnostics, self.templates),
            ),
        }
        listed = {**documents, **{path: label for path, (label, _) in pages.items()}}
        summary = as_html(report, self.templates, listed, [*cover(self.between, self.phrases)])
        return {_SUMMARY: summary.encode(), **{path: text.encode() for path, (_, text) in pages.items()}}

    def matrix(self, old: Plan, new: Plan) -> bytes:
        """The matrix of a plan as a PDF with what differs marked; nothing where nothing does."""
        from planbook.render.pdf import pdf

        sides = (self.between.before.workspace, old), (self.between.after.workspace, new)
        table = marked_matrix(*sides, self.phrases, heirs(old, new))
        if not table.is_changed:
            return b""
        names = {"old": self.between.names[0], "new": self.between.names[1]}
        sheet = {
            "plan": plan_view(self.between.after.workspace, new, self.phrases),
            "words": self.phrases,
            "created": self._created,
            "revision": Text("{old} → {new}", names).spoken(),
        }
        return pdf(page("matrix", self.templates, table=table, **sheet))

    def redline(self, old: Plan, new: Plan) -> bytes:
        """The Word draft of a plan with every change tracked; nothing where its text is as before."""
        sides = ((self.between.before, old), (self.between.after, new))
        before, after = (version(side, plan) for side, plan in sides)
        earlier, dress = self.sides
        if earlier.article(before.workspace, old) == dress.article(after.workspace, new):
            return b""
        return redline_of(dress, before, after, Reviser(AUTHOR, after.local), earlier)

    def _comment(self, source: str) -> str:
        places = Places(site_url(self.root), source or source_url(self.root))
        return as_markdown(self.between.report, places)


def review(root: Path, old: str, new: str | None, folder: Path, source: str = "") -> list[str]:
    """Write the pack of a comparison into a folder and give the paths of its files.

    The folder is put there whole, in the place of an earlier pack, or not at all. Raises `Misuse` where it holds
    anything else, and what a comparison raises.
    """
    _refuse_foreign(folder)
    made = made_at(root)
    between = compared(root, old, new)
    labels: dict[str, Text] = {}
    files: dict[str, bytes] = {}
    with dresses(root, between.before.place, between.after.place) as sides:
        own = Review(root, between, read_dress(root), sides, made)
        for pair in between.plans:
            path = f"{pair[1].id}/{pair[1].id}"
            for name, label, content in (
                (f"{path}-sua-doi.docx", Text("the Word draft with every change tracked"), own.redline(*pair)),
                (f"{path}-ma-tran-sua-doi.pdf", Text("the matrix with what differs marked"), own.matrix(*pair)),
            ):
                if content:
                    labels[name], files[name] = label, content
    files |= own.sheets()
    if f"{_SHEETS}.pdf" in files:
        labels[f"{_SHEETS}.pdf"] = Text("what changes for each agency, a sheet each, to print")
    files |= own.pages(labels, files, source)
    files[ARCHIVE] = archive(files, made)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with publishing(folder) as staging:
        write_files(staging, files)
    return sorted(files)


def archive(files: Mapping[str, bytes], made: datetime) -> bytes:
    """Files as one zip with a manifest of path, size and sha256; the same files give the same bytes."""
    listed = [
        {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(files.items())
    ]
    manifest = json.dumps({"files": listed}, ensure_ascii=False, indent=1) + "\n"
    return zipped({**files, MANIFEST: manifest.encode()}, made)


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier pack: the new one takes its place."""
    if folder.is_dir() and any(folder.iterdir()) and (verify(folder) or not (folder / ARCHIVE).is_file()):
        raise Misuse(
            Text("{folder} holds other files; name an empty folder, or one that is not there yet", {"folder": folder})
        )


def cover(between: Comparison, phrases: Phrases) -> Iterator[CoverRow]:
    """What is known of the two states, row by row; what is known of neither is left out."""
    old, new = (_facts(state, name) for state, name in zip((between.before, between.after), between.names, strict=True))
    if between.before is between.after:  # two plans of one state
        for column, plan in zip((old, new), between.plans[0], strict=True):
            view = plan_view(between.after.workspace, plan, phrases)
            column["plan"] = view.short_title
            if plan.number and plan.date:
                column["number"] = f"{view.number_line}, {view.place_and_day}"
    for key, label in _LABELS.items():
        if key in old or key in new:
            yield label, old.get(key, ""), new.get(key, "")


def _facts(state: State, name: Text) -> dict[str, str | Text]:
    """The name, commit, day and branch of a state, as far as git knows them."""
    facts: dict[str, str | Text] = {"name": name}
    if state.revision:
        if commit := commit_of(state.folder, state.revision):
            facts |= {"commit": f"{commit.short} {commit.subject}", "day": official_day(commit.day)}
        return facts | _branch(state, state.revision)
    revision = source_revision(state.folder, "data")
    if revision.commit and revision.day:
        edited = Text("{commit}, edited since", {"commit": revision.commit})
        facts |= {"commit": edited if revision.is_edited else revision.commit, "day": official_day(revision.day)}
        facts |= _branch(state, "HEAD")
    return facts


def _branch(state: State, revision: str) -> dict[str, str | Text]:
    branch = branch_of(state.folder, revision)
    return {"branch": branch} if branch else {}
