"""The pages of the server and what they load: templates, scripts, styles."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.responses import Response

from ..texts import Bilingual, export_texts, texts
from ..web.assets import ICON, load, load_styles
from ..web.html import create_environment, mark_up, write_texts_script
from .refusals import RefusedError

__all__ = ["ASSETS", "render_page", "send_asset"]

#: The address below which assets are.
ASSETS = "/assets/"
_HERE = Path(__file__).resolve().parent / "assets"
_SHARED = ("early.js", "site.js", "table.js")
_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


@cache
def _environment() -> Environment:
    made = create_environment("policygraph.review")
    made.globals.update(say=lambda key: mark_up(texts()[key]), t=lambda key: texts()[key])
    return made


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
    """Every script and style by its name."""
    own = sorted(path.name for path in _HERE.iterdir() if path.suffix[1:] in _TYPES) if _HERE.is_dir() else []
    return {
        "atlas.css": load_styles().text.encode(),
        "icon.svg": ICON.encode(),
        "texts.js": write_texts_script(export_texts("pages", "server", "review")),
        **{name: load(name, _HERE).text.encode() for name in (*_SHARED, *own)},
    }


def send_asset(name: str) -> Response:
    """Send a script or a style.

    Args:
        name: Its name.

    Returns:
        The response.

    Raises:
        RefusedError: 404 where there is none of this name.
    """
    content = _assets().get(name)
    if content is None:
        raise RefusedError(404, "review_nothing_here")
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]])
