"""The views of the page: the bodies of one level, joined where they share measures.

A view holds either named bodies or classes of bodies ("every county's education department"): the two do not mix,
for a class that stands beside its own members would share everything with them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..analysis import shared_network
from ..errors import StoreError
from ..model import LEVELS, level_rank
from .content import Content, Duty

__all__ = ["ALL", "Facet", "Pair", "View", "facets", "views"]

#: The view of the named bodies of all levels.
ALL = "all"

#: A drawing with more colours than this cannot be read; what is left over shares the last one.
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies and the measures both bear, in the order of the documents."""

    a: str
    b: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Bodies, the one with most measures first, and the pairs of them that are tied. In the network ``shared`` they are
    of one level and kind and share measures; in ``measures`` some of the ``bodies`` are measures.
    """

    level: str
    kind: Literal["named", "class"]
    bodies: tuple[str, ...]
    pairs: tuple[Pair, ...]
    duties: int
    network: Literal["shared", "lead", "measures", "vertical"] = "shared"

    @property
    def directed(self) -> bool:
        """Whether a tie leads from its first end to its second."""
        return self.network in ("lead", "vertical")

    @property
    def id(self) -> str:
        """Name of the view in the page and in its address."""
        if self.network != "shared":
            return self.network
        return self.level if self.kind == "named" else f"{self.level}-classes"

    @property
    def shared(self) -> int:
        """How many measures two or more of these bodies bear."""
        return len({measure for pair in self.pairs for measure in pair.measures})


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to colour the bodies: what the colours stand for, and the one each measure takes.

    ``keys`` are IRIs of headings or documents, or the words ``shared`` and ``alone``; an empty key stands for the rest.
    """

    name: Literal["heading", "document", "sharing"]
    keys: tuple[str, ...]
    colour: dict[str, int]


def views(content: Content) -> tuple[View, ...]:
    """All views that have a body in them, the one with most named bodies first.

    Raises:
        StoreError: no body bears a responsibility.
    """
    groups: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in content.duties:
        body = content.bodies[duty.body]
        groups[body.level, body.kind].append(duty)
    found = [
        _view(content, level, kind, groups[level, kind])
        for kind in ("named", "class")
        for level in (*LEVELS, *sorted({level for level, _ in groups} - set(LEVELS)))
        if (level, kind) in groups
    ]
    if not found:
        raise StoreError("nothing_to_draw")
    named = [view for view in found if view.kind == "named"]
    if len(named) > 1:
        found.append(_view(content, ALL, "named", [duty for duty in content.duties if _is_named(content, duty)]))
    first = max(named or found, key=lambda view: (len(view.bodies), len(view.pairs)))
    return (first, *(view for view in found if view is not first))


def _is_named(content: Content, duty: Duty) -> bool:
    return content.bodies[duty.body].kind == "named"


def _view(content: Content, level: str, kind: str, duties: Sequence[Duty]) -> View:
    borne: dict[str, dict[str, None]] = defaultdict(dict)
    for duty in duties:
        borne[duty.body][duty.measure] = None
    # Duties come in the order of the documents, so measures and, among equals of one level, bodies keep that order.
    bodies = sorted(borne, key=lambda body: (-len(borne[body]), level_rank(content.bodies[body].level)))
    rank = {body: at for at, body in enumerate(bodies)}
    shared = shared_network(content.incidence.select(lambda bearer: bearer.iri in rank))
    pairs = []
    for one, other in shared.edges:
        # The second is the one with fewer measures: its are walked.
        a, b = sorted((one, other), key=rank.__getitem__)
        pairs.append(Pair(a, b, tuple(measure for measure in borne[b] if measure in borne[a])))
    pairs.sort(key=lambda pair: (-len(pair.measures), rank[pair.a], rank[pair.b]))
    return View(
        level=level,
        kind="named" if kind == "named" else "class",
        bodies=tuple(bodies),
        pairs=tuple(pairs),
        duties=len(duties),
    )


# --- colours ----------------------------------------------------------------------------------------------


def facets(content: Content, view: View) -> tuple[Facet, ...]:
    """The ways to colour a view, the one to begin with first."""
    members = set(view.bodies)
    borne = {duty.measure: None for duty in content.duties if duty.body in members}
    several = len(content.policies) > 1
    order = {each.iri: (0, at) for at, each in enumerate(content.policies)}
    order.update({iri: (each.position, at) for at, (iri, each) in enumerate(content.categories.items())})
    found = []
    for name, key_of in (("heading", _heading), ("document", _document)):
        keys = _commonest([key_of(content, measure) for measure in borne], order)
        if len(keys) > 1:
            colour = {measure: keys.get(key_of(content, measure), COLOURS - 1) for measure in borne}
            found.append(Facet("heading" if name == "heading" else "document", tuple(keys), colour))
    shared = {measure for pair in view.pairs for measure in pair.measures}
    found.append(Facet("sharing", ("shared", "alone"), {measure: int(measure not in shared) for measure in borne}))
    if several:
        found.sort(key=lambda facet: facet.name != "document")
    return tuple(found)


def _heading(content: Content, measure: str) -> str:
    """The outermost heading a measure stands under."""
    at = content.measures[measure].category
    seen = set()
    while at in content.categories and at not in seen:
        seen.add(at)
        above = content.categories[at].parent
        if above not in content.categories:
            return at
        at = above
    return ""


def _document(content: Content, measure: str) -> str:
    return content.measures[measure].policy


def _commonest(keys: Iterable[str], order: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Keys in their own order, numbered; of too many the commonest, and "" for the rest."""
    counts = Counter(keys)
    rest = counts.pop("", 0)
    kept = list(counts)
    if len(kept) + bool(rest) > COLOURS:
        kept, rest = sorted(kept, key=lambda key: (-counts[key], order[key]))[: COLOURS - 1], 1
    kept.sort(key=order.__getitem__)
    return {key: at for at, key in enumerate([*kept, *([""] if rest else [])])}
