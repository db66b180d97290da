"""The program speaks Vietnamese: every message of the code has a translation with the same blanks."""

import ast
import string
from pathlib import Path

from babel.messages.pofile import read_po

import planbook
from planbook.messages.catalogue import translate
from planbook.messages.diagnostics import Text
from tests.house import sources

PACKAGE = Path(planbook.__file__).parent
ARGUMENTS = {"Text": slice(0, 1), "translate": slice(0, 1), "problem": slice(1, 3)}


def messages_of_the_code():
    for _, call in sources.calls():
        if isinstance(call.func, ast.Name) and call.func.id in ARGUMENTS:
            for argument in call.args[ARGUMENTS[call.func.id]]:
                if isinstance(argument, ast.Constant | ast.IfExp):
                    yield from strings(argument)


def help_of_the_commands():
    """What -h prints: the sentences of commands and options."""
    for path in [PACKAGE / "cli.py", *(PACKAGE / "commands").glob("*.py")]:
        for node in sources.nodes()[path]:
            if isinstance(node, ast.FunctionDef) and any(is_command(one) for one in node.decorator_list):
                yield ast.get_docstring(node)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.option", "click.version_option"):
                yield from (word.value.value for word in node.keywords if word.arg == "help")


def is_command(decorator):
    return ast.unparse(decorator).startswith(("click.command", "click.group"))


def strings(node):
    if isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def catalogue():
    with (PACKAGE / "messages/vi.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_the_program_reads_its_catalogue_as_a_library_does():
    texts = (PACKAGE / "messages/vi.po").read_text("utf-8")

    assert {english: translate(english, "vi") for english in catalogue()} == catalogue()
    assert len(catalogue()) + 1 == texts.count("\nmsgid "), "a message is there twice, or its head is lost"


def test_every_message_is_translated_and_none_is_left_over():
    assert set(catalogue()) == {*messages_of_the_code(), *help_of_the_commands()}


def test_a_translation_keeps_the_blanks():
    different = {english for english, vietnamese in catalogue().items() if blanks(english) != blanks(vietnamese)}

    assert not different


def test_a_message_is_shown_in_the_language_asked_for():
    text = Text("{found} stands where {wanted} belongs", {"found": Text("a list"), "wanted": Text("a text")})

    assert text.in_language("en") == "a list stands where a text belongs"
    assert text.in_language("vi") == "ở đây là một danh sách, phải là một đoạn chữ"
