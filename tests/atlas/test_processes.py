"""Work shared among processes comes out as if one had done it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.atlas.processes import map_in_processes


def test_the_same_whoever_does_it() -> None:
    words = {at: f"第{at}项" for at in range(100)}

    def made(at: int) -> tuple[str, int]:
        return words[at], os.getpid()

    alone = list(map_in_processes(made, range(100), 1))
    together = list(map_in_processes(made, range(100), 2))
    assert [word for word, _ in alone] == list(words.values())
    assert sorted(word for word, _ in together) == sorted(words.values())
    assert {process for _, process in alone} == {os.getpid()}
    assert os.getpid() not in {process for _, process in together}


def test_an_error_of_one_is_everybody_s() -> None:
    def made(at: int) -> int:
        if at == 7:
            raise ValueError("number 7")
        return at

    with pytest.raises(ValueError, match="number 7"):
        list(map_in_processes(made, range(50), 2))


def test_one_process_is_this_one() -> None:
    assert set(map_in_processes(lambda _: os.getpid(), range(5), 1)) == {os.getpid()}


AFTER_ANALYSIS = """
import sys
import networkx, rustworkx
from policygraph import build, write_atlas
from policygraph.resources import examples_dir
# Threads of the library for graphs, which no forked process has.
rustworkx.graph_betweenness_centrality(rustworkx.networkx_converter(networkx.gnp_random_graph(300, 0.1, seed=1)))
made = build(sorted(examples_dir().glob("*.txt")))
print(write_atlas(made.dataset, sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
@pytest.mark.slow
def test_an_atlas_after_an_analysis_in_the_same_process(tmp_path: Path) -> None:
    """Those who analyse before they write an atlas do not wait for ever for threads that stayed behind."""
    done = subprocess.run(
        [sys.executable, "-c", AFTER_ANALYSIS, str(tmp_path / "atlas")], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "atlas" / "index.html").stat().st_size > 1000
