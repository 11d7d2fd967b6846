"""A document as it is read with some corrections: what the page shows of one revision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..corpus import Options
from ..correction import AnyCorrection
from ..documents import read_bytes
from ..errors import PolicyGraphError, SourceError
from ..extraction import Explained, extract
from ..files import decode_name
from ..model import Corrections, Document, Policy
from ..registry import using
from ..texts import Bilingual

__all__ = ["PARSING", "Reading", "Readings", "Source", "parse_source"]

#: The library for PDF may be used by one thread at a time.
PARSING = threading.RLock()
#: Readings of one document that are kept: that without corrections, the current one, and those that undo leads to.
_KEPT = 4


@dataclass(frozen=True)
class Source:
    """A source file as it was parsed.

    Attributes:
        name: The name of the file, for people.
        stamp: What tells that the file was changed.
        sha256: The hash of its bytes.
        document: Its text, if it can be parsed.
        failure: Why it cannot.
    """

    name: str
    stamp: tuple[int, int, int]
    sha256: str
    document: Document | None = None
    failure: Bilingual | None = None

    @property
    def text(self) -> str:
        """The text; empty if the file cannot be parsed."""
        return self.document.text if self.document else ""


def parse_source(path: Path, stamp: tuple[int, int, int], options: Options) -> Source:
    """Parse a source file. What goes wrong is in ``failure``.

    Args:
        path: The file.
        stamp: What tells that the file was changed.
        options: How to read it.

    Returns:
        The source.
    """
    import hashlib

    name, digest = decode_name(path.name), ""
    try:
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        with PARSING:
            document = read_bytes(data, decode_name(path), None, options.ocr)
    except OSError as error:
        return Source(name, stamp, digest, None, SourceError("path_unreadable", path=name, reason=error).names)
    except PolicyGraphError as error:
        return Source(name, stamp, digest, None, error.names)
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
        return Source(name, stamp, digest, None, _not_understood(name, error))
    return Source(name, stamp, digest, document)


def _not_understood(name: str, error: Exception) -> Bilingual:
    return SourceError("not_understood", path=name, reason=f"{type(error).__name__}: {error}").names


@dataclass
class Reading:
    """A document, read with some corrections.

    Attributes:
        revision: Names the source and the corrections.
        source: The source.
        corrections: The corrections, if there are any.
        policy: What was read, if anything.
        failure: Why nothing was.
        lost: Entries whose words are no longer in the text.
        explained: The rule that claimed each passage.
    """

    revision: str
    source: Source
    corrections: Corrections | None
    policy: Policy | None = None
    failure: Bilingual | None = None
    lost: list[AnyCorrection] = field(default_factory=list)
    explained: list[Explained] = field(default_factory=list)

    @cached_property
    def rules(self) -> dict[int, str]:
        """The rule of each statement, by where it starts."""
        return {passage.start: passage.rule for passage in self.explained if passage.rule}


class Readings:
    """The readings of one document, made one at a time and kept by revision."""

    def __init__(self, id: str, options: Options) -> None:
        """Begin with none.

        Args:
            id: The identifier of the document in IRIs.
            options: How to read it.
        """
        self._id, self._options = id, options
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Reading] = OrderedDict()

    @property
    def latest(self) -> Reading | None:
        """The reading that was made last, if any."""
        kept = list(self._kept.values())
        return kept[-1] if kept else None

    def clear(self) -> None:
        """Forget all readings."""
        with self._lock:
            self._kept.clear()

    def get(self, revision: str, source: Source, corrections: Corrections | None, fault: Bilingual | None) -> Reading:
        """Return the reading of a revision; make it if it is not kept.

        Args:
            revision: The revision.
            source: The source.
            corrections: The corrections, if there are any.
            fault: Why the corrections cannot be read, if so.

        Returns:
            The reading.
        """
        with self._lock:
            reading = self._kept.get(revision)
            if reading is None:
                reading = self._read(Reading(revision, source, corrections), fault)
            self._kept[revision] = reading
            self._kept.move_to_end(revision)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return reading

    def _read(self, reading: Reading, fault: Bilingual | None) -> Reading:
        source, options = reading.source, self._options
        reading.failure = source.failure or fault
        if source.document is None or reading.failure:
            return reading
        try:
            with using(options.lexicon):
                reading.policy = extract(
                    source.document,
                    self._id,
                    options.columns,
                    reading.corrections,
                    source.name,
                    explain=reading.explained,
                    lost=reading.lost,
                )
        except PolicyGraphError as error:
            reading.failure = error.names
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
            reading.failure = _not_understood(source.name, error)
        return reading
