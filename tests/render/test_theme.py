"""What a theme can reach: pages and the options of mkdocs.yml, no path of the machine, nothing for ever."""

import pytest
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from planbook.render import sandbox
from planbook.render.sandbox import TemplateProblem
from planbook.render.theme import environment
from tests.conftest import ROOT, run, workspace

THEME_REFUSED = [
    "{{ config.__class__.__init__.__globals__ }}",
    "{{ config['__class__'] }}",
    "{{ config.load_file('/etc/passwd') }}",
    "{{ config.theme.get_env() }}",
    "{{ config.plugins.run_event('x') }}",
    "{{ page.read_source(config) }}",
    "{{ page.render(config, []) }}",
    "{{ page.file.abs_src_path }}",
    "{{ page.file.content_string }}",
    "{{ page.file.copy_file() }}",
    "{{ page['file']['generated_by'].x }}",
    "{{ page | attr('_set_title') }}",
    "{{ page.file | attr('content_bytes') }}",
    "{{ [page.file] | map(attribute='abs_dest_path') | list }}",
    "{{ nav.items[0].markdown }}",
    "{{ build_date_utc.__class__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].popen('id') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(page) }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ url.__globals__ }}{{ 'x' | url | attr('__class__') }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../../../../../../../etc/passwd' %}",
    "{% include 'partials/nothing.html' %}",
    "{{ 'a' * 10 ** 10 }}",
    "{{ range(10 ** 9) | list }}",
    "{{ 'a' | center(10 ** 10) }}",
]
THEME_EMPTY = ["{{ config.config_file_path }}", "{{ config.theme.dirs }}", "{{ config.docs_dir }}", "{{ env }}"]


@pytest.fixture
def theme(tmp_path, monkeypatch):
    """Fills a template of the theme for a page, as MkDocs does."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Trang", "utf-8")
    (tmp_path / "theme").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Trang\nplugins: []\ntheme: {name: material, custom_dir: theme}\n"
        "extra: {foot: {owner: A, contact: B, report_errors: '', day: 1/1/2026, licence: C, licence_path: D}}\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    config = load_config("mkdocs.yml")
    files = get_files(config)
    nav = get_navigation(files, config)
    page = next(file.page for file in files.documentation_pages())
    assert isinstance(page, Page)
    page.read_source(config)
    page.render(config, files)

    def fill(text: str) -> str:
        (tmp_path / "theme/main.html").write_text(text, "utf-8")
        template = environment(config.theme).get_template("main.html")
        return template.render(get_context(nav, files, config, page))

    return fill


def test_the_theme_reads_pages_and_options(theme):
    shown = theme(
        "{% extends 'base.html' %}{% block content %}<i>{{ page.title }} {{ config.site_name }}</i>{{ super() }}{% endblock %}"
    )
    assert "<i>Trang Trang</i>" in shown
    assert '<h1 id="trang">' in shown


@pytest.mark.parametrize("attack", THEME_REFUSED)
def test_what_a_theme_must_not_do_is_refused_with_its_line(theme, attack):
    with pytest.raises(TemplateProblem) as refusal:
        theme(f"{{% extends 'base.html' %}}\n{{% block content %}}\n{attack}\n{{% endblock %}}")
    assert str(refusal.value).startswith("theme/main.html:3: ")


@pytest.mark.parametrize("question", THEME_EMPTY)
def test_a_theme_hears_of_no_path_of_the_machine(theme, question):
    assert theme(question) == ""


def test_a_theme_is_stopped_too_when_it_never_ends(theme, monkeypatch):
    monkeypatch.setattr(sandbox, "MAX_TEMPLATE_SECONDS", 0.2)
    with pytest.raises(TemplateProblem, match=r"theme/main.html:1: it computes"):
        theme("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}")


@pytest.mark.usefixtures("without_sheets")
def test_a_hostile_theme_stops_the_build_in_words(tmp_path):
    root = workspace(tmp_path, ROOT / "tests/workspaces/hostile/data")
    path = root / "templates/site/theme/partials/header.html"
    mark = tmp_path / "ran"
    path.write_text(
        f"{{{{ lipsum.__globals__['os'].popen('touch {mark}').read() }}}}\n" + path.read_text("utf-8"), "utf-8"
    )
    answer = run(root, "build")
    assert answer.returncode == 1
    assert "templates/site/theme/partials/header.html:1: " in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not mark.exists()
    assert not (root / "site").exists()
