"""Plain PyYAML over a data folder: no places, no checks, no model."""

from pathlib import Path

import yaml


def load(folder: Path) -> list[object]:
    """What PyYAML's fast safe loader makes of every file."""
    return [yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) for path in sorted(folder.rglob("*.yaml"))]
