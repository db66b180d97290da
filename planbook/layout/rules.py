"""templates/word/rules/*.yaml: what a decree prescribes for the look of a document, and the words to know its parts by.

Lengths in mm, sizes and spacing in points, shares of a line between 0 and 1 and above.
"""

from pathlib import Path
from typing import Any

from pydantic import ConfigDict, model_validator

from planbook.layout.rule_kinds import Choice, FixedTexts, LetterStyle, Mark, MustMatch, Paper, Range, Rule
from planbook.loading.own_templates import read_template
from planbook.model.entry import Entry, Words
from planbook.model.length import Length

RULES = "templates/word/rules/nghi-dinh-30-2020.yaml"


def load_rules(root: Path) -> "RuleSet":
    """Read the rule set of an office; raises `BuildStopped` with all that is wrong in its file."""
    return read_template(root, RULES, RuleSet)


class Keyed(Entry):
    """An entry whose keys are names with hyphens."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))


class Rules(Keyed):
    """All rules by name; each is a finding of that name."""

    party_document: Rule
    heading_block: Rule
    attachment: Rule
    paper_size: Paper
    paper_orientation: Rule
    margin_top: Range
    margin_bottom: Range
    margin_left: Range
    margin_right: Range
    font_name: FixedTexts
    font_colour: FixedTexts
    page_number: Rule
    page_number_place: Rule
    page_number_first_page: Rule
    page_number_size: Range
    page_number_style: LetterStyle
    page_number_arabic: Rule
    page_number_start: Rule

    national_title: FixedTexts
    national_title_capitals: Rule
    national_title_size: Range
    national_title_style: LetterStyle
    motto: FixedTexts
    motto_size: Range
    motto_style: LetterStyle
    motto_rule: Range
    parent_agency_style: LetterStyle
    agency: Rule
    agency_capitals: Rule
    agency_size: Range
    agency_style: LetterStyle
    agency_rule: Range
    number: Rule
    number_colon: MustMatch
    number_padding: MustMatch
    number_spaces: MustMatch
    number_separators: MustMatch
    number_size: Range
    number_style: LetterStyle
    place_and_day: Rule
    place_and_day_comma: MustMatch
    place_and_day_zeros: MustMatch
    place_and_day_extra_zero: MustMatch
    place_and_day_size: Range
    place_and_day_style: LetterStyle
    heading_sizes: Rule

    document_type: Rule
    document_type_capitals: Rule
    document_type_size: Range
    document_type_style: LetterStyle
    document_type_centred: Rule
    title: Rule
    title_case: Rule
    title_size: Range
    title_style: LetterStyle
    title_centred: Rule
    title_rule: Range
    basis_size: Range
    basis_style: LetterStyle
    basis_semicolon: MustMatch
    basis_full_stop: MustMatch

    body_size: Range
    body_one_size: Rule
    body_upright: LetterStyle
    body_justified: Rule
    body_first_line: Choice
    body_spacing: Range
    body_line_spacing: Range
    section_capitals: Rule
    section_style: LetterStyle
    clause_case: Rule
    clause_style: LetterStyle
    point_style: LetterStyle
    number_mark: Rule
    letter_order: Rule
    numbering_gap: Rule
    end_mark: MustMatch

    signature: Rule
    signature_form: MustMatch
    signature_collective: Rule
    signature_acting: Rule
    signature_capitals: Rule
    signature_size: Range
    signature_style: LetterStyle
    signatory: Rule
    signatory_case: Rule
    signatory_size: Range
    signatory_style: LetterStyle
    signatory_titles: MustMatch
    recipients: Rule
    recipients_label: MustMatch
    recipients_label_size: Range
    recipients_label_style: LetterStyle
    recipients_size: Range
    recipients_style: LetterStyle
    recipients_hyphen: MustMatch
    recipients_semicolon: MustMatch
    recipients_archive: MustMatch

    appendix_pointer: Rule
    appendix_number: Rule
    appendix_own_line: Rule
    appendix_case: Rule
    appendix_size: Range
    appendix_style: LetterStyle
    appendix_centred: Rule
    appendix_title: Rule
    appendix_title_capitals: Rule
    appendix_title_size: Range
    appendix_title_style: LetterStyle
    appendix_origin: Rule
    appendix_origin_size: Range
    appendix_origin_style: LetterStyle
    appendix_page_numbers: Rule

    @model_validator(mode="before")
    @classmethod
    def _name_rules(cls, rules: Any) -> Any:
        """Every rule the name that it stands under."""
        if not isinstance(rules, dict):
            return rules
        return {key: {**rule, "name": key} if isinstance(rule, dict) else rule for key, rule in rules.items()}

    def all(self) -> tuple[Rule, ...]:
        """The rules in the order of the names above."""
        return tuple(getattr(self, name) for name in type(self).model_fields if name != "source")


class Marks(Keyed):
    """Patterns by which the parts of a document are known, in whatever dress they stand; letter case does not matter."""

    party_document: Mark
    agency_continued: Mark
    collective_body: Mark
    number_line: Mark
    place_and_day: Mark
    heading_break: Mark  # the white space before a second part that stands in the same line
    draft_label: Mark
    document_type: Mark
    type_code: Mark  # what the symbol of a document with a type begins with
    subject: Mark  # of an official letter, which has no type
    addressed: Mark
    basis: Mark
    preamble: Mark
    part: Mark
    article: Mark
    section: Mark
    clause: Mark
    decimal: Mark
    point: Mark
    bullet: Mark
    untitled: Mark  # how a clause ends that is a sentence, not a heading
    recipients: Mark
    recipient: Mark
    archive: Mark
    authority: Mark
    acting_for: Mark
    collective: Mark
    decides_itself: Mark  # an agency or a type for which nobody signs in the name of others
    by_order: Mark
    office: Mark
    deputy: Mark
    not_a_name: Mark
    drafter: Mark
    appendix: Mark
    appendix_number: Mark
    appendix_mention: Mark
    appendix_origin: Mark


class RuleSet(Entry):
    """One version of the rules: the decree, the day it came into force, where its text stands."""

    decree: Words
    in_force: Words
    reference: Words
    alphabet: Words
    single_line: Length  # height of a line of the prescribed font with single spacing, in its size
    rules: Rules
    marks: Marks

    def sentences(self) -> dict[str, str]:
        """What every rule says by its name, with its clause, where it stands and since when."""
        return {
            rule.name: f"{rule.says}\n\n{rule.clause}; {rule.reference or self.decree}\n{rule.since or self.in_force}"
            for rule in self.rules.all()
        }
