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
from ..texts import Names, filled
from .credentials import Credentials, credentials_for
from .reach import Redirects, address, proxy, what_fails, within
from .syntax import form, with_prefixes

__all__ = ["Endpoint"]

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_MEANINGS = {401: "status_credentials", 403: "status_not_let_in", 404: "status_no_endpoint"}


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
            raise UsageError("unknown_store", store=self.store, known=list(PRESETS))

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

    def ask(self, text: str, origin: str | Names) -> Any:
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
            key = "answer_html" if "html" in answer.kind else "answer_kind" if answer.kind else "answer_nothing"
            raise EndpointError(key, url=self.url, kind=answer.kind, wanted=wanted)
        try:
            if not rows:
                return [quad.triple for quad in parse(answer.data, RdfFormat.N_TRIPLES)]
            if form(text) == "ASK":
                return _truth(parse_query_results(answer.data, QueryResultsFormat.JSON))
            # Rows are read as they are asked for: one that is wrong is to be found now.
            deque(cast("Iterable[object]", parse_query_results(answer.data, QueryResultsFormat.JSON)), maxlen=0)
            return parse_query_results(answer.data, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError, TypeError) as error:
            raise EndpointError("answer_malformed", url=self.url, reason=error) from None

    def _send(self, text: str, parameters: Mapping[str, str], origin: str | Names = "ASK") -> _Answer:
        request, handlers = self._request(text, parameters)
        way = proxy(request.full_url)
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": way, "https": way} if way else {}), Redirects(), *handlers
        )
        try:
            return within(self.timeout, lambda: self._exchange(opener, request, origin))
        except TimeoutError:
            raise EndpointError("no_answer", url=self.url, seconds=f"{self.timeout:g}") from None

    def _exchange(
        self, opener: urllib.request.OpenerDirector, request: urllib.request.Request, origin: str | Names
    ) -> _Answer:
        try:
            with opener.open(request, timeout=self.timeout) as response:
                try:
                    return _Answer(response.url, dict(response.headers), response.read())
                except TimeoutError:
                    raise
                except (OSError, HTTPException) as error:
                    raise EndpointError("answer_broke_off", url=self.url, reason=what_fails(error)) from None
        except urllib.error.HTTPError as error:
            refusal = _refusal(error, origin)
            if error.url != request.full_url:
                raise EndpointError("moved_refuses", url=self.url, new=error.url, reason=refusal) from None
            raise EndpointError("about", what=self.url, reason=refusal) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise TimeoutError from None
            fault = what_fails(error.reason) if isinstance(error.reason, BaseException) else error.reason
            raise EndpointError("out_of_reach", url=self.url, reason=fault) from None
        except TimeoutError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            raise EndpointError("broke_off", url=self.url, reason=what_fails(error)) from None

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


def _refusal(error: urllib.error.HTTPError, origin: str | Names) -> Names:
    """What a status means to the user; the endpoint's own words where they are short text."""
    if error.code in (301, 302, 303, 307, 308):
        place = error.headers.get("Location") or filled("place_unsaid")
        return filled("moved_ask", place=place, status=str(error.code))
    if error.code in _MEANINGS:
        return filled(_MEANINGS[error.code])
    try:
        said = " ".join(error.read(2000).decode("utf-8", "replace").split())
    except OSError:
        said = ""
    if error.code == 400:
        meant = filled("status_not_sparql", origin=origin)
    else:
        meant = filled("status_other", status=f"{error.code} {error.reason}")
    return filled("about", what=meant, reason=said[:300]) if said and not said.startswith("<") else meant
