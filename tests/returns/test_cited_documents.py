"""A legal basis typed in Word that no register has: the entry that the register would get, written with a yes alone."""

import pytest
import yaml

from planbook.loading.workspace import load
from planbook.messages.diagnostics import stop_the_build
from planbook.model.task import Statement
from planbook.returns.answers.answer import EditChoice
from planbook.returns.pull_files import pull_files
from tests.desk.desks import FOLDER, desk, read, retyped, told, typed
from tests.word_edits import edited

DECISION = "Căn cứ Quyết định số 56/QĐ-TTg ngày 02 tháng 5 năm 2026 của Thủ tướng Chính phủ về hỗ trợ việc làm;"
WHOLE = {
    "id": "56-qd-ttg-2026",
    "type": "quyet-dinh",
    "number": "56/QĐ-TTg",
    "date": "2026-05-02",
    "issuer": "thu-tuong-chinh-phu",
    "title": "về hỗ trợ việc làm",
}


def proposed(office, edit):
    """The edit of a draft, with the entry that the register would get."""
    (made,) = office.pulled(edit)[0].edits
    return made, next((part.value for part in made.edits if hasattr(part, "path")), None)


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        (DECISION, WHOLE),
        ("Căn cứ Luật Đất đai ngày 18/01/2024;", {"type": "luat", "date": "2024-01-18", "title": "Đất đai"}),
        (
            "Thực hiện Kế hoạch số 20/KH-UBND ngày 05/01/2026 của UBND tỉnh A về phát triển nhà ở;",
            {"id": "20-kh-ubnd-tinh-a-2026", "number": "20/KH-UBND", "issuer": "ubnd-tinh-a"},
        ),
        (
            "Căn cứ Thông tư số 07/2026/TT-BNV ngày 11/11/2026 của Bộ Nội vụ hướng dẫn đánh giá;",
            {"id": "07-2026-tt-bnv", "type": "thong-tu", "issuer": "bo-noi-vu", "title": "hướng dẫn đánh giá"},
        ),
        (
            "Căn cứ Quyết định số 58/QĐ-TTg ngày 02/6/2026 của Thủ tướng Chính phủ sửa đổi Quyết định số 55/QĐ-TTg ngày 01/4/2026;",
            {"number": "58/QĐ-TTg", "title": "sửa đổi Quyết định số 55/QĐ-TTg ngày 01/4/2026"},
        ),
        ("Căn cứ Quyết định số 55/QĐ-TTg ngày 02/5/2020 của Thủ tướng Chính phủ về vốn;", {"date": "2020-05-02"}),
    ],
)
def test_a_document_that_no_register_has_is_proposed_as_the_line_cites_it(office, line, entry):
    edit, value = proposed(office, typed("thu--basis-2", line))
    assert told(office.pulled(typed("thu--basis-2", line))[0]) == [("?", edit.id)]
    assert entry.items() <= value.items()


def test_what_the_line_does_not_say_is_told(office):
    edit, value = proposed(office, typed("thu--basis-2", "Căn cứ Quyết định 56/QĐ-TTg;"))
    assert (value["number"], "date" in value) == ("56/QĐ-TTg", False)
    assert "does not say day, issuer, title" in edit.doubt.in_language("en")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Căn cứ Quyết định số 57/QĐ-SKL ngày 03/3/2026 của Sở Khoa học lạ về thử;", "“Sở Khoa học lạ”"),
        ("Căn cứ Quyết định số 55/QĐ-TTg ngày 02/5/2026 của Thủ tướng Chính phủ về vốn;", "qd-3, 01/4/2026"),
        ("Căn cứ Quyết định số 59/QĐ-TTg ngày 02/6/2026 và Quyết định số 60/QĐ-TTg ngày 03/6/2026;", "several"),
        ("Căn cứ tình hình thực tế của địa phương;", "names no document"),
    ],
)
def test_a_line_that_can_be_no_entry_says_why(office, line, reason):
    edit, value = proposed(office, typed("thu--basis-2", line))
    assert value is None
    assert reason in edit.refused.message.in_language("en")


@pytest.mark.parametrize(
    ("edit", "bases"),
    [
        (typed("thu--basis-2", DECISION), ["nq-1", "nd-2", WHOLE["id"]]),
        (typed("thu--basis-1", DECISION, tracked=True), ["nq-1", WHOLE["id"], "nd-2"]),
        (retyped("thu--basis-2", DECISION), ["nq-1", WHOLE["id"]]),
    ],
)
def test_a_yes_writes_the_register_and_the_citation_and_a_second_pull_finds_nothing(tmp_path, edit, bases):
    house = desk(tmp_path / "house", plan={"todo": None})
    path = tmp_path / "du-thao.docx"
    path.write_bytes(edited(house.content, edit))
    register = house.root / "data/legal-documents.yaml"
    before = register.read_text("utf-8")
    (made,) = pull_files(house.root, [path], apply=True).answers[0][1].edits
    assert register.read_text("utf-8") == before

    pull_files(house.root, [path], EditChoice(accepted=[made.id]), apply=True)

    assert {
        name: str(value) for name, value in yaml.safe_load(register.read_text("utf-8"))["documents"][-1].items()
    } == WHOLE
    workspace, findings = load(house.root / "data")
    assert not stop_the_build(findings)
    assert [basis.document for basis in workspace.plans["thu"].legal_bases] == bases
    assert pull_files(house.root, [path]).answers[0][1].edits == ()
    assert len(yaml.safe_load(register.read_text("utf-8"))["documents"]) == 4


def test_a_known_document_cited_in_another_spelling_is_certain(office):
    line = "Căn cứ Quyết định số 55/QĐ-TTg ngày 01 tháng 04 năm 2026 của Thủ tướng Chính phủ về chương trình mục tiêu;"
    answer, plan = office.taken(typed("thu--basis-2", line))
    assert [sign for sign, _ in told(answer)] == ["*"]
    assert [basis.document for basis in plan.legal_bases] == ["nq-1", "nd-2", "qd-3"]


def test_two_agencies_that_cite_one_new_document_write_it_once(tmp_path):
    house = desk(tmp_path / "house", plan={"todo": None})
    files = []
    for name in ("so-c", "so-e"):
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(edited(house.content, typed("thu--basis-2", DECISION)))
    pulled = pull_files(house.root, files, EditChoice(accepted=["all"]), apply=True)
    assert not pulled.is_left()
    documents = load(house.root / "data")[0].documents
    assert [id_ for id_ in documents if id_.startswith("56-")] == [WHOLE["id"]]


@pytest.fixture(scope="module")
def citing(tmp_path_factory):
    """The draft of a plan whose texts cite documents and another item of it."""
    texts = {
        "von-mot": "Huy động vốn theo {document:nq-1|dated}.",
        "von-hai": "Lồng ghép vốn theo {document:nq-1}.",
        "nguoi-mot": "Tập huấn như {item:von-mot}.",
    }
    outline = read(FOLDER / "plan.yaml")["outline"]
    for section in outline[2]["sections"]:
        for solution in section["solutions"]:
            solution["text"] = texts.get(solution["id"], solution["text"])
    return desk(tmp_path_factory.mktemp("citing"), plan={"todo": None, "outline": outline})


OF_TWO = "Quyết định số 56/QĐ-TTg ngày 02/5/2026 của Thủ tướng Chính phủ"
BASIS = retyped("thu--basis-1", f"Thực hiện {OF_TWO} về hỗ trợ việc làm.")
CITATIONS = {
    "known": (retyped("von-mot", "Huy động vốn theo Quyết định số 55/QĐ-TTg ngày 01/4/2026 của Thủ tướng Chính phủ."), "*", "{document:qd-3|dated}"),
    "known, in short": (retyped("von-hai", "Lồng ghép vốn theo Quyết định số 55/QĐ-TTg."), "*", "{document:qd-3|short}"),
    "spelt otherwise": (retyped("von-mot", "Huy động vốn theo Nghị quyết 10/NQ-HĐND ngày 1/12/2026 của HĐND tỉnh A."), "", "{document:nq-1|dated}"),
    "new": (retyped("von-mot", f"Huy động vốn theo {OF_TWO}."), "?", "{document:56-qd-ttg-2026|dated}"),
    "new, with its title": (retyped("von-hai", f"Lồng ghép vốn theo {OF_TWO} về hỗ trợ việc làm."), "?", "{document:56-qd-ttg-2026}"),
    "without its day": (retyped("von-hai", "Lồng ghép vốn theo Quyết định số 56/QĐ-TTg."), "x", "{document:nq-1}"),
    "of another day": (retyped("von-mot", "Huy động vốn theo Nghị quyết số 10/NQ-HĐND ngày 02/12/2026 của Hội đồng nhân dân tỉnh A."), "x", "{document:nq-1|dated}"),
    "another item": (retyped("nguoi-mot", "Tập huấn như khoản 2, mục III."), "*", "{item:giai-phap-nguoi}"),
    "no item": (retyped("nguoi-mot", "Tập huấn như khoản 7, mục III."), "x", "{item:von-mot}"),
}  # fmt: skip


@pytest.mark.parametrize("case", CITATIONS)
def test_a_citation_that_is_typed_over_cites_what_it_says(citing, case):
    edit, sign, mention = CITATIONS[case]
    answer, plan = citing.taken(edit, accept=("all",))
    assert "".join(sign for sign, _ in told(answer)) == sign
    assert mention in " ".join(solution.text for solution in plan.entries(Statement))


def test_next_year_s_document_takes_the_place_of_this_year_s_wherever_the_draft_says_so(citing):
    again = retyped("von-hai", "Lồng ghép vốn theo Quyết định số 56/QĐ-TTg.")
    answer, plan = citing.taken(BASIS, again, retyped("von-mot", f"Huy động vốn theo {OF_TWO}."), accept=("all",))
    assert told(answer) == [("?", "thu--basis-1"), ("?", "von-mot"), ("?", "von-hai")]
    assert plan.legal_bases[0].document == WHOLE["id"]
    assert [solution.text.count(WHOLE["id"]) for solution in plan.entries(Statement)][:2] == [1, 1]
