"""Select the views of the page of networks: the nodes and ties of each, and the ways to colour it.

A view of shared measures holds the bodies of one level, either named bodies or classes of bodies ("every county's
education department"): the two do not mix, because a class would share everything with its own members. Further
networks are who leads and who supports, bodies and measures, level to level.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..analysis import lead_support, shared_network, vertical
from ..errors import StoreError
from ..model import LEVELS, level_rank
from .content import Content, Part

__all__ = ["ALL", "Facet", "Pair", "View", "list_facets", "number_keys", "select_other_views", "select_views"]

#: The view of the named bodies of all levels.
ALL = "all"

#: With more measures than this the network of bodies and measures is a cloud; the matrices show the same better.
_MOST_MEASURES = 400
#: A drawing with more colours than this cannot be read; all others share the last one.
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bodies and the measures both bear, in the order of the documents."""

    a: str
    b: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Bodies, the one with most measures first, and the pairs of them that are tied.

    In the network ``shared`` they are of one level and kind and share measures; in ``measures`` some of the ``bodies``
    are measures.
    """

    level: str
    kind: Literal["named", "class"]
    bodies: tuple[str, ...]
    pairs: tuple[Pair, ...]
    responsibilities: int
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
    """A way to colour the bodies: what the colours stand for, and the one each measure takes, or each body.

    ``keys`` are IRIs of headings, documents or the first body of a community, levels, functions, or the words
    ``shared`` and ``alone``, or tokens of states; an empty key stands for the rest. The colouring ``state`` has no
    ``colour``: the part of each body in a measure has its own state.
    """

    name: str
    keys: tuple[str, ...]
    colour: dict[str, int]

    @property
    def of_bodies(self) -> bool:
        """Whether a body has one colour, instead of one for each of its measures."""
        return self.name in ("community", "level", "function")


def select_views(content: Content) -> tuple[View, ...]:
    """Select the views of shared measures that have a body in them, the one with most named bodies first.

    Args:
        content: The content of the atlas.

    Returns:
        The views.

    Raises:
        StoreError: No body bears a responsibility.
    """
    groups: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for measure, part in content.parts:
        groups[part.body.level, part.body.kind].append((measure, part))
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
        found.append(_view(content, ALL, "named", [each for each in content.parts if each[1].body.kind == "named"]))
    first = max(named or found, key=lambda view: (len(view.bodies), len(view.pairs)))
    return (first, *(view for view in found if view is not first))


def _view(content: Content, level: str, kind: str, parts: Sequence[Part]) -> View:
    borne: dict[str, dict[str, None]] = defaultdict(dict)
    for measure, part in parts:
        borne[part.body.iri][measure.iri] = None
    # Parts come in the order of the documents, so measures and, among equals of one level, bodies keep that order.
    bodies = sorted(borne, key=lambda body: (-len(borne[body]), level_rank(content.bodies[body].level)))
    rank = {body: at for at, body in enumerate(bodies)}
    shared = shared_network(content.incidence.select(lambda body: body.iri in rank))
    pairs = []
    for one, other in shared.edges:
        # The second one has fewer measures, so the loop runs over those.
        a, b = sorted((one, other), key=rank.__getitem__)
        pairs.append(Pair(a, b, tuple(measure for measure in borne[b] if measure in borne[a])))
    pairs.sort(key=lambda pair: (-len(pair.measures), rank[pair.a], rank[pair.b]))
    return View(
        level=level,
        kind="named" if kind == "named" else "class",
        bodies=tuple(bodies),
        pairs=tuple(pairs),
        responsibilities=len(parts),
    )


# --- further networks ---------------------------------------------------------------------------------------


def select_other_views(content: Content) -> tuple[View, ...]:
    """Select the three further networks, each where there is a tie in it.

    Args:
        content: The content of the atlas.

    Returns:
        The views.
    """
    found = [_lead(content), _vertical(content)]
    if len(content.measures) <= _MOST_MEASURES:
        found.insert(1, _measures(content))
    return tuple(view for view in found if view.pairs)


def _lead(content: Content) -> View:
    """Make the view from the lead of a measure to those who support it."""
    pairs = []
    borne: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for measure, part in content.parts:
        borne[part.body.iri][part.role].add(measure.iri)
    for lead, support in lead_support(content.incidence).edges:
        both = borne[lead]["lead"] & borne[support]["support"]
        pairs.append(Pair(lead, support, tuple(sorted(both, key=content.measure_index.__getitem__))))
    return _directed(content, "lead", pairs)


def _vertical(content: Content) -> View:
    """Make the view from a body to those below it that have one of its functions in the same measure."""
    pairs = []
    for upper, lower in vertical(content.incidence).edges:
        borne = set(content.measures_of(upper))
        pairs.append(Pair(upper, lower, tuple(each for each in content.measures_of(lower) if each in borne)))
    return _directed(content, "vertical", pairs)


def _directed(content: Content, network: Literal["lead", "vertical"], pairs: Sequence[Pair]) -> View:
    ends = {end for pair in pairs for end in (pair.a, pair.b)}
    bodies = sorted(ends, key=lambda body: (-len(content.measures_of(body)), content.body_index[body]))
    rank = {body: at for at, body in enumerate(bodies)}
    ordered = sorted(pairs, key=lambda pair: (-len(pair.measures), rank[pair.a], rank[pair.b]))
    responsibilities = sum(len(content.of_body[body]) for body in bodies)
    return View(ALL, "named", tuple(bodies), tuple(ordered), responsibilities, network)


def _measures(content: Content) -> View:
    """Make the view of named bodies and the measures they bear; a tie is a part in one measure."""
    borne: dict[str, dict[str, None]] = {}
    measures: dict[str, None] = {}
    parts = [each for each in content.parts if each[1].body.kind == "named"] or content.parts
    for measure, part in parts:
        borne.setdefault(part.body.iri, {})[measure.iri] = None
        measures[measure.iri] = None
    bodies = sorted(borne, key=lambda body: (-len(borne[body]), level_rank(content.bodies[body].level)))
    pairs = tuple(Pair(body, measure, (measure,)) for body in bodies for measure in borne[body])
    return View(ALL, "named", (*bodies, *measures), pairs, len(parts), "measures")


# --- colours ----------------------------------------------------------------------------------------------


def list_facets(content: Content, view: View) -> tuple[Facet, ...]:
    """List the ways to colour a view, the one to begin with first.

    Args:
        content: The content of the atlas.
        view: The view.

    Returns:
        The ways that have more than one colour, and whether a measure is shared.
    """
    members = set(view.bodies)
    borne = {measure.iri: measure for measure, part in content.parts if part.body.iri in members}
    position = {each.iri: at for policy in content.policies.values() for at, each in enumerate(policy.categories)}
    order = {iri: (0, at) for at, iri in enumerate(content.policies)}
    order.update({iri: (position.get(iri, 0), at) for at, iri in enumerate(content.categories)})
    ways: dict[Literal["document", "heading"], dict[str, str]] = {
        "document": {iri: each.policy for iri, each in borne.items()},
        # The outermost heading that it stands under.
        "heading": {iri: next((up.iri for up in content.headings(each)), "") for iri, each in borne.items()},
    }
    found = []
    for name, key_of in ways.items():
        keys = number_keys(key_of.values(), order)
        if len(keys) > 1:
            found.append(Facet(name, tuple(keys), {iri: keys.get(key, COLOURS - 1) for iri, key in key_of.items()}))
    shared = {measure for pair in view.pairs for measure in pair.measures}
    found.append(Facet("sharing", ("shared", "alone"), {iri: int(iri not in shared) for iri in borne}))
    return tuple(found)


def number_keys(keys: Iterable[str], order: Mapping[str, Any], by_count: bool = False) -> dict[str, int]:
    """Number the keys of a colouring.

    Args:
        keys: The key of each thing; empty if it has none.
        order: The place of each key.
        by_count: Whether the commonest key comes first; otherwise keys are in their own order.

    Returns:
        The number of each key; of too many keys only that of the commonest ones. The empty key, for the rest, is last.
    """
    counts = Counter(keys)
    rest = counts.pop("", 0)
    kept = sorted(counts, key=lambda key: (-counts[key], order[key]))
    if len(kept) + bool(rest) > COLOURS:
        kept, rest = kept[: COLOURS - 1], 1
    if not by_count:
        kept.sort(key=order.__getitem__)
    return {key: at for at, key in enumerate([*kept, *([""] if rest else [])])}
