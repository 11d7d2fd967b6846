"""HTTP: the SPARQL 1.1 protocol over a graph, with limits that hold.

``template`` holds the graph and forks a ``worker`` for each query at work; ``pool`` keeps them, queues and kills;
``protocol`` reads requests; ``app`` has the addresses. ``linked`` answers for the IRIs of the data, with a ``dossier``
for people; ``page`` is what people meet first, ``frame`` what pages share, ``site`` where they are; ``observed`` counts
and logs. Needs the extra ``server``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .limits import Limits

__all__ = ["Limits", "serve"]

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
    *,
    atlas: Path | None = None,
    base: str | None = None,
) -> None:
    """Serve graphs until told to stop (SIGINT or SIGTERM); requests at work are finished first.

    Args:
        paths: files or store directories.
        host: the address to listen at.
        port: its port.
        limits: what one request may cost.
        atlas: a folder with an atlas of these graphs; where it has none, one is made there first.
        base: what the IRIs of the data begin with; found in the data where it is not given.

    Raises:
        UsageError: the extra ``server`` is not installed. StoreError: a graph cannot be opened.
    """
    from ..errors import UsageError

    try:
        import uvicorn

        from .app import application
    except ImportError:
        raise UsageError("serve needs a web server: pip install 'policygraph[server]'") from None
    from .pool import Pool
    from .site import Site, prepared

    site = Site(base, prepared(atlas, paths) if atlas else None)
    pool = Pool(limits or Limits())
    try:
        pool.start(paths)
        uvicorn.run(
            application(pool, site),
            host=host,
            port=port,
            log_level="info",
            log_config=_LOGS,
            access_log=False,
            timeout_graceful_shutdown=int(pool.limits.timeout) + 1,
            server_header=False,
            backlog=2048,
            headers=[("Server", "policygraph")],
        )
    finally:
        pool.stop()
