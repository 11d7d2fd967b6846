"""What a store's answer means: whether another try makes sense, and one line that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PublishError

if TYPE_CHECKING:
    import httpx

__all__ = ["PassingError", "check", "reason", "refuse_moved"]

#: Answers after which the same request may well succeed.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class PassingError(PublishError):
    """A fault after which another try makes sense; ``wait`` is what the server asks for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def check(response: httpx.Response, url: str) -> None:
    """See that an answer is a success.

    Raises:
        PassingError: it is not, and the same request may well succeed later.
        PublishError: it is not, and will not be.
    """
    if response.is_success:
        return
    message = f"{url}: {_refusal(response)}"
    if response.status_code in _PASSING:
        raise PassingError(message, _seconds(response.headers.get("Retry-After")))
    raise PublishError(message)


def refuse_moved(response: httpx.Response) -> None:
    """Refuse a redirect that would make a GET of a request: it would succeed, and nothing would be written.

    Raises:
        PublishError: with the new address.
    """
    if response.status_code in (301, 302, 303) and response.request.method not in ("GET", "HEAD"):
        place = response.headers.get("Location", "an address that it does not say")
        raise PublishError(f"{response.request.url}: has moved to {place} ({response.status_code}); publish to there")


def _seconds(text: str | None) -> float | None:
    """``Retry-After`` as seconds; its other form, a date, is not worth a clock."""
    return float(text) if text and text.isascii() and text.isdigit() else None


def reason(error: Exception) -> str:
    """An exception as one line."""
    return " ".join(str(error).split()) or type(error).__name__


_MEANINGS = {
    401: "asks for credentials; set POLICYGRAPH_USER and POLICYGRAPH_PASSWORD, POLICYGRAPH_TOKEN, or netrc (401)",
    403: "does not let these credentials write (403)",
    404: "there is no such database (404)",
    405: "does not take this here: is it the address of the database? (405)",
    413: "finds what is sent too large (413)",
    507: "has no room left (507)",
}


def _refusal(response: httpx.Response) -> str:
    if response.status_code == 401 and "Authorization" in response.request.headers:
        return "does not know these credentials; they come from POLICYGRAPH_USER, POLICYGRAPH_TOKEN or netrc (401)"
    if response.status_code in _MEANINGS:
        return _MEANINGS[response.status_code]
    said = " ".join(response.text.split())
    said = "" if said.startswith("<") else said[:200]
    return f"answers with status {response.status_code}" + (f": {said}" if said else "")
