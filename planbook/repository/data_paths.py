"""Where the files of `data/` stand: those of a plan are known by its id, registers by their name, in folders of any depth.

`data/plans/a/b/x.yaml` is the plan x as `data/plans/x.yaml` is; what comes of it stands in folders of the same
names, `data/results/a/b/x/2026.yaml`. What is in `data/agencies/` continues `data/agencies.yaml`.
"""

from collections.abc import Iterable

PLANS = "plans"
RESULTS = "results"
SEALS = "seals"
OPINIONS = "opinions"
ATTACHMENTS = "attachments"
OFFICE = "data/office.yaml"
# Those that may be split; office.yaml is one file.
REGISTER_NAMES = (
    "agencies",
    "agency-changes",
    "funding-sources",
    "indicators",
    "legal-documents",
    "localities",
    "programmes",
)
REGISTER_PATHS = ("data/*.yaml", *(f"data/{name}" for name in REGISTER_NAMES))  # as git is asked for all of them
REGISTER_FILES = ("data/*.yaml", *(f"data/{name}/**/*.yaml" for name in REGISTER_NAMES))  # as a folder is
_OWN_FILE = (PLANS, SEALS, OPINIONS)  # one file for a plan, of its name
_OWN_FOLDER = (RESULTS, ATTACHMENTS)  # a folder of its name with files


def plan_of(path: str) -> str:
    """The id of the plan that a file belongs to, by its path; nothing where it belongs to none."""
    match path.split("/"):
        case [_, kind, *_, name] if kind in _OWN_FILE:
            return name.removesuffix(".yaml")
        case [_, kind, *_, plan, _] if kind in _OWN_FOLDER:
            return plan
    return ""


def flat(path: str) -> str:
    """The path that a file would have without folders; of a register, which is what its path says, the path itself."""
    match path.split("/"):
        case [top, kind, *_, name] if kind in _OWN_FILE:
            return f"{top}/{kind}/{name}"
        case [top, kind, *_, plan, name] if kind in _OWN_FOLDER:
            return f"{top}/{kind}/{plan}/{name}"
    return path


def holds_plans(pattern: str) -> bool:
    """Whether a pattern of paths may cover files that belong to plans."""
    top, _, rest = pattern.partition("/")
    return top == "data" and (not rest or rest.partition("/")[0] in (*_OWN_FILE, *_OWN_FOLDER))


def plan_paths(paths: Iterable[str]) -> dict[str, str]:
    """The file of each plan among some paths, by the id that its name says."""
    return {plan_of(path): path for path in paths if is_plan(path)}


def ever_of(plan: str) -> tuple[str, ...]:
    """The patterns by which git finds a plan and what came of it in whatever folder they stood."""
    return f"data/{PLANS}/**/{plan}.yaml", f"data/{RESULTS}/**/{plan}/*"


def is_plan(path: str) -> bool:
    """Whether a path is that of a plan."""
    return path.split("/")[1:2] == [PLANS] and path.endswith(".yaml")


def place_beside(plan: str, kind: str) -> str:
    """The place for what belongs to the plan of a path: `data/seals/a/x` beside `data/plans/a/x.yaml`."""
    top, _, rest = plan.removesuffix(".yaml").split("/", 2)
    return f"{top}/{kind}/{rest}"


def register_of(path: str) -> str:
    """The register that a file is, or a part of; nothing where it is none."""
    _, _, rest = path.partition("/")
    name, slash, _ = rest.partition("/")
    name = name if slash else name.removesuffix(".yaml")
    return name if name in REGISTER_NAMES and path.endswith(".yaml") else ""


def as_read(paths: Iterable[str]) -> list[str]:
    """Files of `data/` as they are read: registers by their paths, those of plans by the names of their plans, whatever the folder."""
    return sorted(paths, key=lambda path: (_place(path), path))


def _place(path: str) -> list[str]:
    # agencies.yaml stands before what continues it in agencies/, a file before a folder of its name.
    return flat(path).split("/") if plan_of(path) else path.removesuffix(".yaml").split("/")
