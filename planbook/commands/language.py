"""In which language the command line speaks: the words of click, of help and of wrong usage."""

import inspect
import os
import sys
from collections.abc import Callable
from typing import Any

import click
from click import core, decorators, exceptions, formatting, parser, types

from planbook.commands.streams import while_somebody_reads
from planbook.messages.catalogue import speak_in, translate
from planbook.messages.diagnostics import Text
from planbook.messages.program_name import as_called

LANGUAGES = ("vi", "en")

# What click says itself; it asks gettext, which knows no Vietnamese of it.
OF_CLICK = (
    Text("[OPTIONS]"),
    Text("[COMMAND] [ARGS]..."),
    Text("Usage:"),
    Text("Options"),
    Text("Commands"),
    Text("Show this message and exit."),
    Text("Error: {message}"),
    Text("Try '{command} {option}' for help."),
    Text("Missing command."),
    Text("No such command {name!r}."),
    Text("No such option {name!r}."),
    Text("Did you mean {possibility}?"),
    Text("(Did you mean one of: {possibilities}?)"),
    Text("Got unexpected extra argument ({args})"),
    Text("Got unexpected extra arguments ({args})"),
    Text("Option {name!r} requires an argument."),
    Text("Option {name!r} requires {nargs} arguments."),
    Text("Option {name!r} does not take a value."),
    Text("Argument {name!r} takes {nargs} values."),
    Text("Invalid value: {message}"),
    Text("Invalid value for {param_hint}: {message}"),
    Text("Missing argument"),
    Text("Missing option"),
    Text("Missing parameter"),
    Text("Choose from:\n\t{choices}"),
    Text("{value!r} is not {choice}."),
    Text("{value!r} is not one of {choices}."),
    Text("{value!r} is not a valid {number_type}."),
    Text("{value} is not in the range {range}."),
    Text("{name} {filename!r} does not exist."),
    Text("{name} {filename!r} is a file."),
    Text("{name} {filename!r} is a directory."),
    Text("{name} {filename!r} is not readable."),
    Text("{name} {filename!r} is not writable."),
    Text("Could not open file {filename!r}: {message}"),
    Text("file"),
    Text("directory"),
    Text("path"),
    Text("whole number"),
    Text("text"),
    Text("required"),
    Text("default: {default}"),
    Text("Aborted!"),
    Text("Takes {nargs} values but 1 was given."),
    Text("Takes {nargs} values but {len} were given."),
)


def say(text: Text) -> str:
    """A sentence in the language that was asked for."""
    return as_called(text.spoken())


_KINDS = {"integer range": "whole number"}


class _Word(str):
    """A word that stays as it is where click begins every word with a capital."""

    __slots__ = ()

    def title(self) -> str:
        """The word itself."""
        return str(self)


def _choice(arguments: list[str]) -> str:
    """The language that is asked for: by --lang wherever it stands, by PLANBOOK_LANG, else Vietnamese."""
    choice = os.environ.get("PLANBOOK_LANG", "")
    for at, word in enumerate(arguments):
        if word == "--":
            break
        name, _, value = word.partition("=")
        if name == "--lang":
            choice = value or "".join(arguments[at + 1 : at + 2])
    return choice if choice in LANGUAGES else "vi"


def speak(choice: str, commands: list[click.Command]) -> None:
    """Let click and the help of commands speak a language."""
    speak_in(choice)

    def translated(english: str) -> str:
        return translate(english, choice)

    def count(singular: str, many: str, number: int) -> str:
        return translate(singular if number == 1 else many, choice)

    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, function in (("_", translated), ("ngettext", count)):
            if hasattr(module, name):
                setattr(module, name, function)
    for command in commands:
        _translate(command, "help", translated)
        for parameter in command.params:
            _translate(parameter, "help", translated)
            if isinstance(parameter.type, click.Path | click.IntRange | types.StringParamType):
                kind = parameter.type.name
                english = parameter.type.__dict__.setdefault("_english_name", _KINDS.get(kind, kind))
                parameter.type.name = _Word(translated(english))
        command.options_metavar = translated("[OPTIONS]")
        if isinstance(command, click.Group):
            command.subcommand_metavar = translated("[COMMAND] [ARGS]...")
        # click makes its own option once, in the words of that moment.
        vars(command)["_help_option"] = None


def _translate(target: Any, name: str, say: Callable[[str], str]) -> None:
    english = target.__dict__.setdefault(f"_english_{name}", target.__dict__.get(name))
    if english:
        setattr(target, name, say(inspect.cleandoc(english)))


class Speaking(click.Group):
    """The table of commands in the language that was asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, as long as somebody reads what it prints."""
        with while_somebody_reads():
            return super().invoke(ctx)

    def main(self, args: Any = None, *more: Any, **options: Any) -> Any:
        """Run the command that the arguments name."""
        words = [str(word) for word in (sys.argv[1:] if args is None else args)]
        speak(_choice(words), [self, *self.commands.values()])
        with while_somebody_reads():
            return super().main(args, *more, **options)
