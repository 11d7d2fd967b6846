"""Duties stated in sentences: 由市商务局牵头，会同市财政局…；一是市发改委负责…；各镇人民政府对…负总责.

A sentence is read clause by clause. A clause states a duty if it begins with bodies, and nothing but bodies, and a verb
of duty follows: so no half sentence becomes a name. The body that interprets a notice has no duty, nor have bodies that
an appeal to everybody names (各部门要高度重视) or to which a law gives a power (…的，由公安机关责令改正).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ...registry import ends_like_name, lexicon
from ..names.parties import read_parties, refers
from ..names.party import Party
from ..names.sentence_names import TYPE, certain, half_sentence, is_office
from ..phrases.verbs import DUTIES, SENTENCE_ROLES, SENTENCE_VERB
from ..text.folding import squeeze
from ..text.markers import HAN_DIGIT, NUMBERED
from ..text.spans import trim
from .statements import Clause, Miss, Statement

__all__ = ["find_prose"]

#: Sentences; in a text that lost its line breaks, wide spaces part paragraphs.
_SENTENCE = re.compile(r"(?:[^。;!?\n ]+| (?! ))+")
#: Behind a verb 、 parts clauses as a comma does: 由市教育局主办、市财政局配合.
_CLAUSE = re.compile(
    r"(?:[^,:、]+|(?<!牵头)(?<!主办)(?<!负责)(?<!抓总)、|(?<=分工),|(?<=范围内),|(?<=各自职责),|(?<=按职责),|(?<=按照职责),)+"
)
#: What may stand before the bodies of a clause: 一是, 其中, 原则上.
_OPENER = re.compile(
    rf" *(?:{NUMBERED.pattern}|第(?:{HAN_DIGIT}|\d){{1,5}}条)? *"
    r"(?:第?[一二三四五六七八九十]是|首先|其次|其中|同时|此外|另外|具体|原则上)?"
    r"(?: *(?:请|(?:会议)?(?:要求|明确|决定)|责成|以(?=[^,。;]{2,60}为主)))?"
)
_HEADING_ENDS = re.compile(r"(?:职责|任务|工作|分工|措施|要求|机制) (?=[一-龥])")
#: Words that give a duty to those behind them, as 由 does: 责成县水利局, 会议要求县司法局.
_GIVES = ("责成", "要求", "明确", "决定")
#: Words that leave a list open and so end it.
_OPEN = re.compile("等(?:各|有关|相关|市直|省直|县直|区直|职能)*(?:部门|单位|方面|机构)?(?:和单位|及单位)?")
#: Behind a verb, what makes a sentence a report: 市财政局牵头召开了会议.
_PAST = re.compile(r"[一-龥]{0,6}(?<![为除])了(?![解结])")
_JOINS = re.compile(" *(?:共同)?会同")
#: The topic of a sentence, before the bodies that it addresses: 对督办的问题,各牵头单位要限期整改.
_TOPIC = re.compile("(?:对于?|针对|关于)[^,]*(?<!的)$")
#: Limits: places of a clause at which bodies may begin, verbs that are tried, and the length of the bodies.
_MOST_STARTS, _MOST_VERBS, _LONGEST = 3, 6, 300
_INTERPRETS = re.compile(r"(?:本[^,]{1,8}的)?(?:具体|政策|应用)*的?(?:解释|答复|修订)")
#: Words addressed to everybody: an appeal, not a duty.
_APPEAL = re.compile(
    r"(?:进一步|切实|充分|牢固|始终|坚持|不断|继续|积极|主动)*(?:高度重视|主动作为|勇于|担当|提高|统一思想|加强(?:组织)?领导|加强协|增强|树立|密切"
    r"|认真(?:贯彻|学习|落实|履行|组织)|各司其职|各负其责|履行|服从|支持|[把将][^,]{1,24}(?:摆|纳入|作为|列入|列为|放在|抓)|以|按(?![月季年时期周])|根据|结合|严格(?:按照?规定|落实|执行|遵守)|强化责任)"
)
#: Classes that mean no body in particular.
_ANYBODY = re.compile(
    r"(?:各|有关|相关|其他|各级|所有|本|该|上级|下级|同级|当地|责任|涉及|职能|成员)*"
    r"(?:单位|部门|方面|地区|地方|企业|机构|机关|行业)?(?:\(单位\))?"
)
#: The class of the bodies that lead, which does not mean everybody: 各牵头单位.
_LEADERS = re.compile("各牵头[一-龥]{0,4}(?:单位|部门)")


class _Said(NamedTuple):
    """Bodies and the verb behind them, and where the verb ends."""

    verb: str
    start: int
    end: int
    behind: int


#: What says that a duty is somebody's: 由城建组牵头.
_GIVEN = re.compile(r"由[^。;,由]{1,40}(?:牵头|负责)")


def find_prose(folded: str) -> Iterator[Statement | Miss]:
    """Find sentences that say who leads, is responsible or takes part; they count in items without other statements."""
    for sentence in _SENTENCE.finditer(folded):
        start, end = sentence.span()
        if SENTENCE_VERB.search(folded, start, end):
            found = _join_up(folded, _read_sentence(folded, start, end))
            yield from found
            if not found and (given := _GIVEN.search(folded, start, end)):
                yield Miss("prose", *given.span(), "no-body-in-sentence")


def _join_up(folded: str, statements: Iterable[Statement]) -> list[Statement]:
    """Join statements with nothing but a comma between them: 由市商务局牵头,市财政局配合."""
    joined: list[Statement] = []
    for statement in statements:
        if joined and not folded[joined[-1].end : statement.start].strip(" ,"):
            clauses = (*joined[-1].clauses, *statement.clauses)
            joined[-1] = joined[-1]._replace(end=statement.end, clauses=clauses)
        else:
            joined.append(statement)
    return joined


def _read_sentence(folded: str, start: int, end: int) -> Iterator[Statement]:
    """Read the statements of one sentence, one for each clause that states a duty."""
    led, first = False, True
    listed = -1
    for clause in _CLAUSE.finditer(folded, start, end):
        left, right = trim(folded, *clause.span())
        joined = _read_partners(folded, left, right) if led else None
        if joined is not None:
            yield Statement("prose", left, joined.end, (joined,))
            continue
        said = _find_said(folded, listed if listed >= 0 else left, right, led, first)
        first = first and bool(_TOPIC.match(folded, left, right))
        if said is None:
            # A list may run over a comma: 公安部、交通运输部,水利部参加.
            listed = (listed if listed >= 0 else left) if led and _read_bodies(folded, left, right) else -1
            continue
        listed = -1
        if _PAST.match(folded, said.behind, right):
            return
        if said.verb == "joins":
            partners = _read_partners(folded, said.end, right)
            if partners is None or not (_names_body(folded, partners) or _duty_behind(folded, partners.end, right)):
                continue
            lead = Clause("lead", "stated", said.start, said.end)
            verb = SENTENCE_VERB.match(folded, partners.end, right)
            if verb and _INTERPRETS.match(folded, verb.end(), right):
                continue
            # 会同有关部门 does not say who joins in.
            whom = () if _anybody(_read_bodies(folded, partners.start, partners.end)) else (partners,)
            yield Statement("prose", said.start, verb.end() if verb else partners.end, (lead, *whom))
        else:
            clause_ = Clause(SENTENCE_ROLES[said.verb], "stated", said.start, said.end)
            yield Statement("prose", said.start, said.behind, (clause_,))
        led = led or said.verb in DUTIES or said.verb == "joins"


def _find_said(folded: str, left: int, right: int, led: bool, first: bool) -> _Said | None:
    """Find the bodies that a clause begins with, or that stand behind 由, and their duty."""
    opener = _OPENER.match(folded, left, right)
    starts = [opener.end() if opener else left]
    by = folded.find("由", left, right)
    while by >= 0 and len(starts) < _MOST_STARTS:
        starts.append(by + 1)
        by = folded.find("由", by + 1, right)
    # A heading without a line break: 一、办公室职责 市河长办负责….
    starts += [gap.end() for gap in _HEADING_ENDS.finditer(folded, starts[0], right)][:1]
    for start in starts:
        given = folded[start - 1 : start] in ("由", "请", "以") or folded[start - 2 : start] in _GIVES
        for match in islice(SENTENCE_VERB.finditer(folded, start, min(right, start + _LONGEST)), _MOST_VERBS):
            verb = match.lastgroup or ""
            parties = _read_bodies(folded, start, match.start())
            if parties and _is_duty(folded, match, right, parties, given or led, first and start == starts[0]):
                left, end = trim(folded, start, match.start())
                return _Said(verb, left, _skip_short_name(folded, left, end), match.end())
    return None


def _read_bodies(folded: str, start: int, end: int) -> tuple[Party, ...]:
    """Read the bodies of a passage; empty if it contains anything else."""
    start, end = trim(folded, start, end)
    end = _skip_short_name(folded, start, end)
    words = folded[start:end]
    if not 1 < end - start <= _LONGEST or words.count("(") != words.count(")"):
        return ()
    parties = read_parties(folded, start, end)[0]
    if parties.unread or any(half_sentence(party.name) for party in parties.parties):
        return ()
    return parties.parties


def _skip_short_name(folded: str, start: int, end: int) -> int:
    """Return where bodies end before a bracket with their short name: 各镇人民政府(以下简称各镇)."""
    short = folded.rfind("(以下", start, end) if folded[end - 1 : end] == ")" else -1
    return short if short > start else end


def _is_duty(
    folded: str, match: re.Match[str], right: int, parties: tuple[Party, ...], given: bool, first: bool
) -> bool:
    """Tell whether a verb gives the bodies before it a duty; ``given``: 由 or an earlier clause announces duties."""
    verb = match.lastgroup
    if _anybody(parties) and not (given and verb == "helps"):
        return False
    if _INTERPRETS.match(folded, match.end(), right):
        return False
    if verb in ("does", "provides") and not given:
        return False
    sure = _sure(parties[0])
    office = verb in ("leads", "answers", "helps") or (given and verb in ("acts", "mainly"))
    if office and parties[0].kind == "named" and is_office(parties[0].name):
        return True
    if verb == "acts":
        # Bodies behind 由, or in a sentence that gives duties or begins with the name.
        appeal = not match.group().startswith("按") and _APPEAL.match(folded, match.start(), right)
        return (given or first) and sure and not appeal
    if verb == "told":
        # Only bodies at the start of a sentence, by name or function; for others it is an appeal.
        one = parties[0]
        duty = (
            sure and match.group().startswith("应") and "关" not in one.name
        )  # 应当 in an article is a duty; 要 for other classes is an appeal.
        known = (
            sure
            if one.kind == "named"
            else duty or one.functions or _LEADERS.fullmatch(folded, one.start, match.start())
        )
        return first and bool(known) and not _APPEAL.match(folded, match.end(), right)
    return sure or (given and not TYPE.search(parties[0].name))


def _anybody(parties: tuple[Party, ...]) -> bool:
    """Tell whether these mean no body in particular: 有关部门."""
    return all(_ANYBODY.fullmatch(party.name) for party in parties)


def _sure(party: Party) -> bool:
    """Tell whether this is certainly a body, or a class of bodies of a level or a function."""
    if refers(party.name):
        return True
    if party.kind == "class":
        return party.level not in (None, "other") or bool(party.functions)
    return certain(party.name)


def _read_partners(folded: str, left: int, right: int) -> Clause | None:
    """Read the bodies that join in, without the words behind the last name: 会同市财政局、市审计局|制定方案."""
    match = _JOINS.match(folded, left, right)
    if match is None:
        return None
    start, stop = trim(folded, match.end(), min(right, match.end() + _LONGEST))
    for end in _find_ends(folded, start, stop):
        if _read_bodies(folded, start, end):
            return Clause("support", "stated", start, end)
    return None


def _find_ends(folded: str, start: int, stop: int) -> Iterator[int]:
    """Yield the places where a list within a sentence may end, the most likely first."""
    if opened := _OPEN.search(folded, start, stop):
        yield opened.end()
        return
    verbs = islice(SENTENCE_VERB.finditer(folded, start, stop), _MOST_VERBS)
    yield from (verb.start() for verb in verbs if verb.start() > start)
    last = max(folded.rfind(mark, start, stop) for mark in "、和与") + 1 or start
    words = lexicon().verbs["like_endings"]
    for end in range(min(stop, last + 40), last + 1, -1):
        if folded[end - 1 : end + 1] not in words and ends_like_name(squeeze(folded[last:end])):
            yield end
    if last - 1 > start:
        yield last - 1


def _names_body(folded: str, clause: Clause) -> bool:
    """Tell whether a clause begins with a body's name; 会同相关部门 does not say who does what."""
    parties = _read_bodies(folded, clause.start, clause.end)
    name = parties[0].name if parties and parties[0].kind == "named" else ""
    return certain(name) or is_office(name)


def _duty_behind(folded: str, start: int, right: int) -> bool:
    match = SENTENCE_VERB.match(folded, start, right)
    return match is not None and match.lastgroup in DUTIES
