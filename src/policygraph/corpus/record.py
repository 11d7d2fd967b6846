"""Make a record of a document: its facts as lines of N-Quads, and the data for joining it with other documents.

Process pools and Spark both run ``make_record``. This module uses no other documents.
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from ..errors import PolicyGraphError, SourceError
from ..graph import Iris, policy_lines
from ..model import Evidence, Policy
from ..namespaces import FUNCTION, PLACE
from .discovery import InputDocument
from .links import LinkKeys, find_link_keys
from .reading import Options, read_input

__all__ = ["Account", "Description", "DoubtfulLine", "Record", "Span", "make_record"]


class Span(NamedTuple):
    """A run of characters of a statement and its kind; ``reason`` and ``detail`` are set if it is unread."""

    line: int
    start: int
    end: int
    kind: str
    text: str
    reason: str = ""
    detail: str = ""


class DoubtfulLine(NamedTuple):
    """A line whose recognition is doubtful: its place, and the confidence of the program."""

    line: int
    start: int
    end: int
    text: str
    page: int
    confidence: float


class Account(NamedTuple):
    """The content of one document for reports: counts, and the account of every statement.

    Attributes:
        policy: The document's identifier.
        document: Its name.
        measures: The number of measures.
        categories: The number of categories.
        responsibilities: The number of responsibilities.
        bodies: The number of named bodies.
        classes: The number of classes of bodies.
        corrections: The file of corrections.
        spans: The account of all statements.
        doubtful: The recognised lines that are doubtful.
        recognised: The number of all recognised lines.
    """

    policy: str
    document: str
    measures: int
    categories: int
    responsibilities: int
    bodies: int
    classes: int
    corrections: str
    spans: tuple[Span, ...]
    doubtful: tuple[DoubtfulLine, ...] = ()
    recognised: int = 0

    @classmethod
    def of(cls, policy: Policy, document: str) -> Self:
        """Account for a policy.

        Args:
            policy: The policy.
            document: The document's name.

        Returns:
            The account.
        """
        recognition = policy.document.recognition
        breaks = [found.start() for found in re.finditer("\n", policy.document.text)]

        def line_of(start: int) -> int:
            return bisect_left(breaks, start) + 1

        def span(kind: str, passage: Evidence, reason: str = "", detail: str = "") -> Span:
            return Span(line_of(passage.start), passage.start, passage.end, kind, passage.quote, reason, detail)

        reasons = {entry.passage: (entry.reason, entry.detail) for entry in policy.unread}
        spans = [span(entry.kind, entry.passage, *reasons.get(entry.passage, ())) for entry in policy.account]
        listed = {entry.passage for entry in policy.account}
        # A passage without characters, such as a formula, is not in a statement.
        spans += [span("unread", passage, *reason) for passage, reason in reasons.items() if passage not in listed]
        borne = [duty.body for measure in policy.measures for duty in measure.responsibilities]
        return cls(
            policy.id,
            document,
            len(policy.measures),
            len(policy.categories),
            len(borne),
            len({body.key for body in borne if body.kind == "named"}),
            len({body.key for body in borne if body.kind == "class"}),
            policy.corrections.name if policy.corrections else "",
            tuple(spans),
            tuple(
                DoubtfulLine(line_of(start), start, end, quote, line.page, line.confidence)
                for line in (recognition.doubtful if recognition else ())
                for quote, start, end in (line.passage,)
            ),
            len(recognition.lines) if recognition else 0,
        )

    def pack(self) -> bytes:
        """Return the account as compressed JSON."""
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode(), 1)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Read an account.

        Args:
            data: The result of ``pack``.

        Returns:
            The account.
        """
        *fields, spans, doubtful, recognised = json.loads(zlib.decompress(data))
        lines = tuple(DoubtfulLine(*line) for line in doubtful)
        return cls._make((*fields, tuple(Span(*span) for span in spans), lines, recognised))


class Description(NamedTuple):
    """Facts about a thing that other documents may describe too (a body, a place, the program), without graph."""

    thing: str
    lines: str


@dataclass(slots=True)
class Record:
    """A document that has been read.

    Attributes:
        id: Its identifier.
        name: Its name.
        hash: The hash of its bytes.
        failure: Why it could not be read.
        policy: The policy; not kept together with its lines in large builds.
        lines: N-Quads of facts that only this document can state.
        described: Facts about things that other documents may describe too.
        concepts: IRIs of the vocabularies.
        keys: The keys for finding links.
        measures: The number of measures.
        responsibilities: The number of responsibilities.
        unread: The number of passages that were not read.
        account: ``Account``, packed.
    """

    id: str
    name: str
    hash: str
    failure: SourceError | None = None
    policy: Policy | None = None
    lines: str = ""
    described: list[Description] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)
    keys: LinkKeys = field(default_factory=lambda: LinkKeys("", [], [], []))
    measures: int = 0
    responsibilities: int = 0
    unread: int = 0
    account: bytes = b""


def make_record(document: InputDocument, options: Options, on_page: Callable[[int, int], None] | None = None) -> Record:
    """Read a document into a record. Errors are stored in ``failure`` and not raised.

    Args:
        document: The document.
        options: How to read it.
        on_page: Receives the number of recognised pages, and their total.

    Returns:
        Its record.

    Example:
        >>> document = InputDocument("a.txt", "a", "（一）修路。（省财政厅负责）".encode())
        >>> record = make_record(document, Options())
        >>> record.measures, record.responsibilities, record.failure
        (1, 1, None)
        >>> print(make_record(InputDocument("b.txt", "b", b""), Options()).failure)
        b.txt is empty: there is no text to read in it
    """
    record = Record(document.id, document.name, document.hash)
    try:
        policy = read_input(document, options, on_page=on_page)
    except SourceError as error:
        record.failure = error
    except PolicyGraphError as error:
        record.failure = SourceError("about", what=document.where, reason=error)
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
        # One document out of ten thousand must not stop the rest, whatever error its content causes.
        record.failure = SourceError("not_understood", path=document.where, reason=f"{type(error).__name__}: {error}")
    else:
        _fill_record(record, policy, options.base)
    return record


def _fill_record(record: Record, policy: Policy, base: str) -> None:
    iris = Iris(base)
    end = f" <{iris.graph(policy.id)}> .\n"
    lines: list[str] = []
    for subject, found in policy_lines(policy, base).items():
        if iris.is_own(policy.id, subject):
            lines += found
        else:
            record.described.append(Description(subject, "\n".join(found)))
    record.lines = end.join(lines) + end
    places = {policy.place} if policy.place else set()
    bodies = {duty.body for measure in policy.measures for duty in measure.responsibilities} | {*policy.issuers}
    places |= {body.place for body in bodies if body.place}
    concepts = {PLACE + place.code for place in places} | {PLACE + p.parent for p in places if p.parent}
    record.concepts = sorted(concepts | {FUNCTION + slug for body in bodies for slug in body.functions})
    record.keys = find_link_keys(policy)
    account = Account.of(policy, record.name)
    record.policy, record.account, record.unread = policy, account.pack(), len(policy.unread)
    record.measures, record.responsibilities = account.measures, account.responsibilities
