"""An E-ARK submission package: files in its folders, and the METS, PREMIS and EAD records that describe them.

As the specifications CSIP and E-ARK SIP 2.1 (DILCIS Board) have it; no library writes them that is well kept and free to use here.
"""

import mimetypes
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from lxml import etree

_METS, _XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
_CSIP, _XSI = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS", "http://www.w3.org/2001/XMLSchema-instance"
_PREMIS, _EAD = "http://www.loc.gov/premis/v3", "http://ead3.archivists.org/schema/"
_PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
_EVENTS = "http://id.loc.gov/vocabulary/preservation/eventType"
_SPACE = uuid.UUID("6f0a4a5e-6a0c-5d6e-9d43-6a5a0b9b3f10")  # makes ids that are the same whenever they are made
_KINDS = {
    ".yaml": "application/yaml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Record:
    """What a package is about: its code, title, who issued it on which day, whose archive gets it, in which language."""

    id: str
    title: str
    issuer: str
    issuer_code: str
    number: str
    day: date | None
    period: tuple[date, date]
    made: datetime
    program: str
    version: str


def information_package(
    record: Record, representations: Mapping[str, _Files], documentation: _Files, schemas: _Files
) -> dict[str, bytes]:
    """The files of a package by their paths: each representation with its own METS, and the METS of all."""
    files = {f"documentation/{name}": content for name, content in documentation.items()}
    files |= {f"schemas/{name}": content for name, content in schemas.items()}
    for name, data in representations.items():
        own = {f"data/{path}": content for path, content in data.items()}
        premis = _premis(record, own)
        part = {**own, "metadata/preservation/premis.xml": premis}
        part["METS.xml"] = _mets(record, f"{record.id}/{name}", part, {"Data": own})
        files |= {f"representations/{name}/{path}": content for path, content in part.items()}
    files["metadata/descriptive/ead.xml"] = _ead(record)
    files["metadata/preservation/premis.xml"] = _premis(record, files)
    groups = {"Documentation": _below(files, "documentation/"), "Schemas": _below(files, "schemas/")}
    groups |= {
        f"Representations/{name}": {path: files[path] for path in (f"representations/{name}/METS.xml",)}
        for name in representations
    }
    files["METS.xml"] = _mets(record, record.id, files, groups)
    return files


def _below(files: _Files, folder: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(folder)}


def _mets(record: Record, id_: str, files: _Files, groups: Mapping[str, _Files]) -> bytes:
    """The METS of a package, or of a representation: who made it when, its records, its files, and how they belong together."""
    top = etree.Element(
        _name(_METS, "mets"),
        {
            "OBJID": id_,
            "LABEL": record.title,
            "TYPE": "Textual works \u2013 Digital",
            "PROFILE": _PROFILE,
            _name(_CSIP, "CONTENTINFORMATIONTYPE"): "MIXED",
        },
        nsmap={"mets": _METS, "xlink": _XLINK, "csip": _CSIP, "xsi": _XSI},
    )
    made = record.made.isoformat()
    head = _add(
        top,
        "metsHdr",
        {"CREATEDATE": made, "LASTMODDATE": made, "RECORDSTATUS": "NEW", _name(_CSIP, "OAISPACKAGETYPE"): "SIP"},
    )
    software = _add(head, "agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"})
    _add(software, "name").text = record.program
    _add(software, "note", {_name(_CSIP, "NOTETYPE"): "SOFTWARE VERSION"}).text = record.version
    archive = _add(head, "agent", {"ROLE": "ARCHIVIST", "TYPE": "ORGANIZATION"})
    _add(archive, "name").text = record.issuer
    _add(archive, "note", {_name(_CSIP, "NOTETYPE"): "IDENTIFICATIONCODE"}).text = record.issuer_code
    ead, premis = _below(files, "metadata/descriptive/"), _below(files, "metadata/preservation/")
    for path, content in ead.items():
        section = _add(top, "dmdSec", {"ID": _id(id_, path), "CREATED": made, "STATUS": "CURRENT"})
        _add(section, "mdRef", {"MDTYPE": "EAD", **_reference(path, content, made)})
    section = _add(top, "amdSec", {"ID": _id(id_, "amdSec")})
    for path, content in premis.items():
        preserved = _add(section, "digiprovMD", {"ID": _id(id_, path), "CREATED": made, "STATUS": "CURRENT"})
        _add(preserved, "mdRef", {"MDTYPE": "PREMIS", **_reference(path, content, made)})
    _files_of(top, id_, groups, made)
    _structure(top, id_, groups, [*ead], [*premis])
    return _written(top)


def _files_of(top: etree._Element, id_: str, groups: Mapping[str, _Files], made: str) -> None:
    section = _add(top, "fileSec", {"ID": _id(id_, "fileSec")})
    for use, files in groups.items():
        attributes = {"ID": _id(id_, use), "USE": use, _name(_CSIP, "CONTENTINFORMATIONTYPE"): "OTHER"}
        attributes[_name(_CSIP, "OTHERCONTENTINFORMATIONTYPE")] = use.partition("/")[0]
        group = _add(section, "fileGrp", attributes)
        for path, content in files.items():
            reference = _reference(path, content, made)
            place = {key: reference.pop(key) for key in ("LOCTYPE", _name(_XLINK, "type"), _name(_XLINK, "href"))}
            _add(_add(group, "file", {"ID": _id(id_, path), **reference}), "FLocat", place)


def _structure(top: etree._Element, id_: str, groups: Mapping[str, _Files], ead: list[str], premis: list[str]) -> None:
    map_ = _add(top, "structMap", {"ID": _id(id_, "structMap"), "TYPE": "PHYSICAL", "LABEL": "CSIP"})
    whole = _add(map_, "div", {"ID": _id(id_, "div"), "LABEL": id_})
    described = {"DMDID": " ".join(_id(id_, path) for path in ead)} if ead else {}
    preserved = {"ADMID": " ".join(_id(id_, path) for path in premis)}
    _add(whole, "div", {"ID": _id(id_, "div/Metadata"), "LABEL": "Metadata", **described, **preserved})
    parts = [use for use in groups if "/" in use]
    for use in groups:
        if use not in parts:
            division = _add(whole, "div", {"ID": _id(id_, f"div/{use}"), "LABEL": use})
            _add(division, "fptr", {"FILEID": _id(id_, use)})
    if not parts:
        return
    all_ = _add(whole, "div", {"ID": _id(id_, "div/Representations"), "LABEL": "Representations"})
    for use in parts:
        _add(all_, "fptr", {"FILEID": _id(id_, use)})
    for use in parts:
        division = _add(all_, "div", {"ID": _id(id_, f"div/{use}"), "LABEL": use})
        place = {"LOCTYPE": "URL", _name(_XLINK, "type"): "simple", _name(_XLINK, "title"): _id(id_, use)}
        _add(division, "mptr", {**place, _name(_XLINK, "href"): f"{use[0].lower()}{use[1:]}/METS.xml"})


def _premis(record: Record, files: _Files) -> bytes:
    """The PREMIS record of some files: their hashes, and that they were made by a program."""
    top = etree.Element(_name(_PREMIS, "premis"), {"version": "3.0"}, nsmap={"premis": _PREMIS, "xsi": _XSI})
    for path, content in files.items():
        entry = _add(top, "object", {_name(_XSI, "type"): "premis:file"}, _PREMIS)
        _texts(entry, "objectIdentifier", {"objectIdentifierType": "local", "objectIdentifierValue": path})
        about = _add(entry, "objectCharacteristics", {}, _PREMIS)
        digest = {"messageDigestAlgorithm": "SHA-256", "messageDigest": sha256(content).hexdigest()}
        _texts(about, "fixity", digest)
        _add(about, "size", {}, _PREMIS).text = str(len(content))
        _texts(_add(about, "format", {}, _PREMIS), "formatDesignation", {"formatName": _mime(path)})
    event = _add(top, "event", {}, _PREMIS)
    _texts(event, "eventIdentifier", {"eventIdentifierType": "local", "eventIdentifierValue": f"{record.id}-creation"})
    _add(event, "eventType", {"valueURI": f"{_EVENTS}/cre"}, _PREMIS).text = "creation"
    _add(event, "eventDateTime", {}, _PREMIS).text = record.made.isoformat()
    agent = {"AgentIdentifierType": "local", "AgentIdentifierValue": record.program}
    _texts(event, "linkingAgentIdentifier", {f"linking{key}": value for key, value in agent.items()})
    maker = _add(top, "agent", {}, _PREMIS)
    _texts(maker, "agentIdentifier", {f"a{key[1:]}": value for key, value in agent.items()})
    _add(maker, "agentName", {}, _PREMIS).text = record.program
    _add(maker, "agentType", {}, _PREMIS).text = "software"
    _add(maker, "agentVersion", {}, _PREMIS).text = record.version
    return _written(top)


def _texts(parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
    element = _add(parent, name, {}, _PREMIS)
    for key, text in texts.items():
        _add(element, key, {}, _PREMIS).text = text


def _ead(record: Record) -> bytes:
    """The EAD record of the document: title, number, day, who issued it, the time and the place that it is about."""
    top = etree.Element(_name(_EAD, "ead"), nsmap={"ead": _EAD})
    control = _add(top, "control", {}, _EAD)
    _add(control, "recordid", {}, _EAD).text = record.id
    title = _add(_add(control, "filedesc", {}, _EAD), "titlestmt", {}, _EAD)
    _add(title, "titleproper", {}, _EAD).text = record.title
    _add(control, "maintenancestatus", {"value": "new"}, _EAD)
    _add(_add(control, "maintenanceagency", {}, _EAD), "agencyname", {}, _EAD).text = record.issuer
    event = _add(_add(control, "maintenancehistory", {}, _EAD), "maintenanceevent", {}, _EAD)
    _add(event, "eventtype", {"value": "created"}, _EAD)
    _add(event, "eventdatetime", {"standarddatetime": record.made.isoformat()}, _EAD).text = record.made.isoformat()
    _add(event, "agenttype", {"value": "machine"}, _EAD)
    _add(event, "agent", {}, _EAD).text = record.program
    entry = _add(_add(top, "archdesc", {"level": "item", "lang": "vie"}, _EAD), "did", {}, _EAD)
    _add(entry, "unittitle", {}, _EAD).text = record.title
    _add(entry, "unitid", {}, _EAD).text = record.number or record.id
    if record.day:
        dated = {"unitdatetype": "inclusive", "datechar": "issued", "normal": record.day.isoformat()}
        _add(entry, "unitdate", dated, _EAD).text = record.day.isoformat()
    span = "/".join(day.isoformat() for day in record.period)
    _add(entry, "unitdate", {"datechar": "coverage", "normal": span}, _EAD).text = span
    for name, text in (("origination", record.issuer), ("repository", record.issuer)):
        corporation = _add(_add(entry, name, {}, _EAD), "corpname", {}, _EAD)
        _add(corporation, "part", {}, _EAD).text = text
    language = _add(_add(entry, "langmaterial", {}, _EAD), "language", {"langcode": "vie"}, _EAD)
    language.text = "vie"
    return _written(top)


def _reference(path: str, content: bytes, made: str) -> dict[str, str]:
    """Where a file stands, and by what it is known again."""
    return {
        "LOCTYPE": "URL",
        _name(_XLINK, "type"): "simple",
        _name(_XLINK, "href"): path,
        "MIMETYPE": _mime(path),
        "SIZE": str(len(content)),
        "CREATED": made,
        "CHECKSUM": sha256(content).hexdigest(),
        "CHECKSUMTYPE": "SHA-256",
    }


def _mime(path: str) -> str:
    ending = f".{path.rpartition('.')[2]}"
    return _KINDS.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")


def _id(*parts: str) -> str:
    return f"uuid-{uuid.uuid5(_SPACE, '/'.join(parts))}"


def _name(space: str, name: str) -> str:
    return f"{{{space}}}{name}"


def _add(
    parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None, space: str = _METS
) -> etree._Element:
    return etree.SubElement(parent, _name(space, name), dict(attributes or {}))


def _written(top: etree._Element) -> bytes:
    return etree.tostring(top, encoding="UTF-8", xml_declaration=True, pretty_print=True)
