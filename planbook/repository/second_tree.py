"""The folder of an office once more, as it was at a commit, in a repository of its own that has the history of the first one."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from planbook.repository.clone_files import clone_files, folder_in_clone
from planbook.repository.git import ask
from planbook.repository.revisions import NoSuchRevision, unpack


def second_tree(root: Path, commit: str, folders: Iterable[str], target: Path) -> Path:
    """Write folders of a commit into an empty folder, where git says of them what it said then; gives the folder of the office there.

    No commit is copied: they are read where they lie. A folder that the commit lacks is left out.
    """
    objects = ask(root, "rev-parse", "--path-format=absolute", "--git-path", "objects").stdout
    more = {".git/HEAD": f"{commit}\n".encode(), ".git/objects/info/alternates": objects}
    small = {path: content for path, content in clone_files(root) if not path.startswith(".git/objects/")}
    for path, content in {**small, **more}.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        if path.endswith("/"):
            (target / path).mkdir()
        else:
            (target / path).write_bytes(content.read_bytes() if isinstance(content, Path) else content)
    place = target / folder_in_clone(root)
    place.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        with suppress(NoSuchRevision):
            unpack(root, commit, (folder,), place)
    return place
