"""The body of a plan, section by section, as numbered headings and paragraphs in printing order."""

from collections.abc import Iterable, Iterator, Mapping

from planbook.model.budget import Budget
from planbook.model.item import ItemId
from planbook.model.mentions import mention_ids
from planbook.model.plan import Plan, Section
from planbook.model.target import Target
from planbook.model.task import Assignment, Duty, DutyItem, ReportingDuty, Statement, Task, TaskGroup
from planbook.wording.blocks import Block, Heading, Item, capital, full_stop
from planbook.wording.numbering import UNNUMBERED, ItemNumber, number_in
from planbook.wording.report_times import unsaid_times
from planbook.wording.speech import PlanText, says_result

BULLET, PLUS = (number_in(style, 1, None, "") for style in ("bullet", "plus"))


def body_blocks(text: PlanText, plan: Plan) -> Iterator[Block]:
    """The blocks of all parts of a plan."""
    body = _Body(text, plan)
    for section in plan.outline:
        yield from body.section(section, 0 if plan.layout.parts else 1)


def has_exceptions(owner: TaskGroup | Section) -> bool:
    """Whether the assignment of several tasks stands above them: some have their own, and below these it would be read as the last one's."""
    return any(task.assignment for task in owner.tasks if task.is_printed)


def unsaid_lines(entry: Duty | Statement, text: PlanText) -> dict[str, str]:
    """Who coordinates and by when, as far as the texts of a duty or an item of it do not say it."""
    partners = entry.unsaid if isinstance(entry, Duty | DutyItem) else ()
    return {"coordinating": text.assigned(partners), "deadline": text.deadlines(text.unsaid(entry))}


class _Body:
    """Lays the outline out; each method gives the blocks of one kind of entry."""

    def __init__(self, text: PlanText, plan: Plan) -> None:
        self.text = text
        self.plan = plan
        self.phrases = text.wording.phrases
        self.has_table_of_tasks = any(appendix.made == "tasks" for appendix in plan.printed_appendices)

    def number(self, item: str) -> ItemNumber:
        """The number of an item."""
        return self.text.numbers[item]

    def section(self, section: Section, depth: int) -> Iterator[Block]:
        """A heading with its content; a run-in heading becomes the label of its first paragraph."""
        if not section.is_printed:
            return
        number = self.number(section.id)
        lead = section.statements[:1] if section.run_in else ()
        if lead:
            heading, text = self.text.fill(lead[0].heading), self.text.fill(lead[0].text)
            words = full_stop(": ".join(filter(None, (heading, text))))
            yield Item(section.id, 0, number, self.text.fill(section.heading) + ":", words, also=(lead[0].id,))
            yield from self.below(lead[0])
        else:
            above = "" if depth else self.text.part(number.bare)
            yield Heading(section.id, min(depth, 3), number, self.text.fill(section.heading), above)
        yield from self.before_parts(section, len(lead))
        for group in section.task_groups:
            yield from self.group(group, max(depth + 1, 2))
        for duty in section.duties:
            yield from self.duty(duty, max(depth + 1, 2))
        for report in section.reporting:
            yield from self.reporting(report)
        for part in section.sections:
            yield from self.section(part, depth + 1)
        if section.attachments:
            labels = ", ".join(attachment.label for attachment in section.attachments)
            also = tuple(attachment.id for attachment in section.attachments)
            yield Item(
                ItemId.of(section.id, "attachments"), 0, text=self.phrases.say("attachments", labels=labels), also=also
            )

    def before_parts(self, section: Section, run_in: int) -> Iterator[Block]:
        """What stands below a heading before its parts: introduction, money, targets, statements, tasks.

        The first `run_in` statements stand in the line of the heading.
        """
        if section.intro:
            yield Item(ItemId.of(section.id, "intro"), 0, text=full_stop(self.text.fill(section.intro)))
        if section.budget:
            yield from self.budget_lines(section.budget)
        yield from self.targets(section.targets + section.results)
        yield from self.statements(section.statements[run_in:])
        if has_exceptions(section):
            yield from self.assignment(section)
        for task in section.tasks:
            yield from self.task(task, 1 if self.number(task.id).printed == "-" else 0)
        if not has_exceptions(section):
            yield from self.assignment(section)

    def targets(self, targets: Iterable[Target]) -> Iterator[Block]:
        """A paragraph a target."""
        for target in targets:
            yield Item(target.id, 1, self.number(target.id), text=full_stop(self.text.target(target)))
            if not target.is_measured:  # in no table, which says who answers for it
                in_text = {*mention_ids(target.text, "agency")}
                roles = {"lead": target.lead, "coordinating": target.coordinating}
                unsaid = {role: bodies for role, bodies in roles.items() if {body.agency for body in bodies} - in_text}
                yield from self.lines(target.id, {role: self.text.assigned(bodies) for role, bodies in unsaid.items()})

    def statements(self, statements: Iterable[Statement], level: int = 1) -> Iterator[Block]:
        """A paragraph a statement, with those below it and in lines what its texts do not say."""
        for statement in statements:
            label, text = self.text.fill(statement.heading), self.text.fill(statement.text)
            if label and text:
                label += ":"
            yield Item(statement.id, level, self.number(statement.id), label, full_stop(text))
            yield from self.below(statement, level + 1)

    def below(self, statement: Statement, level: int = 1) -> Iterator[Block]:
        """What stands below a statement: further ones, then who coordinates and by when as far as its texts do not say it."""
        yield from self.statements(statement.items, level)
        yield from self.unsaid(statement)

    def group(self, group: TaskGroup, depth: int) -> Iterator[Block]:
        """A heading, the tasks, and what holds for all of them: assignment and money."""
        if not group.is_printed:
            return
        yield Heading(group.id, min(depth, 3), self.number(group.id), self.group_name(group))
        if group.text:
            yield Item(ItemId.of(group.id, "text"), 0, text=full_stop(self.text.fill(group.text)))
        lettered = 0
        if has_exceptions(group):
            yield from self.assignment(group)
        for task in group.tasks:
            if task.project or (group.project and (task.heading or task.text)):
                lettered += bool(self.number(task.id).printed)
                yield from self.part_of_project(task)
            elif group.project:
                lettered = len(self.parts(task))
                yield from self.parts_as_points(task)
            else:
                yield from self.task(task)
        if not has_exceptions(group):
            yield from self.assignment(group)
        if group.budget:
            yield self.budget_sentence(group, lettered)

    def group_name(self, group: TaskGroup) -> str:
        """A group's own heading, or the number and name of the programme project that it is."""
        return self.text.fill(group.heading) or self.text.project(group.project or "")

    def task(self, task: Task, level: int = 0) -> Iterator[Block]:
        """A task as one paragraph with its measures, its assignment and its money below."""
        if not task.is_printed:
            return
        label = self.text.fill(task.heading) + (":" if task.heading and task.text else "")
        yield Item(task.id, level, self.number(task.id), label, full_stop(self.text.fill(task.text)))
        for part in (task.aims, task.beneficiaries, task.measures):
            yield from self.statements(part, level + 1)
        if task.budget:
            yield from self.budget_lines(task.budget)
        yield from self.assignment(task)
        yield from self.result(task)

    def result(self, task: Task) -> Iterator[Block]:
        """What a task ends with, in a line where neither its texts nor a printed table say it."""
        if task.result and not self.has_table_of_tasks and not says_result(task):
            yield from self.lines(task.id, {"result": self.text.fill(task.result)})

    def parts(self, task: Task) -> list[tuple[str, str, tuple[Statement, ...]]]:
        """The parts of a project that it has: key, label, statements; the assignment is the last one."""
        parts = [(key, self.phrases.say(key), getattr(task, key)) for key in ("aims", "beneficiaries", "measures")]
        parts = [part for part in parts if part[2]]
        if task.assignment and self.plan.layout.assignment != "table" and self.sentence(task):
            parts.append(("assignment", self.phrases.say("assignment"), ()))
        return parts

    def parts_as_points(self, task: Task) -> Iterator[Block]:
        """A project without sub-projects: its parts are a), b), c) …, their statements bullets."""
        for index, part in enumerate(self.parts(task), 1):
            yield from self.part(
                task, part, 0, number_in("letter", index, None, task.id), task.id if index == 1 else ""
            )
        yield from self.below_parts(task)

    def part_of_project(self, task: Task) -> Iterator[Block]:
        """A sub-project or another piece of a project: a) with its name, its parts as bullets, their statements with a plus, its money."""
        name = self.text.fill(task.heading) or (self.text.project(task.project) if task.project else "")
        text, parts = full_stop(self.text.fill(task.text)), self.parts(task)
        yield Item(task.id, 0, self.number(task.id), name + ":" * bool(name and (text or parts)), text)
        for part in parts:
            yield from self.part(task, part, 1, BULLET, "")
        yield from self.below_parts(task)

    def below_parts(self, task: Task) -> Iterator[Block]:
        """The money of a project, and what is done and by when where no part of it says this."""
        if task.budget:
            yield from self.budget_lines(task.budget)
        if not task.assignment or self.plan.layout.assignment == "table":
            yield from self.assignment(task)
        yield from self.result(task)

    def part(
        self, task: Task, part: tuple[str, str, tuple[Statement, ...]], level: int, number: ItemNumber, own_id: str
    ) -> Iterator[Block]:
        """One part of a project; a single statement stands in the line of its label."""
        key, label, statements = part
        id_ = own_id or ItemId.of(task.id, key)
        if key == "assignment" and task.assignment:
            yield Item(id_, level, number, label + ":", full_stop(self.sentence(task)))
        elif len(statements) == 1 and not statements[0].items and not statements[0].heading:
            statement = statements[0]
            also = (own_id,) if own_id else ()
            yield Item(
                statement.id, level, number, label + ":", capital(full_stop(self.text.fill(statement.text))), also=also
            )
            yield from self.unsaid(statement)
        else:
            yield Item(id_, level, number, label + ":")
            for statement in statements:
                heading, text = self.text.fill(statement.heading), full_stop(self.text.fill(statement.text))
                yield Item(statement.id, level + 1, PLUS if level else BULLET, heading, text)
                yield from self.below(statement, level + 2)

    def assignment(self, owner: Task | TaskGroup | Section) -> Iterator[Block]:
        """Who leads, who coordinates, what they do, by when: in lines or one sentence, as the plan's layout says; what a table has no column for in a line."""
        assignment, layout = owner.assignment or Assignment(), self.plan.layout.assignment
        if layout == "sentence" and owner.assignment:
            if sentence := full_stop(self.sentence(owner)):
                label = self.phrases.say("assignment") + ":"
                yield Item(ItemId.of(owner.id, "assignment"), 0, UNNUMBERED, label, sentence, "assignment")
            return
        in_table = layout == "table"
        lines = {
            "lead": "" if in_table else self.text.assigned(assignment.lead),
            "coordinating": "" if in_table else self.text.assigned(assignment.coordinating),
            "duty": self.text.fill(assignment.duty),
            "deadline": self.text.deadlines(self.text.below(owner)),
        }
        yield from self.lines(owner.id, lines)

    def lines(self, owner: str, lines: Mapping[str, str]) -> Iterator[Block]:
        """Lines below an item, each with its label; those that say nothing are left out."""
        for key, line in lines.items():
            if line:
                label = self.phrases.say(key) + ":"
                yield Item(ItemId.of(owner, key), 0, UNNUMBERED, label, full_stop(capital(line)), "assignment")

    def sentence(self, owner: Task | TaskGroup | Section) -> str:
        """An assignment as a sentence: "X chủ trì, phối hợp với Y tổ chức thực hiện"; nothing where it says nothing."""
        assignment = owner.assignment or Assignment()
        plain = [partner for partner in assignment.coordinating if not partner.remark]
        lead, partners = self.text.assigned(assignment.lead), self.text.assigned(plain)
        roles = "_".join(role for role, agencies in (("lead", lead), ("coordinating", partners)) if agencies)
        sentence = self.phrases.say(f"sentence_{roles}", lead=lead, coordinating=partners) if roles else ""
        sentence = " ".join(filter(None, (sentence, self.text.fill(assignment.duty))))
        remarked = self.text.assigned([partner for partner in assignment.coordinating if partner.remark])
        when = self.text.deadlines(self.text.below(owner))
        return capital("; ".join(filter(None, (sentence, remarked, when))))

    def budget_lines(self, budget: Budget) -> Iterator[Block]:
        """A total with its parts as bullets."""
        heading = self.text.fill(budget.heading) or self.phrases.say("budget_total")
        total = self.text.amount(budget, budget.total, approximate=budget.approximate)
        total += f" ({note})" if (note := self.text.said_of(budget)) else ""
        of_which = ", " + self.phrases.say("budget_of_which") if budget.lines else "."
        yield Item(budget.id, 0, UNNUMBERED, heading + ":", total + of_which)
        for line in budget.lines:
            yield Item(line.id, 1, BULLET, text=full_stop(capital(self.text.budget_line(budget, line))))

    def budget_sentence(self, group: TaskGroup, index: int) -> Item:
        """The money of a project as its last point: "đ) Tổng nhu cầu vốn …: 3.695 triệu đồng (…)"."""
        budget = group.budget
        assert budget is not None
        project = self.text.project_short(group.project) if group.project else self.group_name(group)
        heading = self.text.fill(budget.heading) or self.phrases.say("budget_project", project=project)
        number = number_in("letter", index + 1, None, group.id) if group.project else UNNUMBERED
        lines = tuple(line.id for line in budget.lines)
        return Item(budget.id, 0, number, heading + ":", full_stop(self.text.budget(budget)), also=lines)

    def duty(self, duty: Duty, depth: int) -> Iterator[Block]:
        """What an agency has to do, under its name; a single paragraph runs in behind the name."""
        name = capital(self.text.agencies(duty.agencies))
        if duty.requested:
            name = self.phrases.say("duty_requested", agencies=self.text.agencies(duty.agencies))
        if duty.items:
            yield Heading(duty.id, min(depth, 3), self.number(duty.id), name)
            if duty.text:
                yield Item(ItemId.of(duty.id, "text"), 0, text=full_stop(self.text.fill(duty.text)))
            yield from self.statements(duty.items)
        else:
            yield Item(duty.id, 0, self.number(duty.id), name + ":", full_stop(self.text.fill(duty.text)))
        yield from self.unsaid(duty)

    def unsaid(self, entry: Duty | Statement) -> Iterator[Block]:
        """Who coordinates and by when, in lines, as far as the texts of a duty or an item of it do not say it."""
        yield from self.lines(entry.id, unsaid_lines(entry, self.text))

    def reporting(self, duty: ReportingDuty) -> Iterator[Block]:
        """Who reports what to whom and by when; how often and before which days in a line where its text does not say it."""
        name = capital(self.text.agencies(duty.agencies)) + (f" ({duty.role})" if duty.role else "")
        yield Item(duty.id, 0, self.number(duty.id), name + ":", full_stop(self.text.fill(duty.text)))
        yield from self.lines(duty.id, {"reported": unsaid_times(duty, self.text)})
