"""HTML in two languages: the template environment, bilingual markup, and data for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from .. import __version__
from ..resources import load_templates
from ..terms import LEVELS, ROLES
from ..texts import Bilingual, texts

__all__ = ["create_environment", "dump_json", "mark_up", "write_data_script", "write_texts_script"]


def mark_up(names: Bilingual) -> Markup:
    """Mark up a text in both languages; the style sheet shows the one that the root's ``data-lang`` names.

    Args:
        names: The text.

    Returns:
        One element per language, or a single element where both are the same.

    Example:
        >>> str(mark_up(Bilingual("厦门", "Xiamen")))
        '<bdi class="zh" lang="zh">厦门</bdi><bdi class="en" lang="en">Xiamen</bdi>'
    """
    if names.zh == names.en:
        return Markup(f'<bdi lang="zh">{escape(names.zh)}</bdi>')
    return Markup(
        f'<bdi class="zh" lang="zh">{escape(names.zh)}</bdi><bdi class="en" lang="en">{escape(names.en)}</bdi>'
    )


def create_environment(package: str) -> Environment:
    """Create the template environment of a package.

    Args:
        package: The package whose folder ``templates`` has its own templates; the shared ones are found too.

    Returns:
        An environment that escapes values and refuses undefined ones. In templates ``t`` is a text, ``say`` its markup.
    """
    made = load_templates(package, "policygraph.web")
    made.globals.update(
        both=mark_up, version=__version__, t=lambda key: texts()[key], say=lambda key: mark_up(texts()[key])
    )
    return made


def dump_json(value: Any) -> str:
    r"""Serialise a value as JSON that is safe inside HTML and JavaScript.

    Args:
        value: What ``json`` can serialise.

    Returns:
        Compact JSON; no markup and no line separator stands in it unescaped.

    Example:
        >>> dump_json({"a": "</script>"})
        '{"a":"\\u003c/script\\u003e"}'
    """
    return _without_markup(_dumps(value))


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _without_markup(text: str) -> str:
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def write_data_script(name: str, value: Any) -> bytes:
    """Write data as a script, which a page opened from a file may load.

    Args:
        name: How the page asks for the data.
        value: The data. The script parses them as JSON: browsers take much longer over the same text as JavaScript.

    Returns:
        The script.
    """
    text = _without_markup(_dumps(value).replace("\\", r"\\").replace("'", r"\'"))
    return f"(window.atlasData ||= {{}})[{json.dumps(name)}] = JSON.parse('{text}');\n".encode("utf-8", "replace")


def write_texts_script(exported: Mapping[str, Sequence[str]]) -> bytes:
    """Write the script that every page loads: its texts, and the order of levels and roles.

    Args:
        exported: The texts, as ``export_texts`` returns them.

    Returns:
        The script.
    """
    order = {"levels": LEVELS, "roles": ROLES}
    return write_data_script("texts", exported) + write_data_script("order", order)
