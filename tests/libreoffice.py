"""Documents through LibreOffice, as an office opens and saves them."""

import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

# Opens every Word file of a folder, accepts or rejects what is tracked in it, and saves what it prints as text.
_DECIDE = """
Sub Decide(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "{filter}"
  Dim nothing()
  Dim names(9999) As String
  name = Dir(folder & "/*.docx")
  Do While name <> ""
    names(count) = name
    count = count + 1
    name = Dir()
  Loop
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  For at = 0 To count - 1
    For Each what In Array("Accept", "Reject")
      If what = "Accept" Or InStr(names(at), "{both}") > 0 Then
      document = StarDesktop.loadComponentFromURL(ConvertToURL(folder & "/" & names(at)), "_blank", 0, hidden())
      frame = document.CurrentController.Frame
      dispatcher.executeDispatch(frame, ".uno:" & what & "AllTrackedChanges", "", 0, nothing())
      document.storeToURL(ConvertToURL(folder & "/" & what & "-" & names(at) & "{ending}"), form())
      document.close(True)
      End If
    Next
  Next
  StarDesktop.terminate()
End Sub
"""

# Keeps an office open that shows nothing, and says so.
_STAY = """
Sub Stay
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  StarDesktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, hidden())
  Open "{ready}" For Output As #1 : Close #1
End Sub
"""
_open: list[subprocess.Popen[bytes]] = []


def converted(files: Iterable[Path], form: str, folder: Path, *options: str) -> list[Path]:
    """Open the files and save them in another form (or the same: docx) into a folder, in an office that stays open: to start it takes ten times as long."""
    files = list(files)
    folder.mkdir(exist_ok=True)
    if not _open:
        _open.append(_staying())
    _soffice("converting", "--convert-to", form, *options, "--outdir", folder, *files)
    return [folder / f"{path.stem}.{form.partition(':')[0]}" for path in files]


def decided(folder: Path, *, both: str) -> dict[str, tuple[list[str], ...]]:
    """The lines that every Word file of a folder has with all its changes accepted, empty ones too; with all rejected where its name has `both`."""
    files = _decided(folder, "Text (encoded)", ".txt", both).items()
    return {name: tuple(_lines(path) for path in paths if path.exists()) for name, paths in files}


def decided_files(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Every Word file of a folder as a Word file with all its changes accepted, and with all rejected."""
    return _decided(folder, "MS Word 2007 XML", ".saved", ".")


def _decided(folder: Path, form: str, ending: str, both: str) -> dict[str, tuple[Path, Path]]:
    macro = _DECIDE.replace("{filter}", form).replace("{ending}", ending).replace("{both}", both)
    _write_macro("deciding", macro)
    _soffice("deciding", f'macro:///Standard.Module1.Decide("{folder}")')
    return {
        path.stem: (folder / f"Accept-{path.name}{ending}", folder / f"Reject-{path.name}{ending}")
        for path in sorted(folder.glob("*.docx"))
    }


def _staying() -> subprocess.Popen[bytes]:
    """An office that is open until `close`; what is asked of its profile is handed on to it."""
    ready = _profile("converting") / "ready"
    _write_macro("converting", _STAY.replace("{ready}", str(ready)))
    ending_with_us = ["setpriv", "--pdeathsig", "TERM"]  # also where the tests are killed
    words = [*ending_with_us, *_command("converting", "--norestore", "macro:///Standard.Module1.Stay")]
    office = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not ready.exists():
        assert office.poll() is None
        time.sleep(0.02)
    return office


def close() -> None:
    """End the office that stayed open, if one did."""
    for office in _open:
        office.terminate()
        office.wait()
    _open.clear()


def _write_macro(name: str, macro: str) -> None:
    """Put a macro into a profile, which is made if it is not there."""
    module = _profile(name) / "user/basic/Standard/Module1.xba"
    if not module.parent.exists():
        _soffice(name, "--terminate_after_init")
    module.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<script:module xmlns:script="http://openoffice.org/2000/script"'
        f' script:name="Module1" script:language="StarBasic">{escape(macro)}</script:module>'
    )


def _profile(name: str) -> Path:
    """A profile of this process, for others run beside it."""
    from tests.conftest import KEPT

    return KEPT / f"soffice-{name}"


def _command(name: str, *words: object) -> list[object]:
    return ["soffice", f"-env:UserInstallation=file://{_profile(name)}", "--headless", *words]


def _soffice(name: str, *words: object) -> None:
    subprocess.run(_command(name, *words), check=True, capture_output=True)


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
