"""The pages of the server and what they load: templates, scripts, styles."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.responses import Response

from ..texts import Bilingual
from ..web.html import create_environment
from ..web.refusals import RefusedError
from ..web.serving import MEDIA_TYPES, collect_assets

__all__ = ["ASSETS", "render_page", "send_asset"]

#: The address below which assets are.
ASSETS = "/assets/"
_HERE = Path(__file__).resolve().parent / "assets"
_SHARED = ("early.js", "site.js", "table.js")


@cache
def _environment() -> Environment:
    return create_environment("policygraph.review")


def render_page(template: str, title: Bilingual, **values: Any) -> Response:
    """Render a page.

    Args:
        template: Its name.
        title: Its title.
        **values: What the template shows.

    Returns:
        The response.
    """
    text = _environment().get_template(template).render(title=title, assets=ASSETS, **values)
    return Response(text.encode("utf-8", "replace"), media_type="text/html")


@cache
def _assets() -> dict[str, bytes]:
    own = sorted(path.name for path in _HERE.iterdir() if path.suffix[1:] in MEDIA_TYPES) if _HERE.is_dir() else []
    return collect_assets(_HERE, (*_SHARED, *own), "pages", "server", "review")


def send_asset(name: str) -> Response:
    """Send a script or a style.

    Args:
        name: Its name.

    Returns:
        The response.

    Raises:
        RefusedError: 404 if there is no such asset.
    """
    content = _assets().get(name)
    if content is None:
        raise RefusedError(404, "review_nothing_here")
    return Response(content, media_type=MEDIA_TYPES[name.rpartition(".")[2]])
