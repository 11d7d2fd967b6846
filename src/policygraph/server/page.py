"""The page for people at ``/``: a query, the questions of the catalogue, and answers as table, network and chart."""

from __future__ import annotations

import secrets
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from ..atlas.networks import script
from ..namespaces import PREFIXES
from ..sparql.header import AUDIENCES
from ..texts import texts
from .frame import bundled, html
from .proxied import root_of
from .site import Site
from .vocabulary import terms

__all__ = ["query_page", "words"]

_SCRIPTS = (
    "terms.js",
    "vis-network.js",
    "table.js",
    "editor.js",
    "questions.js",
    "results.js",
    "drawing.js",
    "page.js",
)


def query_page(request: Request, site: Site, base: str) -> Response:
    """The page; ``?editor=plain`` gives the plain editor to those who prefer it."""
    plain = request.query_params.get("editor") == "plain" or not bundled()
    # The editor writes its own styles and is let to by this number, which is another one every time.
    nonce = "" if plain else secrets.token_urlsafe(18)
    scripts = _SCRIPTS if plain else ("codemirror.js", *_SCRIPTS)
    return html(
        "query.html",
        request,
        site,
        texts()["query_title"],
        nonce=nonce,
        page="query",
        base=base,
        plain=plain,
        choice=bundled(),
        other_editor=root_of(request) + ("/" if plain else "/?editor=plain"),
        scripts=scripts,
    )


@cache
def words() -> bytes:
    """What the page's scripts know beforehand: prefixes, terms to complete with, and who asks."""
    audiences = {name: [each["zh"], each["en"]] for name, each in AUDIENCES.items()}
    return script("terms", {"prefixes": PREFIXES, "terms": terms(), "audiences": audiences})
