"""What tests of returned workbooks share: the state of the five plans, and a workbook in somebody's hand."""

import io
from functools import cache, partial

import openpyxl
import pytest

from planbook.returns.fields.trial import DataState
from tests import drafts
from tests.collected import PERIOD, give_out, year_office
from tests.desk.desks import Desk, desk
from tests.returns.workbook_edits import Hand, exported


@pytest.fixture(scope="session")
def state() -> DataState:
    return drafts.state()


@pytest.fixture(scope="session")
def handed_out(plans, words):
    return cache(partial(exported, plans, words))


@pytest.fixture
def hand(handed_out):
    def take(plan="lao-cai-2026") -> Hand:
        return Hand(drafts.state_of(plan), plan, openpyxl.load_workbook(io.BytesIO(handed_out(plan))))

    return take


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Desk:
    """The draft of a small plan that is edited in Word."""
    return desk(tmp_path_factory.mktemp("desk"), plan={"todo": None})


@pytest.fixture(scope="session")
def deciding(tmp_path_factory) -> Desk:
    """The same with open decisions."""
    return desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The workbooks of the last quarter, which nobody fills in in their place."""
    return give_out(year_office(tmp_path_factory.mktemp("forms")))


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """Those of a quarter and of the year's last one whose results the data hold."""
    office = year_office(tmp_path_factory.mktemp("half"), with_period=True)
    return {period: give_out(office, period) for period in ("2026-Q2", PERIOD)}
