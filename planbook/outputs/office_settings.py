"""What an office sets for all of its outputs: its fixed words, and where its site and its files can be read."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from planbook.loading.own_templates import read_template
from planbook.loading.shared_registers import settings
from planbook.loading.workspace import load_entry
from planbook.model.office import Office
from planbook.wording.blocks import capital
from planbook.wording.phrases import Phrases, WordingFile


def phrases_of_office(phrases: Phrases, office: Office) -> Phrases:
    """The fixed words with what an office calls its standards."""
    return phrases.model_copy(update={"column_standard": capital(office.standard)}) if office.standard else phrases


def read_office(root: Path) -> Office:
    """What an office says of itself; errors of its file are told where data/ is read whole."""
    path = "data/office.yaml"
    own, _, _ = load_entry(root / path, path, Office) if (root / path).is_file() else (None, [], [])
    return (own or Office()).over(settings())


def read_phrases(root: Path) -> Phrases:
    """Read the fixed words of plans alone; raises `BuildStopped`."""
    return phrases_of_office(read_template(root, "templates/plan/wording.yaml", WordingFile), read_office(root))


def site_url(root: Path) -> str:
    """Where mkdocs.yml says that the site stands, with a slash at its end; nothing where it does not."""
    return _address(root, "site_url")


def source_url(root: Path) -> str:
    """Where the files of the main branch can be read, with a slash at its end; nothing without a repo_url."""
    url = _address(root, "repo_url")
    # GitLab keeps /-/ between a project and what is shown of it; both know the default branch as HEAD.
    return f"{url}{'-/' if 'gitlab' in url else ''}blob/HEAD/" if url else ""


def _address(root: Path, name: str) -> str:
    path = root / "mkdocs.yml"  # the office's own: where the program's site stands says nothing of others
    if not path.exists():
        return ""
    url = _configuration(path.read_text("utf-8")).get(name) or ""
    return url.rstrip("/") + "/" if url else ""


@lru_cache(4)
def _configuration(text: str) -> dict[str, Any]:
    from mkdocs.utils.yaml import yaml_load

    return yaml_load(text) or {}
