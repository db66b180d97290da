"""PDF matrices: WeasyPrint over a Jinja template, with nothing fetched from anywhere."""

from typing import Any

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher


class _NothingFetched(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a plan's text must not bring files or other hosts into a PDF."""

    def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # WeasyPrint names it
        """Stop the rendering; WeasyPrint would only log an ordinary error and go on without the file."""
        raise FatalURLFetchingError(f"the PDF asks for {url}")


def pdf(html: str) -> bytes:
    """Give the PDF of a complete HTML page with its style sheet inside; raises where it asks for any address."""
    document = weasyprint.HTML(string=html, url_fetcher=_NothingFetched(), base_url=None)
    content: bytes = document.write_pdf(uncompressed_pdf=False)
    return content
