"""Tell how a sentence asks: what only leads up to the question, and what is no question but an order.

The words stand in ``ontology/asking.yaml``, ``orders``.
"""

from __future__ import annotations

import re
from functools import cache

from .vocabulary import read_asking

__all__ = ["SLOT", "cut_request", "orders_change"]

#: The place of a value in a wording: ``{body}``; in a sentence the value itself has been replaced by it.
SLOT = re.compile(r"\{(\w+)\}")
#: A request in English and what leads up to it: “Before we go on, would you mind letting me know …”
_REQUEST = re.compile(
    r"^.*?\b(?:(?:could|would|can|may|might) (?:you|i|we)|(?:i|we)(?: would|'d)? (?:like|want|need|wish) to)"
    r" (?:[a-z]+ ){0,3}?(?:tell|show|give|list|let|letting|ask|know|see|find out|trouble you for)\b"
    r"(?: (?:me|us|you|know))*"
)


def cut_request(sentence: str) -> str:
    """Cut off a request in English and what leads up to it.

    Args:
        sentence: A folded sentence in small letters, with slots for values.

    Returns:
        What is asked for, behind the values that stand before it.

    Example:
        >>> cut_request("i work with {body}, so could you please tell me what it leads")
        '{body} what it leads'
    """
    return _REQUEST.sub(lambda found: " ".join(slot[0] for slot in SLOT.finditer(found[0])), sentence)


def orders_change(sentence: str) -> bool:
    """Tell whether a sentence orders a change of the data or other work: 把…标成已完成, “mark the task as done”.

    Args:
        sentence: A folded sentence in small letters.

    Returns:
        Whether it does.

    Example:
        >>> [orders_change(text) for text in ("请把第二项任务标成已完成", "mark it as done", "把任务按单位列出来")]
        [True, True, False]
    """
    return bool(_orders().search(sentence))


@cache
def _orders() -> re.Pattern[str]:
    orders = read_asking()["orders"]
    chinese, english = ("|".join(map(re.escape, orders[lang])) for lang in ("zh", "en"))
    return re.compile(rf"把[^,。?]{{1,30}}(?:{chinese})|^(?:please |kindly )?(?:{english})\b")
