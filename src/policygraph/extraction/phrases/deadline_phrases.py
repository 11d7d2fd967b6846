"""The words of deadlines in statements: labels (完成时限：…) and remarks behind the last list (，2023年底前完成).

All patterns are written for folded text. Each begins with a look-ahead for one character, which makes the search
several times faster. Add the first character of a new word to it; ``tests/extraction/test_roles.py`` finds missing
ones.
"""

from __future__ import annotations

import re

from ...registry import any_of, lexicon
from .periods import spell_periods

__all__ = ["DEADLINE_LABEL", "DEADLINE_REMARK", "find_remark_ahead", "find_remark_behind"]

_FIRST_OF_LABEL = "(?=[计预要完办时工实期截节整落推建达治])"
_FIRST_OF_TIME = r"今当本每明来次翌历民\d年上下前第一二两三四五六七八九十元月长持常立即随全滚稳有逐按分适自即\"“'‘"
_FIRST_OF_REMARK = rf"(?=[ \n,;、。({_FIRST_OF_TIME}])"

#: Between the parts of a date there may be spaces, and in a narrow column the end of a line.
_S = r"[ \n]*"
_STATED, _PART = spell_periods(_S)
#: The words of a deadline, up to a mark or the next label.
#: A space in them is one in a date: behind 5月底前 the signature may stand.
_TIME_WORDS = r"(?:[^\n。;,) ]| (?=[\d年月日前底旬季半上中下初末内至~—-])(?![^\n。;,): ]{2,12} ?:)){2,40}"
#: How further words of a deadline begin.
_TIME = rf"20\d\d|{_STATED}"
#: The first words of a label, which say what is due: 整改时限, 完成时间.
_WORDS = lexicon().deadlines
_DUE, _PLANNED = "|".join(_WORDS["due"]), "|".join(_WORDS["planned"])
#: 时间: alone before a date is a label of a deadline, unless it is the time of an event: 时间:5月10日9:00, 地点:….
_ALONE = rf"(?<![一-龥])(?=时间 *: *(?:{_TIME}))(?!.{{0,60}}(?:地点|\d:\d\d))"
#: 完成时限：2023年12月底前; 完成时限：2025年3月启动，10月完成; 完成时限为2023年12月底前
DEADLINE_LABEL = re.compile(
    _FIRST_OF_LABEL + rf"(?:{_PLANNED})?(?:{_DUE}|办理|时间|工作)?(?:时限(?:要求)?"
    rf"|时间(?:节点|要求|安排|进度)|(?:(?<={_DUE}|计划|预计|要求)|{_ALONE})时间|(?<={_DUE})日期|(?<!有效|合同|保管|聘用|公示|贷款)期限|期程|截止(?:日期|时间)|节点)"
    rf"(?: *: *|(?<=(?:完成|办结|整改)时[限间])为 *(?=20\d\d|[今本]年|\d{{1,2}} *月))"
    rf"(?P<text>{_TIME_WORDS}(?:[,;] *(?={_TIME}){_TIME_WORDS}){{0,4}})"
)

_PERIOD = rf"(?:{_STATED}(?:{_S}年?[底末中])?(?:{_S}(?:之?前|以前|以?内))?)"
#: 2025年春节前: between the year and 前 stand words that have no date of their own.
_BEFORE = rf"20\d\d{_S}年(?!{_S}(?:{_PART}|[年底末中前内]))[^,;、。()\d]{{1,12}}?前"
#: Work that goes on, or that follows a plan stated elsewhere.
_LASTING = (
    rf"(?:(?:{any_of(_WORDS['lasting'])}"
    r"|按照?(?:国家|[省市]级?|规定|要求|工作|时序|序时|年度){0,3}(?:进度|计划|节点|时限|时序)(?:要求)?)"
    rf"{any_of(_WORDS['goes_on'])}|(?:长期|常年)(?:任务|工作|有效)|长期|全年)"
)
_END = rf"(?:{any_of(_WORDS['done'])}|出台[^,;、。()\n并]{{0,6}}|取得[^,;、。()\n]{{0,4}}成效)"
_DONE = rf"[^,;、。()\n\d年月底前内]{{0,6}}?{_END}(?:并?{_END})?"
#: 2024年6月—9月, 2024—2025年, 即日起至12月底
_RANGE = rf"自?(?:{_PERIOD}|20\d\d|即日){_S}(?:起{_S})?[-—–―－─−~至到]{{1,2}}{_S}{_PERIOD}"
# Atomic groups: each piece matches in one way only. Otherwise a run of remarks would match in as many ways as it has
# pieces.
_ONE_REMARK = (
    rf"(?=[{_FIRST_OF_TIME}])"
    rf"(?>(?>{_BEFORE}|{_RANGE}|{_PERIOD}|(?:年|月底)(?:之?前|以前|内))(?>{_DONE})?(?>并?{_LASTING})?"
    rf"|{_LASTING}|(?:立即|即时|随时)(?:推进|实施|落实|办理|执行))"
)
#: 市财政局负责，2023年底前完成; 6月底前出台政策，年内持续推进: remarks on time behind the last list of a statement.
DEADLINE_REMARK = re.compile(
    rf"{_FIRST_OF_REMARK}[ \n,;、。]*(?P<open>\()?(?P<text>{_ONE_REMARK}(?:[,;、]{_ONE_REMARK}){{0,8}})"
    r"(?(open) *\))[ \n。]*$"
)
#: 2023年底前完成，市财政局负责: the same before the first list.
_REMARK_AHEAD = re.compile(rf"{_FIRST_OF_REMARK}(?P<text>{_ONE_REMARK}(?:[,;、]{_ONE_REMARK}){{0,8}})[ \n]*[,;:。]")
#: The same for a search: it does not start within a run of separators, which would take quadratic time.
_REMARK_BEHIND = re.compile(rf"(?<![ \n,;、。]){DEADLINE_REMARK.pattern}")


def find_remark_ahead(folded: str, start: int, end: int) -> re.Match[str] | None:
    """Find the remark on time at the beginning of a passage, including the mark behind it."""
    return _REMARK_AHEAD.match(folded, start, end)


def find_remark_behind(folded: str, start: int, end: int) -> re.Match[str] | None:
    """Find the remark on time at the end of a passage; ``None`` if it is missing or if it is the whole passage."""
    if DEADLINE_REMARK.match(folded, start, end):
        return None
    return _REMARK_BEHIND.search(folded, start, end)
