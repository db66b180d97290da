"""Documents through LibreOffice, as an office opens and saves them."""

import subprocess
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


def converted(files: Iterable[Path], form: str, folder: Path, *options: str) -> list[Path]:
    """Open the files and save them in another form (or the same: docx) into a folder."""
    files = list(files)
    folder.mkdir(exist_ok=True)
    _soffice("--convert-to", form, *options, "--outdir", folder, *files)
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
    module = _profile() / "user/basic/Standard/Module1.xba"
    if not module.parent.exists():
        _soffice("--terminate_after_init")  # makes the profile that the macro is put into
    module.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<script:module xmlns:script="http://openoffice.org/2000/script"'
        f' script:name="Module1" script:language="StarBasic">{escape(macro)}</script:module>'
    )
    _soffice(f'macro:///Standard.Module1.Decide("{folder}")')
    return {
        path.stem: (folder / f"Accept-{path.name}{ending}", folder / f"Reject-{path.name}{ending}")
        for path in sorted(folder.glob("*.docx"))
    }


def _profile() -> Path:
    """The profile of this process, for others run beside it; to make one takes longer than to convert a file."""
    from tests.conftest import KEPT

    return KEPT / "soffice"


def _soffice(*words: object) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{_profile()}", "--headless", *words]
    subprocess.run(command, check=True, capture_output=True)


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
