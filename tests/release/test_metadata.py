"""The files that describe the package to others agree: pyproject.toml, CITATION.cff, .zenodo.json."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import policygraph
from schemas import find_faults, load_yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION: dict[str, Any] = load_yaml(ROOT / "CITATION.cff")
ZENODO: dict[str, Any] = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
HOME = "https://w3id.org/policygraph/"


def test_versions_agree() -> None:
    assert CITATION["version"] == ZENODO["version"] == policygraph.__version__


def test_citation_and_zenodo_agree() -> None:
    assert CITATION["title"] == ZENODO["title"]
    assert CITATION["abstract"] == ZENODO["description"]
    assert CITATION["license"] == ZENODO["license"] == PROJECT["license"]
    assert CITATION["keywords"] == ZENODO["keywords"] == PROJECT["keywords"]
    assert [author["name"] for author in CITATION["authors"]] == [author["name"] for author in ZENODO["creators"]]
    assert ZENODO["creators"] == PROJECT["authors"]
    assert CITATION["type"] == ZENODO["upload_type"]


def test_addresses_are_persistent_and_agree() -> None:
    urls = PROJECT["urls"]
    assert {"Homepage", "Documentation", "Source", "Issues", "Changelog"} == set(urls)
    assert all(url.startswith(HOME) for url in urls.values())
    assert CITATION["url"] == urls["Homepage"]
    assert CITATION["repository-code"] == urls["Source"]
    related = {entry["relation"]: entry["identifier"] for entry in ZENODO["related_identifiers"]}
    assert related == {"isDocumentedBy": urls["Documentation"], "isSupplementTo": urls["Source"]}


def test_the_citation_is_valid() -> None:
    assert find_faults(CITATION, "citation-file-format") == []
    assert find_faults(CITATION | {"authors": []}, "citation-file-format")


def test_every_extra_is_explained_above_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for extra in PROJECT["optional-dependencies"]:
        (number,) = (at for at, line in enumerate(lines) if line.startswith(f"{extra} = ["))
        assert lines[number - 1].startswith("# "), extra


def test_the_supported_pythons_are_those_that_ci_tests() -> None:
    workflow = load_yaml(ROOT / ".github" / "workflows" / "ci.yml")
    tested = set(workflow["jobs"]["test"]["strategy"]["matrix"]["python"])
    named = {found[1] for name in PROJECT["classifiers"] if (found := re.search(r"Python :: (3\.\d+)$", name))}
    assert named == tested
    assert PROJECT["requires-python"] == f">={min(tested, key=lambda version: int(version[2:]))}"
