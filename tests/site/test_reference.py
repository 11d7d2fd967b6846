"""The pages of the reference that are written by hand name everything that there is."""

from __future__ import annotations

import re

import pytest

import policygraph
from doc_pages import DOCS, LANGS


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_the_python_api_has_every_public_name(lang: str) -> None:
    page = (DOCS / lang / "reference" / "python.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^::: policygraph\.(\w+)$", page, flags=re.MULTILINE)) == sorted(policygraph.__all__)
