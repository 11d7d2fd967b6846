"""The routes of the review server. Slow work runs in threads: no request waits for the reading of another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import anyio
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..errors import PolicyGraphError, reason_of
from ..texts import Bilingual, filled, texts
from ..web.html import mark_up
from ..web.refusals import RefusedError
from .access import Guarded, wants_json, write_refusal
from .forms import read_actions, read_dismissal, read_word
from .outputs import OUTPUTS, make_output
from .pages import ASSETS, render_page, send_asset
from .session import Session
from .uploads import check_name, keep_upload
from .words import Words

__all__ = ["create_application"]

T = TypeVar("T")
#: The limit of the body of a request in bytes.
_MOST_BYTES = 8 << 20
#: Threads for short work, which must not wait for readings, and for readings.
_SHORT, _LONG = 16, 8


def create_application(
    session: Session, token: str, port: int, stop: Callable[[], None], lexicon: Path
) -> Callable[..., Awaitable[None]]:
    """Assemble the ASGI application.

    Args:
        session: The documents.
        token: The token that requests must carry.
        port: The port of the server.
        stop: Ends the server, after the response.
        lexicon: The file of the user's words; it need not exist.

    Returns:
        The application.
    """
    api = _Handlers(session, token, stop, Words(session, lexicon))
    one = "/api/documents/{id}"
    app = Starlette(
        routes=[
            Route("/", api.home),
            Route("/review/{id}", api.document_page),
            Route(ASSETS + "{name}", api.asset),
            Route("/api/documents", api.documents),
            Route(one, api.document),
            Route(one + "/pages/{number:int}.png", api.page),
            Route(one + "/actions", api.actions, methods=["POST"]),
            Route(one + "/proposals", api.dismiss, methods=["POST"]),
            Route(one + "/undo", partial(api.step, back=True), methods=["POST"]),
            Route(one + "/redo", partial(api.step, back=False), methods=["POST"]),
            Route("/api/bodies", api.bodies),
            Route("/api/changes", api.changes),
            Route("/api/words", api.list_words),
            Route("/api/words", api.add_word, methods=["POST"]),
            Route("/api/files", api.files, methods=["POST"]),
            Route("/api/stop", api.stop, methods=["POST"]),
            Route("/download/corrections/{id}", api.corrections),
            Route("/download/{name}", api.output),
        ],
        exception_handlers={
            RefusedError: _refused,
            PolicyGraphError: _refused,
            OSError: _refused,
            HTTPException: _unknown,
            Exception: _broken,
        },
    )
    return Guarded(app, token, port)


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, RefusedError):
        return _refuse(request, error.status, error.names)
    if isinstance(error, PolicyGraphError):
        return _refuse(request, 400, error.names)
    return _refuse(request, 500, filled("review_not_written", reason=reason_of(error)))


async def _unknown(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = "review_wrong_method" if error.status_code == 405 else "review_nothing_here"
    return _refuse(request, error.status_code, texts()[key])


async def _broken(request: Request, error: Exception) -> Response:
    return _refuse(request, 500, filled("review_broken", reason=reason_of(error)))


def _refuse(request: Request, status: int, names: Bilingual) -> Response:
    """Refuse a script as JSON, and a person with a page that leads back to the list."""
    if wants_json(request):
        return write_refusal(status, names)
    answer = render_page("refused.html", texts()["review_title"], page="refused", token="", said=mark_up(names))
    answer.status_code = status
    return answer


class _Handlers:
    """The handlers of the routes."""

    def __init__(self, session: Session, token: str, stop: Callable[[], None], words: Words) -> None:
        self._session, self._token, self._stop, self._words = session, token, stop, words
        self._short, self._long = CapacityLimiter(_SHORT), CapacityLimiter(_LONG)

    async def home(self, _: Request) -> Response:
        """Render the page with the list of documents."""
        return render_page("documents.html", texts()["review_title"], page="documents", token=self._token)

    async def document_page(self, request: Request) -> Response:
        """Render the page of one document."""
        view = self._session.view(request.path_params["id"])
        title = Bilingual(view.notice.name, view.notice.name)
        return render_page("review.html", title, page="review", token=self._token, document=view.notice.id)

    async def asset(self, request: Request) -> Response:
        """Send a script or a style."""
        return send_asset(request.path_params["name"])

    async def documents(self, _: Request) -> Response:
        """List the documents."""
        return JSONResponse(await self._quick(self._session.list_documents))

    async def document(self, request: Request) -> Response:
        """Return the current reading of a document."""
        view = self._session.view(request.path_params["id"])
        return _json(await self._slow(view.content))

    async def page(self, request: Request) -> Response:
        """Send the picture of a page."""
        view = self._session.view(request.path_params["id"])
        return Response(await self._slow(view.page, request.path_params["number"]), media_type="image/png")

    async def actions(self, request: Request) -> Response:
        """Apply actions of a person; the response is sent when they are on disk."""
        view = self._session.view(request.path_params["id"])
        body = await _read_body(request)

        def apply() -> str:
            return view.notice.apply(*read_actions(body))

        return JSONResponse({"revision": await self._quick(apply)})

    async def dismiss(self, request: Request) -> Response:
        """Dismiss a proposal, or let it wait again."""
        view = self._session.view(request.path_params["id"])
        decision = read_dismissal(await _read_body(request))
        await self._quick(view.proposals.dismiss, *decision, self._session.reviewer)
        return JSONResponse({})

    async def step(self, request: Request, *, back: bool) -> Response:
        """Undo, or redo."""
        view = self._session.view(request.path_params["id"])
        return JSONResponse({"revision": await self._quick(view.notice.step, back)})

    async def bodies(self, request: Request) -> Response:
        """Suggest known bodies for typed words."""
        view = self._session.view(request.query_params.get("document", ""))
        return JSONResponse(await self._slow(view.suggest, request.query_params.get("q", "")))

    async def changes(self, request: Request) -> Response:
        """List the changes by the corrections of a document."""
        view = self._session.view(request.query_params.get("document", ""))
        return JSONResponse(await self._slow(view.changes))

    async def list_words(self, _: Request) -> Response:
        """List words for the lexicon that the corrections suggest."""
        return JSONResponse(await self._slow(self._words.propose))

    async def add_word(self, request: Request) -> Response:
        """Add a word to the lexicon."""
        word = read_word(await _read_body(request))
        return JSONResponse({"added": await self._slow(self._words.add, word)})

    async def files(self, request: Request) -> Response:
        """Store a file that is dropped onto the page."""
        name = check_name(request.query_params.get("name", ""))
        try:
            path = await keep_upload(self._session.folder, name, request.stream())
        except ClientDisconnect:
            raise RefusedError(400, "review_broke_off") from None
        return JSONResponse({"id": await self._quick(self._session.add_file, path)})

    async def stop(self, _: Request) -> Response:
        """End the server."""
        self._stop()
        return JSONResponse({})

    async def corrections(self, request: Request) -> Response:
        """Send the corrections file of a document."""
        view = self._session.view(request.path_params["id"])
        name, data = await self._quick(view.notice.corrections_file)
        if not data:
            raise RefusedError(404, "review_no_corrections")
        return _download(name, "application/yaml", data)

    async def output(self, request: Request) -> Response:
        """Send a file made from all documents."""
        name = request.path_params["name"]
        if name not in OUTPUTS:
            raise RefusedError(404, "review_nothing_here")

        def make() -> bytes:
            return make_output(name, self._session.policies())

        return _download(name, OUTPUTS[name][0], await self._slow(make))

    async def _quick(self, do: Callable[..., T], *given: Any) -> T:
        return await anyio.to_thread.run_sync(do, *given, limiter=self._short)

    async def _slow(self, do: Callable[..., T], *given: Any) -> T:
        return await anyio.to_thread.run_sync(do, *given, limiter=self._long)


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json")


def _download(name: str, kind: str, data: bytes) -> Response:
    """Send a file to save. Its name may have any letters: RFC 6266."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    return Response(data, headers={"Content-Disposition": named}, media_type=kind)


async def _read_body(request: Request) -> bytes:
    """Read the body of a request, up to a limit."""
    found = bytearray()
    pieces: AsyncIterator[bytes] = request.stream()
    try:
        async for piece in pieces:
            found += piece
            if len(found) > _MOST_BYTES:
                raise RefusedError(413, "review_too_large", n=_MOST_BYTES >> 20)
    except ClientDisconnect:
        raise RefusedError(400, "review_broke_off") from None
    return bytes(found)
