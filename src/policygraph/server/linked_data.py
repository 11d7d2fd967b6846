"""Linked data: every IRI below the base of the data can be requested at its path.

For a thing that is not a document, such as a body or a measure, the response is 303 to its description; a named graph
is a document and is sent itself. A description has a suffix for each of its forms: ``.html``, ``.ttl`` and so on.
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
from ..web.refusals import RefusedError
from .detail_page import LISTS, PATH_SAFE, make_address, render_detail_page, write_names_query
from .graph_cache import GraphCache, read_base
from .messages import Query
from .middleware import get_root
from .negotiation import RESULTS, choose
from .pages import THINGS, Site
from .pool import Pool
from .requests import respond

__all__ = ["LinkedData"]

#: Suffix to media type, in the order in which they are offered.
_FORMS = {
    ".ttl": media_type("ttl"),
    ".html": "text/html",
    **{f".{each}": media_type(each) for each in ("jsonld", "nt", "rdf")},
}


class LinkedData:
    """Answers requests for the IRIs of things."""

    def __init__(self, pool: Pool, site: Site) -> None:
        """Serve a pool.

        Args:
            pool: Answers queries.
            site: The base of the data and the atlas.
        """
        self._pool, self._site = pool, site
        self._base = GraphCache(pool, read_base)

    def routes(self) -> list[Route]:
        """Return the routes below ``/id/`` and below the path of the base. They match any path, so they go last."""
        return [
            Route(THINGS + "{path:path}", self.respond, name="thing"),
            Route("/{path:path}", self.respond, name="named"),
        ]

    async def base(self) -> str:
        """Return the base of the data: the given one, or the one that the graph has."""
        return await self._base.get() if self._site.base is None else self._site.base

    async def respond(self, request: Request) -> Response:
        """Answer for the path of an IRI, with or without a suffix.

        Args:
            request: The request.

        Returns:
            A description, or 303 to one.

        Raises:
            RefusedError: 404 if nothing has this IRI, 406 if no form is acceptable.
        """
        base = await self.base()
        candidates = dict(_candidates(request, base))
        if candidates:
            rows = await self._rows(
                "SELECT ?iri (EXISTS { GRAPH ?iri { ?s ?p ?o } } AS ?graph) "
                "(EXISTS { ?iri ?p ?o } || EXISTS { ?s ?p ?iri } AS ?thing) "
                f"{{ VALUES ?iri {{ {' '.join(f'<{iri}>' for iri in candidates)} }} }}"
            )
            # One row for each: whether it is a named graph, and whether there are statements about it.
            graphs = {
                row["iri"]["value"]: row["graph"]["value"] == "true"
                for row in rows
                if "true" in (row["graph"]["value"], row["thing"]["value"])
            }
            for iri, suffix in candidates.items():
                if iri in graphs:
                    return await self._describe(request, iri, suffix, base, graph=graphs[iri])
        raise RefusedError(404, "nothing_here")

    async def _describe(self, request: Request, iri: str, suffix: str, base: str, *, graph: bool) -> Response:
        root, varies = get_root(request), "Accept-Encoding"
        if not suffix:
            kind = choose(request.headers.get("accept"), list(_FORMS.values()))
            if kind is None:
                raise RefusedError(406, "thing_forms", forms=list(_FORMS.values()))
            suffix, varies = next(each for each, media in _FORMS.items() if media == kind), "Accept"
            if not graph or suffix == ".html":
                place = self._site.page(iri, base, root) if suffix == ".html" else None
                place = place or make_address(iri, base, root, suffix)
                return RedirectResponse(place, 303, headers={"Vary": varies})
        if suffix == ".html":
            most = self._pool.limits.max_page_rows
            # One row more than a list shows says that there are more.
            lists = {way: await self._rows(text.format(iri=iri), most + 1) for way, text in LISTS.items()}
            names = await self._rows(write_names_query(lists))
            response = render_detail_page(request, iri, lists, names, base, self._site, most, graph=graph)
        else:
            text = _description(f"<{iri}>", graph=graph)
            response = respond(await self._pool.ask(Query(text, _FORMS[suffix], sorted=True)))
        response.headers["Vary"] = varies
        links = [f'<{quote(iri, safe=PATH_SAFE + "#?%")}>; rel="describes"']
        for each, media in _FORMS.items():
            links.append(f'<{make_address(iri, base, root, each)}>; rel="alternate"; type="{media}"')
        response.headers["Link"] = ", ".join(links)
        return response

    async def _rows(self, text: str, first: int = 0) -> list[dict[str, Any]]:
        answer = await self._pool.ask(Query(text, RESULTS[0], first=first))
        found: list[dict[str, Any]] = json.loads(answer.content)["results"]["bindings"]
        return found


def _description(iri: str, *, graph: bool) -> str:
    """Write the query for the statements about a thing, or for all of a named graph."""
    said = f"GRAPH {iri} {{ ?s ?p ?o }}"
    if not graph:
        said = f"{{ {iri} ?p ?o BIND({iri} AS ?s) }} UNION {{ ?s ?p {iri} BIND({iri} AS ?o) }}"
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {said} }}"


def _candidates(request: Request, base: str) -> Iterator[tuple[str, str]]:
    """Yield the IRIs that a path may stand for, each with the removed suffix; the first that exists is used.

    A path is decoded once, or taken as it was written, or encoded throughout. An IRI that ends like a suffix goes
    before one without it.
    """
    from pyoxigraph import NamedNode

    root, path = get_root(request), request.scope["path"]
    written = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    below = urlsplit(base).path
    # The path of the base is that of an address from outside, or what a proxy passes on of one.
    for prefix in dict.fromkeys([root + THINGS, *([root + below, below] if below else [])]):
        if not path.startswith(prefix) or path == prefix:
            continue
        forms = path.removeprefix(prefix), written.removeprefix(prefix)
        for suffix in ("", *_FORMS):
            if not forms[0].endswith(suffix):
                continue
            decoded, raw = (form.removesuffix(suffix) for form in forms)
            for each in dict.fromkeys([decoded, raw, quote(decoded, safe=PATH_SAFE)]):
                try:
                    iri = NamedNode(base + each).value
                except ValueError:
                    continue
                yield iri, suffix
