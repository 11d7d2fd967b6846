"""Read OFD, the national format for official documents (GB/T 33190): its pages, then the files attached to it.

A page that is a picture is recognised.

Signatures and seals are not verified, and annotations, which include seals, are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NoReturn

from ..model import Document
from .attachments import Attachment, write_attachments
from .builder import TextBuilder
from .ocr_engine import ocr_installed
from .ofd_geometry import page_box
from .ofd_page import OfdPageReader
from .page import PageContent, PagePicture
from .paged_text import write_pages
from .pdf_page import MAX_PAGES
from .picture import decode_page
from .recognition import recognise_pages, record_recognition
from .source_file import SourceFile, parsing
from .xml_package import Element, XmlPackage, children, find, text_of

__all__ = ["read"]

_ROOT = "ofd.xml"


def read(source: SourceFile) -> Document:
    """Read the pages and the attached files.

    Args:
        source: The file.

    Returns:
        The document. It has a title if the file states one and the text contains the same words.

    Raises:
        SourceError: The file is encrypted, or has no text that can be read.
    """
    builder = TextBuilder()
    with parsing(source, "OFD", "policygraph"):
        package = XmlPackage(source, "OFD", "OFD.xml")
        if package.locate(_ROOT, "Encryptions.xml"):
            raise source.error("office_encrypted")
        root = package.parse(_ROOT)
        attachments: list[Attachment] = []
        pages: list[_Page] = []
        reader = OfdPageReader(source)
        for body in children(root, "DocBody"):
            part = _document_part(package, body)
            if part is not None:
                pages += _read_pages(source, package, part, reader)
                attachments += _find_attachments(package, part)
        contents = [page.content for page in pages]
        if sum(content.unknown for content in contents) > 0.5 * sum(len(content.chars) for content in contents):
            raise source.error("ofd_unknown_fonts")
        chosen = [n for n, page in enumerate(pages) if page.picture and (source.ocr == "always" or not page.has_text)]
        recognised: set[int] = set()
        if chosen and source.ocr != "never" and ocr_installed():
            recognised = _recognise(source, package, pages, chosen, contents)
            record_recognition(builder, source)
        has_text = write_pages(contents, builder)
        _tell_pictures(source, pages, recognised, has_text, builder)
        write_attachments(source, attachments, builder)
        if not has_text and not builder:
            _refuse(source, pages, chosen, recognised)
    title = text_of(root, "DocBody", "DocInfo", "Title")
    return builder.make_document(source, "application/ofd", {"title": title if builder.has_words(title) else ""})


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and the part with its widest picture."""

    content: PageContent
    drawn: bool
    picture: str | None
    width: float

    pictured: bool

    @property
    def has_text(self) -> bool:
        """Whether the page has characters."""
        return bool(self.content.chars)

    @property
    def picture_only(self) -> bool:
        """Whether a picture is all that is on the page."""
        return self.pictured and not self.has_text


def _recognise(
    source: SourceFile, package: XmlPackage, pages: Sequence[_Page], chosen: Sequence[int], contents: list[PageContent]
) -> set[int]:
    """Replace some pages by their recognised content; return those whose picture could be decoded."""
    done: list[int] = []

    def decode() -> Iterator[PagePicture]:
        for n in chosen:
            picture = decode_page(source, package.read(pages[n].picture or ""), n + 1, pages[n].width)
            if picture is not None:
                done.append(n)
                yield picture

    made = recognise_pages(decode(), lambda ready: source.on_page(ready, len(chosen)))
    for n, content in zip(done, made, strict=True):
        contents[n] = content
    return set(done)


def _tell_pictures(
    source: SourceFile, pages: Sequence[_Page], recognised: set[int], has_text: bool, builder: TextBuilder
) -> None:
    """Record the pages that are pictures and were not recognised."""
    left = [n for n, page in enumerate(pages) if page.picture_only and n not in recognised]
    if has_text and left:
        missing = source.ocr != "never" and not ocr_installed()
        builder.add_unread(
            "page-not-recognised" if missing else "page-without-text", ", ".join(str(n + 1) for n in left)
        )


def _refuse(source: SourceFile, pages: Sequence[_Page], chosen: Sequence[int], recognised: set[int]) -> NoReturn:
    """Raise the error that says why a file has no text."""
    if recognised:
        raise source.error("picture_no_text")
    if chosen and source.ocr != "never" and not ocr_installed():
        raise source.error("ocr_missing")
    raise source.error("ofd_no_text" if any(page.drawn for page in pages) else "file_no_text")


def _document_part(package: XmlPackage, body: Element) -> str | None:
    """Find the root of a document, or of its current version if it has versions."""
    for version in children(body, "Versions", "Version"):
        if version.get("Current", "false").lower() == "true":
            part = package.locate(_ROOT, version.get("BaseLoc"))
            if part and (found := package.locate(part, text_of(package.parse(part), "DocRoot"))):
                return found
    return package.locate(_ROOT, text_of(body, "DocRoot"))


def _read_pages(source: SourceFile, package: XmlPackage, part: str, reader: OfdPageReader) -> Iterator[_Page]:
    """Read the pages of a document; each consists of its own content and that of its templates."""
    document = package.parse(part, keep=True)
    common = find(document, "CommonData")
    templates = {
        each.get("ID", ""): package.locate(part, each.get("BaseLoc")) for each in children(common, "TemplatePage")
    }
    resources = [
        located
        for kind in ("PublicRes", "DocumentRes")
        for each in children(common, kind)
        if (located := package.locate(part, each.text))
    ]
    units, media = _find_units(package, resources), _find_media(package, resources)
    pages = dict.fromkeys(package.locate(part, page.get("BaseLoc")) for page in children(document, "Pages", "Page"))
    if len(pages) > MAX_PAGES:
        raise source.error("pages_too_many", n=len(pages), most=MAX_PAGES)
    for located in filter(None, pages):
        content = package.parse(located)
        own = [found for each in children(content, "PageRes") if (found := package.locate(located, each.text))]
        used = [templates.get(each.get("TemplateID", "")) for each in children(content, "Template")]
        below = [package.parse(template, keep=True) for template in used if template]
        box = page_box(find(common, "PageArea"))
        page = reader.read([content, *below], box, {**units, **_find_units(package, own)} if own else units)
        shown = {**media, **_find_media(package, own)}.get(page.picture)
        yield _Page(page.content, page.drawn, shown, page.picture_width, page.picture_width > 0)


def _find_units(package: XmlPackage, resources: list[str]) -> Mapping[str, Element]:
    """Find the composite objects in files of resources."""
    return {
        unit.get("ID", "").strip(): unit
        for resource in resources
        for unit in children(package.parse(resource, keep=True), "CompositeGraphicUnits", "CompositeGraphicUnit")
    }


def _find_media(package: XmlPackage, resources: list[str]) -> dict[str, str]:
    """Find the parts of pictures by their number."""
    found = {}
    for resource in resources:
        root = package.parse(resource, keep=True)
        for medium in children(root, "MultiMedias", "MultiMedia"):
            name = text_of(medium, "MediaFile")
            folder = (root.get("BaseLoc") or "").strip()
            located = package.locate(resource, f"{folder}/{name}" if folder else name) or package.locate(resource, name)
            if located and medium.get("Type", "Image").lower() == "image":
                found[medium.get("ID", "").strip()] = located
    return found


def _find_attachments(package: XmlPackage, part: str) -> Iterator[Attachment]:
    """Find the visible files attached to a document."""
    index = package.locate(part, text_of(package.parse(part, keep=True), "Attachments"))
    if index is None:
        return
    for each in children(package.parse(index), "Attachment"):
        location = text_of(each, "FileLoc") or (each.text or "").strip()
        located = package.locate(index, location) or package.locate(part, location)
        if located is None or each.get("Visible", "true").lower() == "false":
            continue
        suffix = PurePosixPath(location).suffix or f".{each.get('Format', '')}"
        name = (each.get("Name") or PurePosixPath(location).name).strip()
        yield Attachment(
            name if PurePosixPath(name).suffix.lower() == suffix.lower() else name + suffix, package.read(located)
        )
