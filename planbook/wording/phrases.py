"""The fixed words of a plan, as templates/plan/wording.yaml holds them, each with its blanks."""

import string
from functools import cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, GetPydanticSchema, TypeAdapter, ValidationInfo, create_model
from pydantic_core import CoreSchema

from planbook.model.entry import Entry, Words, problem
from planbook.model.period import Rhythm

# Of the workbooks in which agencies tell what came of a plan, those without blanks.
COLLECTING = (
    *("cover", "cover_title", "cover_of", "cover_period", "cover_to", "cover_by", "cover_plan", "cover_how"),
    *("targets", "tasks", "money", "reports", "texts", "titles_targets", "titles_tasks", "titles_money"),
    *("titles_reports", "titles_texts", "whole", "column_scope", "column_counted", "column_goal"),
    *("column_result", "column_as_of", "column_data_source", "column_previous", "column_state"),
    *("column_begun", "column_done", "column_product", "column_document", "column_reason", "column_allotted"),
    *("column_disbursed", "column_allotted_before", "column_disbursed_before", "column_report", "column_to"),
    *("column_last_day", "column_date", "column_number", "column_text", "column_text_kind", "cumulative"),
    *("of_period", "state_not_begun", "state_under_way", "state_done", "state_dropped", "answered"),
    *("hint_choice", "hint_money", "hint_reason", "step_fill", "step_empty", "step_state", "step_money"),
    *("step_rows", "step_send"),
)

# Every phrase with the blanks that it may use.
BLANKS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *("figure_exactly", "figure_about", "figure_at_least", "figure_at_least_percent"),
            *("figure_more_than", "figure_at_most", "figure_less_than"),
        ),
        ("value",),
    ),
    "figure_range": ("value", "upper"),
    **dict.fromkeys(("unit_dong", "unit_trieu", "unit_ty", "unallocated", "budget_total", "budget_of_which"), ()),
    "amount_about": ("amount",),
    "amount": ("number", "unit"),
    "budget_line": ("source", "amount"),
    "budget_project": ("project",),
    "month": ("month", "year"),
    "quarter": ("quarter", "year"),
    "year": ("year",),
    "years": ("first", "last"),
    **dict.fromkeys(("before", "since", "by"), ("day",)),
    **dict.fromkeys(("before_time", "by_time", "within", "since_on", "since_time", "until"), ("time",)),
    "span": ("start", "end"),
    "until_event": ("event",),
    "on_day": ("day",),
    "as_returned": (),
    "month_alone": ("month",),
    "quarter_alone": ("quarter",),
    "throughout": ("time",),
    **dict.fromkeys(
        ("throughout_always", "every_month", "every_quarter", "every_half_year", "every_nine_months", "every_year"), ()
    ),
    **dict.fromkeys(("first_half_year", "second_half_year", "first_nine_months"), ("year",)),
    "throughout_since": ("time",),
    "since_rhythm": ("rhythm", "time"),
    "term": ("time",),
    "report_to": ("agencies",),
    **dict.fromkeys(("reported_before", "reported_months", "reported_after"), ("times",)),
    **dict.fromkeys(("reported", "reported_on_request", "reported_after_words", "reported_request_words"), ()),
    "calendar": ("name",),
    "calendar_no_day": (),
    "part_of_all": ("held", "all"),
    "work_of_places": ("plans", "places"),
    **dict.fromkeys(("column_locality", "column_role", "column_group", "column_work_state", "money_of_group"), ()),
    **dict.fromkeys(("citation_number", "citation_number_party"), ("number",)),
    "citation_day": ("day",),
    "citation_issuer": ("issuer",),
    **dict.fromkeys(("citation_title", "plan_title"), ("title",)),
    "basis_implements": ("citation",),
    "basis_basis": ("citation",),
    **dict.fromkeys(("lead", "coordinating", "duty", "deadline", "by_year", "result", "assignment"), ()),
    "requested": ("agency",),
    "sentence_lead": ("lead",),
    "sentence_coordinating": ("coordinating",),
    "sentence_lead_coordinating": ("lead", "coordinating"),
    **dict.fromkeys(("project", "sub_project"), ("number", "name")),
    **dict.fromkeys(("project_short", "sub_project_short"), ("number",)),
    **dict.fromkeys(("aims", "beneficiaries", "measures"), ()),
    "duty_requested": ("agencies",),
    **dict.fromkeys(("nation", "motto", "document_type", "addressed_to", "recipients", "end_mark", "draft"), ()),
    **dict.fromkeys(("wording_own", "wording_own_foot"), ()),
    "draft_of_day": ("draft", "day"),
    "draft_of_revision": ("draft", "revision"),
    "draft_open": ("draft", "count"),
    "number_line": ("number",),
    "place_and_day": ("place", "day", "month", "year"),
    "archive": ("archive",),
    "collective": ("issuer",),
    "acting_for": ("title",),
    "appendix": ("number",),
    "appendix_file": ("file",),
    **dict.fromkeys(("appendix_shares", "column_body"), ()),
    "column_of_unit": ("name", "unit"),
    **dict.fromkeys(
        ("decisions_apart", "decisions_note", "choice_keep", "choice_drop", "choice_drop_day", "column_choice"), ()
    ),
    "remark_value": ("time", "value"),
    "remark_result": ("time", "result"),
    **dict.fromkeys(("series_target", "series_result"), ()),
    "archive_note": ("title", "number"),
    "remark_heir": ("name",),
    "appendix_of": ("document", "number", "day", "issuer"),
    **dict.fromkeys(("appendix_of_document", "issued_with"), ("citation",)),
    "amended_by": ("citation", "others"),
    "and_last": ("others", "last"),
    **dict.fromkeys(("targets_in_words", "targets_only_in_words"), ("count",)),
    "targets_in_words_at": ("counted", "places"),
    **dict.fromkeys(("appendix_targets", "appendix_matrix", "appendix_budget", "appendix_decisions"), ()),
    **dict.fromkeys(
        (
            *("column_index", "column_task", "column_lead", "column_coordinating", "column_duty"),
            *("column_deadline", "column_result", "column_money", "column_notes", "column_target"),
            *("column_unit", "column_value", "column_standard", "column_decision", "column_reason"),
            *("column_options", "column_place", "column_purpose", "column_amount"),
        ),
        (),
    ),
    "note_place": ("place",),
    "note_continues": ("place", "time"),
    **dict.fromkeys(("note_first_day", "no_tasks"), ()),
    **dict.fromkeys(("grid", "mark_lead", "mark_coordinating", "mark_lead_coordinating"), ()),
    "grid_legend": ("lead", "coordinating"),
    "grid_part": ("grid", "number", "count"),
    **dict.fromkeys(("grid_leads", "grid_coordinates", "grid_shared"), ()),
    "agency_sheet": ("agency",),
    **dict.fromkeys(("group", "group_open"), ("group",)),
    **dict.fromkeys(("sheet_leads", "sheet_coordinates", "sheet_targets", "sheet_duties", "sheet_reports"), ("count",)),
    **dict.fromkeys(("sheet_targets_coordinating", "sheet_targets_share", "sheet_duties_coordinating"), ("count",)),
    "history": ("place",),
    **dict.fromkeys(("history_legend", "no_lead", "no_task"), ()),
    "history_only": ("plan",),
    "revision": ("revision", "day"),
    "revision_edited": ("revision",),
    "appendix_pointer": ("appendices",),
    "appendices_from": ("first", "last"),
    "opinions_table": (),
    "opinion_changed": ("old", "new"),
    "opinion_added": ("new",),
    "opinion_dropped": ("old",),
    "opinion_moved": ("old", "place"),
    "moved_behind": ("place",),
    **dict.fromkeys(
        ("opinion_agreement", "opinion_of_all", "opinion_open", "opinion_taken", "opinion_partly", "opinion_not_taken"),
        (),
    ),
    **dict.fromkeys(("column_sender", "column_at_place", "column_opinion", "column_answer"), ()),
    "place_of_citation": ("citation",),
    **dict.fromkeys(("letter_of", "report_of"), ("number", "day", "issuer")),
    "attachments": ("labels",),
    **dict.fromkeys(("part", "part_in_words"), ("number",)),
    "part_numbers": (),
    "item_part": ("number",),
    "item_section": ("number",),
    "item_point": ("number",),
    **dict.fromkeys(
        (
            *("column_day", "column_project", "column_source_of_funds", "column_approximate", "column_indicator"),
            *("column_comparator", "column_upper", "column_due", "column_fact", "column_content"),
        ),
        (),
    ),
    **dict.fromkeys(
        (
            *("workbook_tasks", "workbook_grid", "workbook_budget", "workbook_targets"),
            *("workbook_origin", "origin", "about_tasks", "about_budget"),
            *("about_targets", "about_shares", "about_table", "workbook_shares"),
            *("fact_plan", "fact_status", "fact_wording", "fact_number"),
            *("fact_day", "fact_issuer", "fact_period", "fact_revision"),
            *("fact_made", "fact_source", "status_draft", "status_issued"),
            *("status_unnumbered", "status_over", "status_replaced", "status_note_draft"),
            *("status_note_unnumbered", "status_note_never_issued"),
        ),
        (),
    ),
    **dict.fromkeys(
        ("data_fields", "data_table", "data_column", "data_field", "data_kind", "data_said", "data_yes", "data_no"), ()
    ),
    **dict.fromkeys([f"data_kind_{kind}" for kind in ("string", "integer", "number", "boolean", "date")], ()),
    "source_line": ("line",),
    **dict.fromkeys(("item_history", "item_history_lately", "change_unread"), ()),
    "item_history_before": ("count",),
    "chart_load": (),
    "chart_load_most": ("count",),
    **dict.fromkeys(("chart_leads", "chart_coordinates"), ("count",)),
    **dict.fromkeys(("chart_lead", "chart_coordinating", "chart_stated", "chart_unstated"), ()),
    **dict.fromkeys(("chart_deadlines", "chart_deadlines_years"), ("time",)),
    "chart_months": ("year",),
    "chart_money": ("purpose",),
    "chart_total": ("total",),
    "chart_aims": ("indicator", "unit"),
    **dict.fromkeys(("overview", "overview_load", "overview_deadlines", "overview_money", "budget_parts"), ()),
    **dict.fromkeys((f"overview_no_{what}" for what in ("lead", "deadline", "day", "money")), ("count", "all")),
    **dict.fromkeys(("column_agency", "column_leads", "column_coordinates", "column_shared", "column_time"), ()),
    **dict.fromkeys(("column_stated", "column_unstated", "column_source"), ()),
    **dict.fromkeys(("about_grid", "about_form"), ("legend",)),
    "fact_sheet": ("sheet",),
    **dict.fromkeys(("origin_note", "origin_note_bare"), ("path",)),
    "status_note_over": ("day",),
    "status_note_dissolved": ("day", "place"),
    "status_note_replaced": ("day", "plan"),
    "workbook_page": ("page", "pages"),
    **dict.fromkeys(
        [
            f"work_{state}{lateness}"
            for state in ("done", "under_way", "not_begun")
            for lateness in ("", "_in_time", "_late")
        ],
        (),
    ),
    **dict.fromkeys(("work_dropped", "work_unreported", "no_results", "no_text", "no_reason", "money_planned"), ()),
    **dict.fromkeys(("target_met", "target_unmet", "report_late", "report_in_time", "report_missing"), ()),
    **dict.fromkeys(
        [f"results_{kind}" for kind in ("assessment", "difficulties", "causes", "proposals", "next_steps")], ()
    ),
    **dict.fromkeys(("results_until", "work_done_on"), ("day",)),
    **dict.fromkeys(("results_missing", "results_reason"), ("what",)),
    **dict.fromkeys(("chart_load_cut", "reports_came", "works_done"), ("count", "all")),
    **dict.fromkeys([f"collect_{name}" for name in COLLECTING], ()),
    "collect_legend": ("agency", "period"),
    "collect_before": ("period",),
    **dict.fromkeys(("collect_part", "collect_in_group", "collect_taken_over"), ("body",)),
    "collect_until": ("period", "day"),
    "collect_by": ("day",),
    **dict.fromkeys(("collect_hint_number", "collect_hint_share"), ("unit",)),
    "collect_hint_day": ("first", "last"),
    "collect_reminder": ("agency", "period", "plan"),
    "collect_missing": ("period", "plan", "day"),
    **dict.fromkeys(
        ("collect_missing_one", "collect_missing_late", "collect_missing_undated"), ("agency", "last_day", "days")
    ),
    "collect_missing_end": ("issuer", "day"),
    "column_state": ("until",),
    "result_of_goal": ("value", "goal"),
    "result_percent": ("percent",),
    "result_money": ("disbursed", "allotted"),
}

# Phrases that documents of the Party say otherwise, under names that begin with party_.
_OF_PARTY = ("nation", "number_line", "basis_implements", "basis_basis", "citation_number_party", "archive", "collective",
             "acting_for", "end_mark")  # fmt: skip
BLANKS |= {f"party_{name}": BLANKS[name] for name in _OF_PARTY} | {"party_superior": ("place",)}


def blanks_of(text: str) -> list[str]:
    """The names of the blanks of a phrase; "?" where its braces do not pair.

    A blank with a width or a conversion ({day:>99}, {day!r}) is none of a phrase's: it could ask for any length, or for
    what a value is made of.
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return ["?"]
    return [
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in parts
        if name is not None
    ]


def _check_blanks(text: str, info: ValidationInfo) -> str:
    allowed = BLANKS[info.field_name or ""]
    for name in blanks_of(text):
        if name not in allowed:
            raise problem(
                "unknown-blank",
                "the phrase has no blank {{{name}}}",
                "write one of: {allowed}" if allowed else "write it without braces",
                name=name,
                allowed=", ".join(f"{{{blank}}}" for blank in allowed),
            )
    return text


@cache
def _schema_of_phrase() -> CoreSchema:
    """How a phrase is validated: worked out once, where pydantic would do so for each of hundreds."""
    return TypeAdapter(Annotated[Words, AfterValidator(_check_blanks)]).core_schema


class Phrases(Entry):
    """The phrases of templates/plan/wording.yaml."""

    def say(self, phrase: str, **blanks: object) -> str:
        """A phrase with its blanks filled; blanks that it does not use are dropped."""
        text: str = getattr(self, phrase)
        return text.format_map(blanks)

    def rhythm(self, rhythm: Rhythm) -> str:
        """How often: "hằng quý"."""
        return self.say("every_" + rhythm.replace("-", "_"))

    def of_party(self) -> Self:
        """The same as documents of the Party say it, which have no motto."""
        return self.model_copy(update={**{name: getattr(self, f"party_{name}") for name in _OF_PARTY}, "motto": ""})


_Phrase = Annotated[str, GetPydanticSchema(lambda *_: _schema_of_phrase())]
_FIELDS: dict[str, Any] = dict.fromkeys(BLANKS, (_Phrase, ...))
WordingFile: type[Phrases] = create_model("WordingFile", __base__=Phrases, **_FIELDS)
