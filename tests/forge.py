"""A small forge on this machine: it keeps the comments of one proposal as GitHub and GitLab do, and notes every call."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

LISTS = {"github": "/repos/o/r/issues/7/comments", "gitlab": "/projects/5/merge_requests/7/notes"}
PROPOSALS = {"github": "/repos/o/r/pulls", "gitlab": "/projects/5/merge_requests"}
ENTRIES = {"github": "/repos/o/r/issues/comments/", "gitlab": "/projects/5/merge_requests/7/notes/"}


class Forge(ThreadingHTTPServer):
    """Answers as one of the two; `comments` are what stands below the proposal, `calls` what was asked, `keys` by whom,
    `proposals` what was proposed, the seventh one."""

    def __init__(self, kind: str, comments: list[dict]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kind, self.comments, self.calls, self.keys = kind, comments, [], set()
        self.proposals: list[dict] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Forge

    def do_GET(self) -> None:
        self.answered(200)

    def do_POST(self) -> None:
        self.answered(201)

    do_PATCH = do_PUT = do_GET  # noqa: N815

    def answered(self, status: int) -> None:
        forge, address = self.server, urlsplit(self.path)
        forge.keys |= {self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN")}
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command != "GET":
            forge.calls.append((self.command, address.path))
        answer: object = {"message": "not found"}
        if self.command == "GET" and address.path == "/user" and forge.kind == "gitlab":
            answer = {"id": 40}
        elif self.command == "GET" and address.path == LISTS[forge.kind]:
            page, many = (int(parse_qs(address.query)[name][0]) for name in ("page", "per_page"))
            answer = forge.comments[(page - 1) * many : page * many]
        elif self.command == "POST" and address.path == PROPOSALS[forge.kind]:
            forge.proposals.append(json.loads(content))
            answer = {"number": 7} if forge.kind == "github" else {"iid": 7}
        elif self.command == "POST" and address.path == "/projects/5/uploads" and forge.kind == "gitlab":
            answer = {"markdown": f"[tham-dinh.zip](/uploads/{content.count(b'PK')})"}
        elif self.command == "POST" and address.path == LISTS[forge.kind]:
            author = {"user": {"login": "github-actions[bot]"}} if forge.kind == "github" else {"author": {"id": 40}}
            answer = {"id": len(forge.comments) + 1000, **author, **json.loads(content)}
            forge.comments.append(answer)
        elif (match := re.fullmatch(re.escape(ENTRIES[forge.kind]) + r"(\d+)", address.path)) and self.command == (
            "PATCH" if forge.kind == "github" else "PUT"
        ):
            answer = next(comment for comment in forge.comments if comment["id"] == int(match[1]))
            answer.update(json.loads(content))
        else:
            status = 404
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Nothing: what was asked is in `calls`."""


@contextmanager
def forge(kind: str, comments: list[dict]) -> Iterator[Forge]:
    server = Forge(kind, comments)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
