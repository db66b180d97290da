"""The guides as an office reads them whose data do not hold the plan that they take as their example."""

import re

from planbook.messages.catalogue import translate
from planbook.model.workspace import Workspace

_EXAMPLE = re.compile(r"^example: \{plan: (\S+), place: (\S+)\}$", re.MULTILINE)
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)


def in_office(page: str, workspace: Workspace) -> str:
    """A page with the office's newest plan and place for those of its example; a section that works through that one says so."""
    example = _EXAMPLE.search(page)
    if example is None or example[1] in workspace.plans or not workspace.plans:
        return page
    own = max(workspace.plans.values(), key=lambda plan: (plan.period.first, plan.id))
    note = translate("this example is of the plan {plan}, which comes with the program", "vi").format(plan=example[1])
    sections = []
    for section in _SECTION.split(page):
        heading, _, rest = section.partition("\n")
        if " .worked" in heading.partition("{:")[2]:
            sections.append(f'{heading}\n\n<p class="note">{note}</p>\n{rest}')
        else:
            sections.append(section.replace(example[1], own.id).replace(example[2], own.jurisdiction))
    return "".join(sections)
