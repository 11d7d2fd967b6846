"""Build a graph from sources: in memory, into a file, or into a directory. One document is the small case."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..cores import count_cores
from ..errors import SourceError, UsageError
from ..model import OcrMode, Policy
from ..namespaces import ID
from ..registry import OwnWords
from .directory import DirectoryBuild
from .discovery import Sources
from .lexicon_file import load_words
from .links import find_shared_facts
from .progress import Progress
from .reading import Options, check_ocr
from .report import Build, make_unreadable_error
from .state import BuildState
from .workers import make_records

__all__ = ["build", "build_corpus"]


def build(
    sources: Path | str | Iterable[Path | str],
    target: Path | str | None = None,
    *,
    id: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    base: str = ID,
    lexicon: OwnWords | Path | str | None = None,
    ocr: OcrMode = "auto",
    parts: bool = False,
    jobs: int | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Build:
    """Build the graph of one or many documents.

    A document that cannot be read is in ``failures`` and does not stop the build; so is a document with the identifier
    of another. Neither the order of sources nor the target changes the graph (docs/en/guides/corpora.md).

    A directory is built by several processes, in bounded memory. If an earlier build is at the target, only changed
    documents are read, and documents that are no longer among the sources are removed from the graph. The target is
    replaced when the new graph is complete. In a script call this under ``if __name__ == "__main__":``, because the
    processes import the script.

    Args:
        sources: The sources, as for ``discover``.
        target: A file (its suffix gives the format), or a name without suffix for a store in a directory. Without a
            target the graph is built in memory.
        id: The identifier of the only document, in IRIs.
        columns: Fields and the columns of a task table that contain them.
        base: The base of the IRIs of data.
        lexicon: Words of the user's own, or their file (docs/en/reference/files.md).
        ocr: Which pages are recognised: those without a usable text layer, all of PDF and pictures, or none.
        parts: Write a directory of compressed N-Quads instead of a store.
        jobs: The number of processes for a directory, by default one for each core.
        resume: Continue an interrupted build of a directory.
        progress: Receives the progress.

    Returns:
        The result of the build; ``dataset`` is the graph.

    Raises:
        SourceError: No document could be read; nothing is written.
        StoreError: The target cannot be written.
        UsageError: An argument is not valid, or another build is writing the target.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> made = build(examples_dir() / "fujian-relocation-2020.txt")
        >>> made.documents, made.responsibilities, len(made.policies[0].measures)
        (1, 106, 24)
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = build(examples_dir() / "fujian-relocation-2020.txt", Path(folder) / "store", jobs=1)
        ...     again = build(examples_dir() / "fujian-relocation-2020.txt", Path(folder) / "store", jobs=1)
        >>> made.built, again.built
        (1, 0)
    """
    from ..store import check_target, dump, names_directory

    check_ocr(ocr)
    found = Sources(sources, id)
    options = Options(columns, base, lexicon=load_words(lexicon), ocr=ocr)
    progress = progress or Progress()
    target = Path(target) if target is not None else None
    if target is not None and names_directory(target):
        return DirectoryBuild(found, target, options, parts, jobs or count_cores(), resume, progress).run()
    if parts:
        raise UsageError("parts_suffix", path=target)
    if target is not None:
        check_target(target)
    made = _build_in_memory(found, options, progress)
    if target is None:
        return made
    dump(made.dataset, target)
    return replace(made, path=target)


def _build_in_memory(sources: Sources, options: Options, progress: Progress) -> Build:
    from pyoxigraph import RdfFormat, Store

    from ..store import dataset_on

    store = Store()
    policies: dict[str, Policy] = {}
    kind: type[SourceError] | None = None
    with BuildState() as state:
        for number, record in enumerate(make_records(sources, options, progress.page)):
            if record.failure:
                kind = kind or type(record.failure)
            if record.policy:
                policies[record.id] = record.policy
                # The lines are written by this package: IRIs need no check.
                store.bulk_load(record.lines.encode(), format=RdfFormat.N_QUADS, lenient=True)
            state.add(number, [record], "loaded")
            progress.found()
        if not policies:
            raise make_unreadable_error(sources, state.failures(), kind or SourceError)
        shared = "".join(f"{line}\n" for line, _ in find_shared_facts(state, options.base))
        store.bulk_load(shared.encode(), format=RdfFormat.N_QUADS, lenient=True)
        return Build(
            *state.totals(),
            failures={**state.failures(), **{name: error.names for name, error in sources.failures.items()}},
            built=len(policies),
            policies=tuple(policies[name] for name in sorted(policies)),
            _dataset=dataset_on(store),
            _accounts=tuple(state.accounts()),
        )


def build_corpus(
    sources: Path | str | Iterable[Path | str],
    target: Path | str,
    *,
    options: Options | None = None,
    **more: Any,
) -> Build:
    """Build into a directory: the former name of ``build`` with a target, until the next release."""
    warnings.warn("build_corpus is now build(sources, target)", DeprecationWarning, stacklevel=2)
    given = options or Options()
    return build(sources, target, columns=given.columns, base=given.base, lexicon=given.lexicon, ocr=given.ocr, **more)
