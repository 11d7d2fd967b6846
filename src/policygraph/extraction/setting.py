"""Where a document stands: its level, from the prefixes of the bodies it names, and its place, from its own words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from ..model import Document, Level, Place
from ..registry import Setting, parse_name, place_in, place_named, places
from .folding import fold
from .metadata import About

__all__ = ["setting_of"]

_COUNTY = re.compile(r"([一-龥]{1,8}?(?:自治县|自治旗|县|区|旗))(?=人民政府|委|政府|\d|办|关于|各|第|城)")
_NOT_COUNTY = re.compile(
    r"(?:自治区|开发区|新区|园区|景区|高新区|各县|市县|区县|各区|全县|全区|[省市]区|地区|辖区|社区)$|^(?:各|全|本|该|由|在)"
)


def _level(names: Iterable[str], about: About, text: str) -> Level:
    issuers = [parse_name(name) for name in about.issuer_names]
    for parts in issuers:
        if parts.name.startswith(("国务院", "中共中央", "中央")) or parts.level == "national":
            return "national"
    counts: Counter[Level] = Counter()
    unprefixed = 0
    for name in names:
        parts = parse_name(name)
        if parts.own_place:
            continue
        if parts.level in ("national", "provincial", "municipal", "county"):
            counts[parts.level] += 1
        elif parts.name.endswith(("部", "总局", "总署")) and parts.functions:
            unprefixed += 1
    if unprefixed > sum(counts.values()):
        return "national"
    if counts:
        return counts.most_common(1)[0][0]
    for parts in issuers:
        if parts.level:
            return parts.level
    found = [place.level for _, _, place in place_in(text[:400])]
    return found[0] if found else "other"


def _county(text: str, within: Place | None) -> Place | None:
    """A county that the vocabulary does not hold, from its name in the head of the text."""
    for match in _COUNTY.finditer(text):
        name = match.group(1)
        for at, written, _ in reversed(place_in(name)):
            if at + len(written) < len(name):
                name = name[at + len(written) :]
                break
        if 2 <= len(name) <= 8 and not _NOT_COUNTY.search(name):
            known = [
                entry.place
                for entry in places("counties.ttl").values()
                if entry.place.name == name and (within is None or _lies_in(entry.place, within))
            ]
            if len(known) == 1:
                return known[0]
            code = hashlib.sha1(f"{within.code if within else ''}{name}".encode(), usedforsecurity=False).hexdigest()[
                :6
            ]
            parent = within.code if within else None
            return Place(f"{parent or '000000'}-{code}", name, name, "county", parent)
    return None


def _county_city(about: About) -> Place | None:
    """The county-level city whose notice it is: 瑞安市人民政府办公室关于……."""
    for text in (*about.issuer_names, about.heading):
        name = fold(text).removeprefix("中共")
        match = re.match(r"[一-龥]{2,6}?市", name)
        if match:
            if place_named(match.group()) is not None:
                return None
            found = [e.place for e in places("counties.ttl").values() if e.place.name == match.group()]
            return found[0] if len(found) == 1 else None
    return None


def _lies_in(place: Place, other: Place) -> bool:
    stem = other.code.rstrip("0")
    return place.code.startswith(stem)


def setting_of(policy: str, document: Document, folded: str, about: About, names: Iterable[str]) -> Setting:
    """The setting of a document whose statements name ``names``.

    The level is that of most of the bodies; the place is the one of that level which the heading, the issuers and the
    text name most, the head of the text counting more.
    """
    head = "\n".join((about.heading, *about.issuer_names, about.source_name or "", folded[:600]))
    dated = about.dated or about.issued
    level = _level(names, about, folded)
    if level == "national":
        return Setting(policy, level, places()["100000"].place, dated)
    weights: Counter[str] = Counter()
    for text, weight in ((about.heading, 8), (head, 4), (folded, 1)):
        for _, _, place in place_in(text):
            weights[place.code] += weight
    if level == "provincial":
        provinces: Counter[str] = Counter()
        for code, weight in weights.items():
            at = places()[code].place
            provinces[at.code if at.level == "provincial" else (at.parent or "")] += weight
        best = _best(provinces, {"provincial"})
    else:
        best = _best(weights, {"municipal"}) or _best(weights, {"provincial"})
        if level == "municipal" and best is not None and best.level == "provincial" and not best.name.endswith("市"):
            best = None
    if level == "municipal" and (city := _county_city(about)) is not None:
        return Setting(policy, "county", city, dated)
    if level == "county":
        return Setting(policy, level, _county(head, best) or _county(folded, best), dated)
    return Setting(policy, best.level if best and level == "municipal" else level, best, dated)


def _best(weights: Counter[str], levels: set[str]) -> Place | None:
    fit = [
        (weight, code) for code, weight in weights.items() if code in places() and places()[code].place.level in levels
    ]
    if not fit:
        return None
    return places()[max(fit, key=lambda pair: (pair[0], pair[1]))[1]].place
