"""Files changed at random but in their structure, and a child with limits in which a reader is given many of them."""

import os
import random
import resource
import traceback
from collections.abc import Callable, Iterator

from lxml import etree

from planbook.messages.diagnostics import Refusal
from tests.word_edits import packed, parts_of

_ODD = (
    *("", "0", "-1", "\u00b2", "\u0661", "9" * 5000, "NaN", "Infinity", "1e999", "true", "A1:XFD1048576", "../../x"),
    *("0" * 60 + "1", "65536", "2147483648", "auto", " ", "d/m/yyyy", "%1.%2", "rId1", "_xD800_", "{agency:x}"),
)
_CPU = 8  # seconds for one file
_MEMORY = 1_500_000_000

Reader = Callable[[bytes], object]


def mutated(content: bytes, seed: int) -> bytes:
    """A file with one to four changes of its structure; the same for the same seed."""
    chance = random.Random(seed)
    if not content.startswith(b"PK"):
        return _bytes(content, chance)
    parts = parts_of(content)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(sorted(parts))
        kind = chance.random()
        if kind < 0.04 and len(parts) > 1:
            del parts[name]
        elif kind < 0.08:
            parts[name] = _bytes(parts[name], chance)
        elif kind < 0.1:
            parts[name] = parts[chance.choice(sorted(parts))]
        else:
            main = [one for one in parts if one.endswith((".xml", ".rels")) and len(parts[one]) > 900]
            name = chance.choice(sorted(main) or [name])
            parts[name] = _xml(parts[name], chance)
    return packed(parts)


def _bytes(content: bytes, chance: random.Random) -> bytes:
    kind, at = chance.randrange(5), chance.randrange(max(1, len(content)))
    end = min(len(content), at + chance.randint(1, 200))
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + bytes(chance.randrange(256) for _ in range(8)) + content[at:]
    if kind == 2:
        return content[:at] + content[at:end] * chance.randint(2, 60) + content[end:]
    if kind == 3:
        return content[:at] + chance.choice(_ODD).encode() + content[end:]
    return content[:at] + content[end:]


def _xml(content: bytes, chance: random.Random) -> bytes:
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    found = [one for one in root.iter() if isinstance(one.tag, str)]
    one, other = chance.choice(found), chance.choice(found)
    parent = one.getparent()
    kind = chance.randrange(9)
    if kind == 0 and parent is not None:
        parent.remove(one)
    elif kind == 1 and parent is not None:
        text = etree.tostring(one)
        for _ in range(min(chance.choice((1, 2, 40)), 1 + 200_000 // len(text))):
            one.addnext(etree.fromstring(text))
    elif kind == 2 and other not in [one, *one.iterancestors(), *one.iterdescendants()]:
        other.append(one)
    elif kind == 3:
        one.tag = other.tag
    elif kind == 4 and parent is not None:
        for _ in range(chance.choice((1, 5, 30))):
            wrapping = etree.Element(one.tag, dict(one.attrib))
            one.addprevious(wrapping)
            wrapping.append(one)
    elif kind == 5 and one.attrib:
        del one.attrib[chance.choice(sorted(one.attrib))]
    elif kind == 6 and one.attrib:
        one.attrib[chance.choice(sorted(one.attrib))] = chance.choice(_ODD)
    elif kind == 7:
        one.text = chance.choice(_ODD)
    else:
        for name, value in other.attrib.items():
            one.attrib[name] = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def faults(reader: Reader, files: Iterator[tuple[int, bytes]]) -> list[str]:
    """What a reader does to files besides reading or refusing them: it breaks, takes for ever, or fills the memory.

    The files are read in a child; the one that kills it is named, and those behind it are not read.
    """
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        _read_all(reader, files, send)
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, encoding="utf-8", errors="replace") as lines:
        told = lines.read().splitlines()
    _, status = os.waitpid(child, 0)
    found = [line.removeprefix("fault ") for line in told if line.startswith("fault ")]
    if os.WIFSIGNALED(status):
        last = next((line for line in reversed(told) if line.startswith("reading ")), "reading nothing")
        found.append(f"{last}: killed by signal {os.WTERMSIG(status)}")
    return found


def _read_all(reader: Reader, files: Iterator[tuple[int, bytes]], send: int) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    for seed, content in files:
        os.write(send, f"reading {seed}\n".encode())
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + _CPU, resource.RLIM_INFINITY))
        try:
            reader(content)
        except Refusal:
            continue
        except BaseException:  # noqa: BLE001  # whatever it is, it is what the test is for
            where = " | ".join(traceback.format_exc().splitlines()[-3:])
            os.write(send, f"fault {seed}: {where}\n".encode("utf-8", "replace"))
