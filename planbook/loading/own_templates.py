"""The YAML files of templates/: those of the program, with what the office's own file of a name says instead.

So an office writes what it has otherwise and nothing else, and takes a new version of the program, with phrases and styles
that its file does not know, without merging anything.
"""

from pathlib import Path
from typing import TypeVar

from planbook.loading.data_file import tree_of
from planbook.loading.workspace import load_entry
from planbook.messages.diagnostics import BuildStopped, Diagnostic
from planbook.model.entry import Entry
from planbook.repository.program_files import place_of, program_folder

_Kind = TypeVar("_Kind", bound=Entry)


def read_template(root: Path, name: str, kind: type[_Kind]) -> _Kind:
    """The entry of such a file by itself; raises `BuildStopped` with all that is wrong in it."""
    entry, findings, lines = load_template(root, name, kind)
    if entry is None:
        raise BuildStopped(findings, {name: lines})
    return entry


def load_template(root: Path, name: str, kind: type[_Kind]) -> tuple[_Kind | None, list[Diagnostic], list[str]]:
    """A file such as `templates/plan/wording.yaml`: the entry, what is wrong with it, the lines of the office's own."""
    path, shipped = place_of(root, name), program_folder() / name
    if path.resolve() == shipped.resolve() or not path.is_file():
        return load_entry(path, name, kind)
    file, _ = tree_of(name, shipped.read_bytes(), kind)
    return load_entry(path, name, kind, file.plain if file else {})
