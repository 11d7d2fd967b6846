"""The words that give a role: labels before a list of bodies, and verbs behind one.

Two tables, one per kind of word. To teach the program a new word, add a row; the rules that use the
tables stay as they are. All patterns are written for folded text.
"""

from __future__ import annotations

import re

from ..model import Role

__all__ = [
    "DEADLINE_LABEL",
    "DEADLINE_REMARK",
    "LABEL",
    "PERSON_LABEL",
    "VERB",
    "close_labels",
    "label_role",
    "remark_behind",
    "verb_role",
]

_UNIT = r"(?:单位|部门|机关|机构|处室|科室|股室|主体|方)"

#: Labels that stand before a list, with a colon: 牵头单位：… The first pattern that fits the label gives the role.
_LABELS: tuple[tuple[str, Role], ...] = (
    (rf"(?:总|主要)?(?:牵头|主办|主责|抓总)(?:负责|组织|组织实施|落实|实施|责任|配合)?{_UNIT}", "lead"),
    (rf"第一(?:责任|牵头){_UNIT}", "lead"),
    (rf"(?:配合|协办|协助|协同|协作|参与|参加|支持|会办)(?:责任|实施|落实)?{_UNIT}", "support"),
    (
        rf"(?:主要|具体|直接)?(?:责任|负责|落实|实施|组织实施|承办|承担|执行|主管|工作)(?:考核|责任|落实|实施)?{_UNIT}",
        "responsible",
    ),
    (rf"(?:责任|职责|任务)分工(?:{_UNIT})?", "responsible"),
    # Without 单位; what follows has to be a body.
    (r"(?P<bare>牵头|主办|主责)", "lead"),
    (r"(?P<bare2>配合|协办|协助)", "support"),
    (r"(?P<bare3>责任|承办)", "responsible"),
)

#: Labels before the names of persons, which are never bodies.
_PERSONS = (
    r"(?:第一|主要|直接|具体)?(?:(?:责任|牵头|分管|包保|包联|挂钩|挂包|联系|主管|协管)(?:的)?(?:县|市|区|州|省)?领导"
    r"|(?:总|第一|主要|具体|直接)?(?:责任|负责|联系|经办)人(?:员)?)"
)

_DUTY = (
    r"(?:按照?|依据|依照|根据)(?:各自|有关|相关|部门|法定|自身|其)*的?"
    r"(?:职责|职能|责任|任务|工作)(?:职责|任务|范围|权限)?(?:和|及)?(?:任务|职责)?(?:分工|权限)?"
)
_ACTION = r"(?:负责|落实|推进|组织实施|实施|抓好|做好|承担|执行|开展)"

#: Verbs that stand behind a list. The longest pattern that fits wins: the order below is by that rule.
_VERBS: tuple[tuple[str, Role], ...] = (
    (rf"(?:总|共同|联合)?牵头(?:{_ACTION}|抓总|组织|协调|单位|部门|办理|推动|汇总|督导|督促|统筹){{0,2}}", "lead"),
    (r"(?:为|是|作为|任)(?:第一)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门)", "lead"),
    (r"(?:负责)?(?:主办|抓总|总负责)", "lead"),
    (rf"{_DUTY}(?:分别|各自)?牵头(?:{_ACTION})?", "lead"),
    (rf"{_DUTY}(?:共同|积极|密切|协同|分别)*(?:配合|协助|支持|参与)(?:{_ACTION})?", "support"),
    (
        rf"{_DUTY}(?:共同|分别|各自|协同|具体|抓紧|认真|切实|分头|做好)*(?:{_ACTION}){{1,2}}(?:相关|有关)?(?:工作)?",
        "joint",
    ),
    (r"(?:分工|分头|分别|各自)(?:协作)?(?:负责|落实|实施)", "responsible"),
    (
        r"(?:共同|积极|密切|协同|做好|予以|给予)*(?:协同配合|支持配合|配合支持|配合|(?<!政)协办|协助|参与|参加|协同)(?:落实|实施|做好|推进)?",
        "support",
    ),
    (
        r"(?:(?:结合|根据)(?:各自|本地|自身|当地)?实际)?(?:共同|具体|认真|切实|抓好|全面|直接|统筹|主要|分级|组织)*"
        r"(?:负责组织实施|负责具体实施|负责落实|负责实施|负责推进|负责|组织实施|组织落实|贯彻落实|落实|实施|承担|承办)",
        "responsible",
    ),
)

#: Behind a label a colon, 为, or the end of a bracket that holds nothing else: 【责任单位】.
_LABEL_END = (
    r"(?:[及和与、/](?:责任人|负责人|联系人))?(?:\([^()\n]{1,12}\))? *"
    r"(?::|(?P<is>为)|(?P<boxed>\)[: ]*(?=[^\s、,;。()])))"
)
#: The characters that a pattern can begin with, looked at before the pattern: most of a text is passed over several
#: times faster. A new row's first character belongs here too; ``tests/extraction/test_roles.py`` finds what is missing.
_FIRST = {
    "label": "(?=[总主牵抓第配协参支会具直责负落实组承执工职任])",
    "person": "(?=[第主直具责牵分包联挂协总负经])",
    "verb": "(?=[总共联牵为是作任负主抓按依根分各积密协做予给支配参结具认切全直统组贯落实承])",
    "deadline": "(?=[计预要完办时工实期截节])",
    "remark": r"(?=[ \n,;、。今当本每明民\d年上下前第一二三四五六七八九十月长持常立即随])",
}
LABEL = re.compile(
    f"{_FIRST['label']}(?:"
    + "|".join(f"(?P<l{n}>{pattern})" for n, (pattern, _) in enumerate(_LABELS))
    + f"){_LABEL_END}"
)
PERSON_LABEL = re.compile(rf"{_FIRST['person']}{_PERSONS}(?:\([^()\n]{{1,12}}\))? *:")
VERB = re.compile(
    f"{_FIRST['verb']}(?:" + "|".join(f"(?P<v{n}>{pattern})" for n, (pattern, _) in enumerate(_VERBS)) + ")"
)

#: The words of a deadline, up to a mark or the next label.
_TIME_WORDS = r"(?:[^\n。;,) ]| (?![^\n。;,): ]{2,12} ?:)){2,40}"
#: What further words of a deadline begin with.
_TIME = r"20\d\d|\d{1,2} *月|年[底末内]|[上下]半年|第?[一二三四]季度"
#: 完成时限：2023年12月底前; 完成时限：2025年3月启动，10月完成
DEADLINE_LABEL = re.compile(
    _FIRST["deadline"] + r"(?:计划|预计|要求)?(?:完成|办结|时间|工作|实施)?(?:时限(?:要求)?"
    r"|时间(?:节点|要求|安排|进度)?|期限|截止(?:日期|时间)|节点)"
    rf" *: *(?P<text>{_TIME_WORDS}(?:[,;] *(?={_TIME}){_TIME_WORDS}){{0,4}})"
)

#: Between the parts of a date there may be spaces, and in a narrow column the end of a line.
_S = r"[ \n]*"
_YEAR = (
    rf"(?:(?:20\d\d|[一二][〇零○O0一二三四五六七八九]{{3}}|民国[\d一二三四五六七八九十百]{{2,5}}){_S}年度?"
    r"|今年|当年|本年|每年|明年)"
)
_PART = (
    rf"(?:(?:\d{{1,2}}|十[一二]?|[一二三四五六七八九]){_S}月份?(?:{_S}\d{{1,2}}{_S}日|{_S}[上中下]旬)?"
    r"|前?第?[一二三四1-4]季度|[上下]半年|年(?=[底末中内]))"
)
_PERIOD = (
    rf"(?:(?:{_YEAR}(?:{_S}{_PART})?|{_PART})(?:{_S}[底末中])?|20\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?底?)"
    rf"(?:{_S}(?:之?前|以前|以?内))?"
)
#: 2025年春节前: between the year and 前 stands what has no date of its own.
_BEFORE = rf"20\d\d{_S}年(?!{_S}(?:{_PART}|[年底末中前内]))[^,;、。()\d]{{1,12}}?前"
_LASTING = r"(?:长期|持续|常年|长期持续|常态化)(?:坚持|推进|实施|开展|执行|落实)"
_DONE = (
    r"[^,;、。()\n\d年月底前内]{0,6}?(?:完成|落实|办结|实施|见效|推进|到位|出台[^,;、。()\n并]{0,6}"
    r"|取得[^,;、。()\n]{0,4}成效)"
)
# Atomic: a piece is read in one way only. Otherwise a run of remarks could be read in as many ways as it has pieces.
_ONE_REMARK = (
    rf"(?>(?>{_BEFORE}|{_PERIOD}|(?:年|月底)(?:之?前|以前|内))(?>{_DONE})?(?>并?{_LASTING})?"
    rf"|{_LASTING}|(?:立即|即时|随时)(?:推进|实施|落实|办理|执行))"
)
#: 市财政局负责，2023年底前完成; 6月底前出台政策，年内持续推进: remarks on time behind the last list of a statement.
DEADLINE_REMARK = re.compile(
    rf"{_FIRST['remark']}[ \n,;、。]*(?P<text>{_ONE_REMARK}(?:[,;、]{_ONE_REMARK}){{0,8}})[ \n。]*$"
)
#: The same, looked for: it is not tried from within a run of separators, which would take the square of its length.
_REMARK_BEHIND = re.compile(rf"(?<![ \n,;、。]){DEADLINE_REMARK.pattern}")


#: The letters before a colon, with spaces or a line's end between them.
_LETTERS = re.compile(r"(?:[一-龥] *(?:\n *)?){2,16}$")
_LETTER_AFTER_SPACE = re.compile(r"(?<![一-龥])[一-龥]")
_LONGEST_LABEL = 40


def close_labels(folded: str) -> str:
    """The text with labels that spaces or a line's end run through, 责 任 单 位:, written together; as long as it was.

    The spaces go behind the label's last letter, so that it begins and ends where it did.

    >>> close_labels("责 任 单 位:市财政局")
    '责任单位   :市财政局'
    """
    pieces: list[str] = []
    done = 0
    colon = folded.find(":")
    while colon >= 0:
        before = folded[max(done, colon - _LONGEST_LABEL) : colon]
        found = _LETTERS.search(before) if " " in before or "\n" in before else None
        closed = _closed(found.group()) if found else ""
        if closed:
            pieces += (folded[done : colon - len(closed)], closed)
            done = colon
        colon = folded.find(":", colon + 1)
    return "".join((*pieces, folded[done:])) if pieces else folded


def _closed(words: str) -> str:
    """The label that ends the words, written together; nothing where there is none or it is so already."""
    line = words.rstrip().rfind("\n") + 1
    # 工作\n责任单位: is a label on a line of its own, though 工作责任单位 is one too.
    own_line = line if _is_label("".join(words[line:].split())) else 0
    for start in (found.start() for found in _LETTER_AFTER_SPACE.finditer(words, own_line)):
        label = "".join(words[start:].split())
        if _is_label(label):
            return label.ljust(len(words) - start) if len(label) < len(words[start:].rstrip()) else ""
    return ""


def _is_label(words: str) -> bool:
    return bool(
        LABEL.fullmatch(f"{words}:") or PERSON_LABEL.fullmatch(f"{words}:") or DEADLINE_LABEL.match(f"{words}:年底")
    )


def remark_behind(folded: str, start: int, end: int) -> re.Match[str] | None:
    """The remark on time at the end of a passage; ``None`` where there is none or where the passage is one."""
    if DEADLINE_REMARK.match(folded, start, end):
        return None
    return _REMARK_BEHIND.search(folded, start, end)


def _role(match: re.Match[str], prefix: str, table: tuple[tuple[str, Role], ...]) -> Role:
    for number, (_, role) in enumerate(table):
        if match.group(f"{prefix}{number}") is not None:
            return role
    raise AssertionError("a match without a row")


def label_role(match: re.Match[str]) -> Role:
    """The role a match of ``LABEL`` gives."""
    return _role(match, "l", _LABELS)


def verb_role(match: re.Match[str]) -> Role:
    """The role a match of ``VERB`` gives.

    >>> verb_role(VERB.match("按职责分工负责"))
    'joint'
    """
    return _role(match, "v", _VERBS)
