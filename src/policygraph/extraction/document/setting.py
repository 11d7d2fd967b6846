"""The setting of a document: its level, from the prefixes of the bodies it names, and its place, from its own words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from ...model import Document, Level, Place
from ...registry import Setting, find_places, lies_in, parse_name, places
from ..names.party import Party
from ..text.folding import fold
from .metadata import About

__all__ = ["find_setting"]

_COUNTY = re.compile(r"([一-龥]{1,8}?(?:自治县|自治旗|县|区|旗))(?=人民政府|委|政府|\d|办|关于|各|第|城)")
_NOT_COUNTY = re.compile(
    r"(?:自治区|开发区|新区|园区|景区|高新区|各县|市县|区县|各区|全县|全区|[省市]区|地区|辖区|社区)$|^(?:各|全|本|该|由|在|年)"
)


_BELOW: dict[Level, Level] = {"township": "county", "county": "municipal", "municipal": "provincial"}
_TOWNSHIP = re.compile(r"[一-龥]{1,8}(?<![城小乡村])(?:镇|乡|街道)(?=20\d\d|人民政府|关于|办事处|党|印发|政府)")


#: The first words of classes of villages and neighbourhoods; a document with them and no township is a township's.
_VILLAGES = frozenset({"社区", "村居", "村社", "村委"})


def _above_classes(parties: Sequence[Party]) -> Level | None:
    """Return the level above the classes that lists name: beside classes such as 各街道 stand a county's bureaux."""
    named = [parse_name(party.name).level == "township" for party in parties if party.kind == "named"]
    if not any(named) and _VILLAGES.intersection(party.name[:2] for party in parties if party.kind == "class"):
        return "township"
    found = Counter(party.level for party in parties if party.kind == "class" and party.level in _BELOW)
    if any(named):
        found["township"] += sum(named)
    # Other levels may be named in passing; the most common one is the level below.
    return _BELOW[found.most_common(1)[0][0]] if found else None


#: 本府相关局处: a city or county government of Taiwan refers to its bureaux in this way.
_CITY = re.compile("本府[一-龥]{0,4}局处")


#: A university, hospital or company whose name begins a line at the top: its notice is for its own departments.
_INSTITUTION = re.compile(
    r"(?:^|\n) *(?!关于|各)[一-龥]{4,20}(?:大学|学院|医院|集团|公司|中学|小学)(?=\n|20\d\d|文件|关于|党委)"
)
_HEAD = 800


def _level(parties: Sequence[Party], about: About, text: str) -> Level:
    issuers = [parse_name(name) for name in about.issuer_names]
    for parts in issuers:
        if parts.name.startswith(("国务院", "中共中央", "中央")) or parts.level == "national":
            return "national"
    counts: Counter[Level] = Counter()
    national = local = 0
    for party in parties:
        if party.kind == "class" and party.level == "township":
            continue
        parts = parse_name(party.name)
        if parts.own_place:
            continue
        if parts.level in ("national", "provincial", "municipal", "county"):
            counts[parts.level] += 1
        elif parts.name.endswith(("部", "总局", "总署")) and parts.functions:
            national += 1
        elif parts.name.endswith(("局", "中心", "办")) and parts.level != "national":
            local += 1
    if national > sum(counts.values()) + local:
        return "national"
    if counts:
        return counts.most_common(1)[0][0]
    for parts in issuers:
        if parts.type in ("Company", "Institute"):
            return "other"
        if parts.level:
            return parts.level
    if parties and _INSTITUTION.search(text, 0, _HEAD):
        return "other"
    if _TOWNSHIP.match(fold(about.heading)):
        return "township"
    if parties and _known_county(about) is not None:
        return "county"
    found = [place.level for _, _, place in find_places(text[:400])]
    return _above_classes(parties) or (found[0] if found else "municipal" if _CITY.search(text) else "other")


def _county(text: str, within: Place | None, unknown: bool = False) -> Place | None:
    """Find the county that a text names; with ``unknown`` also one that is not in the vocabulary, by its full name.

    An unknown county's name must begin a line: 方案报县政府审定 does not name one.
    """
    for match in _COUNTY.finditer(text):
        name = match.group(1)
        for at, written, _ in reversed(find_places(name)):
            if at + len(written) < len(name):
                name = name[at + len(written) :]
                break
        if 2 <= len(name) <= 8 and not _NOT_COUNTY.search(name):
            known = [
                entry
                for entry in places("counties.ttl").values()
                if entry.name == name and (within is None or lies_in(entry, within))
            ]
            if len(known) == 1:
                return known[0]
            if not unknown or text[max(0, match.start() - 1) : match.start()] not in ("", "\n"):
                continue
            code = hashlib.sha1(f"{within.code if within else ''}{name}".encode(), usedforsecurity=False).hexdigest()[
                :6
            ]
            parent = within.code if within else None
            return Place(f"{parent or '000000'}-{code}", name, name, "county", parent)
    return None


def _known_county(about: About) -> Place | None:
    """Find the county, district or county-level city that issues the notice: 瑞安市人民政府办公室关于……."""
    for text in (*about.issuer_names, about.heading):
        parts = parse_name(re.sub(r"(?<=[县区市旗]).*$", "", fold(text).removeprefix("中共")))
        if len(parts.counties) == 1:
            return parts.counties[0]
    return None


def find_setting(policy: str, document: Document, folded: str, about: About, parties: Sequence[Party]) -> Setting:
    """Find the level, the place and the date of a document.

    The level is that of most of the bodies; the place is the one of that level which the heading, the issuers and the
    text name most, the head of the text counting more.

    Args:
        policy: The identifier of the policy.
        document: The document.
        folded: Its logical text, folded.
        about: What the document says about itself.
        parties: The bodies that its statements name.

    Returns:
        The setting.
    """
    head = "\n".join((about.heading, *about.issuer_names, about.source_name or "", folded[:600]))
    dated = about.dated or about.issued
    level = _level(parties, about, folded)
    if level == "national":
        return Setting(policy, level, places()["100000"], dated)
    weights: Counter[str] = Counter()
    for text, weight in ((about.heading, 8), (head, 4), (folded, 1)):
        for _, _, place in find_places(text):
            weights[place.code] += weight
    for party in parties:
        # In a text in English the names of bodies alone say which place is meant.
        if party.name.isascii() and (own := parse_name(party.name).place) is not None:
            weights[own.code] += 1
    if level == "provincial":
        provinces: Counter[str] = Counter()
        for code, weight in weights.items():
            at = places()[code]
            provinces[at.code if at.level == "provincial" else (at.parent or "")] += weight
        best = _best(provinces, {"provincial"})
    else:
        best = _best(weights, {"municipal"}) or _best(weights, {"provincial"})
        if level == "municipal" and best is not None and best.level == "provincial" and not best.name.endswith("市"):
            best = None
    if level == "municipal" and (city := _known_county(about)) is not None and city.name.endswith("市"):
        return Setting(policy, "county", city, dated)
    if level == "county":
        county = _known_county(about) or _county(head, best, unknown=True) or _county(folded, best)
        return Setting(policy, level, county, dated)
    return Setting(policy, best.level if best and level == "municipal" else level, best, dated)


def _best(weights: Counter[str], levels: set[str]) -> Place | None:
    fit = [(weight, code) for code, weight in weights.items() if code in places() and places()[code].level in levels]
    if not fit:
        return None
    return places()[max(fit, key=lambda pair: (pair[0], pair[1]))[1]]
