"""Read and check the requests of a page. The response to an invalid one is one sentence."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from ..annotation import Proposal
from ..annotation.proposals import WordKind
from ..model import LEVELS, ROLES, CorrectedBody, CorrectionRule
from ..web.refusals import RefusedError
from .actions import Action, ActionKind
from .names import read_names
from .places import EntryKind

__all__ = ["read_actions", "read_dismissal", "read_word"]

T = TypeVar("T")
_KINDS: tuple[ActionKind, ...] = get_args(ActionKind)
_ENTRIES: tuple[EntryKind, ...] = get_args(EntryKind)
_WORDS: tuple[WordKind, ...] = get_args(WordKind)
_RULES: tuple[CorrectionRule, ...] = get_args(CorrectionRule)
_MOST_ACTIONS, _MOST_BODIES = 20_000, 500
#: The limit of a name, a title or a deadline in characters, and that of words.
_LONGEST, _LONGEST_WORDS = 300, 20_000
_FIELDS = ("number", "title", "heading", "deadline")


def read_actions(data: bytes) -> tuple[list[Action], str]:
    """Read actions from a request.

    Args:
        data: JSON: ``{"actions": [{"do": "accept", "start": 0, "end": 9}, …], "revision": "…"}``.

    Returns:
        The actions, and the revision that the page showed.

    Raises:
        RefusedError: 400 if it has another form.

    Example:
        >>> read_actions(b'{"actions": [{"do": "accept", "start": 3, "end": 9}], "revision": "a-"}')[1]
        'a-'
    """
    loaded = _load(data)
    actions, revision = loaded.get("actions"), loaded.get("revision")
    if not isinstance(actions, list) or not 0 < len(actions) <= _MOST_ACTIONS:
        raise _wrong("actions")
    if not isinstance(revision, str):
        raise _wrong("revision")
    return [_read_action(action) for action in actions], revision


def _load(data: bytes) -> Mapping[str, Any]:
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError):
        raise RefusedError(400, "review_not_json") from None
    if not isinstance(loaded, Mapping):
        raise RefusedError(400, "review_not_json")
    return loaded


def read_word(data: bytes) -> Proposal:
    """Read a word for the lexicon from a request.

    Args:
        data: JSON: ``{"kind": "alias", "word": "市局", "value": "广安市公安局"}``.

    Returns:
        The word.

    Raises:
        RefusedError: 400 if it has another form.

    Example:
        >>> read_word('{"kind": "label", "word": "认领单位", "value": "lead"}'.encode()).value
        'lead'
    """
    given = _load(data)
    kind = _choice(given, "kind", _WORDS)
    word, value = (_text(given, name, _LONGEST) for name in ("word", "value"))
    if kind == "label":
        _choice(given, "value", ROLES)
    return Proposal(kind, word, value)


def read_dismissal(data: bytes) -> tuple[str, bool]:
    """Read a decision about a proposal from a request.

    Args:
        data: JSON: ``{"proposal": "…", "dismissed": true}``.

    Returns:
        The identifier of the proposal, and whether it is dismissed.

    Raises:
        RefusedError: 400 if it has another form.

    Example:
        >>> read_dismissal(b'{"proposal": "0f3a", "dismissed": true}')
        ('0f3a', True)
    """
    given = _load(data)
    return _text(given, "proposal", 40), _choice(given, "dismissed", (True, False))


def _read_action(given: Any) -> Action:
    if not isinstance(given, Mapping):
        raise _wrong("actions")
    do = _choice(given, "do", _KINDS)
    if do == "resolve":
        words = None if given.get("words") is None else _text(given, "words", _LONGEST_WORDS)
        start, end = (_offset(given, name) if name in given else 0 for name in ("start", "end"))
        return Action(do, start, end, lost=_text(given, "lost", 40), words=words)
    start, end = _offset(given, "start"), _offset(given, "end")
    if do == "set":
        bodies = given.get("bodies")
        if not isinstance(bodies, Sequence) or isinstance(bodies, str) or len(bodies) > _MOST_BODIES:
            raise _wrong("bodies")
        return Action(do, start, end, tuple(_read_list(given, list(map(_read_body, bodies)))))
    if do == "measure":
        new = given.get("new", False)
        fields = {name: _text(given, name, _LONGEST) for name in _FIELDS if given.get(name) is not None}
        if not isinstance(new, bool) or not (new or fields):
            raise _wrong("new")
        return Action(do, start, end, fields=fields, new=new)
    if do == "rule":
        return Action(do, start, end, rule=_choice(given, "rule", _RULES))
    return Action(do, start, end, of=_choice(given, "of", _ENTRIES) if do == "withdraw" else "statement")


def _read_list(given: Mapping[str, Any], bodies: list[CorrectedBody]) -> list[CorrectedBody]:
    """Replace the bodies that a page cut out of a selected list by those that the program reads in its words."""
    selected = given.get("list")
    if selected is None:
        return bodies
    if not isinstance(selected, Mapping):
        raise _wrong("list")
    at, count = _offset(selected, "at"), _offset(selected, "count")
    cut = bodies[at : at + count]
    read = read_names(_text(selected, "words", _LONGEST_WORDS), cut[0].role) if cut else []
    return [*bodies[:at], *read, *bodies[at + count :]] if read else bodies


def _read_body(given: Any) -> CorrectedBody:
    if not isinstance(given, Mapping):
        raise _wrong("bodies")
    name = _text(given, "name", _LONGEST)
    if not name:
        raise _wrong("name")
    level = _choice(given, "level", LEVELS) if given.get("level") is not None else None
    kinds: tuple[Any, ...] = ("named", "class")
    kind = _choice(given, "kind", kinds) if given.get("kind") is not None else None
    deadline = _text(given, "deadline", _LONGEST) if given.get("deadline") is not None else ""
    return CorrectedBody(name, _choice(given, "role", ROLES), level, kind, deadline)


def _offset(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise _wrong(name)
    return value


def _choice(given: Mapping[str, Any], name: str, known: Sequence[T]) -> T:
    value = given.get(name)
    found = next((each for each in known if each == value), None)
    if found is None:
        raise _wrong(name)
    return found


def _text(given: Mapping[str, Any], name: str, longest: int) -> str:
    """Read a text without control characters, which a corrections file cannot contain."""
    value = given.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise _wrong(name)
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t\r\f\v" for letter in value):
        raise _wrong(name)
    return value.strip() if longest == _LONGEST else value


def _wrong(name: str) -> RefusedError:
    return RefusedError(400, "review_field", name=name)
