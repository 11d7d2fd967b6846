"""Build into a directory, as a store or as parts: with several processes, resumable and incremental.

The target is not changed until the new output is complete beside it; then the two are swapped.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from ..documents import ocr_version
from ..files import swap_folders
from ..graph import Iris
from ..resources import ontology_dir
from ..store import check_target
from ..texts import filled
from .discovery import InputDocument, Sources
from .links import find_shared_facts
from .outputs import Output, Parts, StoreDirectory, share_file
from .progress import Progress
from .reading import Options
from .report import Build, make_unreadable_error
from .state import NAME, BuildState, Lock
from .workers import Batch, Loading, PartWriter, run

__all__ = ["DirectoryBuild"]

#: The maximum numbers of documents and bytes of one part. A part is one load, which takes six times its facts (350 KB
#: per document) in memory. 3,000 notices took 98 s of processor time with 250 in a part and 96 s with 600, but 1.5 GB
#: instead of 0.7 GB.
_DOCUMENTS, _BYTES = 250, 8_000_000


class DirectoryBuild:
    """One build into a directory."""

    def __init__(
        self,
        sources: Sources,
        target: Path,
        options: Options,
        parts: bool,
        jobs: int,
        resume: bool,
        progress: Progress,
    ) -> None:
        """Prepare a build; see ``build`` for the arguments."""
        self.sources, self.options, self.jobs, self.resume, self.progress = sources, options, jobs, resume, progress
        self.target = target.resolve()
        self.work = self.target.with_name(f".{self.target.name}.building")
        self.output: Output = (Parts if parts else StoreDirectory)(self.work / "new")
        self.writer = PartWriter(self.work, options, self.output.packed)
        self.rules = _rules(options, parts)

    def run(self) -> Build:
        """Build.

        Returns:
            The result of the build.

        Raises:
            SourceError: No document could be read.
            StoreError: The target cannot be written.
            UsageError: Another build is writing the target.
        """
        ours = (self.target / NAME).is_file()
        if not ours:
            check_target(self.target)
        plan = self._plan()
        before = self._before() if ours else {}
        changed = {id for id, document in plan.items() if before.get(id, ())[:2] != document}
        gone = before.keys() - plan.keys()
        if before and not changed and not gone:
            if self.work.exists():
                with self._lock():
                    shutil.rmtree(self.work, ignore_errors=True)
            with BuildState(self.target / NAME) as state:
                return self._result(state)
        # Try the documents again that could not be read.
        todo = changed | {id for id, (*_, failure) in before.items() if failure and id in plan}
        with self._lock():
            with self._state(plan, bool(before)) as state:
                made = self._build(state, before.keys(), gone, todo)
                if made.documents:
                    state.set(plan="done")  # nothing is left to resume
            if made.documents:
                (self.output.folder / NAME).unlink(missing_ok=True)
                share_file(self.work / "state.sqlite", self.output.folder / NAME)
                swap_folders(self.output.folder, self.target)
            shutil.rmtree(self.work, ignore_errors=True)
        if not made.documents:
            raise make_unreadable_error(self.sources, made.failures)
        return made

    def _plan(self) -> dict[str, tuple[str, str]]:
        """Return the name and the hash of each document by identifier."""
        plan = {}
        for document in self.sources:
            plan[document.id] = (document.name, document.hash)
            self.progress.found()
        if not plan:
            raise make_unreadable_error(self.sources, {})
        return plan

    def _before(self) -> dict[str, tuple[str, str, str]]:
        """Return the documents of the build at the target, if it was made with the same rules."""
        with BuildState(self.target / NAME) as state:
            return state.documents() if state.get("rules") == self.rules else {}

    def _lock(self) -> Lock:
        self.work.mkdir(exist_ok=True)
        return Lock(self.work / "lock", self.target)

    def _state(self, plan: Mapping[str, tuple[str, str]], incremental: bool) -> BuildState:
        """Open the state of an interrupted build of the same documents, or create a new one."""
        seed = repr((self.rules, sorted(plan.items()), incremental))
        fingerprint = hashlib.sha256(seed.encode()).hexdigest()
        path = self.work / "state.sqlite"
        if self.resume and path.exists():
            state = BuildState(path)
            if state.get("plan") == fingerprint:
                return state
            state.db.close()
        for old in self.work.iterdir():
            if old.name != "lock":
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        if incremental:
            shutil.copyfile(self.target / NAME, path)
        state = BuildState(path)
        state.set(prepared="no", rules=self.rules, plan=fingerprint)
        return state

    def _build(self, state: BuildState, before: Collection[str], gone: set[str], todo: set[str]) -> Build:
        """Read the documents in ``todo`` and complete the output, unless no document could be read."""
        prepared = state.get("prepared") == "yes"
        if not prepared:
            shutil.rmtree(self.output.folder, ignore_errors=True)
            self.output.start(self.target if before else None)
        with self.output:
            if not prepared:
                dropped = sorted((gone | todo).intersection(before))
                graphs = [Iris(self.options.base).graph(id) for id in dropped]
                self.output.remove(graphs, map(self.writer.path, state.parts_of(dropped)))
                state.prepare(dropped, graphs)
            self._load(state, todo)
            documents = state.documents()
            made = self._result(state, sum(not documents[id][2] for id in todo), len(gone))
            if made.documents:
                self.progress.note(filled("progress_joining"))
                whole = list(find_shared_facts(state, self.options.base))
                # Recorded only when done: after an interruption in between it is repeated, which is idempotent.
                lost, new = state.compare_shared(whole)
                self.progress.note(filled("progress_finishing"))
                self.output.finish(lost, new, (line for line, _ in whole))
                state.note_shared()
        return made

    def _load(self, state: BuildState, todo: set[str]) -> None:
        """Write documents as parts, and load these at the same time."""
        left = todo - state.documents().keys()
        self.progress.start(len(todo), len(todo) - len(left))

        def load(part: int) -> None:
            self.output.load(self.writer.path(part))

        with Loading(load, state.note_loaded, self.jobs) as loading:
            for part in state.waiting_parts():
                loading.add(part)
            jobs = min(self.jobs, max(1, len(left) // 8))
            with closing(run(self._batches(left, state.next_part()), self.writer, jobs, self.progress.page)) as batches:
                for batch, records in batches:
                    state.add(batch.number, records, "written")
                    self.progress.advance(len(records), sum(record.failure is not None for record in records))
                    loading.add(batch.number)
            self.progress.note(filled("progress_loading"))

    def _batches(self, left: set[str], number: int) -> Iterator[Batch]:
        """Yield documents in batches, at least two for each process."""
        most = min(_DOCUMENTS, -(-len(left) // (2 * self.jobs)))
        documents: list[InputDocument] = []
        for document in self.sources:
            if document.id not in left:
                continue
            documents.append(document)
            if len(documents) >= most or sum(len(each.data) for each in documents) >= _BYTES:
                yield Batch(number, tuple(documents))
                number, documents = number + 1, []
        if documents:
            yield Batch(number, tuple(documents))

    def _result(self, state: BuildState, built: int = 0, removed: int = 0) -> Build:
        failures = {name: error.names for name, error in self.sources.failures.items()}
        return Build(*state.totals(), {**state.failures(), **failures}, self.target, built, removed)


def _rules(options: Options, parts: bool) -> str:
    """Return a fingerprint of all inputs of the facts besides documents: code, texts, vocabularies, options."""
    given = (sorted((options.columns or {}).items()), options.base, options.lexicon, parts, options.ocr, ocr_version())
    found = hashlib.sha256(repr(given).encode())
    package, ontology = Path(__file__).parents[1], filter(Path.is_file, ontology_dir().iterdir())
    for path in (*sorted(package.rglob("*.py")), package / "texts.json", *sorted(ontology)):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
