"""Every figure of a report is in the data and the other way round: random plans and results, and a second computation of them."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from planbook.loading.workspace import load_entry
from planbook.render.article import article_lines
from planbook.render.site import parsed_text
from planbook.render.templates import Templates
from planbook.views.once import Views
from planbook.views.paper import letterhead
from planbook.views.period_report import period_report
from planbook.views.progress import state_name
from planbook.wording.phrases import WordingFile
from planbook.wording.wording import Wording, count
from tests.conftest import ROOT
from tests.model.random_year import RandomYear

TIMES = re.compile(
    r"\d+/\d+/\d{4}|(?:tháng|quý|năm) (?:\d+|I+V?|IV)(?: năm \d{4})?|[69] tháng (?:đầu |cuối )?(?:năm \d{4})?|^\d\. ",
    re.IGNORECASE,
)
OTHERS = " việc khác chưa xong"


@pytest.fixture(scope="module")
def phrases():
    return load_entry(ROOT / "templates/plan/wording.yaml", "wording.yaml", WordingFile)[0]


@pytest.mark.parametrize("seed", range(14))
def test_every_figure_of_a_report_is_in_the_data_and_the_other_way_round(seed, phrases):
    assert differences(seed, phrases, Templates(ROOT / "templates")) == []


def differences(seed, phrases, templates):
    """What the report of random results says otherwise than a second computation; nothing where nobody told anything."""
    case = RandomYear(seed)
    if not case.files:
        return []
    file = case.chance.choice(case.files)
    case.day = file["closed"]
    workspace, plan = case.workspace()
    text = Views(workspace, phrases).texts[plan.id]
    report = period_report(text, file["name"])
    head = letterhead(text, text.wording.phrases, "BC", "so", "", 2026)
    around = {"document": "", "plan_issuer": "", "addressees": (), "recipients": ()}
    html = templates.render(f"report/{report.kind}.html", report=report, head=head, words=phrases, **around)
    return Reading(case, html, text).differences()


class Reading:
    def __init__(self, case, html, text):
        self.case, self.html, self.text, self.expected = case, html, text, case.expected()
        self.none = text.wording.phrases.say("no_results")
        elements = parsed_text(html).iter("p", "tr")
        self.by_id = {element.get("data-id") or element.get("id"): element for element in elements}
        self.wrong = []

    def differences(self):
        self.targets()
        self.work()
        self.money()
        self.rest()
        return self.wrong

    def wants(self, what, said, wanted):
        self.wrong += [f"{what}: {said} != {wanted}"] if said != wanted else []

    def field(self, id_, name):
        spans = (span for span in self.by_id[id_].iter("span") if span.get("data-field") == name)
        return "".join(part for span in spans for part in span.itertext())

    def cells(self, id_):
        return ["".join(cell.itertext()) for cell in self.by_id[id_]]

    @staticmethod
    def percent(share):
        return "" if share is None else Wording(None).percent(Decimal(str(float(share))))

    def targets(self):
        for id_, (value, share, _) in self.expected["values"].items():
            words = "" if value is None else count(Decimal(value), self.case.targets[id_]["unit"])
            self.wants(id_, self.field(f"{id_}--target", "value"), words or self.none.lower())
            self.wants(id_, self.field(f"{id_}--target", "percent"), self.percent(share))
            self.wants(id_, self.cells(f"{id_}--result")[-4:-2], [words or self.none, self.percent(share)])

    def work(self):
        states = {id_: state_name(state, self.text) for id_, (state, _) in self.expected["states"].items()}
        self.states = Counter(states.values())
        for id_, name in states.items():
            self.wants(id_, self.cells(f"{id_}--state")[4], name)

    def money(self):
        for id_, (allotted, disbursed, share) in self.expected["money"].items():
            if f"{id_}--amount" not in self.by_id:
                self.wants(id_, (allotted, disbursed), (None, None))
                continue
            planned = sum(self.case.money.values()) if id_ == "k" else self.case.money[id_]
            amounts = [self.amount(planned if allotted is None else allotted), self.amount(disbursed)]
            said = [self.field(f"{id_}--amount", name) for name in ("allotted", "disbursed", "percent")]
            self.wants(id_, said, [*amounts, self.percent(share)])

    def amount(self, number):
        return self.none.lower() if number is None else f"{number:,} triệu đồng".replace(",", ".")

    def rest(self):
        """What stands in no line of an item counts items: the whole, those that somebody told of, those in each state."""
        values = self.expected["values"].values()
        met = [reached for *_, reached in values]
        told = sum(value is not None for value, *_ in values)
        counts = {len(values), told, len(values) - told, met.count(True), met.count(False), len(self.case.tasks)}
        left = 0
        for line in article_lines(self.html):
            name, _, number = line.text.removeprefix("- ").partition(": ")
            if line.item or line.is_row:
                continue
            if name in self.states and number.split()[1:2] == ["nhiệm"]:
                self.wants(name, number.split()[0], str(self.states.pop(name)))
            elif OTHERS in line.text or "; thời hạn" in line.text.rpartition(" (Sở)")[2]:
                left += int(line.text.split()[1]) if OTHERS in line.text else "; lý do" not in line.text
            else:
                numbers = map(int, re.findall(r"\d+", TIMES.sub("", line.text)))
                self.wrong += [f"{number} in {line.text}" for number in numbers if number not in counts]
        self.wants("states", dict(self.states), {})
        over = sum(state.startswith(("done", "dropped")) for state, _ in self.expected["states"].values())
        self.wants("what is left", left, len(self.case.tasks) - over)
