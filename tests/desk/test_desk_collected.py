"""Collection workbooks on the local page: dropped, looked at, previewed, and saved as one commit; then who answered is known."""

import io
import re
from html import unescape

import pytest

from planbook.repository.commits import steps
from tests.collected import PLAN, TARGETS, TASKS, Form, collecting, give_out, results, written, year_office
from tests.conftest import git
from tests.desk.desk_pages import asking, in_git, words


@pytest.fixture
def office(tmp_path, monkeypatch):
    return in_git(year_office(tmp_path / "office"), monkeypatch)


def fields_of(page):
    """The fields of a form as they come."""
    assert page.status_code == 200, words(page)
    fields: dict[str, list[str]] = {}
    for tag in re.findall("<input [^>]+>", page.text):
        name, value = (unescape(re.search(f'{key}="([^"]*)"', tag)[1]) for key in ("name", "value"))
        if 'type="hidden"' in tag or " checked" in tag:
            fields.setdefault(name, []).append(value)
    return fields


def test_files_are_dropped_previewed_and_saved_in_one_commit(office, tmp_path):
    forms = give_out(office)
    (office / "phieu").rename(tmp_path / "phieu")
    forms = {agency: tmp_path / "phieu" / path.name for agency, path in forms.items()}
    first = Form(forms["so-nn-mt"]).fill(TARGETS, "dao-tao", value=3050).fill(TARGETS, "cong-nhan", value="1,520")
    second = Form(forms["ubnd-xa-ba"]).fill(TASKS, "mo-lop/xa-ba", state="Hoàn thành", done="10/12/2026")
    files = [
        (io.BytesIO(form.save(tmp_path / name).read_bytes()), name)
        for form, name in ((first, "a.xlsx"), (second, "b.xlsx"))
    ]
    ask = asking(office, tmp_path / "dropped")

    answer = ask("returned", {"files": files})
    page = ask(answer.headers["Location"])
    fields = fields_of(page)
    assert {"dao-tao@a.xlsx", "mo-lop.xa-ba@b.xlsx"} <= {*fields["take"]}
    assert "1,520" in page.text
    assert "Giải trình" not in words(page)  # nobody answers a result
    fields["take"].remove("dao-tao@a.xlsx")

    preview = ask("preview", fields)
    assert "Hoàn thành" in words(preview) or "mo-lop" in preview.text
    assert not results(office).exists()

    answer = ask("take", fields_of(preview))
    assert answer.status_code == 200, words(answer)
    assert written(office)["tasks"] == [{"task": "mo-lop", "place": "xa-ba", "state": "done", "done": "2026-12-10"}]
    assert "targets" not in written(office)
    assert len(steps(office)) == 1
    assert git(office, "status", "--porcelain") == ""
    assert {"so-nn-mt", "ubnd-xa-ba"}.isdisjoint(collecting(office).missing)
    assert f"{PLAN}" in git(office, "log", "-1", "--format=%s")
