"""Asking a remote SPARQL endpoint by SPARQLWrapper: POST, the Accept header, a time limit, the union of its graphs."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from ..errors import EndpointError, UsageError
from ..namespaces import PREFIXES
from ..store.presets import PRESETS, Preset, detect
from .credentials import Credentials, credentials_for
from .syntax import form, with_prefixes

if TYPE_CHECKING:
    from http.client import HTTPResponse

__all__ = ["Endpoint"]

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint that is asked as a local graph is: the union of its named graphs.

    ``store`` names the kind of store (``fuseki``, ``oxigraph`` …); where it is not given the endpoint's answer tells.
    ``timeout`` is in seconds, for each request. Credentials come from the environment or netrc.

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
        if not self.url.startswith(("http://", "https://")):
            raise UsageError(f"'{self.url}' is not an address; it begins with http:// or https://")
        if self.store is not None and self.store not in PRESETS:
            raise UsageError(f"no store is called '{self.store}'; known are {', '.join(PRESETS)}")

    @cached_property
    def preset(self) -> Preset:
        """The kind of store, as named or as its answer to a small question tells."""
        if self.store is not None:
            return PRESETS[self.store]
        with self._send("ASK { ?s ?p ?o }", {}) as response:
            known = detect(self.url, dict(response.headers))
        return known or Preset("unknown", "SPARQL endpoint")

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
        with self._send(complete, self.preset.union, origin) as response:
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            wanted = _RESULTS if rows else _TRIPLES
            data = self._read(response)
            if kind != wanted:
                what = "HTML, not results: is this the address of a page?" if "html" in kind else f"{kind or 'nothing'}"
                raise EndpointError(f"{self.url}: answers with {what}, where {wanted} was asked for")
        try:
            if rows:
                found = parse_query_results(data, QueryResultsFormat.JSON)
                return _truth(found) if form(text) == "ASK" else found
            return [quad.triple for quad in parse(data, RdfFormat.N_TRIPLES)]
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self.url}: the answer breaks off or is malformed: {_line(error)}") from None

    def _read(self, response: HTTPResponse) -> bytes:
        try:
            return response.read()
        except TimeoutError:
            raise EndpointError(f"{self.url}: no answer within {self.timeout:g} s; allow more with --timeout") from None
        except (OSError, HTTPException) as error:
            raise EndpointError(f"{self.url}: the answer breaks off: {_line(error)}") from None

    def _send(self, text: str, parameters: Mapping[str, str], origin: str = "query") -> HTTPResponse:
        from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url, agent="policygraph")
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
            passwords.add_password(None, self.url, known.user, known.secret)
            handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
        request = wrapper._createRequest()
        try:
            opened: HTTPResponse = urllib.request.build_opener(*handlers).open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            raise EndpointError(f"{self.url}: {_refusal(error, origin)}") from None
        except TimeoutError:
            raise EndpointError(f"{self.url}: no answer within {self.timeout:g} s; allow more with --timeout") from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                message = f"no answer within {self.timeout:g} s; allow more with --timeout"
                raise EndpointError(f"{self.url}: {message}") from None
            raise EndpointError(f"{self.url}: out of reach: {_line(error.reason)}") from None
        except (OSError, HTTPException, ValueError) as error:
            raise EndpointError(f"{self.url}: the connection broke off: {_line(error)}") from None
        return opened


def _truth(found: Any) -> Any:
    """A boolean as the protocol has it; Virtuoso sends a table with a 1 in it for yes, and none or a 0 for no."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    if not isinstance(found, QuerySolutions):
        return found
    yes = any(value is not None and value.value == "1" for row in found for value in row)
    return parse_query_results(b'{"head":{},"boolean":%s}' % str(yes).lower().encode(), QueryResultsFormat.JSON)


def _refusal(error: urllib.error.HTTPError, origin: str) -> str:
    """What a status means to the user; the endpoint's own words where they are short text."""
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
