"""The Jinja templates of templates/: sandboxed, autoescaped, and loud about what is not there."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from planbook.diagnostics import Refusal


class TemplateProblem(Refusal):
    """A template that an office edited cannot be used; the text says which line and why."""


@dataclass(frozen=True)
class Templates:
    """The templates below one folder."""

    folder: Path

    def __post_init__(self) -> None:
        # Plan text may hold {{ … }} of its own; it only ever passes through as a value.
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self.folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        object.__setattr__(self, "_environment", environment)

    def render(self, name: str, **values: object) -> str:
        """Fill a template; raises `TemplateProblem` where it asks for what no view gives."""
        environment: ImmutableSandboxedEnvironment = self.__dict__["_environment"]
        try:
            return environment.get_template(name).render(values)
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            place = f"{name}:{line}" if line else name
            raise TemplateProblem(f"{place}: {error.message}") from error
