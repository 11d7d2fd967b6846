"""Take a sentence apart into concepts: the words of ``ontology/asking.yaml``, in Chinese and English alike.

Chinese is cut by the longest known word, English by the longest known phrase. A word that is not known is looked for by
its sound (完城 is 完成) or by one wrong letter; else it stays as a word that nothing explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..extraction.text.folding import fold
from .requests import SLOT, orders_change, split_request
from .vocabulary import read_asking

__all__ = ["ELSEWHERE", "SLOT", "Word", "Words", "read_words", "split"]

#: A word about a subject that no graph of notices knows.
ELSEWHERE = "elsewhere"
_TOKEN = re.compile(r"\{\w+\}|[a-z][a-z']*|\d+|[一-鿿]+|[^\sa-z\d一-鿿]")
#: English words shorter or longer than this are not looked for by a wrong letter.
_SHORT, _LONG = 6, 20
#: “notice by notice”
_ONE_BY_ONE = re.compile(r"\b(?!side\b)([a-z]+) by \1\b")
#: How an English question begins that is answered by yes or no.
_YES_OR_NO = re.compile(r"(?:do|does|did|is|are|was|were|has|have) (?!you\b)")
#: Values that may be one thing or another.
_SEVERAL = {
    "level": frozenset({"province", "city", "county"}),
    "sector": frozenset({":body", ":function"}),
    "ahead": frozenset({":day", "soon"}),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    Attributes:
        text: The word as it stands there.
        concepts: What it may mean; empty for a word that nothing explains.
    """

    text: str
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of ``ontology/asking.yaml``.

    Attributes:
        known: A word or phrase → its concepts; none for a needless word.
        longest: The most words of an English phrase and the most characters of a Chinese word.
    """

    known: Mapping[str, frozenset[str]]
    longest: tuple[int, int]


@cache
def read_words() -> Words:
    """Read the words.

    Returns:
        The words, folded and in small letters.

    Example:
        >>> sorted(read_words().known["牵头"]), sorted(read_words().known["chair"])
        (['lead'], ['lead'])
    """
    raw = read_asking()
    known: dict[str, frozenset[str]] = {}
    for words in raw["needless"].values():
        known |= {_folded(word): frozenset() for word in words}
    groups = [*raw["concepts"].items(), (ELSEWHERE, raw["elsewhere"])]
    for concept, languages in groups:
        for word in (word for words in languages.values() for word in words):
            known[_folded(word)] = known.get(_folded(word), frozenset()) | {concept}
    chinese = max(len(word) for word in known if not word.isascii())
    return Words(known, (max(word.count(" ") + 1 for word in known), chinese))


def _folded(text: str) -> str:
    return " ".join(fold(str(text)).casefold().replace("’", "'").replace("n't", "nt").replace("-", " ").split())


def split(sentence: str) -> list[Word]:
    """Take a sentence apart.

    Args:
        sentence: A sentence or a wording, with ``{body}`` and the like for values.

    Returns:
        Its words in order, without needless ones.

    Example:
        >>> [(word.text, sorted(word.concepts)) for word in split("哪些任务还没完城")]
        [('任务', ['measure']), ('还没完城', ['undone'])]
        >>> [(word.text, sorted(word.concepts)) for word in split("Who supports zebras?")]
        [('who', ['who']), ('supports', ['support']), ('zebras', [])]
    """
    sentence = _ONE_BY_ONE.sub(r"each \1", _folded(sentence))
    found = _denied(_without_preamble(sentence))
    if orders_change(sentence):
        found.append(Word(sentence, frozenset({ELSEWHERE})))
    if _YES_OR_NO.match(sentence):
        found.insert(0, Word(sentence.split(maxsplit=1)[0], frozenset({"whether"})))
    return found


def _without_preamble(sentence: str) -> list[Word]:
    """Take a sentence apart; of what leads up to a request only the values are left, if the question stands behind."""
    before, behind = (_split(part) for part in split_request(sentence))
    said, asked = (
        sum(bool(word.concepts) and not SLOT.fullmatch(word.text) for word in part) for part in (before, behind)
    )
    if asked < max(2, said):
        return _split(sentence)
    return [*(word for word in before if SLOT.fullmatch(word.text)), *behind]


def _split(sentence: str) -> list[Word]:
    tokens = _TOKEN.findall(sentence)
    found: list[Word] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if slot := SLOT.fullmatch(token):
            found.append(Word(token, _SEVERAL.get(slot[1]) or frozenset({f":{slot[1]}"})))
            at += 1
        elif token[0].isascii() and token[0].isalpha():
            used, concepts = _english(tokens, at)
            if concepts is None or concepts:
                found.append(Word(" ".join(tokens[at : at + used]), concepts or frozenset()))
            at += used
        else:
            if "一" <= token[0] <= "鿿":
                found += _chinese(token)
            elif token.isdecimal():
                found.append(Word(token, frozenset()))
            at += 1
    return found


#: What a “no” may be said of, and the concept of its denial: a body above that is missing is not one below.
_DENIABLE = {
    "upper": ":no-above", "province": ":no-above", "lower": ":no-below", "county": ":no-below",
    "issue": ":no-issue", "duty": ":no-duty", "measure": ":no-duty",
    # A duty without these has a concept of its own.
    "lead": "no_lead", "charge": "no_lead", "deadline": "undated", "report": "silent",
}  # fmt: skip

#: These deny that somebody leads; 没有 and “no” that there is a leader.
_NOT = frozenset({"不", "不是", "非", "not", "isnt", "arent", "dont", "doesnt"})


def _denied(words: list[Word]) -> list[Word]:
    """Add what is denied: 上面没有 says it before the no, “no office above” behind."""
    found = list(words)
    said = frozenset().union(*(word.concepts for word in words))
    # “Not done by the deadline” has one, and who does not lead may have a leader.
    kept = {"deadline"} if said & {"done", "undone"} else set()
    for at, word in enumerate(words):
        if "none" not in word.concepts:
            continue
        kept |= {"lead", "charge"} if word.text in _NOT else set()
        near = words[at + 1 : at + 5] if word.text.isascii() else [*words[at - 1 : at], *words[at + 1 : at + 3]]
        denied = next(
            (_DENIABLE[c] for each in near for c in sorted(each.concepts) if c in _DENIABLE and c not in kept), None
        )
        if denied:
            found.append(Word(word.text, frozenset({denied})))
    return found


# ---- English ----


def _english(tokens: list[str], at: int) -> tuple[int, frozenset[str] | None]:
    """Return how many words the phrase at a place has and its concepts; ``None`` for a word that is not known."""
    known = read_words().known
    for length in range(min(read_words().longest[0], len(tokens) - at), 0, -1):
        words = tokens[at : at + length]
        for last in _stems(words[-1]):
            concepts = known.get(" ".join([*words[:-1], last]))
            if concepts is not None:
                return length, concepts
    return 1, _near_english(tokens[at])


def _stems(word: str) -> Iterator[str]:
    """Yield a word and what it may be a form of."""
    yield word
    word = re.sub(r"'s?$", "", word)
    yield word
    for ending, others in (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e"))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield from (stem + other for other in others)
            if ending in ("ed", "ing") and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _near_english(word: str) -> frozenset[str] | None:
    """Return the concepts of the only known word that differs by a letter; ``None`` without one."""
    if not _SHORT <= len(word) <= _LONG:
        return None
    known = read_words().known
    letters = "abcdefghijklmnopqrstuvwxyz"
    # The first letter is seldom wrong (Pollock and Zamora 1984).
    parts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    edits = {a + b[1:] for a, b in parts if b} | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    edits |= {a + letter + b for a, b in parts for letter in letters}
    edits |= {a + letter + b[1:] for a, b in parts if b for letter in letters}
    for edit in sorted(edits):
        for stem in _stems(edit):
            concepts = known.get(stem)
            if len(stem) >= _SHORT - 1 and concepts and ELSEWHERE not in concepts:
                return concepts
    return None


# ---- Chinese ----


def _chinese(run: str) -> Iterator[Word]:
    known, longest = read_words().known, read_words().longest[1]
    at, start = 0, 0
    while at <= len(run):
        word = next(
            (run[at : at + n] for n in range(min(longest, len(run) - at), 0, -1) if run[at : at + n] in known), ""
        )
        heard = "" if word and len(word) > 1 else _heard(run, at)
        if len(heard) > len(word):
            word, concepts = heard, read_words().known[_near_chinese(heard)]
        else:
            concepts = known.get(word, frozenset())
        if word or at == len(run):
            if start < at:
                yield Word(run[start:at], frozenset())
            if concepts:
                yield Word(word, concepts)
            at += len(word) or 1
            start = at
        else:
            at += 1


def _heard(run: str, at: int) -> str:
    """Find the longest part of a run from a place that sounds like a known word except for one character."""
    return next((run[at : at + n] for n in range(min(6, len(run) - at), 1, -1) if _near_chinese(run[at : at + n])), "")


@cache
def _near_chinese(word: str) -> str:
    """Find the known word with the same sound that differs in one character: 完成 for 完城; empty without one."""
    return next(
        (
            other
            for other in _by_sound().get(_sound(word), ())
            if sum(one != two for one, two in zip(word, other, strict=True)) == 1
        ),
        "",
    )


@cache
def _sound(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


@cache
def _by_sound() -> Mapping[tuple[str, ...], Sequence[str]]:
    """Words of two characters or more that have one meaning, by their sound."""
    found: dict[tuple[str, ...], list[str]] = {}
    for word, concepts in read_words().known.items():
        if len(word) > 1 and all("一" <= char <= "鿿" for char in word) and concepts and ELSEWHERE not in concepts:
            found.setdefault(_sound(word), []).append(word)
    return found
