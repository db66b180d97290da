"""What a list of the site leaves out is said below it: no list looks complete that is not."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from planbook.outputs.catalogue import page_texts
from planbook.outputs.edition import VIETNAM, Edition, Revision
from planbook.outputs.pages.site import Site
from planbook.render.templates import Templates
from planbook.views.addresses import Address
from tests.conftest import ROOT
from tests.offices import office, part, task


def page(words, address: Address, path: str, *tasks: dict) -> str:
    """A page of the site of one plan with these tasks."""
    workspace = office({"outline": [part("nhiem-vu", tasks=[*tasks])]})
    made = datetime(2027, 1, 5, tzinfo=VIETNAM)
    sources = (ROOT, workspace, [], words, None, SimpleNamespace(same=()), None, Templates(ROOT / "templates"))
    how = {"made": made, "as_of": made.date(), "revisions": {"thu": Revision(), "": Revision()}, "site_url": ""}
    return page_texts(Site(Edition(*sources, ROOT, **how), {}), (address,))[path]


LED = {"lead": "so-b"}


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ([task("a", assignment=LED)], ""),
        ([task("a", assignment=LED), task("b")], "Thử</a> (1)."),
        ([task("a"), task("b", assignment={"coordinating": "so-b"}), task("c")], "Thử</a> (2)."),
    ],
)
def test_tasks_of_no_agency_are_counted_below_the_list_of_agencies(words, tasks, said):
    _, _, behind = page(words, Address.AGENCIES, "co-quan/index.html", *tasks).partition(
        "Nhiệm vụ không nêu cơ quan nào"
    )
    assert (said in behind, bool(behind)) == (True, bool(said))


def test_the_calendar_says_that_work_without_a_time_is_not_there(words):
    shown = page(words, Address.CALENDAR, "lich/index.html", task("a"))
    assert "việc kế hoạch không nêu thời hạn không có ở đây" in shown
