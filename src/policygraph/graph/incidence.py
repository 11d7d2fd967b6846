"""Read who bears which measure as columns: all that networks are made from, whatever their size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..deadline import Deadline
from ..model import ROLES, Body, Category, Measure, Policy
from ..tabular import write_html_table
from .bodies import BodyReader
from .engine import Facts, engine, local_name, read_facts, select
from .read import POLICY, make_policy, parse_path
from .successions import Succession, read_successions

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph
    from scipy.sparse import csr_array

__all__ = ["Incidence", "read_incidence"]

_ROLE_CODES: dict[str, int] = {role: code for code, role in enumerate(ROLES)}


@dataclass(frozen=True, repr=False)
class Incidence:
    """Who bears what: one entry for each role that a body has in a measure.

    ``bodies[body[i]]`` has ``ROLES[role[i]]`` in ``measures[measure[i]]``; entries are distinct. The columns stand for
    the responsibilities of the measures. A measure that ``read_incidence`` reads has a text only on request, and of its
    category it has the IRI and the path; a policy has neither text nor measures. ``policies`` are by their IRI;
    ``successions`` are the changes of bodies that the graph states; ``dues`` are the deadlines of single bodies, by the
    IRIs of the measure and the body.
    """

    bodies: Sequence[Body]
    measures: Sequence[Measure]
    body: np.ndarray[Any, np.dtype[np.int32]]
    measure: np.ndarray[Any, np.dtype[np.int32]]
    role: np.ndarray[Any, np.dtype[np.int8]]
    policies: Mapping[str, Policy] = field(default_factory=dict)
    successions: Sequence[Succession] = ()
    dues: Mapping[tuple[str, str], Deadline] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.body)

    def __repr__(self) -> str:
        return f"<Incidence: {len(self.bodies)} bodies, {len(self.measures)} measures, {len(self)} entries>"

    def _repr_html_(self) -> str:
        rows = ((self.measures[m].name, self.bodies[b].label, ROLES[role]) for m, b, role in self.entries())
        return write_html_table(repr(self)[1:-1], ("measure", "body", "role"), rows)

    def matrix(self, roles: Collection[str] = ROLES) -> csr_array:
        """Make a matrix of measures by bodies.

        Args:
            roles: The roles that count.

        Returns:
            The matrix: 1 where the body has one of the roles in the measure.
        """
        from scipy.sparse import csr_array

        chosen = np.isin(self.role, [_ROLE_CODES[role] for role in roles])
        shape = (len(self.measures), len(self.bodies))
        ones = np.ones(int(chosen.sum()), dtype=np.int64)
        made = csr_array((ones, (self.measure[chosen], self.body[chosen])), shape=shape)
        made.sum_duplicates()
        made.data[:] = 1
        return made

    def entries(self) -> Iterable[tuple[int, int, int]]:
        """Measure, body and role of each entry, by their numbers."""
        return zip(self.measure.tolist(), self.body.tolist(), self.role.tolist(), strict=True)

    def named(self) -> Incidence:
        """The part that named bodies bear, without classes of bodies."""
        return self.select(lambda body: body.kind == "named")

    def select(
        self,
        body: Callable[[Body], bool] = lambda _: True,
        measure: Callable[[Measure], bool] = lambda _: True,
    ) -> Incidence:
        """Take a part of it.

        Args:
            body: Whether a body is wanted; wanted ones that bear nothing of the part are kept.
            measure: Whether a measure is wanted.

        Returns:
            The part.

        Example:
            >>> from policygraph.corpus import build
            >>> from policygraph.resources import examples_dir
            >>> whole = read_incidence(build(examples_dir() / "fujian-relocation-2020.txt").dataset)
            >>> provincial = whole.select(lambda body: body.kind == "named" and body.level == "provincial")
            >>> len(provincial.bodies), len(provincial.body)
            (15, 36)
        """
        return self.take(
            np.array([body(each) for each in self.bodies], dtype=bool),
            np.array([measure(each) for each in self.measures], dtype=bool),
        )

    def take(self, keep_body: np.ndarray[Any, Any], keep_measure: np.ndarray[Any, Any]) -> Incidence:
        """Take the part of some bodies and measures, as ``select`` does.

        Args:
            keep_body: Whether each body is wanted.
            keep_measure: Whether each measure is wanted.

        Returns:
            The part.
        """
        kept = keep_body[self.body] & keep_measure[self.measure] if len(self.body) else np.zeros(0, dtype=bool)
        new_body, new_measure = np.cumsum(keep_body) - 1, np.cumsum(keep_measure) - 1
        return replace(
            self,
            bodies=[self.bodies[at] for at in np.flatnonzero(keep_body).tolist()],
            measures=[self.measures[at] for at in np.flatnonzero(keep_measure).tolist()],
            body=new_body[self.body[kept]].astype(np.int32),
            measure=new_measure[self.measure[kept]].astype(np.int32),
            role=self.role[kept],
        )

    @classmethod
    def of(cls, parts: Iterable[tuple[str, str, str]]) -> Incidence:
        """Make an incidence of triples alone, for data that come from elsewhere.

        Args:
            parts: (measure, body, role) triples.

        Returns:
            The incidence.

        Example:
            >>> Incidence.of([("m1", "a", "lead"), ("m1", "b", "support")]).matrix().toarray().tolist()
            [[1, 1]]
        """
        rows = list(parts)
        bodies = [Body(name, "Body", name, iri=name) for name in sorted({row[1] for row in rows})]
        measures = [Measure(name, iri=name) for name in sorted({row[0] for row in rows})]
        return cls.join(bodies, measures, rows)

    @classmethod
    def of_policies(cls, policies: Iterable[Policy]) -> Incidence:
        """Make an incidence of policies that were read from a graph: the same as ``read_incidence`` of that graph.

        Args:
            policies: What ``read_policies`` gives.

        Returns:
            The incidence; policies do not say which bodies followed which.
        """
        policies = list(policies)
        measures = sorted((each for policy in policies for each in policy.measures), key=lambda each: each.iri)
        parts = [(measure.iri, each.body.iri, each.role) for measure in measures for each in measure.responsibilities]
        bodies = {each.body.iri: each.body for measure in measures for each in measure.responsibilities}
        bodies |= {body.iri: body for policy in policies for body in policy.issuers}
        dues = {(measure.iri, each.body.iri): each.due for measure in measures for each in measure.responsibilities}
        joined = cls.join([bodies[iri] for iri in sorted(bodies)], measures, parts, policies)
        return replace(joined, dues={pair: due for pair, due in dues.items() if due})

    @classmethod
    def join(
        cls,
        bodies: Sequence[Body],
        measures: Sequence[Measure],
        parts: Iterable[tuple[str, str, str]],
        policies: Iterable[Policy] = (),
    ) -> Incidence:
        """Join bodies and measures by their IRIs; parts of others, and of unknown roles, are left out.

        Args:
            bodies: Every body, in their order in the result.
            measures: Every measure, in their order in the result.
            parts: (measure, body, role) triples.
            policies: The policies of the measures.

        Returns:
            The incidence, its entries in the order of measures and bodies.
        """
        body_at = {body.iri: at for at, body in enumerate(bodies)}
        measure_at = {measure.iri: at for at, measure in enumerate(measures)}
        # One number an entry: numpy sorts these and drops doubles in a tenth of the time that tuples take.
        many, roles = max(len(bodies), 1), len(ROLES)
        keys = np.array(
            [
                (measure_at[measure] * many + body_at[body]) * roles + _ROLE_CODES[role]
                for measure, body, role in parts
                if measure in measure_at and body in body_at and role in _ROLE_CODES
            ],
            dtype=np.int64,
        )
        pairs, role = np.divmod(np.unique(keys), roles)
        measure, body = np.divmod(pairs, many)
        return cls(
            bodies,
            measures,
            body.astype(np.int32),
            measure.astype(np.int32),
            role.astype(np.int8),
            {policy.iri: policy for policy in policies},
        )


_PARTS = """SELECT ?measure ?body ?role {
  ?responsibility pg:ofMeasure ?measure ; cv:hasParticipant ?body ; cv:role ?role
}"""


_DUES = """SELECT ?measure ?body ?day ?words {
  { ?responsibility pg:deadline ?day } UNION { ?responsibility pg:deadlineText ?words }
  ?responsibility pg:ofMeasure ?measure ; cv:hasParticipant ?body
}"""


def read_incidence(dataset: Graph, *, texts: bool = False) -> Incidence:
    """Read the incidence of a graph: a few flat queries, joined here.

    Args:
        dataset: What ``open_graph`` or ``build`` gives.
        texts: Read the texts of the measures too, which in a large graph are most of it.

    Returns:
        Every body, class and issuer, every measure, and who bears what, in the order of their IRIs.
    """
    store = engine(dataset)
    bodies = BodyReader(store)
    found = sorted(read_facts(store, "?s a pg:Policy", POLICY).items())
    policies = [make_policy(iri, facts, bodies) for iri, facts in found]
    properties = "eli:is_part_of eli:number dcterms:title pg:inCategory pg:openEnded pg:deadline pg:deadlineText"
    if texts:
        properties += " dcterms:description"
    facts = read_facts(store, "?s a pg:Measure", properties)
    used = {each.one("pg:inCategory") for each in facts.values()} - {""}
    headings = {iri: Category(parse_path(iri), "", "", iri=iri) for iri in used}
    measures = [
        Measure(
            key=local_name(iri),
            number=each.one("eli:number"),
            title=each.one("dcterms:title"),
            text=each.names("dcterms:description").zh,
            category=headings.get(each.one("pg:inCategory")),
            deadline=each.deadline.day,
            deadline_text=each.deadline.words,
            open_ended=each.flag("pg:openEnded"),
            policy=each.one("eli:is_part_of"),
            iri=iri,
        )
        for iri, each in sorted(facts.items())
    ]
    parts = [(measure.value, body.value, local_name(role.value)) for measure, body, role in select(store, _PARTS)]
    for iri in {body for _, body, _ in parts}:
        bodies.body(iri)
    joined = Incidence.join(bodies.bodies(), measures, parts, policies)
    return replace(joined, successions=read_successions(store), dues=_read_dues(store))


def _read_dues(store: Store) -> dict[tuple[str, str], Deadline]:
    found = defaultdict[tuple[str, str], Facts](Facts)
    for measure, body, day, words in select(store, _DUES):
        facts = found[measure.value, body.value]
        for name, term in (("pg:deadline", day), ("pg:deadlineText", words)):
            if term is not None:
                facts.setdefault(name, []).append((term.value, ""))
    return {pair: facts.deadline for pair, facts in found.items()}
