"""The scripts and styles of the page: our own, and the vis-network that pyvis carries.

Everything is put into the page itself. From a ``file:`` address browsers disagree on what ``'self'`` means in a
Content-Security-Policy and refuse integrity checks of files beside the page; inline text allowed by its hash works in
all of them, and one file is replaced in one step.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import PolicyGraphError

__all__ = ["Asset", "embedded_json", "own", "policy", "vis_network"]

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
        raise PolicyGraphError("pyvis carries no vis-network: install it again with 'pip install pyvis'")
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


def embedded_json(value: Any) -> str:
    """JSON that can stand inside a script element: no text in it can end the element or begin a comment.

    >>> embedded_json({"name": "</script><!--"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
