"""Cutting a list of bodies into names: at separators outside brackets, and at 和, 及, 与 between two names."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...registry import LEVEL_PREFIX, ends_like_name, find_functions, heads, looks_like_body, parse_name
from ..text.folding import squeeze
from ..text.markers import LIST_NUMBER

__all__ = ["Token", "cut", "without_numbers"]

_PERSON = re.compile(r"[一-龥]{2,3}")
_BRACKET_OR_PART = re.compile(r"[()“”《》、,;\t/|\n ]")
_QUOTE = re.compile("[“”《》]")
_EACH = re.compile(r"各[^各]{1,10}各[^各]{2,12}")
#: Endings that stand within a name as often as at its end.
_WITHIN = "科股组队校联馆台园协室庭厂"
#: Words that begin another name: 市交投集团及所属企业.
_OTHER = re.compile("各|有关|相关|所属|直属|下属|全")
_AND = re.compile(r"以及|和|及|与|暨")


_NUMBER = re.compile(rf"{LIST_NUMBER}(?=[一-龥])")
_FIRST = re.compile(r" *(?:\([1一]\)|1[.)、]|①)")


class Token(NamedTuple):
    """A name of a list without white space, and where the text has it."""

    text: str
    start: int
    end: int


def without_numbers(text: str) -> str:
    """Replace the numbers of a numbered list by separators; the length stays the same.

    >>> without_numbers("1.市教育局;2.市财政局"), without_numbers("①市教育局②市财政局")
    ('、、市教育局;、、市财政局', '、市教育局、市财政局')
    """
    return _NUMBER.sub(lambda match: "、" * len(match.group()), text) if _FIRST.match(text) else text


def cut(folded: str, start: int, end: int) -> list[Token]:
    """Cut a list at its separators outside brackets, and at 和, 及, 与 between two names."""
    pieces: list[tuple[int, int]] = []
    depth, at = 0, start
    # Quotes enclose as brackets do, unless one of a pair is lost.
    quoted = _QUOTE.search(folded, start, end) is not None
    paired = quoted and all(folded.count(a, start, end) == folded.count(b, start, end) for a, b in ("“”", "《》"))
    opens, closes = ("(“《", ")”》") if paired else ("(", ")")
    for mark in _BRACKET_OR_PART.finditer(folded, start, end):
        index, char = mark.start(), mark.group()
        if char in opens:
            depth += 1
        elif char in closes:
            depth = max(0, depth - 1)
        elif depth == 0 and _parts(folded, at, index, end):
            pieces.append((at, index))
            at = index + 1
    pieces.append((at, end))
    tokens: list[Token] = []
    for left, right in pieces:
        tokens += _cut_and(folded, left, right)
    return tokens


def _parts(folded: str, at: int, index: int, end: int) -> bool:
    """Tell whether a mark separates two names; otherwise it stands within one."""
    char = folded[index]
    if char not in " \n":
        return char in "、,;\t/|"
    before = squeeze(folded[at:index])
    after = squeeze(re.split(r"[、,;\n\t ]", folded[index:end].lstrip(), maxsplit=1)[0])
    if char == " ":
        # 县发改局 县财政局, but not 财 政 局.
        whole = len(before) >= 3 and ends_like_name(before)
        return whole and (looks_like_body(after) or bool(_PERSON.fullmatch(after)))
    if not before or not after:
        return True
    # In a narrow cell a name continues after the line break: 县自然|资源局.
    if after in heads() or after[0] in "()":
        return False
    return ends_like_name(before) or not looks_like_body(before + after)


def _cut_and(folded: str, left: int, right: int) -> list[Token]:
    while left < right and folded[left] in " \n由":
        left += 1
    while right > left and folded[right - 1] in " \n。":
        right -= 1
    text = folded[left:right]
    if not left < right:
        return []
    whole = squeeze(text)
    for match in _AND.finditer(text):
        head, tail = squeeze(text[: match.start()]), squeeze(text[match.end() :])
        if not head or not tail or text.count("(", 0, match.start()) > text.count(")", 0, match.start()):
            continue
        if ends_like_name(head) and not find_functions(whole)[1] and _stands_alone(head, tail):
            return [
                Token(head, left, left + match.start()),
                *_cut_and(folded, left + match.end(), right),
            ]
    if whole.startswith("各") and (again := text.find("各", 1)) > 0 and _EACH.fullmatch(whole):
        # 各地各部门: two classes.
        return [Token(squeeze(text[:again]), left, left + again), *_cut_and(folded, left + again, right)]
    return [Token(whole, left, right)] if whole else []


def _stands_alone(head: str, tail: str) -> bool:
    """Tell whether the words behind 和 are a name of their own, not the second half of a phrase such as 部门和单位."""
    if re.match(r"^(?:有关|相关)?(?:单位|部门|机构|个人)(?:\([^()]*\))?$", tail):
        return False
    known = parse_name(head)
    if len(head) < 3 and not known.functions:
        return False
    if _OTHER.match(tail) or LEVEL_PREFIX.match(tail):
        return True
    # 教科和文体局: 科 within a name; 人事科和财务科: two names.
    within = head[-1] in _WITHIN and not known.head and head[-1] != tail[-1]
    return not within and looks_like_body(_first_name(tail))


def _first_name(text: str) -> str:
    return re.split(r"[、,;]|和|及|与", text, maxsplit=1)[0]
