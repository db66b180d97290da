"""planbook installed from its wheel works in any folder: what it needs is inside the package, what an office has is its own."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import yaml
from docx import Document

from planbook.messages.diagnostics import Refusal
from planbook.outputs.site_config import site_config
from tests.conftest import EPOCH, ROOT
from tests.offices import files


def at(folder: Path, *words: str, environment=()) -> subprocess.CompletedProcess[str]:
    """What a command says in a folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False,
        env={**clean, "SOURCE_DATE_EPOCH": EPOCH, **dict(environment)},
    )  # fmt: skip


@pytest.fixture
def bare(tmp_path) -> Path:
    """An office that has data and nothing else."""
    for name, content in files({}).contents.items():
        path = tmp_path / "office" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "office"


def test_a_wheel_holds_every_template_and_guide_of_the_repository(installed):
    (wheel,) = installed.parent.parent.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "templates", "content", "mkdocs.yml"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    wanted = {f"planbook/program/{name}" for name in filter(None, listed) if (ROOT / name).is_file()}
    assert wanted - names == set()
    assert "planbook/py.typed" in names
    assert not [
        name
        for name in names
        if name.startswith(("tests/", "data/")) or (name.endswith(".docx") and "/content/" not in name)
    ]


def test_the_installed_program_says_its_version_by_either_name(installed, tmp_path):
    said = at(tmp_path, str(installed / "planbook"), "--version").stdout
    assert said.startswith("planbook 0.")
    assert at(tmp_path, str(installed / "python"), "-m", "planbook", "--version").stdout == said


def test_findings_are_explained_and_word_files_looked_at_in_any_folder(installed, tmp_path):
    planbook = str(installed / "planbook")
    explained = at(tmp_path, planbook, "explain", "agency-dissolved")
    assert explained.returncode == 0, explained.stderr
    assert "Nghĩa là gì" in explained.stdout
    assert "20 - 25" in at(tmp_path, planbook, "explain", "margin-top").stdout
    draft = Document()
    draft.add_paragraph("KẾ HOẠCH")
    draft.save(str(tmp_path / "draft.docx"))
    looked_at = at(tmp_path, planbook, "check-layout", "draft.docx")
    assert looked_at.returncode in (0, 1), looked_at.stderr
    assert "draft.docx" in looked_at.stdout


def test_an_office_without_templates_checks_and_begins_plans_and_its_own_files_stand_in(installed, bare):
    planbook = str(installed / "planbook")
    assert at(bare, planbook, "check").returncode == 0
    begin = ("new", "moi", "--kind", "province", "--jurisdiction", "tinh-a", "--year", "2028")
    assert at(bare, planbook, *begin).returncode == 0
    own = bare / "templates/new/province.yaml"
    own.parent.mkdir(parents=True)
    text = (ROOT / "templates/new/province.yaml").read_text("utf-8")
    own.write_text(text.replace("TỔ CHỨC THỰC HIỆN", "THỰC HIỆN THEO MẪU RIÊNG"), "utf-8")
    assert at(bare, planbook, *("nua" if word == "moi" else word for word in begin)).returncode == 0
    assert "MẪU RIÊNG" not in (bare / "data/plans/moi.yaml").read_text("utf-8")
    assert "MẪU RIÊNG" in (bare / "data/plans/nua.yaml").read_text("utf-8")


OWN = """
site_name: Tên khác
site_url: https://example.org/ke-hoach/
extra: {office: !ENV [NO_SUCH, A]}
nav:
  - Hướng dẫn: [{Nội bộ: huong-dan/noi-bo.md}]
  - Trang chủ: trang-rieng.md
  - Liên hệ: lien-he.md
"""


def test_the_mkdocs_file_of_an_office_adds_to_that_of_the_program(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(OWN, "utf-8")
    text = site_config(tmp_path, {"site_name": "Kế hoạch của A"})
    assert "!ENV" in text
    merged = yaml.load(text.replace("!ENV ", ""), Loader=yaml.CBaseLoader)
    program = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    assert (merged["site_name"], merged["site_url"]) == ("Kế hoạch của A", "https://example.org/ke-hoach/")
    assert merged["extra_javascript"] == program["extra_javascript"]
    assert merged["extra"]["generator"] == "false"
    titles = [next(iter(entry)) for entry in merged["nav"]]
    assert titles == [*(next(iter(entry)) for entry in program["nav"]), "Liên hệ"]
    assert merged["nav"][0] == {"Trang chủ": "trang-rieng.md"}
    guides = {
        title: page for entry in merged["nav"][titles.index("Hướng dẫn")]["Hướng dẫn"] for title, page in entry.items()
    }
    assert {"Nội bộ", "Tra cứu", "Soạn thảo"} <= set(guides)


def test_a_copy_of_the_programs_own_mkdocs_file_changes_nothing(tmp_path):
    alone = yaml.load(site_config(tmp_path, {}), Loader=yaml.CBaseLoader)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    assert yaml.load(site_config(tmp_path, {}), Loader=yaml.CBaseLoader) == alone


@pytest.mark.parametrize("text", ["nav: [", "- một\n- hai\n", "\x00"])
def test_an_mkdocs_file_that_cannot_be_read_is_told(tmp_path, text):
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(Refusal, match=r"mkdocs\.yml"):
        site_config(tmp_path, {})
