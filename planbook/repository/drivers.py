"""What git is told in a clone: how plan files and Word files are compared and merged. Nothing of it is committed."""

import os
from pathlib import Path
from shlex import quote

from planbook.messages.diagnostics import Misuse, Text
from planbook.repository.git import ask, outside

# git's headers of changed lines name the last item above them: an entry of a list with its id, or the file's own id.
_ITEM = "^id: *([a-z0-9-]+)\n^ *- id: *([a-z0-9-]+)"
_ATTRIBUTES = {
    "data/plans/x.yaml": {"diff": "planbook", "merge": "planbook"},
    "data/agencies.yaml": {"diff": "planbook", "merge": "planbook"},
    "x.docx": {"diff": "planbook-word"},
}
_SETTINGS = {
    "diff.planbook.xfuncname": Text("git diff names the item of a plan that changed lines stand in"),
    "diff.planbook-word.textconv": Text("git diff shows what Word files say"),
    "merge.planbook.name": Text("what the merge of plan files is called"),
    "merge.planbook.driver": Text(
        "git merge puts together what two branches changed by id and field, and stops where it does not fit"
    ),
}


def install(root: Path, program: list[Path]) -> list[Text]:
    """Tell the clone that a folder belongs to, and give what was done, a line each; to do it twice changes nothing.

    `program` is what runs planbook: the interpreter and the script. Raises `Misuse`.
    """
    _refuse_outside(root)
    _refuse_without_attributes(root)
    reports = []
    for name, value in drivers(program).items():
        is_set = _setting(root, name) == value
        if not is_set:
            ask(root, "config", "--local", "--replace-all", name, value)
        state = Text("already so") if is_set else Text("set now")
        reports.append(Text("{name}: {what} ({state})", {"name": name, "what": _SETTINGS[name], "state": state}))
    return reports


def uninstall(root: Path) -> list[Text]:
    """Take back what `install` told the clone, and give what was done; raises `Misuse`."""
    _refuse_outside(root)
    reports = []
    for name in _SETTINGS:
        if _setting(root, name) is not None:
            ask(root, "config", "--local", "--unset-all", name)
            reports.append(Text("{name}: removed", {"name": name}))
    return reports or [Text("nothing was set, nothing to remove")]


def drivers(program: list[Path]) -> dict[str, str]:
    """The settings; both commands run in a shell, which Git for Windows brings along."""
    command = " ".join(quote(path.as_posix()) for path in program)
    # A driver that cannot run must neither break `git diff` nor show two versions as alike.
    text = f'f() {{ {command} text "$1" 2>&1 || git hash-object --no-filters "$1"; }}; f'
    # What git makes of the lines stays where planbook does not run, marked as a conflict, and where it cannot read a version.
    merge = (
        "cp %A %A.ours && git merge-file --quiet --marker-size=%L -L ours -L base -L theirs %A %O %B; "
        f"[ $? -lt 128 ] && {command.replace('%', '%%')} check-merge %O %A.ours %B %A %P; "
        "code=$?; rm -f %A.ours; exit $code"
    )
    return {
        "diff.planbook.xfuncname": _ITEM,
        "diff.planbook-word.textconv": text,
        "merge.planbook.name": "planbook: by id and field, then by meaning",
        "merge.planbook.driver": merge,
    }


def merging(root: Path) -> tuple[str, str]:
    """What the two sides of the merge that git is about are called: the branch that it goes into, the one that comes."""
    if onto := _note_of_rebase(root, "onto"):
        names = ask(root, "name-rev", "--name-only", "--refs=refs/heads/*", onto).stdout.decode("utf-8", "replace")
        return names.strip(), _note_of_rebase(root, "head-name").removeprefix("refs/heads/")
    branch = ask(root, "symbolic-ref", "--quiet", "--short", "HEAD", statuses=(0, 1)).stdout.decode("utf-8", "replace")
    come = [name for key, name in os.environ.items() if key.startswith("GITHEAD_")]  # git merge says so to its drivers
    return branch.strip() or "ours", come[0] if len(come) == 1 else "theirs"


def _note_of_rebase(root: Path, name: str) -> str:
    """What git noted for the rebase that it is about; empty where there is none."""
    path = root / ask(root, "rev-parse", "--git-path", f"rebase-merge/{name}").stdout.decode("utf-8", "replace").strip()
    return path.read_text("utf-8").strip() if path.is_file() else ""


def _setting(root: Path, name: str) -> str | None:
    """What this clone was told, the last time; None where nothing."""
    answer = ask(root, "config", "--local", "-z", "--get-all", name, statuses=(0, 1)).stdout.decode("utf-8", "replace")
    return answer.split("\0")[-2] if answer else None


def _refuse_outside(root: Path) -> None:
    reason = outside(root)
    if reason or ask(root, "rev-parse", "--is-inside-work-tree").stdout.strip() != b"true":
        values = {"root": root.resolve(), "reason": reason or Text("this is the inside of a repository")}
        raise Misuse(Text("{reason}; {root} is in no git clone; run this where git clone put the data", values))


def _refuse_without_attributes(root: Path) -> None:
    """Drivers do nothing for files of which .gitattributes does not speak."""
    for path, attributes in _ATTRIBUTES.items():
        answer = ask(root, "check-attr", "-z", *attributes, "--", path).stdout.decode("utf-8", "replace").split("\0")
        if dict(zip(answer[1::3], answer[2::3], strict=False)) != attributes:
            lines = "data/**/*.yaml text eol=lf diff=planbook merge=planbook\n*.docx -text -merge diff=planbook-word"
            raise Misuse(Text("nothing was set; first add these lines to .gitattributes:\n{lines}", {"lines": lines}))
