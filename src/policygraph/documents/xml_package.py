"""Open a file that is a ZIP archive of XML: with limits, tolerant of paths, and without declarations of entities."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from .archive import MAX_UNPACKED, member_name
from .source_file import SourceFile, decode

__all__ = ["Element", "XmlPackage", "children", "find", "local_name", "text_of"]

Element = ElementTree.Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""^[^>]{0,60}encoding\s*=\s*["']([\w.-]{1,20})""")


class XmlPackage:
    """The parts of a file. Their names are looked up regardless of case, as in viewers."""

    def __init__(self, source: SourceFile, kind: str, root: str, largest: int = 32 * 1024 * 1024) -> None:
        """Open the archive.

        Args:
            source: The file.
            kind: The name of its format, for messages.
            root: The part that every file of this format has.
            largest: The maximum number of bytes of XML in a part; its tree takes ten times as much memory.

        Raises:
            SourceError: The file is truncated, encrypted or of another format.
        """
        self._source = source
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, OverflowError) as error:
            raise source.error("office_cut_short", kind=kind) from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in self._archive.infolist():
            self._members.setdefault(_normalize(member_name(member)), member)
        if _normalize(root) not in self._members:
            raise source.error("office_other_kind", kind=kind, part=root)
        if any(member.flag_bits & 1 for member in self._members.values()):
            raise source.error("office_encrypted")
        self._left = MAX_UNPACKED
        self._largest = largest
        self._parsed: dict[str, Element] = {}

    def locate(self, base: str, location: str | None) -> str | None:
        """Find a part that another part refers to.

        Args:
            base: The part with the reference, to which the name is relative.
            location: The name. Some producers write it relative to the root without a slash, or relative to the part
                with one.

        Returns:
            The part, if there is one of that name.
        """
        location = (location or "").strip()
        if not location:
            return None
        location = location.replace("\\", "/")
        beside = posixpath.join(posixpath.dirname(base), location.lstrip("/"))
        candidates = (location, beside) if location.startswith("/") else (beside, location)
        return next((name for name in map(_normalize, candidates) if name in self._members), None)

    def read(self, part: str) -> bytes:
        """Read a part.

        Args:
            part: What ``locate`` returned.

        Returns:
            Its bytes.

        Raises:
            SourceError: The parts read so far are too large when unpacked.
        """
        with self._archive.open(self._members[part]) as stream:
            data = stream.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise self._source.error("office_too_large", n=MAX_UNPACKED >> 20)
        return data

    def parse(self, part: str, *, keep: bool = False) -> Element:
        """Parse a part.

        Args:
            part: What ``locate`` returned.
            keep: Cache the result, for a part that is needed again.

        Returns:
            The root of its XML.

        Raises:
            SourceError: The part declares a document type, which can declare entities that grow without limit.
        """
        if part in self._parsed:
            return self._parsed[part]
        data = self.read(part)
        if len(data) > self._largest:
            raise self._source.error("office_too_large", n=self._largest >> 20)
        declared = _ENCODING.search(data)
        text = decode(SourceFile(part, data), declared.group(1).decode("ascii") if declared else None)
        parser = ElementTree.XMLParser(target=_Builder(self._source))
        parser.feed(_DECLARATION.sub("", text, count=1))
        root = parser.close()
        if keep:
            self._parsed[part] = root
        return root


class _Builder(ElementTree.TreeBuilder):
    """Builds the tree; refuses declarations of a document type."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__()
        self._source = source

    def doctype(self, name: str, *_: str | None) -> None:
        """Refuse the declaration: valid files have none."""
        raise self._source.error("xml_doctype", name=name[:40])


def _normalize(name: str) -> str:
    r"""Return the name of a part in lower case without a slash before it.

    >>> _normalize("/Doc_0\\Pages/../Document.xml")
    'doc_0/document.xml'
    """
    return posixpath.normpath(posixpath.join("/", name.replace("\\", "/"))).lstrip("/").lower()


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; producers use several.

    Args:
        element: The element.

    Returns:
        The name.
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Find the elements down a path of names.

    Args:
        element: Where to begin.
        *names: The name at each step.

    Yields:
        The elements at the end of the path.
    """
    if element is None:
        return
    for child in element:
        if local_name(child) == names[0]:
            if len(names) == 1:
                yield child
            else:
                yield from children(child, *names[1:])


def find(element: Element | None, *names: str) -> Element | None:
    """Find the first element down a path of names.

    Args:
        element: Where to begin.
        *names: The name at each step.

    Returns:
        The element, if there is one.
    """
    return next(children(element, *names), None)


def text_of(element: Element | None, *names: str) -> str:
    """Return the text of the first element down a path of names.

    Args:
        element: Where to begin.
        *names: The name at each step.

    Returns:
        The text without space around it; empty if there is none.
    """
    found = find(element, *names)
    return "" if found is None else (found.text or "").strip()
