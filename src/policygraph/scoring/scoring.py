"""Score policygraph on annotated documents, or the rows of any system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..columns import parse_columns
from ..corpus import Options
from ..errors import SourceError, UsageError
from ..files import decode_name
from .gold import read_annotation, read_column_maps
from .outcomes import compare_document
from .predictions import read_predictions
from .readings import Reading, choose, find_documents, read_documents
from .records import ScoredDocument
from .scores import By, Scores, compute_scores

__all__ = ["Scored", "score"]


@dataclass(frozen=True, slots=True)
class Scored:
    """What was scored.

    Attributes:
        scores: The scores.
        missing: The annotated documents whose files were not given: they are not scored.
        failures: Why documents cannot be read; nothing was found in them.
        strangers: The number of documents of a system that have no annotation.
    """

    scores: Scores
    missing: tuple[str, ...] = ()
    failures: tuple[SourceError, ...] = ()
    strangers: int = 0


def score(
    gold: Path | str,
    documents: Iterable[Path | str] = (),
    predictions: Path | str | None = None,
    *,
    by: By | None = None,
    options: Options | None = None,
) -> Scored:
    """Measure how well who is responsible for what was found.

    Args:
        gold: The annotation, a file ``.jsonl`` or a folder of such files.
        documents: The annotated documents, files or folders. Without predictions, policygraph reads them, without the
            corrections beside them; with predictions, quotes are looked up in them.
        predictions: What another system found, see ``read_predictions``. A document without rows is one in which it
            found nobody.
        by: What the figures are divided by, too.
        options: How documents are read. The columns of task tables can be in a file ``columns.json`` beside the
            annotation, which has for each identifier what ``--columns`` takes.

    Returns:
        The scores.

    Raises:
        UsageError: Neither documents nor predictions are given, or none of the documents is annotated.
        SourceError: A file is missing, or is not as it should be.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> scored = score(examples_dir() / "gold" / "fujian-relocation-2020.jsonl", [examples_dir()])
        >>> scored.scores.documents, scored.scores.who.counts.wanted
        (1, 106)
    """
    sources = [Path(source) for source in documents]
    if predictions is None and not sources:
        raise UsageError("score_nothing")
    wanted = read_annotation(Path(gold))
    paths = find_documents((document.id for document in wanted), sources)
    columns = {id: parse_columns(words) or {} for id, words in read_column_maps(Path(gold)).items()}
    readings = read_documents(paths, options or Options(), columns)
    if predictions is None:
        missing = tuple(document.id for document in wanted if document.id not in paths)
        wanted = [document for document in wanted if document.id in paths]
        if not wanted:
            raise UsageError("score_no_document", path=decode_name(Path(gold)), missing=missing[0])
        found, strangers = {id: reading.found for id, reading in readings.items()}, 0
    else:
        missing = ()
        found, strangers = _assign(wanted, Path(predictions), readings)
    outcomes = [outcome for document in wanted for outcome in compare_document(document, found[document.id])]
    failures = tuple(reading.failure for reading in readings.values() if reading.failure)
    return Scored(compute_scores(outcomes, len(wanted), by), missing, failures, strangers)


def _assign(
    wanted: Sequence[ScoredDocument], path: Path, readings: Mapping[str, Reading]
) -> tuple[dict[str, ScoredDocument], int]:
    """Give the annotated documents what a system found in them."""
    rows = read_predictions(path)
    if "" in rows and len(wanted) == 1:
        # Rows without a document are about the only one there is.
        rows.setdefault(wanted[0].id, []).extend(rows.pop(""))
    used: set[str] = set()
    found: dict[str, ScoredDocument] = {}
    for document in wanted:
        names = choose(document.id, rows)
        if len(names) > 1:
            raise UsageError("gold_two_documents", id=document.id, first=names[0], second=names[1])
        measures = [measure for name in names for measure in rows[name]]
        text = readings[document.id].found.text if document.id in readings else ""
        found[document.id] = ScoredDocument(document.id, tuple(measures), text)
        used.update(names)
    if rows and not used:
        raise UsageError("score_no_rows", path=decode_name(path), id=wanted[0].id, given=next(iter(rows)) or "—")
    return found, len(set(rows) - used)
