"""A day on the command line."""

from datetime import date, datetime
from typing import Any

import click

from planbook.commands.language import say
from planbook.messages.catalogue import translate
from planbook.model.typed_day import NotADay, typed_day
from planbook.repository.revisions import VIETNAM


class DayOption(click.ParamType):  # type: ignore[type-arg]  # click 8.1 takes none
    """Reads a day as `typed_day` does, and today's by its word; refuses every other text in words."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        if str(value).casefold() in ("today", translate("today", "vi")):
            return datetime.now(VIETNAM).date()
        try:
            return typed_day(value)
        except NotADay as refusal:
            self.fail(say(refusal.sentences[0]), param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """How help shows what is wanted."""
        return "D/M/YYYY"
