"""What a notice says of itself: heading, title, number, dates, issuers, and the documents it rests on.

Only what the text says is taken. A headline of a report about a notice is its heading, not its title; the day the
page was posted is not the date of the notice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ...model import BasisDocument, Document
from ...registry import find_places, looks_like_body
from ..dates.days import DATE, date_of
from ..text.folding import fold, legible, squeeze
from ..text.outline import Item
from .basis import GENRE, TITLE_END, basis_documents
from .signature import signature

__all__ = ["About", "about", "head_of"]

#: The day that a collection adds to a title.
_ADDED_DATE = re.compile(r"\((?:19|20)\d\d年\d{1,2}月\d{1,2}日\)$")
_NUMBER = re.compile(r"[一-龥]{1,14}(?:\((?:19|20)\d\d\)|\[(?:19|20)\d\d\])第?\d{1,5}号")
_NUMBER_LABEL = re.compile(rf"(?:发文字号|文件编号|文号) *:? *(?P<number>{_NUMBER.pattern})")
_POSTED = re.compile(r"(?:发布|公开|更新|印发)?(?:日期|时间) *(?::|(?=\d))|来源 *:|信息来源")
_DATED = re.compile(r"(?:成文|发文|签发|生成)(?:日期|时间) *(?::|(?=\d))")
_SOURCE = re.compile(r"(?:信息)?来源 *: *([^\s()|【】]{2,30})")
_ISSUER_LABEL = re.compile(
    r"(?:发文|发布|印发|制定|颁发)(?:机关|机构|单位|部门) *: *(?P<list>[^\n。]+?)(?=  |\n|。|\Z)"
)
_JOINT_ISSUE = re.compile(r"(?:联合|共同)(?:发文|印发|下发|出台|发布|制定)")
#: What may stand between the list of issuers and the verb: 等十四个部门近日.
_HOW_MANY = re.compile(r"等?(?:[一二三四五六七八九十\d]+个?(?:部门|单位|厅局|委办局))?(?:近日|日前)?$")
#: No further than this into the text: what a notice says of itself stands at its head.
_HEAD = 4000


@dataclass(frozen=True, slots=True)
class About:
    """What was found; ``issuers`` are spans of lists of bodies in the text, ``issuer_names`` names without a span."""

    heading: str
    title: str | None = None
    number: str | None = None
    dated: date | None = None
    issued: date | None = None
    source_name: str | None = None
    source_url: str | None = None
    issuers: tuple[tuple[int, int], ...] = ()
    issuer_names: tuple[str, ...] = ()
    based_on: tuple[BasisDocument, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the head: where it starts, folded, and as printed."""

    at: int
    folded: str
    printed: str


#: What a page's table of particulars has before each value: 索引号:, 发文字号:
_LABEL = re.compile(r"[•·●\s]*[一-龥]{2,8} *:")

#: The same without a colon: 发文机构某市人民政府办公厅.
_PARTICULARS = re.compile(
    r"[•·●\s]*(?:索引号|发[文布](?:机构|机关|单位)|主题分类|发文字号|文号|标题|名称|有效性|公开(?:方式|范围|目录)|统一编号|(?:成文|发布|生成|发文)(?:日期|机构|时间))"
)


#: Where a page stands in its site: 首页 > 政务公开.
_BREADCRUMBS = re.compile(r"(?:首页|当前位置|政务公开).{0,20}>")


def _lines(text: str, folded: str, limit: int) -> list[_Line]:
    """The lines of the head; a label alone on its line has its value on the next."""
    found: list[_Line] = []
    at = 0
    for line in folded[:limit].split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            here = _Line(start, line.strip(), text[start : start + len(line.strip())])
            above = found[-1] if found else None
            alone = above and (_LABEL.fullmatch(above.folded) or _PARTICULARS.fullmatch(above.folded))
            if above and alone and not _LABEL.match(here.folded):
                found[-1] = _Line(above.at, f"{above.folded} {here.folded}", f"{above.printed} {here.printed}")
            else:
                found.append(here)
        at += len(line) + 1
    return found


#: The number that a notice has in a collection of notices: 9. 某市人民政府办公室关于印发……的通知.
_IN_COLLECTION = re.compile(r"\s*\d{1,3}[.、] *(?=[^\n]{0,60}(?:关于|印发))")


def head_of(folded: str, tree: Item) -> int:
    """Where the head of a notice ends: at its first numbered item, which its own number in a collection is not."""
    for item in tree.children:
        numbered = any(other.style == item.style and other.number == item.number + 1 for other in tree.children)
        if item.start == 0 and not numbered and _IN_COLLECTION.match(folded):
            continue
        return item.start
    return len(folded)


def _is_title(line: str) -> bool:
    return bool(TITLE_END.search(line)) and len(line) <= 120 and "。" not in line and not line.startswith(("附件", "("))


def _title(document: Document, lines: list[_Line], head_end: int) -> tuple[str, str | None]:
    """Heading and title. A title may run over two or three lines; a heading is what stands on top anyway."""
    given = document.metadata.get("title", "").strip()
    if given:
        return given, given if _is_title(fold(given)) else None
    # The row of headers of a table is no heading.
    top = [line for line in lines if line.at < head_end and "\t" not in line.printed]
    if not top:
        return document.name, None
    # A letterhead (某市人民政府文件), the number under it and a page's particulars stand above the title.
    signed = {
        index
        for index, line in enumerate(top)
        if DATE.fullmatch(squeeze(line.folded))
        or (
            looks_like_body(squeeze(line.folded))
            and index + 1 < len(top)
            and DATE.fullmatch(squeeze(top[index + 1].folded))
        )
    }
    plain = [
        line
        for index, line in enumerate(top)
        if index not in signed
        and not line.folded.endswith("文件")
        and not _NUMBER.match(squeeze(line.folded))
        and not _LABEL.match(squeeze(line.folded))
        and not _PARTICULARS.match(line.folded)
        and not _BREADCRUMBS.search(line.folded)
    ]
    posted = next((line.at for line in top if _is_posting(line.folded)), None)
    above = [line for line in plain if posted is not None and line.at < posted]
    headline = next((line for line in reversed(above) if len(squeeze(line.folded)) >= 8), None)
    if headline:
        return headline.printed, headline.printed if _is_named_title(headline.folded) else None
    for first in range(min(len(plain), 12)):
        for size in (1, 2, 3):
            joined = "".join(line.folded for line in plain[first : first + size])
            starts = re.match(r"[一-龥]{2,40}?(?:关于|印发|转发|[^一-龥])|[^。]{4,60}$", joined)
            if starts and _is_title(squeeze(joined)):
                printed = "".join(line.printed for line in plain[first : first + size])
                return printed, printed
    # Text that lost its line breaks: the title ends before a space, or else the first sentence is the heading.
    if flat := _FLAT_TITLE.match((plain or top)[0].folded):
        printed = (plain or top)[0].printed[: flat.end()]
        return printed, printed
    return (plain or top)[0].printed.partition("。")[0][:120], None


_FLAT_TITLE = re.compile(rf"[一-龥]{{2,30}}(?:关于|印发|转发)[^。\n]{{4,100}}?(?:{GENRE})(?= )")


def _is_posting(line: str) -> bool:
    return bool(_POSTED.search(line)) and bool(DATE.search(line) or "来源" in line)


def _is_named_title(line: str) -> bool:
    return _is_title(squeeze(line)) and "关于" in line


def about(document: Document, folded: str, first_item: int) -> About:
    """What the document says of itself. ``first_item`` is where its first numbered item starts.

    >>> from policygraph.model import Document
    >>> text = "某市人民政府关于修路的通知\\n某政发〔2020〕3号\\n一、修路"
    >>> about(Document("d", text, "text/plain", ""), fold(text), len(text) - 4).number
    '某政发〔2020〕3号'
    """
    head_end = max(first_item, 1)
    lines = _lines(document.text, folded, min(len(folded), max(head_end, 400), _HEAD))
    if lines and first_item > lines[0].at and (number := _IN_COLLECTION.match(folded, lines[0].at)):
        cut = number.end() - lines[0].at
        lines[0] = _Line(number.end(), lines[0].folded[cut:], lines[0].printed[cut:])
    heading, title = _title(document, lines, first_item)
    added = _ADDED_DATE.search(fold(title)) if title else None
    if title and added:
        heading = title = title[: added.start()]
    posted_lines = [line for line in lines[:30] if _POSTED.search(_DATED.sub("", line.folded))]
    labelled = next((day for line in lines[:30] if _DATED.search(line.folded) and (day := date_of(line.folded))), None)
    issued = date_of(fold(document.metadata.get("issued", ""))) or next(
        (day for line in posted_lines if (day := date_of(line.folded))), None
    )
    source = next(
        (line.printed[slice(*m.span(1))] for line in posted_lines if (m := _SOURCE.search(line.folded))), None
    )
    numbers = (
        squeeze(
            line.printed[
                label.end() if (label := _LABEL.match(line.folded) or _PARTICULARS.match(line.folded)) else 0 :
            ]
        )
        for line in lines[:40]
    )
    own_number = next((number for number in numbers if _NUMBER.fullmatch(fold(number))), None)
    if not own_number and (given := _NUMBER_LABEL.search(folded, 0, _HEAD)):
        own_number = document.text[slice(*given.span("number"))]
    dated, signer = signature(folded)
    issuers: tuple[tuple[int, int], ...] = ()
    names: tuple[str, ...] = ()
    if label := _ISSUER_LABEL.search(folded, 0, _HEAD):
        issuers = (label.span("list"),)
    elif joint := _joint_issuers(folded):
        issuers = (joint,)
    elif title and (named := re.match(r"([一-龥、\s]{2,60}?)(?:关于|印发|转发|文件)", fold(title))):
        names = tuple(name for name in _named_in_title(named.group(1)) if looks_like_body(name))
    if not issuers and not names:
        names = (signer,) if signer else _letterhead(lines)
    return About(
        heading=legible(heading),
        title=legible(title) if title else None,
        number=document.metadata.get("number") or own_number,
        dated=dated
        or labelled
        or (date_of(added.group()) if added else None)
        or date_of(fold(document.metadata.get("date", ""))),
        issued=issued,
        source_name=document.metadata.get("source") or source,
        source_url=document.metadata.get("url"),
        issuers=issuers,
        issuer_names=names,
        based_on=basis_documents(document.text, folded, heading),
    )


def _letterhead(lines: list[_Line]) -> tuple[str, ...]:
    """The body whose letterhead, 某市中心医院文件, stands on top."""
    heads = (squeeze(line.folded).removesuffix("文件") for line in lines[:5] if line.folded.endswith("文件"))
    return tuple(name for name in heads if looks_like_body(name))


def _named_in_title(text: str) -> list[str]:
    """The issuers that a title begins with. 中共某市委某市人民政府 has no sign between them: the place begins anew."""
    names = []
    for run in re.split(r"[、\s]", text):
        found = find_places(run)
        cuts = [0, *(at for at, written, _ in found[1:] if written == found[0][1]), len(run)]
        names += [run[start:end] for start, end in pairwise(cuts) if start < end]
    return names


def _joint_issuers(folded: str) -> tuple[int, int] | None:
    """The list of bodies before 联合发文 and the like, in the same sentence."""
    for verb in _JOINT_ISSUE.finditer(folded, 0, _HEAD):
        left = max(folded.rfind(mark, 0, verb.start()) for mark in "。;:\n") + 1
        left = max(left, verb.start() - 400)
        sentence = folded[left : verb.start()]
        tail = _HOW_MANY.search(sentence)
        listed = sentence[: tail.start()] if tail else sentence
        if len(listed) >= 4:
            return left + _list_start(listed), left + len(listed)
    return None


def _list_start(text: str) -> int:
    """Where the list of bodies begins in the sentence that ends in 联合发文: after the last clause that is no list."""
    at = len(text)
    for piece in reversed(re.split(r"(?<=,)", text)):
        names = [name for name in re.split(r"[、,]", piece) if name]
        if names and all(looks_like_body(squeeze(name)) for name in names):
            at -= len(piece)
        else:
            break
    return at if at < len(text) else 0
