"""Read the steps of other programs before a file was read; find the policy that a thing is a part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, get_args

from ..model import ProcessingStep, StepKind
from ..namespaces import PG
from .engine import Facts, read_facts

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["owner", "read_steps"]


def owner(iri: str, policies: Collection[str]) -> str:
    """Find the policy that a thing is a part of: the longest beginning of its IRI that is a policy.

    Args:
        iri: The thing.
        policies: The IRIs of policies.

    Returns:
        The IRI of the policy; empty if it is missing.

    Example:
        >>> owner("http://e/policy/a/measure/1", {"http://e/policy/a"}), owner("http://e/body/1", {"http://e/policy/a"})
        ('http://e/policy/a', '')
    """
    while iri and iri not in policies:
        iri = iri.rpartition("/")[0]
    return iri


def read_steps(store: Store, policies: Collection[str]) -> defaultdict[str, tuple[ProcessingStep, ...]]:
    """Read the steps that the provenance of policies names.

    Args:
        store: The graphs.
        policies: The IRIs of the policies.

    Returns:
        The steps of each policy in their order.

    Example:
        >>> from pyoxigraph import Store
        >>> read_steps(Store(), ())["http://e/policy/a"]
        ()
    """
    found = defaultdict[str, tuple[ProcessingStep, ...]](tuple)
    steps = read_facts(store, "?s a pg:ProcessingStep", "rdf:type pg:position prov:used prov:wasAssociatedWith")
    if not steps:
        return found
    files = read_facts(store, "?step a pg:ProcessingStep ; prov:used ?s", "dcterms:identifier pg:sha256")
    programs = read_facts(store, "?step a pg:ProcessingStep ; prov:wasAssociatedWith ?s", "rdfs:label")
    kinds: dict[str, StepKind] = {f"{PG}{kind.capitalize()}": kind for kind in get_args(StepKind)}
    default: StepKind = "conversion"
    for iri in sorted(steps, key=lambda iri: (steps[iri].number("pg:position"), iri)):
        facts = steps[iri]
        file = files.get(facts.one("prov:used"), Facts())
        program = programs.get(facts.one("prov:wasAssociatedWith"), Facts()).one("rdfs:label")
        software, _, version = program.rpartition(" ")
        kind = next((kinds[each] for each in facts.all("rdf:type") if each in kinds), default)
        step = ProcessingStep(kind, software, version, file.one("dcterms:identifier"), file.one("pg:sha256"))
        found[owner(iri, policies)] += (step,)
    return found
