"""Who published a site is proved by a signature of its list of files; each way in which it is not is told by its name."""

import shutil
import subprocess
from pathlib import Path

import pytest

from planbook.messages.diagnostics import MachineFault
from planbook.repository.signatures import sign, signature_fault
from tests.conftest import answered, run
from tests.verify.test_verify import replaced

TOOLS = ("ssh-keygen", "minisign")
ENDINGS = {"ssh-keygen": "manifest.json.sig", "minisign": "manifest.json.minisig"}


def keys(folder: Path, tool: str) -> tuple[Path, Path]:
    """A secret key without a password, and its public one."""
    folder.mkdir()
    secret, public = folder / "key", folder / "key.pub"
    ssh = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", secret]
    command = ssh if tool == "ssh-keygen" else ["minisign", "-G", "-W", "-s", secret, "-p", public]
    subprocess.run(command, check=True, capture_output=True)
    return secret, public


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/manifest.json").write_text('{"files": []}\n')
    return tmp_path / "site"


@pytest.mark.parametrize("tool", TOOLS)
def test_a_list_is_proved_by_the_key_that_signed_it_and_by_no_other(site, tmp_path, tool):
    secret, public = keys(tmp_path / "office", tool)
    _, stranger = keys(tmp_path / "stranger", tool)

    assert signature_fault(site, public).kind == "missing"
    assert sign(site, secret) == site / ENDINGS[tool]
    assert signature_fault(site, public) is None
    assert signature_fault(site, stranger).kind == "of another key"
    replaced(site / "manifest.json", "[]", "[1]")
    assert signature_fault(site, public).kind == "broken"
    sign(site, secret)
    (site / ENDINGS[tool]).write_bytes(b"\xff" * 300)
    assert signature_fault(site, public).kind != "missing"


def test_one_of_several_keys_is_enough_and_a_signature_for_something_else_is_none(site, tmp_path):
    secret, public = keys(tmp_path / "office", "ssh-keygen")
    _, former = keys(tmp_path / "former", "ssh-keygen")
    both = tmp_path / "both.pub"
    both.write_text("# the office\n\n" + former.read_text() + public.read_text())
    sign(site, secret)
    assert signature_fault(site, both) is None

    (site / "manifest.json.sig").unlink()  # which it would ask about
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", secret, site / "manifest.json"], check=True)
    assert signature_fault(site, both).kind == "broken"


def test_what_was_signed_with_one_tool_is_not_signed_for_the_other(site, tmp_path):
    sign(site, keys(tmp_path / "office", "ssh-keygen")[0])
    assert signature_fault(site, keys(tmp_path / "other", "minisign")[1]).kind == "missing"


@pytest.mark.parametrize("tool", TOOLS)
def test_a_missing_tool_is_told_with_the_package_that_brings_it(site, tmp_path, monkeypatch, tool):
    secret, public = keys(tmp_path / "office", tool)
    sign(site, secret)
    monkeypatch.setenv("PATH", str(tmp_path))
    for attempt in (lambda: sign(site, secret), lambda: signature_fault(site, public)):
        with pytest.raises(MachineFault, match="is not installed") as refused:
            attempt()
        assert tool in str(refused.value.sentences[0])
        assert refused.value.exit_code == 3


def test_a_key_that_is_none_is_told(site, tmp_path):
    (tmp_path / "key").write_text("no key\n")
    answer = answered("sign", str(tmp_path / "key"), str(site), "--lang", "en")
    assert (answer.returncode, "did not sign" in answer.stderr) == (1, True), answer.stderr
    assert not (site / "manifest.json.sig").exists()


def test_verify_says_who_did_not_sign_beside_what_it_reads(committed, tmp_path, made_once):
    site = Path(shutil.copytree(committed / "site", tmp_path / "site"))
    secret, public = keys(tmp_path / "office", "ssh-keygen")

    (draft,) = site.glob("ke-hoach/*/*.docx")
    unsigned = run(committed, "verify", str(draft), "--signed-by", str(public), "--lang", "en")
    assert (unsigned.returncode, "error[signature-missing]" in unsigned.stdout) == (1, True)
    assert answered("sign", str(secret), str(site), "--lang", "en").stdout.startswith("signed: ")
    signed = run(committed, "verify", str(site), "--signed-by", str(public), "--lang", "en")
    assert (signed.returncode, "error[" in signed.stdout) == (0, False), "the signature is no file too many"

    assert run(committed, "verify", str(draft), "--signed-by", str(public)).returncode == 0
    draft.write_bytes(draft.read_bytes() + b"\0")
    answer = run(committed, "verify", str(draft), "--signed-by", str(public), "--lang", "en")
    assert "is not the file that was published" in answer.stdout
    alone = Path(shutil.copy(draft, tmp_path))
    refused = run(committed, "verify", str(alone), "--signed-by", str(public), "--lang", "en")
    assert (refused.returncode, "stands in no published site" in refused.stderr) == (2, True)
