"""A folder that any triple store can load in bulk: sorted N-Quads, Turtle, ontology, queries, checksums."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import StoreError
from ..files import replace_folder, write_atomically
from ..formats import rdf_format
from ..graph import Iris
from ..namespaces import PG, PREFIXES
from ..resources import ontology_dir, queries_dir
from ..store import engine, select, serialised
from .source import Source

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

__all__ = ["write_release"]

#: Bytes of N-Quads in one part before compression: what one loader thread takes in some seconds.
PART_BYTES = 64 * 1024 * 1024
#: The list of checksums, in the form that ``sha256sum --check`` reads; its presence marks a folder as a release.
CHECKSUMS = "SHA256SUMS"


def write_release(source: Source, folder: Path, part_bytes: int = PART_BYTES) -> Path:
    """Write a release folder; what stood there before is replaced as a whole, once the new one is complete.

    Args:
        source: what is published.
        folder: where; absent, empty, or an earlier release.
        part_bytes: size of a part of the N-Quads before compression, in bytes.

    Returns:
        the folder: ``data/part-….nq.gz`` (all graphs, sorted), ``policies/….ttl``, ``ontology/``, ``queries/``,
        ``dataset.ttl`` (DCAT and VoID), ``README.md`` with the command of each store, ``SHA256SUMS``. The same graph
        gives the same bytes.

    Raises:
        StoreError: something else stands at that place, or it cannot be written.
    """
    target = folder.resolve()
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not (target / CHECKSUMS).is_file()):
        raise StoreError("no_release", folder=folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replace_folder(target) as new:
            _fill(source, new, part_bytes)
    except OSError as error:
        raise StoreError("path_unwritable", path=folder, reason=error) from error
    return folder


def _fill(source: Source, folder: Path, part_bytes: int) -> None:
    store = engine(source.dataset())
    for name in ("data", "policies", "ontology", "queries"):
        (folder / name).mkdir()
    parts = list(_write_parts(store, folder / "data", part_bytes))
    policies = list(_write_policies(source, folder / "policies"))
    for path in sorted(ontology_dir().glob("*.ttl")):
        write_atomically(folder / "ontology" / path.name, path.read_bytes())
    for path in sorted(queries_dir().glob("*.rq")):
        write_atomically(folder / "queries" / path.name, path.read_bytes())
    # The union is a set: what two graphs say counts once.
    stated = "SELECT ?k (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?s ?k ?o WHERE { ?s ?k ?o } } } GROUP BY ?k"
    properties = _counted(store, stated)
    facts = {
        "version": __version__,
        "prefixes": sorted(PREFIXES.items()),
        "pg": PG,
        "triples": sum(entry["count"] for entry in properties),
        "graphs": [{"iri": graph, "triples": source.fingerprint(graph).count} for graph in source.graphs()],
        "parts": [{"name": f"data/{name}", **_facts(folder / "data" / name)} for name in parts],
        "policies": [{"name": f"policies/{name}", **_facts(folder / "policies" / name)} for name in policies],
        "classes": _counted(store, "SELECT ?k (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?k } GROUP BY ?k"),
        "properties": properties,
    }
    for name in ("dataset.ttl", "README.md"):
        write_atomically(folder / name, _rendered(name, facts).encode())
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = (f"{_facts(path)['sha256']}  {path.relative_to(folder).as_posix()}\n".encode() for path in files)
    write_atomically(folder / CHECKSUMS, sums)


def _write_parts(store: Store, folder: Path, part_bytes: int) -> Iterator[str]:
    """All quads, sorted as the project sorts them, in gzip files without a time in them."""
    lines: list[bytes] = []
    size = number = 0

    def flush() -> str:
        nonlocal lines, size, number
        number += 1
        name = f"part-{number:04d}.nq.gz"
        write_atomically(folder / name, gzip.compress(b"".join(lines), mtime=0))
        lines, size = [], 0
        return name

    for piece in serialised(store, rdf_format("nq")):
        for line in piece.splitlines(keepends=True):
            if lines and size + len(line) > part_bytes:
                yield flush()
            lines.append(line)
            size += len(line)
    if lines or not number:
        yield flush()


def _write_policies(source: Source, folder: Path) -> Iterator[str]:
    from pyoxigraph import NamedNode, Quad

    for graph in sorted(source.policies()):
        name = graph.removeprefix(Iris().graph("")).replace("/", "-").replace(":", "-") + ".ttl"
        quads: list[Quad] = [
            Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph)) for triple in source.triples(graph)
        ]
        write_atomically(folder / name, serialised(quads, rdf_format("ttl")))
        yield name


def _facts(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _counted(store: Store, text: str) -> Sequence[dict[str, Any]]:
    counted = [{"iri": row[0].value, "count": int(row[1].value)} for row in select(store, text)]
    return sorted(counted, key=lambda entry: entry["iri"])


def _rendered(name: str, facts: dict[str, Any]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("policygraph.publish"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(**facts)
