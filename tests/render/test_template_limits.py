"""What a proposal that edits templates/ or content/ may ask of the machine: no other file, and an end of everything."""

import inspect
import os
import signal
import subprocess
import sys

import pytest
from docx import Document

from planbook import layout
from planbook.layout.rules import RULES, load_rules
from planbook.messages.diagnostics import Refusal
from planbook.render import press
from planbook.render import theme as theme_program
from planbook.render.pdf import pdf
from planbook.render.sandbox import TemplateProblem
from planbook.render.templates import Templates
from tests.conftest import ROOT, run
from tests.offices import written


@pytest.fixture
def plain(tmp_path):
    folder = tmp_path / "templates"
    (folder / "site").mkdir(parents=True)
    return folder


AT_THE_END = [  # refused, but not at a line of the template
    ("{{ heading(text='1', text='2') }}", "keyword argument repeated"),
    ("{% macro m(a, a) %}{% endmacro %}", "duplicate argument"),
    ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, "too many statically nested blocks"),
    ("{{ '\\ud800' }}", "it prints half a letter"),
    ("{{ 'a' | center(30000000) }}", "longer than any page"),
]


@pytest.mark.parametrize(("attack", "why"), AT_THE_END)
def test_a_template_that_is_no_program_or_prints_no_page_is_refused(plain, attack, why):
    (plain / "site/home.md").write_text(f"# Trang\n\n{attack}\n", "utf-8")
    with pytest.raises(TemplateProblem, match=why) as refusal:
        Templates(plain).render("site/home.md")
    assert str(refusal.value).startswith("templates/site/home.md: ")


def test_a_number_is_read_and_rounded_as_always(plain):
    (plain / "x.html").write_text("{{ '12' | int }} {{ 'f' | int(base=16) }} {{ 1.256 | round(2) }}", "utf-8")
    assert Templates(plain).render("x.html") == "12 15 1.26"
    (plain / "x.html").write_text("{{ ('f' * 900000) | int(base=16) }}", "utf-8")
    assert len(Templates(plain).render("x.html")) < 500


NEW = ("new", "tinh-a-2028", "--kind", "province", "--jurisdiction", "tinh-a", "--year", "2028")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"# $boo\n", "templates/new/province.yaml: không có chỗ điền nào tên $boo"),
        (b"# 5 $ 6\n", "templates/new/province.yaml: dấu $"),
        (b"\xff", "templates/new/province.yaml: "),
        ("link", "templates/new/province.yaml"),
        ("pipe", "templates/new/province.yaml"),
    ],
)
def test_the_beginning_of_a_plan_brings_in_no_other_file(tmp_path, content, problem):
    root = written(tmp_path / "office", {})
    path = root / "templates/new/province.yaml"
    path.unlink()
    (tmp_path / "secret").write_text("bimat: $id", "utf-8")
    if content == "link":
        path.symlink_to(tmp_path / "secret")
    elif content == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(content)
    answer = run(root, *NEW)
    assert answer.returncode == 1
    assert problem in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "bimat" not in answer.stderr
    assert not (root / "data/plans/tinh-a-2028.yaml").exists()


def test_an_explanation_is_read_from_no_link_and_no_pipe(tmp_path):
    root = written(tmp_path / "office", {})
    path = root / "content/kiem-tra/giai-thich.md"
    path.unlink()
    os.mkfifo(path)
    answer = run(root, "explain", "figure-sum")
    assert answer.returncode == 1
    assert "content/kiem-tra/giai-thich.md" in answer.stderr


ATTACHED = (
    '<link rel="attachment" href="file:x">',
    '<a rel="attachment" href="file:x">x</a>',
    '<img src="file:x">',
    '<style>@import "file:x"</style>',
    "<style>p { background: url(file:x) }</style><p>x</p>",
    '<svg><image href="file:x"/></svg>',
)


@pytest.mark.parametrize("asking", ATTACHED)
def test_a_template_of_pdf_brings_in_no_file(asking):
    with pytest.raises(Refusal, match="file:x"):
        pdf(f"<html lang='vi'><title>x</title><body>{asking}</body></html>")


def test_pages_without_end_end_the_process_that_prints_them(tmp_path):
    endless = "for n in iter(int, 1): pass"
    program = f"from planbook.repository.limits import end_after\nend_after(1)\n{endless}"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == -signal.SIGXCPU
    assert "end_after(MAX_PRINT_SECONDS)" in inspect.getsource(press)
    assert "end_after(MAX_MKDOCS)" in inspect.getsource(theme_program)


def test_patterns_of_rules_that_try_every_way_are_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(layout, "MAX_CHECK_SECONDS", 0.5)
    root = written(tmp_path / "office", {})
    path = root / RULES
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  heading-break:"))
    path.write_text(text.replace(line, '  heading-break: "^(.+)+,x$"'), "utf-8")
    draft = Document()
    draft.add_paragraph("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025")
    draft.save(str(tmp_path / "x.docx"))
    with pytest.raises(layout.RulesTooSlow):
        layout.examine_word(tmp_path / "x.docx", load_rules(root))
