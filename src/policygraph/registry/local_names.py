"""Find the Chinese names of local bodies for English ones: Fujian Provincial Department of Finance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from .vocabulary import Tier, functions, places

Key = TypeVar("Key", bound=Hashable)

__all__ = ["find_english_functions", "find_local_name", "normalise_english"]

#: One spelling for British and American English.
_SPELLINGS = (
    ("iz", "is"), ("defense", "defence"), ("center", "centre"), ("labor", "labour"), ("ageing", "aging"), ("’", "'")
)  # fmt: skip
#: Finance Bureau is the Bureau of Finance, and the Administration for Market Regulation that of Market Regulation.
_TURNED = re.compile(r"(?P<what>.+) (?P<organ>administration|bureau|commission|department|office)$")
_ORGAN = re.compile(r"^(?:administration|bureau|commission|department) of ")
_FOR = re.compile(r"^(administration|bureau|commission|department|office) for ")


class _Word(NamedTuple):
    """A word for a level in English: the character in Chinese, the tier whose names the bodies bear, its places."""

    zh: str
    tier: Tier
    level: str


_WORDS = {
    "provincial": _Word("省", "provincial", "provincial"),
    "province": _Word("省", "provincial", "provincial"),
    "autonomous region": _Word("自治区", "provincial", "provincial"),
    "municipal": _Word("市", "municipal", "municipal"),
    "city": _Word("市", "municipal", "municipal"),
    "municipality": _Word("市", "municipal", "municipal"),
    "county": _Word("县", "local", "county"),
    "district": _Word("区", "local", "county"),
}
_WORD = f"(?P<word>{'|'.join(_WORDS)})"
_BEFORE = re.compile(rf"(?:(?P<place>.+?) )?{_WORD} (?P<organ>.+)")
_BEHIND = re.compile(rf"(?P<organ>.+) of (?P<place>.+?) {_WORD}")


@cache
def find_english_functions(words: str) -> tuple[str, ...]:
    """Find the function of government that English words name.

    Args:
        words: The words beside “departments of”, in any case.

    Returns:
        A tuple with the slug of the function; empty if the words name no function.

    Example:
        >>> find_english_functions("finance"), find_english_functions("public opinion")
        (('finance',), ())
    """
    slug = _labels().get(normalise_english(words))
    return (slug,) if slug else ()


def find_local_name(name: str) -> str:
    """Find the Chinese name of a province's, a city's or a county's body.

    Args:
        name: Its name in English, in any case.

    Returns:
        The Chinese name, with its place if the text has one; empty if the vocabulary does not know it.

    Example:
        >>> find_local_name("Fujian Provincial Department of Finance"), find_local_name("Municipal Bureau of Education")
        ('福建省财政厅', '市教育局')
    """
    small = normalise_english(name)
    found = _BEFORE.fullmatch(small) or _BEHIND.fullmatch(small)
    if not found:
        return ""
    word = _WORDS[found["word"]]
    place = _places().get((found["place"], word.level)) or _places().get((found["place"], "provincial"))
    if found["place"] and not place:
        return ""
    like_city = place is not None and place.endswith("市") and word.level == "provincial"
    organ = _turn(found["organ"])
    if organ == "people's government":
        return f"{place or word.zh}人民政府"
    organs = _organs("local" if like_city else word.tier)
    # Translations of an organ differ: its subject shows which one is meant.
    chinese = organs.get(organ) or organs.get(_ORGAN.sub("", organ))
    return f"{place or word.zh}{chinese}" if chinese else ""


def normalise_english(name: str) -> str:
    """Return an English name in small letters and one spelling, without an article.

    Args:
        name: Any text.

    Returns:
        The name as it is compared.

    Example:
        >>> normalise_english("The  Organization Department")
        'organisation department'
    """
    name = " ".join(name.casefold().split()).removeprefix("the ")
    for other, ours in _SPELLINGS:
        name = name.replace(other, ours)
    return name


def _turn(organ: str) -> str:
    """Return the organ's name in one order of words: bureau of finance."""
    turned = _TURNED.fullmatch(organ)
    return f"{turned['organ']} of {turned['what']}" if turned else _FOR.sub(r"\1 of ", organ)


@cache
def _labels() -> Mapping[str, str]:
    """Return slugs by the English labels of functions; those in force take precedence over those that have ended."""
    return {
        normalise_english(function.label_en): slug
        for slug, function in sorted(functions().items(), key=lambda pair: pair[1].valid_until is None)
    }


@cache
def _organs(tier: Tier) -> Mapping[str, str]:
    """Return the Chinese names of a tier's bodies by their English ones, those of today first."""
    found: dict[str, str] = {}
    for today in (False, True):
        pairs = [
            (_turn(normalise_english(english)), chinese)
            for function in functions().values()
            if today == (function.valid_until is None)
            and (chinese := function.names.get((tier, "zh")))
            and (english := function.names.get((tier, "en")))
            and "…" not in chinese
        ]
        found |= _unambiguous([(_ORGAN.sub("", english), chinese) for english, chinese in pairs])
        found |= _unambiguous(pairs)
    return found


def _unambiguous(pairs: Sequence[tuple[Key, str]]) -> dict[Key, str]:
    """Return what each key stands for; a key that stands for two things is left out."""
    count = Counter(key for key, _ in pairs)
    return {key: value for key, value in pairs if count[key] == 1}


@cache
def _places() -> Mapping[tuple[str, str], str]:
    """Return the Chinese names of places by English name and level, without those that two places share."""
    pairs = [
        ((normalise_english(entry.label_en), entry.level), entry.name) for entry in places().values() if entry.label_en
    ]
    return _unambiguous(pairs)
