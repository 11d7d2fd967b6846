"""Read one document into a policy, with its corrections and the user's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from ..documents import read as read_document
from ..documents import read_bytes
from ..errors import SourceError, UsageError
from ..extraction import Explained, extract
from ..files import decode_name
from ..model import OcrMode, Policy
from ..namespaces import ID
from ..registry import OwnWords, using
from ..texts import Bilingual
from .corrections_file import find_corrections, read_corrections
from .discovery import InputDocument, discover
from .identifiers import check_identifier, make_slug
from .lexicon_file import load_words

__all__ = ["Options", "check_ocr", "explain", "identifier_of", "read", "read_input"]


@dataclass(frozen=True, slots=True)
class Options:
    """Options for reading documents.

    Attributes:
        columns: Fields and the columns of a task table that contain them.
        base: The base of the IRIs of data.
        seconds: The time limit for one document, in a build of several processes.
        lexicon: The user's own words, see ``read_words``.
        ocr: Which pages are recognised: those without a usable text layer, all of PDF and pictures, or none.
    """

    columns: Mapping[str, Sequence[str]] | None = None
    base: str = ID
    seconds: int = 300
    lexicon: OwnWords | None = None
    ocr: OcrMode = "auto"


def identifier_of(source: Path | str) -> str:
    """Return the default identifier of a source: its file name without the suffix, in ASCII.

    A name with few ASCII letters becomes its hash, so that the same name gives the same identifier everywhere.

    Args:
        source: The path of a document.

    Returns:
        The identifier.

    Example:
        >>> identifier_of("notices/Fujian relocation (2020).txt"), identifier_of("通知.html")
        ('fujian-relocation-2020', 'n-4b6ded8a7f')
    """
    return make_slug(Path(source).stem)


def read(
    source: Path | str,
    *,
    id: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    lexicon: OwnWords | Path | str | None = None,
    ocr: OcrMode = "auto",
) -> Policy:
    """Read one notice into a policy. A file of corrections beside the source is applied.

    Args:
        source: The path of the document.
        id: The identifier of the policy in IRIs (ASCII letters, digits, ``.``, ``_`` and ``-``); by default it is made
            from the file name.
        columns: Fields and the columns of a task table that contain them.
        lexicon: The user's own words, or their file (docs/en/reference/files.md).
        ocr: Which pages are recognised: those without a usable text layer, all of PDF and pictures, or none.

    Returns:
        The policy.

    Raises:
        SourceError: The file cannot be read.
        NoMeasureError: It has no measure with a responsible body.
        UsageError: The identifier, the lexicon or ``ocr`` is not valid.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> policy = read(examples_dir() / "fujian-relocation-2020.txt")
        >>> len(policy.measures), len(policy.issuers)
        (24, 14)
    """
    check_identifier(id)
    check_ocr(ocr)
    document = read_document(Path(source), ocr)
    beside = find_corrections(Path(source))
    corrections = read_corrections(beside) if beside else None
    with using(load_words(lexicon)):
        return extract(document, id or identifier_of(source), columns, corrections, decode_name(source))


def check_ocr(ocr: str) -> None:
    """Refuse an unknown way of recognition.

    Args:
        ocr: The given value.

    Raises:
        UsageError: It is not one of ``OcrMode``.
    """
    if ocr not in get_args(OcrMode):
        raise UsageError("ocr_unknown", given=ocr)


def read_input(
    source: InputDocument,
    options: Options,
    explain: list[Explained] | None = None,
    on_page: Callable[[int, int], None] | None = None,
) -> Policy:
    """Read a document that was found by ``discover``.

    Args:
        source: The document.
        options: How to read it.
        explain: Receives why each passage was read as it was.
        on_page: Receives the number of recognised pages, and their total.

    Returns:
        The policy.

    Raises:
        SourceError: The document contains no policy; the message has the document's name.
    """
    if source.failure:
        raise SourceError.of(source.failure)
    corrections = read_corrections(source.corrections) if source.corrections else None
    document = read_bytes(source.data, source.name, source.place, options.ocr, on_page)
    with using(options.lexicon):
        return extract(document, source.id, options.columns, corrections, source.where, explain)


def explain(
    sources: Iterable[Path | str], options: Options | None = None
) -> Iterator[tuple[str, list[Explained], Bilingual | None]]:
    """Explain why the passages of each document are read as they are.

    Args:
        sources: The sources, as for ``discover``.
        options: How to read the documents.

    Yields:
        The document's name, its passages, and why it cannot be read, or ``None``.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> name, passages, failure = next(explain([examples_dir() / "fujian-relocation-2020.txt"]))
        >>> passages[0].rule, failure
        ('labelled', None)
    """
    for source in discover(sources):
        found: list[Explained] = []
        failure = None
        try:
            read_input(source, options or Options(), found)
        except SourceError as error:
            failure = error.names
        yield source.name, found, failure
