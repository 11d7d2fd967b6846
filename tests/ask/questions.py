"""Score the matcher on questions that were written by others: see questions/README.md for the rule of acceptance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from policygraph.ask.matching import Match, match
from policygraph.ask.names import NameIndex

FOLDER = Path(__file__).parent / "questions"
#: The day on which a sentence is said if the item has none.
TODAY = date(2023, 6, 15)
_SWAPPED = {"body": "other", "other": "body"}


@dataclass
class Score:
    """Counts over the items of a file, and what went wrong."""

    answerable: int = 0
    first: int = 0
    within_three: int = 0
    unanswerable: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


def items(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def score(name: str, names: NameIndex) -> Score:
    total = Score()
    for item in items(name):
        today = date.fromisoformat(item["today"]) if "today" in item else TODAY
        _, found = match(item["text"], names, today)
        if item["question"] is None:
            total.unanswerable += 1
            total.refused += not found
            if found:
                total.wrong.append(f"answered: {item['text']} as {found[0].query.name}")
            continue
        total.answerable += 1
        right = [is_right(each, item, names) for each in found]
        total.first += bool(right and right[0])
        total.within_three += any(right)
        if not (right and right[0]):
            shown = [(each.query.name, {**each.parameters}) for each in found]
            total.wrong.append(f"{item['text']}: {item['question']} {item.get('parameters')}, not {shown}")
    return total


def is_right(found: Match, item: dict[str, Any], names: NameIndex) -> bool:
    if found.query.name not in several(item["question"]):
        return False
    known = {parameter.name: parameter for parameter in found.query.parameters}
    expected = {name: value for name, value in (item.get("parameters") or {}).items() if name in known}
    given = {name: [*values] for name, values in found.parameters.items()}

    def labels(name: str) -> set[str]:
        return {names.bodies[iri].zh for iri in given.get(name, []) if iri in names.bodies}

    for name, value in expected.items():
        wanted = {str(each) for each in several(value)}
        if known[name].type == "body":
            one, other = labels(name), labels(_SWAPPED.get(name, ""))
            if not (one and one <= wanted) and not (other and other <= wanted):
                return False
        elif not given.get(name) or not {str(each) for each in given[name]} <= wanted:
            return False
    return all(
        name in expected or known[name].default in given[name] or (known[name].type == "date" and known[name].required)
        for name in given
    )


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
