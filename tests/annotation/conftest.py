"""A notice with two reviewers."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.annotation import ParsedNotice, parse_notices

NOTICE = """关于印发工作要点的通知

一、道路

1.修路。加强道路建设。（牵头单位：市交通局，责任单位：市财政局、市公安局）

2.植树。开展绿化。（责任单位：市林业局、市财政局）

3.办学。新建学校。（市教育局负责）
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.fixture
def notice(source: Path) -> ParsedNotice:
    [found] = parse_notices([source])
    return found
