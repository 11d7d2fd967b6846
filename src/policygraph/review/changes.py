"""Compare the responsibilities of a reading with corrections and one without."""

from __future__ import annotations

from ..model import Policy

__all__ = ["list_changes"]


def list_changes(before: Policy | None, after: Policy | None) -> list[dict[str, str]]:
    """List the responsibilities that were added or removed, or have another role.

    Args:
        before: The reading without corrections, if there was one.
        after: The reading with them.

    Returns:
        A row for each body of a measure: ``measure``, ``body``, and its role ``before`` and ``after``, empty for none.
    """
    old, new = _roles(before), _roles(after)
    rows = []
    for key in sorted({*old, *new}, key=lambda key: (key[0], key[1])):
        ours, theirs = old.get(key), new.get(key)
        roles = [" ".join(sorted(each[2])) if each else "" for each in (ours, theirs)]
        if roles[0] != roles[1]:
            measure, body, _ = theirs or ours or ("", "", set())
            rows.append({"measure": measure, "body": body, "before": roles[0], "after": roles[1]})
    return rows


def _roles(policy: Policy | None) -> dict[tuple[int, str], tuple[str, str, set[str]]]:
    """Collect names of measures and bodies, and roles, by the start of the statement and the key of the body."""
    found: dict[tuple[int, str], tuple[str, str, set[str]]] = {}
    for measure in policy.measures if policy else ():
        for part in measure.responsibilities:
            key = (part.evidence.start, part.body.key)
            found.setdefault(key, (measure.name, part.body.label, set()))[2].add(part.role)
    return found
