"""PDFs of earlier builds, each under a hash of everything that it is made of, so that none can be out of date."""

import ctypes
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from planbook.repository.libraries import version_of

_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "fonttools", "pyphen", "cffi")
FONTS = "fonts"  # what `what_draws` calls them
_LIBRARIES = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
    "libharfbuzz-subset.so.0": "hb_version_string",
}


@dataclass
class Store:
    """The files in one folder; `made_by` stands for program, libraries and fonts. Without it nothing is kept."""

    folder: Path
    made_by: str
    _used: set[str] = field(default_factory=set)

    def get(self, digest: str) -> bytes | None:
        """A file that was kept, if it is still as it was."""
        for name in self._names.get(digest, ()) if self.made_by else ():
            path = self.folder / name
            content = path.read_bytes() if path.is_file() else b""
            if path.stem == _name(digest, content):
                self._used.add(path.name)
                return content
        return None

    def put(self, digest: str, content: bytes) -> None:
        """Keep a file; another build that keeps the same one at the same time does no harm."""
        if self.made_by:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{_name(digest, content)}.pdf"
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                try:
                    file.write(content)
                    file.flush()
                    os.replace(file.name, path)
                except BaseException:
                    os.unlink(file.name)
                    raise
            self._used.add(path.name)
            self._names.setdefault(digest, []).append(path.name)

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of the files that are kept by their digests: the folder is read once, however many are asked for."""
        names: dict[str, list[str]] = {}
        for path in self.folder.glob("*-*.pdf"):
            names.setdefault(path.name.partition("-")[0], []).append(path.name)
        return names

    def forget_others(self) -> None:
        """Remove what was neither given nor kept since this store was opened."""
        for path in self.folder.glob("*"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)


def _name(digest: str, content: bytes) -> str:
    return f"{digest}-{sha256(content).hexdigest()}"


@cache
def machine() -> str:
    """The versions of all that draws a PDF, and the fonts; nothing where they cannot be told, as without Linux."""
    return "\n".join(what_draws().values())


def what_draws() -> dict[str, str]:
    """What `machine` tells, by names."""
    try:
        fonts = subprocess.run(
            ["fc-list", ":", "file", "fontversion"], capture_output=True, text=True, check=True
        ).stdout
        libraries = {name: _version(name, function) for name, function in _LIBRARIES.items()}
    except (OSError, AttributeError, subprocess.CalledProcessError):
        return {}
    return {"Python": sys.version, **_packages(), **libraries, FONTS: "\n".join(sorted(fonts.splitlines()))}


@cache
def _packages() -> dict[str, str]:
    return {name: version_of(name) for name in _PACKAGES}


def _version(library: str, function: str) -> str:
    tell = getattr(ctypes.CDLL(library), function)
    tell.restype = ctypes.c_char_p
    return str(tell())
