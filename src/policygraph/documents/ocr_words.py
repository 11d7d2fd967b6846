"""Choose among the alternatives of recognised characters by the words that they form with their neighbours.

``衣村`` and ``农村`` look alike on a poor scan, and the program gives both a share. A pair of characters counts as
known if it is in the vocabularies of this package, or elsewhere in the document with certainty. Only alternatives of
the program itself are chosen, and a chosen character keeps its own low confidence: its line is doubtful and is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import log

from ..resources import ontology_dir
from .ocr_engine import SURE, LineText

__all__ = ["choose_words"]

# The weight of a known pair against the logarithm of the shares, and the additional weight of its frequency.
_PAIR, _FREQUENT = 1.5, 0.25
_WORDS = re.compile("[\u3400-\u9fff]{2,}")
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")


def choose_words(lines: Sequence[LineText]) -> list[LineText]:
    """Choose the characters of a document.

    Args:
        lines: All its lines.

    Returns:
        The lines in their order.

    Example:
        >>> sure = LineText("农村公路", (0.1, 0.4, 0.6, 0.9), (0.99,) * 4, ((),) * 4)
        >>> poor = LineText("衣村", (0.3, 0.7), (0.7, 0.99), ((("农", 0.25),), ()))
        >>> choose_words([sure, poor])[1].text
        '农村'
    """
    own = Counter(
        a + b
        for line in lines
        for (a, p), (b, q) in pairwise(zip(line.text, line.confidences, strict=True))
        if p >= SURE and q >= SURE
    )
    return [_choose(line, own) for line in lines]


def _choose(line: LineText, own: Counter[str]) -> LineText:
    chars, shares = list(line.text), list(line.confidences)
    for i, others in enumerate(line.others):
        if not others or not _IDEOGRAPH.match(chars[i]):
            continue
        before, after = "".join(chars[i - 1 : i]), "".join(chars[i + 1 : i + 2])

        def weigh(candidate: tuple[str, float], before: str = before, after: str = after) -> float:
            char, share = candidate
            return log(max(share, 1e-6)) + _weigh(before + char, own) + _weigh(char + after, own)

        chars[i], shares[i] = max(((chars[i], shares[i]), *others), key=weigh)
    return replace(line, text="".join(chars), confidences=tuple(shares))


def _weigh(pair: str, own: Counter[str]) -> float:
    """Return the weight of a pair of characters."""
    count = own[pair] + vocabulary_pairs()[pair] if len(pair) == 2 else 0
    return _PAIR + _FREQUENT * log(count) if count else 0.0


@cache
def vocabulary_pairs() -> Counter[str]:
    """Count the pairs of characters in the Chinese words of the vocabularies.

    Returns:
        The number of occurrences of each pair.

    Example:
        >>> vocabulary_pairs()["财政"] > 9, vocabulary_pairs()["财玫"]
        (True, 0)
    """
    pairs: Counter[str] = Counter()
    for path in sorted(ontology_dir().iterdir()):
        if path.suffix in (".ttl", ".yaml"):
            pairs.update(_list_pairs(_WORDS.findall(path.read_text(encoding="utf-8"))))
    return pairs


def _list_pairs(words: Iterable[str]) -> Iterable[str]:
    return (a + b for word in words for a, b in pairwise(word))
