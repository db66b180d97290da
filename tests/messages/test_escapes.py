"""Places × hostile texts: what stands in data, file names and git may be read everywhere and steers nothing."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
import yaml
from icalendar import Calendar
from lxml import html as page
from markdown_it import MarkdownIt

from planbook.messages.diagnostics import Diagnostic, Span, Text, as_github, findings_as_json, findings_as_text
from planbook.messages.escapes import in_csv, in_json, markdown, visible
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.render.ics import Calendars
from planbook.render.templates import Templates
from planbook.review.comment import Places
from planbook.views.deadlines import Commitment
from tests import offices
from tests.clones import git
from tests.conftest import FIVE, ROOT, run

HOSTILE = [
    "đọc @ai-do và @nhom/to, #123, !45, %67, ~nhãn, &8, $9, GH-10, a/b#11, a@b.vn",
    "[chữ](http://x.example) ![ảnh](//x.example/a.png) <http://x.example> http://x.example www.x.example",
    "<img src=x onerror=alert(1)><script>alert(1)</script></details></td></table><!-- -->",
    "</details> \n\n## Đã duyệt\n\n/close\n/approve",
    "/close",
    "```sh\nrm -rf\n``` ~~~ `x` $`x`$ $$x$$",
    "| a | b |\n|---|---|\n> trích\n# đề mục\n- mục\n1) số\n=== \n---",
    "1. một",
    "1) một",
    "::error file=a.py,line=1::giả\r\n::add-mask::x%0A::stop-commands::y%",
    "\x1b[31mđỏ\x1b[0m \x1b]8;;http://x.example\x07liên kết\x1b]8;;\x07 \x9b2J\x08\x08\rđè\x00",
    "a\u202egnp.exe\u202c \u2066b\u2069 c\u200bd\ufeffe\u00adf \u2028g\u2029h",
    '=HYPERLINK("http://x.example") ',
    "+1 -1 @SUM(A1)",
    "-2+3",
    "＝1",
    "BEGIN:VALARM\nTRIGGER:-PT1M;X=1,2\\n\r\nEND:VEVENT",
    ":bell: :+1: mailto:a@b.vn {{ 7 * 7 }} {% x %} ${{ github.token }}",
    "\udcff tên tệp",
]
HIDDEN = re.compile(
    r"[^\S\n\t ]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# What GitHub or GitLab make of the texts of a page that was rendered.
CALLS = re.compile(
    r"@\w|#\d|![\d]|%[\w\"]|~\w|&\d|\$\d|\bGH-\d|https?://|\bwww\.|\bmailto:|:[\w+-]+:|[\w.]+@[\w.]+", re.IGNORECASE
)


def as_read(text: str) -> str:
    return " ".join(visible(" ".join(text.split())).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_shows_the_text_and_calls_nobody(text):
    for line in (
        f"- {markdown(text)}",
        f"## {markdown(text)}",
        f"| {markdown(text)} | b |\n|---|---|\n| {markdown(text)} | 1 |",
        markdown(text),
    ):
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(line)
        kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
        assert kinds <= {
            "bullet_list",
            "list_item",
            "paragraph",
            "inline",
            "heading",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
        texts = [token for token in tokens if token.type == "inline"]
        pieces = [piece for token in texts for piece in token.children or ()]
        assert {piece.type for piece in pieces} <= {"text", "html_inline", "text_special"}
        assert {piece.content for piece in pieces if piece.type == "html_inline"} <= {"<!-- -->"}
        groups = [group for token in texts for group in between(token.children or ())]
        apart = ["".join(piece.content for piece in group) for group in groups]
        assert not [found for piece in apart for found in CALLS.findall(piece)]
        first = "".join(piece.content for piece in texts[0].children or () if piece.type != "html_inline")
        assert first == as_read(text)
    assert not any(row.lstrip().startswith("/") for row in markdown(text).splitlines())


def between(pieces):
    """The texts between the empty comments: a site looks for names in each by itself."""
    group = []
    for piece in pieces:
        if piece.type == "html_inline":
            yield group
            group = []
        else:
            group.append(piece)
    yield group


def test_a_file_in_a_comment_is_one_link():
    name = "data/plans/a](http://x.example)[b @ai \u202e.yaml"
    tokens = MarkdownIt().parse("x" + Places("https://kh.example", "https://git.example/blob/HEAD").line(Span(name, 7)))
    links = [piece.attrs["href"] for piece in tokens[1].children or () if piece.type == "link_open"]
    assert len(links) == 1
    assert str(links[0]).startswith("https://git.example/blob/HEAD/data/plans/a%5D%28http%3A//x.example")


@pytest.mark.parametrize("text", HOSTILE)
def test_an_annotation_is_one_line_that_says_its_file_and_its_text(text):
    found = Diagnostic(
        "figure-sum", Span(f"data/{text},line=9:x.yaml", 3), Text("{a}", {"a": text}), Text("{a}", {"a": text})
    )
    lines = as_github([found]).splitlines()
    assert len(lines) == 1
    told = re.fullmatch(r"::error file=([^,:]*),line=3,col=1,title=figure-sum::(.*)", lines[0])
    assert told
    assert undone(told[1]) == visible(f"data/{text},line=9:x.yaml".replace("\r\n", "\n"))
    assert undone(told[2]) == visible(f"{text}\n{text}".replace("\r\n", "\n"))
    assert not HIDDEN.search(lines[0].replace("\u00a0", " "))


def undone(text: str) -> str:
    """What the runner reads of an annotation."""
    for written, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, letter)
    return text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_terminal_shows_the_text_and_obeys_none_of_it(text):
    found = Diagnostic("figure-sum", Span(f"data/{text}.yaml"), Text("{a}", {"a": text}), Text("{a}", {"a": text}))
    for said in (visible(text), findings_as_text([found], {f"data/{text}.yaml": [text]}), findings_as_json([found])):
        assert not HIDDEN.search(said), said
    assert json.loads(findings_as_json([found]))["diagnostics"][0]["message"] == text
    assert json.loads(in_json(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_shows_the_text_and_nothing_else(tmp_path, text):
    (tmp_path / "x.html").write_text('<p title="{{ text }}">{{ text }}</p>', "utf-8")
    element = page.fromstring(Templates(tmp_path).render("x.html", text=text))
    assert element.tag == "p"
    assert list(element) == []
    assert element.text == element.get("title") == visible(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_csv_is_no_formula_and_gives_its_text_back(text):
    stream = io.StringIO()
    csv.writer(stream).writerow([in_csv(text)])
    (cell,) = next(iter(csv.reader(io.StringIO(stream.getvalue(), newline=""))))
    assert cell[:1] not in tuple("=+-@\t\r＝＋－＠")
    assert cell.removeprefix("'") == text


class Said:
    """A plan and phrases as a calendar asks for them."""

    is_draft = False
    short_title = "Kế hoạch"

    def say(self, phrase: str, **blanks: object) -> str:
        return f"{phrase} {blanks or ''}"


@pytest.mark.parametrize("text", [one for one in HOSTILE if "\udcff" not in one])
def test_a_calendar_has_one_event_with_the_text_whatever_it_says(text):
    one = Commitment("p/x", "p", "x", work=text, about=text, who=text, terms=((date(2026, 4, 9), text),))
    calendars = Calendars({"p": Said()}, Said(), lambda _: datetime(2026, 1, 1, tzinfo=UTC))
    read = Calendar.from_ical(calendars.file(text, [one], []))
    events = list(read.walk("VEVENT"))
    assert len(events) == 1
    assert list(read.walk("VALARM")) == []
    assert set(events[0]) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"}
    assert not HIDDEN.search(str(events[0]["SUMMARY"]))


@pytest.mark.parametrize(
    "words",
    [("explain", "a\x1b]0;x\x07\u202eb"), ("a\u202eb",), ("diff", "a\x1b[2J\u2066b"), ("check", "--lang", "a\u202eb")],
)
def test_what_somebody_types_comes_back_without_its_power(words):
    answer = run(FIVE, *words)
    assert answer.returncode == 2
    assert not HIDDEN.search(answer.stdout + answer.stderr)


def test_no_workflow_puts_what_others_wrote_into_a_command():
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
        commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
        assert commands
        assert [one for one in commands if "${{" in one] == []


def test_the_page_of_states_shows_what_a_commit_says_and_nothing_else(tmp_path):
    root = offices.written(tmp_path / "office", {})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    plan = root / "data/plans/thu.yaml"
    plan.write_text(plan.read_text("utf-8").replace("Làm việc.", "Làm việc gấp."), "utf-8")
    said = "<img src=x onerror=alert(1)> {{ 7*7 }} \u202e [l](javascript:x) `"
    git(root, "commit", "-qam", said)
    made = edition(read_sources(root), made_at(root), history=True)
    texts = page_texts(Site(made, dict.fromkeys(feed_files(made), 1)))
    page = next(text for path, text in texts.items() if path.endswith("cac-lan-sua/index.html"))
    assert "&#60;img src&#61;x onerror&#61;alert&#40;1&#41;&#62; &#123;&#123; 7&#42;7 &#125;&#125;" in page
    assert "<img" not in page
    assert "](javascript" not in page
    assert "\u202e" not in page
