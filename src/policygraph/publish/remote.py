"""One database of a triple store over HTTP: its graphs read, replaced and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..errors import PublishError, UsageError
from ..formats import UPDATE_MEDIA_TYPE, media_type
from ..namespaces import PG
from ..sparql import Endpoint
from ..sparql.http import Connection
from ..sparql.network import normalise_address
from ..sparql.presets import PRESETS, derive_addresses
from .publication import split_batches

if TYPE_CHECKING:
    import httpx
    from pyoxigraph import Triple

__all__ = ["STAGING", "Remote"]

#: Suffix of the name of a staging graph, which is filled before it replaces the graph itself.
STAGING = "#staging"
#: Bytes of one SPARQL Update, for stores that take nothing else.
_UPDATE_BYTES = 1_000_000
#: Graphs that are sent together: the second is on its way while the server takes in the first. More gain nothing.
_TOGETHER = 2
#: Graphs whose size is asked in one query.
_COUNTED_TOGETHER = 200


class Remote:
    """One database of a triple store.

    Credentials come from the environment or netrc, see ``sparql.network``; no message or ``repr`` has them.

    Args:
        url: The database's address, or that of its queries, updates or graphs.
        store: The type of the store (``fuseki``, ``oxigraph`` …); by default it is detected.
        timeout: Seconds that each request may take, to the end of its answer.
        tries: How often a request is sent before a temporary fault (no connection, 429, 500, 503 …) is final.
        wait: Seconds before the second try, doubled for each further one, unless the server says how long.
        transport: What carries the requests, where it is not the network.

    Raises:
        UsageError: The address is invalid, or the store is unknown or not detected.
        PublishError: Out of reach, refused, or an invalid answer. Every method raises it.

    Example:
        >>> Remote("localhost:3030/notices")
        Traceback (most recent call last):
        policygraph.errors.UsageError: 'localhost:3030/notices' is not an address; addresses begin with http:// or https://
    """

    def __init__(
        self,
        url: str,
        store: str | None = None,
        *,
        timeout: float = 120,
        tries: int = 5,
        wait: float = 0.5,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url, self.timeout = normalise_address(url), timeout
        if store is not None and store not in PRESETS:
            raise UsageError("unknown_store", store=store, known=list(PRESETS))
        connect = partial(Connection, self.url, PublishError, timeout=timeout, transport=transport)
        if store:
            self.preset = PRESETS[store]
        else:
            with connect() as connection:
                preset = connection.detect_store(self.url)
            if preset is None:
                raise UsageError("store_not_detected", url=self.url, known=list(PRESETS))
            self.preset = preset
        self.addresses = derive_addresses(self.preset, self.url)
        self._connection = connect(tries=tries, wait=wait, digest=self.preset.digest)

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *details: object) -> None:
        self._connection.__exit__(*details)

    @property
    def endpoint(self) -> Endpoint:
        """The same database as an endpoint for queries."""
        return Endpoint(self.addresses.query, self.preset.name, self.timeout)

    @property
    def max_concurrent(self) -> int:
        """How many graphs may be replaced at a time: several only where each is a transaction of its own."""
        together = self.preset.atomic and self.addresses.graphs and not self._connection.counts_requests
        return _TOGETHER if together else 1

    def counts(self, graphs: Sequence[str]) -> dict[str, int]:
        """Count the triples of graphs.

        Args:
            graphs: Names of graphs.

        Returns:
            The number by graph; graphs that are not here are left out.
        """
        found: dict[str, int] = {}
        # Without duplicates: a name that occurs twice among the values would be counted twice.
        names = [f"<{name}>" for name in dict.fromkeys(graphs)]
        for at in range(0, len(names), _COUNTED_TOGETHER):
            where = f"VALUES ?g {{ {' '.join(names[at : at + _COUNTED_TOGETHER])} }} GRAPH ?g {{ ?s ?p ?o }}"
            text = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {where} }} GROUP BY ?g"
            # An empty group has no name: so do stores that answer one row where there are none.
            found |= {row[0].value: int(row[1].value) for row in self.query(text) if row[0] is not None}
        return {name: count for name, count in found.items() if count}

    def policy_graphs(self) -> set[str]:
        """List the names of all graphs here that hold a policy."""
        return {row[0].value for row in self.query(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?p a <{PG}Policy> }} }}")}

    def triples(self, graph: str, *, retry: bool = True) -> list[Triple]:
        """Read one graph back.

        Args:
            graph: Its name.
            retry: Whether to try again after a temporary fault.

        Returns:
            Its triples; none where it is not here.
        """
        from pyoxigraph import RdfFormat, parse

        if not self.addresses.graphs:
            return list(self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", retry=retry))
        accept = {"Accept": media_type("nt")}
        response = self._connection.send("GET", self._graph(graph), headers=accept, absent=True, retry=retry)
        if response.status_code == 404:
            return []
        try:
            return [quad.triple for quad in parse(response.content, RdfFormat.N_TRIPLES)]
        except (SyntaxError, ValueError) as error:
            raise PublishError("graph_not_read_back", url=self.url, graph=graph, reason=error) from None

    def put(self, graph: str, data: bytes, *, staged: bool = True) -> None:
        """Replace one graph.

        Where the store does so in one transaction, readers see the old graph or the new one. Elsewhere a staging graph
        (the same name with ``#staging``) is filled and then copied over the old one: only the copying can be seen.

        Args:
            graph: Its name.
            data: Its triples as N-Triples.
            staged: Whether to use a staging graph where there are no transactions. Without, the graph is written in
                place, for a database that has no readers yet.
        """
        if self.preset.atomic and self.addresses.graphs:
            self._put(graph, data)
            return
        target = graph + STAGING if staged else graph
        if self.addresses.graphs:
            self._put(target, data)
        else:
            self.update(f"DROP SILENT GRAPH <{target}>")
            for batch in split_batches([data], _UPDATE_BYTES):
                self.update(f"INSERT DATA {{ GRAPH <{target}> {{\n{batch.decode()}}} }}")
        if not staged:
            return
        # COPY can be repeated safely; MOVE cannot: the second time there is nothing left to move.
        self.update(f"COPY GRAPH <{target}> TO <{graph}>")
        self.update(f"DROP SILENT GRAPH <{target}>")

    def drop(self, graph: str) -> None:
        """Remove one graph; nothing happens where it is not here.

        Args:
            graph: Its name.
        """
        if self.addresses.graphs:
            self._connection.send("DELETE", self._graph(graph), absent=True)
        else:
            self.update(f"DROP SILENT GRAPH <{graph}>")

    def update(self, text: str) -> None:
        """Run a SPARQL Update.

        Args:
            text: The update.
        """
        if self.preset.name == "virtuoso":
            # It takes updates as fields of a form only.
            self._connection.send("POST", self.addresses.update, data={"query": text})
        else:
            headers = {"Content-Type": UPDATE_MEDIA_TYPE}
            self._connection.send("POST", self.addresses.update, content=text.encode(), headers=headers)

    def query(self, text: str, *, retry: bool = True) -> Any:
        """Run a query over the default graph that the store itself has.

        Args:
            text: The query.
            retry: Whether to try again after a temporary fault.

        Returns:
            What pyoxigraph has for answers of its own: solutions, a boolean, or triples.
        """
        from ..sparql.protocol import send_query

        return send_query(self._connection, self.addresses.query, text, retry=retry)

    def _graph(self, graph: str) -> str:
        """The address of a graph by the Graph Store Protocol."""
        before = "&" if "?" in self.addresses.graphs else "?"
        return f"{self.addresses.graphs}{before}{urlencode({self.preset.graph_parameter: graph})}"

    def _put(self, graph: str, data: bytes) -> None:
        self._connection.send("PUT", self._graph(graph), content=data, headers={"Content-Type": media_type("nt")})
