"""The scripts and styles of the pages: our own, and the vis-network that pyvis carries.

Pages of a folder load them from beside them, each once; the security policy allows ``'self'`` and, because browsers
disagree on what that means for a page from a file, ``file:``, which no page from a server may load. In a single file
they stand in the page and are allowed by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import PolicyGraphError

__all__ = ["ICON", "PAGE_SCRIPTS", "STYLES", "Asset", "own", "policy", "vis_network"]

#: The style sheets, in the order in which they are put together.
STYLES = ("base.css", "head.css", "network.css", "pages.css", "tables.css", "print.css")

#: The scripts of the pages that have some of their own, in the order in which they run.
PAGE_SCRIPTS = {
    "networks": tuple(
        f"assets/{name}.js"
        for name in (
            "vis-network",
            "content",
            "table",
            "filters",
            "panel",
            "card",
            "paint",
            "network",
            "keys",
            "networks",
        )
    ),
    "matrices": tuple(f"assets/{name}.js" for name in ("content", "table", "matrix")),
    "tables": tuple(f"assets/{name}.js" for name in ("content", "table", "tables")),
}

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path d="M4 11 12 5" stroke="#8a9aa8" stroke-width="2"/>'
    '<circle cx="4" cy="11" r="3.2" fill="#285f8f"/><circle cx="12" cy="5" r="3.2" fill="#c4622d"/></svg>\n'
)

_HERE = Path(__file__).resolve().parent / "assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """A script or a style sheet, and the hash by which the page's security policy allows it."""

    name: str
    text: str

    @property
    def hash(self) -> str:
        """The source expression of a Content-Security-Policy.

        >>> Asset("empty.js", "").hash
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        """
        digest = hashlib.sha256(self.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def own(name: str) -> Asset:
    """One of our own files, by its name in ``assets/``."""
    return Asset(name, (_HERE / name).read_text(encoding="utf-8"))


@cache
def vis_network() -> Asset:
    """The vis-network that pyvis carries, with its licence note at the top.

    Raises:
        PolicyGraphError: pyvis is not installed, or carries no vis-network.
    """
    spec = importlib.util.find_spec("pyvis")
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
    found = [path for folder in folders for path in folder.glob("lib/vis-*/vis-network.min.js")]
    if not found:
        raise PolicyGraphError("no_vis_network")
    newest = max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.parent.name)])
    text = newest.read_text(encoding="utf-8")
    # The map it names is not beside the page; a browser's tools would go and look for it.
    text = re.sub(r"\n//# sourceMappingURL=\S*\s*\Z", "\n", text)
    return Asset(newest.parent.name.replace("vis-", "vis-network "), text)


def policy(scripts: list[Asset], styles: list[Asset]) -> str:
    """The Content-Security-Policy of a page: these scripts, these styles, nothing else and nothing from outside."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(script.hash for script in scripts),
            "style-src " + " ".join(style.hash for style in styles),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
