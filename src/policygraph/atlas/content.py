"""Read the content of the atlas: the policies of a graph, with indexes for the pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..analysis import shared_network
from ..analysis.metrics import partners
from ..errors import StoreError
from ..graph.bodies import read_function_names
from ..graph.incidence import Incidence
from ..graph.read import read_policies
from ..graph.status import read_reports, read_state_names
from ..model import Body, Category, Measure, Policy, Responsibility, level_rank
from ..numbering import add_number
from ..texts import Bilingual
from ..web.paths import Paths, find_base
from .labels import choose_unique
from .reported import Reported

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Content", "read_content"]

#: A responsibility with the measure that it is for.
Part = tuple[Measure, Responsibility]


def read_content(dataset: Dataset) -> Content:
    """Read the content of the atlas from a graph.

    Args:
        dataset: Policy graphs and vocabulary, as ``open_graph`` gives them (the default graph is the union).

    Returns:
        The content, in an order that depends on the data alone.

    Raises:
        StoreError: No policy is in the graph.
    """
    policies = read_policies(dataset, strict=False)
    if not policies:
        raise StoreError("no_policy")
    reported = Reported(policies, read_reports(dataset), read_state_names(dataset))
    return Content(policies, read_function_names(dataset), reported)


class Content:
    """Policies, and their headings, measures and bodies by IRI; ``parts`` are the responsibilities of all measures.

    Measures and parts are in the order of the documents, bodies from the top level down.
    """

    def __init__(self, policies: Iterable[Policy], functions: Mapping[str, Bilingual], reported: Reported) -> None:
        """Index the policies; ``functions`` are the names of functions by slug."""
        self.policies = {policy.iri: policy for policy in policies}
        self.paths = Paths(find_base(self.policies))
        self.measures = {each.iri: each for policy in self.policies.values() for each in policy.measures}
        self.parts: list[Part] = [(each, part) for each in self.measures.values() for part in each.responsibilities]
        headings = [heading for policy in self.policies.values() for heading in policy.categories]
        headings += [heading for each in self.measures.values() for heading in self.headings(each)]
        self.categories = {each.iri: each for each in sorted(headings, key=lambda each: each.iri)}
        self.issued: dict[str, list[Policy]] = defaultdict(list)
        found = {part.body.iri: part.body for _, part in self.parts}
        for policy in self.policies.values():
            for body in policy.issuers:
                self.issued[body.iri].append(policy)
                found[body.iri] = body
        ordered = sorted(found.values(), key=lambda body: (level_rank(body.level), body.iri))
        self.bodies: dict[str, Body] = {body.iri: body for body in ordered}
        self.of_body: dict[str, list[Part]] = {body: [] for body in self.bodies}
        for measure, part in self.parts:
            self.of_body[part.body.iri].append((measure, part))
        self.reported = reported
        self._functions = functions

    @cached_property
    def incidence(self) -> Incidence:
        """The bodies and measures as columns, from which the networks are made."""
        return Incidence.of_policies(self.policies.values())

    @cached_property
    def names_in_text(self) -> Mapping[str, tuple[str, ...]]:
        """The names that the documents use for each body, commonest first."""
        found = {}
        for body, parts in self.of_body.items():
            counts = Counter(part.name for _, part in parts)
            found[body] = tuple(sorted(counts, key=lambda name: (-counts[name], len(name), name)))
        return found

    @cached_property
    def names(self) -> Mapping[str, Bilingual]:
        """A short name of each body: as in the documents, if that is unique."""
        bodies = self.bodies.values()
        # What no other body can have stands last.
        whole = [f" {body.iri.rstrip('/').rsplit('/', 1)[-1]}" for body in bodies]
        zh = choose_unique(
            (*self.names_in_text[body.iri][:1], body.names.zh, body.names.zh + end)
            for body, end in zip(bodies, whole, strict=True)
        )
        en = choose_unique(
            (
                body.short_en,
                body.names.en,
                body.names.en + end,
            )
            for body, end in zip(bodies, whole, strict=True)
        )
        return {body: Bilingual(a, b) for body, a, b in zip(self.bodies, zh, en, strict=True)}

    @cached_property
    def body_index(self) -> Mapping[str, int]:
        """The place of each body in the order of the content: its number in the data of the pages."""
        return {iri: at for at, iri in enumerate(self.bodies)}

    @cached_property
    def measure_index(self) -> Mapping[str, int]:
        """The place of each measure in the order of the content."""
        return {iri: at for at, iri in enumerate(self.measures)}

    def functions(self, body: Body) -> list[Bilingual]:
        """Return the names of a body's functions, in the order of their IRIs."""
        return [self.name_function(slug) for slug in sorted(body.functions)]

    def name_function(self, slug: str) -> Bilingual:
        """Return the name of a function."""
        return self._functions.get(slug, Bilingual(slug, slug))

    def measures_of(self, body: str) -> list[str]:
        """Return the measures of a body, each once, in the order of the documents."""
        return list(dict.fromkeys(measure.iri for measure, _ in self.of_body[body]))

    def bodies_of(self, measure: str) -> list[str]:
        """Return the bodies of a measure, each once."""
        return list(dict.fromkeys(part.body.iri for part in self.measures[measure].responsibilities))

    @cached_property
    def partners(self) -> Mapping[Hashable, int]:
        """The number of partners of each body, as reports give it: classes do not count."""
        return partners(shared_network(self.incidence))

    def list_sharing(self, body: str) -> list[tuple[str, int]]:
        """Return those that share measures with a body, with their number: most first, then from the top down."""
        counts = Counter(
            other for measure in self.measures_of(body) for other in self.bodies_of(measure) if other != body
        )
        order = {other: at for at, other in enumerate(counts)}
        return sorted(
            counts.items(), key=lambda item: (-item[1], level_rank(self.bodies[item[0]].level), order[item[0]])
        )

    @staticmethod
    def headings(measure: Measure) -> tuple[Category, ...]:
        """Return the headings above a measure, outermost first."""
        return measure.category.chain if measure.category else ()

    @classmethod
    def join_headings(cls, measure: Measure, *below: str) -> str:
        """Join the headings above a measure and further words for display."""
        return " › ".join((*(add_number(each.number, each.label) for each in cls.headings(measure)), *below))

    def path(self, iri: str) -> str:
        """Return the path of the page of a policy or a body."""
        return self.paths.of(iri)

    def place(self, measure: str) -> tuple[str, str]:
        """Return the page of a measure and the name of its anchor there."""
        policy = self.measures[measure].policy
        rest = measure.removeprefix(policy).lstrip("/") if measure.startswith(policy) else measure
        return self.path(policy), rest
