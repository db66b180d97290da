"""An imported plan printed as its site and its drafts print it, and held against the original."""

from collections.abc import Iterable

from planbook.importing.fields.assignments import ASSIGNING_LABELS
from planbook.importing.fields.setting import ImportState
from planbook.importing.plan_drafts import PlanDraft
from planbook.importing.proof.proof import PlanProof, proof
from planbook.importing.proof.proof_words import ProofWords, folded_words
from planbook.loading.own_templates import read_template
from planbook.model.item import ItemId
from planbook.model.plan import Plan
from planbook.model.workspace import Workspace
from planbook.render.article import article, article_lines
from planbook.render.search_index import SearchWords
from planbook.views.plan import plan_view
from planbook.wording.blocks import ArticleLine

# What the print says in its own words.
_SAID_ANEW = (".lead", ".coordinating", ".deadlines", ".agencies", ".comparator")
_NOT_PRINTED = (".indicator", ".direction")  # what a target measures
_SEARCH_WORDS = "templates/site/search.yaml"


def printed_lines(state: ImportState, workspace: Workspace, plan: Plan) -> tuple[ArticleLine, ...]:
    """The lines that a plan prints, without the list of what is still to be decided, which quotes the original."""
    data = state.data
    text = article(data.templates, plan_view(workspace, plan, data.phrases), data.phrases)
    undecided = {ItemId.of(decision.id, "row") for decision in plan.todo}
    return tuple(line for line in article_lines(text, is_word=False) if line.item not in undecided)


def proof_of(state: ImportState, draft: PlanDraft) -> PlanProof:
    """The proof of an imported plan."""
    lines = printed_lines(state, draft.workspace, draft.workspace.plans[draft.name])
    worded = frozenset(draft.plan.notes.worded)
    return proof(draft.original, lines, proof_words(state), _read_for_certain(draft), worded)


def _read_for_certain(draft: PlanDraft) -> frozenset[int]:
    """The passages that say who does a task and when, and of which nothing is in doubt that the print says."""
    values = [value for value in draft.plan.notes.values if not value.path.endswith(_NOT_PRINTED)]
    data = {passage for value in values if value.path.endswith(_SAID_ANEW) for passage in value.origin.passages}
    return frozenset(data.difference(*(value.origin.passages for value in values if value.certainty != "certain")))


def proof_words(state: ImportState) -> ProofWords:
    """What reads alike in the words of an office; raises `BuildStopped`."""
    search_words = read_template(state.root, _SEARCH_WORDS, SearchWords)
    words, citing = state.words, state.words.citing
    labels = [label for phrase in ASSIGNING_LABELS for label in state.data.reading.words(phrase)]
    return ProofWords(
        dict(_short_forms(search_words.same)),
        (*folded_words(citing.month), *folded_words(citing.year)),  # type: ignore[arg-type]  # a word each
        frozenset(map(folded_words, (*labels, *words.task_labels, *words.doers))),
    )


def _short_forms(rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Short forms of one word in capitals, each with the first words beside it."""
    for row in rows:
        long_form = next((words for spelling in row if len(words := folded_words(spelling)) > 1), None)
        for spelling in row:
            if long_form and spelling.isalpha() and spelling[1:2].isupper():
                yield folded_words(spelling)[0], long_form
