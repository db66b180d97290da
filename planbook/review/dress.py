"""What plans are printed with in a state: its fixed words, templates and styles."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

from planbook.changes.in_force import InForce
from planbook.changes.words import side
from planbook.loading.own_templates import read_template
from planbook.messages.diagnostics import BuildStopped
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.outputs.office_settings import read_phrases
from planbook.render.article import article, article_lines
from planbook.render.sandbox import TemplateProblem
from planbook.render.style_sheet import StyleSheet
from planbook.render.templates import Templates
from planbook.render.tracked_words import Tokens
from planbook.repository.revisions import contents_of, unpack
from planbook.review.template_changes import ReprintedPlan, template_files
from planbook.views.plan import plan_view
from planbook.wording.phrases import Phrases

_Where = tuple[Path, str]  # a folder, and the git revision of it that is meant; nothing for the folder itself


@dataclass(frozen=True)
class Dress:
    """What gives a plan its official text and a Word file its looks in one state.

    `today` stands in for templates that this program can use no more.
    """

    phrases: Phrases
    sheet: StyleSheet
    templates: Templates
    today: "Dress | None" = None

    def article(self, workspace: Workspace, plan: Plan) -> str:
        """The semantic text of a plan; raises `TemplateProblem`."""
        try:
            return article(self.templates, plan_view(workspace, plan, self.phrases), self.phrases)
        except TemplateProblem:
            if self.today is None:
                raise
            return self.today.article(workspace, plan)

    def tokens(self) -> Tokens:
        """What of a plan's words is never split: amounts of money, and times in words."""
        units = [self.phrases.say(f"unit_{unit}") for unit in ("dong", "trieu", "ty")]
        blank = dict.fromkeys(("day", "month", "year", "quarter"), "{}")
        day = self.phrases.say("place_and_day", place="", **blank).lstrip(", ")
        return Tokens(units, [day, self.phrases.say("quarter", **blank), self.phrases.say("month", **blank)])


@contextmanager
def dresses(root: Path, before: _Where, after: _Where) -> Iterator[tuple[Dress, Dress]]:
    """What each of two states prints with: the templates that it holds, as long as this lasts.

    A revision without templates is printed with the program's; another folder without, and templates that the program has
    outgrown, with those of the office's folder.
    Raises `BuildStopped` where these are wrong.
    """
    today, files = read_dress(root), template_files(root)
    with ExitStack() as stack:
        earlier, later = (_own_dress(side, today, files, stack) or today for side in (before, after))
        yield earlier, later


def _own_dress(side: _Where, today: Dress, files: Mapping[str, bytes], stack: ExitStack) -> Dress | None:
    """The templates of a state; None where nobody knows them, where they are those of today (`files`), or wrong."""
    folder, revision = side
    own_files = template_files(folder, revision)
    if own_files == files or not (own_files or revision):
        return None
    if revision:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        unpack(side[0], revision, ("templates",) if own_files else (), folder)
        for path, content in contents_of(side[0], revision, "data/office.yaml").items():
            (folder / path).parent.mkdir()
            (folder / path).write_bytes(content)
    with suppress(BuildStopped):
        return replace(read_dress(folder), today=today)
    return None


def read_dress(root: Path) -> Dress:
    """Read the templates of plans and of Word files; raises `BuildStopped`."""
    sheet = read_template(root, "templates/word/styles.yaml", StyleSheet)
    return Dress(read_phrases(root), sheet, Templates(root / "templates"))


def reprinted_plans(workspace: Workspace, earlier: Dress, dress: Dress) -> Iterator[ReprintedPlan]:
    """The plans of which the templates of another state print other lines, with the first that reads otherwise."""
    for plan in workspace.plans.values():
        before, after = (
            [(line.item, " ".join(filter(None, (line.number, *line.cells)))) for line in article_lines(text)]
            for text in (earlier.article(workspace, plan), dress.article(workspace, plan))
        )
        steps = [
            step for step in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if step[0] != "equal"
        ]
        if steps:
            force = InForce(plan)
            gone, come = (
                [line for _, *ends in steps for line in lines[ends[at] : ends[at + 1]]]
                for lines, at in ((before, 0), (after, 2))
            )
            agencies = dict.fromkeys(
                agency for item, _ in (*gone, *come) for agency in force.agencies(ItemId(item).entry)
            )
            _, first, last, begin, end = steps[0]
            yield ReprintedPlan(
                plan.id,
                side(workspace, plan.id, dress.phrases).name(plan),
                plan.status != "draft",
                max(len(gone), len(come)),
                " ".join(text for _, text in before[first:last]),
                " ".join(text for _, text in after[begin:end]),
                tuple(agencies),
            )
