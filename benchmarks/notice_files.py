"""Invented notices as files of the kinds that offices publish, or their graph as one file.

    python benchmarks/notice_files.py COUNT [-o FOLDER] [--seed N] [--plain]

writes COUNT notices and ``truth.csv``: text, pages, tables of tasks and lines of JSON, or text alone (``--plain``), in
folders by place and year, ``350000/2019/``, lines of JSON in one file a year. What a table says of a notice is what its
text says, but measures have numbers there, and bodies that are responsible jointly are responsible.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import html
import io
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from notices import Duty, Notice, notices

from policygraph.corpus.identifiers import make_slug

__all__ = ["graph", "write"]

Truth = tuple[str, tuple[Duty, ...]]

_HEADER = ("序号", "工作类别", "工作任务", "牵头单位", "责任单位", "配合单位")
_IN_TABLES = {"joint": "responsible"}
_NAVIGATION = "首页|政务公开|政策文件|公告公示|互动交流"


def _write_plain(notices: Iterable[Notice], folder: Path) -> Iterator[Truth]:
    for notice in notices:
        (folder / f"{notice.name}.txt").write_text(notice.text, encoding="utf-8")
        yield notice.name, notice.truth


def write(notices: Iterable[Notice], folder: Path) -> Iterator[Truth]:
    """Write each in a kind of its own, always the same one; yields its identifier in the graph and what it says."""
    kinds: list[Callable[[Notice, Path], Truth]] = [_text, _page, _csv, _xlsx, _line]
    for notice in notices:
        kind = random.Random(notice.name).choices(kinds, [45, 30, 8, 2, 15])[0]
        yield kind(notice, folder)


def _place(notice: Notice, folder: Path, suffix: str) -> tuple[Path, str]:
    """Where a file goes, and the identifier that it gets there."""
    within = Path(notice.code) / str(notice.year) / notice.name
    path = folder / within.with_suffix(suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path, make_slug(str(within))


def _text(notice: Notice, folder: Path) -> Truth:
    path, name = _place(notice, folder, ".txt")
    path.write_text(notice.text, encoding="utf-8")
    return name, notice.truth


def _page(notice: Notice, folder: Path) -> Truth:
    path, name = _place(notice, folder, ".html")
    path.write_text(_markup(notice), encoding="utf-8")
    return name, notice.truth


def _markup(notice: Notice) -> str:
    """A page as portals make it: navigation, the title twice, a paragraph a line, buttons below."""
    links = "".join(f"<li><a href='/{i}.html'>{word}</a></li>" for i, word in enumerate(_NAVIGATION.split("|")))
    title = html.escape(notice.title)
    lines = "\n".join(
        f"<p style='text-indent:2em'><span>{html.escape(line)}</span></p>" for line in notice.text.splitlines()
    )
    return (
        f"<!DOCTYPE html><html lang='zh'><head><meta charset='utf-8'><title>{title}</title>"
        "<script>var page = {'id': 1};</script><style>p {margin: 0}</style></head>"
        f"<body><nav><ul>{links}</ul></nav><div class='article'><h1>{title}</h1>\n{lines}\n</div>"
        "<footer><a href='#'>打印本页</a> <a href='#'>关闭窗口</a></footer></body></html>\n"
    )


def _rows(notice: Notice) -> tuple[list[tuple[str, ...]], tuple[Duty, ...]]:
    """The table of tasks, and what it says."""
    rows: list[tuple[str, ...]] = [_HEADER]
    truth: list[Duty] = []
    for number, measure in enumerate(notice.measures, 1):
        # A table has no column for those who are responsible each within its own remit.
        said = [replace(d, measure=str(number), role=_IN_TABLES.get(d.role, d.role)) for d in measure.duties]
        truth += said
        cells = ["、".join(_names(said, role)) for role in ("lead", "responsible", "support")]
        rows.append((str(number), measure.heading, measure.words, *cells))
    return rows, tuple(truth)


def _names(duties: Iterable[Duty], role: str) -> list[str]:
    """Names in full, classes of bodies as tables write them."""
    found = [duty.name for duty in duties if duty.role == role]
    return [f"各{name}" if name in ("市人民政府", "县（市、区）人民政府") else name for name in found]


def _csv(notice: Notice, folder: Path) -> Truth:
    path, name = _place(notice, folder, ".csv")
    rows, truth = _rows(notice)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return name, truth


def _xlsx(notice: Notice, folder: Path) -> Truth:
    from openpyxl import Workbook

    path, name = _place(notice, folder, ".xlsx")
    rows, truth = _rows(notice)
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return name, truth


def _line(notice: Notice, folder: Path) -> Truth:
    """A line of JSON, with text or with a page."""
    marked = notice.name.endswith(("0", "5"))
    record = {
        "id": notice.name,
        "title": notice.title,
        "url": f"https://example.org/{notice.name}.html",
        "html" if marked else "text": _markup(notice) if marked else notice.text,
    }
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{notice.year}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return notice.name, notice.truth


def graph(triples: int, folder: Path) -> Path:
    """A file of N-Quads with about so many triples."""
    from pyoxigraph import NamedNode, RdfFormat, Store

    from policygraph.extraction import extract
    from policygraph.graph import concept_quads, policy_quads
    from policygraph.model import Document

    path = folder / f"{triples}.nq"
    store = Store()
    quads = []
    for notice in notices(1_000_000):
        document = Document(notice.name, notice.text, "text/plain", hashlib.sha256(notice.text.encode()).hexdigest())
        quads += policy_quads(extract(document, notice.name))
        if len(quads) >= triples:
            break
    store.bulk_extend(quads)
    store.bulk_extend(concept_quads({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}))
    store.dump(str(path), RdfFormat.N_QUADS)
    return path


def main() -> None:
    """Write notices and their truth to a folder."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("count", type=int)
    ask.add_argument("-o", "--output", type=Path, default=Path("notices"))
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--plain", action="store_true")
    given = ask.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with (given.output / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["notice", "measure", "name", "role", "level"])
        for name, truth in (_write_plain if given.plain else write)(notices(given.count, given.seed), given.output):
            rows.writerows([name, duty.measure, duty.name, duty.role, duty.level] for duty in truth)


if __name__ == "__main__":
    main()
