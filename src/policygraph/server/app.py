"""The routes of the server and its responses to refused requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..ask.names import NameIndex
from ..texts import texts
from ..web.refusals import RefusedError
from .asking import Asking
from .catalogue import ask_question, list_questions
from .discovery import Discovery
from .graph_cache import GraphCache
from .linked_data import LinkedData
from .middleware import MetricsCollector, Observed, get_root
from .negotiation import GRAPHS, choose
from .openapi import describe_api
from .pages import ASSETS, ATLAS, Site, render_page, render_query_page, send_asset
from .pool import Pool
from .request_head import AddressLimited
from .requests import write_refusal
from .sparql import SparqlEndpoint, UpdateHandler
from .turn import Turn

__all__ = ["create_application"]


def create_application(
    pool: Pool,
    names: GraphCache[NameIndex],
    turn: Turn,
    site: Site,
    update: UpdateHandler | None,
    more: Sequence[BaseRoute],
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]],
) -> Starlette:
    """Assemble the ASGI application.

    Args:
        pool: Answers queries; it must have been started.
        names: The names of its graph.
        turn: Matches sentences one at a time.
        site: The base of the data and the atlas.
        update: Carries out updates; ``None`` if updates are not permitted.
        more: Further routes.
        lifespan: Entered while the application runs.

    Returns:
        The application.
    """
    discovery = Discovery(pool, updates=update is not None)
    sparql = SparqlEndpoint(pool, update, discovery.describe)
    things, metrics = LinkedData(pool, site), MetricsCollector(pool)

    async def health(_: Request) -> Response:
        alive = pool.alive
        return JSONResponse({"status": "ok" if alive else "failing", "quads": pool.quads}, 200 if alive else 503)

    async def questions(request: Request) -> Response:
        return JSONResponse(list_questions(get_root(request)))

    async def description(request: Request) -> Response:
        return JSONResponse({**describe_api(), "servers": [{"url": get_root(request) or "/"}]})

    async def home(request: Request) -> Response:
        # Programs that ask for RDF get the description of the service, people the page.
        if choose(request.headers.get("accept"), ["text/html", *GRAPHS]) in GRAPHS:
            return await discovery.describe(request)
        response = render_query_page(request, site, await things.base())
        response.headers["Vary"] = "Accept"
        return response

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        wanted = choose(request.headers.get("accept"), ["application/problem+json", "text/html"])
        if error.status == 404 and wanted == "text/html":
            title = texts()["missing"]
            response = render_page("missing.html", request, site, title, status=404, path=request.url.path)
            response.headers["Vary"] = "Accept"
            return response
        return write_refusal(request, error)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status, headers = error.status_code, error.headers
        key = {404: "nothing_here", 405: "method_refused"}.get(status, "status_refused")
        return await refused(request, RefusedError(status, key, headers, method=request.method, code=str(status)))

    return Starlette(
        routes=[
            Route("/", home),
            Route("/sparql", sparql.respond, methods=["GET", "POST"]),
            Route("/health", health),
            Route("/metrics", metrics.respond),
            Route("/openapi.json", description),
            Route("/api/ask", Asking(names, turn, pool.limits).respond),
            Route("/api/queries", questions),
            Route("/api/queries/{name}", partial(ask_question, pool=pool)),
            Route("/.well-known/void", discovery.describe),
            Route("/.well-known/sparql-examples", discovery.list_examples),
            Route("/llms.txt", discovery.write_llms_txt),
            Route(ASSETS + "{name}", send_asset),
            *more,
            *_atlas(site),
            # Last: they match every path.
            *things.routes(),
        ],
        middleware=[
            Middleware(Observed, metrics=metrics),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
                allow_headers=["*", "Authorization"],
                expose_headers=["Location", "Link", "Retry-After", "X-Request-ID"],
            ),
            Middleware(AddressLimited),
        ],
        exception_handlers={RefusedError: refused, HTTPException: http},
        lifespan=lifespan,
    )


def _atlas(site: Site) -> list[BaseRoute]:
    if site.atlas is None:
        return []

    async def home(request: Request) -> Response:
        return RedirectResponse(get_root(request) + ATLAS, 308)

    root = ATLAS.rstrip("/")
    return [Route(root, home), Mount(root, StaticFiles(directory=site.atlas, html=True))]
