"""Building a corpus: many documents into a store or into parts, whatever happens on the way.

What stands at the target is untouched until the new one is complete beside it; then the two change places.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import SourceError, StoreError
from ..files import shown, swap_folders
from ..graph import Iris
from ..texts import Names, filled
from .discovery import Item, discover
from .failures import of_all
from .links import placed_facts
from .loading import Loading
from .outputs import Output, Parts, StoreDirectory, is_ours, share_file
from .progress import Progress
from .record import Options, Record
from .standing import Lock, rules_of
from .state import NAME, State
from .work import Batch, run

__all__ = ["Corpus", "build_corpus"]

#: Documents and bytes of one part at most: what is lost at a stop, and what is in memory at a time.
_BATCH, _BATCH_BYTES = 150, 8_000_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was built: where, how much, and what could not be read. ``built`` and ``removed`` count documents;
    one that cannot be read is not built.
    """

    path: Path
    documents: int
    measures: int
    responsibilities: int
    unread: int
    built: int = 0
    removed: int = 0
    failures: Mapping[str, Names] = field(default_factory=dict)


def build_corpus(
    sources: Path | str | Iterable[Path | str],
    target: Path | str,
    *,
    options: Options | None = None,
    parts: bool = False,
    jobs: int | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Corpus:
    """Builds many documents into a store directory, or with ``parts`` into a folder of compressed N-Quads.

    Sources are what ``discover`` takes. Where an earlier build stands at the target only what changed since is built,
    told by the hash of each document; what is no longer among the sources leaves the graph. A document that cannot be
    read is in ``failures`` and stops nothing; where none can be read, ``SourceError`` is raised and nothing is written.
    An interrupted build leaves its work beside the target, and ``resume`` goes on from there. ``jobs`` are processes,
    by default one for each core; call this under ``if __name__ == "__main__":`` in a script, because they are started
    anew. Memory is bounded by the jobs, not by the documents.

    >>> import tempfile
    >>> from policygraph.resources import examples_dir
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = build_corpus(examples_dir() / "fujian-relocation-2020.txt", Path(folder) / "store", jobs=1)
    ...     again = build_corpus(examples_dir() / "fujian-relocation-2020.txt", Path(folder) / "store", jobs=1)
    >>> made.documents, made.built, again.built
    (1, 1, 0)
    """
    names = [sources] if isinstance(sources, (str, Path)) else list(sources)
    target = Path(target).resolve()
    if not target.parent.is_dir():
        raise StoreError("target_folder_missing", path=target, name=target.parent)
    if target.is_dir() and any(target.iterdir()) and not is_ours(target) and not (target / "CURRENT").exists():
        raise StoreError("target_not_graph", path=target)
    jobs = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1
    return _Building(names, target, options or Options(), parts, jobs, resume, progress or Progress()).run()


class _Building:
    """One run."""

    def __init__(
        self,
        sources: list[Path | str],
        target: Path,
        options: Options,
        parts: bool,
        jobs: int,
        resume: bool,
        progress: Progress,
    ) -> None:
        self.sources, self.target, self.options, self.jobs = sources, target, options, jobs
        self.resume, self.progress = resume, progress
        self.work = target.with_name(f".{target.name}.building")
        kind = Parts if parts else StoreDirectory
        self.output: Output = kind(self.work / "new")
        self.rules = rules_of(options, parts)

    def run(self) -> Corpus:
        plan, clashes = self._plan()
        before = self._before()
        todo = {name for name, (key, hash_) in plan.items() if before.get(name) != (key, hash_, "")}
        gone = set(before) - set(plan)
        again = todo & set(before)
        if before and not gone and not any(before.get(name, ("", "", "x"))[:2] != plan[name] for name in todo):
            if self.work.exists():
                with self._alone():
                    shutil.rmtree(self.work, ignore_errors=True)
            with State(self.target / NAME) as state:
                return self._corpus(state, 0, 0, clashes)
        with self._alone():
            state = self._open(plan, bool(before))
            with state:
                if state.get("prepared") != "yes":
                    self._prepare(state, sorted(gone | again), bool(before))
                self._build(state, plan, todo)
                documents, *_ = state.totals()
                if not documents:
                    failures = {**state.failures(), **clashes}
                    shutil.rmtree(self.work, ignore_errors=True)
                    raise SourceError.of(of_all(failures))
                self._finish(state)
                failed = state.failures()
                built = sum(plan[name][0] not in failed for name in todo)
                made = self._corpus(state, built, len(gone), clashes)
                state.set("plan", "done")  # nothing is left to resume
            (self.output.folder / NAME).unlink(missing_ok=True)
            share_file(self.work / "state.sqlite", self.output.folder / NAME)
            swap_folders(self.output.folder, self.target)
            shutil.rmtree(self.work, ignore_errors=True)
        return made

    def _plan(self) -> tuple[dict[str, tuple[str, str]], dict[str, Names]]:
        """Name and hash of each document by identifier, and the documents whose identifier was taken."""
        plan: dict[str, tuple[str, str]] = {}
        clashes: dict[str, Names] = {}
        for item in self._discover(clashes):
            self.progress.found()
            if item.id in plan:
                first = plan[item.id][0]
                if first != item.key:
                    clashes[item.key] = filled("same_identifier", path=item.key, id=item.id, first=first)
                continue
            plan[item.id] = (item.key, item.hash)
        if not plan and clashes:
            raise SourceError.of(of_all(clashes))
        if not plan:
            raise SourceError("no_known_document", sources=self.sources)
        return plan, clashes

    def _discover(self, failures: dict[str, Names]) -> Iterator[Item]:
        """All documents; a source that is missing or damaged is noted and stops nothing."""
        for source in self.sources:
            try:
                yield from discover([source])
            except SourceError as error:
                failures[shown(source)] = error.names

    def _before(self) -> dict[str, tuple[str, str, str]]:
        """What stands at the target, if it was built by the same rules."""
        if not is_ours(self.target):
            return {}
        with State(self.target / NAME) as state:
            return state.documents() if state.get("rules") == self.rules else {}

    def _alone(self) -> Lock:
        self.work.mkdir(exist_ok=True)
        return Lock(self.work / "lock", self.target)

    def _open(self, plan: Mapping[str, tuple[str, str]], incremental: bool) -> State:
        """The state of an interrupted build of the same documents, or a new one."""
        seed = repr((self.rules, sorted(plan.items()), incremental))
        sign = hashlib.sha256(seed.encode()).hexdigest()
        path = self.work / "state.sqlite"
        if self.resume and path.exists():
            state = State(path)
            if state.get("plan") == sign:
                return state
            state.db.close()
        for old in self.work.iterdir():
            if old.name != "lock":
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        if incremental:
            shutil.copyfile(self.target / NAME, path)
        state = State(path)
        state.set("prepared", "no")
        state.set("rules", self.rules)
        state.set("plan", sign)
        return state

    def _prepare(self, state: State, dropped: list[str], incremental: bool) -> None:
        shutil.rmtree(self.output.folder, ignore_errors=True)
        self.output.start(self.target if incremental else None)
        if dropped:
            marks = ",".join("?" * len(dropped[:30_000]))
            parts: set[int] = set()
            for start in range(0, len(dropped), 30_000):
                some = dropped[start : start + 30_000]
                marks = ",".join("?" * len(some))
                found = state.db.execute(f"SELECT DISTINCT part FROM document WHERE id IN ({marks})", some)
                parts |= {row[0] for row in found}
            graphs = [Iris(self.options.base).graph(name) for name in dropped]
            self.output.remove(graphs, sorted(parts))
            state.remove(dropped, graphs)
        last = state.db.execute("SELECT COALESCE(MAX(number), -1) FROM part").fetchone()[0]
        state.set("first", str(last + 1))
        state.set("prepared", "yes")

    def _build(self, state: State, plan: Mapping[str, tuple[str, str]], todo: set[str]) -> None:
        done = {name for name in todo if name in state.documents()}
        self.progress.start(len(todo), len(done))
        with (
            self.output.loading(len(todo), len(plan), self.jobs),
            Loading(state, self.output, self.work, self.jobs, len(todo)) as loading,
        ):

            def taken(batch: Batch, records: list[Record]) -> None:
                state.add(batch.number, records, "written")
                self.progress.advance(len(records), sum(1 for record in records if record.failure))
                loading.take(batch.number, len(records))

            for number in state.parts("written"):
                loading.take(number, _BATCH)
            batches = self._batches(plan, todo, done, int(state.get("first")))
            jobs = min(self.jobs, max(1, (len(todo) - len(done)) // 8))
            run(batches, self.work, self.options, self.output.packed, jobs, taken)
            self.progress.note(filled("progress_loading"))

    def _batches(
        self, plan: Mapping[str, tuple[str, str]], todo: set[str], done: set[str], number: int
    ) -> Iterator[Batch]:
        """The documents to build in batches; which is in which depends on the sources alone, also after a stop."""
        most = min(_BATCH, max(1, -(-len(todo) // (4 * self.jobs))))
        items: list[Item] = []
        for item in self._discover({}):
            if item.id not in todo or plan[item.id][0] != item.key:
                continue
            items.append(item)
            if len(items) >= most or sum(len(each.data) for each in items) >= _BATCH_BYTES:
                if left := tuple(each for each in items if each.id not in done):
                    yield Batch(number, left)
                number, items = number + 1, []
        if left := tuple(each for each in items if each.id not in done):
            yield Batch(number, left)

    def _finish(self, state: State) -> None:
        self.progress.note(filled("progress_joining"))
        whole = list(placed_facts(state, self.options.base))
        # Noted only once it is done: after a stop in between the same is done again, which changes nothing.
        gone, new = state.compare_placed(whole)
        self.progress.note(filled("progress_finishing"))
        self.output.finish(gone, new, (line for line, _ in whole))
        state.note_placed()

    def _corpus(self, state: State, built: int, removed: int, clashes: Mapping[str, Names]) -> Corpus:
        return Corpus(self.target, *state.totals(), built, removed, {**state.failures(), **clashes})
