"""The printed sheets say what the model says and nothing else, for readers, screen readers and archives."""

import csv
import io
import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from planbook.outputs.catalogue import print_jobs
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.render.pdf import pdf
from planbook.render.pdf_lines import KNOWN_VERSION
from planbook.views.grid import Grid, GridColumn, GridGroup, GridTask
from planbook.views.matrix import matrix, table_of, task_rows
from planbook.views.once import Views
from tests.conftest import PLANS, ROOT, sampled, workspace
from tests.offices import REGISTERS, written
from tests.reading_back import pdf_flow, pdf_pages, pdf_text, pdf_words

SHEETS = [
    "bac-ha-2022/co-quan/phong-ldtbxh-bac-ha",
    "lao-cai-2024/co-quan/so-ldtbxh",
    "lao-cai-2026/co-quan/so-noi-vu",
    "lao-cai-2026/co-quan/ubnd-xa-phuong",
    "quynh-nhai-2030/co-quan/phong-ldtbxh-quynh-nhai",
]
GRIDS = [plan for plan in PLANS if plan != "quynh-nhai-2030"]  # it assigns its tasks to nobody


def sheets(site: Path) -> list[Path]:
    """The printed sheets of a site, of the many of single agencies some."""
    of_agency = re.compile(r"/co-quan/[^/]+\.pdf$")
    paths = sorted((site / "site").rglob("*.pdf"))
    of_agencies = [path for path in paths if of_agency.search(path.as_posix())]
    return [*({*paths} - {*of_agencies}), *sampled(of_agencies, 5)]


def squeezed(text: str) -> str:
    """Without white space, because columns break lines anywhere."""
    return re.sub(r"\s", "", text)


def tasks_of(plans, words, plan):
    return list(task_rows(matrix(plans, plans.plans[plan], words)))


def objects(path: Path) -> dict:
    """The objects of a PDF, by an independent reader."""
    answer = subprocess.run(["qpdf", "--json", path], capture_output=True, check=True, text=True)
    return json.loads(answer.stdout)["qpdf"][1]


@pytest.mark.parametrize(
    "name",
    [f"ke-hoach/{plan}/{plan}-ma-tran" for plan in PLANS]
    + [f"ke-hoach/{plan}/{plan}-luoi" for plan in GRIDS]
    + [f"ke-hoach/{plan}/{plan}-tong-quan" for plan in ("bac-ha-2022", "lao-cai-2026", "quynh-nhai-2030")]
    + [f"ke-hoach/{sheet}" for sheet in SHEETS]
    + ["so-sanh/tinh-lao-cai-phan-cong"],
)
def test_a_sheet_reads_as_its_golden_text(project, golden, name):
    golden(f"{Path(name).name}.{Path(name).parts[1]}.pdf.txt", pdf_flow(project / f"site/{name}.pdf"))


@pytest.mark.parametrize("built", ["project", "hostile"])
def test_every_sheet_is_for_archives_and_screen_readers(built, request):
    import page

    found = sheets(request.getfixturevalue(built))
    wrong = [
        (path.name, profile, failure.rule_id, failure.message)
        for path in found
        for profile in ("3a", "ua1")
        for failure in page.validate_pdf(path, profile=profile).failures
    ]

    assert len(found) >= 3
    assert wrong == []


def test_a_validator_that_finds_nothing_would_be_noticed(project, tmp_path):
    import page

    content = (project / "site/ke-hoach/lao-cai-2026/lao-cai-2026-luoi.pdf").read_bytes()

    assert not page.is_pdf_compliant_bytes(content.replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"'), profile="ua1")
    assert not page.is_pdf_compliant_bytes(content.replace(b'pdfaid:part="3"', b'pdfaid:part="9"'), profile="3a")


@pytest.mark.parametrize("built", ["project", "hostile"])
def test_every_sheet_is_whole(built, request):
    for path in sheets(request.getfixturevalue(built)):
        answer = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("built", ["project", "hostile"])
def test_every_sheet_has_letters_of_one_family_and_lacks_none(built, request):
    from fontTools.ttLib import TTFont

    tinos = subprocess.run(["fc-match", "--format=%{file}", "Tinos"], capture_output=True, text=True, check=True).stdout
    known = set(TTFont(tinos).getBestCmap())
    for path in sheets(request.getfixturevalue(built)):
        answer = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        fonts = answer.stdout.splitlines()[2:]
        assert fonts
        for font in fonts:
            name, embedded = font.split()[0], re.search(r" (yes|no) +(yes|no) +(yes|no) ", font)
            assert re.fullmatch(r"[A-Z]{6}\+Tinos(-(Bold|Italic|Bold-Italic))?", name), font
            assert embedded
            assert embedded.groups() == ("yes", "yes", "yes"), font
        missing = {letter for letter in pdf_text(path) if ord(letter) not in known and letter not in "\n\f"}
        assert not missing, path


@pytest.mark.parametrize("plan", PLANS)
def test_the_matrix_has_every_task_whole_on_one_page(project, plans, words, plan):
    pages = pdf_pages(project / f"site/ke-hoach/{plan}/{plan}-ma-tran.pdf")
    table = table_of(matrix(plans, plans.plans[plan], words), plans.plans[plan], words)

    for row in table.rows:
        on = [page for page in pages if all(squeezed(cell.text) in squeezed(page) for cell in row.cells)]
        assert on, row.cells
    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        # The appendix heads of the last page stand on every page: a reader sees what a column is.
        assert all(squeezed(column.heading) in squeezed(page) for column in table.columns)
        assert "KH-UBND" in page
        assert ("DỰ THẢO" in page) == (plans.plans[plan].status == "draft")


@pytest.mark.parametrize("plan", PLANS)
def test_the_matrix_has_nothing_that_the_model_has_not(project, plans, words, plan):
    """What is left when all cells and the heads are taken away is nothing."""
    table = table_of(matrix(plans, plans.plans[plan], words), plans.plans[plan], words)
    text = squeezed(" ".join(pdf_pages(project / f"site/ke-hoach/{plan}/{plan}-ma-tran.pdf")))
    texts = [squeezed(cell.text) for row in table.rows for cell in row.cells]
    for part in sorted(filter(None, texts), key=len, reverse=True):
        assert part in text
        text = text.replace(part, "", 1)
    heads = "".join(squeezed(column.heading) for column in table.columns)
    text = re.sub(r"Trang\d+/\d+", "", text.replace(heads, "").replace(squeezed(words.wording_own_foot), ""))

    assert len(text) < 700, text  # heading block, and the foot of each page
    assert not re.search(r"Sở|triệu|Phòng", text)


def test_the_matrix_carries_its_data_and_itself_as_a_table(project, plans, words, tmp_path):
    folder = project / "site/ke-hoach/bac-ha-2022"
    path = folder / "bac-ha-2022-ma-tran.pdf"
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, path], check=True)
    rows = list(csv.reader(io.StringIO((tmp_path / "bac-ha-2022-ma-tran.csv").read_text(encoding="utf-8-sig"))))
    relations = {
        value["value"]["/UF"]: value["value"]["/AFRelationship"]
        for value in objects(path).values()
        if isinstance(value.get("value"), dict) and value["value"].get("/Type") == "/Filespec"
    }

    assert (tmp_path / "bac-ha-2022.json").read_bytes() == (folder / "bac-ha-2022.json").read_bytes()
    assert relations == {"u:bac-ha-2022.json": "/Source", "u:bac-ha-2022-ma-tran.csv": "/Data"}
    table = table_of(matrix(plans, plans.plans["bac-ha-2022"], words), plans.plans["bac-ha-2022"], words)
    assert [[cell for cell in row if cell] for row in rows] == [
        [column.heading for column in table.columns],
        *([cell.text for cell in row.cells if cell.text] for row in table.rows),
    ]


@pytest.mark.parametrize("plan", GRIDS)
def test_the_marks_of_the_grid_stand_under_their_agencies(project, plans, words, plan):
    """Read by place alone, as an eye does: the head above a mark, the number beside it."""
    expected = Views(plans, words).grids[plan]
    found = pdf_words(project / f"site/ke-hoach/{plan}/{plan}-luoi.pdf")
    seen: Counter[tuple[int, str, str]] = Counter()
    for page in {word.page for word in found}:
        here = [word for word in found if word.page == page]
        stt = next(word for word in here if word.text == "STT")
        task = next(word for word in here if word.text == "Nhiệm")
        heads = [word for word in here if abs(word.y - stt.y) < 60 and word.x > task.x + 40]
        numbers = [word for word in here if word.text.isdigit() and abs(word.x - stt.x) < 12 and word.y > stt.y]
        for mark in here:
            if mark.text in ("C", "P") and mark.y > stt.y + 40 and mark.x > min(head.x for head in heads) - 15:
                row = min(numbers, key=lambda number: abs(number.y - mark.y))
                assert abs(row.y - mark.y) < 2
                above = [head.text for head in heads if abs(head.x - mark.x) < 16]
                fit = [
                    column for column in expected.columns if Counter(above) >= Counter(column.short_name.split()[:1])
                ]
                name = min(
                    (one.short_name for one in fit),
                    key=lambda name: -len(set(name.split()) & set(above)) + abs(len(name.split()) - len(above)),
                )
                seen[int(row.text), name, mark.text] += 1
    wanted = Counter(
        (task.index, column.short_name, mark)
        for task in expected.tasks
        for column, mark in zip(expected.columns, task.marks, strict=True)
        if mark
    )

    assert seen == wanted


@pytest.mark.parametrize("plan", GRIDS)
def test_the_totals_of_the_grid_are_those_of_the_model(project, plans, words, plan):
    tasks = tasks_of(plans, words, plan)
    columns = Views(plans, words).grids[plan].columns
    last = squeezed(pdf_pages(project / f"site/ke-hoach/{plan}/{plan}-luoi.pdf")[-1])
    leads = [sum(column.id in task.lead_ids for task in tasks) for column in columns]
    coordinates = [sum(column.id in task.coordinating_ids for task in tasks) for column in columns]

    assert squeezed(words.grid_leads) + "".join(map(str, leads)) in last
    assert squeezed(words.grid_coordinates) + "".join(map(str, coordinates)) in last
    assert {one for task in tasks for one in (*task.lead_ids, *task.coordinating_ids)} == {one.id for one in columns}


def test_a_plan_that_assigns_nothing_has_no_grid(project):
    assert not list((project / "site/ke-hoach/quynh-nhai-2030").glob("*luoi*"))
    assert "luoi" not in (project / "site/ke-hoach/quynh-nhai-2030/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("plan", PLANS)
def test_each_agency_has_a_sheet_with_all_its_work_and_nothing_else(project, plans, words, plan):
    views = Views(plans, words)
    expected = {sheet.id: sheet for sheet in views.agency_sheets[plan]}
    folder = project / f"site/ke-hoach/{plan}/co-quan"
    tasks = tasks_of(plans, words, plan)

    assert {path.stem for path in folder.iterdir()} == set(expected)
    for id_, sheet in expected.items():
        text = squeezed("".join(pdf_pages(folder / f"{id_}.pdf")))
        view = views.agencies[id_]
        shared = [work for work in view.shared if work.plan == plan]
        mine = [task for task in view.tasks if task.plan == plan]
        for task in mine:
            assert all(squeezed(part) in text for part in (task.name, task.deadline, task.place))
        assert all(squeezed(line) in text for said in view.all_charges if said.plan == plan for line in said.text)
        assert all(squeezed(work.name) in text for work in shared)
        assert text.count(squeezed(words.column_task)) >= len(sheet.tables)
        shown = {task.id for task in mine}
        others = [task for task in tasks if task.id not in shown]
        assert not [task.id for task in others if len(task.name) > 60 and squeezed(task.name) in text]
        own = [task for task in tasks if id_ in (*task.lead_ids, *task.coordinating_ids)]
        roles = [role for role in ("lead", "coordinating") if _has(own, role, id_)]
        for table, role in zip(sheet.tables, roles, strict=False):
            assert {row.item for row in table.rows} == {task.id for task in own if id_ in getattr(task, f"{role}_ids")}
        assert {row.item for table in sheet.tables for row in table.rows} == shown


def _has(tasks, role, agency):
    return any(agency in getattr(task, f"{role}_ids") for task in tasks)


def test_the_tasks_of_an_agency_stand_in_the_order_of_time(plans, words):
    sheets = Views(plans, words).agency_sheets
    sheet = {one.id: one for one in sheets["lao-cai-2026"]}["so-nn-mt"]
    due = {task.id: task.due for task in tasks_of(plans, words, "lao-cai-2026")}
    days = [due[row.item] for row in sheet.tables[0].rows]
    dated = [day for day in days if day]

    assert len(dated) >= 3
    assert days == [*sorted(dated), *[""] * (len(days) - len(dated))]


def test_the_history_names_the_leads_of_each_year_as_they_were(project, plans, words):
    (history,) = Views(plans, words).histories
    pages = [squeezed(page) for page in pdf_pages(project / "site/so-sanh/tinh-lao-cai-phan-cong.pdf")]
    rows = {row.task: row for group in history.groups for row in group.rows}

    assert [plan.id for plan in history.plans] == ["lao-cai-2024", "lao-cai-2024-10-xa", "lao-cai-2026"]
    assert [[lead.who for lead in leads] for leads in rows["xac-dinh-nguyen-nhan-ngheo"].leads] == [
        [],
        [],
        ["Sở Nông nghiệp và Môi trường"],
    ]
    assert [[lead.who for lead in leads] for leads in rows["thieu-hut-thong-tin"].leads] == [
        ["Sở Thông tin và Truyền thông"],
        ["Sở Thông tin và Truyền thông"],
        ["Sở Khoa học và Công nghệ, Sở Văn hóa, Thể thao và Du lịch"],
    ]
    told = Counter((row.plan, lead.task) for row in rows.values() for leads in row.leads for lead in leads)
    for plan in history.plans:
        assert {task.id for task in tasks_of(plans, words, plan.id)} <= {task for _, task in told}
    for row in rows.values():
        entries = [squeezed(f"{lead.who} ({lead.place})") for leads in row.leads for lead in leads]
        assert any(squeezed(row.title) in page and all(entry in page for entry in entries) for page in pages)


@pytest.mark.parametrize("name", [f"{plan}-ma-tran" for plan in PLANS] + [f"{plan}-luoi" for plan in GRIDS])
def test_the_outline_names_every_group(project, plans, words, name):
    plan = name.rpartition("-")[0].removesuffix("-ma")
    titles = [
        value["value"]["/Title"].removeprefix("u:")
        for value in objects(project / f"site/ke-hoach/{plan}/{name}.pdf").values()
        if isinstance(value.get("value"), dict) and "/Title" in value["value"] and "/Dest" in value["value"]
    ]

    assert [group.name for group in matrix(plans, plans.plans[plan], words)] == titles[1:]


def test_a_task_leads_to_its_place_on_the_site_where_that_is_known(hostile, tmp_path):
    root = workspace(tmp_path / "work", ROOT / "tests/workspaces/hostile/data")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "site_url: https://example.org/kh\n", encoding="utf-8")
    names = ("hostile-ma-tran", "hostile-luoi", "co-quan/so-thu")
    (root / "site/ke-hoach/hostile/co-quan").mkdir(parents=True)
    jobs = {job.path: job for job in print_jobs(edition(read_sources(root), made_at(root)))}
    for name in names:
        path = f"ke-hoach/hostile/{name}.pdf"
        (root / "site" / path).write_bytes(pdf(jobs[path].html, jobs[path].attached))

    def links(folder: Path) -> set[str]:
        command = ["pdfinfo", "-url"]
        shown = [
            subprocess.run(
                [*command, folder / f"site/ke-hoach/hostile/{name}.pdf"], capture_output=True, text=True, check=True
            )
            for name in names
        ]
        return {url for answer in shown for url in re.findall(r"https?://\S+", answer.stdout)}

    assert links(root) >= {"https://example.org/kh/ke-hoach/hostile/#v-1"}
    assert all(url.startswith("https://example.org/kh/ke-hoach/hostile/#") for url in links(root))
    assert links(hostile) == set()


# Each makes a line another one: where it breaks, how wide it is, what is drawn.
LINE_STYLES = """\
font-size: 9pt
font-size: 9.2pt
font-weight: bold
font-style: italic
font-family: monospace
font-kerning: none
font-variant: small-caps
letter-spacing: 1pt
word-spacing: 4pt
white-space: nowrap
white-space: pre; tab-size: 3
white-space: pre; tab-size: 9
overflow-wrap: anywhere
word-break: break-all
width: 29mm
width: 8mm
hyphens: auto
hyphens: auto; hyphenate-character: '~'
text-decoration: underline
text-decoration: line-through
text-align: justify
text-transform: uppercase
text-overflow: ellipsis; overflow: hidden; white-space: nowrap
direction: rtl
""".splitlines()


def test_lines_that_sheets_share_are_those_of_each_alone(monkeypatch):
    text = (
        "Ủy ban nhân dân\tcác xã, phường; extra\u00adordinary administration và nghìnlẻmộtchữkhôngcáchnhau, AVAWA 1986."
    )
    style = "body { width: 30mm; font: 9pt Tinos, serif }"
    pages = [f'<html lang="en"><style>{style} p {{ {also} }}</style><p>{text}<p>{text}</html>' for also in LINE_STYLES]
    after_others = [pdf(page) for page in [*pages, *reversed(pages)]]
    for module in (inline, preferred):
        monkeypatch.setattr(module, "split_first_line", line_break.split_first_line)
    alone = [pdf(page) for page in pages]
    assert after_others == [*alone, *reversed(alone)]


def test_lines_are_shared_with_the_installed_layout_engine():
    assert weasyprint.VERSION == KNOWN_VERSION  # of another version read anew which properties its lines hang on


def synthetic(tasks: int, agencies: int) -> Grid:
    columns = tuple(GridColumn(f"a-{at}", f"S {at}", f"Sở {at}", 1, 1) for at in range(agencies))
    rows = tuple(
        GridTask(
            f"t-{at}",
            at,
            f"Việc {at}",
            tuple("CP"[at % 2] if at % 7 == column % 7 else "" for column in range(agencies)),
        )
        for at in range(1, tasks + 1)
    )
    groups = (GridGroup("g-1", "I", "Một", rows[: tasks // 3]), GridGroup("g-2", "II", "Hai", rows[tasks // 3 :]))
    return Grid("g", "BẢNG", columns, groups)


def test_a_wide_grid_is_cut_into_slices_that_lose_nothing():
    whole = synthetic(30, 60)
    slices = whole.slices

    assert [len(one.columns) for one in slices] == [25, 25, 10]
    for at, task in enumerate(whole.tasks):
        assert sum((one.tasks[at].marks for one in slices), ()) == task.marks


def test_a_long_grid_is_cut_into_parts_that_lose_nothing(words):
    whole = synthetic(1000, 5)
    parts = whole.parts(words)

    assert [len(part.tasks) for part in parts] == [400, 400, 200]
    assert sum((part.tasks for part in parts), ()) == whole.tasks
    assert [part.suffix for part in parts] == ["", "-2", "-3"]
    assert [part.is_last for part in parts] == [False, False, True]
    assert synthetic(400, 5).parts(words)[0].caption == "BẢNG"
    assert replace(whole, columns=()).parts(words) == ()


def test_empty_cells_of_a_long_grid_are_joined_and_marks_stay_in_their_columns():
    short = synthetic(10, 20)
    long = replace(short, is_long=True)

    for task in short.tasks:
        cells = long.cells(task)
        spread = [mark for mark, span in cells for mark in [mark] * span]
        assert tuple(spread) == task.marks
        assert all(span == 1 for mark, span in cells if mark)
        assert len(cells) < len(task.marks) == len(short.cells(task))


@pytest.mark.parametrize(("many", "heads"), [(24, []), (25, []), (30, ["1-25 trong 30", "26-30 trong 30"])])
def test_a_grid_in_slices_says_which_of_its_agencies_each_slice_has(tmp_path, many, heads):
    bodies = [{"id": f"so-{at}", "name": f"Sở {at}", "level": "province", "locality": "tinh-a"} for at in range(many)]
    tasks = [{"id": f"viec-{at}", "text": f"Việc {at}.", "assignment": {"lead": f"so-{at}"}} for at in range(many)]
    outline = [
        {"id": "nhiem-vu", "heading": "NHIỆM VỤ", "task_groups": [{"id": "nhom", "heading": "Nhóm", "tasks": tasks}]}
    ]
    agencies = {"agencies": [*REGISTERS["agencies"]["agencies"], *bodies]}
    made = edition(read_sources(written(tmp_path, {"outline": outline}, agencies=agencies)), made_at(ROOT))
    (grid,) = [job.html for job in print_jobs(made) if job.path.endswith("-luoi.pdf")]
    assert re.findall(r"\(cơ quan ([^)]*)\)", grid) == heads
