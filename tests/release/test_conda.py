"""The conda recipe: it can be rendered, and needs what the package needs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import policygraph
from needs import lacking
from schemas import load_yaml

ROOT = Path(__file__).resolve().parents[2]
RECIPE: dict[str, Any] = load_yaml(ROOT / "recipe" / "recipe.yaml")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def by_name(requirements: list[str]) -> dict[str, str]:
    """Requirements of pip or conda as versions by name: in conda names are in small letters, before a space."""
    found = (re.fullmatch(r"([A-Za-z][\w.-]*?)\s*((?:[<>=!~]\S*)?)", each) for each in requirements)
    return {match[1].lower(): match[2] for match in found if match}


def test_the_recipe_needs_what_the_package_needs() -> None:
    needed = by_name(PROJECT["project"]["dependencies"])
    assert len(needed) == len(PROJECT["project"]["dependencies"])
    run, host = RECIPE["requirements"]["run"], RECIPE["requirements"]["host"]
    assert run[0] == "python >=${{ python_min }}" and by_name(run[1:]) == needed
    built = by_name(PROJECT["build-system"]["requires"])
    assert by_name(host[1:]) == built | {"pip": ""}
    assert PROJECT["project"]["requires-python"] == f">={RECIPE['context']['python_min']}"


def test_the_recipe_describes_the_package() -> None:
    about, project = RECIPE["about"], PROJECT["project"]
    assert RECIPE["context"]["version"] == policygraph.__version__
    assert (about["summary"], about["license"]) == (project["description"], project["license"])
    urls = project["urls"]
    assert [about[name] for name in ("homepage", "documentation", "repository")] == [
        urls[name] for name in ("Homepage", "Documentation", "Source")
    ]
    (script,) = project["scripts"].items()
    assert RECIPE["build"]["python"]["entry_points"] == [" = ".join(script)]


def test_the_recipe_can_be_rendered() -> None:
    try:
        from rattler_build import RattlerBuildError, Stage0Recipe
    except ImportError:
        lacking("py-rattler-build is not installed (extra release)")
    (rendered,) = Stage0Recipe.from_file(str(ROOT / "recipe" / "recipe.yaml")).render()
    assert str(rendered.recipe.package.version) == policygraph.__version__
    assert "rdflib >=7.1,<8" in rendered.recipe.requirements.to_dict()["run"]
    text = (ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8")
    try:
        Stage0Recipe.from_yaml(text.replace("\nrequirements:", "\nneeds:"))
    except RattlerBuildError:
        return
    raise AssertionError("a wrong field was not found")
