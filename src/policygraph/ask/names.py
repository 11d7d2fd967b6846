"""Find the bodies of a graph by what people call them.

A body is known by its labels, its aliases, the names that texts give it, and by what the registry knows of names: the
other stems of its function (发改委 for 发展和改革委员会), its place in front or not, its name in English. A name that
fits several bodies gives all of them: 省财政厅 in a graph of two provinces is two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ..extraction.text.folding import fold, squeeze
from ..registry import find_ending, functions, parse_name, stands_for
from ..registry.full_names import is_subsequence
from ..registry.local_names import normalise_english
from ..registry.pinyin import spell
from .bodies import KnownBody

__all__ = ["BodyMatch", "NameIndex", "key_of"]

How = Literal["name", "alias", "form", "pinyin", "similar"]

#: What an organ is called in short or in general.
_ORGANS: Mapping[str, tuple[str, ...]] = {
    "委员会": ("委", "部门"), "办公室": ("办", "部门"), "管理局": ("局", "部门"), "局": ("部门",), "厅": ("部门",),
    "委": ("委员会", "部门"), "办": ("办公室", "部门"), "部": ("部门",), "部门": (),
}  # fmt: skip
#: What the name of a class of bodies begins with: 县(区)教育部门.
_OF_GROUP = re.compile(r"^各?(?:县\(区\)|市\(县\)|县|区|市)?")
_SHORTEST = 2
#: A name with as many letters left out stands for no other (人行福州中支).
_SHORTEST_SUBSEQUENCE, _LONGEST_SUBSEQUENCE = 4, 12
#: Names are similar from this share of common pairs of letters on (Dice 1945).
_SIMILAR = 0.5
#: How many names with the same characters are compared one character after the other.
_COMPARED = 2_000
_CHINESE = re.compile("[一-鿿]+")


@dataclass(frozen=True, slots=True)
class BodyMatch:
    """A body found by a name.

    Attributes:
        body: The body.
        how: ``name`` (its label), ``alias`` (another name in the graph), ``form`` (what the registry knows of names),
            ``pinyin`` or ``similar``.
    """

    body: KnownBody
    how: How


class NameIndex:
    """The names of the bodies of one graph.

    Building it takes some 0.1 ms for each name.

    Attributes:
        bodies: The bodies by IRI.
        places: Labels of their places.
        whole: Names as the graph has them → bodies by IRI.
        cores: Names without place and level → bodies by IRI.
        english: English names in small letters → bodies by IRI.
        beginnings: The first two characters of a Chinese name → the names, the longest first.
    """

    def __init__(self, bodies: Mapping[str, KnownBody]) -> None:
        """Collect the names.

        Args:
            bodies: What ``read_bodies`` or ``gather_bodies`` returns.
        """
        self.bodies = bodies
        self.places = {label for body in self.bodies.values() for label in body.places}
        self.whole: dict[str, dict[str, KnownBody]] = defaultdict(dict)
        self.cores: dict[str, dict[str, KnownBody]] = defaultdict(dict)
        self.english: dict[str, dict[str, KnownBody]] = defaultdict(dict)
        for body in self.bodies.values():
            self._add(body)
        self.beginnings: dict[str, list[str]] = defaultdict(list)
        for name in sorted({*self.whole, *self.cores}, key=lambda name: (-len(name), name)):
            self.beginnings[name[:2]].append(name)

    def _add(self, body: KnownBody) -> None:
        for name in body.names:
            if name.isascii():
                self.english[normalise_english(name)][body.iri] = body
                continue
            key = key_of(name)
            self.whole[key][body.iri] = body
            parts = parse_name(key)
            core = _OF_GROUP.sub("", parts.core) if body.is_group else parts.core
            if len(core) >= _SHORTEST and core in key:
                self.cores[core][body.iri] = body
            if parts.head or body.is_group:
                for other in _other_forms(core, body.functions):
                    self.cores[other][body.iri] = body

    def prepare(self) -> None:
        """Build the lookup tables that are otherwise built on first use: pinyin, characters, pairs of characters."""
        for part in (self._by_character, self._by_pinyin, self._by_pair):
            assert part is not None

    def find(self, name: str, most: int = 12) -> list[BodyMatch]:
        """Find bodies by a name.

        Args:
            name: An IRI, a label, an alias, a short name, pinyin in full or initials, or English.
            most: How many to return.

        Returns:
            The bodies, the best first; bodies of similar names only where no name fits.
        """
        from .mentions import find_mentions

        name = name.strip()
        if name in self.bodies:
            return [BodyMatch(self.bodies[name], "name")]
        key = key_of(name)
        exact = {**self.whole.get(key, {}), **self.english.get(normalise_english(name), {})}
        found: dict[str, BodyMatch] = {}

        def add(bodies: Iterable[KnownBody], how: How) -> None:
            for body in bodies:
                found.setdefault(body.iri, BodyMatch(body, how))

        add((body for body in exact.values() if name in (body.zh, body.en)), "name")
        add(exact.values(), "alias")
        if not found and key:
            add(self.whole.get(stands_for(key), {}).values(), "form")
            for mention in find_mentions(fold(name), self):
                if mention.start == 0 and mention.end == len(name):
                    add(mention.bodies, "form")
        if not found:
            add(self.find_shortened(key), "form")
        if not found and key.isascii():
            add(self._by_pinyin.get(re.sub(r"[\s'’-]", "", key.lower()), ()), "pinyin")
        if not found:
            add(self._find_similar(key), "similar")
        return [*found.values()][:most]

    def label(self, value: str, lang: str) -> str:
        """Return the label of a body.

        Args:
            value: The IRI of a body, or any other value.
            lang: The language of the label.

        Returns:
            The label; the value itself if no body of the graph has this IRI.
        """
        body = self.bodies.get(value)
        return value if body is None else body.label.of(lang)

    def find_shortened(self, short: str) -> list[KnownBody]:
        """Find the bodies whose name has these characters in this order: 人行福州中支.

        Args:
            short: Four to twelve Chinese characters.

        Returns:
            The bodies, in the order of their IRIs.
        """
        if not (_SHORTEST_SUBSEQUENCE <= len(short) <= _LONGEST_SUBSEQUENCE) or not _CHINESE.fullmatch(short):
            return []
        names = set.intersection(*(self._by_character.get(char, set()) for char in short))
        bodies = {
            iri: body
            for name in names
            if len(name) > len(short) and short[-1] in name[-2:] and is_subsequence(short, name)
            for iri, body in self.whole[name].items()
        }
        return [bodies[iri] for iri in sorted(bodies)]

    @cached_property
    def _by_character(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.whole:
            for char in name:
                found[char].add(name)
        return found

    @cached_property
    def _by_pinyin(self) -> Mapping[str, list[KnownBody]]:
        found: dict[str, list[KnownBody]] = defaultdict(list)
        # Whole names first; czt is every 财政厅.
        for name, bodies in (*self.whole.items(), *self.cores.items()):
            for spelt in set(spell(name)):
                found[spelt].extend(bodies.values())
        return found

    @cached_property
    def _by_pair(self) -> Mapping[str, list[tuple[str, KnownBody]]]:
        found: dict[str, list[tuple[str, KnownBody]]] = defaultdict(list)
        for body in self.bodies.values():
            for name in body.names:
                for pair in _pairs(key_of(name).lower()):
                    found[pair].append((name, body))
        return found

    def _find_alike(self, key: str) -> dict[tuple[str, str], float]:
        """Find names of equal length that differ in one or two characters: 省财政厅 for 省财务厅."""
        found: Counter[str] = Counter()
        for char in set(key):
            found.update(self._by_character.get(char, ()))
        return {
            (name, iri): 1.0 - differing / len(key)
            for name, _ in found.most_common(_COMPARED)
            if len(name) == len(key)
            and (differing := sum(one != two for one, two in zip(name, key, strict=True))) <= len(key) // 3
            for iri in self.whole[name]
        }

    def _find_similar(self, key: str) -> list[KnownBody]:
        """Find the five bodies whose names have most pairs of letters in common with a name."""
        pairs = _pairs(key.lower())
        common: Counter[tuple[str, str]] = Counter()
        for pair in pairs:
            common.update({(name, body.iri) for name, body in self._by_pair.get(pair, ())})
        alike = {
            (name, iri): 2 * count / (len(pairs) + len(_pairs(key_of(name).lower())))
            for (name, iri), count in common.items()
        }
        if not any(share >= _SIMILAR for share in alike.values()):
            alike = self._find_alike(key)
        best: dict[str, float] = {}
        for (_, iri), share in alike.items():
            if share >= _SIMILAR:
                best[iri] = max(share, best.get(iri, 0.0))
        return [self.bodies[iri] for iri in sorted(best, key=lambda iri: (-best[iri], iri))[:5]]


def key_of(name: str) -> str:
    """Return a name as names are compared.

    Args:
        name: Any name.

    Returns:
        The name, folded and closed up.

    Example:
        >>> key_of("省 财政厅（国资委）")
        '省财政厅(国资委)'
    """
    return squeeze(fold(name))


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


def _other_forms(core: str, slugs: Iterable[str]) -> Iterator[str]:
    """Yield what else a name without its place may be: 发改委 for 发展和改革委员会."""
    organ = next((each for each in _ORGANS if core.endswith(each)), "")
    if not organ or find_ending(core) is None:
        return
    stems = {core.removesuffix(organ)}.union(*(functions()[slug].stems for slug in slugs if slug in functions()))
    for stem in stems:
        for other in (organ, *_ORGANS[organ]):
            yield stem + other
