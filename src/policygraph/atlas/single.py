"""The whole atlas as one file, to be sent by mail: every page a section, one of them shown at a time."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from markupsafe import Markup

from ..texts import words
from ..web.assets import ICON, Asset, styles
from ..web.html import data_script
from .content import Content
from .networks import Drawings
from .overview import heading
from .payload import content_data, index_data
from .render import Renderer
from .site import PAGE_SCRIPTS, pages, rest_of_tables, script, sections_of

__all__ = ["single"]


def single(content: Content) -> bytes:
    """One HTML file with everything in it: scripts and styles are allowed by their hashes, nothing is loaded.

    Raises:
        StoreError: no body bears a responsibility.
    """
    drawings = Drawings(content)
    drawn = drawings.put_together(map(drawings.draw, range(len(drawings.jobs))))
    sections = sections_of(content)
    renderer = Renderer(content, single=True, sections=sections)
    parts = [Markup(text) for _, text in pages(renderer, drawn)]
    data = {
        "texts": words("pages"),
        "content": content_data(content),
        "index": index_data(content),
        "networks": drawn.first,
        "rows": rest_of_tables(renderer, drawn),
        **drawn.later,
    }
    names = list(dict.fromkeys(name for page in PAGE_SCRIPTS.values() for name in page))
    given = Asset("data", "".join(data_script(name, value).decode() for name, value in data.items()))
    early = script("early.js")
    scripts = [given, *map(script, ("site.js", "find.js", "single.js", *names))]
    icon = "data:image/svg+xml;base64," + base64.b64encode(ICON.encode()).decode()
    text = renderer.wrap(
        "single.html",
        title=heading(content),
        policy=_policy([early, *scripts]),
        early=Markup(_inline(early)),
        scripts=[Markup(_inline(each)) for each in scripts],
        styles=[Markup(styles().text)],
        parts=parts,
        icon=icon,
    )
    return text.encode("utf-8", "replace")


def _policy(scripts: Iterable[Asset]) -> str:
    """The Content-Security-Policy of the page: these scripts, our styles, nothing from outside."""
    sources = " ".join(script.hash for script in scripts)
    return (
        f"default-src 'none'; script-src {sources}; style-src {styles().hash}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _inline(each: Asset) -> str:
    # A script element ends at the first "</script", wherever it stands; none of ours and none of vis-network's has it.
    assert "</script" not in each.text.lower(), each.name
    return each.text
