"""Each quarter and month of a year in words: alone, with its year, in a span of one year and of two."""

import pytest

from planbook.model.period import Deadline, parse_when
from planbook.wording.wording import Wording

QUARTERS = ("I", "II", "III", "IV")


@pytest.mark.parametrize("at", range(4))
def test_each_quarter_has_its_number(words, at):
    assert Wording(words).time(parse_when(f"2027-Q{at + 1}")) == f"quý {QUARTERS[at]} năm 2027"


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        *(
            (f"2027-Q{at}", f"2027-Q{at + 1}", f"quý {QUARTERS[at - 1]} đến quý {QUARTERS[at]} năm 2027")
            for at in (1, 2, 3)
        ),
        *(
            (f"2027-{month:02}", f"2027-{month + 1:02}", f"tháng {month} đến tháng {month + 1} năm 2027")
            for month in (3, 6, 11)
        ),
        ("2027-Q4", "2028-Q1", "quý IV năm 2027 đến quý I năm 2028"),
    ],
)
def test_a_span_of_one_year_says_it_once(words, since, until, said):
    deadline = Deadline.model_validate({"since": since, "until": until})
    assert Wording(words).deadline(deadline) == f"từ {said}"
