"""The program's own templates as compiled code, kept where Python keeps its compiled modules.

It is believed as Python believes those: who may write there may change the program itself. What an office edited is never kept,
so that nothing in its folder is ever run as code.
"""

import marshal
import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

from planbook.repository.libraries import version_of
from planbook.repository.program_files import program_folder

_DIGEST = 32  # bytes, before what is compiled


def kept_code(template: str, text: str) -> CodeType | None:
    """The compiled code of a template of the program by its path there, if it was kept for this very text and is as it was written."""
    try:
        content = _place(template).read_bytes()
        if content[:_DIGEST] == _digest(text, content[_DIGEST:]):
            code = marshal.loads(content[_DIGEST:])  # noqa: S302  # as Python does with what stands beside
            return code if isinstance(code, CodeType) else None
    except (OSError, ValueError, TypeError, EOFError):
        pass
    return None


def keep_code(template: str, text: str, code: CodeType) -> None:
    """Keep the compiled code of a template, if it is one of the program and Python may keep any."""
    if sys.dont_write_bytecode or not _is_of_program(template, text):
        return
    content, place = marshal.dumps(code), _place(template)
    with suppress(OSError):  # it only takes longer the next time
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.{os.getpid()}")
        part.write_bytes(_digest(text, content) + content)
        part.replace(place)


def _is_of_program(template: str, text: str) -> bool:
    try:
        return (program_folder() / template).read_text("utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False


def _place(template: str) -> Path:
    """Beside the compiled modules, and for each template one file, whatever it said before."""
    beside = Path(cache_from_source(__file__))
    return beside.with_name(f"{template.replace('/', '.')}.{sys.implementation.cache_tag}")


def _digest(text: str, code: bytes) -> bytes:
    """What tells whether code was made of a text, by which Python, Jinja and sandbox, and whether anything of it was lost."""
    return sha256(b"".join(sha256(part).digest() for part in (_compiler(), text.encode(), code))).digest()


@cache
def _compiler() -> bytes:
    sandbox = (Path(__file__).with_name(name).read_bytes() for name in ("sandbox.py", "templates.py"))
    return b"".join((MAGIC_NUMBER, version_of("jinja2").encode(), *sandbox))
