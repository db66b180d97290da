"""What a plan prints, line by line in the order of its Word draft, each line with the fields that it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from planbook.model.entry import Entry
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.workspace import Workspace
from planbook.reading.mentions import LinePart
from planbook.render.article import article, article_lines
from planbook.render.templates import Templates
from planbook.text.comparing import comparable, comparable_row
from planbook.views.plan import PlanView, plan_view
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText

# No data file holds these letters: they mark where in a printed line a field or a mention begins and ends.
_OPEN, _CLOSE = "\ue000", "\ue001"
_FIRST = 0xF0000

_Stretch = tuple[int, int, str, int]  # of a printed line: from, to, the text of the data that it is made of, how deep


@dataclass(frozen=True, slots=True)
class TracedField:
    """A text of the data: the key of an entry."""

    entry: Entry
    key: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A line as it is printed, without its number: a paragraph, or a table row with tabs between its cells.

    `item` is its id, empty for the fixed words around the items (which some drafts leave out if `optional`).
    `parts` name their fields by keys of `fields`; `blanks` is what each mention prints here.
    """

    item: ItemId
    text: str
    number: str = ""
    is_row: bool = False
    optional: bool = False
    also: tuple[str, ...] = ()
    parts: tuple[LinePart, ...] = ()
    fields: Mapping[str, TracedField] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)

    @property
    def compared(self) -> str:
        """Its text as it is compared with that of a file."""
        return comparable_row(self.text) if self.is_row else comparable(self.text)


def traced_lines(workspace: Workspace, plan: Plan, phrases: Phrases, templates: Templates) -> tuple[Printed, ...]:
    """Every line of a plan with its fields; raises `TemplateProblem`."""
    plain = draft_lines(plan_view(workspace, plan, phrases), phrases, templates)
    sources: list[str] = []
    traced = draft_lines(plan_view(workspace, plan, phrases, _tracing(sources)), phrases, templates)
    fields = _fields(plan)
    if [line.item for line in plain] != [line.item for line in traced]:  # the template looks at what a text says
        by_item = {line.item: line for line in traced if line.item}
        traced = tuple(by_item.get(line.item, line) for line in plain)
    return tuple(
        _resolved(line, traced_line.text, sources, fields) for line, traced_line in zip(plain, traced, strict=True)
    )


def draft_lines(view: PlanView, phrases: Phrases, templates: Templates) -> tuple[Printed, ...]:
    """The lines of a draft as templates/plan/plan.html prints them, without their fields."""
    # The sheet in front of a draft may be cut off.
    sheet = view.sheet.fixed if view.sheet else ()
    return tuple(
        Printed(
            ItemId(line.item),
            line.text,
            line.number,
            line.is_row,
            "draft" in line.classes or line.text in sheet,
            line.also,
        )
        for line in article_lines(article(templates, view, phrases))
    )


def _tracing(sources: list[str]) -> type[PlanText]:
    """A filler that puts marks around every field and every mention that it fills, and notes what they are."""

    def marked(source: str, text: str) -> str:
        sources.append(source)
        return f"{_OPEN}{chr(_FIRST + len(sources) - 1)}{text}{_CLOSE}"

    class Traced(PlanText):
        def fill(self, text: str | None) -> str:
            return marked(text, super().fill(text)) if text else ""

        def _mention(self, mention: "object") -> str:
            return marked(mention.group(), super()._mention(mention))  # type: ignore[attr-defined,arg-type]

        def target(self, target: Target) -> str:
            value = marked("{value}", self.value(target))
            return marked(target.text, super().fill(target.text.replace("{value}", value)))

    return Traced


def _fields(plan: Plan) -> dict[str, list[tuple[str, TracedField]]]:
    """Every text of a plan with the fields that hold it, each with the id of the item around it."""
    fields: dict[str, list[tuple[str, TracedField]]] = {}

    def note(entry: Entry, owner: str) -> None:
        owner = getattr(entry, "id", None) or owner
        for key, value in entry:
            if isinstance(value, str) and key != "id":
                fields.setdefault(value, []).append((owner, TracedField(entry, key)))
        for child in entry.children():
            note(child, owner)

    note(plan, plan.id)
    return fields


def _resolved(
    line: Printed, traced: str, sources: list[str], fields: Mapping[str, list[tuple[str, TracedField]]]
) -> Printed:
    """A line with the parts that its marks show; all of it is fixed where the template cut them."""
    parts: list[LinePart] = []
    filled: dict[str, TracedField] = {}
    blanks: dict[str, str] = {}
    used: set[int] = set()
    owners = (line.item.entry, *line.also, None)
    for begin, end, source, depth in _stretches(line.text, traced, sources) or [(0, len(line.text), "", 0)]:
        if depth > 1:
            blanks[source] = line.text[begin:end]
            continue
        entries = [
            entry
            for owner in owners
            for entry in fields.get(source, ())
            if owner in (entry[0], None) and id(entry) not in used
        ]
        if depth and entries:
            used.add(id(entries[0]))
            filled[name := str(len(filled))] = entries[0][1]
            parts.append(LinePart(source, name))
        elif begin < end:
            parts.append(LinePart(line.text[begin:end]))
    return replace(line, parts=tuple(parts), fields=filled, blanks=blanks)


def _stretches(text: str, traced: str, sources: list[str]) -> list[_Stretch]:
    """The stretches of a printed line: what is fixed at depth 0, fields at 1, the mentions in them below; none if they do not fit.

    Beside its marks a traced line has small letters where the plain one has capitals, and full stops too many.
    """
    stretches: list[_Stretch] = []
    opened: list[tuple[int, str]] = []
    fixed = at = 0
    letters = iter(traced)
    for letter in letters:
        if letter == _OPEN:
            if not opened:
                stretches.append((fixed, at, "", 0))
            opened.append((at, sources[ord(next(letters, chr(_FIRST))) - _FIRST]))
        elif letter == _CLOSE and opened:
            begin, source = opened.pop()
            stretches.append((begin, at, source, len(opened) + 1))
            fixed = at
        elif letter.casefold() == text[at : at + 1].casefold():
            at += 1
        elif letter != ".":
            return []
    return [] if opened or at < len(text) else [*stretches, (fixed, at, "", 0)]
