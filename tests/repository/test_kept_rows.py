"""What is kept in rows comes back as it was written last, or not at all; of many rows, no more is written than what differs."""

import pytest

from planbook.repository import kept_rows
from planbook.repository.kept_rows import keep_rows, read_rows

ROWS = {"": b"all", "k\u1ebf ho\u1ea1ch": b"x" * 90, "empty": b"", "\ud800": b"half"}


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "build/rows"
    keep_rows(place, ROWS)
    return place


def test_rows_come_back(path):
    assert read_rows(path).rows == ROWS
    assert read_rows(path.with_name("none")) == ({}, 0)


def test_a_row_that_is_another_one_is_written_behind_the_rest(path):
    before = path.read_bytes()
    keep_rows(path, ROWS)
    assert path.read_bytes() == before
    anew = {**ROWS, "empty": b"no more", "new": b"row"}
    keep_rows(path, anew)
    assert path.read_bytes().startswith(before)
    assert read_rows(path).rows == anew
    assert [*read_rows(path).rows] == [*anew]


def test_a_file_is_written_anew_before_most_of_it_is_what_was(path):
    for number in range(50):
        keep_rows(path, {**ROWS, "": str(number).encode()})
        assert read_rows(path).rows == {**ROWS, "": str(number).encode()}
    keep_rows(path.with_name("anew"), ROWS)
    assert path.stat().st_size < 2 * path.with_name("anew").stat().st_size


def test_a_row_that_is_gone_is_kept_no_more(path):
    rest = {name: content for name, content in ROWS.items() if name}
    keep_rows(path, rest)
    assert read_rows(path).rows == rest


def test_no_row_is_believed_where_anything_was_written_by_another_hand(path):
    first = path.read_bytes()
    keep_rows(path, {**ROWS, "": b"two", "empty": b"three"})
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert read_rows(path) == ({}, 0), at
        path.write_bytes(content[:at])  # what was written at once is there, or nothing of it
        assert read_rows(path).rows == (ROWS if at == len(first) else {}), at
    keep_rows(path, ROWS)
    assert read_rows(path).rows == ROWS


def test_who_was_overtaken_writes_all_rows(path, monkeypatch):
    def read_before_another(place):
        rows = read(place)
        place.write_bytes(place.read_bytes() + kept_rows._written({"": b"of another"}))
        return rows

    read = read_rows
    monkeypatch.setattr(kept_rows, "read_rows", read_before_another)
    keep_rows(path, {**ROWS, "empty": b"mine"})
    assert read(path).rows == {**ROWS, "empty": b"mine"}
