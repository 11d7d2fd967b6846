"""One query after the other, in a process of its own that can be killed.

A worker is forked from the process that holds the graph (``template``), so that it costs a millisecond and shares the
graph's memory. It has as many open files as it needs and may open no more: a query cannot reach the network, whatever
its text says. A query that takes too long is ended by the worker's own alarm, should the server not do it first.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
from typing import TYPE_CHECKING, Any

from ..errors import PolicyGraphError, QueryError
from ..formats import QUERY_MEDIA_TYPE
from ..sparql.syntax import misread
from ..store.turtle import turtle
from ..wellformed import wellformed
from .formats import BOOLEANS, GRAPHS, RESULTS, choose
from .frames import pack, receive, refused
from .guard import has_dataset
from .limits import Limits

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["work"]


class TooMuchError(PolicyGraphError):
    """The answer is larger than a limit."""


class _Bounded:
    """A file in memory that holds so many bytes and rows and no more; its format goes by pyoxigraph's extension."""

    def __init__(self, limits: Limits, format: str) -> None:
        self.pieces: list[bytes] = []
        self.size, self.rows, self.limits, self.format = 0, 0, limits, format
        self.quoted = False
        self.tail = b""

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        self.size += len(data)
        if self.size > self.limits.result:
            raise TooMuchError("answer_bytes", n=self.limits.result)
        self.count(bytes(data))
        if self.rows > self.limits.rows + 1:
            raise TooMuchError("answer_rows", n=self.limits.rows)
        return len(data)

    def count(self, data: bytes) -> None:
        """Rows, from what ends or parts them in each format as the engine writes it."""
        if self.format in ("tsv", "nt"):
            self.rows += data.count(b"\n")
        elif self.format == "csv":
            for index, piece in enumerate(data.split(b'"')):
                self.quoted ^= index > 0
                self.rows += 0 if self.quoted else piece.count(b"\n")
        elif self.format in ("srj", "srx"):
            mark = b'}},{"' if self.format == "srj" else b"<result>"
            joined = self.tail + data
            self.rows += joined.count(mark)
            self.tail = joined[-len(mark) + 1 :]

    def flush(self) -> None:
        """Nothing waits to be written."""

    @property
    def content(self) -> bytes:
        """What was written."""
        whole = b"".join(self.pieces)
        return wellformed(whole) if self.format in ("srx", "rdf") else whole


def work(store: Store, sock: socket.socket, limits: Limits) -> None:
    """Answer requests until the other side is gone."""
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()  # noqa: SIM115, PTH123
    resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
    # The server and the process that forks come first, or nobody else is served while queries take all there is.
    os.setpriority(os.PRIO_PROCESS, 0, 5)
    while True:
        try:
            head, body = receive(sock)
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, head["seconds"] + 0.5)
        try:
            answer = pack(*answered(store, head, body, limits))
        except TooMuchError as error:
            answer = pack(refused(422, "verbatim", message=error))
        except SyntaxError as error:
            answer = pack(refused(400, "verbatim", message=misread(error.msg)))
        except QueryError as error:
            answer = pack(refused(400, "verbatim", message=error))
        except MemoryError:
            answer = pack(refused(422, "query_memory"))
        except (ValueError, OSError, RuntimeError) as error:
            answer = pack(refused(400, "query_not_run", reason=error))
        signal.setitimer(signal.ITIMER_REAL, 0)
        sock.sendall(answer)


def answered(store: Store, head: dict[str, Any], body: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Head and body of the answer to one query."""
    from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat

    from ..namespaces import PREFIXES

    if "graph" in head:
        return _graph(store, head, limits)
    text = _of_catalogue(store, head, body) if "question" in head else body.decode()
    if head.get("text"):
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#+")]
        return {"status": 200, "type": QUERY_MEDIA_TYPE}, "".join(lines).encode()
    options: dict[str, Any] = {}
    if head.get("default") or head.get("named"):
        # The request's dataset goes before the query's own.
        options["default_graph"] = [NamedNode(iri) for iri in head["default"]]
        options["named_graphs"] = [NamedNode(iri) for iri in head["named"]]
    elif not has_dataset(text):
        options["use_default_graph_as_union"] = True
    found = store.query(text, base_iri=head.get("base"), prefixes=PREFIXES, **options)
    triples = isinstance(found, QueryTriples)
    offered = GRAPHS if triples else BOOLEANS if isinstance(found, QueryBoolean) else RESULTS
    kind = choose(head.get("accept"), offered)
    if kind is None:
        return refused(406, "answer_forms", forms=list(offered)), b""
    syntax = (RdfFormat if triples else QueryResultsFormat).from_media_type(kind)
    assert syntax is not None
    out = _Bounded(limits, syntax.file_extension)
    if isinstance(found, QueryTriples) and head.get("prefixes") and syntax == RdfFormat.TURTLE:
        # For people who read it: with short names, and the same text whenever it is asked for.
        ordered = sorted(found, key=lambda each: (str(each.subject), str(each.predicate), str(each.object)))
        for piece in turtle([Quad(*each) for each in ordered]):
            out.write(piece.encode())
    else:
        found.serialize(out, syntax)  # type: ignore[arg-type]
    return {"status": 200, "type": kind}, out.content


def _graph(store: Store, head: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """One graph as it is: the default graph too is not the union here."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

    name = DefaultGraph() if head["graph"] is None else NamedNode(head["graph"])
    if head["graph"] is not None and not store.contains_named_graph(name):
        return refused(404, "no_such_graph", graph=head["graph"]), b""
    kind = choose(head.get("accept"), GRAPHS)
    if kind is None:
        return refused(406, "graph_forms", forms=list(GRAPHS)), b""
    syntax = RdfFormat.from_media_type(kind)
    assert syntax is not None
    out = _Bounded(limits, syntax.file_extension)
    store.dump(out, syntax, from_graph=name)  # type: ignore[arg-type]
    return {"status": 200, "type": kind}, out.content


def _of_catalogue(store: Store, head: dict[str, Any], body: bytes) -> str:
    """The text of a question of the catalogue with its parameters, and the page of its rows that is asked for."""
    from ..sparql import find, prepare

    question = find(head["question"])
    text = prepare(store, question, json.loads(body), lang=head["lang"])
    if question.form == "SELECT" and head["limit"] is not None:
        # No question of the catalogue ends with a LIMIT of its own (tests/server/test_api.py sees to that).
        text += f"\nLIMIT {head['limit']} OFFSET {head['offset']}"
    return text
