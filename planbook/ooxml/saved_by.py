"""Who saved an Office file last, and when, as its core properties say it."""

from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import NOBODY, Authorship


def saved_by(package: Package) -> Authorship:
    """Who saved a file last, and when; nobody where it is as it was made, or does not say it."""
    core = package.part("docProps/core.xml")
    if core is None:
        return NOBODY
    author, creator, modified, created = (
        (core.findtext(f"{{*}}{name}") or "").strip() for name in ("lastModifiedBy", "creator", "modified", "created")
    )
    if modified == created and author in ("", creator):
        return NOBODY
    return Authorship(author or creator, modified)
