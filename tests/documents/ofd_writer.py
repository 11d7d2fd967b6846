"""Writes OFD files in the ways that programs write them; the tests read them back.

``deltas`` sets a line as one object with the steps of its characters, as a run (``g 3 4.9``) where they are equal;
``chars`` sets each character as an object with a matrix, as converters from PDF do; ``plain`` leaves the steps out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from policygraph.documents.text import is_wide

Block = str | list[list[str]]
Style = Literal["deltas", "chars", "plain"]

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
SIZE, LEADING = 5.6, 9.8
CELL_SIZE, CELL_LEADING = 3.9, 5.2


def ofd_file(
    blocks: Sequence[Block],
    *,
    style: Style = "deltas",
    widths: Sequence[float] | None = None,
    numbered: bool = False,
    attachments: Mapping[str, bytes] | None = None,
    title: str = "",
    prefix: str = "ofd",
    absolute: bool = False,
    upper: bool = False,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Set paragraphs and ruled tables on pages.

    Args:
        blocks: Paragraphs and tables.
        style: How the characters are set.
        widths: The widths of the columns in millimetres.
        numbered: Set the number of the page at its foot.
        attachments: Attached files.
        title: The title in the properties of the file.
        prefix: The prefix of the namespace; empty for the default namespace.
        absolute: Name the parts from the root of the archive.
        upper: Write the names of members in another case than the references to them.
        parts: Members to write instead of those made, or beside them.
    """
    writer = _Writer(style, prefix)
    for block in blocks:
        if isinstance(block, str):
            writer.paragraph(block)
        else:
            writer.table(block, widths)
    pages = writer.pages
    root = "/Doc_0/" if absolute else ""
    made: dict[str, str | bytes] = {}
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="{root}Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    made["OFD.xml"] = (
        f'<ofd:OFD {{}} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0a</ofd:DocID>'
        f"<ofd:Title>{escape(title)}</ofd:Title><ofd:Creator>tests</ofd:Creator></ofd:DocInfo>"
        f"<ofd:DocRoot>{'/' if absolute else ''}Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    made["Doc_0/Document.xml"] = (
        f"<ofd:Document {{}}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>{root}PublicRes.xml</ofd:PublicRes>"
        f'<ofd:TemplatePage ID="4" BaseLoc="{root}Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages>"
        + (f"<ofd:Attachments>{root}Attachs/Attachments.xml</ofd:Attachments>" if attachments else "")
        + "</ofd:Document>"
    )
    made["Doc_0/PublicRes.xml"] = (
        '<ofd:Res {} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="3" FontName="仿宋" FamilyName="仿宋"/></ofd:Fonts></ofd:Res>'
    )
    made["Doc_0/Tpls/Tpl_0/Content.xml"] = (
        '<ofd:Page {}><ofd:Content><ofd:Layer ID="5" Type="Background">'
        f'<ofd:PathObject ID="6" Boundary="{LEFT} 270 156 1" LineWidth="0.5">'
        "<ofd:AbbreviatedData>M 0 0 L 156 0</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content></ofd:Page>"
    )
    for n, page in enumerate(pages):
        number = writer.line(f"— {n + 1} —", 100, 280, SIZE) if numbered else ""
        made[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            '<ofd:Page {}><ofd:Template TemplateID="4" ZOrder="Background"/><ofd:Content>'
            f'<ofd:Layer ID="{n + 500}" Type="Body"><ofd:PageBlock ID="{n + 900}">{"".join(page)}</ofd:PageBlock>'
            "</ofd:Layer>"
            f'<ofd:Layer ID="{n + 700}" Type="Foreground">{number}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    if attachments:
        made["Doc_0/Attachs/Attachments.xml"] = (
            "<ofd:Attachments {}>"
            + "".join(
                f'<ofd:Attachment ID="{n}" Name={quoteattr(name)} Format="{name.rpartition(".")[2]}">'
                f"<ofd:FileLoc>{escape(name)}</ofd:FileLoc></ofd:Attachment>"
                for n, name in enumerate(attachments)
            )
            + "</ofd:Attachments>"
        )
        made |= {f"Doc_0/Attachs/{name}": data for name, data in attachments.items()}
    made |= dict(parts or {})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            data = content if isinstance(content, bytes) else _xml(content, prefix)
            archive.writestr(name.upper() if upper and name.endswith(".xml") else name, data)
    return stream.getvalue()


def _xml(content: str, prefix: str) -> bytes:
    """Put the namespace in, under its prefix."""
    declared = f'xmlns:{prefix}="{NAMESPACE}"' if prefix else f'xmlns="{NAMESPACE}"'
    content = content.replace("{}", declared, 1)
    if prefix != "ofd":
        content = content.replace("<ofd:", f"<{prefix}:" if prefix else "<")
        content = content.replace("</ofd:", f"</{prefix}:" if prefix else "</")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{content}'.encode()


def _advance(char: str, size: float) -> float:
    return size if is_wide(char) else size / 2


class _Writer:
    """Sets blocks on pages from top to bottom."""

    def __init__(self, style: Style, prefix: str) -> None:
        self._style = style
        self._number = 1000
        self._y = TOP
        self.pages: list[list[str]] = [[]]

    def paragraph(self, text: str) -> None:
        indent = 2 * SIZE
        for line in _wrap(text, RIGHT - LEFT, SIZE, indent):
            self._room(LEADING)
            self.pages[-1].append(self.line(line, LEFT + indent, self._y, SIZE))
            self._y += LEADING
            indent = 0

    def table(self, rows: list[list[str]], widths: Sequence[float] | None) -> None:
        count = len(rows[0])
        widths = widths or [(RIGHT - LEFT) / count] * count
        edges = [LEFT + sum(widths[:i]) for i in range(count + 1)]
        self._y += 2
        for row in rows:
            cells = [
                [line for part in text.split("\n") for line in _wrap(part, width - 2, CELL_SIZE, 0)]
                for text, width in zip(row, widths, strict=True)
            ]
            height = max(map(len, cells)) * CELL_LEADING + 2
            self._room(height)
            page = self.pages[-1]
            for y in (self._y, self._y + height):
                page.append(self._rule(edges[0], y, edges[-1] - edges[0], 0))
            for x in edges:
                page.append(self._rule(x, self._y, 0, height))
            for x, lines in zip(edges, cells, strict=False):
                for n, line in enumerate(lines):
                    page.append(self.line(line, x + 1, self._y + 1 + n * CELL_LEADING, CELL_SIZE))
            self._y += height
        self._y += 2

    def _room(self, height: float) -> None:
        if self._y + height > BOTTOM:
            self.pages.append([])
            self._y = TOP

    def _id(self) -> int:
        self._number += 1
        return self._number

    def _rule(self, x: float, y: float, width: float, height: float) -> str:
        box = f"{x:.3f} {y:.3f} {width + 0.2:.3f} {height + 0.2:.3f}"
        return (
            f'<ofd:PathObject ID="{self._id()}" Boundary="{box}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {width:.3f} {height:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def line(self, text: str, x: float, y: float, size: float) -> str:
        """Return the objects of one line."""
        if self._style == "chars":
            return "".join(self._chars(text, x, y, size))
        widths = [_advance(char, size) for char in text]
        steps = ""
        if self._style == "deltas" and len(text) > 1:
            runs = [f"{width:.3f}" for width in widths[:-1]]
            equal = len(set(runs)) == 1 and len(runs) > 2
            steps = f' DeltaX="g {len(runs)} {runs[0]}"' if equal else f' DeltaX="{" ".join(runs)}"'
        code = f'<ofd:TextCode X="0" Y="{0.86 * size:.3f}"{steps}>{escape(text)}</ofd:TextCode>'
        box = f"{x:.3f} {y:.3f} {sum(widths):.3f} {size:.3f}"
        return f'<ofd:TextObject ID="{self._id()}" Boundary="{box}" Font="3" Size="{size}">{code}</ofd:TextObject>'

    def _chars(self, text: str, x: float, y: float, size: float) -> Iterator[str]:
        for char in text:
            width = _advance(char, size)
            yield (
                f'<ofd:TextObject ID="{self._id()}" Boundary="{x:.3f} {y:.3f} {width:.3f} {size:.3f}" Font="3"'
                f' CTM="0.3528 0 0 0.3528 0 0" Size="{size / 0.3528:.4f}">'
                '<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>36</ofd:Glyphs>'
                "</ofd:CGTransform>"
                f'<ofd:TextCode X="0" Y="{0.86 * size / 0.3528:.4f}"><![CDATA[{char}]]></ofd:TextCode></ofd:TextObject>'
            )
            x += width


def _wrap(text: str, width: float, size: float, indent: float) -> list[str]:
    """Break a text into lines of a width."""
    lines, left = [""], width - indent
    for char in text:
        if _advance(char, size) > left + 1e-6:
            lines.append("")
            left = width
        lines[-1] += char
        left -= _advance(char, size)
    return lines
