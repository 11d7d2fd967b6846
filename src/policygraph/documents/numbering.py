"""The numbers that Word puts before paragraphs and keeps out of their text: （一）, 1., 第一条.

Word stores, for each kind of list and each of its nine levels, a pattern such as ``（%1）``, a number format and a
start; the number itself is counted when the page is drawn. Here it is counted the same way, in the document's order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Level", "Numbering", "chinese", "formatted"]

Element = Any  # an lxml element
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")


def chinese(number: int) -> str:
    """Write a number below a hundred thousand as it is counted in Chinese.

    >>> [chinese(n) for n in (1, 10, 12, 20, 34, 105, 2020)]
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


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * min(count, 50)
    return text


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 50) if number > 0 else ""


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "taiwaneseDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[(n - 1) % 10] if n > 0 else "",
    "none": lambda n: "",
}


def formatted(number: int, name: str) -> str:
    """Write a number in one of Word's formats; a format that no notice uses comes out in Arabic digits."""
    return _FORMATS.get(name, str)(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: ``pattern`` has ``%1`` to ``%9`` for the numbers of the levels from the top."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    plain: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    levels: list[Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Counts the paragraphs of one document. ``root`` is its ``w:numbering`` element, or None where it has none."""

    def __init__(self, root: Element | None, name: Callable[[str], str]) -> None:
        self._name = name
        self._lists: dict[
            str, _List
        ] = {}  # by the list's abstract definition: instances of one go on counting together
        self._instances: dict[str, tuple[str, dict[int, int]]] = {}
        self._restarted: set[tuple[str, int]] = set()
        self.styles: dict[str, tuple[str, int]] = {}  # paragraph style → the list and level it carries
        if root is not None:
            self._load(root)

    def _load(self, root: Element) -> None:
        name = self._name
        levels: dict[str, list[Level]] = {}
        for abstract in root.findall(name("abstractNum")):
            levels[abstract.get(name("abstractNumId"), "")] = self._levels(abstract.findall(name("lvl")))
        for instance in root.findall(name("num")):
            key = instance.get(name("numId"), "")
            abstract_key = _value(instance.find(name("abstractNumId")), name)
            starts: dict[int, int] = {}
            own = list(levels.get(abstract_key, []))
            for override in instance.findall(name("lvlOverride")):
                index = _number(override.get(name("ilvl")), 0)
                start = override.find(name("startOverride"))
                if start is not None:
                    starts[index] = _number(start.get(name("val")), 1)
                replaced = self._levels(override.findall(name("lvl")), index)
                if override.find(name("lvl")) is not None and index < len(own):
                    own[index] = replaced[index]
            if own != levels.get(abstract_key, []):
                abstract_key = f"{abstract_key}/{key}"
                levels[abstract_key] = own
            self._instances[key] = (abstract_key, starts)
            for index, style in self._linked(root, abstract_key):
                self.styles.setdefault(style, (key, index))
        self._lists = {key: _List(value) for key, value in levels.items()}

    def _linked(self, root: Element, key: str) -> Iterable[tuple[int, str]]:
        name = self._name
        for abstract in root.findall(name("abstractNum")):
            if abstract.get(name("abstractNumId")) == key:
                for level in abstract.findall(name("lvl")):
                    style = _value(level.find(name("pStyle")), name)
                    if style:
                        yield _number(level.get(name("ilvl")), 0), style

    def _levels(self, elements: Iterable[Element], only: int | None = None) -> list[Level]:
        name = self._name
        levels = [Level(pattern="") for _ in range(_LEVELS)]
        for element in elements:
            index = only if only is not None else _number(element.get(name("ilvl")), 0)
            if not 0 <= index < _LEVELS:
                continue
            restart = _value(element.find(name("lvlRestart")), name)
            levels[index] = Level(
                start=_number(_value(element.find(name("start")), name), 1),
                format=_value(element.find(name("numFmt")), name) or "decimal",
                pattern=_value(element.find(name("lvlText")), name),
                plain=element.find(name("isLgl")) is not None,
                restart=_number(restart, 0) if restart else None,
            )
        return levels

    def label(self, instance: str, index: int) -> str:
        """Count one more paragraph of a list at a level, and return what Word shows before it; bullets are nothing."""
        found = self._instances.get(instance)
        if found is None or not 0 <= index < _LEVELS:
            return ""
        key, starts = found
        counted = self._lists.get(key)
        if counted is None:
            return ""
        counts, levels = counted.counts, counted.levels
        if index in starts and (instance, index) not in self._restarted:
            self._restarted.add((instance, index))
            counts[index] = starts[index]
        else:
            now = counts[index]
            counts[index] = levels[index].start if now is None else now + 1
        for deeper in range(index + 1, _LEVELS):
            limit = levels[deeper].restart
            if limit is None or index < limit:
                counts[deeper] = None
        level = levels[index]
        if level.format == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            count = counts[place]
            number = levels[place].start if count is None else count
            return formatted(number, "decimal" if level.plain else levels[place].format)

        text = _PLACE.sub(shown, level.pattern)
        return text + " " if text and text[-1].isascii() and text[-1].isalnum() else text


def _value(element: Element | None, name: Callable[[str], str]) -> str:
    return "" if element is None else str(element.get(name("val"), ""))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.lstrip("-").isdigit() and len(text) < 7 else otherwise
