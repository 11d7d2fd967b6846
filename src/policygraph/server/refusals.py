"""How a request is refused: one line that says why, in the language that the request asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..errors import PolicyGraphError
from .formats import weight

__all__ = ["RefusedError", "language_of", "refusal", "spoken"]


class RefusedError(Exception):
    """A request that gets a status of 400 and above, with one line that says why, in both languages."""

    def __init__(self, status: int, key: str, /, headers: Mapping[str, str] | None = None, **values: Any) -> None:
        """A refusal by its text; the values are those of a ``PolicyGraphError``."""
        self.status, self.headers = status, headers or {}
        self.names = PolicyGraphError(key, **values).names
        super().__init__(self.names.en)


def refusal(request: Request, error: RefusedError) -> Response:
    """A problem in the form of RFC 9457, in the language of the request."""
    lang = language_of(request)
    headers = {**error.headers, "Vary": "Accept, Accept-Language", "Content-Language": lang}
    content = {"title": error.names.of(lang), "status": error.status}
    return JSONResponse(content, error.status, headers, media_type="application/problem+json")


def language_of(request: Request) -> Literal["zh", "en"]:
    """The language of a request: what its field ``lang`` says, else its Accept-Language, else English."""
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    return spoken(",".join(request.headers.getlist("accept-language")))


def spoken(accept: str) -> Literal["zh", "en"]:
    """The one of the two languages that an Accept-Language header wants most; English where it wants both or neither.

    >>> spoken("zh-CN,zh;q=0.9,en;q=0.8"), spoken("de, en-GB;q=0.7, zh;q=0.3"), spoken("fr, *;q=0.5")
    ('zh', 'en', 'en')
    """
    weights = {"zh": -1.0, "en": -1.0, "*": 0.0}
    for part in accept.lower().split(","):
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        name = tag.partition("-")[0]
        if name in weights:
            weights[name] = max(weights[name], weight(parameters))
    # A language that is not named is as welcome as any other.
    zh, en = (weights["*"] if weights[name] < 0 else weights[name] for name in ("zh", "en"))
    return "zh" if zh > en else "en"
