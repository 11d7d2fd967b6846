"""What a notice says about itself: heading, title, number, dates, issuers, and the documents it is based on.

Only statements of the text count: the day on which the page was posted is not the date of the notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ...model import BasisDocument, Document
from ...registry import find_places, looks_like_body
from ..phrases.periods import find_date
from ..text.folding import fold, legible, squeeze
from ..text.numerals import DAY
from .closing import find_signatures
from .heading import NUMBER, TITLE_END, HeadLine, find_title, read_head_lines

__all__ = ["About", "read_metadata"]

#: The day that a collection adds to a title.
_ADDED_DATE = re.compile(rf"\({DAY}\)$")
_NUMBER_LABEL = re.compile(rf"(?:发文字号|文件编号|文号) *:? *(?P<number>{NUMBER.pattern})")
_SOURCE = re.compile(r"(?:信息)?来源 *: *([^\s()|【】]{2,30})")
_ISSUER_LABEL = re.compile(
    r"(?:发文|发布|印发|制定|颁发)(?:机关|机构|单位|部门) *: *(?P<list>[^\n。]+?)(?=  |\n|。|\Z)"
)
_JOINT_ISSUE = re.compile(r"(?:联合|共同)(?:发文|印发|下发|出台|发布|制定)")
#: What may stand between the list of issuers and the verb: 等十四个部门近日.
_HOW_MANY = re.compile(r"等?(?:[一二三四五六七八九十\d]+个?(?:部门|单位|厅局|委办局))?(?:近日|日前)?$")
#: A document that a notice is based on: 根据《…》（…〔2020〕3号）.
_QUOTED = (
    r"《(?P<title>(?:[^《》]|《[^《》]*》|<[^<>]*>){4,120})》"
    r"(?:\((?P<number>[^()\n]{1,16}\(?\d{4}\)?[^()\n]{0,8}号)\))?"
)
_BASIS_LABEL = re.compile(rf"(?:依据|根据)(?:文件)? *: *(?P<issuers>[^《\n]{{0,60}}){_QUOTED}(?=\s|$)")
_BASIS = re.compile(
    r"(?:按照|根据|依据|遵照|落实|贯彻|结合|为贯彻落实|在落实好)(?P<issuers>[^《。;\n]{0,40}?)" + _QUOTED
)
_MORE_BASIS = re.compile(r"[、和及,]*(?P<issuers>[^《。;\n]{0,20}?)" + _QUOTED)
#: How many characters of the text are searched: a notice gives its particulars at its head.
_HEAD = 4000


@dataclass(frozen=True, slots=True)
class About:
    """The particulars of a notice; ``issuers`` are spans of lists of bodies, ``issuer_names`` names without a span."""

    heading: str
    title: str | None = None
    number: str | None = None
    dated: date | None = None
    issued: date | None = None
    source_name: str | None = None
    source_url: str | None = None
    issuers: tuple[tuple[int, int], ...] = ()
    issuer_names: tuple[str, ...] = ()
    based_on: tuple[BasisDocument, ...] = ()


def read_metadata(document: Document, folded: str, first_item: int) -> About:
    r"""Read what a document says about itself.

    Args:
        document: The document with its logical text.
        folded: That text, folded.
        first_item: Where its first numbered item starts.

    Returns:
        Heading, title, number, dates, issuers and basis.

    Example:
        >>> from policygraph.model import Document
        >>> text = "某市人民政府关于修路的通知\n某政发〔2020〕3号\n一、修路"
        >>> read_metadata(Document("d", text, "text/plain", ""), fold(text), len(text) - 4).number
        '某政发〔2020〕3号'
    """
    given = document.metadata
    lines = read_head_lines(document.text, folded, first_item, min(len(folded), max(first_item, 400), _HEAD))
    heading, title = find_title(document, lines, first_item)
    added = _ADDED_DATE.search(fold(title)) if title else None
    if title and added:
        heading = title = title[: added.start()]
    posted = [line for line in lines[:30] if line.states_posting]
    numbers = (squeeze(line.value) for line in lines[:40])
    number = next((number for number in numbers if NUMBER.fullmatch(fold(number))), None)
    if not number and (labelled := _NUMBER_LABEL.search(folded, 0, _HEAD)):
        number = document.text[slice(*labelled.span("number"))]
    signature = next(find_signatures(folded), None)
    spans, names = _find_issuers(folded, title)
    if not spans and not names:
        names = (signature.name,) if signature else _read_letterhead(lines)
    return About(
        heading=legible(heading),
        title=legible(title) if title else None,
        number=given.get("number") or number,
        dated=(signature.day if signature else None)
        or _first_date(line.folded for line in lines[:30] if line.states_date)
        or (find_date(added.group()) if added else None)
        or find_date(fold(given.get("date", ""))),
        issued=find_date(fold(given.get("issued", ""))) or _first_date(line.folded for line in posted),
        source_name=given.get("source")
        or next((line.printed[slice(*m.span(1))] for line in posted if (m := _SOURCE.search(line.folded))), None),
        source_url=given.get("url"),
        issuers=spans,
        issuer_names=names,
        based_on=_find_basis(document.text, folded, heading),
    )


def _first_date(lines: Iterable[str]) -> date | None:
    return next(filter(None, map(find_date, lines)), None)


def _find_issuers(folded: str, title: str | None) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Find the list of issuers behind a label or before 联合发文, or else the names at the start of the title."""
    if label := _ISSUER_LABEL.search(folded, 0, _HEAD):
        return (label.span("list"),), ()
    if joint := _find_joint_issuers(folded):
        return (joint,), ()
    if title and (named := re.match(r"([一-龥、\s]{2,60}?)(?:关于|印发|转发|文件)", fold(title))):
        return (), tuple(filter(looks_like_body, _split_names(named.group(1))))
    return (), ()


def _read_letterhead(lines: list[HeadLine]) -> tuple[str, ...]:
    """Find the body in the letterhead at the top, 某市中心医院文件."""
    heads = (line.squeezed.removesuffix("文件") for line in lines[:5] if line.folded.endswith("文件"))
    return tuple(filter(looks_like_body, heads))


def _split_names(text: str) -> list[str]:
    """Split the issuers at the start of a title. In 中共某市委某市人民政府 only the repeated place separates them."""
    names = []
    for run in re.split(r"[、\s]", text):
        found = find_places(run)
        cuts = [0, *(at for at, written, _ in found[1:] if written == found[0][1]), len(run)]
        names += [run[start:end] for start, end in pairwise(cuts) if start < end]
    return names


def _find_joint_issuers(folded: str) -> tuple[int, int] | None:
    """Find the list of bodies before 联合发文 and the like, in the same sentence."""
    for verb in _JOINT_ISSUE.finditer(folded, 0, _HEAD):
        left = max(folded.rfind(mark, 0, verb.start()) for mark in "。;:\n") + 1
        left = max(left, verb.start() - 400)
        listed = _HOW_MANY.sub("", folded[left : verb.start()], count=1)
        if len(listed) >= 4:
            return left + _find_list_start(listed), left + len(listed)
    return None


def _find_list_start(text: str) -> int:
    """Find where the list of bodies before 联合发文 begins: behind the last clause of the sentence that is no list."""
    at = len(text)
    for piece in reversed(re.split(r"(?<=,)", text)):
        names = [name for name in re.split(r"[、,]", piece) if name]
        if not names or not all(looks_like_body(squeeze(name)) for name in names):
            break
        at -= len(piece)
    return at if at < len(text) else 0


def _find_basis(text: str, folded: str, own: str) -> tuple[BasisDocument, ...]:
    """Find the documents that the head of a text names as its basis; ``own`` is the notice's own heading."""
    found: dict[str, BasisDocument] = {}
    head = folded[:_HEAD]
    label = _BASIS_LABEL.search(head)
    matches = [label] if label else []
    at = 0
    while not label and (match := _BASIS.search(head, at)):
        while match:
            matches.append(match)
            at = match.end()
            match = _MORE_BASIS.match(head, at)
    for match in matches:
        title = text[slice(*match.span("title"))].strip()
        if TITLE_END.search(match["title"].strip()) and title not in found and title not in own:
            issuers = re.sub(r"^(?:[^,]*,)*(?:认真|全面|深入|按照|根据|依据|落实|贯彻)*", "", match["issuers"])
            number = text[slice(*match.span("number"))] if match["number"] else ""
            found[title] = BasisDocument(title, issuers.strip("、和及的了 "), number.strip())
    return tuple(found.values())
