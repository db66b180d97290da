"""Every reader of foreign files reads or refuses whatever it is given: files changed at random, with limits."""

import signal
import time

import pytest

from planbook.layout import departures
from planbook.layout.rules import load_rules
from planbook.messages.diagnostics import Refusal, Text
from planbook.ooxml.anchors import read_manifest
from planbook.ooxml.opening import WORKBOOK, read_package
from planbook.ooxml.plain import plain_lines
from planbook.ooxml.reading import read_document
from planbook.ooxml.returned import read_returned
from planbook.ooxml.states import final, original
from planbook.ooxml.workbooks import read_book
from planbook.returns.word.pull_word import read_draft
from planbook.returns.workbook.pull_workbook import compared_workbook
from planbook.verify.pdf import pdf_text
from planbook.verify.readers import calendar_lines, csv_lines, json_lines, page_lines, word_lines, workbook_lines
from tests import drafts
from tests.conftest import FIVE
from tests.foreign_word import foreign_plan
from tests.layout.official_documents import resolution, with_regulation
from tests.ooxml.fuzzing import faults, mutated
from tests.ooxml.test_workbook_opening import plain
from tests.word_edits import packed, parts_of

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a@planbook\r\nDTSTART;VALUE=DATE:20260105\r\n"
    "RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5;UNTIL=20271231\r\nSUMMARY:Báo cáo\r\nDESCRIPTION:a\\nb\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
PAGE = (
    '<html><body><article><h1 id="a">Kế hoạch<a class="headerlink">#</a></h1><table><tr id="b--row"><td>1</td>'
    "<td><p>Hộ</p></td></tr></table><ul><li>một <b>hai</b></li></ul><dl><dt>x</dt><dd>y</dd></dl></article></body></html>"
)
JSON = '{"plan": {"outline": [{"heading": "a", "value": 1.5}, {"n": 3000}]}, "b": [true, null, "x"]}'

RULES = load_rules(FIVE)


def word(content: bytes) -> None:
    package = read_package(content)
    document = read_document(package)
    list(plain_lines(document))
    for one in departures(document, RULES):
        one.message.in_language("vi")
    read_manifest(package)
    returned = read_returned(package)
    final(returned)
    original(returned)


def workbook(content: bytes) -> None:
    workbook_lines(content)
    compared_workbook(FIVE, read_book(read_package(content, WORKBOOK)), drafts.state())


def draft(content: bytes) -> None:
    read_draft(FIVE, read_package(content), drafts.state())


def on_disk(tmp_path):
    def published(content: bytes) -> None:
        (tmp_path / "x.docx").write_bytes(content)
        word_lines(tmp_path / "x.docx")

    return published


def many(content: bytes, count: int, start: int = 0):
    return ((seed, mutated(content, seed)) for seed in range(start, start + count))


@pytest.mark.parametrize("made", [foreign_plan, lambda: resolution().bytes(), lambda: with_regulation().bytes()])
def test_word_files_are_read_or_refused(made):
    assert faults(word, many(made(), 50)) == []


def test_drafts_are_pulled_or_refused():
    assert faults(draft, many(drafts.draft_of("bac-ha-2022"), 8)) == []


def test_published_drafts_are_read_or_refused(tmp_path):
    assert faults(on_disk(tmp_path), many(drafts.draft_of("bac-ha-2022"), 5)) == []


def test_workbooks_are_read_or_refused():
    assert faults(workbook, many(plain(), 150)) == []


@pytest.mark.parametrize(
    ("reader", "content"),
    [
        (page_lines, PAGE),
        (json_lines, JSON),
        (csv_lines, 'a,b\r\n1,"x""y"\r\n\'=1,z\r\n'),
        (calendar_lines, CALENDAR),
    ],
)
def test_pages_tables_and_calendars_are_read_or_refused(reader, content):
    assert faults(reader, many(content.encode(), 400)) == []


def test_pdf_files_are_read_or_refused():
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    assert faults(pdf_text, many(content + b"trailer<</Root 1 0 R>>\n%%EOF\n", 4)) == []


# What the harness must find.
def breaks(content: bytes) -> None:
    if len(content) % 2:
        raise KeyError("planted")


def never_ends(_: bytes) -> None:
    while True:
        pass


def fills_the_memory(_: bytes) -> None:
    bytearray(4_000_000_000)


def refuses(_: bytes) -> None:
    raise Refusal(Text("no"))


def test_a_planted_crash_is_found():
    found = faults(breaks, iter([(0, b"ab"), (1, b"abc"), (2, b"")]))
    assert [one.partition(":")[0] for one in found] == ["1"]
    assert "planted" in found[0]


def test_a_planted_hang_is_found(monkeypatch):
    monkeypatch.setattr("tests.ooxml.fuzzing._CPU", 1)
    assert faults(never_ends, iter([(7, b"")])) == [f"reading 7: killed by signal {signal.SIGXCPU.value}"]


def test_a_planted_bomb_is_found():
    assert "MemoryError" in faults(fills_the_memory, iter([(3, b"")]))[0]


def test_a_refusal_is_no_fault():
    assert faults(refuses, iter([(0, b"")])) == []


def test_files_are_changed_in_many_ways_and_the_same_for_one_seed():
    content = plain()
    assert len({mutated(content, seed) for seed in range(40)}) > 30
    assert mutated(content, 5) == mutated(content, 5)


RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
MANY = {
    "spaces": lambda n: f"<w:p>{RUN.format('a' + ' ' * 20 * n + 'b')}</w:p>",
    "bookmarks between paragraphs": lambda n: (
        "".join(f'<w:bookmarkStart w:id="{at}" w:name="b{at}"/>' for at in range(n))
        + "".join(f'<w:bookmarkEnd w:id="{at}"/>' for at in range(n))
    ),
    "ends of bookmarks": lambda n: "<w:p/>" + "".join(f'<w:bookmarkEnd w:id="{at}"/>' for at in range(n)),
    "runs in two looks, with tabs": lambda n: (
        f"<w:p>{(RUN.format('a') + '<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>') * n}</w:p>"
    ),
    "sections": lambda n: "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * n,
    "paragraphs": lambda n: f"<w:p>{RUN.format('a) Một câu.')}</w:p>" * n,
    "lines": lambda n: f"<w:p><w:r>{'<w:t>x</w:t><w:br/>' * n}</w:r></w:p>",
}


@pytest.mark.parametrize("what", MANY)
def test_a_file_with_twice_as_much_costs_twice_as_much(what):
    parts = parts_of(foreign_plan())
    name = "word/document.xml"

    def cost(count: int) -> float:
        body = b"<w:body>" + MANY[what](count).encode()
        content = packed(parts | {name: parts[name].replace(b"<w:body>", body, 1)})
        start = time.thread_time()
        word(content)
        return time.thread_time() - start

    small, large = (min(cost(count) for _ in range(2)) for count in (700, 1400))
    assert large < 0.2 or large < 3.2 * small
