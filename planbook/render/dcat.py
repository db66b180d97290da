"""The open data as a catalogue for other catalogues: DCAT-AP 3 as JSON-LD, without anything to fetch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from planbook.render.json_text import json_text
from planbook.views.open_data.tables import DataTable, Descriptions

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPES = "http://publications.europa.eu/resource/authority/file-type"
_MEDIA = "https://www.iana.org/assignments/media-types"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/VIE"
_FORMATS = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the data, and whom to ask about them, if anybody is named."""

    name: str
    contact: str = ""


def dcat_catalogue(
    descriptions: Descriptions,
    tables: Sequence[DataTable],
    files: Sequence[tuple[str, int | None]],
    publisher: Publisher,
    page: str,
    made: datetime,
) -> bytes:
    """The catalogue with a data set for each table, and one of `files` that hold all; `page` is where the data are described.

    Addresses are relative where nobody says where the site stands, and are then meant from the catalogue's own.
    """
    sets = [
        _dataset(table.file, table.title, table.description, [(f"{table.file}.csv", None)], page) for table in tables
    ]
    sets.append(_dataset("all", descriptions.title, descriptions.description, files, page))
    common = {
        "dct:publisher": {"@id": f"{page}#publisher"},
        "dct:language": {"@id": _LANGUAGE},
        "dct:modified": {"@type": "xsd:dateTime", "@value": f"{made:%Y-%m-%dT%H:%M:%SZ}"},
    }
    licence = {"dct:license": {"@id": descriptions.licence.path}}
    contact = {"dcat:contactPoint": {"@id": f"{page}#contact"}} if publisher.contact else {}
    for entry in sets:
        entry.update({**common, **contact})
        for distribution in entry["dcat:distribution"]:
            distribution.update(licence)
    graph: list[dict[str, Any]] = [
        {
            "@id": f"{page}#catalogue",
            "@type": "dcat:Catalog",
            **_words(descriptions.title, descriptions.description),
            **common,
            **licence,
            "foaf:homepage": {"@id": page or "./"},
            "dcat:dataset": [{"@id": entry["@id"]} for entry in sets],
        },
        {"@id": f"{page}#publisher", "@type": "foaf:Agent", "foaf:name": _text(publisher.name)},
        *sets,
    ]
    if publisher.contact:
        about = {"@id": f"{page}#contact", "@type": "vcard:Kind", "vcard:fn": _text(publisher.contact)}
        graph.append(about)
    content = {"@context": _CONTEXT, "@graph": graph}
    return f"{json_text(content)}\n".encode()


def _dataset(
    name: str, title: str, description: str, files: Sequence[tuple[str, int | None]], page: str
) -> dict[str, Any]:
    return {
        "@id": f"{page}#{name}",
        "@type": "dcat:Dataset",
        **_words(title, description),
        "dct:identifier": name,
        "dcat:landingPage": {"@id": page or "./"},
        "dcat:distribution": [_distribution(file, size, page) for file, size in files],
    }


def _distribution(file: str, size: int | None, page: str) -> dict[str, Any]:
    kind, media = _FORMATS[file.rpartition(".")[2]]
    address = {"@id": f"{page}{file}"}
    measured = {"dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)}} if size is not None else {}
    return {
        "@id": f"{page}#{file}",
        "@type": "dcat:Distribution",
        "dct:title": _text(file),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:format": {"@id": f"{_TYPES}/{kind}"},
        "dcat:mediaType": {"@id": f"{_MEDIA}/{media}"},
        **measured,
    }


def _words(title: str, description: str) -> dict[str, Any]:
    return {"dct:title": _text(title), "dct:description": _text(description)}


def _text(text: str) -> dict[str, str]:
    return {"@language": "vi", "@value": text}
