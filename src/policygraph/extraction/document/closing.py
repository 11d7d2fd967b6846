"""The end of the body of a notice: its signature, or the words that close it.

Behind the body stand the list of attachments, the signature, the recipients of copies, and the footer of the page.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ...registry import any_of, lexicon, looks_like_body, stands_for
from ..phrases.periods import ENGLISH_DATE, find_date
from ..text.folding import squeeze
from ..text.markers import HAN_DIGIT
from ..text.numerals import CHINESE_DIGITS, DAY
from ..text.outline import OutlineItem
from ..text.spans import skip_back

__all__ = ["Signature", "find_closings", "find_signatures"]

#: Characters behind a date that is not the date of a signature: 2022年4月18日起施行.
_RUNS_ON = frozenset("起至前,、-—")
#: 2023年4月6日, 二〇二三年四月六日
_DAY = rf"(?:{DAY}|[○O{CHINESE_DIGITS}]{{4}}年{HAN_DIGIT}{{1,2}}月{HAN_DIGIT}{{1,3}}日)"
_SIGNED_ON = re.compile(_DAY)
_SIGNER = re.compile(r"(?P<name>[^\n。;:,、()《》\d]{2,40})(?:\((?:盖章|公章)\))?$")
#: General Office of the State Council, and below it January 8, 2026
_SIGNED_IN_ENGLISH = re.compile(
    rf"(?:\n|^) *(?:The +)?(?P<name>[A-Z][^\n.;:()\d]{{2,120}}?) *\n+ *(?P<day>{ENGLISH_DATE}) *(?=\n|$)"
)
#: What may stand behind the date of a signature; in a sentence the date has words behind it.
_SIGNED_OFF = re.compile(r" *(?:\n|\Z|\(|附件|抄送|此件)")
#: The longest line of several names above the date, and how many such lines there are at most.
_LONGEST_LINE, _MOST_LINES = 60, 12

_NUMBER = rf"(?:\d{{1,2}}|{HAN_DIGIT}{{1,3}})"
#: Where a line, a sentence or a bracket ends.
_BEHIND = r"(?<![^\n。;!?)])"
_LINE = r"(?<![^\n])"
_DOCUMENT = any_of((*lexicon().titles["notices"], *lexicon().titles["documents"], "文件"))
_ATTACHMENT = rf"附[件表图]?{_NUMBER}?"
#: Words that close a notice at any place.
_CLOSES = re.compile(
    rf"{_BEHIND} *(?:"
    r"特此(?:通知|通告|公告|公布|报告|函告|函复|批复|说明)(?=[。!\n ]|\Z)"
    r"|(?:抄送|抄报|分送) *:"
    r"|\(?[此本]件(?:[一-龥]{0,6}(?:公开|发布)|发至)"
    rf"|{_ATTACHMENT} *(?=\n|\Z))"
    rf"|{_LINE} *(?:{_ATTACHMENT} *:"
    rf"|附[件表图]{_NUMBER} +[^\n。;:,]{{2,60}}(?=\n|\Z)"
    rf"|[一-龥][一-龥 ]{{3,40}}{_DAY} *印[发制])"
)
#: Words that may stand in an item too; they close a notice if no item follows.
_MAY_CLOSE = re.compile(
    rf"{_BEHIND} *(?:"
    rf"(?:本[一-龥“”《》]{{0,12}}?|(?:以上|上述)(?=政策|措施|规定)){_DOCUMENT}(?:\([^()]{{1,6}}\))?"
    r"(?:(?:自|从)[^。;\n]{1,30}?起[^。;,\n]{0,6}?(?:施行|实施|执行|生效|试行)|由[^。;\n]{2,40}?解释|有效期)"
    rf"|{_ATTACHMENT} *:"
    r"|\(?联系(?:人|电话|方式|地址)[一-龥、]{0,10} *:"
    r"|(?:信息)?公开(?:选项|方式|属性|类别) *:"
    r"|相关(?:附件|文件|链接|解读|稿件|阅读|报道) *:"
    r"|(?:二维码开始)?扫一扫在手机打开|分享到 *:?|责任编辑 *:|[上下]一[篇条] *:|\(?(?:打印|关闭)(?:本页|窗口))"
)


class Signature(NamedTuple):
    """A signature: where its name starts and its date ends, with the day and the name."""

    start: int
    end: int
    day: date | None
    name: str


def find_signatures(folded: str) -> Iterator[Signature]:
    r"""Find the signatures of a text, those in Chinese first.

    A signature is a short line of a body's name with a date alone behind it; in text without line breaks, a body's
    name with the date directly after it, before the attached document begins.

    Args:
        folded: The folded text.

    Yields:
        The signatures; each has the name on the line above its date or just before it.

    Example:
        >>> [found.name for found in find_signatures("请认真执行。\n某市财政局\n2020年3月4日\n")]
        ['某市财政局']
    """
    for match in _SIGNED_ON.finditer(folded):
        at = max(0, match.start() - 200)
        above = folded[at : match.start()].rstrip()
        signer = _SIGNER.search(above)
        before = above[signer.start() - 1] if signer and signer.start() else "\n"
        if signer is None or before not in "\n。" or folded[match.end() : match.end() + 1] in _RUNS_ON:
            continue
        name = squeeze(signer["name"])
        if looks_like_body(name):
            yield Signature(at + signer.start(), match.end(), find_date(match.group()), name)
    for match in _SIGNED_IN_ENGLISH.finditer(folded):
        if (chinese := stands_for(match["name"])) != match["name"]:
            yield Signature(match.start("name"), match.end(), find_date(match["day"]), chinese)


def find_closings(folded: str, tree: OutlineItem) -> list[int]:
    r"""Find where bodies of notices end. Time is linear in the text.

    Args:
        folded: The folded text.
        tree: Its outline: words that may close a notice do not if an item follows.

    Returns:
        The places in ascending order; a text with attachments has several.

    Example:
        >>> from policygraph.extraction.text.outline import read_outline
        >>> text = "1.修路。市交通局负责。\n本通知自印发之日起施行。\n"
        >>> find_closings(text, read_outline(text))
        [13]
    """
    found = [match.start() for match in _CLOSES.finditer(folded)]
    found += [
        _find_first_signer(folded, signature.start)
        for signature in find_signatures(folded)
        if _SIGNED_OFF.match(folded, signature.end)
    ]
    found.sort()
    starts = [item.start for item in tree.walk()]
    ends = [*found, len(folded)]
    for match in _MAY_CLOSE.finditer(folded):
        end = ends[bisect.bisect_right(ends, match.start(), hi=len(ends) - 1)]
        if bisect.bisect_right(starts, match.start()) == bisect.bisect_left(starts, end):
            found.append(match.start())
    return sorted(found)


def _find_first_signer(folded: str, start: int) -> int:
    """Find where the first of several names above a date stands."""
    for _ in range(_MOST_LINES):
        end = skip_back(folded, start, " \n") + 1
        line = folded.rfind("\n", max(0, end - _LONGEST_LINE), end) + 1
        names = folded[line:end].split()
        if not line or not names or not all(looks_like_body(squeeze(name)) for name in names):
            break
        start = line
    return start
