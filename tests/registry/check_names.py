"""Compares the labels of bodies with the full names that governments publish.

    python tests/registry/check_names.py FILE.csv...

A file has the columns ``place`` (the whole chain, 四川省广安市武胜县), ``name`` (as a notice of that place writes it),
``expected`` (the official full name) and ``source``. Two things do not count: what stands above the body's own place
(labels have 武胜县财政局 where a list may print 广安市武胜县财政局), and 中共 before the name of a Party organ (labels
have 广安市委组织部).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from policygraph.model import Level, Place
from policygraph.registry import Setting, make_body
from policygraph.registry.vocabulary import places


class Row(NamedTuple):
    """One name of the table, and the label that it gets."""

    place: str
    name: str
    expected: str
    label: str

    @property
    def province(self) -> str:
        """The province that the place lies in."""
        return next(
            chain for chain, place in _chains().items() if place.code[2:] == "0000" and self.place.startswith(chain)
        )

    @property
    def level(self) -> Level:
        """The level of the place."""
        return _chains()[self.place].level

    @property
    def matches(self) -> bool:
        """Is the label the official name?"""
        return _own(self.label, self.place) == _own(self.expected, self.place)

    def __str__(self) -> str:
        return f"{self.place} {self.name}: {self.label}, not {self.expected}"


@cache
def _chains() -> dict[str, Place]:
    """Every place by its chain of names from the province down."""
    known = {**places(), **places("counties.ttl")}
    found: dict[str, Place] = {}
    for entry in known.values():
        at, chain = entry, entry.name
        while at.parent in known and known[at.parent].level != "national":
            at = known[at.parent]
            chain = at.name + chain
        found[chain] = entry
    return found


def _own(name: str, chain: str) -> str:
    above = chain.removesuffix(_chains()[chain].name)
    name = name.removeprefix("中共")
    for start in range(len(above)):
        if name.startswith(above[start:] + _chains()[chain].name):
            return name.removeprefix(above[start:])
    return name


def read(path: Path) -> list[Row]:
    """The rows of a file with the labels that the program gives to their names."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[row[field].strip() for field in ("place", "name", "expected")] for row in csv.DictReader(file)]
    return [Row(chain, name, expected, make_body(name, setting(chain)).label) for chain, name, expected in rows]


def setting(chain: str) -> Setting:
    """That of a notice of the place."""
    if chain not in _chains():
        raise ValueError(f"{chain}: no such place; write the whole chain, such as 四川省广安市武胜县")
    return Setting("names", _chains()[chain].level, _chains()[chain])


def main(files: Sequence[str]) -> None:
    """Prints each file's rate and its mismatches."""
    for file in files:
        rows = read(Path(file))
        missed = [row for row in rows if not row.matches]
        print(f"{file}: {len(rows) - len(missed)} of {len(rows)} match ({1 - len(missed) / max(len(rows), 1):.1%})")
        for row in missed:
            print(f"  {row}")


if __name__ == "__main__":
    main(sys.argv[1:])
