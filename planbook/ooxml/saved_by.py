"""Who saved an Office file last, and when, as its core properties say it."""

from planbook.ooxml.opening import Package
from planbook.ooxml.pieces import Authorship


def saved_by(package: Package) -> Authorship:
    """Who saved a file last, else who made it, and when; empty where the file does not say it."""
    core = package.part("docProps/core.xml")
    if core is None:
        return Authorship()
    names = (core.findtext(f"{{*}}{name}") for name in ("lastModifiedBy", "creator"))
    return Authorship(
        next((name.strip() for name in names if name and name.strip()), ""), core.findtext("{*}modified") or ""
    )
