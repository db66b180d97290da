"""Hashes of the files that something is made of."""

from hashlib import sha256
from pathlib import Path


def program() -> str:
    """A hash of the program itself."""
    return fingerprint(Path(__file__).parents[1], "**/*.py")


def fingerprint(folder: Path, *patterns: str, said: str = "") -> str:
    """A hash of files with their names, and of what else is said."""
    digest = sha256(said.encode())
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern) if path.is_file()):
        name = path.relative_to(folder).as_posix()
        digest.update(sha256(name.encode()).digest() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()
