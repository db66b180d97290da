"""Whether another machine makes the same bytes: by program, Python, libraries and fonts, named where they differ."""

from collections.abc import Iterator, Mapping

from planbook.messages.diagnostics import Text
from planbook.render.store import FONTS

_NOTHING = "–"
_MOST_FONTS = 3  # in a sentence


def unlike_parts(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[Text]:
    """What differs between what makes outputs here and there (`what_makes`), each with both versions."""
    for name in dict.fromkeys((*here, *there)):
        values = {"name": name, "here": here.get(name, _NOTHING), "there": there.get(name, _NOTHING)}
        if values["here"] == values["there"]:
            continue
        if name != FONTS:
            yield Text("{name} is {there} there and {here} here", values)
            continue
        ours, theirs = ({*value.splitlines()} for value in (values["here"], values["there"]))
        yield Text(
            "its fonts are others: {there} there and {here} here; only there: {more}; only here: {fewer}",
            {"there": len(theirs), "here": len(ours), "more": _few(theirs - ours), "fewer": _few(ours - theirs)},
        )


def _few(fonts: set[str]) -> str:
    """Some fonts by their files and versions."""
    names = [font.rpartition("/")[2].replace(": :fontversion=", " ") for font in sorted(fonts)]
    return ", ".join([*names[:_MOST_FONTS], *(["…"] if len(names) > _MOST_FONTS else [])]) or _NOTHING
