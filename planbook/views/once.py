"""One state of the data as all outputs say it: each view is worked out once, when somebody asks for it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from planbook.model.plan import Plan
from planbook.model.status import runs_until
from planbook.model.workspace import Workspace
from planbook.views.agency import AgencyView, agency_views, work_of_plan
from planbook.views.agency_results import LateWork, late_work, reached_by, result_lines
from planbook.views.agency_sheet import AgencySheet, agency_sheets
from planbook.views.charges import Charge, charges
from planbook.views.content import plan_content
from planbook.views.deadlines import Commitment, Due, commitments
from planbook.views.documents import DocumentView, document_views
from planbook.views.grid import Grid, grid
from planbook.views.history import History, histories
from planbook.views.indicators import IndicatorView, Outcome, indicator_views, outcomes
from planbook.views.lineage import Lineage, lineages
from planbook.views.matrix import GroupRow, groups_of, printed_groups, table_of
from planbook.views.money import PlanMoney, by_place, plan_money
from planbook.views.outstanding import Outstanding
from planbook.views.overview import Overview, overview
from planbook.views.plan import PlanView, view_of
from planbook.views.progress import PlanProgress, plan_progress, progress_by_period
from planbook.views.reached import Reached
from planbook.views.task_states import state_heading, task_states, with_states
from planbook.views.workbook.assembly import plan_sheets
from planbook.views.workbook.sheets import Sheet
from planbook.views.worklist import WorkRow, worklists
from planbook.wording.blocks import Table
from planbook.wording.numbering import ItemNumber, numbers
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText
from planbook.wording.wording import Wording

T = TypeVar("T")


class OfPlans(Mapping[str, T]):
    """What there is of each plan, by its id: worked out when it is asked for the first time, and kept."""

    def __init__(self, workspace: Workspace, make: Callable[[Plan], T]) -> None:
        self._plans, self._make = workspace.plans, make
        self._made: dict[str, T] = {}

    def __getitem__(self, plan: str) -> T:
        if plan not in self._made:
            self._made[plan] = self._make(self._plans[plan])
        return self._made[plan]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)


class Views:
    """The views of a workspace; those of single plans by their ids."""

    def __init__(self, workspace: Workspace, phrases: Phrases) -> None:
        self.workspace, self.phrases = workspace, phrases

    @cached_property
    def numbered(self) -> Mapping[str, dict[str, ItemNumber]]:
        """The numbers of the items of each plan."""
        return OfPlans(self.workspace, numbers)

    @cached_property
    def texts(self) -> Mapping[str, PlanText]:
        """What fills the texts of each plan in tables and lists, where citations are short."""
        return OfPlans(self.workspace, lambda plan: self.text(plan, short_citations=True))

    def text(self, plan: Plan, *, short_citations: bool = False) -> PlanText:
        """What fills the texts of a plan from its beginning: a document is cited in full the first time."""
        wording, numbered = Wording(self.phrases), self.numbered[plan.id]
        return PlanText(self.workspace, plan, wording, numbered, short_citations=short_citations)

    @cached_property
    def matrices(self) -> Mapping[str, tuple[GroupRow, ...]]:
        """Who does what in each plan."""
        return OfPlans(self.workspace, lambda plan: groups_of(self.texts[plan.id], self.numbered))

    @cached_property
    def matrix_tables(self) -> Mapping[str, Table]:
        """The same as tables."""
        return OfPlans(self.workspace, lambda plan: table_of(self.matrices[plan.id], plan, self.phrases))

    @cached_property
    def task_lists(self) -> Mapping[str, Table]:
        """The same for paper, with the states of tasks where the office wants them."""
        return OfPlans(self.workspace, self._task_list)

    def _task_list(self, plan: Plan) -> Table:
        table, progress = self.matrix_tables[plan.id], self._with_states(plan)
        if not progress:
            return table
        return with_states(table, task_states(progress), state_heading(progress, self.phrases))

    @cached_property
    def views(self) -> Mapping[str, PlanView]:
        """What each plan says."""
        return OfPlans(self.workspace, lambda plan: view_of(self.text(plan), self.printed_matrix(plan)))

    def printed_matrix(self, plan: Plan) -> Table:
        """The matrix as the plan prints it."""
        groups = self.matrices[plan.id]
        printed = printed_groups(plan, groups)
        return self.matrix_tables[plan.id] if printed == groups else table_of(printed, plan, self.phrases)

    @cached_property
    def contents(self) -> Mapping[str, dict[str, Any]]:
        """Each plan field by field."""
        return OfPlans(self.workspace, lambda plan: plan_content(self.text(plan)))

    @cached_property
    def grids(self) -> Mapping[str, Grid]:
        """The tasks of each plan against the agencies."""
        return OfPlans(self.workspace, lambda plan: grid(self.texts[plan.id], self.matrices[plan.id]))

    @cached_property
    def grid_parts(self) -> Mapping[str, tuple[Grid, ...]]:
        """The same in parts that are printed by themselves."""
        return OfPlans(self.workspace, lambda plan: self.grids[plan.id].parts(self.phrases))

    @cached_property
    def sheets(self) -> Mapping[str, Mapping[str, Sheet]]:
        """The sheets of each plan's workbook that have rows."""
        make = plan_sheets
        return OfPlans(
            self.workspace,
            lambda plan: make(
                self.texts[plan.id], self.matrices[plan.id], self.grids[plan.id], self._with_states(plan)
            ),
        )

    def _with_states(self, plan: Plan) -> PlanProgress | None:
        """What came of a plan, where the office wants the states of tasks in its lists."""
        return self.progress[plan.id] if self.workspace.office.matrix_states else None

    @cached_property
    def charges(self) -> Mapping[str, tuple[Charge, ...]]:
        """The targets, duties and reports of each plan."""
        return OfPlans(self.workspace, lambda plan: tuple(charges(self.texts[plan.id])))

    @cached_property
    def agencies(self) -> Mapping[str, AgencyView]:
        """What each agency has to do, those too that no plan names."""
        return agency_views(self.workspace, self.phrases, self.work_of_plans)

    @cached_property
    def work_of_plans(self) -> Mapping[str, Mapping[str, AgencyView]]:
        """What each plan gives to the agencies that it names, and to the members of its groups."""
        make = work_of_plan
        return OfPlans(
            self.workspace, lambda plan: make(self.texts[plan.id], self.matrices[plan.id], self.charges[plan.id])
        )

    @cached_property
    def agency_sheets(self) -> Mapping[str, tuple[AgencySheet, ...]]:
        """What each agency has to do under each plan."""
        return OfPlans(
            self.workspace,
            lambda plan: tuple(agency_sheets(self.texts[plan.id], self.work_of_plans[plan.id], self.progress[plan.id])),
        )

    @cached_property
    def all_commitments(self) -> list[Commitment]:
        """All that is wanted by a day, and what no day ends."""
        return commitments(self.texts, self.matrices)

    @cached_property
    def commitments(self) -> list[Commitment]:
        """All that is wanted by a day."""
        return [commitment for commitment in self.all_commitments if commitment.terms]

    @cached_property
    def outstanding(self) -> Outstanding:
        """What of it is still to be done."""
        return Outstanding(self.workspace, self.phrases, self.progress)

    @cached_property
    def unfinished(self) -> list[Commitment]:
        """What is wanted by a day and not told as done or dropped."""
        return self.outstanding.of(self.commitments)

    @cached_property
    def open_commitments(self) -> list[Commitment]:
        """What no day ends: from a day on, until an event, by a condition."""
        return [commitment for commitment in self.all_commitments if commitment.open]

    @cached_property
    def deadlines(self) -> list[Due]:
        """The same day by day, the earliest first."""
        return self.outstanding.dues(self.commitments)

    def late_work(self, agency: str) -> list[LateWork]:
        """The work that an agency leads and that is late from a day on, as far as is known."""
        return late_work(self.agencies[agency], self.latest, self.phrases)

    def reached_by(self, agency: str) -> dict[str, list[Reached]]:
        """What was reached of the targets that plans charge an agency with, by the plans."""
        return reached_by(self.agencies[agency], self.latest)

    def result_lines(self, progress: PlanProgress, agency: str = "") -> Iterator[str]:
        """What a period tells in short: of a plan, or of what an agency has in it."""
        return result_lines(progress, self.phrases, self.agencies[agency] if agency else None)

    @cached_property
    def runs(self) -> Mapping[str, date]:
        """The last day of each plan that runs to some day."""
        plans = self.workspace.plans.values()
        return {plan.id: last for plan in plans if (last := runs_until(self.workspace, plan))}

    @cached_property
    def work(self) -> Mapping[str, list[WorkRow]]:
        """What each agency that plans name has to do, with and without a day."""
        return worklists(self.workspace, self.agencies, self.deadlines, self.runs, self.outstanding)

    @cached_property
    def money(self) -> Mapping[str, PlanMoney]:
        """The money of each plan."""
        return OfPlans(self.workspace, lambda plan: plan_money(self.texts[plan.id]))

    @cached_property
    def money_by_place(self) -> list[PlanMoney]:
        """The same, plans of one jurisdiction together, the earliest period first."""
        return by_place(self.workspace, self.money)

    @cached_property
    def overviews(self) -> Mapping[str, Overview]:
        """Each plan at a glance."""
        dues: dict[str, list[Due]] = {plan: [] for plan in self.workspace.plans}
        for due in self.deadlines:
            dues[due.plan].append(due)
        return OfPlans(
            self.workspace,
            lambda plan: overview(self.texts[plan.id], self.matrices[plan.id], dues[plan.id], self.money[plan.id]),
        )

    @cached_property
    def progress(self) -> Mapping[str, PlanProgress | None]:
        """What came of each plan until its last closing day; None where nothing is known."""
        return OfPlans(self.workspace, lambda plan: plan_progress(self.texts[plan.id]))

    @cached_property
    def latest(self) -> dict[str, PlanProgress]:
        """The same of the plans of which anything is known."""
        return {plan: progress for plan, progress in self.progress.items() if progress}

    @cached_property
    def progress_by_period(self) -> Mapping[str, dict[str, PlanProgress]]:
        """The same for each period that has results, as it was known on its closing day."""
        return OfPlans(self.workspace, lambda plan: progress_by_period(self.texts[plan.id]))

    @cached_property
    def indicators(self) -> list[IndicatorView]:
        """What plans aim at, indicator by indicator."""
        return indicator_views(self.workspace, self.texts)

    def outcomes(self, indicator: IndicatorView) -> list[Outcome]:
        """What was reached of the values of an indicator, each beside the next one."""
        return outcomes(indicator, self.progress_by_period)

    @cached_property
    def documents(self) -> list[DocumentView]:
        """The register of documents with the plans that cite them."""
        return document_views(self.workspace, self.phrases, self.numbered)

    @cached_property
    def lineages(self) -> tuple[Lineage, ...]:
        """What became of tasks from plan to plan."""
        return lineages(self.workspace, self.phrases, self.matrices)

    @cached_property
    def histories(self) -> tuple[History, ...]:
        """Who led what in the plans of each place that has several."""
        return histories(self.workspace, self.phrases, self.lineages, self.matrices)
