"""An office of two provinces and three of their communes, each with a plan of a few lines: a build of it costs little."""

import re
import shutil
from pathlib import Path

import yaml

from tests.conftest import ROOT, git

COUNTRY = ROOT / "tests/workspaces/country/data"
IGNORED = "/build/\n/site/\n/site-offline/\n/.site*\n"
FIRST = 1_790_000_000  # when the first commit is made


def write_yaml(path: Path, tree: object) -> None:
    """Write a tree of texts as a file of the data."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")


def moment(time: int) -> dict[str, str]:
    """What makes git write a commit at a time that is not the machine's."""
    return dict.fromkeys(("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"), f"{time} +0700")


def commit(root: Path, time: int = FIRST) -> None:
    """Commit all that there is, at a time that is not the machine's."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "x", **moment(time))


def split_registers(data: Path) -> None:
    """Give each entry of the registers a file of its own."""
    for register in [path for path in sorted(data.glob("*.yaml")) if path.name != "office.yaml"]:
        tree = yaml.load(register.read_text("utf-8"), Loader=yaml.CBaseLoader)
        for key, entry in [(key, entry) for key, entries in tree.items() for entry in entries]:
            write_yaml(data / register.stem / f"{entry['id']}.yaml", {**dict.fromkeys(tree, ()), key: [entry]})
        register.unlink()


def small_country(root: Path, *, by_place: bool = True, split: bool = False) -> Path:
    """Commit the office to a repository, with guides that have nothing but their headings; its site is cut `by_place`, or whole.

    Its registers may be `split` into a file for each entry, of which a place reads few.
    """
    shutil.copytree(COUNTRY, root / "data")
    if split:
        split_registers(root / "data")
    write_yaml(root / "data/office.yaml", {"by_place": str(by_place).lower(), "offline": "false"})
    for guide in (ROOT / "content").rglob("*.md"):
        headings = re.findall(r"^#.*$|<a id=.*$", guide.read_text("utf-8"), re.MULTILINE)
        own = root / guide.relative_to(ROOT)
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text("\n\n".join(headings) + "\n", "utf-8")
    (root / ".gitignore").write_text(IGNORED, "utf-8")
    git(root, "init", "--quiet")
    commit(root)
    return root
