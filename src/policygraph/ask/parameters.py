"""Turn what a sentence says into the parameters of a question."""

from __future__ import annotations

from datetime import date, timedelta

from ..sparql.header import CatalogueQuery
from .reading import Reading

__all__ = ["fill_parameters"]

#: Without a day, “who has not reported” asks for the last month.
_SINCE = timedelta(30)


def fill_parameters(query: CatalogueQuery, reading: Reading, today: date) -> dict[str, list[str]] | None:
    """Take the values of a question's parameters from a sentence.

    Args:
        query: The question.
        reading: What the sentence says.
        today: The day on which it is asked.

    Returns:
        The values by parameter; ``None`` if a required one has none. A required day that the sentence does not state is
        today; the day since which nothing was reported is 30 days before.
    """
    values: dict[str, list[str]] = {}
    bodies = [mention for mention in reading.bodies if mention.bodies]
    for parameter in query.parameters:
        found: list[str] = []
        if parameter.type == "body":
            if bodies:
                found = [body.iri for body in bodies.pop(0).bodies]
        elif parameter.name == "lang" and reading.language:
            found = [reading.language]
        elif parameter.type == "iri":
            found = list(reading.iris[:1])
        elif parameter.name == "within":
            found = _within(reading, today)
            if not found and reading.periods:
                # What was due in a time that is over is not due soon.
                return None
        elif parameter.type == "integer" and reading.quantity:
            found = [str(reading.quantity.least)]
        elif parameter.type == "date":
            found = [str(_day(query, reading, today))]
        if found:
            values[parameter.name] = found
        elif parameter.required:
            return None
    return values


def _ahead(query: CatalogueQuery) -> bool:
    return query.parameter("within") is not None


def _day(query: CatalogueQuery, reading: Reading, today: date) -> date:
    period = next((each for each in reading.periods if not each.ahead), None)
    if _ahead(query):
        # “the next 45 days counting from 1 December”: a day besides the period.
        others = any(each.ahead for each in reading.periods)
        return period.last if period is not None and others else today
    if period is None:
        # The first days of all have no 30 days before them.
        return max(today, date.min + _SINCE) - _SINCE if query.parameter("since") else today
    if query.parameter("since"):
        return period.first
    return period.first if period.before and period.first != period.last else period.last


def _within(reading: Reading, today: date) -> list[str]:
    """Count the days until the end of the period: from today, or from the day in the sentence."""
    ahead = next((each for each in reading.periods if each.ahead), None)
    if ahead is not None:
        return [str((ahead.last - ahead.first).days)]
    if not reading.periods:
        return []
    period = reading.periods[0]
    days = (period.last - today).days
    # “In the last two weeks” ends today and lies behind.
    return [str(days)] if days > 0 or period.first == today else []
