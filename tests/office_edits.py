"""Every kind of edit of the folder of an office, one table of small ones: each says whether it changed anything."""

import datetime as dt
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from planbook.authoring.close_period import close
from planbook.authoring.issue import Signing, issue
from planbook.messages.diagnostics import Refusal
from tests.conftest import ROOT, git
from tests.random_edits import maps
from tests.small_country import COUNTRY, FIRST, commit, moment, write_yaml

PDF = b"%%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%s\ntrailer\n<<>>\n%%%%EOF\n"
OF_PLANS = ("plans", "results", "seals", "opinions", "attachments")


@dataclass
class EditedOffice:
    """The folder of an office, what chance says of it, the options of the next build, the time of its last commit."""

    root: Path
    chance: random.Random
    options: dict[str, Any] = field(default_factory=dict)
    time: int = FIRST

    def files(self, name: str) -> list[Path]:
        """The files of a register, or of all plans."""
        data = self.root / "data"
        return sorted([*data.glob(f"{name}.yaml"), *(data / name).rglob("*.yaml")])

    def plan(self) -> Path:
        """Some plan."""
        return self.chance.choice(self.files("plans"))

    def other(self, *values: Any, now: object) -> Any:
        """One of some values that is not the present one."""
        return self.chance.choice([value for value in values if value != now])


Edit = Callable[[EditedOffice], bool]


def read(path: Path) -> Any:
    """A file of the data as a tree of texts."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


def put(holder: dict[str, Any], key: str, value: Any) -> None:
    """Say something of an entry; None takes it away."""
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value


def edited(path: Path, edit: Callable[[dict[str, Any]], bool | None]) -> bool:
    """Edit the tree of a file, which is written if the edit does not say False."""
    tree = read(path)
    if edit(tree) is False:
        return False
    write_yaml(path, tree)
    return True


def value_of(name: str, id_: str, key: str, *values: Any) -> Edit:
    """An entry of a register, or an item of any plan, says another one of some values; None is nothing."""

    def edit(office: EditedOffice) -> bool:
        for path in office.files(name):
            tree = read(path)
            for entry in (entry for entry in maps(tree) if entry.get("id") == id_):
                put(entry, key, office.other(*values, now=entry.get(key)))
                write_yaml(path, tree)
                return True
        return False

    return edit


def entry_of(name: str, key: str, entry: Mapping[str, Any]) -> Edit:
    """An entry of a register comes, first or last in its file or in one of its own, or goes."""

    def edit(office: EditedOffice) -> bool:
        for path in office.files(name):
            tree = read(path)
            entries = tree.get(key, [])
            if entry["id"] in (listed["id"] for listed in entries):
                tree[key] = [listed for listed in entries if listed["id"] != entry["id"]]
                if any(tree.values()):
                    write_yaml(path, tree)
                else:
                    path.unlink()
                return True
        path = office.root / f"data/{name}.yaml"
        if path.exists() and (tree := read(path)):
            tree.setdefault(key, []).insert(office.chance.choice([0, 99]), dict(entry))
            write_yaml(path, tree)
        else:
            place = office.chance.choice(["", "a/"])
            lists = dict.fromkeys((key for own in office.files(name) for key in read(own)), ())
            write_yaml(office.root / f"data/{name}/{place}{entry['id']}.yaml", {**lists, key: [dict(entry)]})
        return True

    return edit


def setting(key: str, *values: Any) -> Edit:
    """The office says something else of itself."""

    def edit(office: EditedOffice) -> bool:
        return edited(
            office.root / "data/office.yaml", lambda tree: put(tree, key, office.other(*values, now=tree.get(key)))
        )

    return edit


def file_of(path: str, *contents: str | bytes | None) -> Edit:
    """A file says something else; None is no file."""

    def edit(office: EditedOffice) -> bool:
        place = office.root / path
        wanted = [content.encode() if isinstance(content, str) else content for content in contents]
        content = office.other(*wanted, now=place.read_bytes() if place.exists() else None)
        if content is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return True

    return edit


def text_of(path: str, old: str, new: str) -> Edit:
    """A file that comes with the program is the office's own with other words, or is not its own any more."""

    def edit(office: EditedOffice) -> bool:
        text = (ROOT / path).read_text("utf-8")
        assert old in text, path
        return file_of(path, None, text.replace(old, new), text)(office)

    return edit


def of_plan(key: str, *values: Any) -> Edit:
    """Some plan says something else."""

    def edit(office: EditedOffice) -> bool:
        return edited(office.plan(), lambda tree: put(tree, key, office.other(*values, now=tree.get(key))))

    return edit


def of_items(key: str, *values: Any) -> Edit:
    """Some item of some plan that says such a thing says another."""

    def edit(office: EditedOffice) -> bool:
        def change(tree: dict[str, Any]) -> bool:
            holders = [holder for holder in maps(tree) if key in holder and holder is not tree]
            if holders:
                holder = office.chance.choice(holders)
                put(holder, key, office.other(*values, now=holder[key]))
            return bool(holders)

        return edited(office.plan(), change)

    return edit


def option(key: str, *values: Any) -> Edit:
    """The next builds are called otherwise."""

    def edit(office: EditedOffice) -> bool:
        put(office.options, key, office.other(*values, now=office.options.get(key)))
        return True

    return edit


def gone(*paths: str) -> Edit:
    """What is kept of earlier builds, or was published, is lost."""

    def edit(office: EditedOffice) -> bool:
        there = [path for pattern in paths for path in sorted(office.root.glob(pattern))]
        if there:
            path = office.chance.choice(there)
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return bool(there)

    return edit


def spoiled(pattern: str, content: bytes) -> Edit:
    """A file that a build wrote holds something else."""

    def edit(office: EditedOffice) -> bool:
        there = [path for path in sorted(office.root.glob(pattern)) if path.is_file()]
        if there:
            office.chance.choice(there).write_bytes(content)
        return bool(there)

    return edit


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


def results_come(office: EditedOffice) -> bool:
    """What came of a plan in a period is told, or told otherwise."""
    plan = office.plan()
    tree = read(plan)
    ids = {entry.get("id"): entry for entry in maps(tree)}
    quarter = office.chance.choice([1, 2, 3])
    results: dict[str, Any] = {
        "plan": plan.stem,
        "period": f"{tree['period']}-Q{quarter}",
        "as_of": f"{tree['period']}-{('03-31', '06-30', '09-30')[quarter - 1]}",
        "difficulties": [{"id": "kho", "text": f"Khó việc thứ {office.chance.randrange(20)}."}],
    }
    tasks = [
        {"task": task, "state": "under-way", "note": f"lần {office.chance.randrange(9)}"}
        for task in ("lam", "mo-lop")
        if task in ids
    ]
    targets = (
        [{"target": "hoc-nghe", "place": "xa-m", "value": str(office.chance.randrange(9))}] if "hoc-nghe" in ids else []
    )
    write_yaml(
        office.root / f"data/results/{plan.stem}/{results['period']}.yaml",
        {**results, **({"tasks": tasks} if tasks else {}), **({"targets": targets} if targets else {})},
    )
    return True


def results_go(office: EditedOffice) -> bool:
    """Nothing is told of a period any more."""
    there = office.files("results")
    if there:
        office.chance.choice(there).unlink()
    return bool(there)


def period_is_closed(office: EditedOffice) -> bool:
    """The results of a period are sealed."""
    for path in office.files("results"):
        try:
            close(office.root, path.parent.name, path.stem)
        except Refusal:
            continue
        return True
    return False


def opinions_come(office: EditedOffice) -> bool:
    """An agency answers to a plan, or its answer is answered."""
    plan = office.plan().stem
    path = office.root / f"data/opinions/{plan}.yaml"
    tree = read(path) if path.exists() else {"plan": plan, "opinions": []}
    if tree["opinions"] and office.chance.random() < 0.6:
        tree["opinions"][0].update(answer=office.chance.choice(["taken", "not-taken"]), why="Đã cân nhắc")
    else:
        kind = office.chance.choice(["comment", "edit", "agreement"])
        words = {"comment": {"text": "Xem lại."}, "edit": {"old": "việc", "text": "các việc"}, "agreement": {}}[kind]
        agency = office.chance.choice(["so-b", "ubnd-xa-m", "so-k"])
        number = len(tree["opinions"])
        tree["opinions"].append(
            {"id": f"y-kien-{number}", "kind": kind, "agency": agency, "file": "gop-y.docx", "at": "viec", **words}
        )
    write_yaml(path, tree)
    return True


def appendix_comes(office: EditedOffice) -> bool:
    """A plan goes out with a file, with another one, or with none any more."""
    plan = office.plan()
    folder = office.root / f"data/attachments/{plan.stem}"
    has_file = (folder / "bieu.pdf").exists()
    if has_file and office.chance.random() < 0.4:
        shutil.rmtree(folder)
        return edited(plan, lambda tree: put(tree, "appendices", None))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bieu.pdf").write_bytes(PDF % str(office.chance.random()).encode())
    appendices = [{"id": "bieu", "title": "BIỂU KÈM", "file": "bieu.pdf"}]
    return has_file or edited(plan, lambda tree: put(tree, "appendices", appendices))


def table_comes(office: EditedOffice) -> bool:
    """A plan has other tables as appendices."""
    tables = [{"id": "bang", "made": office.chance.choice(["tasks", "targets", "budget"])}]
    typed = {
        "id": "chu",
        "title": "Biểu",
        "columns": [{"key": "a", "heading": "A"}],
        "rows": [{"id": "d", "cells": ["x"]}],
    }
    return edited(office.plan(), lambda tree: put(tree, "appendices", [*tables, typed]))


def finding_is_accepted(office: EditedOffice) -> bool:
    """A comment in a plan or a register accepts a finding, or another one, or does not any more."""
    path = office.chance.choice([office.plan(), *office.files("agencies"), *office.files("indicators")])
    lines = path.read_text("utf-8").splitlines()
    own = [line for line in lines if "# allow:" not in line]
    if own == lines:
        check = office.chance.choice(["issued-plan-edited", "agency-typed", "unused", "stated-twice"])
        own[office.chance.choice([0, len(own) // 2]) : 0] = [f"# allow: {check} - đã xem"]
    path.write_text("\n".join(own) + "\n", "utf-8")
    return True


def comment_comes(office: EditedOffice) -> bool:
    """A file of the data has a comment more, which moves its lines."""
    path = office.chance.choice(sorted((office.root / "data").rglob("*.yaml")))
    path.write_text(f"# {office.chance.random()}\n{path.read_text('utf-8')}", "utf-8")
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


def folder_moves(office: EditedOffice) -> bool:
    """The files of a plan stand in other folders."""
    plan = office.plan()
    own, folder = plan.relative_to(office.root / "data/plans").parent, office.chance.choice(["", "a", "a/m", "b"])
    if own == Path(folder):
        return False
    for kind in OF_PLANS:
        top = office.root / "data" / kind
        for path in [path for path in sorted((top / own).glob(f"{plan.stem}*")) if path.stem == plan.stem]:
            (top / folder).mkdir(parents=True, exist_ok=True)
            path.rename(top / folder / path.name)
    return True


def register_is_split(office: EditedOffice) -> bool:
    """Entries of a register stand in other files, all in one or some of each."""
    name = office.chance.choice(["agencies", "localities", "legal-documents", "indicators", "agency-changes"])
    parts: list[dict[str, list[Any]]] = [{}, {}]
    for path in office.files(name):
        for key, entries in read(path).items():
            for part in parts:
                part.setdefault(key, [])
            for entry in entries:
                office.chance.choice(parts)[key].append(entry)
        path.unlink()
    for part, path in zip(parts, (f"{name}.yaml", f"{name}/b/phan.yaml"), strict=True):
        if any(part.values()):
            write_yaml(office.root / "data" / path, part)
    return True


def entries_change_places(office: EditedOffice) -> bool:
    """The entries of a register, or its files, stand in another order."""
    files = office.files(office.chance.choice(["agencies", "localities", "legal-documents", "indicators"]))

    def change(tree: dict[str, Any]) -> None:
        for entries in tree.values():
            entries.reverse()

    path = office.chance.choice(files)
    if len(files) > 2:
        path.rename(path.with_stem(f"{office.chance.choice('az')}-{path.stem}"))
        return True
    return edited(path, change)


def place_ends(office: EditedOffice) -> bool:
    """A commune ends and another one is its successor, or it does not."""

    def change(tree: dict[str, Any]) -> bool:
        communes = [entry for entry in tree.get("localities", ()) if entry["level"] == "commune"]
        if communes:
            entry = office.chance.choice(communes)
            is_over = "end" in entry
            put(entry, "end", None if is_over else office.chance.choice(["2027-03-31", "2026-10-01"]))
            put(entry, "successors", None if is_over else [office.other("xa-m", "xa-q", now=entry["id"])])
        return bool(communes)

    return edited(office.chance.choice(office.files("localities")), change)


def agency_changes(kind: str, **fields: Any) -> Edit:
    """An event of agencies comes or goes."""
    entry = {"id": f"su-kien-{kind}", "kind": kind, "date": "2027-04-01", "confirmed": "false", **fields}
    return entry_of("agency-changes", "changes", entry)


def register_of_nothing(office: EditedOffice) -> bool:
    """A register that the plans do not need is not there any more."""
    path = office.root / "data/agency-changes.yaml"
    if path.exists():
        path.unlink()
    else:
        write_yaml(path, {"changes": []})
    return True


def commit_without_a_change(office: EditedOffice) -> bool:
    """Somebody commits what there is; a tag comes too."""
    commit(office.root, office.time)
    git(office.root, "tag", "--force", f"lan-{office.time}")
    return True


def commit_of_another_day(office: EditedOffice) -> bool:
    """Days later somebody commits what there is."""
    office.time += 86_400 * office.chance.choice([1, 5, 90])
    commit(office.root, office.time)
    return True


def commit_of_something_else(office: EditedOffice) -> bool:
    """Somebody commits a file that no build reads."""
    (office.root / "ghi-chu.txt").write_text(str(office.chance.random()), "utf-8")
    office.time += 600
    commit(office.root, office.time)
    return True


def history_is_rewritten(office: EditedOffice) -> bool:
    """The last commit is made once more, with other words."""
    if git(office.root, "rev-list", "--count", "HEAD") == "1":
        return False
    git(office.root, "commit", "--quiet", "--amend", "--allow-empty", "--message", "y", **moment(office.time))
    return True


def commit_is_taken_back(office: EditedOffice) -> bool:
    """The last commit is taken back by another one."""
    if git(office.root, "rev-list", "--count", "HEAD") == "1" or git(office.root, "status", "--porcelain"):
        return False
    office.time += 600
    git(office.root, "revert", "--no-edit", "HEAD", **moment(office.time))
    return True


def page_is_added(office: EditedOffice) -> bool:
    """Somebody puts a page of the office's own into the site by hand."""
    folder = office.chance.choice(sorted(path for path in (office.root / "site").rglob("*") if path.is_dir()))
    (folder / "cua-toi.html").write_text("x", "utf-8")
    return True


def page_is_deleted(office: EditedOffice) -> bool:
    """Somebody deletes a published file, or edits it."""
    path = office.chance.choice(sorted(path for path in (office.root / "site").rglob("*") if path.is_file()))
    if office.chance.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")
    return True


def of_wrong_words(path: str, old: str, new: str) -> Edit:
    """A file says what keeps a site from being made."""

    def edit(office: EditedOffice) -> bool:
        place = office.root / path
        text = place.read_text("utf-8") if place.exists() else ""
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace(old, new, 1) if old and old in text else f"{text}\n{new}\n", "utf-8")
        return True

    return edit


_EXTENDED = '{{% extends "planbook/{}" %}}\n{{% block {} %}}{{{{ super() }}}}\n{}\n{{% endblock %}}\n'

EDITS: dict[str, Edit] = {
    # Plans.
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
    # What belongs to plans.
    "results come": results_come,
    "results go": results_go,
    "a period is closed": period_is_closed,
    "opinions": opinions_come,
    "an attachment": appendix_comes,
    "tables as appendices": table_comes,
    # Registers.
    "agency: name": value_of("agencies", "so-b", "name", "Sở B", "Sở B và C"),
    "agency: name of one elsewhere": value_of("agencies", "so-k", "name", "Sở K", "Sở Khác"),
    "agency: short name": value_of("agencies", "so-b", "short_name", "SB", "S.B", None),
    "agency: alias": value_of("agencies", "so-c", "aliases", ["sở cũ"], None),
    "agency: full name": value_of("agencies", "ubnd-xa-m", "full_name", "Ủy ban nhân dân xã M", "Ủy ban nhân dân xã M mới"),
    "agency: code": value_of("agencies", "so-d", "code", "H40.1", None),
    "agency: locality": value_of("agencies", "so-d", "locality", "tinh-a", "tinh-b"),
    "agency: branch": value_of("agencies", "so-c", "branch", "association", "state"),
    "agency: one that nobody names": entry_of("agencies", "agencies", {"id": "so-z", "name": "Sở Z", "level": "province", "locality": "tinh-a"}),
    "agency: one with the name of a shared one": entry_of("agencies", "agencies", {"id": "y-te-a", "name": "Sở Y tế", "level": "province", "locality": "tinh-a"}),
    "group: members": value_of("agencies", "cac-so", "members", ["so-b", "so-c"], ["so-b", "so-d"], ["so-c"]),
    "group: rule": value_of("agencies", "ubnd-cac-xa", "member_rule", {"level": "commune", "below": "true"}, {"level": "commune", "below": "true", "without": ["ubnd-xa-m"]}),
    "group: open": value_of("agencies", "cac-so", "open", "true", None),
    "agencies merge": agency_changes("merge", original=["so-b", "so-c"], resulting=["so-d"]),
    "an agency is renamed": agency_changes("rename", original=["so-b"], former={"name": "Sở B cũ"}),
    "an agency ends": agency_changes("dissolve", original=["so-d"]),
    "an agency is split": agency_changes("split", original=["so-c"], resulting=["so-b", "so-d"], functions=[{"function": "nghề", "to": "so-d"}]),
    "an agency is established": agency_changes("establish", resulting=["so-d"]),
    "an agency elsewhere ends": agency_changes("merge", id="su-kien-b", original=["so-k"], resulting=["ubnd-tinh-b"]),
    "a change: date": value_of("agency-changes", "tach-so-cu", "date", "2026-06-01", "2027-06-01"),
    "a change: confirmed": value_of("agency-changes", "tach-so-cu", "confirmed", "true", "false"),
    "locality: name": value_of("localities", "xa-m", "name", "xã M", "xã Mới"),
    "locality: name of a province": value_of("localities", "tinh-a", "name", "tỉnh A", "tỉnh Anh"),
    "locality: part of": value_of("localities", "xa-q", "part_of", "tinh-a", "tinh-b"),
    "locality: one comes": entry_of("localities", "localities", {"id": "xa-r", "name": "xã R", "level": "commune", "part_of": "tinh-a"}),
    "locality: ends": place_ends,
    "document: title": value_of("legal-documents", "1-qd-ubnd", "title", "về việc thứ 1", "về việc nhất"),
    "document: title of one in words": value_of("legal-documents", "2-qd-ubnd", "title", "về việc thứ 2", "về việc nhì"),
    "document: number": value_of("legal-documents", "2-qd-ubnd", "number", "2/QĐ-UBND", "22/QĐ-UBND"),
    "document: end": value_of("legal-documents", "2-qd-ubnd", "end", "2027-02-01", "2026-08-01", None),
    "document: implements": value_of("legal-documents", "2-qd-ubnd", "implements", ["3-qd-ubnd"], ["35-2025-nd-cp"], None),
    "document: replaces": value_of("legal-documents", "3-qd-ubnd", "replaces", ["2-qd-ubnd"], ["1-qd-ubnd"], None),
    "document: issuer": value_of("legal-documents", "3-qd-ubnd", "issuer", "ubnd-tinh-a", "ubnd-tinh-b"),
    "document: one that nobody names": entry_of("legal-documents", "documents", {"id": "9-qd-ubnd", "type": "quyet-dinh", "number": "9/QĐ-UBND", "date": "2026-09-01", "issuer": "ubnd-tinh-a", "title": "về việc thứ 9"}),
    "document: a type comes": entry_of("legal-documents", "types", {"id": "to-trinh-rieng", "name": "Tờ trình riêng", "code": "TTR"}),
    "indicator: name": value_of("indicators", "lao-dong", "name", "Lao động học nghề", "Người học nghề"),
    "indicator: accumulation": value_of("indicators", "lao-dong", "accumulation", "period", "cumulative", None),
    "indicator: direction": value_of("indicators", "ty-le", "direction", "up", "down"),
    "indicator: one that nobody names": entry_of("indicators", "indicators", {"id": "khac", "name": "Chỉ số khác", "unit": "hộ", "direction": "up"}),
    "standard: name": value_of("indicators", "chuan-x", "name", "chuẩn X giai đoạn 2026-2030", "chuẩn X năm 2026"),
    "standard: period": value_of("indicators", "chuan-x", "period", "2026-2030", "2022-2026"),
    "programme: name": value_of("programmes", "ct-nghe", "name", "Chương trình dạy nghề", "Chương trình nghề"),
    "programme: short name": value_of("programmes", "ct-nghe", "short_name", "CTDN", "CTN", None),
    "programme: period": value_of("programmes", "ct-nghe", "period", "2026-2030", "2025-2030"),
    "project: name": value_of("programmes", "du-an-2", "name", "Mở lớp", "Mở lớp nghề"),
    "project: number": value_of("programmes", "du-an-2", "number", "2", "3"),
    "programme: one that nobody names": entry_of("programmes", "programmes", {"id": "ct-khac", "name": "Chương trình khác", "period": "2026-2030"}),
    "source of money: name": value_of("funding-sources", "nguon-tw", "name", "vốn trên", "vốn trung ương"),
    "source of money: part of": value_of("funding-sources", "nguon-dp", "part_of", "nguon-tw", None),
    "source of money: one that nobody names": entry_of("funding-sources", "sources", {"id": "nguon-khac", "name": "vốn khác", "kind": "source"}),
    "a register is gone or empty": register_of_nothing,
    "a register is split": register_is_split,
    "entries change places": entries_change_places,
    "folders move": folder_moves,
    "a finding is accepted": finding_is_accepted,
    "a comment": comment_comes,
    # What the office says of itself, templates and guides of its own.
    "office: owner": setting("owner", "Ban A", None),
    "office: contact": setting("contact", "Ông X", None),
    "office: reports": setting("report_errors", "a@b.vn", "https://b.vn/?t={page}", None),
    "office: licence": setting("licence", {"name": "X-1", "title": "Giấy phép X", "path": "https://x.vn/"}, None),
    "office: plans": setting("plans", "kế hoạch dạy nghề", None),
    "office: subject": setting("subject", "dạy nghề", None),
    "office: place": setting("place", "tinh-a", "xa-m", None),
    "office: issuer": setting("issuer", "so-b", None),
    "office: site name": setting("site_name", "Kế hoạch A", None),
    "office: search examples": setting("search_examples", ["day nghe"], None),
    "office: same words": setting("same_words", [["dạy nghề", "đào tạo"]], [["xã M", "mờ"]], None),
    "office: standard": setting("standard", "chuẩn X", None),
    "office: counted": setting("counted", "hộ X", None),
    "office: lookalikes": setting("lookalikes", ["Sở Bê"], None),
    "office: history without names": setting("history_without_names", "true", None),
    "office: offline": setting("offline", "true", "false", None),
    "office: by place": setting("by_place", "true", "false"),
    "office: states in matrices": setting("matrix_states", "true", None),
    "template: wording": file_of("templates/plan/wording.yaml", 'recipients: "Kính gửi:"\n', 'recipients: "Gửi nơi:"\n', None),
    "template: plan": file_of("templates/plan/plan.html", _EXTENDED.format("plan/plan.html", "closing", ""), None),
    "template: home": file_of("templates/site/home.md", _EXTENDED.format("site/home.md", "more", "Thêm."), None),
    "template: page of a plan": file_of("templates/site/plan.md", _EXTENDED.format("site/plan.md", "more", "Thêm nữa."), None),
    "template: page of an agency": file_of("templates/site/agency.md", _EXTENDED.format("site/agency.md", "more", "Thêm nữa."), None),
    "template: search": text_of("templates/site/search.yaml", "# ", "#  "),
    "template: styles of Word": text_of("templates/word/styles.yaml", "# ", "#  "),
    "template: one that nothing reads": file_of("templates/site/rieng.md", "x", None),
    "guide: words": file_of("content/gioi-thieu.md", "# Về trang này\n\nCủa {office:plans}.\n", "# Về trang này\n"),
    "guide: one comes": file_of("content/huong-dan/may-chu.md", "# Máy chủ\n", "# Máy chủ khác\n"),
    "guide: a picture": file_of("content/hinh.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", None),
    "mkdocs.yml: address": file_of("mkdocs.yml", "site_url: https://a.vn/\n", "site_url: https://b.vn/x/\nrepo_url: https://github.com/a/b\n", None),
    "mkdocs.yml: navigation": file_of("mkdocs.yml", "nav:\n  - Giới thiệu:\n      - Máy chủ: huong-dan/may-chu.md\n", None),
    # Time, calls, git.
    "a day passes": option("as_of", dt.date(2026, 12, 20), dt.date(2027, 4, 2), dt.date(2027, 6, 30), None),
    "drafts with marks": option("tracked", ("nghe-a-2027",), ()),
    "drafts with their history": option("history", True, False),
    "a commit without a change": commit_without_a_change,
    "a commit of another day": commit_of_another_day,
    "a commit of something else": commit_of_something_else,
    "history is rewritten": history_is_rewritten,
    "a commit is taken back": commit_is_taken_back,
    # What builds left.
    "site: a foreign page": page_is_added,
    "site: a file is lost or edited": page_is_deleted,
    "site: all is lost": gone("site", "site/*"),
    "kept: something is lost": gone("build/*", "build/shards/*"),
    "kept: a record is spoiled": spoiled("build/**/*.json", b"{}"),
    "kept: something is spoiled": spoiled("build/**/*", b""),
    # What keeps a site from being made.
    "wrong: an id": of_items("lead", "khong-co"),
    "wrong: YAML": of_wrong_words("data/agencies.yaml", "agencies:", "agencies: {"),
    "wrong: a figure": of_items("value", "1.5"),
    "wrong: a template": file_of("templates/site/plan.md", "{{ nothing.at.all }}"),
    "wrong: words": file_of("templates/plan/wording.yaml", "recipients: [\n"),
    "wrong: a guide": file_of("content/gioi-thieu.md", "# Về\n\n[x](khong-co.md)\n"),
}  # fmt: skip
