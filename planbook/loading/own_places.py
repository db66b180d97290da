"""Where what belongs to a plan stands: where there is some of it already, else in the folders that the plan stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from planbook.messages.diagnostics import Text
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.repository.data_paths import OPINIONS, PLANS, RESULTS, SEALS, place_beside, register_of

if TYPE_CHECKING:  # checks ask here, and write nothing
    from planbook.text.writer import Addition


def plan_path(workspace: Workspace, name: str, jurisdiction: str, issuer: str = "", before: Plan | None = None) -> str:
    """The path of a plan, or of one that is to be: beside the one `before`, else in the folder of the last plan of its place, of its issuer if there is one, else in none."""
    if name in workspace.plans:
        return str(workspace.plans[name].source.path)
    alike = [plan for plan in workspace.plans.values() if plan.jurisdiction == jurisdiction]
    last = before or max(alike, key=lambda plan: (plan.issuer == issuer, plan.period.last), default=None)
    return f"{last.source.path.rpartition('/')[0] if last else f'data/{PLANS}'}/{name}.yaml"


def seal_path(workspace: Workspace, plan: Plan) -> str:
    """The path of the words of a plan's seal."""
    file = workspace.seals.get(plan.id)
    return file.source.path if file else f"{place_beside(plan.source.path, SEALS)}.yaml"


def opinions_path(workspace: Workspace, plan: Plan) -> str:
    """The path of what was answered to a plan."""
    file = workspace.opinions.get(plan.id)
    return file.source.path if file else f"{place_beside(plan.source.path, OPINIONS)}.yaml"


def results_path(workspace: Workspace, plan: Plan, period: str) -> str:
    """The path of the results of a period."""
    if there := workspace.results_of(plan.id, period):
        return str(there.source.path)
    for period_results in workspace.results.get(plan.id, ()):
        return f"{period_results.source.path.rpartition('/')[0]}/{period}.yaml"
    return f"{place_beside(plan.source.path, RESULTS)}/{period}.yaml"


def additions_by_place(additions: "Iterable[Addition]", paths: Iterable[str], plan: str) -> "Iterator[Addition]":
    """Entries that a plan adds to registers, each in the nearest of their files, seen from the path of the plan."""
    files = RegisterFiles(paths)
    for addition in additions:
        yield replace(addition, path=files.nearest(register_of(addition.path), plan))


class RegisterFiles:
    """The files of registers among some paths."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_folder: dict[str, list[str]] = {}
        for path in sorted(path for path in paths if register_of(path)):
            self._by_folder.setdefault(path.rpartition("/")[0], []).append(path)

    def nearest(self, register: str, plan: str) -> str:
        """The file of a register into which an entry goes that the plan of a path needs.

        For `data/plans/a/b/x.yaml` that is `data/agencies/a/b.yaml`, else the last file in the folder of
        that name, else the same of `a`, else `data/agencies.yaml`.
        """
        folders = plan.split("/")[2:-1]
        for end in range(len(folders), 0, -1):
            place = "/".join(("data", register, *folders[:end]))
            if f"{place}.yaml" in self._by_folder.get(place.rpartition("/")[0], ()):
                return f"{place}.yaml"
            if there := self._by_folder.get(place):
                return there[-1]
        return f"data/{register}.yaml"

    def name_is_in(self, plan: Plan) -> Text:
        """What to do about a name in a plan that no agency has."""
        path = self.nearest("agencies", plan.source.path if plan.source else "")  # one that is being imported has none
        return Text("write the name as {path} has it, or add the agency or the alias there", {"path": path})
