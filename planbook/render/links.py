"""Where templates lead to: they name what they mean, and its address is looked up."""

from functools import lru_cache

from jinja2 import pass_context
from jinja2.runtime import Context

from planbook.messages.diagnostics import Text
from planbook.render.sandbox import Forbidden
from planbook.views.addresses import Address, relative


@pass_context
def address(context: Context, name: str, /, **blanks: object) -> str:
    """The path of something published from the root of the site: `address("plan", plan=id)`; raises `Forbidden`.

    What lists everything is that of the place whose page is filled, or of another `folder`.
    """
    try:
        return _link(name, str(blanks.pop("folder", context.get("folder", ""))), **blanks)
    except KeyError as error:
        names = ", ".join(f"{address.name.lower()} ({address.value})" for address in Address)
        problem = Text(
            "no published file is called “{name}” with these blanks, only: {known}", {"name": name, "known": names}
        )
        raise Forbidden(problem) from error


@pass_context
def link_from_page(context: Context, name: str, /, **blanks: object) -> str:
    """The same as the page that is filled writes it."""
    return relative(address(context, name, **blanks), str(context["page_path"]))


@lru_cache(10_000)  # many pages lead to the same
def _link(name: str, folder: str, **blanks: object) -> str:
    return Address[name.upper()].link(folder, **blanks)
