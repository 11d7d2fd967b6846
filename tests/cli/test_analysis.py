"""``analyze``, ``why``, ``whatif`` and ``compare`` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


def test_analyze(run: Run, graph: Path, tmp_path: Path) -> None:
    done = run("analyze", graph, "-o", "out", "--rdf", "measures.ttl", "--lang", "en")
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert "Department of Finance stops at the provincial level" in first and "bears no measure" in second
    assert (tmp_path / "out" / "report.html").is_file() and (tmp_path / "measures.ttl").is_file()
    assert "财政厅" in run("analyze", graph).stdout


def test_a_part_without_measures_is_one_line(run: Run, graph: Path) -> None:
    done = run("analyze", graph, "--since", "2099-01-01", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "policygraph: no measure meets the conditions in that period: the documents are of 2020-05-11 to 2020-05-11; "
        "change --since or --until"
    ]
    done = run("analyze", graph, "--level", "provincial", "--lang", "zh")
    assert done.returncode == 0 and done.stdout


def test_networks_by_period(run: Run, graph: Path, tmp_path: Path) -> None:
    done = run("analyze", graph, "-o", "out", "--by", "2020-01-01,2021-01-01", "--follow", "--lang", "en")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out" / "networks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in lines[1:4]] == [
        ["shared", "–2019-12-31"],
        ["shared", "2020-01-01–2020-12-31"],
        ["shared", "2021-01-01–"],
    ]
    assert "Bodies are followed through reforms" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_analyze_for_a_paper(run: Run, graph: Path, tmp_path: Path) -> None:
    done = run("analyze", graph, "--paper", "out", "--figure-width", "single", "--by", "plan", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "figures" / "network.pdf").is_file() and "networks.R" in done.stderr
    assert "by five-year plan: 2016–2020" in (tmp_path / "out" / "methods.md").read_text(encoding="utf-8")


def test_why(run: Run, graph: Path) -> None:
    done = run("why", "省发改委", "省扶贫办", graph)
    assert done.returncode == 0 and done.stdout.count("责任单位:") == 5
    apart = run("why", "省教育厅", "省林业局", graph, "--lang", "en")
    assert (apart.returncode, apart.stdout) == (1, "") and "share no measure" in apart.stderr


def test_whatif(run: Run, graph: Path) -> None:
    done = run("whatif", graph, "--without", "省发改委", "--lang", "en")
    assert "ties: 3 lost, 0 gained" in done.stdout and "measures that lose their only owner: 0" in done.stdout
    done = run("whatif", graph, "--merge", "省发改委", "省扶贫办", "--lang", "en")
    assert done.returncode == 0 and "parts of the network: 3 before, 3 after" in done.stdout
    chinese = run("whatif", graph, "--without", "省发改委", "--lang", "zh").stdout
    assert "失去牵头的措施：" in chinese
    assert ": " not in chinese


def test_compare(run: Run, graph: Path) -> None:
    same = run("compare", graph, graph, "--lang", "en")
    assert (same.returncode, same.stdout) == (0, "") and "24 measures are the same" in same.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["whatif", "GRAPH"], "either --without BODY or --merge"),
        (["whatif", "GRAPH", "--without", "省外星局"], "there is no body"),
        (["why", "省教育厅", "省外星局", "GRAPH"], "there is no body"),
        (["analyze", "absent.ttl"], "no such file"),
        (["analyze", "GRAPH", "-o", "out", "--by", "decade"], "no periods by 'decade': choose year, plan, reform"),
        (["analyze", "GRAPH", "--follow"], "give a folder with -o or --paper"),
        (["compare", "GRAPH", "absent.ttl"], "no such file"),
    ],
)
def test_errors_are_one_line(words: list[str], message: str, run: Run, graph: Path) -> None:
    done = run(*(str(graph) if word == "GRAPH" else word for word in words), LC_ALL="en_GB.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_graph_without_policies_and_days_in_the_wrong_order_are_refused(
    run: Run, graph: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.ttl").write_text("", encoding="utf-8")
    done = run("analyze", "empty.ttl", "--lang", "zh")
    assert done.returncode == 2 and "没有政策文件" in done.stderr and len(done.stderr.splitlines()) == 1
    done = run("analyze", graph, "--since", "2021-01-01", "--until", "2020-01-01", "--lang", "zh")
    assert done.returncode == 2 and "2021-01-01 晚于截止日期 2020-01-01" in done.stderr
