"""The page of a plan says below each item who changed it, when, from what to what, and why; an office may leave names out."""

import re

import pytest
from lxml import etree

from planbook.changes import lately
from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.item_folds import item_folds
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.outputs.proofs.documents import plan_page
from planbook.render.site import add_histories, article_markdown, parsed_text
from planbook.views.addresses import Address
from tests.clones import commit, git
from tests.offices import REGISTERS, written
from tests.offices import part, task

TARGET = {"id": "ho-ngheo", "text": "Giảm {value}.", "value": "12", "unit": "hộ"}
PLAN = "data/plans/thu.yaml"


@pytest.fixture
def root(tmp_path):
    """An office whose target was changed twice, the second time under another id, the figure of a task once, words of another."""
    outline = [part("chi-tieu", targets=[TARGET]), part("nhom", tasks=[task("mot"), task("hai", text="Làm 2 lần.")])]
    root = written(tmp_path / "office", {"outline": outline}, agencies=REGISTERS["agencies"])
    git(root, "init", "-q", "-b", "main")
    commit(root, "first")
    for message, *edits in (
        ("Theo Nghị quyết 5", ("value: '12'", "value: '15'")),
        ("Đổi mã", ("id: ho-ngheo", "id: giam-ho")),
        (
            "Sở B đề nghị <b>",
            ("value: '15'", "value: '18'"),
            ("Làm 2 lần.", "Làm 3 lần."),
            ("Làm mot.", "Làm việc một."),
        ),
    ):
        text = (root / PLAN).read_text("utf-8")
        for before, after in edits:
            assert before in text
            text = text.replace(before, after)
        (root / PLAN).write_text(text, "utf-8")
        commit(root, message)
    return root


def folds(root) -> dict[str, list[str]]:
    made = edition(read_sources(root), made_at(root))
    return {item: [words for words, _ in edits] for item, edits, _ in item_folds(made, "thu")}


def test_each_change_of_an_item_is_told_with_day_author_values_and_reason_the_newest_first(root):
    told = folds(root)
    assert set(told) == {"giam-ho", "hai"}
    newest, _, oldest = told["giam-ho"]
    assert re.match(r"\d\d?/\d\d?/\d{4}, [^:]+: ", newest)
    assert "15 hộ → 18 hộ (+3)" in newest
    assert newest.endswith(" – Sở B đề nghị <b>")
    assert "12 hộ → 15 hộ (+3)" in oldest, "also under an earlier id"
    assert oldest.endswith(" – Theo Nghị quyết 5")


def test_what_only_came_or_only_got_other_words_says_nothing(root):
    """A fold below every paragraph would tell nobody anything."""
    text = (root / PLAN).read_text("utf-8")
    (root / PLAN).write_text(re.sub(r"( *)- id: hai\n", r"\1- {id: ba, text: Làm ba.}\n\g<0>", text), "utf-8")
    commit(root, "Thêm việc")

    assert "ba" in (root / PLAN).read_text("utf-8")
    assert set(folds(root)) == {"giam-ho", "hai"}


def test_an_office_may_leave_the_names_out(root):
    author = git(root, "log", "-1", "--format=%an").strip()
    assert author in folds(root)["hai"][0]
    (root / "data/office.yaml").write_text("history_without_names: true\n", "utf-8")
    assert author not in folds(root)["hai"][0]


def test_the_page_has_the_lines_that_its_proof_wants_below_their_items_and_no_markup_of_a_message(root):
    made = edition(read_sources(root), made_at(root))
    article = parsed_text(made.articles["thu"])
    folds = ((item, edits, "") for item, edits, _ in item_folds(made, "thu"))
    add_histories(article, folds, "Lịch sử", "thay-doi/")
    lines = {item: [" ".join(etree.tostring(line, encoding="unicode", method="text").split()) for line in listed] for item, listed in (
        (fold.getprevious().get("data-id"), fold.iter("li")) for fold in article.iter("details"))}  # fmt: skip
    wanted = [line for line in plan_page(made, "thu").lines if re.search(r"\([0-9a-f]{7}\)$", line.text)]
    assert [(line.item, line.text) for line in wanted] == [
        (item, text) for item, texts in lines.items() for text in texts
    ]
    page = article_markdown(article)
    assert "đề nghị &lt;b&gt; (<a href=" in page
    assert page.count("data-search-exclude") == 2


@pytest.mark.parametrize("more", [2, 3, 7])
def test_a_fold_says_how_many_changes_lie_before_those_that_it_shows(root, more):
    for at in range(more):
        text = (root / PLAN).read_text("utf-8")
        (root / PLAN).write_text(re.sub("value: '\\d+'", f"value: '{20 + at}'", text), "utf-8")
        commit(root, f"Lần {at}")
    made = edition(read_sources(root), made_at(root))
    page = page_texts(Site(made, {}), {Address.PLAN})[Address.PLAN.path(plan="thu")]
    before = f'<li><a href="thay-doi/">Trước đó còn {more - 2} lần sửa</a></li>'
    assert (before in page) == (more > 2)
    assert ("Trước đó còn" in page) == (more > 2)
    assert "Lịch sử của mục này" in page


def test_a_fold_does_not_call_itself_a_history_where_older_commits_are_not_looked_at(root):
    for at in range(lately.LOOKED_AT + 1):
        text = (root / PLAN).read_text("utf-8")
        (root / PLAN).write_text(re.sub("value: '\\d+'", f"value: '{20 + at}'", text), "utf-8")
        commit(root, f"Lần {at}")
    made = edition(read_sources(root), made_at(root))
    page = page_texts(Site(made, {}), {Address.PLAN})[Address.PLAN.path(plan="thu")]
    assert "Sửa gần đây của mục này" in page
    assert "Lịch sử của mục này" not in page


def test_the_history_is_read_once_for_all_items(root, monkeypatch):
    read = []
    states = lately.plans_around
    monkeypatch.setattr(lately, "plans_around", lambda *where: read.append(where) or states(*where))
    made = edition(read_sources(root), made_at(root))
    assert len(list(item_folds(made, "thu"))) == 2
    assert len(list(item_folds(made, "thu"))) == 2
    assert len(read) == 4, "each commit once"


def test_outside_git_and_in_a_new_plan_there_are_no_folds(tmp_path):
    root = written(tmp_path / "office", {}, agencies=REGISTERS["agencies"])
    assert folds(root) == {}
    git(root, "init", "-q", "-b", "main")
    commit(root, "first")
    assert folds(root) == {}
