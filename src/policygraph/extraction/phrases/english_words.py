"""The words of English statements: verbs behind a list of bodies, words before one, labels, and what stands beside.

To teach the program a new wording, add it to a row. Patterns are written for folded text; a space stands for any
white space. What names of bodies are made of stands in ``ontology/lexicon.yaml``.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from ...model import Role

__all__ = ["BETWEEN", "INTRO", "JOB", "LABEL", "MARK", "MODAL", "SHARED", "MarkKind", "kind_and_role"]

#: Where a mark stands: behind the list, behind it in a sentence that tells a duty without a word for it, or before the
#: list: as a passive, as a label, as a participle, as a preposition.
MarkKind = Literal["behind", "told", "passive", "label", "led", "with"]

_MODAL = "(?:shall|will|should|must|to|is to|are to|(?:is|are) required to)"
_HOW = (
    "(?:(?:actively|also|closely|collectively|directly|fully|generally|jointly|mainly|primarily|respectively|separately"
    "|specifically|together) )*"
)
_BE = f"(?:{_MODAL} be|is|are)"
_UNIT = (
    "(?:units?|departments?|agenc(?:y|ies)|authorit(?:y|ies)|bod(?:y|ies)|entit(?:y|ies)|institutions?|ministr(?:y|ies)"
    "|organi[sz]ations?|part(?:y|ies))"
)
#: Responsible department(s):
_S = r"(?:\(s\))?"
_DONE = (
    "(?:carried out|completed|conducted|coordinated|developed|drafted|executed|formulated|handled|implemented"
    "|organi[sz]ed|performed|undertaken)"
)
_MUCH = "(?:(?:full|joint|main|overall|primary|principal|direct) )*"
_HELP = "(?:act in (?:concert|coordination)|assist|collaborate|cooperate|participate|support|coordinate with|take part)"
_GIVE = "(?:give|lend|offer|provide) (?:[a-z]+ (?:and )?){0,2}(?:assistance|cooperation|help|support)"

_ROWS: tuple[tuple[MarkKind, Role, tuple[str, ...]], ...] = (
    (
        "behind",
        "lead",
        (
            rf"{_MODAL} {_HOW}(?:take (?:the )?(?:overall )?lead|play (?:a|the) lead(?:ing)? role)\b(?: in\b)?",
            rf"{_MODAL} {_HOW}(?:lead(?! to\b)|spearhead)\b(?: in\b)?",
            rf"(?:{_BE}|{_MODAL} (?:act|serve) as) the lead(?:ing)? {_UNIT}\b(?: for\b)?",
            r"(?:takes?|taking) the lead\b(?: in\b)?",
            r"in the lead\b",
        ),
    ),
    (
        "behind",
        "responsible",
        (
            rf"{_BE} {_HOW}(?:held )?(?:responsible|accountable)"
            r"(?: for\b(?! (?:the |their |its )?interpret)|(?= ?(?:[,.;)]|$|(?:according|based|in|within)\b)))",
            rf"{_BE} {_HOW}(?:in charge\b(?: of\b)?|(?:tasked|entrusted) with\b)",
            rf"{_MODAL} {_HOW}(?:assume|bear|shoulder|take|undertake) (?:the )?{_MUCH}responsibilit(?:y|ies)\b"
            r"(?: for\b)?",
            rf"{_MODAL} {_HOW}coordinate\b(?! with\b)",
            rf"{_MODAL} (?:work (?:jointly|together)|jointly work)\b(?: (?:on|to)\b)?",
        ),
    ),
    (
        "behind",
        "support",
        (
            rf"{_MODAL} {_HOW}(?:{_HELP}|{_GIVE})\b(?:(?:,| and) {_HELP}\b)*(?: (?:in|with)\b)?",
            r"(?:assisting|collaborating|cooperating|participating|supporting|providing (?:assistance|support))\b"
            rf"(?! {_UNIT})(?: (?:in|with)\b)?",
            r"in support\b",
        ),
    ),
    ("told", "responsible", (r"(?:shall|must)(?:(?=,)|(?= (?!(?:also )?(?:be|have|not|no|only|mean)\b)[a-z]))",)),
    (
        "passive",
        "lead",
        (
            rf"{_BE} {_HOW}(?:led|headed|spearheaded) by\b",
            r"under the (?:(?:centralized|joint|overall|unified) )*(?:lead|leadership) of\b",
        ),
    ),
    (
        "passive",
        "responsible",
        (
            rf"{_BE} {_HOW}(?:the )?{_MUCH}(?:duty|responsibility|task) of\b",
            r"falls? (?:to|under) the responsibility of\b",
            rf"{_BE} (?:assigned|entrusted) to\b",
            rf"{_BE} {_HOW}{_DONE}(?:(?:,| and) {_DONE})* by\b",
            rf"{_MODAL} be {_HOW}(?:[a-z]+ and )?(?:collected|compiled|issued|prepared|published|released) by\b",
        ),
    ),
    (
        "label",
        "lead",
        (
            rf"(?i:lead(?:ing)?(?: responsible)?(?: {_UNIT})?{_S}|coordinator) ?:",
            rf"[Ll]ead(?:ing)? {_UNIT} (?:is|are)\b",
        ),
    ),
    (
        "label",
        "support",
        (
            rf"(?i:(?:assisting|collaborating|cooperating|coordinating|participating|support(?:ing)?)(?: {_UNIT})?{_S}"
            rf"|{_UNIT} involved|(?:assisted|supported) by) ?:",
            rf"(?:[Aa]ssisting|[Cc]ooperating|[Pp]articipating|[Ss]upporting) {_UNIT} (?:is|are)\b",
        ),
    ),
    (
        "label",
        "responsible",
        (
            rf"(?i:{_MUCH}(?:responsible(?: {_UNIT})?{_S}|responsibility|{_UNIT} (?:responsible|in charge)"
            rf"|implement(?:ing|ation) {_UNIT}|organi[sz]er|(?:assigned to|implemented by))) ?:",
            rf"[Rr]esponsible {_UNIT} (?:is|are)\b",
        ),
    ),
    ("led", "lead", (r"(?:[Tt]o be )?(?:[Jj]ointly )?[Ll]ed by\b",)),
    ("led", "responsible", (r"[Rr]esponsibility of\b", rf"(?:[Tt]o be )?(?i:{_DONE}) by\b")),
    (
        "with",
        "support",
        (
            r"(?:[Ii]n|[Tt]hrough) (?:close )?(?:collaboration|conjunction|consultation|cooperation|coordination)"
            r" with\b",
            r"(?:[Jj]ointly|[Tt]ogether|[Aa]long) with\b",
            r"[Ww]ith (?:the )?(?:[a-z]+ )?"
            r"(?:assistance|collaboration|cooperation|help|involvement|participation|support)"
            r"(?: and (?:assistance|cooperation|participation|support))? (?:of|from|by)\b",
            r"(?:[Aa]ssisted|[Ss]upported|[Jj]oined) by\b",
            r"(?:[Ww]ith)\b(?!.{0,200} (?:taking|in) the lead)",
        ),
    ),
)


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words.replace(" ?", r"\s*").replace(" ", r"\s+"))


def _any(kinds: tuple[str, ...]) -> re.Pattern[str]:
    rows = (f"(?P<{kind}_{role}>{'|'.join(words)})" for kind, role, words in _ROWS if kind in kinds)
    return _compiled(rf"(?<![\w-])(?:{'|'.join(rows)})")


#: Whatever gives a role; the first row that fits at a place counts.
MARK = _any(("behind", "told", "passive", "label", "led", "with"))
#: A label of a line, or of a sentence.
LABEL = _any(("label",))
MODAL = re.compile(r"\b(?:shall|will|should|must)\b|\b(?:is|are)\s+to\b")
#: All answer together, each for its own part.
SHARED = _compiled(
    r"(?:, ?)?\b(?:in accordance with|in line with|according to|within|based on) (?:the (?:scope|limits?|remit) of )?"
    r"(?:(?:their|its) (?:own |respective )*(?:division of |scope of )?|the division of )"
    r"(?:duties|functions|labou?r|mandates?|powers|remits?|responsibilities|work)\b"
    r"(?:(?:,| and|, and) (?:duties|functions|mandates?|powers|responsibilities|division of (?:labou?r|work)))*(?: ?,)?"
)
#: What a sentence may begin with before those whom it is about.
INTRO = re.compile(
    r"(?:According|Accordingly|After|Among|As|At|Based|Before|Beginning|By|During|For|From|Furthermore|If|In|Meanwhile|On|Once|Since"
    r"|Starting|Subject|Therefore|Through|To|Under|Until|Upon|When|Where|While|With|Within)\b"
)
#: Words before what is to be done that name no part of it.
JOB = re.compile(r"(?:the )?(?:job|task|work) of ")
#: The words between names, and what they are.
BETWEEN = (
    (MARK, "role"),
    (SHARED, "role"),
    (re.compile(r"(?<=\()[A-Z][A-Za-z&-]{1,9}(?=\))"), "body"),
    (re.compile(r"(?<=\()(?i:lead|support)[a-z ]*(?=\))"), "role"),
    (re.compile(r"\b(?:and|or|while|as well as)\b"), "joint"),
    (re.compile(r"\b(?:the|also|both|with)\b", re.IGNORECASE), "separator"),
)


def kind_and_role(mark: re.Match[str]) -> tuple[MarkKind, Role]:
    """What kind of mark a match of ``MARK`` is, and the role that it gives.

    >>> kind_and_role(MARK.search("the NDRC shall take the lead"))
    ('behind', 'lead')
    """
    kind, _, role = (mark.lastgroup or "").partition("_")
    return cast(MarkKind, kind), cast(Role, role)
