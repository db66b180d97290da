"""A plan in a Word file of any office is checked in an empty folder: right findings at their places, and no others."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from planbook.cli import main
from planbook.importing.original import Original, Passage
from planbook.importing.proof.text_checks import impossible_days, sums_of_sentences
from planbook.reading.words import read_words
from tests.conftest import ROOT

HEAD = (
    ("ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
    ("Số: 45/KH-UBND", "Sơn La, ngày 12 tháng 11 năm 2025"),
)
PLAN = (
    "KẾ HOẠCH",
    "Trồng cây phân tán năm 2026 trên địa bàn tỉnh Sơn La",
    "Thực hiện Kế hoạch số 9-KH/TU ngày 07/3/2025 của Tỉnh ủy Sơn La về trồng cây;",
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng cây phân tán năm 2026 như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "- Tăng diện tích cây xanh theo Kế hoạch số 9-KH/TU ngày 07/3/2025 của Tỉnh ủy Sơn La.",
    "II. NHIỆM VỤ",
    "1. Chuẩn bị giống",
    "Chọn 125 ha giống bản địa (trong đó: keo 100 ha, quế 25 ha).",
    "Cơ quan chủ trì: Sở Nông nghiệp và Môi trường.",
    "Thời gian thực hiện: Trước ngày 30/6/2026.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Sở Tài chính bố trí kinh phí theo quy định của pháp luật.",
    "Nơi nhận:",
    "- Các sở, ban, ngành;",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "CHỦ TỊCH",
    "Nguyễn Văn An",
)


def word_file(folder: Path, *changes: tuple[str, str]) -> Path:
    """The plan as an office types it, with other words in some places."""
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, HEAD, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    typed = "\n".join(PLAN)
    for old, new in changes:
        typed = typed.replace(old, new)
    for text in typed.split("\n"):
        document.add_paragraph().add_run(text).bold = text[:2] in {"I.", "II", "1."}
    document.save(folder / "ke-hoach.docx")
    return folder / "ke-hoach.docx"


def checked(*words: object):
    return CliRunner().invoke(main, ["check", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def empty(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_sound_plan_is_silent_in_an_empty_folder(empty):
    answer = checked(word_file(empty))
    assert (bool(answer.exit_code), answer.output) == (
        False,
        "0 lỗi, 0 cảnh báo, 0 thông tin; đã chấp nhận có ghi lý do: 0\n",
    )
    assert [path.name for path in empty.iterdir()] == ["ke-hoach.docx"]


@pytest.mark.parametrize(
    ("old", "new", "check", "words"),
    [
        ("30/6/2026", "31/6/2026", "impossible-date", "31/6/2026"),
        ("quế 25 ha", "quế 27 ha", "figure-sum", "cộng lại là 127 ha, tổng ghi 125"),
        ("III. TỔ", "II. TỔ", "numbering-order", "số II. có hai lần"),
        ("9-KH/TU ngày 07/3/2025 của Tỉnh ủy Sơn La.", "9-KH/TU ngày 17/3/2025 của Tỉnh ủy Sơn La.", "document-day-differs", "17/3/2025"),
        ("9-KH/TU ngày 07/3/2025", "9/KH-TU ngày 07/3/2025", "document-number-shape", "9/KH-TU"),
        ("07/3/2025", "07/3/2027", "document-dated-after-plan", "07/3/2027"),
        ("Sở Nông nghiệp và Môi trường", "Sở Lao động - Thương binh và Xã hội", "agency-dissolved", "01/7/2025"),
        ("Sở Nông nghiệp và Môi trường", "UBND các huyện", "agency-dissolved", "01/7/2025"),
        ("Trước ngày 30/6/2026", "Tháng 13/2026", "impossible-date", "Tháng 13/2026"),
        ("Trước ngày 30/6/2026", "Quý V/2026", "impossible-date", "Quý V/2026"),
        ("III. TỔ", "Đến năm 2026 có 95% hộ trồng cây.\nĐến năm 2026 có 90% hộ trồng cây.\nIII. TỔ", "figure-told-twice", "90"),
        ("30/6/2026", "30/6/2025", "deadline-outside-period", "15 | Thời gian thực hiện: Trước ngày 30/6/2025."),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_paragraph(old, new, check, words, empty):
    path = word_file(empty, (old, new))
    answer = checked(path)
    assert f"[{check}]: " in answer.output
    assert words in answer.output
    assert answer.output.count(f"{path}:") == answer.output.count(f"[{check}]: ")


REPORTS = (
    "IV. CHẾ ĐỘ BÁO CÁO\n- Sở Tài chính báo cáo Ủy ban nhân dân tỉnh hằng quý trước ngày 20.\n"
    "- Sở Y tế báo cáo Sở Tài chính hằng quý trước ngày 10.\n- Sở Tài chính gửi Ủy ban nhân dân tỉnh báo cáo quý trước ngày {day}.\n"
)
MONEY = "IV. KINH PHÍ\nTổng kinh phí: 1.500 triệu đồng, trong đó:\n- Vốn sự nghiệp: {part} triệu đồng.\n- Vốn khác: 500 triệu đồng.\n"
TWICE = "IV. KINH PHÍ\n- Hỗ trợ cây giống cho hộ nghèo ở các xã vùng cao {number} ha.\n"


@pytest.mark.parametrize(
    ("added", "wrong", "right", "check", "words"),
    [
        (REPORTS, {"day": "15"}, {"day": "20"}, "reporting-conflict", "Sở Tài chính báo cáo trước ngày 15"),
        (MONEY, {"part": "900"}, {"part": "1.000"}, "budget-sum", "tổng là 1.500, các phần cộng lại 1.400"),
        (TWICE, {"number": "27"}, {"number": "25"}, "figure-told-twice", "27 ha, cùng câu chữ ở đoạn"),
    ],
)
def test_what_does_not_agree_within_a_plan_is_found_and_what_does_is_silent(added, wrong, right, check, words, empty):
    goal = ("- Tăng diện", "- Hỗ trợ cây giống cho hộ nghèo ở các xã vùng cao 25 ha.\n- Tăng diện")
    faulty, sound = (
        checked(word_file(empty, goal, ("Nơi nhận:", added.format(**values) + "Nơi nhận:"))).output
        for values in (wrong, right)
    )

    assert f"[{check}]: " in faulty
    assert words in faulty
    assert f"[{check}]" not in sound


@pytest.mark.parametrize(("total", "is_right"), [("140", False), ("120", True)])
def test_a_table_of_a_word_file_is_added_up(total, is_right, empty):
    document = Document(str(word_file(empty)))
    rows = [
        ("TT", "Xã", "Diện tích (ha)", "Tỷ lệ (%)"),
        ("1", "Công an xã", "70", "58"),
        ("2", "Mường Trai", "50", "42"),
    ]
    table = document.add_table(rows=4, cols=4)
    for row, texts in zip(table.rows, [*rows, ("", "Tổng cộng", total, "99")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    place = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("III."))
    place._p.addprevious(table._tbl)  # python-docx puts a table at the end alone
    document.save(empty / "bang.docx")

    output = checked(empty / "bang.docx").output
    assert output.count("[table-sum]: ") == (not is_right)
    assert ("| 140" in output) is not is_right
    assert ("các phần được 120" in output) is not is_right


def test_a_body_of_then_is_no_fault_where_nobody_knows_when_the_plan_was_issued(empty):
    path = word_file(empty, ("Sở Nông nghiệp và Môi trường", "UBND các huyện"))
    document = Document(str(path))
    document.tables[0].rows[1].cells[1].text = "Sơn La, ngày     tháng     năm"
    document.save(str(path))
    assert "agency-dissolved" not in checked(path).output


def test_a_fault_is_a_comment_in_a_copy_and_the_file_stays(empty):
    path = word_file(empty, ("quế 25 ha", "quế 27 ha"))
    before = path.read_bytes()
    answer = checked(path, "-o", empty / "nhan-xet.docx")
    assert not answer.exit_code
    written = Document(str(empty / "nhan-xet.docx"))
    assert [comment.text for comment in written.comments] == ["các phần cộng lại là 127 ha, tổng ghi 125 [figure-sum]"]
    assert [line.text for line in written.paragraphs] == [line.text for line in Document(io.BytesIO(before)).paragraphs]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("ke-hoach.docx", "son-la-2026"),
        ("ke-hoach.docx", "--since", "main"),
        ("ke-hoach.docx", "-o", "ke-hoach.docx"),
        ("ke-hoach.docx", "-o", "nhan-xet.pdf"),
        ("ke-hoach.txt", "-o", "nhan-xet.docx"),
        ("-o", "nhan-xet.docx"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(words, empty):
    word_file(empty)
    (empty / "ke-hoach.txt").write_text("\n".join(PLAN), encoding="utf-8")
    assert checked(*words).exit_code == 2
    assert not (empty / "nhan-xet.docx").exists()


def test_a_file_that_is_none_is_refused_in_words(empty):
    (empty / "ke-hoach.docx").write_bytes(b"PK\3\4 not an archive")
    answer = checked("ke-hoach.docx")
    assert answer.exit_code == 2
    assert "tệp" in answer.output


def test_a_text_without_a_head_is_checked_as_a_text(empty):
    (empty / "ke-hoach.txt").write_text("I. MỤC TIÊU\nHoàn thành trước ngày 30/02/2026.\n", encoding="utf-8")
    assert "[impossible-date]: không có ngày 30/02/2026" in checked("ke-hoach.txt").output


def passages(text: str) -> Original:
    return Original(Path("cu.txt"), "text", (Passage(1, text),))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("xong ngày 30 tháng 02 năm 2026", 1),
        ("báo cáo trước ngày 31/4 hằng năm", 1),
        ("từ 29/02/2027 đến 29/02/2028", 1),
        ("trước ngày 30/6/2026, ngày 31/12", 0),
        ("Nghị quyết số 31/2/2026/NQ-HĐND, tỷ lệ 31/6 hộ, 24/24 giờ", 0),
        ("ngày 15/13/2026", 1),
    ],
)
def test_a_day_that_no_calendar_has(text, days):
    assert len(list(impossible_days(passages(text), read_words(ROOT)))) == days


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Lắp 58 trạm (Trong đó: A: 25 trạm, B: 34 trạm)", 1),
        ("Lắp 58 trạm (Trong đó: A: 25 trạm, B: 33 trạm)", 0),
        ("Lắp 58 trạm, trong đó có 28 trạm mới", 0),
        ("Lắp 58 trạm, trong đó 10 trạm ở xã A, 12 trạm ở xã B", 0),
        ("Lắp khoảng 58 trạm (trong đó: A: 25 trạm, B: 34 trạm)", 0),
        ("Có 1.250 hộ, trong đó 1.000 hộ nghèo và 240 hộ cận nghèo.", 1),
        ("Đạt 50%, trong đó 20% ở xã A, 31% ở xã B.", 0),
    ],
)
def test_parts_that_do_not_make_their_whole(text, sums):
    assert len(list(sums_of_sentences(passages(text), read_words(ROOT)))) == sums
