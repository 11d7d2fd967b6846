"""HTTP: the SPARQL 1.1 protocol over a graph, with limits that hold.

``template`` holds the graph and forks a ``worker`` for each query at work; ``pool`` keeps them, queues and kills;
``protocol`` reads requests; ``app`` has the addresses. Needs the extra ``server``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .limits import Limits

__all__ = ["Limits", "serve"]


def serve(paths: Sequence[Path], host: str, port: int, limits: Limits | None = None) -> None:
    """Serve graphs until told to stop (SIGINT or SIGTERM); requests at work are finished first.

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

    pool = Pool(limits or Limits())
    try:
        pool.start(paths)
        uvicorn.run(
            application(pool),
            host=host,
            port=port,
            log_level="info",
            timeout_graceful_shutdown=int(pool.limits.timeout) + 1,
            server_header=False,
            backlog=2048,
            headers=[("Server", "policygraph")],
        )
    finally:
        pool.stop()
