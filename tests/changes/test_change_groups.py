"""A comparison with hundreds of changes is read in two minutes: what matters most first, then groups, and nothing is lost."""

import html
import re
from collections import Counter

import pytest

from planbook.changes.compare import compare
from planbook.changes.groups import by_class, most_important
from planbook.changes.report import report
from planbook.messages.escapes import markdown
from planbook.render.templates import Templates
from planbook.review.comment import LIMIT, as_markdown
from planbook.review.report import as_html, report_as_text
from planbook.review.states import differences
from tests.conftest import FIVE, ROOT
from tests.offices import AGENCIES, MONEY, SOURCES, office, part, task

TEMPLATES = Templates(ROOT / "templates")


@pytest.fixture(scope="module")
def between_years():
    return differences(FIVE, "lao-cai-2024", "lao-cai-2026")


def sentences(form: str, report) -> Counter[str]:
    """The changes below their classes in one form, without marks."""
    if form == "html":
        text = as_html(report, TEMPLATES)
        text = re.sub(r"<div class=\"texts\">.*?</div>", "", text, flags=re.DOTALL)
        _, text = text.split('<h2 id="lao-cai-2026">')
        listed = (re.sub("<[^>]*>", " ", line) for line in re.findall(r"<li>(.*?)</li>", text, re.DOTALL))
        return Counter(" ".join(html.unescape(line).split()) for line in listed)
    text = as_markdown(report) if form == "markdown" else report_as_text(report)
    _, text = re.split(r"\n(?:## )?Giảm nghèo bền vững tỉnh Lào Cai năm 2026\n", text)
    return Counter(line.strip().removeprefix("- ") for line in text.splitlines() if re.match(r"(?:    )?- ", line))


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_each_change_of_many_stands_once_below_its_class(between_years, form):
    escaped = markdown if form == "markdown" else str
    wanted = Counter(
        " ".join(f"{escaped(one.place)} {escaped(one.sentence.in_language('vi'))}".split())
        for one in between_years.sentences
    )
    shown = sentences(form, between_years)
    assert len(between_years.sentences) > 240
    assert {line: count for line, count in wanted.items() if shown[line] != count} == {}


def test_the_comment_of_many_changes_can_be_posted(between_years):
    assert len(as_markdown(between_years)) <= LIMIT


def test_nothing_comes_or_goes_twice(between_years):
    whole = Counter((one.kind, one.item) for one in between_years.sentences if one.kind in ("add", "remove"))
    assert [change for change, count in whole.items() if count > 1] == []


def test_ten_changes_of_many_stand_first_and_of_several_kinds(between_years):
    first = [one for _, one in between_years.most_important]
    assert len(first) == 10
    assert [(one.of, one.kind) for one in first[:6]] == [
        ("budget", "add"), ("budget", "remove"), ("target", "set"), ("target", "set"), ("target", "add"), ("target", "add"),
    ]  # fmt: skip
    assert {one.weight for one in first[6:]} == {"responsibility", "deadlines"}
    lines = report_as_text(between_years).splitlines()
    assert lines.index("Quan trọng nhất (10)") < lines.index("Giảm nghèo bền vững tỉnh Lào Cai năm 2026")
    assert any("từ 4%/năm trở lên → từ 1,5% trở lên" in line for line in lines[4:15])


def test_the_groups_of_a_class_have_the_heavier_things_first(between_years):
    lines = [line.strip() for line in report_as_text(between_years).splitlines()]
    groups = [
        "Dự toán: thêm (1)",
        "Chỉ tiêu: bỏ (7)",
        "Chỉ tiêu: thêm (4)",
        "Nhiệm vụ: chủ trì (11)",
        "Nhiệm vụ: thêm (23)",
    ]
    places = [lines.index(group) for group in groups]
    assert places == sorted(places)
    assert lines[lines.index("Chỉ tiêu: bỏ (7)") + 1].startswith(
        "- II.2 bỏ chỉ tiêu: Trong đó, tỷ lệ hộ nghèo ở xã nghèo"
    )


def commune(count: int, *, lead: str, year: str, value: str, total: str) -> dict:
    """A plan with so many tasks of one body, one target and money."""
    tasks = [
        task(f"viec-{at}", text=f"Việc thứ {at} của xã.", assignment={"lead": lead, "deadlines": [{"before": f"{year}-0{at % 9 + 1}-15"}]})
        for at in range(count)
    ]  # fmt: skip
    target = {"id": "ho-ngheo", "text": "Giảm {value}.", "value": value, "unit": "hộ"}
    return {
        "outline": [
            part("chi-tieu", targets=[target]),
            part("kinh-phi", budget={**MONEY, "total": total, "approximate": False}),
            part("nhiem-vu", tasks=tasks),
        ]
    }


def test_what_a_deputy_head_asks_for_is_not_hidden_by_forty_deadlines(words):
    before, after = (
        office(
            commune(40, lead="so-b", year=year, value=value, total=total), agencies=AGENCIES, funding_sources=SOURCES
        )
        for year, value, total in (("2027", "12", "1.500"), ("2028", "9", "1.800"))
    )
    whole = report(before, after, compare(before, after), words)
    first = [str(one.sentence) for _, one in whole.most_important]
    assert len(first) == 10
    assert "total raised from 1.500 triệu đồng to 1.800 triệu đồng (+300)" in first[0]
    assert "figure lowered from 12 hộ to 09 hộ (-3)" in first[1]
    assert all("366 days later" in line or "365 days later" in line for line in first[2:])
    assert max(first[2:], key=lambda line: "366" in line) == first[2], "the longest delay first"


def test_few_changes_have_no_groups_and_no_ten(words):
    before, after = (
        office(
            commune(20, lead=lead, year="2027", value="1", total="1.200"), agencies=AGENCIES, funding_sources=SOURCES
        )
        for lead in ("so-b", "so-c")
    )
    whole = report(before, after, compare(before, after), words)
    assert (len(whole.sentences), whole.most_important) == (20, ())
    assert report_as_text(whole).count("Phân công (20)\n    - ") == 1
    longer = [*whole.sentences, *whole.sentences[:1]]
    ((of_class,), first) = list(by_class(longer, is_long=True)), most_important(longer)
    assert [(str(group.heading), len(group.sentences)) for group in of_class.groups] == [("task: lead", 21)]
    assert len(first) == 10
