"""The table of stores in docs/*/guides/publishing.md is that of the presets, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.sparql.presets import PRESETS

ROOT = Path(__file__).resolve().parents[2]
YES = {"en": "yes", "zh": "是"}


@pytest.mark.parametrize("lang", YES)
def test_every_store_is_listed_as_it_is(lang: str) -> None:
    page = (ROOT / "docs" / lang / "guides" / "publishing.md").read_text(encoding="utf-8")
    rows = [
        line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ") and "http://host" in line
    ]
    listed = {row[0].split()[-1].lower(): row for row in rows}
    assert set(listed) == set(PRESETS)
    for name, preset in PRESETS.items():
        _, address, writes, replaces, union, tested = listed[name]
        assert (tested == YES[lang]) == preset.tried, name
        assert (replaces in ("in one transaction", "一次事务")) == preset.atomic, name
        assert preset.path in address, name
        assert all(value in union for value in preset.union.values()), name
        assert not preset.graphs.strip("/") or preset.graphs in writes, name
