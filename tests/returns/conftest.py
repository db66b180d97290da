"""What tests of returned workbooks share: the state of the five plans, and a workbook in somebody's hand."""

import io

import openpyxl
import pytest

from planbook.returns.trial import DataState, read_state
from tests.conftest import FIVE
from tests.desks import Desk, desk
from tests.workbook_edits import Hand, exported


@pytest.fixture(scope="session")
def state() -> DataState:
    return read_state(FIVE)


@pytest.fixture
def hand(state, plans, words):
    def take(plan="lao-cai-2026") -> Hand:
        return Hand(state, plan, openpyxl.load_workbook(io.BytesIO(exported(plans, words, plan))))

    return take


@pytest.fixture(scope="session")
def office(tmp_path_factory) -> Desk:
    """The draft of a small plan that is edited in Word."""
    return desk(tmp_path_factory.mktemp("desk"), plan={"todo": None})


@pytest.fixture(scope="session")
def deciding(tmp_path_factory) -> Desk:
    """The same with open decisions."""
    return desk(tmp_path_factory.mktemp("desk"))
