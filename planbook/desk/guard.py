"""Who may ask the local page: only the page itself, by an address that nobody else knows."""

import hmac
from collections.abc import Collection

from flask import Request, Response

# Nothing from elsewhere is loaded, nothing is sent elsewhere, nothing frames the page, no address is handed on.
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


def is_allowed(request: Request, token: str, hosts: Collection[str]) -> bool:
    """Whether a request comes from the page: it names this machine, knows the token, and no other site sent it.

    A name that another site made point at this machine is no name of it (DNS rebinding); a form that another site
    sends says so by `Origin` or `Sec-Fetch-Site`.
    """
    first, _, _ = request.path.lstrip("/").partition("/")
    if request.host not in hosts or not hmac.compare_digest(first.encode(), token.encode()):
        return False
    origin = request.headers.get("Origin", "")
    is_foreign = origin not in ("", "null") and origin not in {f"http://{host}" for host in hosts}
    # A page without referrer sends its forms with the origin "null"; the browser still says where they come from.
    return not is_foreign and request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def guarded(response: Response) -> Response:
    """An answer with the headers that keep it to itself."""
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = _POLICY
    return response
