"""Find the bodies that a sentence names, in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ..registry import find_places, functions, parse_name, places, stands_for
from ..registry.local_names import normalise_english
from .bodies import KnownBody
from .names import NameIndex, key_of

__all__ = ["Mention", "find_mentions", "provinces_in_english"]

#: Words for a level before a name, the longest first.
_LEVELS: Mapping[str, str] = {
    "自治区": "provincial", "国家": "national", "中央": "national", "省级": "provincial", "市级": "municipal",
    "县级": "county", "省": "provincial", "市": "municipal", "县": "county", "区": "county",
}  # fmt: skip
_LEVELS_EN: Mapping[str, str] = {
    "national": "national", "central": "national", "state": "national", "provincial": "provincial",
    "province": "provincial", "municipal": "municipal", "city": "municipal", "county": "county", "district": "county",
}  # fmt: skip
_ORGAN = re.compile(
    r"\b(?:departments?|depts?|bureau[sx]?|commissions?|offices?|administrations?|ministry|ministries|authority|authorities"
    r"|agency|agencies)\b"
)
_OF = re.compile(r" (?:of|for) (?:the )?([a-z ,'’-]+)")
_IN_PLACE = re.compile(r" (?:of|in) (?:the )?([a-z]+)(?: (?:province|city|county|municipality))?")
_LETTERS = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\b")
_WORD = re.compile(r"[a-z][a-z'’-]*", re.IGNORECASE)
_RUN = re.compile("[一-鿿]+")
#: The last character of an organ's name.
_LAST = frozenset("厅局委办部会署院行")
#: The most words of a function's name in English, and how much of a sentence a place's name may take.
_LONGEST, _PLACE = 6, 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a sentence.

    Attributes:
        start: The start of the name.
        end: Its end.
        text: The name, with the place and level before it.
        bodies: The bodies that it may mean; empty for a body that the graph does not have.
    """

    start: int
    end: int
    text: str
    bodies: tuple[KnownBody, ...]


def find_mentions(sentence: str, names: NameIndex) -> list[Mention]:
    """Find the bodies that a sentence names.

    Args:
        sentence: A folded sentence.
        names: The names of the graph.

    Returns:
        The mentions in the order of the sentence, none within another.
    """
    found = [*_find_chinese(sentence, names)]
    for mention in (*_find_english(sentence, names), *_find_absent(sentence)):
        if not any(mention.start < each.end and mention.end > each.start for each in found):
            found.append(mention)
    return _inherit_places(sorted(found, key=lambda mention: mention.start))


def _mention(sentence: str, start: int, end: int, bodies: Mapping[str, KnownBody]) -> Mention:
    return Mention(start, end, sentence[start:end], tuple(bodies.values()))


def _inherit_places(mentions: list[Mention]) -> list[Mention]:
    """Choose bodies of the same place where one name tells it and the other does not: 福建的住建厅跟自然资源厅."""
    places = [each.bodies[0].places for each in mentions if len(each.bodies) == 1 and each.bodies[0].places]
    return [
        replace(each, bodies=near)
        if len(each.bodies) > 1 and (near := tuple(body for body in each.bodies if body.places in places))
        else each
        for each in mentions
    ]


# ---- Chinese ----


def _find_chinese(sentence: str, names: NameIndex) -> Iterator[Mention]:
    at = 0
    while at < len(sentence):
        known = names.beginnings.get(sentence[at : at + 2], ())
        name = next((each for each in known if sentence.startswith(each, at)), "")
        if name:
            bodies = {**names.whole.get(name, {}), **names.cores.get(name, {})}
            start, bodies = _read_before(sentence, at, bodies)
            yield _mention(sentence, start, at + len(name), bodies)
            at += len(name)
        elif (short := _find_shortened(sentence, at, names)) is not None:
            yield short
            at = short.end
        else:
            at += 1


def _find_shortened(sentence: str, at: int, names: NameIndex) -> Mention | None:
    """Find a name from which characters are left out: 人行福州中支 for 中国人民银行福州中心支行."""
    run = _RUN.match(sentence, at)
    for end in range(min(run.end(), at + _PLACE), at + 3, -1) if run else ():
        bodies = names.find_shortened(sentence[at:end])
        if len(bodies) == 1:
            return _mention(sentence, at, end, {bodies[0].iri: bodies[0]})
    return None


def _find_absent(sentence: str) -> Iterator[Mention]:
    """Find names of state organs. A name that no body of the graph has is reported, not ignored."""
    for run in _RUN.finditer(sentence):
        at = run.start()
        while at < run.end():
            ends = range(min(run.end(), at + _PLACE), at + 2, -1)
            found = (end for end in ends if sentence[end - 1] in _LAST and _is_organ(sentence[at:end]))
            end = next(found, 0)
            if end:
                yield _mention(sentence, at, end, {})
            at = end or at + 1


def _is_organ(name: str) -> bool:
    parts = parse_name(name)
    return bool(parts.functions) and parts.head


def _read_before(sentence: str, at: int, bodies: dict[str, KnownBody]) -> tuple[int, dict[str, KnownBody]]:
    """Take the place and the level before a name into account: where the whole begins, and the bodies that fit."""
    start = at
    while ahead := sentence[:start].rstrip("的各 "):
        if (place := _place_at_end(ahead)) is not None:
            written, label = place
            return len(ahead) - len(written), {iri: body for iri, body in bodies.items() if body.lies_in(label)}
        word = next((word for word in _LEVELS if ahead.endswith(word)), "")
        fitting = {iri: body for iri, body in bodies.items() if word and body.level == _LEVELS[word]}
        if not fitting:
            break
        start, bodies = len(ahead) - len(word), fitting
    return start, bodies


def _place_at_end(text: str) -> tuple[str, str] | None:
    """Find the place whose name ends a text; return it as written, and its label."""
    tail = text[-_PLACE:]
    return next(
        ((written, place.name) for at, written, place in find_places(tail) if at + len(written) == len(tail)), None
    )


# ---- English ----


def _find_english(sentence: str, names: NameIndex) -> Iterator[Mention]:
    small = sentence.casefold()
    if len(small) != len(sentence):
        return
    taken = 0
    for word in _WORD.finditer(small):
        if word.start() < taken:
            continue
        for end in _ends_of_phrases(small, word.start()):
            if bodies := names.english.get(normalise_english(small[word.start() : end])):
                yield _mention(sentence, word.start(), end, bodies)
                taken = end
                break
    present = {slug for body in names.bodies.values() for slug in body.functions}
    for start, end, slug in _find_functions(small, present):
        bodies = {body.iri: body for body in names.bodies.values() if slug in body.functions}
        yield _mention(sentence, *_read_around(small, start, end, bodies))
    for match in _LETTERS.finditer(sentence):
        if (full := stands_for(match[0])) != match[0]:
            yield _mention(sentence, *match.span(), names.whole.get(key_of(full), {}))


def _ends_of_phrases(text: str, start: int) -> list[int]:
    """Yield the ends of phrases of one to twelve words that begin at a place, the longest first."""
    return [word.end() for word, _ in zip(_WORD.finditer(text, start), range(12), strict=False)][::-1]


@cache
def _labels() -> Mapping[str, str]:
    return {normalise_english(each.label_en): slug for slug, each in functions().items() if each.label_en}


def _find_functions(small: str, present: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the functions beside a word for an organ: finance department, department of finance.

    A single word stands for the only function of the graph whose label has it: housing bureau.
    """
    for organ in _ORGAN.finditer(small):
        if behind := _OF.match(small, organ.end()):
            words = behind[1].split(" ")
            for n in range(min(_LONGEST, len(words)), 0, -1):
                phrase = " ".join(words[:n])
                if slug := _labels().get(normalise_english(phrase)):
                    yield organ.start(), behind.start(1) + len(phrase), slug
                    break
        words = small[: organ.start()].split()
        for n in range(min(_LONGEST, len(words)), 0, -1):
            phrase = " ".join(words[-n:])
            start = small.rfind(phrase, 0, organ.start())
            slug = _labels().get(normalise_english(phrase)) or (_find_only(phrase, present) if n == 1 else None)
            if slug and start >= 0:
                yield start, organ.end(), slug
                break


def _find_only(word: str, present: Collection[str]) -> str | None:
    found = [slug for label, slug in _labels().items() if slug in present and word in label.split()]
    return found[0] if len(found) == 1 and word not in _LEVELS_EN else None


def _read_around(
    small: str, start: int, end: int, bodies: dict[str, KnownBody]
) -> tuple[int, int, dict[str, KnownBody]]:
    """Take the words for place and level before and behind an English name into account."""
    if re.search(r"\bministr(?:y|ies)\b", small[start:end]):
        # Provinces and cities have departments, commissions and bureaus.
        bodies = {iri: body for iri, body in bodies.items() if body.level == "national"}
    if not small[start:end].endswith(("s", "ies")) and any(not body.is_group for body in bodies.values()):
        # One department is no class of departments.
        bodies = {iri: body for iri, body in bodies.items() if not body.is_group}
    while words := small[:start].split():
        fitting = _restrict(bodies, words[-1].removesuffix("'s"))
        if fitting is None:
            break
        start, bodies = small.rindex(words[-1], 0, start), fitting
    if behind := _IN_PLACE.match(small, end):
        fitting = _restrict(bodies, behind[1])
        if fitting is not None:
            end, bodies = behind.end(), fitting
    return start, end, bodies


def _restrict(bodies: Mapping[str, KnownBody], word: str) -> dict[str, KnownBody] | None:
    """Select the bodies at the level or in the place that a word names; ``None`` if it names neither."""
    if level := _LEVELS_EN.get(word):
        return {iri: body for iri, body in bodies.items() if body.level == level}
    fitting = {iri: body for iri, body in bodies.items() if _has_word(body.places, word)}
    return fitting if fitting or word in provinces_in_english() else None


@cache
def provinces_in_english() -> frozenset[str]:
    """Collect the first words of the English names of provinces.

    Returns:
        The words in small letters.

    Example:
        >>> {"guangdong", "inner"} <= provinces_in_english()
        True
    """
    found = {place.label_en.casefold().split()[0] for place in places().values() if place.level == "provincial"}
    return frozenset(found)


def _has_word(labels: Iterable[str], word: str) -> bool:
    return any(word in label.lower().split() for label in labels)
