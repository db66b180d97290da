"""What a clone is told: git diff names items and shows Word files, git merge stops where the meaning breaks."""

import re
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
import yaml

from planbook.repository.drivers import drivers
from tests.clones import PLAN, changed, clone, commit, git
from tests.conftest import ROOT, run

TASK = """\
          - id: {id}
            text: {text}
"""


@pytest.fixture
def repository(tmp_path):
    """A clone that was told, in a folder whose name a shell would take apart."""
    root = clone(tmp_path / "kế hoạch & 100% 'nháp'")
    answer = run(root, "setup-git")
    assert answer.returncode == 0, answer.stderr
    return root


def insert(root: Path, before: str, text: str, path: str = PLAN) -> None:
    changed(root, (before, text + before), path=path)


def branches(root: Path, ours, theirs) -> None:
    """Let two branches part from here; each is a function that edits the clone. Afterwards ours is checked out."""
    git(root, "switch", "-qc", "theirs")
    theirs(root)
    commit(root, "theirs")
    git(root, "switch", "-qc", "ours", "main")
    ours(root)
    commit(root, "ours")


def test_the_headers_of_git_diff_name_the_item(repository):
    changed(repository, ("value: 1,5\n", "value: 2\n"), ("before: 2026-04-10", "before: 2026-05-10"))
    changed(repository, ("short_name: Sở NN&MT", "short_name: Sở NNMT"), path="data/agencies.yaml")
    headers = re.findall(r"^@@ .* @@ ?(.*)$", git(repository, "diff"), re.MULTILINE)
    assert headers == ["ubnd-tinh-lao-cai", "giam-ty-le-ho-ngheo", "quan-triet-va-lap-ke-hoach"]


def test_git_diff_shows_what_changed_in_a_word_file(repository, project):
    shutil.copy(project / "site/ke-hoach/lao-cai-2026/lao-cai-2026.docx", repository / "ban-thao.docx")
    commit(repository, "draft")
    shutil.copy(project / "site/ke-hoach/bac-ha-2022/bac-ha-2022.docx", repository / "ban-thao.docx")
    shown = git(repository, "diff")
    assert re.search(r"^-\(?2?\)?.*Đào tạo nghề cho khoảng 3\.000 lao động", shown, re.MULTILINE)
    assert "Binary files" not in shown


def test_a_word_file_that_cannot_be_read_breaks_no_diff(repository, project):
    """Two broken files are not shown as alike either."""
    (repository / "ban-thao.docx").write_bytes(b"\xd0\xcf\x11\xe0 first")
    commit(repository, "draft")
    (repository / "ban-thao.docx").write_bytes(b"\xd0\xcf\x11\xe0 second")
    shown = git(repository, "diff")
    assert ".doc" in shown
    assert re.search(r"^-[0-9a-f]{40}\n\+[0-9a-f]{40}$", shown, re.MULTILINE)


def test_text_prints_a_draft_by_lines(project):
    answer = subprocess.run(
        [sys.executable, ROOT / "build_docs.py", "text", project / "site/ke-hoach/lao-cai-2026/lao-cai-2026.docx"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = answer.stdout.splitlines()
    assert "I. MỤC ĐÍCH, YÊU CẦU" in lines
    assert any(line.startswith("| 1 | Quán triệt đủ mục tiêu") for line in lines)


def test_two_branches_that_add_one_id_do_not_merge(repository):
    branches(
        repository,
        lambda root: insert(root, "          - id: kien-toan-bo-may\n", TASK.format(id="t3", text="Việc của ta.")),
        lambda root: insert(
            root, "          - id: chinh-sach-uy-thac-von\n", TASK.format(id="t3", text="Việc của họ.")
        ),
    )
    said = git(repository, "merge", "theirs", status=1)
    assert "error[duplicate-id]: mã “t3” đã dùng ở" in said
    assert f"CONFLICT (content): Merge conflict in {PLAN}" in said

    text = (repository / PLAN).read_text(encoding="utf-8")
    assert re.search(
        r"<<<<<<< planbook\n# mã “t3” đã dùng ở .*\n(# .*\n)*=======\n>>>>>>> planbook\n +- id: t3\n", text
    )
    assert {"Việc của ta.", "Việc của họ."} <= set(re.findall(r"Việc của \w+\.", text)), "nothing is lost"
    assert run(repository, "check").returncode == 1, "nobody can go on without looking"
    assert not list(repository.glob("*.ours")), "nothing is left lying about"

    second = text.rindex("- id: t3")
    mended = text[:second] + "- id: t4" + text[second + len("- id: t3") :]
    mended = re.sub(r"<<<<<<< planbook\n(?:.*\n)*?>>>>>>> planbook\n", "", mended)
    (repository / PLAN).write_text(mended, encoding="utf-8")
    commit(repository, "merged")
    assert run(repository, "check").returncode == 0


def raise_project(root: Path, *amounts: tuple[str, str]) -> None:
    """Raise a project of the district's plan by one million, and the total and line of all projects with it."""
    whole = (("total: 81.689\n", "total: 81.690\n"), ("amount: 10.837}", "amount: 10.838}"))
    changed(root, *whole, *amounts, path="data/plans/bac-ha-2022.yaml")


def test_one_total_changed_by_both_branches_does_not_merge(repository):
    """Both raise it alike, each for a project of its own: the lines merge, the sum does not."""
    branches(
        repository,
        lambda root: raise_project(root, ("total: 2.385\n", "total: 2.386\n"), ("amount: 2.385}", "amount: 2.386}")),
        lambda root: raise_project(root, ("total: 1.007\n", "total: 1.008\n"), ("amount: 1.007}", "amount: 1.008}")),
    )
    said = git(repository, "merge", "theirs", status=1)
    assert "error[budget-sum]: tổng là 81.690, các phần cộng lại 81.691" in said
    assert "CONFLICT (content): Merge conflict in data/plans/bac-ha-2022.yaml" in said


def test_amounts_of_one_budget_that_nobody_can_add_up_do_not_merge(tmp_path):
    root = clone(tmp_path / "clone")
    run(root, "setup-git")
    path = "data/plans/bac-ha-2022.yaml"
    changed(root, ("amount: 70.852}", "amount: unallocated}"), path=path)
    commit(root, "unallocated")
    branches(
        root,
        lambda root: changed(root, ("total: 81.689\n", "total: 81.690\n"), path=path),
        lambda root: changed(root, ("amount: 10.837}", "amount: 10.838}"), path=path),
    )
    said = git(root, "merge", "theirs", status=1)
    assert "error[money-of-both-sides]: hai nhánh cùng sửa số tiền của phần kinh phí “kinh-phi-2022”" in said
    assert "81.690" in said


def test_what_does_not_meet_merges_as_ever(repository):
    branches(
        repository,
        lambda root: changed(root, ("value: 1,5\n", "value: 2\n")),
        lambda root: changed(root, ("before: 2026-04-10", "before: 2026-05-10")),
    )
    assert "CONFLICT" not in git(repository, "merge", "theirs")
    text = (repository / PLAN).read_text(encoding="utf-8")
    assert "value: 2\n" in text
    assert "before: 2026-05-10" in text


def test_one_field_in_two_ways_shows_both_by_branch_and_what_was_there(repository):
    branches(
        repository,
        lambda root: changed(root, ("value: 1,5\n", "value: 2\n")),
        lambda root: changed(root, ("value: 1,5\n", "value: 3\n")),
    )
    git(repository, "merge", "theirs", status=1)
    assert (
        "<<<<<<< ours\n            value: 2\n||||||| base\n            value: 1,5\n=======\n            value: 3\n>>>>>>> theirs\n"
        in (repository / PLAN).read_text(encoding="utf-8")
    )


def test_a_clone_whose_program_is_gone_keeps_what_git_merged(repository):
    """The result stays marked as unfinished: nobody looked at its meaning."""
    git(repository, "config", "merge.planbook.driver",
        git(repository, "config", "merge.planbook.driver").strip().replace(sys.executable, "/no/such/python"))  # fmt: skip
    branches(
        repository,
        lambda root: changed(root, ("value: 1,5\n", "value: 2\n")),
        lambda root: changed(root, ("before: 2026-04-10", "before: 2026-05-10")),
    )
    git(repository, "merge", "theirs", status=1)
    text = (repository / PLAN).read_text(encoding="utf-8")
    assert "value: 2\n" in text
    assert "before: 2026-05-10" in text


def test_rebase_and_a_register_stop_too(repository):
    agency = "  - id: so-moi\n    name: Sở {name}\n    level: province\n    locality: tinh-lao-cai\n"
    branches(
        repository,
        lambda root: insert(root, "  - id: so-nn-mt\n", agency.format(name="Một"), path="data/agencies.yaml"),
        lambda root: insert(root, "  - id: so-noi-vu\n", agency.format(name="Hai"), path="data/agencies.yaml"),
    )
    git(repository, "rebase", "theirs", status=1)
    text = (repository / "data/agencies.yaml").read_text(encoding="utf-8")
    assert re.search(
        r"<<<<<<< theirs\n  - id: so-moi\n    name: Sở Hai\n(?:.*\n)*\|{7} base\n=======\n  - id: so-moi\n    name: Sở Một\n"
        r"(?:.*\n)*>>>>>>> ours\n",
        text,
    ), "by the names of the branches, whichever is applied to which"


def test_fields_that_touch_a_move_and_two_additions_merge_by_themselves(repository):
    """What git alone makes a conflict of; comments stay, and one commit is enough."""
    moved = "          - id: kien-toan-bo-may\n"
    text = (repository / PLAN).read_text(encoding="utf-8")
    start = text.index(moved)
    task = text[start : text.index("          - id: nang-cao-nang-luc-can-bo\n")]
    branches(
        repository,
        lambda root: changed(root, (task, ""), ("            value: 1,5\n", "            value: 2\n"),
                             ("          - id: quan-triet-va-lap-ke-hoach\n", task + "          - id: quan-triet-va-lap-ke-hoach\n")),
        lambda root: changed(root, ("Khẩn trương rà soát", "Rà soát"), ('            unit: "%"\n            scope: toàn tỉnh\n', '            unit: "%"\n            scope: cả tỉnh\n')),
    )  # fmt: skip
    git(repository, "merge", "--no-edit", "theirs")
    merged = (repository / PLAN).read_text(encoding="utf-8")

    assert merged.index("Rà soát, sắp xếp") < merged.index("- id: quan-triet-va-lap-ke-hoach")
    assert '            value: 2\n            unit: "%"\n            scope: cả tỉnh\n' in merged
    assert merged.count("- id: kien-toan-bo-may") == 1
    assert sorted(line for line in merged.split("\n") if "#" in line) == sorted(
        line for line in text.split("\n") if "#" in line
    )


def test_an_agency_that_both_branches_end_stops(repository):
    event = "  - {{id: {id}, kind: dissolve, date: {day}, original: so-kh-cn}}\n"
    path = "data/agency-changes.yaml"
    first = (repository / path).read_text(encoding="utf-8").index("  - id:")
    before = (repository / path).read_text(encoding="utf-8")[first:].split("\n")[0] + "\n"
    branches(
        repository,
        lambda root: insert(root, before, event.format(id="a-1", day="2026-03-01"), path=path),
        lambda root: (root / path).write_text(
            (root / path).read_text("utf-8") + event.format(id="a-2", day="2026-05-01"), "utf-8"
        ),
    )
    said = git(repository, "merge", "theirs", status=1)
    assert "error[agency-ends-twice]: " in said


def test_setup_says_what_it_did_and_twice_is_once(tmp_path):
    root = clone(tmp_path / "clone")
    first = run(root, "setup-git")
    config = (root / ".git/config").read_text(encoding="utf-8")
    second = run(root, "setup-git")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.count("(đặt xong)") == 4
    assert second.stdout.count("(đã có)") == 4
    assert (root / ".git/config").read_text(encoding="utf-8") == config
    assert git(root, "status", "--porcelain") == "", "nothing to commit"


def test_setup_can_be_undone(tmp_path):
    root = clone(tmp_path / "clone")
    git(root, "config", "user.name", "planbook")
    git(root, "config", "diff.planbook.wordRegex", ".")
    before = git(root, "config", "--local", "--list")
    run(root, "setup-git")

    assert "merge.planbook.driver: đã gỡ" in run(root, "setup-git", "--remove").stdout
    assert git(root, "config", "--local", "--list") == before
    assert "không có gì để gỡ" in run(root, "setup-git", "--remove").stdout


@pytest.mark.parametrize("options", [[], ["--remove"]])
def test_outside_git_setup_says_so(tmp_path, options):
    answer = run(tmp_path, "setup-git", *options)
    assert answer.returncode == 2
    assert answer.stderr.strip().endswith(
        "không nằm trong bản sao git nào; hãy chạy ở nơi git clone đã chép dữ liệu về"
    )


def test_without_attributes_setup_says_which_lines_are_missing(tmp_path):
    root = clone(tmp_path / "clone")
    git(root, "rm", "-q", ".gitattributes")
    answer = run(root, "setup-git")
    assert answer.returncode == 2
    assert "data/**/*.yaml text eol=lf diff=planbook merge=planbook" in answer.stderr
    assert "planbook" not in git(root, "config", "--local", "--list").replace(str(tmp_path), "")

    (root / ".gitattributes").write_text(answer.stderr.partition("\n")[2], encoding="utf-8")
    assert run(root, "setup-git").returncode == 0


def test_a_path_of_windows_is_one_word_for_the_shell_of_git():
    program = [PureWindowsPath(r"C:\Program Files\Python\python.exe"), PureWindowsPath(r"D:\kế hoạch\build_docs.py")]
    assert (
        "'C:/Program Files/Python/python.exe' 'D:/kế hoạch/build_docs.py' text"
        in drivers(program)["diff.planbook-word.textconv"]
    )


def test_the_hooks_of_pre_commit_pass_on_good_data_and_stop_bad_ones(repository):
    """Their entries are run as pre-commit does: in the clone, by words, without a shell; files that matter start them."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for source in config["repos"] for hook in source["hooks"]]
    assert {source["repo"] for source in config["repos"]} == {"local"}, "nothing is fetched"
    assert {hook["language"] for hook in hooks} == {"system"}
    assert all(re.search(hook["files"], PLAN) for hook in hooks)

    def run_hooks():
        commands = (hook["entry"].split() for hook in hooks)
        assert all(command[:2] == [".venv/bin/python", "build_docs.py"] for command in commands)
        return [run(repository, *hook["entry"].split()[2:]).returncode for hook in hooks]

    assert run_hooks() == [0, 0]
    changed(repository, ("before: 2026-04-10}", "before:   2026-04-10}"))
    assert run_hooks() == [0, 1]
    changed(repository, ("value: 1,5\n", "value: 1.5\n"))
    assert run_hooks() == [1, 1]
