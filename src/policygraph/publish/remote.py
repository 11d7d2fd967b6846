"""One database of a triple store over HTTP: its graphs read, replaced and dropped, with patience where it helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..errors import PublishError, UsageError
from ..namespaces import PG
from ..sparql.credentials import Credentials, credentials_for
from ..sparql.endpoint import Endpoint
from ..sparql.reach import address, what_fails, within
from ..store.presets import PRESETS, Addresses, Preset, addresses, detect
from ..texts import filled
from .answers import PassingError, check, refuse_moved
from .client import http_client

if TYPE_CHECKING:
    import httpx
    from pyoxigraph import Triple
    from tenacity import RetryCallState

__all__ = ["STAGING", "Remote"]

#: What the name of a graph ends with while it is being made beside the one that it will replace.
STAGING = "#staging"
#: Longest wait between two tries, whatever the server asks for; seconds.
_LONGEST_WAIT = 30.0
#: Bytes of one SPARQL Update, for stores that take nothing else.
_UPDATE_BYTES = 1_000_000
#: Graphs that are sent together: the second is on its way while the server takes in the first. More gain nothing.
_TOGETHER = 2
#: Graphs whose size is asked in one query.
_AT_ONCE = 200

_TRIPLES = "application/n-triples"
_RESULTS = "application/sparql-results+json"


class Remote:
    """One database of a triple store.

    Args:
        url: the database's address, or that of its queries, updates or graphs.
        store: the kind of store (``fuseki``, ``oxigraph`` …); where it is not given the server's answer tells.
        timeout: seconds that each request may take, to the end of its answer.
        tries: how often a request is sent before a passing fault (no connection, 429, 500, 502, 503, 504) is final.
        wait: seconds before the second try, doubled for each further one, unless the server says how long.
        transport: what carries the requests, where it is not the network.

    Credentials come from the environment or netrc, see ``sparql.credentials``; no message or ``repr`` has them.

    Raises:
        UsageError: the address is none, or the store is unknown or cannot be told.
        PublishError: out of reach, refused, or an answer that makes no sense. So does every method.

    >>> Remote("localhost:3030/notices")
    Traceback (most recent call last):
    policygraph.errors.UsageError: 'localhost:3030/notices' is not an address; it begins with http:// or https://
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
        url = address(url)
        if store is not None and store not in PRESETS:
            raise UsageError("unknown_store", store=store, known=list(PRESETS))
        self.url, self.timeout, self.tries, self.wait = url, timeout, tries, wait
        credentials = credentials_for(url)
        self.preset = PRESETS[store] if store else self._detected(transport)
        self.addresses: Addresses = addresses(self.preset, url)
        self._client = self._open(credentials, transport)

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def endpoint(self) -> Endpoint:
        """The same database as an endpoint for questions."""
        return Endpoint(self.addresses.query, self.preset.name, self.timeout)

    @property
    def at_once(self) -> int:
        """How many graphs may be replaced at a time: several only where each is a transaction of its own.

        Digest credentials count the requests, one after the other.
        """
        import httpx

        together = self.preset.atomic and self.addresses.graphs and not isinstance(self._client.auth, httpx.DigestAuth)
        return _TOGETHER if together else 1

    # --- graphs ------------------------------------------------------------------------------------------------

    def counts(self, graphs: Sequence[str]) -> dict[str, int]:
        """How many triples each of these graphs has here; graphs that are not here are left out."""
        found: dict[str, int] = {}
        # Each once: a name that stands twice among the values would be counted twice.
        asked = list(dict.fromkeys(graphs))
        for at in range(0, len(asked), _AT_ONCE):
            names = " ".join(f"<{name}>" for name in asked[at : at + _AT_ONCE])
            text = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            # An empty group has no name: so do stores that answer one row where there are none.
            found |= {row[0].value: int(row[1].value) for row in self.select(text) if row[0] is not None}
        return {name: count for name, count in found.items() if count}

    def policy_graphs(self) -> set[str]:
        """The names of all graphs here that hold a policy."""
        text = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?policy a <{PG}Policy> }} }}"
        return {row[0].value for row in self.select(text)}

    def triples(self, graph: str) -> list[Triple]:
        """One graph, read back; empty where it is not here."""
        from pyoxigraph import RdfFormat, parse

        if self.addresses.graphs:
            response = self._send("GET", self.addresses.graphs, params=self._named(graph), accept=_TRIPLES, absent=True)
            if response is None:
                return []
        else:
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            response = self._ask(text, _TRIPLES)
        try:
            return [quad.triple for quad in parse(response.content, RdfFormat.N_TRIPLES)]
        except (SyntaxError, ValueError) as error:
            raise PublishError("graph_not_read_back", url=self.url, graph=graph, reason=error) from None

    def put(self, graph: str, data: bytes, *, staged: bool = True) -> None:
        """Replace one graph by these N-Triples.

        Where the store does so in one transaction, readers see the old graph or the new one. Elsewhere it is made
        beside the old one (the same name with ``#staging``) and then copied over it: only the copying can be seen.
        Without ``staged`` it is sent straight to its place, for a database whose readers have nothing to lose yet.
        """
        if self.preset.atomic and self.addresses.graphs:
            self._put(graph, data)
            return
        beside = graph + STAGING if staged else graph
        if self.addresses.graphs:
            self._put(beside, data)
        else:
            self.update(f"DROP SILENT GRAPH <{beside}>")
            for batch in _batches(data):
                self.update(f"INSERT DATA {{ GRAPH <{beside}> {{\n{batch.decode()}}} }}")
        if not staged:
            return
        # Copying can be said twice without harm, moving can not: the second time there is nothing left to move.
        self.update(f"COPY GRAPH <{beside}> TO <{graph}>")
        self.update(f"DROP SILENT GRAPH <{beside}>")

    def drop(self, graph: str) -> None:
        """Remove one graph; nothing happens where it is not here."""
        if self.addresses.graphs:
            self._send("DELETE", self.addresses.graphs, params=self._named(graph), absent=True)
        else:
            self.update(f"DROP SILENT GRAPH <{graph}>")

    def update(self, text: str) -> None:
        """Run a SPARQL Update."""
        kind = "application/sparql-update"
        if self.preset.name == "virtuoso":
            # It takes updates as form fields only.
            self._send("POST", self.addresses.update, data={"query": text})
            return
        self._send("POST", self.addresses.update, content=text.encode(), kind=kind)

    def select(self, text: str) -> Iterator[Any]:
        """The rows of a SELECT query, with the default graph that the store itself has."""
        from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

        response = self._ask(text, _RESULTS)
        try:
            found = parse_query_results(response.content, QueryResultsFormat.JSON)
            if not isinstance(found, QuerySolutions):
                raise PublishError("answer_no_result", url=self.addresses.query, reason=filled("answer_truth"))
            yield from found
        except (SyntaxError, ValueError) as error:
            raise PublishError("answer_no_result", url=self.addresses.query, reason=error) from None

    # --- HTTP --------------------------------------------------------------------------------------------------

    def _put(self, graph: str, data: bytes) -> None:
        self._send("PUT", self.addresses.graphs, params=self._named(graph), content=data, kind=_TRIPLES)

    def _named(self, graph: str) -> dict[str, str]:
        return {self.preset.graph_parameter: graph}

    def _ask(self, text: str, accept: str) -> httpx.Response:
        response = self._send("POST", self.addresses.query, data={"query": text}, accept=accept)
        assert response is not None
        return response

    def _open(self, credentials: Credentials | None, transport: httpx.BaseTransport | None) -> httpx.Client:
        import httpx

        auth: httpx.Auth | None = None
        headers = {"User-Agent": "policygraph"}
        if credentials and credentials.scheme == "bearer":
            headers["Authorization"] = f"Bearer {credentials.secret}"
        elif credentials and (credentials.scheme == "digest" or self.preset.digest):
            auth = httpx.DigestAuth(credentials.user, credentials.secret)
        elif credentials:
            auth = httpx.BasicAuth(credentials.user, credentials.secret)
        return http_client(
            self.url, self.timeout, transport, auth=auth, headers=headers, event_hooks={"response": [refuse_moved]}
        )

    def _detected(self, transport: httpx.BaseTransport | None) -> Preset:
        import httpx

        # A store says who it is whatever it is asked, and whether or not it lets us in.
        try:
            with http_client(self.url, self.timeout, transport) as client:
                response = within(self.timeout, lambda: client.get(self.url))
        except (TimeoutError, httpx.TimeoutException):
            raise PublishError("no_answer", url=self.url, seconds=f"{self.timeout:g}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise PublishError("out_of_reach", url=self.url, reason=what_fails(error)) from None
        found = detect(str(response.url), dict(response.headers))
        if found is None:
            raise UsageError("store_untold", url=self.url, known=list(PRESETS))
        return found

    def _send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        data: Mapping[str, str] | None = None,
        kind: str = "",
        accept: str = "*/*",
        absent: bool = False,
    ) -> httpx.Response | None:
        """Send a request as often as it may help; ``None`` where nothing is there and ``absent`` allows that."""
        import httpx
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
        # Parsed once: merging parameters into an address parses it again, a fifth of what a small request costs here.
        target = httpx.URL(f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url)

        def once() -> httpx.Response | None:
            try:
                response = within(
                    self.timeout,
                    lambda: self._client.request(method, target, content=content, data=data, headers=headers),
                )
            except (TimeoutError, httpx.TimeoutException):
                raise PassingError("no_answer", url=url, seconds=f"{self.timeout:g}") from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise PassingError("connection_fails", url=url, reason=what_fails(error)) from None
            if response.status_code == 404 and absent:
                return None
            check(response, url)
            return response

        def pause(state: RetryCallState) -> float:
            fault = state.outcome.exception() if state.outcome else None
            asked = fault.wait if isinstance(fault, PassingError) else None
            return min(self.wait * 2 ** (state.attempt_number - 1) if asked is None else asked, _LONGEST_WAIT)

        attempts = Retrying(
            stop=stop_after_attempt(self.tries),
            wait=pause,
            retry=retry_if_exception_type(PassingError),
            reraise=True,
        )
        return attempts(once)


def _batches(data: bytes) -> Iterator[bytes]:
    """Lines of N-Triples in pieces of about a megabyte."""
    batch: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if batch and size + len(line) > _UPDATE_BYTES:
            yield b"".join(batch)
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield b"".join(batch)
