"""Read OFD, the national format for official documents (GB/T 33190): its pages, then the files attached to it.

Signatures and seals are not verified, and annotations, which seals are, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..model import Document
from .attachments import Attachment, write_attachments
from .builder import TextBuilder
from .ofd_geometry import page_box
from .ofd_page import OfdPageReader
from .page import PageContent
from .paged_text import write_pages
from .pdf_page import MAX_PAGES
from .source_file import SourceFile, parsing
from .xml_package import Element, XmlPackage, children, find, text_of

__all__ = ["read"]

_ROOT = "ofd.xml"


def read(source: SourceFile) -> Document:
    """Read the pages and the attached files.

    Args:
        source: The file.

    Returns:
        The document. It has a title if the file states one and the text has the same words.

    Raises:
        SourceError: The file is encrypted, or its pages are pictures.
    """
    builder = TextBuilder()
    with parsing(source, "OFD", "policygraph"):
        package = XmlPackage(source, "OFD", "OFD.xml")
        if package.locate(_ROOT, "Encryptions.xml"):
            raise source.error("office_encrypted")
        root = package.parse(_ROOT)
        attachments: list[Attachment] = []
        pages: list[PageContent] = []
        pictures: list[int] = []  # the pages that have a picture and no text
        drawn = False
        reader = OfdPageReader(source)
        for body in children(root, "DocBody"):
            part = _document_part(package, body)
            if part is None:
                continue
            for page, shown in _read_pages(source, package, part, reader):
                pages.append(page)
                drawn = drawn or bool(shown)
                if shown == "picture" and not page.chars:
                    pictures.append(len(pages))
            attachments += _find_attachments(package, part)
        if sum(page.unknown for page in pages) > 0.5 * sum(len(page.chars) for page in pages):
            raise source.error("ofd_unknown_fonts")
        has_text = write_pages(pages, builder)
        if has_text and pictures:
            builder.add_unread("page-without-text", ", ".join(map(str, pictures)))
        write_attachments(source, attachments, builder)
        if not has_text and not builder:
            # Pages that are pictures go to recognition from here.
            raise source.error("ofd_no_text" if drawn else "file_no_text")
    title = text_of(root, "DocBody", "DocInfo", "Title")
    return builder.make_document(source, "application/ofd", {"title": title if builder.has_words(title) else ""})


def _document_part(package: XmlPackage, body: Element) -> str | None:
    """Find the root of a document; that of its current version, if it has versions."""
    for version in children(body, "Versions", "Version"):
        if version.get("Current", "false").lower() == "true":
            part = package.locate(_ROOT, version.get("BaseLoc"))
            if part and (found := package.locate(part, text_of(package.parse(part), "DocRoot"))):
                return found
    return package.locate(_ROOT, text_of(body, "DocRoot"))


def _read_pages(
    source: SourceFile, package: XmlPackage, part: str, reader: OfdPageReader
) -> Iterator[tuple[PageContent, str]]:
    """Read the pages of a document; each has its own content and that of its templates."""
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
    units = _find_units(package, resources)
    pages = dict.fromkeys(package.locate(part, page.get("BaseLoc")) for page in children(document, "Pages", "Page"))
    if len(pages) > MAX_PAGES:
        raise source.error("pages_too_many", n=len(pages), most=MAX_PAGES)
    for located in filter(None, pages):
        content = package.parse(located)
        own = [found for each in children(content, "PageRes") if (found := package.locate(located, each.text))]
        used = [templates.get(each.get("TemplateID", "")) for each in children(content, "Template")]
        below = [package.parse(template, keep=True) for template in used if template]
        box = page_box(find(common, "PageArea"))
        yield reader.read([content, *below], box, {**units, **_find_units(package, own)} if own else units)


def _find_units(package: XmlPackage, resources: list[str]) -> Mapping[str, Element]:
    """Find the composite objects in files of resources."""
    return {
        unit.get("ID", "").strip(): unit
        for resource in resources
        for unit in children(package.parse(resource, keep=True), "CompositeGraphicUnits", "CompositeGraphicUnit")
    }


def _find_attachments(package: XmlPackage, part: str) -> Iterator[Attachment]:
    """Find the files attached to a document that its readers see."""
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
