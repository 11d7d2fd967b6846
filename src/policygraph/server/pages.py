"""The server's own pages: where they are, their frame, their scripts and styles, and the page for queries at ``/``."""

from __future__ import annotations

import hashlib
import re
import secrets
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response

from ..errors import PolicyGraphError, StoreError
from ..namespaces import PREFIXES
from ..sparql.header import AUDIENCES
from ..texts import Bilingual, texts
from ..web.assets import load_vis_network
from ..web.html import create_environment, write_data_script
from ..web.paths import SECTIONS, Paths
from ..web.refusals import RefusedError
from ..web.serving import MEDIA_TYPES, collect_assets
from .asking import LONGEST
from .middleware import get_root
from .terms import list_terms

__all__ = [
    "ASSETS",
    "ATLAS",
    "THINGS",
    "Site",
    "has_editor",
    "prepare_atlas",
    "render_page",
    "render_query_page",
    "send_asset",
]

#: The addresses below which things are described, whatever the base of their IRIs, and where the atlas and assets are.
THINGS, ATLAS, ASSETS = "/id/", "/atlas/", "/assets/"
_HERE = Path(__file__).resolve().parent / "assets"
_SCRIPTS = ("table.js", "editor.js", "questions.js", "results.js", "drawing.js", "asking.js", "page.js")
#: The one part of a policy that has an anchor in the policy's page.
_MEASURE = re.compile(r"(?P<policy>.+?)/(?P<anchor>measure/[^/]+)")


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages belong to.

    Attributes:
        base: The base of the data; ``None`` if it is to be detected.
        atlas: The folder of the atlas; without an atlas, things have plain detail pages.
    """

    base: str | None = None
    atlas: Path | None = None

    def page(self, iri: str, base: str, root: str = "") -> str | None:
        """Find the atlas's page of a thing.

        Args:
            iri: The thing.
            base: The base of the data.
            root: The prefix of the server's paths.

        Returns:
            Its address; ``None`` if it has no page.

        Example:
            >>> Site().page("http://e/id/body/1", "http://e/id/")
        """
        if self.atlas is None:
            return None
        path = Paths(base).of(iri)
        if (self.atlas / f"{path}.html").is_file():
            return f"{root}{ATLAS}{quote(path)}.html"
        measure = _MEASURE.fullmatch(iri)
        policy = self.page(measure["policy"], base, root) if measure else None
        return f"{policy}#{quote(measure['anchor'])}" if measure and policy else None


def prepare_atlas(folder: Path, graphs: tuple[Path, ...]) -> Path:
    """Write an atlas into a folder, unless there is one already.

    A separate process writes the atlas, so that its memory is released. Call this before threads are started: it forks.

    Args:
        folder: The folder.
        graphs: Files or store directories.

    Returns:
        The folder.

    Raises:
        StoreError: The folder holds something else, or the graphs give no atlas.
    """
    if (folder / "atlas.json").is_file() and (folder / "index.html").is_file():
        return folder
    try:
        with ProcessPoolExecutor(1, get_context("fork")) as process:
            process.submit(_write_atlas, folder, graphs).result()
    except BrokenProcessPool:
        raise StoreError("no_atlas", reason=texts()["atlas_broke_off"]) from None
    except PolicyGraphError as error:
        raise StoreError("no_atlas", reason=error) from None
    return folder


def _write_atlas(folder: Path, graphs: tuple[Path, ...]) -> None:
    from ..atlas import write_atlas
    from ..store import open_graph

    write_atlas(open_graph(*graphs), folder)


@cache
def _environment() -> Environment:
    return create_environment("policygraph.server")


def render_page(
    template: str, request: Request, site: Site, title: Bilingual, *, nonce: str = "", status: int = 200, **values: Any
) -> Response:
    """Render a page that loads nothing from elsewhere.

    Args:
        template: Its name.
        request: The request.
        site: What the page belongs to.
        title: Of the page.
        nonce: Styles that carry it are allowed.
        status: Of the response.
        **values: What the template shows.

    Returns:
        The response.
    """
    sections = [] if site.atlas is None else [name for name in SECTIONS if (site.atlas / f"{name}.html").is_file()]
    root = get_root(request)
    places = {"root": root, "assets": root + ASSETS, "atlas": root + ATLAS}
    text = _environment().get_template(template).render(title=title, sections=sections, nonce=nonce, **places, **values)
    allowed = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    policy = (
        f"default-src 'none'; script-src 'self'; style-src {allowed}; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
    # "replace": a lone surrogate, which no encoding has, must not cost the reader the page.
    return Response(text.encode("utf-8", "replace"), status, headers, media_type="text/html")


def render_query_page(request: Request, site: Site, base: str) -> Response:
    """Render the query page; ``?editor=plain`` selects the plain editor.

    Args:
        request: The request.
        site: What the page belongs to.
        base: The base of the data.

    Returns:
        The response.
    """
    plain = request.query_params.get("editor") == "plain" or not has_editor()
    # The editor writes its own styles; this nonce, a new one every time, allows them.
    nonce = "" if plain else secrets.token_urlsafe(18)
    scripts = ("terms.js", "vis-network.js", *_SCRIPTS)
    return render_page(
        "query.html",
        request,
        site,
        texts()["query_title"],
        nonce=nonce,
        page="query",
        base=base,
        longest=LONGEST,
        plain=plain,
        choice=has_editor(),
        other_editor=get_root(request) + ("/" if plain else "/?editor=plain"),
        scripts=scripts if plain else ("codemirror.js", *scripts),
    )


def has_editor() -> bool:
    """Tell whether the editor was built into the package; without it a plain field is used."""
    return (_HERE / "codemirror.js").is_file()


@cache
def _assets() -> dict[str, bytes]:
    audiences = {name: [each["zh"], each["en"]] for name, each in AUDIENCES.items()}
    known = {"prefixes": PREFIXES, "terms": list_terms(), "audiences": audiences}
    names = ("early.js", "site.js", "page.css", *_SCRIPTS, *(["codemirror.js"] if has_editor() else []))
    return {
        **collect_assets(_HERE, names, "pages", "server"),
        "terms.js": write_data_script("terms", known),
        "vis-network.js": load_vis_network().text.encode(),
    }


async def send_asset(request: Request) -> Response:
    """Send a script or a style, or 304 if the client has it already.

    Args:
        request: The name is in its path.

    Returns:
        The response.

    Raises:
        RefusedError: 404 if there is no such asset.
    """
    name = request.path_params["name"]
    content = _assets().get(name)
    if content is None:
        raise RefusedError(404, "nothing_here")
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    return Response(content, headers=headers, media_type=MEDIA_TYPES[name.rpartition(".")[2]])
