"""What every office shares comes with the program: it is named by its id, and an office's own entry stands in for it."""

from datetime import date

import pytest

from planbook.checks import findings
from planbook.loading.shared_registers import shared, shared_ids
from planbook.loading.workspace import load_files
from planbook.model.department import DepartmentGroup
from planbook.model.entry import as_id
from tests.offices import files, office

NAMED = {
    "ubnd-tinh-ca-mau": "Ủy ban nhân dân tỉnh",
    "so-y-te-tinh-ca-mau": "Sở Y tế",
    "bo-nn-mt": "Bộ Nông nghiệp và Môi trường",
}


def plan(lead="so-y-te-tinh-ca-mau", **more):
    duty = {"id": "viec", "agencies": lead, "text": "Làm việc."}
    return {
        "issuer": "ubnd-tinh-ca-mau",
        "jurisdiction": "tinh-ca-mau",
        "preamble": "{agency:ubnd-tinh-ca-mau|full} ban hành Kế hoạch",
        "outline": [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [duty]}],
        **more,
    }


def loaded(plans, **registers):
    """An office that has these plans and registers, and nothing else."""
    return load_files(files(plans, **{"localities": {"localities": []}, "agencies": {"agencies": []}, **registers}))


def test_an_office_without_any_register_names_its_province_and_departments():
    workspace, found = loaded(plan(["so-y-te-tinh-ca-mau", "bo-nn-mt"]))
    assert found == []
    assert {id_: workspace.agencies[id_].name for id_ in NAMED} == NAMED
    assert workspace.agencies["so-y-te-tinh-ca-mau"].called == "Sở Y tế tỉnh Cà Mau"
    assert workspace.localities["tinh-ca-mau"].code == "96"


def test_only_what_is_named_and_what_that_leads_to_is_there():
    workspace, _ = loaded(plan())
    assert set(workspace.agencies) == {"ubnd-tinh-ca-mau", "so-y-te-tinh-ca-mau", "quoc-hoi"}
    assert set(workspace.localities) == {"tinh-ca-mau"}
    assert set(workspace.documents) == {"203-2025-qh15"}
    assert (workspace.programmes, workspace.funding_sources, workspace.standards) == ({}, {}, {})


def test_an_entry_of_the_office_stands_in_for_the_shared_one():
    own = {"id": "so-y-te-tinh-ca-mau", "name": "Sở Y tế và Dân số", "level": "province", "locality": "tinh-ca-mau"}
    workspace, found = loaded(plan(), agencies={"agencies": [own]})
    assert found == []
    assert workspace.agencies["so-y-te-tinh-ca-mau"].name == "Sở Y tế và Dân số"


@pytest.mark.parametrize(
    ("place", "department", "name"),
    [
        ("xã Trà Tân", "phong-kinh-te", "Phòng Kinh tế xã Trà Tân"),
        ("phường Tân Thành", "phong-kinh-te-ha-tang-do-thi", "Phòng Kinh tế, Hạ tầng và Đô thị phường Tân Thành"),
        ("đặc khu Phú Quý", "phong-kinh-te-ha-tang-do-thi", "Phòng Kinh tế, Hạ tầng và Đô thị đặc khu Phú Quý"),
        ("xã Trà Tân", "phong-van-hoa-xa-hoi", "Phòng Văn hóa - Xã hội xã Trà Tân"),
        ("xã Trà Tân", "dang-uy", "Đảng ủy xã Trà Tân"),
    ],
)
def test_a_commune_of_the_office_has_its_usual_bodies(place, department, name):
    own = {"localities": [{"id": "noi-day", "name": place, "level": "commune", "part_of": "tinh-lam-dong"}]}
    workspace, found = loaded(plan(f"{department}-noi-day", jurisdiction="noi-day"), localities=own)
    assert found == []
    assert workspace.agencies[f"{department}-noi-day"].called == name


def test_a_commune_has_no_body_of_a_ward_and_the_nearest_name_is_said():
    own = {"localities": [{"id": "xa-a", "name": "xã A", "level": "commune"}]}
    _, found = loaded(plan("phong-kinh-te-ha-tang-do-thi-xa-a"), localities=own)
    (one,) = found
    assert one.check == "unknown-reference"
    _, found = loaded(plan("so-yte-tinh-ca-mau"))
    assert "so-y-te-tinh-ca-mau" in str(found[0].help)


@pytest.mark.parametrize(("city", "called"), [("hue", "thành phố Huế"), ("ho-chi-minh", "Thành phố Hồ Chí Minh")])
def test_a_city_is_called_a_city(city, called):
    workspace, _ = loaded(plan(f"ubnd-thanh-pho-{city}"))
    body = workspace.agencies[f"ubnd-thanh-pho-{city}"]
    assert (body.name, body.called, body.short_name) == (
        "Ủy ban nhân dân thành phố",
        f"Ủy ban nhân dân {called}",
        "UBND thành phố",
    )


def test_a_group_has_the_usual_departments_as_members_and_not_who_heads_them():
    workspace, _ = loaded(plan("cac-so-ban-nganh-tinh-ca-mau"))
    members = workspace.members("cac-so-ban-nganh-tinh-ca-mau", workspace.plans["thu"])
    assert {"so-y-te-tinh-ca-mau", "thanh-tra-tinh-ca-mau", "cong-an-tinh-ca-mau"} <= set(members)
    assert not {"ubnd-tinh-ca-mau", "hdnd-tinh-ca-mau", "so-du-lich-tinh-ca-mau", "tinh-uy-tinh-ca-mau"} & set(members)


@pytest.mark.parametrize(
    "group", ["ubnd-cac-xa-tinh-ca-mau", "ubnd-cac-xa-dac-khu-tinh-ca-mau", "ubnd-cac-xa-thanh-pho-hue"]
)
@pytest.mark.usefixtures("in_english")
def test_a_finding_of_what_comes_with_the_program_names_the_file_in_which_the_office_mends_it(group):
    workspace, _ = loaded(plan(group))
    (said,) = findings(workspace, ["group-members"])
    assert said.help.spoken().startswith("in data/agencies.yaml, in an entry of the same id, which stands in for")
    own = {"id": group, "name": "UBND các xã", "level": "commune", "members": ["ubnd-tinh-ca-mau"]}
    workspace, found = loaded(plan(group), agencies={"agencies": [], "groups": [own]})
    assert (found, findings(workspace, ["group-members"])) == ([], [])


def test_the_communes_that_an_office_registers_are_members_of_all_communes():
    communes = [
        ("xa-a", "xã A", "tinh-ca-mau"),
        ("phuong-b", "phường B", "tinh-ca-mau"),
        ("xa-c", "xã C", "tinh-an-giang"),
    ]
    own = [{"id": id_, "name": name, "level": "commune", "part_of": province} for id_, name, province in communes]
    workspace, found = loaded(plan("ubnd-cac-xa-tinh-ca-mau"), localities={"localities": own})
    assert found == []
    assert set(workspace.members("ubnd-cac-xa-tinh-ca-mau", workspace.plans["thu"])) == {"ubnd-xa-a", "ubnd-phuong-b"}
    assert workspace.agencies["ubnd-xa-a"].called == "Ủy ban nhân dân xã A"


def test_a_department_that_the_office_calls_by_another_id_is_no_second_member():
    own = {"id": "so-yt", "name": "Sở Y tế", "level": "province", "locality": "tinh-ca-mau"}
    workspace, _ = loaded(plan("cac-so-ban-nganh-tinh-ca-mau"), agencies={"agencies": [own]})
    members = workspace.members("cac-so-ban-nganh-tinh-ca-mau", workspace.plans["thu"])
    assert [id_ for id_ in members if workspace.agencies[id_].name == "Sở Y tế"] == ["so-yt"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bo-khdt", "bo-tai-chinh"),
        ("bo-gtvt", "bo-xay-dung"),
        ("bo-tnmt", "bo-nn-mt"),
        ("bo-tttt", "bo-kh-cn"),
        ("uy-ban-dan-toc", "bo-dan-toc-ton-giao"),
        ("bo-ldtbxh", "bo-noi-vu"),
    ],
)
def test_a_ministry_that_is_gone_leads_to_what_became_of_it(old, new):
    workspace, _ = loaded(plan(old))
    said = [one for one in findings(workspace) if one.check == "agency-dissolved"]
    assert any(new in str(one.help) for one in said), said
    assert new in workspace.successors(old, date(2027, 1, 1))


def test_provinces_are_those_of_the_law():
    provinces = [one for one in shared().entries("localities") if one.level == "province"]
    there = {one.id for one in provinces if one.end is None}
    gone = [one for one in provinces if one.end]
    assert len(there) == 34
    assert len(gone) == 52
    assert all(len(one.successors) == 1 and set(one.successors) <= there for one in gone)
    kept = [one for one in provinces if one.end is None and one.start is None]
    assert len(kept) == 11
    assert len({one.code for one in provinces if one.end is None}) == 34


def test_every_shared_entry_has_a_source_and_names_only_what_is_there():
    assert all(len(part.reference) > 20 for part in shared().parts)
    registers = shared().registers()
    ids = [(name, id_) for name, entries in registers.items() for id_ in entries]
    assert len(ids) == sum(len(list(shared().entries(listed))) for listed in LISTS)
    known = {kind.removeprefix("shared "): found for kind, found in shared_ids(()).items()}
    for part in shared().parts:
        for listed in LISTS:
            for one in getattr(part, listed):
                type(one).model_validate(
                    {**one.model_dump(exclude_none=True, mode="json", exclude={"projects"})} | as_written(one),
                    context=known,
                )


LISTS = ("localities", "agencies", "changes", "types", "documents", "standards", "programmes", "sources")


def as_written(one):
    """The flags and days of an entry as YAML has them."""
    flags = {name: str(value).lower() for name, value in one if isinstance(value, bool)}
    days = {name: str(getattr(one, name)) for name in ("date", "start", "end", "period") if getattr(one, name, None)}
    return flags | days


def test_every_body_of_every_province_can_be_named():
    agencies = shared_ids(())["shared agency"]
    departments = [one for one in shared().entries("departments") if one.level == "province"]
    groups = [one for one in shared().entries("groups") if isinstance(one, DepartmentGroup) and one.level == "province"]
    assert len(departments) > 20
    for one in [*departments, *groups]:
        if not one.kinds and not one.localities:
            assert {f"{one.id}-tinh-dong-thap", f"{one.id}-thanh-pho-da-nang"} <= agencies
    assert "bo-chqs-thanh-pho-ha-noi" not in agencies
    assert "so-quy-hoach-kien-truc-thanh-pho-ha-noi" in agencies
    assert "so-quy-hoach-kien-truc-tinh-dong-thap" not in agencies
    assert not [id_ for id_ in agencies if id_.endswith("truoc-2025")]


def test_a_programme_a_source_of_money_and_a_kind_of_document_need_no_register():
    document = {"id": "1-nq-a", "type": "thong-bao", "number": "1/TB-A", "issuer": "ubnd-tinh-ca-mau"}
    budget = {
        "id": "tien",
        "total": "5",
        "unit": "ty",
        "lines": [{"id": "tw", "source_of_funds": "ngan-sach-trung-uong", "amount": "5"}],
    }
    section = {"id": "kinh-phi", "heading": "KINH PHÍ", "budget": budget}
    more = {
        "programmes": ["ntm-gnbv-dtts-mn-2026-2035"],
        "legal_bases": [{"document": "1-nq-a", "role": "basis"}, {"document": "257-2025-qh15", "role": "basis"}],
    }
    workspace, found = loaded(plan(outline=[section], **more), legal_documents={"documents": [document]})
    assert found == []
    assert list(workspace.programmes) == ["ntm-gnbv-dtts-mn-2026-2035"]
    assert set(workspace.funding_sources) == {"ngan-sach-trung-uong", "ngan-sach-nha-nuoc"}
    assert workspace.documents["257-2025-qh15"].date
    assert workspace.document_types["thong-bao"].code == "TB"


@pytest.mark.parametrize("kind", ["ap", "ban", "buon", "khom", "khu-pho", "lang", "thon", "to-dan-pho", "xom"])
def test_the_parts_of_a_commune_get_work_without_an_entry_of_their_own(kind):
    places = {"localities": [{"id": "xa-x", "name": "xã X", "level": "commune", "part_of": "tinh-son-la"}]}
    duty = {"id": "lam", "agencies": f"cac-{kind}-xa-x", "text": "Làm việc."}
    outline = [{"id": "to-chuc", "heading": "TỔ CHỨC", "duties": [duty]}]
    plan = {"issuer": "ubnd-xa-x", "jurisdiction": "xa-x", "outline": outline}
    group = office(plan, localities=places, agencies={"agencies": []}).agencies[f"cac-{kind}-xa-x"]
    assert (as_id(group.name), group.level) == (f"cac-{kind}", "village")


@pytest.mark.parametrize("group", ["ubnd-cac-xa-tinh-ca-mau", "cac-xa"])
def test_a_commune_that_became_another_keeps_the_bodies_that_its_plans_name(group):
    communes = [
        {
            "id": "xa-a",
            "name": "xã A",
            "level": "commune",
            "part_of": "tinh-ca-mau",
            "end": "2026-06-30",
            "successors": ["xa-b"],
        },
        {"id": "xa-b", "name": "xã B", "level": "commune", "part_of": "tinh-ca-mau"},
        {"id": "xa-c", "name": "xã C", "level": "commune", "part_of": "tinh-ca-mau", "end": "2025-06-30"},
    ]
    registers = {"localities": {"localities": communes}, "agencies": {"groups": [COMMUNES]}}
    lead = ["phong-kinh-te-xa-a", group]
    workspace, found = loaded(plan(lead, jurisdiction="xa-a", issuer="ubnd-xa-a", date="2026-06-30"), **registers)
    assert found == []
    assert workspace.ended("phong-kinh-te-xa-a", date(2027, 1, 1)) == date(2026, 7, 1)
    assert set(workspace.members(group, workspace.plans["thu"])) == {"ubnd-xa-a", "ubnd-xa-b"}
    workspace, _ = loaded(plan(group, date="2026-07-01"), **registers)
    assert set(workspace.members(group, workspace.plans["thu"])) == {"ubnd-xa-b"}
    _, found = loaded(plan("phong-kinh-te-xa-c"), **registers)
    assert [finding.check for finding in found] == ["unknown-reference"]  # it had none of these bodies


COMMUNES = {
    "id": "cac-xa",
    "name": "Ủy ban nhân dân các xã",
    "level": "commune",
    "locality": "tinh-ca-mau",
    "member_rule": {"level": "commune", "below": True, "kinds": "Ủy ban nhân dân"},
}


@pytest.mark.parametrize(
    ("rule", "own", "members"),
    [
        ({}, [], {"ubnd-xa-a", "ubnd-phuong-b"}),
        ({"without": "ubnd-xa-a"}, [], {"ubnd-phuong-b"}),
        ({"below": False}, [], set()),
        ({"branches": "party"}, [], set()),
        ({"kinds": "Phòng"}, [], set()),
        ({"level": "province"}, [], set()),
        ({}, [{"id": "ubnd-a", "name": "Ủy ban nhân dân xã", "level": "commune", "locality": "xa-a"}], {"ubnd-a", "ubnd-phuong-b"}),
    ],
)  # fmt: skip
def test_a_group_of_what_lies_below_has_the_heads_of_all_registered_communes(rule, own, members):
    communes = [
        ("xa-a", "xã A", "tinh-ca-mau"),
        ("phuong-b", "phường B", "tinh-ca-mau"),
        ("xa-c", "xã C", "tinh-an-giang"),
    ]
    localities = [{"id": id_, "name": name, "level": "commune", "part_of": place} for id_, name, place in communes]
    group = {**COMMUNES, "member_rule": {**COMMUNES["member_rule"], **rule}}
    registers = {"localities": {"localities": localities}, "agencies": {"agencies": own, "groups": [group]}}
    workspace, found = loaded(plan("cac-xa"), **registers)
    assert found == []
    assert set(workspace.members("cac-xa", workspace.plans["thu"])) == members


def test_a_commune_whose_end_is_no_day_is_told_once():
    communes = [{"id": "xa-a", "name": "xã A", "level": "commune", "part_of": "tinh-ca-mau", "end": "30/6/2026"}]
    _, found = loaded(plan("ubnd-xa-a", jurisdiction="xa-a"), localities={"localities": communes})
    assert len(found) == 1
    assert found[0].span.path == "data/localities.yaml"
