"""The JSON Schema of the data files, for editors that complete and check while one types."""

from typing import Any

from pydantic.json_schema import models_json_schema

from planbook.loading.data_file import FOLDERS, REGISTERS
from planbook.model.entry import ORIGIN, Entry


def json_schema() -> dict[str, Any]:
    """One schema for all files of data/: each is one of the named kinds."""
    kinds: list[type[Entry]] = [*FOLDERS.values(), *REGISTERS.values()]
    references, schema = models_json_schema([(kind, "validation") for kind in kinds], ref_template="#/$defs/{model}")
    for definition in schema["$defs"].values():
        # Where an entry was written is no business of the one who writes it.
        definition.get("properties", {}).pop(ORIGIN, None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "planbook data files",
        "oneOf": [references[kind, "validation"] for kind in kinds],
        **schema,
    }
