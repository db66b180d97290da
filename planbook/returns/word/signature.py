"""Who signs, read back from the lines under the plan: for whom, with which title and name."""

from collections.abc import Iterator

from planbook.model.item import ItemId
from planbook.returns.answers.answer import FileEdit
from planbook.returns.word.draft import MatchedDraft
from planbook.text.comparing import comparable
from planbook.text.writer import Edit
from planbook.views.plan import collective_body

PART = "signature"


def signature_units(draft: MatchedDraft) -> list[int]:
    """The units of the cell in which the plan prints who signs, where the draft has changed them."""
    lines = _printed(draft)
    if not lines:
        return []
    # The last paragraph that says the first line: the issuer's name may stand at the head, too.
    places = [
        at for at, unit in enumerate(draft.units) if unit.text == lines[0] or draft.matching.worn.get(at) == lines[0]
    ]
    cell = draft.units[places[-1]].lines[0].cell if places else None
    units = [at for at, unit in enumerate(draft.units) if cell and unit.lines[0].cell == cell]
    texts = [draft.units[at].text for at in units]
    return units if texts != lines else []


def _printed(draft: MatchedDraft) -> list[str]:
    """The lines that the plan prints for who signs."""
    signatory, phrases = draft.context.plan.signatory, draft.context.text.wording.phrases
    if signatory is None:
        return []
    own = {comparable(signatory.name or ""), comparable(signatory.title.upper())}
    begins = [phrases.say(phrase, **{blank: ""}).strip() for phrase, blank in _LEADS.items()]
    fixed = [comparable(line.text) for line in draft.printed if not line.item and not line.is_row]
    last = [text for text in fixed if text in own or text.startswith(tuple(begins))]
    return list(dict.fromkeys(last))


_LEADS = {"collective": "issuer", "acting_for": "title"}


def signature_edit(draft: MatchedDraft, units: list[int]) -> Iterator[FileEdit]:
    """The edit of who signs that these units make; none where they cannot be read so."""
    plan, phrases = draft.context.plan, draft.context.text.wording.phrases
    signatory = plan.signatory
    if signatory is None or not units:
        return
    texts = [draft.units[at].text for at in units]
    collective, acting = (phrases.say(phrase, **{blank: ""}).strip() for phrase, blank in _LEADS.items())
    is_collective = texts[0].startswith(collective)
    values: dict[str, str | None] = {"collective": None if is_collective else "false"}
    body = texts[0].removeprefix(collective).strip() if is_collective else ""
    is_issuer = body == collective_body(draft.context.text.workspace, plan).upper()
    values["body"] = _title(draft, body) if body and not is_issuer else None
    rest = texts[1:] if is_collective else texts
    values["acting_for"] = (
        _title(draft, rest[0].removeprefix(acting).strip()) if rest and rest[0].startswith(acting) else None
    )
    rest = rest[1:] if values["acting_for"] else rest
    if not rest or len(rest) > 2 or rest[0] != rest[0].upper() or rest[-1] == rest[-1].upper() != rest[0]:
        return
    values["title"] = _title(draft, rest[0])
    values["name"] = rest[1] if len(rest) > 1 else None
    current = {"collective": None if signatory.collective else "false", "body": signatory.body,
               "acting_for": signatory.acting_for, "title": signatory.title, "name": signatory.name}  # fmt: skip
    edits = tuple(Edit(signatory.source, key, value) for key, value in values.items() if value != current[key])
    if edits:
        old = "\n".join(_printed(draft))
        yield draft.edit("changed", ItemId.of(plan.id, PART), units[0], old=old, new="\n".join(texts), made=edits)


def _title(draft: MatchedDraft, printed: str) -> str:
    """A title as plans write it, from capitals."""
    title = printed.capitalize()
    for name in sorted(draft.context.text.workspace.plan_words.titles, key=lambda name: (len(name), name)):
        at = title.casefold().find(name.casefold())
        title = title[:at] + name + title[at + len(name) :] if at >= 0 else title
    return title
