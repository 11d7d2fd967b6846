"""Functions of government, names and aliases, levels, places: who a name in a text stands for."""

from __future__ import annotations

from .affixes import LEVEL_OF, ZONE_ALONE, heads, suffixes
from .bodies import Setting, group, named_body
from .english import is_english_body, stands_for
from .grammar import (
    duty_role,
    ends_like_name,
    is_label,
    label_before,
    looks_like_body,
    no_name,
    open_end,
    without_remark,
)
from .lexicon import Ending, OwnWords, any_of, lexicon, remembered, using
from .names import (
    LEVEL_PREFIX,
    functions_of,
    is_stem,
    names_place,
    parse_name,
    place_in,
    place_named,
    short_place,
)
from .vocabulary import functions, places

__all__ = [
    "LEVEL_OF",
    "LEVEL_PREFIX",
    "ZONE_ALONE",
    "Ending",
    "OwnWords",
    "Setting",
    "any_of",
    "duty_role",
    "ends_like_name",
    "functions",
    "functions_of",
    "group",
    "heads",
    "is_english_body",
    "is_label",
    "is_stem",
    "label_before",
    "lexicon",
    "looks_like_body",
    "named_body",
    "names_place",
    "no_name",
    "open_end",
    "parse_name",
    "place_in",
    "place_named",
    "places",
    "remembered",
    "short_place",
    "stands_for",
    "suffixes",
    "using",
    "without_remark",
]
