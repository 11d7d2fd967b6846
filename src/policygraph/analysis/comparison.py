"""Compare two graphs: versions of a policy by their measures, provinces by the functions of government."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..deadline import Deadline
from ..folding import fold_width, keep_letters
from ..graph.incidence import Incidence
from ..model import ROLES, Measure, level_rank
from ..tabular import write_html_table

__all__ = ["Change", "Comparison", "FunctionRow", "compare", "compare_functions"]

#: The least similarity of two titles that count as one, reworded; the most unmatched titles that are compared.
_ALIKE = 0.75
_TRIED = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One measure that both graphs have: the bodies that joined and left, and those with another role, by name.

    ``roles`` has the name, the role before and the role after; ``deadline`` the deadline of the measure before and
    after, an ISO date or else words, or ``None`` if it is the same; ``deadlines`` the name of a body with a deadline of
    its own, and that before and after. ``reworded`` says whether the text differs, white space and punctuation apart.
    """

    before: Measure
    after: Measure
    joined: tuple[str, ...]
    left: tuple[str, ...]
    roles: tuple[tuple[str, str, str], ...]
    deadline: tuple[str, str] | None = None
    deadlines: tuple[tuple[str, str, str], ...] = ()
    reworded: bool = False

    @property
    def retitled(self) -> bool:
        """Whether the title was reworded."""
        return keep_letters(self.before.title) != keep_letters(self.after.title)

    def __bool__(self) -> bool:
        """Whether anything differs."""
        differences = (self.joined, self.left, self.roles, self.deadline, self.deadlines)
        return any(differences) or self.reworded or self.retitled


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """The difference of two graphs; its length is the number of measures that differ.

    ``added`` and ``dropped`` are measures that only the second and only the first has; ``changed`` those of both whose
    title, text, deadline, bodies or roles differ; ``unchanged`` has those without any difference, each as it is in the
    first and in the second.
    """

    added: tuple[Measure, ...]
    dropped: tuple[Measure, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[tuple[Measure, Measure], ...]

    @property
    def same(self) -> int:
        """The number of measures without any difference."""
        return len(self.unchanged)

    def __len__(self) -> int:
        return len(self.added) + len(self.dropped) + len(self.changed)

    def __repr__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.dropped)} dropped, {len(self.changed)} changed, {self.same} same"
        return f"<Comparison: {counts}>"

    def _repr_html_(self) -> str:
        empty = ("",) * 5
        rows = [
            *(("added", each.name, *empty) for each in self.added),
            *(("dropped", each.name, *empty) for each in self.dropped),
            *(
                (
                    "changed",
                    each.after.name,
                    each.joined,
                    each.left,
                    [" ".join(role) for role in each.roles],
                    [" → ".join(each.deadline or ()), *(" ".join(due) for due in each.deadlines)],
                    "reworded" if each.reworded else "",
                )
                for each in self.changed
            ),
        ]
        columns = ("change", "measure", "joined", "left", "roles", "deadline", "text")
        return write_html_table(repr(self)[1:-1], columns, rows)


def compare(first: Incidence, second: Incidence, lang: str = "zh") -> Comparison:
    """Compare two incidences measure by measure.

    Measures are the same if their titles agree, apart from white space and punctuation; repeated titles are matched in
    order. Of the unmatched titles, similar ones (three quarters of their characters in order) are one measure,
    retitled. Bodies are the same if their IRIs are: two policies of one place are compared
    body by body. Deadlines are the same if their days are, or without a day their words. Texts are compared only if
    both incidences have any; ``read_incidence`` reads them on request.

    Args:
        first: The earlier one.
        second: The later one.
        lang: The language of the names of bodies, ``zh`` or ``en``.

    Returns:
        The differences in both directions. Cost: in proportion to both, and to the product of the unmatched titles, of
        which at most 1,000 a side are compared.

    Example:
        >>> one, other = Incidence.of([("m", "a", "lead")]), Incidence.of([("m", "b", "lead"), ("n", "b", "lead")])
        >>> found = compare(one, other)
        >>> [each.iri for each in found.added], found.changed[0].joined, found.changed[0].left
        (['n'], ('b',), ('a',))
    """
    before, after = _by_title(first), _by_title(second)
    pairs = [(before[key], after[key]) for key in before if key in after]
    gone = [each for key, each in before.items() if key not in after]
    added = [each for key, each in after.items() if key not in before]
    reworded = _reworded(gone, added)
    pairs += reworded
    gone = _without(gone, (old for old, _ in reworded))
    added = _without(added, (new for _, new in reworded))
    order = {each.iri: at for at, each in enumerate(second.measures)}
    parts_before, parts_after = _parts(first), _parts(second)
    known = {body.iri: body for each in (first, second) for body in each.bodies}

    def listed(bodies: Iterable[str]) -> list[tuple[str, str]]:
        """List bodies with their names, from the top level down."""
        found = [(level_rank(known[body].level), known[body].names.of(lang), body) for body in bodies]
        return [(body, name) for _, name, body in sorted(found)]

    with_texts = all(any(measure.text for measure in each.measures) for each in (first, second))
    changed: list[Change] = []
    unchanged: list[tuple[Measure, Measure]] = []
    for old, new in sorted(pairs, key=lambda pair: order[pair[1].iri]):
        was, now = parts_before.get(old.iri, {}), parts_after.get(new.iri, {})
        both = was.keys() & now.keys()
        change = Change(
            old,
            new,
            tuple(name for _, name in listed(now.keys() - was.keys())),
            tuple(name for _, name in listed(was.keys() - now.keys())),
            tuple((name, was[body], now[body]) for body, name in listed(both) if was[body] != now[body]),
            _moved(old.due, new.due),
            tuple(
                (name, *moved)
                for body, name in listed(both)
                if (moved := _moved(first.dues.get((old.iri, body)), second.dues.get((new.iri, body))))
            ),
            with_texts and _fold(old.text) != _fold(new.text),
        )
        if change:
            changed.append(change)
        else:
            unchanged.append((old, new))
    return Comparison(tuple(added), tuple(gone), tuple(changed), tuple(unchanged))


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function of government in two graphs.

    ``measures`` and ``leads`` count what its bodies and classes bear and lead in each graph; ``partners`` are the
    functions that it shares measures with in both, the others those in one alone (slugs, sorted).
    """

    function: str
    measures: tuple[int, int]
    leads: tuple[int, int]
    partners: tuple[str, ...]
    partners_first: tuple[str, ...]
    partners_second: tuple[str, ...]


def compare_functions(first: Incidence, second: Incidence) -> list[FunctionRow]:
    """Compare two incidences function by function: two provinces, two years, any two graphs.

    Bodies of two places have nothing in common but their functions, so these are compared; a body with several
    functions counts under each.

    Args:
        first: One graph.
        second: The other.

    Returns:
        The rows, largest difference of measures first. Cost: in proportion to both and to the pairs of functions
        within a measure.

    Example:
        >>> compare_functions(Incidence.of([]), Incidence.of([]))
        []
    """
    one, other = _Functions(first), _Functions(second)
    rows = []
    for name in sorted({*one.measures, *other.measures}):
        partners, others = one.partners[name], other.partners[name]
        rows.append(
            FunctionRow(
                name,
                (len(one.measures[name]), len(other.measures[name])),
                (len(one.leads[name]), len(other.leads[name])),
                tuple(sorted(partners & others)),
                tuple(sorted(partners - others)),
                tuple(sorted(others - partners)),
            )
        )
    return sorted(rows, key=lambda row: (-abs(row.measures[0] - row.measures[1]), row.function))


class _Functions:
    """The measures that each function bears and leads, and the functions that it shares them with."""

    def __init__(self, incidence: Incidence) -> None:
        self.measures = defaultdict[str, set[int]](set)
        self.leads = defaultdict[str, set[int]](set)
        self.partners = defaultdict[str, set[str]](set)
        together = defaultdict[int, set[str]](set)
        for measure, body, role in incidence.entries():
            for name in incidence.bodies[body].functions:
                self.measures[name].add(measure)
                together[measure].add(name)
                if ROLES[role] == "lead":
                    self.leads[name].add(measure)
        for names in together.values():
            for name in names:
                self.partners[name] |= names - {name}


def _moved(before: Deadline | None, after: Deadline | None) -> tuple[str, str] | None:
    """Return two deadlines, an ISO date or else words each; ``None`` if they are the same."""
    was, now = (before or Deadline()).value, (after or Deadline()).value
    return None if _fold(was) == _fold(now) else (was, now)


def _fold(words: str) -> str:
    return keep_letters(fold_width(words))


def _by_title(incidence: Incidence) -> Mapping[tuple[str, int], Measure]:
    found: dict[tuple[str, int], Measure] = {}
    seen: Counter[str] = Counter()
    for measure in incidence.measures:
        key = keep_letters(measure.title) or measure.iri
        seen[key] += 1
        found[key, seen[key]] = measure
    return found


def _without(measures: Iterable[Measure], others: Iterable[Measure]) -> list[Measure]:
    taken = {each.iri for each in others}
    return [each for each in measures if each.iri not in taken]


def _reworded(gone: list[Measure], new: list[Measure]) -> list[tuple[Measure, Measure]]:
    """Pair similar titles, the most similar first, each title once."""
    rated: list[tuple[float, int, int]] = []
    for at, old in enumerate(gone[:_TRIED]):
        # The matcher caches its analysis of the second text; the cheap upper bounds are checked first.
        matcher = SequenceMatcher(None, "", keep_letters(old.title), autojunk=False)
        for other, after in enumerate(new[:_TRIED]):
            matcher.set_seq1(keep_letters(after.title))
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                likeness = matcher.ratio()
                if likeness >= _ALIKE and old.title and after.title:
                    rated.append((-likeness, at, other))
    used_old: set[int] = set()
    used_new: set[int] = set()
    found = []
    for _, at, other in sorted(rated):
        if at not in used_old and other not in used_new:
            used_old.add(at)
            used_new.add(other)
            found.append((gone[at], new[other]))
    return found


def _parts(incidence: Incidence) -> dict[str, dict[str, str]]:
    """Map measures to bodies and their roles, the strongest if there are several."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for measure, body, role in sorted(incidence.entries(), key=lambda part: -part[2]):
        found[incidence.measures[measure].iri][incidence.bodies[body].iri] = ROLES[role]
    return found
