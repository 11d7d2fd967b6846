"""Where the server's data and pages are: the base of its IRIs, and the folder of its atlas."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ..errors import StoreError
from ..texts import texts

__all__ = ["ATLAS", "THINGS", "Site", "prepared"]

#: The address below which the server describes things, whatever the base of their IRIs.
THINGS = "/id/"
#: The address of the atlas.
ATLAS = "/atlas/"
#: The one part of a policy that has an anchor in the policy's page.
_MEASURE = re.compile(r"(?P<policy>.+?)/(?P<anchor>measure/[^/]+)")


@dataclass(frozen=True, slots=True)
class Site:
    """``base`` is found in the data where it is ``None``; without an ``atlas`` things have plain pages."""

    base: str | None = None
    atlas: Path | None = None

    def page(self, iri: str, base: str, root: str = "") -> str | None:
        """The address of the atlas's page of a thing below the server's root; ``None`` where it has none.

        >>> Site().page("http://e/id/body/1", "http://e/id/")
        """
        if self.atlas is None:
            return None
        from ..atlas.paths import Paths

        path = Paths(base).of(iri)
        if (self.atlas / f"{path}.html").is_file():
            return f"{root}{ATLAS}{quote(path)}.html"
        measure = _MEASURE.fullmatch(iri)
        policy = self.page(measure["policy"], base, root) if measure else None
        return f"{policy}#{quote(measure['anchor'])}" if measure and policy else None


def prepared(folder: Path, graphs: Sequence[Path], lang: str) -> Path:
    """The folder of an atlas: the one that is there, or else one that is made now.

    It is made by a process of its own, whose memory is given back, and which says in a language what keeps it.

    Raises:
        StoreError: the folder holds something else, or the graphs give no atlas.
    """
    if (folder / "atlas.json").is_file() and (folder / "index.html").is_file():
        return folder
    command = [
        sys.executable,
        "-m",
        "policygraph.cli.main",
        "atlas",
        *map(str, graphs),
        "-o",
        str(folder),
        "--lang",
        lang,
    ]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if made.returncode:
        lines = made.stderr.strip().splitlines()
        reason = lines[-1].removeprefix("policygraph: ") if lines else texts()["atlas_broke_off"]
        raise StoreError("no_atlas", reason=reason)
    return folder
