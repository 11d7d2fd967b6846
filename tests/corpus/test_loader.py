"""Loads in a process of their own: the same facts, errors told, and nothing left of it in this process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from pyoxigraph import Store

from policygraph.corpus import bulk, outputs
from policygraph.corpus.loader import Loader
from policygraph.corpus.loading import Loading
from policygraph.corpus.outputs import StoreDirectory
from policygraph.corpus.record import Record
from policygraph.corpus.state import State
from policygraph.errors import StoreError


def write(folder: Path, number: int, facts: int = 5_000, long: int = 800) -> Path:
    """A part; what is not told otherwise has few facts and enough bytes to be loaded in bulk."""
    lines = (f"<http://e/{number}/{n}> <http://e/p> <http://e/{'o' * long}> <http://e/g> .\n" for n in range(facts))
    part = folder / f"part-{number:06}.nq"
    part.write_text("".join(lines))
    return part


def threads() -> list[str]:
    return [(task / "comm").read_text() for task in Path("/proc/self/task").iterdir()]


def test_several_threads_load_and_the_store_is_whole(tmp_path: Path) -> None:
    parts = [write(tmp_path, number) for number in range(4)]
    assert all(part.stat().st_size > bulk._SMALL for part in parts)
    with Loader(tmp_path / "new") as loader, ThreadPoolExecutor(2) as pool:
        list(pool.map(loader.load, [parts[:2], parts[2:]]))
    assert len(Store.read_only(str(tmp_path / "new"))) == 20_000


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are told apart on Linux only")
def test_the_engine_runs_elsewhere(tmp_path: Path) -> None:
    part = write(tmp_path, 0)
    before = threads()
    with Loader(tmp_path / "new") as loader:
        loader.load([part])
        new = [name for name in threads() if name.startswith("rocksdb")]
        assert len(new) == len([name for name in before if name.startswith("rocksdb")])


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    (part := tmp_path / "part-000000.nq").write_bytes(b"\x00 this is no fact\n" * 400_000)
    with pytest.raises(StoreError, match="damaged"), Loader(tmp_path / "new") as loader:
        loader.load([part])


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"), Loader(tmp_path / "file" / "new"):
        pass


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    loader = Loader(tmp_path / "new")
    with pytest.raises(StoreError, match="the process that loads died"), loader:
        psutil.Process(loader.pid).kill()
        loader.load([write(tmp_path, 0, 3)])


def priorities(pid: int) -> list[int]:
    """How far the threads that merge stand back: the 19th field of their ``stat`` (proc(5))."""
    threads = [(task / "stat").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    return [int(stat.rpartition(")")[2].split()[16]) for stat in threads if "(rocksdb:low" in stat]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are told apart on Linux only")
@pytest.mark.parametrize("put_off", [True, False])
def test_merging_comes_after_all_else_where_it_is_put_off(put_off: bool, tmp_path: Path) -> None:
    with Loader(tmp_path / "new", put_off) as loader:
        for number in range(6):
            loader.load([write(tmp_path, number)])
        loader.load([])
        assert set(priorities(loader.pid)) == {19 if put_off else 0}


def interrupted(folder: Path, facts: int) -> bool:
    """Interrupt the load of a part. Does the part stay, and is it not noted as loaded?"""
    folder.mkdir()
    output = StoreDirectory(folder / "new")
    part = write(folder, 0, facts, 1)
    with State(folder / "state.sqlite") as state:
        state.add(0, [Record("d", "d.txt", "0")], "written")
        with (
            pytest.raises(KeyboardInterrupt),
            output.loading(1, 1, 1),
            Loading(state, output, folder, 1, documents=1) as some,
        ):
            some.take(0, 1)
            raise KeyboardInterrupt
        return state.parts("written") == [0] and part.exists()


def test_an_interruption_ends_the_loads_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build goes on with the part."""
    monkeypatch.setattr(outputs, "_MANY", 1)
    # A load that is through before the interruption shows nothing; longer ones do.
    assert any(interrupted(tmp_path / str(facts), facts) for facts in (600_000, 1_200_000, 2_400_000))


@pytest.mark.parametrize(("of", "jobs", "merged"), [(3, 1, True), (3, 2, False), (100, 1, False)])
def test_one_core_merges_once_where_most_is_new(
    of: int, jobs: int, merged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of six orders of the facts and the words are one table, or what the engine left of four loads."""
    monkeypatch.setattr(outputs, "_MANY", 3)
    output = StoreDirectory(tmp_path / "new")
    with output.loading(3, of, jobs):
        for number in range(4):
            output.load([write(tmp_path, number)])
    output.finish([], ["<http://e/s> <http://e/p> <http://e/o> <http://e/g> ."], [])
    assert len(Store.read_only(str(tmp_path / "new"))) == 4 * 5_000 + 1
    # Tables of the names of graphs, a few bytes each, are let be by the engine.
    tables = [file for file in (tmp_path / "new").glob("*.sst") if file.stat().st_size > 10_000]
    assert (len(tables) == 7) == merged
