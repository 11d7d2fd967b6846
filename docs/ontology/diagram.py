"""A small drawing of what a term is linked with: SVG in the colours of the page, with names in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

#: How many links are drawn on each side; the rest is counted.
MOST = 7
BOX, ROW, PAD, BEND = 40, 52, 10, 28
WIDEST = 180
FONT, SMALL = 13, 11
TIP = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0L8 4L0 8z"/></marker>'
)


@dataclass(frozen=True, slots=True)
class Node:
    """A box.

    Attributes:
        name: Its compact IRI.
        zh: Its label in Chinese; may be empty.
        en: Its label in English; may be empty.
    """

    name: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow between the middle and a box.

    Attributes:
        name: What is written on it: a compact IRI, or nothing.
        node: The box.
    """

    name: str
    node: Node


def draw(middle: Node, before: Sequence[Link], after: Sequence[Link], *, label: str) -> str:
    """Draw a term, what points to it on the left, and what it points to on the right.

    Args:
        middle: The term.
        before: Arrows that end at the term.
        after: Arrows that begin at the term.
        label: What a screen reader says in place of the picture.

    Returns:
        An ``svg`` element; an empty text where there is nothing to draw but the term.
    """
    if not before and not after:
        return ""
    left, right = _shorten(before), _shorten(after)
    left_box, right_box, middle_box = (
        _widest(link.node for link in left),
        _widest(link.node for link in right),
        _width(middle),
    )
    left_gap, right_gap = _gap(left), _gap(right)
    height = max(len(left), len(right), 1) * ROW
    x_middle = left_box + left_gap + 1
    x_right = x_middle + middle_box + right_gap
    width = x_right + right_box + 2
    parts = [_box(middle, x_middle, height / 2, middle_box, "middle")]
    for number, link in enumerate(left):
        y = _level(number, len(left), height)
        parts.append(_arrow(left_box + 1, y, x_middle, height / 2, bend_first=False))
        parts.append(_name(link.name, left_box + 8, y - 5, "start"))
        parts.append(_box(link.node, 1, y, left_box, "box"))
    for number, link in enumerate(right):
        y = _level(number, len(right), height)
        parts.append(_arrow(x_middle + middle_box, height / 2, x_right, y, bend_first=True))
        parts.append(_name(link.name, x_right - 12, y - 5, "end"))
        parts.append(_box(link.node, x_right, y, right_box, "box"))
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}"><defs>{TIP}</defs>{"".join(parts)}</svg>'
    )


def _shorten(links: Sequence[Link]) -> list[Link]:
    """Keep what fits, and count the rest."""
    if len(links) <= MOST:
        return list(links)
    more = len(links) - MOST + 1
    return [*links[: MOST - 1], Link("", Node(f"+ {more}"))]


def _widest(nodes: Iterable[Node]) -> float:
    return max(map(_width, nodes), default=0)


def _gap(links: Sequence[Link]) -> float:
    """Return the length of arrows that have room for their names and the bend."""
    return max(_measure(link.name, SMALL) for link in links) + BEND + 24 if links else 0


def _level(number: int, count: int, height: float) -> float:
    return height / 2 + (number - (count - 1) / 2) * ROW


def _fit(text: str) -> str:
    """Shorten a label that would widen its box beyond ``WIDEST``."""
    if _measure(text, SMALL) <= WIDEST:
        return text
    while _measure(text + "…", SMALL) > WIDEST:
        text = text[:-1]
    return text.rstrip() + "…"


def _measure(text: str, size: float) -> float:
    """Estimate the width of a text: an ideograph is as wide as it is high."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6 for letter in text) * size


def _width(node: Node) -> float:
    return max(_measure(node.name, FONT), *(_measure(_fit(text), SMALL) for text in (node.zh, node.en))) + 2 * PAD


def _box(node: Node, x: float, y: float, width: float, kind: str) -> str:
    labelled = bool(node.zh or node.en)
    centre = x + width / 2
    texts = [f'<text class="name" x="{centre:.1f}" y="{y - (4 if labelled else -4):.1f}">{escape(node.name)}</text>']
    for lang, label in (("zh", node.zh), ("en", node.en)):
        if label:
            texts.append(f'<text class="{lang}" x="{centre:.1f}" y="{y + 12:.1f}">{escape(_fit(label))}</text>')
    shape = f'<rect x="{x:.1f}" y="{y - BOX / 2:.1f}" width="{width:.1f}" height="{BOX}" rx="6"/>'
    return f'<g class="{kind}">{shape}{"".join(texts)}</g>'


def _arrow(x1: float, y1: float, x2: float, y2: float, *, bend_first: bool) -> str:
    """Draw an arrow that bends at the side of the middle, so that its name stands on a straight line."""
    if bend_first:
        turn = x1 + BEND
        path = f"M{x1:.1f} {y1:.1f}C{turn:.1f} {y1:.1f} {x1:.1f} {y2:.1f} {turn:.1f} {y2:.1f}H{x2:.1f}"
    else:
        turn = x2 - BEND
        path = f"M{x1:.1f} {y1:.1f}H{turn:.1f}C{x2:.1f} {y1:.1f} {turn:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return f'<path class="arrow" d="{path}" marker-end="url(#tip)"/>'


def _name(name: str, x: float, y: float, side: str) -> str:
    return f'<text class="link {side}" x="{x:.1f}" y="{y:.1f}">{escape(name)}</text>' if name else ""
