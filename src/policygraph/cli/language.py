"""The language in which a command answers: ``--lang``, else the locale's, else Chinese."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import click

__all__ = ["Language", "asked_language", "language_option", "locale_language"]

Language = Literal["zh", "en"]
#: The variables that say the language of messages; the first that is set decides (POSIX, section 8.2).
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def locale_language(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of the locale: ``en`` for English, ``zh`` for Chinese and for any other.

    >>> locale_language({"LANG": "en_GB.UTF-8"}), locale_language({"LANG": "zh_CN.UTF-8"}), locale_language({})
    ('en', 'zh', 'zh')
    >>> locale_language({"LC_ALL": "C", "LANG": "en_GB.UTF-8"})
    'zh'
    """
    name = next((value for variable in _VARIABLES if (value := environment.get(variable))), None) or _system()
    return "en" if name.lower().replace("-", "_").split("_")[0].split(".")[0] == "en" else "zh"


def asked_language(args: Sequence[str]) -> Language:
    """The language in which a call that fails is answered, whatever else is wrong with it.

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


def _system() -> str:
    """The language of the user's Windows, which sets no such variables; elsewhere nothing."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


def language_option(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option ``--lang`` of a command; ``what`` says whose language it is, for the help."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=locale_language,
        show_default="the locale's, else zh",
        help=f"Language of {what}.",
    )
