"""A remote SPARQL endpoint, queried like a local graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import EndpointError, UsageError
from ..namespaces import PREFIXES
from ..texts import Bilingual
from .network import normalise_address
from .presets import PRESETS, Preset
from .syntax import declare_prefixes, find_form

if TYPE_CHECKING:
    from .http import Connection

__all__ = ["Endpoint"]


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint that is queried like a local graph: over the union of its named graphs.

    Credentials come from the environment or netrc, see ``sparql.network``.

    Args:
        url: The endpoint's address.
        store: The type of the store (``fuseki``, ``oxigraph`` …); by default it is detected.
        timeout: The time limit of each request in seconds, to the end of its response.

    Raises:
        UsageError: The address is invalid, or the store is unknown.

    Example:
        >>> Endpoint("http://localhost:3030/notices/sparql", store="fuseki").preset.label
        'Apache Jena Fuseki'
    """

    url: str
    store: str | None = None
    timeout: float = 60

    def __post_init__(self) -> None:
        normalise_address(self.url)
        if self.store is not None and self.store not in PRESETS:
            raise UsageError("unknown_store", store=self.store, known=list(PRESETS))

    @cached_property
    def preset(self) -> Preset:
        """The type of the store, as given or detected."""
        if self.store is not None:
            return PRESETS[self.store]
        with self._connect() as connection:
            return connection.detect_store(normalise_address(self.url)) or Preset("unknown", "SPARQL endpoint")

    def ask(self, text: str, origin: str | Bilingual) -> Any:
        """Run a query.

        Args:
            text: The query; the project's prefixes need no declaration.
            origin: The name of the query in messages.

        Returns:
            The answer in the types of pyoxigraph: solutions, a boolean, or triples.

        Raises:
            EndpointError: The endpoint is out of reach, too slow or refuses, or the response is not a result; the
                message has the reason.
        """
        from .protocol import send_query

        complete = (self.preset.describe if find_form(text) == "DESCRIBE" else "") + declare_prefixes(text, PREFIXES)
        with self._connect() as connection:
            return send_query(connection, normalise_address(self.url), complete, self.preset.union, origin=origin)

    def _connect(self) -> Connection:
        from .http import Connection

        return Connection(normalise_address(self.url), EndpointError, timeout=self.timeout)
