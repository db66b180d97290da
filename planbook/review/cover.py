"""The cover of a pack: which two states it compares, by name, plan, commit, day and branch."""

from collections.abc import Iterator

from planbook.messages.diagnostics import Text
from planbook.model.period import official_day
from planbook.outputs.origin import source_revision
from planbook.repository.revisions import branch_of, commit_of
from planbook.review.report import CoverRow
from planbook.review.states import Comparison, State
from planbook.views.plan import plan_view
from planbook.wording.phrases import Phrases

_LABELS = {
    "name": Text("State"),
    "plan": Text("Plan"),
    "number": Text("Number and day"),
    "commit": Text("Commit"),
    "day": Text("Day of the commit"),
    "branch": Text("Branch"),
}


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
