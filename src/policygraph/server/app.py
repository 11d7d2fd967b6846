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
from starlette.routing import Route

from . import graphs
from .api import asked, listed
from .formats import GRAPHS, choose
from .pool import Pool
from .protocol import RefusedError, answer, refusal
from .reload import Reload
from .updates import Updates

__all__ = ["application"]


def application(pool: Pool, updates: Updates | None = None, reload: Reload | None = None) -> Starlette:
    """The ASGI application over a pool that has been started; stopping the application stops the pool.

    Without ``updates`` nothing can be changed through it, and without ``reload`` it serves what it began with.
    """

    async def sparql(request: Request) -> Response:
        found = await answer(request, pool, updates)
        return found if found is not None else await description(request)

    async def description(request: Request) -> Response:
        from pyoxigraph import RdfFormat, serialize

        from .description import description as quads

        kind = choose(request.headers.get("accept"), list(GRAPHS))
        if kind is None:
            raise RefusedError(406, f"the description of the service is there as {', '.join(GRAPHS)}")
        base = f"{request.url.scheme}://{request.url.netloc}"
        found = quads(base, pool.quads, updates is not None)
        content = serialize(found, format=getattr(RdfFormat, GRAPHS[kind])) or b""
        return Response(content, headers={"Content-Type": kind, "Vary": "Accept"})

    async def health(_: Request) -> Response:
        return JSONResponse(
            {"status": "ok" if pool.alive else "failing", "quads": pool.quads}, 200 if pool.alive else 503
        )

    async def examples(_: Request) -> Response:
        from ..sparql.executables import executables

        return Response(executables(), media_type="text/turtle")

    async def questions(_: Request) -> Response:
        return JSONResponse(listed())

    async def question(request: Request) -> Response:
        return await asked(request, pool)

    async def home(_: Request) -> Response:
        return RedirectResponse("/sparql", 303)

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
            Route("/api/queries", questions),
            Route("/api/queries/{name}", question),
            Route("/.well-known/void", description),
            Route("/.well-known/sparql-examples", examples),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
                allow_headers=["*", "Authorization"],
                expose_headers=["Location", "Link"],
            )
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _http},  # type: ignore[dict-item]
        lifespan=life,
    )


async def _refused(_: Request, error: RefusedError) -> Response:
    return refusal(error.status, error.problem, error.headers)


async def _http(_: Request, error: HTTPException) -> Response:
    return refusal(error.status_code, error.detail, dict(error.headers or {}))
