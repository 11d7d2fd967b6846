"""HTTP: the SPARQL 1.1 protocols over a graph, with limits that hold.

``template`` holds the graph and forks a ``worker`` for each query at work; ``pool`` keeps them, queues and kills;
``writer`` has the store on disk where updates are taken, ``writing`` speaks to it; ``requests`` reads requests,
``protocol``, ``updates`` and ``graphs`` answer them; ``app`` has the addresses. ``linked`` answers for the IRIs of the
data, with a ``dossier`` for people; ``page`` is what people meet first, ``frame`` what pages share, ``site`` where they
are, also behind a proxy (``proxied``); ``listening`` takes the port; ``observed`` counts, ``logs`` says what goes on;
``refusals`` says no, in the language of the request. Needs the extra
``server``, and Linux: forking, passing sockets, and ending a process with its parent.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from ..texts import filled
from .limits import Limits

__all__ = ["TOKEN", "Limits", "serve"]

#: The environment variable whose token permits changes.
TOKEN = "POLICYGRAPH_SERVE_TOKEN"


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
) -> None:
    """Serve graphs until told to stop (SIGINT or SIGTERM); requests at work are finished first. SIGHUP: open them anew.

    Args:
        paths: files or store directories.
        host: the address to listen at.
        port: its port.
        limits: what one request may cost.
        token: whoever bears it may change the one store directory that is served; ``None``: nobody may.
        atlas: a folder with an atlas of these graphs; where it has none, one is made there first.
        base: what the IRIs of the data begin with; found in the data where it is not given.
        root: the path below which a reverse proxy has the server; where it is not given, trusted proxies say it.
        trusted: addresses and networks of proxies whose ``X-Forwarded-`` headers count, with commas between them; by
            default those of this machine.
        lang: the language of what is said at the console; answers have the language of their request.

    Raises:
        UsageError: the extra ``server`` is not installed, this is not Linux, the address is in use, or the token does
            not fit what is served.
        StoreError: a graph cannot be opened.
    """
    import sys

    from ..errors import UsageError

    if sys.platform != "linux":
        raise UsageError("linux_only")
    if token is not None and not _is_token(token):
        raise UsageError("token_unfit", variable=TOKEN)
    if token is not None and (len(paths) != 1 or not paths[0].is_dir()):
        raise UsageError("one_store", variable=TOKEN)
    try:
        import uvicorn

        from .app import application
        from .connection import connection
        from .logs import LOG, Server, logs
        from .proxied import TRUSTED, Proxied, is_prefix
    except ImportError:
        raise UsageError("server_not_installed") from None
    from .listening import bound
    from .pool import Pool
    from .reload import Reload
    from .site import Site, prepared
    from .updates import Updates
    from .writing import Writing

    root = root.rstrip("/")
    if root and not is_prefix(root):
        raise UsageError("root_path_unfit", root=root)
    sockets = bound(host, port)
    site = Site(base, prepared(atlas, paths, lang) if atlas else None)
    pool = Pool(limits or Limits())
    writing = Writing(pool, paths[0]) if token is not None else None
    # A log whose reader is gone must not fill the other one with tracebacks.
    logging.raiseExceptions = False
    try:
        if writing is None:
            pool.start(paths)
        else:
            writing.start()
        updates = Updates(writing, token) if writing is not None and token is not None else None
        app = application(pool, site, updates, Reload(pool, paths, writing))
        config = uvicorn.Config(
            Proxied(app, trusted or TRUSTED, root),
            host=host,
            port=port,
            proxy_headers=False,
            http=connection(pool.limits.timeout, pool.limits.request),
            ws="none",
            limit_concurrency=_connections(),
            log_level="warning",
            log_config=logs(lang),
            access_log=False,
            timeout_graceful_shutdown=int(pool.limits.timeout) + 1,
            server_header=False,
            backlog=2048,
            headers=[("Server", "policygraph")],
        )
        shown = f"[{host}]" if ":" in host else host
        LOG.info(filled("serving", host=shown, port=str(port), root=root, pid=str(os.getpid())))
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run(sockets)
    finally:
        for sock in sockets:
            sock.close()
        if writing is not None:
            writing.stop()
        pool.stop()


def _is_token(text: str) -> bool:
    """A header must be able to carry it as it is."""
    return len(text) >= 16 and text.isascii() and text.isprintable() and text == text.strip()


def _connections() -> int:
    """How many connections there may be at once; each takes a file, and a query at work takes a second."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(most, 65_536) if most != resource.RLIM_INFINITY else 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return max(16, most // 2 - 64)
