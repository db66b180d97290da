"""The signature of a list of files, made and checked by minisign or ssh-keygen; no key is read here but to see whose it is."""

import base64
import binascii
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planbook.messages.diagnostics import MachineFault, Refusal, Text
from planbook.repository.foreign_files import content_of
from planbook.repository.manifest import MANIFEST
from planbook.repository.output_files import write_output
from planbook.repository.publishing import settle_site

_NAMESPACE = "planbook"  # what a signature of ssh-keygen is for: one of another thing, made with the same key, is none
_MINISIGN = b"untrusted comment:"
_KEY_ID = slice(2, 10)  # of what a key or signature of minisign begins with


@dataclass(frozen=True, slots=True)
class SignatureFault:
    """Why a signature proves nothing."""

    kind: Literal["missing", "broken", "of another key"]
    message: Text


@dataclass(frozen=True, slots=True)
class _Tool:
    """A program that signs, the ending of its signatures, and the package that brings it."""

    name: str
    ending: str
    package: str

    def signature(self, site: Path) -> Path:
        """Where the signature of a published folder stands."""
        return site / f"{MANIFEST}{self.ending}"

    def is_right(self, *words: object, content: bytes | None = None) -> bool:
        """Whether the program ends well; without a `content` to read it speaks with the user. Raises `MachineFault`."""
        if not shutil.which(self.name):
            message = Text("{tool} is not installed, and this key needs it", {"tool": self.name})
            raise MachineFault(message, Text("install {package}", {"package": self.package}))
        command, is_quiet = [self.name, *map(str, words)], content is not None
        return subprocess.run(command, input=content, capture_output=is_quiet, check=False).returncode == 0


_SSH = _Tool("ssh-keygen", ".sig", "openssh-client")
_MINI = _Tool("minisign", ".minisig", "minisign")


def sign(site: Path, key: Path) -> Path:
    """Sign the list of files of a published folder with a secret key; the program asks for its password itself.

    Raises `MachineFault`, `Refusal` and `Unopened`.
    """
    settle_site(site)
    tool, manifest = _tool(key), content_of(site / MANIFEST)
    with tempfile.TemporaryDirectory() as name:
        listed = Path(name) / MANIFEST
        listed.write_bytes(manifest)
        words = ("-S", "-s", key, "-m") if tool is _MINI else ("-Y", "sign", "-n", _NAMESPACE, "-f", key)
        if not tool.is_right(*words, listed):
            raise Refusal(Text("{tool} did not sign", {"tool": tool.name}))
        write_output(tool.signature(site), tool.signature(listed.parent).read_bytes())
    return tool.signature(site)


def signature_fault(site: Path, key: Path) -> SignatureFault | None:
    """What is wrong with the signature of a published folder by a public key; None where it is signed by that key.

    Raises `MachineFault` and `Unopened`.
    """
    tool = _tool(key)
    path = tool.signature(site)
    if not path.is_file():
        message = Text("no {file}: nobody signed this list of files with such a key", {"file": path.name})
        return SignatureFault("missing", message)
    check = _of_minisign if tool is _MINI else _of_ssh
    return check(content_of(site / MANIFEST), content_of(path), content_of(key))


def _tool(key: Path) -> _Tool:
    return _MINI if content_of(key).startswith(_MINISIGN) else _SSH


def _of_ssh(manifest: bytes, signature: bytes, key: bytes) -> SignatureFault | None:
    with tempfile.TemporaryDirectory() as name:
        signed, allowed = Path(name) / "signature", Path(name) / "allowed"
        signed.write_bytes(signature)
        keys = (line for line in key.decode("utf-8", "replace").splitlines() if line.strip() and line[:1] != "#")
        allowed.write_text("".join(f"{_NAMESPACE} {line}\n" for line in keys), "utf-8")
        options = ("-n", _NAMESPACE, "-s", signed)
        if not _SSH.is_right("-Y", "check-novalidate", *options, content=manifest):
            return _broken()
        is_theirs = _SSH.is_right("-Y", "verify", "-f", allowed, "-I", _NAMESPACE, *options, content=manifest)
    return None if is_theirs else _of_another_key()


def _of_minisign(manifest: bytes, signature: bytes, key: bytes) -> SignatureFault | None:
    if _key_id(signature) != _key_id(key):
        return _of_another_key()
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / part for part in ("manifest", "signature", "key")]
        for path, content in zip(paths, (manifest, signature, key), strict=True):
            path.write_bytes(content)
        listed, signed, public = paths
        is_whole = _MINI.is_right("-V", "-q", "-m", listed, "-x", signed, "-p", public, content=b"")
    return None if is_whole else _broken()


def _key_id(text: bytes) -> bytes:
    """The number of a key in its second line, or in that of a signature; empty where there is none."""
    try:
        return base64.b64decode(text.split(b"\n")[1])[_KEY_ID]
    except (IndexError, binascii.Error):
        return b""


def _of_another_key() -> SignatureFault:
    return SignatureFault("of another key", Text("the list of files is signed, but not with the key that was named"))


def _broken() -> SignatureFault:
    message = Text("the signature is not of this list of files: the list or the signature was changed")
    return SignatureFault("broken", message)
