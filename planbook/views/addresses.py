"""Where everything that is published stands below the site: the one list of its paths."""

import re
from enum import Enum
from functools import cached_property, lru_cache

_INDEX = "index.html"
# What the ids of places begin with; it is the folder that such places stand in.
PLACES = ("tinh", "thanh-pho", "huyen", "thi-xa", "quan", "xa", "phuong", "thi-tran", "dac-khu")
OTHER_PLACES = "noi"
_LEVEL = re.compile(rf"({'|'.join(PLACES)})-(.+)")
_FOLDER = re.compile(rf"(?:{'|'.join((*PLACES, OTHER_PLACES))})/[a-z0-9-]+/")
# What a blank of a path may be; most are ids.
_BLANKS = {
    "year": r"\d+",
    "number": r"\d+",
    "period": r"\d{4}(?:-(?:q[1-4]|h[12]|9m|\d\d))?",
    "part": r"(?:-\d+)?",
    "ending": "docx|xlsx|pdf",
}


class Address(Enum):
    """The path of a kind of published file, with blanks for what it is about."""

    HOME = "index.html"
    PLACES_WITHIN = "dia-ban/{place}/index.html"
    PLANS = "ke-hoach/index.html"
    PLAN = "ke-hoach/{plan}/index.html"
    OVERVIEW = "ke-hoach/{plan}/tong-quan/index.html"
    RESULTS = "ke-hoach/{plan}/ket-qua/index.html"
    RESULTS_OF_PERIOD = "ke-hoach/{plan}/ket-qua/{period}/index.html"
    CHANGES = "ke-hoach/{plan}/thay-doi/index.html"
    TASKS = "nhiem-vu/index.html"
    TASKS_OF_YEAR = "nhiem-vu/nam/{year}/index.html"
    AGENCIES = "co-quan/index.html"
    AGENCY = "co-quan/{agency}/index.html"
    CALENDAR = "lich/index.html"
    CALENDAR_OF_YEAR = "lich/{year}/index.html"
    INDICATORS = "chi-tieu/index.html"
    INDICATOR = "chi-tieu/{indicator}/index.html"
    MONEY = "kinh-phi/index.html"
    LINEAGE = "so-sanh/index.html"
    COMPARED = "so-sanh/{plan}/index.html"
    STATES = "so-sanh/{plan}/cac-lan-sua/index.html"
    DOCUMENTS = "van-ban/index.html"
    GLOSSARY = "viet-tat/index.html"
    FINDINGS = "kiem-tra/index.html"
    FINDINGS_OF_REGISTERS = "kiem-tra/danh-muc/index.html"
    FINDINGS_OF_PLAN = "kiem-tra/{plan}/index.html"
    DATA = "du-lieu/index.html"

    WORD_DRAFT = "ke-hoach/{plan}/{plan}.docx"
    PLAN_DATA = "ke-hoach/{plan}/{plan}.json"
    WORKBOOK = "ke-hoach/{plan}/{plan}-ma-tran.xlsx"
    MATRIX_SHEET = "ke-hoach/{plan}/{plan}-ma-tran.pdf"
    GRID_SHEET = "ke-hoach/{plan}/{plan}-luoi{part}.pdf"
    OVERVIEW_SHEET = "ke-hoach/{plan}/{plan}-tong-quan.pdf"
    APPENDIX_TABLE = "ke-hoach/{plan}/phu-luc/{appendix}.csv"
    ATTACHED_FILE = "ke-hoach/{plan}/phu-luc/{appendix}.{ending}"
    AGENCY_SHEET = "ke-hoach/{plan}/co-quan/{agency}.pdf"
    HISTORY_SHEET = "so-sanh/{place}-phan-cong.pdf"

    PLAN_CALENDAR = "ke-hoach/{plan}/{plan}.ics"
    AGENCY_CALENDAR = "co-quan/{agency}/{agency}.ics"
    PLAN_FEED = "ke-hoach/{plan}/thay-doi.atom"
    AGENCY_FEED = "co-quan/{agency}/thay-doi.atom"
    AGENCY_WORK = "co-quan/{agency}/viec.js"
    PLAN_TABLE = "ke-hoach/{plan}/{table}.csv"
    AGENCY_TABLE = "co-quan/{agency}/{table}.csv"
    INDICATOR_TABLE = "chi-tieu/{indicator}/{table}.csv"
    DATA_TABLE = "du-lieu/{table}.csv"
    ALL_DATA = "du-lieu/du-lieu.json"
    DATA_SCHEMA = "du-lieu/du-lieu.schema.json"
    DATA_PACKAGE = "du-lieu/datapackage.json"
    DATA_CATALOGUE = "du-lieu/dcat.jsonld"
    OPEN_SDG = "du-lieu/open-sdg/indicator_{indicator}.csv"
    DATA_WORKBOOK = "du-lieu/du-lieu.xlsx"
    REGISTER_ROWS = "nhiem-vu/viec.js"
    REGISTER_PLACES = "nhiem-vu/noi.js"
    REGISTER_WORDS = "nhiem-vu/tu/{letter}.js"
    CALENDAR_ROWS = "lich/viec.js"
    CALENDAR_PLACES = "lich/noi.js"
    PLACE_CALENDAR = "lich/lich.ics"
    WORK_FOR_SEVERAL = "co-quan/viec-nhieu-noi.json"
    AGENCY_PLACES = "co-quan/{agency}/noi.js"
    AGENCY_ROWS = "co-quan/{agency}/viec/{number}.js"
    AGENCY_WORKBOOK = "co-quan/{agency}/{agency}.xlsx"
    SUMMARY = "du-lieu/tom-tat.json"
    SUMMARY_SCHEMA = "du-lieu/tom-tat.schema.json"

    def path(self, folder: str = "", /, **blanks: object) -> str:
        """The path of one file below the site; what lists everything stands in the folder of its place."""
        return (folder if self.is_of_place else "") + str(self.value).format(**blanks)

    def link(self, folder: str = "", /, **blanks: object) -> str:
        """The same as links have it: a page is named by its folder."""
        return self.path(folder, **blanks).removesuffix(_INDEX)

    @cached_property
    def is_of_place(self) -> bool:
        """Whether each place of a site that is cut by places has its own; else it is named for what it is about."""
        return not re.search("{(?:plan|agency|place)}", self.value)

    def blanks(self, path: str) -> dict[str, str] | None:
        """What stands in the blanks of a path; None for one of another kind."""
        match = self._pattern.fullmatch(path, len(folder_of(path)) if self.is_of_place else 0)
        return match.groupdict() if match else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        pattern = ""
        for text, name in re.findall(r"([^{]*)(?:{(\w+)})?", self.value):
            again = f"(?P<{name}>" in pattern
            blank = f"(?P={name})" if again else f"(?P<{name}>{_BLANKS.get(name, '[a-z0-9-]+')})"
            pattern += re.escape(text) + (blank if name else "")
        return re.compile(pattern)


def folder_of_place(place: str) -> str:
    """The folder of what a place has of its own: its kind of unit, then its name."""
    match = _LEVEL.fullmatch(place)
    return f"{match[1]}/{match[2]}/" if match else f"{OTHER_PLACES}/{place}/"


def folder_of(path: str) -> str:
    """The folder of a place that a path begins with; nothing where it stands in none."""
    match = _FOLDER.match(path)
    return match[0] if match else ""


@lru_cache(10_000)  # a page leads to few others, many times
def relative(link: str, page: str) -> str:
    """A link from the root of the site as the page of a path writes it."""
    target, here = [step for step in link.split("/") if step], page.split("/")[:-1]
    shared = next(
        (at for at, (step, own) in enumerate(zip(target, here, strict=False)) if step != own),
        min(len(target), len(here)),
    )
    steps = "/".join([".."] * (len(here) - shared) + target[shared:]) or "."
    return f"{steps}/" if link.endswith("/") or not link else steps
