"""The files of an office by what they belong to: those of each plan, and under one key all others."""

import re
import sys
from datetime import date
from hashlib import sha256

import pydantic
import yaml

from planbook.repository.data_paths import OFFICE, as_read, plan_of, plan_paths, register_of
from planbook.repository.files import Files
from planbook.repository.fingerprint import program

_ID = re.compile(rb"[a-z0-9-]+")


class OfficeFiles:
    """The files of an office: those of each plan, and a key of all others."""

    def __init__(self, files: Files, day: date | None) -> None:
        self.files, self.day = files, day
        self._names: dict[str, list[str]] = {}
        owners = {path: plan_of(path) for path in as_read(files.contents)}
        self.paths = plan_paths(owners)
        self.plans: dict[str, list[str]] = {plan: [] for plan in self.paths}
        digest = sha256(repr((day, program(), sys.version, pydantic.VERSION, yaml.__version__)).encode())
        for path, owner in owners.items():
            if owner in self.plans:
                self.plans[owner].append(path)
            else:
                digest.update(sha256(path.encode()).digest() + sha256(files.contents[path]).digest())
        self.key = digest.hexdigest()
        self.registers = {
            path: content for path, content in files.contents.items() if register_of(path) or path == OFFICE
        }

    def hash_of(self, plan: str) -> str:
        """A hash of the files of a plan."""
        digest = sha256()
        for path in self.plans[plan]:
            digest.update(sha256(path.encode()).digest() + sha256(self.files.contents[path]).digest())
        return digest.hexdigest()

    def named_by(self, plan: str) -> list[str]:
        """The other plans that the files of a plan name."""
        if plan not in self._names:
            self._names[plan] = sorted(self.words_of(plan) & self.plans.keys() - {plan})
        return self._names[plan]

    def words_of(self, plan: str) -> set[str]:
        """What could be ids in the files of a plan."""
        return {id_.decode() for path in self.plans[plan] for id_ in {*_ID.findall(self.files.contents[path])}}

    def owner(self, path: str) -> str:
        """The plan that a file belongs to; nothing where that is a register."""
        owner = plan_of(path)
        return owner if owner in self.plans else ""
