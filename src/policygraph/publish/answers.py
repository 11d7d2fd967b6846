"""What a store's answer means: whether another try makes sense, and one line that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import PublishError
from ..texts import Names, filled

if TYPE_CHECKING:
    import httpx

__all__ = ["PassingError", "check", "refuse_moved"]

#: Answers after which the same request may well succeed.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class PassingError(PublishError):
    """A fault after which another try makes sense; ``wait`` is what the server asks for, in seconds."""

    def __init__(self, key: str, /, wait: float | None = None, **values: Any) -> None:
        super().__init__(key, **values)
        self.wait = wait


def check(response: httpx.Response, url: str) -> None:
    """See that an answer is a success.

    Raises:
        PassingError: it is not, and the same request may well succeed later.
        PublishError: it is not, and will not be.
    """
    if response.is_success:
        return
    refusal = _refusal(response)
    if response.status_code in _PASSING:
        raise PassingError("about", _seconds(response.headers.get("Retry-After")), what=url, reason=refusal)
    raise PublishError("about", what=url, reason=refusal)


def refuse_moved(response: httpx.Response) -> None:
    """Refuse a redirect that would make a GET of a request: it would succeed, and nothing would be written.

    Raises:
        PublishError: with the new address.
    """
    if response.status_code in (301, 302, 303) and response.request.method not in ("GET", "HEAD"):
        place = response.headers.get("Location") or filled("place_unsaid")
        raise PublishError("moved_publish", url=response.request.url, place=place, status=str(response.status_code))


def _seconds(text: str | None) -> float | None:
    """``Retry-After`` as seconds; its other form, a date, is not worth a clock."""
    return float(text) if text and text.isascii() and text.isdigit() else None


_MEANINGS = {
    401: "status_credentials",
    403: "status_no_writing",
    404: "status_no_database",
    405: "status_not_here",
    413: "status_too_large",
    507: "status_no_room",
}


def _refusal(response: httpx.Response) -> Names:
    if response.status_code == 401 and "Authorization" in response.request.headers:
        return filled("status_unknown_user")
    if response.status_code in _MEANINGS:
        return filled(_MEANINGS[response.status_code])
    said = " ".join(response.text.split())
    meant = filled("status_other", status=str(response.status_code))
    return filled("about", what=meant, reason=said[:200]) if said and not said.startswith("<") else meant
