"""Sentences over HTTP: the question of the catalogue that a sentence asks, and the address that answers it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..ask.matching import Match, match
from ..ask.names import NameIndex
from ..ask.reading import Reading
from ..ask.requests import SLOT, language_of
from ..texts import text
from .catalogue import read_language, read_own_fields
from .kept import Kept
from .limits import Limits
from .messages import RefusedError
from .middleware import get_root
from .pool import refuse_busy

__all__ = ["FIRST", "LAST", "LONGEST", "Asking"]

#: Characters of a sentence.
LONGEST = 300
_FIELDS = ("q", "lang", "date")
#: The days on which a sentence can be asked; periods before and behind them are days, too.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Asking:
    """The address that takes sentences. Sentences are matched one at a time, beside the event loop."""

    def __init__(self, names: Kept[NameIndex], limits: Limits) -> None:
        """Match nothing yet.

        Args:
            names: The names of the graph that is served.
            limits: How long, and how many, sentences may wait.
        """
        self._names, self._limits = names, limits
        self._turn, self._waiting = asyncio.Semaphore(1), 0

    async def respond(self, request: Request) -> Response:
        """Find the question that a sentence asks; nothing is guessed if none is near enough.

        Args:
            request: Its field ``q`` is the sentence, ``lang`` the language of names, ``date`` the day on which it is
                asked.

        Returns:
            The question with its parameters and the address of the answer, the next candidates, what the graph lacks.

        Raises:
            RefusedError: 400 where a field is wrong, 503 where too many wait.
        """
        fields = request.query_params.multi_items()
        unknown = next((name for name, _ in fields if name not in _FIELDS), None)
        if unknown is not None:
            raise RefusedError(400, "asked_field", name=unknown, known=list(_FIELDS))
        given = read_own_fields(fields, _FIELDS)
        sentence = given.get("q", "").strip()
        if not sentence:
            raise RefusedError(400, "asked_nothing")
        if len(sentence) > LONGEST:
            raise RefusedError(400, "asked_too_long", n=LONGEST)
        lang = read_language(given.get("lang"), language_of(sentence, "en"))
        day = _read_day(given.get("date"))
        names = await self._names.get()
        reading, matches = await self._match(sentence, names, day)
        found = [_describe(each, reading, names, lang, get_root(request)) for each in matches]
        absent = reading.absent
        hint = None if found else text("asked_absent", lang, names=absent) if absent else text("asked_none", lang)
        first = found[0] if found else {"question": None, "parameters": {}, "link": None}
        about = {"asked": sentence, "lang": lang, "date": str(day)}
        return JSONResponse({**about, **first, "candidates": found[1:], "absent": absent, "hint": hint})

    async def _match(self, sentence: str, names: NameIndex, day: date) -> tuple[Reading, Sequence[Match]]:
        if self._waiting >= self._limits.max_waiting:
            raise refuse_busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.timeout), self._turn:
                return await asyncio.to_thread(match, sentence, names, day)
        except TimeoutError:
            raise refuse_busy() from None
        finally:
            self._waiting -= 1


def _describe(asked: Match, reading: Reading, names: NameIndex, lang: str, root: str) -> dict[str, Any]:
    """Describe a match as JSON has it."""
    answered = {**asked.parameters, "lang": asked.parameters.get("lang", [lang])}
    return {
        "question": {
            "name": asked.query.name,
            "summary": asked.query.summary[lang],
            "score": round(asked.score, 3),
            "wording": asked.wording,
            "shared": _name_shared(asked, reading),
        },
        "parameters": {
            name: [{"value": value, "label": names.label(value, lang)} for value in given]
            for name, given in asked.parameters.items()
        },
        "link": f"{root}/api/queries/{asked.query.name}?{urlencode(answered, doseq=True)}",
    }


def _name_shared(asked: Match, reading: Reading) -> list[str]:
    """Name the words that a sentence shares with a wording: for the place of bodies their names, no other places."""
    found: list[str] = []
    for word in asked.shared:
        if word == "{body}":
            found += [mention.text for mention in reading.bodies]
        elif not SLOT.fullmatch(word):
            found.append(word)
    return list(dict.fromkeys(found))


def _read_day(written: str | None) -> date:
    if written is None:
        return date.today()
    try:
        day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= LAST:
        raise RefusedError(400, "asked_date", first=FIRST, last=LAST)
    return day
