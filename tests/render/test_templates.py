"""A proposal that edits templates/ can change words and looks, and do nothing to the machine that builds them."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import jinja2
import pytest
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

from planbook.changes.marked_matrix import marked_matrix
from planbook.loading.workspace import load_entry
from planbook.messages.diagnostics import BuildStopped
from planbook.outputs.catalogue import feed_files, page_texts, print_jobs
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from planbook.outputs.pages.site import Site
from planbook.render import sandbox
from planbook.render.rows import NotPlain, Rows, TemplateRow
from planbook.render.sandbox import METHODS, TemplateProblem
from planbook.render.site import parsed_text
from planbook.render.templates import PageSandbox, Templates
from planbook.review.agency_changes import changes_of_agencies
from planbook.review.report import as_html, findings_html, page
from planbook.review.states import compared
from tests.conftest import FIVE, ROOT, workspace

LEAVES = (type(None), bool, int, float, str, Decimal, date)
CALLED_BY_NAME = {"range", "namespace", "heading", "size", "day", "address", "link", "grouped"}


class Walk:
    """Everything that templates can reach from the values they are filled with, as Jinja's own sandbox lets them."""

    def __init__(self) -> None:
        self.seen: dict[int, object] = {}
        self.found: list[str] = []
        self.kinds: set[str] = set()

    def reach(self, value: object, path: str) -> None:
        if id(value) in self.seen:
            return
        self.seen[id(value)] = value
        self.kinds.add(type(value).__name__)
        if isinstance(value, Path | BaseModel | type) or inspect.ismodule(value) or callable(value):
            self.found.append(f"{path}: {type(value)}")
        elif type(value) in LEAVES:
            return
        elif isinstance(value, MappingProxyType):
            for key, inner in value.items():
                self.reach(key, f"{path} key")
                self.reach(inner, f"{path}[{key}]")
        elif type(value) is tuple:
            for number, inner in enumerate(value):
                self.reach(inner, f"{path}[{number}]")
        elif isinstance(value, TemplateRow):
            safe = SandboxedEnvironment().is_safe_attribute
            for name in dir(value):
                inner = getattr(value, name)
                if safe(value, name, inner):
                    self.reach(inner, f"{path}.{name}")
        else:
            self.found.append(f"{path}: {type(value)}")


@pytest.mark.parametrize("data", ["five-plans", "hostile"])
def test_nothing_that_a_template_reaches_can_be_called_or_leads_to_a_file(tmp_path, monkeypatch, data):
    root = workspace(tmp_path, ROOT / "tests/workspaces" / data / "data")
    walk = Walk()
    filled = set()

    def render(template, *values, **named):
        filled.add(template.name)
        for name, value in dict(*values, **named).items():
            walk.reach(value, f"{template.name}: {name}")
        return original(template, *values, **named)

    original = jinja2.Template.render
    monkeypatch.setattr(jinja2.Template, "render", render)
    made = edition(read_sources(root), made_at(root))
    page_texts(Site(made, dict.fromkeys(feed_files(made), 1)))
    assert all(job.html for job in print_jobs(made))
    assert {"site/home.md", "site/plan.md", "plan/plan.html", "pdf/agency.html", "site/findings_of_plan.md"} <= filled
    assert walk.found == []
    assert {"PlanView", "WordingFile", "TaskRow", "AgencyView"} <= walk.kinds  # it did walk


def test_nothing_that_a_review_gives_its_templates_can_be_called(tmp_path, monkeypatch):
    before, after = (workspace(folder, FIVE / "data") for folder in (tmp_path / "a", tmp_path / "b"))
    path = after / "data/plans/lao-cai-2026.yaml"
    path.write_text(
        path.read_text("utf-8").replace("value: 3.000", "value: 3.500").replace("lead: so-noi-vu", "lead: so-y-te", 1),
        "utf-8",
    )
    walk = Walk()
    original = jinja2.Template.render

    def render(template, *values, **named):
        for name, value in dict(*values, **named).items():
            walk.reach(value, f"{template.name}: {name}")
        return original(template, *values, **named)

    monkeypatch.setattr(jinja2.Template, "render", render)
    between = compared(after, str(before))
    made = edition(read_sources(after), made_at(after))
    for pair in between.plans:
        sides = (between.before.workspace, pair[0]), (between.after.workspace, pair[1])
        table = marked_matrix(*sides, made.phrases, {})
        view = made.views[pair[1].id]
        page("matrix", made.templates, table=table, plan=view, words=made.phrases, created="", revision="")
    assert as_html(between.report, made.templates)
    agencies = list(changes_of_agencies(between.report, between.after.workspace.agencies))
    assert page("agencies", made.templates, agencies=agencies, files=())
    assert page("agency", made.templates, agency=agencies[0], states=None)
    assert findings_html(between.report, between.after.diagnostics, made.templates)
    assert between.plans
    assert walk.found == []


def test_a_model_that_a_view_gives_away_is_noticed():
    plan = edition(read_sources(FIVE), made_at(FIVE)).workspace.plans["lao-cai-2026"]
    target = next(iter(plan.walk()))
    with pytest.raises(NotPlain):
        Rows("vi").row({"target": [target.source.__class__.mro]})
    with pytest.raises(NotPlain):
        Rows("vi").row([entry for entry in plan.walk() if type(entry) is not type(plan)])
    with pytest.raises(NotPlain):
        Rows("vi").row(Path())


def test_what_templates_may_call_is_named():
    environment = PageSandbox()
    assert set(environment.globals) == CALLED_BY_NAME
    for value in ("", (), [], {}, MappingProxyType({}), date(2026, 1, 1), 1, Decimal(1)):
        for name in dir(value):
            member = getattr(value, name)
            if callable(member) and environment.is_safe_attribute(value, name, member):
                assert environment.is_safe_callable(member) == (name in METHODS.get(type(value), ())), name


@dataclass(frozen=True)
class Shown:
    """A row as views have it."""

    id: str


REFUSED = [
    "{{ plans[0].parse_raw('x', allow_pickle=True) }}",
    "{{ plans[0].model_dump() }}",
    "{{ plans[0].__class__ }}",
    "{{ plans[0]['__class__'] }}",
    "{{ plans[0] | attr('__class__') }}",
    "{{ views['a'].__init__.__globals__ }}",
    "{{ (plans | map(attribute='__class__') | first).mro }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner('x') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ range.__globals__ }}",
    "{{ heading.__globals__ }}",
    "{{ heading | attr('__globals__') }}",
    "{{ '{0.__class__.__mro__}'.format(plans[0]) }}",
    "{{ '{a.__class__}'.format_map({'a': plans[0]}) }}",
    "{{ ('{0.__class__}' | safe).format(plans[0]) }}",
    "{{ '%s' % plans[0] }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% for x in [1] %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "{{ ''.encode('utf-8') }}",
    "{{ 'x'.join(['a']) }}",
    "{{ [].append(1) }}",
    "{{ {}.update({}) }}",
    "{{ env }}",
    "{{ super() }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../../etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% do 1 %}",
    "{{ 1 / 0 }}",
    "{{ range(10 ** 9) | list }}",
    "{{ 'a' * 10 ** 10 }}",
    "{{ 10 ** 10 ** 10 ** 10 }}",
    "{{ [1] * 10 ** 10 }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ '%01999999999d' | format(1) }}",
    "{{ 'a' | center(10 ** 10) }}",
    "{% set ns = namespace(s='aaaaaaaa') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
]


@pytest.fixture
def plain(tmp_path) -> Path:
    folder = tmp_path / "templates"
    (folder / "site").mkdir(parents=True)
    return folder


@pytest.mark.parametrize("attack", REFUSED)
def test_what_a_template_must_not_do_is_refused_with_its_line(plain, attack):
    (plain / "site/home.md").write_text(f"# Trang\n\n{attack}\n", "utf-8")
    view = Shown("a")
    with pytest.raises(TemplateProblem) as refusal:
        Templates(plain).render("site/home.md", plans=[view], views={"a": view})
    assert str(refusal.value).startswith("templates/site/home.md:3: ")


def test_a_template_that_never_ends_is_stopped(plain, monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_TEMPLATE_SECONDS", 0.2)
    loop = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    (plain / "x.html").write_text(f"a\n{loop}\n{{% include 'x.html' %}}", "utf-8")
    with pytest.raises(TemplateProblem, match=r"templates/x.html:2: it computes for more than 0.2 seconds"):
        Templates(plain).render("x.html")
    (plain / "y.html").write_text("a\n{% include 'x.html' %}", "utf-8")
    with pytest.raises(TemplateProblem, match=r"templates/x.html:2: it computes"):
        Templates(plain).render("y.html")


def test_a_template_that_is_too_deep_to_be_read_is_refused(plain):
    (plain / "x.html").write_text("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "utf-8")
    with pytest.raises(TemplateProblem, match=r"templates/x.html: it calls itself without end"):
        Templates(plain).render("x.html")


def test_a_template_that_is_no_text_is_refused(plain):
    (plain / "x.html").write_bytes("Lào Cai".encode("latin-1"))
    with pytest.raises(TemplateProblem, match=r"templates/x.html: the file is not UTF-8"):
        Templates(plain).render("x.html")


def test_a_plan_template_brings_in_no_other_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật", "utf-8")
    for head in (f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]>', '<!DOCTYPE a SYSTEM "x.dtd">'):
        with pytest.raises(TemplateProblem, match="DOCTYPE"):
            parsed_text(f"{head}<article>{'&b;' if 'ENTITY' in head else ''}</article>")
    with pytest.raises(TemplateProblem, match=r"plan/plan.html: "):
        parsed_text("<article><p></article>")


@pytest.mark.parametrize(
    "phrase", ["{day.__class__}", "{day!r}", "{day:>999999999}", "{day:{day.__init__}}", "{0}", "{"]
)
def test_a_phrase_fills_its_blanks_and_does_nothing_else(tmp_path, phrase, words_file):
    path = tmp_path / "wording.yaml"
    text = (ROOT / "templates/plan/wording.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("before:"))
    path.write_text(text.replace(line, f"before: '{phrase}'"), "utf-8")
    entry, found, _ = load_entry(path, "wording.yaml", words_file)
    assert [one.check for one in found] == ["unknown-blank"]
    assert entry is None


@pytest.fixture(scope="module")
def words_file():
    from planbook.wording.phrases import WordingFile

    return WordingFile


@pytest.mark.parametrize(
    "name",
    [
        "templates/site/theme/assets/x.txt",
        "templates/site/x.md",
        "content/x.md",
        "templates/pdf/x",
        "templates/plan/wording.yaml",
    ],
)
def test_a_link_in_what_is_published_is_refused(tmp_path, name):
    root = workspace(tmp_path / "office", ROOT / "tests/workspaces/hostile/data")
    secret = tmp_path / "secret"
    secret.write_text("bí mật", "utf-8")
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(secret)
    with pytest.raises(BuildStopped) as stop:
        read_sources(root)
    assert ("not-a-file", name) in {(one.check, one.span.path) for one in stop.value.findings}
    assert not any("bí mật" in line for lines in stop.value.lines.values() for line in lines)


def test_a_folder_that_is_a_link_is_refused_too(tmp_path):
    root = workspace(tmp_path / "office", ROOT / "tests/workspaces/hostile/data")
    (root / "templates/site/theme/partials").rename(tmp_path / "partials")
    (root / "templates/site/theme/partials").symlink_to(tmp_path / "partials")
    with pytest.raises(BuildStopped) as stop:
        read_sources(root)
    assert [one.span.path for one in stop.value.findings if one.check == "not-a-file"] == [
        "templates/site/theme/partials"
    ]


def test_values_keep_their_kind_and_order():
    rows = Rows("vi")
    assert rows.row({"b": [1, Decimal(2)], "a": ("x", None)}) == {"b": (1, Decimal(2)), "a": ("x", None)}
    assert isinstance(rows.row({}), Mapping)


def test_what_is_counted_over_all_places_is_grouped_in_thousands():
    pages = [*(ROOT / "templates/site/country").glob("*.*")]
    counts = re.compile(r"\{\{ (?!grouped\()(?:[^{}]*\| (?:length|sum)|(?:all|in|listed)_(?!data)\w+|\w+_held) *\}\}")
    assert len(pages) > 5
    assert {page.name: counts.findall(page.read_text()) for page in pages} == {page.name: [] for page in pages}
