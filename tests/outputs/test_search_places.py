"""The files that say where a search of many places has to look: small, and one changed figure changes few of them."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.search_places import answers
from planbook.outputs import country_search
from planbook.outputs.country_search import PlacesSearched, SearchedPages, write_country_search
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.kept_values import KeptValues
from planbook.outputs.last_files import LastFiles
from planbook.outputs.searching import shard_search, write_search_part
from planbook.render.search_index import SearchPlace, index_script, indexed_pages, places_in
from planbook.render.search_places import MOST_RARE, search_places
from planbook.render.search_shards import cut, words_and_keys
from planbook.repository.output_files import write_files
from planbook.text.search_keys import SPACE, key, packed
from planbook.views.search_part import PlaceSearch, SearchPart
from tests.offices import written

FIRST = "assets/search-index.js"


def place(
    name: str, words: str, folder: str = "", within: str = "", parts: int = 1, keys: Sequence[str] = ()
) -> PlaceSearch:
    addresses = [f"{folder}search-index{f'-{number}' if number > 1 else ''}.js" for number in range(1, parts + 1)]
    return PlaceSearch(
        name,
        folder,
        within,
        1,
        tuple(SearchPart(address, 80_500, words, packed({*map(key, keys)})) for address in addresses),
    )


def communes(count: int, words: str = "") -> list[PlaceSearch]:
    shared = " ".join(f"chung{number}" for number in range(100))
    return [
        place(
            f"xã Số {n}",
            f"{shared} {words} rieng{n} {n * 1_001}",
            f"xa/so-{n}/",
            "tỉnh Lào Cai",
            keys=(f"ma-so-{n}", "hộ nghèo"),
        )
        for n in range(count)
    ]


def read(script: str) -> dict[str, Any]:
    return json.loads(script[script.index("{") : script.rindex("}") + 1])


def rare(files: dict[str, str]) -> dict[str, list[int]]:
    """The rare words of all files with the parts that have them."""
    of_words = [path for path in files if path.startswith("assets/search-words/") and "/-" not in path]
    lines = [line.split() for path in of_words for line in read(files[path])["lines"][0].split("\n")]
    return {word: [int(part, 16) for part in parts] for word, *parts in lines}


def places_of_key(files: dict[str, str], text: str) -> list[int]:
    """The parts that a rare key leads to."""
    _, count = read(files[FIRST])["files"]
    file, within = divmod(key(text), SPACE // count)
    lines = [line.split() for line in read(files[f"assets/search-words/-{file}.js"])["lines"][0].split("\n")]
    return [int(part, 16) for name, *parts in lines if name == f"{within:x}" for part in parts]


def test_a_word_that_few_places_have_leads_to_them():
    files = search_places([*communes(60), place("xã Bắc Hà", "methadon rieng7", "xa/bac-ha/")])

    assert rare(files)["methadon"] == [60]
    assert rare(files)["rieng7"] == [7, 60]
    assert places_of_key(files, "ma-so-41") == [41]
    assert places_of_key(files, "hộ nghèo") == []


def test_what_most_places_have_is_in_the_first_file_only():
    files = search_places(communes(60))

    of_nearly_all, of_many = read(files[FIRST])["common"]
    assert {"chung0", "chung99"} <= {*of_nearly_all.split()}
    assert not of_many
    assert "chung0" not in rare(files)


def test_a_place_is_told_with_what_it_lies_in_though_that_has_no_plans():
    (row, wider) = read(search_places([place("xã Bắc Hà", "", "xa/bac-ha/", "tỉnh Lào Cai", parts=2)])[FIRST])["places"]

    assert row == ["xã", "Bắc Hà", 1, [9, 9], 1, ""]
    assert wider == ["tỉnh", "Lào Cai", 0, [], -1, ""]


@pytest.mark.parametrize(
    ("name", "folder", "told"),
    [
        ("xã Tân Lập", "xa/tan-lap-tuyen-quang/", ["xã", "Tân Lập", 1, [9], -1, "xa/tan-lap-tuyen-quang/"]),
        ("Đặc khu Phú Quốc", "noi/phu-quoc/", ["đặc khu", "Phú Quốc", 1, [9], -1, "noi/phu-quoc/"]),
        ("Huyện Bắc Hà", "huyen/bac-ha/", ["huyện", "Bắc Hà", 1, [9], -1, ""]),
        ("Quần đảo Xa", "noi/quan-dao/", ["", "Quần đảo Xa", 1, [9], -1, "noi/quan-dao/"]),
        ("", "", ["", "", 1, [9], -1, ""]),
        ("thành phố Hà Nội", "thanh-pho/ha-noi/", ["thành phố", "Hà Nội", 1, [9], -1, ""]),
    ],
)
def test_a_place_is_told_in_few_letters(name, folder, told):
    assert read(search_places([place(name, "", folder)])[FIRST])["places"] == [told]


def test_files_of_rare_words_are_small_and_each_word_is_in_that_of_its_letters():
    files = search_places(communes(2_000, "đặc biệt 7/2021 3.5"))
    letters = sorted(read(files[FIRST])["files"][0], key=len, reverse=True)

    assert max(len(text.encode()) for path, text in files.items() if path != FIRST) <= MOST_RARE + 100
    for path, text in files.items():
        for line in read(text)["lines"][0].split("\n") if path != FIRST and "/-" not in path else ():
            own = next(start for start in letters if line.startswith(start))
            assert path == f"assets/search-words/{own or '_'}.js"


def test_a_changed_figure_changes_no_more_than_the_files_of_the_old_and_of_the_new_one():
    before = communes(1_000)
    after = [*before]
    (part,) = before[7].parts
    figures = part.words.replace("7007", "99999")
    after[7] = replace(before[7], parts=(replace(part, words=figures),))
    old, new = search_places(before), search_places(after)

    assert 1 <= len({path for path in {*old, *new} if old.get(path) != new.get(path)}) <= 2
    assert old[FIRST] == new[FIRST]


def test_two_places_tell_themselves_apart():
    files = search_places([place("xã A", "chung chỉ-a", "xa/a/"), place("xã B", "chung", "xa/b/")])

    assert rare(files) == {"chỉ-a": [0]}
    assert read(files[FIRST])["common"] == ["chung", ""]


def indexed(**sizes: int) -> dict[str, list[SearchPlace]]:
    return {f"{name}/index.html": [SearchPlace("", "x" * size)] for name, size in sizes.items()}


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        ({"lich": 10, "p1": 10, "p2": 10}, [["lich", "p2", "p1"]]),
        ({"lich": 60_000, "p1": 60_000, "p2": 50_000}, [["lich", "p2"], ["p1"]]),
        ({"lich": 60_000, "p1": 60_000, "p2": 60_000, "p2a": 60_000}, [["lich"], ["p2", "p2a"], ["p1"]]),
        ({"p1": 10}, [["p1"]]),
    ],
)
def test_a_place_with_many_plans_is_cut_by_plans_the_most_wanted_first(pages, parts):
    plans = {"p2/index.html": "p2", "p2a/index.html": "p2", "p1/index.html": "p1"}
    made = cut(indexed(**pages), {path: plan for path, plan in plans.items() if path.split("/")[0] in pages})

    assert [[path.split("/")[0] for path in part] for part in made] == parts


def test_a_table_that_is_not_searched_hides_nothing_behind_it():
    row = '<tr id="a"><td>kín</td></tr></table>'
    simple = f'<table class="data" data-search-exclude>{row}'
    nested = f"<table data-search-exclude><tr><td><table>{row}</td></tr></table>"
    shown = '<table><tr id="b"><td>1</td><td>Ba</td></tr></table>'
    page = f"<main>ngoài<article><h1>Một</h1>{simple}<p>Hai</p>{nested}{shown}<p>Bốn</p></article></main>"

    assert [(place.title, *place.texts) for place in places_in(page)] == [("Một", "Hai", "Bốn"), ("", "1", "Ba")]
    assert places_in("<main><p>Một</p></main>") == []


def test_what_leads_to_a_place_is_read_from_its_pages():
    top = SearchPlace("", "Kế hoạch số 62-KH/TU")
    pages = {"ke-hoach/sa-pa-2026/index.html": [top, SearchPlace("ca-hoi", "", top, ["Nuôi 12.500 con cá tầm"])]}

    words, keys = words_and_keys(pages)
    assert words.split() == ["12500", "62", "ca", "con", "hoach", "ke", "kh", "nuoi", "so", "tam", "tu"]
    files = search_places([PlaceSearch("xã A", "", "", 1, (SearchPart("a.js", 1, "", keys),))])
    assert all(places_of_key(files, text) == [0] for text in ("ca tam", "62khtu", "sa-pa-2026", "ca-hoi"))
    assert places_of_key(files, "nuoi 12500") == []


def test_what_the_last_build_searched_is_taken_from_it_only_while_it_says_the_same(tmp_path, monkeypatch):
    office = edition(read_sources(written(tmp_path / "office", {})), datetime(2026, 11, 1, tzinfo=UTC))
    texts = {"huong-dan/a/index.html": "Một", "huong-dan/b/index.html": "Hai", "co-quan/so-a/index.html": "Ba"}
    keys = [("ca tam", "nuoi ca"), ("ca tam",), ("rung",), ("rung",), ("rung", "ca tam")]
    opened: list[str] = []
    monkeypatch.setattr(country_search, "places_in", lambda page: opened.append(page) or places_in(page))
    monkeypatch.setattr(
        country_search, "indexed_pages", lambda pages: opened.extend(pages.values()) or indexed_pages(pages)
    )

    def search(folder: Path, root: Path | None) -> dict[str, bytes]:
        """The scripts that are made of the texts in a folder, with what is known of the last ones of a root."""
        opened.clear()
        for path, text in texts.items():
            page = f"<main><article><h1>{text}</h1><p>{text} là một trang.</p></article></main>"
            write_files(tmp_path / "pages", {path: page.encode()})
        searched = SearchedPages(
            {path: tmp_path / "pages" / path for path in texts},
            {"co-quan/so-a/index.html": texts["co-quan/so-a/index.html"]},
        )
        places = [place(f"xã Số {n}", "", f"xa/so-{n}/", keys=own) for n, own in enumerate(keys)]
        kept, last = KeptValues(root or Path(), "key" if root else ""), LastFiles(root)
        write_country_search(
            folder, office, searched, PlacesSearched(places, {"xa/so-1/": ["co-quan/so-a/index.html"]}), kept, last
        )
        kept.save()
        last.save()
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.js")}

    def again() -> int:
        """How many pages are opened where the last build is known, and the same comes out as where it is not."""
        shutil.rmtree(tmp_path / "next", ignore_errors=True)
        ours, count = search(tmp_path / "next", tmp_path), len(opened)
        assert ours == search(tmp_path / f"anew-{len([*tmp_path.iterdir()])}", None)
        shutil.rmtree(tmp_path / "site", ignore_errors=True)
        (tmp_path / "next").rename(tmp_path / "site")
        return count

    assert (again(), again()) == (3, 0)
    texts["huong-dan/b/index.html"] = "Hai khác"
    assert (again(), again()) == (1, 0)
    texts["co-quan/so-a/index.html"] = "Bốn"
    assert (again(), again()) == (1, 0)
    keys[2] = ("lua nuoc",)
    assert again() == 0
    (tmp_path / "site/assets/search-agencies/xa-so-1.js").write_text("somebody else's")
    (tmp_path / "site/assets/search-words/-0.js").unlink()
    assert (again(), again()) == (1, 0)


def test_an_agency_that_several_places_name_is_found_with_its_own_place(tmp_path):
    office = edition(read_sources(written(tmp_path / "office", {})), datetime(2026, 11, 1, tzinfo=UTC))

    def page(path: str, title: str, text: str) -> str:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shown = f"<main><article><h1>{title}</h1><p>{text}</p></article></main>"
        (tmp_path / path).write_text(f"<html><head><title>{title}</title></head><body>{shown}</body></html>", "utf-8")
        return path

    def of_place(name: str, folder: str) -> PlaceSearch:
        parts = []
        for number, path in enumerate((f"{folder}co-quan/index.html", f"ke-hoach/{folder[3:-1]}-2026/index.html")):
            page(path, f"Trang của {name}", f"Ủy ban nhân dân xã làm việc {number}.")
            pages = indexed_pages({path: (tmp_path / path).read_text("utf-8")})
            script = index_script(pages, (), {}, office.search_words)
            address = f"{folder}search-index{'-2' if number else ''}.js"
            parts.append(write_search_part(tmp_path, address, pages, script))
        return PlaceSearch(name, folder, "", 1, tuple(parts))

    own = page("co-quan/ubnd-xa-bac-ha/index.html", "Ủy ban nhân dân xã Bắc Hà", "Hướng dẫn của tỉnh")
    other = page("co-quan/bo-y-te/index.html", "Bộ Y tế", "Hướng dẫn của bộ")
    places = [of_place("xã Bắc Hà", "xa/bac-ha/"), of_place("xã Cốc Lầu", "xa/coc-lau/")]
    searched = SearchedPages({path: tmp_path / path for path in (own, other)})
    write_country_search(tmp_path, office, searched, PlacesSearched(places, {"xa/bac-ha/": [own], "": [other]}))
    named, elsewhere = answers(tmp_path, [("", "Ủy ban nhân dân xã Bắc Hà"), ("", "Ủy ban nhân dân xã Cốc Lầu")])

    assert named.shown[0].startswith("co-quan/ubnd-xa-bac-ha/")
    assert {address for address in named.loaded if "words" not in address} == {
        FIRST, "xa/bac-ha/search-index.js", "xa/bac-ha/search-index-2.js", "assets/search-agencies/xa-bac-ha.js",
    }  # fmt: skip
    assert not any("bac-ha" in address for address in elsewhere.shown)
    assert "Bộ Y tế" in (tmp_path / "assets/search-pages.js").read_text("utf-8")


@pytest.mark.parametrize("query", ["vi xuyen", "Vị Xuyên", "phuong vi xuyen", "vi xuyen giam ngheo"])
def test_a_place_that_was_named_comes_before_its_bodies(tmp_path, query):
    """Those of the commune that it was are named by it too; where more was asked, what has that comes first."""
    office = edition(read_sources(written(tmp_path / "office", {})), datetime(2026, 11, 1, tzinfo=UTC))
    folder = "phuong/vi-xuyen/"
    bodies = ["Ban Giảm nghèo", "Phòng Kinh tế", "Trạm Y tế"]
    titles = {f"co-quan/{number}/index.html": f"{body} xã Vị Xuyên" for number, body in enumerate(bodies)}
    pages = {
        path: f"<main><article><h1>{title}</h1><p>Ai làm việc gì.</p></article></main>"
        for path, title in {**titles, f"{folder}index.html": "Phường Vị Xuyên"}.items()
    }
    scripts, parts = shard_search(replace(office, folder=folder), pages, folder)
    write_files(tmp_path, scripts)
    place = PlaceSearch("phường Vị Xuyên", folder, "tỉnh Tuyên Quang", 1, parts)
    write_country_search(tmp_path, office, SearchedPages({}), PlacesSearched([place]))

    (answer,) = answers(tmp_path, [("", query)])

    assert answer.shown[0] == ("co-quan/0/" if "giam ngheo" in query else folder)


def test_what_only_later_days_bring_to_light_is_not_found_before():
    page = """<main><article><h1>Kế hoạch</h1><p>Đã ban hành<span data-after="2026-12-31"{}>. Hết thời gian thực hiện</span>, số 12</p>
        <p hidden>Cột của tệp</p></article></main>"""
    texts = {
        hidden: indexed_pages({"a/index.html": page.format(hidden)})["a/index.html"][0].texts
        for hidden in ("", " hidden")
    }

    assert texts == {
        "": ["Đã ban hành. Hết thời gian thực hiện, số 12", "Cột của tệp"],
        " hidden": ["Đã ban hành, số 12", "Cột của tệp"],
    }


@pytest.mark.parametrize(
    ("hidden", "is_told"),
    [
        ("<p class='no-work' hidden>Không có việc nào.</p>", False),
        ("<div><p class='no-dues' hidden>Không có việc nào.</p></div>", False),
        ("<p class='no-work'>Không có việc nào.</p>", True),
        ("<table><tr id='a' hidden><td>1</td><td>Không có việc nào.</td></tr></table>", True),  # after the first rows
    ],
)
def test_that_a_list_is_empty_is_found_only_where_it_is(hidden, is_told):
    page = f"<main><article><h1>Sở Y tế</h1><p>Việc của sở.</p>{hidden}</article></main>"
    texts = [text for place in indexed_pages({"co-quan/so-y-te/": page})["co-quan/so-y-te/"] for text in place.texts]
    assert "Việc của sở." in texts
    assert any("Không có việc nào." in text for text in texts) == is_told


@pytest.mark.parametrize(
    ("query", "folder"),
    [
        ("giam ngheo yen son thuong", "xa/thuong-yen/"),
        ("xã Yên Sơn Thượng", "xa/thuong-yen/"),
        ("thuong yen", "xa/thuong-yen/"),
        ("giam ngheo yen son", "xa/yen-son/"),
        ("yen son thuogn", "xa/thuong-yen/"),
        ("yen son thuongg", "xa/thuong-yen/"),
        ("xa yen son thuog", "xa/thuong-yen/"),
        ("giam ngheo yen son thoung", "xa/thuong-yen/"),
        ("yen son nha o", "xa/yen-son/"),
        ("yên sơn thường xuyên", "xa/yen-son/"),
    ],
)
def test_a_former_name_leads_to_what_the_place_is_now(tmp_path, query, folder):
    office = edition(read_sources(written(tmp_path / "office", {})), datetime(2026, 11, 1, tzinfo=UTC))
    places = []
    for name, where, former in (
        ("xã Yên Sơn", "xa/yen-son/", ()),
        ("xã Thượng Yên", "xa/thuong-yen/", ("xã Yên Sơn Thượng",)),
        ("xã Đồng Yên", "xa/dong-yen/", ()),
    ):
        title = f"Giảm nghèo {(*former, name)[0]}"
        pages = indexed_pages({f"{where}index.html": f"<main><article><h1>{title}</h1><p>Nhà ở.</p></article></main>"})
        script = index_script(pages, (), {}, office.search_words)
        part = write_search_part(tmp_path, f"{where}search-index.js", pages, script)
        places.append(PlaceSearch(name, where, "tỉnh Tuyên Quang", 1, (part,), former))
    write_country_search(tmp_path, office, SearchedPages({}), PlacesSearched(places))

    (answer,) = answers(tmp_path, [("", query)])

    of_places = [address for address in answer.loaded if address.startswith("xa/")]
    assert of_places[0] == f"{folder}search-index.js"
