"""The verbs that give a role, behind a list of bodies, …牵头, …按职责分工负责, and in a sentence: …会同, …要.

To add a verb, add a row to ``_VERBS`` (behind a list) and to ``_SENTENCE_VERBS`` (in a sentence); a verb of those who
only help belongs in ``_HELPS``, which both tables use. Work without a role of its own (做好, 开展) is in
``ontology/lexicon.yaml``, ``verbs``. All patterns are written for folded text. Both patterns, ``VERB`` and ``LISTED``,
begin with a look-ahead for one character: add the first character of a new word to both.
``tests/extraction/test_roles.py`` finds what is missing.
"""

from __future__ import annotations

import re

from ...model import Role
from ...registry import any_of, lexicon

__all__ = [
    "DUTIES",
    "LISTED",
    "SENTENCE_ROLES",
    "SENTENCE_VERB",
    "TOLD",
    "VERB",
    "WORK",
    "find_shared_duty",
    "role_of_verb",
    "role_of_work",
]

_DUTY = (
    r"(?:按照?|依据|依照|根据)(?:各自|有关|相关|部门|法定|自身|其)*的?"
    r"(?:职责|职能|责任|任务|工作)(?:职责|任务|范围|权限)?(?:和|及)?(?:任务|职责)?(?:分工|权限)?"
)
_ACTION = r"(?:负责|落实|推进|组织实施|实施|抓好|做好|承担|执行|开展)"

#: 第一牵头责任单位, and the verbs of those who only help.
_LEADER = "(?:第一)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门)"
_HELPS = "配合|协助|参与|参加|协同|(?<!政)协办"

#: Verbs that stand behind a list. The longest pattern that fits wins: the order below is by that rule.
_VERBS: tuple[tuple[str, Role], ...] = (
    (rf"(?:总|共同|联合)?牵头(?:{_ACTION}|抓总|组织|协调|单位|部门|办理|推动|汇总|督导|督促|统筹){{0,2}}", "lead"),
    (rf"(?:为|是|作为|任){_LEADER}", "lead"),
    (r"(?:负责)?(?:主办|抓总|总负责)", "lead"),
    (rf"{_DUTY}(?:分别|各自)?牵头(?:{_ACTION})?", "lead"),
    (rf"{_DUTY}(?:共同|积极|密切|协同|分别)*(?:配合|协助|支持|参与)(?:{_ACTION})?", "support"),
    (
        rf"{_DUTY}(?:共同|分别|各自|协同|具体|抓紧|认真|切实|分头|做好)*(?:{_ACTION}){{1,2}}(?:相关|有关)?(?:工作)?",
        "joint",
    ),
    (r"(?:分工|分头|分别|各自)(?:协作)?(?:负责|落实|实施)", "responsible"),
    (
        rf"(?:共同|积极|密切|协同|做好|予以|给予)*(?:协同配合|支持配合|配合支持|{_HELPS})(?:落实|实施|做好|推进)?",
        "support",
    ),
    (
        r"(?:(?:结合|根据)(?:各自|本地|自身|当地)?实际)?(?:共同|具体|认真|切实|抓好|全面|直接|统筹|主要|分级|组织)*"
        r"(?:负责组织实施|负责具体实施|负责落实|负责实施|负责推进|负责|组织实施|组织落实|贯彻落实|落实|实施|承担|承办)",
        "responsible",
    ),
)

VERB = re.compile(
    "(?=[总共联牵为是作任负主抓按依根分各积密协做予给支配参结具认切全直统组贯落实承])"
    "(?:" + "|".join(f"(?P<v{n}>{pattern})" for n, (pattern, _) in enumerate(_VERBS)) + ")"
)

#: Behind a verb, what makes it a word of a name or of a penalty: 综合协调组, 给予处分.
_IN_NAMES = r"[局厅委部办处科站所队组会司和与、]|中心|公司|集团|服务中|管理|保障|综合|城乡|警告|行政"

#: The characters that names end with: work in the words of any work counts right behind a name only.
_NAME_ENDS = "局委办部厅府署院会处科室股站所队组司台园校馆社行团关心屯县市区州旗镇乡村街道门位构业联团级方厂库场庭段)"

_IN_SENTENCE = (
    r"(?:在各自的?职责范围内|(?:按照?|根据|依据)(?:各自|有关|相关)?(?:职责|职能|任务|工作)(?:职责|任务|范围)?和?(?:分工)?),?(?:依法)?"
    r"(?:共同|分别|具体|抓紧|认真|切实)*"
)
#: Verbs behind bodies that a clause begins with, each with the role it gives. Of two at one place the first counts.
_SENTENCE_VERBS: tuple[tuple[str, Role, str], ...] = (
    ("joins", "lead", r"(?:共同)?会同"),
    (
        "helps",
        "support",
        rf"(?:要|应当?)?(?:{_IN_SENTENCE})?(?:共同|积极|密切|协同|主动|做好|予以|给予|依法)*(?:{_HELPS})(?!单位|部门|的)"
        r"|(?:为|是|作为)(?:配合|协办|协助)(?:单位|部门)",
    ),
    # Only behind a clause that gives a duty: …负责建设,市大数据局提供技术支持.
    ("provides", "support", r"提供[^,。;]{0,10}(?:支持|支撑|保障|协助)"),
    (
        "leads",
        "lead",
        r"(?:要|应当?)?(?:共同|联合|具体|总|负责)*(?:牵头(?![一-龥]{0,4}(?:单位|部门|机构|处室|人|领导))|抓总|主办(?!单位|部门|方|的))"
        rf"|(?:为|是|作为){_LEADER}",
    ),
    ("shares", "joint", rf"{_IN_SENTENCE}(?:负责|落实|做好|抓好|组织实施|推进|实施)"),
    (
        "answers",
        "responsible",
        r"(?:要|应当?)?(?:主要|具体|共同|分别|统一|直接|全面|统筹|各自|依法|依规|依职责|切实|认真)*"
        r"(?:负责(?!人|同志|领导|制(?![定订作备])|任(?!务))|承担(?!单位|部门|项目(?!建设|实施)|的)|组织实施|贯彻落实|(?<=具体)(?:落实|实施|抓))",
    ),
    # 市城管局是全市餐厨垃圾管理的主管部门; 县水务局主管全县的河道管理工作
    (
        "in_charge",
        "responsible",
        r"(?:是|为)[^,。;()]{2,40}(?:主管部门|主管机关|责任部门|责任单位)(?= *(?:,|$))"
        r"|(?:统一)?主管(?=(?:本|全|所?辖)[^,。;]{2,})",
    ),
    (
        "answers_for",
        "responsible",
        r"(?:依法)?对[^,]{2,80}(?:负总责|负责|负(?:主要|主体|直接|监管|全面|领导)*责任)(?= *(?:,|$))",
    ),
    ("mainly", "lead", r"为主(?= *(?:[,、]|$))|主抓|牵头抓"),
    # Only behind 由 or a clause that gives a duty, and where nothing follows: …负责,各镇街落实.
    ("does", "responsible", r"(?:抓好|具体|认真|切实)*(?:落实|实施)(?= *(?:[,、]|$))"),
    ("told", "responsible", r"(?:要|应当|应(?!对)|须|必须)(?!求|急|点|用|对[象应比照接齐策口])"),
)
#: What a body is to do, in the words of any work, right behind its name: 市气象局做好监测, 由县财政局统筹解决.
_ACTS = (
    r"(?:进一步|依法|及时|具体|统一|切实|认真|主动|按规定|按程序|按季|按月|定期|每[年月周季]度?|予以)*"
    rf"{any_of(lexicon().verbs['acts'])}(?!{_IN_NAMES})"
)
#: One character is looked at first: most of a text is passed over several times faster so.
LISTED = re.compile(
    "(?=[共会要应须必抓认切落实按根依积密协主做配参提统联具总负牵分直全各承组贯对在为是作予给牵])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, _, pattern in _SENTENCE_VERBS)
    + ")"
)
SENTENCE_VERB = re.compile(rf"{LISTED.pattern}|(?P<acts>(?<=[{_NAME_ENDS}]){_ACTS})")
SENTENCE_ROLES = {name: role for name, role, _ in _SENTENCE_VERBS} | {"acts": "responsible"}
#: Verbs that make a sentence a statement by themselves.
DUTIES = frozenset({"leads", "shares", "answers", "in_charge", "answers_for", "told", "mainly", "acts"})

#: A verb of work right behind the colon of a unit's line, and one anywhere in it.
TOLD = re.compile(f" *{any_of(lexicon().verbs['told'])}")
WORK = re.compile(any_of((*lexicon().verbs["told"], *lexicon().verbs["units"])))
_WORK_LEADS = re.compile(
    r"(?:^|[。;,、\n]|负责) *(?:要|应|应当)?(?:具体|主要|组织|统筹)*牵头(?![一-龥]{0,4}(?:单位|部门|人))"
)
_WORK_HELPS = re.compile(r" *(?:\(?\d{1,2}[)、.])? *(?:积极|密切|共同|做好|主动)*(?:配合|协助|参与|支持|协同)")


def role_of_verb(match: re.Match[str]) -> Role:
    """Tell the role that a verb gives.

    Args:
        match: A match of ``VERB``.

    Returns:
        The role.

    Example:
        >>> role_of_verb(VERB.match("按职责分工负责"))
        'joint'
    """
    return next(role for number, (_, role) in enumerate(_VERBS) if match.group(f"v{number}") is not None)


def find_shared_duty(folded: str, start: int, end: int) -> int:
    """Find where a list ends whose last bracket says that all in it share the duty.

    Args:
        folded: The folded text.
        start: Where the passage starts that holds the list.
        end: Where it ends.

    Returns:
        The start of the bracket, or -1 where no such bracket ends the passage.

    Example:
        >>> find_shared_duty("省财政厅、省税务局(按职责分工负责)", 0, 18), find_shared_duty("省税务局(牵头)", 0, 8)
        (9, -1)
    """
    opening = folded.rfind("(", start, end) if folded.endswith(")", start, end) else -1
    verb = VERB.fullmatch(folded, opening + 1, end - 1) if opening > start else None
    return opening if verb and (role_of_verb(verb) == "joint" or verb.group().startswith("分工")) else -1


def role_of_work(words: str) -> Role:
    """Tell the strongest role that a description of work gives.

    Args:
        words: What a body is to do, folded.

    Returns:
        ``lead`` where it leads something, ``support`` where it only helps, ``responsible`` otherwise.

    Example:
        >>> [role_of_work(words) for words in ("协助策划。负责组织观众", "协助策划;配合宣传", "落实资金,牵头起草方案")]
        ['responsible', 'support', 'lead']
    """
    if _WORK_LEADS.search(words):
        return "lead"
    sentences = [sentence for sentence in re.split(r"[。;\n]", words) if sentence.strip()]
    helps = all(_WORK_HELPS.match(sentence) and ",负责" not in sentence for sentence in sentences)
    return "support" if helps else "responsible"
