"""Files of other word processors (.doc, .odt, .rtf) as a Word file, through LibreOffice where it is installed.

It runs with a profile of its own, without macros, links or network, and with limits.
"""

import shutil
import tempfile
from pathlib import Path

from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import Unopened, content_of
from planbook.repository.foreign_programs import answer_of

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}
# Where nobody answers: what a document links to is not fetched.
_NO_NETWORK = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}


class NoOffice(Unopened):
    """The machine has no LibreOffice."""

    exit_code = 3


def as_word_file(content: bytes, ending: str) -> bytes:
    """The bytes of a .docx that says what a file of another word processor does; raises `Unopened`."""
    program = next(filter(None, [*map(shutil.which, _NAMES), *map(shutil.which, _PLACES)]), None)
    if program is None:
        raise NoOffice(
            Text("LibreOffice, which reads {ending} files, is not installed here", {"ending": ending}),
            Text("install LibreOffice, or open the file in Word and save it as .docx"),
        )
    with tempfile.TemporaryDirectory(prefix="planbook-") as name:
        folder = Path(name)
        source = folder / f"plan{ending}"
        source.write_bytes(content)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user/registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        command = (program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore")
        answer_of((*command, "--convert-to", "docx:MS Word 2007 XML", source.name), folder, _NO_NETWORK)
        made = folder / "plan.docx"
        if not made.is_file():
            raise Unopened(
                Text("LibreOffice cannot read the file: it is damaged, or protected by a password"),
                Text("open it in the program that it was written with, and save it as .docx"),
            )
        return content_of(made)


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
