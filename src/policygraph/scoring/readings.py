"""Read the documents of an annotation with policygraph, in the form that is scored."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from ..annotation import ParsedNotice, join_headings, parse_notices
from ..corpus import Options, identifier_of
from ..corpus.discovery import is_document_name, is_hidden
from ..corpus.identifiers import make_slug
from ..errors import NoMeasureError, SourceError, UsageError
from ..files import decode_name
from ..model import Measure, Policy
from .records import ScoredDocument, ScoredMeasure, ScoredUnit

__all__ = ["Reading", "choose", "find_documents", "measures_of", "read_documents"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a document.

    Attributes:
        found: The document with the measures that were read.
        failure: The error if it cannot be read. A document without a measure is not a failure.
    """

    found: ScoredDocument
    failure: SourceError | None = None


def choose(id: str, names: Iterable[str]) -> list[str]:
    """Find the names that an identifier of the annotation may stand for.

    Args:
        id: The identifier.
        names: Names of documents.

    Returns:
        The identical name, or else those that begin with the identifier and a hyphen.

    Example:
        >>> choose("00", ["00-fujian", "001-x"]), choose("00", ["00-fujian", "00"])
        (['00-fujian'], ['00'])
    """
    names = list(names)
    return [name for name in names if name == id] or [name for name in names if name.startswith(f"{id}-")]


def find_documents(ids: Iterable[str], sources: Iterable[Path]) -> dict[str, Path]:
    """Find the files of annotated documents by their names.

    Args:
        ids: The identifiers of the annotation.
        sources: Files, and folders with files below them.

    Returns:
        The file of each document that has one: its name without the suffix is the identifier or begins with it and a
        hyphen, or ``build`` gives it that identifier.

    Raises:
        SourceError: A source is missing.
        UsageError: Several files have the name of one document.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> found = find_documents(["fujian-relocation-2020"], [examples_dir()])
        >>> found["fujian-relocation-2020"].name
        'fujian-relocation-2020.txt'
    """
    files: dict[Path, tuple[str, ...]] = {}
    for source in sources:
        if source.is_dir():
            for path in sorted(source.rglob("*")):
                within = path.relative_to(source)
                if is_document_name(within.name) and not is_hidden(within):
                    files[path] = (make_slug(within.with_suffix("").as_posix()), identifier_of(path))
        elif source.exists():
            files[source] = (identifier_of(source),)
        else:
            raise SourceError("file_missing", path=decode_name(source))
    found: dict[str, Path] = {}
    for id in ids:
        stems = set(choose(id, (path.stem for path in files)))
        matching = (
            [path for path in files if path.stem in stems]
            # A folder that is built names its documents by their paths in it.
            or [path for path, made in files.items() if made[0] == id]
            or [path for path, made in files.items() if id in made]
        )
        if len(matching) > 1:
            first, second = map(decode_name, matching[:2])
            raise UsageError("gold_two_documents", id=id, first=first, second=second)
        if matching:
            found[id] = matching[0]
    return found


def read_documents(
    documents: Mapping[str, Path], options: Options, columns: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Reading]:
    """Read documents as ``build`` does, but without the corrections beside them.

    Args:
        documents: The file of each document.
        options: How they are read.
        columns: The columns of documents that are task tables.

    Returns:
        What was read.
    """
    found: dict[str, Reading] = {}
    for id, path in documents.items():
        how = replace(options, columns=columns.get(id) or options.columns)
        try:
            [notice] = parse_notices([path], how)
        except SourceError as error:
            found[id] = Reading(ScoredDocument(id), error)
            continue
        found[id] = _read(id, notice)
    return found


def _read(id: str, notice: ParsedNotice) -> Reading:
    text = notice.document.text
    try:
        return Reading(ScoredDocument(id, tuple(measures_of(notice.read())), text))
    except NoMeasureError:
        return Reading(ScoredDocument(id, (), text))
    except SourceError as error:
        return Reading(ScoredDocument(id, (), text), error)


def measures_of(policy: Policy) -> list[ScoredMeasure]:
    """Turn a policy into measures that can be scored.

    Args:
        policy: The policy.

    Returns:
        Its measures with a responsible body.

    Example:
        >>> from policygraph import read
        >>> from policygraph.resources import examples_dir
        >>> measure = measures_of(read(examples_dir() / "fujian-relocation-2020.txt"))[0]
        >>> measure.title, measure.units[0].name, measure.units[0].line
        ('协调规划安置区配套', '省自然资源厅', 17)
    """
    headings = {category.path: category for category in policy.categories}
    lines = list(accumulate((len(line) for line in policy.document.text.splitlines(keepends=True)), initial=0))
    return [
        ScoredMeasure.make(
            measure.number,
            measure.title,
            join_headings(measure.category, headings),
            _units(measure, lines),
            statement="".join(dict.fromkeys(part.evidence.quote for part in measure.responsibilities)),
        )
        for measure in policy.measures
        if measure.responsibilities
    ]


def _units(measure: Measure, lines: Sequence[int]) -> Iterable[ScoredUnit]:
    for part in measure.responsibilities:
        yield ScoredUnit.make(
            part.name,
            part.role,
            part.body.level,
            part.body.kind,
            deadline=measure.due_of(part).label,
            words=part.evidence.quote,
            line=bisect_right(lines, part.evidence.start) if lines[-1] else 0,
        )
