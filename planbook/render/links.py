"""Where templates lead to: they name what they mean, and its address is looked up."""

from jinja2 import pass_context
from jinja2.runtime import Context

from planbook.messages.diagnostics import Text
from planbook.render.sandbox import Forbidden
from planbook.views.addresses import Address, relative


def address(name: str, /, **blanks: object) -> str:
    """The path of something published from the root of the site: `address("plan", plan=id)`; raises `Forbidden`."""
    try:
        return Address[name.upper()].link(**blanks)
    except KeyError as error:
        names = ", ".join(f"{address.name.lower()} ({address.value})" for address in Address)
        problem = Text(
            "no published file is called “{name}” with these blanks, only: {known}", {"name": name, "known": names}
        )
        raise Forbidden(problem) from error


@pass_context
def link_from_page(context: Context, name: str, /, **blanks: object) -> str:
    """The same as the page that is filled writes it."""
    return relative(address(name, **blanks), str(context["page_path"]))
