"""``policygraph validate``: findings with their places, and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


def test_the_example_has_no_violation(run: Run, graph: Path) -> None:
    done = run("validate", graph)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "0 处违规，0 处提示\n"


@pytest.mark.parametrize(("lang", "summary"), [("en", "1 violation, 0 warnings"), ("zh", "1 处违规，0 处提示")])
def test_a_violation_names_its_place_in_the_source_and_exits_1(
    lang: str, summary: str, run: Run, graph: Path, tmp_path: Path
) -> None:
    text = graph.read_text(encoding="utf-8")
    quote = 'oa:exact "责任单位:省教育厅、财政厅,各有关市、县(区)教育部门"'
    assert text.count(quote) == 1
    (tmp_path / "wrong.ttl").write_text(text.replace(quote, quote.replace("教育厅", "体育局")), encoding="utf-8")
    done = run("validate", "wrong.ttl", "--lang", lang)
    assert done.returncode == 1
    place = {"en": "line 33, characters 900–927", "zh": "第33行，字符900–927"}[lang]
    assert "fujian-relocation-2020" in done.stdout and place in done.stdout
    assert summary in done.stderr


def test_what_is_no_graph_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.ttl").write_text("nothing")
    done = run("validate", "wrong.ttl")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
