"""An edited paragraph of a period, put back into the text that it is printed from; a figure in it that was edited changes its value."""

from dataclasses import dataclass

from planbook.messages.diagnostics import Text
from planbook.model.item import ItemId
from planbook.model.results import PeriodText
from planbook.reading.mentions import LinePart, Mention, reread
from planbook.reading.not_taken import NotTaken, Unread
from planbook.returns.collected.collected_results import RowChange
from planbook.returns.fields.mentioned import mention
from planbook.returns.reports.report_fields import ReportFields
from planbook.text.writer import Edit
from planbook.wording.blocks import capital, full_stop


@dataclass(frozen=True)
class TextEdits:
    """The edits of a text, and what changes of the results that it mentions."""

    edits: tuple[Edit, ...]
    changes: tuple[RowChange, ...]


def reworded_text(fields: ReportFields, text: PeriodText, new: str) -> TextEdits:
    """The edits after which a paragraph says something else; raises `NotTaken`."""
    fill, raw = fields.text.fill, text.text
    printed = capital(fill(raw))
    if printed != full_stop(printed):
        new = new.removesuffix(".")
    begun = raw if raw.startswith("{") else capital(raw)
    changes: list[RowChange] = []

    def read(blank: str, words: str) -> Mention:
        kind, _, rest = blank.strip("{}").partition(":")
        id_, _, form = rest.partition("|")
        if kind != "result":
            answer = mention(fields.state.context(fields.plan), text, blank, words)
            if answer.changes:
                raise NotTaken(_OF_PLAN)
            return answer
        is_target = any(target.id == id_ for target in fields.plan.targets())
        name = form or ("value" if is_target else "disbursed")
        item = ItemId.of(id_, "target" if is_target else "amount")
        changes.extend(fields.changes(item, {name: fill(blank)}, {name: words}))
        return Mention(blank)

    answer = reread([LinePart(begun, "text")], fill, new, read)
    words = answer.texts.get("text", begun)
    if begun != raw and words[:1] == begun[:1]:
        words = raw[:1] + words[1:]
    return TextEdits((Edit(text.source, "text", words),) if words != raw else (), tuple(changes))


_OF_PLAN = Unread(
    Text("a figure or time of the plan was edited, which no report changes"),
    Text("write it as it is in the plan, or edit the plan"),
)
