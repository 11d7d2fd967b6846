"""What names of bodies begin and end with, as patterns: the words stand in ``ontology/lexicon.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model import Level
from .lexicon import Ending, any_of, lexicon, remembered

__all__ = [
    "BRAND",
    "LEVEL_OF",
    "LEVEL_PREFIX",
    "OFFICES",
    "PARTY",
    "SHORT_ENDINGS",
    "ZONE",
    "ZONE_ALONE",
    "heads",
    "long_suffixes",
    "organs",
    "suffixes",
]


@remembered()
def suffixes() -> tuple[str, ...]:
    """The endings of names that names are cut at, longest first."""
    return tuple(lexicon().endings)


@remembered()
def long_suffixes() -> tuple[str, ...]:
    """Those of more than one character."""
    return tuple(word for word in suffixes() if len(word) > 1)


@remembered()
def heads() -> tuple[str, ...]:
    """Suffixes of the organ that carries a function at its level; with any other it is a body beside that organ."""
    return tuple(word for word, ending in lexicon().endings.items() if ending.organ)


@remembered()
def organs() -> Mapping[str, Ending]:
    """The organ that an ending names, longest ending first. A full name ends as the text does: 委 is no 局."""
    return {word: ending for word, ending in lexicon().endings.items() if ending.en}


_ZONES = any_of(lexicon().ends["zones"])
#: An area with a committee of its own, with that committee or without.
ZONE = re.compile(f"{_ZONES}{any_of(lexicon().ends['zone_organs'])}?$")
ZONE_ALONE = re.compile(f"{_ZONES}$")
PARTY = re.compile(r"^(?:省|市|县|区|州|旗|地|自治区党)委(?=.)")

#: Companies of the centre that go by their brand.
BRAND = re.compile(
    r"^(?:中国(?:石油|石化|海油|铁塔|邮政|电信|移动|联通|广电|华能|大唐|华电|中车|中铁|铁建|交建|建筑|电建|能建|宝武)"
    r"|国家(?:电网|电投)|南方电网|中(?:石油|石化|海油|粮|化|核))$"
)
#: Offices of a higher body that go by a place's bare name (德安生态环境局), by level and core.
#: The form of the full name (``above`` is the place above) and the function.
OFFICES: dict[tuple[Level, str], tuple[str, str]] = {
    ("county", "生态环境局"): ("{above}{place}生态环境局", "ecology-environment"),
    ("county", "公安分局"): ("{above}公安局{place}分局", "public-security"),
    ("provincial", "金融监管局"): ("国家金融监督管理总局{place}监管局", "financial-regulation"),
}
#: What an unknown body's ending stands for: 人居环境委 is a 委员会. A shorter stem may be short itself: 重点办.
SHORT_ENDINGS = ((re.compile("(?<=....)(?<![党工管常组居村团])委$"), "委员会"), (re.compile("(?<=....)办$"), "办公室"))
#: The level that a prefix of a name says, longest prefix first. A user adds none.
LEVEL_OF = lexicon().prefixes
LEVEL_PREFIX = re.compile(f"^(?!{'|'.join(lexicon().not_prefixes)}){any_of(LEVEL_OF)}")
