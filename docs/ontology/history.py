"""The versions of the ontology, the shapes and the concept schemes: which are kept, and what each has.

    python docs/ontology/history.py             # list the versions
    python docs/ontology/history.py --keep      # keep the current files; part of a release

A kept version is a copy in ``versions/NAME/X.Y.Z.ttl``. It never changes: ``versions/SHA256SUMS`` has its hash. The
files in ``ontology/`` are the current versions; one that differs from its kept copy needs a new ``owl:versionInfo``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox

HERE = Path(__file__).resolve().parent
CURRENT = HERE.parents[1] / "ontology"
KEPT = HERE / "versions"
SUMS = KEPT / "SHA256SUMS"

PG = "https://w3id.org/policygraph/def/"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
VERSION = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
DEPRECATED = ox.NamedNode("http://www.w3.org/2002/07/owl#deprecated")

#: File → the IRI that carries its version. Places have the date of the divisions as their version and are not kept.
VERSIONED = {
    "policygraph": PG,
    "levels": PG + "levels",
    "roles": PG + "roles",
    "states": PG + "states",
    "review-statuses": PG + "review-statuses",
    "metrics": PG + "metrics",
    "functions": PG + "functions",
    "shapes": PG + "shape/",
}
#: File → IRIs that stood for the same thing in earlier versions. def/function is still the property pg:function.
FORMER = {"functions": {PG + "function"}}

Version = tuple[int, int, int]


def parse_version(text: str) -> Version:
    """Parse a version.

    Args:
        text: Three numbers with dots between them.

    Returns:
        The numbers; they sort as versions do.

    Raises:
        ValueError: The text is no such version.

    Example:
        >>> parse_version("0.10.0") > parse_version("0.9.1")
        True
    """
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)
    if not found:
        raise ValueError(f"not a version such as 1.2.3: {text!r}")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def show_version(version: Version) -> str:
    """Return a version as text."""
    return ".".join(map(str, version))


@cache
def read(path: Path) -> ox.Store:
    """Read a Turtle file into a store in memory."""
    store = ox.Store()
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def version_of(path: Path, name: str) -> Version:
    """Return the version that a file states of itself.

    Args:
        path: A Turtle file.
        name: A key of ``VERSIONED``: whose file it is.

    Returns:
        Its ``owl:versionInfo``.

    Raises:
        ValueError: The file has none, or several.
    """
    subjects = [VERSIONED[name], *FORMER.get(name, ())]
    stated = [
        quad.object.value
        for iri in subjects
        for quad in read(path).quads_for_pattern(ox.NamedNode(iri), VERSION, None)
        if isinstance(quad.object, ox.Literal)
    ]
    if len(stated) != 1:
        raise ValueError(f"{path.name}: not one owl:versionInfo of <{VERSIONED[name]}>, but {stated}")
    return parse_version(stated[0])


def kept(name: str) -> dict[Version, Path]:
    """Return the kept versions of a file, the oldest first.

    Args:
        name: A key of ``VERSIONED``.

    Returns:
        Version → file.
    """
    return dict(sorted((parse_version(path.stem), path) for path in (KEPT / name).glob("*.ttl")))


def versions(name: str) -> dict[Version, Path]:
    """Return all versions of a file, the oldest first: the kept ones and the current one."""
    current = CURRENT / f"{name}.ttl"
    return dict(sorted({version_of(current, name): current, **kept(name)}.items()))


def terms(path: Path) -> set[str]:
    """Return the IRIs that a file describes: those that have a type in it."""
    subjects = (quad.subject for quad in read(path).quads_for_pattern(None, TYPE, None))
    return {subject.value for subject in subjects if isinstance(subject, ox.NamedNode)}


def deprecated(path: Path) -> set[str]:
    """Return the IRIs that a file states to be deprecated."""
    quads = read(path).quads_for_pattern(None, DEPRECATED, None)
    stated = ((quad.subject, quad.object) for quad in quads)
    return {
        subject.value
        for subject, value in stated
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal) and value.value in ("true", "1")
    }


@cache
def since(name: str) -> dict[str, str]:
    """Return the first version with each term of a file.

    Args:
        name: A key of ``VERSIONED``.

    Returns:
        IRI → version as text.
    """
    first: dict[str, str] = {}
    for version, path in versions(name).items():
        for iri in terms(path):
            first.setdefault(iri, show_version(version))
    return first


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded() -> dict[str, str]:
    """Return the hashes of the kept files as recorded: path below ``versions`` → SHA-256."""
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    return {path: value for value, path in (line.split("  ", 1) for line in lines)}


def keep() -> list[Path]:
    """Keep each current file whose version is not kept yet, and record its hash.

    Returns:
        The files written.

    Raises:
        ValueError: A current file differs from the kept one of the same version.
    """
    written = []
    for name in VERSIONED:
        current = CURRENT / f"{name}.ttl"
        copy = KEPT / name / f"{show_version(version_of(current, name))}.ttl"
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(current.read_bytes())
            written.append(copy)
        elif copy.read_bytes() != current.read_bytes():
            raise ValueError(f"ontology/{name}.ttl has changed since {copy.stem} was kept: give it a new version")
    hashes = recorded() if SUMS.exists() else {}
    fresh = {path.relative_to(KEPT).as_posix(): digest(path) for name in VERSIONED for path in kept(name).values()}
    # A hash that is recorded stays: a test compares it with the file.
    lines = [f"{value}  {path}\n" for path, value in sorted({**fresh, **hashes}.items())]
    SUMS.write_text("".join(lines), encoding="utf-8", newline="\n")
    return written


def main() -> int:
    """List the versions, or keep the current ones."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--keep", action="store_true", help="keep the current files that are not kept yet")
    if ask.parse_args().keep:
        try:
            for path in keep():
                print(path.relative_to(HERE.parents[1]))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        return 0
    for name in VERSIONED:
        numbers = [
            show_version(version) + ("" if version in kept(name) else " (not kept yet)") for version in versions(name)
        ]
        print(f"{name}: {', '.join(numbers)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
