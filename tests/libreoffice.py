"""Documents through LibreOffice, as an office opens and saves them."""

import subprocess
from collections.abc import Iterable
from pathlib import Path


def converted(files: Iterable[Path], form: str, folder: Path) -> list[Path]:
    """Open the files and save them in another form (or the same: docx) into a folder."""
    files = list(files)
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / f"{path.stem}.{form}" for path in files]
