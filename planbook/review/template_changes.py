"""What a change of templates does to plans: the fixed words that they print otherwise, and files that may change their looks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from planbook.changes.report import PlanReport, Report
from planbook.changes.sentences import ChangeSentence, by_weight
from planbook.messages.diagnostics import Span, Text
from planbook.repository.revisions import contents_of
from planbook.text.node import Mapping as MappingNode
from planbook.text.node import Scalar
from planbook.text.reader import read

_FOLDERS = ("templates/plan", "templates/word")  # what plans, and Word files of them, are made with
_WORDS = "templates/plan/wording.yaml"


def template_files(folder: Path, revision: str = "") -> dict[str, bytes]:
    """The templates of plans in a folder, or in a git revision of it."""
    if revision:
        return contents_of(folder, revision, *_FOLDERS)
    paths = (path for name in _FOLDERS for path in sorted((folder / name).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def with_templates(
    report: Report, before: Mapping[str, bytes], after: Mapping[str, bytes], plans: Sequence[str]
) -> Report:
    """A comparison with what the templates of both states do to all plans."""
    changed = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    sentences = [sentence for path in changed for sentence in _sentences(path, before, after, len(plans))]
    if not sentences or not (before and after):
        return report
    registers = next((part for part in report.plans if not part.plan), PlanReport("", "", ()))
    whole = replace(registers, changes=by_weight((*registers.changes, *sentences)))
    of_plans = tuple(part for part in report.plans if part.plan)
    return replace(report, plans=(whole, *of_plans), reprinted=tuple(plans))


def _sentences(
    path: str, before: Mapping[str, bytes], after: Mapping[str, bytes], plans: int
) -> Iterator[ChangeSentence]:
    if path != _WORDS:
        values: dict[str, object] = {"path": path, "count": plans}
        text = Text("{path} is another one: all plans may print otherwise ({count})", values)
        yield _sentence(path, "", text, Span(path))
        return
    old, new = (_phrases(files.get(path, b"")) for files in (before, after))
    for key in {**new, **old}:
        was, now = (words[key].text if key in words else "" for words in (old, new))
        if was != now:
            values = {"key": key, "count": plans}
            text = Text("the fixed words “{key}” read otherwise in all plans that print them ({count})", values)
            yield replace(_sentence(key, key, text, Span(path, new[key].line if key in new else 1)), old=was, new=now)


def _phrases(content: bytes) -> dict[str, Scalar]:
    node, _ = read(_WORDS, content)
    entries = node.entries.items() if isinstance(node, MappingNode) else ()
    return {key: value for key, value in entries if isinstance(value, Scalar)}


def _sentence(item: str, field: str, text: Text, span: Span) -> ChangeSentence:
    return ChangeSentence(
        weight="wording",
        kind="set",
        plan="",
        item=item,
        anchor="",
        place="",
        sentence=text,
        agencies=(),
        span=span,
        field=field,
        name=item,
        of="template",
    )
