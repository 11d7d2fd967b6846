"""How fast text becomes a model, how that grows with the text, and what a plain regular-expression script takes.

    python benchmarks/extraction.py

Promised: at least 1 MB of UTF-8 text a second on one core, and time in proportion to the text: ten-fold text in one
document takes no more than ten-fold time. Reading Word and PDF files is measured apart, without extraction. The search
for reference cycles is off while a document is read, as it is where ``policygraph build`` reads documents.
"""

from __future__ import annotations

import hashlib
import re
from functools import partial

from measure import best
from notices import notices

from policygraph.extraction import extract
from policygraph.model import Document

_SCRIPT = re.compile(
    r"(?P<heading>^[（(]?[一二三四五六七八九十]+[）)、][^\n]*)|(?:责任单位|牵头单位|配合单位)[:：](?P<list>[^\n）)]*)|[（(](?P<verb>[^（）()]*?负责)[）)]",
    re.MULTILINE,
)


def script(text: str) -> list[list[str]]:
    """What a user writes first: headings and statements by one regular expression, lists cut at commas."""
    return [re.split("[、，,]", m["list"] or m["verb"] or m["heading"]) for m in _SCRIPT.finditer(text)]


_HEADING = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]+)[）)、](?P<title>[^。]*)")
#: What the label of a list, by its first two characters, makes of the bodies in it.
_ROLES = {"牵头": "lead", "配合": "support"}


def script_rows(text: str) -> list[dict[str, str]]:
    """The same as rows of who is responsible for what, to score the script by (``annotated.py``)."""
    rows: list[dict[str, str]] = []
    heading = {"number": "", "measure": ""}
    for m in _SCRIPT.finditer(text):
        if m["heading"] and (found := _HEADING.match(m["heading"])):
            heading = {"number": found["number"], "measure": found["title"].strip()}
            # A statement in brackets on the line of its heading is hidden in the match of the heading.
            rows += [{**row, **heading} for row in script_rows(m["heading"][found.end() :])]
            continue
        names = re.split("[、，,]", m["list"] or m["verb"] or "")
        role = _ROLES.get(m[0][:2], "responsible")
        plain = (re.sub("(按职责分工)?负责$", "", name).strip() for name in names)
        rows += [{**heading, "name": name, "role": role} for name in plain if name]
    return rows


def document(text: str) -> Document:
    """A document of plain text."""
    return Document("benchmark", text, "text/plain", hashlib.sha256(text.encode()).hexdigest())


def one_document(megabytes: float) -> str:
    """One long notice: the bodies of many, one after the other."""
    pieces, size = [], 0
    for notice in notices(100_000):
        pieces.append(notice.text)
        size += len(notice.text.encode())
        if size >= megabytes * 1e6:
            break
    return "".join(pieces)


def word_file(lines: list[str]) -> bytes:
    """The lines as paragraphs of a Word file."""
    import io

    import docx

    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def pdf_file(lines: list[str]) -> bytes:
    """The lines as paragraphs of a PDF file."""
    import io

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=18, wordWrap="CJK")
    stream = io.BytesIO()
    SimpleDocTemplate(stream).build([Paragraph(line, style) for line in lines])
    return stream.getvalue()


#: What a long cell may repeat.
RUNS = (
    "2025年6月至",
    "6月底前，",
    "年内，",
    "一季度",
    "每年",
    "2025.",
    "民国",
    "- ",
    " ",
    "\n",
    "\n1.",
    "省",
    "（",
    "责任单位：",
    "负责，",
)


def growth_of_runs() -> float:
    """Sixteen times the words of a deadline or a notice: the most that they take of the time, by word."""
    from policygraph.extraction.phrases.deadlines import due_day, find_deadline
    from policygraph.extraction.phrases.periods import NoticeYear
    from policygraph.extraction.text.folding import fold

    def read(words: str) -> None:
        due_day(fold(words), NoticeYear(2023))
        find_deadline(fold(words), NoticeYear(2023))
        extract(document(f"一、修路。责任单位：市交通局\n二、{words}前"), "x")

    worst = 0.0
    for unit in RUNS:
        short, long = best(partial(read, unit * 1_000), partial(read, unit * 16_000))
        worst = max(worst, long / short / 16)
    return worst


def main() -> None:
    """Print the tables."""
    many = [document(notice.text) for notice in notices(200)]
    size = sum(len(each.text.encode()) for each in many) / 1e6
    extract(many[0], "warm")
    ours = sum(best(*(partial(extract, each, "x") for each in many), turns=10))
    plain = sum(best(*(partial(script, each.text) for each in many), turns=10))
    print(f"200 notices, {size:.2f} MB of UTF-8, one core, the best of 10 turns of each")
    print(f"  extraction              {ours:7.2f} s  {size / ours:8.2f} MB/s")
    print(f"  plain script            {plain:7.3f} s  {size / plain:8.1f} MB/s")
    print(f"ratio: extraction, MB a second: {size / ours:.2f} ≥ 1")
    print(f"ratio: extraction against a plain regular-expression script: {ours / plain:.0f}")
    print("one document of growing length")
    texts = [one_document(megabytes) for megabytes in (1, 2, 4, 8)]
    # In turns: a machine whose speed changes by the minute would be taken for one whose time does not grow linearly.
    whole = best(*(partial(extract, document(text), "x") for text in texts), turns=4)
    first = 0.0
    for text, taken in zip(texts, whole, strict=True):
        actual = len(text.encode()) / 1e6
        first = first or taken / actual
        speed, growth = actual / taken, taken / actual / first
        print(
            f"  {actual:5.2f} MB                {taken:7.2f} s  {speed:8.2f} MB/s  {growth:5.2f} of the first, per MB"
        )
    print(f"ratio: extraction, 8 MB against 1 MB in one document, by MB: {growth:.2f} ≤ 1.25")
    print(f"ratio: a run of one word, 16,000 times against 1,000, by word: {growth_of_runs():.2f} ≤ 2")
    from policygraph.documents import read_bytes

    lines = [line for each in many[:20] for line in each.text.splitlines()]
    characters = sum(map(len, lines))
    print(f"reading alone, {len(lines)} paragraphs, {characters * 3 / 1e6:.2f} MB of text")
    for suffix, data in (("docx", word_file(lines)), ("pdf", pdf_file(lines))):
        (taken,) = best(partial(read_bytes, data, f"x.{suffix}"))
        print(f"  {suffix:5}                   {taken:7.2f} s  {characters * 3 / 1e6 / taken:8.2f} MB/s")


if __name__ == "__main__":
    main()
