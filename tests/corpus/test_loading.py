"""Parts are loaded some together: all of them, whatever their sizes, and what fails is raised."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Store

from policygraph.corpus import loading
from policygraph.corpus.loading import Loading
from policygraph.corpus.outputs import Parts, StoreDirectory
from policygraph.corpus.record import Record
from policygraph.corpus.state import State
from policygraph.errors import StoreError


class Noting(Parts):
    """Notes which parts it is given together."""

    packed = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.loads: list[list[str]] = []

    def load(self, parts: Sequence[Path]) -> None:
        self.loads.append([part.name for part in parts])


def write(folder: Path, number: int, facts: int = 1) -> None:
    lines = (f"<http://e/{number}/{n}> <http://e/p> <http://e/o> <http://e/g{number}> .\n" for n in range(facts))
    (folder / f"part-{number:06}.nq").write_text("".join(lines))


def noted(state: State, number: int) -> None:
    state.add(number, [Record(f"d{number}", f"d{number}.txt", "0")], "written")


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_part_is_loaded_once_and_noted(jobs: int, tmp_path: Path) -> None:
    output = Noting(tmp_path / "new")
    with State(tmp_path / "state.sqlite") as state:
        with Loading(state, output, tmp_path, jobs, documents=80) as some:
            for number in range(8):
                write(tmp_path, number)
                noted(state, number)
                some.take(number, 10)
        assert state.parts("loaded") == list(range(8)) and not state.parts("written")
    # One core has nobody to wait for the last load; two have four loads of a quarter of the documents.
    assert sorted(map(len, output.loads)) == ([8] if jobs == 1 else [2, 2, 2, 2])
    assert sorted(name for load in output.loads for name in load) == [f"part-{n:06}.nq" for n in range(8)]


def test_loads_are_bounded_by_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 0)
    monkeypatch.setattr(loading, "_LOAD_BYTES", 2 * (tmp_path / "part-000000.nq").stat().st_size)
    output = Noting(tmp_path / "new")
    with State(tmp_path / "state.sqlite") as state, Loading(state, output, tmp_path, 1, documents=1000) as some:
        for number in range(5):
            write(tmp_path, number)
            noted(state, number)
            some.take(number, 1)
    assert [len(load) for load in output.loads] == [2, 2, 1]


@pytest.mark.parametrize("facts", [3, 60_000])
def test_small_and_large_loads_hold_the_same(facts: int, tmp_path: Path) -> None:
    """Few facts go through the engine's memory, many by bulk load; a part that is gone was loaded before a stop."""
    for number in (0, 1):
        write(tmp_path, number, facts)
    output = StoreDirectory(tmp_path / "new")
    output.load([tmp_path / f"part-{number:06}.nq" for number in range(3)])
    output.finish([], ["<http://e/s> <http://e/p> <http://e/o> <http://e/links> ."], [])
    assert len(Store.read_only(str(tmp_path / "new"))) == 2 * facts + 1
    assert not list(tmp_path.glob("part-*"))


def test_what_a_load_raises_is_raised(tmp_path: Path) -> None:
    class Full(Noting):
        def load(self, parts: Sequence[Path]) -> None:
            raise StoreError("verbatim", message="no room")

    with State(tmp_path / "state.sqlite") as state:
        write(tmp_path, 0)
        noted(state, 0)
        with pytest.raises(StoreError, match="no room"), Loading(state, Full(tmp_path), tmp_path, 2, 1) as some:
            some.take(0, 1)
        assert state.parts("written") == [0]
