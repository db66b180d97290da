"""What a run keeps in build/ for the next one, behind its hash: believed while it is as it was written, and worked out anew else."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from planbook.repository.output_files import write_output


def with_hash(content: bytes) -> bytes:
    """A content behind its hash, as it is kept."""
    return sha256(content).hexdigest().encode() + b"\n" + content


def read_kept(path: Path) -> bytes | None:
    """What was kept in a file; None where that is nothing, or not what was written."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if digest.decode("latin-1") == sha256(content).hexdigest() else None


def keep(path: Path, content: bytes) -> None:
    """Keep a content, where the disk takes it."""
    with suppress(OSError):  # it only takes longer the next time
        path.parent.mkdir(exist_ok=True)
        write_output(path, with_hash(content))
