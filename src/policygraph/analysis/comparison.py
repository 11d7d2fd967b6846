"""Two graphs side by side: measures added, dropped and moved to other bodies, roles changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..model import ROLES
from .incidence import Incidence, Task

__all__ = ["Change", "Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Change:
    """One measure that both have: who came and who went, and whose role is another; bodies by name."""

    before: Task
    after: Task
    joined: tuple[str, ...]
    left: tuple[str, ...]
    roles: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``added`` and ``dropped`` are measures that only the second and only the first has; ``changed`` those of both
    whose bearers or roles differ; ``same`` counts those without any difference."""

    added: tuple[Task, ...]
    dropped: tuple[Task, ...]
    changed: tuple[Change, ...]
    same: int


def compare(first: Incidence, second: Incidence, lang: str = "zh") -> Comparison:
    """What the second has that the first has not, and the other way round.

    Measures are the same where their titles agree, white space and punctuation apart; a title that stands several times
    is taken in order. Bodies are the same where their IRIs are, so that two documents of one place are compared body by
    body. Cost: in proportion to both.
    """
    before, after = _by_title(first), _by_title(second)
    parts_before, parts_after = _parts(first), _parts(second)
    names = {bearer.iri: bearer.label(lang) for each in (first, second) for bearer in each.bearers}
    changed, same = [], 0
    for title in before:
        if title not in after:
            continue
        old, new = parts_before.get(before[title].iri, {}), parts_after.get(after[title].iri, {})
        joined = tuple(sorted(names[body] for body in new.keys() - old.keys()))
        left = tuple(sorted(names[body] for body in old.keys() - new.keys()))
        roles = tuple(
            sorted((names[body], old[body], new[body]) for body in old.keys() & new.keys() if old[body] != new[body])
        )
        if joined or left or roles:
            changed.append(Change(before[title], after[title], joined, left, roles))
        else:
            same += 1
    return Comparison(
        tuple(task for title, task in after.items() if title not in before),
        tuple(task for title, task in before.items() if title not in after),
        tuple(changed),
        same,
    )


def _by_title(incidence: Incidence) -> Mapping[tuple[str, int], Task]:
    found: dict[tuple[str, int], Task] = {}
    seen: dict[str, int] = {}
    for task in incidence.tasks:
        key = re.sub(r"[\W_]+", "", task.title) or task.iri
        seen[key] = seen.get(key, 0) + 1
        found[key, seen[key]] = task
    return found


def _parts(incidence: Incidence) -> dict[str, dict[str, str]]:
    """Measure → body → role, the strongest where there are several."""
    found: dict[str, dict[str, str]] = {}
    order = sorted(
        zip(incidence.task.tolist(), incidence.body.tolist(), incidence.role.tolist(), strict=True),
        key=lambda part: part[2],
        reverse=True,
    )
    for task, body, role in order:
        found.setdefault(incidence.tasks[task].iri, {})[incidence.bearers[body].iri] = ROLES[role]
    return found
