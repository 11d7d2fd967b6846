"""``policygraph serve``: graphs over HTTP."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from ..server import TOKEN, Limits
from .language import Language, language_option
from .mcp import proposals_option
from .options import graphs_argument

__all__ = ["serve"]

_DEFAULTS = Limits()


def _limit(
    option: str, what: str, least: int = 1, shift: int = 0, shown: str | bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the option for a limit of the server; ``shift`` turns what the user gives into bytes."""
    field = option.removeprefix("--").replace("-", "_")
    return click.option(
        option,
        metavar="N",
        type=click.IntRange(least),
        default=getattr(_DEFAULTS, field) >> shift,
        show_default=shown,
        callback=lambda _context, _parameter, value: value << shift,
        help=what,
    )


@click.command()
@graphs_argument
@click.option("--host", metavar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", metavar="PORT", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on."
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 86_400),
    default=_DEFAULTS.timeout,
    show_default=True,
    help="Time limit for a query, including the time it waits.",
)
@_limit("--workers", "Queries that run at once.", shown="two for each core")
@_limit("--max-concurrent", "Queries that run at once if some are slow.")
@_limit("--max-waiting", "Queries that wait.", least=0)
@_limit("--max-rows", "Rows of a result.")
@_limit("--max-page-rows", "Statements in each list of a detail page.")
@_limit("--max-memory", "Megabytes of memory for a query.", least=64, shift=20)
@_limit("--max-response", "Megabytes of a result.", shift=20)
@_limit("--max-request", "Kilobytes of a request's body; its address may have as many, but at most 64.", shift=10)
@_limit("--max-upload", "Megabytes of an uploaded graph.", shift=20)
@click.option(
    "--allow-service",
    "services",
    metavar="URL",
    multiple=True,
    help="Allow SERVICE and LOAD from this address; repeatable.",
)
@click.option(
    "--atlas",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Serve the atlas in DIR at /atlas/; it is written first if DIR has none.",
)
@click.option(
    "--root-path",
    metavar="PATH",
    default="",
    help="Path of the server behind a reverse proxy; by default read from X-Forwarded-Prefix.",
)
@click.option(
    "--forwarded-allow-ips",
    "trusted",
    metavar="IP,...",
    envvar="FORWARDED_ALLOW_IPS",
    default="127.0.0.1,::1",
    show_default=True,
    help="Addresses and networks of proxies whose X-Forwarded headers are trusted; * for any.",
)
@click.option("--mcp", is_flag=True, help="Serve assistants at /mcp (MCP over streamable HTTP) under the same limits.")
@click.option(
    "--mcp-host",
    "hosts",
    metavar="NAME",
    multiple=True,
    help="Host name by which assistants reach /mcp, beside localhost and IP addresses; repeatable.",
)
@proposals_option
@click.option("--base", metavar="IRI", help="Base of the IRIs of the data; by default detected.")
@language_option("messages; pages have both")
def serve(
    graphs: tuple[Path, ...],
    host: str,
    port: int,
    atlas: Path | None,
    root_path: str,
    trusted: str,
    mcp: bool,
    hosts: tuple[str, ...],
    proposals: Path | None,
    base: str | None,
    lang: Language,
    **limits: Any,
) -> None:
    """Serve graphs over HTTP: query page at /, SPARQL at /sparql, health check at /health.

    GRAPH is an RDF file or a store directory. The default graph is the union of all graphs; single graphs are at
    /graphs. A query that exceeds the time limit is stopped; others continue. If the environment variable
    POLICYGRAPH_SERVE_TOKEN is set, clients that send this token can change the graph, which must be one store
    directory. Stop the server with Ctrl-C. Linux only.
    """
    from ..server import serve as run

    if (hosts or proposals) and not mcp:
        raise UsageError("mcp_not_asked")
    extend = None
    if mcp:
        from ..mcp import check_installed

        check_installed()
        from ..mcp.http import extend_server

        extend = partial(extend_server, lang=lang, hosts=hosts, proposals=proposals)
    # The token leaves the environment, so that no child process has it.
    token = os.environ.pop(TOKEN, None)
    run(
        graphs,
        host,
        port,
        Limits(**limits),
        token,
        atlas=atlas,
        base=base,
        lang=lang,
        root=root_path,
        trusted=trusted,
        extend=extend,
    )
