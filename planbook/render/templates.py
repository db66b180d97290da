"""The Jinja templates of templates/: sandboxed, autoescaped, given plain rows, and loud about what is not there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from planbook.messages.diagnostics import BuildStopped
from planbook.model.period import official_day
from planbook.render.compiled_templates import keep_code, kept_code
from planbook.render.links import address, link_from_page
from planbook.render.rows import Rows
from planbook.render.sandbox import Sandbox, TemplateProblem, checked, contained
from planbook.render.site import grouped, heading, size
from planbook.repository.files import no_files
from planbook.repository.fingerprint import fingerprint, program
from planbook.repository.program_files import layers, program_folder

__all__ = ["TemplateProblem", "Templates"]

TEMPLATES = "templates"
SHIPPED = (
    "planbook"  # before the name of a template: that of the program, which an office's own of the same name extends
)


class PageSandbox(Sandbox):
    """The sandbox of pages and documents, with the functions that they call."""

    functions: ClassVar[dict[str, Callable[..., Any]]] = {
        "heading": heading,
        "size": size,
        "day": official_day,
        "address": address,
        "link": link_from_page,
        "grouped": grouped,
    }
    _compiled: ClassVar[dict[tuple[str, str | None], CodeType]] = {}

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *_: Any, **__: Any) -> Any:
        """The program of a template; one text is compiled once in a process, wherever its file stands, and that of the program once."""
        key = source, name
        if key not in self._compiled:
            template = f"{TEMPLATES}/{(name or '').removeprefix(f'{SHIPPED}/')}"
            code = kept_code(template, source) if name else None
            if code is None:
                code = super().compile(source, name, filename)
                keep_code(template, source, code)
            self._compiled[key] = code
        return _in_file(self._compiled[key], filename or "<template>")


def _in_file(code: CodeType, path: str) -> CodeType:
    """Compiled code that names another file as the one that it is of."""
    inner = tuple(_in_file(part, path) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=path, co_consts=inner)


@dataclass(frozen=True)
class Templates:
    """The templates below the folder of an office, and those of the program that it has no own one for."""

    folder: Path
    _rows: dict[str, Rows] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _environment(self) -> Sandbox:
        if findings := no_files(self.folder.parent, self.folder.name):
            raise BuildStopped(findings, {})
        # Plan text may hold {{ … }} of its own; it only ever passes through as a value.
        return PageSandbox(
            loader=ChoiceLoader(
                [
                    FileSystemLoader(layers(self.folder.parent.absolute(), self.folder.name)),
                    PrefixLoader({SHIPPED: FileSystemLoader(program_folder() / self.folder.name)}),
                ]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # as what `digest` says of them
        )

    @cached_property
    def digest(self) -> str:
        """A hash of all that fills a template: the files and the program."""
        return fingerprint(self.folder, "**/*", extra=program())

    def of_other_values(self) -> "Templates":
        """The same templates, as far as they are read already, with none of the rows that were made of values."""
        templates = Templates(self.folder)
        vars(templates).update(_environment=self._environment, digest=self.digest)
        return templates

    def render(self, name: str, /, **values: object) -> str:
        """Fill a template; raises `TemplateProblem` where it asks for what no view gives.

        Sentences are put into the `language` among the values.
        """
        language = str(values.get("language", "vi"))
        rows = self._rows.setdefault(language, Rows(language))
        context = {key: rows.row(value) for key, value in values.items()}
        with contained(self.folder.absolute().parent, f"{self.folder.name}/{name}"):
            return checked(self._environment.get_template(name).render(context))
