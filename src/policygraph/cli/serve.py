"""``policygraph serve``: a SPARQL endpoint."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .language import language_option

__all__ = ["serve"]


@click.command()
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen at.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 86_400),
    default=30,
    show_default=True,
    help="Seconds for a query, waiting included.",
)
@click.option("--workers", type=click.IntRange(1), help="Queries at once; two for each core where it is not given.")
@click.option(
    "--most", type=click.IntRange(1), default=64, show_default=True, help="Queries at once where many are slow."
)
@click.option("--queue", type=click.IntRange(0), default=1000, show_default=True, help="Queries that may wait.")
@click.option("--rows", type=click.IntRange(1), default=1_000_000, show_default=True, help="Rows of an answer.")
@click.option("--memory", type=click.IntRange(64), default=1024, show_default=True, help="Megabytes for a query.")
@click.option("--result", type=click.IntRange(1), default=64, show_default=True, help="Megabytes of an answer.")
@click.option("--request", type=click.IntRange(1), default=1024, show_default=True, help="Kilobytes of a request.")
@click.option("--upload", type=click.IntRange(1), default=64, show_default=True, help="Megabytes of a graph put.")
@click.option(
    "--service", "services", metavar="URL", multiple=True, help="Allow SERVICE and LOAD of this URL; repeatable."
)
@click.option(
    "--atlas",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Serve the atlas in DIR at /atlas/; where there is none, one is made of the graphs first.",
)
@click.option(
    "--root-path",
    metavar="PATH",
    default="",
    help="The path below which a reverse proxy has the server; else its X-Forwarded-Prefix says it.",
)
@click.option(
    "--forwarded-allow-ips",
    "trusted",
    metavar="IP,...",
    envvar="FORWARDED_ALLOW_IPS",
    default="127.0.0.1,::1",
    show_default=True,
    help="Addresses and networks of proxies whose X-Forwarded headers count; * is any.",
)
@click.option("--base", metavar="IRI", help="What the IRIs of the data begin with; found in the data by default.")
@language_option("messages; pages have both")
def serve(
    graphs: tuple[Path, ...],
    host: str,
    port: int,
    timeout: float,
    workers: int | None,
    most: int,
    queue: int,
    rows: int,
    memory: int,
    result: int,
    request: int,
    upload: int,
    services: tuple[str, ...],
    atlas: Path | None,
    root_path: str,
    trusted: str,
    base: str | None,
    lang: str,
) -> None:
    """Serve graphs over HTTP: a page for people at /, SPARQL at /sparql, liveness at /health.

    GRAPH is an RDF file or a store directory. The default graph is the union of the graphs; whole graphs are at
    /graphs. A query that takes too long is stopped, and others go on. Where the environment variable
    POLICYGRAPH_SERVE_TOKEN is set, whoever bears that token may change the one store directory that is
    served. Stop with Ctrl-C. Linux only.
    """
    from ..server import TOKEN, Limits
    from ..server import serve as run

    given = {"workers": workers} if workers else {}
    run(
        graphs,
        host,
        port,
        Limits(
            timeout=timeout,
            most=most,
            queue=queue,
            rows=rows,
            memory=memory << 20,
            result=result << 20,
            request=request << 10,
            upload=upload << 20,
            services=services,
            **given,
        ),
        # Taken out of the environment, so that no process below has it.
        os.environ.pop(TOKEN, None),
        atlas=atlas,
        base=base,
        lang=lang,
        root=root_path,
        trusted=trusted,
    )
