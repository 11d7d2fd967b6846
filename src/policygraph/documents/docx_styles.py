"""Read the styles and lists of a Word document: the numbers of its paragraphs, and which are hidden.

Word does not store the numbers (（一）, 1., 第一条) in the text. It stores, for each kind of list and each of its nine
levels, a pattern such as ``（%1）``, a number format and a start; it counts the numbers when it draws the page. This
module counts them in the same way, in the order of the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["Element", "Styles", "W", "integer", "is_on", "value_of", "write_number"]

Element = Any  # an lxml element; python-docx types its own classes of them only in part
T = TypeVar("T")
#: The namespace of Word's markup.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_LONGEST_ANCESTRY = 20


def value_of(element: Element | None, local: str) -> str:
    """Return the value of a property.

    Args:
        element: The element with the properties, if there is one.
        local: The local name of the property.

    Returns:
        Its value; empty if it is missing.
    """
    child = None if element is None else element.find(W + local)
    return "" if child is None else str(child.get(f"{W}val", ""))


def is_on(properties: Element | None, local: str) -> bool:
    """Tell whether an on/off property is on.

    Args:
        properties: The element with the properties, if there is one.
        local: The local name of the property.

    Returns:
        Whether it is present and on.
    """
    found = None if properties is None else properties.find(W + local)
    return found is not None and found.get(f"{W}val", "true") not in ("false", "0", "off")


def integer(text: str, otherwise: int) -> int:
    """Read the number in a value.

    Args:
        text: The value.
        otherwise: The result if it is not a number, or far too large.

    Returns:
        The number.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _write_chinese(number: int) -> str:
    """Write a number below a hundred thousand in Chinese.

    >>> [_write_chinese(n) for n in (1, 10, 12, 20, 34, 105, 2020)]
    ['一', '十', '十二', '二十', '三十四', '一百零五', '二千零二十']
    """
    if number <= 0:
        return "零"
    if number >= 10**5:
        return str(number)
    text, gap = "", False
    for unit, value in (("万", 10**4), ("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + unit
            gap = False
        elif text and number:
            gap = True
    return text[1:] if text.startswith("一十") else text


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _write_roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * min(count, 50)
    return text


def _write_letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 50) if number > 0 else ""


def _write_circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _write_digits(number: int) -> str:
    return "".join(_DIGITS[int(d)] for d in str(number))


_COUNTING = ("chineseCounting", "japaneseCounting", "taiwaneseCounting")
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)}),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _write_circled),
    **dict.fromkeys((*_COUNTING, "chineseCountingThousand", "taiwaneseCountingThousand"), _write_chinese),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _write_digits),
    "lowerLetter": _write_letters,
    "upperLetter": lambda n: _write_letters(n).upper(),
    "lowerRoman": _write_roman,
    "upperRoman": lambda n: _write_roman(n).upper(),
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[(n - 1) % 10] if n > 0 else "",
    "none": lambda n: "",
}


def write_number(number: int, name: str) -> str:
    """Write a number in one of Word's formats.

    Args:
        number: The number.
        name: The format's name in the file, such as ``chineseCounting``.

    Returns:
        The number as Word shows it; in Arabic digits for formats that notices do not use.
    """
    return _FORMATS.get(name, str)(number)


@dataclass(frozen=True, slots=True)
class _ListLevel:
    """One level of a list: ``pattern`` has ``%1`` to ``%9`` for the numbers of the levels from the top."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    plain: bool = False
    restart: int | None = None

    @classmethod
    def read(cls, element: Element) -> _ListLevel:
        """Read a ``w:lvl`` element."""
        restart = value_of(element, "lvlRestart")
        return cls(
            start=integer(value_of(element, "start"), 1),
            format=value_of(element, "numFmt") or "decimal",
            pattern=value_of(element, "lvlText"),
            plain=element.find(f"{W}isLgl") is not None,
            restart=integer(restart, 0) if restart else None,
        )


@dataclass(slots=True)
class _List:
    """The levels of a list and the current count of each; instances of one definition share the counts."""

    levels: list[_ListLevel] = field(default_factory=lambda: [_ListLevel()] * _LEVELS)
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)

    def show(self, index: int) -> str:
        """Return the number that Word shows before a paragraph of a level; empty for bullets."""
        level = self.levels[index]
        if level.format == "bullet":
            return ""

        def show_number(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            count = self.counts[place]
            number = self.levels[place].start if count is None else count
            return write_number(number, "decimal" if level.plain else self.levels[place].format)

        text = _PLACE.sub(show_number, level.pattern)
        return text + " " if text and text[-1].isascii() and text[-1].isalnum() else text


class Styles:
    """The styles and lists of one document; counts its numbered paragraphs.

    Args:
        word: The document.
    """

    def __init__(self, word: WordDocument) -> None:
        self._instances: dict[str, tuple[_List, dict[int, int]]] = {}
        self._restarted: set[tuple[str, int]] = set()
        self._lists: dict[str, tuple[str, int]] = {}  # paragraph style → its list and level
        for relation in word.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read_lists(getattr(relation.target_part, "element", None))
                break
        styles = {style.get(f"{W}styleId", ""): style for style in word.styles.element.findall(f"{W}style")}
        parents = {key: value_of(style, "basedOn") for key, style in styles.items()}
        lists: dict[str, tuple[str, int]] = {}
        hidden: dict[str, bool] = {}
        for key, style in styles.items():
            numbering = style.find(f"{W}pPr/{W}numPr")
            if numbering is not None:
                lists[key] = (value_of(numbering, "numId"), integer(value_of(numbering, "ilvl"), 0))
            if style.find(f"{W}rPr/{W}vanish") is not None:
                hidden[key] = is_on(style.find(f"{W}rPr"), "vanish")
        self._lists.update(_inherit(lists, parents))
        self.hidden = frozenset(key for key, is_hidden in _inherit(hidden, parents).items() if is_hidden)

    def _read_lists(self, root: Element | None) -> None:
        """Read a ``w:numbering`` element."""
        if root is None:
            return
        lists: dict[str, _List] = {}
        linked: dict[str, dict[str, int]] = {}  # the paragraph styles of a list, with their level
        for definition in root.findall(f"{W}abstractNum"):
            key = definition.get(f"{W}abstractNumId", "")
            lists[key], linked[key] = _List(), {}
            for element in definition.findall(f"{W}lvl"):
                index = integer(element.get(f"{W}ilvl", ""), 0)
                if style := value_of(element, "pStyle"):
                    linked[key].setdefault(style, index)
                if index < _LEVELS:
                    lists[key].levels[index] = _ListLevel.read(element)
        for instance in root.findall(f"{W}num"):
            key, definition = instance.get(f"{W}numId", ""), value_of(instance, "abstractNumId")
            if definition not in lists or key in ("", "0"):  # list 0 removes a paragraph from its list
                continue
            counted = lists[definition]
            own = list(counted.levels)
            starts: dict[int, int] = {}
            for override in instance.findall(f"{W}lvlOverride"):
                index = integer(override.get(f"{W}ilvl", ""), 0)
                if override.find(f"{W}startOverride") is not None:
                    starts[index] = integer(value_of(override, "startOverride"), 1)
                replaced = override.find(f"{W}lvl")
                if replaced is not None and index < _LEVELS:
                    own[index] = _ListLevel.read(replaced)
            if own != counted.levels:
                counted = _List(own)
            else:
                for style, index in linked[definition].items():
                    self._lists.setdefault(style, (key, index))
            self._instances[key] = counted, starts

    def number(self, paragraph: Element) -> str:
        """Count a paragraph if it is in a list; call this once for each paragraph, in order.

        Args:
            paragraph: The ``w:p`` element.

        Returns:
            The number that Word shows before it; empty if it has none.
        """
        key, index = self._lists.get(value_of(paragraph.find(f"{W}pPr"), "pStyle"), ("", 0))
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            key, index = value_of(own, "numId") or key, integer(value_of(own, "ilvl"), index)
        if key not in self._instances or index >= _LEVELS:
            return ""
        counted, starts = self._instances[key]
        if index in starts and (key, index) not in self._restarted:
            self._restarted.add((key, index))
            counted.counts[index] = starts[index]
        else:
            now = counted.counts[index]
            counted.counts[index] = counted.levels[index].start if now is None else now + 1
        for deeper in range(index + 1, _LEVELS):
            limit = counted.levels[deeper].restart
            if limit is None or index < limit:
                counted.counts[deeper] = None
        return counted.show(index)


def _inherit(own: Mapping[str, T], parents: Mapping[str, str]) -> dict[str, T]:
    """Return the value that each style has or inherits from the nearest style on which it is based."""
    found = {}
    for key in parents:
        ancestor = key
        for _ in range(_LONGEST_ANCESTRY):
            if ancestor in own:
                found[key] = own[ancestor]
                break
            ancestor = parents.get(ancestor, "")
    return found
