"""Whether the texts of a task say what it ends with."""

import pytest

from planbook.model.task import Task
from planbook.wording.speech import says_result

TEXT = "Mở lớp ở các xã, lao động được đào tạo nghề: {figure:hoc-vien}; giao ban năm 2027, kiểm tra kế hoạch."


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("{figure:hoc-vien} được đào tạo nghề", True),
        ("Lao động các xã được đào tạo nghề: {figure:hoc-vien}; giao ban năm 2027", True),
        ("{figure:hoc-vien} có việc làm", False),
        ("{figure:lop} được đào tạo nghề", False),
        ("{figure:hoc-vien} được đào tạo nghề; {figure:lop}", False),
        ("Kế hoạch kiểm tra", False),
        ("Kế hoạch năm 2027", False),
    ],
)
def test_a_result_that_repeats_a_figure_may_order_the_words_otherwise(result, said):
    assert says_result(Task.model_validate({"id": "lop-nghe", "text": TEXT, "result": result})) is said


def test_issued_plans_print_no_result_that_their_originals_did_not(plans):
    issued = [plan for plan in plans.plans.values() if plan.status == "issued"]
    tasks = [task for plan in issued for task in plan.walk() if isinstance(task, Task) and task.result]
    assert tasks
    assert [task.id for task in tasks if not says_result(task)] == []
