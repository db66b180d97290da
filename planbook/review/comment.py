"""A comparison as a comment of a pull request: Markdown that is read in two minutes and never too long to be posted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from planbook.changes.affected import Affected, Work
from planbook.changes.finding_changes import FATES, FindingChange
from planbook.changes.groups import ChangeClass, ChangeGroup
from planbook.changes.report import PlanReport, Report
from planbook.changes.sentences import ChangeSentence
from planbook.changes.weights import LIGHT, WEIGHT_WORDS
from planbook.messages.diagnostics import Span, Text
from planbook.messages.escapes import markdown
from planbook.review.report import (
    LISTS,
    REPORT_HEADINGS,
    SEVERITIES,
    fate_heading,
    finding_words,
    group_heading,
    states_of,
    summary,
    with_marks,
)
from planbook.views.addresses import Address

LIMIT = 65_000  # letters; GitHub takes 65,536
_OPEN = 20  # so many lines of a section are shown; one that has more is folded
_NOTE = 120  # letters of the sentence that says so where lines are not shown
_MOST_WORKS = 3  # of more works than these only the numbers are listed


@dataclass(frozen=True, slots=True)
class Places:
    """Where a reader finds more: the site, and the source files of the state that is proposed; either may be empty."""

    site: str = ""
    source: str = ""

    def item(self, plan: str, item: str, number: str) -> str:
        """A number that leads to its item on the site."""
        if not (self.site and item and number):
            return number
        return f"[{number}]({self.site.rstrip('/')}/{Address.PLAN.link(plan=quote(plan))}#{quote(item)})"

    def line(self, span: Span | None) -> str:
        """A line of a file that leads to it; nothing where nobody said where the files are."""
        if not (span and self.source):
            return ""
        place = f"{markdown(span.path.rpartition('/')[2])}:{span.line}"
        return f" ([{place}]({self.source.rstrip('/')}/{quote(span.path, errors='surrogatepass')}#L{span.line}))"


@dataclass(slots=True)
class _Block:
    """A heading with its lines; a `folded` one opens by a click. What has the highest rank is cut first."""

    rank: int
    heading: str
    lines: list[str] = field(default_factory=list)
    folded: bool = False
    note: str = ""
    missing: int = 0  # lines that are not shown

    def text(self) -> str:
        body = "\n".join([*self.lines, *([f"\n{self.note}"] if self.note else [])])
        if self.folded:
            return f"<details><summary>{self.heading}</summary>\n\n{body}\n\n</details>\n"
        return "\n\n".join(filter(None, (self.heading, body))) + "\n"


def as_markdown(report: Report, places: Places | None = None, limit: int = LIMIT) -> str:
    """The comparison for a pull request: a summary, then what weighs most; wording and order are folded.

    Never longer than `limit` letters: the wording goes first, and a sentence says how many lines are not shown.
    """
    return _Comment(places or Places()).text(report, limit)


@dataclass(frozen=True, slots=True)
class _Comment:
    places: Places

    def say(self, text: Text) -> str:
        return markdown(text.spoken())

    def text(self, report: Report, limit: int) -> str:
        blocks = [_Block(0, f"**{self.say(summary(report))}**", list(self.table(report)))]
        if states := states_of(report):
            blocks.insert(0, _Block(0, self.say(states)))
        for fate in FATES:
            if changes := report.of_fate(fate):
                lines = [self.finding(change) for change in changes]
                rank = {"accepted": 0, "gone": 3}.get(fate, 1)
                section = self.section(rank, fate_heading(fate), lines)
                blocks.insert(1 if states else 0, section) if fate == "accepted" else blocks.append(section)
        if first := report.most_important:
            lines = [line for title, sentence in first for line in self.change(sentence, title, is_marked=False)]
            blocks.append(self.section(0, REPORT_HEADINGS["most_important"], lines))
        for plan in report.plans:
            blocks.append(_Block(0, f"## {markdown(plan.title) or self.say(REPORT_HEADINGS['registers'])}"))
            blocks += self.plan(plan, report.classes(plan))
        self.shorten(blocks, limit)
        return "\n".join(block.text() for block in blocks)[:limit]

    def section(self, rank: int, title: Text, lines: list[str], *, folded: bool = False) -> _Block:
        heading = f"{self.say(title)} ({sum(line.startswith('- ') for line in lines)})"
        folded = folded or len(lines) > _OPEN
        return _Block(rank, heading if folded else f"### {heading}", lines, folded)

    def table(self, report: Report) -> Iterator[str]:
        """How many changes of which weight each plan has."""
        if not report.plans:
            return
        yield f"| {self.say(REPORT_HEADINGS['plan'])} | {' | '.join(map(self.say, WEIGHT_WORDS.values()))} |"
        yield f"|---|{'--:|' * len(WEIGHT_WORDS)}"
        for plan in report.plans:
            counts = [sum(sentence.weight == weight for sentence in plan.changes) for weight in WEIGHT_WORDS]
            title = markdown(plan.title) or self.say(REPORT_HEADINGS["registers"])
            yield f"| {title} | {' | '.join(str(count or '') for count in counts)} |"

    def plan(self, plan: PlanReport, classes: Iterable[ChangeClass]) -> Iterator[_Block]:
        if plan.totals:
            head = f"| | {self.say(REPORT_HEADINGS['before'])} | {self.say(REPORT_HEADINGS['after'])} |"
            rows = (
                f"| {markdown(total.name)} | {markdown(total.before)} | {markdown(total.after)} |"
                for total in plan.totals
            )
            yield _Block(1, f"### {self.say(REPORT_HEADINGS['totals'])}", [head, "|---|---|---|", *rows])
        late: list[_Block] = []
        for of_class in classes:
            light = of_class.weight in LIGHT
            lines = [line for group in of_class.groups for line in self.group(group)]
            block = self.section(4 if light else 2, WEIGHT_WORDS[of_class.weight], lines, folded=light)
            if light:
                late.append(block)
            else:
                yield block
        if plan.affected or plan.same_work:
            lines = [line for agency in plan.affected for line in self.affected(plan.plan, agency)]
            if plan.same_work:
                lines.append(
                    f"- {self.say(REPORT_HEADINGS['same_work'])}: {markdown('; '.join(plan.same_work.values()))}"
                )
            yield self.section(1, REPORT_HEADINGS["affected"], lines)
        yield from late

    def group(self, group: ChangeGroup) -> Iterator[str]:
        if group.heading:
            yield f"\n**{group_heading(group, self.say)}**\n"
        for sentence in group.sentences:
            yield from self.change(sentence)

    def change(self, sentence: ChangeSentence, title: str = "", *, is_marked: bool = True) -> Iterator[str]:
        number = self.places.item(sentence.plan, sentence.anchor, markdown(sentence.place))
        line = "" if sentence.kind == "remove" else self.places.line(sentence.span)
        words = f"{number} {self.say(sentence.sentence)}".lstrip()
        yield f"- {': '.join(filter(None, (markdown(title), words)))}{line}"
        if sentence.marks and is_marked:
            # Stars and tildes mark nothing beside some signs, elements always do.
            yield f"  - {with_marks(sentence.marks, {'': '{}', 'old': '<del>{}</del>', 'new': '<ins>{}</ins>'}, markdown)}"

    def affected(self, plan: str, agency: Affected) -> Iterator[str]:
        yield f"- **{markdown(agency.name)}**"
        for name, label in LISTS.items():
            works: tuple[Work, ...] = getattr(agency, name)
            if works:
                in_words = len(works) <= _MOST_WORKS
                works_ = (self.work(plan, work, in_words=in_words) for work in works)
                yield f"  - {self.say(label)}{'' if in_words else f' ({len(works)})'}: {('; ' if in_words else ', ').join(works_)}"

    def work(self, plan: str, work: Work, *, in_words: bool) -> str:
        if not work.place:
            return markdown(work.words)
        number = self.places.item(plan, "" if work.is_gone else work.id, markdown(work.place))
        return f"{number} {markdown(work.words)}" if in_words else number

    def finding(self, change: FindingChange) -> str:
        finding = change.finding
        # What is gone stood in a file that is not there any more.
        line = self.places.line(finding.span) if change.fate != "gone" else ""
        return (
            f"- **{finding.check}** ({self.say(SEVERITIES[finding.severity])}) {self.say(finding_words(change))}{line}"
        )

    def shorten(self, blocks: list[_Block], limit: int) -> None:
        """Take lines away until all fits, the lightest first: what is told below a change, then changes."""
        excess = sum(len(block.text()) + 1 for block in blocks) - limit
        for beginning in ("  - ", ""):
            for block in sorted(blocks, key=lambda block: block.rank)[::-1]:
                before = len(block.text())
                self.cut(block, beginning, excess)
                excess += len(block.text()) - before

    def cut(self, block: _Block, beginning: str, excess: int) -> None:
        """Take the last lines that begin so from a block until nothing is in excess, and say how many it lacks."""
        stay: list[str] = []
        for line in reversed(block.lines):
            if excess <= 0 or not line.startswith(beginning):
                stay.append(line)
                continue
            excess -= len(line) + 1 - (0 if block.missing else _NOTE)
            block.missing += not line.startswith("\n")
        block.lines = stay[::-1]
        if block.missing:
            values = {"lines": block.missing}
            text = Text("{lines} more lines would make this too long to be posted; planbook diff prints them", values)
            block.note = f"*{self.say(text)}*"
