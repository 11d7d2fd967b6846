"""The markers that number items, 一、 （一） 1. ① 第一条, for all steps of the reading.

All patterns are written for folded text.
"""

from __future__ import annotations

import re

from .numerals import CHINESE_DIGITS

__all__ = [
    "HAN_DIGIT",
    "HAN_ROW_NUMBER",
    "HEADING",
    "LIST_NUMBER",
    "MARKER",
    "MARKER_ALONE",
    "NUMBERED",
    "PARAGRAPH",
    "ROW_NUMBER",
    "STYLES",
]

#: A digit of a Chinese numeral.
HAN_DIGIT = f"[{CHINESE_DIGITS}]"
_CN = f"{HAN_DIGIT}{{1,5}}"

#: Amounts that an item may begin with directly behind its number: 1.2025年6月底前建成, 2.100%覆盖.
_AMOUNT = r"(?:19|20)\d\d年|\d{1,5}(?:\.\d+)?(?:[%年月日个条家名项所处]|公里)"
#: (style, depth, pattern). A smaller depth stands higher in the outline.
STYLES: tuple[tuple[str, float, str], ...] = (
    ("decimal", 3, r"(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%.])(?=[ ]{0,6}[一-龥“《(])"),
    ("whole", 2, r"(?P<whole>\d{1,2})(?=[ ]{1,6}[一-龥])"),
    ("chapter", 0, rf"第(?P<chapter>{_CN}|\d{{1,3}})(?:章|部分|篇)"),
    ("section", 1, rf"第(?P<section>{_CN}|\d{{1,3}})节"),
    ("han", 2, rf"(?P<han>{_CN})、"),
    ("boxed", 3, rf"\((?:[一-龥]{{0,4}}(?:措施|对策|任务|行动|策略|项目|工程|议题|重点))(?P<boxed>{_CN})\)"),
    ("division", 3.5, r"\((?P<division>[一-龥]{0,6}分工)\)(?=[ :]*\n)"),
    ("article", 3, rf"第(?P<article>{_CN}|\d{{1,3}})条"),
    ("han-bracket", 4, rf"\((?P<han_bracket>{_CN})\)、?"),
    ("roman-dashed", 3.5, r"(?P<roman_dashed>[Ⅰ-Ⅻ]-\d{1,2})(?=[ ]{1,6}[一-龥])"),
    ("roman-sign", 3, r"(?P<roman_sign>[Ⅰ-Ⅻ])(?=[ 、.]{1,6}[一-龥])[、.]?"),
    ("dashed", 4.5, r"(?P<dashed>\d{1,2}-\d{1,2})(?=[ ]{1,6}[一-龥])"),
    ("numbered", 4.5, r"第(?P<numbered>\d{1,4})[号件](?=[ ]{1,6}[一-龥])"),
    ("project", 4.5, rf"(?:专案|任务|行动|工程|项目|课题)(?P<project>{_CN}|\d{{1,2}})(?=[ ]{{1,6}}[一-龥])"),
    ("arabic", 5, rf"(?P<arabic>\d{{1,3}})(?:[、]|\.(?!\d)|\.(?={_AMOUNT}))"),
    ("arabic-bracket", 6, r"\((?P<arabic_bracket>\d{1,3})\)、?"),
    ("circled", 7, r"(?P<circled>[①-⑳])、?"),
    # In English: I. Major Tasks, Article 5, Chapter 2.
    ("roman", 2, r"(?<![^\n ])(?P<roman>(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3}))\.(?= +[A-Z])"),
    ("chapter-english", 0, r"(?:Chapter|Part) (?P<chapter_english>\d{1,3}|[IVX]{1,5})(?:[.:]|(?= +[A-Z(]|\n))"),
    ("article-english", 3, r"Article (?P<article_english>\d{1,3})(?:[.:]|(?= +[A-Z(]|\n))"),
)
#: A look-ahead for one character makes the search several times faster.
MARKER = re.compile(
    rf"(?=[\d第(①-⑳Ⅰ-Ⅻ专任行工项课IVXACP{CHINESE_DIGITS}])(?:{'|'.join(f'(?:{pattern})' for _, _, pattern in STYLES)})"
)

#: The number of an item at a place where an item is known to begin: 一、 (一) 1. ①.
NUMBERED = re.compile(rf"(?:\(?(?:{HAN_DIGIT}|\d){{1,3}}[)、.]+|[①-⑳])")
#: The number of a row in a table, in Arabic or in Chinese.
ROW_NUMBER = re.compile(r"\(?\d{1,4}\)?[.、]?")
HAN_ROW_NUMBER = re.compile(rf"\(?{HAN_DIGIT}{{1,4}}[)、.]*")
#: The number of a name in a list.
LIST_NUMBER = rf"(?<![\d.一二三四五六七八九十第])(?:\((?:\d|{HAN_DIGIT}){{1,2}}\)|\d{{1,2}}(?:[.)](?!\d)|、)|[①-⑳]) *"
#: A line that is a heading by its number.
HEADING = re.compile(rf"\(?{HAN_DIGIT}{{1,3}}[)、.]\s*\S.*")
#: How a paragraph may begin: an attachment's name or a marker, but not a mere number: 20 项 may be an amount.
PARAGRAPH = re.compile(
    rf" *(?:{'|'.join(f'(?:{pattern})' for style, _, pattern in STYLES if style != 'whole')}"
    r"|附件?\d{0,2} ?:?(?:$| )|抄送 ?:|附 ?:)"
)
MARKER_ALONE = re.compile(rf"{PARAGRAPH.pattern} *$")
