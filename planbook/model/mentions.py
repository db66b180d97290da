"""What a text of the data mentions: `{kind:id}` or `{kind:id|form}` in its words."""

import re
from collections.abc import Iterator

_MENTION = re.compile(r"\{(?P<kind>[a-z]+):(?P<id>[^{}|]*)(?:\|(?P<form>[^{}|]*))?\}")


def mentions(text: str) -> Iterator[re.Match[str]]:
    """Each mention of a text, with the groups kind, id and form."""
    return _MENTION.finditer(text)


def mention_ids(text: str | None, kind: str) -> Iterator[str]:
    """The ids of one kind that a text mentions, as often as it does."""
    return (mention["id"] for mention in mentions(text or "") if mention["kind"] == kind)
