"""Deadlines: the last day of the period that a text states.

``periods`` has the notations of periods. The words behind a period decide how it counts:

- 2025年6月底前, 2025年6月, 2025年6月至9月: the period ends a deadline, on its last day. 前 includes the period itself.
- 2025年10月1日起, 2025年3月启动: a beginning is no deadline.
- 2020年底前购买的车辆, 2026年部门预算: the time only says which things are meant. It is no deadline.
- 2025年春节前, 2025年年初, 每年6月底前: a time whose day the text does not state. The words remain, without a date.

Of several deadlines the last one counts: on that day the whole measure is to be done. 年内持续推进 is work that goes
on; it counts only if there is no other deadline. A period without a year has the year of the one before it
(2025年3月启动,10月完成) or else the notice's own. If neither makes the day certain, it is missing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from ..text.folding import squeeze
from .periods import Form, NoticeYear, find_periods

__all__ = ["due_day", "find_deadline"]

#: 2025.6-9, 2025年6月1日至30日, 2025.6.1-9.30: the end of a range that does not repeat what it shares with the start.
_RANGE = re.compile(r"[-~至到]+(?P<first>\d{1,2})(?:[./](?P<second>\d{1,2}))?[日号]?(?=$|[ ,;。、()底末前止完])")
_TAIL = re.compile(
    r"(?P<end>年?[底末])?(?P<bound>(?:之|以)?前(?![期景沿述后]|\d+个?月|[一二两三]个?季)|(?:以|之)?内(?![蒙部容涵外陆河])|为?止|结束)?"
)
#: Behind a year, a quarter or a month: a time within it whose day is not stated.
_WITHIN = re.compile(
    r"前[\d一二两三]|第[\d一二三四五十]{1,3}(?:周|星期|个?[月天]|个?工作日)"
    r"|年?初|年?中(?:期|(?=[ ,;。、)前完]|$))|[春夏秋冬汛暑寒]|元旦|五一|端午|中秋|国庆"
    r"|[^ ,;。、()\d]{1,3}季|[^ ,;。、()\d]{1,8}(?<![提目当])前(?![期景沿述列端瞻茅])"
)
_ABOUT = re.compile(r"前后|左右|上下")
_BEGINS = re.compile(
    r"[-~至到]+(?:今|长期|永久|$)|(?:之|以)?后(?![勤续])|以来|起(?!草)"
    r"|[^ ,;。、()]{0,6}?(?:开始|启动|开工|动工)(?![^,;。]*完成)"
)
_NOT_BEFORE = re.compile(r"[自从]$|不得?[早先]于$")
_TO = re.compile(r"(?:[-~至]|到(?![位账期岗达]))+")
_GOES_ON = re.compile(r"[ ,;、]?(?:持续|长期|常年|常态|不断|滚动)")
_RECURS = re.compile(r"[每逐历各](?:年|月|季度?|半年)?的?$")
#: In running text a period is a deadline only with one of these words; text without them is not examined further.
_HINT = re.compile(r"(?:[\d年月日号旬底末度期]|五[\"”'’]?)\s*(?:之前|以前|前|以内|之内|内)")
_SENTENCE = re.compile(r"[^。;]+")
#: 2019年底前已登记, 年内无不达标河库, 截至2019年底: a state of affairs, nothing to be done by then.
_STATES = re.compile(r"已|未|没有|不[得能]|无(?:不|案|新增|发生|重大|违|任何)")
_PAST = re.compile(r"截[至止]$")
#: 以2024年12月前数据为准
_MEASURED = re.compile(r"[^,;。]{0,20}?为(?:准|基[准数础]|依据|标准|界|限|口径|参考)")
#: The clause behind a deadline as far as its first 的.
_OF = re.compile(r"(?P<verb>[^,;。()]{0,40}?)(?<!目)的(?!确)")
#: 凡2024年底前完成改造的小区: the words behind it say which things are meant, whatever the verb.
_WHICH = re.compile(r"(?:凡是?|对于?|属于?|符合|[如若])$")
#: Verbs of a measure; the words behind one are its object, and 的 within them is no condition: 完成全市的排查.
_VERB = (
    r"(?:完成|建[成立设]|构建|搭建|打造|出台|[编研]制|制[定订作]|编写|起草|修[订改]|实[现施行]|形成|落实|启动|开展|组织"
    r"|推[动进广行]|达到|确保|保证|力争|争取|提[出交升高供]|报[送告批]|上报|汇总|梳理|摸[清排]|排查|[核检抽审]查|督查|整[改治]|清[理除零偿退]"
    r"|消除|解决|淘汰|关停|取缔|拆除|改造|更新|完善|健全|优化|增加|扩大|培[育养训]|引进|布局|公[布开示]|发布|印发|做好|抓好|兑现|拨付"
    r"|下达|发放|支付|化解|确定|明确|指导|配[备齐]|覆盖|纳入|召开|举办|设立|成立|压减|取消|下放|归集|治理|评[估选]|验收"
    r"|到位|竣工|完工|通车|投[产用运]|开[工通放]|交付|结束|见效|见成效|取得(?=明显|显著|积极|实质|阶段|突破|良好|初步))"
)
_DOES = re.compile(_VERB)
#: 将符合条件的人员纳入: 的 within the object of 将.
_DEALS = re.compile(
    r"(?<!即)将(?!到期|期满|届满|退休|毕业|竣工|投产|开工)|把(?![握关])|使(?!用)|(?<![应针核比相绝])对(?![外应口照接])"
)
#: Verbs that only say which things are meant: 建成并投入使用的, 完成工商登记的.
_STATE = r"登记|注册|备案|投入使用|使用|入库|运营|批准|审批|签订|购[买置]|发生|取得|参加|毕业"
_DONE = re.compile(rf"(?:(?:{_VERB}|{_STATE})[并且和及或、]?)+|(?:完成|通过|办理)[^并,、]{{0,6}}(?:{_STATE}|验收|改造)")
#: 完成改造的,给予补助; 完成改造的小区给予补助
_THEN = re.compile(r"$|[ ,;。、()]|[^,;。]{0,12}?(?:给予|予以|享受|免[征收缴]|适用|一律|不再)")
#: Behind a period that names a thing, and not the time to do it in: 2026年部门预算, 2025年版.
_NAMED = re.compile(
    r"(?P<of>[^,;。、()\d]{0,6}?)(?:版|规划|预算|决算|计划|目标|要点|方案|目录|名录|清单|标准|指标|任务|报告|数据|公告|年鉴|报表)"
)
#: Words before a period, or its position in the clause, that make it a time and not part of a name.
_TIMED = re.compile(
    r"(?:^|[ :]|力争|争取|确保|计划|预计|拟|原则上|最[迟晚]|不[迟晚]于|截[至止]|[于在到至自从]|[-~])(?:[于在到至])?$"
)
_CLAUSE = re.compile(r"[^,;。、()]*$")
_TITLE = re.compile(r"《[^《》]{0,200}》")
#: 6月底(2025年)
_YEAR_BEHIND = re.compile(r"^(\d{1,2}月[^(),;。\d]{0,6})\((20\d\d)年?\)")
_SPACE = re.compile(r"(?<=[^\sA-Za-z])\s+(?=[^\sA-Za-z])")
_DASHES = str.maketrans(dict.fromkeys("—–―－─−", "-"))


class _Period(NamedTuple):
    """A period of a text; ``day`` is its last day, or ``None`` if the text does not state it."""

    start: int
    end: int
    day: date | None
    begins: bool
    goes_on: bool


@lru_cache(maxsize=1 << 12)
def due_day(words: str, notice: NoticeYear | None = None) -> date | None:
    """Find the last day of a deadline's folded words, from a column or behind a label.

    >>> due_day("2025.6底前"), due_day("2025年3月启动,10月完成"), due_day("持续推进")
    (datetime.date(2025, 6, 30), datetime.date(2025, 10, 31), None)
    >>> due_day("9月底", NoticeYear(2023))
    datetime.date(2023, 9, 30)
    """
    closed = _YEAR_BEHIND.sub(r"\2年\1", _closed(words))
    last = _last(list(_periods(closed, (0, len(closed)), notice, prose=False)))
    return last.day if last else None


def find_deadline(text: str, notice: NoticeYear | None = None) -> tuple[date | None, slice] | None:
    """Find a deadline in folded running text, and its place: only periods with 前 or 内 count.

    >>> text = "于2022年 10月底前编制并公布"
    >>> day, place = find_deadline(text)
    >>> day, text[place]
    (datetime.date(2022, 10, 31), '2022年 10月底前')
    """
    if not _HINT.search(text):
        return None
    closed = _closed(text)
    found = [
        period
        for sentence in _SENTENCE.finditer(closed)
        if _HINT.search(sentence.group())
        for period in _periods(closed, sentence.span(), notice, prose=True)
    ]
    if not (last := _last(found)):
        return None
    # Find the same letters in the original text: closing up removed only spaces.
    letters = [index for index, char in enumerate(text) if not char.isspace()]
    start, end = (len(squeeze(closed[:at])) for at in (last.start, last.end))
    return last.day, slice(letters[start], letters[end - 1] + 1)


def _closed(text: str) -> str:
    """Remove the spaces and line breaks within 2025 年 6 月; two numbers stay apart."""
    return _SPACE.sub(_space, text).translate(_DASHES)


def _space(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return " " if before.isdigit() and after.isdigit() else ""


def _last(periods: list[_Period]) -> _Period | None:
    """Return the period that ends last; if some end is unknown, that period, since it may be the last."""
    ends = [period for period in periods if not period.begins]
    ends = [period for period in ends if not period.goes_on] or ends
    unknown = next((period for period in reversed(ends) if period.day is None), None)
    return unknown or max(ends, key=lambda period: period.day or date.min, default=None)


def _periods(text: str, span: tuple[int, int], notice: NoticeYear | None, *, prose: bool) -> Iterator[_Period]:
    """Yield the periods in a span of a closed-up text; in running text only those that end something.

    ``known`` is the last day of the period before, whose year the next one may leave out. If that period ``opens`` a
    range, the next one does not end before it.
    """
    left, right = span
    forms = _times(text, find_periods(text, left, right), right, prose=prose)
    known, opens, recurs = None, False, False
    for form, following in zip_longest(forms, forms[1:]):
        day, end, exact = form.last_day(notice, known), form.end, form.has_day
        if day and form.said.get("month") and (rest := _RANGE.match(text, end, right)):
            day, end, exact = _range_end(day, rest, dated=exact), rest.end(), True
        tail = _TAIL.match(text, end, right)
        assert tail is not None, "every part of the pattern may be missing"
        before, behind = text[max(left, form.start - 4) : form.start], text[tail.end() : _start(following, right)]
        bound = bool(tail["bound"])
        # 每年6月底前和12月底前: both times come back every year; so does 2024-2026年 before 每年6月底前.
        recurs = (
            form.recurs
            or (following is not None and following.recurs and not behind)
            or bool(_RECURS.search(before))
            or (recurs and before.endswith(("和", "、", "及", "与")))
        )
        if recurs or _ABOUT.match(behind) or (not (exact or tail.group()) and _WITHIN.match(behind)):
            day = None
        reaches = _TO.match(behind)
        if reaches and reaches.end() < len(behind):
            day = None  # 2025年6月至春节: a range whose end is not read
        if day and known and opens and day < known and not form.has_year:
            day = None  # 2024年12月至3月: of the next year, which the text does not state
        begins = not bound and bool(_BEGINS.match(behind) or _NOT_BEFORE.search(before))
        if bound and _tells_which(before, behind):
            continue
        if prose and (recurs or _STATES.match(behind) or _PAST.search(before)):
            continue
        if day and not prose and following and form.is_year and not (tail.group() or following.has_year):
            known, opens = day, False  # 2025年,6月底完成: the year of what follows
            continue
        if bound or begins or not prose:
            known, opens = day or known, begins or bool(reaches)
        if bound or not prose:
            yield _Period(form.start, tail.end(), day, begins, recurs or bool(_GOES_ON.match(behind)))


def _times(text: str, forms: list[Form], right: int, *, prose: bool) -> list[Form]:
    """Drop the forms in a title, and in a column those that name a thing: 2026-2030年规划."""
    titles = [match.span() for match in _TITLE.finditer(text)]
    inside = {at for start, end in titles for at in range(start, end)}
    kept: list[Form] = []
    ranged: list[Form] = []
    for form, following in zip_longest(forms, forms[1:]):
        ranged.append(form)
        if following and _TO.fullmatch(text, form.end, following.start):
            continue  # both ends of a range name the same thing
        if prose or not _names(text, ranged[0].start, form, right):
            kept.extend(form for form in ranged if form.start not in inside)
        ranged = []
    return kept


def _names(text: str, start: int, form: Form, right: int) -> bool:
    """Tell whether the period that begins at ``start`` only says which plan, budget or edition is meant."""
    behind = text[form.end : min(form.end + 24, right)]
    tail = _TAIL.match(behind)
    if not tail or tail.group() or not re.match(r"[^\W\d]", behind):
        return False
    clause = _CLAUSE.search(text[max(0, start - 40) : start])
    apart = bool(clause and not _TIMED.search(clause.group()))
    if (named := _NAMED.match(behind)) and not _DOES.search(named["of"]):
        return apart or form.is_year
    return apart and form.is_year and not (_DOES.match(behind) or _BEGINS.match(behind) or _WITHIN.match(behind))


def _tells_which(before: str, behind: str) -> bool:
    """Tell whether a time only says which things are meant: 2020年底前购买的车辆, 以2024年底前数据为准."""
    if before.endswith("以") and _MEASURED.match(behind):
        return True
    if not (of := _OF.match(behind)):
        return False
    if _WHICH.search(before):
        return True
    if _DEALS.search(of["verb"]):
        return False
    does = _DOES.search(of["verb"])
    return not does or bool(_DONE.fullmatch(of["verb"], does.start()) or _THEN.match(behind, of.end()))


def _start(form: Form | None, otherwise: int) -> int:
    return form.start if form else otherwise


def _range_end(start: date, rest: re.Match[str], *, dated: bool) -> date | None:
    """Return the end of a range that leaves out the parts it shares with its start."""
    first, second = int(rest["first"]), rest["second"]
    try:
        if second:
            end = date(start.year, first, int(second))
        elif dated:
            end = start.replace(day=first)
        else:
            end = date(start.year, first, calendar.monthrange(start.year, first)[1])
    except ValueError:
        return None
    return end if end >= start else None
