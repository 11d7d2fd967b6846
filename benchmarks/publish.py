"""How long sending a graph to a server takes, beside curl sending the same bytes to the same server.

    python benchmarks/publish.py [--triples 100000] [--runs 5] [--warm 20]

Promised: the transfer, proof apart, within 1.2 times of curl. Each graph is one request for both; curl is started once
and sends them all over one connection. The servers are those of the tests (``tests/servers.py``); each is emptied of
the graphs before they are sent, by turns. A server of the JVM is still being compiled, on the processors that it shares
with whoever sends, for its first dozen loadings: those are not counted. One that collects garbage in the middle makes
either slow; the best of the runs is compared. Where a store has no transactions, replacing graphs that are there goes
by way of staging graphs, which curl does not do: what that costs is told beside it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from notice_files import graph
from pyoxigraph import RdfFormat, serialize

from policygraph.publish import Action, Publication, Remote, Step, transfer
from policygraph.store import open_graph

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import servers

#: Enough to see that this works: ``run.py --small``.
SMALL = ["--triples", "5000", "--runs", "1", "--warm", "0"]

STORES = {
    "oxigraph": servers.empty_oxigraph,
    "fuseki": servers.fuseki,
    "rdf4j": servers.rdf4j,
    "virtuoso": servers.virtuoso,
}
#: Those that Virtuoso has at first; the others let everybody in.
FIRST = "dba"


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def curl_config(remote: Remote, files: dict[str, Path]) -> str:
    """What curl is told: one upload a graph."""
    parts = []
    for iri, file in files.items():
        target = f"{remote.addresses.graphs}?{remote.preset.graph_parameter}={quote(iri, safe='')}"
        lines = [f'url = "{target}"', f'upload-file = "{file}"', 'header = "Content-Type: application/n-triples"']
        if remote.preset.name == "virtuoso":
            lines += [f'user = "{FIRST}:{FIRST}"', "digest"]
        lines += ['header = "Expect:"', 'output = "/dev/null"', "fail", "silent", "show-error"]
        parts.append("\n".join(lines) + "\n")
    return "next\n".join(parts)


def compare(works: Sequence[Callable[[], object]], before: Callable[[], object], runs: int, warm: float) -> list[float]:
    """The best seconds of each, run by turns after turns of at least ``warm`` seconds in all that are not counted."""

    def turn() -> list[float]:
        taken = []
        for work in works:
            before()
            taken.append(timed(work))
        return taken

    start = time.perf_counter()
    turn()
    while time.perf_counter() - start < warm:
        turn()
    return [min(each) for each in zip(*(turn() for _ in range(runs)), strict=True)]


def emptied(remote: Remote, plan: Sequence[Step]) -> None:
    """None of the graphs is there."""
    for step in plan:
        remote.drop(step.graph)


def main() -> int:
    """Print the table; exit 1 where the promise is not kept."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--triples", type=int, default=100_000)
    ask.add_argument("--runs", type=int, default=5)
    ask.add_argument("--warm", type=float, default=20, help="seconds of sending that are not counted, for each store")
    given = ask.parse_args()
    broken = 0
    os.environ |= {"POLICYGRAPH_USER": FIRST, "POLICYGRAPH_PASSWORD": FIRST}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = Publication(open_graph(graph(given.triples, folder)))
        graphs = source.graphs()
        files = {}
        for number, iri in enumerate(graphs):
            files[iri] = folder / f"{number}.nt"
            files[iri].write_bytes(serialize(source.triples(iri), format=RdfFormat.N_TRIPLES) or b"")
        plan = [Step(iri, Action.ADD, source.fingerprint(iri)) for iri in graphs]
        size = sum(file.stat().st_size for file in files.values())
        print(f"{len(graphs)} graphs, {size / 1e6:.1f} MB of N-Triples\n")
        print("| store | policygraph s | curl s | ratio |\n|---|---|---|---|")
        for store, start in STORES.items():
            with start(folder / store) as url, Remote(url, store) as remote:
                config = folder / f"{store}.curl"
                config.write_text(curl_config(remote, files), encoding="utf-8")
                works = [
                    partial(transfer, plan, source, remote),
                    partial(subprocess.run, ["curl", "-K", str(config)], check=True),
                ]
                ours, theirs = compare(works, partial(emptied, remote, plan), given.runs, given.warm)
                broken += ours / theirs > 1.2
                print(f"| {remote.preset.label} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |", flush=True)
                print(f"ratio: loading into {remote.preset.label}, policygraph against curl: {ours / theirs:.2f} ≤ 1.2")
                if not remote.preset.atomic:
                    works[0] = partial(
                        transfer, [replace(step, action=Action.REPLACE) for step in plan], source, remote
                    )
                    ours, theirs = compare(works, lambda: None, given.runs, given.warm)
                    print(f"| {remote.preset.label}, replacing | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
