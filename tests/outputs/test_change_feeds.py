"""What changed in a plan, and for an agency: from the git history, as a page and as feeds that any reader takes."""

import re
from datetime import UTC, date, datetime

import pytest
import yaml
from lxml import etree

from planbook.changes.lately import LOOKED_AT, change_history
from planbook.outputs.catalogue import feed_files, page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.office_settings import read_phrases
from planbook.outputs.pages.site import Site
from planbook.repository import revisions
from planbook.verify.facts import text_facts
from planbook.verify.readers import feed_lines
from planbook.verify.state import ProofState
from planbook.views.addresses import Address
from tests.clones import commit, git
from tests.offices import REGISTERS, written

ATOM = {"a": "http://www.w3.org/2005/Atom"}
DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
PLACE, HOME = "tinh-a", "https://tinh-a.vn/kh/"


def body(id_, name, **fields):
    return {"id": id_, "name": name, "level": "province", "locality": PLACE, **fields}


AGENCIES = {
    "agencies": [
        *REGISTERS["agencies"]["agencies"],
        body("so-c", "Sở C"),
        body("so-cu", "Sở Cũ"),
        body("so-moi", "Sở Mới"),
        body("so-d", "Sở D"),
    ],
    "groups": [body("cac-so", "các sở", members=["so-b", "so-c"])],
}
CHANGES = {
    "changes": [{"id": "gop", "kind": "merge", "date": "2027-03-01", "original": ["so-cu"], "resulting": ["so-moi"]}]
}


def plan(group="Làm việc.", old="Làm việc.", figure="10"):
    duties = [
        {"id": "viec-nhom", "agencies": "cac-so", "text": group},
        {"id": "viec-cu", "agencies": "so-cu", "text": old},
        {"id": "viec-d", "agencies": "so-d", "text": "Giúp {figure:f}.", "figures": [{"id": "f", "value": figure, "unit": "hộ"}]},
    ]  # fmt: skip
    return {"outline": [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": duties}]}


def office(root, *states, **fields):
    """An office whose plan was committed in several states, a day apart each."""
    registers = {"agencies": AGENCIES, "agency_changes": CHANGES, "office": {"site_name": "Kế hoạch <A> & B"}}
    written(root, {**states[0], **fields}, **registers)
    git(root, "init", "-q", "-b", "main")
    for at, state in enumerate(states):
        path = root / "data/plans/thu.yaml"
        content = {**yaml.safe_load(path.read_text("utf-8")), **state}
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        commit(root, "x", GIT_COMMITTER_DATE=f"2027-04-{at + 1:02}T23:30:00+07:00")
    return root


def built(root):
    return edition(read_sources(root), datetime(2027, 5, 1, tzinfo=UTC))


def parsed(files, address, **blanks):
    return etree.fromstring(files[address.path(**blanks)])


def said(feed):
    return [" ".join("".join(entry.itertext()).split()) for entry in feed.findall("a:entry/a:content", ATOM)]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    states = plan(), plan(group="Làm <b>mọi</b> việc & nữa."), plan(group="Làm <b>mọi</b> việc & nữa.", old="Làm xong.")
    last = plan(group="Làm <b>mọi</b> việc & nữa.", old="Làm xong.", figure="12")
    folder = office(tmp_path_factory.mktemp("office"), *states, {**last, "series": "chuoi-mot"})
    (folder / "mkdocs.yml").write_text(f"site_url: {HOME}\n{(folder / 'mkdocs.yml').read_text('utf-8')}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def files(root):
    return feed_files(built(root))


def test_every_feed_is_atom_with_stable_ids_days_author_and_whole_addresses(root, files):
    feeds = {path: etree.fromstring(content) for path, content in files.items() if path.endswith(".atom")}
    ids = []
    for path, feed in feeds.items():
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
        assert links["self"] == HOME + path
        assert links["alternate"].startswith(HOME)
        assert feed.findtext("a:author/a:name", namespaces=ATOM)
        entries = feed.findall("a:entry", ATOM)
        days = [entry.findtext("a:updated", namespaces=ATOM) for entry in entries]
        assert all(map(DAY.fullmatch, [feed.findtext("a:updated", namespaces=ATOM), *days]))
        assert not days or max(days) == feed.findtext("a:updated", namespaces=ATOM)
        assert days == sorted(days, reverse=True)
        ids += [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}id")]
        assert all(entry.findtext("a:title", namespaces=ATOM).startswith("Thử: ") for entry in entries)
    assert len(feeds) == 1 + len({*AGENCIES["agencies"][1]} and [p for p in feeds if p.startswith("co-quan/")])
    assert len(ids) == len(set(ids))
    assert all(id_.startswith("urn:uuid:") for id_ in ids)
    assert {path: content for path, content in feed_files(built(root)).items() if path in feeds} == {
        path: files[path] for path in feeds
    }
    whole = parsed(files, Address.PLAN_FEED, plan="thu")
    assert whole.findtext("a:entry/a:updated", namespaces=ATOM) == "2027-04-04T23:30:00+07:00"


@pytest.mark.parametrize(
    ("agency", "changed"),
    [
        ("so-b", ["mọi", "thêm"]),  # as a member of the group
        ("cac-so", ["mọi", "thêm"]),
        ("so-moi", ["Làm xong"]),  # has the work of what is no more; the plan does not name it itself
        ("so-d", ["12", "thêm"]),  # the figure stands in its duty
    ],
)
def test_an_agency_is_told_what_changed_for_it_also_by_group_and_after_a_merger(files, agency, changed):
    path = Address.AGENCY_FEED.path(agency=agency)
    if agency == "so-moi" and path not in files:
        pytest.fail("the successor has no feed")
    texts = said(etree.fromstring(files[path]))
    assert len(texts) == len(changed)
    for text, word in zip(texts, changed, strict=True):
        assert word.casefold() in text.casefold()


def test_texts_with_marks_stay_texts(files):
    feed = parsed(files, Address.PLAN_FEED, plan="thu")
    (text,) = [text for text in said(feed) if "mọi" in text]
    assert "&lt;b&gt;mọi&lt;/b&gt; việc &amp; nữa" in text  # the content is HTML in which the marks are escaped
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == "Ủy ban nhân dân tỉnh A"
    assert (
        etree.fromstring(files[Address.AGENCY_FEED.path(agency="so-b")]).findtext("a:author/a:name", namespaces=ATOM)
        == "Kế hoạch <A> & B"
    )


def test_page_and_feeds_say_what_the_history_says_and_a_proof_finds_it(root, files):
    made = built(root)
    texts = page_texts(Site(made, {}), {Address.CHANGES, Address.PLAN, Address.AGENCY})
    page = texts[Address.CHANGES.path(plan="thu")]
    assert [page.index(f"Ngày 0{day}/4/2027") for day in (4, 3, 2, 1)] == sorted(
        page.index(f"Ngày 0{day}/4/2027") for day in (4, 3, 2, 1)
    )
    assert "chuoi-mot" not in page  # a name that only the data have
    assert 'href="thay-doi/"' in texts[Address.PLAN.path(plan="thu")]
    assert "feed: thay-doi.atom" in texts[Address.AGENCY.path(agency="so-b")]
    for path in (Address.PLAN_FEED.path(plan="thu"), Address.AGENCY_FEED.path(agency="so-d")):
        lines = " ".join(line.text for line in feed_lines(files[path]).lines)
        wanted = ProofState(made, None).expected(path).lines
        assert wanted
        for line in wanted:
            assert all(" ".join(part.split()) in lines for part in line.parts)


def test_a_proof_knows_the_days_and_figures_of_changes(root):
    state = ProofState(built(root), None)
    known, other = ([fact.key for fact in text_facts(text)] for text in ("Ngày 03/4/2027, 01/4/2027", "Ngày 05/4/2027"))
    assert len(known) == 2
    assert all(map(state.explains, known))
    assert not any(map(state.explains, other))


def test_outside_git_and_in_a_shallow_clone_it_is_said(root, tmp_path):
    outside = written(tmp_path / "outside", plan(), agencies=AGENCIES, agency_changes=CHANGES)
    git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), "shallow")
    for folder, words, count in ((outside, "ngoài git", 0), (tmp_path / "shallow", "thiếu các lần ghi cũ", 1)):
        made = built(folder)
        feed = parsed(feed_files(made), Address.PLAN_FEED, plan="thu")
        page = page_texts(Site(made, {}), {Address.CHANGES})[Address.CHANGES.path(plan="thu")]
        assert words in feed.findtext("a:subtitle", namespaces=ATOM)
        assert words in page
        assert len(feed.findall("a:entry", ATOM)) == count


def agency_page(root, agency="so-d"):
    return page_texts(Site(built(root), {}), {Address.AGENCY})[Address.AGENCY.path(agency=agency)]


@pytest.mark.parametrize(("edits", "cut"), [(2, ""), (3, "3 lần sửa gần nhất trong 4 lần"), (6, "trong 7 lần")])
def test_the_page_of_an_agency_says_how_many_changes_it_leaves_out(tmp_path, edits, cut):
    page = agency_page(office(tmp_path, *(plan(figure=str(at + 1)) for at in range(edits + 1))))
    assert page.count("<p data-search-exclude>Ngày ") == 3
    assert ("lần sửa gần nhất trong" in page) == bool(cut)
    assert cut in page
    assert "lần cũ hơn xem trong git" not in page


def test_what_lies_before_the_commits_that_are_looked_at_is_said_to_an_agency_too(root, tmp_path):
    long = office(tmp_path / "long", *(plan(figure=str(at + 1)) for at in range(LOOKED_AT + 4)))
    outside = written(tmp_path / "outside", plan(), agencies=AGENCIES, agency_changes=CHANGES)
    git(tmp_path, "clone", "-q", "--depth", "2", root.as_uri(), "shallow")
    for folder, words in ((long, "lần cũ hơn"), (outside, "ngoài git"), (tmp_path / "shallow", "thiếu các lần ghi cũ")):
        assert words in agency_page(folder)
    assert "không chạm tới việc" not in agency_page(outside), "nobody knows that"


def test_an_agency_is_told_that_changes_of_registers_are_older_than_those_looked_at(tmp_path):
    root = office(tmp_path, plan())
    path = root / "data/agencies.yaml"
    registers = yaml.safe_load(path.read_text("utf-8"))
    for at in range(LOOKED_AT + 1):
        next(body for body in registers["agencies"] if body["id"] == "so-d")["name"] = f"Sở Đ{at}"
        path.write_text(yaml.safe_dump(registers, allow_unicode=True, sort_keys=False), "utf-8")
        commit(root, "x", GIT_COMMITTER_DATE=f"2027-04-{at + 2:02}T23:30:00+07:00")
    made = built(root)
    texts = page_texts(Site(made, {}), {Address.AGENCY, Address.CHANGES})
    assert "lần cũ hơn" in texts[Address.AGENCY.path(agency="so-d")]
    assert "lần cũ hơn" not in texts[Address.CHANGES.path(plan="thu")], "which tells of the plan alone, whole"
    assert "gần đây" in parsed(feed_files(made), Address.AGENCY_FEED, agency="so-d").findtext("a:subtitle", "", ATOM)


@pytest.mark.parametrize(("edits", "cut"), [(4, ""), (5, ""), (6, "1 lần"), (9, "4 lần")])
def test_the_first_page_says_how_many_changes_it_leaves_out(tmp_path, edits, cut):
    root = office(tmp_path, *(plan(figure=str(at + 1)) for at in range(edits + 1)))
    home = page_texts(Site(built(root), {}), {Address.HOME})["index.html"]
    assert home.count("<li>Ngày ") == min(edits, 5)
    assert ("Trước đó còn" in home) == bool(cut)
    assert cut in home


def test_a_long_history_costs_no_more_than_a_short_one(tmp_path, monkeypatch):
    root = office(tmp_path, *(plan(figure=str(at + 1)) for at in range(LOOKED_AT + 4)))
    asked = []
    ask = revisions.ask
    monkeypatch.setattr(revisions, "ask", lambda *words, **options: asked.append(words) or ask(*words, **options))
    sources = read_sources(root)
    history = change_history(root, sources.workspace, read_phrases(root), date(2027, 5, 1))

    assert len(history.sets) == LOOKED_AT
    assert history.reach == "older"
    assert len([words for words in asked if "cat-file" in words]) == 2 * LOOKED_AT


def test_a_change_of_a_register_is_told_to_the_agencies_that_it_touches(tmp_path):
    root = office(tmp_path, plan(), plan(group="Làm nữa."))
    path = root / "data/agencies.yaml"
    registers = yaml.safe_load(path.read_text("utf-8"))
    next(body for body in registers["agencies"] if body["id"] == "so-d")["name"] = "Sở Đ"
    registers["groups"][0]["members"] = ["so-b"]
    path.write_text(yaml.safe_dump(registers, allow_unicode=True, sort_keys=False), "utf-8")
    commit(root, "x", GIT_COMMITTER_DATE="2027-04-09T23:30:00+07:00")
    made = built(root)
    files = feed_files(made)

    def newest(agency):
        feed = parsed(files, Address.AGENCY_FEED, agency=agency)
        return feed.find("a:entry", ATOM).findtext("a:title", namespaces=ATOM), said(feed)[0]

    for agency, word in (("so-c", "sở"), ("cac-so", "sở"), ("so-d", "Sở Đ")):
        title, text = newest(agency)
        assert title.startswith("Danh mục dùng chung: ")
        assert word in text
    assert "Sở Đ" not in newest("so-c")[1]
    page = page_texts(Site(made, {}), {Address.AGENCY})[Address.AGENCY.path(agency="so-d")]
    assert "Ngày 09/4/2027, danh mục dùng chung" in page
    assert "Danh mục" not in files[Address.PLAN_FEED.path(plan="thu")].decode()
    expected = ProofState(made, None).expected(Address.AGENCY_FEED.path(agency="so-d")).lines
    lines = " ".join(line.text for line in feed_lines(files[Address.AGENCY_FEED.path(agency="so-d")]).lines)
    assert any("Sở Đ" in part for line in expected for part in line.parts)
    assert all(" ".join(part.split()) in lines for line in expected for part in line.parts)


def test_a_change_of_a_document_reaches_those_whose_work_cites_it_and_a_new_basis_all(tmp_path):
    def law(id_, **fields):
        return {"id": id_, "type": "quyet-dinh", "number": f"{id_}/QĐ", "issuer": "ubnd-tinh-a", "title": id_, **fields}

    def saved(name, content, day):
        path = root / f"data/{name}.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        commit(root, "x", GIT_COMMITTER_DATE=f"2027-04-{day:02}T23:30:00+07:00")

    types = [{"id": "quyet-dinh", "name": "Quyết định"}]
    first = {"types": types, "documents": [law("q1"), law("q2"), law("q3")]}
    root = office(tmp_path, plan(group="Làm theo {document:q1}."))
    saved("legal-documents", first, 9)
    whole = yaml.safe_load((root / "data/plans/thu.yaml").read_text("utf-8"))
    saved("plans/thu", {**whole, "legal_bases": [{"document": "q2", "role": "basis"}]}, 10)
    by_day = {**first, "documents": [*first["documents"], law("q4", replaces=["q1"], date="2027-02-01")]}
    saved("legal-documents", by_day, 11)
    ended = [{**law("q2", end="2027-12-31")} if entry["id"] == "q2" else entry for entry in by_day["documents"]]
    saved(
        "legal-documents",
        {**by_day, "documents": [{**entry, "note": "x"} if entry["id"] == "q3" else entry for entry in ended]},
        12,
    )
    files = feed_files(built(root))
    told = {
        agency: [text for text in said(parsed(files, Address.AGENCY_FEED, agency=agency)) if "còn lỗi" not in text]
        for agency in ("so-b", "so-c", "so-d", "so-moi")
    }

    assert [len(texts) for texts in told.values()] == [4, 4, 3, 3], (
        "also as members, and who has the work of what is no more; the plan itself came before what it cites"
    )
    assert all("q2" in texts[0] and "31/12/2027" in texts[0] and "q3" not in texts[0] for texts in told.values())
    assert all(words in told["so-c"][1] for words in ("q4", "văn bản bị thay thế", "q1/QĐ"))
    assert all("q2/QĐ" in texts[-2] for texts in told.values())


@pytest.mark.parametrize("field", ["subject", "symbol", "place"])
def test_a_change_of_the_plan_itself_does_not_say_its_title_twice(tmp_path, field):
    made = built(office(tmp_path, plan(), {**plan(), field: "moi"}))
    feed = parsed(feed_files(made), Address.PLAN_FEED, plan="thu")
    title = feed.findtext("a:entry/a:title", namespaces=ATOM)
    assert title.count("Thử") == 1
    home = page_texts(Site(made, {}), {Address.HOME})["index.html"]
    assert f">Thử</a>{title.removeprefix('Thử')}.</li>" in home


def test_a_state_that_cannot_be_read_is_said_and_what_it_changed_is_told_with_the_next(tmp_path):
    """On the page of the plan, on the first page, and in the feeds of the plan and of who has work in it."""
    root = office(tmp_path, plan(figure="10"), {**plan(figure="12"), "no_such_field": 1}, plan(figure="13"))
    path = root / "data/plans/thu.yaml"
    for day, figure in ((4, "13"), (5, "14")):
        text = path.read_text("utf-8").replace("no_such_field: 1\n", "").replace("'13'", f"'{figure}'")
        path.write_text(text, "utf-8")
        commit(root, "x", GIT_COMMITTER_DATE=f"2027-04-{day:02}T23:30:00+07:00")
    made = built(root)
    files, words = feed_files(made), made.phrases.say("change_unread")
    pages = page_texts(Site(made, {}), {Address.CHANGES, Address.HOME, Address.AGENCY})

    for address in (Address.PLAN_FEED.path(plan="thu"), Address.AGENCY_FEED.path(agency="so-d")):
        texts = said(etree.fromstring(files[address]))
        assert [words[1:] in text for text in texts] == [False, False, True, True, False], texts
        assert "13" in texts[0]
        assert "14" in texts[0]
        assert "10" in texts[1]
        assert "13" in texts[1]
    assert pages[Address.CHANGES.path(plan="thu")].count(words[1:]) == 2
    assert pages["index.html"].count(words) == 2
    assert pages[Address.AGENCY.path(agency="so-d")].count(words) == 1, "of the last three"
