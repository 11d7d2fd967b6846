"""The files that can be saved from the page, made of the current readings: ledger, atlas, graph."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..model import Policy

__all__ = ["OUTPUTS", "Output", "make_output"]


def _ledger(policies: Sequence[Policy], folder: Path) -> bytes:
    from ..ledger import write_ledger
    from ..store import as_dataset

    return write_ledger(as_dataset(policies), folder / "ledger.xlsx")[0].read_bytes()


def _atlas(policies: Sequence[Policy], folder: Path) -> bytes:
    from ..atlas import write_atlas

    write_atlas(policies, folder / "atlas")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((folder / "atlas").rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return packed.getvalue()


def _graph(policies: Sequence[Policy], folder: Path) -> bytes:
    from ..store import as_dataset, dump

    return dump(as_dataset(policies), folder / "graph.trig").read_bytes()


Output = Callable[[Sequence[Policy], Path], bytes]
#: By name: the media type, and what makes it.
OUTPUTS: Mapping[str, tuple[str, Output]] = {
    "ledger.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ledger),
    "atlas.zip": ("application/zip", _atlas),
    "graph.trig": ("application/trig", _graph),
}


def make_output(name: str, policies: Sequence[Policy]) -> bytes:
    """Make a file of some policies.

    Args:
        name: A key of ``OUTPUTS``.
        policies: The policies; at least one.

    Returns:
        Its bytes.

    Raises:
        PolicyGraphError: The policies hold nothing that the file could show.
    """
    with tempfile.TemporaryDirectory(prefix="policygraph-") as folder:
        return OUTPUTS[name][1](policies, Path(folder))
