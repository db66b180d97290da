"""check-layout on drafts that were broken on purpose, one rule at a time; on good ones; and on files of other programs."""

import pytest

from planbook.diagnostics import as_text
from planbook.layout import examine
from planbook.layout.rules import load_rules
from tests.conftest import ROOT
from tests.word_edits import (
    added,
    edited,
    empty_header,
    end,
    flattened,
    form,
    header_form,
    header_letters,
    instead,
    letters,
    no_first_page,
    page,
    rule,
    without,
    words,
)

# What is still wrong in our own drafts; each line is a fault of the draft or of its plan, not of the rule.
EXPECTED = {
    "bac-ha-2022": {"section-capitals"},  # the headings of the issued plan
    "quynh-nhai-2030": {"point-style", "signature"},  # "a) Mục tiêu chung" as a heading; the plan names no signatory
}

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
NUMBER, DAY = "Số:", "Lào Cai, ngày"
TITLE, BASIS = "Thực hiện Đề án số 10-ĐA/TU về", "Căn cứ Đề án số 10-ĐA/TU"
LAST_BASIS, SENTENCE = "Căn cứ Kế hoạch số 53/KH-UBND", "Ủy ban nhân dân tỉnh Lào Cai ban hành Kế hoạch năm 2024"
POINT, HEADING = "a) Đẩy mạnh hơn nữa đối thoại", "I. MỤC ĐÍCH, YÊU CẦU"
CLOSING = "Ủy ban nhân dân tỉnh yêu cầu các đơn vị liên quan"
ORIGIN = "(Kèm theo Kế hoạch số"

# Name of the rule, the edits, and what the finding says.
CASES = [
    ("paper-size", [page("pgSz", 0, w="12240", h="15840")], "the paper is 215,9 mm x 279,4 mm"),
    (
        "paper-orientation",
        [page("pgSz", 0, w="16838", h="11906"), rule(TITLE, "4400")],
        "section 1: turned, without a table",
    ),
    ("margin-top", [page("pgMar", top="850")], "the margin is 15 mm, not 20 - 25 mm"),
    ("margin-bottom", [page("pgMar", bottom="1701")], "the margin is 30 mm"),
    ("margin-left", [page("pgMar", 0, left="1134")], "section 1: the margin is 20 mm, not 30 - 35 mm"),
    ("margin-right", [page("pgMar", 0, right="1418")], "the margin is 25 mm, not 15 - 20 mm"),
    ("font-name", [letters(SENTENCE, rFonts="Arial")], "font Arial, not Times New Roman"),
    ("font-colour", [letters(SENTENCE, color="FF0000")], "colour #FF0000"),
    ("page-number", [empty_header], "missing"),
    ("page-number-place", [header_form("jc", val="right")], "not centred"),
    ("page-number-first-page", [no_first_page], "on the first page"),
    ("page-number-size", [header_letters(sz="22")], "size 11, not 13 - 14"),
    ("page-number-style", [header_letters(i="1")], "italic"),
    ("page-number-arabic", [page("pgNumType", 0, fmt="lowerRoman")], "not in Arabic digits in section 1"),
    ("page-number-start", [page("pgNumType", 0, start="5")], "begins with 5"),
    ("national-title", [without(NATION)], "national title: missing"),
    ("national-title", [words(NATION, "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM")], "“CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM”"),
    ("national-title-capitals", [words(NATION, "Cộng hòa xã hội chủ nghĩa Việt Nam")], "not in capitals"),
    ("national-title-size", [letters(NATION, sz="28")], "size 14, not 12 - 13"),
    ("national-title-style", [letters(NATION, b="0")], "not bold"),
    (
        "motto",
        [words(MOTTO, "Độc lập-Tự do-Hạnh phúc")],
        "“Độc lập-Tự do-Hạnh phúc”, not “Độc lập - Tự do - Hạnh phúc”",
    ),
    ("motto", [words(MOTTO, "Độc Lập - Tự Do - Hạnh Phúc")], "“Độc Lập - Tự Do - Hạnh Phúc”"),
    ("motto-size", [letters(MOTTO, sz="24")], "size 12, not 13 - 14"),
    ("motto-style", [letters(MOTTO, i="1")], "italic"),
    ("motto-rule", [rule(MOTTO, None)], "no rule below it"),
    ("motto-rule", [rule(MOTTO, "1900")], "% of the line, not 88% - 112%"),
    ("agency-capitals", [words("TỈNH LÀO CAI", "Tỉnh Lào Cai")], "not in capitals"),
    ("agency-size", [letters("TỈNH LÀO CAI", sz="28")], "size 14, not 12 - 13"),
    ("agency-style", [letters("TỈNH LÀO CAI", b="0")], "issuing agency (table 1, row 1, cell 1): not bold"),
    ("agency-rule", [rule("TỈNH LÀO CAI", None)], "no rule below it"),
    ("agency-rule", [rule("TỈNH LÀO CAI", "400")], "% of the line, not 31% - 53%"),
    ("number", [without(NUMBER)], "number and symbol: missing"),
    ("number-colon", [instead(NUMBER, "Số 15/KH-UBND")], "“Số 15/KH-UBND”"),
    ("number-padding", [instead(NUMBER, "Số: 5/KH-UBND")], "“Số: 5/KH-UBND”"),
    ("number-spaces", [instead(NUMBER, "Số: 05/KH - UBND")], "“Số: 05/KH - UBND”"),
    ("number-separators", [instead(NUMBER, "Số: 05-KH/UBND")], "“Số: 05-KH/UBND”"),
    ("number-size", [letters(NUMBER, sz="28")], "size 14, not 13"),
    ("number-style", [letters(NUMBER, i="1")], "italic"),
    ("place-and-day", [without(DAY)], "place and day: missing"),
    ("place-and-day", [instead(DAY, "Lào Cai, 05/01/2024")], "“Lào Cai, 05/01/2024”"),
    ("place-and-day-comma", [instead(DAY, "Lào Cai ngày 05 tháng 01 năm 2024")], "“Lào Cai ngày 05 tháng 01 năm 2024”"),
    ("place-and-day-zeros", [instead(DAY, "Lào Cai, ngày 5 tháng 01 năm 2024")], "ngày 5 tháng 01"),
    ("place-and-day-zeros", [instead(DAY, "Lào Cai, ngày 05 tháng 1 năm 2024")], "ngày 05 tháng 1"),
    ("place-and-day-extra-zero", [instead(DAY, "Lào Cai, ngày 15 tháng 03 năm 2024")], "tháng 03"),
    ("place-and-day-size", [letters(DAY, sz="24")], "size 12, not 13 - 14"),
    ("place-and-day-style", [letters(DAY, i="0")], "not italic"),
    ("heading-sizes", [letters(NATION, sz="26")], "size 13, beside a national title of size 13"),
    ("document-type", [without("KẾ HOẠCH")], "document type: missing"),
    ("document-type-capitals", [words("KẾ HOẠCH", "Kế hoạch")], "not in capitals"),
    ("document-type-size", [letters("KẾ HOẠCH", sz="32")], "size 16, not 13 - 14"),
    ("document-type-style", [letters("KẾ HOẠCH", b="0")], "not bold"),
    ("document-type-centred", [form("KẾ HOẠCH", "jc", val="left")], "not centred"),
    ("title-case", [letters(TITLE, caps="1")], "in capitals"),
    ("title-size", [letters(TITLE, sz="30")], "size 15, not 13 - 14"),
    ("title-style", [letters(TITLE, b="0")], "not bold"),
    ("title-centred", [form(TITLE, "jc", val="both")], "not centred"),
    ("title-rule", [rule(TITLE, None)], "no rule below it"),
    ("title-rule", [rule(TITLE, "400")], "% of the line, not 31% - 53%"),
    ("basis-size", [letters(BASIS, sz="24")], "size 12, not 13 - 14"),
    ("basis-style", [letters(BASIS, i="0")], "not italic"),
    ("basis-semicolon", [end(BASIS, ";", ".")], "ends with “2020-2025.”"),
    ("basis-full-stop", [end(LAST_BASIS, ".", ";")], "ends with"),
    ("body-size", [letters(SENTENCE, sz="24")], "size 12, not 13 - 14"),
    ("body-one-size", [letters(SENTENCE, sz="26")], "size 13, mostly 14"),
    ("body-upright", [letters(SENTENCE, i="1")], "italic"),
    ("body-justified", [form(POINT, "jc", val="left")], "not justified"),
    ("body-first-line", [form(POINT, "ind", left="0", firstLine="0")], "begins at 0 mm, not 10 / 12,7 mm"),
    (
        "body-spacing",
        [added(POINT, "Một câu."), form("Một câu.", "spacing", before="0"), form(POINT, "spacing", after="60")],
        "3 pt above it, not ≥ 6 pt",
    ),
    ("body-line-spacing", [form(POINT, "spacing", line="480", lineRule="auto")], "line spacing 2, not 1 - 1,5"),
    ("section-capitals", [words(HEADING, "I. Mục đích, yêu cầu"), letters("I. Mục đích", caps="0")], "not in capitals"),
    ("section-style", [letters(HEADING, b="0")], "not bold"),
    ("clause-case", [words("1. Mục đích", "1. MỤC ĐÍCH")], "in capitals"),
    ("clause-style", [letters("1. Mục đích", b="0")], "not bold"),
    ("point-style", [letters(POINT, b="1")], "bold"),
    ("number-mark", [words(HEADING, "I- MỤC ĐÍCH, YÊU CẦU")], "“I-”, not “I.”"),
    ("number-mark", [words(POINT, "a. Đẩy mạnh hơn nữa đối thoại")], "“a.”, not “a)”"),
    (
        "letter-order",
        [added(SENTENCE, "a) Một;", "b) Hai;", "c) Ba;", "d) Bốn;", "e) Năm.")],
        "“e” where “đ” comes next",
    ),
    ("letter-order", [added(SENTENCE, "a) Một;", "b) Hai;", "f) Ba.")], "“f” where “c” comes next"),
    ("numbering-gap", [added(SENTENCE, "a) Một;", "c) Hai.")], "“c” where “b” comes next"),
    ("numbering-gap", [words("2. Yêu cầu", "3. Yêu cầu")], "“3” where “2” comes next"),
    ("numbering-gap", [without("II. MỤC TIÊU")], "“III” where “II” comes next"),
    ("end-mark", [end(CLOSING, "./.", ".")], "ends with"),
    ("signature-form", [words("TM. ỦY BAN", "T/M ỦY BAN")], "“T/M ỦY BAN NHÂN DÂN”"),
    ("signature-form", [words("KT. CHỦ TỊCH", "KT CHỦ TỊCH")], "“KT CHỦ TỊCH”"),
    ("signature-collective", [without("TM. ỦY BAN")], "no line for the collective body"),
    ("signature-acting", [without("KT. CHỦ TỊCH")], "a deputy signs in his own name"),
    ("signature-acting", [without("PHÓ CHỦ TỊCH")], "the office of the deputy is missing"),
    ("signature-capitals", [words("PHÓ CHỦ TỊCH", "Phó Chủ tịch")], "not in capitals"),
    ("signature-size", [letters("KT. CHỦ TỊCH", sz="24")], "size 12, not 13 - 14"),
    ("signature-style", [letters("KT. CHỦ TỊCH", b="0")], "not bold"),
    ("signatory", [words("Hoàng Quốc Khánh", "")], "name of the signatory: missing"),
    ("signatory-case", [words("Hoàng Quốc Khánh", "HOÀNG QUỐC KHÁNH")], "in capitals"),
    ("signatory-size", [letters("Hoàng Quốc Khánh", sz="24")], "size 12"),
    ("signatory-style", [letters("Hoàng Quốc Khánh", b="0")], "not bold"),
    ("signatory-titles", [words("Hoàng Quốc Khánh", "ThS. Hoàng Quốc Khánh")], "“ThS. Hoàng Quốc Khánh”"),
    ("recipients", [without("Nơi nhận")], "recipients: missing"),
    ("recipients-label", [words("Nơi nhận:", "Nơi nhận")], "“Nơi nhận”"),
    ("recipients-label-size", [letters("Nơi nhận", sz="28")], "size 14, not 12"),
    ("recipients-label-style", [letters("Nơi nhận", i="0")], "not italic"),
    ("recipients-size", [letters("- CVP, PCVP2", sz="24")], "size 12, not 11"),
    ("recipients-style", [letters("- CVP, PCVP2", i="1")], "italic"),
    ("recipients-hyphen", [words("- CVP, PCVP2", "CVP, PCVP2")], "“CVP, PCVP2;”"),
    ("recipients-semicolon", [end("- CVP, PCVP2", ";", ".")], "ends with “PCVP2.”"),
    ("recipients-archive", [end("- Lưu: VT", ".", ";")], "VX3;”"),
    ("recipients-archive", [without("- Lưu: VT")], "“- Cổng thông tin điện tử tỉnh;”"),
    (
        "appendix-pointer",
        [instead(CLOSING, "Hết./."), words("(Phụ lục số 01", "(Biểu số 01"), words("(Phụ lục số 02", "(Biểu số 02")],
        "the text does not point to it",
    ),
    ("appendix-number", [words("Phụ lục I", "Phụ lục 1")], "“1”, not “I”"),
    ("appendix-own-line", [words("Phụ lục I", "Phụ lục I. Biểu chỉ tiêu")], "“Biểu chỉ tiêu”"),
    ("appendix-case", [words("Phụ lục I", "PHỤ LỤC I")], "in capitals"),
    ("appendix-size", [letters("Phụ lục I", sz="24")], "size 12, not 14"),
    ("appendix-style", [letters("Phụ lục I", b="0")], "not bold"),
    ("appendix-centred", [form("Phụ lục I", "jc", val="left")], "not centred"),
    ("appendix-title", [without("BIỂU CHỈ TIÊU")], "title of the appendix: missing"),
    ("appendix-title-capitals", [words("BIỂU CHỈ TIÊU", "Biểu chỉ tiêu")], "not in capitals"),
    ("appendix-title-size", [letters("BIỂU CHỈ TIÊU", sz="24")], "size 12"),
    ("appendix-title-style", [letters("BIỂU CHỈ TIÊU", b="0")], "not bold"),
    ("appendix-origin", [without(ORIGIN)], "origin of the appendix: missing"),
    ("appendix-origin-size", [letters(ORIGIN, sz="24")], "size 12"),
    ("appendix-origin-style", [letters(ORIGIN, i="0")], "not italic"),
    ("appendix-page-numbers", [page("pgNumType", 1, start=None)], "its pages go on counting"),
]


@pytest.fixture(scope="session")
def rules():
    return load_rules(ROOT)


@pytest.fixture(scope="session")
def draft(project) -> bytes:
    """A good draft whose numbers are text."""
    return flattened((project / "site/ke-hoach/lao-cai-2024/lao-cai-2024.docx").read_bytes())


def checked(tmp_path, content: bytes, rules) -> list:
    path = tmp_path / "file.docx"
    path.write_bytes(content)
    found, lines = examine(path, rules)
    for language in ("vi", "en"):  # every finding can be told
        assert as_text(found, {str(path): lines}, language).count("]: ") >= len(found)
    return found


def test_the_draft_that_the_cases_break_is_good(draft, rules, tmp_path):
    assert checked(tmp_path, draft, rules) == []


@pytest.mark.parametrize(
    ("name", "edits", "said"),
    CASES,
    ids=[f"{at}-{case[0]}" for at, case in enumerate(CASES)],
)
def test_a_broken_draft_has_that_one_finding(draft, rules, tmp_path, name, edits, said):
    found = checked(tmp_path, edited(draft, *edits), rules)

    assert [one.check for one in found] == [name], as_text(found, {}, "en")
    assert said in str(found[0].message)
    assert getattr(rules.rules, name.replace("-", "_")).says in str(found[0].help)
