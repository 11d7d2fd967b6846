"""How long N-Quads take into a graph, in memory and on disk: ours, beside raw pyoxigraph and rdflib's own memory.

    python benchmarks/load.py [NOTICES]

Ours is what ``open_graph`` does with a file and what ``dump`` does with a directory: it also describes concepts and
keeps once what several graphs say. rdflib gets a tenth of the notices, and its time is taken ten times.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from notices import notices
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

from policygraph.corpus import Options
from policygraph.corpus.discovery import Item
from policygraph.corpus.record import describe
from policygraph.store import dump, open_graph

ARGUMENTS = ["600"]
#: Enough to see that this works: ``run.py --small``.
SMALL = ["20"]


def write(count: int, path: Path) -> int:
    """So many notices as N-Quads; returns the number of facts."""
    facts = 0
    with path.open("w", encoding="utf-8") as file:
        for notice in notices(count):
            lines = describe(Item(notice.name, notice.name, notice.text.encode()), Options()).lines
            facts += lines.count("\n")
            file.write(lines)
    return facts


def seconds(work: Callable[[], object]) -> float:
    """Processor time, of all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def raw(path: Path, store: Store) -> None:
    """pyoxigraph alone."""
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    if store:
        store.flush()


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as name:
        path, tenth = Path(name) / "all.nq", Path(name) / "tenth.nq"
        facts = write(count, path)
        write(max(1, count // 10), tenth)
        graph = open_graph(path)
        times = {
            "memory, policygraph": seconds(lambda: open_graph(path)),
            "memory, pyoxigraph": seconds(lambda: Store().bulk_load(path=path, format=RdfFormat.N_QUADS)),
            "memory, rdflib": 10 * seconds(lambda: Dataset().parse(tenth, format="nquads")),
            "disk, policygraph (from memory)": seconds(lambda: dump(graph, Path(name) / "ours")),
            "disk, pyoxigraph": seconds(lambda: raw(path, Store(str(Path(name) / "raw")))),
        }
    print(f"{facts:,} facts of {count:,} notices, processor time\n\n| | s | µs a fact |\n|---|---|---|")
    for what, taken in times.items():
        print(f"| {what} | {taken:.2f} | {taken / facts * 1e6:.1f} |")
        print(f"growth: load: {what} {count} {taken:.3f}")
    ours = times["memory, policygraph"]
    print(f"ratio: into memory, ours against raw pyoxigraph: {ours / times['memory, pyoxigraph']:.2f}")
    print(f"ratio: into memory, rdflib against ours: {times['memory, rdflib'] / ours:.1f}")


if __name__ == "__main__":
    main()
