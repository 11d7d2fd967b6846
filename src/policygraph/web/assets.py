"""Scripts and style sheets of the pages: our own, and the vis-network bundle that pyvis carries."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import PolicyGraphError

__all__ = ["ICON", "Asset", "load", "load_styles", "load_vis_network", "write_security_policy"]

#: The style sheets, in the order in which they are joined.
_STYLES = ("base.css", "head.css", "network.css", "pages.css", "tables.css", "print.css")

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path d="M4 11 12 5" stroke="#8a9aa8" stroke-width="2"/>'
    '<circle cx="4" cy="11" r="3.2" fill="#285f8f"/><circle cx="12" cy="5" r="3.2" fill="#c4622d"/></svg>\n'
)

_SHARED = Path(__file__).resolve().parent / "assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """A script or a style sheet."""

    name: str
    text: str

    @property
    def hash(self) -> str:
        """The hash by which a Content-Security-Policy allows it.

        Example:
            >>> Asset("empty.js", "").hash
            "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        """
        digest = hashlib.sha256(self.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def load(name: str, folder: Path = _SHARED) -> Asset:
    """Load an asset from a folder.

    Args:
        name: The file name.
        folder: Where to look first; the assets that all pages share are found too.

    Returns:
        The asset.
    """
    path = folder / name
    return Asset(name, (path if path.is_file() else _SHARED / name).read_text(encoding="utf-8"))


@cache
def load_styles() -> Asset:
    """Join all style sheets."""
    return Asset("atlas.css", "\n".join(load(name).text for name in _STYLES))


@cache
def load_vis_network() -> Asset:
    """Load the vis-network bundle that pyvis carries, with its licence note at the top.

    Returns:
        The script; its name includes the version.

    Raises:
        PolicyGraphError: Pyvis is not installed, or carries no vis-network.
    """
    spec = importlib.util.find_spec("pyvis")
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
    found = [path for folder in folders for path in folder.glob("lib/vis-*/vis-network.min.js")]
    if not found:
        raise PolicyGraphError("no_vis_network")
    newest = max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.parent.name)])
    text = newest.read_text(encoding="utf-8")
    # The source map it names is not beside the page; a browser's tools would request it.
    text = re.sub(r"\n//# sourceMappingURL=\S*\s*\Z", "\n", text)
    return Asset(newest.parent.name.replace("vis-", "vis-network "), text)


def write_security_policy(scripts: Iterable[Asset], styles: Iterable[Asset], images: str = "data:") -> str:
    """Write the Content-Security-Policy of a page that contains all that it needs.

    Args:
        scripts: The scripts of the page.
        styles: Its style sheets.
        images: The sources of its images.

    Returns:
        The policy: nothing else runs or is loaded.
    """
    sources, sheets = (" ".join(asset.hash for asset in assets) for assets in (scripts, styles))
    return (
        f"default-src 'none'; script-src {sources}; style-src {sheets}; img-src {images}; base-uri 'none'; "
        "form-action 'none'"
    )
