"""Who has reviewed responsibilities, and when: from the model to RDF and back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..model import Correction, Corrections, MeasureCorrection, Policy, Responsibility, RuleCorrection
from ..namespaces import REVIEW_STATUS
from .engine import Facts, read_facts
from .iris import Iris
from .nquads import Lines

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["read_reviews", "write_corrections", "write_review_status"]


def write_corrections(lines: Lines, iris: Iris, policy: Policy, corrections: Corrections) -> str:
    """Write a file of corrections, with an activity for each person and moment that its entries name.

    Args:
        lines: Receives the facts.
        iris: The IRIs of data.
        policy: The policy that is corrected.
        corrections: The corrections.

    Returns:
        The node of the file.
    """
    file = iris.corrections(corrections)
    lines.add_types(file, "prov:Entity")
    lines.add_text(file, "rdfs:label", corrections.name)
    lines.add_text(file, "pg:sha256", corrections.sha256)
    entries: list[Correction | MeasureCorrection | RuleCorrection | Responsibility] = [*corrections.entries]
    entries += [*corrections.measures, *corrections.rules]
    # A policy read from a graph has its reviews, and no entries.
    entries += [part for measure in policy.measures for part in measure.responsibilities if part.review != "unseen"]
    for reviewer, moment in sorted({(entry.reviewer, _moment(entry.reviewed)) for entry in entries}):
        if reviewer or moment:
            _write_review(lines, iris, corrections, reviewer, moment)
    return file


def _moment(reviewed: str) -> str:
    """Write a moment as XML Schema does; empty if it is invalid."""
    try:
        return datetime.fromisoformat(reviewed).isoformat().replace("+00:00", "Z")
    except ValueError:
        return ""


def _write_review(lines: Lines, iris: Iris, corrections: Corrections, reviewer: str, moment: str) -> None:
    node = iris.review(corrections, reviewer, moment)
    lines.add_types(node, "pg:Review", "prov:Activity")
    lines.add_text(node, "rdfs:label", f"{reviewer or '未署名者'}的复核", "zh")
    lines.add_text(node, "rdfs:label", f"Review by {reviewer or 'a person not named'}", "en")
    lines.add_iri(node, "prov:used", iris.corrections(corrections))
    lines.add_typed(node, "prov:endedAtTime", moment or None, "dateTime")
    if reviewer:
        person = iris.reviewer(reviewer)
        lines.add_iri(node, "prov:wasAssociatedWith", person)
        if lines.is_new(person):
            lines.add_types(person, "prov:Person", "foaf:Agent")
            lines.add_text(person, "foaf:name", reviewer)


def write_review_status(
    lines: Lines, iris: Iris, node: str, part: Responsibility, corrections: Corrections | None
) -> None:
    """Write whether a person has accepted or corrected a responsibility; nothing if nobody has looked at it.

    Args:
        lines: Receives the facts.
        iris: The IRIs of data.
        node: The responsibility.
        part: What it is.
        corrections: The corrections of the notice.
    """
    if part.review == "unseen":
        return
    lines.add_iri(node, "pg:reviewStatus", REVIEW_STATUS + part.review)
    moment = _moment(part.reviewed)
    if corrections and (part.reviewer or moment):
        lines.add_iri(node, "pg:reviewedIn", iris.review(corrections, part.reviewer, moment))


def read_reviews(store: Store) -> dict[str, tuple[str, str]]:
    """Read the reviews of a graph.

    Args:
        store: The graphs.

    Returns:
        The name of the person and the moment, by the IRI of the review.

    Example:
        >>> from pyoxigraph import Store
        >>> read_reviews(Store())
        {}
    """
    found = read_facts(store, "?s a pg:Review", "prov:wasAssociatedWith prov:endedAtTime")
    people = read_facts(store, "?review a pg:Review ; prov:wasAssociatedWith ?s", "foaf:name") if found else {}
    return {
        iri: (people.get(facts.one("prov:wasAssociatedWith"), Facts()).one("foaf:name"), facts.one("prov:endedAtTime"))
        for iri, facts in found.items()
    }
