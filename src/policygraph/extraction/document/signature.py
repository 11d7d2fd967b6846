"""The signature of a notice: who signed it, and on which day."""

from __future__ import annotations

import re
from datetime import date

from ...registry import looks_like_body, stands_for
from ..dates.days import ENGLISH_DATE, date_of
from ..text.folding import squeeze

__all__ = ["signature"]

#: Behind a date these say that it is no signature's: 2022年4月18日起施行.
_RUNS_ON = frozenset("起至前,、-—")
_SIGNED_ON = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_SIGNER = re.compile(r"[^\n。;:,、()《》\d]{2,40}$")

_DAY = re.sub("P<[a-z0-9]+>", ":", ENGLISH_DATE.pattern)
#: General Office of the State Council, and below it January 8, 2026
_SIGNED_IN_ENGLISH = re.compile(
    rf"(?:\n|^) *(?:The +)?(?P<name>[A-Z][^\n.;:()\d]{{2,120}}?) *\n+ *(?P<day>{_DAY}) *(?=\n|$)"
)


def signature(folded: str) -> tuple[date | None, str]:
    """The date in the signature, and the name on the line above or just before it.

    A signature is a short line of a body's name with a date alone behind it; in text without line breaks, a body's
    name with the date directly after it, before the attached document begins.
    """
    for match in _SIGNED_ON.finditer(folded):
        above = folded[max(0, match.start() - 200) : match.start()].rstrip()
        signer = _SIGNER.search(above)
        before = above[signer.start() - 1] if signer and signer.start() else "\n"
        if signer is None or before not in "\n。" or folded[match.end() : match.end() + 1] in _RUNS_ON:
            continue
        name = squeeze(signer.group())
        if looks_like_body(name):
            return date_of(match.group()), name
    for match in _SIGNED_IN_ENGLISH.finditer(folded):
        if (chinese := stands_for(match["name"])) != match["name"]:
            return date_of(match["day"]), chinese
    return None, ""
