"""What must come out where two branches meet: of one small plan, edits of both sides, and the merged text or the clash.

An edit replaces a text that stands in the plan once. `merged` are edits too: those that turn the plan into what must
come out, byte by byte. `clash` are words that must stand in the conflict; each row has one of the two.
"""

from typing import NamedTuple

PLAN = """\
id: mau-2026
title: về giảm nghèo năm 2026
short_title: Giảm nghèo 2026
status: draft
symbol: KH-UBND
issuer: ubnd-tinh
jurisdiction: tinh-mau
place: Mẫu
period: 2026
legal_bases:
  - {document: 1-nq-hdnd-2026, role: implements}
preamble: Thực hiện {document:1-nq-hdnd-2026}
outline:
  - id: muc-dich
    heading: Mục đích
    purposes:
      - id: nhan-thuc
        text: >-
          Các cấp thống nhất nhận thức, hành động khi thực hiện kế hoạch. Người nghèo chủ động vươn lên; mọi chính
          sách đến đúng người, đúng lúc. Cả tỉnh chung tay.
  # Chỉ tiêu do Sở Y tế đề xuất
  - id: muc-tieu
    heading: Mục tiêu
    targets:
      - id: thoat-ngheo
        text: Thoát nghèo {value}.
        comparator: at-least
        value: 1.500
        unit: hộ
        due: 2026  # theo nghị quyết
      - {id: dao-tao, text: "Đào tạo {value}.", value: 300, unit: người}
  - id: nhiem-vu
    heading: Nhiệm vụ
    task_groups:
      - id: sinh-ke
        heading: Sinh kế
        tasks:
          - id: vay-von
            text: Cho vay vốn ưu đãi.
            deadlines:
              - {before: 2026-06-30}
          # Việc này chờ nguồn vốn
          - id: day-nghe
            text: Dạy nghề cho lao động.
            result: Lớp học
        assignment:
          lead: so-noi-vu
          coordinating: [so-y-te, ubnd-xa]
      - id: suc-khoe
        heading: Sức khỏe
        tasks:
          - id: kham-benh
            text: Khám bệnh cho người nghèo.
        assignment:
          lead: so-y-te
  - id: kinh-phi
    heading: Kinh phí
    budget:
      id: kinh-phi-2026
      unit: trieu
      total: 300
      lines:
        - {id: kp-su-nghiep, source_of_funds: von-su-nghiep, amount: 100}
        - {id: kp-trung-uong, source_of_funds: ngan-sach-trung-uong, amount: 200}
closing: Yêu cầu các cơ quan thực hiện
recipients:
  - {agencies: [so-y-te, ubnd-xa]}
  - text: Lưu ở phòng
archive: VT
signatory: {title: Chủ tịch}
"""

Edits = tuple[tuple[str, str], ...]


class Merge(NamedTuple):
    """Two edits of the plan and what comes of them."""

    name: str
    ours: Edits
    theirs: Edits
    merged: Edits = ()
    clash: tuple[str, ...] = ()


VALUE, UNIT, DUE = "        value: 1.500\n", "        unit: hộ\n", "        due: 2026  # theo nghị quyết\n"
ATLEAST = "        comparator: at-least\n"
TRAIN = '      - {id: dao-tao, text: "Đào tạo {value}.", value: 300, unit: người}\n'
LOAN = "          - id: vay-von\n            text: Cho vay vốn ưu đãi.\n            deadlines:\n              - {before: 2026-06-30}\n"
TEACH = "          # Việc này chờ nguồn vốn\n          - id: day-nghe\n            text: Dạy nghề cho lao động.\n            result: Lớp học\n"
EXAM = "          - id: kham-benh\n            text: Khám bệnh cho người nghèo.\n"
GROUP = (
    "      - id: suc-khoe\n        heading: Sức khỏe\n        tasks:\n"
    + EXAM
    + "        assignment:\n          lead: so-y-te\n"
)
FIRST, SECOND, LAST = "khi thực hiện kế hoạch.", "Người nghèo chủ động vươn lên;", "Cả tỉnh chung tay.\n"
LEAD, HELP = "          lead: so-noi-vu\n", "          coordinating: [so-y-te, ubnd-xa]\n"
BASIS = "  - {document: 1-nq-hdnd-2026, role: implements}\n"
ARCHIVE = "archive: VT\n"
FIGURE = (
    '            result: "{figure:f-1} được học"\n            figures:\n              - {id: f-1, target: dao-tao}\n'
)
TARGET = "      - id: thoat-ngheo\n        text: Thoát nghèo {value}.\n" + ATLEAST + VALUE + UNIT + DUE


def task(id_: str, text: str) -> str:
    return f"          - id: {id_}\n            text: {text}\n"


def both(*pairs: Edits) -> Edits:
    return tuple(edit for edits in pairs for edit in edits)


def row(name: str, ours: Edits, theirs: Edits, *clash: str) -> Merge:
    """A merge in which both edits come out as they are, or a clash."""
    return Merge(name, ours, theirs, () if clash else both(ours, theirs), clash)


MERGES = [
    # Different fields, in lines that touch.
    row("value and due", ((VALUE, "        value: 2.000\n"),), ((DUE, "        due: 2027\n"),)),
    # A number in a unit that nobody wrote it in.
    row(
        "value and unit",
        ((VALUE, "        value: 2.000\n"),),
        ((UNIT, "        unit: người\n"),),
        "made the unit “người”",
        "number 2.000 of “hộ”",
    ),
    row(
        "a line of money and its unit",
        (("amount: 100}", "amount: 120}"), ("total: 300", "total: 320")),
        (("unit: trieu\n", "unit: dong\n"),),
        "made the unit “dong”",
        "number 320; 120 of “trieu”",
    ),
    row("value and comparator", ((VALUE, "        value: 2.000\n"),), ((ATLEAST, "        comparator: about\n"),)),
    row(
        "value, and a comment above it",
        ((VALUE, "        value: 2.000\n"),),
        ((UNIT, "        # hộ theo chuẩn\n" + UNIT),),
    ),
    row(
        "a value, and the comment of the next line",
        ((UNIT, "        unit: hộ dân\n"),),
        ((DUE, "        due: 2026  # theo văn bản mới\n"),),
    ),
    Merge(
        "two fields between braces",
        ((TRAIN, TRAIN.replace("300", "350")),),
        ((TRAIN, TRAIN.replace("Đào tạo {", "Dạy nghề cho {")),),
        ((TRAIN, TRAIN.replace("300", "350").replace("Đào tạo {", "Dạy nghề cho {")),),
    ),
    Merge(
        "a field between braces, and a new one",
        ((TRAIN, TRAIN.replace("300", "350")),),
        ((TRAIN, TRAIN.replace("người}", "người, due: 2026}")),),
        ((TRAIN, TRAIN.replace("300, unit: người", "350, unit: người, due: 2026")),),
    ),
    row(
        "a new field above and one below",
        ((VALUE, "        baseline: 900\n" + VALUE),),
        ((UNIT, UNIT + "        scope: toàn tỉnh\n"),),
    ),
    row(
        "lead and coordination",
        ((LEAD, "          lead: so-y-te\n"),),
        ((HELP, "          coordinating: [ubnd-xa]\n"),),
    ),
    row(
        "heading and a task's text",
        (("heading: Sức khỏe\n", "heading: Y tế\n"),),
        ((EXAM, task("kham-benh", "Khám bệnh tại xã.")),),
    ),
    row(
        "total and its unit",
        (("      total: 300\n", "      total: 300,0\n"),),
        (("      unit: trieu\n", "      unit: trieu  # theo dự toán\n"),),
    ),
    row("field gone, the next one changed", ((ATLEAST, ""),), ((VALUE, "        value: 2.000\n"),)),
    row(
        "both alike",
        ((VALUE, "        value: 2.000\n"),),
        ((VALUE, "        value: 2.000\n"), (UNIT, "        unit: hộ dân\n")),
    )._replace(merged=((VALUE, "        value: 2.000\n"), (UNIT, "        unit: hộ dân\n"))),
    # Two additions to one list.
    Merge(
        "two tasks at the end",
        ((TEACH, TEACH + task("a", "Việc một.")),),
        ((TEACH, TEACH + task("b", "Việc hai.")),),
        ((TEACH, TEACH + task("a", "Việc một.") + task("b", "Việc hai.")),),
    ),
    Merge(
        "two tasks at the beginning",
        ((LOAN, task("a", "Việc một.") + LOAN),),
        ((LOAN, task("b", "Việc hai.") + LOAN),),
        ((LOAN, task("a", "Việc một.") + task("b", "Việc hai.") + LOAN),),
    ),
    Merge(
        "two targets behind braces",
        ((TRAIN, TRAIN + TRAIN.replace("dao-tao", "t-a")),),
        ((TRAIN, TRAIN + TRAIN.replace("dao-tao", "t-b")),),
        ((TRAIN, TRAIN + TRAIN.replace("dao-tao", "t-a") + TRAIN.replace("dao-tao", "t-b")),),
    ),
    Merge(
        "two coordinating agencies in one line",
        ((HELP, "          coordinating: [so-y-te, ubnd-xa, ubnd-tinh]\n"),),
        ((HELP, "          coordinating: [so-y-te, ubnd-xa, so-noi-vu]\n"),),
        ((HELP, "          coordinating: [so-y-te, ubnd-xa, ubnd-tinh, so-noi-vu]\n"),),
    ),
    Merge(
        "one agency goes, another comes",
        ((HELP, "          coordinating: [ubnd-xa]\n"),),
        ((HELP, "          coordinating: [so-y-te, ubnd-xa, ubnd-tinh]\n"),),
        ((HELP, "          coordinating: [ubnd-xa, ubnd-tinh]\n"),),
    ),
    Merge(
        "two legal bases",
        ((BASIS, BASIS + "  - {document: a, role: basis}\n"),),
        ((BASIS, BASIS + "  - {document: b, role: basis}\n"),),
        ((BASIS, BASIS + "  - {document: a, role: basis}\n  - {document: b, role: basis}\n"),),
    ),
    Merge(
        "the same legal basis",
        ((BASIS, BASIS + "  - {document: a, role: basis}\n"),),
        ((BASIS, BASIS + "  - {document: a, role: basis}\n"), (ARCHIVE, "archive: VT, KT\n")),
        ((BASIS, BASIS + "  - {document: a, role: basis}\n"), (ARCHIVE, "archive: VT, KT\n")),
    ),
    Merge(
        "two recipients",
        ((ARCHIVE, "  - text: Một\n" + ARCHIVE),),
        ((ARCHIVE, "  - text: Hai\n" + ARCHIVE),),
        ((ARCHIVE, "  - text: Một\n  - text: Hai\n" + ARCHIVE),),
    ),
    Merge(
        "two deadlines without an id",
        (("2026-06-30}\n", "2026-06-30}\n              - {work: sơ kết, within: 2026-Q3}\n"),),
        (("2026-06-30}\n", "2026-06-30}\n              - {work: tổng kết, within: 2026-Q4}\n"),),
        (
            (
                "2026-06-30}\n",
                "2026-06-30}\n              - {work: sơ kết, within: 2026-Q3}\n              - {work: tổng kết, within: 2026-Q4}\n",
            ),
        ),
    ),
    Merge(
        "two groups",
        ((GROUP, GROUP + GROUP.replace("suc-khoe", "g-a").replace("kham-benh", "k-a")),),
        ((GROUP, GROUP + GROUP.replace("suc-khoe", "g-b").replace("kham-benh", "k-b")),),
        (
            (
                GROUP,
                GROUP
                + GROUP.replace("suc-khoe", "g-a").replace("kham-benh", "k-a")
                + GROUP.replace("suc-khoe", "g-b").replace("kham-benh", "k-b"),
            ),
        ),
    ),
    row(
        "an addition, and the deletion of its neighbour", ((TEACH, TEACH + task("a", "Việc một.")),), ((TEACH, ""),)
    )._replace(merged=((TEACH, task("a", "Việc một.")),)),
    # Two sentences of one paragraph.
    row("first and last sentence", ((FIRST, "khi làm kế hoạch."),), ((LAST, "Cả tỉnh cùng làm.\n"),)),
    Merge(
        "sentences that follow each other",
        ((FIRST, "khi làm kế hoạch."),),
        ((SECOND, "Người nghèo tự vươn lên;"),),
        (
            (
                f"{FIRST} {SECOND} mọi chính\n          sách đến",
                "khi làm kế hoạch. Người nghèo tự vươn lên; mọi chính sách đến\n         ",
            ),
        ),
    ),
    row("a sentence gone, another changed", ((" " + LAST, "\n"),), ((SECOND, "Người nghèo tự vươn lên;"),)),
    row(
        "a sentence added, another changed",
        ((LAST, "Cả tỉnh chung tay. Ai cũng góp sức.\n"),),
        ((SECOND, "Người nghèo tự vươn lên;"),),
    ),
    row(
        "one sentence in two ways",
        ((FIRST, "khi làm kế hoạch."),),
        ((FIRST, "khi thực hiện kế hoạch này."),),
        "<<<<<<< ours",
        "khi làm kế hoạch.",
        "||||||| base",
        "=======",
        "khi thực hiện kế hoạch này.",
        ">>>>>>> theirs",
    ),
    # Moved and edited.
    Merge(
        "a task moved to another group, and its text changed",
        ((TEACH, ""), (EXAM, EXAM + TEACH)),
        (("            text: Dạy nghề cho lao động.\n", "            text: Dạy nghề tại xã.\n"),),
        ((TEACH, ""), (EXAM, EXAM + TEACH.replace("cho lao động", "tại xã"))),
    ),
    Merge(
        "its text changed, and moved by the other side",
        (("            text: Dạy nghề cho lao động.\n", "            text: Dạy nghề tại xã.\n"),),
        ((TEACH, ""), (EXAM, EXAM + TEACH)),
        ((TEACH, ""), (EXAM, EXAM + TEACH.replace("cho lao động", "tại xã"))),
    ),
    Merge(
        "two tasks change places, one is edited",
        ((LOAN + TEACH, TEACH + LOAN),),
        (("Lớp học\n", "Lớp học nghề\n"),),
        ((LOAN + TEACH, (TEACH + LOAN).replace("Lớp học", "Lớp học nghề")),),
    ),
    Merge(
        "a group moved, and a task added to it",
        ((GROUP, ""), ("      - id: sinh-ke\n", GROUP + "      - id: sinh-ke\n")),
        ((EXAM, EXAM + task("a", "Việc một.")),),
        (
            (GROUP, ""),
            ("      - id: sinh-ke\n", GROUP.replace(EXAM, EXAM + task("a", "Việc một.")) + "      - id: sinh-ke\n"),
        ),
    ),
    Merge(
        "both move a task to the same place",
        ((TEACH, ""), (EXAM, EXAM + TEACH)),
        ((TEACH, ""), (EXAM, EXAM + TEACH.replace("Lớp học", "Lớp nghề"))),
        ((TEACH, ""), (EXAM, EXAM + TEACH.replace("Lớp học", "Lớp nghề"))),
    ),
    row(
        "a task moved into a group that the other side deletes",
        ((TEACH, ""), (EXAM, EXAM + TEACH)),
        ((GROUP, ""),),
        "<<<<<<< ours\n      - id: suc-khoe\n",
        "- id: day-nghe",
        "=======\n>>>>>>> theirs",
    ),
    Merge(
        "a group emptied and deleted, its task edited",
        ((EXAM, ""), (GROUP.replace(EXAM, ""), ""), (TEACH, TEACH + EXAM)),
        (("            text: Khám bệnh cho người nghèo.\n", "            text: Khám bệnh tại xã.\n"),),
        ((GROUP, ""), (TEACH, TEACH + EXAM.replace("cho người nghèo", "tại xã"))),
    ),
    # Ids.
    row(
        "a group of another id, and a task changed in it",
        (("id: sinh-ke\n", "id: sinh-ke-viec-lam\n"),),
        (("Cho vay vốn ưu đãi.", "Cho vay vốn ưu đãi, kịp thời."),),
    ),
    row(
        "a task comes into a group of another id, which has another heading too",
        ((EXAM, EXAM + "          - {id: tiem-chung, text: Tiêm chủng cho trẻ em.}\n"),),
        (("id: suc-khoe\n        heading: Sức khỏe\n", "id: y-te\n        heading: Y tế\n"),),
    ),
    row(
        "a section of another id, and its target changed",
        (("id: muc-tieu\n", "id: muc-tieu-2026\n"),),
        ((VALUE, "        value: 1.800\n"),),
    ),
    Merge(
        "a target of another id, and a figure that stands for it",
        ((TRAIN, TRAIN.replace("dao-tao", "so-nguoi-hoc")),),
        (("            result: Lớp học\n", FIGURE),),
        (
            (TRAIN, TRAIN.replace("dao-tao", "so-nguoi-hoc")),
            ("            result: Lớp học\n", FIGURE.replace("dao-tao", "so-nguoi-hoc")),
        ),
    ),
    Merge(
        "a task of another id, and a text that refers to it",
        (("id: day-nghe\n", "id: lop-nghe\n"),),
        (("Khám bệnh cho người nghèo.", "Khám bệnh cho người học tại {item:day-nghe}."),),
        (
            ("id: day-nghe\n", "id: lop-nghe\n"),
            ("Khám bệnh cho người nghèo.", "Khám bệnh cho người học tại {item:lop-nghe}."),
        ),
    ),
    row(
        "a group with two other ids",
        (("id: sinh-ke\n", "id: sinh-ke-a\n"),),
        (("id: sinh-ke\n", "id: sinh-ke-b\n"),),
        "<<<<<<< planbook\n",
        "both branches moved “vay-von”",
        "sinh-ke-a",
        "sinh-ke-b",
    ),
    # Layout.
    row(
        "one side only laid out anew",
        ((VALUE, "        value: 2.000\n"),),
        ((TRAIN, "      - id: dao-tao\n        text: Đào tạo {value}.\n        value: 300\n        unit: người\n"),),
    ),
    Merge(
        "laid out anew, and changed",
        ((TRAIN, TRAIN.replace("300", "350")),),
        ((TRAIN, "      - id: dao-tao\n        text: Đào tạo {value}.\n        value: 300\n        unit: người\n"),),
        ((TRAIN, TRAIN.replace("300", "350")),),
    ),
    row(
        "comments of both",
        (("  # Chỉ tiêu do Sở Y tế đề xuất\n", "  # Chỉ tiêu do Sở Nội vụ đề xuất\n"),),
        (("    heading: Mục tiêu\n", "    heading: MỤC TIÊU\n"),),
    ),
    row(
        "an empty line and a comment at the end",
        (("signatory: {title: Chủ tịch}\n", "signatory: {title: Chủ tịch}\n\n# hết\n"),),
        (("signatory: {title: Chủ tịch}\n", "signatory: {title: Phó Chủ tịch}\n"),),
    ),
]
