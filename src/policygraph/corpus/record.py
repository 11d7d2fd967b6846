"""One document → one record: its facts as lines, and what joining it with the others needs.

The one function that a pool of processes and a Spark cluster both run. Nothing here knows of other documents.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..documents import read_bytes
from ..errors import PolicyGraphError, SourceError
from ..extraction import Explained, extract
from ..graph import Iris, policy_lines
from ..model import Body, Policy
from ..namespaces import FUNCTION, ID, PLACE
from ..registry import OwnWords, using
from ..texts import Names, filled
from .corrections import read_corrections
from .discovery import Item

__all__ = ["Options", "Record", "describe", "note_joints", "read_item"]

Row = tuple[str, str, str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is told: the columns of task tables, the base of IRIs, seconds for one document, words of the
    user's own (``read_words``)."""

    columns: Mapping[str, Sequence[str]] | None = None
    base: str = ID
    seconds: int = 300
    lexicon: OwnWords | None = None


@dataclass(slots=True)
class Record:
    """A document, read; ``failure`` says why where it was not.

    ``lines`` are whole N-Quads of what only this document can say. ``described`` are facts about things that other
    documents may describe too (bodies, places, the program), without graph, by thing. ``concepts`` are IRIs of the
    vocabularies. ``number`` and ``titles`` are the notice's own, ``basis`` the position, number and title of each
    document it rests on and whether it implements it, all folded for comparison; ``marks`` are hashes of its
    measures' texts. ``duties`` are rows of the table of responsibilities.
    """

    id: str
    key: str
    hash: str
    failure: Names | None = None
    lines: str = ""
    described: list[tuple[str, str]] = field(default_factory=list)
    concepts: list[str] = field(default_factory=list)
    number: str = ""
    titles: list[str] = field(default_factory=list)
    basis: list[tuple[int, str, str, bool]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    duties: list[Row] = field(default_factory=list)
    measures: int = 0
    unread: list[tuple[int, int, str, str, str]] = field(default_factory=list)


def read_item(item: Item, options: Options, explain: list[Explained] | None = None) -> Policy:
    """The policy in a document; raises ``SourceError`` with the document's name where there is none.

    ``explain`` takes up why each passage was read as it was.
    """
    if item.failure:
        raise SourceError.of(item.failure)
    corrections = read_corrections(item.corrections) if item.corrections else None
    document = read_bytes(item.data, item.key, item.place)
    with using(options.lexicon):
        return extract(document, item.id, options.columns, corrections, item.place or item.key, explain)


def describe(item: Item, options: Options) -> Record:
    """The record of a document. Raises nothing: what goes wrong is in ``failure``.

    >>> item = Item("a.txt", "a", "（一）修路。（省财政厅负责）".encode())
    >>> record = describe(item, Options())
    >>> record.measures, len(record.duties), record.failure
    (1, 1, None)
    >>> describe(Item("b.txt", "b", b""), Options()).failure
    Names(zh='b.txt 是空的，没有可读的文字', en='b.txt is empty: there is no text to read in it')
    """
    record = Record(item.id, item.key, item.hash)
    try:
        policy = read_item(item, options)
    except SourceError as error:
        record.failure = error.names
        return record
    except PolicyGraphError as error:
        record.failure = filled("about", what=item.place or item.key, reason=error.names)
        return record
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
        # One document out of ten thousand must not stop the rest, whatever it stumbles over.
        reason = f"{type(error).__name__}: {error}"
        record.failure = filled("not_understood", path=item.place or item.key, reason=reason)
        return record
    _facts(record, policy, options.base)
    note_joints(record, policy)
    _duties(record, policy)
    return record


def _facts(record: Record, policy: Policy, base: str) -> None:
    iris = Iris(base)
    end = f" <{iris.graph(policy.id)}> .\n"
    lines: list[str] = []
    for subject, found in policy_lines(policy, base).items():
        if iris.is_own(policy.id, subject):
            lines += found
        else:
            record.described.append((subject, "\n".join(found)))
    record.lines = end.join(lines) + end
    places = {policy.place} if policy.place else set()
    bodies = {duty.body for measure in policy.measures for duty in measure.responsibilities} | {*policy.issuers}
    places |= {body.place for body in bodies if body.place}
    concepts = {PLACE + place.code for place in places} | {PLACE + p.parent for p in places if p.parent}
    record.concepts = sorted(concepts | {FUNCTION + slug for body in bodies for slug in body.functions})


def note_joints(record: Record, policy: Policy) -> None:
    """Note what a policy is known by, what it rests on and the marks of its measures: what links are found by."""
    record.number = fold_key(policy.number or "")
    if policy.title:
        record.titles.append(fold_key(policy.title))
        if issued := _ISSUED_WITH.search(policy.title):
            record.titles.append(fold_key(issued[1]))
    record.titles = sorted({title for title in record.titles if len(title) >= _LEAST})
    for position, basis in enumerate(policy.based_on, 1):
        record.basis.append((position, fold_key(basis.number), fold_key(basis.title), False))
    # What the title names is no basis document of its own in the graph: it has the position 0.
    if carried := _IMPLEMENTS.search(policy.heading):
        record.basis.append((0, "", fold_key(carried[carried.lastgroup or 0]), True))
    record.marks = sorted({_mark(measure.span.quote) for measure in policy.measures})


#: 关于印发《某规划》的通知 is cited by either title.
_ISSUED_WITH = re.compile("(?:印发|转发)(.+)的通知$")
#: A title of fewer letters (实施方案) names no one document.
_LEAST = 6
#: A title that says that the notice carries another out: 关于贯彻落实《…》的实施意见, 转发…的通知, 《…》实施细则.
_IMPLEMENTS = re.compile(
    "(?:贯彻|落实|转发)《(?P<quoted>[^《》]{6,80})》"
    "|(?:贯彻落实|贯彻|落实|转发)(?P<named>[^《》]{6,80}?)的?(?:实施|若干|具体|通知|分工)"
    "|《(?P<detailed>[^《》]{6,80})》的?实施"
)


_SIGNS = re.compile(r"[\W_]+")


def fold_key(text: str) -> str:
    """A number or title for comparison: width, brackets, spaces and signs left out.

    >>> fold_key("闽政办〔2020〕３号") == fold_key("闽政办[2020]3号")
    True
    """
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _mark(text: str) -> int:
    digest = hashlib.blake2b(fold_key(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _duties(record: Record, policy: Policy) -> None:
    iris = Iris()
    record.measures = len(policy.measures)
    for measure in policy.measures:
        for duty in measure.responsibilities:
            body: Body = duty.body
            deadline = duty.deadline or measure.deadline
            record.duties.append(
                (
                    policy.id,
                    measure.key,
                    measure.number,
                    duty.name,
                    iris.body(body),
                    body.label,
                    duty.role,
                    body.level,
                    body.kind,
                    deadline.isoformat() if deadline else "",
                )
            )
    for entry in policy.unread:
        line = policy.document.text.count("\n", 0, entry.passage.start) + 1
        record.unread.append((line, entry.passage.start, entry.passage.quote, entry.reason, entry.detail))
