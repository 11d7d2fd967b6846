"""The queue: what of a reading needs a person's attention, the most serious first.

Nothing that a person has accepted or corrected is in it. Items of one ``group`` are similar, so that one decision can
hold for all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, get_args

from ..extraction.layout import restore
from ..extraction.phrases.labels import close_labels
from ..extraction.text.folding import fold, squeeze
from ..extraction.text.outline import OutlineItem, read_outline
from ..extraction.text.spans import blank, close_brackets
from ..model import Body, Document, Policy
from ..registry import parse_name
from ..texts import Bilingual, filled, unread_reason
from .content import Statement, is_known, write_names
from .places import Place, entry_id, kind_of
from .proposals import Waiting
from .readings import Reading

__all__ = ["ItemKind", "NumberedPassage", "find_numbered", "list_attention"]

ItemKind = Literal[
    "lost", "proposed", "unread", "low-confidence", "new-body", "no-statement", "default-role", "open-list",
    "guessed-level", "deadline-words",
]  # fmt: skip
#: The most serious has 10.
_SEVERITY = {kind: 10 - rank for rank, kind in enumerate(get_args(ItemKind))}
_QUOTED = 30


class NumberedPassage(NamedTuple):
    """A numbered item of a document that has no numbered items below it, and the item above it as a number."""

    start: int
    end: int
    above: int
    label: str


def find_numbered(document: Document) -> list[NumberedPassage]:
    """Find the numbered items of a document outside its tables that have no items below them.

    Args:
        document: The document.

    Returns:
        The items in the order of the text, which depend on the document alone.
    """
    cells = [(cell.start, cell.end) for table in document.tables for row in table.rows for cell in row]
    logical, _ = restore(document.text, cells)
    folded = close_brackets(close_labels(fold(logical.text)))
    filled_spans = [(logical.offset(start), logical.offset(end)) for start, end in cells]
    outline = read_outline(blank(folded, sorted(filled_spans)))
    leaves = (item for item in outline.walk() if not item.children and item.style != "root")
    return [_passage(item, *logical.evidence(item.start, item.end)[1:]) for item in leaves]


def _passage(item: OutlineItem, start: int, end: int) -> NumberedPassage:
    return NumberedPassage(start, end, item.parent.start if item.parent else -1, item.label)


def list_attention(
    reading: Reading,
    statements: Sequence[Statement],
    numbered: Sequence[NumberedPassage],
    entries: Sequence[Place],
    proposed: Sequence[Waiting] = (),
) -> list[dict[str, Any]]:
    """List what needs attention.

    Args:
        reading: The reading.
        statements: Its statements.
        numbered: The numbered items of its document.
        entries: The places of all entries of the corrections.
        proposed: What assistants propose.

    Returns:
        The items, the most serious first, those of one kind in the order of the text.
    """
    queue = _Queue(statements, entries)
    queue.add_lost(reading)
    queue.add_proposed(proposed)
    if reading.policy is None:
        queue.add_near_misses(reading)
    else:
        queue.add_unread(reading)
        queue.add_doubtful(reading)
        queue.add_numbered(reading.policy, numbered)
        queue.add_statements()
    return sorted(queue.items, key=lambda item: (-item["severity"], item["start"]))


class _Queue:
    def __init__(self, statements: Sequence[Statement], entries: Sequence[Place]) -> None:
        self.items: list[dict[str, Any]] = []
        self._taken: Counter[str] = Counter()
        self._open = [each for each in statements if each.entry is None]
        self._all = statements
        self._starts = [each.start for each in statements]
        self._seen = [place for place in entries if place.kind == "statement"]
        self._times = Counter(part.body.key for each in statements for part in each.parts)

    def add(
        self, kind: ItemKind, start: int, end: int, detail: Bilingual, group: str, statement: Statement | None = None
    ) -> None:
        """Add an item."""
        id = f"{kind}-{start}"
        self._taken[id] += 1
        self.items.append(
            {
                "id": id if self._taken[id] == 1 else f"{id}.{self._taken[id]}",
                "kind": kind,
                "severity": _SEVERITY[kind],
                "start": start,
                "end": end,
                "statement": statement.id if statement else None,
                "measure": statement.measure.key if statement and statement.measure else None,
                "detail": write_names(detail),
                "group": f"{kind}:{group}",
            }
        )

    def add_lost(self, reading: Reading) -> None:
        """Entries whose words are no longer in the text."""
        for entry in reading.lost:
            words = _quote(entry.words)
            self.add("lost", 0, 0, filled("attention_lost", words=words), entry_id(entry))
            self.items[-1] |= {"id": f"lost-{entry_id(entry)}", "lost": entry_id(entry), "of": kind_of(entry)}

    def add_proposed(self, proposed: Sequence[Waiting]) -> None:
        """Add the proposals of assistants, also for statements that a person has reviewed."""
        for each in proposed:
            if each.dismissed:
                continue
            client, words = _quote(each.proposal.client), _quote(each.proposal.correction.words)
            start, end = each.place[1:] if each.place else (0, 0)
            if each.place:
                detail = filled("attention_proposed", client=client, reason=_quote(each.proposal.reason))
            else:
                detail = filled("attention_proposed_lost", client=client, words=words)
            near = (one for one in self._all if each.place and one.start < end and start < one.end)
            self.add("proposed", start, end, detail, each.id, next(near, None))
            self.items[-1] |= {"id": f"proposed-{each.id}", "proposal": each.id}

    def add_near_misses(self, reading: Reading) -> None:
        """Add the unread passages that resemble a statement."""
        for passage in reading.explained:
            end = passage.start + len(passage.quote.rstrip("…"))
            if not self._is_seen(passage.start, end):
                lines = passage.told()
                self.add("unread", passage.start, end, lines[-1] if len(lines) > 1 else lines[0], passage.nearest)

    def add_unread(self, reading: Reading) -> None:
        """Passages that could not be read."""
        assert reading.policy is not None
        for each in reading.policy.unread:
            start, end = each.passage.start, each.passage.end
            if not self._is_seen(start, end):
                reason = unread_reason(each.reason, each.detail)
                self.add("unread", start, end, reason, f"{each.reason}:{each.passage.quote}", self._around(start))

    def add_doubtful(self, reading: Reading) -> None:
        """Lines of scans whose recognition is doubtful."""
        recognition = reading.source.document.recognition if reading.source.document else None
        for line in recognition.doubtful if recognition else ():
            start, end = line.passage.start, line.passage.end
            if not self._is_seen(start, end):
                detail = filled("attention_doubtful", n=f"{line.confidence:.2f}", page=str(line.page))
                self.add("low-confidence", start, end, detail, str(line.page), self._around(start))

    def add_numbered(self, policy: Policy, numbered: Sequence[NumberedPassage]) -> None:
        """Numbered items without a statement, if most items beside them have one."""
        spans = sorted((measure.span.start, measure.span.end) for measure in policy.measures)
        starts = [start for start, _ in spans]

        def has_measure(item: NumberedPassage) -> bool:
            at = bisect_right(starts, item.end - 1) - 1
            return at >= 0 and any(item.start < end for _, end in spans[max(0, at - 1) : at + 1])

        covered = {item: has_measure(item) for item in numbered}
        beside, with_statement = Counter(item.above for item in numbered), Counter[int]()
        for item, covers in covered.items():
            with_statement[item.above] += covers
        for item, covers in covered.items():
            if not covers and 2 * with_statement[item.above] >= beside[item.above] and not self._is_seen(*item[:2]):
                detail = filled("attention_no_statement", number=item.label)
                self.add("no-statement", item.start, item.end, detail, str(item.above))

    def add_statements(self) -> None:
        """Add the uncertain parts of statements."""
        for statement in self._open:
            for kind, detail, group in self._doubts(statement):
                self.add(kind, statement.start, statement.end, detail, group, statement)

    def _doubts(self, statement: Statement) -> Iterator[tuple[ItemKind, Bilingual, str]]:
        """Collect the doubts about a statement, one for each kind and body."""
        parts = statement.parts
        for part in parts:
            if not is_known(part.body, self._times[part.body.key]):
                yield "new-body", filled("attention_new_body", name=part.name), part.name
        # A list of responsible bodies beside a lead or a support is told apart by the text: nothing is supposed.
        beside = [*parts, *(statement.measure.responsibilities if statement.measure else ())]
        divided = any(part.role in ("lead", "support") for part in beside)
        if not divided and any(part.basis == "default" for part in parts):
            yield "default-role", filled("attention_default_role"), parts[0].role
        measure = statement.measure
        if measure and measure.open_ended:
            yield "open-list", filled("attention_open_list"), ""
        for part in parts:
            if _is_guessed(part.body, part.name):
                level = filled(f"level_{part.body.level}")
                yield "guessed-level", filled("attention_guessed_level", name=part.name, level=level), part.name
        words = [part.due.words for part in parts if part.due.kind == "worded"]
        if measure and measure.due.kind == "worded":
            words.append(measure.due.words)
        for said in dict.fromkeys(words):
            yield "deadline-words", filled("attention_deadline_words", words=_quote(said)), said

    def _is_seen(self, start: int, end: int) -> bool:
        """Tell whether a person has reviewed a passage."""
        return any(place.start < max(end, start + 1) and start < place.end for place in self._seen)

    def _around(self, start: int) -> Statement | None:
        """Find the statement that contains a passage."""
        at = bisect_right(self._starts, start) - 1
        return self._all[at] if at >= 0 and start < self._all[at].end else None


def _is_guessed(body: Body, name: str) -> bool:
    """Tell whether the level of a body comes from its document, not from its name."""
    if body.kind != "named" or body.level in ("other", "national"):
        return False
    parts = parse_name(squeeze(fold(name)))
    return parts.level is None and parts.place is None and not parts.own_place and not parts.counties


def _quote(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
