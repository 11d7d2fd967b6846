"""HTTP: the SPARQL 1.1 protocols over a graph, with limits that hold.

``template`` holds the graph and forks a ``worker`` for each query at work; ``pool`` keeps them, queues and kills;
``writer`` has the store on disk where updates are taken, ``writing`` speaks to it; ``requests`` reads requests,
``protocol``, ``updates`` and ``graphs`` answer them; ``app`` has the addresses. ``linked`` answers for the IRIs of the
data, with a ``dossier`` for people; ``page`` is what people meet first, ``frame`` what pages share, ``site`` where they
are, also behind a proxy (``proxied``); ``listening`` takes the port; ``observed`` counts and logs. Needs the extra
``server``, and Linux: forking, passing sockets, and ending a process with its parent.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

from ..texts import text
from .limits import Limits

__all__ = ["TOKEN", "Limits", "serve"]

#: The environment variable whose token permits changes.
TOKEN = "POLICYGRAPH_SERVE_TOKEN"

#: What the server does goes to standard error, what it is asked to standard output.
_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "said": {"format": "%(levelname)s: %(message)s"},
        "asked": {"format": "%(asctime)s %(message)s", "datefmt": "%Y-%m-%dT%H:%M:%S%z"},
    },
    "handlers": {
        "said": {"class": "logging.StreamHandler", "formatter": "said", "stream": "ext://sys.stderr"},
        "asked": {"class": "logging.StreamHandler", "formatter": "asked", "stream": "ext://sys.stdout"},
    },
    "loggers": {
        "uvicorn": {"handlers": ["said"], "level": "INFO", "propagate": False},
        "policygraph.access": {"handlers": ["asked"], "level": "INFO", "propagate": False},
    },
}


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
        lang: the language of what is said when it starts.

    Raises:
        UsageError: the extra ``server`` is not installed, this is not Linux, the address is in use, or the token does
            not fit what is served.
        StoreError: a graph cannot be opened.
    """
    import sys

    from ..errors import UsageError

    if sys.platform != "linux":
        raise UsageError("serve runs on Linux only; elsewhere, load the graph into a triple store (publish)")
    if token is not None and not _is_token(token):
        raise UsageError(f"{TOKEN}: a token has 16 or more printable characters of ASCII, none of them space at an end")
    if token is not None and (len(paths) != 1 or not paths[0].is_dir()):
        raise UsageError(f"{TOKEN} is set: a server that takes updates serves one store directory and nothing else")
    try:
        import uvicorn

        from .app import application
        from .connection import connection
        from .proxied import TRUSTED, Proxied, is_prefix
    except ImportError:
        raise UsageError("serve needs a web server: pip install 'policygraph[server]'") from None
    from .listening import bound
    from .pool import Pool
    from .reload import Reload
    from .site import Site, prepared
    from .updates import Updates
    from .writing import Writing

    root = root.rstrip("/")
    if root and not is_prefix(root):
        raise UsageError(f"--root-path is a path such as /graph, of letters, digits and - . _ ~, not '{root}'")
    sockets = bound(host, port)
    site = Site(base, prepared(atlas, paths) if atlas else None)
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
            log_level="info",
            log_config=_LOGS,
            access_log=False,
            timeout_graceful_shutdown=int(pool.limits.timeout) + 1,
            server_header=False,
            backlog=2048,
            headers=[("Server", "policygraph")],
        )
        shown = f"[{host}]" if ":" in host else host
        logging.getLogger("uvicorn").info("%s", text("serving", lang, host=shown, port=str(port), root=root))
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets)
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
