"""Two states of the data by the names that people give them: a git revision, a folder, a plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from planbook.changes.compare import compare, compare_plans, heirs
from planbook.changes.finding_changes import finding_changes
from planbook.changes.needed import touched
from planbook.changes.report import Report, plan_report, report
from planbook.changes.weights import WEIGHTS
from planbook.changes.words import side
from planbook.loading.workspace import plan_named
from planbook.messages.diagnostics import BuildStopped, Diagnostic, Misuse, Text, stop_the_build
from planbook.model.nearness import nearest
from planbook.model.period import official_day
from planbook.model.plan import Plan
from planbook.model.status import replacing
from planbook.model.workspace import Workspace
from planbook.outputs.office_part import OfficePart, over_last_registers, part_around
from planbook.outputs.office_settings import read_phrases, site_url, source_url
from planbook.repository.data_paths import plan_paths
from planbook.repository.files import Files, is_plan_there, read_folder
from planbook.repository.git import is_shallow, outside
from planbook.repository.revisions import commit_of, is_revision, merge_base, read_revision
from planbook.review import report as change_report
from planbook.review.comment import Places, as_markdown
from planbook.review.machine import report_as_json
from planbook.review.template_changes import ReprintedPlan, may_print_otherwise, template_files, with_templates
from planbook.views.lineage import predecessors
from planbook.wording.phrases import Phrases


class StateUnreadable(BuildStopped):
    """The data of one side hold errors, or are older than what this program reads; `name` says which side."""

    def __init__(self, name: str, findings_: list[Diagnostic], lines: Mapping[str, Sequence[str]]) -> None:
        super().__init__(findings_, lines)
        self.headline = Text(
            "{name} cannot be compared: its data hold errors, or are laid out as no longer read", {"name": name}
        )


@dataclass(frozen=True)
class State:
    """The data at one time: as it stands in a folder, or in a git revision of it."""

    workspace: Workspace
    folder: Path
    revision: str = ""
    plans: tuple[str, ...] = ()  # the ids of all of its plans, also of those that were not read
    part: OfficePart = field(default_factory=OfficePart)

    @property
    def place(self) -> tuple[Path, str]:
        """Its folder, and the revision of it."""
        return self.folder, self.revision

    @cached_property
    def diagnostics(self) -> list[Diagnostic]:
        """What the checks find; it stops no comparison: a reviewer wants to see whether it is gone."""
        return self.part.findings(self.workspace)


@dataclass(frozen=True)
class Comparison:
    """Two states, what they are called, the plans that both have and that differ, as pairs, and the report."""

    names: tuple[Text, Text]
    before: State
    after: State
    plans: tuple[tuple[Plan, Plan], ...]
    report: Report


def differences(root: Path, old: str, new: str | None = None) -> Report:
    """What changed from one state to another, as `compared` does."""
    return compared(root, old, new).report


def compared(root: Path, old: str, new: str | None = None) -> Comparison:
    """Compare two states of the data.

    Two plans of the working tree are compared with each other, one plan alone with the one that it carries on;
    else each name is a git revision, or a folder that holds data/; without `new` it is the working tree.
    Raises `Misuse`, and `StateUnreadable` with the errors of a state that cannot be read.
    """
    phrases = read_phrases(root)
    if names_plans(root, old, new):
        here = state(root, None, [*filter(None, (old, new))])
        earlier, later = two_plans(here.workspace, old, new)
        names = Text(earlier.id), Text(later.id)
        comparison = replace(_between_plans(here, phrases, earlier, later), names=names)
        return Comparison(names, here, here, ((earlier, later),), comparison)
    resolved = resolved_states(root, old, new)
    before, after = states(root, resolved.old, resolved.new)
    changes = compare(before.workspace, after.workspace)
    names = resolved.called or _called(before, resolved.old), _called(after, resolved.new)
    comparison = report(before.workspace, after.workspace, changes, phrases, before.diagnostics, after.diagnostics)
    templates = template_files(*before.place), template_files(*after.place)
    are_known = (
        files or side.revision or side.folder == root for files, side in zip(templates, (before, after), strict=True)
    )
    if templates[0] != templates[1] and all(are_known):
        plans_printed = _reprinted(root, resolved.new, before, after) if may_print_otherwise(*templates) else []
        comparison = with_templates(comparison, *templates, plans_printed)
    # A register that changed may have changed the words of any plan.
    changed = {plan.plan for plan in comparison.plans}
    was = {
        str(change.new): str(change.old) for change in changes if change.field == "id" and change.item == change.plan
    }
    plans = before.workspace.plans
    common = {id_: was.get(id_, id_) for id_ in after.workspace.plans if was.get(id_, id_) in plans}
    pairs = ((plans[earlier], after.workspace.plans[id_]) for id_, earlier in common.items() if {id_, ""} & changed)
    return Comparison(names, before, after, tuple(pairs), replace(comparison, names=names))


def _reprinted(root: Path, new: str | None, before: State, after: State) -> list[ReprintedPlan]:
    """The plans of now that the templates of both states print otherwise, also those that nobody touched."""
    from planbook.review.dress import dresses, reprinted_plans  # which import what prints

    with dresses(root, before.place, after.place) as dressed:
        return list(reprinted_plans(state(root, new).workspace, *dressed))


@dataclass(frozen=True)
class ResolvedStates:
    """The two states that names mean; `called` is what the earlier one is called where no name is its own."""

    old: str
    new: str | None
    called: Text | None = None


def resolved_states(root: Path, old: str, new: str | None) -> ResolvedStates:
    """The states that are compared: `main` alone is where this branch left it, `A...B` where B left A, `A..B` both."""
    if new is None and ".." in old and not Path(old).is_dir():
        first, dots, second = old.partition("..." if "..." in old else "..")
        first, second = first or "HEAD", second or "HEAD"
        if is_revision(root, first) and is_revision(root, second):
            return _left(root, first, second, second) if dots == "..." else ResolvedStates(first, second)
    elif new is None and not (Path(old) / "data").is_dir() and is_revision(root, old):
        return _left(root, old, "HEAD", None)
    return ResolvedStates(old, new)


def _left(root: Path, old: str, branch: str, new: str | None) -> ResolvedStates:
    """A state and the one from which a branch left it, so that what others did there since is no change of the branch."""
    base, commit = merge_base(root, old, branch), commit_of(root, old)
    if not base or (commit and base == commit.name):
        return ResolvedStates(old, new)
    values = {"name": old, "commit": base[:7]}
    return ResolvedStates(base, new, Text("{commit}, where this branch left {name}", values))


def written_report(root: Path, report_: Report, form: str, source: str = "") -> str:
    """A report in one of its forms: text, markdown, html or json; `source` is where its files can be read."""
    if form == "html":
        from planbook.render.templates import Templates

        return change_report.as_html(report_, Templates(root / "templates"))
    if form == "markdown":
        return as_markdown(report_, Places(site_url(root), source or source_url(root)))
    return report_as_json(report_) if form == "json" else change_report.report_as_text(report_)


def narrowed(whole: Report, only: str | None) -> Report:
    """The part of a report that touches one agency (`agency:ID`) or is of one weight (`kind:figures`)."""
    kind, _, name = (only or "").partition(":")
    if not only:
        return whole
    if kind not in ("agency", "kind") or (kind == "kind" and name not in WEIGHTS):
        kinds = ", ".join(f"kind:{weight}" for weight in WEIGHTS)
        raise Misuse(Text("--only {given}: write agency:ID, or one of {kinds}", {"given": only, "kinds": kinds}))
    if kind == "agency" and whole.agencies and name not in whole.agencies:
        values = {"id": name, "close": nearest(name, whole.agencies)}
        raise Misuse(
            Text("neither side knows an agency “{id}”; the nearest name is {close}", values)
            if values["close"]
            else Text("neither side knows an agency “{id}”", values)
        )
    plans = [
        replace(
            plan,
            changes=tuple(
                sentence
                for sentence in plan.changes
                if name in ((sentence.weight,) if kind == "kind" else (*sentence.agencies, *sentence.members))
            ),
            affected=tuple(agency for agency in plan.affected if kind == "agency" and agency.id == name),
            totals=plan.totals if name == "figures" else (),
            same_work={id_: called for id_, called in plan.same_work.items() if kind == "agency" and id_ == name},
        )
        for plan in whole.plans
    ]
    return replace(
        whole, plans=tuple(plan for plan in plans if plan.changes or plan.affected), findings=(), reprinted=()
    )


def names_plans(root: Path, old: str, new: str | None) -> bool:
    """Whether all that is named is a plan of the working tree."""
    return all(map(partial(is_plan_there, root), filter(None, (old, new))))


def two_plans(workspace: Workspace, old: str, new: str | None) -> tuple[Plan, Plan]:
    """Two plans, the earlier one first; of one alone the one that it follows, and itself."""
    if new:
        return plan_named(workspace, old), plan_named(workspace, new)
    later = plan_named(workspace, old)
    return _followed(workspace, later), later


def _between_plans(here: State, phrases: Phrases, earlier: Plan, later: Plan) -> Report:
    workspace = here.workspace
    carried_on = heirs(earlier, later)
    sides = side(workspace, earlier.id, phrases), side(workspace, later.id, phrases)
    report_ = plan_report(later.id, compare_plans(earlier, later), *sides, carried_on)
    before, after = ([finding for finding in here.diagnostics if finding.plan == plan.id] for plan in (earlier, later))
    became = finding_changes(before, after, {earlier.id: later.id, **carried_on})
    remarks = tuple(
        Text(
            "{plan} was replaced from {day} on by {later}",
            {"plan": plan.id, "day": official_day(by.day), "later": by.id},
        )
        for plan in (earlier, later)
        if (by := replacing(workspace, plan))
    )
    return Report((report_,) if report_.changes else (), became, agencies=tuple(workspace.agencies), remarks=remarks)


def _followed(workspace: Workspace, plan: Plan) -> Plan:
    """The plan that one follows, as the site's comparison has it; raises `Misuse` where it follows none."""
    if earlier := predecessors(workspace, plan):
        return earlier[0]
    raise Misuse(
        Text("{plan} carries on no plan of data/plans/; name two, or git revisions or folders", {"plan": plan.id})
    )


def states(root: Path, old: str, new: str | None) -> tuple[State, State]:
    """The data of two revisions or folders, without plans that cannot matter; the working tree without a name."""
    before, after = _named_files(root, old), _named_files(root, new)
    needed = touched(before.files.contents, after.files.contents)
    part = over_last_registers(root, before.files, after.files)
    return before.read(needed, part), after.read(needed, part)


def state(root: Path, name: str | None, plans: Collection[str] = ()) -> State:
    """The data of a revision or folder, whole or as far as some plans hang on it; the working tree without a name."""
    side_ = _named_files(root, name)
    part = part_around(root, side_.files, plans) if plans else over_last_registers(root, side_.files)
    return side_.read({*side_.files.contents} - part.unread, part)


def _named_files(root: Path, name: str | None) -> "_NamedFiles":
    folder = root if name is None else Path(name)
    if (folder / "data").is_dir():
        prefix = f"{name.rstrip('/')}/" if name else ""
        return _NamedFiles(name or "data/", read_folder(folder / "data"), folder, "", prefix)
    if name and is_revision(root, name):
        return _NamedFiles(name, read_revision(root, name), root, name, f"{name}:")
    raise _nothing(root, name or "")


@dataclass(frozen=True)
class _NamedFiles:
    """The files of a state that has a name; in findings their paths begin with `prefix`."""

    name: str
    files: Files
    folder: Path
    revision: str
    prefix: str

    def read(self, paths: set[str], part: OfficePart) -> State:
        """The data of some of the files; raises `StateUnreadable`."""
        files = Files(
            {path: content for path, content in self.files.contents.items() if path in paths}, self.files.findings
        )
        part = replace(part, unread=frozenset(self.files.contents.keys() - files.contents.keys()))
        workspace, unread = part.load(files)
        if stop_the_build(unread):
            # The paths name the state that cannot be read, the lines are its own.
            odd = {finding.span.path for finding in unread} & set(workspace.lines)
            lines = {self.prefix + path: workspace.lines[path] for path in odd}
            spans = ((finding, replace(finding.span, path=self.prefix + finding.span.path)) for finding in unread)
            raise StateUnreadable(self.name, [replace(finding, span=span) for finding, span in spans], lines)
        plans = tuple(plan_paths(self.files.contents))
        return State(workspace, self.folder, self.revision, plans, part)


def _called(state_: State, name: str | None) -> Text:
    """What a state is called: a revision with its commit."""
    if name is None:
        return Text("the data as they are now")
    commit_ = commit_of(state_.folder, state_.revision) if state_.revision else None
    commit = commit_.name[:7] if commit_ else name
    return Text("{name}", {"name": name if commit == name else f"{name} ({commit})"})


def _nothing(root: Path, name: str) -> Misuse:
    """What is wrong with a name, and what may be meant."""
    values = {"name": name, "root": root}
    if is_plan_there(root, name):
        return Misuse(Text("{name} is a plan; compare it with another plan, or two revisions or folders", values))
    if Path(name).is_dir():
        return Misuse(Text("the folder {name} holds no data/", values))
    if reason := outside(root):
        values["reason"] = reason
        return Misuse(
            Text("{name} is no plan and no folder, and there is no git clone to ask for a revision: {reason}", values)
        )
    if is_shallow(root):
        return Misuse(
            Text("{name} is not in this clone, which lacks older revisions; fetch them: git fetch --unshallow", values)
        )
    return Misuse(Text("{name} is no plan, no folder with data/ and no git revision", values))
