"""The content by what pages ask of it: the duties of a body, of a measure, the measures of a policy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from ..model import level_rank
from ..texts import Names, named
from ..web.paths import Paths, base_of
from .content import Category, Content, Duty, Measure, Policy
from .labels import short_english, unique

__all__ = ["Lookup", "captions"]


class Lookup:
    """A content with what belongs together put together, once."""

    def __init__(self, content: Content) -> None:
        """Costs time in proportion to the duties."""
        self.content = content
        self.paths = Paths(base_of(policy.iri for policy in content.policies))
        self.policies = {policy.iri: policy for policy in content.policies}
        self.of_body: dict[str, list[Duty]] = {body: [] for body in content.bodies}
        self.of_measure: dict[str, list[Duty]] = {measure: [] for measure in content.measures}
        for duty in content.duties:
            self.of_body[duty.body].append(duty)
            self.of_measure[duty.measure].append(duty)
        self.measures_of: dict[str, list[Measure]] = {policy: [] for policy in self.policies}
        for measure in content.measures.values():
            self.measures_of.setdefault(measure.policy, []).append(measure)
        self.issued: dict[str, list[Policy]] = defaultdict(list)
        for policy in content.policies:
            for body in policy.issuers:
                self.issued[body].append(policy)

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """A short name of each body, which tells it from all others."""
        return captions(self.content)

    @cached_property
    def body_index(self) -> Mapping[str, int]:
        """The place of each body in the order of the content: its number in the data of the pages."""
        return {iri: at for at, iri in enumerate(self.content.bodies)}

    @cached_property
    def measure_index(self) -> Mapping[str, int]:
        """The place of each measure in the order of the content."""
        return {iri: at for at, iri in enumerate(self.content.measures)}

    def borne(self, body: str) -> list[str]:
        """The measures of a body, each once, in the order of the documents."""
        return list(dict.fromkeys(duty.measure for duty in self.of_body[body]))

    def bearers(self, measure: str) -> list[str]:
        """The bodies of a measure, each once."""
        return list(dict.fromkeys(duty.body for duty in self.of_measure[measure]))

    def partners(self, body: str) -> list[tuple[str, int]]:
        """Bodies and classes that bear measures with this one, with how many: most first, then from the top down."""
        counts = Counter(other for measure in self.borne(body) for other in self.bearers(measure) if other != body)
        order = {other: at for at, other in enumerate(counts)}
        bodies = self.content.bodies
        return sorted(counts.items(), key=lambda item: (-item[1], level_rank(bodies[item[0]].level), order[item[0]]))

    def headings(self, measure: Measure) -> Sequence[Category]:
        """The headings that a measure stands under, outermost first."""
        found: list[Category] = []
        at = measure.category
        while at in self.content.categories and len(found) < 9:
            found.insert(0, self.content.categories[at])
            at = self.content.categories[at].parent
        return found

    def path(self, iri: str) -> str:
        """The path of the page of a policy or a body."""
        return self.paths.of(iri)

    def place(self, measure: str) -> tuple[str, str]:
        """The page of a measure and the name of its anchor there."""
        policy = self.content.measures[measure].policy
        rest = measure.removeprefix(policy).lstrip("/") if measure.startswith(policy) else measure
        return self.path(policy), rest


def captions(content: Content) -> dict[str, Names]:
    """A short name of each body: as the documents call it, as far as that tells it from all others."""
    bodies = list(content.bodies.values())
    ends = [body.iri.rstrip("/").rsplit("/", 1)[-1] for body in bodies]
    zh = unique(
        [
            (*body.names_in_text[:1], body.label.zh, f"{body.label.zh} {end}")
            for body, end in zip(bodies, ends, strict=True)
        ]
    )
    en = unique(
        [
            (
                short_english(body.label.en, body.place.en, named("level", body.level).en),
                body.label.en,
                f"{body.label.en} {end}",
            )
            for body, end in zip(bodies, ends, strict=True)
        ]
    )
    return {body.iri: Names(a, b) for body, a, b in zip(bodies, zh, en, strict=True)}
