"""Who bears which measure, as arrays: all that the networks are made from, fetched from the store once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model import LEVELS, ROLES
from ..store import engine, select

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Dataset
    from scipy.sparse import csr_array

__all__ = ["TIERS", "Bearer", "Incidence", "Task", "incidence"]

#: The tiers of government from the top down; bodies outside them (level ``other``) stand neither above nor below.
TIERS = tuple(level for level in LEVELS if level != "other")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A body (``named``) or a class of bodies (``class``) that bears or issues something."""

    iri: str
    label_zh: str = ""
    label_en: str = ""
    level: str = "other"
    kind: str = "named"
    functions: tuple[str, ...] = ()
    place: str = ""

    def label(self, lang: str = "zh") -> str:
        """Its name in a language, in the other where it has none, else its IRI."""
        first, second = (self.label_zh, self.label_en) if lang == "zh" else (self.label_en, self.label_zh)
        return first or second or self.iri


@dataclass(frozen=True, slots=True)
class Task:
    """A measure: ``category`` is the IRI of its innermost heading, ``dated`` the day of its document where known."""

    iri: str
    policy: str = ""
    number: str = ""
    title: str = ""
    category: str = ""
    dated: str = ""
    open_ended: bool = False


@dataclass(frozen=True)
class Incidence:
    """One entry for each part that a body has in a measure: ``bearers[body[i]]`` has ``ROLES[role[i]]`` in
    ``tasks[task[i]]``. Entries are distinct. ``issuers`` are the IRIs of the bodies that issued each policy,
    ``headings`` what stands on top of each policy.
    """

    bearers: Sequence[Bearer]
    tasks: Sequence[Task]
    body: np.ndarray[Any, np.dtype[np.int32]]
    task: np.ndarray[Any, np.dtype[np.int32]]
    role: np.ndarray[Any, np.dtype[np.int8]]
    issuers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    def matrix(self, roles: Collection[str] = ROLES) -> csr_array:
        """Tasks by bearers, 1 where the bearer has one of the roles in the task."""
        from scipy.sparse import csr_array

        chosen = np.isin(self.role, [ROLES.index(role) for role in roles])
        shape = (len(self.tasks), len(self.bearers))
        ones = np.ones(int(chosen.sum()), dtype=np.int64)
        made = csr_array((ones, (self.task[chosen], self.body[chosen])), shape=shape)
        made.sum_duplicates()
        made.data[:] = 1
        return made

    def select(
        self,
        bearer: Callable[[Bearer], bool] = lambda _: True,
        task: Callable[[Task], bool] = lambda _: True,
        roles: Collection[str] = ROLES,
    ) -> Incidence:
        """The part of it whose bearers, tasks and roles are wanted; bearers that bear nothing of it are kept.

        >>> from policygraph.corpus import build
        >>> from policygraph.resources import examples_dir
        >>> whole = incidence(build(examples_dir() / "fujian-relocation-2020.txt").dataset)
        >>> provincial = whole.select(lambda b: b.kind == "named" and b.level == "provincial")
        >>> len(provincial.bearers), len(provincial.body)
        (15, 36)
        """
        keep_bearer = np.array([bearer(each) for each in self.bearers], dtype=bool)
        keep_task = np.array([task(each) for each in self.tasks], dtype=bool)
        wanted = np.isin(self.role, [ROLES.index(role) for role in roles])
        entries = wanted & keep_bearer[self.body] & keep_task[self.task] if len(self.body) else wanted
        new_body, new_task = np.cumsum(keep_bearer) - 1, np.cumsum(keep_task) - 1
        return replace(
            self,
            bearers=[each for each, kept in zip(self.bearers, keep_bearer, strict=True) if kept],
            tasks=[each for each, kept in zip(self.tasks, keep_task, strict=True) if kept],
            body=new_body[self.body[entries]].astype(np.int32),
            task=new_task[self.task[entries]].astype(np.int32),
            role=self.role[entries],
        )

    @classmethod
    def of(cls, parts: Iterable[tuple[str, str, str]]) -> Incidence:
        """From (task, body, role) triples alone, for data that come from elsewhere.

        >>> Incidence.of([("m1", "a", "lead"), ("m1", "b", "support")]).matrix().toarray().tolist()
        [[1, 1]]
        """
        rows = sorted(set(parts))
        tasks = {name: at for at, name in enumerate(sorted({row[0] for row in rows}))}
        bodies = {name: at for at, name in enumerate(sorted({row[1] for row in rows}))}
        return cls(
            [Bearer(name) for name in bodies],
            [Task(name) for name in tasks],
            np.array([bodies[row[1]] for row in rows], dtype=np.int32),
            np.array([tasks[row[0]] for row in rows], dtype=np.int32),
            np.array([ROLES.index(row[2]) for row in rows], dtype=np.int8),
        )


_PARTS = "SELECT ?task ?body ?role WHERE { ?part pg:ofMeasure ?task ; cv:hasParticipant ?body ; cv:role ?role }"
_BODIES = """SELECT ?body ?property ?value WHERE {
  { SELECT DISTINCT ?body WHERE { { ?part cv:hasParticipant ?body } UNION { ?policy eli:passed_by ?body } } }
  VALUES ?property { skos:prefLabel pg:level pg:function dcterms:spatial rdf:type }
  ?body ?property ?value
}"""
_TASKS = """SELECT ?task ?property ?value WHERE {
  ?task a pg:Measure .
  VALUES ?property { eli:is_part_of eli:number dcterms:title pg:inCategory pg:openEnded }
  ?task ?property ?value
}"""
_POLICIES = """SELECT ?policy ?property ?value WHERE {
  VALUES ?property { eli:passed_by eli:date_document dcterms:issued rdfs:label }
  ?policy a pg:Policy ; ?property ?value
}"""


def incidence(dataset: Dataset) -> Incidence:
    """The incidence of a graph: four flat queries, joined here.

    Args:
        dataset: what ``open_graph`` or ``build`` gives.

    Returns:
        every body, class and issuer, every measure, and who bears what, in the order of their IRIs.
    """
    store = engine(dataset)
    parts = sorted({tuple(term.value for term in row) for row in select(store, _PARTS)})
    bodies = _properties(store, _BODIES)
    tasks = _properties(store, _TASKS)
    policies = _properties(store, _POLICIES)
    days = {iri: (_one(values, "date_document") or _one(values, "issued")) for iri, values in policies.items()}
    bearers = [_bearer(iri, bodies[iri]) for iri in sorted(bodies)]
    found = [_task(iri, tasks[iri], days) for iri in sorted(tasks)]
    body_at = {bearer.iri: at for at, bearer in enumerate(bearers)}
    task_at = {task.iri: at for at, task in enumerate(found)}
    roles = {name: at for at, name in enumerate(ROLES)}
    known = [
        (body_at[body], task_at[task], roles[role.rpartition("/")[2]])
        for task, body, role in parts
        if task in task_at and body in body_at and role.rpartition("/")[2] in roles
    ]
    columns = np.array(known, dtype=np.int32).reshape(-1, 3)
    issuers = {iri: tuple(sorted(v for v, _ in values.get("passed_by", ()))) for iri, values in policies.items()}
    headings = {iri: _one(values, "label") for iri, values in policies.items()}
    return Incidence(bearers, found, columns[:, 0], columns[:, 1], columns[:, 2].astype(np.int8), issuers, headings)


_Values = dict[str, list[tuple[str, str]]]


def _properties(store: Store, text: str) -> dict[str, _Values]:
    """Subject → local name of the property → values with their language, each once and sorted."""
    facts = {
        (
            row[0].value,
            _local(row[1].value),
            row[2].value,
            getattr(row[2], "language", None) or "",
        )
        for row in select(store, text)
    }
    found: dict[str, _Values] = {}
    for subject, name, value, language in sorted(facts):
        found.setdefault(subject, {}).setdefault(name, []).append((value, language))
    return found


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _one(values: _Values, name: str, language: str | None = None) -> str:
    return next((value for value, tagged in values.get(name, ()) if language is None or tagged == language), "")


def _bearer(iri: str, values: _Values) -> Bearer:
    kinds = {value.rpartition("/")[2] for value, _ in values.get("type", ())}
    return Bearer(
        iri,
        _one(values, "prefLabel", "zh"),
        _one(values, "prefLabel", "en"),
        _one(values, "level").rpartition("/")[2] or "other",
        "class" if "DepartmentGroup" in kinds else "named",
        tuple(value.rpartition("/")[2] for value, _ in values.get("function", ())),
        _one(values, "spatial"),
    )


def _task(iri: str, values: _Values, days: dict[str, str]) -> Task:
    policy = _one(values, "is_part_of")
    return Task(
        iri,
        policy,
        _one(values, "number"),
        _one(values, "title"),
        _one(values, "inCategory"),
        days.get(policy, ""),
        _one(values, "openEnded") == "true",
    )
