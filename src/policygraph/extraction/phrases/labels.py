"""Labels before lists: 牵头单位：… and, before the names of persons, 责任人：….

A label is built from words that stand in ``ontology/lexicon.yaml``: 主要|责任|单位 says how much, which duty and that
an organisation follows. All patterns are written for folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...model import Role
from ...registry import any_of, find_role, lexicon, remembered
from .deadline_phrases import DEADLINE_LABEL

__all__ = [
    "MEMBER_LABEL",
    "PERSON_LABEL",
    "WITH_PERSONS",
    "close_labels",
    "find_other_labels",
    "label",
    "may_label",
    "may_label_column",
    "role_of_column",
    "role_of_label",
]

_PERSONS = lexicon().persons
_HOW = any_of(_PERSONS["how"])
#: Labels before the names of persons, which are never bodies. A look-ahead tests one character first.
PERSON_LABEL = re.compile(
    rf"(?=[{''.join(sorted({word[0] for words in _PERSONS.values() for word in words} | {'总'}))}])"
    rf"{_HOW}?(?:{any_of(_PERSONS['leaders'])}的?[县市区州省]?领导|(?:总|{_HOW})?{any_of(_PERSONS['ones'])}人(?:员)?)"
    r"(?:\([^()\n]{1,12}\))? *:"
)
#: A label of the bodies that work under the lead of a group; alone it only says who is in the group.
MEMBER_LABEL = re.compile("(?:副组长|成员)单位 *:")
#: 责任单位及责任人: a list of bodies with the names of persons among them.
WITH_PERSONS = re.compile(rf"[及和与、/]{any_of(_PERSONS['beside'])}")
#: Behind a label a colon, 为, a space, or the end of a bracket that holds nothing else: 【责任单位】.
_LABEL_END = (
    rf"(?:{WITH_PERSONS.pattern})?(?:\([^()\n]{{1,12}}\))? *"
    r"(?::|(?P<is>为)|(?P<space>(?<= )(?![^一-龥]))|(?P<boxed>\)[: ]*(?=[^\s、,;。()])))"
)


@remembered()
def label() -> re.Pattern[str]:
    """Return the pattern of a label and its end; ``role_of_label`` tells the role of a match."""
    words = lexicon().labels
    known = f"(?P<known>{words.duty}){any_of(words.units)}"
    whole = rf"(?P<whole>{any_of(words.whole)})(?:{any_of(words.units)})?"
    # A look-ahead for one character makes the search several times faster.
    said = (word for group in words.duties.values() for word in group)
    first = "".join(sorted({word[0] for word in (*words.much, *words.first, *said, *words.whole, *words.bare)}))
    return re.compile(f"(?=[{first}])(?:{whole}|{known}|(?P<bare>{any_of(words.bare)})){_LABEL_END}")


def role_of_label(match: re.Match[str]) -> Role:
    """Tell the role that a label gives.

    Args:
        match: A match of ``label``.

    Returns:
        The role.

    Example:
        >>> [role_of_label(label().match(text)) for text in ("牵头考核单位:", "第一责任单位:", "协办部门:")]
        ['lead', 'lead', 'support']
    """
    words = lexicon().labels
    if match["whole"]:
        return words.whole[match["whole"]]
    return find_role(match["known"] or match["bare"])


#: What may stand between the duty and the organisations in a column's name: 牵头市直部门.
_AMONG = "(?:[省市州县区乡镇级直属的各及和与、/]|有关|相关|涉及)*"


@remembered()
def _column() -> re.Pattern[str]:
    words = lexicon().labels
    return re.compile(rf"(?<![被受])(?P<said>{words.duty}{_AMONG}){any_of(words.units)}(?:名称|简称)?\d*$")


def role_of_column(words: str) -> Role | None:
    """Tell the role of the bodies in a column.

    Args:
        words: The column's name, folded.

    Returns:
        The role, or ``None`` if the name is not a label of bodies.

    Example:
        >>> [role_of_column(words) for words in ("县级责任单位", "主办", "责任单位负责人", "工作单位")]
        ['responsible', 'lead', None, None]
    """
    labels = lexicon().labels
    if words in labels.bare or words in labels.units:
        role = find_role(words) if words in labels.bare else "responsible"
        # 责任 and 承办 alone may be the heading of tasks.
        return role if role != "responsible" or words in labels.units else None
    match = _column().search(words)
    return find_role(match["said"]) if match and match.group() not in labels.excluded else None


def may_label_column(words: str) -> bool:
    """Tell whether a column with this name may hold the responsible bodies. Its cells must confirm it.

    >>> may_label_column("认领单位"), may_label_column("发文机关"), may_label_column("责任")
    (True, False, True)
    """
    labels = lexicon().labels
    return words in labels.bare or words in labels.whole or (words.endswith(labels.units) and may_label(words))


@remembered()
def _other() -> re.Pattern[str]:
    return re.compile(rf"(?<![一-龥])(?P<label>[一-龥]{{1,8}}{any_of(lexicon().labels.units)}) *:")


def find_other_labels(folded: str, start: int = 0, end: int | None = None) -> Iterable[re.Match[str]]:
    """Find labels of other words that end in one for an organisation: 认领单位：… Their values must confirm them."""
    for match in _other().finditer(folded, start, len(folded) if end is None else end):
        if may_label(match["label"]):
            yield match


@remembered(16384)
def may_label(words: str) -> bool:
    """Tell whether these words may be a label of the responsible bodies.

    >>> may_label("认领单位"), may_label("发文机关")
    (True, False)
    """
    labels = lexicon().labels
    return words not in labels.excluded and not any(word in words for word in labels.never)


#: The letters before a colon, with spaces or a line's end between them.
_LETTERS = re.compile(r"(?=[一-龥 \n]*+$)(?:[一-龥] *(?:\n *)?){2,16}$")
_LETTER_AFTER_SPACE = re.compile(r"(?<![一-龥])[一-龥]")
_LONGEST_LABEL = 40


def close_labels(folded: str) -> str:
    """Close up labels with spaces or a line break in them, 责 任 单 位:; the length stays the same.

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
    """Return the label that ends the words, closed up; empty if there is no label or it is closed up already."""
    line = words.rstrip().rfind("\n") + 1
    # 工作\n责任单位: is a label on a line of its own, though 工作责任单位 is one too.
    own_line = line if _is_label("".join(words[line:].split())) else 0
    for start in (found.start() for found in _LETTER_AFTER_SPACE.finditer(words, own_line)):
        label = "".join(words[start:].split())
        if _is_label(label):
            return label.ljust(len(words) - start) if len(label) < len(words[start:].rstrip()) else ""
    return ""


@remembered(16384)
def _is_label(words: str) -> bool:
    return bool(
        label().fullmatch(f"{words}:") or PERSON_LABEL.fullmatch(f"{words}:") or DEADLINE_LABEL.match(f"{words}:年底")
    )
