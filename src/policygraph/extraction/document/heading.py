"""The heading and the title of a notice, from the lines of its head.

The headline of a report about a notice is the heading of the document, not the title of the notice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...model import Document
from ...registry import any_of, lexicon, looks_like_body
from ..phrases.periods import DATE
from ..text.folding import fold, squeeze
from ..text.outline import OutlineItem

__all__ = ["NUMBER", "TITLE_END", "HeadLine", "find_head_end", "find_title", "read_head_lines"]

#: The number of a notice: 某政发〔2020〕3号.
NUMBER = re.compile(r"[一-龥]{1,14}(?:\((?:19|20)\d\d\)|\[(?:19|20)\d\d\])第?\d{1,5}号")
_KINDS = any_of((*lexicon().titles["notices"], *lexicon().titles["documents"]))
TITLE_END = re.compile(rf"{_KINDS}(?:\((?:试行|暂行|修订|征求意见稿|草案|[^()]{{1,12}})\))?$")
#: The end of the title of a notice that sends another document, and the maximum length of a line with only this end.
_SENDING = re.compile(r"的?(?:通知|函|通告|公告)(?:\([^()]{1,12}\))*$")
_LONGEST_REST = 30
#: A title in text that lost its line breaks ends before a space.
_FLAT_TITLE = re.compile(rf"[一-龥]{{2,30}}(?:关于|印发|转发)[^。\n]{{4,100}}?{_KINDS}(?= )")
#: The labels of a page's table of particulars: 索引号:, 发文字号:
_LABEL = re.compile(r"[•·●\s]*[一-龥]{2,8} *:")
#: The same without a colon: 发文机构某市人民政府办公厅.
_PARTICULARS = re.compile(
    r"[•·●\s]*(?:索引号|发[文布](?:机构|机关|单位)|主题分类|发文字号|文号|标题|名称|有效性|公开(?:方式|范围|目录)|统一编号|(?:成文|发布|生成|发文)(?:日期|机构|时间))"
)
_POSTED = re.compile(r"(?:发布|公开|更新|印发)?(?:日期|时间) *(?::|(?=\d))|来源 *:|信息来源")
_DATED = re.compile(r"(?:成文|发文|签发|生成)(?:日期|时间) *(?::|(?=\d))")
#: The breadcrumbs of a page: 首页 > 政务公开.
_BREADCRUMBS = re.compile(r"(?:首页|当前位置|政务公开).{0,20}>")
#: The number that a notice has in a collection of notices: 9. 某市人民政府办公室关于印发……的通知.
_IN_COLLECTION = re.compile(r"\s*\d{1,3}[.、] *(?=[^\n]{0,60}(?:关于|印发))")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the head: where it starts, its folded text, and the text as printed."""

    at: int
    folded: str
    printed: str

    @property
    def squeezed(self) -> str:
        """The folded text without white space."""
        return squeeze(self.folded)

    @property
    def is_particular(self) -> bool:
        """Whether it is a row of the page's table of particulars."""
        return bool(_LABEL.match(self.squeezed) or _PARTICULARS.match(self.folded))

    @property
    def value(self) -> str:
        """The text as printed, without the label before it."""
        label = _LABEL.match(self.folded) or _PARTICULARS.match(self.folded)
        return self.printed[label.end() if label else 0 :]

    @property
    def states_posting(self) -> bool:
        """Whether it says when the page was posted, or states its source."""
        return bool(_POSTED.search(_DATED.sub("", self.folded)))

    @property
    def states_date(self) -> bool:
        """Whether it says when the notice was signed."""
        return bool(_DATED.search(self.folded))


def read_head_lines(text: str, folded: str, first_item: int, limit: int) -> list[HeadLine]:
    """Read the lines of the head; a label alone on its line has its value on the next.

    Args:
        text: The logical text of the document.
        folded: The same, folded.
        first_item: Where the first numbered item starts.
        limit: Where the head ends.

    Returns:
        The lines that are not empty, without the notice's number in a collection.
    """
    found: list[HeadLine] = []
    at = 0
    for line in folded[:limit].split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            here = HeadLine(start, line.strip(), text[start : start + len(line.strip())])
            above = found[-1] if found else None
            alone = above and (_LABEL.fullmatch(above.folded) or _PARTICULARS.fullmatch(above.folded))
            if above and alone and not _LABEL.match(here.folded):
                found[-1] = HeadLine(above.at, f"{above.folded} {here.folded}", f"{above.printed} {here.printed}")
            else:
                found.append(here)
        at += len(line) + 1
    if found and first_item > found[0].at and (number := _IN_COLLECTION.match(folded, found[0].at)):
        cut = number.end() - found[0].at
        found[0] = HeadLine(number.end(), found[0].folded[cut:], found[0].printed[cut:])
    return found


def find_head_end(folded: str, tree: OutlineItem) -> int:
    """Find where the head of a notice ends.

    Args:
        folded: The folded text.
        tree: Its outline.

    Returns:
        The start of the first numbered item; the notice's own number in a collection does not count.
    """
    for item in tree.children:
        numbered = any(other.style == item.style and other.number == item.number + 1 for other in tree.children)
        if item.start or numbered or not _IN_COLLECTION.match(folded):
            return item.start
    return len(folded)


def _is_title(line: str) -> bool:
    return bool(TITLE_END.search(line)) and len(line) <= 120 and "。" not in line and not line.startswith(("附件", "("))


def find_title(document: Document, lines: list[HeadLine], head_end: int) -> tuple[str, str | None]:
    """Find the heading and the title of a notice.

    Args:
        document: The document; its metadata may have the title.
        lines: The lines of its head.
        head_end: Where its first numbered item starts.

    Returns:
        The heading at the top of the text, and the title, which may run over two or three lines.
    """
    given = document.metadata.get("title", "").strip()
    if given:
        return given, given if _is_title(fold(given)) else None
    # The row of headers of a table is no heading.
    top = [line for line in lines if line.at < head_end and "\t" not in line.printed]
    if not top:
        return document.name, None
    plain = _without_letterhead(top)
    posted = next((line.at for line in top if _is_posting(line.folded)), -1)
    headline = next((line for line in reversed(plain) if line.at < posted and len(line.squeezed) >= 8), None)
    if headline:
        named = _is_title(headline.squeezed) and "关于" in headline.folded
        return headline.printed, headline.printed if named else None
    for first in range(min(len(plain), 12)):
        for size in (1, 2, 3):
            joined = "".join(line.folded for line in plain[first : first + size])
            starts = re.match(r"[一-龥]{2,40}?(?:关于|印发|转发|[^一-龥])|[^。]{4,60}$", joined)
            if starts and _is_title(squeeze(joined)) and not _goes_on(plain, first + size, joined):
                printed = "".join(line.printed for line in plain[first : first + size])
                return printed, printed
    # Text that lost its line breaks: the title ends before a space, or else the first sentence is the heading.
    first_line = (plain or top)[0]
    if flat := _FLAT_TITLE.match(first_line.folded):
        printed = first_line.printed[: flat.end()]
        return printed, printed
    return first_line.printed.partition("。")[0][:120], None


def _goes_on(lines: list[HeadLine], at: int, joined: str) -> bool:
    """Tell whether a title continues in the next line, as 关于印发……方案 does in （2023版）的通知."""
    following = lines[at].squeezed if at < len(lines) else ""
    sends = re.search("[印转]发", joined) and not _SENDING.search(squeeze(joined))
    return bool(sends and len(following) <= _LONGEST_REST and _SENDING.search(following))


def _without_letterhead(top: list[HeadLine]) -> list[HeadLine]:
    """Drop the letterhead, the number, the signature and the page's particulars above the title."""
    days = [bool(DATE.fullmatch(line.squeezed)) for line in top]
    return [
        line
        for line, day, day_below in zip(top, days, [*days[1:], False], strict=True)
        if not (
            day
            or (day_below and looks_like_body(line.squeezed))
            or line.folded.endswith("文件")
            or NUMBER.match(line.squeezed)
            or line.is_particular
            or _BREADCRUMBS.search(line.folded)
        )
    ]


def _is_posting(line: str) -> bool:
    return bool(_POSTED.search(line)) and bool(DATE.search(line) or "来源" in line)
