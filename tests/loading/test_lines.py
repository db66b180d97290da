"""The lines under findings: each is cut out of its file as if the whole file had been read."""

import pytest

from planbook.loading.refusals import Lines, lines_of

CONTENTS = (
    b"",
    b"\n",
    "kế hoạch\nnăm 2026\r\n".encode(),
    "\ufeffid: a\n\ufeffb".encode(),
    "kế".encode()[:-1] + b"\n" + "ế".encode()[:1],
    b"\xff\xfe\n\xc3\n\xa9\n",
)


@pytest.mark.parametrize("content", CONTENTS)
def test_lines_are_those_of_the_whole_file(content):
    lines = Lines({"data/office.yaml": content})["data/office.yaml"]

    assert [*lines] == lines[:] == lines_of(content)
    assert len(lines) == len(lines_of(content))
