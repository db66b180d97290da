"""The register over many places: what its page loads first, and what its filters cost with the program of the page."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.inputs import PROJECT

ROWS = 35_000
WORDS = ("đào tạo nghề", "nha o", '"bảo hiểm y tế"', "so nn mt", "ket qua giam ngheo")
FILTERS = ("loai=task", "nam=2026", "quy=continuous", "trang-thai=draft", "co-quan=Sở Tài chính")
_ADDRESS = "nhiem-vu/"
_SCRIPTS = PROJECT / "templates/site/theme/assets/javascripts"
_LOADED = re.compile(r'(?:src|href)="([^"?#]+\.(?:js|css))')


@dataclass(frozen=True)
class RegisterCost:
    """The rows that were looked through, and the CPU time in ms of filters and of words over all of them; the first words find out what words each row has."""

    rows: int
    filters: tuple[float, ...]
    first_words: float
    words: tuple[float, ...]


def first_bytes(site: Path) -> tuple[int, int]:
    """The bytes of the page with the file that says where to look, and with all scripts and styles that it loads."""
    page = site / _ADDRESS / "index.html"
    own = page.stat().st_size + (page.parent / "noi.js").stat().st_size
    loaded = {(page.parent / address).resolve() for address in _LOADED.findall(page.read_text("utf-8"))}
    return own, own + sum(path.stat().st_size for path in loaded if path.is_file() and path.parent != page.parent)


def register_cost(site: Path) -> RegisterCost:
    """What each filter and each question in words costs when the rows are there."""
    scripts = [str(_SCRIPTS / f"{name}.js") for name in ("vietnamese", "search-query", "places-register")]
    command = ["node", str(PROJECT / "bench/register_of_places.js"), str(site), str(ROWS), *FILTERS, WORDS[0], *WORDS]
    told = json.loads(subprocess.run([*command, "--", *scripts], capture_output=True, text=True, check=True).stdout)
    spent = [answer["spent"] for answer in told["answers"]]
    number = len(FILTERS)
    return RegisterCost(told["rows"], tuple(spent[:number]), spent[number], tuple(spent[number + 1 :]))
