"""Make a body of a name: its identity, labels in both languages, level and place.

Two names are one body if place, function and full name agree, however they are spelt: 市发改委 and 市发展和改革委员会.
市发改局 is another body, even in the same notice: the text distinguishes them, and each body has one label. A name
whose function is not known is identified by its own letters within its place. If the place itself is unknown, the body
belongs to its document alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..model import Body, Level, Place
from .aliases import stands_for
from .body_labels import CORPS, NATIONAL, find_office, is_committee, label_body, label_group, spell_out
from .full_names import FullName, digest, find_full_name, find_listed_name, order_functions
from .lexicon import remembered
from .names import BRAND, NameParts, parse_name
from .place_names import choose_county
from .stems import PLACE, find_ending, find_functions, find_organ
from .vocabulary import Tier, functions, places

__all__ = ["Setting", "make_body", "make_group"]

#: Local bodies were renamed within about a year of a reform's date; until then the old name is the body's own.
_LAG = timedelta(days=400)
#: What must not follow a word for one level: 市(州) and 市县 name several levels, 市场 is another word.
_NO_LEVEL = r"(?!\(|、|[县区州地乡镇]|市(?!场)|场|政(?!府)|辖|民(?!政))"


@dataclass(frozen=True, slots=True)
class Setting:
    """The setting of a document.

    Attributes:
        policy: An identifier for bodies that belong to the document alone.
        level: The level of its issuer.
        place: The place of its issuer.
        dated: Its date.
    """

    policy: str
    level: Level
    place: Place | None
    dated: date | None = None

    def tier(self, level: Level) -> Level:
        """Return the level of a body whose name has a level word.

        Args:
            level: The level of that word.

        Returns:
            The level itself; provincial for the city's bodies in a city that ranks as a province (直辖市), and county
            for those in a city that ranks as a county (县级市).

        Example:
            >>> from policygraph.registry import find_place
            >>> Setting("demo", "provincial", find_place("上海")).tier("municipal")
            'provincial'
        """
        if level != "municipal":
            return level
        if self.place and self.place.level == "county" and self.place.name.endswith("市"):
            return "county"
        above = self.place_at("provincial")
        return "provincial" if above is not None and above.name.endswith("市") else level

    def place_at(self, level: Level) -> Place | None:
        """Find the place of a level that the document's own place lies in, itself included.

        Args:
            level: The level.

        Returns:
            The place, or ``None``.
        """
        if level == "national":
            return places()[NATIONAL]
        at = self.place
        while at is not None and at.level != level:
            at = places().get(at.parent or "")
        return at

    @property
    def where(self) -> str:
        """The part of an IRI for bodies whose place is unknown."""
        return f"local-{self.policy}"


def _functions_in_force(slugs: tuple[str, ...], dated: date | None) -> tuple[str, ...]:
    """Return the functions at a date: a function that a reform ended is replaced by its successor."""
    found: dict[str, None] = {}
    for slug in slugs:
        function = functions()[slug]
        while dated and function.valid_until and function.replaced_by and dated > function.valid_until + _LAG:
            function = functions()[function.replaced_by]
        found[function.slug] = None
    return tuple(found)


def _find_organ_of_state(parts: NameParts, place: Place | None, level: Level) -> FullName | None:
    """Return the full name of the organ of state that carries the functions; ``None`` for other bodies."""
    if not parts.functions or parts.type in ("Zone", "Government") or BRAND.match(parts.core):
        return None
    if not parts.head and (parts.own_place or parts.type in ("Branch", "Company")):
        return None
    if parts.type == "PartyOrgan" and functions()[parts.functions[0]].body_type != "PartyOrgan":
        return None
    # 直辖市, 兵团: bureaux like a city's, at a province's level.
    like_city = level == "provincial" and (parts.prefix == CORPS or (place is not None and place.name.endswith("市")))
    tier: Tier = level if level in ("national", "provincial", "municipal") and not like_city else "local"
    found = find_full_name(parts.core, parts.functions, tier, place.code if place else None, parts.head)
    if found is None or parts.type not in ("Branch", "Company"):
        return found
    # 国网大竹县供电公司, 中国人民银行福州中心支行 and 人行 keep their own names. The centre has one of each.
    plain = find_organ(parts.core) is not None and (PLACE in found.zh or not parts.own_place)
    return found if found.listed and (plain or (level == "national" and parts.type == "Branch")) else None


@remembered(8192)
def make_body(
    name: str, setting: Setting, level: Level | None = None, aliases: tuple[str, ...] = (), apart: bool = False
) -> Body:
    """Make the body of a name in a document.

    Args:
        name: The name, folded and complete: prefixes that the text leaves out are restored.
        setting: The setting of the document.
        level: The body's level, if it differs from that in its name.
        aliases: Further names from the text.
        apart: Identify the body by its letters alone: for a list that names two bodies of one function side by side.

    Returns:
        The body.

    Example:
        >>> from policygraph.registry import find_place
        >>> make_body("省发改委", Setting("demo", "provincial", find_place("福建"))).label
        '福建省发展和改革委员会'
    """
    if (full := stands_for(name)) != name:
        name, aliases = full, (name, *aliases)
    parts = parse_name(name)
    place = parts.place or choose_county(parts.counties, setting.place, strict=parts.own_place)
    known_level = level or _find_level(parts, setting)
    if place is None:
        place = setting.place_at(setting.level if known_level in ("other", "township") else known_level)
    if not parts.functions and place is not None and (official := find_listed_name(parts.core, place.code)):
        slugs = find_functions(official)[0]
        core, name = (parts.core, name) if slugs else (official, place.name + official)
        parts = replace(parts, core=core, functions=slugs, head=bool(slugs), type="Department")
    office = find_office(parts, place)
    if office:
        parts = replace(parts, functions=(office.function,), head=True)
    # The label is the name in the text, even if a reform has moved the function to another body.
    slugs = _functions_in_force(parts.functions, setting.dated)
    organ = None if apart else _find_organ_of_state(parts, place, known_level)
    key = _make_key(parts, slugs, organ, known_level, apart) + ("-branch" if office and not apart else "")
    if parts.prefix == CORPS:
        key = f"corps-{key}"
    if apart:
        parts = replace(parts, head=False)
    label, label_en = label_body(parts, place, known_level, name, organ)
    found = dict.fromkeys((name, *aliases))
    found.pop(label, None)
    return Body(
        key=f"body/{place.code if place else setting.where}/{key}",
        type=parts.type,
        label=label,
        label_en=label_en,
        level=known_level,
        kind="named",
        place=place,
        functions=slugs,
        aliases=tuple(found),
    )


def _make_key(parts: NameParts, slugs: tuple[str, ...], organ: FullName | None, level: Level, apart: bool) -> str:
    """Return the part of a body's IRI that identifies it in its place."""
    if parts.type == "Government" and not parts.functions and parts.level != "township":
        return "government"
    if is_committee(parts):
        return "party-committee"
    letters = digest(organ.zh if organ is not None else spell_out(parts))
    if apart or not parts.functions or not parts.head or BRAND.match(parts.core):
        return letters
    key = "-".join(order_functions(slugs))
    if parts.type == "PartyOrgan" and any(functions()[slug].body_type != "PartyOrgan" for slug in slugs):
        key = f"party-{key}"
    if slugs != parts.functions:
        variant = letters
    elif organ is not None:
        variant = organ.variant
    else:
        # Companies of one trade, and branches of the centre's bodies, differ only in the letters of their names.
        nameless = all(not functions()[slug].names for slug in parts.functions)
        variant = digest(parts.core) if nameless or level == "national" else ""
    return f"{key}-{variant}" if variant else key


def _find_level(parts: NameParts, setting: Setting) -> Level:
    """Return the level of a named body in its document."""
    ending = find_ending(parts.core)
    if parts.type == "Body" and not parts.prefix and parts.place is None and ending and ending.inner:
        return setting.level  # a part of the document's own issuer: 法规处, 财务科
    unplaced = not parts.prefix and (parts.level is None or parts.own_place)
    outside = parts.type == "Zone" or (parts.type in ("Company", "Institute", "Body") and unplaced)
    if outside and not (parts.type in ("Institute", "Body") and parts.functions and parts.head):
        # 财政所, 卫生院: in a township's notice they are the township's.
        return "township" if setting.level == "township" and parts.type in ("Institute", "Body") else "other"
    if parts.own_place and parts.place is not None:
        # The branch in a provincial capital serves the whole province: GB/T 2260 gives capitals the code …0100.
        if parts.place.code.endswith("0100") and setting.level == "provincial":
            return "provincial"
        return parts.place.level
    return setting.tier(parts.level or setting.level)


def _name_of_place(name: str, place: Place | None) -> str:
    """Put the place before the name of a class that begins with the place's level; empty for any other class.

    >>> from policygraph.registry import find_place
    >>> _name_of_place("市教育部门", find_place("广安")), _name_of_place("市(州)教育部门", find_place("广安"))
    ('广安市教育部门', '')
    """
    unit = re.search("自治区$|[省市州盟县区旗]$", place.name) if place is not None else None
    if place is None or unit is None:
        return ""
    word = re.match(f"全?{unit.group()}{_NO_LEVEL}", name)
    return place.name + name[word.end() :] if word else ""


@remembered(8192)
def make_group(name: str, level: Level, setting: Setting, slugs: tuple[str, ...], government: bool) -> Body:
    """Make a class of bodies, such as every county's education department, within the document's place.

    A class at the level of the document's place, or of a place around it, belongs to that place: 省有关单位.

    Args:
        name: The name of the class, folded.
        level: The level that it states.
        setting: The setting of the document.
        slugs: The functions of its bodies.
        government: Whether they are governments.

    Returns:
        The class.
    """
    if level == "county" and setting.level == "provincial" and name.startswith("市(区)"):
        # 各市(区): below a province cities and what ranks with them, below a city its county-level cities.
        level = "municipal"
    level = setting.tier(level)
    above = None if government else setting.place_at(level)
    own = _name_of_place(name, above)
    place = above if own or (level == "national" and above is not None) else setting.place
    now = _functions_in_force(slugs, setting.dated)
    key = f"government-{digest(name)[:5]}" if government else "-".join(now) or digest(name)
    if now != slugs:
        key = f"{key}-{digest('-'.join(slugs))}"
    label, label_en = label_group(name, own, place, level, slugs, government)
    return Body(
        key=f"group/{place.code if place else setting.where}/{level}/{key}",
        type="DepartmentGroup",
        label=label,
        label_en=label_en,
        level=level,
        kind="class",
        place=place,
        functions=now,
        aliases=(name,) if name != label else (),
    )
