"""What a PDF is made of: finished HTML, and the files that ride inside."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that rides inside a PDF; `relation` is what it is to the sheet (PDF 2.0, AFRelationship)."""

    name: str
    content: str
    relation: Literal["Source", "Data"]
    description: str
    made: datetime


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A PDF that is to be made: where it is published, its HTML with the style sheet inside, its attachments."""

    path: str
    html: str
    attached: tuple[Attached, ...] = ()

    def digest(self, made_by: str) -> str:
        """A hash of everything that the file is made of; `made_by` stands for program, libraries and fonts."""
        digest = sha256(made_by.encode())
        for part in (self.html, *(repr(file) for file in self.attached)):
            # Each part is hashed by itself, so that no two divisions of one text are the same.
            digest.update(sha256(part.encode()).digest())
        return digest.hexdigest()
