"""Two states of the data by the names that people give them: a git revision, a folder, a plan."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from planbook.checks import findings
from planbook.compare import compare, compare_plans, heirs
from planbook.diagnostics import BuildStopped, Diagnostic, Refusal
from planbook.edition import UnknownPlan, read_phrases, site_url, source_url
from planbook.loading import load_files
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.render import change_report
from planbook.render.change_comment import Places, as_markdown
from planbook.render.templates import Templates
from planbook.source.files import read_folder
from planbook.source.revisions import is_revision, is_shallow, read_revision
from planbook.views.change_log import WEIGHTS
from planbook.views.change_report import Report, plan_report, report
from planbook.views.change_words import side
from planbook.views.phrases import Phrases


class NothingOfThatName(Refusal):
    """A name is neither a plan, nor a revision, nor a folder with data."""

    exit_code = 2


@dataclass(frozen=True)
class State:
    """The data at one time: as it stands in a folder, or in a git revision of it."""

    workspace: Workspace
    folder: Path
    revision: str = ""

    @cached_property
    def found(self) -> list[Diagnostic]:
        """Give what the checks find; it stops no comparison: a reviewer wants to see whether it is gone."""
        return findings(self.workspace)


def differences(root: Path, old: str, new: str | None = None) -> Report:
    """Give what changed from one state to another.

    Two plans of the working tree are compared with each other, one plan alone with the one that it `follows`;
    else each name is a git revision, or a folder that holds data/; without `new` it is the working tree.
    Raises `NothingOfThatName`, and `BuildStopped` with the errors of a state that cannot be read.
    """
    phrases = read_phrases(root)
    if names_plans(root, old, new):
        return _between_plans(root, phrases, old, new)
    before, after = state(root, old), state(root, new)
    changes = compare(before.workspace, after.workspace)
    return report(before.workspace, after.workspace, changes, phrases, before.found, after.found)


def written(root: Path, found: Report, form: str, language: str = "vi", source: str = "") -> str:
    """Give a report in one of its forms: text, markdown, html or json; `source` is where its files can be read."""
    if form == "html":
        return change_report.as_html(found, Templates(root / "templates"), language)
    if form == "markdown":
        return as_markdown(found, language, Places(site_url(root), source or source_url(root)))
    return change_report.as_json(found, language) if form == "json" else change_report.as_text(found, language)


def narrowed(whole: Report, only: str | None) -> Report:
    """Give the part of a report that touches one agency (`agency:ID`) or is of one weight (`kind:figures`)."""
    kind, _, name = (only or "").partition(":")
    if not only:
        return whole
    if kind not in ("agency", "kind") or (kind == "kind" and name not in WEIGHTS):
        raise NothingOfThatName(f"{only}? agency:ID, {', '.join(f'kind:{weight}' for weight in WEIGHTS)}")
    plans = [
        replace(
            plan,
            changes=tuple(one for one in plan.changes if name in ((one.weight,) if kind == "kind" else one.agencies)),
            affected=tuple(one for one in plan.affected if kind == "agency" and one.id == name),
            totals=plan.totals if name == "figures" else (),
        )
        for plan in whole.plans
    ]
    return Report(tuple(plan for plan in plans if plan.changes or plan.affected))


def names_plans(root: Path, old: str, new: str | None) -> bool:
    """Say whether all that is named is a plan of the working tree."""
    return all((root / f"data/plans/{name}.yaml").is_file() for name in filter(None, (old, new)))


def two_plans(workspace: Workspace, old: str, new: str | None) -> tuple[Plan, Plan]:
    """Give two plans, the earlier one first; of one alone the one that it follows, and itself."""
    if new:
        return _plan(workspace, old), _plan(workspace, new)
    later = _plan(workspace, old)
    return _followed(workspace, later), later


def _between_plans(root: Path, phrases: Phrases, old: str, new: str | None) -> Report:
    workspace = state(root, None).workspace
    earlier, later = two_plans(workspace, old, new)
    report_ = plan_report(
        later.id,
        compare_plans(earlier, later),
        side(workspace, earlier.id, phrases),
        side(workspace, later.id, phrases),
        heirs(earlier, later),
    )
    return Report((report_,))


def _plan(workspace: Workspace, name: str) -> Plan:
    if name not in workspace.plans:
        raise UnknownPlan(name, list(workspace.plans))
    return workspace.plans[name]


def _followed(workspace: Workspace, plan: Plan) -> Plan:
    for earlier in plan.follows:
        return workspace.plans[earlier]
    raise NothingOfThatName(f"{plan.id}: follows: ?")


def state(root: Path, name: str | None) -> State:
    """Give the data of a revision or folder; the working tree without a name."""
    folder = root if name is None else Path(name)
    before, revision = (f"{name}:" if name else ""), ""
    if (folder / "data").is_dir():
        files = read_folder(folder / "data")
        before = f"{name.rstrip('/')}/" if name else ""
    elif name and is_revision(root, name):
        files, revision = read_revision(root, name), name
    else:
        shallow = is_shallow(root)
        raise NothingOfThatName(f"{name}?" + (" (git fetch --unshallow)" if shallow else ""))
    workspace, unread = load_files(files)
    if any(one.stops_the_build for one in unread):
        # The paths name the state that cannot be read, the lines are its own.
        lines = {
            before + path: workspace.lines[path] for path in {one.span.path for one in unread} & set(workspace.lines)
        }
        raise BuildStopped([replace(one, span=replace(one.span, path=before + one.span.path)) for one in unread], lines)
    return State(workspace, root if revision else folder, revision)
