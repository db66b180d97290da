"""Who types the number of a plan is led to the plan itself, then to the document, then to what only names it."""

import json
import subprocess

import pytest

from bench.search import PROGRAM
from planbook.render.search_index import SearchWords, search_index

RUN = """
const { readFileSync } = require("node:fs");
const [index, query, ...scripts] = process.argv.slice(1);
const engine = new Function(`${scripts.map((name) => readFileSync(name, "utf-8")).join("\\n")}\\nreturn searchEngine;`)()(JSON.parse(index));
console.log(JSON.stringify(engine.find(query).map(({ entry }) => `${entry.page.url}#${entry.anchor}`)));
"""


def plan(id_, number, others=""):
    """The page of a plan of two appendices, which name its number as they are printed."""
    appendices = "".join(
        f"<h2 id='pl-{at}'>Phụ lục {at}. BIỂU {at}</h2><p>(Kèm theo Kế hoạch số {number} ngày 10/4/2026 của Sở Y tế)</p>"
        for at in ("I", "II")
    )
    return (
        f"<article><h1>Dân số {id_}</h1><div><p>SỞ Y TẾ</p></div><div><p>Số: {number}</p></div>"
        f"<p>Thực hiện Kế hoạch số {others} của Bộ</p><p id='viec'>Làm theo Kế hoạch số {number}</p>{appendices}</article>"
    )


PAGES = {
    "ke-hoach/a-2025/index.html": plan("2025", "9/KH-SYT", "12/KH-SYT"),
    "ke-hoach/b-2026/index.html": plan("2026", "12/KH-SYT", "9/KH-SYT"),
    "ke-hoach/c-2026/index.html": plan("Đảng", "62-KH/TU", "112/KH-SYT"),
    "ke-hoach/b-2026/tong-quan/index.html": "<article><h1>Tổng quan</h1><p>Số: 12/KH-SYT</p></article>",
    "van-ban/index.html": (
        "<article><h1>Văn bản</h1><h2 id='kh'>Kế hoạch</h2><p id='d'>Kế hoạch số 12/KH-SYT ngày 10/4/2026</p></article>"
    ),
}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("12/KH-SYT", ["ke-hoach/b-2026/#", "van-ban/#d"]),
        ("12/kh-syt", ["ke-hoach/b-2026/#", "van-ban/#d"]),
        ("kế hoạch số 12/KH-SYT", ["ke-hoach/b-2026/#", "van-ban/#d"]),
        ("9/KH-SYT", ["ke-hoach/a-2025/#"]),
        ("62-KH/TU", ["ke-hoach/c-2026/#"]),
    ],
)
def test_a_number_leads_to_the_plan_that_bears_it(query, first):
    assert found(PAGES, query)[: len(first)] == first


def found(pages, query):
    index = search_index(pages, [], {}, SearchWords.model_construct())
    text = index[index.index("{") : index.rindex("}") + 1]
    answer = subprocess.run(["node", "-e", RUN, text, query, *PROGRAM], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


MONEY = {
    "ke-hoach/a-2026/index.html": (
        "<article><h1>Nhà ở</h1><p id='nha'>Mỗi nhà 60.000.000 đồng.</p><p id='von'>Kinh phí: 1.234,5 triệu đồng.</p>"
        "<p id='lon'>Tổng số: 81,689 tỷ đồng.</p><p id='nho'>Tiền in: 6.250.000 đồng.</p><p id='nam'>Hạn: năm 2026.</p></article>"
    )
}


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("60 trieu", "nha"),
        ("60 triệu đồng", "nha"),
        ("0,06 tỷ", "nha"),
        ("1.234.500.000 dong", "von"),
        ("1234500000", "von"),
        ("1,2345 ty dong", "von"),
        ("kinh phí 1.234.500.000 đồng", "von"),
        ("81.689 triệu", "lon"),
        ("81.689.000.000 đồng", "lon"),
        ("6,25 trieu dong", "nho"),
        ("6.25 triệu", "nho"),
    ],
)
def test_an_amount_is_found_in_whatever_unit_it_is_printed(query, anchor):
    assert found(MONEY, query)[:1] == [f"ke-hoach/a-2026/#{anchor}"]


@pytest.mark.parametrize("query", ["61 trieu", "1.234.500 đồng", "999999"])
def test_another_amount_is_not_found(query):
    assert found(MONEY, query) == []


@pytest.mark.parametrize(("text", "is_found"), [("Made of. It is dry.", False), ("Một ông in ít.", True)])
def test_initials_stand_for_words_of_one_sentence(text, is_found):
    page = {"a/index.html": f"<article><h1>A</h1><p id='p'>{text}</p></article>"}
    assert bool(found(page, "moii")) == is_found
