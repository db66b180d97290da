"""The open data as other sites read them: a DCAT-AP catalogue by its shapes, and the series of Open SDG."""

import csv
import io
import json
import shutil
from dataclasses import replace

import pytest

from planbook.outputs.catalogue import FEEDS, feed_at
from planbook.outputs.edition import edition, read_sources
from planbook.outputs.origin import made_at
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib, by itself
SITE = "https://ke-hoach.example/"
SHAPES = ROOT / "tests/shapes/dcat-ap.ttl"
CATALOGUE = "du-lieu/dcat.jsonld"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("year")
    shutil.copytree(ROOT / "tests/workspaces/year", root, dirs_exist_ok=True)
    return edition(read_sources(root), made_at(root))


def conforms(content):
    from pyshacl import validate  # heavy
    from rdflib import Graph

    graph = Graph().parse(data=content, format="json-ld", publicID=f"{SITE}du-lieu/dcat.jsonld")
    valid, _, words = validate(graph, shacl_graph=Graph().parse(SHAPES))
    return valid, words, graph


@pytest.mark.parametrize("site", [SITE, ""])
def test_the_catalogue_is_dcat_ap_and_its_files_are_there(made, site):
    files = [output.address.path(**blanks) for output in FEEDS for blanks, _ in output.view(made)]
    valid, words, graph = conforms(feed_at(replace(made, site_url=site), CATALOGUE))

    assert valid, words
    query = "SELECT ?url WHERE { ?d <http://www.w3.org/ns/dcat#downloadURL> ?url }"
    addresses = {str(row[0]) for row in graph.query(query)}
    assert all(address.startswith(f"{SITE}du-lieu/") for address in addresses)
    assert {address.removeprefix(SITE) for address in addresses} <= {*files}
    tables = {path for path in files if path.startswith("du-lieu/") and path.endswith(".csv") and path.count("/") == 1}
    assert tables <= {address.removeprefix(SITE) for address in addresses}


def test_a_catalogue_that_lacks_what_is_needed_does_not_conform(made):
    content = json.loads(feed_at(made, CATALOGUE))
    for lacking in ("dct:publisher", "dct:title", "dcat:dataset"):
        graph = [dict(entry) for entry in content["@graph"]]
        assert graph[0].pop(lacking)
        valid, _, _ = conforms(json.dumps({**content, "@graph": graph}))
        assert not valid, lacking


def series(made, indicator):
    content = feed_at(made, f"du-lieu/open-sdg/indicator_{indicator}.csv")
    assert content.startswith(b"Year,")  # no mark that would become part of it
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def test_a_series_has_a_headline_and_a_row_for_each_place(made):
    rows = series(made, "nguoi-hoc-nghe")

    assert list(rows[0]) == ["Year", "Series", "Units", "Place", "Scope", "Standard", "Value"]
    values = {(row["Year"], row["Series"], row["Place"]): row["Value"] for row in rows}
    assert values == {
        ("2026", "Mức phấn đấu", ""): "3000",
        ("2026", "Mức phấn đấu", "xã Một"): "1200",
        ("2026", "Mức phấn đấu", "xã Hai"): "1000",
        ("2026", "Mức phấn đấu", "xã Ba"): "800",
        ("2026", "Kết quả", ""): "3050",
        ("2026", "Kết quả", "xã Một"): "1210",
        ("2026", "Kết quả", "xã Hai"): "1030",
        ("2026", "Kết quả", "xã Ba"): "810",
    }
    assert {row["Units"] for row in rows} == {"người"}


def test_values_are_numbers_with_a_point_and_sums_of_periods_whole(made):
    assert [row["Value"] for row in series(made, "lang-nghe-moi") if row["Series"] == "Kết quả"] == ["4"]
    assert [row["Value"] for row in series(made, "doanh-thu") if row["Series"] == "Kết quả"] == ["43"]
    assert {(row["Place"], row["Value"]) for row in series(made, "ty-le-thu-gom") if row["Series"] == "Kết quả"} == {
        ("", "91"),
        ("xã Một", "88"),
        ("xã Hai", "92"),
    }
