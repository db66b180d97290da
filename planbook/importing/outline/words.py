"""The words by which the parts of an old plan are known: those of the layout rules, and templates/import/outline.yaml."""

from dataclasses import dataclass
from pathlib import Path

from planbook.layout.rule_kinds import Mark
from planbook.layout.rules import Keyed, Marks, load_rules
from planbook.loading.own_templates import read_template
from planbook.model.agency import WordList

_WORDS = "templates/import/outline.yaml"


class OldPlanMarks(Keyed):
    """Patterns of parts that the layout of a document has no rule for."""

    national_title: Mark
    broken_title: Mark
    title_rest: Mark
    document_and_title: Mark
    lower_body: Mark
    upper_body: Mark
    closing: Mark
    end_mark: Mark
    remark: Mark
    task_label: Mark
    after_blank: Mark
    other_appendix: Mark
    ordinals: WordList


@dataclass(frozen=True, slots=True)
class OutlineWords:
    """All marks together."""

    marks: Marks
    own: OldPlanMarks


def outline_words(root: Path) -> OutlineWords:
    """The words of an office; raises `BuildStopped` with all that is wrong in its files."""
    own = read_template(root, _WORDS, OldPlanMarks)
    return OutlineWords(load_rules(root).marks, own)
