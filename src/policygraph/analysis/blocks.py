"""Render the blocks of a report as Markdown and as one HTML page; what they quote is always text, never markup.

A block is its kind and its content: ``h1``, ``h2`` and ``p`` hold text; ``img`` a file's name and what it shows;
``table`` a head and rows of cells; ``findings`` triples of a sentence, the command that asks for its rows, and the
passages it rests on, each as (measure, IRI, quote).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["Block", "render_html", "render_markdown"]

Block = tuple[str, Any]

#: What Markdown would take for markup; a cell's border too.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


def render_markdown(blocks: Sequence[Block]) -> str:
    r"""Render blocks as Markdown with pipe tables.

    Args:
        blocks: what the report shows.

    Returns:
        the text.

    Example:
        >>> print(render_markdown([("h1", "A"), ("table", (["x", "y"], [["a|b", 0.5]]))]))
        # A
        <BLANKLINE>
        | x | y |
        |---|---|
        | a\|b | 0.5 |
        <BLANKLINE>
    """
    lines: list[str] = []
    for kind, content in blocks:
        if kind in ("h1", "h2"):
            lines += ["#" * int(kind[1]) + " " + _text(content), ""]
        elif kind == "p":
            lines += [_text(content), ""]
        elif kind == "img":
            lines += [f"![{_text(content[1])}]({content[0]})", ""]
        elif kind == "findings":
            for sentence, ask, passages in content:
                lines.append(f"- {_text(sentence)}")
                lines += [f"  - “{_text(quote)}” [{_text(name)}](<{iri}>)" for name, iri, quote in passages]
                if ask:
                    lines.append(f"  - `{ask}`")
            lines.append("")
        else:
            head, rows = content
            lines += ["| " + " | ".join(map(_text, head)) + " |", "|" + "---|" * len(head)]
            lines += ["| " + " | ".join(_text(_cell(cell)) for cell in row) + " |" for row in rows]
            lines.append("")
    return "\n".join(lines)


def render_html(blocks: Sequence[Block], title: str, lang: str) -> str:
    """Render blocks as one HTML page without scripts; pictures are the files beside it.

    Args:
        blocks: what the report shows.
        title: the title of the page.
        lang: its language, ``zh`` or ``en``.

    Returns:
        the page.

    Example:
        >>> "&lt;b&gt;" in render_html([("p", "<b>")], "t", "en")
        True
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("policygraph.analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _cell
    return environment.get_template("report.html").render(blocks=blocks, title=title, lang=lang) + "\n"


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
