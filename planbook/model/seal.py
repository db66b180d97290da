"""What an issued plan said when it was issued, as a short hash, so that a later edit shows."""

import json
from hashlib import sha256

from planbook.model.plan import Plan

# What may change after issue without changing what was issued: time runs out, misprints are found, the seal itself.
_NOT_SEALED = {"status", "as_printed", "seal", "amendments", "todo"}
_LENGTH = 24


def seal(plan: Plan) -> str:
    """Give the hash of what a plan says; layout, comments and the order of keys are nothing that it says.

    What a plan leaves out is not part of it, so that a field which the program learns later breaks no seal.
    """
    said = plan.model_dump(mode="json", exclude=_NOT_SEALED, exclude_defaults=True)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_LENGTH]


def sealed(plan: Plan) -> str | None:
    """Give the hash that was written down last: at issue, or with the last amendment."""
    return plan.amendments[-1].seal if plan.amendments else plan.seal
