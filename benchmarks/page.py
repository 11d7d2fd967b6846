"""The page of the measurements: read what it says, and write it in English and Chinese.

The English page is the record of the figures. The Chinese page has the same figures, with the words of
``chinese.yaml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

__all__ = ["Page", "find_untranslated", "read_page", "write_page"]

CHINESE = Path(__file__).with_name("chinese.yaml")
#: What the line with the machine of a measurement begins with.
MACHINE = "Machine: "
NOTE = "<!-- Written by benchmarks/run.py (make bench). -->"
#: What differs from run to run: numbers, the name of a measurement, the name of a question.
NUMBER = re.compile(r"^`\w+`|(?<=^not kept: )[\w-]+|\d[\d,.]*\d|\d")
#: Cells that are names.
NAMES = re.compile(r"[a-z-]+|Oxigraph|Apache Jena Fuseki|Eclipse RDF4J|OpenLink Virtuoso")

#: The words of the page: English, Chinese.
WORDS = {
    "title": ("Performance", "性能"),
    "head": (
        "Machines differ and may have been busy; ratios to a peer in the same run, and processor times, less so.",
        "各机器不同，测量时也可能还有别的负载；同一次运行中与对照的比值、处理器时间较为可靠。",
    ),
    "small": (
        "**Small sizes: this shows that the measurements work, and measures nothing.**",
        "**规模很小：只说明测量程序能运行，数字没有意义。**",
    ),
    "plot": ("Seconds by number of notices, both logarithmic", "秒数与通知份数，均为对数坐标"),
    "ratios": ("Ratios", "比值"),
    "table": ("| | measured | wanted | kept |", "| | 测得 | 要求 | 达到 |"),
}


@dataclass
class Page:
    """What the page says.

    Attributes:
        sections: The text of each measurement, with its heading.
        rows: The rows of the table of ratios of each measurement.
        plot: The address of the plot of growth on the page, if there is one.
        small: Whether the sizes are too small to measure anything.
    """

    sections: dict[str, str] = field(default_factory=dict)
    rows: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    plot: str = ""
    small: bool = False


def read_page(path: Path) -> Page:
    """Read the English page.

    Args:
        path: The page; it need not exist.

    Returns:
        What it says; what is not measured now stays.
    """
    if not path.exists():
        return Page()
    head, *found = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = {section[3 : section.index("\n")]: section.rstrip("\n") + "\n" for section in found}
    page = Page()
    for row in sections.pop(WORDS["ratios"][0], "").splitlines():
        if match := re.match(r"\| (\w+): ", row):
            page.rows[match[1]].append(row)
    page.sections = sections
    if plot := re.search(r"!\[[^]]*\]\(([^)]+)\)", head):
        page.plot = plot[1]
    return page


def write_page(page: Page, path: Path, lang: str = "en") -> None:
    """Write the page.

    Args:
        page: What it says.
        path: Where.
        lang: ``en`` or ``zh``.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_parts(page, lang)), encoding="utf-8")


def _parts(page: Page, lang: str) -> Iterator[str]:
    yield f"# {_say('title', lang)}\n"
    yield f"{NOTE}\n"
    yield _say("head", lang) + "\n"
    if page.small:
        yield _say("small", lang) + "\n"
    if page.plot:
        yield f"![{_say('plot', lang)}]({page.plot})\n"
    rows = [row for name in sorted(page.rows) for row in page.rows[name]]
    yield f"## {_say('ratios', lang)}\n"
    yield "\n".join([_say("table", lang), "|---|---|---|---|", *(rows if lang == "en" else map(_line, rows))]) + "\n"
    for name in sorted(page.sections):
        yield page.sections[name] if lang == "en" else _section(page.sections[name])


def _say(key: str, lang: str) -> str:
    return WORDS[key][lang == "zh"]


def _section(text: str) -> str:
    """Translate a section; what a program printed stays as it is."""
    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = ["\n".join(map(_line, part.split("\n"))) for part in parts[::2]]
    return "".join(parts)


def _line(line: str) -> str:
    """Translate a line, or the cells of a row."""
    if line.startswith("|"):
        return "| " + " | ".join(_phrase(cell.strip()) for cell in line.strip("|").split("|")) + " |"
    if line.startswith(MACHINE):
        return f"机器：{line.removeprefix(MACHINE).rstrip('.').replace(' cores', ' 核')}。"
    end = "  " if line.endswith("  ") else ""
    return _phrase(line.strip()) + end if not line.startswith("#") else line


def _phrase(text: str) -> str:
    """Translate words with numbers in them; unknown words stay English."""
    known = _phrases().get(NUMBER.sub("{}", text))
    return text if known is None else known.format(*NUMBER.findall(text))


@cache
def _phrases() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(CHINESE.read_text(encoding="utf-8"))
    return found


def find_untranslated(page: Page) -> set[str]:
    """Return the words of a page that ``chinese.yaml`` lacks.

    Args:
        page: What the page says.

    Returns:
        Lines and cells with words, without those that a program printed as a block and without names.
    """
    rows = [row for each in page.rows.values() for row in each]
    texts = [*rows, *(re.sub(r"^```.*?^```$", "", each, flags=re.M | re.S) for each in page.sections.values())]
    found = set()
    for line in "\n".join(texts).split("\n"):
        if not line.startswith(("#", MACHINE)):
            cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else [line.strip()]
            found |= {
                NUMBER.sub("{}", cell) for cell in cells if re.search("[A-Za-z]", cell) and not NAMES.fullmatch(cell)
            }
    return {each for each in found if each not in _phrases()}
