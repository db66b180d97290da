"""Every kind of edit of the folder of an office, tables of small ones by subject: each says whether it changed anything."""

from tests.office_edits import circumstances, enclosures, plans, registers, settings
from tests.office_edits.ways import Edit

EDITS: dict[str, Edit] = {
    **plans.EDITS,
    **enclosures.EDITS,
    **registers.EDITS,
    **settings.EDITS,
    **circumstances.EDITS,
}
