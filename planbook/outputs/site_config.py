"""The configuration that MkDocs runs with: mkdocs.yml of the program, over it what the office says in its own.

So an office's mkdocs.yml holds only what is its own, an address or a page in the navigation, and a new version of the
program brings its scripts, styles and pages along.
"""

from collections.abc import Mapping
from pathlib import Path

import yaml

from planbook.messages.diagnostics import Refusal, Text
from planbook.repository.program_files import THEME, is_program_folder, program_folder

CONFIG = "build/mkdocs.yml"  # the file for MkDocs
OWN = "mkdocs.yml"
NAMED_BY_OFFICE = ("site_name", "site_description")  # options that the office's settings say
# What of the configuration of MkDocs runs programs or brings in other files; those may read anything.
_RUNNING = ("INHERIT", "hooks", "plugins", "markdown_extensions")


def site_config(root: Path, options: Mapping[str, object], foot: Mapping[str, str] | None = None) -> str:
    """The configuration of an office's site; `options` are those that its settings say, `foot` what stands at the foot of pages."""
    return str(yaml.serialize(_merged(root, options, foot), allow_unicode=True))


def _merged(root: Path, options: Mapping[str, object], foot: Mapping[str, str] | None = None) -> yaml.MappingNode:
    merged = _read(program_folder() / OWN)
    if (root / OWN).exists() and not is_program_folder(root):
        _merge(merged, _read(root / OWN))
    for key, value in options.items():
        _put(merged, yaml.ScalarNode("tag:yaml.org,2002:str", key), yaml.compose(yaml.safe_dump(value)))
    theme = next(folder / THEME for folder in (root, program_folder()) if (folder / THEME).is_dir())
    _merge(merged, yaml.compose(yaml.safe_dump({"extra": {"foot": dict(foot or {})}})))
    places = {"docs_dir": str(root / "build/pages"), "theme": {"custom_dir": str(theme)}}
    _merge(merged, yaml.compose(yaml.safe_dump(places)))
    return merged


def runs_own_programs(root: Path) -> bool:
    """Whether the office's mkdocs.yml names other programs than the program's own one."""
    own, shipped = _merged(root, {}), _merged(program_folder(), {})
    text = _written(own)
    return "!ENV" in text or "!!python" in text or _programs(own) != _programs(shipped)


def _programs(config: yaml.MappingNode) -> dict[str, str]:
    """What of a configuration of MkDocs names programs."""
    programs = {key.value: _written(value) for key, value in config.value if key.value in _RUNNING}
    theme = next(value for key, value in config.value if key.value == "theme")
    return programs | {"theme": next(value.value for key, value in theme.value if key.value == "name")}


def _written(node: yaml.Node) -> str:
    return str(yaml.serialize(node, Dumper=yaml.CSafeDumper))


def _read(path: Path) -> yaml.MappingNode:
    """The nodes of a configuration, tags and all; raises `Refusal`."""
    try:
        node = _composed(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal(Text("{path} cannot be read: {problem}", {"path": path.name, "problem": error})) from error
    if node is None:
        return yaml.MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(node, yaml.MappingNode):
        raise Refusal(Text("{path} holds no keys with values", {"path": path.name}))
    return node


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return yaml.compose(text)  # whose words people read


def _merge(base: yaml.MappingNode, own: yaml.Node | None) -> None:
    """Put what one mapping says over another: mappings key by key, the navigation entry by entry, all else whole."""
    assert isinstance(own, yaml.MappingNode)
    for key, value in own.value:
        there = _value(base, key.value)
        if isinstance(there, yaml.MappingNode) and isinstance(value, yaml.MappingNode):
            _merge(there, value)
        elif key.value == "nav" and isinstance(there, yaml.SequenceNode) and isinstance(value, yaml.SequenceNode):
            _navigate(there, value)
        elif key.value == "not_in_nav" and isinstance(there, yaml.ScalarNode):
            lines = dict.fromkeys([*there.value.splitlines(), *str(value.value).splitlines()])
            there.value = "\n".join(lines) + "\n"
        else:
            _put(base, key, value)


def _navigate(base: yaml.SequenceNode, own: yaml.SequenceNode) -> None:
    """Add entries to the navigation: a page of a title that is there replaces it, a section of one is added to it."""
    titles = {_title(entry): at for at, entry in enumerate(base.value)}
    for entry in own.value:
        at = titles.get(_title(entry))
        if at is None:
            base.value.append(entry)
            continue
        there = base.value[at]
        if isinstance(entry, yaml.MappingNode) and isinstance(there, yaml.MappingNode):
            pages, more = there.value[0][1], entry.value[0][1]
            if isinstance(pages, yaml.SequenceNode) and isinstance(more, yaml.SequenceNode):
                _navigate(pages, more)
                continue
        base.value[at] = entry


def _title(entry: yaml.Node) -> str:
    node = entry.value[0][0] if isinstance(entry, yaml.MappingNode) and entry.value else entry
    return str(node.value)


def _value(mapping: yaml.MappingNode, name: str) -> yaml.Node | None:
    return next((value for key, value in mapping.value if key.value == name), None)


def _put(mapping: yaml.MappingNode, key: yaml.Node, value: yaml.Node | None) -> None:
    mapping.value = [(own, old) for own, old in mapping.value if own.value != key.value] + [(key, value)]
