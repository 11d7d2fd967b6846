"""Find the body that a name in a text refers to: functions of government, aliases, levels, places.

To add a word: an alias, an ending of names (局, 工作室) or a word of a label (牵头单位) is a line in
``ontology/lexicon.yaml``; a stem (发改), a full name or a function is one in ``ontology/functions.ttl``; a place is one
in ``ontology/places.ttl`` or ``counties.ttl``. The modules, from the words up:

    word_groups, lexicon  read the words
    vocabulary            reads the vocabularies
    place_names           place names in a text
    stems                 stem and ending of a name → functions of government
    local_names           an English name of a local body → the Chinese one
    aliases, names        a name → the full name for an alias; its place, level, functions, kind
    grammar               tells names of bodies and labels from other words
    full_names            the full name in official lists
    pinyin                the spelling of a name in pinyin
    body_labels, bodies   a name in a document → a body with its identity and labels
"""

from __future__ import annotations

from .aliases import is_english_body, stands_for
from .bodies import Setting, make_body, make_group
from .grammar import (
    bracketed_mark,
    ends_like_name,
    find_open_end,
    find_role,
    is_label,
    is_no_name,
    looks_like_body,
    skip_label,
    skip_remark,
)
from .lexicon import Ending, OwnWords, any_of, lexicon, remembered, using
from .local_names import find_english_functions
from .names import LEVEL_OF, LEVEL_PREFIX, ZONE_ALONE, names_place, parse_name
from .place_names import find_place, find_places, is_short_place, lies_in
from .stems import find_ending, find_functions, heads, is_stem
from .vocabulary import functions, places

__all__ = [
    "LEVEL_OF",
    "LEVEL_PREFIX",
    "ZONE_ALONE",
    "Ending",
    "OwnWords",
    "Setting",
    "any_of",
    "bracketed_mark",
    "ends_like_name",
    "find_ending",
    "find_english_functions",
    "find_functions",
    "find_open_end",
    "find_place",
    "find_places",
    "find_role",
    "functions",
    "heads",
    "is_english_body",
    "is_label",
    "is_no_name",
    "is_short_place",
    "is_stem",
    "lexicon",
    "lies_in",
    "looks_like_body",
    "make_body",
    "make_group",
    "names_place",
    "parse_name",
    "places",
    "remembered",
    "skip_label",
    "skip_remark",
    "stands_for",
    "using",
]
