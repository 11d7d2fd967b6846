"""The version policy: what is released stays as it is, says which version it is, and loses no term."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from docs.ontology import history

from policygraph.namespaces import OWL, PG, SKOS
from policygraph.resources import ontology_dir

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(history.VERSIONED)
ONTOLOGIES = [pytest.param(path, id=path.stem) for path in history.kept("policygraph").values()]
DESCRIBED = frozenset[str]().union(*(history.terms(path) for path in ontology_dir().glob("*.ttl")))


def values(path: Path, subject: str, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    quads = history.read(path).quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
    return [quad.object for quad in quads]


def test_every_version_since_the_first_is_kept() -> None:
    kept = [history.show_version(version) for version in history.kept("policygraph")]
    assert kept[:5] == ["0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0"]
    assert all(history.kept(name) for name in NAMES)


def test_kept_versions_never_change() -> None:
    files = {path.relative_to(history.KEPT).as_posix(): path for path in history.KEPT.rglob("*.ttl")}
    assert {name: history.digest(path) for name, path in files.items()} == history.recorded()


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_file_has_a_new_version(name: str) -> None:
    current, kept = ontology_dir() / f"{name}.ttl", history.kept(name)
    version = history.version_of(current, name)
    if version in kept:
        same = current.read_bytes() == kept[version].read_bytes()
        assert same, f"ontology/{name}.ttl has changed since {kept[version].stem} was kept: give it a new version"
    else:
        assert version > max(kept), "a new version is later than all kept ones"


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_file_is_of_the_version_in_its_name(name: str) -> None:
    assert {history.version_of(path, name): path for path in history.kept(name).values()} == history.kept(name)


@pytest.mark.parametrize("path", [*ONTOLOGIES, pytest.param(ontology_dir() / "policygraph.ttl", id="current")])
def test_version_iri_and_history_notes_agree_with_the_version(path: Path) -> None:
    version = history.version_of(path, "policygraph")
    (iri,) = values(path, PG, OWL + "versionIRI")
    assert isinstance(iri, ox.NamedNode) and iri.value == PG + history.show_version(version)
    notes = [note for note in values(path, PG, SKOS + "historyNote") if isinstance(note, ox.Literal)]
    for lang in ("zh", "en"):
        numbers = [re.match(r"(\d+\.\d+\.\d+)(?:：|: )", note.value) for note in notes if note.language == lang]
        told = sorted(history.parse_version(number[1]) for number in numbers if number)
        expected = [each for each in history.versions("policygraph") if each <= version]
        assert len(numbers) == len(told) and told == expected, f"one note in {lang} for each version"


@pytest.mark.parametrize("name", NAMES)
def test_no_term_goes_without_having_been_deprecated(name: str) -> None:
    for (_, earlier), (_, later) in pairwise(history.versions(name).items()):
        gone = history.terms(earlier) - history.terms(later) - history.FORMER.get(name, set())
        assert gone <= history.deprecated(earlier), f"{name}: removed since {earlier.stem} without owl:deprecated"


def test_every_iri_of_a_kept_version_still_means_something() -> None:
    for name in NAMES:
        for path in history.kept(name).values():
            assert history.terms(path) - DESCRIBED <= history.deprecated(path), path


@pytest.mark.parametrize("name", NAMES)
def test_new_terms_make_a_new_minor_version(name: str) -> None:
    for (before, earlier), (after, later) in pairwise(history.versions(name).items()):
        if history.terms(later) != history.terms(earlier):
            assert after[:2] > before[:2], f"{name} {history.show_version(after)}"


def test_the_first_version_with_a_term_is_known() -> None:
    since = history.since("policygraph")
    assert since[PG + "Policy"] == "0.1.0"
    assert since[PG + "shortName"] == "0.2.0"
    assert since[PG + "StatusReport"] == "0.3.0"
    assert since[PG + "Recognition"] == "0.4.0"
    assert since[PG + "Review"] == "0.5.0"
    assert history.since("functions")[PG + "functions"] == "0.3.0"


def test_keeping_refuses_a_changed_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(history, "KEPT", tmp_path / "versions")
    monkeypatch.setattr(history, "SUMS", tmp_path / "versions" / "SHA256SUMS")
    monkeypatch.setattr(history, "CURRENT", tmp_path / "current")
    (tmp_path / "current").mkdir()
    for name in NAMES:
        (tmp_path / "current" / f"{name}.ttl").write_bytes((ontology_dir() / f"{name}.ttl").read_bytes())
    assert len(history.keep()) == len(NAMES)
    assert history.keep() == []
    assert history.recorded().keys() == {f"{name}/{max(history.kept(name).values()).stem}.ttl" for name in NAMES}
    with (tmp_path / "current" / "roles.ttl").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    with pytest.raises(ValueError, match=r"ontology/roles\.ttl has changed since \d+\.\d+\.\d+ was kept"):
        history.keep()


def test_kept_versions_are_not_in_the_wheel() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert not any(source.startswith("docs") for source in wheel["wheel"]["force-include"])
    assert wheel["wheel"]["packages"] == ["src/policygraph"]
