"""Many offices as one site: every figure is that of its office, who is not as now is told everywhere, nothing is guessed or run."""

import json
import re
import shutil
import ssl
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import html

from planbook.gathering import fetching
from planbook.gathering.agencies import national_agencies
from planbook.gathering.changes import changes_of
from planbook.gathering.comparison import national_indicators
from planbook.gathering.fetching import Unreached, fetch
from planbook.gathering.foreign_tables import Unfit
from planbook.gathering.offices import OfficeState, ask_offices
from planbook.gathering.pages import Nation
from planbook.gathering.proof_of_rows import page_findings, row_findings
from planbook.gathering.publication import publication_of
from planbook.gathering.record import GatheringRecord, OfficeRecord, kept_files, read_record
from planbook.gathering.remarks import remarks
from planbook.gathering.site import make_gathered
from planbook.gathering.sources import GatheredOffice, read_offices
from planbook.messages.diagnostics import BuildStopped
from planbook.verify.proof import Result
from planbook.views.summary import PlanSummary, Summary, summary_json
from tests.conftest import answered, run
from tests.gathered import DAY, commune, digest, listed, publish, sign
from tests.test_accessibility import AXE, RULES

NOW = datetime(2027, 3, 16, tzinfo=UTC)
HOSTILE = '<script src="//x"></script><img src=x onerror=alert(1)>]]>`|*'
EPOCH = str(int(NOW.timestamp()))


@pytest.fixture(scope="session")
def published(once) -> Path:
    """The sites of three communes."""

    def fill(folder: Path) -> None:
        for name, poor in (("an", "7,5"), ("binh", "9"), ("chi", "8")):
            publish(folder / name, commune(name, poor))

    return once("published-communes", fill)


@pytest.fixture
def offices(published, tmp_path) -> Path:
    """A folder that gathers copies of them."""
    for name in ("an", "binh", "chi"):
        shutil.copytree(published / name, tmp_path / name)
    names = ("an", "binh", "chi")
    return listed(tmp_path, [{"id": name, "name": f"UBND xã {name}", "at": name} for name in names])


def of_files(folder: Path, **record) -> OfficeState:
    """An office as its files say it."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    about = {
        "name": folder.name,
        "at": folder.name,
        "address": "",
        "province": "",
        "asked_on": NOW,
        "read": NOW,
        **record,
    }
    return OfficeState(OfficeRecord(id=folder.name, **about), files, publication_of(files))


def answers(root: Path) -> list[OfficeState]:
    return ask_offices(read_offices(root), root, root / "site-gathered", GatheringRecord(), NOW)


# ---- what is refused


def put(table, column, value, row=0):
    def edit(rows):
        rows[table][row][column] = value

    return edit


def again(table):
    return lambda rows: rows[table].append(rows[table][0])


def without(table, column):
    def edit(rows):
        for row in rows[table]:
            del row[column]

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (put("plans", "plan", "../../etc"), "plan cannot be '../../etc'"),
        (put("plans", "status", "wonderful"), "status cannot be"),
        (put("plans", "short_title", None), "short_title is empty"),
        (put("plans", "first_year", 2030), "begins in 2030 and ends in 2027"),
        (put("plans", "first_year", True), "first_year cannot be"),
        (put("tasks", "last_day", "30/6/2027"), "last_day cannot be"),
        (put("tasks", "name", "x" * 60_000), "name cannot be"),
        (put("tasks", "plan", "khong-co"), "there is no khong-co"),
        (put("assignments", "agency", "so-la"), "there is no so-la in agencies"),
        (put("values", "value", 10**40), "value cannot be"),
        (put("values", "value", "1e999999999"), "value cannot be"),
        (put("values", "value", "NaN"), "value cannot be"),
        (put("values", "value", 8.5), "its table of targets says 7.5, its table of values 8.5"),
        (put("agencies", "is_group", "no"), "is_group cannot be"),
        (put("agencies", "more", 1), "other columns than the first one"),
        (again("tasks"), "tasks says two things under one key"),
        (again("plans"), "plans says two things under one key"),
        (without("tasks", "lead"), "tasks lacks the column lead"),
        (lambda rows: rows.pop("values"), "lacks the table values"),
        (lambda rows: rows.update(plans=["x"]), "holds something that is no row"),
        (lambda rows: rows.update(tasks={"a": 1}), "holds no tables of rows"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_data_that_cannot_be_right_are_refused_with_their_place(tmp_path, edit, said):
    folder = publish(tmp_path / "an", commune("an"), edit)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"plans": [], "plans": []}', "no JSON"),
        ('{"plans": [NaN]}', "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no tables"),
        ('{"plans": [' + "9" * 5000 + "]}", "no JSON"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_files_that_are_no_data_are_refused(published, tmp_path, content, said):
    folder = shutil.copytree(published / "an", tmp_path / "an")
    (folder / "du-lieu/du-lieu.json").write_text(content, "utf-8")
    sign(folder)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"package": {"version": "2.0"}}, "version 2.0"),
        ({"made": "yesterday"}, "does not say when"),
        ({"made": None}, "does not say when"),
        ({"as_of": "soon"}, "does not say when"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_a_version_that_means_something_else_and_a_site_of_no_day_are_refused(tmp_path, about, said):
    folder = publish(tmp_path / "an", commune("an"), **about)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


def test_what_an_older_version_does_not_say_is_empty_and_told(tmp_path):
    def older(rows):
        del rows["members"]
        without("plans", "wording")(rows)
        for row in rows["plans"]:
            row["mood"] = "good"
        rows["moods"] = []

    state = of_files(publish(tmp_path / "an", commune("an"), older))

    assert state.publication.tables["plans"][0]["wording"] is None
    assert {"members.*", "plans.wording"} <= {*state.publication.lacking}
    assert state.publication.beyond == ("moods.*", "plans.mood")
    assert [remark.check for remark in remarks([state], 30, DAY)] == ["source-version"] * 2


def cut_by_places(published: Path, folder: Path) -> Path:
    """The site of an office that is cut by places: each has its own data and its own list of files, which the first one names."""
    parts = []
    for name in ("an", "binh"):
        here = folder / "xa" / name
        shutil.copytree(published / name / "du-lieu", here / "du-lieu")
        rows = [
            {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": digest(path)}
            for path in sorted((here / "du-lieu").iterdir())
        ]
        (here / "shard-manifest.json").write_text(json.dumps({"files": rows}), "utf-8")
        parts.append(
            {"path": f"xa/{name}/shard-manifest.json", "size": 1, "sha256": digest(here / "shard-manifest.json")}
        )
    about = {"made": NOW.isoformat(), "as_of": DAY.isoformat(), "revisions": {"": "abc"}, "parts": parts, "files": []}
    (folder / "manifest.json").write_text(json.dumps(about), "utf-8")
    return folder


def test_an_office_of_many_places_is_read_place_by_place(published, tmp_path):
    folder = cut_by_places(published, tmp_path / "tinh")
    listed(tmp_path, [{"id": "tinh", "name": "UBND tỉnh", "at": "tinh"}])

    (state,) = answers(tmp_path)
    assert [plan["plan"] for plan in state.publication.tables["plans"]] == ["an-2027", "binh-2027"]
    assert len([row for row in state.publication.tables["agencies"] if row["agency"] == "bo-y"]) == 1
    assert "xa/an/shard-manifest.json" in state.files
    assert of_files(folder).publication == state.publication

    shutil.copy(published / "chi/du-lieu/du-lieu.json", folder / "xa/an/du-lieu/du-lieu.json")
    assert [state.state for state in answers(tmp_path)] == ["missing"]


@pytest.mark.parametrize(
    ("tasks", "day", "said"), [(3, DAY, "says 3 tasks"), (2, date(2027, 3, 14), "is of 2027-03-14")]
)
@pytest.mark.usefixtures("in_english")
def test_a_summary_that_says_otherwise_than_the_data_refuses_an_office(published, tmp_path, tasks, day, said):
    folder = shutil.copytree(published / "an", tmp_path / "an")
    words = dict.fromkeys(("title", "subject", "place", "issuer", "period", "status_name", "address", "revision"), "")
    counts = dict.fromkeys(("deadlines", "agencies", "errors", "warnings", "infos"), 0)
    time = {"first": DAY, "last": DAY, "status": "draft", "is_over": False, "runs_until": None, "changed": None}
    plan = PlanSummary(id="an-2027", tasks=tasks, tasks_done=None, targets=1, **words, **counts, **time)
    lists = dict.fromkeys(("places", "agencies", "indicators", "money", "documents", "abbreviations"), ())
    texts = dict.fromkeys(("folder", "title", "place", "revision"), "")
    summary = Summary(version=1, as_of=day, plans=(plan,), register_findings=0, **lists, **texts)
    (folder / "du-lieu/tom-tat.json").write_bytes(summary_json(summary))
    sign(folder)

    with pytest.raises(Unfit) as refusal:
        of_files(folder)
    assert said in refusal.value.message.spoken()


@pytest.mark.usefixtures("in_english")
def test_no_address_but_https_no_key_twice_and_no_place_twice(tmp_path):
    places = (
        "http://example.org/",
        "ftp://x/",
        "file:///etc/hostname",
        "https://me:word@x/",
        "https://x/?a=1",
        "https://[::1",
        "//x://",
    )
    root = listed(tmp_path, [{"id": f"a{at}", "name": "A", "at": place} for at, place in enumerate(places)])

    with pytest.raises(BuildStopped) as stop:
        read_offices(root)
    assert [finding.check for finding in stop.value.findings] == ["wrong-kind"] * len(places)
    assert [finding.span.line for finding in stop.value.findings] == [5 + 3 * at for at in range(len(places))]

    listed(tmp_path, [{"id": "a", "name": "A", "at": "x/"}, {"id": "b", "name": "B", "at": "x"}], old_after="0")
    with pytest.raises(BuildStopped) as stop:
        read_offices(root)
    assert [finding.check for finding in stop.value.findings] == ["wrong-kind"]

    listed(tmp_path, [{"id": "a", "name": "A", "at": "x/"}, {"id": "b", "name": "B", "at": "x"}])
    with pytest.raises(BuildStopped) as stop:
        read_offices(root)
    assert [finding.check for finding in stop.value.findings] == ["duplicate-id"]


# ---- the network


@contextmanager
def server(answer, context=None):
    """A server that answers each request as it is told, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            answer(self)

        def log_message(self, *_):
            pass

    here = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.handle_error = lambda *_: None
    if context:
        here.socket = context.wrap_socket(here.socket, server_side=True)
    threading.Thread(target=here.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{here.server_address[1]}/", asked
    finally:
        here.shutdown()
        here.server_close()


def sends(status, content=b"", **headers):
    def answer(request):
        request.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return answer


def fetched(address, most=100, state=None):
    return fetch(GatheredOffice(id="a", name="A", at=address), Path(), "x.json", most, state)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (sends(500), "the server answers 500"),
        (sends(404), "the server answers 404"),
        (sends(302, Location="http://127.0.0.2/x.json"), "leads on to http://127.0.0.2/x.json"),
        (sends(302, Location="file:///etc/hostname"), "the server answers 302"),
        (sends(302, Location="http://169.254.169.254/"), "leads on to"),
        (sends(302, Location="/x.json"), "cannot be reached|the server answers 302"),  # in a circle
        (sends(200, b"x" * 101), "larger than 0 MB"),
        (sends(200, b"x" * 50, Content_Length="60"), "broke off|cannot be reached"),
        (sends(304), "the server answers 304"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_what_a_server_may_not_do_is_told(answer, said):
    with server(answer) as (address, _), pytest.raises(Unreached) as problem:
        fetched(address)

    assert any(part in problem.value.message.spoken() for part in said.split("|"))


def test_what_a_server_has_not_changed_is_not_sent_again():
    with server(sends(200, b"{}", ETag='"1"', Last_Modified="Mon, 15 Mar 2027 00:00:00 GMT")) as (address, asked):
        first = fetched(address)
    with server(sends(304)) as (address, asked):
        second = fetched(address, state=first.validators)

    assert (first.content, second.content) == (b"{}", None)
    assert asked[0][1]["If-None-Match"] == '"1"'
    assert asked[0][1]["If-Modified-Since"] == "Mon, 15 Mar 2027 00:00:00 GMT"
    assert second.validators == first.validators


@pytest.mark.usefixtures("in_english")
def test_a_certificate_that_nobody_trusts_and_a_silent_server_are_told(tmp_path, monkeypatch):
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    words = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=x")
    subprocess.run(["openssl", *words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with server(sends(200), context) as (address, _), pytest.raises(Unreached) as problem:
        fetched(address)
    assert "certificate is not trusted" in problem.value.message.spoken()

    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.05)
    stop = threading.Event()
    with server(lambda _: stop.wait()) as (address, _):
        with pytest.raises(Unreached) as problem:
            fetched(address)
        stop.set()
    assert "does not answer" in problem.value.message.spoken()


def test_a_link_out_of_a_folder_is_not_followed(offices):
    (offices / "an/manifest.json").unlink()
    (offices / "an/manifest.json").symlink_to(offices / "binh/manifest.json")

    assert [state.state for state in answers(offices)] == ["missing", "current", "current"]


def test_paths_that_lead_out_of_a_site_are_never_asked_for(published, tmp_path):
    folder = shutil.copytree(published / "an", tmp_path / "an")
    plain = json.loads((folder / "manifest.json").read_bytes())
    odd = (
        "../../du-lieu/du-lieu.json",
        "/du-lieu/du-lieu.json",
        "a/../du-lieu/du-lieu.json",
        ".x/du-lieu/du-lieu.json",
    )
    plain["files"] += [{"path": path, "size": 1, "sha256": "0"} for path in odd]
    (folder / "manifest.json").write_text(json.dumps(plain), "utf-8")

    assert of_files(folder).publication.tables["plans"]


# ---- what is put together, and what is not


def states_of(tmp_path, *offices):
    return [of_files(publish(tmp_path / name, commune(name), edit), **record) for name, edit, record in offices]


def named(full_name, level, id_="co-quan"):
    def edit(rows):
        agency = next(row for row in rows["agencies"] if row["agency"] == "bo-y")
        agency |= {"name": full_name.partition(" tỉnh")[0], "full_name": full_name, "level": level}
        text = json.dumps(rows).replace('"bo-y"', f'"{id_}"')
        rows |= json.loads(text)

    return edit


@pytest.mark.parametrize(
    ("first", "second", "provinces", "is_one"),
    [
        (("Bộ Y tế", "central"), ("Bộ Y tế", "central"), ("", ""), True),
        (("Bộ Y tế", "central", "byt"), ("Bộ  Y Tế", "central", "bo-y-te"), ("", ""), True),
        (("Sở Y tế tỉnh A", "province"), ("Sở Y tế tỉnh A", "province"), ("", ""), True),
        (("Sở Y tế tỉnh A", "province"), ("Sở Y tế tỉnh B", "province"), ("", ""), False),  # one id, two bodies
        (("Sở Y tế", "province"), ("Sở Y tế", "province"), ("", ""), False),
        (("Sở Y tế", "province"), ("Sở Y tế", "province"), ("tinh-a", "tinh-a"), True),
        (("Trạm Y tế xã Tân Lập", "commune"), ("Trạm Y tế xã Tân Lập", "commune"), ("", ""), False),
        (("Trạm Y tế xã Tân Lập", "commune"), ("Trạm Y tế xã Tân Lập", "commune"), ("a", "b"), False),
        (("Trạm Y tế xã Tân Lập", "commune"), ("Trạm Y tế xã Tân Lập", "commune"), ("a", "a"), True),
    ],
)
def test_agencies_are_one_only_where_their_name_is_of_one_body(tmp_path, first, second, provinces, is_one):
    states = states_of(
        tmp_path,
        ("an", named(*first), {"province": provinces[0]}),
        ("binh", named(*second), {"province": provinces[1]}),
    )

    agencies, ids = national_agencies(states)

    here = [agency for agency in agencies if "y tế" in agency.name.lower()]
    assert [len(agency.shares) for agency in here] == ([2] if is_one else [1, 1])
    assert len({agency.id for agency in agencies}) == len(agencies)
    assert {*ids.values()} == {agency.id for agency in agencies}
    if first[2:] == second[2:] == () and not is_one:
        assert [agency.unlike for agency in here] == [1, 1]


def test_groups_are_of_each_office(tmp_path):
    def group(rows):
        for row in rows["agencies"]:
            row["is_group"] = row["agency"] == "bo-y"

    agencies, _ = national_agencies(states_of(tmp_path, ("an", group, {}), ("binh", group, {})))

    assert [len(agency.shares) for agency in agencies if agency.name == "Bộ Y"] == [1, 1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("unit", "hộ"),
        ("standard", "chuẩn khác"),
        ("scope", "thôn nghèo"),
        ("last_year", 2028),
        ("indicator_name", "Hộ nghèo"),
    ],
)
def test_only_like_figures_stand_in_one_table(tmp_path, column, value):
    alike = national_indicators(states_of(tmp_path, ("an", len, {}), ("binh", len, {})))
    assert [[len(table.values) for table in one.tables] for one in alike] == [[2]]

    unlike = national_indicators(states_of(tmp_path / "b", ("an", len, {}), ("binh", put("values", column, value), {})))
    assert sorted(len(table.values) for one in unlike for table in one.tables) == [1, 1]
    assert len({one.id for one in unlike}) == len(unlike)


def test_a_plan_and_a_place_of_two_offices_are_told_and_counted_by_each(tmp_path):
    first = of_files(publish(tmp_path / "an", commune("an")))
    second = of_files(publish(tmp_path / "tinh", commune("an")))

    listed_remarks = remarks([first, second], 30, DAY)

    assert [(one.check, one.office) for one in listed_remarks] == [("published-twice", "tinh")]
    assert "an-2027" in str(listed_remarks[0].message)


def test_what_an_office_changed_is_told_row_by_row(tmp_path):
    before = of_files(publish(tmp_path / "an", commune("an")))
    after = of_files(publish(tmp_path / "b/an", commune("an", "6")))
    state = OfficeState(after.record, after.files, after.publication, before.publication)

    told = [(one.table, one.key, one.column, one.before, one.after) for one in changes_of([state], NOW)]

    assert ("targets", "giam-ngheo", "value", "7.5", "6") in told
    assert {table for table, *_ in told} == {"targets", "values"}
    assert not [*changes_of([OfficeState(before.record, before.files, before.publication, before.publication)], NOW)]


# ---- the whole


def text_of(path: Path) -> str:
    return " ".join("".join(html.parse(str(path)).find(".//main").itertext()).split())


@pytest.fixture(scope="module")
def gathered(published, tmp_path_factory, serve_once):
    """Three communes on a server and in folders, gathered; then one down, one altered, one hostile, one new and of another version."""
    root = tmp_path_factory.mktemp("gathered")
    for name in ("an", "binh", "chi"):
        shutil.copytree(published / name, root / name)
    publish(root / "dan", commune("dan", "5"), without("plans", "wording"))
    entries = [{"id": name, "name": f"UBND xã {name}", "at": name} for name in ("binh", "chi", "dan")]
    address = serve_once(root / "an")
    listed(root, [{"id": "an", "name": f"UBND xã {HOSTILE}", "at": address}, *entries])
    first = run(root, "gather", SOURCE_DATE_EPOCH=EPOCH)

    def hostile(rows):
        rows["tasks"][0]["name"] = HOSTILE
        rows["plans"][0]["short_title"] = f"# {HOSTILE}\n\n{{{{ 7*7 }}}}"

    shutil.rmtree(root / "binh")  # down
    publish(root / "chi", commune("chi", "4"))
    (root / "chi/du-lieu/du-lieu.json").write_text("{}", "utf-8")  # altered
    shutil.rmtree(root / "an")
    publish(root / "an", commune("an", "6,5"), hostile)
    listed(
        root,
        [
            {"id": "an", "name": f"UBND xã {HOSTILE}", "at": address},
            *entries,
            {"id": "em", "name": "UBND xã em", "at": "em"},
        ],
    )
    second = run(root, "gather", "--format", "json", SOURCE_DATE_EPOCH=str(int(EPOCH) + 86400))
    return root, first, second


@pytest.fixture(scope="module")
def serve_once():
    from functools import partial
    from http.server import SimpleHTTPRequestHandler

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    servers = []

    def start(folder):
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)))
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_address[1]}/"

    yield start
    for one in servers:
        one.shutdown()
        one.server_close()


def test_one_bad_office_spoils_no_other_and_every_list_says_it(gathered):
    root, first, second = gathered

    assert first.returncode == 0, first.stdout
    assert second.returncode == 1
    found = [
        (one["check"], one["line"]) for one in json.loads(second.stdout)["diagnostics"] if one["severity"] == "error"
    ]
    assert found == [("source-unreached", 6), ("source-refused", 9), ("source-unreached", 15)]
    site = root / "site-gathered"
    lists = ["index", "nhiem-vu/index", "ke-hoach/index", "co-quan/index", "chi-tieu/index", "chi-tieu/ho-ngheo/index"]
    for path in site.rglob("index.html"):
        assert "hưa đủ: 2 trong 5 đơn vị" in text_of(path), path
    for name in (*lists, "thay-doi/index", "du-lieu/index", "gioi-thieu/index"):
        text = text_of(site / f"{name}.html")
        assert "UBND xã em: không có trong trang này" in text
        assert "UBND xã binh: là số liệu đọc được lần cuối ngày 16/3/2027" in text
        assert "UBND xã chi: là số liệu đọc được lần cuối ngày 16/3/2027" in text
    assert text_of(site / "nhiem-vu/index.html").count("(số liệu cũ)") == 4


def test_a_figure_of_each_office_is_in_the_register_and_is_the_office_s_own(gathered):
    site = gathered[0] / "site-gathered"
    table = html.parse(str(site / "chi-tieu/ho-ngheo/index.html")).findall(".//main//tbody/tr")

    cells = [["".join(cell.itertext()) for cell in row.findall("td")][:2] for row in table]
    assert cells == [["xã An", "6,5%"], ["xã Binh", "9%"], ["xã Chi", "8%"], ["xã Dan", "5%"]]
    rows = html.parse(str(site / "nhiem-vu/index.html")).findall(".//tbody/tr")
    assert [row.get("data-don-vi") for row in rows] == ["an", "an", "binh", "binh", "chi", "chi", "dan", "dan"]
    for row in rows:
        source = json.loads((site / f"nguon/{row.get('data-don-vi')}/du-lieu/du-lieu.json").read_bytes())["tasks"]
        cells = ["".join(cell.itertext()) for cell in row.findall("td")]
        assert any([task["name"], task["lead"]] == cells[1:3] for task in source)
        link = row.find("td/a")
        assert (link is None) != (row.get("data-don-vi") == "an")
    changes = text_of(site / "thay-doi/index.html")
    assert "value: 7.5 → 6.5" in changes
    assert "Đọc ngày 17/3/2027" in changes


def test_what_an_office_writes_is_shown_as_text(gathered):
    site = gathered[0] / "site-gathered"
    for path in site.rglob("*.html"):
        page = html.parse(str(path))
        assert not page.xpath("//img[@onerror]"), path
        assert not page.xpath("//script[contains(@src, '//x')]"), path
        assert "49" not in "".join(page.xpath("//h2//text()")), path
    assert HOSTILE in text_of(site / "nhiem-vu/index.html")
    assert HOSTILE in text_of(site / "don-vi/an/xa-an/index.html")


def test_open_data_of_all_name_office_and_licence(gathered):
    folder = gathered[0] / "site-gathered/du-lieu"
    rows = json.loads((folder / "du-lieu.json").read_bytes())

    assert {row["office"] for row in rows["tasks"]} == {"an", "binh", "chi", "dan"}
    assert [(row["office"], row["state"], row["licence"]) for row in rows["offices"]] == [
        ("an", "current", "Giấy phép MIT"),
        ("binh", "stale", "Giấy phép MIT"),
        ("chi", "stale", "Giấy phép MIT"),
        ("dan", "current", "Giấy phép MIT"),
        ("em", "missing", None),
    ]
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert [licence["name"] for licence in package["licenses"]] == ["MIT"]
    assert {resource["path"] for resource in package["resources"]} == {path.name for path in folder.glob("*.csv")}


def tampered(copy: Path, path: str, old: str, new: str) -> None:
    """A file altered, and the list of files made to fit."""
    text = (copy / path).read_text("utf-8")
    assert old in text
    (copy / path).write_text(text.replace(old, new, 1), "utf-8")
    about = json.loads((copy / "manifest.json").read_bytes())
    del about["files"]
    if path != "index.html":
        about["made_by"] = {}  # so that only what the files say proves them
    sign(copy, **about)


@pytest.mark.parametrize(
    ("path", "old", "new", "check"),
    [
        ("du-lieu/du-lieu.json", '"value": 9', '"value": 2', "fact-differs"),
        ("chi-tieu/ho-ngheo/index.html", ">9%<", ">2%<", "fact-unexplained"),
        ("nhiem-vu/index.html", "Làm đường thôn", "Làm cầu", "fact-unexplained"),
        ("don-vi/binh/xa-binh/index.html", "Làm đường thôn", "Làm cầu", "fact-differs"),
        ("nguon/binh/du-lieu/du-lieu.json", "Làm đường", "Làm cầu", "file-differs"),
        ("index.html", "Chưa đủ", "Đã đủ", "file-differs"),
    ],
)
def test_verify_proves_a_gathered_site_and_finds_what_was_changed(gathered, tmp_path, path, old, new, check):
    copy = shutil.copytree(gathered[0] / "site-gathered", tmp_path / "copy")
    if path == "index.html":
        whole = answered("verify", str(copy), "--root", str(tmp_path), "--lang", "en")
        assert (whole.returncode, whole.stderr) == (0, ""), whole.stdout
        assert "of 4 of 5 offices" in whole.stdout
        assert "compared byte for byte" in whole.stdout

    tampered(copy, path, old, new)
    answer = answered("verify", str(copy), "--root", str(tmp_path), "--format", "json")

    assert answer.returncode == 1
    assert check in {one["check"] for one in json.loads(answer.stdout)["diagnostics"]}
    if path.startswith("chi-tieu"):
        alone = answered("verify", str(copy / path), "--format", "json")
        assert {one["path"] for one in json.loads(alone.stdout)["diagnostics"]} == {str(copy / path)}
        assert answered("verify", str(copy / "ke-hoach/index.html")).returncode == 0


def test_check_publishes_nothing_and_a_wrong_list_is_told_whole(offices):
    answer = run(offices, "gather", "--check", "--lang", "en", SOURCE_DATE_EPOCH=EPOCH)

    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
    assert "3 of 3 offices can be shown as they are now" in answer.stdout
    assert not (offices / "site-gathered").exists()

    listed(offices, [{"id": "A B", "name": "", "at": "an"}, {"id": "b", "at": "x"}])
    wrong = run(offices, "gather")
    assert wrong.returncode == 1
    assert wrong.stderr.count("offices.yaml:") == 3
    (offices / "offices.yaml").unlink()
    assert run(offices, "gather").returncode == 1


def test_an_office_that_is_down_is_shown_as_of_last_time_even_where_the_record_is_gone(offices):
    site = offices / "site-gathered/nguon"
    for name in ("an", "binh"):
        shutil.copytree(offices / name, site / name)
        shutil.rmtree(offices / name)
    path = site / "binh/du-lieu/du-lieu.json"
    path.write_text(path.read_text("utf-8").replace("Làm đường", "Làm cầu"), "utf-8")  # touched, so nothing is believed

    states = answers(offices)

    assert [state.state for state in states] == ["stale", "missing", "current"]
    assert str(remarks(states, 30, DAY)[0].message).startswith(
        "UBND xã an is shown as of 15/3/2027: there is no folder"
    )


def test_a_signature_and_the_places_of_an_office_are_asked_for(offices):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", offices / "key"], check=True)
    entry = {"id": "an", "name": "A", "at": "an", "key": "key.pub"}
    listed(offices, [entry, {"id": "binh", "name": "B", "at": "binh", "places": ["xa-an"]}])
    assert [state.state for state in answers(offices)] == ["missing", "missing"]

    signed = answered("sign", str(offices / "key"), str(offices / "an"))
    assert signed.returncode == 0, signed.stderr
    listed(offices, [entry, {"id": "binh", "name": "B", "at": "binh", "places": ["xa-binh"]}])
    assert [state.state for state in answers(offices)] == ["current", "current"]


def states_of_site(site: Path) -> list[OfficeState]:
    """The offices as a gathered site keeps them."""
    files = {one.id: kept_files(site, one.id) for one in read_record(site).offices}
    return [
        OfficeState(one, files[one.id], publication_of(files[one.id]) if files[one.id] else None)
        for one in read_record(site).offices
    ]


@pytest.fixture(scope="module")
def cut(gathered, tmp_path_factory) -> Path:
    """The same gathered as if its plans were many: register and search are cut by places."""
    root, site = tmp_path_factory.mktemp("cut"), gathered[0] / "site-gathered"
    (root / "site").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planbook.gathering.pages.WHOLE_UP_TO", 2)
        make_gathered(root, Nation(states_of_site(site), read_record(site)), root / "site")
    return root / "site"


def test_every_row_of_a_register_cut_by_places_is_proved(cut):
    result = Result()
    states = states_of_site(cut)

    assert [*row_findings(cut, states, result), *page_findings(cut, states, result)] == []
    path = cut / "don-vi/binh/xa-binh/nhiem-vu/viec.js"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("Làm đường", "Làm cầu"), "utf-8")
    assert [one.check for one in page_findings(cut, states, result)] == ["fact-unexplained"]
    path.write_text(whole, "utf-8")


def looked_at(tab, address) -> None:
    """axe-core finds nothing wrong with a page, and it does not scroll sideways."""
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.add_script_tag(content=AXE)
    found = tab.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == [], address


def searched(tab, home) -> str:
    """The first page that the search finds of a task."""
    tab.goto(home)
    tab.get_by_placeholder("Tìm kiếm").fill("mo lop day nghe binh")
    result = tab.locator(".search-result").first
    result.wait_for()
    return re.sub(r"\?h=[^#]*", "", result.get_attribute("href").removeprefix(home))


def test_search_and_register_work_on_a_telephone(gathered, serve, browser):
    home = serve(gathered[0] / "site-gathered")
    tab = browser.new_page(viewport={"width": 360, "height": 800}, bypass_csp=True)
    tab.goto(f"{home}nhiem-vu/?don-vi=binh")
    tab.locator("form.filters").wait_for()
    assert tab.locator("tbody tr:visible").count() == 2
    tab.locator("#loc-tu").fill("lop day nghe o binh")
    assert tab.locator("tbody tr:visible").count() == 1
    looked_at(tab, home)
    looked_at(tab, f"{home}nhiem-vu/")
    assert searched(tab, home) == "don-vi/binh/xa-binh/#binh_binh-2027_mo-lop"
    tab.close()


def test_search_and_register_of_many_places_load_what_is_asked_for(cut, gathered, serve, browser):
    home = serve(cut)
    tab = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    loaded = []
    tab.on("request", lambda request: loaded.append(request.url.removeprefix(home)))
    tab.goto(f"{home}nhiem-vu/")
    tab.locator("form.filters").wait_for()
    tab.locator("#loc-tu").fill("lam duong")
    tab.locator(".outcome", has_text="Đã tìm đủ 4 nơi").wait_for()
    assert tab.locator("tbody tr").count() == 4
    assert tab.get_by_text("(số liệu cũ)").count() >= 2
    own = json.loads((cut / "nguon/ghi-chep.json").read_bytes())["offices"][0]["address"]
    links = tab.locator("tbody td:nth-child(3) a").evaluate_all("links => links.map(link => link.href)")
    assert links == [f"{own}ke-hoach/an-2027/#lam-duong"]
    looked_at(tab, f"{home}nhiem-vu/")
    loaded.clear()
    assert searched(tab, home) == "don-vi/binh/xa-binh/#binh_binh-2027_mo-lop"
    assert "don-vi/binh/xa-binh/search-index.js" in loaded
    tab.close()
