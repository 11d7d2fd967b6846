"""The verbs that give a role, behind a list of bodies, …牵头, …按职责分工负责, and in a sentence: …会同, …要.

The verbs stand in ``ontology/lexicon.yaml``, ``roles``; work without a role of its own (做好, 开展) stands there under
``verbs``. All patterns are written for folded text. Both patterns, ``VERB`` and ``LISTED``, begin with a look-ahead for
one character: add the first character of a new word to both.
``tests/extraction/test_roles.py`` finds missing ones.
"""

from __future__ import annotations

import re

from ...model import Role
from ...registry import any_of, lexicon
from ..text.markers import NUMBERED

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

VERB = re.compile(
    "(?=[总共联牵为是作任负主抓按依根分各积密协做予给支配参结具认切全直统组贯落实承])"
    "(?:" + "|".join(f"(?P<v{n}>{pattern})" for n, (_, pattern) in enumerate(lexicon().roles.behind)) + ")"
)

#: Words behind a verb that make it part of a name or a penalty: 综合协调组, 给予处分.
_IN_NAMES = r"[局厅委部办处科站所队组会司和与、]|中心|公司|集团|服务中|管理|保障|综合|城乡|警告|行政"

#: The last characters of names: verbs of ordinary work count only right behind a name.
_NAME_ENDS = "局委办部厅府署院会处科室股站所队组司台园校馆社行团关心屯县市区州旗镇乡村街道门位构业联团级方厂库场庭段)"

#: A task of a body in verbs of ordinary work, right behind its name: 市气象局做好监测, 由县财政局统筹解决.
_ACTS = (
    r"(?:进一步|依法|及时|具体|统一|切实|认真|主动|按规定|按程序|按季|按月|定期|每[年月周季]度?|予以)*"
    rf"{any_of(lexicon().verbs['acts'])}(?!{_IN_NAMES})"
)
#: A look-ahead for one character makes the search several times faster.
LISTED = re.compile(
    "(?=[共会要应须必抓认切落实按根依积密协主做配参提统联具总负牵分直全各承组贯对在为是作予给牵])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, (_, pattern) in lexicon().roles.sentence.items())
    + ")"
)
SENTENCE_VERB = re.compile(rf"{LISTED.pattern}|(?P<acts>(?<=[{_NAME_ENDS}]){_ACTS})")
SENTENCE_ROLES: dict[str, Role] = {name: role for name, (role, _) in lexicon().roles.sentence.items()} | {
    "acts": "responsible"
}
#: Verbs that make a sentence a statement by themselves.
DUTIES = frozenset({"leads", "shares", "answers", "in_charge", "answers_for", "told", "mainly", "acts"})

#: A verb of work right behind the colon of a unit's line, and one anywhere in it.
TOLD = re.compile(f" *{any_of(lexicon().verbs['told'])}")
WORK = re.compile(any_of((*lexicon().verbs["told"], *lexicon().verbs["units"])))
_WORK_LEADS = re.compile(
    r"(?:^|[。;,、\n]|负责) *(?:要|应|应当)?(?:具体|主要|组织|统筹)*牵头(?![一-龥]{0,4}(?:单位|部门|人))"
)
_WORK_HELPS = re.compile(rf" *{NUMBERED.pattern}? *(?:积极|密切|共同|做好|主动)*(?:配合|协助|参与|支持|协同)")


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
    return lexicon().roles.behind[int((match.lastgroup or "v0")[1:])][0]


def find_shared_duty(folded: str, start: int, end: int) -> int:
    """Find the end of a list whose last bracket says that all its bodies share the duty.

    Args:
        folded: The folded text.
        start: Where the passage with the list starts.
        end: Where it ends.

    Returns:
        The start of the bracket, or -1 if no such bracket ends the passage.

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
        ``lead`` if it leads something, ``support`` if it only helps, otherwise ``responsible``.

    Example:
        >>> [role_of_work(words) for words in ("协助策划。负责组织观众", "协助策划;配合宣传", "落实资金,牵头起草方案")]
        ['responsible', 'support', 'lead']
    """
    if _WORK_LEADS.search(words):
        return "lead"
    sentences = [sentence for sentence in re.split(r"[。;\n]", words) if sentence.strip()]
    helps = all(_WORK_HELPS.match(sentence) and ",负责" not in sentence for sentence in sentences)
    return "support" if helps else "responsible"
