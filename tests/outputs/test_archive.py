"""The package for an archive: by the E-ARK validator, by every hash in it, and by what somebody finds who opens it."""

import hashlib
import io
import shutil
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from planbook.messages.diagnostics import Refusal
from planbook.outputs.archive import archive_package
from planbook.repository.output_files import zipped
from tests.conftest import ROOT

PLAN = "lang-nghe-2026"
METS, XLINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}"
PREMIS = "{http://www.loc.gov/premis/v3}"
# Asks the note of the program that made the package for an attribute that the METS schema refuses, and for another
# value than CSIP16 does.
CONTRADICTORY = {"SIP14"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("archive")
    shutil.copytree(ROOT / "tests/workspaces/year", root, dirs_exist_ok=True)
    return archive_package(root, PLAN, {"15-kh-ubnd.signed.pdf": b"%PDF-1.7 signed"})


@pytest.fixture(scope="module")
def validator():
    """The E-ARK validator, which asks the network for word lists that it brings along."""
    resources = next(
        Path(place) / "eark_validator/ipxml/resources/vocabs"
        for place in sys.path
        if (Path(place) / "eark_validator").is_dir()
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "urllib.request.urlopen", lambda address: io.BytesIO((resources / address.rpartition("/")[2]).read_bytes())
        )
        from eark_validator.packages import PackageValidator
    return PackageValidator


def written(files, folder):
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def faults(validator, folder):
    report = validator(folder).validation_report
    results = report.metadata.schematron_results.messages
    assert report.structure.status.name == "WELLFORMED", report.structure.messages
    assert report.metadata.schema_results.messages == []
    return {result.rule_id for result in results if result.severity.name == "ERROR"}


# The validator leaves the METS open that it reads.
@pytest.mark.filterwarnings(
    "ignore:unclosed file .*METS.xml:ResourceWarning",
    "ignore:Exception ignored in.*METS.xml:pytest.PytestUnraisableExceptionWarning",
)
def test_the_package_is_valid(made, validator, tmp_path):
    folder = written(made[0], tmp_path / PLAN)

    assert faults(validator, folder) == CONTRADICTORY
    text = (folder / "METS.xml").read_text("utf-8")
    (folder / "METS.xml").write_text(
        text.replace(' OBJID="', ' OTHER="').replace('TYPE="PHYSICAL"', 'TYPE="LOGICAL"'), "utf-8"
    )
    report = validator(folder).validation_report
    assert "CSIP81" in {result.rule_id for result in report.metadata.schematron_results.messages}


def test_every_file_is_listed_with_its_hash(made):
    files, _ = made
    listed = {}
    for mets in (path for path in files if path.endswith("METS.xml")):
        folder = mets.removesuffix("METS.xml")
        for entry in ET.fromstring(files[mets]).iter():
            if "CHECKSUM" in entry.attrib:
                place = entry if entry.tag.endswith("mdRef") else entry.find(f"{METS}FLocat")
                listed[folder + place.get(f"{XLINK}href")] = entry.get("CHECKSUM"), entry.get("SIZE")
    assert listed == {
        path: (hashlib.sha256(content).hexdigest(), str(len(content)))
        for path, content in files.items()
        if path != "METS.xml"
    }
    premis = ET.fromstring(files["metadata/preservation/premis.xml"])
    digests = {
        entry.findtext(f".//{PREMIS}objectIdentifierValue"): entry.findtext(f".//{PREMIS}messageDigest")
        for entry in premis.iter(f"{PREMIS}object")
    }
    assert digests == {path: listed[path][0] for path in digests}
    assert len(digests) == len(files) - 2  # the two that are written after it


def test_what_was_signed_goes_along_as_it_came_beside_print_and_data(made):
    files, _ = made

    assert files["representations/signed/data/15-kh-ubnd.signed.pdf"] == b"%PDF-1.7 signed"
    printed = {path.rpartition("/")[2] for path in files if path.startswith("representations/printed/data/")}
    assert printed == {f"{PLAN}.docx", f"{PLAN}.json", f"{PLAN}-ma-tran.pdf"}
    data = "representations/data/data/data"
    assert {f"{data}/plans/{PLAN}.yaml", f"{data}/results/{PLAN}/2026-Q4.yaml", f"{data}/agencies.yaml"} <= files.keys()
    about = files["metadata/descriptive/ead.xml"].decode()
    assert all(
        words in about
        for words in ("15/KH-UBND", "2026-01-15", "Ủy ban nhân dân tỉnh Mẫu", "Phát triển làng nghề năm 2026")
    )


def test_the_same_files_are_the_same_zip(made):
    files, day = made
    content = zipped(files, day, f"{PLAN}/")

    assert content == zipped(dict(reversed(files.items())), day, f"{PLAN}/")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {name: file.read(name) for name in file.namelist()} == {
            f"{PLAN}/{path}": text for path, text in files.items()
        }


def test_a_draft_goes_into_no_archive(tmp_path):
    shutil.copytree(ROOT / "tests/workspaces/year", tmp_path, dirs_exist_ok=True)
    path = tmp_path / f"data/plans/{PLAN}.yaml"
    text = (
        path.read_text("utf-8")
        .replace("status: issued\nnumber: 15/KH-UBND\n", "status: draft\n")
        .replace("date: 2026-01-15\n", "")
    )
    path.write_text(text, "utf-8")
    shutil.rmtree(tmp_path / "data/results")

    with pytest.raises(Refusal, match="not issued"):
        archive_package(tmp_path, PLAN, {})
