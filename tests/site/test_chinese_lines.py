"""Lines of Chinese pages are joined: browsers show the end of a line between two characters as a space."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_no_line_ends_between_chinese_characters(built_site: Path) -> None:
    pages = sorted((built_site / "zh").rglob("*.html"))
    assert len(pages) > 60
    for page in pages:
        html = re.sub("<(pre|script|style).*?</\\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search("[\u4e00-\u9fff，。]\n[\u4e00-\u9fff]", html), page
