"""What the machine refuses is said in words, with the file that it says it of."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from planbook.repository.machine import reason_with_place


def full(source: str, target: str) -> None:
    """What a full disk says of one file."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)


def full_of_both(source: str, target: str) -> None:
    """What a full disk says of a file and its copy."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source, None, target)


def full_of_none(source: str, target: str) -> None:
    """What a full disk says where it names no file."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("copy", [full, full_of_both, full_of_none])
def test_a_folder_that_cannot_be_copied_is_told_once_and_in_words(
    tmp_path: Path, copy: Callable[[str, str], None]
) -> None:
    for name in ("a.html", "deep/b.html", "deep/deeper/c.html"):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).touch()
    with pytest.raises(shutil.Error) as refusal:
        shutil.copytree(tmp_path / "site", tmp_path / "copy", copy_function=copy)
    words = str(reason_with_place(refusal.value))
    first = words.removeprefix("no space is left on the disk: ")
    assert Path(first).relative_to(tmp_path / "copy").as_posix() in {"a.html", "deep/b.html", "deep/deeper/c.html"}


def test_a_folder_that_cannot_be_copied_for_no_reason_of_the_machine_is_told_in_its_own_words(tmp_path: Path) -> None:
    assert str(reason_with_place(shutil.Error([("a", "b", "`a` is a named pipe")]))) == "`a` is a named pipe: b"
    assert str(reason_with_place(shutil.Error("`a` and `a` are the same file"))) == "`a` and `a` are the same file"
