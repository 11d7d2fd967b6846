"""Documents that are parsed once and read as often as needed: with other corrections, or other words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..corpus import Options, discover
from ..corpus.corrections_file import read_corrections
from ..documents import read_bytes
from ..errors import SourceError
from ..extraction import extract
from ..model import Corrections, Document, Policy
from ..registry import OwnWords, using
from ..texts import Bilingual

__all__ = ["ParsedNotice", "parse_notices"]


@dataclass(frozen=True, slots=True)
class ParsedNotice:
    """A document, parsed.

    Attributes:
        id: Its identifier.
        name: Its name for people.
        document: Its text and tables.
        corrections: The corrections beside it, if there are any.
        where: What messages call it.
        options: How it is read.
    """

    id: str
    name: str
    document: Document
    corrections: Corrections | None = None
    where: Bilingual | str = ""
    options: Options = field(default_factory=Options)

    def read(self, corrections: Corrections | None = None, words: OwnWords | None = None) -> Policy:
        """Read it.

        Args:
            corrections: The corrections to apply; none by default.
            words: Words of the user's own; by default those of the options.

        Returns:
            The policy.

        Raises:
            SourceError: There is no policy in the document, or the words of a correction are not in it.
        """
        with using(self.options.lexicon if words is None else words):
            return extract(self.document, self.id, self.options.columns, corrections, self.where or self.name)


def parse_notices(
    sources: Iterable[Path | str], options: Options | None = None, failures: list[SourceError] | None = None
) -> Iterator[ParsedNotice]:
    """Parse documents, with the corrections beside them.

    Args:
        sources: What ``discover`` takes.
        options: How to read them.
        failures: Receives the errors of documents that cannot be parsed; without it the first error is raised.

    Yields:
        The documents.

    Raises:
        SourceError: A source is missing, or a document or its corrections cannot be read.

    Example:
        >>> from policygraph.resources import examples_dir
        >>> notice = next(parse_notices([examples_dir() / "fujian-relocation-2020.txt"]))
        >>> notice.id, len(notice.read().measures)
        ('fujian-relocation-2020', 24)
    """
    options = options or Options()
    for found in discover(sources):
        try:
            if found.failure:
                raise SourceError.of(found.failure)
            corrections = read_corrections(found.corrections) if found.corrections else None
            document = read_bytes(found.data, found.name, found.place, options.ocr)
        except SourceError as error:
            if failures is None:
                raise
            failures.append(error)
            continue
        yield ParsedNotice(found.id, found.name, document, corrections, found.where, options)
