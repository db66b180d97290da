"""Edits of what belongs to plans: results, opinions, appendices."""

import shutil
from typing import Any

from planbook.authoring.close_period import close
from planbook.messages.diagnostics import Refusal
from tests.office_edits.ways import Edit, EditedOffice, edited, put, read
from tests.returns.random_edits import maps
from tests.small_country import write_yaml

PDF = b"%%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%s\ntrailer\n<<>>\n%%%%EOF\n"


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


EDITS: dict[str, Edit] = {
    "results come": results_come,
    "results go": results_go,
    "a period is closed": period_is_closed,
    "opinions": opinions_come,
    "an attachment": appendix_comes,
    "tables as appendices": table_comes,
}  # fmt: skip
