"""A first look at what was edited among many places: the pages of the parts that changed, before the site of all is made anew."""

import shutil
from dataclasses import replace
from pathlib import Path

from planbook.outputs.origin import made_at
from planbook.outputs.shards.making import make_pages
from planbook.outputs.shards.office import Call, cut_office, requests
from planbook.outputs.shards.records import keys_of_records
from planbook.outputs.site_generator import LAID_OUT

LOOK = "build/look"
_MOST = 3  # parts; of more the site itself is made as soon


def look(root: Path) -> bool:
    """Write the pages of the parts that are not as they were published, if they are few; false where the site is not cut by places, or cannot be.

    They lie in a folder of their own: a build finds all as it left it. Raises `Refusal`.
    """
    forget_look(root)
    office = cut_office(root, Call(made_at(root)))
    if office is None:
        return False
    before = keys_of_records(root)
    work = requests(office, root / LOOK, root / LAID_OUT)
    todo = [request for part, request in work.items() if before.get(part) != request.key]
    for request in todo if len(todo) <= _MOST else ():
        make_pages(replace(request, into=root / LOOK))
    return True


def forget_look(root: Path) -> None:
    """Have nothing to look at but the site."""
    shutil.rmtree(root / LOOK, ignore_errors=True)
