"""A .docx file from its parts: python-docx keeps the packaging rules, we keep the bytes the same every time."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, cast
from uuid import UUID

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.package import Package

from planbook.ooxml.attributes import attribute_value
from planbook.ooxml.styles import DECLARATION, NAMESPACE

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CUSTOM_XML_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PAGE_NUMBER = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_NOTED = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
# The relations in the order that `docx_bytes` makes them; sections refer to these two.
_HEADER, _FOOTER = "rId1", "rId2"
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "1F5FA8",
    "accent2": "C55A11",
    "accent3": "7F7F7F",
    "accent4": "BF9000",
    "accent5": "2E75B6",
    "accent6": "538135",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
# A theme has three of each, from faint to strong; ours do not differ.
_FORMATS = {
    "fillStyleLst": _FILL,
    "lnStyleLst": f'<a:ln w="6350">{_FILL}</a:ln>',
    "effectStyleLst": "<a:effectStyle><a:effectLst/></a:effectStyle>",
    "bgFillStyleLst": _FILL,
}


@dataclass(frozen=True, slots=True)
class Properties:
    """What Word shows as the properties of a file."""

    title: str
    subject: str
    author: str
    keywords: str
    language: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class PackageParts:
    """What a file is made of: XML of the parts, and the settings that differ.

    `body` is what stands between <w:body> and </w:body>, `footnotes` and `comments` are those of it, `footer` a line on every page or nothing, `custom` a part of
    our own under `custom_id`; `track` turns change tracking on for whoever opens the file.
    """

    body: str
    styles: str
    numbering: str
    font: str
    footer: str
    custom: str
    custom_id: UUID
    track: bool
    footnotes: Sequence[str] = ()
    comments: Sequence[str] = ()


def references(footer: str) -> str:
    """The header and, if there is a footer, the footers that a section refers to; page 1 has no header."""
    header = f'<w:headerReference w:type="default" r:id="{_HEADER}"/>'
    if not footer:
        return header
    return header + "".join(f'<w:footerReference w:type="{kind}" r:id="{_FOOTER}"/>' for kind in ("default", "first"))


def docx_bytes(parts: PackageParts, properties: Properties) -> bytes:
    """The file."""
    package = OpcPackage()
    document = (
        f'{DECLARATION}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{_RELATIONSHIPS}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15">'
        f"<w:body>{parts.body}</w:body></w:document>"
    )
    main = _part(package, "/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, document)
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    footer = f"<w:r><w:t>{escape(parts.footer, quote=False)}</w:t></w:r>" if parts.footer else ""
    for name, kind, relation, text in (
        ("header1", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER, _margin("hdr", "Header", _PAGE_NUMBER)),
        ("footer1", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER, _margin("ftr", "Footer", footer)),
        ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, parts.styles),
        ("numbering", CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING, parts.numbering),
        ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings(parts, properties.language)),
        ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, _fonts(parts.font)),
        ("theme/theme1", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME, _theme_xml(parts.font)),
    ):
        main.relate_to(_part(package, f"/word/{name}.xml", kind, text), relation)
    if parts.footnotes:
        notes = _part(package, "/word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES, _footnotes(parts.footnotes))
        main.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    if parts.comments:
        comments = f'{DECLARATION}<w:comments xmlns:w="{NAMESPACE}">{"".join(parts.comments)}</w:comments>'
        part = _part(package, "/word/comments.xml", CONTENT_TYPE.WML_COMMENTS, comments)
        main.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)
    custom = _part(package, "/customXml/item1.xml", CONTENT_TYPE.XML, parts.custom)
    about = f'{DECLARATION}<ds:datastoreItem xmlns:ds="{_CUSTOM_XML}" ds:itemID="{{{str(parts.custom_id).upper()}}}"/>'
    custom.relate_to(
        _part(package, "/customXml/itemProps1.xml", _CUSTOM_XML_PROPERTIES, about), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS
    )
    main.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_XML)
    _describe(package, properties)
    return _packed(package)


def _describe(package: OpcPackage, properties: Properties) -> None:
    core = package.core_properties
    core.title = properties.title[:255]
    core.subject = properties.subject[:255]
    core.author = core.last_modified_by = properties.author[:255]
    core.keywords = properties.keywords[:255]
    core.language = properties.language
    core.revision = 1
    core.created = core.modified = properties.modified


def _part(package: OpcPackage, name: str, content_type: str, text: str) -> Part:
    return Part(PackURI(name), content_type, text.encode(), cast("Package", package))


def _margin(kind: str, style: str, content: str) -> str:
    return (
        f'{DECLARATION}<w:{kind} xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"{content}</w:p></w:{kind}>"
    )


def _footnotes(notes: Sequence[str]) -> str:
    """The part of the footnotes; the first two are the lines above them, which every program expects."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for at, kind, mark in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
    )
    return (
        f'{DECLARATION}<w:footnotes xmlns:w="{NAMESPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15">'
        f"{lines}{''.join(notes)}</w:footnotes>"
    )


def _settings(parts: PackageParts, language: str) -> str:
    return (
        f'{DECLARATION}<w:settings xmlns:w="{NAMESPACE}">{"<w:trackRevisions/>" if parts.track else ""}'
        f'<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>{_NOTED * bool(parts.footnotes)}'
        "<w:compat>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val={attribute_value(language)}/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )


def _fonts(font: str) -> str:
    return (
        f'{DECLARATION}<w:fonts xmlns:w="{NAMESPACE}"><w:font w:name={attribute_value(font)}><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _packed(package: OpcPackage) -> bytes:
    """The archive with fixed times; python-docx itself writes the time of now."""
    writer: Any = PackageWriter  # whose `write` would compress all of it before us
    files, packed = _Files(), io.BytesIO()
    writer._write_content_types_stream(files, package.parts)  # noqa: SLF001
    writer._write_pkg_rels(files, package.rels)  # noqa: SLF001
    writer._write_parts(files, package.parts)  # noqa: SLF001
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        # Word wants [Content_Types].xml first; that is also its place in the alphabet.
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return packed.getvalue()


class _Files(dict[str, bytes]):
    """What python-docx writes in a package, by its name there."""

    def write(self, uri: PackURI, content: bytes) -> None:
        """Take a file."""
        self[uri.membername] = content


def _theme_xml(font: str) -> str:
    """The part with one font for headings and text."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    face = f'<a:latin typeface={attribute_value(font)}/><a:ea typeface=""/><a:cs typeface=""/>'
    fonts = "".join(f"<a:{kind}>{face}</a:{kind}>" for kind in ("majorFont", "minorFont"))
    formats = "".join(f"<a:{name}>{3 * style}</a:{name}>" for name, style in _FORMATS.items())
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="planbook">'
        f'<a:themeElements><a:clrScheme name="planbook">{colours}</a:clrScheme><a:fontScheme name="planbook">{fonts}'
        f'</a:fontScheme><a:fmtScheme name="planbook">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )
