"""Tell how a sentence asks: its language, the words that introduce the question, and whether it is an order.

The words of orders are in ``ontology/asking.yaml``, ``orders``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from .vocabulary import read_asking

__all__ = ["SLOT", "language_of", "orders_change", "split_request"]

#: The place of a value in a wording: ``{body}``; in a sentence the value itself has been replaced by it.
SLOT = re.compile(r"\{(\w+)\}")
#: A request in English: “would you mind letting me know”.
_REQUEST = re.compile(
    r"\b(?:(?:could|would|can|may|might) (?:you|i|we)|(?:i|we)(?: would|'d)? (?:like|want|need|wish) to)"
    r" (?:[a-z]+ ){0,3}?(?:tell|show|give|list|let|letting|ask|know|see|find out|trouble you for)\b"
    r"(?: (?:me|us|you|know))*"
)

_CHINESE = re.compile("[㐀-鿿]")
_LETTER = re.compile("[A-Za-z]")


def language_of(words: str, otherwise: Literal["zh", "en"]) -> Literal["zh", "en"]:
    """Tell the language of a sentence.

    Args:
        words: The sentence.
        otherwise: The language of one without letters, and of an IRI.

    Returns:
        Chinese if it has a Chinese character, else English if it has a Latin letter.

    Example:
        >>> language_of("省财政厅牵头哪些任务", "en"), language_of("who leads", "zh"), language_of("", "zh")
        ('zh', 'en', 'zh')
    """
    if _CHINESE.search(words):
        return "zh"
    return "en" if _LETTER.search(words) and "://" not in words else otherwise


def split_request(sentence: str) -> tuple[str, str]:
    """Split a sentence at a request in English: “Before we go on, would you mind letting me know …”.

    Args:
        sentence: A folded sentence in small letters.

    Returns:
        The parts before and after the request; without a request, an empty text and the sentence.

    Example:
        >>> split_request("i work with {body}, so could you please tell me what it leads")
        ('i work with {body}, so ', ' what it leads')
        >>> split_request("who leads what")
        ('', 'who leads what')
    """
    found = _REQUEST.search(sentence)
    return (sentence[: found.start()], sentence[found.end() :]) if found else ("", sentence)


def orders_change(sentence: str) -> bool:
    """Tell whether a sentence orders a change of the data or other work: 把…标成已完成, “mark the task as done”.

    Args:
        sentence: A folded sentence in small letters.

    Returns:
        Whether it does.

    Example:
        >>> [orders_change(text) for text in ("请把第二项任务标成已完成", "could you mark it as done", "remind {body}")]
        [True, True, True]
        >>> [orders_change(text) for text in ("把标成完成的任务列出来", "mark-ups", "update on overdue tasks")]
        [False, False, False]
    """
    return bool(_orders().search(sentence))


@cache
def _orders() -> re.Pattern[str]:
    orders = read_asking()["orders"]
    chinese, english = ("|".join(map(re.escape, orders[lang])) for lang in ("zh", "en"))
    return re.compile(
        rf"(?:把|将)(?![关握来要])[^,。?]{{1,30}}(?:{chinese})(?!.*[的列找挑查看])"
        rf"|^(?:(?:can|could|would|will) you |i want you to |let's )?(?:please |kindly )?(?:{english})"
        r" (?:\{body\}|(?:the|an?|this|that|these|those|it|my|our|item|task|measure)\b)"
    )
