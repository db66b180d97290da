"""What matters most among changes, how far a name goes, and which finding of before a finding is."""

from collections import Counter
from decimal import Decimal
from itertools import groupby, product

import pytest

from planbook.changes.finding_changes import finding_changes
from planbook.changes.groups import most_important
from planbook.changes.names import shortened
from planbook.changes.renamed import new_ids_of_items
from planbook.changes.sentences import ChangeSentence
from planbook.changes.weights import WEIGHTS
from planbook.messages.diagnostics import Diagnostic, Severity, Span, Text
from planbook.model.task import Statement

THINGS = ("agency", "budget", "budget line", "duty", "figure", "plan", "target", "task")
FIELDS = ("agencies", "deadlines", "lead", "text", "to", "value", "values")


def sentence(of, kind, weight, field="", **more) -> ChangeSentence:
    return ChangeSentence(
        weight=weight, kind=kind, plan="thu", item="x", sentence=Text("x"), span=None, of=of, field=field, **more
    )


def ranked(sentences) -> list[list[ChangeSentence]]:
    """Changes by what matters most, those of one rank together: none of them is moved by another order."""
    listed = [*sentences]
    forward, back = (most_important(order, len(listed)) for order in (listed, listed[::-1]))
    places = {id(each): (forward.index(each), back.index(each)) for each in listed}
    order = sorted(listed, key=lambda each: sum(places[id(each)]))
    return [[*same] for _, same in groupby(order, key=lambda each: sum(places[id(each)]))]


def test_each_kind_of_change_has_its_place_among_what_matters(golden):
    kinds = [(of, kind, weight) for of, kind, weight in product(THINGS, ("add", "move", "remove"), WEIGHTS)]
    sets = [(of, "set", weight, field) for of, weight, field in product(THINGS, WEIGHTS, FIELDS)]
    lines = []
    for same in ranked(sentence(*key) for key in (*kinds, *sets)):
        names = Counter(f"{each.of} {each.kind} {each.field}".rstrip() for each in same)
        weights = ", ".join(sorted({each.weight for each in same}))
        lines.append(f"{weights}: {', '.join(f'{name} x{count}' for name, count in names.items())}\n")
    golden("changes/matters.txt", "".join(lines))


def test_of_one_matter_what_has_both_values_comes_first_the_largest_difference_before_others():
    both = [
        sentence("target", "set", "figures", "value", was="1", now="2", delta=Decimal(delta)) for delta in (3, -7, 0)
    ]
    one = [
        sentence("target", "set", "figures", "value", was="1", delta=Decimal(9)),
        sentence("target", "set", "figures", "value"),
    ]

    assert most_important([*one, *both]) == (both[1], both[0], both[2], *one)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a" * 90, "a" * 90),
        ("a" * 90 + ".;", "a" * 90),
        ("a " * 45 + "b", "a " * 44 + "a…"),
        ("a" * 89 + " bc", "a" * 89 + "…"),
        ("a" * 80 + "… bcdefghijk", "a" * 80 + "…"),
    ],
)
def test_a_name_ends_with_a_whole_word(text, name):
    assert shortened(text) == name


def found(
    item="viec", field="", path="data/plans/thu.yaml", severity=Severity.WARNING, allowed="", **values
) -> Diagnostic:
    said = Text("x", values)
    return Diagnostic("c", Span(path, 1, 1, 1), said, None, severity, allowed=allowed, item=item, field=field)


A, B = {"sum": "1", "line": "3"}, {"sum": "2", "line": "9"}


@pytest.mark.parametrize(
    ("before", "after", "fates"),
    [
        ([found(**A)], [found(**{**A, "line": "8"})], []),  # in another line it is the same
        ([found(**A)], [found(**B)], ["changed 1>2"]),
        ([found(field="text", **A)], [found(field="heading", **A)], []),
        ([found(field="text", **A)], [found(field="heading", **B)], ["changed 1>2"]),
        ([found("mot", **A)], [found("hai", **A)], ["new >1", "gone 1>1"]),
        ([found("", **A)], [found("", **B)], ["new >2", "gone 1>1"]),  # of no item only the same is the same
        ([found(**A)], [found(path="data/plans/khac.yaml", **A)], ["new >1", "gone 1>1"]),
        ([found(**A)], [found(**A, allowed="vì")], ["accepted 1>1"]),
        ([found(**A, allowed="vì")], [found(**A)], ["new 1>1"]),
        ([], [found(**A, allowed="vì")], ["accepted >1"]),
        ([found(**A)], [found(**A, severity=Severity.ERROR)], ["new 1>1"]),
        ([found(**A)], [found(**A, severity=Severity.INFO)], ["changed 1>1"]),
        ([found(a="1", b="1"), found(a="2", b="2")], [found(a="2", b="3"), found(a="1", b="4")], ["changed 2>2", "changed 1>1"]),
        ([found(a="1", b="1"), found(a="2", b="2")], [found(a="9", b="2")], ["changed 2>9", "gone 1>1"]),
        ([found(a="1")], [found(a="1"), found(a="2")], ["new >2"]),
        ([found(a="1"), found(a="2")], [found(a="1")], ["gone 2>2"]),
        ([], [found(a="1", severity=Severity.INFO), found(a="2", severity=Severity.ERROR), found(a="3")], ["new >2", "new >3", "new >1"]),
    ],
)  # fmt: skip
def test_a_finding_is_known_by_its_item_its_place_and_its_values(before, after, fates):
    def value(finding) -> str:
        return next(iter(finding.message.values.values())) if finding else ""

    told = [
        f"{change.fate} {value(change.before)}>{value(change.finding)}" for change in finding_changes(before, after)
    ]
    assert told == fates


def test_a_finding_of_what_got_another_id_is_the_same():
    before, after = [found("mot", **A)], [found("hai", path="data/plans/moi.yaml", **A)]

    assert finding_changes(before, after, {"mot": "hai", "thu": "moi"}) == ()
    assert [change.fate for change in finding_changes(before, after, {"mot": "hai"})] == ["new", "gone"]


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("plans/thu.yaml", "plans/2027/xa/thu.yaml", True),
        ("results/thu/2027.yaml", "results/2027/xa/thu/2027.yaml", True),
        ("agencies.yaml", "agencies/tinh.yaml", True),
        ("agencies.yaml", "localities.yaml", False),
        ("plans/thu.yaml", "results/thu/2027.yaml", False),
    ],
)
def test_a_finding_is_the_same_in_another_folder_and_where_its_register_was_split(before, after, is_same):
    sides = ([found(path=f"data/{path}", **A)] for path in (before, after))
    assert (finding_changes(*sides) == ()) is is_same


@pytest.mark.parametrize(("text", "elsewhere"), [("Mở bốn lớp nghề", "moi"), ("Mở ba lớp", "")])
@pytest.mark.parametrize("is_moved", [False, True])
def test_what_says_little_is_known_under_another_id_in_the_same_place_alone(text, elsewhere, is_moved):
    old, new = ({id_: Statement(id=id_, text=text)} for id_ in ("cu", "moi"))
    parents = {"cu": "mot", "moi": "hai" if is_moved else "mot"}

    assert new_ids_of_items(old, new, parents).get("cu", "") == (elsewhere if is_moved else "moi")
