"""The words of a measure: a passage without its statements and without the empty brackets and labels they leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..phrases.labels import label
from ..text.folding import legible
from ..text.markers import MARKER
from ..text.spans import Span, skip_back

__all__ = ["cut_passage", "is_cut", "widen_cuts"]

#: Characters that end a sentence, and those that separate its parts.
_STOPS, _COMMAS = "。;!?", ",、:"
_GAP = " \n"
_WORD = re.compile(r"\w")
#: How many characters before a cut are searched for a label.
_LONGEST_LABEL = 24


def cut_passage(text: str, folded: str, start: int, end: int, cuts: Iterable[Span]) -> str:
    """Write a passage without some spans, white space tidied.

    Args:
        text: The logical text.
        folded: The same, folded.
        start: Where the passage starts.
        end: Where it ends.
        cuts: The spans to leave out.

    Returns:
        The rest, without brackets, separators and labels that the spans leave empty.

    Example:
        >>> words = "建十座。（责任单位：市水利局（年底前完成））"
        >>> cut_passage(words, words.replace("（", "(").replace("）", ")"), 0, len(words), [(5, 21)])
        '建十座。'
    """
    pieces, at = [], start
    for left, right in widen_cuts(folded, start, end, cuts):
        pieces.append(text[at:left])
        at = right
    pieces.append(text[at:end])
    lines = [" ".join(line.split()) for line in legible("".join(pieces)).split("\n")]
    return "\n".join(line for line in lines if line.strip("。;； ")).lstrip("。:： \n").strip()


def widen_cuts(folded: str, start: int, end: int, cuts: Iterable[Span]) -> list[Span]:
    """Widen spans that are cut out of a passage by the brackets, labels and separators that they would leave empty.

    Args:
        folded: The folded text.
        start: Where the passage starts.
        end: Where it ends.
        cuts: The spans.

    Returns:
        The spans within the passage in ascending order, none over another.

    Example:
        >>> widen_cuts("修路(责任单位:市交通局)。", 0, 14, [(3, 12)])
        [(2, 13)]
        >>> widen_cuts("修路(0.5分,责任单位:市交通局)。", 0, 19, [(8, 17)])
        [(7, 17)]
    """
    found: list[Span] = []
    for left, right in _merge(folded, [(max(a, start), min(b, end)) for a, b in cuts if a <= end and b >= start]):
        found.append(_widen(folded, found[-1][1] if found else start, end, left, right))
    return _merge(folded, found)


def is_cut(folded: str, start: int, end: int, cuts: Iterable[Span]) -> bool:
    """Tell whether spans take all words out of a passage.

    Args:
        folded: The folded text.
        start: Where the passage starts.
        end: Where it ends.
        cuts: The spans.

    Returns:
        Whether nothing is left but the numbers of lines, brackets and separators.

    Example:
        >>> is_cut("(一)主办机关:消防局。", 0, 12, [(3, 11)])
        True
    """
    at, pieces = start, []
    for left, right in widen_cuts(folded, start, end, cuts):
        pieces.append(folded[at:left])
        at = right
    return not _WORD.search("".join((*pieces, folded[at:end])))


def _merge(folded: str, spans: Sequence[Span]) -> list[Span]:
    """Merge spans with nothing but separators between them."""
    merged: list[Span] = []
    for left, right in sorted(spans):
        if merged and not folded[merged[-1][1] : left].strip(_GAP + _COMMAS + ";"):
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _widen(folded: str, start: int, end: int, left: int, right: int) -> Span:
    """Widen a span by the brackets, the label, the number of a line and the separators that it fills or follows."""
    for match in label().finditer(folded, max(start, left - _LONGEST_LABEL), left):
        if match.end() == left:
            left = match.start()
    while True:
        before = skip_back(folded, left, _GAP + _COMMAS + ";")
        behind = _skip(folded, right, end, _GAP + _COMMAS + _STOPS)
        opened = before >= start and folded[before] == "("
        closed = behind < end and folded[behind] == ")"
        if opened and (closed or not _closes(folded, right, end)):
            left, right = before, behind + 1 if closed else right
        elif closed and not _closes(folded[start:left][::-1].translate(_MIRROR), 0, left - start):
            right = behind + 1
        elif opened:
            return left, _skip(folded, right, end, " " + _COMMAS + _STOPS)
        elif closed:
            return before + 1, behind
        else:
            return _widen_line(folded, start, end, left, right)


_MIRROR = {ord("("): ")", ord(")"): "("}


def _closes(folded: str, start: int, end: int) -> bool:
    """Tell whether a passage closes a bracket that it does not open."""
    depth = 0
    for char in folded[start:end]:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return True
    return False


def _widen_line(folded: str, start: int, end: int, left: int, right: int) -> Span:
    """Widen a span by the separators around it, and by the number of a line that has nothing else."""
    line = max(folded.rfind("\n", start, left) + 1, start)
    behind = _skip(folded, right, end, " " + _COMMAS + _STOPS)
    alone = behind >= end or folded[behind] == "\n"
    number = MARKER.match(folded, line + len(folded[line:left]) - len(folded[line:left].lstrip()), left)
    if alone and number and not folded[number.end() : left].strip(_COMMAS + _STOPS + " "):
        return line, behind
    before = skip_back(folded, left, " ")
    last = folded[before] if before >= start else "\n"
    if last in _STOPS + "\n":
        return left, behind
    if last in _COMMAS and (alone or folded[_skip(folded, right, end, " ")] in _STOPS + _COMMAS):
        return before, right
    return left, right


def _skip(folded: str, at: int, end: int, chars: str) -> int:
    """Return the position of the first character from ``at`` on that is not in ``chars``, or ``end``."""
    while at < end and folded[at] in chars:
        at += 1
    return at
