"""MkDocs with the templates of its theme in the sandbox: `python -m planbook.render.theme build …`.

The folder templates/site/theme stands in for files of Material, and MkDocs would run what they say as a program.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader, Template
from mkdocs import localization
from mkdocs.__main__ import cli
from mkdocs.structure.files import File
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme
from mkdocs.utils.templates import script_tag_filter, url_filter

from planbook.messages.diagnostics import Text
from planbook.render.sandbox import MAX_MKDOCS, PROBLEM, Sandbox, TemplateProblem, checked, contained
from planbook.repository.limits import end_after
from planbook.repository.program_files import THEME, program_folder

_PLACE = ("title", "children", "parent", "ancestors", "active", "is_section", "is_page", "is_link", "is_top_level")
# What templates see of what MkDocs gives them.
SEEN_BY_THEME: dict[type, frozenset[str]] = {
    Page: frozenset(
        (
            *(*_PLACE, "url", "abs_url", "canonical_url", "edit_url", "content", "toc", "meta", "file", "update_date"),
            *("is_homepage", "is_index", "previous_page", "next_page"),
        )
    ),
    Section: frozenset((*_PLACE, "is_homepage")),
    Link: frozenset((*_PLACE, "url")),
    Navigation: frozenset({"homepage", "items", "pages"}),
    File: frozenset({"page", "url", "src_uri", "dest_uri"}),
    AnchorLink: frozenset({"title", "id", "level", "url", "children", "active"}),
    TableOfContents: frozenset(),
}
# What they see of mkdocs.yml; no path of this machine, no plugin as an object.
OPTIONS = (
    *("site_name", "site_url", "site_description", "site_author", "copyright", "repo_url", "repo_name", "theme"),
    *("extra", "extra_css", "extra_javascript", "mdx_configs", "use_directory_urls"),
)


class ThemeTemplate(Template):
    """A template of the theme, which gets the options of mkdocs.yml as plain values."""

    def render(self, *arguments: Any, **values: Any) -> str:
        """Fill the template; raises `TemplateProblem`."""
        context = dict(*arguments, **values)
        if "config" in context:
            context["config"] = options(context["config"])
        with contained(Path.cwd(), self.filename or str(self.name)):
            return checked(super().render(context))


class ThemeSandbox(Sandbox):
    """The sandbox of the theme: MkDocs' pages and navigation can be read, but not made to do anything."""

    template_class = ThemeTemplate
    readable: ClassVar[tuple[type, ...]] = (*Sandbox.readable, *SEEN_BY_THEME)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute."""
        for kind, names in SEEN_BY_THEME.items():
            if isinstance(obj, kind):
                return attr in names
        return super().is_safe_attribute(obj, attr, value)

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *options: Any) -> CodeType:  # type: ignore[override]
        """Compile a template; what is constant in it is computed here already."""
        with contained(Path.cwd(), filename or name or "?"):
            compiled: CodeType = super().compile(source, name, filename, *options)
        return compiled


def options(config: Mapping[str, Any]) -> dict[str, Any]:
    """The options of mkdocs.yml as templates see them."""
    visible = {name: _plain(config.get(name)) for name in OPTIONS}
    # A script is an object of MkDocs, which only its own filter reads.
    visible["extra_javascript"] = list(config.get("extra_javascript") or ())
    visible["plugins"] = {name: {"config": _plain(plugin.config)} for name, plugin in config["plugins"].items()}
    return visible


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if isinstance(key, str)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | float) else None


def environment(theme: Theme) -> Environment:
    """The environment in which MkDocs fills the templates of a theme: the office's own, the program's, Material's."""
    shipped = str(program_folder() / THEME)
    if shipped not in theme.dirs:
        theme.dirs.insert(bool(theme.custom_dir), shipped)
    folders = [Path(folder).absolute() for folder in theme.dirs]
    sandbox = ThemeSandbox(loader=FileSystemLoader(folders), auto_reload=False)
    sandbox.filters |= {"url": url_filter, "script_tag": script_tag_filter}
    localization.install_translations(sandbox, theme.locale, theme.dirs)
    return sandbox


def run_mkdocs() -> None:
    """Run MkDocs; a problem of a template is said in one line that the build understands."""
    end_after(MAX_MKDOCS)
    Theme.get_env = environment  # type: ignore[method-assign, assignment]
    try:
        cli()
    except TemplateProblem as error:
        problem = error.problem
        parts = [problem.english, dict(problem.values)] if isinstance(problem, Text) else [str(problem), None]
        print(PROBLEM + json.dumps([error.place, *parts]))  # noqa: T201  # the build reads it
        sys.exit(1)


if __name__ == "__main__":
    run_mkdocs()
