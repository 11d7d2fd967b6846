"""The language in which commands answer: ``--lang``, else that of the locale, else Chinese."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import click

from ..texts import text

__all__ = ["Language", "asked_language", "language_option", "locale_language", "note"]

Language = Literal["zh", "en"]

#: The variables for the language of messages; the first that is set decides (POSIX, section 8.2).
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_option(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make the option ``--lang``.

    Args:
        what: What is written in the language, for the help.

    Returns:
        The decorator.
    """
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=locale_language,
        show_default="language of the locale, else zh",
        help=f"Language of {what}.",
    )


def note(key: str, lang: str, **values: Any) -> None:
    """Print a text to standard error.

    Args:
        key: The key of the text.
        lang: The language.
        **values: The values for the places of the text.
    """
    click.echo(text(key, lang, **values), err=True)


def locale_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Detect the language of the locale.

    Args:
        environment: The environment variables.

    Returns:
        ``en`` for English, ``zh`` for any other language.

    Example:
        >>> locale_language({"LANG": "en_GB.UTF-8"}), locale_language({"LANG": "zh_CN.UTF-8"}), locale_language({})
        ('en', 'zh', 'zh')
        >>> locale_language({"LC_ALL": "C", "LANG": "en_GB.UTF-8"})
        'zh'
    """
    name = next((value for variable in _VARIABLES if (value := environment.get(variable))), None) or _windows_language()
    return "en" if name.lower().replace("-", "_").split("_")[0].split(".")[0] == "en" else "zh"


def asked_language(args: Sequence[str]) -> Language:
    """Find the language for messages about a call, even if the call cannot be parsed.

    Args:
        args: The words of the call.

    Returns:
        The value of ``--lang``, else the language of the locale.

    Example:
        >>> asked_language(["build", "--lang", "en"]), asked_language(["build", "--lang=zh"])
        ('en', 'zh')
    """
    before = ""
    for word in args:
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else word if before == "--lang" else ""
        if asked in ("zh", "en"):
            return "zh" if asked == "zh" else "en"
        before = word
    return locale_language()


def _windows_language() -> str:
    """Return the language of the user interface of Windows, which sets no such variables; elsewhere nothing."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""
