"""PDF sheets: WeasyPrint over a Jinja template, for archives and screen readers, with nothing fetched from anywhere."""

import zlib
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from planbook.messages.diagnostics import Refusal, Text
from planbook.render.pdf_lines import share_lines
from planbook.render.print_job import Attached
from planbook.repository.limits import leaving_nothing

# What PDF/A asks of a file that says it is PDF/UA too: the schema that the statement is made in.
_UA_STATEMENT = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""

# A stream whose last byte is a carriage return: readers differ in whether it belongs to the line end, PDF/A forbids it.
_DOUBTFUL_END = b"\r\nendstream"


class NothingFetched(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a plan's text must not bring files or other hosts into a PDF."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[str] = []  # a picture inside a drawing is left out without a word

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # WeasyPrint names it
        """Stop the rendering; WeasyPrint would only log an ordinary error and go on without the file."""
        self.requests.append(url)
        raise FatalURLFetchingError(f"the PDF asks for {url}")


def pdf(html: str, attached: Sequence[Attached] = ()) -> bytes:
    """A complete HTML page, with its style sheet inside, as PDF/A-3a and PDF/UA-1; raises `Refusal`."""
    fetcher = NothingFetched()
    try:
        with leaving_nothing():  # a quarter of the time of a sheet
            content = pdf_bytes(laid_out(html, fetcher), attached)
    except FatalURLFetchingError:  # no Exception of Python's, so nobody else would catch it
        content = b""
    if fetcher.requests:
        values = {"problem": f"the PDF asks for {fetcher.requests[0]}"}
        raise Refusal(Text("a template asks for an address, which no PDF may: {problem}", values))
    return content


def laid_out(html: str, fetcher: URLFetcher) -> weasyprint.Document:
    """The pages of an HTML page; what they attach is asked for only when they are written."""
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return page.render(font_config=_fonts(), pdf_variant="pdf/a-3a")


def pdf_bytes(document: weasyprint.Document, attached: Sequence[Attached] = ()) -> bytes:
    """The file of laid out pages."""
    for blanks in range(100):
        content: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a",
            attachments=[_attachment(file) for file in attached],
            finisher=partial(finish, blanks=blanks),
        )
        if _DOUBTFUL_END not in content:
            break
    return content


def _attachment(attached: Attached) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=attached.content,
        name=attached.name,
        description=attached.description,
        relationship=attached.relation,
        created=attached.made,
        modified=attached.made,
    )


def finish(_: weasyprint.Document, file: pydyf.PDF, *, blanks: int = 0) -> None:
    """Say in the metadata that the file is PDF/UA-1 too, and leave them readable without a program, as PDF/A asks.

    `blanks` are put behind a text that nobody reads, so that what is compressed after us ends otherwise.
    """
    metadata = file.objects[int(file.catalog["Metadata"].split()[0])]
    metadata.compress = False
    metadata.stream = [part.replace(b"</rdf:RDF>", _UA_STATEMENT) for part in metadata.stream]
    for part in file.objects:
        if isinstance(part, pydyf.Stream) and part.compress:
            compress(part)
    file.info["Producer"] = pydyf.String(f"WeasyPrint {weasyprint.VERSION}{' ' * blanks}")


def compress(stream: pydyf.Stream) -> None:
    """Compress what a stream holds, faster than it would by itself, unless that leaves it a doubtful end."""
    stream.compress = False
    _, _, content = stream.data.removesuffix(b"\nendstream").partition(b"stream\n")
    compressed = zlib.compress(content)
    if not compressed.endswith(b"\r"):
        stream.stream = [compressed]
        stream.extra = {**stream.extra, "Filter": "/FlateDecode"}


@cache
def _fonts() -> FontConfiguration:
    """The fonts of this machine; to look them up for each PDF costs a tenth of its time."""
    fonts = FontConfiguration()
    share_lines(fonts)
    return fonts
