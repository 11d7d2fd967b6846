"""HTTP: the SPARQL 1.1 protocols over a graph with limits, linked data, and pages for people.

A request passes ``middleware`` to its handler: ``sparql``, ``catalogue``, ``asking``, ``linked_data`` with
``detail_page``, or ``pages``; ``app`` has the routes. The handlers query the ``pool``, which passes jobs
(``messages``) to a ``worker`` that was forked from the ``graph_process``. ``graph_cache`` has values that are computed
once per generation of the graph; ``turn`` runs the matching of sentences one call at a time. ``update`` has SPARQL
Update and the Graph Store Protocol.
Needs the extra ``server``, and Linux: forking, passing sockets, and ending a process with its parent.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..texts import filled
from ..web.sockets import bind
from .limits import Limits

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from ..ask.names import NameIndex
    from .graph_cache import GraphCache
    from .pages import Site
    from .pool import Pool
    from .turn import Turn

__all__ = ["TOKEN", "TRUSTED_PROXIES", "Extension", "Limits", "serve"]

#: The environment variable whose token permits changes.
TOKEN = "POLICYGRAPH_SERVE_TOKEN"
#: Proxies whose headers count by default: those on the same machine.
TRUSTED_PROXIES = "127.0.0.1,::1"

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Extension:
    """Routes that a package above this one adds to the server.

    Attributes:
        routes: Further routes.
        lifespan: Entered while the server runs.
    """

    routes: Sequence[BaseRoute]
    lifespan: AbstractAsyncContextManager[None]


def serve(
    paths: Sequence[Path],
    host: str,
    port: int,
    limits: Limits | None = None,
    token: str | None = None,
    *,
    atlas: Path | None = None,
    base: str | None = None,
    root: str = "",
    trusted: str = "",
    lang: str = "en",
    extend: Callable[[Pool, GraphCache[NameIndex], Turn, Site], Extension] | None = None,
) -> None:
    """Serve graphs until SIGINT or SIGTERM; running requests are finished first. SIGHUP opens the graphs again.

    Args:
        paths: Files or store directories.
        host: The address to listen at.
        port: Its port.
        limits: What one request may cost.
        token: Clients that send it can change the one store directory that is served; ``None`` permits no changes.
        atlas: A folder with an atlas of these graphs; if it has none, one is written there first.
        base: The base of the IRIs of the data; by default it is detected.
        root: The root path behind a reverse proxy; by default trusted proxies give it.
        trusted: Addresses and networks of proxies whose ``X-Forwarded-`` headers count, with commas between them; by
            default those of this machine.
        lang: The language of the log; answers have the language of their request.
        extend: Adds routes; called with the pool, the names of bodies, the turn of matching and the site of the pages.

    Raises:
        UsageError: The extra ``server`` is not installed, this is not Linux, the address is in use, or the token does
            not fit what is served.
        StoreError: A graph cannot be opened.
    """
    if sys.platform != "linux":
        raise UsageError("linux_only")
    if token is not None and not _is_token(token):
        raise UsageError("token_unfit", variable=TOKEN)
    if token is not None and (len(paths) != 1 or not paths[0].is_dir()):
        raise UsageError("one_store", variable=TOKEN)
    try:
        from .app import create_application
        from .http_server import Server
        from .middleware import Proxied, is_prefix
    except ImportError:
        raise UsageError("server_not_installed") from None
    from .graph_cache import GraphCache, read_names
    from .pages import Site, prepare_atlas
    from .pool import Pool
    from .reload import Reload
    from .turn import Turn
    from .update.endpoints import Updates

    root = root.rstrip("/")
    if root and not is_prefix(root):
        raise UsageError("root_path_unfit", root=root)
    sockets = bind(host, port)
    site = Site(base, prepare_atlas(atlas, tuple(paths)) if atlas else None)
    pool = Pool(limits or Limits(), paths)
    updates = Updates(pool, paths[0], token)
    source = updates.source
    reload = Reload(pool, paths, source.reload)
    names, turn = GraphCache(pool, read_names), Turn(pool.limits.max_waiting)
    added = extend(pool, names, turn, site) if extend else Extension((), contextlib.nullcontext())

    def stop() -> None:
        source.stop()
        pool.stop()

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        try:
            async with reload.watching(), added.lifespan:
                yield
        finally:
            # Here too: at a signal uvicorn ends the process before it comes back from ``run``.
            stop()

    try:
        source.start()
        routes = [*updates.routes(), *added.routes]
        app = create_application(pool, names, turn, site, updates.handler, routes, lifespan)
        server = Server(Proxied(app, trusted or TRUSTED_PROXIES, root), pool.limits, lang)
        shown = f"[{host}]" if ":" in host else host
        _LOG.info(filled("serving", host=shown, port=str(port), root=root, pid=str(os.getpid())))
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets)
    finally:
        for sock in sockets:
            sock.close()
        stop()


def _is_token(text: str) -> bool:
    """Tell whether a header can carry the token unchanged."""
    return len(text) >= 16 and text.isascii() and text.isprintable() and text == text.strip()
