"""Who tells of which place: the members of a group, each of its own, and of several bodies of one place the first."""

import pytest

from planbook.model.collection import Collection
from planbook.model.period import parse_when
from tests.offices import REGISTERS, office, part, task

BODIES = {"hoi-xa-b": "xa-b", "ubnd-xa-b": "xa-b", "ubnd-xa-c": "xa-c", "so-b": "tinh-a"}
WORK = part("nhiem-vu", tasks=[task("viec", assignment={"lead": ["cac-xa"]})])


def told(outline: list[dict], members: list[str], register: list[str], **results) -> dict[str, list[str]]:
    """The bodies whose parts each agency tells of."""
    (issuer, _) = REGISTERS["agencies"]["agencies"]
    agencies = [{"id": id_, "name": id_, "level": "commune", "locality": BODIES[id_]} for id_ in register]
    group = {"id": "cac-xa", "name": "các xã", "level": "commune", "members": members}
    places = [{"id": id_, "name": id_, "level": "commune"} for id_ in ("xa-b", "xa-c")]
    workspace = office(
        {"outline": outline},
        agencies={"agencies": [issuer, *agencies], "groups": [group] * bool(members)},
        localities={"localities": [*REGISTERS["localities"]["localities"], *places]},
        **results,
    )
    parts = Collection(workspace, workspace.plans["thu"], parse_when("2027-Q2")).parts
    asked = {agency: [part.body for part in own if part.kind != "reports"] for agency, own in parts.items()}
    return {agency: bodies for agency, bodies in asked.items() if bodies}


@pytest.mark.parametrize(
    ("members", "register", "bodies"),
    [
        (["ubnd-xa-b", "ubnd-xa-c"], ["ubnd-xa-b", "ubnd-xa-c"], {"ubnd-xa-b": ["xa-b"], "ubnd-xa-c": ["xa-c"]}),
        # Of two bodies of a place the first of the register tells of the place, the other of itself.
        (["hoi-xa-b", "ubnd-xa-b"], ["hoi-xa-b", "ubnd-xa-b"], {"hoi-xa-b": ["xa-b"], "ubnd-xa-b": ["ubnd-xa-b"]}),
        (["hoi-xa-b", "ubnd-xa-b"], ["ubnd-xa-b", "hoi-xa-b"], {"ubnd-xa-b": ["xa-b"], "hoi-xa-b": ["hoi-xa-b"]}),
        # One that the plan gives nothing does not count.
        (["hoi-xa-b"], ["ubnd-xa-b", "hoi-xa-b"], {"hoi-xa-b": ["xa-b"]}),
        (["ubnd-xa-b"], ["hoi-xa-b", "ubnd-xa-b"], {"ubnd-xa-b": ["xa-b"]}),
        # The place of the whole plan is nobody's part.
        (["so-b", "ubnd-xa-b"], ["so-b", "ubnd-xa-b"], {"so-b": ["so-b"], "ubnd-xa-b": ["xa-b"]}),
    ],
)
def test_each_member_of_a_group_tells_of_its_own_place_once(members, register, bodies):
    assert told([WORK], members, register) == bodies


@pytest.mark.parametrize(("field", "body"), [("agency", "ubnd-xa-b"), ("place", "xa-b")])
def test_a_member_goes_on_with_the_part_that_was_told_before(field, body):
    before = {
        "results/thu/2027-Q1": {
            "plan": "thu",
            "period": "2027-Q1",
            "as_of": "2027-03-31",
            "tasks": [{"task": "viec", field: body, "state": "under-way"}],
        }
    }
    assert told([WORK], ["ubnd-xa-b"], ["ubnd-xa-b"], **before) == {"ubnd-xa-b": [body]}


@pytest.mark.parametrize(
    ("members", "register", "teller"),
    [
        ([], ["hoi-xa-b", "ubnd-xa-b"], "hoi-xa-b"),
        ([], ["ubnd-xa-b", "hoi-xa-b"], "ubnd-xa-b"),
        (["ubnd-xa-b"], ["hoi-xa-b", "ubnd-xa-b"], "ubnd-xa-b"),
        ([], ["ubnd-xa-c"], "ubnd-tinh-a"),
    ],
)
def test_the_share_of_a_place_is_told_by_its_body_else_by_the_issuer(members, register, teller):
    target = {
        "id": "so-ho",
        "text": "Đạt {value}.",
        "value": "10",
        "unit": "hộ",
        "values": [{"place": "xa-b", "value": "10"}],
    }
    outline = [part("muc-tieu", targets=[target]), *[WORK] * bool(members)]
    assert [agency for agency, of in told(outline, members, register).items() if "xa-b" in of] == [teller]
