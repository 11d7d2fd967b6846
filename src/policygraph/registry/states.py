"""Read the states of a task that departments report: ``ontology/states.ttl``, and an office's own file of that form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import UsageError
from ..folding import fold_width
from ..namespaces import PG, SKOS, STATE
from ..texts import Bilingual
from .vocabulary import Triples

__all__ = ["TaskState", "find_state", "name_state", "rank_urgency", "states"]

#: The states that need attention, most urgent first. An office's own states come after the first two, then the open
#: ones, then tasks without a reported state, and finally completed ones.
_URGENT = ("overdue", "extension-requested")
_OPEN = ("not-started", "in-progress")

#: Words before a state that do not change it, and characters that end the word: a mark, or the date that follows.
_BEFORE = re.compile(r"^(?:状态[:为]?|目前|现|仍|正)")
_AFTER = re.compile(r"[ ,，;；:(（、。至到]")
#: Words that negate or limit a state.
_DOUBT = re.compile(r"[%不未无没约]|部分|一半|基本|大部|除|\b(?:not|part)")


@dataclass(frozen=True, slots=True)
class TaskState:
    """A state of a task.

    Attributes:
        token: The last part of its IRI: ``in-progress``.
        names: Its name in both languages.
        words: All words for it, in both languages, its names first.
        after: The tokens of the states that may follow.
        rank: Its place in lists.
    """

    token: str
    names: Bilingual
    words: tuple[str, ...]
    after: tuple[str, ...]
    rank: int


@cache
def states(own: Path | None = None) -> Mapping[str, TaskState]:
    """Read the states.

    Args:
        own: A Turtle file with an office's own states, in addition.

    Returns:
        The states by token, in their order.

    Raises:
        UsageError: The file cannot be read, or has no state.

    Example:
        >>> [state.names.zh for state in states().values()]
        ['未启动', '进行中', '已完成', '逾期', '申请延期']
    """
    found = _read(Triples("states.ttl"))
    if own is not None:
        try:
            more = _read(Triples(own))
        except (OSError, SyntaxError, ValueError) as error:
            raise UsageError("states_unreadable", path=own, reason=error) from error
        if not more:
            raise UsageError("states_none", path=own, namespace=STATE)
        found |= more
    return {state.token: state for state in sorted(found.values(), key=lambda state: (state.rank, state.token))}


def _read(triples: Triples) -> dict[str, TaskState]:
    found = {}
    for iri in list(triples.subjects):
        token = iri.removeprefix(STATE)
        zh, en = (triples.text(iri, SKOS + "prefLabel", language) for language in ("zh", "en"))
        if token == iri or not (zh or en):
            continue
        words = [zh, en, token, *triples.texts(iri, SKOS + "altLabel")]
        found[token] = TaskState(
            token,
            Bilingual(zh or en, en or zh),
            tuple(dict.fromkeys(word for word in words if word)),
            tuple(sorted(after.removeprefix(STATE) for after in triples.texts(iri, PG + "nextState"))),
            int(triples.text(iri, PG + "position") or 99),
        )
    return found


def name_state(token: str, known: Mapping[str, TaskState]) -> Bilingual:
    """Return the name of a state, or its token if it is unknown."""
    return known[token].names if token in known else Bilingual(token, token)


def rank_urgency(token: str, known: Mapping[str, TaskState]) -> tuple[int, int]:
    """Rank a state by how much it needs attention.

    Args:
        token: Its token; empty if no state was reported.
        known: What ``states`` returns.

    Returns:
        A key for sorting, the most urgent first: overdue, extension requested, an office's own states, not started, in
        progress, none, completed.

    Example:
        >>> sorted(["completed", "", "in-progress", "overdue"], key=lambda token: rank_urgency(token, states()))
        ['overdue', 'in-progress', '', 'completed']
    """
    if token in _URGENT:
        return (0, _URGENT.index(token))
    if token in _OPEN:
        return (2, _OPEN.index(token))
    if not token:
        return (3, 0)
    return (4, 0) if token == "completed" else (1, known[token].rank if token in known else 99)


def find_state(words: str, known: Mapping[str, TaskState]) -> TaskState | None:
    """Find the state that a cell names.

    Args:
        words: The content of the cell.
        known: What ``states`` returns.

    Returns:
        The state whose word the cell is or begins with, regardless of width, case and spaces: "申请延期至12月" is a
        request for extension. ``None`` if there is no such word, or if the rest may negate it: a share (80%), a
        negation, or a word of another state.

    Example:
        >>> find_state(" 已办结 ", states()).token, find_state("目前推进中，详见附件", states()).token
        ('completed', 'in-progress')
        >>> find_state("差不多了", states()), find_state("部分完成", states()), find_state("已完成80%", states())
        (None, None, None)
    """
    wanted = _fold(words)
    of_word: dict[str, TaskState] = {}
    for state in known.values():
        for word in state.words:
            of_word.setdefault(_fold(word), state)
    if wanted in of_word:
        return of_word[wanted]
    wanted = _BEFORE.sub("", wanted)
    # The longest word counts: 逾期未完成 is not 逾期 with other words behind it.
    begun = max((word for word in of_word if wanted.startswith(word)), key=len, default="")
    rest = wanted.removeprefix(begun)
    if not begun or not _AFTER.match(f"{rest} ") or _DOUBT.search(rest):
        return None
    others = {state.token for word, state in of_word.items() if word in rest}
    return of_word[begun] if others <= {of_word[begun].token} else None


def _fold(words: str) -> str:
    return fold_width(words).casefold().replace("-", "").strip("。.;")
