"""Take a part of an incidence by level, function, heading, policy, place or time; what is asked for must be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches

from ..errors import StoreError, UsageError
from ..graph import Iris
from ..graph.incidence import Incidence
from ..model import LEVELS, Body, Measure
from ..namespaces import FUNCTION, ID, PLACE, expand
from ..texts import filled, named

__all__ = ["explain_emptiness", "narrow"]


def narrow(
    incidence: Incidence,
    *,
    level: str | None = None,
    function: str | None = None,
    category: str | None = None,
    policy: str | None = None,
    place: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
) -> Incidence:
    """Take the part that meets every condition given; bodies that do not meet those on bodies are left out.

    Args:
        incidence: The whole.
        level: A tier (``provincial``, or its name: ``省级``, ``Provincial``) or ``other``: only bodies of it.
        function: A slug (``education``) or IRI of a function of government: only bodies that have it.
        category: IRI of a heading, or its path below the data namespace: only measures under it, at any depth.
        policy: IRI of a policy, or its identifier alone: only measures of it, and its issuers.
        place: Code (``350000``) or IRI of a place: only bodies of it and of places within it.
        since: Only policies dated or posted on that day or later; those without a date are left out. A date, a
            datetime, of which the day counts, or a text such as ``2020-05-11``.
        until: Only policies dated or posted on that day or earlier.

    Returns:
        The part.

    Raises:
        UsageError: The graph has nothing of that name; the message names what is near. Or ``since`` is after
            ``until``.

    Example:
        >>> from policygraph.analysis import incidence
        >>> from policygraph.corpus import build
        >>> from policygraph.resources import examples_dir
        >>> whole = incidence(build(examples_dir() / "fujian-relocation-2020.txt").dataset)
        >>> len(narrow(whole, level="provincial", function="education").body)
        3
    """
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise UsageError("since_after_until", since=first, until=last)
    bodies, measures, policies = incidence.bodies, incidence.measures, incidence.policies
    if level is not None:
        names = {each: named("level", each) for each in LEVELS}
        tokens = {name.casefold(): each for each, label in names.items() for name in (each, label.zh, label.en)}
        level = _known("level", tokens.get(level.casefold(), level), LEVELS)
    if function is not None:
        slug = (expand(function) or function).removeprefix(FUNCTION)
        function = _known("function", slug, {f for each in bodies for f in each.functions})
    if category is not None:
        found = {heading for each in measures if each.category for heading in _headings(each.category.iri)}
        category = _known("category", _whole(category), found)
    if policy is not None:
        wanted = policy if policy.startswith("http") else Iris().policy(policy)
        policy = _known("policy", wanted, {each.policy for each in measures})
    inside = ""
    if place is not None:
        code = (expand(place) or place).removeprefix(PLACE)
        _known("place", code, {outer for each in bodies if each.place for outer in _places(each.place.code)})
        inside = _stem(code)

    def body_wanted(each: Body) -> bool:
        return (
            (level is None or each.level == level)
            and (function is None or function in each.functions)
            and (place is None or (each.place is not None and each.place.code.startswith(inside)))
        )

    def measure_wanted(each: Measure) -> bool:
        day = policies[each.policy].day if each.policy in policies else None
        return (
            (category is None or (each.category is not None and category in _headings(each.category.iri)))
            and (policy is None or each.policy == policy)
            and (first is None or (day is not None and day >= first))
            and (last is None or (day is not None and day <= last))
        )

    chosen = incidence.select(body_wanted, measure_wanted)
    if policy is None and category is None and first is None and last is None:
        return chosen
    # Who has neither a part nor a signature in what is left does not belong to it.
    kept = {each.policy for each in chosen.measures}
    left = {iri: each for iri, each in policies.items() if iri in kept}
    there = {chosen.bodies[body].iri for body in set(chosen.body.tolist())}
    there.update(body.iri for each in left.values() for body in each.issuers)
    return replace(chosen.select(lambda each: each.iri in there), policies=left)


def explain_emptiness(whole: Incidence, *, in_period: bool) -> StoreError:
    """Explain why no measure meets the conditions given to ``narrow``.

    Args:
        whole: The whole.
        in_period: Whether a period is among the conditions.

    Returns:
        The error to raise; for a period it says from when to when the documents are.
    """
    days = sorted(policy.day for policy in whole.policies.values() if policy.day)
    if not in_period:
        return StoreError("nothing_selected")
    return StoreError("nothing_in_period", first=days[0], last=days[-1]) if days else StoreError("nothing_dated")


def _day(name: str, value: date | str | None) -> date | None:
    """The day that a caller gave.

    >>> _day("since", datetime(2020, 5, 11, 8)), _day("since", "2020-05-11"), _day("since", None)
    (datetime.date(2020, 5, 11), datetime.date(2020, 5, 11), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UsageError("wrong_parameter", name=name, wanted=filled("wanted_date"), value=value) from None


def _known(what: str, value: str, names: Iterable[str]) -> str:
    known = sorted(names)
    if value in known:
        return value
    near, said = get_close_matches(value, known, 3, 0.5) or known[:5], named("chosen", what)
    if near:
        raise UsageError("near_in_graph", what=said, value=value, near=near)
    raise UsageError("not_in_graph", what=said, value=value)


def _whole(iri: str) -> str:
    return iri if iri.startswith("http") else expand(iri) or ID + iri


def _headings(category: str) -> list[str]:
    """A heading and those it stands under: their paths are the beginnings of its own, ``…/category/3.1``."""
    stem, slash, path = category.rpartition("/")
    steps = path.split(".")
    return [stem + slash + ".".join(steps[:depth]) for depth in range(1, len(steps) + 1)]


def _stem(code: str) -> str:
    """What the codes of all places within a place begin with (GB/T 2260: province, prefecture and county by pairs).

    >>> _stem("350000"), _stem("350100"), _stem("350102")
    ('35', '3501', '350102')
    """
    return code.removesuffix("00").removesuffix("00") if len(code) == 6 else code


def _places(code: str) -> list[str]:
    """The codes of a place and of those around it."""
    return [code, code[:4] + "00", code[:2] + "0000"] if len(code) >= 6 and code[:6].isdigit() else [code]
