"""A .docx file from its parts: python-docx keeps the packaging rules, we keep the bytes the same every time."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from planbook.ooxml.styles import DECLARATION, NAMESPACE

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEADER = (
    f'{DECLARATION}<w:hdr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)
_SETTINGS = (
    f'{DECLARATION}<w:settings xmlns:w="{NAMESPACE}"><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
HEADER_RELATION = "rId3"  # the third relation that `docx_bytes` makes


@dataclass(frozen=True, slots=True)
class Properties:
    """What Word shows as the properties of a file."""

    title: str
    subject: str
    author: str
    language: str
    modified: datetime


def docx_bytes(body: str, styles: str, properties: Properties) -> bytes:
    """Give the file: `body` is what stands between <w:body> and </w:body>."""
    document = (
        f'{DECLARATION}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    package = OpcPackage()
    main = _part(package, "/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, document)
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name, kind, relation, text in (
        ("/word/styles.xml", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, styles),
        ("/word/settings.xml", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _SETTINGS),
        ("/word/header1.xml", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER, _HEADER),
    ):
        main.relate_to(_part(package, name, kind, text), relation)
    core = package.core_properties
    core.title = properties.title[:255]
    core.subject = properties.subject[:255]
    core.author = core.last_modified_by = properties.author[:255]
    core.language = properties.language
    core.revision = 1
    core.created = core.modified = properties.modified
    stream = io.BytesIO()
    package.save(stream)
    return _repacked(stream)


def _part(package: OpcPackage, name: str, content_type: str, text: str) -> Part:
    return Part(PackURI(name), content_type, text.encode(), cast("Package", package))


def _repacked(stream: io.BytesIO) -> bytes:
    """Give the archive with fixed times; python-docx writes the time of now."""
    packed = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        # Word wants [Content_Types].xml first; that is also its place in the alphabet.
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()
