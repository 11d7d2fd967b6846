"""Refusals: a request that is answered with a status of 400 or above and one sentence in both languages."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from ..texts import Bilingual, filled

__all__ = ["RefusedError", "write_refusal"]


class RefusedError(Exception):
    """A request is refused.

    Attributes:
        status: The status of the response.
        names: The sentence.
    """

    def __init__(self, status: int, key: str | Bilingual, **values: Any) -> None:
        """Make a refusal.

        Args:
            status: The status of the response.
            key: The key of a text, or a finished one.
            **values: The values for its places.
        """
        self.status = status
        self.names = filled(key, **values) if isinstance(key, str) else key
        super().__init__(self.names.en)


def write_refusal(status: int, names: Bilingual) -> Response:
    """Write a refusal as JSON.

    Args:
        status: The status.
        names: The sentence.

    Returns:
        The response: ``{"error": {"zh": …, "en": …}}``.
    """
    return JSONResponse({"error": {"zh": names.zh, "en": names.en}}, status)
