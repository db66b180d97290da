"""Edits of plans: their words, their items, their places, their number."""

import datetime as dt
import shutil
from functools import partial
from typing import Any

from planbook.authoring.issue import Signing, issue
from planbook.messages.diagnostics import Refusal
from tests.office_edits.ways import OF_PLANS, Edit, EditedOffice, edited, of_items, of_plan, put, read
from tests.returns.random_edits import maps
from tests.small_country import COUNTRY


def plan_comes(place: str) -> Edit:
    """A place gets a plan more, or its first one."""

    def edit(office: EditedOffice) -> bool:
        lead = office.chance.choice(["so-b", "so-k", f"ubnd-{place}", f"phong-kinh-te-{place}", "ubnd-cac-xa"])
        name = f"them-{place}-{office.chance.randrange(20)}"
        text = (COUNTRY / "plans/viec-xa-m-2027.yaml").read_text("utf-8")
        text = text.replace("viec-xa-m-2027", name).replace("xa-m", place).replace("lead: so-b", f"lead: {lead}")
        path = office.root / f"data/plans/{name}.yaml"
        is_new = not path.exists()
        path.write_text(text.replace("xã M", f"xã {place[-1].upper()}"), "utf-8")
        return is_new

    return edit


def plan_goes(office: EditedOffice) -> bool:
    """A plan goes with all that came of it, perhaps the last one of its place."""
    if len(office.files("plans")) < 4:
        return False
    plan = office.plan()
    for kind in OF_PLANS:
        for path in sorted((office.root / "data" / kind).rglob("*")):
            if path.stem == plan.stem and path != plan:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    plan.unlink()
    return True


def last_plan_goes(office: EditedOffice) -> bool:
    """All plans of a commune go."""
    places = [read(path).get("jurisdiction", "") for path in office.files("plans")]
    place = office.chance.choice([*({*places} - {"tinh-a"}), ""])
    if len({*places}) < 4:
        return False
    for path in office.files("plans"):
        if read(path)["jurisdiction"] == place:
            path.unlink()
    return True


def plan_is_renamed(office: EditedOffice) -> bool:
    """A plan has another id, and so have its file and what came of it."""
    plan = office.plan()
    name = plan.stem.removesuffix("-lai") if plan.stem.endswith("-lai") else f"{plan.stem}-lai"
    for kind in OF_PLANS:
        for path in [
            path for path in sorted((office.root / "data" / kind).rglob(f"{plan.stem}*")) if path.stem == plan.stem
        ]:
            new = path.rename(path.with_name(name + path.suffix))
            for file in sorted(new.rglob("*.yaml")) if new.is_dir() else [new] if new.suffix == ".yaml" else []:
                edited(file, partial(put, key="id" if kind == "plans" else "plan", value=name))
    return True


def plan_is_named_differently(office: EditedOffice) -> bool:
    """A plan has the words of another place in its heading."""
    return edited(
        office.plan(), lambda tree: tree.update(title=office.other("Việc khác", "Việc nữa", now=tree["title"]))
    )


def plan_moves(office: EditedOffice) -> bool:
    """A plan is of another place."""

    def change(tree: dict[str, Any]) -> None:
        place = office.other("xa-m", "xa-n", "xa-q", "xa-p", "tinh-b", now=tree["jurisdiction"])
        tree.update(jurisdiction=place, issuer=f"ubnd-{place}", place=place[-1].upper())

    return edited(office.plan(), change)


def places_are_tied(office: EditedOffice) -> bool:
    """A plan of one place names a plan of another, or where some do, none does any more."""
    tied = [path for path in office.files("plans") if "follows" in read(path)]
    if tied and office.chance.random() < 0.7:
        return all(edited(path, partial(put, key="follows", value=None)) for path in tied)
    plan, other = office.plan(), office.plan()
    return plan != other and edited(plan, partial(put, key="follows", value=[other.stem]))


def tasks_are_tied(office: EditedOffice) -> bool:
    """A task carries on one of another place, or no longer does."""
    plan, other = office.plan(), office.plan()
    tasks = [entry for entry in maps(read(other)) if entry.get("id") in ("lam", "mo-lop", "khao-sat")]

    def change(tree: dict[str, Any]) -> bool:
        own = [entry for entry in maps(tree) if entry.get("id") in ("lam", "mo-lop", "khao-sat")]
        for entry in own[:1]:
            put(entry, "continues", None if "continues" in entry else [f"{other.stem}/{tasks[0]['id']}"])
        return bool(own)

    return bool(tasks) and plan != other and edited(plan, change)


def plan_is_replaced(office: EditedOffice) -> bool:
    """Another plan replaces a plan, or does not any more."""
    plan, other = office.plan(), office.plan()
    return plan != other and edited(
        plan, lambda tree: put(tree, "replaced_by", None if "replaced_by" in tree else other.stem)
    )


def plan_is_issued(office: EditedOffice) -> bool:
    """A plan gets number, day and seal; one that was sealed and edited an amendment."""
    plan = office.plan()
    is_sealed = "seal" in read(plan)
    if is_sealed:
        edited(plan, lambda tree: put(tree, "closing", f"{tree['closing']} đã sửa"))
    signing = Signing(
        f"{office.chance.randrange(20, 900)}/KH-UBND",
        dt.date(2027, 1, office.chance.randrange(4, 28)),
        "Người Ký",
        "Sửa một câu" if is_sealed else "",
    )
    try:
        issue(office.root, plan.stem, signing)
    except Refusal:
        return False
    return True


def item_goes(office: EditedOffice) -> bool:
    """A task, a target, a section or a line of money is not there any more."""

    def change(tree: dict[str, Any]) -> bool:
        lists = [
            entries
            for holder in maps(tree)
            for entries in holder.values()
            if isinstance(entries, list) and len(entries) > 1 and isinstance(entries[0], dict)
        ]
        if lists:
            entries = office.chance.choice(lists)
            entries.pop(office.chance.randrange(len(entries)))
        return bool(lists)

    return edited(office.plan(), change)


def item_comes(office: EditedOffice) -> bool:
    """A plan has a task more, which names agencies and documents in its words."""

    def change(tree: dict[str, Any]) -> bool:
        lists = [holder["tasks"] for holder in maps(tree) if "tasks" in holder]
        if lists:
            mention = office.chance.choice(
                ["{agency:so-d}", "{agency:so-k}", "{document:3-qd-ubnd}", "{agency:bo-y-te}"]
            )
            id_ = f"moi-{office.chance.randrange(1000)}"
            lead = office.chance.choice(["so-b", "ubnd-xa-q", "cac-so", "so-y-te-tinh-a", "phong-kinh-te-xa-m"])
            task = {
                "id": id_,
                "text": f"Làm cùng {mention}.",
                "assignment": {"lead": lead, "deadlines": [{"by": "2027-08-15"}]},
            }
            office.chance.choice(lists).append(task)
        return bool(lists)

    return edited(office.plan(), change)


def section_comes(office: EditedOffice) -> bool:
    """A plan has a section more: duties, targets or statements."""
    number = office.chance.randrange(1000)
    kinds = {
        "duties": {"agencies": office.chance.choice(["so-c", "ubnd-cac-xa", "ubnd-xa-p"]), "text": "Theo dõi."},
        "targets": {"indicator": "lao-dong", "text": "Còn {value}.", "value": "70", "unit": "lao động", "due": "2027"},
        "solutions": {"text": "Theo {document:2-qd-ubnd}, {agency:so-d} giúp."},
    }
    kind = office.chance.choice([*kinds])
    item = {"id": f"muc-{number}", **kinds[kind]}
    section = {"id": f"phan-{number}", "heading": f"PHẦN {number}", kind: [item]}
    return edited(office.plan(), lambda tree: tree["outline"].append(section))


EDITS: dict[str, Edit] = {
    "a plan: title": plan_is_named_differently,
    "a plan: short title": of_plan("short_title", "Việc ngắn", "Việc dài hơn"),
    "a plan: heading": of_items("heading", "VIỆC KHÁC", "VIỆC CHÍNH"),
    "a plan: words": of_items("text", "Làm {agency:so-d} biết.", "Làm nốt.", "Nêu {document:3-qd-ubnd}."),
    "a plan: lead": of_items("lead", "so-b", "so-d", "ubnd-xa-q", "ubnd-cac-xa", "so-y-te-tinh-a", ["so-c", "so-k"]),
    "a plan: coordinating": of_items("coordinating", "so-k", ["so-d", "ubnd-xa-p"], "cac-so", None),
    "a plan: deadline": of_items("by", "2027-05-31", "2026-12-15", "2027-Q3"),
    "a plan: amount": of_items("amount", "1.500", "unallocated", "700"),
    "a plan: value": of_items("value", "900", "4.000"),
    "a plan: subject": of_plan("subject", "nghề", "việc", None),
    "a plan: series": of_plan("series", "nghe", "khac", None),
    "a plan: status": of_plan("status", "expired", "draft"),
    "a plan: period": of_plan("period", "2027", "2026", "2028"),
    "a plan: programmes": of_plan("programmes", ["ct-nghe"], None, ["gnbv-2021-2025"]),
    "a plan: bases": of_plan("legal_bases", [], [{"document": "2-qd-ubnd", "role": "basis"}], [{"document": "35-2025-nd-cp", "role": "basis"}]),
    "a plan: recipients": of_plan("recipients", [{"text": "Lưu"}], [{"agencies": ["so-k", "so-b"]}]),
    "a plan: what is open": of_plan("todo", [{"id": "hoi", "what": "Hỏi lại số", "about": "so-c"}], None),
    "a plan: layout": of_plan("layout", {"assignment": "sentence"}, {"assignment": "table"}, {"duties": "tasks"}, None),
    "a plan: wording": of_plan("wording", "own", "as-issued", None),
    "a plan comes: a place's first": plan_comes("xa-q"),
    "a plan comes: of a place that has some": plan_comes("xa-m"),
    "a plan goes": plan_goes,
    "a place loses its last plan": last_plan_goes,
    "a plan is renamed": plan_is_renamed,
    "a plan moves to another place": plan_moves,
    "places are tied or untied": places_are_tied,
    "places are tied or untied once more": places_are_tied,
    "tasks of two places are tied": tasks_are_tied,
    "a plan is replaced": plan_is_replaced,
    "a plan is issued, or amended": plan_is_issued,
    "an item goes": item_goes,
    "an item comes": item_comes,
    "a section comes": section_comes,
}  # fmt: skip
