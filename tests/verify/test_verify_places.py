"""A published site that is cut by places is held against the data, part after part; for one file no more than its own part."""

import json
import shutil
from concurrent.futures import Future
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path

import pytest

from planbook.outputs import catalogue
from planbook.outputs.build import build
from planbook.outputs.shards import building
from planbook.repository import manifest
from planbook.repository.manifest import MANIFEST
from planbook.verify import places
from planbook.verify.anew import MadeAnew
from planbook.verify.site import verify_site
from tests.outputs.edited_sites import Here
from tests.outputs.small_shards import office_of_places

PAGE = "ke-hoach/nong-thon-xa-m-2027/index.html"
OF_M, OF_O = "xa/m/shard-manifest.json", "xa/o/shard-manifest.json"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """The folder of an office whose site is cut by places and was built without printed sheets."""
    monkeypatch.setattr(catalogue, "SHEETS", ())
    monkeypatch.setattr(building, "workers", lambda *_, **__: Here())
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = office_of_places(tmp_path / "office")
    build(folder)
    return folder


def listed(site: Path, path: str, name: str) -> None:
    """Let a list, and the manifest above it, say of a file what stands there now."""
    for place, entry in ((name, path), (MANIFEST, name)):
        text = json.loads((site / place).read_text("utf-8"))
        content = (site / entry).read_bytes()
        own = {"path": entry, "size": len(content), "sha256": sha256(content).hexdigest()}
        for kind in ("files", "parts"):
            text[kind] = [own if row["path"] == entry else row for row in text.get(kind, ())]
        (site / place).write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", "utf-8")


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def told(site: Path, root: Path, only: str = "") -> list[str]:
    """The paths of all files of which something is found."""
    findings = verify_site(site, root, only).findings
    return sorted({Path(finding.span.path).relative_to(site).as_posix() for finding in findings})


class ToldHere(Here):
    """What makes shards in this process and tells which."""

    def __init__(self) -> None:
        self.parts: set[str] = set()

    @staticmethod
    def at_once(_: int) -> int:
        return 0

    def submit(self, call, requests) -> Future:
        self.parts |= {request.part for request in requests}
        return super().submit(call, requests)


def test_each_part_is_proved_with_its_own_plans_and_one_file_with_its_part_alone(root, tmp_path, monkeypatch):
    site, pristine = root / "site", tmp_path / "pristine"
    shutil.copytree(site, pristine, ignore=lambda _, names: [name for name in names if "manifest.json" in name])
    with monkeypatch.context() as patch:
        # That a build makes the same bytes again is proved elsewhere.
        patch.setattr(places, "_made", lambda *_: (MadeAnew(pristine, (), prints_the_same=True), {}))
        result = verify_site(site, root)
        assert result.findings == []
        assert result.read > 100
        assert result.agreed > 1000
        (site / "xa/n/mine.html").write_text("mine")
        edited(site / "xa/n/nhiem-vu/index.html", "xã N", "xã X")
        edited(site / PAGE, "<body", "<body data-a")
        listed(site, PAGE, OF_M)
        (site / "ke-hoach/viec-lam-2027/index.html").unlink()
        edited(site / "index.html", "<body", "<body data-a")
        listed(site, "index.html", MANIFEST)
        (site / "xa/o").mkdir()
        (site / "xa/o/index.html").write_text("<p>Xã O</p>")
        (site / OF_O).write_text(json.dumps({"files": [{"path": "xa/o/index.html"}]}))
        top = json.loads((site / MANIFEST).read_text("utf-8"))
        (site / MANIFEST).write_text(json.dumps({**top, "parts": [*top["parts"], {"path": OF_O}]}), "utf-8")
        listed(site, "xa/o/index.html", OF_O)
        expected = [
            "index.html",
            PAGE,
            "ke-hoach/viec-lam-2027/index.html",
            "xa/n/mine.html",
            "xa/n/nhiem-vu/index.html",
        ]
        assert told(site, root) == sorted([*expected, "xa/o/index.html"])
    here, reads, read = ToldHere(), [], manifest._list
    monkeypatch.setattr(building, "workers", lambda *_, **__: nullcontext(here))
    monkeypatch.setattr(manifest, "_list", lambda content: reads.append(content) or read(content))
    assert told(site, root, PAGE) == [PAGE]
    assert here.parts == {"xa/m"}
    assert all(b'"xa-n"' not in content for content in reads)
    text = (site / OF_M).read_text("utf-8")
    (site / OF_M).write_text(text.replace('"place": "xa-m"', '"place": "xa-n"'), "utf-8")
    shutil.copy(pristine / PAGE, site / PAGE)
    listed(site, PAGE, OF_M)
    assert told(site, root, PAGE) == [OF_M]
