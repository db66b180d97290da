"""A published folder against the data of the revision that it names: its list of files, then file after file.

Each file is read for what it says of the data, and held against what the program makes of them once more. A signed
folder is signed by whom it should be.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from planbook.messages.diagnostics import Diagnostic, Misuse, Text
from planbook.outputs.origin import made_of
from planbook.repository.last_commits import holds_the_same, last_commits
from planbook.repository.manifest import MANIFEST
from planbook.repository.publishing import settle_site
from planbook.repository.revisions import Revision, commit_of
from planbook.repository.signatures import SignatureFault, signature_fault
from planbook.verify.anew import MadeAnew, copy_pages, made_anew
from planbook.verify.differences import ANEW, file_finding
from planbook.verify.listing import of_another_build, other_files, read_listing
from planbook.verify.places import is_of_places, verify_places
from planbook.verify.proof import Result, left_out, not_made_anew, prove_file, state_in_words, unknown, unproven
from planbook.verify.state import Listing, ProofState, state_of, working_tree

_AS_MADE = Text("verify it with the program, the libraries and the folder that it was made with, or build it anew")
_MEND = Text("ask who published it; they sign with: python build_docs.py sign KEY")


def site_of(path: Path) -> Path | None:
    """The published folder that a file stands in."""
    return next((folder for folder in path.parents if (folder / MANIFEST).is_file()), None)


def verify_site(site: Path, root: Path, only: str = "") -> Result:
    """Hold every file of a published folder against the data, or `only` one of them.

    Raises `Misuse` and `BuildStopped`.
    """
    settle_site(site)
    if not (site / MANIFEST).is_file():
        raise Misuse(
            Text("{folder} is no published site: it holds no {manifest}", {"folder": site, "manifest": MANIFEST})
        )
    result = Result()
    result.findings += other_files(site, only)
    result.findings += of_another_build(site)
    with TemporaryDirectory() as name:
        proof = (verify_places if is_of_places(site) else _verify)(site, root, only, Path(name), result)
    if proof:
        anew, state = proof
        values = {"read": result.read, "agreed": result.agreed, "state": state_in_words(state)}
        result.summary = Text(
            "{read} files read again: {agreed} figures, days, document numbers and agencies are those of {state}",
            values,
        )
        result.notes = list(_notes(anew, result))
        result.findings += not_made_anew(site, anew, _AS_MADE) if anew.folder is None else ()
    return result


def _verify(site: Path, root: Path, only: str, folder: Path, result: Result) -> tuple[MadeAnew, ProofState]:
    """Hold every file of a folder, or `only` one of them, against the data; what was made anew, and these."""
    listing = read_listing(site)
    copy_pages(root, folder)
    state, doubts = _state(site, root, listing, folder)
    result.findings += doubts
    target, is_offline = folder / "build/anew", "site" in listing.beside
    anew = made_anew(state.edition, listing.made_by, target, only, offline=is_offline)
    for path in sorted(listing.files):
        if (site / path).is_file() and only in ("", path):
            prove_file(site, path, state, anew, listing.revisions, result)
    if not only:
        result.findings += left_out(site, anew, listing.files)
    return anew, state


def _notes(anew: MadeAnew, result: Result) -> Iterator[Text]:
    """What proves the files beside what they say: that they were made anew, or their hash alone, and why."""
    if anew.folder:
        yield Text("{count} files made anew of the same data and compared byte for byte", {"count": result.compared})
    if anew.folder and not anew.prints_the_same:
        yield Text("PDF files by their text, links and attached files: other fonts or libraries printed them")
    for reason, paths in sorted(result.hashed.items()):
        values = {
            "count": len(paths),
            "reason": Text(reason),
            "paths": ", ".join(paths[:3]) + (", …" if paths[3:] else ""),
        }
        yield Text("{count} files by their hash alone ({reason}): {paths}", values)


def _state(site: Path, root: Path, listing: Listing, folder: Path) -> tuple[ProofState, list[Diagnostic]]:
    """The data that the folder names, and why they are perhaps not those that it was made of."""
    revisions, path = listing.revisions, str(site / MANIFEST)
    revision = Revision.as_written(revisions.get("", ""))
    name = revision.commit
    if not name or revision.is_edited:
        return working_tree(root, listing, folder), [unproven(path, revision)]
    commit = commit_of(root, name)
    if commit is None:
        return working_tree(root, listing, folder), [unknown(path, name, root)]
    doubts = []
    last_of = last_commits(root, name, {plan: made_of(plan) for plan in revisions})
    for plan, own in revisions.items():
        last = last_of.get(plan)
        if last and last.name.startswith(own):
            continue
        # A build in a shallow clone names the oldest commit that it has, where the last change may be older.
        if last is None or Revision.as_written(own).is_edited or not holds_the_same(root, own, name, *made_of(plan)):
            values = {"plan": plan or "data/", "found": own, "wanted": last.name[: len(own)] if last else "?"}
            message = Text("{plan}: made of revision {found} as the file says, but of {wanted} as git says", values)
            doubts.append(file_finding(path, "origin-differs", message, ANEW))
    return state_of(root, commit, listing, folder), doubts


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
