"""Hashes of the files that something is made of."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from planbook.repository.program_files import program_folder


def program() -> str:
    """A hash of the program itself, its templates and messages included."""
    return _code(fingerprint(program_folder(), "templates/**/*"))  # templates may be edited while it runs


@cache
def _code(templates: str) -> str:
    return fingerprint(Path(__file__).parents[1], "**/*.py", "**/*.po", extra=templates)


def fingerprint(folder: Path, *patterns: str, extra: str = "") -> str:
    """A hash of files with their names, and of what else is said."""
    digest = sha256(extra.encode())
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern) if path.is_file()):
        name = path.relative_to(folder).as_posix()
        digest.update(sha256(name.encode()).digest() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()
