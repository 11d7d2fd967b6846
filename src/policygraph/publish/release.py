"""Write a folder that any triple store can load in bulk: sorted N-Quads, Turtle, ontology, queries, checksums."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import StoreError
from ..files import replace_folder, write_atomically
from ..formats import rdf_format
from ..graph import Iris
from ..namespaces import PG, PREFIXES
from ..resources import load_templates, ontology_dir, queries_dir
from ..store import engine, select, serialise
from .publication import Publication, split_batches

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["write_release"]

#: Bytes of N-Quads in one part before compression: what one loader thread takes in some seconds.
PART_BYTES = 64 * 1024 * 1024
#: The list of checksums, in the form that ``sha256sum --check`` reads; its presence marks a folder as a release.
CHECKSUMS = "SHA256SUMS"


def write_release(source: Publication, folder: Path, part_bytes: int = PART_BYTES) -> Path:
    """Write a release folder atomically. The same graph gives the same bytes.

    The folder has ``data/part-….nq.gz`` (all graphs, sorted), ``policies/….ttl``, ``ontology/``, ``queries/``,
    ``dataset.ttl`` (DCAT and VoID), ``README.md`` with the command of each store, and ``SHA256SUMS``.

    Args:
        source: The publication.
        folder: Where; absent, empty, or an earlier release.
        part_bytes: Size of a part of the N-Quads before compression, in bytes.

    Returns:
        The folder.

    Raises:
        StoreError: Something else is in that place, or it cannot be written.
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


def _fill(source: Publication, folder: Path, part_bytes: int) -> None:
    from pyoxigraph import Quad

    store = engine(source.dataset())
    for name in ("data", "policies", "ontology", "queries"):
        (folder / name).mkdir()
    for number, batch in enumerate(split_batches(serialise(store, rdf_format("nq")), part_bytes), 1):
        # Without the time of compression in it.
        write_atomically(folder / "data" / f"part-{number:04d}.nq.gz", gzip.compress(batch, mtime=0))
    for graph in source.policies():
        name = graph.removeprefix(Iris().graph("")).replace("/", "-").replace(":", "-") + ".ttl"
        quads = (Quad(*triple) for triple in source.triples(graph))
        write_atomically(folder / "policies" / name, serialise(quads, rdf_format("ttl")))
    for path in ontology_dir().glob("*.ttl"):
        write_atomically(folder / "ontology" / path.name, path.read_bytes())
    for path in queries_dir().glob("*.rq"):
        write_atomically(folder / "queries" / path.name, path.read_bytes())
    # The union is a set: a triple of two graphs counts once.
    stated = "SELECT ?k (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?s ?k ?o WHERE { ?s ?k ?o } } } GROUP BY ?k"
    properties = _count(store, stated)
    facts = {
        "version": __version__,
        "prefixes": sorted(PREFIXES.items()),
        "pg": PG,
        "triples": sum(entry["count"] for entry in properties),
        "graphs": [{"iri": graph, "triples": source.fingerprint(graph).count} for graph in source.graphs()],
        "parts": _describe_files(folder, "data"),
        "policies": _describe_files(folder, "policies"),
        "classes": _count(store, "SELECT ?k (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?k } GROUP BY ?k"),
        "properties": properties,
    }
    for name in ("dataset.ttl", "README.md"):
        write_atomically(folder / name, _render(name, facts).encode())
    sums = (f"{entry['sha256']}  {entry['name']}\n".encode() for entry in _describe_files(folder))
    write_atomically(folder / CHECKSUMS, sums)


def _describe_files(folder: Path, below: str = ".") -> list[dict[str, Any]]:
    """Return name, size and checksum of each file in a folder below another, sorted."""
    return [
        {
            "name": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted((folder / below).rglob("*"))
        if path.is_file()
    ]


def _count(store: Store, text: str) -> list[dict[str, Any]]:
    counts = {row[0].value: int(row[1].value) for row in select(store, text)}
    return [{"iri": iri, "count": counts[iri]} for iri in sorted(counts)]


def _render(name: str, facts: dict[str, Any]) -> str:
    return load_templates("policygraph.publish", autoescape=False).get_template(name).render(**facts)
