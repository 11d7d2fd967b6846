"""The endpoint under load: throughput beside ``oxigraph serve``, 200 clients at once, 50 endless queries at once.

    python benchmarks/server.py [--triples 100000] [--seconds 60] [--clients 200] [--endless 50]

The graph is made of invented notices (``notices.py``); what is asked are the questions of the catalogue, as SPARQL by
POST, answered as CSV or N-Triples over connections that stay open. Both servers get the same requests from the same
driver on the same machine, one after the other, each in turn twice; the best of each counts. Promised: at least 0.8
times the throughput of ``oxigraph serve``; no request fails while 200 clients ask at once; while 50 endless queries run
others are answered, and of the endless ones none is at work a second after its limit.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from measure import Memory
from notice_files import graph
from queries import parameters

from policygraph.sparql import catalogue, prepare
from policygraph.store import dump, engine, open_graph, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import servers

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
#: Bodies for the questions that ask for one: those that bear most.
BODIES = """SELECT (STR(?b) AS ?body) { ?r <http://data.europa.eu/m8g/hasParticipant> ?b }
GROUP BY ?b ORDER BY DESC(COUNT(*)) LIMIT 2"""


#: Enough to see that this works: ``run.py --small``.
SMALL = ["--triples", "20000", "--seconds", "5", "--clients", "20", "--endless", "10", "--rounds", "1"]


@dataclass(frozen=True)
class Question:
    """A query, and what its answer is wanted as."""

    name: str
    text: str
    accept: str


@dataclass
class Load:
    """What came of a crowd of clients."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    taken: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.taken


class Client:
    """One connection that stays open; no more of HTTP than both servers need, so that the driver is quick."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.reader: asyncio.StreamReader | None = None

    async def ask(self, question: Question) -> tuple[int, bytes]:
        """Status and body."""
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        body = question.text.encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {question.accept}\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        top = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        fields = dict(line.split(b": ", 1) for line in top.split(b"\r\n")[1:] if b": " in line)
        found = bytearray()
        if b"chunked" in fields.get(b"transfer-encoding", b""):
            while size := int(await self.reader.readline(), 16):
                found += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readexactly(2)
        else:
            found += await self.reader.readexactly(int(fields.get(b"content-length", 0)))
        if b"close" in fields.get(b"connection", b""):
            self.close()
        return int(top.split(b" ", 2)[1]), bytes(found)

    def close(self) -> None:
        """Let go of the connection."""
        if self.reader is not None:
            self.writer.close()
            self.reader = None


async def crowd(port: int, path: str, questions: Sequence[Question], clients: int, until: float, most: int) -> Load:
    """Clients that ask without a pause until a time, or until so many requests are done."""
    load, turns, begin = Load(), itertools.count(), time.perf_counter()

    async def one() -> None:
        client = Client(port, path)
        while (turn := next(turns)) < most and time.perf_counter() - begin < until:
            question = questions[turn % len(questions)]
            start = time.perf_counter()
            try:
                status, body = await client.ask(question)
            except (OSError, asyncio.IncompleteReadError) as error:
                load.failed.append(f"{question.name}: {error!r}")
                client.close()
                continue
            load.seconds.append(time.perf_counter() - start)
            if status != 200:
                load.failed.append(f"{question.name}: {status} {body[:80]!r}")
        client.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    load.taken = time.perf_counter() - begin
    return load


def asked(store: Path) -> list[Question]:
    """Every question of the catalogue, with what it needs."""
    opened = engine(open_graph(store))
    bodies = [row[0].value for row in select(opened, BODIES)]
    found = []
    for query in catalogue().values():
        text = prepare(opened, query, parameters(query, bodies), lang="en")
        kind = {"SELECT": "text/csv", "ASK": "application/sparql-results+json"}.get(query.form, "application/n-triples")
        found.append(Question(query.name, text, kind))
    return found


@contextmanager
def server(command: Sequence[str], port: int, path: str) -> Iterator[psutil.Process]:
    """A server from when it answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            servers.wait(f"http://127.0.0.1:{port}{path}", 60, process)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(60)


def ours(store: Path, port: int, *options: str) -> list[str]:
    """The command that serves a store with policygraph."""
    return [sys.executable, "-m", "policygraph.cli.main", "serve", str(store), "--port", str(port), *options]


def peer(folder: Path, port: int) -> list[str]:
    """The same with oxigraph."""
    program = str(Path(sys.executable).with_name("oxigraph"))
    return [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]


def throughput(
    store: Path, data: Path, folder: Path, questions: Sequence[Question], rounds: int
) -> tuple[float, float]:
    """Requests a second of ours and of the peer: eight clients, each question so many times."""
    program = str(Path(sys.executable).with_name("oxigraph"))
    subprocess.run([program, "load", "--location", str(folder), "--file", str(data)], check=True, capture_output=True)
    best = [0.0, 0.0]
    for _ in range(2):
        for which in (0, 1):
            port = servers.free_port()
            command, path = (ours(store, port), "/sparql") if which == 0 else (peer(folder, port), "/query")
            with server(command, port, "/health" if which == 0 else "/"):
                asyncio.run(crowd(port, path, questions, 8, 1e9, len(questions)))  # warm
                load = asyncio.run(crowd(port, path, questions, 8, 1e9, rounds * len(questions)))
            if load.failed:
                print(f"failed: {load.failed[:3]}", file=sys.stderr)
            best[which] = max(best[which], load.rate)
    return best[0], best[1]


def many(store: Path, questions: Sequence[Question], clients: int, seconds: float) -> tuple[Load, Memory]:
    """Many clients at once for a while."""
    port = servers.free_port()
    with server(ours(store, port), port, "/health") as process, Memory(process) as memory:
        load = asyncio.run(crowd(port, "/sparql", questions, clients, seconds, sys.maxsize))
    return load, memory


def endless(
    store: Path, questions: Sequence[Question], count: int, limit: float
) -> tuple[Load, list[int], int, Memory]:
    """Endless queries at once, and one client beside them; its load, their statuses, how many outlive their limit."""
    port = servers.free_port()
    quick = [question for question in questions if question.name in ("describe-body", "are-linked")]

    async def both() -> tuple[Load, list[int], int]:
        async def one() -> int:
            client = Client(port, "/sparql")
            status, _ = await client.ask(Question("endless", ENDLESS, "text/csv"))
            client.close()
            return status

        begin = time.perf_counter()
        crowded = [asyncio.create_task(one()) for _ in range(count)]
        await asyncio.sleep(0.2)
        load = await crowd(port, "/sparql", quick, 1, limit - 0.5, sys.maxsize)
        await asyncio.sleep(max(0.0, begin + limit + 1 - time.perf_counter()))
        alive = _at_work(process)
        return load, [await each for each in crowded], alive

    with server(ours(store, port, "--timeout", str(limit)), port, "/health") as process, Memory(process) as memory:
        load, statuses, alive = asyncio.run(both())
    return load, statuses, alive, memory


def _at_work(process: psutil.Process) -> int:
    """How many processes below use the processor now."""
    before = {each: _spent(each) for each in process.children(recursive=True)}
    time.sleep(0.3)
    return sum(_spent(each) - spent > 0.05 for each, spent in before.items())


def _spent(process: psutil.Process) -> float:
    try:
        return float(sum(process.cpu_times()[:2]))
    except psutil.Error:
        return 0.0


def latency(seconds: Sequence[float]) -> str:
    """Median, 95 of 100, and the longest."""
    if not seconds:
        return "no answer"
    cut = statistics.quantiles(seconds, n=20)[18] if len(seconds) > 1 else seconds[0]
    return f"{statistics.median(seconds):.2f} s, {cut:.2f} s, {max(seconds):.2f} s"


def main() -> int:
    """Measure, and print a table."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--triples", type=int, default=100_000)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--clients", type=int, default=200)
    ask.add_argument("--endless", type=int, default=50)
    ask.add_argument("--rounds", type=int, default=4)
    given = ask.parse_args()
    limit = 10.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = graph(given.triples, folder)
        store = dump(open_graph(data), folder / "store")
        questions = asked(store)
        whole = folder / "whole.nq"
        dump(open_graph(store), whole)
        fast, other = throughput(store, whole, folder / "oxigraph", questions, given.rounds)
        load, memory = many(store, questions, given.clients, given.seconds)
        beside, statuses, alive, heavy = endless(store, questions, given.endless, limit)
    kept = [
        fast >= 0.8 * other,
        not load.failed and len(load.seconds) > given.clients,
        not beside.failed and len(beside.seconds) > 3 and set(statuses) <= {503, 504} and alive == 0,
    ]
    print(f"{len(questions)} questions on a graph of {given.triples:,} triples.\n")
    print("| what | figure | promised |\n|---|---|---|")
    ratio = f"{fast:.1f}, oxigraph serve {other:.1f}: {fast / other:.2f} times"
    print(f"| requests a second, 8 clients | {ratio} | 0.8 times |")
    of_all = f"{len(load.failed)} of {len(load.seconds):,}"
    print(f"| {given.clients} clients for {given.seconds:g} s: failed of all | {of_all} | 0 |")
    print(f"| the same: median, 95 of 100, longest | {latency(load.seconds)} | |")
    print(f"| the same: most memory | {memory.most >> 20} MB in {memory.processes} processes | said |")
    print(f"| beside {given.endless} endless: median, 95 of 100, longest | {latency(beside.seconds)} | said |")
    print(f"| the same: answers to others, failed | {len(beside.seconds)}, {len(beside.failed)} | 0 failed |")
    print(f"| endless queries at work {limit + 1:g} s after they began, limit {limit:g} s | {alive} | 0 |")
    print(f"| the same: most memory | {heavy.most >> 20} MB in {heavy.processes} processes | said |")
    for failed in (load.failed + beside.failed)[:5]:
        print(failed, file=sys.stderr)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
