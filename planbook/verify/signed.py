"""Whether a published folder, or that of a file in one, is signed by whom it should be."""

from pathlib import Path

from planbook.messages.diagnostics import Diagnostic, Misuse, Text
from planbook.repository.manifest import MANIFEST
from planbook.repository.signatures import SignatureFault, signature_fault
from planbook.verify.differences import file_finding
from planbook.verify.listing import other_files
from planbook.verify.site import site_of

_MEND = Text("ask who published it; they sign with: python build_docs.py sign KEY")


def signature_findings(path: Path, key: Path) -> list[Diagnostic]:
    """What is wrong with the signature of a folder; of a file also whether it is the one that was signed.

    Raises `Misuse`, `MachineFault` and `Unopened`.
    """
    site = path if path.is_dir() else site_of(path.absolute())
    if site is None or not (site / MANIFEST).is_file():
        message = Text("{path} stands in no published site, so no signature is there for it", {"path": path})
        raise Misuse(message)
    fault = signature_fault(site, key)
    findings = [_finding(str(site / MANIFEST), fault)] if fault else []
    if path != site and path.suffix in (".docx", ".xlsx", ".pdf"):  # which verify reads by themselves
        findings += other_files(site, path.absolute().relative_to(site).as_posix())
    return findings


def _finding(path: str, fault: SignatureFault) -> Diagnostic:
    match fault.kind:
        case "missing":
            return file_finding(path, "signature-missing", fault.message, _MEND)
        case "of another key":
            return file_finding(path, "signature-of-another-key", fault.message, _MEND)
        case "broken":
            return file_finding(path, "signature-broken", fault.message, _MEND)
