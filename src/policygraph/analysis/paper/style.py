"""The look of figures for print: sizes in millimetres, lines and fonts that survive the press, files without dates."""

from __future__ import annotations

import io
import re
import textwrap
import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, get_args

from ...errors import UsageError
from ...model import LEVELS
from ...texts import named, section
from ..colours import SHADES
from ..fonts import open_print_font

__all__ = [
    "GREYS",
    "HATCHES",
    "MARKERS",
    "MM",
    "WIDTHS",
    "Width",
    "assign_shades",
    "grey",
    "make_figure",
    "open_style",
    "save_figure",
    "wrap",
]

#: How wide a figure is: one column of a journal, one and a half, or two.
Width = Literal["single", "one-and-half", "double"]
#: The widths in millimetres, as most journals in two columns have them.
WIDTHS: Mapping[str, float] = dict(zip(get_args(Width), (84.0, 129.0, 174.0), strict=True))
#: Inches in a millimetre.
MM = 1 / 25.4
#: One marker for each shade of ``SHADES``: groups differ in shape as well.
MARKERS = ("o", "s", "D", "^", "h", "p")
#: Patterns of areas that must differ without colour.
HATCHES = ("", "/////")
#: The greys of weights, from weak to strong.
GREYS = (0.88, 0.08)

#: Words before which the name of a body is broken into lines.
_BREAKS = re.compile("和|委员会|办公室|管理|监督|总局|总社|开发|建设|健康|保障|合作|人民政府|中心|分局|支行|公司|集团")

_SETTINGS: dict[Any, Any] = {
    "font.size": 7.0,
    "axes.labelsize": 7.0,
    "axes.titlesize": 7.0,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "legend.title_fontsize": 6.5,
    "legend.frameon": False,
    "axes.linewidth": 0.5,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.0,
    "ytick.major.size": 2.0,
    "lines.linewidth": 1.0,
    "hatch.linewidth": 0.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    # Text of PDF files stays text, in TrueType. SVG has its characters as outlines: it is the same on machines without
    # the font, such as those of a press.
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "policygraph",
    "axes.unicode_minus": True,
}


@contextmanager
def open_style(characters: str) -> Iterator[None]:
    """Apply the style to every figure that the block makes and saves.

    Args:
        characters: The characters of names; those of the program's own words are there.

    Yields:
        Nothing.

    Raises:
        UsageError: matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise UsageError("needs_matplotlib") from error
    words = [*section("analysis").values(), *(named("level", level) for level in LEVELS)]
    known = "".join([*map(chr, range(32, 127)), "–—−×·…", *(each.zh + each.en for each in words)])
    with (
        open_print_font(known + characters) as families,
        matplotlib.rc_context({**_SETTINGS, "font.family": families}),
    ):
        yield


def make_figure(width: Width, height: float, *, constrained: bool = False) -> Any:
    """Make an empty figure.

    Args:
        width: The width by name.
        height: The height in millimetres.
        constrained: Whether matplotlib lays out axes so that no label is cut.

    Returns:
        A ``matplotlib.figure.Figure`` with a canvas, so that texts can be measured.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTHS[width] * MM, height * MM), layout="constrained" if constrained else None)
    FigureCanvasAgg(figure)
    return figure


def save_figure(figure: Any) -> dict[str, bytes]:
    """Save a figure as vectors, without dates: the same figure gives the same bytes.

    Args:
        figure: A figure made within ``open_style``.

    Returns:
        The files by suffix: ``svg`` and ``pdf``.
    """
    # Both files, and those of a second call, have one layout.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    files = {}
    for suffix, metadata in (
        ("svg", {"Date": None, "Creator": None}),
        ("pdf", {"CreationDate": None, "Creator": None, "Producer": None}),
    ):
        buffer = io.BytesIO()
        figure.savefig(buffer, format=suffix, metadata=metadata)
        files[suffix] = buffer.getvalue()
    return files


def grey(share: float) -> str:
    """Return the grey of a weight.

    Args:
        share: The weight as a share of the largest, 0 to 1.

    Returns:
        The grey for matplotlib, as a string.
    """
    weak, strong = GREYS
    return f"{weak + (strong - weak) * share**0.65:.3f}"


def wrap(label: str, columns: int) -> str:
    r"""Break a label into lines; a Chinese character takes two columns.

    Args:
        label: The label.
        columns: The columns of a line.

    Returns:
        The lines; words are not broken, Chinese is broken anywhere into lines of about equal length.

    Example:
        >>> wrap("Department of Natural Resources", 18)
        'Department of\nNatural Resources'
        >>> wrap("福建省发展和改革委员会", 16)
        '福建省发展和\n改革委员会'
        >>> wrap("国家卫生健康委员会", 12)
        '国家卫生\n健康委员会'
    """
    clean = "".join(c for c in " ".join(label.split()) if c.isprintable())
    if " " in clean:
        return "\n".join(textwrap.wrap(clean, columns, break_long_words=True)) or clean
    size = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in clean)
    lines = max(1, -(-size // columns))
    found, rest = [], clean
    while lines > 1:
        at = _find_break(rest, len(rest) / lines)
        found.append(rest[:at])
        rest, lines = rest[at:], lines - 1
    return "\n".join([*found, rest])


def _find_break(label: str, wanted: float) -> int:
    """Where a Chinese name is best broken near a place: before a word that often ends names, or after 和."""
    good = [found.end() if found[0] == "和" else found.start() for found in _BREAKS.finditer(label)]
    near = [at for at in good if 0 < at < len(label) and abs(at - wanted) <= 0.4 * wanted]
    return min(near, key=lambda at: abs(at - wanted)) if near else max(1, round(wanted))


def assign_shades(groups: Sequence[Hashable]) -> dict[Hashable, tuple[str, str]]:
    """Give each group a shade and a marker; groups beyond the last share it.

    Args:
        groups: The groups in the order of their shades.

    Returns:
        The colour and the marker by group.
    """
    last = len(SHADES) - 1
    return {group: (SHADES[min(at, last)], MARKERS[min(at, last)]) for at, group in enumerate(groups)}
