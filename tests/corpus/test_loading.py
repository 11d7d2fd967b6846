"""Parts are loaded beside the processes that write them: all of them, whatever their sizes, and failures are raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import Store

from policygraph.corpus.outputs import StoreDirectory
from policygraph.corpus.reading import Options
from policygraph.corpus.record import Record
from policygraph.corpus.state import BuildState
from policygraph.corpus.workers import Batch, Loading, PartWriter, run
from policygraph.errors import PolicyGraphError, SourceError, StoreError


def write(folder: Path, number: int, facts: int = 1, long: int = 1) -> Path:
    lines = (
        f"<http://e/{number}/{n}> <http://e/p> <http://e/{'o' * long}> <http://e/g{number}> .\n" for n in range(facts)
    )
    part = folder / f"part-{number:06}.nq"
    part.write_text("".join(lines))
    return part


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_part_is_loaded_once_and_noted(jobs: int, tmp_path: Path) -> None:
    loads: list[int] = []
    with BuildState(tmp_path / "state.sqlite") as state:
        for number in range(8):
            state.add(number, [Record(f"d{number}", f"d{number}.txt", "0")], "written")
        assert state.waiting_parts() == list(range(8)) and state.next_part() == 8
        with Loading(loads.append, state.note_loaded, jobs) as loading:
            for number in range(8):
                loading.add(number)
        assert not state.waiting_parts()
    assert sorted(loads) == list(range(8))


def test_what_a_load_raises_is_raised_and_the_rest_waits() -> None:
    def fail(part: int) -> None:
        raise StoreError("verbatim", message="no room")

    noted: list[int] = []
    with pytest.raises(StoreError, match="no room"), Loading(fail, noted.append, 2) as loading:
        for number in range(20):
            loading.add(number)
    assert not noted


def test_an_interruption_starts_no_other_load(tmp_path: Path) -> None:
    loads: list[int] = []

    def load(part: int) -> None:
        loads.append(part)
        while not (tmp_path / "go").exists():
            pass

    with pytest.raises(KeyboardInterrupt), Loading(load, lambda _: None, 1) as loading:
        loading.add(0)
        loading.add(1)
        (tmp_path / "go").touch()
        raise KeyboardInterrupt
    assert loads in ([0], [0, 1])


@pytest.mark.parametrize(("facts", "long"), [(3, 1), (5_000, 1_000)])
def test_small_and_large_parts_are_loaded(facts: int, long: int, tmp_path: Path) -> None:
    """A part that is gone was loaded before a stop."""
    parts = [write(tmp_path, number, facts, long) for number in (0, 1)]
    output = StoreDirectory(tmp_path / "new")
    output.start(None)
    with output:
        for part in (*parts, tmp_path / "part-000002.nq"):
            output.load(part)
        output.finish([], ["<http://e/s> <http://e/p> <http://e/o> <http://e/links> ."], [])
    assert len(Store.read_only(str(tmp_path / "new"))) == 2 * facts + 1
    assert not list(tmp_path.glob("part-*"))


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    (part := tmp_path / "part-000000.nq").write_bytes(b"\x00 this is no fact\n" * 400_000)
    output = StoreDirectory(tmp_path / "new")
    output.start(None)
    with pytest.raises(StoreError, match="damaged"), output:
        output.load(part)


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot create"), StoreDirectory(tmp_path / "file" / "new"):
        pass


def test_a_process_that_died_before_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool that breaks between two batches takes no more; its batches are written one by one."""
    from policygraph.corpus import workers
    from policygraph.corpus.discovery import InputDocument

    pools = []

    def pool(jobs: int, plain=workers._pool) -> object:  # type: ignore[no-untyped-def]
        pools.append(plain(jobs))
        if len(pools) == 1:
            with pytest.raises(Exception, match="terminated"):
                pools[0].submit(os._exit, 1).result()
        return pools[-1]

    monkeypatch.setattr(workers, "_pool", pool)
    items = [InputDocument(f"{n}.txt", f"n{n}", "（一）修路。（省财政厅负责）".encode()) for n in range(6)]
    batches = (Batch(n, (item,)) for n, item in enumerate(items))
    found = list(run(batches, PartWriter(tmp_path, Options(), False), 2))
    assert sorted(record.id for _, records in found for record in records) == [item.id for item in items]
    assert not any(record.failure for _, records in found for record in records)
    assert len(list(tmp_path.glob("part-*.nq"))) == 6


def test_a_part_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    from policygraph.corpus.discovery import InputDocument

    batches = iter([Batch(0, (InputDocument("a.txt", "a", b"x"),))])
    with pytest.raises(PolicyGraphError, match="cannot write"):
        list(run(batches, PartWriter(tmp_path / "absent", Options(), False), 2))


def test_a_record_crosses_processes_with_its_failure() -> None:
    import pickle

    record = pickle.loads(pickle.dumps(Record("a", "a.txt", "0", SourceError("file_missing", path="a.txt"))))
    assert record.failure.names.en.startswith("a.txt does not exist")
