"""The findings of an office as a person reads them: those of a file that the last check has printed are printed as they were."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from planbook.messages.catalogue import spoken_language
from planbook.messages.diagnostics import Diagnostic, FindingCounts, Severity, count_findings, findings_as_text
from planbook.outputs.findings_by_file import FindingsByFile
from planbook.outputs.kept_values import KeptValues
from planbook.repository.data_paths import plan_of
from planbook.repository.fingerprint import program

PRINTED = "build/last-printed.rows"
_Counted = tuple[str, list[tuple[str, str, str, bool, int]]]


def printed_findings(
    root: Path, findings: FindingsByFile, lines: Mapping[str, Sequence[str]], hashes: Mapping[str, str]
) -> tuple[str, FindingCounts]:
    """All findings that nobody accepted as text, and how many there are in all; `hashes` tell by plans what the lines of their files are, under "" those of all others."""
    key = sha256(repr((spoken_language(), program())).encode()).hexdigest() if hashes else ""
    memory = KeptValues(root, key, PRINTED)
    texts: list[str] = []
    counts = FindingCounts()
    for path in findings.paths:
        if path in findings.texts:
            made_of = f"{hashes.get(plan_of(path)) or hashes['']}\n{findings.texts[path]}"
            text, rows = memory.value(path, made_of, lambda path=path: _printed(findings.of(path), lines))  # type: ignore[misc]
        else:
            text, rows = _printed(findings.of(path), lines)
        texts.append(text)
        for severity, check, about, is_accepted, count in rows:
            counts[Severity(severity), check, about, is_accepted] += count
    memory.save()
    return "".join(texts), counts


def _printed(findings: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]) -> _Counted:
    """Findings of one file as text, and how many it has of each kind."""
    text = findings_as_text((finding for finding in findings if not finding.allowed), lines)
    return text, [(str(severity), *kind, count) for (severity, *kind), count in count_findings(findings).items()]  # type: ignore[misc]
