"""A page on which things are drawn by millimetres, and its legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .style import WIDTHS, Width, make_figure

__all__ = ["Drawing", "LegendGroup", "Page", "Sample"]

#: Points in a millimetre.
_POINTS = 72 / 25.4
#: How large a marker is for the same area as a circle, roughly: a diamond is a square on its corner.
_SHARE = {"s": 0.89, "D": 0.80, "^": 1.25}
#: The size of small text in points, and the height of its lines in millimetres.
SMALL, LINE = 6.5, 3.0
_EDGE = 1.0


@dataclass(frozen=True)
class Drawing:
    """A finished figure and the numbers that its caption states."""

    figure: Any
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """What a legend shows before a label: a marker with a diameter, or a line with a width in points."""

    label: str
    marker: str = ""
    size: float = 2.2
    colour: str = "white"
    line: float = 0.0


#: The title of a part of a legend, and its samples.
LegendGroup = tuple[str, Sequence[Sample]]


class Page:
    """A figure whose coordinates are millimetres, from the left and upwards."""

    def __init__(self, width: Width) -> None:
        """Make an empty page.

        Args:
            width: The width by name.
        """
        self.width = WIDTHS[width]
        self.figure = make_figure(width, self.width)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()

    def cut(self, bottom: float, top: float) -> None:
        """Cut the page to its height, when everything is drawn.

        Args:
            bottom: The lower end in millimetres; what was drawn below zero is kept.
            top: The upper end.
        """
        self.figure.set_size_inches(self.width / 25.4, (top - bottom) / 25.4)
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(bottom, top)

    def measure(self, text: str, size: float = SMALL) -> tuple[float, float]:
        """Measure a text.

        Args:
            text: The text, of one or more lines.
            size: The size of the font in points.

        Returns:
            Its width and height in millimetres.
        """
        drawn = self.axes.text(0, 0, text, fontsize=size, linespacing=1.1)
        box = drawn.get_window_extent(self.figure.canvas.get_renderer())
        drawn.remove()
        scale = 25.4 / self.figure.dpi
        return box.width * scale, box.height * scale

    def write(self, x: float, y: float, text: str, size: float = SMALL, **style: Any) -> None:
        """Write a text.

        Args:
            x: The place from the left.
            y: The place from below.
            text: The text.
            size: The size of the font in points.
            **style: What ``matplotlib.axes.Axes.text`` takes beside, such as ``ha`` and ``va``.
        """
        self.axes.text(x, y, text, fontsize=size, linespacing=1.1, zorder=5, **style)

    def mark(self, x: float, y: float, marker: str, size: float, colour: str) -> None:
        """Draw a marker with a thin outline.

        Args:
            x: The centre from the left.
            y: The centre from below.
            marker: The marker, as matplotlib names it.
            size: The diameter in millimetres.
            colour: The fill.
        """
        area = (size * _SHARE.get(marker, 1.0) * _POINTS) ** 2
        self.axes.scatter([x], [y], s=area, marker=marker, c=[colour], edgecolors="#222222", linewidths=0.5, zorder=3)

    def draw_legend(self, groups: Sequence[LegendGroup], top: float) -> float:
        """Draw a legend in lines from the left, each group on one line as far as it fits.

        Args:
            groups: The parts of the legend.
            top: Where it begins, from below.

        Returns:
            Where it ends, from below.
        """
        x, y, half = _EDGE, top, 0.0
        for title, samples in groups:
            parts = [(each, self._room(each) + self.measure(each.label)[0] + 2.5) for each in samples]
            head = self.measure(title)[0] + 1.5
            tall = max([LINE + 1, *(each.size + 1 for each in samples if each.marker)]) / 2
            if x > _EDGE and x + head + sum(width for _, width in parts) > self.width - _EDGE:
                x, y, half = _EDGE, y - half, 0.0
            # The line is as high as the largest sample; the first group of a line is the largest or stands alone.
            y, half = (y - tall, tall) if not half else (y, max(half, tall))
            self.write(x, y, title, va="center")
            x += head
            for sample, width in parts:
                if x + width > self.width - _EDGE:
                    x, y = _EDGE + 2, y - 2 * tall
                room = self._room(sample)
                if sample.marker:
                    self.mark(x + (room - 1) / 2, y, sample.marker, sample.size, sample.colour)
                else:
                    line = {"lw": sample.line, "color": sample.colour, "solid_capstyle": "butt"}
                    self.axes.plot([x, x + room - 1], [y, y], **line)
                self.write(x + room, y, sample.label, va="center")
                x += width
            x += 3
        return y - half

    @staticmethod
    def _room(sample: Sample) -> float:
        return (sample.size if sample.marker else 6.0) + 1.0
