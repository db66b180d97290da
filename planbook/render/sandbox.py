"""Where templates run: they read plain values and call what is named here; they reach no file and no program."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import markupsafe
from jinja2 import TemplateError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import do_int, do_round
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup, escape

from planbook.messages.diagnostics import Refusal, Text
from planbook.render.rows import TemplateRow
from planbook.repository.limits import TooLong, limited_memory, limited_time

MAX_TEMPLATE_SECONDS = 120  # of computing, for one template
MAX_MKDOCS = 1_800  # seconds of computing, for all pages; those of five plans take ten
MAX_MEMORY = 1 << 30  # of memory that one template may take beside what is in use
MAX_LETTERS = 1_000_000  # of a text that is made by repeating
MAX_BITS = 1_000  # of a number that is made by multiplying
MAX_PAGE = 20_000_000  # letters that a template may print; the longest page of five plans has 220,000
MAX_DIGITS = 300  # of a number that is rounded, or read from a text

PROBLEM = "planbook-template-problem: "  # begins the line by which a build hears of a problem in its theme

_TEXT = frozenset({"startswith", "endswith", "lower", "upper", "strip", "replace", "split", "count", "index"})
_LIST = frozenset({"index", "count"})
_MAPPING = frozenset({"items", "keys", "values", "get"})
# The methods that a template may call, by what they belong to.
METHODS: dict[type, frozenset[str]] = {
    str: _TEXT,
    Markup: _TEXT,
    tuple: _LIST,
    list: _LIST,
    dict: _MAPPING,
    MappingProxyType: _MAPPING,
    LoopContext: frozenset({"cycle", "changed"}),
}
_VALUES = (
    type(None),
    bool,
    int,
    float,
    Decimal,
    date,
    datetime,
    str,
    tuple,
    list,
    dict,
    MappingProxyType,
    TemplateRow,
    Undefined,
)
# A plain text escaped and not noted to be so, which takes four times as long; where the library has no such thing, its own.
_ESCAPED: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
_OF_JINJA = (Macro, LoopContext, BlockReference, TemplateReference, TemplateModule, Namespace)


# What takes a time that grows with the square of a text, shows how a value is built, or makes two builds differ.
FILTERS_LEFT_OUT = ("urlize", "wordwrap", "pprint", "random")


class TemplateProblem(Refusal):
    """A template that an office edited cannot be used: the place, and why."""

    def __init__(self, place: str, problem: Text | str) -> None:
        super().__init__(Text("{place}: {problem}", {"place": place, "problem": problem}))
        self.place, self.problem = place, problem


class Forbidden(SecurityError):
    """A template wants what none may have."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class _Printing(CodeGenerator):
    """Makes a template print with `Sandbox.printed` what is escaped."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.printed(")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which only plain values can be read and only `functions`, macros and harmless methods be called."""

    intercepted_binops = frozenset({"*", "**", "%"})
    functions: ClassVar[dict[str, Callable[..., Any]]] = {}
    readable: ClassVar[tuple[type, ...]] = (*_VALUES, *_OF_JINJA)
    code_generator_class = _Printing

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        builtins = {name: self.globals[name] for name in ("range", "namespace")}
        self.globals = {**builtins, **self.functions}
        for name in FILTERS_LEFT_OUT:
            self.filters.pop(name, None)
        self.filters |= {"round": _rounded, "int": _whole}
        self._callable = frozenset(map(id, self.globals.values()))

    @staticmethod
    def printed(value: Any) -> str:
        """What stands in a page for a value; nobody asks there whether it was escaped."""
        return _ESCAPED(value) if type(value) is str else escape(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a template reads of something."""
        if isinstance(obj, TemplateRow) and attribute[:1] != "_":  # nearly all that is read: plain fields
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same by a value, as filters read it."""
        if isinstance(obj, TemplateRow) and isinstance(argument, str):  # has no items, which Jinja would ask for first
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute."""
        if isinstance(obj, TemplateRow):
            return not attr.startswith("_")
        return isinstance(obj, self.readable) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something."""
        if isinstance(obj, Macro | BlockReference | LoopContext | Undefined):  # what is undefined says so by itself
            return True
        owner = getattr(obj, "__self__", None)
        if owner is not None and not isinstance(owner, type):
            return getattr(obj, "__name__", "") in METHODS.get(type(owner), ())
        return id(obj) in self._callable

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """Refuse at once: what is undefined may print as nothing."""
        names = {"name": attribute, "kind": type(obj).__name__}
        raise Forbidden(Text("a template may not read {name} of {kind}", names))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something for a template; raises `Forbidden` where it may not be called."""
        if not self.is_safe_callable(obj):
            name = getattr(obj, "__name__", type(obj).__name__)
            raise Forbidden(Text("a template may not call {name}", {"name": name}))
        return context.call(obj, *args, **kwargs)  # Jinja's own would ask the same again, and look for `format`

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute for a template; raises `Forbidden` where the result would fill the memory."""
        if _is_huge(operator, left, right):
            raise Forbidden(Text("the result of {operator} is too long for a template", {"operator": operator}))
        return super().call_binop(context, operator, left, right)


def _is_huge(operator: str, left: Any, right: Any) -> bool:
    """Whether a result is longer than anything that a template needs."""
    if operator == "%":
        return isinstance(left, str)  # a format may ask for any width
    for several, count in ((left, right), (right, left)):
        if isinstance(several, str | Sequence) and isinstance(count, int):
            return operator == "*" and len(several) * count > MAX_LETTERS
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length()
        return (bits * abs(right) if operator == "**" else bits + right.bit_length()) > MAX_BITS
    return False


def _rounded(value: Any, precision: int = 0, method: Any = "common") -> Any:
    """Jinja's `round`; nothing could stop it while it takes ten to the power of a huge number."""
    if abs(precision) > MAX_DIGITS:
        raise Forbidden(Text("the result of {operator} is too long for a template", {"operator": "round"}))
    return do_round(value, precision, method)


def _whole(value: Any, default: int = 0, base: int = 10) -> int:
    """Jinja's `int`, but not of a text that is no number of a plan: nothing could stop what is computed with it."""
    return do_int(value[:MAX_DIGITS] if isinstance(value, str) else value, default, base)


def checked(text: str) -> str:
    """What a template printed, if it can be a file; raises `Forbidden`."""
    if len(text) > MAX_PAGE:
        raise Forbidden(Text("what it prints is longer than any page: {letters} letters", {"letters": len(text)}))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Forbidden(Text("it prints half a letter (\\ud800 - \\udfff)")) from error
    return text


_inside = threading.local()


@contextmanager
def contained(root: Path, name: str) -> Iterator[None]:
    """Run a template within limits of time and memory; raises `TemplateProblem` for whatever it does wrong.

    `root` is where problems are told from. A template that calls up another one shares its limits with it.
    """
    if getattr(_inside, "contained", False):
        yield
        return
    _inside.contained = True
    try:
        with limited_memory(MAX_MEMORY), limited_time(MAX_TEMPLATE_SECONDS):
            yield
    except TooLong as error:
        problem = Text("it computes for more than {seconds} seconds", {"seconds": MAX_TEMPLATE_SECONDS})
        raise TemplateProblem(*_placed(error, root, name, problem)) from error
    except MemoryError as error:
        raise TemplateProblem(*_placed(error, root, name, Text("it wants more memory than any page needs"))) from error
    except RecursionError as error:
        raise TemplateProblem(*_placed(error, root, name, Text("it calls itself without end"))) from error
    except TemplateError as error:
        refused: Text | str = error.text if isinstance(error, Forbidden) else error.message or type(error).__name__
        raise TemplateProblem(*_placed(error, root, name, refused)) from error
    except UnicodeDecodeError as error:
        raise TemplateProblem(*_placed(error, root, name, Text("the file is not UTF-8"))) from error
    except (OSError, Refusal):
        raise
    except Exception as error:  # whoever wrote the template may cause any
        problem_of_python = error.msg if isinstance(error, SyntaxError) else error
        problem_named = f"{type(error).__name__}: {problem_of_python}"
        raise TemplateProblem(*_placed(error, root, name, problem_named)) from error
    finally:
        _inside.contained = False


def _placed(error: BaseException, root: Path, name: str, problem: Text | str) -> tuple[str, Text | str]:
    """The innermost line of a template that led to an error, and the problem."""
    line = getattr(error, "lineno", None)
    name = (getattr(error, "filename", None) or name) if line else name
    trace = error.__traceback__
    if isinstance(error, SyntaxError):  # its line is one of the program that Jinja makes
        line = trace = None
        name = error.filename or name
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if Path(file).is_relative_to(root):
            name, line = file, trace.tb_lineno
        trace = trace.tb_next
    path = Path(name).relative_to(root).as_posix() if Path(name).is_relative_to(root) else name
    return (f"{path}:{line}" if line else path), problem
