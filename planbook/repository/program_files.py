"""Where the files of the program stand that are no code (templates, guides, navigation), and which an office replaces.

Built into a wheel they are below `planbook/program/`; in a clone they are the folders at the top of it. A file of the
same name in the office's own folder stands in for that of the program, so a new version of the program is taken without
merging anything.
"""

from functools import cache
from pathlib import Path

THEME = "templates/site/theme"


@cache
def program_folder() -> Path:
    """The folder that holds the program's own templates/, content/ and mkdocs.yml."""
    package = Path(__file__).parents[1]
    built_in = package / "program"
    return built_in if built_in.is_dir() else package.parent


def is_program_folder(root: Path) -> bool:
    """Whether a folder is the clone that the program runs from: its files are those of the program."""
    return root.resolve() == program_folder().resolve()


def place_of(root: Path, name: str) -> Path:
    """The file of a name such as `templates/plan/wording.yaml`: that of the office where it has one, else the program's.

    What stands in the office's folder and is no file is its own too, so that it is told and not passed over.
    """
    own = root / name
    return own if own.exists() or own.is_symlink() else program_folder() / name


def layers(root: Path, name: str) -> list[Path]:
    """The folders that a folder of templates or pages is read from, the office's own first."""
    own, shipped = root / name, program_folder() / name
    return [own] if own.resolve() == shipped.resolve() else [own, shipped]
