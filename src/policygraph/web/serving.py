"""What the servers share: the scripts and styles of their pages, the options of uvicorn, and their log."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from ..texts import export_texts
from .assets import ICON, load, load_styles
from .html import write_texts_script

__all__ = ["LINE", "MEDIA_TYPES", "OPTIONS", "collect_assets", "write_log"]

#: Suffixes of assets and their media types.
MEDIA_TYPES: Mapping[str, str] = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
#: The format of a line of the log.
LINE = "policygraph: %(message)s"
#: Options of uvicorn.
OPTIONS: Mapping[str, Any] = {
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "proxy_headers": False,
    "server_header": False,
}


def collect_assets(folder: Path, names: Iterable[str], *sections: str) -> dict[str, bytes]:
    """Collect the scripts and styles of a server.

    Args:
        folder: The folder of its own assets.
        names: The names of its own assets and of the shared ones that it uses.
        *sections: The sections of ``texts.json`` that its scripts need.

    Returns:
        The content of each asset by its name.
    """
    return {
        "atlas.css": load_styles().text.encode(),
        "icon.svg": ICON.encode(),
        "texts.js": write_texts_script(export_texts(*sections)),
        **{name: load(name, folder).text.encode() for name in names},
    }


def write_log(name: str, level: int, stream: TextIO, formatter: logging.Formatter) -> None:
    """Write a log to one stream and nowhere else.

    Args:
        name: The name of the logger.
        level: The lowest level that is written.
        stream: The stream.
        formatter: Formats each record as a line.
    """
    log, handler = logging.getLogger(name), logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    log.handlers[:] = [handler]
    log.setLevel(level)
    log.propagate = False
