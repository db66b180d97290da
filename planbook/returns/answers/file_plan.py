"""Which plan a returned file is of, as far as it says so before anything of the data is read."""

from planbook.model.item import ItemId
from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import WORKBOOK, Package
from planbook.ooxml.workbooks import book_properties


def plan_in_file(package: Package) -> str:
    """The plan that a draft or workbook names; nothing of a report, which tells of other plans too."""
    if package.form is WORKBOOK:
        return book_properties(package).get("Plan", "")
    manifest = read_manifest(package)
    return manifest.document if manifest and not ItemId(manifest.document).is_part else ""
