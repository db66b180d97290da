"""JSON with a line for each value reads as the standard library writes it."""

import json
from random import Random

import pytest

from planbook.render.json_text import json_text

PLAIN = (None, True, False, 0, 7, -1.5, 1e300, "", 'á "\n\\<\u2028', "x")


def value(random: Random, depth: int = 0):
    """A value of any shape."""
    kind = random.choice(("plain", "list", "tuple", "mapping")[: 1 if depth > 4 else 4])
    if kind == "plain":
        return random.choice(PLAIN)
    inner = [value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == "mapping":
        return {random.choice(("a", "", 'đ"', "c")): entry for entry in inner}
    return inner if kind == "list" else tuple(inner)


@pytest.mark.parametrize("seed", range(20))
def test_json_is_that_of_the_standard_library(seed):
    random = Random(seed)
    for content in (value(random) for _ in range(100)):
        assert json_text(content) == json.dumps(content, ensure_ascii=False, indent=1)
