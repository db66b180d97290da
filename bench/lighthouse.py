"""Lighthouse's view of the site: performance and accessibility of a plan, an agency and the register, 95 wanted of 100.

`make lighthouse` runs it. The site is served as content/huong-dan/nginx.conf serves it: compressed, with its headers.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from bench.inputs import PROJECT

PAGES = ("", "ke-hoach/lao-cai-2026/", "co-quan/so-noi-vu/", "nhiem-vu/")
CATEGORIES = ("performance", "accessibility")
ROUNDS = 3
WANTED = 95
SAMPLE = PROJECT / "content/huong-dan/nginx.conf"


class Compressed(SimpleHTTPRequestHandler):
    """A web server that compresses text and sends the headers of the sample."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, or the index.html of a folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        for name, value in re.findall(
            r'^    add_header (\S+) "(.*)" always;$', SAMPLE.read_text("utf-8"), re.MULTILINE
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def scores(program: Path, address: str) -> dict[str, float]:
    """The scores of one page, of 100; raises `CalledProcessError` where Lighthouse fails."""
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = [str(program), address, "--quiet", flags, "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    environment = {"CHROME_PATH": "/usr/bin/chromium-headless-shell", **os.environ}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(answer.stdout)["categories"]
    return {name: 100 * found[name]["score"] for name in CATEGORIES}


def main() -> None:
    """Print the median of several rounds for each page."""
    program = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(PROJECT / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for page in PAGES:
        address = f"http://127.0.0.1:{server.server_port}/{page}"
        rounds = [scores(program, address) for _ in range(ROUNDS)]
        found = {name: median(one[name] for one in rounds) for name in CATEGORIES}
        reached = "yes" if min(found.values()) >= WANTED else "no"
        print(f"{page or '/':<28}", *(f"{name} {score:.0f}" for name, score in found.items()), f"reached {reached}")
    server.shutdown()


if __name__ == "__main__":
    main()
