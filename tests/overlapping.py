"""Generated notices that name the same bodies, and what is in a graph: for the tests of where each fact stands."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st
from rdflib import Dataset

from policygraph.namespaces import PG
from policygraph.sparql import Endpoint, run
from policygraph.store import engine

__all__ = ["BODIES", "NOTICES", "Notice", "count", "quads", "write"]

#: Bodies of each level, a class of bodies, one without a function; two spellings of one, two of which one followed.
BODIES = [
    "省财政厅",
    "省教育厅",
    "省发展改革委",
    "省发改委",
    "省扶贫办",
    "省乡村振兴局",
    "福州市财政局",
    "闽侯县教育局",
    "各市教育部门",
    "省土地整治中心",
]

#: For each measure of a notice the bodies that are responsible.
Notice = list[list[str]]
NOTICES: st.SearchStrategy[list[Notice]] = st.lists(
    st.lists(st.lists(st.sampled_from(BODIES), min_size=1, max_size=3, unique=True), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


def write(folder: Path, notices: list[Notice]) -> list[Path]:
    """Notices of Fujian with measures in words of their own, so that no two are taken for one."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number, measures in enumerate(notices, 1):
        lines = [f"福建省关于第{number}项工作的通知"]
        for at, bodies in enumerate(measures, 1):
            lines.append(f"{at}.推进第{number}项工作的第{at}件事。（{'、'.join(bodies)}负责）")
        path = folder / f"notice-{number}.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        paths.append(path)
    return paths


def quads(dataset: Dataset) -> list[str]:
    """All quads as text, sorted, each as often as the store has it."""
    return sorted(map(str, engine(dataset)))


def count(graph: Dataset | Endpoint) -> int:
    """The levels of bodies, as a user counts them."""
    (row,) = run(graph, f"PREFIX pg: <{PG}> SELECT (COUNT(*) AS ?n) {{ ?b a pg:Body ; pg:level ?l }}").rows
    return int(str(row["n"]))
