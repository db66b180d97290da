"""What a reviewer is told of two states of the data: every change of substance, none of layout."""

import json
import re
import shutil

import pytest

from tests.clones import PLAN, changed, clone, git
from tests.conftest import run


@pytest.fixture
def repository(tmp_path):
    """A clone in which the data are committed."""
    return clone(tmp_path / "clone", plans=("lao-cai-2024", "lao-cai-2026"))


def diff(root, *words, status=0):
    answer = run(root, "diff", *words)
    assert answer.returncode == status, answer.stdout + answer.stderr
    return answer.stdout or answer.stderr


def changes(root, *words):
    found = json.loads(diff(root, "HEAD", "--lang", "en", "--format", "json", *words))
    return {(one["weight"], one["place"], re.sub(r"^.*?: (?=\w)", "", one["sentence"])) for one in found["changes"]}


def test_layout_comments_and_order_of_keys_are_no_change(repository):
    changed(
        repository,
        (
            '            value: 1,5\n            unit: "%"\n',
            "            unit: '%'  # as always\n            value: \"1,5\"\n",
        ),
        ("before: 2026-04-10}", "before:   2026-04-10 }"),
    )
    assert diff(repository, "HEAD").endswith("\nKhông có gì thay đổi\n")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("value: 1,5\n", "value: 2\n", ("figures", "II.2", "figure raised from từ 1,5% trở lên to từ 2% trở lên (+0,5)")),
        ("value: 1,5\n", "value: 1\n", ("figures", "II.2", "figure lowered from từ 1,5% trở lên to từ 1% trở lên (-0,5)")),
        ("amount: 852\n", "amount: 851,6\n", ("figures", "III.9(4)", "amount lowered from khoảng 852 tỷ đồng to khoảng 851,6 tỷ đồng (-0,4)")),
        ("amount: 852\n", "amount: unallocated\n", ("figures", "III.9(4)", "amount khoảng 852 tỷ đồng becomes chưa phân bổ")),
        (
            "before: 2026-04-10",
            "before: 2026-07-10",
            (
                "deadlines",
                "III.1",
                ("xây dựng và ban hành kế hoạch triển khai: deadline trước ngày 10/4/2026 becomes "
                "trước ngày 10/7/2026, 91 days later"),
            ),
        ),
        (
            "lead: [so-nn-mt, ubnd-xa-phuong]",
            "lead: [so-noi-vu, ubnd-xa-phuong]",
            ("responsibility", "III.1", "lead: Sở Nội vụ instead of Sở Nông nghiệp và Môi trường"),
        ),
        (
            "lead: [so-nn-mt, ubnd-xa-phuong]",
            "lead: so-nn-mt",
            ("responsibility", "III.1", "lead: Ủy ban nhân dân các xã, phường goes out"),
        ),
        ("heading: Nghiên cứu tham mưu", "heading: Nghiên cứu, tham mưu", ("wording", "III.4", "heading reads otherwise")),
    ],
)  # fmt: skip
def test_a_change_is_one_sentence_with_both_values(repository, before, after, expected):
    changed(repository, (before, after))
    assert changes(repository) == {expected}


def test_a_task_that_takes_its_group_s_lead_for_its_own_has_no_other_lead(repository):
    text = (repository / PLAN).read_text(encoding="utf-8")
    task = "          - id: quan-triet-chu-truong-chinh-sach\n"
    own = "            assignment: {lead: so-nn-mt, deadlines: [{before: 2026-09-30}]}\n"
    assert task in text
    (repository / PLAN).write_text(text.replace(task, task + own), encoding="utf-8")
    said = diff(repository, "HEAD")

    assert "trước ngày 30/9/2026" in said
    assert "chủ trì" not in said


def test_a_task_that_moves_or_gets_another_id_is_the_same_task(repository):
    text = (repository / PLAN).read_text(encoding="utf-8")
    task = re.search(r"          - id: kien-toan-bo-may\n(?:            .*\n)+", text)
    assert task
    text = text.replace(task.group(), "")
    text = text.replace("          - id: chinh-sach-uy-thac-von\n", task.group() + "          - id: uy-thac-von\n")
    (repository / PLAN).write_text(text, encoding="utf-8")

    found = json.loads(diff(repository, "HEAD", "--lang", "en", "--format", "json"))

    assert [(one["kind"], one["item"], one["place"]) for one in found["changes"]] == [
        ("set", "kien-toan-bo-may", "III.4(1)"),  # who coordinates there
        ("set", "kien-toan-bo-may", "III.4(1)"),  # by when
        ("move", "kien-toan-bo-may", "III.4(1)"),
        ("set", "uy-thac-von", "III.4(2)"),
    ]
    assert "moved from III.2 to III.4" in found["changes"][2]["sentence"]


def test_of_an_exchanged_pair_only_one_is_told(repository):
    text = (repository / PLAN).read_text(encoding="utf-8")
    pair = re.search(
        r"(                - id: von-ngan-sach-nha-nuoc\n(?:                  .*\n)+)((?:                .*\n)+)", text
    )
    assert pair
    (repository / PLAN).write_text(text.replace(pair.group(), pair[2] + pair[1]), encoding="utf-8")
    found = json.loads(diff(repository, "HEAD", "--format", "json"))
    assert [(one["weight"], one["kind"]) for one in found["changes"]] == [("structure", "move")]


def test_what_is_removed_is_told_with_the_work_that_stood_in_it(repository):
    text = (repository / PLAN).read_text(encoding="utf-8")
    group = re.search(r"      - id: xay-dung-chinh-sach\n(?:        .*\n)+", text)
    assert group
    (repository / PLAN).write_text(text.replace(group.group(), ""), encoding="utf-8")
    found = json.loads(diff(repository, "HEAD", "--lang", "en", "--format", "json"))
    task, own = (one["sentence"] for one in found["changes"])
    assert task.startswith("task is gone: Nghiên cứu, giúp Ủy ban nhân dân tỉnh")
    assert "(lead: Sở Nông nghiệp và Môi trường; " in task
    assert own == "group of tasks is gone: Nghiên cứu tham mưu xây dựng chính sách (1 task)"


def test_who_is_affected_totals_and_findings(repository):
    changed(
        repository,
        ("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: [so-noi-vu, ubnd-xa-phuong]"),
        ("before: 2026-04-10", "before: 2025-04-10"),
        ("amount: 852\n", "amount: 952\n"),
    )
    found = json.loads(diff(repository, "HEAD", "--format", "json"))
    affected = {one["agency"]: one for one in found["affected"]}

    assert affected["so-noi-vu"]["leads"]
    assert affected["so-nn-mt"]["leads_no_more"]
    assert affected["ubnd-xa-phuong"]["confirms"]
    assert "so-y-te" not in affected
    assert [(one["old_sum"], one["new_sum"]) for one in found["totals"]] == [("5.180 tỷ đồng", "5.280 tỷ đồng")]
    brought = {one["check"] for one in found["findings"] if one["fate"] == "new"}
    assert brought >= {"budget-sum", "deadline-outside-period"}

    back = json.loads(diff(repository, str(repository), "HEAD", "--format", "json"))
    went = {one["check"]: one["fate"] for one in back["findings"]}
    assert went == {**dict.fromkeys(brought, "gone"), "budget-sum": "changed"}  # no error again, but still off by one


def test_a_plan_is_compared_with_an_earlier_one_along_its_tasks(repository):
    found = json.loads(diff(repository, "lao-cai-2024", "lao-cai-2026", "--lang", "en", "--format", "json"))
    leads = [one["sentence"].partition(": lead: ")[2] for one in found["changes"]]
    assert "Sở Giáo dục và Đào tạo, Sở Nội vụ carries on what was of Sở Lao động - Thương binh và Xã hội" in leads


def test_only_one_agency_or_one_weight(repository):
    changed(repository, ("value: 1,5\n", "value: 2\n"), ("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: ubnd-xa-phuong"))
    assert {one[0] for one in changes(repository, "--only", "kind:figures")} == {"figures"}
    assert {one[0] for one in changes(repository, "--only", "agency:so-nn-mt")} == {"responsibility"}
    assert "kind:legal-bases" in diff(repository, "HEAD", "--only", "colour:red", status=2)


def test_markdown_keeps_every_letter_of_a_text(repository):
    changed(repository, ("heading: Nghiên cứu tham mưu", "heading: 5*3*2 | `x` <b> [a](b)"))
    said = diff(repository, "HEAD", "--format", "markdown")
    assert r"5\*3\*2 \| \`x\` \<b\> \[a\](b)" in said


def test_the_page_shows_text_as_text_and_loads_nothing(repository):
    changed(repository, ("heading: Nghiên cứu tham mưu", "heading: <script>alert(1)</script>"))
    page = diff(repository, "HEAD", "--format", "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-thing"], "no-such-thing không phải kế hoạch, không phải thư mục có data/, cũng không phải bản git nào"),
        (["HEAD~99"], "HEAD~99 không phải"),
        (["lao-cai-2025"], "lao-cai-2025 không phải"),
        (["lao-cai-2026", "HEAD"], "lao-cai-2026 là một kế hoạch; hãy so với một kế hoạch khác"),
        (["main..no-such-thing"], "main..no-such-thing không phải"),
        (["main...no-such-thing"], "main...no-such-thing không phải"),
        (["lao-cai-2024"], "lao-cai-2024 không nối tiếp kế hoạch nào trong data/plans/"),
        (["HEAD", "--only", "agency:so-noi-vuu"], "không bên nào có cơ quan “so-noi-vuu”; mã gần nhất là so-noi-vu"),
    ],
)  # fmt: skip
def test_a_name_that_is_nothing_is_a_usage_error_in_words(repository, words, said):
    answer = diff(repository, *words, status=2)
    assert said in answer
    assert "Traceback" not in answer


def test_outside_git_only_plans_and_folders_can_be_named(repository, tmp_path):
    shutil.rmtree(repository / ".git")
    assert "cũng không phải bản sao git" in diff(repository, "HEAD", status=2)
    assert "nay chủ trì" in diff(repository, "lao-cai-2024", "lao-cai-2026")
    assert diff(repository, str(repository)).endswith("\nKhông có gì thay đổi\n")
    (tmp_path / "empty").mkdir()
    assert f"thư mục {tmp_path / 'empty'} không có data/" in diff(repository, str(tmp_path / "empty"), status=2)


def test_a_plan_named_alone_says_with_which_one_it_is_compared(repository):
    assert diff(repository, "lao-cai-2026").startswith("So sánh: lao-cai-2024 (trước) và lao-cai-2026 (sau)\n")
    states = json.loads(diff(repository, "lao-cai-2026", "--format", "json"))["states"]
    assert states == {"old": "lao-cai-2024", "new": "lao-cai-2026"}


def test_a_plan_without_follows_is_compared_with_the_one_that_its_tasks_carry_on(repository):
    assert diff(repository, "lao-cai-2026") == diff(repository, "lao-cai-2024", "lao-cai-2026")


def test_a_revision_from_before_the_plans_says_so(repository):
    git(repository, "switch", "-q", "--orphan", "before")
    git(repository, "commit", "-qm", "empty", "--allow-empty")
    git(repository, "switch", "-q", "main")
    assert "bản before không có data/: lúc đó chưa có kế hoạch nào" in diff(repository, "before", status=2)


def test_a_revision_older_than_the_layout_says_which_side_cannot_be_read(repository):
    changed(repository, ("short_title:", "titel:"))
    git(repository, "commit", "-qam", "older")
    changed(repository, ("titel:", "short_title:"))
    said = diff(repository, "HEAD", status=1)
    assert said.startswith("không so được HEAD: dữ liệu có lỗi, hoặc theo cách ghi cũ mà chương trình không còn đọc\n")
    assert f"HEAD:{PLAN}:5:1: error[unknown-key]" in said


def test_files_that_a_partial_clone_lacks_are_no_traceback(repository, tmp_path):
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository}", "partial")
    git(tmp_path / "partial", "config", "remote.origin.promisor", "false")
    git(tmp_path / "partial", "remote", "remove", "origin")
    for name in ("data", "templates"):
        shutil.copytree(repository / name, tmp_path / "partial" / name)
    shutil.copy(repository / "mkdocs.yml", tmp_path / "partial")
    assert "bản sao git này thiếu tệp của bản ấy" in diff(tmp_path / "partial", "HEAD", status=2)


def test_a_plan_on_one_side_only_is_new_or_gone(repository):
    (repository / PLAN).unlink()
    assert "bỏ kế hoạch: Giảm nghèo" in diff(repository, "HEAD")
    assert "thêm kế hoạch: Giảm nghèo" in diff(repository, str(repository), "HEAD")


def test_a_shallow_clone_says_how_to_get_the_rest(repository, tmp_path):
    git(repository, "commit", "-qm", "second", "--allow-empty")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    assert "git fetch --unshallow" in diff(tmp_path / "shallow", "HEAD~1", status=2)


def test_errors_of_a_revision_come_with_its_name(repository):
    changed(repository, ("value: 1,5\n", "value: 1.5\n"))
    git(repository, "commit", "-qam", "broken")
    changed(repository, ("value: 1.5\n", "value: 1,5\n"))
    said = diff(repository, "HEAD", status=1)
    assert re.match(rf"HEAD:{PLAN}:(\d+):20: error\[ambiguous-number\]", said.splitlines()[1])
    assert re.search(r"\d+ \|             value: 1\.5", said)


def test_the_working_tree_may_be_dirty_and_is_not_touched(repository):
    changed(repository, ("value: 1,5\n", "value: 2\n"))
    before = {path: path.read_bytes() for path in sorted((repository / "data").rglob("*.yaml"))}
    diff(repository, "HEAD")
    assert before == {path: path.read_bytes() for path in sorted((repository / "data").rglob("*.yaml"))}


def test_a_branch_is_told_without_what_others_did_since(repository):
    git(repository, "switch", "-qc", "own")
    changed(repository, ("value: 1,5\n", "value: 2\n"))
    git(repository, "commit", "-qam", "own")
    git(repository, "switch", "-q", "main")
    changed(repository, ("value: 3.000\n", "value: 3.500\n"))
    git(repository, "commit", "-qam", "theirs")
    git(repository, "switch", "-q", "own")
    changed(repository, ("value: 12.000\n", "value: 12.500\n"))

    of_branch = diff(repository, "main")
    assert re.match(
        r"So sánh: [0-9a-f]{7}, chỗ nhánh này tách khỏi main \(trước\) và dữ liệu đang sửa \(sau\)\n", of_branch
    )
    assert "từ 2% trở lên" in of_branch
    assert "12.500" in of_branch
    assert "3.500" not in of_branch
    committed = diff(repository, "main...own")
    assert "từ 2% trở lên" in committed
    assert "12.500" not in committed
    assert "3.500" not in committed
    ends = diff(repository, "main..own")
    assert "khoảng 3.500 lao động → khoảng 3.000 lao động" in ends
    assert ends == diff(repository, "main", "own")


def test_a_gate_fails_on_what_it_was_told_to_look_for(repository):
    changed(repository, ("heading: Nghiên cứu tham mưu", "heading: Nghiên cứu, tham mưu"))
    assert diff(repository, "HEAD", "--fail-on", "figures", "--fail-on", "findings", "--format", "json")
    assert "sửa tiêu đề" in diff(repository, "HEAD", "--fail-on", "wording", status=1)
    changed(repository, ("before: 2026-04-10", "before: 2025-04-10"))
    assert "Phát hiện mới" in diff(repository, "HEAD", "--fail-on", "findings", status=1)


def test_the_history_of_an_item_says_who_changed_it_from_what_to_what_and_why(repository):
    changed(repository, ("value: 3.000\n", "value: 3.200\n"))
    git(repository, "commit", "-qam", "theo công văn 12")
    changed(repository, ("value: 1,5\n", "value: 2\n"))
    git(repository, "commit", "-qam", "another figure")
    changed(
        repository, ("id: dao-tao-nghe\n", "id: so-nguoi-hoc\n"), ("target: dao-tao-nghe\n", "target: so-nguoi-hoc\n")
    )
    git(repository, "commit", "-qam", "another id")
    changed(repository, ("value: 3.200\n", "value: 3.300\n"))
    answer = run(repository, "history", "so-nguoi-hoc")

    assert answer.returncode == 0, answer.stderr
    steps = [line for line in answer.stdout.splitlines() if not line.startswith("  ")]
    assert steps[0] == "chưa ghi git"
    assert [line.rpartition(": ")[2] for line in steps[1:]] == ["another id", "theo công văn 12", "first"]
    assert all(re.match(r"\d{2}/\d{1,2}/\d{4} [0-9a-f]{7} planbook: ", line) for line in steps[1:])
    told = [line.partition(": ")[2] for line in answer.stdout.splitlines() if line.startswith("  ")]
    assert told[0] == "số liệu tăng khoảng 3.200 lao động → khoảng 3.300 lao động (+100)"
    assert told[2] == "số liệu tăng khoảng 3.000 lao động → khoảng 3.200 lao động (+200)"
    assert "thêm chỉ tiêu" in answer.stdout.splitlines()[-1]
    changed(repository, ("lead: [so-nn-mt, ubnd-xa-phuong]", "lead: so-nn-mt"))
    task = run(repository, "history", "quan-triet-va-lap-ke-hoach").stdout.splitlines()
    assert task[0] == "chưa ghi git"
    assert "chủ trì: bỏ Ủy ban nhân dân các xã, phường" in task[1]  # what its group says holds for it
    unknown = run(repository, "history", "so-nguoi-hocc")
    assert unknown.returncode == 2
    assert "mã gần nhất là so-nguoi-hoc" in unknown.stderr
    several = run(repository, "history", "muc-tieu")
    assert "hãy ghi một trong: " in several.stderr


def test_fixed_words_that_every_plan_prints_are_told(repository):
    changed(
        repository,
        ("budget_total: Tổng kinh phí", "budget_total: Tổng mức kinh phí"),
        path="templates/plan/wording.yaml",
    )
    changed(repository, ("<", "<!-- --><"), path="templates/plan/table.html")
    said = diff(repository, "HEAD")

    assert "3 thay đổi trong 2 kế hoạch; 4 cơ quan bị ảnh hưởng" in said
    assert "đổi từ ngữ cố định “budget_total”\n      - Tổng {+mức+} kinh phí\n" in said
    assert "templates/plan/table.html đã đổi\n" in said
    plans = "Giảm nghèo bền vững tỉnh Lào Cai năm 2024 (đã ban hành; 1 dòng); Giảm nghèo bền vững tỉnh Lào Cai năm 2026"
    assert f"các mẫu đã đổi, tính chung; in khác ở 2 kế hoạch: {plans} (2 dòng)\n" in said
    git(repository, "checkout", "-q", "templates")
    changed(repository, ("<", "<!-- --><"), path="templates/plan/table.html")
    assert "templates/plan/table.html đã đổi; chữ của mọi kế hoạch in như trước\n" in diff(repository, "HEAD")
    git(repository, "checkout", "-q", "templates")
    changed(
        repository, ("every_half_year: 6 tháng", "every_half_year: mỗi 6 tháng"), path="templates/plan/wording.yaml"
    )
    (told,) = json.loads(diff(repository, "HEAD", "--format", "json"))["changes"]
    assert told["plans"] == ["lao-cai-2026"]
    assert told["agencies"] == ["so-nn-mt", "cac-so-ban-nganh", "ubnd-xa-phuong"]
    assert (told["old_text"], told["new_text"]) == ("6 tháng", "mỗi 6 tháng")
