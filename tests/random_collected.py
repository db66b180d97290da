"""Collection workbooks filled in at random, in the ways of people, with what the data have to say then."""

import random
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from planbook.model.number import official
from tests.collected import MONEY, REPORTS, TARGETS, TASKS, TEXTS, Form

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
KINDS = {TARGETS: "targets", TASKS: "tasks", MONEY: "money", REPORTS: "reports", TEXTS: "texts"}
# From and to which a value is possible: what is counted since January does not fall.
RANGES = {
    "dao-tao": (2300, 4000), "dao-tao/xa-mot": (900, 1400), "dao-tao/xa-hai": (780, 1200), "dao-tao/xa-ba": (560, 900),
    "cong-nhan": (0, 9), "o-nhiem": (5, 18), "doanh-thu-lang-nghe": (32, 60), "thu-gom/xa-mot": (60, 100),
    "thu-gom/xa-hai": (60, 100), "thu-gom/xa-ba": (60, 100),
}  # fmt: skip
UNITS = {"dao-tao": "người", "cong-nhan": "làng nghề", "o-nhiem": "%", "thu-gom": "%", "doanh-thu-lang-nghe": "tỷ đồng"}
WORDS = (
    *(
        "Thiếu giáo viên dạy nghề.",
        "mưa lũ",
        "12/KH-UBND",
        "30/3",
        "0012",
        "1.520",
        "80%",
        "TRUE",
        "–",
        "a\nb",
        " hai  cách ",
    ),
    *("Kế hoạch số 12/KH-UBND ngày 02/4/2026", "<b>&amp;</b>", '"ngoặc"', "dài " * 60, "Đã họp; chưa xong: (a), (b)"),
)


class RandomForm:
    """A workbook of an agency with random edits; `expected` is what each row says, by kind, row and column."""

    def __init__(self, seed: int, forms: dict[str, Path], path: Path) -> None:
        self.chance = random.Random(seed)
        self.agency = self.chance.choice(sorted(forms))
        self.form, self.path = Form(forms[self.agency]), path
        self.expected: dict[tuple[str, str], dict[str, str]] = {}
        self.reports = self.form.ids(REPORTS)
        rows = [(sheet, row) for sheet in KINDS if sheet in self.form.book.sheetnames for row in self.form.ids(sheet)]
        for sheet, row in self.chance.sample(rows, min(len(rows), self.chance.randint(4, 9))):
            {TARGETS: self.target, TASKS: self.task, MONEY: self.money, REPORTS: self.report, TEXTS: self.text}[sheet](
                sheet, row
            )
        self.count = sum(map(len, self.expected.values()))
        for change in self.chance.sample((self.rename, self.hide, self.lift, self.turn, self.move, self.widen), 2):
            change()
        self.form.save(path)

    def put(self, sheet: str, row: str, name: str, value: object, stated: str) -> None:
        self.form.fill(sheet, row, **{name: value})
        self.expected.setdefault((KINDS[sheet], row), {})[name] = stated

    def maybe(self, sheet: str, row: str, *names: str) -> None:
        for name in names:
            if self.chance.random() < 0.4:
                self.words(sheet, row, name)

    def words(self, sheet: str, row: str, name: str) -> None:
        text = self.chance.choice(WORDS)
        typed = unicodedata.normalize("NFD", text) if self.chance.random() < 0.2 else text
        self.put(sheet, row, name, typed, " ".join(unicodedata.normalize("NFC", text).split()))

    def number(self, sheet: str, row: str, name: str, value: Decimal, unit: str = "") -> None:
        text = official(value)
        whole = value == int(value)
        ways = [
            float(value),
            text,
            f" {text} ",
            *([int(value)] if whole else []),
            *([f"{text} {unit}"] if unit else []),
        ]
        ways += [f"={value}+0", f"=SUM({value},0)", f"=ROUND({value}*3/3,6)"]
        ways += [f"{value:,f}".replace(",", " ")] if whole else []
        self.put(sheet, row, name, self.chance.choice(ways), text)

    def day(self, sheet: str, row: str, name: str, first: date = FIRST, last: date = LAST) -> date:
        day = first + timedelta(self.chance.randint(0, (last - first).days))
        ways = [
            day,
            datetime.combine(day, datetime.min.time()),
            f"{day:%d/%m/%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d.%m.%Y}",
            f"{day:%d-%m-%Y}",
            day.isoformat(),
        ]
        self.put(sheet, row, name, self.chance.choice(ways), day.isoformat())
        return day

    def target(self, sheet: str, row: str) -> None:
        if row == "quang-ba":
            word, stated = self.chance.choice((("Đạt", "true"), ("chưa đạt", "false")))
            self.put(sheet, row, "value", word, stated)
        else:
            low, high = RANGES[row]
            digits = self.chance.choice((0, 0, 1, 2)) if UNITS[row.partition("/")[0]] in ("%", "tỷ đồng") else 0
            value = Decimal(self.chance.randint(low * 10**digits, high * 10**digits)).scaleb(-digits)
            value = value.quantize(Decimal(1)) if value == int(value) else value.normalize()
            self.number(sheet, row, "value", value, UNITS[row.partition("/")[0]])
        if self.chance.random() < 0.4:
            self.day(sheet, row, "as_of")
        self.maybe(sheet, row, "data_source", "note")

    def task(self, sheet: str, row: str) -> None:
        state = self.chance.choice(("not-begun", "under-way", "done", "dropped"))
        names = {
            "not-begun": "Chưa bắt đầu",
            "under-way": "Đang thực hiện",
            "done": "Hoàn thành",
            "dropped": "Dừng thực hiện",
        }
        self.put(
            sheet, row, "state", self.chance.choice((names[state], names[state].upper(), f" {names[state]}.")), state
        )
        if state == "done":
            done = self.day(sheet, row, "done", date(2026, 10, 20))
            if self.chance.random() < 0.3:
                self.day(sheet, row, "begun", date(2026, 2, 1), done)
        if state == "dropped":
            self.words(sheet, row, "reason")
        self.maybe(sheet, row, "product", "document", "note")

    def money(self, sheet: str, row: str) -> None:
        allotted = Decimal(self.chance.randint(1900, 3000))
        self.number(sheet, row, "allotted", allotted, "triệu đồng")
        spent = Decimal(self.chance.randint(19000, int(allotted) * 10)).scaleb(-1)
        self.number(sheet, row, "disbursed", spent.quantize(Decimal(1)) if spent == int(spent) else spent, "Triệu đồng")
        self.maybe(sheet, row, "note")

    def report(self, sheet: str, row: str) -> None:
        self.day(sheet, row, "date", date(2026, 12, 1))
        self.maybe(sheet, row, "document")

    def text(self, sheet: str, row: str) -> None:
        self.words(sheet, row, "text")

    # What people do to the file.

    def sheets(self):
        return [page for page in self.form.book.worksheets[1:] if page.title in KINDS or page.title.startswith("Biểu")]

    def rename(self) -> None:
        for at, page in enumerate(self.sheets()):
            page.title = f"Biểu {at}"

    def hide(self) -> None:
        page = self.chance.choice(self.sheets())
        for letter in self.chance.sample("BCDEFGH", 3):
            page.column_dimensions[letter].hidden = True

    def lift(self) -> None:
        page = self.chance.choice(self.sheets())
        validations = page.data_validations.dataValidation
        validations.clear()  # openpyxl does not move them with the rows
        page.insert_rows(1, self.chance.randint(1, 3))
        page["B1"] = "Đơn vị: …"

    def turn(self) -> None:
        """The rows the other way round, as somebody sorts them."""
        page = self.chance.choice(self.sheets())
        top = next(row[0].row for row in page.iter_rows() if row[0].value == "id") + 1
        rows = [[(cell.value, cell.number_format) for cell in row] for row in page.iter_rows(min_row=top)]
        for at, row in enumerate(reversed(rows), top):
            for column, (value, form) in enumerate(row, 1):
                page.cell(at, column).value, page.cell(at, column).number_format = value, form

    def move(self) -> None:
        page = self.chance.choice(self.sheets())
        self.form.book.move_sheet(page, -1)

    def widen(self) -> None:
        page = self.chance.choice(self.sheets())
        page.data_validations.dataValidation.clear()
        page.insert_cols(3, 2)
        page["C2"] = "ghi riêng"
