"""Words of the pages in both languages: ``assets/texts.json``, filled with values, and dates of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from .assets import own
from .content import Names

__all__ = ["filled", "named", "texts"]


@cache
def texts() -> Mapping[str, Names]:
    """All texts by their key."""
    return {key: Names(*pair) for key, pair in json.loads(own("texts.json").text).items()}


def filled(key: str, **values: Any) -> Names:
    """A text with its values; of ``one|many`` the form that ``n`` asks for.

    >>> filled("n_measures", n=1).en, filled("n_measures", n=3).en
    ('1 measure', '3 measures')
    """
    made = []
    names = texts()[key]
    for text, at in ((names.zh, 0), (names.en, 1)):
        forms = text.split("|")
        text = forms[0] if values.get("n") == 1 else forms[-1]
        for name, value in values.items():
            if isinstance(value, Names):
                value = (value.zh, value.en)[at]
            text = text.replace("{" + name + "}", str(value))
        made.append(text)
    return Names(*made)


def named(prefix: str, token: str) -> Names:
    """The name of a level, role or kind, or the token itself where there is none.

    >>> named("role", "lead").zh, named("role", "guest").zh
    ('牵头', 'guest')
    """
    return texts().get(f"{prefix}_{token}", Names(token, token))
