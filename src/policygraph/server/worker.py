"""A worker: one query after the other, in a process that can be killed.

``WorkerProcess`` is the server's side, ``work`` the process itself.

A worker is forked from the graph process, so that it starts in a millisecond and shares the graph's memory. It has as
many open files as it needs and may open no more: a query cannot reach the network, whatever its text says. A query that
takes too long is ended by the worker's own alarm, should the server not do it first.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import QueryError
from ..formats import QUERY_MEDIA_TYPE
from ..namespaces import PREFIXES
from ..sparql import find, prepare
from ..sparql.syntax import explain_syntax_error
from ..store.turtle import write_turtle
from ..web.refusals import RefusedError
from .limits import Limits
from .messages import Answer, GraphRequest, Query, Question, pack, receive
from .negotiation import BOOLEANS, GRAPHS, RESULTS, choose
from .outputs import FirstLines, FirstRows, LimitedOutput

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, QueryTriples, Store, Triple

__all__ = ["WorkerProcess", "limit_memory", "work"]


@dataclass(eq=False)
class WorkerProcess:
    """A worker as the server sees it.

    Attributes:
        generation: The state of the graph that it was forked from.
        slow: Its query is slow; its priority was lowered for good, so it does not take another query.
        begun: Seconds that it had used when its query began.
        watch: The timer of the next look at it.
    """

    pid: int
    generation: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    slow: bool = False
    begun: float = 0.0
    watch: asyncio.TimerHandle = field(init=False)

    def processor_time(self) -> float:
        """Return the processor time that it has used in seconds; 0 if it has ended."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def lower_priority(self, nice: int) -> None:
        """Give it a niceness."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)

    def kill(self) -> None:
        """End it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.writer.close()


def limit_memory(more: int) -> None:
    """Limit the memory of this process, and let it leave no core file.

    Args:
        more: Bytes that it may allocate beside those that it has.
    """
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(store: Store, sock: socket.socket, limits: Limits) -> None:
    """Answer requests until the server closes the socket.

    Args:
        store: The graph.
        sock: Where jobs come from and answers go.
        limits: What one request may cost.
    """
    limit_memory(limits.max_memory)
    if not limits.services:
        last = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208
        for number in range(last + 1):
            try:
                os.fstat(number)
            except OSError:
                # Every number below the limit is taken, so that no socket can be made.
                os.dup2(2, number)
        resource.setrlimit(resource.RLIMIT_NOFILE, (last + 1, last + 1))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # The server and the graph process have priority: otherwise queries could keep them from serving others.
    os.setpriority(os.PRIO_PROCESS, 0, 5)
    while True:
        try:
            job = receive(sock)
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, job.seconds + 0.5)
        try:
            answer: Answer | RefusedError = _answer(store, job.request, limits)
        except RefusedError as error:
            answer = error
        except SyntaxError as error:
            answer = RefusedError(400, "verbatim", message=explain_syntax_error(error.msg))
        except QueryError as error:
            answer = RefusedError(400, "verbatim", message=error)
        except MemoryError:
            answer = RefusedError(422, "query_memory")
        except (ValueError, OSError, RuntimeError) as error:
            answer = RefusedError(400, "query_not_run", reason=error)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sock.sendall(pack(answer))


def _answer(store: Store, request: Query | Question | GraphRequest, limits: Limits) -> Answer:
    if isinstance(request, GraphRequest):
        return _answer_graph(store, request, limits)
    if isinstance(request, Question):
        return _answer_question(store, request, limits)
    return _answer_query(store, request, limits)


def _answer_question(store: Store, asked: Question, limits: Limits) -> Answer:
    """Answer a catalogue query, or give its SPARQL where that is wanted."""
    question = find(asked.name)
    text = prepare(store, question, asked.values, lang=asked.lang)
    limit = asked.limit if question.form == "SELECT" else None
    if choose(asked.accept, [*RESULTS, *GRAPHS, QUERY_MEDIA_TYPE]) == QUERY_MEDIA_TYPE:
        if limit is not None:
            text += _page(limit, asked.offset)
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#+")]
        return Answer(QUERY_MEDIA_TYPE, "".join(lines).encode())
    # One row more than the page says whether there is a next one.
    paged = text if limit is None else text + _page(limit + 1, asked.offset)
    return _answer_query(store, Query(paged, asked.accept), limits, limit)


def _page(limit: int, offset: int) -> str:
    # No question of the catalogue ends with a LIMIT of its own (tests/server/test_api.py sees to that).
    return f"\nLIMIT {limit} OFFSET {offset}"


def _answer_query(store: Store, query: Query, limits: Limits, page: int | None = None) -> Answer:
    """Run a query; ``page`` is the number of rows to return of a query that may find one more."""
    from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    options: dict[str, Any] = {}
    if query.default_graphs or query.named_graphs:
        options["default_graph"] = [NamedNode(iri) for iri in query.default_graphs]
        options["named_graphs"] = [NamedNode(iri) for iri in query.named_graphs]
    else:
        options["use_default_graph_as_union"] = query.union
    found: Any = store.query(query.text, base_iri=query.base, prefixes=PREFIXES, **options)
    if query.first:
        rows = FirstRows(query.first)
        found.serialize(rows, QueryResultsFormat.JSON)
        return Answer(RESULTS[0], rows.content)
    if query.whole:
        limits = replace(limits, max_rows=sys.maxsize, max_response=sys.maxsize)
    if query.limit is not None:
        page = query.limit
    triples = isinstance(found, QueryTriples)
    offered = GRAPHS if triples else BOOLEANS if isinstance(found, QueryBoolean) else RESULTS
    kind = choose(query.accept, offered)
    if kind is None:
        raise RefusedError(406, "answer_forms", forms=list(offered))
    format: Any = (RdfFormat if triples else QueryResultsFormat).from_media_type(kind)
    out = LimitedOutput(limits, format)
    more = False
    if page is not None and not isinstance(found, QueryBoolean):
        found, more = (_first_triples if triples else _first_rows)(found, page, limits)
    if query.sorted and format == RdfFormat.TURTLE:
        _write_sorted(found, out)
    elif isinstance(found, list):
        serialize(found, out, format)  # type: ignore[arg-type]
    else:
        found.serialize(out, format)
    return Answer(kind, out.content, more)


def _first_triples(found: QueryTriples, count: int, _: Limits) -> tuple[Any, bool]:
    """Return the first triples of an answer in the order of the engine, and whether there are more."""
    triples = list(islice(found, count + 1))
    return triples[:count], len(triples) > count


def _first_rows(found: QuerySolutions, count: int, limits: Limits) -> tuple[QuerySolutions, bool]:
    """Return the first rows of an answer, and whether there are more.

    In TSV a row is a line and every term is written in full, so that lines can be counted and read again.
    """
    from pyoxigraph import QueryResultsFormat, parse_query_results

    # The first line has the names of the columns.
    out = FirstLines(count + 1, limits.max_response)
    with suppress(FirstLines.Enough):
        found.serialize(out, QueryResultsFormat.TSV)  # type: ignore[arg-type]
    lines = out.lines
    text = b"".join(line + b"\n" for line in lines[: count + 1])
    return parse_query_results(text, QueryResultsFormat.TSV), len(lines) > count + 1  # type: ignore[return-value]


def _write_sorted(found: Iterable[Triple], out: LimitedOutput) -> None:
    """Write sorted Turtle with prefixes, so that the same answer has the same bytes."""
    from pyoxigraph import Quad

    triples = list(islice(found, out.limits.max_rows + 1))
    if len(triples) > out.limits.max_rows:
        raise RefusedError(422, "answer_rows", n=out.limits.max_rows)
    ordered = sorted(triples, key=lambda each: (str(each.subject), str(each.predicate), str(each.object)))
    for piece in write_turtle(Quad(*each) for each in ordered):
        out.write(piece.encode())


def _answer_graph(store: Store, asked: GraphRequest, limits: Limits) -> Answer:
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

    name = DefaultGraph() if asked.name is None else NamedNode(asked.name)
    if isinstance(name, NamedNode) and not store.contains_named_graph(name):
        raise RefusedError(404, "no_such_graph", graph=asked.name)
    kind = choose(asked.accept, GRAPHS)
    if kind is None:
        raise RefusedError(406, "graph_forms", forms=list(GRAPHS))
    format: Any = RdfFormat.from_media_type(kind)
    out = LimitedOutput(limits, format)
    store.dump(out, format, from_graph=name)  # type: ignore[arg-type]
    return Answer(kind, out.content)
