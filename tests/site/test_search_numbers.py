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
    index = search_index(PAGES, [], {}, SearchWords.model_construct())
    text = index[index.index("{") : index.rindex("}") + 1]
    answer = subprocess.run(["node", "-e", RUN, text, query, *PROGRAM], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)[: len(first)] == first
