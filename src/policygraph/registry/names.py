"""Taking a body's name apart: place, level, function, kind.

省发改委 is the level prefix 省, the stem 发改 (development and reform) and the organ suffix 委. A name is looked up
whole before it is cut, so that 市场监管局 never becomes "the city's 场监管局".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Level, Place
from .affixes import LEVEL_OF, LEVEL_PREFIX, PARTY, ZONE, suffixes
from .counties import counties_at_start, near_county
from .english import stands_for
from .lexicon import lexicon, remembered
from .place_names import place_in, place_named, short_place
from .stems import functions_of, is_stem, is_whole, only_national
from .vocabulary import functions

__all__ = [
    "LEVEL_PREFIX",
    "NameParts",
    "functions_of",
    "is_stem",
    "names_place",
    "parse_name",
    "place_in",
    "place_named",
    "short_place",
]


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart.

    ``prefix`` is the level prefix as printed (省, 市委); ``place`` the place in the name, ``own_place`` whether that
    place is part of a proper name (广安银保监分局) and not a level prefix written out (广安市财政局). ``functions`` are
    slugs; ``head`` whether the name is that of the very organ that carries them. ``counties`` are those that the name
    may begin with: which it is, the document's place decides.
    """

    name: str
    prefix: str
    level: Level | None
    place: Place | None
    own_place: bool
    core: str
    functions: tuple[str, ...]
    head: bool
    type: str
    counties: tuple[Place, ...] = ()


#: The Communist Youth League's committees carry their level inside: 团市委.
_LEAGUE = re.compile(r"团(省|市|县|区|州|旗)委$")


def _type_of(name: str, core: str, slugs: tuple[str, ...], head: bool) -> str:
    ending = next((word for word in suffixes() if core.endswith(word)), "")
    kind = lexicon().endings[ending].type if ending else "Body"
    if kind == "Government" or core == "国务院":
        return "Government"
    if ZONE.search(name):
        return "Zone"
    if kind in ("Court", "Branch"):
        return kind
    if slugs and head:
        by_function = functions()[slugs[0]].body_type
        return "PartyOrgan" if by_function == "Department" and PARTY.search(name) else by_function
    return "PartyOrgan" if PARTY.search(name) else kind


@remembered(65536)
def parse_name(name: str) -> NameParts:
    """Takes a name apart. The name is folded and has no white space; what is unknown stays empty.

    A name that stands for another, by a user's lexicon or in English, is taken for that.

    >>> parts = parse_name("省发改委")
    >>> parts.prefix, parts.level, parts.functions, parts.type
    ('省', 'provincial', ('development-reform',), 'Department')
    """
    name = stands_for(name)
    whole, whole_head = functions_of(name)
    below = LEVEL_PREFIX.match(name)
    # 市监委 is the city's 监委.
    cut = below and not is_whole(name) and LEVEL_OF[below.group()] != "national" and is_whole(name[below.end() :])
    if whole and whole_head and not cut:
        kind = _type_of(name, name, whole, True)
        level: Level | None = "national" if _is_national(name, kind) else None
        if league := _LEAGUE.search(name):
            level = LEVEL_OF[league.group(1)]
        return NameParts(name, "", level, None, False, name, whole, True, kind)
    if governed := _government_of(name):
        return governed
    prefix, level, place, own_place, core, counties = _apart(name.removeprefix("中共"))
    if level == "national" and _LOCAL_OF_NATIONAL.search(name):
        level = None
    if level == "municipal" and OF_COUNTY.search(name):
        level = "county"
    if not functions_of(core)[0] and (ours := core.removeprefix("人民").removeprefix("政府")) and functions_of(ours)[1]:
        # 市政府外办 is the city's 外办.
        core = ours
    slugs, head = functions_of(core)
    if not slugs and (prefix.endswith("委") or core.startswith("委")):
        slugs, head = functions_of("委" + core.removeprefix("委"))
    if not slugs and own_place:
        slugs, head = functions_of(re.sub(r"(?:中心)?支行$|分行$|分局$|分公司$|监管局$", "", core))
        head = bool(slugs)
    kind = "PartyOrgan" if prefix and core in COMMITTEE else _type_of(name, core, slugs, head)
    return NameParts(name, prefix, level, place, own_place, core, slugs, head, kind, counties)


#: 市委, 中共武胜县委员会: what stands behind the place or level of the party's own committee.
COMMITTEE = ("委", "委员会")


#: 昌化镇, 锦城街道办事处: a township by its own name.
_TOWN = re.compile(
    r"(?!各|有关|相关|全|本|该|所在|乡镇|街道|镇街)"
    r"(?:(?:[一-龥]{1,7}(?<![城乡小集村市县区省各等和及与特心点])(?:镇|乡|苏木)|[一-龥]{1,7}(?<![各等和及与个乡镇])街道)"
    r"(?:(?:人民)?政府|公所|办事处|(?<=街道)办|党委|党工委)?"
    # 华城镇人民政府: 城镇 by itself is no town.
    r"|(?!小|新型|美丽|特色)[一-龥]{1,6}[城集]镇(?:(?:人民)?政府|办事处|党委))$"
)
#: 石桥村, 幸福社区居委会, 红星嘎查: a village or neighbourhood, and its committee.
_VILLAGE = re.compile(
    r"(?!各|有关|相关|全|本|该|所在|驻)[一-龥]{2,8}(?<![各等和及与个农乡])(?:村|社区|嘎查)"
    r"(?:村?(?:民)?委(?:员)?会|居(?:民)?委(?:员)?会|党支部|党总支|党委)?$"
)


def _government_of(name: str) -> NameParts | None:
    """A place alone in a list of bodies, 越秀区, is its government."""
    if _TOWN.match(name):
        return NameParts(name, "", "township", None, False, name, (), False, "Government")
    if _VILLAGE.match(name) and not LEVEL_PREFIX.match(name):
        return NameParts(name, "", "township", None, False, name, (), False, "Body")
    if name == "国务院":
        return NameParts(name, "", "national", None, False, name, (), True, "Government")
    place, county = place_named(name), counties_at_start(name)
    if place is not None and place.name == name:
        return NameParts(name, "", place.level, place, False, "人民政府", (), True, "Government")
    if county and county[0] == name:
        return NameParts(name, "", "county", None, False, "人民政府", (), True, "Government", county[1])
    return None


def names_place(name: str) -> bool:
    """Is the name that of a place, in full?

    >>> names_place("越秀区"), names_place("市财政局")
    (True, False)
    """
    return _government_of(name) is not None


_Apart = tuple[str, Level | None, Place | None, bool, str, tuple[Place, ...]]


def _apart(name: str) -> _Apart:
    """Prefix, level, place, whether the place is the name's own, the rest, and the counties the name may begin with."""
    if party := PARTY.match(name):
        prefix = party.group()
        level = LEVEL_OF.get(prefix.removesuffix("委").removesuffix("党"), "municipal")
        return prefix, level, None, False, name[party.end() :], ()
    if county := counties_at_start(name):
        return county[0], "county", None, False, name[len(county[0]) :], county[1]
    found = place_in(name)
    if not found or not (found[0][0] == 0 or _keeps_place(name[: found[0][0]])):
        if near := near_county(name, _is_organ):
            return "", "county", None, True, name[near[0] :], near[1]
        match = LEVEL_PREFIX.match(name)
        # 市场监管所 is no 场监管所 of the city's.
        if match and (functions_of(name[match.end() :])[0] or not functions_of(name)[0]):
            return match.group(), LEVEL_OF[match.group()], None, False, name[match.end() :], ()
        return "", None, None, False, name, ()
    at, written, place = found[0]
    rest = name[at + len(written) :]
    if at > 0 or written != place.name or ZONE.search(name) or not rest:
        core = name[:at] + rest
        core = core.removeprefix("省").removeprefix("市") if at == 0 else core
        return "", place.level, place, True, core, ()
    below = counties_at_start(rest)
    if below and (inside := tuple(county for county in below[1] if _lies_in(county, place))):
        return written + below[0], "county", None, False, rest[len(below[0]) :], inside
    if rest.startswith("委") and len(rest) > 1 and functions_of(rest[1:])[0]:
        return written, place.level, place, False, rest[1:], ()
    deeper = LEVEL_PREFIX.match(rest)
    if deeper and functions_of(rest[deeper.end() :])[0] and not functions_of(rest)[0]:
        return written, LEVEL_OF[deeper.group()], place, False, rest[deeper.end() :], ()
    return written, place.level, place, False, rest, ()


def _lies_in(county: Place, place: Place) -> bool:
    digits = 2 if place.level == "provincial" else 4
    return county.code[:digits] == place.code[:digits]


#: 国家金融监管总局瑞安监管支局: a central body's office in a place.
_LOCAL_OF_NATIONAL = re.compile(
    r"^(?:国家|中国).{2,12}(?:局|委|会|行|公司|集团).{1,8}"
    r"(?:支局|分局|监管局|监管办|支行|分行|分公司|支公司|办事处|调查队)$"
)


#: 市生态环境局武胜分局: a city bureau's office in one of its counties.
OF_COUNTY = re.compile(r"局[一-龥]{2,5}分局$")


def _is_organ(rest: str) -> bool:
    slugs, head = functions_of(rest)
    return head or (bool(slugs) and rest.endswith("分局"))


def _is_national(name: str, kind: str) -> bool:
    """公安部, 税务总局, 国家统计局: what only the centre has. 宣传部 is a party organ of any level."""
    if _LOCAL_OF_NATIONAL.search(name):
        return False
    if name.endswith("中央") or name in only_national():
        return True
    if name.startswith(("国家", "中央", "中国", "国务院", "全国", "中华")):
        return True
    return name.endswith(("总局", "总署")) or (name.endswith("部") and kind == "Department")


def _keeps_place(before: str) -> bool:
    """Is a place behind those letters of a name a branch's (人行广安市中心支行, 国家税务总局广安市税务局)?"""
    return bool(functions_of(before)[0]) or before.startswith(("中国", "国网", "国家"))
