"""A .txt or .md file as an original."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from planbook.importing.files.broken_lines import FULL, LONGEST, BrokenLine, joined_text, paragraphs, text_block
from planbook.importing.files.marked_text import blocks_of, is_marked
from planbook.importing.original import Original, Passage, PassageLook, PassagePlace
from planbook.importing.outline.words import OutlineWords
from planbook.messages.diagnostics import Text
from planbook.repository.foreign_files import MEGABYTE, Unopened

MOST_TEXT = 8 * MEGABYTE  # a plan of 3,000 items has half a megabyte


def read_text_file(path: Path, content: bytes, words: OutlineWords) -> Original:
    """The plan of a text file; raises `Unopened` where it is none."""
    if len(content) > MOST_TEXT:
        raise Unopened(
            Text("the file is larger than {most} MB", {"most": MOST_TEXT // MEGABYTE}), Text("split the document")
        )
    lines = _decoded(content).splitlines()
    return Original(path, "text", tuple(_joined(lines, words)) if _is_broken(lines) else blocks_of(lines))


def _is_broken(lines: Sequence[str]) -> bool:
    """Whether lines end where the page did, in the middle of sentences: they are of one length, and few say that they end."""
    if is_marked(lines):
        return False
    texts = [line.strip() for line in lines if line.strip()]
    full = sum(len(text) > FULL for text in texts)
    longest = sorted(map(len, texts))[int(len(texts) * 0.97)] if texts else 0
    open_ends = sum(text[-1].isalnum() or text[-1] in ",-" for text in texts)
    return full > len(texts) / 3 and longest < LONGEST and open_ends > len(texts) / 3


def _joined(lines: Sequence[str], words: OutlineWords) -> Iterator[Passage]:
    """The paragraphs of lines that a page has broken; numbers of pages are none."""
    broken = [
        BrokenLine(text, 0, len(text), PassageLook(capitals=text.isupper()), number=at)
        for at, line in enumerate(lines, 1)
        if (text := line.strip()) and not text.isdigit()
    ]
    for at, group in enumerate(paragraphs(broken, text_block(broken), words), 1):
        text, look = joined_text(group)
        yield Passage(at, text, PassagePlace(line=group[0].number), look)


def _decoded(content: bytes) -> str:
    """The text of the bytes; Windows Notepad writes UTF-16 where somebody chose "Unicode"."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unopened(Text("the text is in no encoding of Unicode"), Text("save it as UTF-8 and try again")) from error
    if "\0" in text:
        raise Unopened(Text("this is not a text file"), Text("name a Word, PDF or text file"))
    return text
