"""What a plan prints, line by line in the order of its Word draft, each line with the fields that it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from planbook.model.entry import Entry
from planbook.model.plan import Plan
from planbook.model.target import Target
from planbook.model.workspace import Workspace
from planbook.returns.mentions import LinePart
from planbook.views.plan import PlanView, plan_view
from planbook.wording.blocks import Heading
from planbook.wording.phrases import Phrases
from planbook.wording.speech import PlanText

# No data file holds these letters: they mark where in a printed line a field or a mention begins and ends.
_OPEN, _CLOSE = "\ue000", "\ue001"
_FIRST = 0xF0000


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

    item: str
    text: str
    number: str = ""
    is_row: bool = False
    optional: bool = False
    also: tuple[str, ...] = ()
    parts: tuple[LinePart, ...] = ()
    fields: Mapping[str, TracedField] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)


def traced_lines(workspace: Workspace, plan: Plan, phrases: Phrases) -> tuple[Printed, ...]:
    """Every line of a plan with its fields."""
    plain = list(draft_lines(plan_view(workspace, plan, phrases), phrases))
    sources: list[str] = []
    traced = list(draft_lines(plan_view(workspace, plan, phrases, _tracing(sources)), phrases))
    assert len(plain) == len(traced)
    fields = _fields(plan)
    return tuple(_resolved(one, other.text, sources, fields) for one, other in zip(plain, traced, strict=True))


def draft_lines(view: PlanView, phrases: Phrases) -> Iterator[Printed]:
    """The lines of a draft in the order of templates/plan/plan.html, without their fields."""

    def fixed(*texts: str) -> Iterator[Printed]:
        yield from (Printed("", text) for text in texts if text)

    yield from fixed(*view.issuer, phrases.say("nation"), phrases.say("motto"), view.number_line)
    if view.is_draft:
        yield Printed("", phrases.say("draft"), optional=True)
    yield from fixed(view.place_and_day, phrases.say("document_type"))
    yield Printed(f"{view.id}--title", view.title)
    yield from (Printed(f"{view.id}--basis-{at}", text) for at, text in enumerate(view.legal_bases, 1))
    yield Printed(f"{view.id}--preamble", view.preamble)
    for block in view.body:
        if isinstance(block, Heading):
            yield Printed(block.id, block.text, block.number.printed)
        else:
            text = " ".join(filter(None, (block.label, block.text)))
            yield Printed(block.id, text, block.number.printed, also=block.also)
    yield Printed(f"{view.id}--closing", view.closing)
    yield from fixed(phrases.say("recipients"))
    yield from (Printed(f"{view.id}--recipient-{at}", text) for at, text in enumerate(view.recipients, 1))
    yield from fixed(*view.signature, view.signatory)
    for appendix in view.appendices:
        yield Printed(appendix.id, appendix.heading)
        yield from fixed(appendix.title, appendix.origin)
        yield Printed("", "\t".join(column.heading for column in appendix.table.columns), is_row=True)
        for row in appendix.table.rows:
            yield Printed(row.id, "\t".join(cell.text for cell in row.cells), is_row=True)
        yield from fixed(phrases.say("end_mark"))


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
    found: dict[str, list[tuple[str, TracedField]]] = {}

    def note(entry: Entry, owner: str) -> None:
        owner = getattr(entry, "id", None) or owner
        for key, value in entry:
            if isinstance(value, str) and key != "id":
                found.setdefault(value, []).append((owner, TracedField(entry, key)))
        for child in entry.children():
            note(child, owner)

    note(plan, plan.id)
    return found


def _resolved(
    line: Printed, traced: str, sources: list[str], fields: Mapping[str, list[tuple[str, TracedField]]]
) -> Printed:
    """A line with the parts that its marks show; what capital letters and full stops add is taken from the plain one."""
    parts: list[LinePart] = []
    found: dict[str, TracedField] = {}
    blanks: dict[str, str] = {}
    used: set[int] = set()
    owners = (line.item.removesuffix("--row").split("--")[0], *line.also)
    at = 0
    stack: list[tuple[str, int]] = []  # what is open, with where in the printed line it begins
    fixed = ""
    position = 0
    while position < len(traced):
        letter = traced[position]
        position += 1
        if letter == _OPEN:
            source = sources[ord(traced[position]) - _FIRST]
            position += 1
            if not stack and fixed:
                parts.append(LinePart(fixed))
                fixed = ""
            stack.append((source, at))
        elif letter == _CLOSE:
            source, begin = stack.pop()
            if stack:
                blanks[source] = line.text[begin:at]
                continue
            held = [
                one
                for owner in (*owners, None)
                for one in fields.get(source, ())
                if owner in (one[0], None) and id(one) not in used
            ]
            if held:
                used.add(id(held[0]))
                name = str(len(found))
                found[name] = held[0][1]
                parts.append(LinePart(source, name))
            else:
                parts.append(LinePart(line.text[begin:at]))
        else:
            if at < len(line.text):
                fixed += "" if stack else line.text[at]
            at += 1
    if fixed:
        parts.append(LinePart(fixed))
    return replace(line, parts=tuple(parts), fields=found, blanks=blanks)
