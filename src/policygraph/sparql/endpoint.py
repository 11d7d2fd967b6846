"""Asking a remote SPARQL endpoint by SPARQLWrapper: POST, the Accept header, a time limit, the union of its graphs."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import Any, cast

from ..errors import EndpointError, UsageError
from ..namespaces import PREFIXES
from ..store.presets import PRESETS, Preset, detect
from .credentials import Credentials, credentials_for
from .reach import Redirects, address, proxy, within
from .syntax import form, with_prefixes

__all__ = ["Endpoint"]

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint that is asked as a local graph is: the union of its named graphs.

    ``store`` names the kind of store (``fuseki``, ``oxigraph`` …); where it is not given the endpoint's answer tells.
    ``timeout`` is in seconds, for each request to the end of its answer. Credentials come from the environment
    or netrc.

    Raises:
        UsageError: the address is none, or the store's name is unknown. Asking raises ``EndpointError``.

    >>> Endpoint("http://localhost:3030/notices/sparql", store="fuseki").preset.label
    'Apache Jena Fuseki'
    """

    url: str
    store: str | None = None
    timeout: float = 60

    def __post_init__(self) -> None:
        """See that the address and the store's name can be right, before anything is sent."""
        address(self.url)
        if self.store is not None and self.store not in PRESETS:
            raise UsageError(f"no store is called '{self.store}'; known are {', '.join(PRESETS)}")

    @cached_property
    def preset(self) -> Preset:
        """The kind of store, as named or as its answer to a small question tells."""
        if self.store is not None:
            return PRESETS[self.store]
        answer = self._send("ASK { ?s ?p ?o }", {})
        return detect(answer.url, answer.headers) or Preset("unknown", "SPARQL endpoint")

    @cached_property
    def _credentials(self) -> Credentials | None:
        return credentials_for(self.url)

    def ask(self, text: str, origin: str) -> Any:
        """The answer, as pyoxigraph has answers of its own: solutions, a boolean, or an iterator of triples.

        Raises:
            EndpointError: out of reach, too slow, refused, or the answer is no result; the message has the reason.
        """
        from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

        complete = (self.preset.describe if form(text) == "DESCRIBE" else "") + with_prefixes(text, PREFIXES)
        rows = form(text) in ("SELECT", "ASK")
        answer = self._send(complete, self.preset.union, origin)
        wanted = _RESULTS if rows else _TRIPLES
        if answer.kind != wanted:
            html = "html" in answer.kind
            what = "HTML, not results: is this the address of a page?" if html else answer.kind or "nothing"
            raise EndpointError(f"{self.url}: answers with {what}, where {wanted} was asked for")
        try:
            if not rows:
                return [quad.triple for quad in parse(answer.data, RdfFormat.N_TRIPLES)]
            if form(text) == "ASK":
                return _truth(parse_query_results(answer.data, QueryResultsFormat.JSON))
            # Rows are read as they are asked for: one that is wrong is to be found now.
            deque(cast("Iterable[object]", parse_query_results(answer.data, QueryResultsFormat.JSON)), maxlen=0)
            return parse_query_results(answer.data, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError, TypeError) as error:
            raise EndpointError(f"{self.url}: the answer breaks off or is malformed: {_line(error)}") from None

    def _send(self, text: str, parameters: Mapping[str, str], origin: str = "query") -> _Answer:
        request, handlers = self._request(text, parameters)
        way = proxy(request.full_url)
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": way, "https": way} if way else {}), Redirects(), *handlers
        )
        try:
            return within(self.timeout, lambda: self._exchange(opener, request, origin))
        except TimeoutError:
            raise EndpointError(f"{self.url}: no answer within {self.timeout:g} s; allow more with --timeout") from None

    def _exchange(self, opener: urllib.request.OpenerDirector, request: urllib.request.Request, origin: str) -> _Answer:
        try:
            with opener.open(request, timeout=self.timeout) as response:
                try:
                    return _Answer(response.url, dict(response.headers), response.read())
                except TimeoutError:
                    raise
                except (OSError, HTTPException) as error:
                    raise EndpointError(f"{self.url}: the answer breaks off: {_line(error)}") from None
        except urllib.error.HTTPError as error:
            moved = "" if error.url == request.full_url else f" has moved to {error.url}, which"
            raise EndpointError(f"{self.url}:{moved} {_refusal(error, origin)}") from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TimeoutError from None
            raise EndpointError(f"{self.url}: out of reach: {_line(error.reason)}") from None
        except TimeoutError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            raise EndpointError(f"{self.url}: the connection broke off: {_line(error)}") from None

    def _request(
        self, text: str, parameters: Mapping[str, str]
    ) -> tuple[urllib.request.Request, list[urllib.request.BaseHandler]]:
        from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

        wrapper = SPARQLWrapper(address(self.url), agent="policygraph")
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(URLENCODED)
        # Its vendor parameters (format=, output=) make some stores fail; the Accept header is what the protocol has.
        wrapper.setOnlyConneg(True)
        wrapper.setQuery(text)
        # It guesses the form from words, comments included, and would send a query about workload as an update.
        wrapper.queryType = form(text)
        for name, value in parameters.items():
            wrapper.addParameter(name, value)
        wrapper.addCustomHttpHeader("Accept", _RESULTS if form(text) in ("SELECT", "ASK") else _TRIPLES)
        handlers: list[urllib.request.BaseHandler] = []
        known = self._credentials
        if known and known.scheme == "bearer":
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {known.secret}")
        elif known and known.scheme == "basic":
            wrapper.setCredentials(known.user, known.secret)
        elif known:
            # SPARQLWrapper's own digest sets the process's opener and must be told the realm; this one asks for it.
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, address(self.url), known.user, known.secret)
            handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
        return wrapper._createRequest(), handlers


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer that has come to its end, and the address that gave it."""

    url: str
    headers: Mapping[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        return (
            next((value for name, value in self.headers.items() if name.lower() == "content-type"), "")
            .partition(";")[0]
            .strip()
            .lower()
        )


def _truth(found: Any) -> Any:
    """A boolean as the protocol has it; Virtuoso sends a table with a 1 in it for yes, and none or a 0 for no."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    if not isinstance(found, QuerySolutions):
        return found
    yes = any(value is not None and value.value == "1" for row in found for value in row)
    return parse_query_results(b'{"head":{},"boolean":%s}' % str(yes).lower().encode(), QueryResultsFormat.JSON)


def _refusal(error: urllib.error.HTTPError, origin: str) -> str:
    """What a status means to the user; the endpoint's own words where they are short text."""
    if error.code in (301, 302, 303, 307, 308):
        return (
            f"has moved to {error.headers.get('Location', 'an address that it does not say')} ({error.code}); ask there"
        )
    if error.code == 401:
        return "asks for credentials; set POLICYGRAPH_USER and POLICYGRAPH_PASSWORD, POLICYGRAPH_TOKEN, or netrc (401)"
    if error.code == 403:
        return "does not let these credentials in (403)"
    if error.code == 404:
        return "there is no endpoint at this address (404)"
    try:
        said = " ".join(error.read(2000).decode("utf-8", "replace").split())
    except OSError:
        said = ""
    said = "" if said.startswith("<") else said[:300]
    if error.code == 400:
        return f"{origin} is refused as not valid SPARQL (400)" + (f": {said}" if said else "")
    return f"answers with status {error.code} {error.reason}" + (f": {said}" if said else "")


def _line(error: object) -> str:
    return " ".join(str(error).split()) or type(error).__name__
