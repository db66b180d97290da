"""What a build is made of: while all of it is as it was, and what was published too, there is nothing to make.

The key says everything that a build reads, as a whole and not page by page, so that nothing can be forgotten. Where that
cannot be said (a program of the office's own in mkdocs.yml, a machine that does not tell its fonts) every build is made.
"""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from pathlib import Path

from planbook.messages.diagnostics import Refusal
from planbook.outputs.input_hashes import input_hashes
from planbook.outputs.origin import made_at, made_by
from planbook.outputs.site_config import runs_own_programs
from planbook.render.store import machine
from planbook.repository.files import read_own_file
from planbook.repository.git import ask
from planbook.repository.libraries import installed_libraries
from planbook.repository.revisions import commit_of


def key_of_inputs(
    root: Path,
    as_of: date | None = None,
    tracked: Collection[str] = (),
    *,
    history: bool = False,
    offline: bool | None = None,
) -> str:
    """A hash of all that a build of a folder reads, with its options; empty where that cannot be said."""
    options = (as_of, sorted({*tracked}), history, offline)
    try:
        return "" if not machine() or runs_own_programs(root) else _key(root, options)
    except (OSError, Refusal):  # the build itself says what is wrong
        return ""


def _key(root: Path, options: tuple[object, ...]) -> str:
    last = commit_of(root, "HEAD")
    digest = sha256(repr((made_at(root, last), made_by(root), sorted(installed_libraries()), options)).encode())
    if last:
        commits = ask(root, "rev-list", "--count", "HEAD").stdout
        # Which files are no edits; all that git says beside follows from the commit and what the files hold.
        ignored = ask(root, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", "data", "templates")
        digest.update(repr((last.name, commits, ignored.stdout)).encode())
    for name, content, _ in input_hashes(root):
        digest.update(sha256(name.encode("utf-8", "surrogateescape")).digest() + content.encode())
    config = root / "mkdocs.yml"
    digest.update((read_own_file(config, "mkdocs.yml") or b"") if config.exists() else b"")
    return digest.hexdigest()
