"""What an office publishes that cannot be right is refused with its place, and a list of offices too."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from planbook.gathering.foreign_tables import Unfit
from planbook.gathering.remarks import remarks
from planbook.gathering.sources import read_offices
from planbook.messages.diagnostics import BuildStopped
from planbook.views.summary import PlanSummary, Summary, summary_json
from tests.gathered import DAY, commune, digest, listed, publish, sign
from tests.gathering.offices import NOW, again, answers, of_files, put, without


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (put("plans", "plan", "../../etc"), "plan cannot be '../../etc'"),
        (put("plans", "status", "wonderful"), "status cannot be"),
        (put("plans", "short_title", None), "short_title is empty"),
        (put("plans", "first_year", 2030), "begins in 2030 and ends in 2027"),
        (put("plans", "first_year", True), "first_year cannot be"),
        (put("tasks", "last_day", "30/6/2027"), "last_day cannot be"),
        (put("tasks", "days", "2027-06-30;30/9/2027"), "days cannot be"),
        (put("tasks", "name", "x" * 60_000), "name cannot be"),
        (put("tasks", "plan", "khong-co"), "there is no khong-co"),
        (put("assignments", "agency", "so-la"), "there is no so-la in agencies"),
        (put("values", "value", 10**40), "value cannot be"),
        (put("values", "value", "1e999999999"), "value cannot be"),
        (put("values", "value", "NaN"), "value cannot be"),
        (put("values", "value", 8.5), "its table of targets says 7.5, its table of values 8.5"),
        (put("agencies", "is_group", "no"), "is_group cannot be"),
        (put("agencies", "more", 1), "other columns than the first one"),
        (again("tasks"), "tasks says two things under one key"),
        (again("plans"), "plans says two things under one key"),
        (without("tasks", "lead"), "tasks lacks the column lead"),
        (lambda rows: rows.pop("values"), "lacks the table values"),
        (lambda rows: rows.update(plans=["x"]), "holds something that is no row"),
        (lambda rows: rows.update(tasks={"a": 1}), "holds no tables of rows"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_data_that_cannot_be_right_are_refused_with_their_place(tmp_path, edit, said):
    folder = publish(tmp_path / "an", commune("an"), edit)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"plans": [], "plans": []}', "no JSON"),
        ('{"plans": [NaN]}', "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no tables"),
        ('{"plans": [' + "9" * 5000 + "]}", "no JSON"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_files_that_are_no_data_are_refused(published, tmp_path, content, said):
    folder = shutil.copytree(published / "an", tmp_path / "an")
    (folder / "du-lieu/du-lieu.json").write_text(content, "utf-8")
    sign(folder)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"package": {"version": "2.0"}}, "version 2.0"),
        ({"made": "yesterday"}, "does not say when"),
        ({"made": None}, "does not say when"),
        ({"as_of": "soon"}, "does not say when"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_a_version_that_means_something_else_and_a_site_of_no_day_are_refused(tmp_path, about, said):
    folder = publish(tmp_path / "an", commune("an"), **about)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


def test_what_an_older_version_does_not_say_is_empty_and_told(tmp_path):
    def older(rows):
        del rows["members"]
        without("plans", "wording")(rows)
        for row in rows["plans"]:
            row["mood"] = "good"
        rows["moods"] = []

    state = of_files(publish(tmp_path / "an", commune("an"), older))

    assert state.publication.tables["plans"][0]["wording"] is None
    assert {"members.*", "plans.wording"} <= {*state.publication.lacking}
    assert state.publication.beyond == ("moods.*", "plans.mood")
    assert [remark.check for remark in remarks([state], 30, DAY)] == ["source-version"] * 2


def cut_by_places(published: Path, folder: Path) -> Path:
    """The site of an office that is cut by places: each has its own data and its own list of files, which the first one names."""
    parts = []
    for name in ("an", "binh"):
        here = folder / "xa" / name
        shutil.copytree(published / name / "du-lieu", here / "du-lieu")
        rows = [
            {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": digest(path)}
            for path in sorted((here / "du-lieu").iterdir())
        ]
        (here / "shard-manifest.json").write_text(json.dumps({"files": rows}), "utf-8")
        parts.append(
            {"path": f"xa/{name}/shard-manifest.json", "size": 1, "sha256": digest(here / "shard-manifest.json")}
        )
    about = {"made": NOW.isoformat(), "as_of": DAY.isoformat(), "revisions": {"": "abc"}, "parts": parts, "files": []}
    (folder / "manifest.json").write_text(json.dumps(about), "utf-8")
    return folder


def test_an_office_of_many_places_is_read_place_by_place(published, tmp_path):
    folder = cut_by_places(published, tmp_path / "tinh")
    listed(tmp_path, [{"id": "tinh", "name": "UBND tỉnh", "at": "tinh"}])

    (state,) = answers(tmp_path)
    assert [plan["plan"] for plan in state.publication.tables["plans"]] == ["an-2027", "binh-2027"]
    assert len([row for row in state.publication.tables["agencies"] if row["agency"] == "bo-y"]) == 1
    assert "xa/an/shard-manifest.json" in state.files
    assert of_files(folder).publication == state.publication

    shutil.copy(published / "chi/du-lieu/du-lieu.json", folder / "xa/an/du-lieu/du-lieu.json")
    assert [state.state for state in answers(tmp_path)] == ["missing"]


@pytest.mark.parametrize(
    ("tasks", "day", "said"), [(3, DAY, "says 3 tasks"), (2, date(2027, 3, 14), "is of 2027-03-14")]
)
@pytest.mark.usefixtures("in_english")
def test_a_summary_that_says_otherwise_than_the_data_refuses_an_office(published, tmp_path, tasks, day, said):
    folder = shutil.copytree(published / "an", tmp_path / "an")
    words = dict.fromkeys(("title", "subject", "place", "issuer", "period", "status_name", "address", "revision"), "")
    counts = dict.fromkeys(("deadlines", "agencies", "errors", "warnings", "infos"), 0)
    time = {"first": DAY, "last": DAY, "status": "draft", "is_over": False, "runs_until": None, "changed": None}
    plan = PlanSummary(id="an-2027", tasks=tasks, tasks_done=None, targets=1, **words, **counts, **time)
    lists = dict.fromkeys(("places", "agencies", "indicators", "money", "documents", "abbreviations"), ())
    texts = dict.fromkeys(("folder", "title", "place", "revision"), "")
    summary = Summary(version=2, as_of=day, plans=(plan,), register_findings=0, **lists, **texts)
    (folder / "du-lieu/tom-tat.json").write_bytes(summary_json(summary))
    sign(folder)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


@pytest.mark.usefixtures("in_english")
def test_no_address_but_https_no_key_twice_and_no_place_twice(tmp_path):
    places = (
        "http://example.org/",
        "ftp://x/",
        "file:///etc/hostname",
        "https://me:word@x/",
        "https://x/?a=1",
        "https://[::1",
        "//x://",
    )
    root = listed(tmp_path, [{"id": f"a{at}", "name": "A", "at": place} for at, place in enumerate(places)])

    with pytest.raises(BuildStopped) as stop:
        read_offices(root)
    assert [finding.check for finding in stop.value.findings] == ["wrong-kind"] * len(places)
    assert [finding.span.line for finding in stop.value.findings] == [5 + 3 * at for at in range(len(places))]

    listed(tmp_path, [{"id": "a", "name": "A", "at": "x/"}, {"id": "b", "name": "B", "at": "x"}], old_after="0")
    with pytest.raises(BuildStopped) as stop:
        read_offices(root)
    assert [finding.check for finding in stop.value.findings] == ["wrong-kind"]

    listed(tmp_path, [{"id": "a", "name": "A", "at": "x/"}, {"id": "b", "name": "B", "at": "x"}])
    with pytest.raises(BuildStopped) as stop:
        read_offices(root)
    assert [finding.check for finding in stop.value.findings] == ["duplicate-id"]
