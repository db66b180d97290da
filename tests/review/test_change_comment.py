"""The comment of a pull request: a summary first, links that lead somewhere, and never too long to be posted."""

import re
from html.parser import HTMLParser
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, get_args, get_origin

import pytest

from planbook import model
from planbook.changes.terms import ENTRY_TERMS, FIELDS, PROGRAM_WORDS
from planbook.changes.words import Side
from planbook.loading.workspace import load_files
from planbook.messages.diagnostics import Text
from planbook.messages.escapes import markdown
from planbook.model.agency import MemberRule
from planbook.model.entry import Entry
from planbook.repository.files import read_folder
from planbook.review.comment import Places, as_markdown
from planbook.review.states import differences
from planbook.wording.wording import Wording
from tests.clones import PLAN, changed, clone
from tests.conftest import FIVE, run

# Fields that are told with others, and those that hold items, each of which is told by itself.
TOGETHER = {"comparator", "value", "upper", "source"}
NEVER_TOLD = {
    "agency",
    "reason",
    "remark",
    "seal",
    "collective",
    "acting_for",
    *("begins", "capital", "otherwise"),  # of names of places, which no comparison looks at
    "function",
    "words",
    "of",  # a word of a seal, which is told where it differs from the register
    "assignment",
    "budget",
}


@pytest.fixture(scope="module")
def between_years():
    return differences(FIVE, "lao-cai-2024", "lao-cai-2026")


@pytest.fixture
def repository(tmp_path):
    return clone(tmp_path / "clone")


def comment(root, *options):
    answer = run(root, "diff", "HEAD", "--format", "markdown", *options)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


class Ids(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, _, attrs):
        self.found |= {value for name, value in attrs if name == "id"}


def test_the_first_lines_say_how_much_changed_and_the_wording_is_folded(repository):
    changed(
        repository, ("value: 1,5\n", "value: 2\n"), ("heading: Nghiên cứu tham mưu", "heading: Nghiên cứu, tham mưu")
    )
    said = comment(repository)
    states, _, said = said.partition("\n\n")
    assert re.fullmatch(r"So sánh: HEAD \([0-9a-f]{7}\) \(trước\) và dữ liệu đang sửa \(sau\)", states)
    assert said.startswith(
        "**2 thay đổi trong 1 kế hoạch; 4 cơ quan bị ảnh hưởng; phát hiện: 0 mới, 0 đổi, 0 không còn**\n\n"
        "| Kế hoạch | Số liệu | Phân công | Thời hạn | Căn cứ pháp lý | Hiệu lực | Câu chữ | Bố cục |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|\n"
        "| Giảm nghèo bền vững tỉnh Lào Cai năm 2026 | 1 |  |  |  |  | 1 |  |\n"
    )
    assert "### Số liệu (1)\n\n- II.2 Giảm tỷ lệ hộ nghèo" in said
    assert re.search(
        r"<details><summary>Câu chữ \(1\)</summary>\n\n- III\.4 .*\n  - Nghiên cứu<ins>,</ins> tham mưu .*\n\n</details>",
        said,
    )


@pytest.mark.parametrize(
    "edits",
    [
        [("value: 1,5\n", "value: 2\n"), ("heading: Nghiên cứu tham mưu", "heading: Nghiên cứu, tham mưu")],
        [("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: [so-noi-vu, ubnd-xa-phuong]"), ("Chủ trì, cùng sở", "Cùng sở")],
        [("heading: Nghiên cứu tham mưu", "heading: Nghiên cứu, tham mưu")],
    ],
)
def test_every_agency_that_is_counted_is_named(repository, edits):
    changed(repository, *edits)
    said = comment(repository)
    (count,) = re.findall(r"(\d+) cơ quan bị ảnh hưởng", said)
    named = re.findall(r"^- \*\*(.+)\*\*$", said.partition("### Ai bị ảnh hưởng")[2], re.MULTILINE)
    told = re.findall(r"^- Có mục được sửa, việc được giao không đổi: (.+)$", said, re.MULTILINE)
    named += [name for line in told for name in line.split("; ")]
    assert len({*named}) == len(named) == int(count)

    in_terminal = run(repository, "diff", "HEAD", "--lang", "vi").stdout
    assert all(name in in_terminal for name in named)


def test_totals_findings_and_who_is_affected_stand_open(repository):
    changed(
        repository,
        ("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: [so-noi-vu, ubnd-xa-phuong]"),
        ("amount: 852\n", "amount: 952\n"),
    )
    said = comment(repository)
    assert (
        "| Tổng kinh phí (Tổng kinh phí dự kiến của Kế hoạch được…) | khoảng 5.181 tỷ đồng (Σ 5.180 tỷ đồng) | khoảng 5.181 tỷ đồng (Σ 5.280 tỷ đồng) |"
        in said
    )
    assert "- **budget-sum** (lỗi) tổng là 5.181, các phần cộng lại 5.280" in said
    assert re.search(r"- \*\*Sở Nội vụ tỉnh Lào Cai\*\*\n  - nay chủ trì: III\.1 Quán triệt", said)
    assert said.index("budget-sum") < said.index("### Số liệu")
    assert "details" not in said


def test_a_duty_that_changes_is_to_be_confirmed_by_who_has_it(repository):
    changed(repository, ("Chủ trì, cùng sở, ngành liên quan giúp", "Cùng sở, ngành liên quan giúp"))
    assert re.search(r"- \*\*Sở Tài chính\*\*\n  - cần xác nhận lại: IV\.2 ", comment(repository))


def test_links_lead_to_the_site_and_to_the_line(repository):
    changed(repository, ("value: 1,5\n", "value: 2\n"))
    changed(
        repository,
        ("theme:", "site_url: https://plans.example/\nrepo_url: https://git.example/o/r\ntheme:"),
        path="mkdocs.yml",
    )
    row = "- [II.2](https://plans.example/ke-hoach/lao-cai-2026/#giam-ty-le-ho-ngheo) Giảm tỷ lệ"
    line = (repository / PLAN).read_text(encoding="utf-8").splitlines().index("            value: 2") + 1
    by_itself = comment(repository)
    assert row in by_itself
    assert f"([lao-cai-2026.yaml:{line}](https://git.example/o/r/blob/HEAD/{PLAN}#L{line}))" in by_itself
    assert f"(https://git.example/o/r/blob/abc/{PLAN}#L{line})" in comment(
        repository, "--source-url", "https://git.example/o/r/blob/abc"
    )


def test_every_link_leads_to_something_on_the_page(project, between_years):
    page = (project / "site/ke-hoach/lao-cai-2026/index.html").read_text(encoding="utf-8")
    linked = set(
        re.findall(r"\(s/ke-hoach/lao-cai-2026/#(.*?)\)", as_markdown(between_years, places=Places("s"), limit=10**6))
    )
    assert len(linked) > 80
    assert linked <= Ids(page).found


@pytest.mark.parametrize("limit", [3_000, 20_000])
def test_what_is_too_long_is_cut_from_the_lightest_and_says_so(between_years, limit):
    whole, said = as_markdown(between_years, limit=10**6), as_markdown(between_years, limit=limit)
    assert len(said) <= limit < len(whole)
    assert "dài quá không đăng được" in said
    assert said.count("<details>") == said.count("</details>")
    changes = re.search(r"\d+ thay đổi", whole)
    assert changes
    assert changes.group() in said
    assert "từ 4%/năm trở lên" in said, "what matters most stays"
    assert ("thêm chỉ tiêu: Hỗ trợ phát triển sản xuất" in said) == (limit > 10_000), "figures go last"
    shown = sum(line.startswith(("- ", "  - ")) for line in said.splitlines())
    cut = sum(map(int, re.findall(r"còn (\d+) dòng nữa", said)))
    rows = [sum(line.startswith("|") for line in text.splitlines()) for text in (whole, said)]
    assert shown + cut == sum(line.startswith(("- ", "  - ")) for line in whole.splitlines()) + rows[0] - rows[1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5*3*2 | `x` <b> [a](b)", r"5\*3\*2 \| \`x\` \<b\> \[a\](b)"),
        ("1986. Năm tốt", r"1986\. Năm tốt"),
        ("- 10-NQ/TU, 10.000 người, 10,5%", r"\- 10-NQ/TU, 10.000 người, 10,5%"),
        ("gửi @ai, xem #5", "gửi @<!-- -->ai, xem #<!-- -->5"),
        ("&lt; $x$ ~~bỏ~~", r"\&<!-- -->lt; \$<!-- -->x\$ \~\~<!-- -->bỏ\~\~"),
    ],
)
def test_plan_text_stays_plan_text(text, shown):
    assert markdown(text) == shown


# What no comparison looks at: what came of plans, what others said of drafts, registers of the program, forms of reports.
UNCOMPARED = {f"planbook.model.{name}" for name in ("results", "opinion", "issuer", "report_form")}
# Only what is imported is known: without all of them the answer would depend on the tests before this.
for module in iter_modules(model.__path__, "planbook.model."):
    import_module(module.name)


def kinds(kind=Entry):
    for below in kind.__subclasses__():
        if below.__module__ not in UNCOMPARED:
            yield below
        yield from kinds(below)


def test_every_field_of_the_data_has_a_name_in_the_report(between_years):
    told = {
        name
        for kind in kinds()
        if kind.__module__.startswith("planbook.model") and (kind in ENTRY_TERMS or "id" not in kind.model_fields)
        for name, field in kind.model_fields.items()
        if not kind.__name__.endswith("File") and "tuple" not in str(field.annotation) and not field.exclude
    }
    assert told - TOGETHER - NEVER_TOLD - FIELDS.keys() == set()


# Words that a plan prints by its own phrases, and those of files that no comparison looks at.
PRINTED = {"comparator", "unit", "role", "every"}
COLUMNS = {"TrackerColumn"}  # an office names them by the words of the program itself


def literals(annotation):
    """The words of a closed list anywhere in the type of a field."""
    if get_origin(annotation) is Literal:
        return {word for word in get_args(annotation) if isinstance(word, str)}
    return {word for part in get_args(annotation) for word in literals(part)}


def test_every_word_of_the_program_that_a_field_can_hold_is_said_in_the_readers_words():
    missing = {
        f"{kind.__name__}.{name}: {word}"
        for kind in kinds()
        if kind.__module__.startswith("planbook.model") and kind.__name__ not in COLUMNS
        for name, field in kind.model_fields.items()
        if name not in PRINTED and not field.exclude
        for word in literals(field.annotation)
        if word != "unallocated" and word not in PROGRAM_WORDS.get(name, {})
    }
    assert missing == set()


def in_vietnamese(words):
    return words.in_language("vi") if isinstance(words, Text) else words


def test_a_numbering_and_the_rules_of_a_group_are_told_in_words_of_the_reader(words):
    workspace = load_files(read_folder(FIVE / "data"))[0]
    on = Side(workspace, None, None, {}, Wording(words))
    rule = MemberRule(level="province", branches=["armed-forces", "party"])

    assert in_vietnamese(on.value(rule, "numbering", "letter")) == "chữ cái (a, b, c)"
    assert in_vietnamese(on.value(rule, "branches", rule.branches)) == "lực lượng vũ trang, cơ quan Đảng"
    assert "cấp tỉnh" in in_vietnamese(on.value(rule, "member_rule", rule))


def test_ids_are_shown_only_where_they_changed(between_years):
    lines = [line for line in as_markdown(between_years, limit=10**6).splitlines() if ": mã " not in line]
    lines = [line for line in lines if not line.startswith(("- **", "So sánh: "))]  # names of checks, of the plans
    assert len(lines) > 200
    assert not [line for line in lines if re.search(r"\b(?:[a-z]+-){2,}[a-z0-9]+\b", line)]
