"""An office edits templates/plan/plan.html: pull and verify follow what it prints, and nobody has to tell them."""

from pathlib import Path

import pytest

from planbook.ooxml.opening import read_package
from planbook.outputs.documents import word_draft
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.site import article_markdown, parsed_text
from planbook.returns.fields.trial import read_state
from planbook.returns.word.changed_items import draft_differences
from planbook.returns.word.pull_word import bring_draft, read_draft
from planbook.verify.differences import compared_file
from planbook.verify.readers import page_lines, word_lines
from planbook.verify.state import ProofState, working_tree
from tests.offices import PLAN, written
from tests.returns.test_pull_again import typed
from tests.word_edits import edited, end, instead, packed, parts_of, without

TEMPLATE = "templates/plan/plan.html"
TASKS = [
    {"id": "ra-soat", "text": "Rà soát hộ nghèo, hộ cận nghèo", "assignment": {"lead": "so-b"}},
    {"id": "tap-huan", "text": "Tập huấn cán bộ các xã"},
]
GROUP = {"id": "nhom", "heading": "Nhóm việc chung", "tasks": TASKS}
TARGET = {"id": "muc", "text": "Đạt {value}.", "value": "30", "unit": "%"}
OUTLINE = [
    {"id": "muc-tieu", "heading": "MỤC TIÊU", "targets": [TARGET]},
    {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "task_groups": [GROUP]},
]
MADE_PUBLIC = "Văn bản này được công khai trên trang thông tin điện tử của tỉnh."
READ_ALOUD = "Kế hoạch được đọc trên loa truyền thanh của các xã."
TABLE = (
    '<table class="data" data-id="mau"><colgroup><col data-width="50"/><col data-width="50"/></colgroup>'
    "<thead><tr><th>Mẫu</th><th>Nơi giữ</th></tr></thead></table>"
)

PREAMBLE = '<p class="preamble" data-id="{{ plan.id }}--preamble">'
CLOSING = '<p class="closing"'
LOOP = "{% for block in plan.body %}\n"
NUMBER = '<p class="number">{{ plan.number_line }}</p>'
DAY = '<p class="place-and-day">{{ plan.place_and_day }}</p>'
RECIPIENTS = '<p class="recipients-label">{{ words.recipients }}</p>'
ITEM_TEXT = "{{- block.text }}</p>"


def before(place: str, added: str) -> list[tuple[str, str]]:
    return [(place, f"{added}\n{place}")]


EDITED = {
    "a paragraph before the items": before(PREAMBLE, f'<p class="basis">{MADE_PUBLIC}</p>'),
    "a paragraph behind the items": before(CLOSING, f'<p class="item level-0">{MADE_PUBLIC}</p>'),
    "a paragraph in lines of its own": before(CLOSING, f'<p class="item level-0">\n    {MADE_PUBLIC}\n  </p>'),
    "two paragraphs that say the same": before(CLOSING, f'<p class="item level-0">{MADE_PUBLIC}</p>' * 2),
    "a paragraph between two items": before(
        "{% if block.style is not defined %}",
        f'{{% if loop.index == 2 %}}<p class="item level-0">{MADE_PUBLIC}</p>{{% endif %}}',
    ),
    "a paragraph in a cell": before(RECIPIENTS, f'<p class="recipient">{MADE_PUBLIC}</p>'),
    "a heading": before(CLOSING, f'<h2>LỜI KẾT</h2>\n<p class="item level-0">{MADE_PUBLIC}</p>'),
    "a heading before each part": before(LOOP, f"<h3>Các phần của kế hoạch</h3>\n<p class='basis'>{MADE_PUBLIC}</p>"),
    "a comment": before(CLOSING, f'<!-- của văn phòng --><p class="item level-0">{MADE_PUBLIC}<!-- hết --></p>'),
    "a paragraph with a value in it": before(CLOSING, '<p class="item level-0">Số bản in của {{ plan.title }}: 5.</p>'),
    "fixed words that changed places": [(NUMBER, "?"), (DAY, NUMBER), ("?", DAY)],
    "an item that changed its place": [
        (PREAMBLE + "{{ plan.preamble }}</p>\n", ""),
        (CLOSING, PREAMBLE + "{{ plan.preamble }}</p>\n" + CLOSING),
    ],
    "other fixed words": [("{{ words.recipients }}", "Gửi tới:"), ("{{ words.motto }}", "Độc lập – Tự do")],
    "fixed words that are gone": [(RECIPIENTS, ""), ('<p class="nation">{{ words.nation }}</p>', "")],
    "words before an item": [(PREAMBLE, PREAMBLE + "Theo đề nghị của Sở B, ")],
    "words behind every item": [(ITEM_TEXT, "{{- block.text }} (theo dõi)</p>")],
    "capital letters": [("{{ plan.title }}", "{{ plan.title | upper }}")],
    "a table": before(CLOSING, TABLE),
    "a table of three columns": before(
        CLOSING, TABLE.replace("<th>Mẫu", "<th>Số</th><th>Mẫu").replace("<col ", '<col data-width="9"/><col ', 1)
    ),
}


class Office:
    """A folder with a small plan, whose template has been edited."""

    def __init__(self, folder: Path, *edits: tuple[str, str]) -> None:
        self.root = written(folder, {**PLAN, "outline": [*OUTLINE, *PLAN["outline"]]})
        path = self.root / TEMPLATE
        text = path.read_text("utf-8")
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def draft(self, *changes) -> bytes:
        made = edition(read_sources(self.root), made_at(self.root))
        content = word_draft(made, made.workspace.plans["thu"])
        return edited(content, *changes) if changes else content

    def pulled(self, content: bytes):
        """What is done and what is left of a returned draft."""
        state = read_state(self.root)
        applied = bring_draft(read_draft(self.root, read_package(content), state), state)
        return applied.done, applied.left

    def proved(self, content: bytes, state: ProofState | None = None) -> list[str]:
        """What verify says of a draft."""
        state = state or working_tree(self.root)
        name = "ke-hoach/thu/thu.docx"
        path = self.root / "thu.docx"
        path.write_bytes(content)
        return [str(one.message) for one in compared_file(name, state.expected(name), word_lines(path), state).findings]


@pytest.mark.parametrize("kind", EDITED)
def test_a_draft_nobody_touched_brings_nothing_and_is_proved(tmp_path, kind):
    office = Office(tmp_path, *EDITED[kind])
    content = office.draft()

    assert office.pulled(content) == ((), ())
    assert office.proved(content) == []


@pytest.mark.parametrize("kind", EDITED)
def test_an_edit_of_a_task_still_comes_in(tmp_path, kind):
    office = Office(tmp_path, *EDITED[kind])
    tail = " (theo dõi)" if "every item" in kind else ""
    ending = end("Tập huấn", f"các xã.{tail}", f"các xã trong tỉnh.{tail}")
    content = office.draft(ending)
    done, left = office.pulled(content)

    assert [(one.item, one.new) for one in done] == [("tap-huan", f"Tập huấn cán bộ các xã trong tỉnh.{tail}")]
    assert left == ()
    assert office.proved(content)


PLACES = [kind for kind, edits in EDITED.items() if any(MADE_PUBLIC in new for _, new in edits)]


@pytest.mark.parametrize("kind", PLACES)
def test_an_edit_of_the_templates_own_paragraph_is_refused_with_its_place(tmp_path, kind):
    office = Office(tmp_path, *EDITED[kind])
    new = MADE_PUBLIC.replace("của tỉnh", "của xã")
    done, left = office.pulled(office.draft(instead("Văn bản này", new)))

    assert done == ()
    (told,) = left
    assert (told.old, told.new) == (MADE_PUBLIC, new)
    assert told.refused
    assert "put the words back" in str(told.refused.mend)
    assert told.at.values["number"] > 1


@pytest.mark.parametrize("kind", PLACES)
def test_a_paragraph_of_the_template_that_is_gone_is_told(tmp_path, kind):
    office = Office(tmp_path, *EDITED[kind])
    done, left = office.pulled(office.draft(without("Văn bản này")))

    assert done == ()
    assert [(one.old, one.new) for one in left] == [(MADE_PUBLIC, "")]


def test_a_new_task_beside_the_templates_own_paragraph_is_no_edit_of_it(tmp_path):
    office = Office(tmp_path, *before(CLOSING, f'<p class="item level-0">{MADE_PUBLIC}</p>'))
    content = office.draft(typed("Tập huấn", "Thăm hộ nghèo dịp Tết ở các xã."))
    done, left = office.pulled(content)

    assert [(one.kind, one.new) for one in done] == [("inserted", "Thăm hộ nghèo dịp Tết ở các xã.")]
    assert left == ()


def test_a_draft_comes_back_after_the_template_was_edited(tmp_path):
    """The words that it was given out with are its own; what the template says since is nobody's edit."""
    content = Office(tmp_path / "then").draft(end("Tập huấn", "các xã.", "các xã trong tỉnh."))
    for at, kind in enumerate(PLACES):
        done, left = Office(tmp_path / f"now-{at}", *EDITED[kind]).pulled(content)
        assert [one.item for one in done] == ["tap-huan"], kind
        assert left == (), kind


def test_a_file_that_does_not_say_what_it_was_made_of_is_read_by_the_template_of_now(tmp_path):
    office = Office(tmp_path, *EDITED["a heading"])
    parts = parts_of(office.draft())
    content = packed({name: part for name, part in parts.items() if not name.startswith("customXml/item")})
    state = read_state(office.root)
    draft = read_draft(office.root, read_package(content), state)

    assert (draft.origin, draft_differences(draft)) == ("none", ())


@pytest.mark.parametrize(
    ("edits", "lost"),
    [
        ([(CLOSING, "{# " + CLOSING), ("{{ plan.closing }}</p>", "{{ plan.closing }}</p> #}")], "Trên đây là Kế hoạch"),
        ([(ITEM_TEXT, "{{- block.text | replace('30', '31') }}</p>")], "Đạt 30%."),
        ([("{% for block in plan.body %}", "{% for block in plan.body[:-2] %}")], "Làm việc"),
        ([("{{ plan.number_line }}", "Số: 12/KH-UBND")], "Số:"),
        ([("{{ words.draft }}", "")], None),
    ],
)
def test_a_template_that_loses_or_changes_what_the_data_say_is_told_by_verify(tmp_path, edits, lost):
    office = Office(tmp_path, *edits)
    told = office.proved(office.draft())

    assert any(lost in one for one in told) if lost else told == []


def test_the_page_of_a_plan_is_proved_by_the_same_template(tmp_path):
    office = Office(tmp_path, *EDITED["a heading"], (DAY, DAY + f'<p class="place-and-day">{READ_ALOUD}</p>'))
    state = working_tree(office.root)
    page = article_markdown(parsed_text(state.edition.articles["thu"]))
    assert "None" not in page.split("LỜI", 1)[1].splitlines()[0]
    name = "ke-hoach/thu/index.html"
    expected = state.expected(name)
    texts = [line.text for line in expected.lines]

    assert MADE_PUBLIC in texts
    assert READ_ALOUD in texts
    html = f"<html><head><meta charset='utf-8'/></head><body>{state.edition.articles['thu']}</body></html>"
    assert {MADE_PUBLIC, READ_ALOUD, "LỜI KẾT"} <= {line.text for line in page_lines(html.encode()).lines}
