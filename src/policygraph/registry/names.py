"""Take a body's name apart: place, level, function, kind.

省发改委 is the level prefix 省, the stem 发改 (development and reform) and the ending 委. A name is looked up whole
before it is cut, so that 市场监管局 never becomes "the city's 场监管局".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Level, Place
from .aliases import stands_for
from .lexicon import any_of, lexicon, remembered
from .place_names import county_at_start, find_place, find_places, lies_in, short_county_at_start
from .stems import find_ending, find_functions, is_whole, only_national
from .vocabulary import functions

__all__ = [
    "BRAND",
    "COMMITTEE",
    "LEVEL_OF",
    "LEVEL_PREFIX",
    "OF_COUNTY",
    "ZONE",
    "ZONE_ALONE",
    "NameParts",
    "names_place",
    "parse_name",
]

#: The level of each prefix of names, longest prefix first. Users cannot add prefixes.
LEVEL_OF = lexicon().prefixes
LEVEL_PREFIX = re.compile(f"^(?!{'|'.join(lexicon().not_prefixes)}){any_of(LEVEL_OF)}")
_ZONES = any_of(lexicon().other_endings["zones"])
#: An area with its own committee; the name may end with that committee.
ZONE = re.compile(f"{_ZONES}{any_of(lexicon().other_endings['zone_organs'])}?$")
ZONE_ALONE = re.compile(f"{_ZONES}$")
#: Companies of the centre that are called by their brand.
BRAND = re.compile(f"^{any_of(lexicon().brands)}$")
#: 市委, 中共武胜县委员会: what follows the place or level in the name of the party's own committee.
COMMITTEE = ("委", "委员会")
#: 市生态环境局武胜分局: a city bureau's office in one of its counties.
OF_COUNTY = re.compile(r"局[一-龥]{2,5}分局$")
_PARTY = re.compile(r"^(?:省|市|县|区|州|旗|地|自治区党)委(?=.)")
#: The Communist Youth League's committees carry their level inside: 团市委.
_LEAGUE = re.compile(r"团(省|市|县|区|州|旗)委$")
#: 国家金融监管总局瑞安监管支局: a central body's office in a place.
_LOCAL_OF_NATIONAL = re.compile(
    r"^(?:国家|中国).{2,12}(?:局|委|会|行|公司|集团).{1,8}"
    r"(?:支局|分局|监管局|监管办|支行|分行|分公司|支公司|办事处|调查队)$"
)
#: 昌化镇, 锦城街道办事处: a township by its own name.
_TOWN = re.compile(
    r"(?!各|有关|相关|全|本|该|所在|乡镇|街道|镇街)"
    r"(?:(?:[一-龥]{1,7}(?<![城乡小集村市县区省各等和及与特心点])(?:镇|乡|苏木)|[一-龥]{1,7}(?<![各等和及与个乡镇])街道)"
    r"(?:(?:人民)?政府|公所|办事处|(?<=街道)办|党委|党工委)?"
    # 华城镇人民政府: 城镇 alone is not a town.
    r"|(?!小|新型|美丽|特色)[一-龥]{1,6}[城集]镇(?:(?:人民)?政府|办事处|党委))$"
)
#: 石桥村, 幸福社区居委会, 红星嘎查: a village or neighbourhood, and its committee.
_VILLAGE = re.compile(
    r"(?!各|有关|相关|全|本|该|所在|驻)[一-龥]{2,8}(?<![各等和及与个农乡])(?:村|社区|嘎查)"
    r"(?:村?(?:民)?委(?:员)?会|居(?:民)?委(?:员)?会|党支部|党总支|党委)?$"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart.

    Attributes:
        name: The whole name.
        core: The name without place and level.
        prefix: The level prefix as printed (省, 市委).
        level: The level that the name states.
        place: The place in the name.
        own_place: Whether that place is part of a proper name (广安银保监分局), not a level prefix written out
            (广安市财政局).
        functions: The slugs of its functions.
        head: Whether the name is that of the organ that carries them.
        type: The class of the ontology.
        counties: The counties that the name may begin with; the document's place decides which one is meant.
    """

    name: str
    core: str
    prefix: str = ""
    level: Level | None = None
    place: Place | None = None
    own_place: bool = False
    functions: tuple[str, ...] = ()
    head: bool = False
    type: str = "Body"
    counties: tuple[Place, ...] = ()


@remembered(65536)
def parse_name(name: str) -> NameParts:
    """Take a name apart; an alias or an English name is replaced by the full name first.

    Args:
        name: The name, folded and without white space.

    Returns:
        Its parts; what is unknown is empty.

    Example:
        >>> parts = parse_name("省发改委")
        >>> parts.prefix, parts.level, parts.functions, parts.type
        ('省', 'provincial', ('development-reform',), 'Department')
    """
    name = stands_for(name)
    whole, whole_head = find_functions(name)
    below = LEVEL_PREFIX.match(name)
    # 市监委 is the city's 监委.
    cut = below and not is_whole(name) and LEVEL_OF[below.group()] != "national" and is_whole(name[below.end() :])
    if whole and whole_head and not cut:
        kind = _find_type(name, name, whole, True)
        league = _LEAGUE.search(name)
        level: Level | None = LEVEL_OF[league.group(1)] if league else "national" if _is_national(name, kind) else None
        return NameParts(name, name, level=level, functions=whole, head=True, type=kind)
    if government := _parse_government(name):
        return government
    parts = _cut_place(name.removeprefix("中共"))
    level, core = parts.level, parts.core
    if level == "national" and _LOCAL_OF_NATIONAL.search(name):
        level = None
    if level == "municipal" and OF_COUNTY.search(name):
        level = "county"
    if not find_functions(core)[0]:
        # 市政府外办 is the city's 外办.
        ours = core.removeprefix("人民").removeprefix("政府")
        core = ours if ours and find_functions(ours)[1] else core
    slugs, head = find_functions(core)
    if not slugs and (parts.prefix.endswith("委") or core.startswith("委")):
        slugs, head = find_functions("委" + core.removeprefix("委"))
    if not slugs and parts.own_place:
        slugs, _ = find_functions(re.sub(r"(?:中心)?支行$|分行$|分局$|分公司$|监管局$", "", core))
        head = bool(slugs)
    kind = "PartyOrgan" if parts.prefix and core in COMMITTEE else _find_type(name, core, slugs, head)
    place, own, counties = parts.place, parts.own_place, parts.counties
    return NameParts(name, core, parts.prefix, level, place, own, slugs, head, kind, counties)


def _find_type(name: str, core: str, slugs: tuple[str, ...], head: bool) -> str:
    """Return the class of the ontology that a body is of."""
    ending = find_ending(core)
    kind = ending.type if ending else "Body"
    if kind == "Government" or core == "国务院":
        return "Government"
    if ZONE.search(name):
        return "Zone"
    if kind in ("Court", "Branch"):
        return kind
    party = "PartyOrgan" if _PARTY.search(name) else ""
    if slugs and head:
        by_function = functions()[slugs[0]].body_type
        return party if party and by_function == "Department" else by_function
    return party or kind


def _parse_government(name: str) -> NameParts | None:
    """Parse the name of a place, which means its government in a list of bodies: 越秀区."""
    if _TOWN.match(name):
        return NameParts(name, name, level="township", type="Government")
    if _VILLAGE.match(name) and not LEVEL_PREFIX.match(name):
        return NameParts(name, name, level="township")
    if name == "国务院":
        return NameParts(name, name, level="national", head=True, type="Government")
    place, county = find_place(name), county_at_start(name)
    if place is not None and place.name == name:
        return NameParts(name, "人民政府", level=place.level, place=place, head=True, type="Government")
    if county and county[0] == name:
        return NameParts(name, "人民政府", level="county", head=True, type="Government", counties=county[1])
    return None


def names_place(name: str) -> bool:
    """Tell whether a name is that of a place, in full.

    Args:
        name: A folded name.

    Returns:
        Whether it is.

    Example:
        >>> names_place("越秀区"), names_place("市财政局")
        (True, False)
    """
    return _parse_government(name) is not None


def _cut_place(name: str) -> NameParts:
    """Cut the place or level off a name; functions and type are left open."""
    if party := _PARTY.match(name):
        prefix = party.group()
        level = LEVEL_OF.get(prefix.removesuffix("委").removesuffix("党"), "municipal")
        return NameParts(name, name[party.end() :], prefix, level)
    if county := county_at_start(name):
        return NameParts(name, name[len(county[0]) :], county[0], "county", counties=county[1])
    found = find_places(name)
    if not found or not (found[0][0] == 0 or _keeps_place(name[: found[0][0]])):
        if near := short_county_at_start(name, _is_organ):
            return NameParts(name, name[near[0] :], level="county", own_place=True, counties=near[1])
        match = LEVEL_PREFIX.match(name)
        # 市场监管所 is not the city's 场监管所.
        if match and (find_functions(name[match.end() :])[0] or not find_functions(name)[0]):
            return NameParts(name, name[match.end() :], match.group(), LEVEL_OF[match.group()])
        return NameParts(name, name)
    at, written, place = found[0]
    rest = name[at + len(written) :]
    if at > 0 or written != place.name or ZONE.search(name) or not rest:
        core = rest.removeprefix("省").removeprefix("市") if at == 0 else name[:at] + rest
        return NameParts(name, core, level=place.level, place=place, own_place=True)
    if below := county_at_start(rest):
        inside = tuple(county for county in below[1] if lies_in(county, place))
        if inside:
            return NameParts(name, rest[len(below[0]) :], written + below[0], "county", counties=inside)
    if rest.startswith("委") and len(rest) > 1 and find_functions(rest[1:])[0]:
        return NameParts(name, rest[1:], written, place.level, place)
    deeper = LEVEL_PREFIX.match(rest)
    if deeper and find_functions(rest[deeper.end() :])[0] and not find_functions(rest)[0]:
        return NameParts(name, rest[deeper.end() :], written, LEVEL_OF[deeper.group()], place)
    return NameParts(name, rest, written, place.level, place)


def _is_organ(rest: str) -> bool:
    """Tell whether the rest of a name after a county's short name is an organ."""
    slugs, head = find_functions(rest)
    return head or (bool(slugs) and rest.endswith("分局"))


def _is_national(name: str, kind: str) -> bool:
    """Tell whether only the centre has such a body (公安部, 税务总局); 宣传部 is a party organ of any level."""
    if _LOCAL_OF_NATIONAL.search(name):
        return False
    return (
        name.endswith(("中央", "总局", "总署"))
        or name in only_national()
        or name.startswith(("国家", "中央", "中国", "国务院", "全国", "中华"))
        or (name.endswith("部") and kind == "Department")
    )


def _keeps_place(before: str) -> bool:
    """Tell whether a place after these letters of a name is that of a branch (人行广安市中心支行)."""
    return bool(find_functions(before)[0]) or before.startswith(("中国", "国网", "国家"))
