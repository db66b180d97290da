"""Offices are asked over the network and in folders: what a server may not do is told, and nothing is asked for outside a site."""

import json
import shutil
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from planbook.gathering import fetching
from planbook.gathering.fetching import Unreached, fetch
from planbook.gathering.sources import GatheredOffice
from tests.gathering.offices import answers, of_files


@contextmanager
def server(answer, context=None):
    """A server that answers each request as it is told, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            answer(self)

        def log_message(self, *_):
            pass

    here = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.handle_error = lambda *_: None
    if context:
        here.socket = context.wrap_socket(here.socket, server_side=True)
    threading.Thread(target=here.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{here.server_address[1]}/", asked
    finally:
        here.shutdown()
        here.server_close()


def sends(status, content=b"", **headers):
    def answer(request):
        request.send_response(status)
        for name, value in {"Content_Length": str(len(content)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return answer


def fetched(address, most=100, state=None):
    return fetch(GatheredOffice(id="a", name="A", at=address), Path(), "x.json", most, state)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (sends(500), "the server answers 500"),
        (sends(404), "the server answers 404"),
        (sends(302, Location="http://127.0.0.2/x.json"), "leads on to http://127.0.0.2/x.json"),
        (sends(302, Location="file:///etc/hostname"), "the server answers 302"),
        (sends(302, Location="http://169.254.169.254/"), "leads on to"),
        (sends(302, Location="/x.json"), "cannot be reached|the server answers 302"),  # in a circle
        (sends(200, b"x" * 101), "larger than 0 MB"),
        (sends(200, b"x" * 50, Content_Length="60"), "broke off|cannot be reached"),
        (sends(304), "the server answers 304"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_what_a_server_may_not_do_is_told(answer, said):
    with server(answer) as (address, _), pytest.raises(Unreached) as problem:
        fetched(address)

    assert any(part in problem.value.message.spoken() for part in said.split("|"))


def test_what_a_server_has_not_changed_is_not_sent_again():
    with server(sends(200, b"{}", ETag='"1"', Last_Modified="Mon, 15 Mar 2027 00:00:00 GMT")) as (address, asked):
        first = fetched(address)
    with server(sends(304)) as (address, asked):
        second = fetched(address, state=first.validators)

    assert (first.content, second.content) == (b"{}", None)
    assert asked[0][1]["If-None-Match"] == '"1"'
    assert asked[0][1]["If-Modified-Since"] == "Mon, 15 Mar 2027 00:00:00 GMT"
    assert second.validators == first.validators


@pytest.mark.usefixtures("in_english")
def test_a_certificate_that_nobody_trusts_and_a_silent_server_are_told(tmp_path, monkeypatch):
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    words = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=x")
    subprocess.run(["openssl", *words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with server(sends(200), context) as (address, _), pytest.raises(Unreached) as problem:
        fetched(address)
    assert "certificate is not trusted" in problem.value.message.spoken()

    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.05)
    stop = threading.Event()
    with server(lambda _: stop.wait()) as (address, _):
        with pytest.raises(Unreached) as problem:
            fetched(address)
        stop.set()
    assert "does not answer" in problem.value.message.spoken()


def test_a_link_out_of_a_folder_is_not_followed(offices):
    (offices / "an/manifest.json").unlink()
    (offices / "an/manifest.json").symlink_to(offices / "binh/manifest.json")

    assert [state.state for state in answers(offices)] == ["missing", "current", "current"]


def test_paths_that_lead_out_of_a_site_are_never_asked_for(published, tmp_path):
    folder = shutil.copytree(published / "an", tmp_path / "an")
    plain = json.loads((folder / "manifest.json").read_bytes())
    odd = (
        "../../du-lieu/du-lieu.json",
        "/du-lieu/du-lieu.json",
        "a/../du-lieu/du-lieu.json",
        ".x/du-lieu/du-lieu.json",
    )
    plain["files"] += [{"path": path, "size": 1, "sha256": "0"} for path in odd]
    (folder / "manifest.json").write_text(json.dumps(plain), "utf-8")

    assert of_files(folder).publication.tables["plans"]
