"""From a name to a body: its identity, labels in both languages, level and place.

Two names are one body where place, function and full name agree, however they are spelt: 市发改委 and
市发展和改革委员会. 市发改局 is another body, also in the same notice: the text says so, and each body has one label. A
name whose function is not known is identified by its own letters within its place. Where the place itself is unknown
the body belongs to its document alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..model import Body, Level, Place
from .affixes import BRAND, organs
from .counties import county_within
from .english import stands_for
from .full_names import FullName, digest, full_name, in_usual_order, listed_name
from .labels import CORPS, NATIONAL, is_committee, labels, office_of, spelt
from .lexicon import lexicon, remembered
from .names import NameParts, parse_name
from .stems import PLACE, functions_of
from .vocabulary import Tier, functions, places

__all__ = ["Setting", "group", "named_body"]

_UNIT_EN: dict[str, str] = {
    "national": "",
    "provincial": "provinces",
    "municipal": "cities",
    "county": "counties and districts",
    "township": "townships and subdistricts",
    "other": "",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a document stands: its level, place and date, and an identifier for what belongs to it alone."""

    policy: str
    level: Level
    place: Place | None
    dated: date | None = None

    def tier(self, level: Level) -> Level:
        """The level itself; in a city that is a province's equal (直辖市) the city's bodies are provincial.

        In a city that is a county's equal (县级市) they are the county's.

        >>> from policygraph.registry import place_named
        >>> Setting("demo", "provincial", place_named("上海")).tier("municipal")
        'provincial'
        """
        if level == "municipal" and self.place and self.place.level == "county" and self.place.name.endswith("市"):
            return "county"
        above = self.place_at("provincial") if level == "municipal" else None
        return "provincial" if above is not None and above.name.endswith("市") else level

    def place_at(self, level: Level) -> Place | None:
        """The place of that level which the document's own place lies in, itself included."""
        if level == "national":
            return places()[NATIONAL].place
        at = self.place
        while at is not None and at.level != level:
            above = places().get(at.parent or "")
            at = above.place if above else None
        return at


#: Local bodies were renamed within about a year of a reform's date; until then the old name is the body's own.
_LAG = timedelta(days=400)


def _in_force(slugs: tuple[str, ...], dated: date | None) -> tuple[str, ...]:
    """The functions at a date: one that a reform ended is followed to what replaced it."""
    found: dict[str, None] = {}
    for slug in slugs:
        function = functions()[slug]
        while dated and function.valid_until and function.replaced_by and dated > function.valid_until + _LAG:
            function = functions()[function.replaced_by]
        found[function.slug] = None
    return tuple(found)


def _tier(level: Level) -> Tier:
    if level == "national" or level == "provincial" or level == "municipal":
        return level
    return "local"


def _organ(parts: NameParts, place: Place | None, level: Level) -> FullName | None:
    """The organ of state that the name is that of, by its functions; nothing for what has a name of its own."""
    if not parts.functions or parts.type in ("Zone", "Government") or BRAND.match(parts.core):
        return None
    if not parts.head and (parts.own_place or parts.type in ("Branch", "Company")):
        return None
    if parts.type == "PartyOrgan" and functions()[parts.functions[0]].body_type != "PartyOrgan":
        return None
    # 直辖市, 兵团: bureaux like a city's, at a province's level.
    like_city = level == "provincial" and (parts.prefix == CORPS or (place is not None and place.name.endswith("市")))
    tier: Tier = "local" if like_city else _tier(level)
    found = full_name(parts.core, parts.functions, tier, place.code if place else None, parts.head)
    if found is None or parts.type not in ("Branch", "Company"):
        return found
    # 国网大竹县供电公司, 中国人民银行福州中心支行, 人行: their own names. The centre has one of each.
    plain = parts.core.endswith(tuple(organs())) and (PLACE in found.zh or not parts.own_place)
    return found if found.listed and (plain or (level == "national" and parts.type == "Branch")) else None


def _own(parts: NameParts, level: Level) -> str:
    """What tells companies of one trade, and branches of the centre's bodies, from each other: their letters."""
    nameless = all(not functions()[slug].names for slug in parts.functions)
    return digest(parts.core) if nameless or level == "national" else ""


@remembered(8192)
def named_body(
    name: str, setting: Setting, level: Level | None = None, aliases: tuple[str, ...] = (), apart: bool = False
) -> Body:
    """The body of that name in a document of that setting.

    ``name`` is folded and complete: prefixes that the text leaves out are restored. ``level`` overrides what the name
    says. ``aliases`` are second names from the text. ``apart`` identifies the body by its letters alone: for a list
    that names two bodies of one function side by side.

    >>> from policygraph.registry import place_named
    >>> named_body("省发改委", Setting("demo", "provincial", place_named("福建"))).label
    '福建省发展和改革委员会'
    """
    if (full := stands_for(name)) != name:
        name, aliases = full, (name, *aliases)
    parts = parse_name(name)
    place = parts.place or county_within(parts.counties, setting.place, strict=parts.own_place)
    known_level = level or _level_of(parts, setting)
    if place is None:
        at = setting.level if known_level in ("other", "township") else known_level
        place = setting.place_at(at)
    if not parts.functions and place is not None and (official := listed_name(parts.core, place.code)):
        slugs = functions_of(official)[0]
        core, name = (parts.core, name) if slugs else (official, place.name + official)
        parts = replace(parts, core=core, functions=slugs, head=bool(slugs), type="Department")
    if office := office_of(parts, place):
        parts = replace(parts, functions=(office[1],), head=True)
    # The label is the text's own name, also where a reform has moved the function to another body.
    slugs = _in_force(parts.functions, setting.dated)
    organ = None if apart else _organ(parts, place, known_level)
    where = place.code if place else f"local-{setting.policy}"
    if parts.type == "Government" and not parts.functions and parts.level != "township":
        key = "government"
    elif is_committee(parts):
        key = "party-committee"
    elif parts.functions and parts.head and not apart and not BRAND.match(parts.core):
        key = "-".join(in_usual_order(slugs))
        if parts.type == "PartyOrgan" and any(functions()[slug].body_type != "PartyOrgan" for slug in slugs):
            key = f"party-{key}"
        variant = organ.variant if organ is not None else _own(parts, known_level)
        variant = digest(organ.zh if organ is not None else spelt(parts)) if slugs != parts.functions else variant
        key = f"{key}-{variant}" if variant else key
        key = f"{key}-branch" if office else key
    else:
        key = digest(organ.zh if organ is not None else spelt(parts))
    if parts.prefix == CORPS:
        key = f"corps-{key}"
    if apart:
        parts = replace(parts, head=False)
    label, label_en = labels(parts, place, known_level, name, organ)
    found = dict.fromkeys((name, *aliases))
    found.pop(label, None)
    return Body(
        key=f"body/{where}/{key}",
        type=parts.type,
        label=label,
        label_en=label_en,
        level=known_level,
        kind="named",
        place=place,
        functions=slugs,
        aliases=tuple(found),
    )


def _is_inner(core: str) -> bool:
    """Is this a part of the body whose document it is: 法规处, 财务科?"""
    ending = next((ending for word, ending in lexicon().endings.items() if core.endswith(word)), None)
    return ending is not None and ending.inner


def _level_of(parts: NameParts, setting: Setting) -> Level:
    """The tier of a named body in its document."""
    if parts.type == "Body" and not parts.prefix and parts.place is None and _is_inner(parts.core):
        return setting.level
    unplaced = not parts.prefix and (parts.level is None or parts.own_place)
    outside = parts.type == "Zone" or (parts.type in ("Company", "Institute", "Body") and unplaced)
    if outside and not (parts.type in ("Institute", "Body") and parts.functions and parts.head):
        # 财政所, 卫生院: in a township's notice its own.
        return "township" if setting.level == "township" and parts.type in ("Institute", "Body") else "other"
    if parts.own_place and parts.place is not None:
        # The branch in a provincial capital serves the whole province: GB/T 2260 gives capitals the code …0100.
        if parts.place.code.endswith("0100") and setting.level == "provincial":
            return "provincial"
        return parts.place.level
    return setting.tier(parts.level or setting.level)


#: What stands behind a level word that names several levels, or is no level word: 市(州), 市县, 市场.
_NO_LEVEL = r"(?!\(|、|[县区州地乡镇]|市(?!场)|场|政(?!府)|辖|民(?!政))"


def _of_place(name: str, place: Place | None) -> str:
    """A class's name behind that of its own place, whose level it begins with: 市教育部门 of 广安市 is 广安市教育部门.

    Empty where it begins with no such level.

    >>> from policygraph.registry import place_named
    >>> _of_place("市教育部门", place_named("广安")), _of_place("市(州)教育部门", place_named("广安"))
    ('广安市教育部门', '')
    """
    unit = re.search("自治区$|[省市州盟县区旗]$", place.name) if place is not None else None
    if place is None or unit is None:
        return ""
    word = re.match(f"全?{unit.group()}{_NO_LEVEL}", name)
    return place.name + name[word.end() :] if word else ""


@remembered(8192)
def group(name: str, level: Level, setting: Setting, slugs: tuple[str, ...], government: bool) -> Body:
    """A class of bodies, such as every county's education department, within the document's place.

    A class at the level of the document's place, or of one that it lies in, is that place's own: 省有关单位.
    """
    if level == "county" and setting.level == "provincial" and name.startswith("市(区)"):
        # 各市(区): below a province cities and what ranks with them, below a city its county-level cities.
        level = "municipal"
    level = setting.tier(level)
    above = None if government else setting.place_at(level)
    own = _of_place(name, above)
    place = above if own or (level == "national" and above is not None) else setting.place
    now = _in_force(slugs, setting.dated)
    where = place.code if place else f"local-{setting.policy}"
    key = f"government-{digest(name)[:5]}" if government else "-".join(now) or digest(name)
    key = f"{key}-{digest('-'.join(slugs))}" if now != slugs else key
    within = place is not None and place.code != NATIONAL
    zh = own or (f"{place.name}{name}" if place and within else name)
    at = (place.label_en or place.name) if place and within else ""
    of = f" in {at}" if at else ""
    whose = f" of the {_UNIT_EN[level]}{of}" if _UNIT_EN[level] else of
    if own:
        whose = of = f" of {at}"
    elif level == "national":
        whose = " of the central government"
    if government:
        en = f"People's governments{whose}" if _UNIT_EN[level] else f"Governments “{name}”{of}"
    elif slugs:
        what = " and ".join(functions()[slug].title for slug in slugs)
        en = f"{what} departments{whose}"
    else:
        en = f"Bodies named “{name}”{of}"
    return Body(
        key=f"group/{where}/{level}/{key}",
        type="DepartmentGroup",
        label=zh,
        label_en=en,
        level=level,
        kind="class",
        place=place,
        functions=now,
        aliases=(name,) if name != zh else (),
    )
