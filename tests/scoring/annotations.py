"""Annotation for tests: records, files, and rows that say the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from policygraph.model import LEVELS

__all__ = ["documents", "record", "rows_of", "unit", "write_csv", "write_lines"]

Record = dict[str, Any]
FIELDS = (
    "policy",
    "category",
    "number",
    "measure",
    "measure_iri",
    "name",
    "role",
    "level",
    "kind",
    "deadline",
    "quote",
)


def unit(name: str, role: str = "responsible", level: str = "municipal", kind: str = "named", **more: Any) -> Record:
    return {"surface": name, "normalized": name, "role": role, "level": level, "kind": kind, **more}


def record(title: str, *units: Record, doc: str = "a", number: str = "1.", **more: Any) -> Record:
    return {
        "doc": doc,
        "category": "",
        "number": number,
        "title": title,
        "responsibilities": list(units),
        "deadline": None,
        "open_ended": False,
        "statement": "、".join(each["normalized"] for each in units),
        **more,
    }


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8")
    return path


def rows_of(records: Iterable[Record]) -> list[dict[str, str]]:
    """The rows of a system that finds what is annotated."""
    return [
        {
            "policy": f"https://w3id.org/policygraph/id/{each['doc']}",
            "category": each["category"],
            "number": each["number"],
            "measure": each["title"],
            "measure_iri": f"https://w3id.org/policygraph/id/{each['doc']}/measure/{at}",
            "name": unit["normalized"],
            "role": unit["role"],
            "level": unit["level"],
            "kind": unit["kind"],
            "deadline": each["deadline"] or "",
            "quote": each["statement"],
        }
        for at, each in enumerate(records)
        for unit in each["responsibilities"]
    ]


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = FIELDS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


_NAMES = st.sampled_from(
    ["省教育厅", "教育厅", "市财政局", "各市财政局", "县(区)公安局", "市场监管局（知识产权局）", "等等"]
)
_TITLES = st.sampled_from(["", "修路", "建设产地冷库", "建设产地冷库和市场", "完善运输网络", "市财政局"])
_UNITS = st.builds(
    unit,
    _NAMES,
    st.sampled_from(["lead", "responsible", "support"]),
    st.sampled_from(LEVELS),
    st.sampled_from(["named", "class"]),
)


@st.composite
def documents(draw: st.DrawFn) -> list[Record]:
    """The annotation of one to three documents; titles, numbers and names are repeated and can be empty."""
    found = []
    for doc in draw(st.sampled_from(["a", "ab", "abc"])):
        for number in range(draw(st.integers(0, 5))):
            units = draw(
                st.lists(_UNITS, min_size=1, max_size=5, unique_by=lambda one: (one["normalized"], one["role"]))
            )
            printed = draw(st.sampled_from(["", "1.", f"{number}."]))
            # Statements differ, as they do where they stand at different places.
            found.append(record(draw(_TITLES), *units, doc=doc, number=printed, statement=f"责任单位{number}：某某"))
    return found
