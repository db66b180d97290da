"""Pages for clerks say things in words: no keys and ids of the data, no paths and names of checks, outside what is for drafters."""

import re
from pathlib import Path

import pytest
from lxml import html

from planbook.checks import checks
from planbook.loading.schema import json_schema
from planbook.messages.explanations import explanations
from tests.conftest import PLANS, ROOT

FOR_DRAFTERS = ("developing", "huong-dan", "kiem-tra/giai-thich", "lien-ket", "du-lieu", "phuong-phap")
FOLD = ".//details[summary[contains(., 'ành cho người soạn')]]"
GUIDE = explanations(ROOT / "content/kiem-tra/giai-thich.md")
PATH = re.compile(r"\bdata/[\w./-]+|\b[\w-]+\.yaml\b")
ID = re.compile(r"(?<![\w./#@-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")


def keys(value) -> set[str]:
    """The keys of the data files, as their schema has them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = {*value.get("properties", ())} if isinstance(value, dict) else set()
    return own.union(*map(keys, inner))


def ids(folder: Path) -> set[str]:
    """The ids of the data, and the names of checks."""
    texts = (path.read_text("utf-8") for path in (folder / "data").rglob("*.yaml"))
    return {id_ for text in texts for id_ in re.findall(r"\bid: ([a-z0-9]+(?:-[a-z0-9]+)+)", text)} | {
        *GUIDE,
        *checks(),
    }


def odd_words(page: str, known: set[str], typed: re.Pattern[str]) -> set[str]:
    article = html.document_fromstring(page).find(".//article")
    for hidden in [*article.xpath(FOLD), *article.iter("script")]:
        hidden.drop_tree()
    text = " ".join(article.itertext())
    return {*PATH.findall(text), *typed.findall(text), *(known & {*ID.findall(text)})}


@pytest.fixture(scope="module")
def typed():
    names = "|".join(sorted(keys(json_schema()), key=len, reverse=True))
    return re.compile(rf"(?<![\w./:-])(?:{names}):(?![\w/])")


def test_words_of_the_format_are_noticed(typed):
    page = "<body><article><p>ghi continues: và target: a-b</p><code>data/plans/a.yaml:3</code>{}</article></body>"
    assert odd_words(page.format(""), {"a-b"}, typed) == {"continues:", "target:", "a-b", "data/plans/a.yaml"}
    fold = "<details><summary>Dành cho người soạn</summary><p>lead: a-b</p></details>"
    assert (
        odd_words(f"<body><article>{fold}<p>Chủ trì: Sở B. https://a.vn/a-b</p></article></body>", {"a-b"}, typed)
        == set()
    )


def test_no_page_for_clerks_has_words_of_the_format(project, typed):
    known = ids(project) - {*PLANS}
    site = project / "site"
    found = {}
    for path in sorted(site.rglob("index.html")):
        name = path.parent.relative_to(site).as_posix()
        if not name.startswith(FOR_DRAFTERS) and (odd := odd_words(path.read_text("utf-8"), known, typed)):
            found[name] = odd
    assert found == {}


@pytest.mark.parametrize("check", sorted({*checks(), "unused-allow"} & {*GUIDE}))
def test_what_a_findings_page_quotes_of_the_guide_is_in_words(check, typed):
    section = GUIDE[check]
    quoted = f"{section.title} {section.what} {section.why}"
    assert "`" not in quoted
    assert not typed.findall(quoted)
    assert not PATH.findall(quoted)
