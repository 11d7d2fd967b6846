"""Write texts as scalars of YAML."""

from __future__ import annotations

import re

__all__ = ["write_scalar"]

#: Texts that need no quotes: no character of them, and none of their beginnings, means anything in YAML.
_PLAIN = re.compile(r"[A-Za-z一-龥（《“〈【〔][A-Za-z0-9一-龥（）《》“”〈〉【】〔〕：；，、。·—+./_-]*")
#: Words that YAML takes for a truth value or nothing.
_SPECIAL = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"})
#: Characters that YAML does not allow or takes for line breaks, and those of text between quotes that mean something.
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\xad\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def write_scalar(value: str) -> str:
    """Write a text as a scalar of YAML, between quotes if YAML would take it, or a part of it, for something else.

    Args:
        value: The text.

    Returns:
        The scalar. Halves of surrogate pairs become U+FFFD.

    Example:
        >>> print(write_scalar("省财政厅"), write_scalar("3."), write_scalar("no"))
        省财政厅 "3." "no"
    """
    if _PLAIN.fullmatch(value) and value.lower() not in _SPECIAL:
        # A comma of full width separates nothing, a colon of full width makes no key.
        return value
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _SHORT.get(char) or f"\\u{ord(char):04x}"
