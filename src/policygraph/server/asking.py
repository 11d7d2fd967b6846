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
from ..web.refusals import RefusedError
from .catalogue import read_language, read_own_fields
from .graph_cache import GraphCache
from .limits import Limits
from .middleware import get_root
from .pool import refuse_busy
from .turn import Turn

__all__ = ["FIRST", "LAST", "LONGEST", "Asking"]

#: A sentence has at most this many characters.
LONGEST = 300
_FIELDS = ("q", "lang", "date")
#: The first and last day on which a sentence can be asked; periods before and after them must be valid dates too.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Asking:
    """Answers requests that ask a sentence. Sentences are matched one at a time in a thread."""

    def __init__(self, names: GraphCache[NameIndex], turn: Turn, limits: Limits) -> None:
        """Create the handler.

        Args:
            names: The names of the graph that is served.
            turn: Matches sentences one at a time.
            limits: How long a sentence may wait.
        """
        self._names, self._turn, self._limits = names, turn, limits

    async def respond(self, request: Request) -> Response:
        """Find the question that a sentence asks. No question is guessed if none is near enough.

        Args:
            request: The fields are ``q``, the sentence; ``lang``, the language of names; ``date``, the day of the
                sentence.

        Returns:
            The question with its parameters and the address of its answer, the next candidates, and the names in the
            sentence that the graph lacks.

        Raises:
            RefusedError: 400 if a field is invalid, 503 if too many requests wait.
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
        names, (reading, matches) = await self._match(sentence, day)
        found = [_describe(each, reading, names, lang, get_root(request)) for each in matches]
        absent = reading.absent
        hint = None if found else text("asked_absent", lang, names=absent) if absent else text("asked_none", lang)
        first = found[0] if found else {"question": None, "parameters": {}, "link": None}
        about = {"asked": sentence, "lang": lang, "date": str(day)}
        return JSONResponse({**about, **first, "candidates": found[1:], "absent": absent, "hint": hint})

    async def _match(self, sentence: str, day: date) -> tuple[NameIndex, tuple[Reading, Sequence[Match]]]:
        until = asyncio.get_running_loop().time() + self._limits.timeout
        names = await self._names.get()
        try:
            async with asyncio.timeout_at(until):
                return names, await self._turn.run(match, sentence, names, day)
        except TimeoutError:
            raise refuse_busy() from None


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
