"""Pictures of numbers: they say what the table beside them says, tie only what can be compared, and can be read."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from planbook.views.charts.drawings import aims_plot, deadline_plot, load_plot, money_plot
from planbook.views.charts.geometry import DRAWING_WIDTH, Bar, Dot, Heap, Plot, draw_bars, draw_dots, draw_heaps
from planbook.views.deadlines import Due
from planbook.views.indicators import Aim, IndicatorView
from planbook.views.load import Load
from planbook.views.money import Share, Sum, YearRow
from tests.conftest import PLANS

SVG = ".//*[local-name()='svg' and @class='chart']"


def aim(
    period: str, value: int, place: str = "tỉnh A", scope: str = "", unit: str = "%", standard: str = "2021"
) -> Aim:
    number = Decimal(value)
    return Aim("x", "p", "i", period, f"{value}%", "", scope, "exactly", number, None, unit, place, standard)


def indicator(*aims: Aim) -> IndicatorView:
    return IndicatorView("ty-le", "Tỷ lệ hộ nghèo", "%", "", (), aims)


@pytest.mark.parametrize(
    "other",
    [
        {"standard": "2026"},
        {"place": "tỉnh B"},
        {"scope": "xã nghèo"},
        {"unit": "%/năm"},
    ],
)
def test_no_line_ties_what_cannot_be_compared(words, other):
    plot = aims_plot(indicator(aim("2024", 9), aim("2026", 3, **other)), words)

    assert len(plot.dots) == 2
    assert not [stroke for stroke in plot.strokes if stroke.ties]


def test_values_of_one_kind_are_tied_in_the_order_of_time(words):
    plot = aims_plot(indicator(aim("2026", 3), aim("2024", 9), aim("2025", 6), aim("2027", 8, standard="2026")), words)
    ties = [stroke for stroke in plot.strokes if stroke.ties]

    assert len(ties) == 2
    assert ties[0].x1 > ties[0].x2 == ties[1].x1 > ties[1].x2
    assert [one.text for one in plot.words if one.is_bold and "%" not in one.text] == ["2021", "2026"]


def test_values_of_another_unit_are_not_drawn_on_the_same_scale(words):
    assert aims_plot(indicator(aim("2024", 9), aim("2026", 3000, unit="hộ")), words) is None
    assert aims_plot(indicator(aim("2024", 9)), words) is None


def test_a_plan_without_tasks_or_deadlines_has_no_picture(words):
    assert load_plot("x", [], words) is None
    assert deadline_plot("x", [], words) is None


def test_bars_are_as_long_as_their_numbers():
    rows = [Bar("a", (("solid", Decimal(4)), ("hatched", Decimal(2))), "6"), Bar("b", (("solid", Decimal(3)),), "3")]
    plot = draw_bars(Plot("x", "", ""), rows)
    solid, hatched, half = plot.boxes

    assert solid.width + hatched.width == pytest.approx(2 * half.width, abs=0.2)
    assert hatched.x == pytest.approx(solid.width, abs=0.1)


def test_what_has_no_number_is_written_and_not_drawn():
    plot = draw_bars(Plot("x", "", ""), [Bar("a", (), "chưa phân bổ"), Bar("b", (("solid", Decimal(0)),), "0 đồng")])

    assert plot.boxes == []
    assert [one.text for one in plot.words] == ["a", "chưa phân bổ", "b", "0 đồng"]


def test_a_range_is_drawn_from_end_to_end():
    plot = draw_dots(
        Plot("x", "", ""), [Dot("a", Decimal(2), Decimal(4), "2 - 4%", 1), Dot("b", Decimal(4), None, "4%", 2)]
    )

    assert plot.boxes[0].x + plot.boxes[0].width == pytest.approx(plot.dots[0][0], abs=0.2)
    assert plot.dots[0][0] == plot.dots[2][0]


def test_a_column_has_a_square_for_each_deadline_and_many_still_fit():
    plot = draw_heaps(Plot("x", "", ""), [Heap("1", 2, 1), Heap("2", 0, 0), Heap("3", 150, 50)])

    assert len(plot.boxes) == 203
    assert plot.height < 260
    assert [one.text for one in plot.words] == ["3", "1", "2", "200", "3"]


def test_the_busiest_agencies_are_shown_and_the_title_says_so(words):
    found = [Load(f"a-{at}", f"Sở {at}", 20 - at, 0) for at in range(20)]
    plot = load_plot("x", found, words)

    assert len(plot.boxes) == 12 + 2
    assert "12" in plot.title
    assert "12 trên 20" in " ".join(one.text for one in plot.words[-2:])


@pytest.mark.parametrize("kinds", [(True,), (False,), (True, False)])
def test_a_picture_explains_the_squares_that_it_has_and_no_others(words, kinds):
    days = [Due(date(2027, 3, 9), "p", "i", "Việc", "", "Sở B", "", stated, "", (), ()) for stated in kinds]
    meanings = {True: words.say("chart_stated"), False: words.say("chart_unstated")}
    told = {word.text for word in deadline_plot("x", days, words).words}

    assert {stated for stated, meaning in meanings.items() if meaning in told} == {*kinds}


@pytest.mark.parametrize("built", ["project", "hostile"])
def test_every_picture_is_told_in_words_and_its_numbers_stand_in_a_table(built, request):
    site = request.getfixturevalue(built) / "site"
    pictures = 0
    for path in site.rglob("*.html"):
        page = html.parse(path).getroot()
        for svg in page.xpath(SVG):
            pictures += 1
            ids = svg.get("aria-labelledby").split()
            assert svg.get("role") == "img"
            assert all(svg.xpath(f"*[@id='{id_}']")[0].text.strip() for id_ in ids)
            told = " ".join(cell.text_content() for cell in page.xpath("//main//td"))
            drawn = list(svg.xpath("*[local-name()='text'][@font-weight]/text()"))
            figures = {figure for text in drawn for figure in re.findall(r"\d[\d.,]*", text)}
            counts = set(re.findall(r"\d[\d.,]*", told))
            heaps = svg.xpath("*[local-name()='text'][@text-anchor]")
            assert heaps or figures <= counts, path
    assert pictures >= 2


@pytest.mark.parametrize("plan", ["lao-cai-2024", "lao-cai-2026", "quynh-nhai-2030"])
def test_the_columns_of_deadlines_are_as_high_as_the_table_says(project, plan):
    page = html.parse(project / f"site/ke-hoach/{plan}/tong-quan/index.html").getroot()
    section = page.xpath("//h2[@id='thoi-han']/following-sibling::div[1][@class='beside']")
    drawn = section[0].xpath(".//*[local-name()='text'][@font-weight and @text-anchor]/text()")
    rows = [row.xpath("td/text()") for row in section[0].xpath(".//tbody/tr")]

    assert list(map(int, drawn)) == [int(stated) + int(unstated) for _, stated, unstated in rows]


@pytest.mark.parametrize(
    "path",
    [
        *(f"ke-hoach/{plan}/tong-quan/" for plan in PLANS),
        "chi-tieu/muc-giam-ty-le-ho-ngheo-dtts/",
        "chi-tieu/ty-le-lao-dong-ngheo-duoc-dao-tao-nghe/",
        "kinh-phi/",
    ],
)
def test_the_words_of_pictures_are_whole_apart_and_legible_on_a_telephone(project, serve, telephone, path):
    telephone.goto(serve(project / "site") + path)
    found = telephone.evaluate(
        """[...document.querySelectorAll("svg.chart")].map(svg => {
          const frame = svg.getBoundingClientRect()
          const words = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()])
          const outside = words.filter(([, box]) => box.right > frame.right + 1 || box.left < frame.left - 1)
          const met = words.filter(([, a], at) => words.slice(at + 1).some(([, b]) =>
            a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3))
          const size = parseFloat(getComputedStyle(svg).fontSize) * frame.width / svg.viewBox.baseVal.width
          return [size, outside.map(one => one[0]), met.map(one => one[0])]
        })"""
    )

    assert all(size >= 12 and not outside and not met for size, outside, met in found), found
    assert telephone.evaluate("document.documentElement.scrollWidth") == 360


def test_the_tables_beside_pages_are_those_of_the_open_data(project):
    def rows(path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((project / "site" / path).read_text(encoding="utf-8-sig"))))

    groups = {
        (row["plan"], row["group"]) for row in rows("du-lieu/thanh-vien-nhom.csv") if row["agency"] == "so-noi-vu"
    }
    tasks = {
        (row["plan"], row["task"])
        for row in rows("du-lieu/phan-cong.csv")
        if row["agency"] == "so-noi-vu" or (row["plan"], row["agency"]) in groups
    }
    of_agency = rows("co-quan/so-noi-vu/nhiem-vu.csv")
    assert {(row["plan"], row["task"]) for row in of_agency} == tasks
    assert len(of_agency) == len(tasks)
    for plan in PLANS:
        for name in ("nhiem-vu", "chi-tieu", "kinh-phi", "thoi-han"):
            whole = [row for row in rows(f"du-lieu/{name}.csv") if row["plan"] == plan]
            path = f"ke-hoach/{plan}/{name}.csv"
            assert (rows(path) if (project / "site" / path).exists() else []) == whole


def test_the_values_of_an_indicator_are_told_alike_on_its_page_and_in_its_table(project):
    folder = project / "site/chi-tieu/muc-giam-ty-le-ho-ngheo-dtts"
    table = csv.DictReader(io.StringIO((folder / "muc-phan-dau.csv").read_text(encoding="utf-8-sig")))
    page = html.parse(folder / "index.html").getroot()
    shown = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//main//tbody/tr")]

    assert [[row["first_year"], row["value_in_words"], row["scope"]] for row in table] == [
        [period, value, scope] for period, _, value, scope, *_ in shown
    ]
    assert int(page.xpath(SVG)[0].get("viewbox").split()[2]) == DRAWING_WIDTH


def drawn(plot: Plot) -> list[str]:
    """Everything in a picture with its place, kind by kind."""
    return [
        f"{plot.width}×{plot.height:g}",
        *(f"{word.text} {word.x:g},{word.y:g} {word.anchor}{' bold' * word.is_bold}" for word in plot.words),
        *(f"{box.dress} {box.x:g},{box.y:g} {box.width:g}×{box.height:g}" for box in plot.boxes),
        *(f"{'tie' if line.ties else 'line'} {line.x1:g},{line.y1:g} {line.x2:g},{line.y2:g}" for line in plot.strokes),
        *(f"dot {x:g},{y:g}" for x, y in plot.dots),
    ]


def test_bars_stand_below_their_names_and_what_they_are_worth_behind_them():
    bars = [Bar("a", (("solid", Decimal(3)), ("hatched", Decimal(1))), "4"), Bar("b", (("solid", Decimal(0)),), "0")]
    plot = Plot("x", "", "")
    plot.explain([("hatched", "phối hợp")])

    # What is explained takes 18; room for bars is 360 less 8 and one figure of 8.
    assert drawn(draw_bars(plot, bars)) == [
        "360×116",
        "phối hợp 28,13 start",
        "a 0,39 start",
        "4 349,58 start bold",
        "b 0,84 start",
        "0 0,103 start bold",
        "hatched 0,2 22×12",
        "solid 0,46 258×14",
        "hatched 258,46 86×14",
    ]


def test_dots_stand_at_their_values_on_lines_from_the_left_and_ranges_from_end_to_end():
    dots = [
        Dot("a", Decimal(2), Decimal(4), "2-4", "x", "Chuẩn cũ"),
        Dot("b", Decimal(3), None, "3", "x", "Chuẩn cũ"),
        Dot("c", Decimal(1), None, "1", "y", "Chuẩn mới"),
    ]

    assert drawn(draw_dots(Plot("x", "", ""), dots)) == [
        "360×173",
        "Chuẩn cũ 0,13 start bold",
        "a 0,35 start",
        "2-4 332,52 start bold",
        "b 0,78 start",
        "3 253,95 start bold",
        "Chuẩn mới 0,121 start bold",
        "c 0,143 start",
        "1 95,160 start bold",
        "hatched 164,45 158×6",
        "line 6,48 164,48",
        "line 6,91 243,91",
        "line 6,156 85,156",
        "tie 164,48 243,91",
        "dot 322,48",
        "dot 164,48",
        "dot 243,91",
        "dot 85,156",
    ]


def test_squares_stand_on_the_floor_one_above_the_other():
    assert drawn(draw_heaps(Plot("x", "", ""), [Heap("1", 2, 1), Heap("2", 0, 0)])) == [
        "360×96",
        "3 90,21 middle bold",
        "1 90,90 middle",
        "2 270,90 middle",
        "solid 82,58 14.5×14.5",
        "solid 82,42 14.5×14.5",
        "hatched 82,26 14.5×14.5",
        "line 0,74 360,74",
    ]
    assert drawn(draw_heaps(Plot("x", "", ""), [])) == ["360×48", "line 0,26 360,26"]


@pytest.mark.parametrize(("amounts", "bars"), [([5], None), ([5, None], None), ([5, 3], 2), ([5, None, 3, 1], 3)])
def test_money_has_a_picture_from_two_stated_amounts_on(words, amounts, bars):
    shares = [Share(f"nguồn {at}", amount and Decimal(amount), "x") for at, amount in enumerate(amounts)]
    plot = money_plot("x", YearRow("p", "2027", total=Sum("8 đồng"), shares=tuple(shares)), words)

    assert (plot and len(plot.boxes)) == bars
    assert money_plot("x", YearRow("p", "2027", shares=tuple(shares)), words) is None
