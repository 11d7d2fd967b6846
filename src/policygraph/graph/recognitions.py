"""Lines that were recognised in pictures of pages: from the model to RDF and back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from ..model import Evidence, Policy, RecognisedLine, Recognition
from .engine import Facts, read_facts
from .iris import Iris
from .nquads import Lines
from .steps import owner

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["read_recognitions", "write_recognition"]


def write_recognition(lines: Lines, iris: Iris, policy: Policy, evidence: Callable[[Evidence], str]) -> None:
    """Write the recognised lines of a policy with their confidence, and pictures of those that are doubtful.

    Args:
        lines: Receives the facts.
        iris: The IRIs of data.
        policy: The policy.
        evidence: Writes a passage and returns its node.
    """
    recognition = policy.document.recognition
    if recognition is None:
        return
    steps = enumerate(policy.document.steps, 1)
    step = iris.step(policy.id, max((n for n, step in steps if step.kind == "recognition"), default=1))
    lines.add_typed(step, "pg:confidenceThreshold", recognition.threshold, "decimal")
    for line in recognition.lines:
        node = iris.recognised(policy.id, line.passage)
        lines.add_types(node, "pg:RecognisedLine")
        lines.add_iri(node, "pg:inPolicy", iris.policy(policy.id))
        lines.add_iri(node, "prov:wasGeneratedBy", step)
        lines.add_typed(node, "pg:page", line.page, "integer")
        lines.add_typed(node, "pg:confidence", line.confidence, "decimal")
        if line.picture:
            lines.add_typed(node, "pg:lineImage", b64encode(line.picture).decode(), "base64Binary")
        lines.add_iri(node, "pg:evidence", evidence(line.passage))


def read_recognitions(
    store: Store, policies: Collection[str], evidence: Callable[[Facts], Evidence]
) -> dict[str, Recognition]:
    """Read the recognised lines of policies.

    Args:
        store: The graphs.
        policies: The IRIs of the policies.
        evidence: Gives the passage of what is stated of a line.

    Returns:
        The recognition of each policy that has one.

    Example:
        >>> from pyoxigraph import Store
        >>> read_recognitions(Store(), (), lambda facts: Evidence("", 0, 0))
        {}
    """
    found = read_facts(store, "?s a pg:RecognisedLine", "pg:inPolicy pg:page pg:confidence pg:lineImage pg:evidence")
    thresholds = read_facts(store, "?s a pg:Recognition", "pg:confidenceThreshold") if found else {}
    of_policy = {owner(iri, policies): _number(facts, "pg:confidenceThreshold") for iri, facts in thresholds.items()}
    lines: defaultdict[str, list[RecognisedLine]] = defaultdict(list)
    for facts in found.values():
        picture = b64decode(facts.one("pg:lineImage"))
        confidence = _number(facts, "pg:confidence")
        line = RecognisedLine(evidence(facts), facts.number("pg:page"), confidence, picture)
        lines[facts.one("pg:inPolicy")].append(line)
    return {
        policy: Recognition(of_policy.get(policy, 0.0), tuple(sorted(held, key=lambda line: line.passage[1:])))
        for policy, held in lines.items()
    }


def _number(facts: Facts, name: str) -> float:
    """A number; 0 where the graph has something else."""
    try:
        return float(facts.one(name))
    except ValueError:
        return 0.0
