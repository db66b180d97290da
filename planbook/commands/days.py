"""A day on the command line, as people in Vietnam write it or as the data do."""

import re
from datetime import datetime
from typing import Any

import click

from planbook.commands.language import say
from planbook.messages.diagnostics import Text

_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})|(?P<iso>\d{4}-\d{1,2}-\d{1,2})")


class DayOption(click.ParamType):  # type: ignore[type-arg]  # click 8.1 takes none
    """Reads 15/3/2027, 15-3-2027, 15.3.2027 and 2027-03-15; refuses every other text in words."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day, at its midnight."""
        if isinstance(value, datetime):
            return value
        match = _DAY.fullmatch(value.strip())
        if match is None:
            self.fail(
                say(Text("“{text}” is no day; write it like 15/3/2027 or 2027-03-15", {"text": value})), param, ctx
            )
        numbers = match["iso"].split("-") if match["iso"] else (match["year"], match["month"], match["day"])
        try:
            year, month, day = map(int, numbers)
            return datetime(year, month, day)  # noqa: DTZ001  # a day has no zone
        except ValueError:
            self.fail(say(Text("the calendar has no day “{text}”", {"text": value})), param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """How help shows what is wanted."""
        return "D/M/YYYY"
