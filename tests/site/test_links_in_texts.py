"""What the text of a plan names leads to its page: exactly that, nothing wrong, and no letter of the text is another."""

import re
from datetime import UTC, datetime

from lxml import html

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.pages.site import Site
from planbook.views.addresses import Address
from tests.conftest import FIVE, PLANS
from tests.offices import REGISTERS, written

MADE = datetime(2026, 11, 1, tzinfo=UTC)
LINK = re.compile(r'<a class="named (\w+)" href="([^"]*)">([^<]*)</a>')
AGENCIES = [
    *REGISTERS["agencies"]["agencies"],
    {"id": "so-y-te", "name": "Sở Y tế", "short_name": "SYT", "level": "province", "locality": "tinh-a"},
    {"id": "so-vh", "name": "Sở Văn hóa", "level": "province", "locality": "tinh-a"},
    {"id": "so-vh-tt", "name": "Sở Văn hóa và Thể thao", "level": "province", "locality": "tinh-a"},
    {"id": "so-cu", "name": "Sở Cũ", "level": "province", "locality": "tinh-a"},
    {"id": "so-moi", "name": "Sở Mới", "level": "province", "locality": "tinh-a"},
    {"id": "ban-cu", "name": "Ban Dân tộc", "level": "province", "locality": "tinh-a"},
    {"id": "ban-moi", "name": "Ban Dân tộc", "level": "province", "locality": "tinh-a"},
    {"id": "so-y-te-b", "name": "Sở Y tế", "full_name": "Sở Y tế tỉnh B", "level": "province", "locality": "tinh-b"},
    {"id": "chinh-phu", "name": "Chính phủ", "level": "central"},
]
PLACES = [*REGISTERS["localities"]["localities"], {"id": "tinh-b", "name": "tỉnh B", "level": "province"}]
CHANGES = [
    {"id": "ban", "kind": "merge", "date": "2020-01-01", "original": ["ban-cu"], "resulting": ["so-b"]},
    {"id": "so", "kind": "merge", "date": "2025-01-01", "original": ["so-cu"], "resulting": ["so-moi"]},
]
DOCUMENTS = [
    {"id": "nd", "type": "nd", "number": "27/2022/NĐ-CP", "date": "2022-04-19", "issuer": "chinh-phu", "title": "về A"},
    {"id": "kh", "type": "kh", "number": "62/KH-UBND", "date": "2024-03-05", "issuer": "ubnd-tinh-a", "title": "về B"},
]
TYPES = [
    {"id": "nd", "name": "Nghị định", "code": "NĐ"},
    {"id": "kh", "name": "Kế hoạch", "code": "KH"},
]


def office_with(root, *texts, **plan):
    """The office of this file with a plan of some sentences, beside a duty of each agency so that all have pages."""
    named = [agency["id"] for agency in AGENCIES if agency["id"] not in ("ubnd-tinh-a", "so-cu", "ban-cu")]
    duties = [{"id": f"viec-{id_}", "agencies": id_, "text": "Làm việc."} for id_ in named]
    sections = [
        {
            "id": "phan",
            "heading": "PHẦN",
            "objectives": [{"id": f"cau-{at}", "text": text} for at, text in enumerate(texts)],
        },
        {"id": "to-chuc", "heading": "TỔ CHỨC", "duties": duties},
    ]
    return written(
        root,
        {"outline": sections, **plan},
        agencies={"agencies": AGENCIES},
        localities={"localities": PLACES},
        agency_changes={"changes": CHANGES},
        legal_documents={"types": TYPES, "documents": DOCUMENTS},
    )


def page_of(root, plan="thu"):
    return page_texts(Site(edition(read_sources(root), MADE), {}), {Address.PLAN})[Address.PLAN.path(plan=plan)]


def links_in(page, item="cau-0"):
    """Where the paragraph of an item leads, by the words of its links."""
    (paragraph,) = [line for line in page.splitlines() if f'data-id="{item}"' in line]
    return [(kind, href, words) for kind, href, words in LINK.findall(paragraph)]


LINKED = [
    ("Giao {agency:so-y-te} làm.", [("agency", "../../co-quan/so-y-te/", "Sở Y tế")]),
    ("Giao {agency:so-y-te-b}.", [("agency", "../../co-quan/so-y-te-b/", "Sở Y tế tỉnh B")]),
    ("Theo {document:nd}.", [("document", "../../van-ban/#nd", "Nghị định số 27/2022/NĐ-CP")]),
    ("Theo {document:nd|short}.", [("document", "../../van-ban/#nd", "Nghị định số 27/2022/NĐ-CP")]),
    ("Như {item:to-chuc}.", [("item", "#to-chuc", "mục II")]),
    # Typed names, where they can be only one thing.
    ("Giao Sở Y tế chủ trì.", [("agency", "../../co-quan/so-y-te/", "Sở Y tế")]),
    (
        "Sở Y tế, SYT và Sở Mới.",
        [
            ("agency", f"../../co-quan/{i}/", w)
            for i, w in [("so-y-te", "Sở Y tế"), ("so-y-te", "SYT"), ("so-moi", "Sở Mới")]
        ],
    ),
    ("Báo cáo Sở Văn hóa và Thể thao.", [("agency", "../../co-quan/so-vh-tt/", "Sở Văn hóa và Thể thao")]),
    ("Giao Ban Dân tộc.", [("agency", "../../co-quan/ban-moi/", "Ban Dân tộc")]),
    ("Theo Sở Y tế tỉnh B.", []),
    ("Gửi Sở Y tế tỉnh B.", [("agency", "../../co-quan/so-y-te-b/", "Sở Y tế tỉnh B")]),
    ("Theo số 27/2022/NĐ-CP.", [("document", "../../van-ban/#nd", "27/2022/NĐ-CP")]),
    ("Theo 62/KH-UBND ngày 05/3/2024.", [("document", "../../van-ban/#kh", "62/KH-UBND")]),
    ("Như mục 1, phần I.", []),
    ("Như mục II.", [("item", "#to-chuc", "mục II")]),
]
PLAIN = [
    "Giao Sở Y tế Hà Nội.",  # goes on
    "Giao Sở Y tế tỉnh Sơn La.",
    "Giao Sở Y tế các tỉnh.",
    "Văn phòng Sở Y tế làm.",  # begins before
    "Giao Chi cục Sở Y tế.",
    "Giao Sở Văn hóa và Du lịch.",
    "Giao Sở Cũ.",  # is no more on the day of the plan
    "Giao các sở.",
    "Theo 62/KH-UBND.",  # of which place and year?
    "Theo 62/KH-UBND ngày 06/3/2024.",  # another day
    "Theo 27/2022/NĐ-CP ngày 01/01/2022.",
    "Theo 28/2022/NĐ-CP.",
    "Như mục II Nghị định 5.",  # of another document
    "Như mục IX.",
]


def test_a_name_in_a_text_leads_to_its_page_and_what_may_be_something_else_nowhere(tmp_path):
    page = page_of(office_with(tmp_path, *(text for text, _ in LINKED), *PLAIN))
    found = [links_in(page, f"cau-{at}") for at in range(len(LINKED) + len(PLAIN))]

    assert found == [*(links for _, links in LINKED), *([] for _ in PLAIN)]


def test_hostile_texts_and_marks_at_their_ends_stay_as_they_are(tmp_path):
    text = "<b>&amp; {agency:so-y-te} | *{document:nd}* {{ 7 }} \" ' Sở Y tế"
    page = page_of(office_with(tmp_path, text, title="Kế hoạch của {agency:so-y-te}", preamble="{agency:so-b}"))
    (paragraph,) = [line for line in page.splitlines() if 'data-id="cau-0"' in line]

    assert (
        "Nghị định số 27/2022/NĐ-CP ngày 19/4/2022 của Chính phủ về A* {{ 7 }} \" ' Sở Y tế."
        in html.fromstring(paragraph).text_content()
    )
    assert [words for _, _, words in links_in(page)] == ["Sở Y tế", "Nghị định số 27/2022/NĐ-CP", "Sở Y tế"]
    assert not re.search("[\U000f0000-\U0010ffff]", page)


def test_links_change_no_letter_of_the_five_plans():
    made = edition(read_sources(FIVE), MADE)
    texts = page_texts(Site(made, {}), {Address.PLAN})
    for plan in PLANS:
        page = texts[Address.PLAN.path(plan=plan)]
        linked, bare = (html.fromstring(f"<div>{text}</div>") for text in (page, made.articles[plan]))
        wanted = [" ".join(one.text_content().split()) for one in bare.iter("p", "td", "th")]
        shown = {" ".join(one.text_content().split()) for one in linked.iter("p", "td", "th")}

        assert len(LINK.findall(page)) > 20
        # The heading of an appendix says both of its lines.
        assert [text for text in wanted if text not in shown and text not in " ".join(page.split())] == []
        for _, href, _ in LINK.findall(page):
            if href.startswith("#"):
                assert f'id="{href[1:]}"' in page or f"#{href[1:]} " in page


def test_the_contents_have_every_heading_duty_report_and_appendix():
    made = edition(read_sources(FIVE), MADE)
    texts = page_texts(Site(made, {}), {Address.PLAN})
    for plan in made.workspace.plans.values():
        page = texts[Address.PLAN.path(plan=plan.id)]
        contents = set(re.findall(r'<li class="depth-\d"><a href="#([^"]+)"', page))
        front = page.partition("\n---\n")[0]
        given = {entry.id for entry in plan.walk() if type(entry).__name__ in ("Duty", "ReportingDuty")}

        headings = {entry.id for entry in plan.walk() if type(entry).__name__ == "Duty" and entry.items}

        assert given <= contents
        assert all(f'"{id_}"' in front for id_ in given - headings)
        assert {appendix.id for appendix in made.views[plan.id].appendices} <= contents
