"""A check of an office in portions says and keeps what a check of all its plans together does, or leaves it to that one."""

import gc
import shutil
import weakref
from pathlib import Path

import pytest

from planbook.loading.kept_registers import REGISTERS_IN_WORKSPACE
from planbook.messages.diagnostics import findings_as_text, in_order
from planbook.outputs import whole_check
from planbook.outputs.office_files import OfficeFiles
from planbook.outputs.whole_check import CheckedPlans, checked_in_portions, checked_together
from planbook.repository.files import read_folder
from tests.conftest import FIVE
from tests.small_country import COUNTRY

COMMUNE, SHARED = "plans/viec-xa-m-2027.yaml", "29-nq-tw-2013"


@pytest.fixture
def office(request, tmp_path, monkeypatch) -> Path:
    """The folder of an office, whose plans are checked one by one where nothing ties them."""
    monkeypatch.setattr(whole_check, "AT_ONCE", 1)
    monkeypatch.setattr(whole_check, "_PARTS", 100)
    shutil.copytree(request.param, tmp_path / "data")
    return tmp_path


def edit(office: Path, name: str, old: str, new: str) -> None:
    path = office / "data" / name
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def told(checked: CheckedPlans) -> list[tuple[str, ...]]:
    findings = in_order(finding for own in checked.findings.values() for finding in own)
    return [
        (findings_as_text([one], checked.workspace.lines), one.item, one.field, one.allowed, str(one.plan))
        for one in findings
    ]


def in_portions(office: Path) -> CheckedPlans | None:
    """What a check in portions leaves, which is what one of all plans does."""
    data = OfficeFiles(read_folder(office / "data"), None)
    checked, together = checked_in_portions(data, office), checked_together(data)
    if checked:
        assert told(checked) == told(together)
        assert [*checked.records.items()] == [*together.records.items()]
        for name in REGISTERS_IN_WORKSPACE:
            mine, theirs = getattr(checked.workspace, name), getattr(together.workspace, name)
            assert mine == theirs, name
            assert [*mine] == [*theirs], name
        assert all(ids == together.ids[kind] for kind, ids in checked.ids.items())
    return checked


@pytest.mark.parametrize("office", [FIVE / "data", COUNTRY], indirect=True)
def test_an_office_in_portions(office):
    checked = in_portions(office)

    assert checked
    assert not checked.workspace.plans


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
@pytest.mark.parametrize(
    ("old", "new", "is_named"),
    [
        ("legal_bases: []", f"legal_bases: [{{document: {SHARED}, role: implements}}]", True),
        ("legal_bases: []", f"legal_bases:\n- document: {SHARED}\n  role: implements", True),
        ("legal_bases: []", 'legal_bases:\n- document: "29-nq\\x2dtw-2013"\n  role: implements', True),
        ("preamble: ", f"preamble: Theo {{document:{SHARED}}}, ", True),
        ("preamble: ", f"# cf. {{document:{SHARED}}}\npreamble: ", False),
        ("preamble: ", f"preamble: Theo {SHARED}, ", False),
    ],
)
def test_what_is_shared_is_there_where_a_plan_names_it(office, old, new, is_named):
    edit(office, COMMUNE, old, new)

    assert (SHARED in in_portions(office).workspace.documents) == is_named


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("agencies.yaml", "\n- id: ", "\n# allow: name-shared - nobody\n- id: "),
        ("plans/nghe-a-2027.yaml", "id: nghe-a-2027", "id: nghe-a-2027\nfollows: [viec-xa-m-2027]"),
        (COMMUNE, "outline:", "outline:\n- {id: thuong, heading: Chung, tasks: [{id: x, text: Làm như so-b}]}"),
    ],
)
def test_what_is_accepted_in_registers_or_ties_plans(office, name, old, new):
    edit(office, name, old, new)

    assert in_portions(office)


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (COMMUNE, "jurisdiction: xa-m", 'jurisdiction: "xa\\x2dm"'),  # the place is another than its words say
        (COMMUNE, "title: ", "title: {"),
        (COMMUNE, "id: viec-xa-m-2027", "id: viec-xa-m-2028"),
        ("agencies.yaml", "\n- id: ", "\n- od: "),
    ],
)
def test_what_cannot_be_told_of_portions_is_left_to_a_check_of_all(office, name, old, new):
    edit(office, name, old, new)

    assert in_portions(office) is None


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
def test_plans_that_bring_files_are_there_to_be_looked_at(office):
    (office / "data/attachments/viec-xa-m-2027").mkdir(parents=True)

    assert [*in_portions(office).workspace.plans] == ["viec-xa-m-2027"]


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
def test_few_plans_are_read_together(office, monkeypatch):
    monkeypatch.setattr(whole_check, "AT_ONCE", 50)

    assert in_portions(office) is None


@pytest.mark.parametrize("office", [COUNTRY], indirect=True)
def test_what_was_read_of_plans_is_let_go_before_the_next_ones_are(office, monkeypatch):
    read, real = [], whole_check.loaded_part

    def load(*arguments, **options):
        assert not any(entry() for entry in read)
        workspace, *rest = real(*arguments, **options)
        read.extend(weakref.ref(workspace) for _ in workspace.plans)
        return workspace, *rest

    monkeypatch.setattr(whole_check, "loaded_part", load)
    gc.disable()  # as in a build
    try:
        assert checked_in_portions(OfficeFiles(read_folder(office / "data"), None), office)
    finally:
        gc.enable()
    assert len(read) == 5
