"""Edits of registers, of the files they stand in, of comments."""

from pathlib import Path
from typing import Any

from tests.office_edits.ways import OF_PLANS, Edit, EditedOffice, edited, entry_of, put, read, value_of
from tests.small_country import write_yaml


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


EDITS: dict[str, Edit] = {
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
}  # fmt: skip
