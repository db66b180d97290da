"""A published file as bytes, out of a folder or over https: bounded in size and time, and never from anywhere else than was named."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from planbook import __version__
from planbook.gathering.sources import GatheredOffice
from planbook.messages.diagnostics import Refusal, Text
from planbook.repository.foreign_files import MEGABYTE, Unopened, content_of
from planbook.repository.machine import reason

MOST_SECONDS = 20  # without a byte
MOST_OF_A_FILE = 600  # seconds for the whole of it, however slowly it drips
_PIECE = 1 << 16
_NOT_CHANGED = 304
_VALIDATORS = {
    "etag": "If-None-Match",
    "last-modified": "If-Modified-Since",
}  # what a server calls its state, and how it is asked


class Unreached(Refusal):
    """A file of an office cannot be had; `message` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


class NotThere(Unreached):
    """The site answers, and has no such file."""


@dataclass(frozen=True)
class Response:
    """What was fetched, and by what its server knows this state of it; no content where it is as it was."""

    content: bytes | None
    validators: Mapping[str, str]


def fetch(office: GatheredOffice, root: Path, path: str, most: int, state: Mapping[str, str] | None = None) -> Response:
    """A file of an office's site, unless its server says that it is still in a `state`; raises `Unreached`.

    A folder is relative to `root`. `most` is how many bytes it may have.
    """
    if office.is_remote:
        return _fetch_page(office.at + path, most, state or {})
    folder = root / office.at
    try:
        if not folder.is_dir():
            raise Unreached(Text("there is no folder {folder}", {"folder": office.at}))
        if not (folder / path).exists():
            raise NotThere(Text("{file} is not there", {"file": path}))
        if not (folder / path).resolve().is_relative_to(folder.resolve()):
            raise Unreached(Text("{file} is a link that leads out of the folder", {"file": path}))
        return Response(content_of(folder / path, most), {})
    except Unopened as refusal:
        raise Unreached(Text("{file} cannot be read: {reason}", {"file": path, "reason": refusal.message})) from refusal
    except OSError as error:
        raise Unreached(Text("{file} cannot be read: {reason}", {"file": path, "reason": reason(error)})) from error


class _SamePlace(HTTPRedirectHandler):
    """Follows a few redirects within one site, and none that leads to another one."""

    max_redirections = 5

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The request that follows; raises `Unreached` where the new address is of somebody else."""
        target = urljoin(req.full_url, newurl)
        if urlsplit(target)[:2] != urlsplit(req.full_url)[:2]:
            fp.close()
            details = {"address": target[:200]}
            raise Unreached(
                Text("the address leads on to {address}; if the site has moved, write that address", details)
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    """What opens addresses of the web and nothing else, with the proxy and the certificates that the machine is set to."""
    opener = OpenerDirector()
    handlers: tuple[Any, ...] = (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(context=ssl.create_default_context()),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _SamePlace(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", f"planbook-gather/{__version__}"), ("Accept-Encoding", "identity")]
    return opener


def _fetch_page(url: str, most: int, state: Mapping[str, str]) -> Response:
    request = Request(url)  # noqa: S310  # the opener knows no other schemes than those of the web
    for name, header in _VALIDATORS.items():
        if state.get(name):
            request.add_header(header, state[name])
    path = urlsplit(url).path
    try:
        with _opener().open(request, timeout=MOST_SECONDS) as response:
            content = _bounded(response, path, most)
            headers = response.headers
    except HTTPError as error:
        error.close()
        if error.code == _NOT_CHANGED and state:
            return Response(None, state)
        kind = NotThere if error.code in (404, 410) else Unreached
        raise kind(Text("{file}: the server answers {code}", {"file": path, "code": error.code})) from error
    except URLError as error:
        raise Unreached(_why(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise Unreached(_why(error)) from error
    validators = {name: headers[name] for name in _VALIDATORS if headers.get(name) and len(headers[name]) < 500}
    return Response(content, validators)


def _bounded(response: Any, path: str, most: int) -> bytes:
    """What a server sends, as long as it is not more and not slower than may be."""
    end = time.monotonic() + MOST_OF_A_FILE
    pieces, length = list[bytes](), 0
    while piece := response.read1(_PIECE):
        length += len(piece)
        pieces.append(piece)
        if length > most:
            raise Unreached(Text("{file} is larger than {most} MB", {"file": path, "most": most // MEGABYTE}))
        if time.monotonic() > end:
            raise Unreached(
                Text("{file} did not come within {minutes} minutes", {"file": path, "minutes": MOST_OF_A_FILE // 60})
            )
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) != length:
        raise Unreached(
            Text(
                "{file} broke off after {length} of {whole} bytes", {"file": path, "length": length, "whole": announced}
            )
        )
    return b"".join(pieces)


def _why(problem: object) -> Text:
    """Why a server was not reached, in words."""
    if isinstance(problem, ssl.SSLCertVerificationError):
        return Text("its certificate is not trusted: {problem}", {"problem": problem.verify_message})
    if isinstance(problem, TimeoutError):
        return Text("it does not answer within {seconds} seconds", {"seconds": MOST_SECONDS})
    if isinstance(problem, ConnectionRefusedError):
        return Text("no server answers there")
    return Text("it cannot be reached: {problem}", {"problem": str(problem) or type(problem).__name__})
