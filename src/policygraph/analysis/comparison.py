"""Two graphs side by side: versions of a document by their measures, provinces by the functions of government."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..model import ROLES, level_rank
from .incidence import Incidence, Task

__all__ = ["Change", "Comparison", "FunctionRow", "compare", "compare_functions"]

#: From which likeness on two titles are taken for one that was reworded, and how many left-over titles are tried.
_ALIKE = 0.75
_TRIED = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One measure that both have: who came and who went, and whose role is another; bodies by name.

    The measure was ``retitled`` where the titles of ``before`` and ``after`` differ.
    """

    before: Task
    after: Task
    joined: tuple[str, ...]
    left: tuple[str, ...]
    roles: tuple[tuple[str, str, str], ...]

    @property
    def retitled(self) -> bool:
        """Whether the title was reworded."""
        return _plain(self.before.title) != _plain(self.after.title)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``added`` and ``dropped`` are measures that only the second and only the first has; ``changed`` those of both
    whose title, bearers or roles differ; ``same`` counts those without any difference."""

    added: tuple[Task, ...]
    dropped: tuple[Task, ...]
    changed: tuple[Change, ...]
    same: int


def compare(first: Incidence, second: Incidence, lang: str = "zh") -> Comparison:
    """What the second has that the first has not, and the other way round.

    Measures are the same where their titles agree, white space and punctuation apart; a title that stands several
    times is taken in order. Of the titles left over, those that are much alike (three quarters of their characters in
    order) are one measure, retitled. Bodies are the same where their IRIs are: two documents of one place are compared
    body by body. ``lang`` is the language of bodies' names.

    Cost: in proportion to both, and the product of the left-over titles, of which at most 1,000 a side are tried.

    >>> one, other = Incidence.of([("m", "a", "lead")]), Incidence.of([("m", "b", "lead"), ("n", "b", "lead")])
    >>> found = compare(one, other)
    >>> [task.iri for task in found.added], found.changed[0].joined, found.changed[0].left
    (['n'], ('b',), ('a',))
    """
    before, after = _by_title(first), _by_title(second)
    pairs = [(before[key], after[key]) for key in before if key in after]
    gone = [task for key, task in before.items() if key not in after]
    new = [task for key, task in after.items() if key not in before]
    for old, other in _reworded(gone, new):
        pairs.append((old, other))
        gone.remove(old)
        new.remove(other)
    order = {task.iri: at for at, task in enumerate(second.tasks)}
    parts_before, parts_after = _parts(first), _parts(second)
    bearers = {bearer.iri: bearer for each in (first, second) for bearer in each.bearers}

    def listed(bodies: Iterable[str]) -> list[tuple[str, str]]:
        """Bodies with their names, from the top level down."""
        found = [(level_rank(bearers[body].level), bearers[body].label(lang), body) for body in bodies]
        return [(body, name) for _, name, body in sorted(found)]

    changed, same = [], 0
    for old_task, new_task in sorted(pairs, key=lambda pair: order[pair[1].iri]):
        was, now = parts_before.get(old_task.iri, {}), parts_after.get(new_task.iri, {})
        both = was.keys() & now.keys()
        change = Change(
            old_task,
            new_task,
            tuple(name for _, name in listed(now.keys() - was.keys())),
            tuple(name for _, name in listed(was.keys() - now.keys())),
            tuple((name, was[body], now[body]) for body, name in listed(both) if was[body] != now[body]),
        )
        if change.joined or change.left or change.roles or change.retitled:
            changed.append(change)
        else:
            same += 1
    return Comparison(tuple(new), tuple(gone), tuple(changed), same)


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function of government in two graphs: the measures its bodies and classes bear and lead in each, and the
    functions it shares measures with: in both, in the first alone, in the second alone (slugs, sorted)."""

    function: str
    measures: tuple[int, int]
    leads: tuple[int, int]
    partners: tuple[str, ...]
    partners_first: tuple[str, ...]
    partners_second: tuple[str, ...]


def compare_functions(first: Incidence, second: Incidence) -> list[FunctionRow]:
    """The same function's load and partners side by side: two provinces, two years, any two graphs.

    Bodies of two places have nothing in common but their functions, so these are what is compared; a body with several
    functions counts under each. Rows have the largest difference of load first. Cost: in proportion to both and to the
    pairs of functions within a measure.

    >>> compare_functions(Incidence.of([]), Incidence.of([]))
    []
    """
    sides = [_functions(each) for each in (first, second)]
    rows = []
    for name in sorted({*sides[0], *sides[1]}):
        one, other = (side.get(name, _Function()) for side in sides)
        rows.append(
            FunctionRow(
                name,
                (len(one.measures), len(other.measures)),
                (len(one.leads), len(other.leads)),
                tuple(sorted(one.partners & other.partners)),
                tuple(sorted(one.partners - other.partners)),
                tuple(sorted(other.partners - one.partners)),
            )
        )
    return sorted(rows, key=lambda row: (-abs(row.measures[0] - row.measures[1]), row.function))


class _Function:
    def __init__(self) -> None:
        self.measures: set[int] = set()
        self.leads: set[int] = set()
        self.partners: set[str] = set()


def _functions(incidence: Incidence) -> dict[str, _Function]:
    found: dict[str, _Function] = {}
    of_task: dict[int, set[str]] = {}
    lead = ROLES.index("lead")
    for task, body, role in zip(incidence.task.tolist(), incidence.body.tolist(), incidence.role.tolist(), strict=True):
        for name in incidence.bearers[body].functions:
            function = found.setdefault(name, _Function())
            function.measures.add(task)
            if role == lead:
                function.leads.add(task)
            of_task.setdefault(task, set()).add(name)
    for names in of_task.values():
        for name in names:
            found[name].partners |= names - {name}
    return found


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", "", title)


def _by_title(incidence: Incidence) -> Mapping[tuple[str, int], Task]:
    found: dict[tuple[str, int], Task] = {}
    seen: dict[str, int] = {}
    for task in incidence.tasks:
        key = _plain(task.title) or task.iri
        seen[key] = seen.get(key, 0) + 1
        found[key, seen[key]] = task
    return found


def _reworded(gone: list[Task], new: list[Task]) -> Iterator[tuple[Task, Task]]:
    """Pairs of titles that are much alike, the most alike first, each title once."""
    rated: list[tuple[float, int, int]] = []
    for at, old in enumerate(gone[:_TRIED]):
        # The matcher keeps what it learnt of its second text, and asks the cheap bounds first.
        matcher = SequenceMatcher(None, "", _plain(old.title), autojunk=False)
        for other, task in enumerate(new[:_TRIED]):
            matcher.set_seq1(_plain(task.title))
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                likeness = matcher.ratio()
                if likeness >= _ALIKE and old.title and task.title:
                    rated.append((-likeness, at, other))
    used_old: set[int] = set()
    used_new: set[int] = set()
    found = []
    for _, at, other in sorted(rated):
        if at not in used_old and other not in used_new:
            used_old.add(at)
            used_new.add(other)
            found.append((gone[at], new[other]))
    yield from found


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
