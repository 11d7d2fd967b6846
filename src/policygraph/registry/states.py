"""Read the states of a task that departments report: ``ontology/states.ttl``, and an office's own file of that form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from ..errors import UsageError
from ..namespaces import PG, SKOS, STATE
from ..texts import Bilingual
from .vocabulary import Triples

__all__ = ["TaskState", "find_state", "states"]


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


def find_state(words: str, known: Mapping[str, TaskState]) -> TaskState | None:
    """Find the state that a cell names.

    Args:
        words: The content of the cell.
        known: What ``states`` returns.

    Returns:
        The state whose word the cell is, whatever its width, case and spaces; ``None`` if it is none.

    Example:
        >>> find_state(" 已办结 ", states()).token, find_state("差不多了", states())
        ('completed', None)
    """
    wanted = _fold(words)
    return next((state for state in known.values() if wanted in map(_fold, state.words)), None)


def _fold(words: str) -> str:
    return "".join(normalize("NFKC", words).casefold().replace("-", "").strip("。.；;").split())
