"""PDF matrices: WeasyPrint over a Jinja template, with nothing fetched from anywhere."""

from typing import Any

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from planbook.diagnostics import Refusal


class AddressRefused(Refusal):
    """A template asks for a file or another host; nothing is fetched into a PDF."""


class _NothingFetched(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a plan's text must not bring files or other hosts into a PDF."""

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # WeasyPrint names it
        """Stop the rendering; WeasyPrint would only log an ordinary error and go on without the file."""
        raise FatalURLFetchingError(f"the PDF asks for {url}")


def pdf(html: str) -> bytes:
    """Give the PDF of a complete HTML page with its style sheet inside; raises `AddressRefused`."""
    try:
        content: bytes = weasyprint.HTML(string=html, url_fetcher=_NothingFetched()).write_pdf()
    except FatalURLFetchingError as error:  # no Exception of Python's, so nobody else would catch it
        raise AddressRefused(str(error)) from error
    return content
