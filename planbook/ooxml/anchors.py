"""Marks that find an item again in a draft that somebody edited, and the manifest of what each item said.

Measured: LibreOffice 7.4 drops the tags of content controls, and typing over a whole paragraph in Word removes the
control; the bookmark around it outlives both. So the bookmark's name alone must identify the item: it is made of
the id, and the manifest says which id it stands for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5

from planbook.ooxml.attributes import attribute_value
from planbook.ooxml.opening import Package
from planbook.ooxml.styles import DECLARATION

MANIFEST_NAMESPACE = (
    "urn:planbook:manifest:1"  # the namespace by which a reader finds the manifest among the custom parts
)
_PREFIX = "_vp_"
LONGEST_TAG = 64  # letters; Word refuses a file with a longer one


@dataclass(frozen=True, slots=True)
class Anchor:
    """An item with its bookmark and the text that it printed, without its number.

    An item that shares its paragraph with another one has no text of its own but that one's id in `shared_with`.
    """

    item: str
    bookmark: str
    text: str = ""
    shared_with: str = ""


@dataclass(frozen=True, slots=True)
class DraftManifest:
    """What a draft says of itself: its document, the source revision it was made of (with + for edits since), its items.

    `words` are its paragraphs and rows that are no items; files of earlier versions do not tell them.
    """

    document: str
    revision: str
    anchors: tuple[Anchor, ...]
    words: tuple[str, ...] | None = None


class Anchors:
    """Puts the marks of one document around its items and remembers them for the manifest."""

    def __init__(self) -> None:
        self.made: list[Anchor] = []

    def item(self, item: str, content: str, text: str, also: Sequence[str] = (), *, is_bare: bool = False) -> str:
        """The runs of an item in one inline content control inside its bookmark; `also` share the place.

        One that `is_bare` has its bookmark only.
        """
        name = bookmark_name(item)
        tag = attribute_value(item if len(item) <= LONGEST_TAG else name)
        control = (
            f'<w:sdt><w:sdtPr><w:alias w:val={tag}/><w:tag w:val={tag}/><w:id w:val="{len(self.made) + 1}"/>'
            # Hidden: a frame around every paragraph under the mouse would be in a drafter's way.
            f'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
        )
        content = self._bookmark(Anchor(item, name, text), content if is_bare else control)
        for shared in also:
            content = self._bookmark(Anchor(shared, bookmark_name(shared), shared_with=item), content)
        return content

    def row(self, item: str, content: str, text: str) -> str:
        """The runs of one cell of a row in the row's bookmark: editors damage controls around rows and cells."""
        return self._bookmark(Anchor(item, bookmark_name(item), text), content)

    def _bookmark(self, anchor: Anchor, content: str) -> str:
        self.made.append(anchor)
        number = len(self.made)
        return f'<w:bookmarkStart w:id="{number}" w:name="{anchor.bookmark}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(item: str) -> str:
    """The name of an item's bookmark: Word allows 40 letters, an id may have more."""
    return _PREFIX + sha256(item.encode()).hexdigest()[:32]


def is_of_item(bookmark: str) -> bool:
    """Whether a bookmark is that of an item."""
    return bookmark.startswith(_PREFIX)


def manifest_xml(document: str, revision: str, anchors: Sequence[Anchor], words: Sequence[str]) -> str:
    """The custom part that says which document and source revision this was, what every item said, and what else."""
    return (
        f"{DECLARATION}<manifest xmlns={attribute_value(MANIFEST_NAMESPACE)} document={attribute_value(document)}"
        f" revision={attribute_value(revision)}>"
        + "".join(map(_entry, anchors))
        + "".join([f"<words>{escape(text, quote=False)}</words>" for text in words])
        + "</manifest>"
    )


def read_manifest(package: Package) -> DraftManifest | None:
    """The manifest of a draft that somebody edited; None where the file has none, or not one of ours."""
    for name in sorted(package.contents):
        if name.startswith("customXml/item") and MANIFEST_NAMESPACE.encode() in package.contents[name]:
            root = package.part(name)
            if root is not None and root.tag == f"{{{MANIFEST_NAMESPACE}}}manifest":
                entries = (
                    Anchor(
                        child.get("id", ""), child.get("bookmark", ""), child.text or "", child.get("shared-with", "")
                    )
                    for child in root.iterchildren(f"{{{MANIFEST_NAMESPACE}}}item")
                )
                words = tuple(child.text or "" for child in root.iterchildren(f"{{{MANIFEST_NAMESPACE}}}words"))
                return DraftManifest(root.get("document", ""), root.get("revision", ""), tuple(entries), words or None)
    return None


def manifest_id(document: str) -> UUID:
    """The id of the custom part, the same for every draft of a document."""
    return uuid5(NAMESPACE_URL, f"{MANIFEST_NAMESPACE}:{document}")


def _entry(anchor: Anchor) -> str:
    shared = f" shared-with={attribute_value(anchor.shared_with)}" if anchor.shared_with else ""
    return f'<item id={attribute_value(anchor.item)} bookmark="{anchor.bookmark}"{shared}>{escape(anchor.text, quote=False)}</item>'
