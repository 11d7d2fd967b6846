"""Linked data: the IRI of everything below the base of the data answers at its path.

A thing that is no document, a body or a measure, answers 303 and says where it is described; a named graph is a
document and answers itself. A description has a suffix for each of its forms: ``.html``, ``.ttl`` and so on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..formats import media_type
from ..namespaces import ID, PG
from .dossier import PARTS, dossier
from .formats import choose
from .pool import Pool
from .protocol import deliver
from .proxied import root_of
from .refusals import RefusedError
from .site import THINGS, Site

__all__ = ["LinkedData"]

#: Suffix to media type, in the order in which they are offered.
FORMS = {
    ".ttl": media_type("ttl"),
    ".html": "text/html",
    **{f".{each}": media_type(each) for each in ("jsonld", "nt", "rdf")},
}
#: Statements that point to a thing and are part of its description; of a place there may be millions.
POINTING = 1000
_SAFE = "/:@!$&'()*+,;=~"


class LinkedData:
    """The addresses of things, over a pool."""

    def __init__(self, pool: Pool, site: Site) -> None:
        self.pool, self.site = pool, site
        self._found: tuple[int, str] | None = None

    def routes(self) -> list[Route]:
        """Below ``/id/``, and below the path of the base; the latter takes what no other route does: it goes last."""
        return [
            Route(THINGS + "{path:path}", self.answer, name="thing"),
            Route("/{path:path}", self.answer, name="named"),
        ]

    async def base(self) -> str:
        """The base of the data: as told, or what stands before ``policy/`` in the IRI of a policy."""
        if self.site.base is not None:
            return self.site.base
        # Looked for again in a graph that was put in the place of the former one.
        now = self.pool.generation
        if self._found is None or self._found[0] != now:
            from ..atlas.paths import base_of

            found = await self._rows(f"SELECT ?policy {{ ?policy a <{PG}Policy> }} LIMIT 1")
            if not found:
                return ID
            self._found = now, base_of(row["policy"]["value"] for row in found)
        return self._found[1]

    async def answer(self, request: Request) -> Response:
        """The response for the path of an IRI, with or without a suffix.

        Raises:
            RefusedError: 404 where nothing has this IRI, 406 where it has no form that is wanted.
        """
        base = await self.base()
        root, path = root_of(request), request.scope["path"]
        raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
        below = urlsplit(base).path
        # The path of the base is that of an address from outside, or what a proxy passes on of one.
        for prefix in dict.fromkeys([root + THINGS, *([root + below, below] if below else [])]):
            if not path.startswith(prefix) or path == prefix:
                continue
            rest, written = path.removeprefix(prefix), raw.removeprefix(prefix)
            if found := await self._known(base, rest, written):
                return await self._thing(request, *found)
            for suffix in FORMS:
                if rest.endswith(suffix):
                    found = await self._known(base, rest.removesuffix(suffix), written.removesuffix(suffix))
                    if found:
                        return await self._document(request, found[0], suffix, base, graph=found[1])
        raise RefusedError(404, "nothing_here")

    async def _known(self, base: str, path: str, written: str) -> tuple[str, bool] | None:
        """The IRI that is meant by a path, and whether it is a named graph."""
        for iri in _candidates(base, path, written):
            rows = await self._rows(
                f"SELECT (EXISTS {{ GRAPH {iri} {{ ?s ?p ?o }} }} AS ?graph) "
                f"(EXISTS {{ {iri} ?p ?o }} || EXISTS {{ ?s ?p {iri} }} AS ?thing) {{ }}"
            )
            graph, thing = (rows[0][name]["value"] == "true" for name in ("graph", "thing"))
            if graph or thing:
                return iri[1:-1], graph
        return None

    async def _thing(self, request: Request, iri: str, graph: bool) -> Response:
        kind = choose(request.headers.get("accept"), list(FORMS.values()))
        if kind is None:
            raise RefusedError(406, "thing_forms", forms=list(FORMS.values()))
        suffix = next(each for each, media in FORMS.items() if media == kind)
        base = await self.base()
        if graph and suffix != ".html":
            response = await self._document(request, iri, suffix, base, graph=True)
            response.headers["Vary"] = "Accept"
            return response
        root = root_of(request)
        place = self.site.page(iri, base, root) if suffix == ".html" else None
        place = place or root + _address(iri, base, suffix)
        return RedirectResponse(place, 303, headers={"Vary": "Accept"})

    async def _document(self, request: Request, iri: str, suffix: str, base: str, *, graph: bool) -> Response:
        if suffix == ".html":
            rows = await self._rows(PARTS.format(iri=f"<{iri}>", most=POINTING))
            response = dossier(request, iri, rows, base, self.site, graph=graph)
        else:
            response = await self._data(f"<{iri}>", FORMS[suffix], graph=graph)
        response.headers["Vary"] = "Accept-Encoding"
        root = root_of(request)
        others = [
            f'<{root}{_address(iri, base, each)}>; rel="alternate"; type="{media}"' for each, media in FORMS.items()
        ]
        response.headers["Link"] = ", ".join([f'<{quote(iri, safe=_SAFE + "#?%")}>; rel="describes"', *others])
        return response

    async def _data(self, iri: str, kind: str, *, graph: bool) -> Response:
        said = f"GRAPH {iri} {{ ?s ?p ?o }}"
        if not graph:
            said = (
                f"{{ {iri} ?p ?o BIND({iri} AS ?s) }} UNION "
                f"{{ SELECT (?from AS ?s) ?p ({iri} AS ?o) {{ ?from ?p {iri} }} LIMIT {POINTING} }}"
            )
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {said} }}"
        return await deliver(self.pool, {"accept": kind, "prefixes": True}, text.encode())

    async def _rows(self, text: str) -> list[dict[str, Any]]:
        response = await deliver(self.pool, {"accept": media_type("json")}, text.encode())
        found: list[dict[str, Any]] = json.loads(bytes(response.body))["results"]["bindings"]
        return found


def _candidates(base: str, path: str, written: str) -> Iterator[str]:
    """The IRIs, as terms, that a path may stand for: decoded once, as it was written, encoded throughout."""
    from pyoxigraph import NamedNode

    for each in dict.fromkeys([path, written, quote(path, safe=_SAFE)]):
        try:
            yield str(NamedNode(base + each))
        except ValueError:
            continue


def _address(iri: str, base: str, suffix: str) -> str:
    """The address of a description below the server's root.

    >>> _address("http://e/id/body/省", "http://e/id/", ".ttl")
    '/id/body/%E7%9C%81.ttl'
    """
    return THINGS + quote(iri.removeprefix(base), safe=_SAFE) + suffix
