"""What somebody meets who comes to the repository: first screen of the README, forms, templates, the page on PyPI."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from needs import lacking
from schemas import find_faults, load_yaml

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def fields(form: Any) -> dict[str, Any]:
    return {field["id"]: field for field in form["body"] if "id" in field}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_are_valid_and_in_both_languages(path: Path) -> None:
    form = load_yaml(path)
    assert find_faults(form, "github-issue-forms") == []
    broken = copy.deepcopy(form)
    del broken["body"][-1]["attributes"]
    assert find_faults(broken, "github-issue-forms")
    for field in [form, *(field["attributes"] for field in fields(form).values())]:
        words = field.get("label") or field["name"]
        assert re.search(r"[a-z]", words) and re.search(r"[\u4e00-\u9fff]", words), words


def test_the_chooser_leads_to_persistent_addresses() -> None:
    config = load_yaml(ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml")
    assert find_faults(config, "github-issue-config") == []
    assert all(link["url"].startswith("https://w3id.org/policygraph/") for link in config["contact_links"])


def test_the_form_for_readings_asks_for_the_smallest_notice() -> None:
    asked = fields(load_yaml(ROOT / ".github" / "ISSUE_TEMPLATE" / "reading.yml"))
    required = {name for name, field in asked.items() if field.get("validations", {}).get("required")}
    assert required >= {"text", "expected", "got", "version"}
    assert "smallest" in asked["text"]["attributes"]["label"]


def test_the_first_screen_says_it_in_both_languages() -> None:
    first = README[: README.index("\n## ")]
    assert len(first.splitlines()) <= 40
    assert first.splitlines()[2].startswith("[中文")
    assert re.search(r"<img src=\"docs/images/[\w-]+\.png\"", first)
    assert "    make demo" in first and "    make test" in first
    assert "does **not** do" in first and "**不做**的事" in first


def test_no_link_of_the_page_on_pypi_is_relative() -> None:
    try:
        from hatch_fancy_pypi_readme._builder import build_text
        from hatch_fancy_pypi_readme._config import load_and_validate_config
    except ImportError:
        lacking("hatch-fancy-pypi-readme is not installed (extra dev)")
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    config = load_and_validate_config(project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"])
    text = build_text(config.fragments, config.substitutions, version="0")
    targets = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", text)
    assert len(targets) > 10
    assert {
        target for pair in targets for target in pair if target and not target.startswith("https://w3id.org/")
    } == set()
    assert "https://w3id.org/policygraph/docs/en/guides/review.html" in text
    # The pictures and pages exist where the site has them.
    for lang, name in re.findall(r"policygraph/docs/(en|zh)/([\w/-]+)\.html\)", text):
        assert (ROOT / "docs" / lang / f"{name}.md").exists(), name
