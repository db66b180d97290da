"""Pages that are poured into frames are those that the site generator makes of each page by itself."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from lxml import html

from planbook.outputs import site_generator
from planbook.outputs.build import make
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.framing import markdown_reader
from planbook.outputs.pages.site import Site
from planbook.render.page_frame import FRAME, Frame, ListedHeading, PageText, read_page, reader
from planbook.render.sandbox import TemplateProblem
from planbook.render.store import Store
from tests.conftest import FIVE, ROOT, sampled, workspace
from tests.offices import written

HOSTILE = 'Giảm <b>5%</b> & "hơn" ⟦title⟧ {{ 7*7 }} C:\\d %E2%9F%A6title%E2%9F%A7'
OWN = """
site_url: https://a.vn/kh
nav:
  - Kế hoạch năm nay: ke-hoach/thu/index.md
  - Của tôi: rieng.md
"""


def an_office(folder: Path) -> Path:
    """An office whose own pages, navigation and data lead into generated pages, and whose titles hold every mark."""
    plans = [{"title": HOSTILE, "short_title": HOSTILE}, {"id": "thu-hai", "short_title": "Thứ hai"}]
    root = written(folder, plans, office={"owner": "A & B", "report_errors": "a@a.vn"})
    (root / "mkdocs.yml").write_text(OWN, "utf-8")
    (root / "content/rieng.md").write_text(
        "# Riêng\n\n[một mục](ke-hoach/thu-hai/index.md#so-b-lam), [danh sách](chi-tieu/index.md)\n", "utf-8"
    )
    return root


def made(root: Path, folder: Path) -> dict[str, html.HtmlElement]:
    """The pages of a site, read."""
    folder.mkdir()
    of_now = edition(read_sources(root), datetime(2027, 3, 5, tzinfo=UTC))
    make(of_now, Store(root / "build/documents", ""), folder, only_pages=True)
    return {path.relative_to(folder).as_posix(): html.parse(path).getroot() for path in folder.rglob("*.html")}


def plain(element: html.HtmlElement) -> tuple[object, ...]:
    """An element with all below it, however it is indented."""
    texts = (" ".join((text or "").split()) for text in (element.text, element.tail))
    return element.tag, sorted(element.attrib.items()), *texts, [plain(child) for child in element]


OFFICES = {
    "an office with pages of its own": an_office,
    "five plans": lambda folder: workspace(folder, FIVE / "data"),
}


@pytest.mark.parametrize("name", sampled([*OFFICES], 2))
def test_poured_pages_are_those_of_the_site_generator(tmp_path, monkeypatch, name):
    root = OFFICES[name](tmp_path / "office")
    poured = made(root, tmp_path / "poured")
    assert any(FRAME in path.name for path in (root / "build/pages").rglob("*"))
    monkeypatch.setattr(site_generator, "runs_own_programs", lambda _: True)
    whole = made(root, tmp_path / "whole")
    assert not any(FRAME in path.name for path in (root / "build/pages").rglob("*"))
    assert poured.keys() == whole.keys()
    assert not [path for path in whole if plain(poured[path]) != plain(whole[path])]
    lists = [sorted((tmp_path / name / "sitemap.xml").read_text("utf-8").split()) for name in ("poured", "whole")]
    assert lists[0] == lists[1]


PAGE = PageText(
    {"title": "A &#38; &#60;b&#62;", "description": "A &amp; B", "hide": ["toc"]},
    "<h1>A</h1><p>B</p>",
    (ListedHeading("a", 1, "A", (ListedHeading("b", 2, "B"),)),),
)
LAID_OUT = f"""<title>⟦title⟧</title><meta content="⟦description⟧"><a href="#{FRAME}-first">x</a>
<a href="mailto:?subject={"%E2%9F%A6"}title{"%E2%9F%A7"}&body=https://a.vn/k/{FRAME}-0/">y</a>
<ul><li class="i"> <a href="#{FRAME}-contents">{FRAME}</a></li></ul><!--{FRAME}--><h1 id="x">⟦title⟧</h1><!--/{FRAME}-->"""


def test_every_blank_is_filled_as_it_stands_there():
    page = Frame(LAID_OUT, f"k/{FRAME}-0/").pour(PAGE, "k/a/", "<li>B</li>")
    assert page == (
        '<title>A &amp; &lt;b&gt;</title><meta content="A &amp; B"><a href="#a">x</a>\n'
        '<a href="mailto:?subject=A%20%26%20%3Cb%3E&body=https://a.vn/k/a/">y</a>\n'
        "<ul><li>B</li></ul><h1>A</h1><p>B</p>"
    )


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.upper(),
        lambda text: text.replace("⟦title⟧", "⟦ti…"),
        lambda text: text.replace(f"<!--{FRAME}-->", ""),
        lambda text: text + f"{FRAME}-1",
    ],
)
def test_a_theme_that_makes_something_else_of_the_title_or_the_address_is_refused(edit):
    with pytest.raises(TemplateProblem, match="templates/site/theme"):
        Frame(edit(LAID_OUT), f"k/{FRAME}-0/").pour(PAGE, "k/a/", "")


def test_pages_of_one_shape_have_one_frame():
    markdown = reader([{"toc": {"toc_depth": 3}}, "attr_list"])
    texts = ["---\ntitle: A\n---\n# A\n\n## B\n", "---\ntitle: C\n---\n# C\n\n## D {: #e }\n\n### F\n"]
    frames = {read_page(text, markdown).frame() for text in texts}
    assert len(frames) == 1
    others = [
        "---\ntitle: A\nhide: [toc]\n---\n# A\n\n## B\n",
        "---\ntitle: A\n---\n# A\n",
        "# A\n\n## B\n",
        "## B\n",
        "A",
    ]
    assert len(frames | {read_page(text, markdown).frame() for text in others}) == 6


ODD_BODIES = [
    '# A\n\n<p>B</p>\n<p>C</p>\n\n## D &#45; é {: #d data-id="d" .open }\n<ul>\n<li>x\n<li>y</ul>\n',
    "# A\n<p>B</p>\n## A\n\n\n\n<div>\n<div>C</div>\n\n<p>**D**</p></div>\n\n# **E**\n",
    "# A {: #a }\n\n##### B {: #b }\n\n###### C\n\n#### D\n",
    "# A {: #a }\n\n## B {: #a }\n",
    "<p>A</p> <p>B</p>\n\nC\n",
    "<p>A\n\n* B\n",
    "<div><p></div>\n\n* B\n\n</p></div>\n\n* C\n",
    "<div><b></p></div>\n* B\n",
    "<p title=\"a > b\">A</p>\n\n<p title='a'>A</p>\n",
    '<p title="a < b">A</p>\n\n<p title="</p>">A</p>\n\n* B\n',
    '<script>if (a < b) { "</p>" }</script>\n\n<p>*A*</p>\n',
    '<p>A<script src="a.js"></script></p>\n\n<hr class="end">\n<hr>\n\n# B\n<hr/>\n<div/>\n\n*C*\n',
    "<!-- <p> -->\n\n<p>A</p>\n",
    "<p>A</p>\n   \n<p>B</p>\n \n\n\tcode\n",
    "<p>A &# B &#xe9; &lt; & C</p>\n\n# *B* &amp; `c` [d](e) {: #f }\n",
    "<table>\n<tr><td>*A*\n\n* B</td></tr>\n</table>\n\n# A #\n",
    "<table><tr><td>\n<table><tr><td>A</td></tr></table>\n* B\n</td></tr></table>\n",
    " <table>\n<tr></tr></table>\n  <p>A</p>\n\n    <p>B</p>\n",
    '<span>A</span>\n\n<svg><title>A</title></svg>\n\n<figure><svg viewBox="0 0"><title>A<b></title></svg></figure>\n',
    "<details><summary>A</summary>\n\n# B\n\n</details>\n# C {: #c data-toc-label='X' }\n## D {: .e }\n",
    "<ul><li>A</li></ul><p>B</p>\n<p>C</p><hr>\n\n<hr><p>D</p><div/>\n<p>E</p><b>F</b>\n",
    "<ul><li>A</li></ul><p>B</p>\n<hr><p>D</p><div>E</div>\n\n# F\n<hr/><p>G</p>",
    "<p>A</p>\nB **C** <b>`d`\n\n# E\n\nF [g](h) [i] {: #j }\n\nK\n<p>L</p>\n\nM <p>N</p>\n",
    'A *b* &amp; <a href="c">d</a>: [e](f)\n\n<p>G</p>\n\nH <!-- <p> -->\n\n1. I\n\nJ | K\n',
    "A\n\n# B\n\nC\n===\n\n<p>D</p>\n",
    "",
]  # fmt: skip


@pytest.mark.parametrize("body", ODD_BODIES)
def test_blocks_of_html_are_read_as_markdown_reads_them(body):
    fresh, kept = ([{"toc": {"toc_depth": 3, "permalink": "¶"}}, "attr_list", "admonition"] for _ in range(2))
    markdown = reader(fresh)
    with pytest.MonkeyPatch.context() as without:
        without.setattr(markdown, "_blocks", lambda _: None)
        expected = read_page(body, markdown)
    assert read_page(body, reader(kept)) == expected


def test_generated_pages_are_read_without_markdown(small, monkeypatch):
    of_now = edition(read_sources(small), datetime(2027, 3, 5, tzinfo=UTC))
    texts = page_texts(Site(of_now, {path: len(content) for path, content in feed_files(of_now).items()}))
    quick, slow = markdown_reader(), reader(yaml.safe_load((ROOT / "mkdocs.yml").read_text())["markdown_extensions"])
    monkeypatch.setattr(slow, "_blocks", lambda _: None)
    assert not [path for path, text in texts.items() if read_page(text, quick) != read_page(text, slow)]
    monkeypatch.setattr(quick._markdown, "convert", lambda _: "")
    left = {path for path, text in texts.items() if not read_page(text, quick).article}
    assert left <= {"index.html"}  # two of its headings are called the same
