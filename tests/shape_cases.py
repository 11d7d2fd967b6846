"""The examples of the shapes: ``data/shapes/base.ttl`` conforms; each case adds to it or takes from it.

python tests/shape_cases.py     writes what each case finds anew; read the difference before you keep it
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rdflib import Graph

from policygraph.graph.validate import validate

FOLDER = Path(__file__).parent / "data" / "shapes"
CASES = FOLDER / "cases.yaml"
BASE = (FOLDER / "base.ttl").read_text(encoding="utf-8")
_HEAD = "".join(line + "\n" for line in BASE.splitlines() if line.startswith("@"))


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return found


def graph(add: str = "", remove: str = "") -> Graph:
    """The base with triples added and taken away; what is taken away must be there."""
    made = Graph().parse(data=BASE, format="turtle")
    for triple in Graph().parse(data=_HEAD + remove, format="turtle"):
        assert triple in made, triple
        made.remove(triple)
    return made.parse(data=_HEAD + add, format="turtle")


def found_in(case: dict[str, Any]) -> list[str]:
    return [finding.line("en") for finding in validate(graph(case.get("add", ""), case.get("remove", "")))]


if __name__ == "__main__":
    every = cases()
    for case in every:
        case["finds"] = found_in(case)
    text = CASES.read_text(encoding="utf-8")
    head = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
    body = yaml.safe_dump(every, allow_unicode=True, sort_keys=False, width=10_000)
    CASES.write_text(head + body, encoding="utf-8")
