"""What pages of a place have more than those of a site that is not cut by places: a bar that leads to its lists, its name in their titles."""

import json
import re

import yaml

from planbook.render.site import heading
from planbook.views.addresses import Address
from planbook.wording.blocks import capital

_HEAD = re.compile(r"\A\s*---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title: *(.+)$", re.MULTILINE)


def page_of_place(text: str, path: str, folder: str, place: str, bar: str) -> str:
    """The text of a page with the bar of its place; what stands in the folder of the place has it in its title and lies below its home."""
    match = _HEAD.match(text)
    assert match  # every template of a page has a head
    head, body = match[0], text[match.end() :]
    home = Address.HOME.path(folder)
    if path.startswith(folder) and path != home:
        title = _TITLE.search(head)
        assert title
        long_title = json.dumps(f"{yaml.load(title[1], Loader=yaml.CSafeLoader)}, {heading(place)}", ensure_ascii=False)
        above = (
            f"parent_title: {json.dumps(heading(capital(place)), ensure_ascii=False)}\n"
            if _is_below(path, folder)
            else ""
        )
        head = f"{head[: title.start()]}title: {long_title}\n{above}{head[title.end() + 1 :]}"
    return f"{head}{bar}\n{body}"


def _is_below(path: str, folder: str) -> bool:
    """Whether a page stands right below the home of its place."""
    return path.removeprefix(folder).count("/") == 1
