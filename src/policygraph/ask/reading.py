"""Read a sentence: the bodies, days, numbers, places and fields that it names, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..extraction.text.folding import fold
from ..registry import find_places, functions
from ..registry.local_names import normalise_english
from .mentions import Mention, find_mentions, provinces_in_english
from .names import NameIndex
from .values import Period, Quantity, find_periods, find_quantity
from .words import ELSEWHERE, Word, read_words, split

__all__ = ["Reading", "read"]

_IRI = re.compile(r"https?://[^\s<>\"，。？（）一-鿿]+")
#: The language of the answer: “with English names”, “labels in English, please”, 名称用英文.
_LANGUAGE = re.compile(
    r"(?:\b(?:names?|labels?|titles?|answers?) )?\bin (english|chinese)\b(?! (?:medicine|law|and))(?:,? please)?"
    r"|(?:\bwith|[,.;:?]) (english|chinese) (?:names?|labels?|titles?)(?: of (?:the )?\w+)?(?:,? please)?"
    r"|(?:名称|名字|结果)?请?(?:用|要|写|显示)(英文|英语|中文)(?:名称?|显示|表示|列出)?|[,;](英文|中文)(?:名称?)",
    re.IGNORECASE,
)
_LANGUAGES = {"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh"}
_ENGLISH = re.compile(r"\b[a-z]{4,}(?:'s)?\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says.

    Attributes:
        words: Its words, with slots such as ``{body}``, ``{day}`` and ``{ahead}`` (``ontology/asked.yaml``) for what
            it names.
        bodies: The bodies that it names.
        periods: Its periods.
        quantity: Its least number, if any.
        iris: Its IRIs.
        language: The language in which it asks for names.
        unknown_places: Places that it names and that the graph does not have.
    """

    words: tuple[Word, ...]
    bodies: tuple[Mention, ...] = ()
    periods: tuple[Period, ...] = ()
    quantity: Quantity | None = None
    iris: tuple[str, ...] = ()
    language: str | None = None
    unknown_places: tuple[str, ...] = ()

    @property
    def absent(self) -> list[str]:
        """The places and bodies that the sentence names and the graph does not have."""
        return [*self.unknown_places, *(mention.text for mention in self.bodies if not mention.bodies)]


def read(sentence: str, names: NameIndex, today: date) -> Reading:
    """Read a sentence: its values and its words.

    Args:
        sentence: What a person asks.
        names: The names of the graph.
        today: The day on which it is asked.

    Returns:
        What it says.
    """
    text = fold(sentence).strip()
    iris = tuple(iri.rstrip("?!.,;:" if "(" in iri else "?!.,;:)") for iri in _IRI.findall(text))
    text = _IRI.sub(" {iri} ", text)
    text, language = _take_language(text)
    bodies = tuple(find_mentions(text, names))
    text = _replace(text, [(each.start, each.end, _slot_of(each)) for each in bodies])
    small = text.casefold()
    periods = tuple(find_periods(small, today))
    quantity = find_quantity(small)
    spans = [(each.start, each.end, "ahead" if each.ahead else "day") for each in periods]
    if quantity and not any(quantity.start < end and quantity.end > start for start, end, _ in spans):
        spans.append((quantity.start, quantity.end, "number"))
    else:
        quantity = None
    text = _replace(small, sorted(spans))
    text, unknown = _replace_places(text, names.places)
    text = _replace_functions(text)
    return Reading(tuple(split(text)), bodies, periods, quantity, iris, language, unknown)


def _take_language(text: str) -> tuple[str, str | None]:
    """Return a sentence without the words about the language of the answer, and that language."""
    found = _LANGUAGE.search(text)
    if not found:
        return text, None
    language = next(filter(None, found.groups()))
    return f"{text[: found.start()]} {text[found.end() :]}", _LANGUAGES[language.casefold()]


def _slot_of(mention: Mention) -> str:
    """教育部门 may be every education department, or the field."""
    return "sector" if mention.text.endswith("部门") and len(mention.bodies) > 1 else "body"


def _replace(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, slot in spans:
        parts += [text[at:start], f" {{{slot}}} "]
        at = end
    return "".join([*parts, text[at:]])


def _replace_places(text: str, known: set[str]) -> tuple[str, tuple[str, ...]]:
    unknown: list[str] = []
    spans: list[tuple[int, int, str]] = []
    for at, written, place in find_places(text):
        spans.append((at, at + len(written), "place"))
        if not any(place.name in name or name in place.name for name in known):
            unknown.append(written)
    ours = {word for label in known for word in [label.casefold(), *label.casefold().split()[:1]]}
    for match in _ENGLISH.finditer(text):
        word = match[0].removesuffix("'s")
        if word in ours or word in provinces_in_english():
            spans.append((*match.span(), "place"))
            if word not in ours:
                unknown.append(match[0])
    return _replace(text, sorted(spans)), tuple(unknown)


@cache
def _function_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    chinese, english = set(), set()
    for each in functions().values():
        # 统计 and 数据 are rather what is asked for than a field of government.
        chinese |= {
            stem for stem in each.stems if len(stem) > 1 and not read_words().known.get(stem, frozenset()) - {ELSEWHERE}
        }
        english.add(normalise_english(each.label_en))
    return (
        re.compile("|".join(sorted(map(re.escape, chinese), key=len, reverse=True))),
        re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, english), key=len, reverse=True)) + r")\b"),
    )


def _replace_functions(text: str) -> str:
    chinese, english = _function_words()
    return english.sub(" {function} ", chinese.sub(" {function} ", text))
