"""What the server's own pages share: words in both languages, the frame, scripts and styles, the security policy.

The pages are of one family with the atlas and use its styles, its words and its way of switching the language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import __version__
from ..atlas.assets import ICON, STYLES, own, vis_network
from ..atlas.networks import script
from ..atlas.render import both
from ..texts import Names, texts, words
from .proxied import root_of
from .refusals import RefusedError
from .site import ATLAS, Site

__all__ = ["bundled", "html", "routes"]

#: Where the scripts and styles are.
ASSETS = "/assets/"
#: The pages of an atlas that the head names, where they are there.
SECTIONS = ("index", "networks", "matrices", "tables", "timeline", "comparison")
_HERE = Path(__file__).resolve().parent / "assets"
_OWN_SCRIPTS = ("editor.js", "questions.js", "results.js", "drawing.js", "page.js")
_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


@cache
def _environment() -> Environment:
    made = Environment(
        # Pieces of the frame that both have are the atlas's.
        loader=ChoiceLoader([PackageLoader("policygraph.server"), PackageLoader("policygraph.atlas")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        say=lambda key: both(texts()[key]),
        t=lambda key: texts()[key],
        both=both,
        version=__version__,
    )
    return made


def html(
    template: str, request: Request, site: Site, title: Names, *, nonce: str = "", status: int = 200, **values: Any
) -> Response:
    """A page as a response that lets in nothing from elsewhere; styles that carry the nonce are let in."""
    sections = [] if site.atlas is None else [name for name in SECTIONS if (site.atlas / f"{name}.html").is_file()]
    root = root_of(request)
    places = {"root": root, "assets": root + ASSETS, "atlas": root + ATLAS}
    text = _environment().get_template(template).render(title=title, sections=sections, nonce=nonce, **places, **values)
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    policy = (
        f"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; connect-src 'self'; "
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


@cache
def _files() -> Mapping[str, bytes]:
    """Every script and style by its name."""
    found = {
        "atlas.css": "\n".join(own(name).text for name in STYLES).encode(),
        "page.css": (_HERE / "page.css").read_bytes(),
        "icon.svg": ICON.encode(),
        "texts.js": script("texts", words("pages", "server")),
        "early.js": own("early.js").text.encode(),
        "site.js": own("site.js").text.encode(),
        "table.js": own("table.js").text.encode(),
        "vis-network.js": vis_network().text.encode(),
    }
    found |= {name: (_HERE / name).read_bytes() for name in _OWN_SCRIPTS}
    bundle = _HERE / "codemirror.js"
    if bundle.is_file():
        found[bundle.name] = bundle.read_bytes()
    return found


def bundled() -> bool:
    """Was the editor put in when the package was built? Without it a plain field takes its place."""
    return "codemirror.js" in _files()


def routes(more: Mapping[str, Callable[[], bytes]]) -> list[Route]:
    """The addresses of scripts and styles; ``more`` are some that are made by others."""

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        content = more[name]() if name in more else _files().get(name)
        if content is None:
            raise RefusedError(404, "nothing_here")
        tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers)
        kind = _TYPES[name.rpartition(".")[2]]
        return Response(content, headers=headers, media_type=kind)

    return [Route(ASSETS + "{name}", asset)]
