"""What every paper about a plan is made of: the plan with its views, the words, the styles, the head and the foot, the origin."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from planbook.loading.own_templates import read_template
from planbook.loading.workspace import plan_named
from planbook.model.agency import known_agency
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.outputs.documents import word_origin
from planbook.outputs.office_settings import read_phrases
from planbook.outputs.origin import made_at, made_of, source_revision
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.render.word import DraftOrigin, draft
from planbook.repository.revisions import VIETNAM
from planbook.views.once import Views
from planbook.views.paper import Letterhead, PaperCode, letterhead
from planbook.views.plan import plan_view
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases
from planbook.wording.wording import BLANK


@dataclass(frozen=True)
class PaperDesk:
    """A plan with all that a paper about it is made of: who issues and signs it, the code of its kind; words and styles are the issuer's."""

    root: Path
    plan: Plan
    issuer: str
    signatory: str
    code: PaperCode
    views: Views
    phrases: Phrases
    sheet: StyleSheet
    templates: Templates
    made: datetime

    @property
    def plan_issuer(self) -> str:
        """What sentences call who issued the plan."""
        return capital(self.views.workspace.agency_on(self.plan.issuer, self.plan.day).called)

    def head(self) -> Letterhead:
        """The head and the foot."""
        text = self.views.text(self.plan)
        return letterhead(text, self.phrases, self.code, self.issuer, self.signatory, self.made.year)

    def document(self, number: str = "", day: str = "") -> str:
        """What the appendices of the paper call it; number and day are blank until it is signed."""
        blank_day = self.phrases.say("place_and_day", place="", day=BLANK, month=BLANK, year=self.made.year).lstrip(
            ", "
        )
        return self.phrases.say(
            "report_of" if self.code == "BC" else "letter_of",
            number=number or BLANK + self.head().symbol,
            day=self.phrases.say("on_day", day=day) if day else blank_day,
            issuer=self.views.workspace.agency_on(self.issuer, self.plan.day).called,
        )

    def origin(self, part: str = "") -> DraftOrigin:
        """What a file tells of itself: of a draft of the plan, or of a paper that is none."""
        view = plan_view(self.views.workspace, self.plan, self.phrases)
        revision = str(source_revision(self.root, *made_of(self.plan.id)))
        origin = word_origin(self.phrases, self.plan, view, revision, self.made)
        return replace(origin, plan=ItemId.of(self.plan.id, part), mark="", note="") if part else origin

    def render(self, template: str, **values: object) -> str:
        """The semantic text of the paper; raises `TemplateProblem`."""
        fixed = {
            "head": self.head(),
            "words": self.phrases,
            "document": self.document(),
            "plan_issuer": self.plan_issuer,
            "addressees": (),
        }
        return self.templates.render(template, **{**fixed, **values})

    def word(self, html: str, part: str) -> bytes:
        """The Word file of a semantic text; raises `UnknownElement`."""
        return draft(html, self.sheet, self.origin(part))


def open_desk(
    root: Path,
    workspace: Workspace,
    plan: str,
    code: PaperCode,
    issuer: str,
    signatory: str,
    templates: Templates | None = None,
) -> PaperDesk:
    """What a paper about a plan is made of; raises `UnknownPlan`, `Misuse` and `BuildStopped`."""
    entry = plan_named(workspace, plan)
    if issuer:
        known_agency(workspace.agencies, issuer)
    sheet = read_template(root, "templates/word/styles.yaml", StyleSheet)
    made = made_at(root).astimezone(VIETNAM)
    phrases, templates = read_phrases(root), templates or Templates(root / "templates")
    views, issuer = Views(workspace, phrases), issuer or entry.issuer
    if workspace.agencies[issuer].branch == "party":
        phrases, sheet = phrases.of_party(), sheet.of_party()
    return PaperDesk(root, entry, issuer, signatory, code, views, phrases, sheet, templates, made)
