"""Files that were dropped on the desk: kept under names of its own until it ends."""

import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from werkzeug.datastructures import FileStorage

from planbook.messages.diagnostics import Refusal, Text

MAX_FILES = 40
_KEY = re.compile(r"[0-9a-f]{16}")
_ODD = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


@dataclass(frozen=True)
class DroppedFiles:
    """The folder of the files: each in one of its own, by which pages name it, under the name that it came with."""

    folder: Path

    def keep(self, files: Iterable[FileStorage]) -> list[str]:
        """Write files down and give the key of each; raises `Refusal`."""
        with_names = [file for file in files if file.filename]
        if not 0 < len(with_names) <= MAX_FILES:
            raise Refusal(Text("choose at least one file, and no more than {most}", {"most": MAX_FILES}))
        keys = []
        for file in with_names:
            key = secrets.token_hex(8)
            (self.folder / key).mkdir()
            file.save(self.folder / key / _name(file.filename or ""))
            keys.append(key)
        return keys

    def paths(self, keys: Collection[str]) -> list[Path]:
        """Where some files stand; raises `Refusal`."""
        if not keys:
            raise Refusal(Text("the file is not here any more; drop it again"))
        return [self._path(key) for key in keys]

    def _path(self, key: str) -> Path:
        inside = [*(self.folder / key).iterdir()] if _KEY.fullmatch(key) and (self.folder / key).is_dir() else []
        if not inside:
            raise Refusal(Text("the file is not here any more; drop it again"))
        return inside[0]


def _name(sent: str) -> str:
    """The last part of a name that a browser sent, without signs that name a place; its letters stay."""
    last = PurePosixPath(PureWindowsPath(sent).name).name
    return _ODD.sub("_", last).lstrip(".")[-120:] or "file"
