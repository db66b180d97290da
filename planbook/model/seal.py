"""What an issued plan said when it was issued, so that a later edit shows: of the plan itself, or of the registers.

The seal is a hash of what the plan's own file says. What it prints of the registers is kept word for word in
`data/seals/`, so that both texts can be shown when a register is edited, and there the hash of each file that comes with it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from planbook.model.borrowed import Borrowed, borrowed
from planbook.model.plan import Plan, SealedWords, SealFile
from planbook.model.results import PeriodResults
from planbook.model.workspace import Workspace

# What may change after issue without changing what was issued: time runs out, misprints are found, somebody says whose
# the sentences of the data are or with which plans it is compared, the seal itself.
_NOT_SEALED = {"status", "wording", "subject", "series", "replaced_by", "as_printed", "seal", "amendments", "todo"}
_LENGTH = 24
# Seals of before had the hash alone, and no words of registers.
_WITH_WORDS = "2-"
_FILE = "attachment"


def seal(plan: Plan) -> str:
    """The seal of what a plan says; layout, comments and the order of keys are nothing that it says.

    What a plan leaves out is not part of it, so that a field which the program learns later breaks no seal.
    """
    content = plan.model_dump(mode="json", exclude=_NOT_SEALED, exclude_defaults=True)
    return _WITH_WORDS + _hash(content)


def sealed(plan: Plan) -> str | None:
    """The seal that was written down last: at issue, or with the last amendment."""
    return plan.amendments[-1].seal if plan.amendments else plan.seal


def is_intact(plan: Plan) -> bool:
    """Whether a plan's own file says what was sealed, whichever program sealed it."""
    return sealed(plan) in (now := seal(plan), now.removeprefix(_WITH_WORDS))


def seal_of_results(results: PeriodResults) -> str:
    """The seal of what the results of a period say."""
    return _hash(results.model_dump(mode="json", exclude={"seal", "amendments"}, exclude_defaults=True))


def is_unchanged(results: PeriodResults) -> bool:
    """Whether the results of a period say what was sealed last."""
    return seal_of_results(results) == (results.amendments[-1].seal if results.amendments else results.seal)


def has_words(plan: Plan) -> bool:
    """Whether a plan was sealed with the words that it prints of the registers."""
    return (sealed(plan) or "").startswith(_WITH_WORDS)


def seal_file(workspace: Workspace, plan: Plan, files: Mapping[str, bytes]) -> str:
    """The text of the file that keeps what a plan prints of the registers, and the hashes of the files of its appendices."""
    words = [(sealed_words.key, sealed_words.words) for sealed_words in borrowed(workspace, plan).values()]
    words += [(_file_key(appendix), sha256(content).hexdigest()) for appendix, content in files.items()]
    # Every text in quotes: 05 and no are words here.
    lines = (f"  - {{of: {key}, words: {json.dumps(text, ensure_ascii=False)}}}\n" for key, text in words)
    return f"plan: {plan.id}\nseal: {_hash(words)}\n" + ("words:\n" if words else "") + "".join(lines)


def file_seal(file: SealFile, appendix: str) -> str | None:
    """The hash of the file of an appendix as it was sealed; None in a seal of before, which had none."""
    return next((sealed_words.words for sealed_words in file.words if sealed_words.of == _file_key(appendix)), None)


def is_sealed_file(file: SealFile, appendix: str, content: bytes) -> bool:
    """Whether the file of an appendix is, byte for byte, the one that was sealed."""
    return file_seal(file, appendix) == sha256(content).hexdigest()


def _file_key(appendix: str) -> str:
    return f"{_FILE}/{appendix}/sha256"


def is_whole(file: SealFile) -> bool:
    """Whether a file of words is as it was written."""
    return file.seal == _hash([(sealed_words.of, sealed_words.words) for sealed_words in file.words])


def reworded_since(
    words: Iterable[SealedWords], now: Mapping[str, Borrowed]
) -> Iterator[tuple[str, str, str, Borrowed | None]]:
    """What the registers say otherwise now: the key, the words as sealed, the words now, and where they stand.

    An entry of which nothing was sealed is one that the program did not know to be printed.
    """
    sealed = {
        sealed_words.of: sealed_words.words for sealed_words in words if not sealed_words.of.startswith(f"{_FILE}/")
    }
    entries = {key.rpartition("/")[0] for key in sealed}
    for key in {**now, **sealed}:
        here = now.get(key)
        old, new = sealed.get(key, ""), here.words if here else ""
        if old != new and key.rpartition("/")[0] in entries:
            yield key, old, new, here


def _hash(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_LENGTH]
