"""What a change of templates does to plans: which of them print other words, and files that may change their looks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

from planbook.changes.report import PlanReport, Report
from planbook.changes.sentences import ChangeSentence, by_weight
from planbook.changes.weights import weight_of_texts
from planbook.messages.diagnostics import Span, Text
from planbook.repository.program_files import program_folder
from planbook.repository.revisions import contents_of
from planbook.text.node import Mapping as MappingNode
from planbook.text.node import Scalar
from planbook.text.reader import read

_FOLDERS = ("templates/plan", "templates/word")  # what plans, and Word files of them, are made with
_WORDS = "templates/plan/wording.yaml"
_NO_WORDS = ("templates/plan/spellings.yaml", "templates/word/")  # are read by, or put a dress on, what plans say


@dataclass(frozen=True, slots=True)
class ReprintedPlan:
    """A plan that other templates print otherwise: how many of its lines, the first of them before and after, whose work they are."""

    id: str
    title: str
    is_issued: bool
    lines: int
    was: str
    now: str
    agencies: tuple[str, ...]

    @property
    def called(self) -> Text:
        """Its title with how many lines read otherwise."""
        values = {"title": self.title, "count": self.lines}
        issued = Text("{title} (issued; lines: {count})", values)
        return issued if self.is_issued else Text("{title} (lines: {count})", values)


def template_files(folder: Path, revision: str = "") -> dict[str, bytes]:
    """The templates of plans that a folder, or a git revision of it, has itself; the program's stand in for all others."""
    if revision:
        return contents_of(folder, revision, *_FOLDERS)
    paths = (path for name in _FOLDERS for path in sorted((folder / name).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def may_print_otherwise(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Whether templates that plans take words from are other ones."""
    return any(before.get(path) != after.get(path) for path in {**before, **after} if not path.startswith(_NO_WORDS))


def with_templates(
    report: Report, before: Mapping[str, bytes], after: Mapping[str, bytes], plans: Sequence[ReprintedPlan]
) -> Report:
    """A comparison with the templates that changed, and what they make of the `plans` that print otherwise."""
    changed = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    sentences = [sentence for path in changed for sentence in _sentences(path, before, after)]
    if len(sentences) == 1:
        sentences = [_with_print(sentences[0], plans)]
    elif sentences:
        sentences.append(
            _with_print(_sentence("templates", "", Text("the templates together"), Span(changed[0])), plans)
        )
    registers = next((part for part in report.plans if not part.plan), PlanReport("", "", ()))
    whole = replace(registers, changes=by_weight((*registers.changes, *sentences)))
    of_plans = tuple(part for part in report.plans if part.plan)
    reprinted = tuple(dict.fromkeys((*report.reprinted, *(plan.id for plan in plans))))
    return replace(report, plans=(whole, *of_plans), reprinted=reprinted)


def _with_print(sentence: ChangeSentence, plans: Sequence[ReprintedPlan]) -> ChangeSentence:
    """What changed with the plans that print it, their first line before and after where it has no words of its own."""
    if not plans:
        values: dict[str, object] = {"sentence": sentence.sentence}
        return replace(sentence, sentence=Text("{sentence}; the words of all plans are printed as before", values))
    titles = reduce(
        lambda first, second: Text("{first}; {second}", {"first": first, "second": second}),
        (plan.called for plan in plans),
    )
    values = {"sentence": sentence.sentence, "count": len(plans), "plans": titles}
    was, now = (sentence.old, sentence.new) if sentence.old or sentence.new else (plans[0].was, plans[0].now)
    return replace(
        sentence,
        sentence=Text("{sentence}; printed otherwise in {count} plans: {plans}", values),
        weight=weight_of_texts(was, now),
        agencies=tuple(dict.fromkeys(agency for plan in plans for agency in plan.agencies)),
        plans=tuple(plan.id for plan in plans),
        **_words(was, now),
    )


def _words(was: str, now: str) -> dict[str, Any]:
    return {"old": was, "new": now, "was": was, "now": now}


def _sentences(path: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[ChangeSentence]:
    if path != _WORDS:
        yield _sentence(path, "", Text("{path} is another one", {"path": path}), Span(path))
        return
    shipped = _phrases((program_folder() / path).read_bytes())
    old, new = (_phrases(files.get(path, b"")) for files in (before, after))
    for key in {**new, **old}:
        was, now = ({**shipped, **words}[key].text if key in {**shipped, **words} else "" for words in (old, new))
        if was != now:
            text = Text("the fixed words “{key}” read otherwise", {"key": key})
            yield replace(_sentence(key, key, text, Span(path, new[key].line if key in new else 1)), **_words(was, now))


def _phrases(content: bytes) -> dict[str, Scalar]:
    node, _ = read(_WORDS, content)
    entries = node.entries.items() if isinstance(node, MappingNode) else ()
    return {key: value for key, value in entries if isinstance(value, Scalar)}


def _sentence(item: str, field: str, text: Text, span: Span) -> ChangeSentence:
    return ChangeSentence(
        weight="wording", kind="set", item=item, sentence=text, span=span, field=field, name=item, of="template"
    )
