"""Find a font with Chinese characters for figures, and make it fit for print."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

__all__ = ["choose_language", "find_chinese_font", "open_print_font", "rank_font"]

#: Fonts with Chinese characters, best first: what their names or files' names have in them, lower case, no spaces.
_FONTS = (
    "notosanscjk sourcehansans notosanssc pingfang microsoftyahei msyh hiraginosansgb wenquanyi wqy heiti simhei"
    " droidsansfallback notoserifcjk sourcehanserif simsun uming ukai"
)
#: The family of the font that is made for print; the characters in it give it a number.
_FAMILY = "policygraph print {:08x}"


@cache
def find_chinese_font() -> tuple[str, ...]:
    """Find the best font with Chinese characters on this machine.

    matplotlib keeps a list of fonts from its first run, in which fonts installed later are missing; so the folders of
    fonts are searched too.

    Returns:
        The name of its family; empty if no font is found.

    Raises:
        ImportError: matplotlib is not installed.
    """
    from matplotlib import font_manager

    known = font_manager.fontManager
    if not any(rank_font(font.name) is not None for font in known.ttflist):
        for path in sorted(font_manager.findSystemFonts()):
            if rank_font(Path(path).stem) is not None:
                # Skip a file that is not a readable font.
                with suppress(OSError, RuntimeError):
                    known.addfont(path)
    found = {font.name: rank for font in known.ttflist if (rank := rank_font(font.name)) is not None}
    # Of one family the simplified forms before those of other regions, proportional before monospaced.
    order = sorted(found, key=lambda name: (found[name], "Mono" in name, not name.endswith(("SC", "CN")), name))
    return tuple(order[:1])


def rank_font(name: str) -> int | None:
    """Rank a font by its name.

    Args:
        name: The name of a font or of its file.

    Returns:
        The rank, 0 the best; ``None`` where the font is not known to have Chinese characters.

    Example:
        >>> rank_font("Noto Sans CJK JP"), rank_font("DejaVu Sans")
        (0, None)
    """
    plain = re.sub(r"[^a-z]", "", name.lower())
    return next((rank for rank, part in enumerate(_FONTS.split()) if part in plain), None)


def choose_language(lang: str) -> str:
    """Find the language that figures can be labelled in on this machine.

    Args:
        lang: The language asked for, ``zh`` or ``en``.

    Returns:
        The same, or ``en`` where no font has Chinese characters.
    """
    try:
        return lang if lang != "zh" or find_chinese_font() else "en"
    except ImportError:
        return lang


@contextmanager
def open_print_font(characters: Iterable[str]) -> Iterator[list[str]]:
    """Make a font that PDF files can embed as TrueType, for as long as the block runs.

    The usual fonts with Chinese characters have outlines of PostScript (CFF), which matplotlib embeds as if they were
    TrueType: readers that follow ISO 32000, 9.9, reject such files, and many journals reject fonts of type 3. So the
    outlines of the characters needed are converted to TrueType, to a thousandth of the size of a character.

    Args:
        characters: The characters that figures need. Others come from the font as it is, or from matplotlib's own.

    Yields:
        Names of font families for ``font.family``.
    """
    from matplotlib import font_manager

    known = font_manager.fontManager
    fallback = ["DejaVu Sans", "sans-serif"]
    source = next(
        (font for font in known.ttflist if [font.name] == [*find_chinese_font()] and font.weight == 400), None
    )
    if source is None:
        yield [*find_chinese_font(), *fallback]
        return
    wanted = "".join(sorted(set(characters)))
    family = _FAMILY.format(crc32(wanted.encode("utf-8", "replace")))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "print.ttf"
        if not _convert(source.fname, getattr(source, "index", 0), wanted, family, path):
            yield [source.name, *fallback]
            return
        before = list(known.ttflist)
        known.addfont(path)
        try:
            yield [family, source.name, *fallback]
        finally:
            known.ttflist[:] = before


def _convert(path: str, index: int, characters: str, family: str, target: Path) -> bool:
    """Write the characters of a font with outlines of TrueType; ``False`` if it has these already."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    font = TTFont(path, fontNumber=index, lazy=True)
    if "glyf" in font:
        return False
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    wanted = {code: names[code] for code in map(ord, characters) if code in names}
    order = [".notdef", *sorted(set(wanted.values()))]
    outlines: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        outlines[name] = pen.glyph()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(wanted)
    builder.setupGlyf(outlines)
    advances = font["hmtx"].metrics
    builder.setupHorizontalMetrics({name: (advances[name][0], getattr(outlines[name], "xMin", 0)) for name in order})
    across = font["hhea"]
    builder.setupHorizontalHeader(ascent=across.ascent, descent=across.descent, lineGap=across.lineGap)
    names_of = {"familyName": family, "styleName": "Regular", "psName": font["name"].getDebugName(6) or "Print"}
    builder.setupNameTable(names_of)
    builder.setupOS2(sTypoAscender=across.ascent, sTypoDescender=across.descent, fsType=font["OS/2"].fsType)
    builder.setupPost(keepGlyphNames=False)
    # Not the time of this run, so that the same figure has the same bytes.
    builder.updateHead(created=font["head"].created, modified=font["head"].modified)
    builder.save(target)
    return True
