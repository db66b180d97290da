"""Which process runs which tests, and in which order."""

from pathlib import PurePosixPath

import pytest
from xdist.scheduler import LoadScopeScheduling

# What takes longest is begun first, so that no process works alone at the end. The first makes the site of five plans; the
# next need it later or not at all, so that nobody waits for it.
LONG = [
    f"test_{name}.py"
    for name in (
        "search",
        "verify",
        "agencies_over_places",
        "pull_random",
        "pull_again",
        "build",
        "incremental",
        "redline",
        "accessibility",
        "office_data",
        "pull",
        "hostile_texts",
        "reviewers_guide",
        "guides",
        "pull_sheet_again",
        "refusals",
        "issuing",
        "bad_input",
        "cli",
        "compare",
        "tampering",
        "data_files",
        "typed_tasks",
        "rollover",
        "offline",
        "kept_layout",
    )
]
# Files whose tests share nothing that is dear: all processes take from them, in the end too.
APART = {
    f"test_{name}.py"
    for name in (
        "build",
        "guides",
        "published_folder",
        "publishing",
        "publishing_kills",
        "redline",
        "redline_command",
        "redline_words",
        "sheet",
        "templates",
    )
}


# Files that read the program's own source: it is parsed once.
OF_SOURCES = {f"test_{name}.py" for name in ("house_rules", "messages", "patterns", "refusals", "written_files")}


class ByFile(LoadScopeScheduling):
    """The tests of a file run in one process, which makes what they share once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        name = PurePosixPath(file).name
        return nodeid if name in APART else "the source" if name in OF_SOURCES else file


def turn(item: pytest.Item) -> int:
    """When the file of a test has its turn."""
    return LONG.index(item.path.name) if item.path.name in LONG else len(LONG)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)
