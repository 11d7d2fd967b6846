"""The addresses of the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ..texts import texts
from . import frame, graphs
from .api import asked, listed
from .formats import GRAPHS, choose
from .linked import LinkedData
from .observed import Figures, Observed, metrics
from .page import query_page, words
from .pool import Pool
from .protocol import answer
from .proxied import root_of
from .refusals import RefusedError, refusal
from .reload import Reload
from .site import ATLAS, Site
from .updates import Updates

__all__ = ["application"]


def application(pool: Pool, site: Site, updates: Updates | None = None, reload: Reload | None = None) -> Starlette:
    """The ASGI application over a pool that has been started; stopping the application stops the pool.

    Without ``updates`` nothing can be changed through it, and without ``reload`` it serves what it began with.
    """
    things, figures = LinkedData(pool, site), Figures()

    async def sparql(request: Request) -> Response:
        found = await answer(request, pool, updates)
        return found if found is not None else await description(request)

    async def description(request: Request) -> Response:
        from pyoxigraph import RdfFormat, serialize

        from .description import description as quads

        kind = choose(request.headers.get("accept"), GRAPHS)
        if kind is None:
            raise RefusedError(406, "description_forms", forms=list(GRAPHS))
        base = f"{request.url.scheme}://{request.url.netloc}{root_of(request)}"
        found = quads(base, pool.quads, updates is not None)
        content = serialize(found, format=RdfFormat.from_media_type(kind)) or b""
        return Response(content, headers={"Content-Type": kind, "Vary": "Accept"})

    async def health(_: Request) -> Response:
        return JSONResponse(
            {"status": "ok" if pool.alive else "failing", "quads": pool.quads}, 200 if pool.alive else 503
        )

    async def examples(_: Request) -> Response:
        from ..sparql.executables import executables

        return Response(executables(), media_type=GRAPHS[0])

    async def questions(request: Request) -> Response:
        return JSONResponse(listed(root_of(request)))

    async def question(request: Request) -> Response:
        return await asked(request, pool)

    async def measured(_: Request) -> Response:
        return metrics(pool, figures)

    async def interface(request: Request) -> Response:
        from .openapi import openapi

        return JSONResponse({**openapi(), "servers": [{"url": root_of(request) or "/"}]})

    async def home(request: Request) -> Response:
        # Programs that ask for RDF get the description of the service, people the page.
        if choose(request.headers.get("accept"), ["text/html", *GRAPHS]) in GRAPHS:
            return await description(request)
        return query_page(request, site, await things.base())

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        wanted = choose(request.headers.get("accept"), ["application/problem+json", "text/html"])
        if error.status == 404 and wanted == "text/html":
            response = frame.html("missing.html", request, site, texts()["missing"], status=404, path=request.url.path)
            response.headers["Vary"] = "Accept"
            return response
        return refusal(request, error)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status, headers = error.status_code, error.headers
        if status == 404:
            return await refused(request, RefusedError(404, "nothing_here", headers))
        if status == 405:
            return await refused(request, RefusedError(405, "method_refused", headers, method=request.method))
        return await refused(request, RefusedError(status, "status_refused", headers, code=str(status)))

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        try:
            async with reload.watching() if reload is not None else nullcontext():
                yield
        finally:
            if updates is not None:
                updates.writing.stop()
            pool.stop()

    return Starlette(
        routes=[
            Route("/", home),
            Route("/sparql", sparql, methods=["GET", "POST"]),
            *graphs.routes(pool, updates),
            Route("/health", health),
            Route("/metrics", measured),
            Route("/openapi.json", interface),
            Route("/api/queries", questions),
            Route("/api/queries/{name}", question),
            Route("/.well-known/void", description),
            Route("/.well-known/sparql-examples", examples),
            *frame.routes({"terms.js": words}),
            *_atlas(site),
            # Last: it answers for every path that is left.
            *things.routes(),
        ],
        middleware=[
            Middleware(Observed, figures=figures),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
                allow_headers=["*", "Authorization"],
                expose_headers=["Location", "Link", "Retry-After", "X-Request-ID"],
            ),
        ],
        exception_handlers={RefusedError: refused, HTTPException: http},
        lifespan=life,
    )


def _atlas(site: Site) -> list[BaseRoute]:
    if site.atlas is None:
        return []

    async def home(request: Request) -> Response:
        return RedirectResponse(root_of(request) + ATLAS, 308)

    root = ATLAS.rstrip("/")
    return [Route(root, home), Mount(root, StaticFiles(directory=site.atlas, html=True))]
