"""The data of an office laid out in folders by place: each plan in those of its place, registers in several files."""

import re
from pathlib import Path


def into_folders(data: Path) -> Path:
    """Move every plan, and what belongs to it, into folders of its place, and cut agencies and documents into files."""
    for path in sorted((data / "plans").glob("*.yaml")):
        place = re.search(r"(?m)^jurisdiction: ([a-z0-9-]+)", path.read_text("utf-8"))[1]
        (data / "plans" / place / "năm").mkdir(parents=True, exist_ok=True)
        path.rename(data / "plans" / place / "năm" / path.name)
        for kind, name in (("results", path.stem), ("seals", path.name), ("opinions", path.name)):
            if (data / kind / name).exists():
                (data / kind / place).mkdir(exist_ok=True)
                (data / kind / name).rename(data / kind / place / name)
    for name, key in (("agencies", "agencies"), ("legal-documents", "documents")):
        _cut(data / f"{name}.yaml", key)
    return data


def _cut(register: Path, key: str) -> None:
    """Put the second half of the entries of a list into a file of its own, in the same order."""
    text = register.read_text("utf-8")
    start = text.index(f"\n{key}:\n") + len(f"\n{key}:\n") if not text.startswith(f"{key}:\n") else len(f"{key}:\n")
    end = next((match.start() + start for match in [re.search(r"(?m)^(?=[a-z])", text[start:])] if match), len(text))
    entries = re.split(r"(?m)^(?=  - )", text[start:end])
    middle = len(entries) // 2
    part = register.with_suffix("") / "tinh/hai.yaml"
    part.parent.mkdir(parents=True)
    part.write_text(f"{key}:\n" + "".join(entries[middle:]), "utf-8")
    register.write_text(text[:start] + "".join(entries[:middle]) + text[end:], "utf-8")
