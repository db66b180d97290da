"""How odd plans are printed: levels, paragraphs, titles, lists, what a text names; `make mutants` asked for each."""

from dataclasses import replace

import pytest

from planbook.loading.workspace import load_files
from planbook.views.decisions import open_places
from planbook.views.glossary import glossary
from planbook.views.matrix import task_rows
from planbook.views.once import Views
from planbook.wording.blocks import Heading, Item
from planbook.wording.linked_text import LinkedText, without_marks
from planbook.wording.numbering import numbers
from planbook.wording.titles import titled
from planbook.wording.wording import Wording
from tests.offices import AGENCIES, MONEY, PLAN, REGISTERS, SOURCES, files, office, part, task


def test_headings_are_one_level_below_what_they_stand_in_and_never_below_the_third(words):
    groups = [part("nhom", tasks=[task("viec")])]
    duties = [{"id": "lam", "agencies": "so-b", "text": "Gồm:", "items": [{"id": "y", "text": "A."}]}]
    inner = [{**group, "id": f"{group['id']}-trong", "tasks": [task("viec-trong")]} for group in groups]
    inner_duties = [{**duties[0], "id": "lam-trong", "items": [{"id": "y-trong", "text": "B."}]}]
    deep = part("hai", sections=[part("ba", task_groups=inner), part("bon", duties=inner_duties)])
    second = part("nam", duties=[{**duties[0], "id": "lam-hai", "items": [{"id": "y-hai", "text": "C."}]}])
    third = part("bay", task_groups=[part("nhom-ba", tasks=[task("viec-ba")])])
    outline = [
        part("mot", task_groups=groups),
        part("viec-cua", duties=duties),
        part("sau", sections=[deep, second, third]),
    ]
    blocks = Views(office({"outline": outline}), words).views["thu"].body

    assert [(block.id, block.level) for block in blocks if isinstance(block, Heading)] == [
        ("mot", 1), ("nhom", 2), ("viec-cua", 1), ("lam", 2),
        ("sau", 1), ("hai", 2), ("ba", 3), ("nhom-trong", 3), ("bon", 3), ("lam-trong", 3),
        ("nam", 2), ("lam-hai", 3), ("bay", 2), ("nhom-ba", 3),
    ]  # fmt: skip


def test_a_task_without_words_has_the_name_of_the_work_around_it(words):
    measures = [{"id": "bp-1", "text": "Mở lớp."}, {"id": "bp-2", "text": "Dạy nghề."}]
    groups = [
        part("nhom", tasks=[{"id": "khong-loi", "assignment": {"lead": "so-b"}}]),
        part("khac", tasks=[{"id": "bien-phap", "measures": measures}]),
        part("ba", tasks=[task("co-loi"), task("co-ten", heading="Tên")]),
    ]
    shown = Views(office({"outline": [part("nhiem-vu", task_groups=groups)]}), words).matrices["thu"]

    assert {row.id: row.name for row in task_rows(shown)} == {
        "khong-loi": "NHOM",
        "bien-phap": "Mở lớp. Dạy nghề.",
        "co-loi": "Làm co-loi.",
        "co-ten": "Tên: Làm co-ten.",
    }


def test_what_stands_below_a_paragraph_is_one_level_deeper_and_an_assignment_is_not(words):
    inner = {"id": "trong", "text": "Trong.", "items": [{"id": "sau-nua", "text": "Sâu nữa."}]}
    statements = [{"id": "ngoai", "text": "Ngoài:", "items": [inner]}]
    work = task("viec", measures=[{"id": "bp", "text": "Mở lớp."}], assignment={"lead": "so-b"})
    outline = [part("mot", solutions=statements), part("hai", tasks=[work, task("khac")])]
    blocks = Views(office({"outline": outline}), words).views["thu"].body

    assert {block.id: block.level for block in blocks if isinstance(block, Item)} == {
        "ngoai": 1,
        "trong": 2,
        "sau-nua": 3,
        "viec": 1,
        "bp": 2,
        "viec--lead": 0,
        "khac": 1,
    }


def test_an_assignment_in_a_sentence_stands_behind_its_label(words):
    assignment = {"lead": "so-b", "coordinating": "ubnd-tinh-a", "deadlines": [{"by": "2027-05-06"}]}
    groups = [part("nhom", tasks=[task("viec", assignment=assignment)])]
    plan = {"layout": {"assignment": "sentence"}, "outline": [part("nhiem-vu", task_groups=groups)]}
    blocks = Views(office(plan), words).views["thu"].body

    assert [(block.level, block.label, block.text) for block in blocks if block.id == "viec--assignment"] == [
        (0, "Phân công thực hiện:", "Sở B chủ trì, phối hợp với Ủy ban nhân dân tỉnh; chậm nhất ngày 06/5/2027.")
    ]


def test_the_places_of_a_decision_are_the_lines_that_name_who_is_in_question():
    work = [
        task("dan-dau", assignment={"lead": "so-b"}),
        task("phoi-hop", assignment={"lead": "ubnd-tinh-a", "coordinating": "so-b"}),
        task("nhac-den", text="Nhờ {agency:so-b} làm.", assignment={"lead": "ubnd-tinh-a"}),
        task("ca-hai", text="Cùng {agency:so-b} làm.", assignment={"lead": "so-b"}),
        task("ngoai", assignment={"lead": "so-b"}),
    ]
    ids = ["dan-dau", "phoi-hop", "nhac-den", "ca-hai"]
    todo = [
        {"id": "chon", "what": "chọn cơ quan", "at": ids, "about": "so-b"},
        {"id": "khac", "what": "xem", "at": ["ngoai"]},
    ]
    fields = {
        "outline": [part("nhiem-vu", tasks=work)],
        "todo": todo,
        "recipients": [{"text": "Như trên"}, {"agencies": "so-b"}],
    }

    assert [*open_places(office(fields).plans["thu"])] == [
        *("thu--recipient-2", "dan-dau--lead", "phoi-hop--coordinating", "nhac-den", "ca-hai--lead", "ca-hai", "ngoai"),
    ]


def test_a_short_form_in_brackets_is_found_where_it_stands(words):
    agencies = {
        "agencies": [
            *REGISTERS["agencies"]["agencies"][:1],
            {**REGISTERS["agencies"]["agencies"][1], "aliases": ["(SB) A"]},
        ]
    }
    texts = {
        "co": ["Giao (SB) A làm."],
        "dau": ["(SB) A làm."],
        "khong": ["Giao SB A làm.", "SB) A làm"],
        "thieu": ["Giao (SB A"],
    }
    data = office({}, agencies=agencies)
    (plan,) = data.plans.values()
    data = replace(data, plans={id_: plan.model_copy(update={"id": id_}) for id_ in texts})
    shorts = glossary(data, [], texts, ["so-b"])

    assert [short.plans for short in shorts if short.short == "(SB) A"] == [("co", "dau")]


def test_all_that_stands_before_the_last_paragraph_stays_where_that_one_ends_the_plan(words):
    statements = [{"id": f"y-{at}", "text": f"Ý {at}."} for at in range(3)]
    plan = Views(office({"closing": None, "outline": [part("mot", solutions=statements)]}), words).views["thu"]

    assert [block.text for block in plan.body] == ["MOT", "Ý 0.", "Ý 1.", "Ý 2./."]


def test_a_law_is_listed_with_the_number_that_its_citation_leaves_out(words):
    types = [
        {"id": "luat", "name": "Luật", "cited_by_title": True},
        {"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"},
    ]
    law = {"id": "luat-a", "type": "luat", "number": "114/2025/QH15", "date": "2025-12-10", "title": "Phòng bệnh"}
    decision = {"id": "qd", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2026-01-05", "issuer": "ubnd-tinh-a"}
    views = Views(office({}, legal_documents={"types": types, "documents": [law, decision]}), words).documents

    assert [(view.citation.partition(" ngày")[0], view.number) for view in views[-2:]] == [
        ("Luật Phòng bệnh", "114/2025/QH15"),
        ("Quyết định số 12/QĐ-UBND", ""),
    ]


def test_the_title_of_a_document_is_printed_with_all_that_it_names(words):
    types = [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}]
    document = {"id": "qd", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2026-01-05", "issuer": "ubnd-tinh-a"}
    title = "về việc giao {agency:so-b} cùng {agency:ubnd-tinh-a} làm"
    workspace = office({}, legal_documents={"types": types, "documents": [{**document, "title": title}]})

    assert titled(workspace, Wording(words), workspace.documents["qd"]).title == (
        "về việc giao Sở B cùng Ủy ban nhân dân tỉnh làm"
    )


def test_the_parts_of_a_project_have_their_points_below_them(words):
    def measures(of: str) -> list[dict]:
        inner = [{"id": f"{of}-trong", "text": "Trong."}]
        return [{"id": f"{of}-mot", "text": "Một:", "items": inner}, {"id": f"{of}-hai", "text": "Hai."}]

    parts = [{"id": "tieu-1", "number": 1, "name": "Cầu"}]
    projects = [
        {"id": "da-1", "number": 1, "name": "Đường"},
        {"id": "da-2", "number": 2, "name": "Nước", "projects": parts},
    ]
    programme = {"id": "ct", "name": "Chương trình", "period": "2026-2030", "projects": projects}
    groups = [
        {"id": "duong", "project": "da-1", "tasks": [{"id": "viec-1", "measures": measures("a")}]},
        {"id": "nuoc", "project": "da-2", "tasks": [{"id": "viec-2", "project": "tieu-1", "measures": measures("b")}]},
    ]
    workspace = office({"outline": [part("nhiem-vu", task_groups=groups)]}, programmes={"programmes": [programme]})
    blocks = Views(workspace, words).views["thu"].body
    levels = {block.id: (block.level, block.number.printed) for block in blocks if isinstance(block, Item)}

    assert {id_: levels[id_] for id_ in ("a-mot", "a-trong", "a-hai")} == {
        "a-mot": (1, "-"),
        "a-trong": (2, "+"),
        "a-hai": (1, "-"),
    }
    assert {id_: levels[id_] for id_ in ("b-mot", "b-trong", "b-hai")} == {
        "b-mot": (2, "+"),
        "b-trong": (3, "+"),
        "b-hai": (2, "+"),
    }


def test_a_title_names_an_agency_as_it_was_called_on_the_day_of_the_document(words):
    types = [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}]
    document = {"type": "quyet-dinh", "issuer": "ubnd-tinh-a", "title": "về {agency:so-b}"}
    listed = [{**document, "id": f"qd-{at}", "number": f"{at}/QĐ-UBND", "date": f"202{at}-01-05"} for at in (4, 6)]
    renamed = {"id": "ten", "kind": "rename", "date": "2025-03-01", "original": "so-b", "former": {"name": "Sở Cũ"}}
    workspace = office({}, legal_documents={"types": types, "documents": listed}, agency_changes={"changes": [renamed]})

    titles = [titled(workspace, Wording(words), workspace.documents[id_]).title for id_ in ("qd-4", "qd-6")]
    assert titles == ["về Sở Cũ", "về Sở B"]


@pytest.mark.parametrize(
    ("count", "lines"),
    [
        (1, ("Kính gửi: Sở B",)),
        (2, ("- Sở B;", "- Ủy ban nhân dân tỉnh.")),
        (3, ("- Sở B;", "- Ủy ban nhân dân tỉnh;", "- Sở C.")),
    ],
)
def test_each_line_of_addressees_ends_as_one_of_a_list(words, count, lines):
    addressed_to = [{"agencies": [agency]} for agency in ("so-b", "ubnd-tinh-a", "so-c")][:count]
    assert Views(office({"addressed_to": addressed_to}, agencies=AGENCIES), words).views["thu"].addressed_to == lines


LINKED = [
    ("Giao {agency:so-b} chủ trì.", [("Sở B", "agency", "so-b")]),
    ("Giao Sở B chủ trì.", [("Sở B", "agency", "so-b")]),
    ("{agency:so-b}, {agency:ubnd-tinh-a}", [("Sở B", "agency", "so-b"), ("Ủy ban nhân dân tỉnh", "agency", "ubnd-tinh-a")]),
    ("Theo {document:qd-12}.", [("Quyết định số 12/QĐ-UBND", "document", "qd-12")]),
    ("Theo Quyết định số 12/QĐ-UBND ngày 05/01/2026.", [("12/QĐ-UBND", "document", "qd-12")]),
    ("Theo Quyết định số 12/QĐ-UBND ngày 06/01/2026.", []),  # another one
    ("Như mục I.", [("mục I", "item", "mot")]),  # whose purposes are bullets
    ("Như mục II.", [("mục II", "item", "to-chuc")]),
    ("Như mục III.", []),
    ("Như mục II của Luật.", []),
    ("Không nêu ai.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), LINKED)
def test_a_page_links_what_a_text_names_and_nothing_else(words, text, names):
    documents = {
        "types": [{"id": "quyet-dinh", "name": "Quyết định", "code": "QĐ"}],
        "documents": [
            {"id": "qd-12", "type": "quyet-dinh", "number": "12/QĐ-UBND", "date": "2026-01-05", "issuer": "ubnd-tinh-a"}
        ],
    }
    outline = [part("mot", purposes=[{"id": id_, "text": "Ý."} for id_ in ("y", "khac")]), *PLAN["outline"]]
    workspace, _ = load_files(files({"outline": outline}, legal_documents=documents))
    plan = workspace.plans["thu"]
    filler = LinkedText(workspace, plan, Wording(words), numbers(plan))
    filled = filler.fill(text)
    plain = without_marks(filled)

    assert [(plain[begin:end], *name) for begin, end, name in filler.stretches(filled)] == names


POINTS = {"purposes": [{"id": "y", "text": "Ý."}]}


NUMBERED_TWICE = {
    "numbering": "bullet",
    "sections": [part(id_, tasks=[task(f"viec-{id_}", assignment={"lead": "so-b"})]) for id_ in ("ba", "bon")],
}


@pytest.mark.parametrize(
    ("changed", "text", "item"),
    [
        ({"outline": [part("mot", sections=[part("hai", **POINTS)])]}, "Như khoản 1, mục I.", "hai"),
        ({"outline": [part("mot", numbering="bullet", sections=[part("hai", **POINTS)])]}, "Như mục I.", "mot"),
        ({"outline": [part("mot", **POINTS)], "layout": {"parts": "roman"}}, "Như phần I.", "mot"),
        ({"outline": [part("mot", **NUMBERED_TWICE)]}, "Như mục I.", "mot"),
        ({"outline": [part("mot", **NUMBERED_TWICE)]}, "Như khoản 1, mục I.", None),
    ],
)
def test_a_typed_place_is_the_item_that_has_its_number_not_what_stands_there_without_one(words, changed, text, item):
    plan = (workspace := office(changed)).plans["thu"]
    filler = LinkedText(workspace, plan, Wording(words), numbers(plan))
    assert [entry for *_, entry in filler.stretches(filler.fill(text))] == [("item", item)] * (item is not None)


@pytest.mark.parametrize(
    ("content", "is_printed"),
    [
        ({}, False),
        ({"intro": "Gồm:"}, True),
        ({"budget": MONEY}, True),
        ({"attachments": [{"id": "pl", "label": "Phụ lục I"}]}, True),
    ],
)
def test_a_part_whose_tasks_stand_in_an_appendix_is_printed_for_what_else_it_holds(content, is_printed):
    work = {"id": "viec", "short_text": "Làm.", "assignment": {"lead": "so-b"}}
    plan = office({"outline": [part("phan", tasks=[work], **content)]}, funding_sources=SOURCES).plans["thu"]
    assert [section.is_printed for section in plan.sections()] == [is_printed]
