"""Functions of government, names and aliases, levels, places: who a name in a text stands for."""

from __future__ import annotations

from .affixes import heads
from .bodies import Setting, group, named_body
from .lexicon import Ending, OwnWords, lexicon, remembered, using
from .names import (
    LEVEL_PREFIX,
    functions_of,
    is_stem,
    looks_like_body,
    names_place,
    parse_name,
    place_in,
    place_named,
    short_place,
)
from .vocabulary import functions, places

__all__ = [
    "LEVEL_PREFIX",
    "Ending",
    "OwnWords",
    "Setting",
    "functions",
    "functions_of",
    "group",
    "heads",
    "is_stem",
    "lexicon",
    "looks_like_body",
    "named_body",
    "names_place",
    "parse_name",
    "place_in",
    "place_named",
    "places",
    "remembered",
    "short_place",
    "using",
]
