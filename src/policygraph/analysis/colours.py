"""Colours that stay apart in greyscale and for colour-blind readers."""

from __future__ import annotations

from ..model import LEVELS

__all__ = ["SHADES", "colour_of_level", "find_lightness"]

#: From dark to light in even steps of lightness, by hue from blue over green to yellow: the order is the same in print
#: without colour and with each kind of colour blindness.
SHADES = ("#1d2b63", "#2f5d9b", "#3f8f94", "#7fb562", "#dcc75f", "#ebebe8")


def colour_of_level(level: str) -> str:
    """Return the colour of a level of government, the higher the darker.

    Args:
        level: A level; unknown ones have the colour of ``other``.

    Returns:
        The colour as ``#rrggbb``.
    """
    return SHADES[LEVELS.index(level)] if level in LEVELS else SHADES[-1]


def find_lightness(colour: str) -> float:
    """Compute the lightness that people see: L* of CIELAB (CIE 1976) for a colour of sRGB (IEC 61966-2-1).

    Args:
        colour: The colour as ``#rrggbb``.

    Returns:
        The lightness from 0, black, to 100, white.

    Example:
        >>> [round(find_lightness(colour)) for colour in ("#000000", "#777777", "#ffffff")]
        [0, 50, 100]
    """
    parts = [value / 255 for value in bytes.fromhex(colour.removeprefix("#"))]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * luminance ** (1 / 3) - 16 if luminance > (6 / 29) ** 3 else luminance * (29 / 3) ** 3
